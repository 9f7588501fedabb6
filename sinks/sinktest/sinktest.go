// Package sinktest is the conformance suite of sinks: a new sink is done when
// Run passes. It also has the corpus that the sinks' own tests and benchmarks
// write.
package sinktest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
)

// Format is a sink under test.
type Format struct {
	New func(sinks.Create) (sinks.Sink, error)
	// Files are the names of the files that it writes, in any order.
	Files []string
	// Tables are those that it holds; nil for all.
	Tables []string
	// Read reads the rows of one table back. It checks that the table has
	// exactly its columns, in order.
	Read func(folder *Folder, t sinks.Table) ([][]sinks.Value, error)
}

// PerTable is a sink of one file a table; read gets the content of its file.
func PerTable(open func(sinks.Create) (sinks.Sink, error), extension string, read func(t sinks.Table, file []byte) ([][]sinks.Value, error)) Format {
	f := Format{New: open, Read: func(folder *Folder, t sinks.Table) ([][]sinks.Value, error) {
		return read(t, folder.Bytes(t.Name+extension))
	}}
	for _, t := range sinks.Tables() {
		f.Files = append(f.Files, t.Name+extension)
	}
	return f
}

func (f Format) tables() []sinks.Table {
	return slices.DeleteFunc(sinks.Tables(), func(t sinks.Table) bool {
		return f.Tables != nil && !slices.Contains(f.Tables, t.Name)
	})
}

// Run checks that the sink keeps the contract of sinks.Sink.
func Run(t *testing.T, f Format) {
	for _, test := range []struct {
		name    string
		entries []sinks.Record
	}{
		{"corpus", Corpus()},
		{"empty", nil},
		{"no report", []sinks.Record{other("b", sinks.StatusNotAReport, "not-a-report", "")}},
	} {
		t.Run(test.name, func(t *testing.T) { readsBack(t, f, test.entries) })
	}
	t.Run("deterministic", func(t *testing.T) { isDeterministic(t, f) })
	t.Run("misuse", func(t *testing.T) { refusesMisuse(t, f) })
	t.Run("create fails", func(t *testing.T) { reportsCreate(t, f) })
	t.Run("write fails", func(t *testing.T) { reportsWrite(t, f) })
	t.Run("file is full", func(t *testing.T) { reportsFullFile(t, f) })
	t.Run("close fails", func(t *testing.T) { reportsClose(t, f) })
}

// Rows are the rows that entries add to the table.
func Rows(t sinks.Table, entries []sinks.Record) [][]sinks.Value {
	var rows [][]sinks.Value
	for _, e := range entries {
		for values := range t.Rows(e) {
			rows = append(rows, slices.Clone(values))
		}
	}
	return rows
}

