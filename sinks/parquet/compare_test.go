package parquet_test

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	lib "github.com/parquet-go/parquet-go"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/parquet"
	"gongkai/sinks/sinktest"
)

// dataset is the corpus without some records, as files.
func dataset(t *testing.T, keep func(sinks.Record) bool) fstest.MapFS {
	t.Helper()
	records := slices.DeleteFunc(sinktest.Corpus(), func(r sinks.Record) bool { return !keep(r) })
	folder := sinktest.Write(t, format, records)
	files := fstest.MapFS{}
	for _, table := range sinks.Tables() {
		name := table.Name + ".parquet"
		files[name] = &fstest.MapFile{Data: folder.Bytes(name)}
	}
	return files
}

func all(sinks.Record) bool { return true }

func changes(t *testing.T, old, new fs.FS) string {
	t.Helper()
	differences, err := parquet.Compare(old, new)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, d := range differences {
		b.WriteString(d.Table + " " + d.Change.String() + ": " + d.What + "\n")
	}
	return b.String()
}

// TestCompareRows: the same is nothing, a document more is an addition, one
// less a removal.
func TestCompareRows(t *testing.T) {
	whole := dataset(t, all)
	if got := changes(t, whole, dataset(t, all)); got != "" {
		t.Errorf("the same corpus differs:\n%s", got)
	}
	dropped := 0
	fewer := dataset(t, func(r sinks.Record) bool {
		if r.Report != nil && r.Report.Requests != nil && dropped == 0 {
			dropped++
			return false
		}
		return true
	})
	if dropped == 0 {
		t.Fatal("the corpus has no report with requests")
	}
	added, removed := changes(t, fewer, whole), changes(t, whole, fewer)
	for _, table := range []string{"documents", "reports", "cells", "requests"} {
		if !strings.Contains(added, table+" minor: ") || !strings.Contains(removed, table+" major: ") {
			t.Errorf("%s: added:\n%sremoved:\n%s", table, added, removed)
		}
	}
	if strings.Contains(added, "major") || strings.Contains(removed, "minor") {
		t.Errorf("added:\n%sremoved:\n%s", added, removed)
	}
}

// TestCompareValue: one other value is a change.
func TestCompareValue(t *testing.T) {
	other := dataset(t, func(r sinks.Record) bool {
		if r.Report != nil && r.Report.Requests != nil {
			r.Report.Title += "x"
		}
		return true
	})
	got := changes(t, dataset(t, all), other)
	if !strings.HasPrefix(got, "reports major: ") || strings.Count(got, "\n") != 1 {
		t.Errorf("got:\n%s", got)
	}
}

// TestCompareCoverage: a report that was found is an addition, one that is lost
// is not.
func TestCompareCoverage(t *testing.T) {
	at := func(state gongkai.CoverageState) fstest.MapFS {
		record := sinks.Record{Coverage: &gongkai.Coverage{AgencyID: "a", Year: 2020, State: state}}
		folder := sinktest.Write(t, format, []sinks.Record{record})
		return fstest.MapFS{"coverage.parquet": {Data: folder.Bytes("coverage.parquet")}}
	}
	missing, held := at(gongkai.NotFound), at(gongkai.Held)
	if got, want := changes(t, missing, held), "coverage minor: 1 rows added\n"; got != want {
		t.Errorf("found: got %q, want %q", got, want)
	}
	if got, want := changes(t, held, missing), "coverage major: 1 rows added; 1 rows changed or removed\n"; got != want {
		t.Errorf("lost: got %q, want %q", got, want)
	}
}

// TestCompareColumns: a column more is an addition, one less or of another type
// a change.
func TestCompareColumns(t *testing.T) {
	type one struct {
		A string `parquet:"a"`
	}
	type two struct {
		A string `parquet:"a"`
		B int64  `parquet:"b"`
	}
	type retyped struct {
		A string `parquet:"a"`
		B *int64 `parquet:"b"`
	}
	first, second, third := written(t, []one{{"x"}, {"y"}}), written(t, []two{{"x", 1}, {"y", 2}}), written(t, []retyped{{"x", nil}})
	for _, test := range []struct {
		old, new fs.FS
		want     string
	}{
		{first, second, "t minor: column b added\n"},
		{second, first, "t major: column b removed\n"},
		{second, third, "t major: column b was INT64 INT(64,true), is INT64 INT(64,true) nullable\n"},
		{first, fstest.MapFS{"u.parquet": first["t.parquet"]}, "t major: removed\nu minor: added\n"},
	} {
		if diff := cmp.Diff(test.want, changes(t, test.old, test.new)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if _, err := parquet.Compare(first, fstest.MapFS{}); err == nil {
		t.Error("an empty folder is compared")
	}
	if _, err := parquet.Compare(first, written(t, []one{{"y"}, {"x"}})); err == nil || !strings.Contains(err.Error(), "do not ascend") {
		t.Errorf("rows in disorder: %v", err)
	}
	broken := fstest.MapFS{"t.parquet": {Data: []byte("PAR1 nothing PAR1")}}
	if _, err := parquet.Compare(first, broken); err == nil || !strings.Contains(err.Error(), "t.parquet") {
		t.Errorf("a broken file: %v", err)
	}
}

func written[T any](t *testing.T, rows []T) fstest.MapFS {
	t.Helper()
	var b bytes.Buffer
	if err := lib.Write(&b, rows); err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"t.parquet": {Data: b.Bytes()}}
}

// TestRecording: every file says what the provenance is when the sink is closed.
func TestRecording(t *testing.T) {
	documents := 0
	recording := format
	recording.New = parquet.Recording(func() string { return strings.Repeat("p", documents) })
	records := sinktest.Corpus()
	documents = len(records)
	folder := sinktest.Write(t, recording, records)
	for _, table := range sinks.Tables() {
		if got, _ := openFile(t, folder.Bytes(table.Name+".parquet")).Lookup("gongkai.prov"); got != strings.Repeat("p", documents) {
			t.Errorf("%s: provenance %q", table.Name, got)
		}
	}
}
