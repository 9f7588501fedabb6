package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai"
	"gongkai/explore/store"
	"gongkai/sinks"
	"gongkai/sinks/sinktest"
	"gongkai/sinks/sqlite"
)

// opened is a store of the records.
func opened(t *testing.T, records []sinks.Record) *store.Store {
	t.Helper()
	folder := t.TempDir()
	sink, err := sqlite.New(func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(folder, name)) })
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := sink.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(folder, "dataset.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// one is a report of a bureau: its series, sections and findings are small and known.
func one(i int, id, name string, year int, text string, values map[string]int64) sinks.Record {
	source := gongkai.Source{Path: fmt.Sprintf("%d.html", i), SHA256: fmt.Sprintf("%016x%048x", i, i), Format: gongkai.FormatHTML, Bytes: 1}
	report := sinks.ReportID(source.SHA256)
	ref := gongkai.CellRef{Table: "requests", Row: "new_requests", Column: "total"}
	r := &gongkai.Report{Source: source, Method: "html/test", Agency: name, Year: year, Status: gongkai.Verified, Layout: gongkai.Layout2021,
		Sections: []gongkai.Section{{Code: "overview", Heading: "一、总体情况", Text: text}},
		Findings: []gongkai.Finding{{Code: gongkai.IdentityFails, Expected: "11", Found: "10", Detail: "10 + 1 ≠ 10", Cells: []gongkai.CellRef{ref}}, {Code: gongkai.CopiedSection}}}
	r.Set(ref, gongkai.Value{Printed: " 12 ", Number: gongkai.Int(12), State: gongkai.Number, Proof: gongkai.Proven, Location: gongkai.Location{Path: "/table[1]/tr[1]/td[1]"}})
	standing := &gongkai.Standing{AgencyID: id, PrincipalOf: report}
	for _, indicator := range []string{"requests_received", "share_denied"} {
		v, ok := values[indicator]
		if !ok {
			continue
		}
		o := gongkai.Observation{Indicator: indicator, Value: gongkai.Int(v), Proof: gongkai.Proven, Cells: []gongkai.CellRef{ref}}
		if indicator == "share_denied" {
			part, whole := gongkai.Int(v), gongkai.Int(100*v)
			o.Numerator, o.Denominator = &part, &whole
		}
		standing.Series = append(standing.Series, o)
	}
	return sinks.Record{Document: &sinks.Document{Source: source, Status: sinks.StatusReport, ReportID: report, Method: "html/test"}, Report: r, Standing: standing}
}

// small are four agencies, one of which nothing resolves, and a report of nobody.
func small() []sinks.Record {
	records := []sinks.Record{
		one(0, "320800-office", "甲局", 2019, "收到申请。行政复议三件", map[string]int64{"requests_received": 10, "share_denied": 1}),
		one(1, "320800-office", "甲局", 2020, "行政诉讼一件", map[string]int64{"requests_received": 60, "share_denied": 2}),
		one(2, "320800-office", "甲局", 2021, "100%的_申请", map[string]int64{"requests_received": 5}),
		one(3, "320801-office", "乙局", 2020, "无", map[string]int64{"requests_received": 7, "share_denied": 3}),
		one(4, "350100-office", "丙局", 2023, "", map[string]int64{"requests_received": 8}),
		one(5, "", "丁局", 2020, "Foo BAR", map[string]int64{"requests_received": 9}),
		one(6, "", "", 2020, "", map[string]int64{"requests_received": 99}),
	}
	for _, a := range []gongkai.Agency{
		{ID: "320800-office", Name: "甲局", Division: "320800", Level: gongkai.Prefecture, Function: "office"},
		{ID: "320801-office", Name: "乙_局100%", Division: "320801", Level: gongkai.County, Function: "office", Parent: "320800-office"},
		{ID: "350100-office", Name: "丙局", Division: "350100", Level: gongkai.Prefecture, Function: "office"},
	} {
		records = append(records, sinks.Record{Agency: &a})
	}
	return records
}

// got is the answer, whose error fails the test.
func got[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// said compares what is there with what should be.
func said(t *testing.T, what string, found, want any) {
	t.Helper()
	if fmt.Sprint(found) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, found, want)
	}
}

func names(list []store.Agency) (names []string) {
	for _, a := range list {
		names = append(names, a.Name)
	}
	return names
}

func TestOpen(t *testing.T) {
	folder := t.TempDir()
	if _, err := store.Open(t.Context(), filepath.Join(folder, "none.sqlite")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	path := filepath.Join(folder, "other.sqlite")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "build it again") {
		t.Errorf("another database: %v", err)
	}
	if err := os.WriteFile(path, []byte("no database at all, but a text of some length"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), path); err == nil {
		t.Error("a text was opened")
	}
}