// Write writes entries and closes the sink.
func Write(t testing.TB, f Format, entries []sinks.Record) *Folder {
	t.Helper()
	folder := NewFolder(t)
	sink, err := f.New(folder.Create)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := sink.Write(e); err != nil {
			t.Fatalf("Write %v: %v", e, err)
		}
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// SameNumber compares decimals as numbers: not every format keeps how many
// decimals were printed.
var SameNumber = cmp.Comparer(func(a, b gongkai.Decimal) bool { return a.Cmp(b) == 0 })

func readsBack(t *testing.T, f Format, entries []sinks.Record) {
	folder := Write(t, f, entries)
	folder.wantClosed(t, "after Close")
	for _, table := range f.tables() {
		got, err := f.Read(folder, table)
		if err != nil {
			t.Errorf("%s: %v", table.Name, err)
			continue
		}
		sameRows(t, table.Name, Rows(table, entries), got)
	}
	// Also nothing else: what a sink needs on the way, it removes.
	if diff := cmp.Diff(slices.Sorted(slices.Values(f.Files)), folder.names(t)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func sameRows(t *testing.T, name string, want, got [][]sinks.Value) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d rows, want %d", name, len(got), len(want))
		return
	}
	for i := range want {
		if diff := cmp.Diff(want[i], got[i], SameNumber); diff != "" {
			t.Errorf("%s: row %d (-want +got):\n%s", name, i+1, diff)
		}
	}
}

func isDeterministic(t *testing.T, f Format) {
	first, second := Write(t, f, Corpus()), Write(t, f, Corpus())
	for _, name := range f.Files {
		if !bytes.Equal(first.Bytes(name), second.Bytes(name)) {
			t.Errorf("%s: two runs over the same documents give different bytes", name)
		}
	}
}

func refusesMisuse(t *testing.T, f Format) {
	a, b := Typical(1), Typical(2)
	if b.Document.Source.SHA256 < a.Document.Source.SHA256 {
		a, b = b, a
	}
	laterPath := other("b", sinks.StatusNotAReport, "not-a-report", "")
	laterPath.Document.Source.Path = "z"
	noReport, extraReport, otherID, otherBytes := a, other("b", sinks.StatusUnreadable, "damaged", ""), a, a
	noReport.Report = nil
	extraReport.Report = a.Report
	document := *a.Document
	document.ReportID = "0123456789abcdef"
	otherID.Document = &document
	otherBytes.Report = b.Report
	others := Others()
	two := others[0]
	two.Document = a.Document
	for _, test := range []struct {
		name    string
		entries []sinks.Record
	}{
		{"digest descends", []sinks.Record{b, a}},
		{"path descends", []sinks.Record{laterPath, other("b", sinks.StatusNotAReport, "not-a-report", "")}},
		{"report twice", []sinks.Record{a, a}},
		{"report missing", []sinks.Record{noReport}},
		{"report of an unreadable document", []sinks.Record{extraReport}},
		{"wrong report_id", []sinks.Record{otherID}},
		{"report of other bytes", []sinks.Record{otherBytes}},
		{"nothing", []sinks.Record{{}}},
		{"two things", []sinks.Record{two}},
		{"document after an agency", []sinks.Record{others[0], a}},
		{"agency twice", []sinks.Record{others[0], others[0]}},
		{"agency after coverage", []sinks.Record{others[len(others)-1], others[0]}},
		{"coverage twice", []sinks.Record{others[len(others)-1], others[len(others)-1]}},
	} {
		folder := NewFolder(t)
		sink, err := f.New(folder.Create)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range test.entries {
			err = sink.Write(e)
			if last := i == len(test.entries)-1; errors.Is(err, sinks.ErrMisuse) != last {
				t.Errorf("%s: Write %d: %v", test.name, i+1, err)
			}
		}
		if again := sink.Write(b); again != err {
			t.Errorf("%s: the dead sink says %v, want %v", test.name, again, err)
		}
		if closing := sink.Close(); closing != err {
			t.Errorf("%s: Close: %v, want %v", test.name, closing, err)
		}
		folder.wantClosed(t, test.name)
	}
	sink, err := f.New(NewFolder(t).Create)
	if err != nil {
		t.Fatal(err)
	}
	if first, second := sink.Close(), sink.Close(); first != nil || second != nil {
		t.Errorf("Close: %v, and again: %v", first, second)
	}
	if err := sink.Write(a); !errors.Is(err, sinks.ErrMisuse) {
		t.Errorf("Write after Close: %v", err)
	}
}

func reportsCreate(t *testing.T, f Format) {
	for n := range f.Files {
		folder := NewFolder(t)
		folder.failCreate = n + 1
		if sink, err := f.New(folder.Create); !errors.Is(err, errDisk) || sink != nil {
			t.Errorf("file %d cannot be created: sink %v, error %v", n+1, sink, err)
		}
		folder.wantClosed(t, fmt.Sprintf("file %d cannot be created", n+1))
	}
}

func reportsWrite(t *testing.T, f Format) {
	written := Write(t, f, Corpus()).written
	for _, part := range parts {
		folder := NewFolder(t)
		room := max(0, int(part*float64(written))-1)
		folder.room = &room
		if err := writeAll(f, folder); !errors.Is(err, errDisk) {
			t.Errorf("Write fails after %d of %d bytes and the sink says %v", room, written, err)
		}
		folder.wantClosed(t, "the disk is full")
	}
}

// parts of what a sink writes after which the disk is full.
var parts = []float64{0, 1. / 3, 1. / 2, 1}

func reportsClose(t *testing.T, f Format) {
	for n := range f.Files {
		folder := NewFolder(t)
		folder.failClose = n + 1
		if err := writeAll(f, folder); !errors.Is(err, errDisk) {
			t.Errorf("closing file %d fails and the sink says %v", n+1, err)
		}
		folder.wantClosed(t, fmt.Sprintf("closing file %d fails", n+1))
	}
}

// writeAll writes the corpus as far as it goes and returns what Close says.
func writeAll(f Format, folder *Folder) error {
	sink, err := f.New(folder.Create)
	if err != nil {
		return err
	}
	for _, e := range Corpus() {
		if sink.Write(e) != nil {
			break
		}
	}
	return sink.Close()
}
