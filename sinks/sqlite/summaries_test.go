package sqlite_test

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/sinktest"
)

// summed is a report of one number, as summaries count it.
type summed struct {
	id, name string // of the agency
	year     int
	status   gongkai.Status
	value    int64 // of requests_received; none when it is negative
	twin     bool  // not the principal document
}

func (s summed) record(i int) sinks.Record {
	source := gongkai.Source{Path: fmt.Sprintf("%04d.html", i), SHA256: fmt.Sprintf("%016x%048x", i, i), Format: gongkai.FormatHTML, Bytes: 1}
	id := sinks.ReportID(source.SHA256)
	standing := gongkai.Standing{AgencyID: s.id, PrincipalOf: id}
	if s.twin {
		standing.Role = gongkai.Twin
	} else {
		o := gongkai.Observation{Indicator: "requests_received", Unit: "件", Value: gongkai.Int(max(s.value, 0)), Proof: gongkai.Proven}
		if s.value < 0 {
			o.Missing = "blank"
		}
		standing.Series = []gongkai.Observation{o}
	}
	return sinks.Record{
		Document: &sinks.Document{Source: source, Status: sinks.StatusReport, ReportID: id, Method: "html/test"},
		Report: &gongkai.Report{Source: source, Method: "html/test", Agency: s.name, Year: s.year, Status: s.status,
			Findings: []gongkai.Finding{{Code: gongkai.MissingRow}, {Code: gongkai.MissingRow}}},
		Standing: &standing,
	}
}

