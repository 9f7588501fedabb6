package normalize

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

func ref(name string) gongkai.CellRef {
	parts := strings.Split(name, ".")
	return gongkai.CellRef{Table: parts[0], Row: parts[1], Column: parts[2]}
}

// secondReading agrees in every cell of r but for those given: "a.b.c=8" differs,
// "a.b.c?" cannot say.
func secondReading(r *gongkai.Report, but ...string) gongkai.SecondReading {
	second := gongkai.SecondReading{Method: "other"}
	for cell, v := range r.Cells() {
		c := gongkai.ComparedCell{Cell: cell, First: v.Printed, Second: v.Printed, Agreement: gongkai.Agrees}
		for _, b := range but {
			if name, text, ok := strings.Cut(b, "="); ok && ref(name) == cell {
				c.Second, c.Agreement = text, gongkai.Differs
			} else if !ok && ref(strings.TrimSuffix(b, "?")) == cell {
				c.Second, c.Agreement, c.Reason = "", gongkai.CannotSay, "no idea"
			}
		}
		second.Cells = append(second.Cells, c)
	}
	return second
}

func TestConfirm(t *testing.T) {
	wrongSum := []string{"disputes.review.upheld=10", "disputes.review.corrected=1"}
	for _, c := range []struct {
		name   string
		cells  []string
		but    []string
		second *gongkai.SecondReading
		want   gongkai.Status
		// findings of the second reading: code, number of cells, detail
		findings []string
	}{
		{name: "both read a sum that fails", cells: wrongSum, want: gongkai.SourceInconsistent,
			findings: []string{"second-reading-agrees 5 other"}},
		{name: "a cell of it differs", cells: wrongSum, but: []string{"disputes.review.total=11"}, want: gongkai.DoubtfulReport,
			findings: []string{`readings-differ 1 first: "0"; other: "11"`, "second-reading-agrees 4 other"}},
		{name: "a cell of it cannot be said", cells: wrongSum, but: []string{"disputes.review.total?"}, want: gongkai.DoubtfulReport,
			findings: []string{"second-reading-agrees 4 other", "second-reading-unavailable 1 other: no idea"}},
		{name: "a cell outside cannot be said", cells: wrongSum, but: []string{"requests.granted.total?"}, want: gongkai.SourceInconsistent,
			findings: []string{"second-reading-agrees 5 other"}},
		{name: "a cell outside differs", cells: wrongSum, but: []string{"proactive.fees.amount=5"}, want: gongkai.DoubtfulReport,
			findings: []string{`readings-differ 1 first: "0"; other: "5"`, "second-reading-agrees 5 other"}},
		{name: "one of two sums", cells: append(wrongSum, "disputes.suit_direct.total=4"), but: []string{"disputes.suit_direct.total?"}, want: gongkai.DoubtfulReport,
			findings: []string{"second-reading-agrees 9 other", "second-reading-unavailable 1 other: no idea"}},
		{name: "no second reading", cells: wrongSum, second: &gongkai.SecondReading{Method: "other", Unavailable: "it hangs"}, want: gongkai.DoubtfulReport,
			findings: []string{"second-reading-unavailable 0 other: it hangs"}},
		{name: "a total that both see blank", cells: []string{"disputes.review.upheld=1", "disputes.review.total="}, want: gongkai.Incomplete,
			findings: []string{"second-reading-agrees 5 other"}},
		{name: "a total that one sees blank", cells: []string{"disputes.review.upheld=1", "disputes.review.total="}, but: []string{"disputes.review.total=1"},
			want: gongkai.DoubtfulReport, findings: []string{`readings-differ 1 first: ""; other: "1"`, "second-reading-agrees 4 other"}},
		{name: "words for a number", cells: []string{"proactive.fees.amount=见附件"}, want: gongkai.Verified,
			findings: []string{"second-reading-agrees 1 other"}},
		{name: "a doubt of the first reader", cells: []string{"requests.granted.total=0 0"}, want: gongkai.DoubtfulReport,
			findings: []string{"second-reading-agrees 28 other"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := report(c.cells...)
			r.Source.Format, r.Method = gongkai.FormatPDF, "first"
			Report(r)
			if !NeedsSecondReading(r) {
				t.Fatalf("status %s needs no second reading", r.Status)
			}
			before := len(r.Findings)
			second := secondReading(r, c.but...)
			if c.second != nil {
				second = *c.second
			}
			Confirm(r, second)
			if r.Status != c.want {
				t.Errorf("status %s, want %s", r.Status, c.want)
			}
			if want := "first+other"; (r.Method == want) != (c.second == nil) {
				t.Errorf("method %s", r.Method)
			}
			var found []string
			for _, f := range r.Findings[before:] {
				found = append(found, fmt.Sprintf("%s %d %s", f.Code, len(f.Cells), f.Detail))
			}
			if diff := cmp.Diff(c.findings, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestConfirmKeepsNumbers: a second reading changes no number and no text, also
// where it differs, and a cell that two read differently is doubtful.
func TestConfirmKeepsNumbers(t *testing.T) {
	r := report("disputes.review.upheld=10")
	r.Source.Format = gongkai.FormatPDF
	Report(r)
	v := r.At(ref("disputes.review.upheld"))
	Confirm(r, secondReading(r, "disputes.review.upheld=0"))
	if v.Printed != "10" || v.Number.String() != "10" || v.Proof != gongkai.Doubtful {
		t.Errorf("the cell is %q, %s, %s", v.Printed, v.Number, v.Proof)
	}
}

// TestTwin: two documents of one report, compared cell by cell.
func TestTwin(t *testing.T) {
	twin := func(sha string, cells ...string) *gongkai.Report {
		r := report(append([]string{"disputes.review.upheld=10", "disputes.review.corrected="}, cells...)...)
		r.Agency, r.Year, r.Method, r.Source.SHA256 = "青梧县", 2022, "m-"+sha, sha
		Report(r)
		r.Agency, r.Year = "青梧县", 2022
		return r
	}
	r := twin("pdf")
	r.Source.Format, r.Status = gongkai.FormatPDF, gongkai.DoubtfulReport
	for _, c := range []struct {
		name, unavailable string
		twin              *gongkai.Report
		change            func(*gongkai.Report)
		cell, want        string
		status            gongkai.Status
	}{
		{name: "equal", twin: twin("html"), cell: "disputes.review.upheld", want: "agrees", status: gongkai.SourceInconsistent},
		{name: "with a unit", twin: twin("html", "disputes.review.upheld=10件"), cell: "disputes.review.upheld", want: "agrees", status: gongkai.SourceInconsistent},
		{name: "another number", twin: twin("html", "disputes.review.upheld=11"), cell: "disputes.review.upheld", want: "differs", status: gongkai.DoubtfulReport},
		{name: "0 for blank", twin: twin("html", "disputes.review.corrected=0"), cell: "disputes.review.corrected", want: "differs", status: gongkai.DoubtfulReport},
		{name: "doubtful itself", twin: twin("html", "disputes.review.upheld=1 0"), cell: "disputes.review.upheld", want: "cannot-say", status: gongkai.DoubtfulReport},
		{name: "without the table", twin: twin("html"), change: func(r *gongkai.Report) { r.Disputes = nil }, cell: "disputes.review.upheld", want: "cannot-say", status: gongkai.DoubtfulReport},
		{name: "the same file", twin: twin("pdf"), unavailable: "it is the same file"},
		{name: "another year", twin: twin("html"), change: func(r *gongkai.Report) { r.Year = 2021 }, unavailable: "the documents do not name the same year"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.change != nil {
				c.change(c.twin)
			}
			second := Twin(r, c.twin)
			if second.Unavailable != c.unavailable {
				t.Errorf("unavailable: %q, want %q", second.Unavailable, c.unavailable)
			}
			for _, got := range second.Cells {
				if got.Cell == ref(c.cell) && got.Agreement.String() != c.want {
					t.Errorf("%s %s, want %s", got.Cell, got.Agreement, c.want)
				}
			}
			if c.unavailable != "" {
				return
			}
			judged := twin("pdf")
			judged.Source.Format = gongkai.FormatPDF
			Confirm(judged, second)
			if judged.Status != c.status {
				t.Errorf("status %s, want %s", judged.Status, c.status)
			}
		})
	}
}
