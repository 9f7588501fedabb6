package parquet_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	lib "github.com/parquet-go/parquet-go"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/sinktest"
)

// large is a dataset of more than one row group (by rows in cells, by bytes in
// sections) and more than one page.
func large() []sinks.Record {
	var entries []sinks.Record
	for i := range 240 {
		e := sinktest.Typical(i)
		e.Report.Set(gongkai.CellRef{Table: "statistics2014", Row: "staff", Column: "value"}, gongkai.Value{State: gongkai.Number, Number: gongkai.Int(int64(i))})
		if i%3 == 0 {
			e.Report.Set(gongkai.CellRef{Table: "proactive", Row: "licensing", Column: "items_change"},
				gongkai.Value{State: gongkai.Number, Number: gongkai.Int(int64(-i))})
		}
		if i%100 == 0 {
			e.Report.Sections[0].Text = strings.Repeat("长", 3<<20) // 9 MiB
		}
		entries = append(entries, e)
	}
	sinktest.Sort(entries)
	return append(entries, sinktest.Others()...)
}

func TestRowGroups(t *testing.T) {
	entries := large()
	folder := sinktest.Write(t, format, entries)
	for _, table := range sinks.Tables() {
		want := map[string]int{"cells": 2, "sections": 2}[table.Name]
		if len(sinktest.Rows(table, entries)) > 0 {
			want = max(want, 1)
		}
		file := folder.Bytes(table.Name + ".parquet")
		if groups := len(openFile(t, file).RowGroups()); groups != want {
			t.Errorf("%s has %d row groups, want %d", table.Name, groups, want)
		}
		got, err := read(table, file)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range sinktest.Rows(table, entries) {
			if i >= len(got) || !equal(want, got[i]) {
				t.Fatalf("%s: row %d is not what was written", table.Name, i+1)
			}
		}
	}
}

func equal(a, b []sinks.Value) bool {
	for i := range a {
		x, y := a[i], b[i]
		if x.Decimal.Cmp(y.Decimal) != 0 {
			return false
		}
		x.Decimal, y.Decimal = gongkai.Decimal{}, gongkai.Decimal{}
		if x != y {
			return false
		}
	}
	return len(a) == len(b)
}

// TestBounds: no bound excludes a value, or readers would skip rows that they
// look for.
func TestBounds(t *testing.T) {
	for name, entries := range map[string][]sinks.Record{"corpus": sinktest.Corpus(), "large": large()} {
		folder := sinktest.Write(t, format, entries)
		for _, table := range sinks.Tables() {
			f := openFile(t, folder.Bytes(table.Name+".parquet"))
			for g, group := range f.RowGroups() {
				for i, chunk := range group.ColumnChunks() {
					if err := checkChunk(f, table.Columns[i], g, chunk); err != nil {
						t.Errorf("%s: %s: row group %d: column %s: %v", name, table.Name, g+1, table.Columns[i].Name, err)
					}
				}
			}
		}
	}
}

func checkChunk(f *lib.File, c sinks.Column, group int, chunk lib.ColumnChunk) error {
	compare := chunk.Type().Compare
	bounded := c.Type != sinks.Text && c.Type != sinks.Decimal
	if c.Type == sinks.Decimal {
		compare = func(a, b lib.Value) int { return decimal(a.ByteArray()).Cmp(decimal(b.ByteArray())) }
	}
	index, err := chunk.ColumnIndex()
	if err != nil {
		return err
	}
	pages, err := pageValues(chunk)
	if err != nil {
		return err
	}
	if index.NumPages() != len(pages) {
		return fmt.Errorf("the index has %d pages, the column %d", index.NumPages(), len(pages))
	}
	statistics := f.Metadata().RowGroups[group].Columns[chunk.Column()].MetaData.Statistics
	numbers := 0
	for p, values := range pages {
		if index.NullPage(p) != (len(values) == 0) {
			return fmt.Errorf("page %d: null page %t, %d values", p+1, index.NullPage(p), len(values))
		}
		for _, v := range values {
			numbers++
			if c.Type == sinks.Decimal {
				continue // its bounds hold more digits than gongkai.Decimal; checked below
			}
			if compare(index.MinValue(p), v) > 0 || compare(index.MaxValue(p), v) < 0 {
				return fmt.Errorf("page %d: %v is not between %v and %v", p+1, v, index.MinValue(p), index.MaxValue(p))
			}
			if !bounded {
				continue
			}
			kind := chunk.Type().Kind()
			if compare(kind.Value(statistics.MinValue), v) > 0 || compare(kind.Value(statistics.MaxValue), v) < 0 {
				return fmt.Errorf("%v is not between %v and %v", v, statistics.MinValue, statistics.MaxValue)
			}
		}
		if c.Type == sinks.Decimal && len(values) > 0 {
			if low, high := index.MinValue(p).ByteArray(), index.MaxValue(p).ByteArray(); low[0] != 0x80 || high[0] != 0x7F || len(low) != 11 || len(high) != 11 {
				return fmt.Errorf("page %d: bounds %x and %x", p+1, low, high)
			}
		}
	}
	if has := statistics.MinValue != nil || statistics.MaxValue != nil; has != (bounded && numbers > 0) {
		return fmt.Errorf("statistics with bounds: %t", has)
	}
	return nil
}

// pageValues are the values of each page that are not null.
func pageValues(chunk lib.ColumnChunk) ([][]lib.Value, error) {
	pages := chunk.Pages()
	defer pages.Close()
	var all [][]lib.Value
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		values := make([]lib.Value, page.NumValues())
		if _, err := page.Values().ReadValues(values); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		var present []lib.Value
		for _, v := range values {
			if !v.IsNull() {
				present = append(present, v.Clone())
			}
		}
		lib.Release(page)
		all = append(all, present)
	}
}

// TestNoTextInStatistics: a text stands in the file once, compressed.
func TestNoTextInStatistics(t *testing.T) {
	e := sinktest.Typical(1)
	text := strings.Repeat("长", 10_000)
	e.Report.Sections = []gongkai.Section{{Text: text}}
	file := sinktest.Write(t, format, []sinks.Record{e}).Bytes("sections.parquet")
	if bytes.Contains(file, []byte(text)) {
		t.Error("a whole section stands uncompressed in the file")
	}
}
