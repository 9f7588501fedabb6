// Package sinktest is the conformance suite of sinks: a new sink is done when
// Run passes. It also has the corpus that the sinks' own tests and benchmarks
// write.
package sinktest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
)

// Format is a sink under test.
type Format struct {
	New func(sinks.Create) (sinks.Sink, error)
	// Extension of the files, with its dot.
	Extension string
	// Read reads the rows of one table's file back. It checks that the file
	// has exactly the columns of the table, in order.
	Read func(t sinks.Table, file []byte) ([][]sinks.Value, error)
}

// Run checks that the format keeps the contract of sinks.Sink.
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
	folder := &Folder{}
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
	if folder.open != 0 {
		t.Errorf("%d files are still open", folder.open)
	}
	var names []string
	for _, table := range sinks.Tables() {
		name := table.Name + f.Extension
		names = append(names, name)
		got, err := f.Read(table, folder.Bytes(name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := Rows(table, entries)
		if len(got) != len(want) {
			t.Errorf("%s: %d rows, want %d", name, len(got), len(want))
			continue
		}
		for i := range want {
			if diff := cmp.Diff(want[i], got[i], SameNumber); diff != "" {
				t.Errorf("%s: row %d (-want +got):\n%s", name, i+1, diff)
			}
		}
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(names)), slices.Sorted(maps.Keys(folder.files))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func isDeterministic(t *testing.T, f Format) {
	first, second := Write(t, f, Corpus()), Write(t, f, Corpus())
	for name := range first.files {
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
		sink, err := f.New((&Folder{}).Create)
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
	}
	sink, err := f.New((&Folder{}).Create)
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
	for n := range len(sinks.Tables()) {
		folder := &Folder{failCreate: n + 1}
		if sink, err := f.New(folder.Create); !errors.Is(err, errDisk) || sink != nil {
			t.Errorf("file %d cannot be created: sink %v, error %v", n+1, sink, err)
		}
		if folder.open != 0 {
			t.Errorf("file %d cannot be created: %d others are left open", n+1, folder.open)
		}
	}
}

func reportsWrite(t *testing.T, f Format) {
	var size int
	for _, file := range Write(t, f, Corpus()).files {
		size += file.Len()
	}
	for _, room := range []int{0, size / 3, size / 2, size - 1} {
		folder := &Folder{room: &room}
		err := writeAll(f, folder)
		if !errors.Is(err, errDisk) {
			t.Errorf("the disk is full and the sink says %v", err)
		}
		if folder.open != 0 {
			t.Errorf("the disk is full: %d files are left open", folder.open)
		}
	}
}

func reportsClose(t *testing.T, f Format) {
	for n := range len(sinks.Tables()) {
		folder := &Folder{failClose: n + 1}
		if err := writeAll(f, folder); !errors.Is(err, errDisk) {
			t.Errorf("closing file %d fails and the sink says %v", n+1, err)
		}
		if folder.open != 0 {
			t.Errorf("closing file %d fails: %d are left open", n+1, folder.open)
		}
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

// Folder holds files in memory. It fails where it is told to. The zero value
// is ready and never fails.
type Folder struct {
	files map[string]*bytes.Buffer
	open  int
	// failCreate and failClose are the number of the call that fails; 0 none.
	failCreate, failClose int
	// room is how many bytes may be written in all; nil for any number.
	room *int
}

var errDisk = errors.New("the disk is full")

// Bytes is the content of a file, nil when there is none.
func (d *Folder) Bytes(name string) []byte {
	if file := d.files[name]; file != nil {
		return file.Bytes()
	}
	return nil
}

// Create is a sinks.Create.
func (d *Folder) Create(name string) (io.WriteCloser, error) {
	if d.failCreate--; d.failCreate == 0 {
		return nil, errDisk
	}
	if d.files[name] != nil {
		return nil, fmt.Errorf("%s is created twice", name)
	}
	if d.files == nil {
		d.files = map[string]*bytes.Buffer{}
	}
	d.files[name] = &bytes.Buffer{}
	d.open++
	return &file{d, d.files[name]}, nil
}

// file does not embed its buffer: writers would find ways around Write.
type file struct {
	folder *Folder
	buffer *bytes.Buffer
}

func (f *file) Write(b []byte) (int, error) {
	if room := f.folder.room; room != nil {
		if *room -= len(b); *room < 0 {
			return 0, errDisk
		}
	}
	return f.buffer.Write(b)
}

func (f *file) Close() error {
	f.folder.open--
	if f.folder.failClose--; f.folder.failClose == 0 {
		return errDisk
	}
	return nil
}

// Benchmark measures writing a dataset of 500 reports of ordinary size; its bytes
// are those of the files.
func Benchmark(b *testing.B, f Format) {
	entries := make([]sinks.Record, 500)
	for i := range entries {
		entries[i] = Typical(i)
	}
	Sort(entries)
	rows := 0
	for _, table := range sinks.Tables() {
		rows += len(Rows(table, entries[:1]))
	}
	counter := &counter{}
	b.ReportAllocs()
	written := 0
	for b.Loop() {
		// A sink takes each report once.
		sink, err := f.New(counter.Create)
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range entries {
			if err := sink.Write(e); err != nil {
				b.Fatal(err)
			}
		}
		if err := sink.Close(); err != nil {
			b.Fatal(err)
		}
		written += len(entries)
	}
	b.SetBytes(counter.bytes / int64(b.N))
	b.ReportMetric(float64(written*rows)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(written), "ns/report")
}

// counter creates files that count their bytes and keep none.
type counter struct{ bytes int64 }

func (c *counter) Create(string) (io.WriteCloser, error) { return c, nil }

func (c *counter) Write(b []byte) (int, error) {
	c.bytes += int64(len(b))
	return len(b), nil
}

func (c *counter) Close() error { return nil }
