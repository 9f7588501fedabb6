package eval

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// reportOf makes a report of requests that prints the numbers of row granted.
func reportOf(status gongkai.Status, printed ...string) *gongkai.Report {
	r := &gongkai.Report{Agency: "青梧县人民政府", Year: 2022, Layout: gongkai.Layout2021, Status: status}
	for column, text := range printed {
		v := gongkai.Value{Printed: text, State: gongkai.Blank}
		if n, err := gongkai.ParseDecimal(text); err == nil {
			v.State, v.Number = gongkai.Number, n
		}
		r.Set(gongkai.CellRef{Table: gongkai.TableRequests, Row: "granted", Column: gongkai.Applicant(column).String()}, v)
	}
	return r
}

func truthOf(readable bool, allowed gongkai.Status, printed ...string) Truth {
	r := reportOf(allowed, printed...)
	return Truth{File: "a.pdf", Format: gongkai.FormatPDF, Layout: r.Layout, Readable: readable, Agency: r.Agency, Year: r.Year,
		Allowed: []gongkai.Status{allowed}, Cells: Cells(r)}
}

func TestJudge(t *testing.T) {
	const verified, inconsistent, doubtful = gongkai.Verified, gongkai.SourceInconsistent, gongkai.DoubtfulReport
	for _, c := range []struct {
		name  string
		truth Truth
		read  *gongkai.Report
		want  string // exact, false claim, abstained, right cells
	}{
		{"right", truthOf(true, verified, "1", ""), reportOf(verified, "1", ""), "exact 2/2 right"},
		{"a wrong cell, claimed", truthOf(true, verified, "1", "2"), reportOf(verified, "1", "3"), "false 1/2"},
		{"a wrong cell in sums that fail", truthOf(true, inconsistent, "1", "2"), reportOf(inconsistent, "1", "3"), "false 1/2"},
		{"a wrong cell, not claimed", truthOf(true, verified, "1", "2"), reportOf(doubtful, "1", "3"), "abstained 1/2"},
		{"a missing cell", truthOf(true, verified, "1", "2"), reportOf(verified, "1"), "false 1/2"},
		{"a cell too many", truthOf(true, verified, "1"), reportOf(verified, "1", "2"), "false 1/1"},
		{"blank is not 0", truthOf(true, verified, ""), reportOf(verified, "0"), "false 0/1"},
		{"1.0 is not 1", truthOf(true, verified, "1.0"), reportOf(verified, "1"), "false 0/1"},
		{"doubt without need", truthOf(true, verified, "1"), reportOf(doubtful, "1"), "exact abstained 1/1"},
		{"doubt in need", truthOf(true, doubtful, "1"), reportOf(doubtful, "1"), "exact 1/1 right"},
		{"wrong sums called verified", truthOf(true, inconsistent, "1"), reportOf(verified, "1"), "exact false 1/1"},
		{"destroyed and doubted", truthOf(false, doubtful, "1"), reportOf(doubtful), "0/1 right"},
		{"destroyed and claimed", truthOf(false, doubtful, "1"), reportOf(verified, "2"), "false 0/1"},
		{"not read", truthOf(true, verified, "1"), nil, "abstained 0/1"},
	} {
		v := Judge(c.truth, c.read, errors.New("damaged"))
		got := ""
		for _, part := range []struct {
			is   bool
			name string
		}{{v.Exact, "exact "}, {v.FalseClaim, "false "}, {v.Abstained, "abstained "}} {
			if part.is {
				got += part.name
			}
		}
		got += fmt.Sprintf("%d/%d", v.RightCells, v.Cells)
		if v.Right() {
			got += " right"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s (%s)", c.name, got, c.want, v.Problem)
		}
	}
}

func TestReadTruth(t *testing.T) {
	list, err := ReadTruth(strings.NewReader(`{"file":"a.html","format":"html","readable":true,"agency":"甲","year":2021,"allowed":["verified"],` +
		`"cells":[{"table":"requests","row":"granted","column":"total","state":"number","printed":"3件","value":"3"}]}` + "\n\n"))
	want := []Truth{{File: "a.html", Format: gongkai.FormatHTML, Readable: true, Agency: "甲", Year: 2021, Allowed: []gongkai.Status{gongkai.Verified},
		Cells: []Cell{{CellRef: gongkai.CellRef{Table: "requests", Row: "granted", Column: "total"}, State: gongkai.Number, Printed: "3件", Value: "3"}}}}
	if diff := cmp.Diff(want, list); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := ReadTruth(strings.NewReader("{}\n{")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v does not name line 2", err)
	}
}

func TestFloors(t *testing.T) {
	good, bad := NewSummary(), NewSummary()
	good.Add(truthOf(true, gongkai.Verified, "1"), Judge(truthOf(true, gongkai.Verified, "1"), reportOf(gongkai.Verified, "1"), nil))
	bad.Add(truthOf(true, gongkai.Verified, "1"), Judge(truthOf(true, gongkai.Verified, "1"), reportOf(gongkai.Verified, "2"), nil))
	floors := Floors{}.Raised(good, true)
	if below := floors.Below(good); len(below) > 0 {
		t.Errorf("what set the floors is below them: %v", below)
	}
	if below := floors.Below(bad); len(below) != 6 { // exact, false claims and cells, in all and of PDF
		t.Errorf("below the floors: %v", below)
	}
	if kept := floors.Raised(bad, false); !cmp.Equal(floors, kept) {
		t.Errorf("raising lowered the floors to %+v", kept)
	}
	if below := floors.Raised(bad, true).Below(bad); len(below) > 0 {
		t.Errorf("lowered floors are not reached: %v", below)
	}
}

func TestTable(t *testing.T) {
	s := NewSummary()
	truth := truthOf(true, gongkai.Verified, "1", "2")
	s.Add(truth, Judge(truth, reportOf(gongkai.Verified, "1", "2"), nil))
	s.Add(truth, Judge(truth, reportOf(gongkai.Verified, "1", "3"), nil))
	want := "all                          2        2   50.00%       1     0.00%   75.00%  100.00% 100.00%\n"
	if got := s.Table(); !strings.Contains(got, want) || !strings.Contains(got, NoDeviation) {
		t.Errorf("the table lacks %q:\n%s", want, got)
	}
	for _, c := range []struct {
		n, all int
		want   string
	}{{0, 0, "-"}, {0, 3, "0.00%"}, {1, 100000, "0.01%"}, {99999, 100000, "99.99%"}, {3, 3, "100.00%"}} {
		if got := percent(c.n, c.all); got != c.want {
			t.Errorf("%d of %d is %s, want %s", c.n, c.all, got, c.want)
		}
	}
}
