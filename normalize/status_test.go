package normalize

import (
	"strings"
	"testing"

	"gongkai"
)

// report makes a complete cn-2021 report of zeros, in a structural format, and
// prints the given cells over it: "requests.granted.total=3".
func report(cells ...string) *gongkai.Report {
	r := &gongkai.Report{Layout: gongkai.Layout2021, Source: gongkai.Source{Format: gongkai.FormatHTML}}
	put := func(ref gongkai.CellRef, printed string) {
		v := gongkai.Value{Printed: printed, State: gongkai.Text}
		if printed == "" {
			v.State = gongkai.Blank
		}
		r.Set(ref, v)
	}
	for _, s := range gongkai.Schemas()[1:3] {
		for _, row := range s.Rows {
			for _, column := range s.Columns {
				if row != "other" || s.Table != gongkai.TableRequests {
					put(gongkai.CellRef{Table: s.Table, Row: row, Column: column}, "0")
				}
			}
		}
	}
	put(gongkai.CellRef{Table: "proactive", Row: "fees", Column: "amount"}, "0")
	for _, c := range cells {
		name, printed, _ := strings.Cut(c, "=")
		parts := strings.Split(name, ".")
		put(gongkai.CellRef{Table: parts[0], Row: parts[1], Column: parts[2]}, printed)
	}
	return r
}

// consistent is a request that adds up everywhere.
var consistent = []string{
	"requests.new_requests.natural_person=2", "requests.new_requests.total=2",
	"requests.granted.natural_person=2", "requests.granted.total=2",
	"requests.processed_total.natural_person=2", "requests.processed_total.total=2",
}

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		name   string
		format gongkai.Format
		cells  []string
		change func(*gongkai.Report)
		want   gongkai.Status
		detail string // of the first finding
	}{
		{name: "all zero", want: gongkai.Verified},
		{name: "consistent", cells: consistent, want: gongkai.Verified},
		{name: "a row that does not add up, in HTML", cells: append(consistent[:5:5], "requests.processed_total.total=3"),
			want: gongkai.SourceInconsistent, detail: "2 + 0 = 2 ≠ 3 + 0 = 3"},
		{name: "a row that does not add up, in PDF", format: gongkai.FormatPDF, cells: []string{"disputes.review.upheld=10", "disputes.review.corrected=1"},
			want: gongkai.DoubtfulReport, detail: "10 + 1 + 0 + 0 = 11 ≠ 0"},
		{name: "blank for zero", cells: []string{"requests.granted.other_org="}, want: gongkai.Verified, detail: "0 + 0 + 0 + 0 + 0 + □ = 0 = 0"},
		{name: "blank totals", cells: append(consistent[:3:3], "requests.granted.total=", "requests.processed_total.natural_person=2", "requests.processed_total.total=2"),
			want: gongkai.Incomplete},
		{name: "blank totals in PDF", format: gongkai.FormatPDF, cells: append(consistent[:3:3], "requests.granted.total=", "requests.processed_total.natural_person=2", "requests.processed_total.total=2"),
			want: gongkai.DoubtfulReport},
		{name: "blank cannot mend a sum that is too large", cells: []string{"disputes.review.upheld=3", "disputes.review.corrected=", "disputes.review.total=2"},
			want: gongkai.SourceInconsistent, detail: "3 + □ + 0 + 0 = 3 ≠ 2"},
		{name: "words in a number cell", cells: []string{"requests.granted.total=见附件"}, want: gongkai.Incomplete},
		{name: "words in a number cell of a PDF", format: gongkai.FormatPDF, cells: []string{"proactive.fees.amount=见附件"}, want: gongkai.DoubtfulReport},
		{name: "an uncertain cell", cells: []string{"requests.granted.total=0 0"}, want: gongkai.DoubtfulReport},
		{name: "a group that prints a number of its own, with rows that print others",
			cells: append(consistent[:2:2], "requests.other.natural_person=2", "requests.other.total=2", "requests.processed_total.natural_person=2", "requests.processed_total.total=2"),
			want:  gongkai.DoubtfulReport},
		{name: "a missing row", change: func(r *gongkai.Report) {
			r.Findings = append(r.Findings, gongkai.Finding{Code: gongkai.MissingRow})
		}, want: gongkai.Incomplete},
		{name: "a value without a place", change: func(r *gongkai.Report) {
			r.Findings = append(r.Findings, gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{{Table: "requests"}}})
		}, want: gongkai.DoubtfulReport},
		{name: "a table that states nothing", change: func(r *gongkai.Report) {
			for i := range r.Disputes {
				for j := range r.Disputes[i] {
					r.Disputes[i][j] = gongkai.Value{State: gongkai.Blank}
				}
			}
		}, want: gongkai.Incomplete},
		{name: "prose", change: func(r *gongkai.Report) {
			*r = gongkai.Report{Layout: gongkai.LayoutNarrative, Headings: []gongkai.Heading{{From: "page", Text: "青梧县2012年政府信息公开年度报告"}}}
		}, want: gongkai.Narrative},
		{name: "prose on pages whose text is lost", change: func(r *gongkai.Report) {
			*r = gongkai.Report{Layout: gongkai.LayoutNarrative, Findings: []gongkai.Finding{{Code: gongkai.ImplausibleText}}}
		}, want: gongkai.DoubtfulReport},
		{name: "prose in a damaged file", change: func(r *gongkai.Report) {
			*r = gongkai.Report{Layout: gongkai.LayoutNarrative, Findings: []gongkai.Finding{{Code: gongkai.DamagedSource}}}
		}, want: gongkai.DoubtfulReport},
		{name: "prose, and values whose table is not known", change: func(r *gongkai.Report) {
			*r = gongkai.Report{Layout: gongkai.LayoutNarrative, Findings: []gongkai.Finding{{Code: gongkai.ExtraValue}}}
		}, want: gongkai.Incomplete},
		{name: "a heading without its table", change: func(r *gongkai.Report) {
			*r = gongkai.Report{Layout: gongkai.LayoutNarrative, Sections: []gongkai.Section{{Code: "requests"}}}
		}, want: gongkai.Incomplete},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := report(c.cells...)
			if c.format != "" {
				r.Source.Format = c.format
			}
			if c.change != nil {
				c.change(r)
			}
			Report(r)
			if r.Status != c.want {
				t.Errorf("status is %s, want %s", r.Status, c.want)
			}
			if c.detail != "" && !details(r)[c.detail] {
				t.Errorf("no finding says %q: %+v", c.detail, r.Findings)
			}
		})
	}
}

