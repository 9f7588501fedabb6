package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gongkai"
)

// Verdict is what is to be said of one report.
type Verdict struct {
	File     string `json:"file"`
	Readable bool   `json:"readable"`
	Exact    bool   `json:"exact"`
	// FalseClaim: it claims to be right and is not.
	FalseClaim bool `json:"false_claim"`
	// Abstained: it says that it cannot be trusted, for no reason in the truth.
	Abstained   bool   `json:"abstained"`
	Status      string `json:"status"`
	Cells       int    `json:"cells"`
	RightCells  int    `json:"right_cells"`
	RightAgency bool   `json:"right_agency"`
	RightYear   bool   `json:"right_year"`
	// Problem is the first thing that is wrong; empty when nothing is.
	Problem string `json:"problem,omitempty"`
}

// Judge compares a report with the truth. A report of nil is a document that
// could not be read, for the reason err.
func Judge(t Truth, r *gongkai.Report, err error) Verdict {
	v := Verdict{File: t.File, Readable: t.Readable, Cells: len(t.Cells), Status: "unreadable"}
	if r == nil {
		v.Abstained = t.Readable
		v.Problem = fmt.Sprint(err)
		return v
	}
	v.Status, v.RightAgency, v.RightYear = r.Status.String(), r.Agency == t.Agency, r.Year == t.Year
	v.compare(t, r)
	allowed := slices.Contains(t.Allowed, r.Status)
	claims := r.Status == gongkai.Verified || r.Status == gongkai.SourceInconsistent
	v.FalseClaim = claims && !v.Exact || r.Status == gongkai.Verified && !allowed && t.Readable
	v.Abstained = t.Readable && !claims && !allowed
	if v.Problem == "" && t.Readable && r.Layout != t.Layout && !(official(r.Layout) && official(t.Layout)) {
		v.Problem = fmt.Sprintf("layout %s, truth %s", r.Layout, t.Layout)
	}
	if v.Problem == "" && !allowed && t.Readable {
		v.Problem = fmt.Sprintf("status %s, want one of %v", r.Status, t.Allowed)
	}
	return v
}

// official reports whether the layout is one of those since 2019, whose hybrids
// may be called either.
func official(l gongkai.Layout) bool { return l == gongkai.Layout2019 || l == gongkai.Layout2021 }

// compare compares the cells.
func (v *Verdict) compare(t Truth, r *gongkai.Report) {
	read := map[gongkai.CellRef]Cell{}
	for _, c := range Cells(r) {
		read[c.CellRef] = c
	}
	note := func(problem string, args ...any) {
		if v.Problem == "" {
			v.Problem = fmt.Sprintf(problem, args...)
		}
	}
	for _, want := range t.Cells {
		got, ok := read[want.CellRef]
		delete(read, want.CellRef)
		switch {
		case !ok:
			note("%s is absent, truth %s %q", want.CellRef, want.State, want.Printed)
		case got != want:
			note("%s is %s %q %s, truth %s %q %s", want.CellRef, got.State, got.Printed, got.Value, want.State, want.Printed, want.Value)
		default:
			v.RightCells++
		}
	}
	for _, got := range Cells(r) {
		if _, extra := read[got.CellRef]; extra {
			note("%s is %s %q, truth has no such cell", got.CellRef, got.State, got.Printed)
		}
	}
	v.Exact = v.RightCells == len(t.Cells) && len(read) == 0
}

// Right reports whether nothing is wrong: for what is readable, exact and the
// right status; for the rest, no false claim.
func (v Verdict) Right() bool {
	return !v.FalseClaim && (!v.Readable || v.Exact && !v.Abstained && v.Problem == "")
}

// Figures count verdicts.
type Figures struct {
	Reports     int `json:"reports"`
	Readable    int `json:"readable"`
	Exact       int `json:"exact"`
	FalseClaims int `json:"false_claims"`
	Abstained   int `json:"abstained"`
	WrongStatus int `json:"wrong_status"`
	Cells       int `json:"cells"`
	RightCells  int `json:"right_cells"`
	RightAgency int `json:"right_agency"`
	RightYear   int `json:"right_year"`
}

func (f *Figures) add(v Verdict) {
	f.Reports++
	f.FalseClaims += one(v.FalseClaim)
	if !v.Readable {
		return
	}
	f.Readable++
	f.Exact += one(v.Exact)
	f.Abstained += one(v.Abstained)
	f.WrongStatus += one(v.Exact && v.Problem != "")
	f.Cells += v.Cells
	f.RightCells += v.RightCells
	f.RightAgency += one(v.RightAgency)
	f.RightYear += one(v.RightYear)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// share is n of all, 1 when there is none.
func share(n, all int) float64 {
	if all == 0 {
		return 1
	}
	return float64(n) / float64(all)
}

// Summary is the figures of a corpus, in all and by kind.
type Summary struct {
	All      Figures            `json:"all"`
	Format   map[string]Figures `json:"format"`
	Layout   map[string]Figures `json:"layout"`
	Deviated map[string]Figures `json:"deviation"`
	// Wrong are the verdicts that are not right, in the order of the truth.
	Wrong []Verdict `json:"wrong,omitempty"`
}

// NewSummary begins a summary.
func NewSummary() *Summary {
	return &Summary{Format: map[string]Figures{}, Layout: map[string]Figures{}, Deviated: map[string]Figures{}}
}

// NoDeviation is the kind of reports that deviate in nothing.
const NoDeviation = "(none)"

// Add counts one verdict.
func (s *Summary) Add(t Truth, v Verdict) {
	s.All.add(v)
	count := func(in map[string]Figures, kind string) {
		f := in[kind]
		f.add(v)
		in[kind] = f
	}
	count(s.Format, string(t.Format))
	count(s.Layout, string(t.Layout))
	for _, d := range t.Deviations {
		count(s.Deviated, d)
	}
	if len(t.Deviations) == 0 {
		count(s.Deviated, NoDeviation)
	}
	if !v.Right() {
		s.Wrong = append(s.Wrong, v)
	}
}

// Table writes the summary for people.
func (s *Summary) Table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-22s %7s %8s %8s %7s %9s %8s %8s %7s\n", "", "reports", "readable", "exact", "false", "abstained", "cells", "agency", "year")
	line := func(name string, f Figures) {
		fmt.Fprintf(&b, "%-22s %7d %8d %8s %7d %9s %8s %8s %7s\n", name, f.Reports, f.Readable, percent(f.Exact, f.Readable), f.FalseClaims,
			percent(f.Abstained, f.Readable), percent(f.RightCells, f.Cells), percent(f.RightAgency, f.Readable), percent(f.RightYear, f.Readable))
	}
	line("all", s.All)
	for _, group := range []map[string]Figures{s.Format, s.Layout, s.Deviated} {
		b.WriteByte('\n')
		names := make([]string, 0, len(group))
		for name := range group {
			names = append(names, name)
		}
		slices.SortFunc(names, cmp.Compare)
		for _, name := range names {
			line(name, group[name])
		}
	}
	return b.String()
}

// percent is n of all with two decimals, never rounded up to 100 nor down to 0.
func percent(n, all int) string {
	if all == 0 {
		return "-"
	}
	hundredths := (n*20000 + all) / (2 * all)
	if n < all {
		hundredths = min(hundredths, 9999)
	}
	if n > 0 {
		hundredths = max(hundredths, 1)
	}
	return fmt.Sprintf("%d.%02d%%", hundredths/100, hundredths%100)
}