// summarize writes the reports and gives the database.
func summarize(t *testing.T, reports []summed) *sql.DB {
	t.Helper()
	var records []sinks.Record
	for i, r := range reports {
		records = append(records, r.record(i))
	}
	for _, a := range []gongkai.Agency{
		{ID: "320800-office", Name: "甲局", Division: "320800", Level: gongkai.Prefecture, Function: "office"},
		{ID: "320801-office", Name: "乙局", Division: "320801", Level: gongkai.County, Function: "office", Parent: "320800-office"},
		{ID: "350100-office", Name: "丙局", Division: "350100", Level: gongkai.Prefecture, Function: "office"},
	} {
		records = append(records, sinks.Record{Agency: &a})
	}
	db, err := openReadOnly(sinktest.Write(t, format, records))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// rows are those of a question, as text.
func rows(t *testing.T, db *sql.DB, query string) (list []string) {
	t.Helper()
	found, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var row string
		if err := found.Scan(&row); err != nil {
			t.Fatal(err)
		}
		list = append(list, row)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// TestBands: quartiles and medians are those of a plain computation, for few and many
// values, ties, and values that are missing.
func TestBands(t *testing.T) {
	var reports []summed
	values := map[string][]int64{} // by province and year
	for n := 1; n <= 12; n++ {
		year := 2000 + n
		for i := range n {
			r := summed{"320800-office", "甲局", year, gongkai.Verified, int64(i * i % 7), false}
			if i%3 == 2 {
				r.id, r.name = "350100-office", "丙局"
			}
			reports = append(reports, r)
			for _, place := range []string{"", r.id[:2]} {
				key := place + "/" + strconv.Itoa(year)
				values[key] = append(values[key], r.value)
			}
		}
		reports = append(reports, summed{"320800-office", "甲局", year, gongkai.Verified, -1, false}, summed{"320800-office", "甲局", year, gongkai.Verified, 9, true})
	}
	// Of no agency of the registry: counted in China, in no province.
	reports = append(reports, summed{"", "丁局", 2050, gongkai.Verified, 5, false})
	values["/2050"] = []int64{5}
	db := summarize(t, reports)
	found := rows(t, db, "SELECT province || '/' || year || ' ' || reports || ' ' || low || ' ' || median || ' ' || high FROM _indicators ORDER BY 1")
	var want []string
	for key, list := range values {
		slices.Sort(list)
		n := len(list)
		rank := func(share float64) float64 { // the nearest rank
			for i := range list {
				if float64(i+1) >= share*float64(n) {
					return float64(list[i])
				}
			}
			return float64(list[n-1])
		}
		median := float64(list[n/2]+list[(n-1)/2]) / 2
		want = append(want, fmt.Sprintf("%s %d %.1f %.1f %.1f", key, n, rank(0.25), median, rank(0.75)))
	}
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("bands:\n%q\nwant\n%q", found, want)
	}
}

// TestAgencySummaries: who has how many reports of which status; one agency whose printed
// names differ, one that nothing resolves, one without reports, reports of nobody.
func TestAgencySummaries(t *testing.T) {
	db := summarize(t, []summed{
		{"320800-office", "甲局", 2020, gongkai.Verified, 1, false}, {"320800-office", "甲市局", 2021, gongkai.DoubtfulReport, 1, false},
		{"320800-office", "甲局", 2021, gongkai.Verified, 1, true}, // a twin
		{"320801-office", "", 2020, gongkai.SourceInconsistent, 1, false},
		{"", "丁局", 2019, gongkai.Incomplete, 1, false}, {"", "丁局", 2020, gongkai.Narrative, -1, false},
		{"", "", 2020, gongkai.Verified, 1, false}, {"", "", 0, gongkai.Verified, 1, false},
	})
	for query, want := range map[string][]string{
		"SELECT key || ' ' || name || ' ' || ifnull(province, '-') || ' ' || ifnull(parent_key, '-') || ' ' || reports || ' ' || ifnull(first_year, 0) || '–' || ifnull(last_year, 0) || ' ' || verified || inconsistent || doubtful || incomplete || narrative FROM _agencies ORDER BY key": {
			"320800-office 甲局 32 - 2 2020–2021 10100", "320801-office 乙局 32 320800-office 1 2020–2020 01000",
			"350100-office 丙局 35 - 0 0–0 00000", gongkai.AgencyKey("", "丁局") + " 丁局 - - 2 2019–2020 00011"},
		"SELECT province || '/' || year || ' ' || reports || ' ' || verified || inconsistent || doubtful || incomplete || narrative FROM _places ORDER BY 1": {
			"/0 1 10000", "/2019 1 00010", "/2020 2 10001", "32/2020 2 11000", "32/2021 1 00100"},
		"SELECT code || ' ' || province || '/' || year || ' ' || reports || ' ' || findings FROM _findings ORDER BY 1": {
			"missing-row /0 1 2", "missing-row /2019 1 2", "missing-row /2020 2 4", "missing-row 32/2020 2 4", "missing-row 32/2021 1 2"},
	} {
		if found := rows(t, db, query); !slices.Equal(found, want) {
			t.Errorf("%s:\n%q\nwant\n%q", query, found, want)
		}
	}
}

// TestChanges: only between verified reports of years in a row, and of enough cases.
func TestChanges(t *testing.T) {
	v := gongkai.Verified
	db := summarize(t, []summed{
		{"320800-office", "甲局", 2018, v, 10, false}, {"320800-office", "甲局", 2019, v, 60, false}, // 61/11
		{"320800-office", "甲局", 2020, v, 9, false},                                                // 10/61
		{"320800-office", "甲局", 2021, gongkai.DoubtfulReport, 900, false},                         // not verified
		{"320801-office", "乙局", 2018, v, 10, false}, {"320801-office", "乙局", 2020, v, 500, false}, // a year between
		{"350100-office", "丙局", 2018, v, 1, false}, {"350100-office", "丙局", 2019, v, 49, false}, // too few
		{"", "丁局", 2018, v, 0, false}, {"", "丁局", 2019, v, 50, false},
		{"", "", 2018, v, 0, false}, {"", "", 2019, v, 500, false}, // of nobody
	})
	want := []string{"320800-office 2019 10 60", "320800-office 2020 60 9", gongkai.AgencyKey("", "丁局") + " 2019 0 50"}
	slices.SortFunc(want, cmp.Compare[string])
	if found := rows(t, db, "SELECT key || ' ' || year || ' ' || before || ' ' || value FROM _changes ORDER BY 1"); !slices.Equal(found, want) {
		t.Errorf("changes: %q, want %q", found, want)
	}
}
