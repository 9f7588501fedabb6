package normalize

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// statisticsReport is a form of 2014 that adds up, the given cells printed over
// it: "requests_received=3".
func statisticsReport(cells ...string) *gongkai.Report {
	r := &gongkai.Report{Layout: gongkai.Layout2014, Year: 2016, Source: gongkai.Source{Format: gongkai.FormatHTML}}
	put := func(row, printed string) {
		v := gongkai.Value{Printed: printed, State: gongkai.Text, Unit: "件"}
		switch {
		case printed == "":
			v.State = gongkai.Blank
		case row == gongkai.StatBudget.String(), row == gongkai.StatFeesCollected.String():
			v.Unit = "万元"
		}
		r.Set(gongkai.CellRef{Table: gongkai.TableStatistics2014, Row: row, Column: "value"}, v)
	}
	for row := range gongkai.StatisticsRowCount {
		put(row.String(), "0")
	}
	for _, c := range append([]string{"disclosed_total=10", "by_website=12", "requests_received=3", "requests_online=3", "budget=1.5"}, cells...) {
		row, printed, _ := strings.Cut(c, "=")
		put(row, printed)
	}
	return r
}

// localReport is a report of a list of columns year and cumulative, a row a
// line: "code year cumulative". "·" is a cell that is not there.
func localReport(rows string) *gongkai.Report {
	r := &gongkai.Report{Layout: "cn-fujian-2009", Year: 2014, Source: gongkai.Source{Format: gongkai.FormatHTML}}
	for line := range strings.Lines(rows) {
		f := strings.Fields(line)
		for i, column := range []string{"year", "cumulative"} {
			if len(f) == 3 && f[i+1] != "·" {
				r.Set(gongkai.CellRef{Table: gongkai.TableLocal, Row: f[0], Column: column}, gongkai.Value{Printed: f[i+1], State: gongkai.Text, Unit: "条"})
			}
		}
	}
	r.Local.List = "cn-fujian-2009"
	r.Local.Columns[0].Heading = "2014年度"
	r.Local.Sums = []gongkai.Sum{{Total: "received", Parts: []string{"online", "by_fax", "by_mail"}}}
	return r
}

const consistentList = "disclosed 9 90\nreceived 3 30\nonline 1 20\nby_mail 2 10\n"

