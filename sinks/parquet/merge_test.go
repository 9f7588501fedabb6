package parquet_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"gongkai/sinks"
	"gongkai/sinks/parquet"
	"gongkai/sinks/sinktest"
)

// write writes the records with one sink.
func write(t *testing.T, open func(sinks.Create) (sinks.Sink, error), records []sinks.Record) *sinktest.Folder {
	t.Helper()
	folder := sinktest.NewFolder(t)
	sink, err := open(folder.Create)
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
	return folder
}

// TestMerge: parts of any size, merged, are the file that one sink writes, also where
// that has several row groups.
func TestMerge(t *testing.T) {
	var records []sinks.Record
	for i := range 400 { // more cells than a row group holds
		records = append(records, sinktest.Typical(1000+i))
	}
	for _, r := range sinktest.Corpus() {
		if r.Document != nil {
			records = append(records, r)
		}
	}
	sinktest.Sort(records)
	provenance := func() string { return `{"what": "ever"}` }
	whole := write(t, parquet.Recording(provenance), slices.Concat(records, sinktest.Others()))
	cut := []int{0, 0, 1, 200, 333, len(records)}
	var parts []*sinktest.Folder
	for i := 1; i < len(cut); i++ {
		parts = append(parts, write(t, parquet.New, records[cut[i-1]:cut[i]]))
	}
	parts = append(parts, write(t, parquet.New, sinktest.Others()))
	for _, table := range sinks.Tables() {
		var merged bytes.Buffer
		name := table.Name + ".parquet"
		err := parquet.Merge(&merged, table, provenance, len(parts), func(i int) (parquet.Part, func() error, error) {
			file := parts[i].Bytes(name)
			return parquet.Part{ReaderAt: bytes.NewReader(file), Size: int64(len(file)), Name: name}, func() error { return nil }, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := whole.Bytes(name); !bytes.Equal(merged.Bytes(), want) {
			t.Errorf("%s: %d bytes merged, %d written at once, and they differ", name, merged.Len(), len(want))
		}
	}
}

// TestMergeErrors: a part of another table, one that is damaged, and one that is not
// there are errors, not rows that are missing.
func TestMergeErrors(t *testing.T) {
	folder := write(t, parquet.New, sinktest.Corpus())
	table := sinks.Tables()[0]
	for name, file := range map[string][]byte{
		"its columns": folder.Bytes("cells.parquet"),
		"part-7":      folder.Bytes(table.Name + ".parquet")[:100],
	} {
		err := parquet.Merge(new(bytes.Buffer), table, nil, 1, func(int) (parquet.Part, func() error, error) {
			return parquet.Part{ReaderAt: bytes.NewReader(file), Size: int64(len(file)), Name: "part-7"}, func() error { return nil }, nil
		})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, wanted it to say %q", err, name)
		}
	}
	gone := errors.New("gone")
	if err := parquet.Merge(new(bytes.Buffer), table, nil, 1, func(int) (parquet.Part, func() error, error) { return parquet.Part{}, nil, gone }); !errors.Is(err, gone) {
		t.Error(err)
	}
}