func details(r *gongkai.Report) map[string]bool {
	d := map[string]bool{}
	for _, f := range r.Findings {
		d[f.Detail] = true
	}
	return d
}

// TestProof: each cell says what vouches for it.
func TestProof(t *testing.T) {
	r := report(append(consistent, "disputes.review.upheld=10", "proactive.fees.amount=7730.28", "requests.carried_in.other_org=")...)
	Report(r)
	for ref, want := range map[string]gongkai.Proof{
		"requests.granted.natural_person": gongkai.Proven,
		"requests.granted.total":          gongkai.Proven,
		"requests.carried_in.other_org":   gongkai.Unchecked, // blank
		"disputes.review.upheld":          gongkai.Contradicted,
		"disputes.review.total":           gongkai.Contradicted,
		"disputes.suit_direct.total":      gongkai.Proven,
		"proactive.fees.amount":           gongkai.Unchecked,
	} {
		parts := strings.Split(ref, ".")
		if got := r.At(gongkai.CellRef{Table: parts[0], Row: parts[1], Column: parts[2]}).Proof; got != want {
			t.Errorf("%s is %s, want %s", ref, got, want)
		}
	}
}

// TestSingleChange: any one cell of a consistent requests table changed by one
// is never verified, and never proven.
func TestSingleChange(t *testing.T) {
	base := report(consistent...)
	for ref := range base.Cells() {
		if ref.Table == gongkai.TableProactive {
			continue
		}
		r := report(consistent...)
		v := r.At(ref)
		if v.Printed == "2" {
			v.Printed = "3"
		} else {
			v.Printed = "1"
		}
		Report(r)
		if r.Status == gongkai.Verified || r.At(ref).Proof == gongkai.Proven {
			t.Errorf("%s changed: status %s, proof %s", ref, r.Status, r.At(ref).Proof)
		}
	}
}