// TestLists: what the sums and bounds of lists make of a report.
func TestLists(t *testing.T) {
	unknown := func(r *gongkai.Report) *gongkai.Report {
		r.Findings = append(r.Findings, gongkai.Finding{Code: gongkai.UnknownRow, Cells: []gongkai.CellRef{{Table: gongkai.TableLocal}}})
		return r
	}
	column := func(r *gongkai.Report) *gongkai.Report {
		r.Findings = append(r.Findings, gongkai.Finding{Code: gongkai.UnknownColumn, Cells: []gongkai.CellRef{{Table: gongkai.TableStatistics2014}}})
		return r
	}
	inPDF := func(r *gongkai.Report) *gongkai.Report { r.Source.Format = gongkai.FormatPDF; return r }
	withoutSums := func(r *gongkai.Report) *gongkai.Report { r.Local.Sums = nil; return r }
	headed := func(r *gongkai.Report) *gongkai.Report { r.Local.Columns[0].Heading = "2013年度"; return r }
	for _, c := range []struct {
		name     string
		report   *gongkai.Report
		want     gongkai.Status
		findings string // of lists, one a line
	}{
		{"2014", statisticsReport(), gongkai.Verified, ""},
		{"2014, a sum fails", statisticsReport("requests_by_mail=1"), gongkai.SourceInconsistent, "identity-fails 0 + 0 + 3 + 1 = 4 ≠ 3"},
		{"2014, a column nobody knows", column(statisticsReport()), gongkai.Verified, ""},
		{"2014, a column nobody knows in PDF", column(inPDF(statisticsReport())), gongkai.DoubtfulReport, ""},
		{"2014, a sum fails in PDF", inPDF(statisticsReport("requests_by_mail=1")), gongkai.DoubtfulReport, "identity-fails 0 + 0 + 3 + 1 = 4 ≠ 3"},
		{"2014, closed is not received", statisticsReport("requests_closed=7", "closed_on_time=7"), gongkai.Verified, ""},
		{"2014, a part exceeds its whole", statisticsReport("disclosed_normative=11"), gongkai.SourceInconsistent, "part-exceeds-whole 11 > 10"},
		{"2014, channels publish less than the total", statisticsReport("by_website=9"), gongkai.Verified, "part-exceeds-whole 10 > 0 + 9 + 0 + 0 + 0 = 9"},
		{"2014, a bound over blanks", statisticsReport("by_website=", "by_weibo=9"), gongkai.Verified, ""},
		{"2014, all reasons", statisticsReport("requests_answered=9", "answered_denied=6", "denied_state_secret=1", "denied_trade_secret=1", "denied_privacy=1",
			"denied_safety_stability=1", "denied_not_government_information=1", "denied_other_law=1", "answered_not_this_organ=1", "answered_nonexistent=1", "answered_other_route=1"), gongkai.Verified, ""},
		{"2014, a reason too many", statisticsReport("requests_answered=1", "answered_denied=1", "denied_state_secret=1", "denied_trade_secret=1"), gongkai.SourceInconsistent,
			"identity-fails 1 + 1 + 0 + 0 + 0 + 0 = 2 ≠ 1"},
		{"2014, nothing stated", statisticsReport(func() (cells []string) {
			for row := range gongkai.StatisticsRowCount {
				cells = append(cells, row.String()+"=")
			}
			return cells
		}()...), gongkai.Incomplete, ""},
		{"a list", localReport(consistentList), gongkai.Verified, ""},
		{"a list, a sum fails in one column", localReport(strings.Replace(consistentList, "2 10", "2 11", 1)), gongkai.SourceInconsistent, "identity-fails 20 + 11 = 31 ≠ 30"},
		{"a list, a sum fails and a row is not known", unknown(localReport(strings.Replace(consistentList, "2 10", "2 11", 1))), gongkai.DoubtfulReport, "identity-fails 20 + 11 = 31 ≠ 30"},
		{"a list, a row is not known", unknown(localReport(consistentList)), gongkai.Verified, ""},
		{"a list without sums", withoutSums(localReport(consistentList)), gongkai.Narrative, ""},
		{"a list without the rows of its sums", localReport("disclosed 9 90\nreceived 3 30"), gongkai.Narrative, ""},
		{"a list headed with last year", headed(localReport(consistentList)), gongkai.Verified, "heading-year"},
		{"two numbers in one cell", localReport(strings.Replace(consistentList, "2 10", "2 0101", 1)), gongkai.DoubtfulReport, "identity-undecided 20 + 0101 = 20 ? 30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			Report(c.report)
			if c.report.Status != c.want {
				t.Errorf("status is %s, want %s: %+v", c.report.Status, c.want, c.report.Findings)
			}
			var got []string
			for _, f := range c.report.Findings {
				switch f.Code {
				case gongkai.IdentityFails, gongkai.IdentityUndecided, gongkai.PartExceedsWhole, gongkai.HeadingYear, gongkai.FractionalCount:
					got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s", f.Code, f.Detail)))
				}
			}
			if diff := cmp.Diff(c.findings, strings.Join(got, "\n")); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestListProof: a cell of a list is proven by its column's sum, contradicted by
// a bound, and else unchecked.
func TestListProof(t *testing.T) {
	local := localReport(strings.Replace(consistentList, "2 10", "2 11", 1))
	Report(local)
	statistics := statisticsReport("press_conferences_by_head=1", "by_website=9")
	Report(statistics)
	for _, c := range []struct {
		r    *gongkai.Report
		cell gongkai.CellRef
		want gongkai.Proof
	}{
		{local, gongkai.CellRef{Table: "local", Row: "disclosed", Column: "year"}, gongkai.Unchecked},
		{local, gongkai.CellRef{Table: "local", Row: "online", Column: "year"}, gongkai.Proven},
		{local, gongkai.CellRef{Table: "local", Row: "online", Column: "cumulative"}, gongkai.Contradicted},
		{statistics, gongkai.CellRef{Table: "statistics2014", Row: "requests_online", Column: "value"}, gongkai.Proven},
		{statistics, gongkai.CellRef{Table: "statistics2014", Row: "press_conferences", Column: "value"}, gongkai.Contradicted},
		{statistics, gongkai.CellRef{Table: "statistics2014", Row: "online_interviews", Column: "value"}, gongkai.Unchecked},
		{statistics, gongkai.CellRef{Table: "statistics2014", Row: "disclosed_total", Column: "value"}, gongkai.Unchecked},
	} {
		if got := c.r.At(c.cell).Proof; got != c.want {
			t.Errorf("%s is %s, want %s", c.cell, got, c.want)
		}
	}
}

// TestListMutation: any one cell of the form of 2014 that a sum covers, changed by
// one, is never verified.
func TestListMutation(t *testing.T) {
	base := statisticsReport()
	Report(base)
	killed, proven := 0, 0
	for ref, v := range base.Cells() {
		if v.Proof != gongkai.Proven {
			continue
		}
		proven++
		n, _ := v.Number.Int64()
		r := statisticsReport(fmt.Sprintf("%s=%d", ref.Row, n+1))
		Report(r)
		if r.Status == gongkai.SourceInconsistent && r.At(ref).Proof == gongkai.Contradicted {
			killed++
		} else {
			t.Errorf("%s changed: status %s, proof %s", ref, r.Status, r.At(ref).Proof)
		}
	}
	if proven != 34 || killed != proven {
		t.Errorf("%d of %d changed cells are noticed, want 34 of 34", killed, proven)
	}
}
