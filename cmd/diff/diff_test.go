package diff_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/cmd/diff"
	"gongkai/sinks"
	"gongkai/sinks/parquet"
)

// granted is a report of an agency that granted so many requests; a document
// of that text.
func granted(document, agency string, year int, printed ...string) sinks.Record {
	sum := sha256.Sum256([]byte(document))
	source := gongkai.Source{Path: document, SHA256: hex.EncodeToString(sum[:]), Format: gongkai.FormatHTML}
	r := &gongkai.Report{Source: source, Agency: agency, Year: year, Status: gongkai.Verified, Layout: gongkai.Layout2021}
	for i, p := range printed {
		v := gongkai.Value{Printed: p, State: gongkai.Blank}
		if p != "" {
			v.State = gongkai.Text
		}
		r.Set(gongkai.CellRef{Table: "requests", Row: "granted", Column: gongkai.Applicant(i).String()}, v)
	}
	return sinks.Record{Report: r, Document: &sinks.Document{Source: source, Status: sinks.StatusReport, ReportID: sinks.ReportID(source.SHA256)}}
}

// unreadable is a document that cannot be read.
func unreadable(document string) sinks.Record {
	r := granted(document, "", 0)
	r.Report, r.Document.Status, r.Document.ReportID = nil, sinks.StatusUnreadable, ""
	return r
}

func write(t *testing.T, records ...sinks.Record) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "dataset")
	dataset, err := sinks.NewDataset(folder)
	if err != nil {
		t.Fatal(err)
	}
	sink, err := parquet.New(dataset.Create)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(records, func(a, b sinks.Record) int {
		return strings.Compare(a.Document.Source.SHA256, b.Document.Source.SHA256)
	})
	for _, r := range records {
		if err := sink.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(sink.Close(), dataset.Commit()); err != nil {
		t.Fatal(err)
	}
	return folder
}

func changes(t *testing.T, before, after string) []string {
	t.Helper()
	var lines []string
	for c, err := range diff.Datasets(before, after) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s.%s.%s %q %q (%s → %s)", c.Kind, c.Why, c.Agency, c.Year, c.Table, c.Row, c.Column, c.Old, c.New, c.OldState, c.NewState))
	}
	slices.Sort(lines)
	return lines
}

func TestDatasets(t *testing.T) {
	rejudged := granted("rejudged", "丙局", 2021, "3")
	rejudged.Report.Status = gongkai.DoubtfulReport
	prose, moved := granted("prose", "戊局", 2013), granted("prose", "戊局", 2014)
	before := write(t,
		granted("same", "甲局", 2021, "1", "2"),
		granted("first edition", "乙局", 2021, "1", "", "5"),
		granted("rejudged", "丙局", 2021, "3"),
		granted("removed", "丁局", 2021, "4"),
		prose,
		granted("reread", "己局", 2020, "1", "2"),
		granted("lost", "庚局", 2020, "9"),
		granted("gone prose", "辛局", 2012),
		unreadable("was unreadable"),
	)
	after := write(t,
		granted("same", "甲局", 2021, "1", "2"),
		granted("second edition", "乙局", 2021, "", "", "5", "7"),
		rejudged,
		moved,
		granted("reread", "己局", 2020, "1", "3"),
		unreadable("lost"),
		granted("added", "丁局", 2022, "6"),
		granted("was unreadable", "壬局", 2022, "8"),
	)
	want := []string{
		`appeared code changed 壬局 2022 requests.granted.natural_person "" "8" (absent → text, unchecked)`,
		`appeared document added 丁局 2022 requests.granted.natural_person "" "6" (absent → text, unchecked)`,
		`appeared source changed 乙局 2021 requests.granted.public_welfare_org "" "7" (absent → text, unchecked)`,
		`changed code changed 丙局 2021 reports..status "verified" "doubtful" ( → )`,
		`changed code changed 己局 2020 requests.granted.commercial_enterprise "2" "3" (text, unchecked → text, unchecked)`,
		`changed code changed 戊局 2014 reports..year "2013" "2014" ( → )`,
		`changed source changed 乙局 2021 requests.granted.natural_person "1" "" (text, unchecked → blank, unchecked)`,
		`vanished code changed 庚局 2020 requests.granted.natural_person "9" "" (text, unchecked → absent)`,
		`vanished document removed 丁局 2021 requests.granted.natural_person "4" "" (text, unchecked → absent)`,
	}
	got := changes(t, before, after)
	gone := slices.IndexFunc(got, func(s string) bool { return strings.Contains(s, "辛局 2012 reports..report_id") })
	if gone < 0 || !strings.HasPrefix(got[gone], "vanished document removed") {
		t.Errorf("the report without cells that is gone is not listed: %q", got)
	} else {
		got = slices.Delete(got, gone, gone+1)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := changes(t, before, before); len(got) > 0 {
		t.Errorf("a dataset differs from itself: %q", got)
	}
	// What appears one way vanishes the other way.
	if there, back := len(changes(t, before, after)), len(changes(t, after, before)); there != back {
		t.Errorf("%d changes there, %d back", there, back)
	}
}

func TestNoDataset(t *testing.T) {
	for _, err := range diff.Datasets(t.TempDir(), t.TempDir()) {
		if !errors.Is(err, diff.ErrNoDataset) {
			t.Errorf("an empty folder: %v", err)
		}
	}
}