func TestAgencies(t *testing.T) {
	s, ctx := opened(t, small()), t.Context()
	a := got[store.Agency](t)(s.Agency(ctx, "320801-office"))
	said(t, "agency", []any{a.Name, a.Province, a.ParentKey, a.Reports, a.First, a.Verified}, []any{"乙_局100%", "32", "320800-office", 1, 2020, 1})
	if _, err := s.Agency(ctx, "nobody"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such agency: %v", err)
	}
	find := got[[]store.Agency](t)
	for text, want := range map[string][]string{"局": {"甲局", "丁局", "丙局", "乙_局100%"}, "_": {"乙_局100%"}, "%": {"乙_局100%"}, "100%": {"乙_局100%"}, `\`: nil, "": {"甲局", "丁局", "丙局", "乙_局100%"}} {
		found := names(find(s.FindAgencies(ctx, text, 9)))
		if len(found) != len(want) || len(found) > 0 && found[0] != want[0] {
			t.Errorf("find %q: %q, want %q", text, found, want)
		}
	}
	said(t, "limit", len(find(s.FindAgencies(ctx, "局", 2))), 2)
	said(t, "children", names(find(s.Children(ctx, "320800-office", 9))), []string{"乙_局100%"})
	said(t, "in 32", names(find(s.AgenciesIn(ctx, "32", 9, 0))), []string{"甲局", "乙_局100%"})
	said(t, "in 32, from the second", names(find(s.AgenciesIn(ctx, "32", 9, 1))), []string{"乙_局100%"})
	said(t, "of no place", names(find(s.AgenciesIn(ctx, "", 9, 0))), []string{"丁局"})
	said(t, "stopped", names(find(s.Stopped(ctx, 2023, 9))), []string{"甲局"})
	said(t, "totals", got[store.Totals](t)(s.Totals(ctx)), store.Totals{Agencies: 4, Documents: 7})
	places := got[[]store.PlaceYear](t)(s.Places(ctx))
	said(t, "places", len(places), 5)
	places[0].Reports = 1000
	if again := got[[]store.PlaceYear](t)(s.Places(ctx)); again[0].Reports == 1000 {
		t.Error("what is kept can be changed")
	}
}

func TestSeries(t *testing.T) {
	s, ctx := opened(t, small()), t.Context()
	a := got[store.Agency](t)(s.Agency(ctx, "320800-office"))
	points := got[[]store.Point](t)
	said(t, "all", len(points(s.Series(ctx, a))), 5)
	said(t, "one indicator", len(points(s.Series(ctx, a, "share_denied"))), 2)
	said(t, "two indicators", len(points(s.Series(ctx, a, "share_denied", "requests_received"))), 5)
	said(t, "of a name", len(points(s.Series(ctx, store.Agency{Name: "丁局"}))), 1)
	who := func(list []store.Point) (who []string) {
		for _, p := range list {
			who = append(who, p.Key+" "+p.Value)
		}
		return who
	}
	rank := store.Ranking{Indicator: "requests_received", Year: 2020, Limit: 9}
	said(t, "ranking", who(points(s.Rank(ctx, rank))), []string{" 99", "320800-office 60", gongkai.AgencyKey("", "丁局") + " 9", "320801-office 7"})
	rank.Ascending, rank.Limit, rank.Offset = true, 1, 1
	said(t, "the second lowest", who(points(s.Rank(ctx, rank))), []string{gongkai.AgencyKey("", "丁局") + " 9"})
	said(t, "in a province", who(points(s.Rank(ctx, store.Ranking{Indicator: "requests_received", Year: 2020, Province: "32", Limit: 9}))), []string{"320800-office 60", "320801-office 7"})
	said(t, "below a parent", who(points(s.Rank(ctx, store.Ranking{Indicator: "requests_received", Year: 2020, Parent: "320800-office", Limit: 9}))), []string{"320801-office 7"})
	said(t, "of enough cases", who(points(s.Rank(ctx, store.Ranking{Indicator: "share_denied", Year: 2020, MinDenominator: 300, Limit: 9}))), []string{"320801-office 3"})
	bands := got[[]store.Band](t)
	said(t, "bands of a province", bands(s.Bands(ctx, "32", "share_denied")), []store.Band{{"share_denied", "32", 2019, 1, 1, 1, 1}, {"share_denied", "32", 2020, 2, 2, 2.5, 3}})
	said(t, "all bands", len(bands(s.Bands(ctx, "", ""))), 6)
	said(t, "changes", len(got[[]store.Change](t)(s.Changes(ctx, "requests_received", 9))), 2)
	said(t, "last years", got[map[string]int](t)(s.LastYears(ctx)), map[string]int{"requests_received": 2023, "share_denied": 2020})
	said(t, "years", got[[]int](t)(s.Years(ctx, "share_denied")), []int{2019, 2020})
}

func TestReports(t *testing.T) {
	s, ctx := opened(t, small()), t.Context()
	a := got[store.Agency](t)(s.Agency(ctx, "320800-office"))
	reports := got[[]store.Report](t)
	list := reports(s.Reports(ctx, a))
	said(t, "reports", []any{len(list), list[0].Year, list[0].Key, list[0].Status, list[0].Extension()}, []any{3, 2021, "320800-office", "verified", "html"})
	said(t, "its documents", len(reports(s.Documents(ctx, list[0]))), 1)
	nobody := got[store.Report](t)(s.Report(ctx, fmt.Sprintf("%016x", 6)))
	said(t, "of nobody", []any{nobody.Key, len(reports(s.Documents(ctx, nobody)))}, []any{"", 1})
	if _, err := s.Report(ctx, "nothing"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such report: %v", err)
	}
	cells := got[[]store.Cell](t)(s.CellsOf(ctx, list[0].ID))
	said(t, "cells", []any{len(cells), cells[0].Printed, cells[0].Value, cells[0].Location.Path}, []any{1, " 12 ", "12", "/table[1]/tr[1]/td[1]"})
	said(t, "sections", got[[]store.Section](t)(s.SectionsOf(ctx, list[0].ID)), []store.Section{{"overview", "一、总体情况", "100%的_申请"}})
	said(t, "inputs", got[[]store.Document](t)(s.DocumentsWith(ctx, list[0].ID))[0].Path, "2.html")
	findings := got[[]store.Finding](t)
	of := findings(s.FindingsOf(ctx, list[0].ID))
	said(t, "findings", []any{len(of), of[0].Code, of[0].Expected, of[0].Cells}, []any{2, "identity-fails", "11", []gongkai.CellRef{{Table: "requests", Row: "new_requests", Column: "total"}}})
	said(t, "findings of an agency", len(findings(s.AgencyFindings(ctx, a, 99))), 6)
	for want, f := range map[int]store.FindingFilter{
		14: {}, 7: {Code: "identity-fails"}, 4: {Code: "identity-fails", Province: "32"}, 5: {Code: "identity-fails", Year: 2020, Severity: "error"}, 0: {Code: "none"}, 1: {Code: "identity-fails", Year: 2020, Province: "32", Offset: 1},
	} {
		f.Limit = 99
		if f.Year == 2020 && f.Province == "" {
			want = 4
		}
		if n := len(findings(s.Findings(ctx, f))); n != want {
			t.Errorf("findings %+v: %d, want %d", f, n, want)
		}
	}
	counts := got[[]store.FindingCount](t)
	said(t, "counts", len(counts(s.FindingCounts(ctx, 0, ""))), 2)
	for _, c := range counts(s.FindingCounts(ctx, 2020, "32")) {
		said(t, "counts of a place and year", c.Reports, 2)
	}
}

// TestRareFindings: what is rare is found by another way, and is the same.
func TestRareFindings(t *testing.T) {
	var records []sinks.Record
	for i := range 200 {
		id, year := "320800-office", 2020
		if i == 77 {
			id, year = "350100-office", 2021
		}
		records = append(records, one(i, id, "局", year, "", nil))
	}
	agencies := small()
	s, ctx := opened(t, append(records, agencies[len(agencies)-3:]...)), t.Context()
	for _, f := range []store.FindingFilter{{Province: "35"}, {Year: 2021}, {Province: "35", Year: 2021}, {Province: "35", Year: 2021, Severity: "error"}} {
		f.Code, f.Limit = "identity-fails", 9
		list := got[[]store.Finding](t)(s.Findings(ctx, f))
		if len(list) != 1 || list[0].ReportID != fmt.Sprintf("%016x", 77) {
			t.Errorf("%+v: %d findings", f, len(list))
		}
		f.Offset = 1
		said(t, "no more", len(got[[]store.Finding](t)(s.Findings(ctx, f))), 0)
	}
	for want, f := range map[int]store.FindingFilter{0: {Province: "71"}, 199: {Year: 2020}} {
		f.Code, f.Limit = "identity-fails", 999
		said(t, "of many", len(got[[]store.Finding](t)(s.Findings(ctx, f))), want)
	}
}

// TestCorpus: whatever a dataset may hold can be read.
func TestCorpus(t *testing.T) {
	s, ctx := opened(t, sinktest.Corpus()), t.Context()
	answer, err := s.Query(ctx, "SELECT report_id FROM reports", store.Bounds{Time: time.Second})
	if err != nil || len(answer.Rows) == 0 {
		t.Fatal(len(answer.Rows), err)
	}
	conflicts, reviews, copies := 0, 0, 0
	for _, row := range answer.Rows {
		id := row[0].(string)
		r := got[store.Report](t)(s.Report(ctx, id))
		got[[]store.Cell](t)(s.CellsOf(ctx, id))
		got[[]store.Section](t)(s.SectionsOf(ctx, id))
		got[[]store.Finding](t)(s.FindingsOf(ctx, id))
		got[[]store.Document](t)(s.DocumentsWith(ctx, id))
		conflicts += len(got[[]store.Conflict](t)(s.ConflictsOf(ctx, id)))
		reviews += len(got[[]gongkai.HumanReview](t)(s.ReviewsOf(ctx, r)))
		copies += len(got[[]store.Copy](t)(s.Copies(ctx, id, 99, 0)))
	}
	all := got[[]store.Copy](t)(s.Copies(ctx, "", 99, 0))
	if conflicts == 0 || reviews < 2 || copies < len(all) || len(all) < 2 || all[0].Excerpt() == "" {
		t.Errorf("%d conflicts, %d reviews, %d copies, %d in all", conflicts, reviews, copies, len(all))
	}
	said(t, "the second copy", got[[]store.Copy](t)(s.Copies(ctx, "", 1, 1)), all[1:2])
}

func TestSearch(t *testing.T) {
	s, ctx := opened(t, small()), t.Context()
	for words, want := range map[string]string{
		"行政复议三": "收到申请。|行政复议三|件", "行政": "", "申请。": "收到|申请。|行政复议三件", "100%": "|100%|的_申请", `"`: "none", "%的": "", "foo b": "|Foo B|AR", "没有的": "none", "没有": "none", "总体情况": "",
	} {
		found := got[[]store.Passage](t)(s.Search(ctx, words, 9))
		switch {
		case want == "none":
			said(t, words, len(found), 0)
		case len(found) == 0:
			t.Errorf("%q was not found", words)
		case want != "":
			p := found[0]
			before, after, _ := strings.Cut(want, "|")
			if words, after, _ = strings.Cut(after, "|"); !strings.HasSuffix(p.Before, before) || p.Words != words || p.After != after {
				t.Errorf("%q: %q %q %q", words, p.Before, p.Words, p.After)
			}
		}
	}
}

// TestQuery: a reader's question can read, and nothing else, within its bounds.
func TestQuery(t *testing.T) {
	s, ctx := opened(t, small()), t.Context()
	bounds := store.Bounds{Time: 5 * time.Second, Rows: 3}
	ask := func(q string) (store.Answer, error) { return s.Query(ctx, q, bounds) }
	a, err := ask("SELECT year, agency AS who, NULL, 1.5, x'ff', 'a;b' FROM reports ORDER BY report_id; -- that is all; really\n")
	if err != nil || !a.More || len(a.Rows) != 3 {
		t.Fatalf("%+v, %v", a, err)
	}
	said(t, "columns", a.Columns[:2], []string{"year", "who"})
	said(t, "row", a.Rows[0], []any{2019, "甲局", nil, 1.5, "x'ff'", "a;b"})
	elsewhere := filepath.Join(t.TempDir(), "other.sqlite")
	for _, q := range []string{
		"", " ", "SELEC 1", "SELECT 1; SELECT 2", "SELECT '; ' /* ; */; DROP TABLE cells", "DELETE FROM cells", "UPDATE reports SET year = 1", "DROP TABLE cells", "CREATE TABLE x (y)",
		"CREATE TEMP TABLE x AS SELECT 1", "PRAGMA query_only = 0; CREATE TEMP TABLE x AS SELECT 1", "ATTACH '" + elsewhere + "' AS other", "VACUUM INTO '" + elsewhere + "'",
		"SELECT load_extension('x')", "SELECT writefile('" + elsewhere + "', 'x')", "SELECT zeroblob(100000000)",
	} {
		if a, err := ask(q); !errors.Is(err, store.ErrSQL) {
			t.Errorf("%q: %d rows, %v", q, len(a.Rows), err)
		}
	}
	if _, err := os.Stat(elsewhere); err == nil {
		t.Error("a question made a file")
	}
	if _, err := ask("PRAGMA case_sensitive_like = 1"); !errors.Is(err, store.ErrSQL) {
		t.Errorf("a pragma: %v", err)
	}
	if found := got[[]store.Passage](t)(s.Search(ctx, "foo", 9)); len(found) != 1 {
		t.Error("a setting outlived its question")
	}
	endless := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
	began := time.Now()
	if _, err := s.Query(ctx, endless, store.Bounds{Time: 50 * time.Millisecond}); !errors.Is(err, store.ErrTime) || time.Since(began) > 5*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
	gone, stop := context.WithTimeout(ctx, 20*time.Millisecond)
	defer stop()
	if _, err := s.Query(gone, endless, store.Bounds{Time: time.Minute}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a reader who is gone: %v", err)
	}
}
