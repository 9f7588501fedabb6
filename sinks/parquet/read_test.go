package parquet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/sinks"
	"gongkai/sinks/parquet"
	"gongkai/sinks/sinktest"
)

// TestTexts: what is read as text is what a text format writes, in files of
// several row groups too.
func TestTexts(t *testing.T) {
	for name, entries := range map[string][]sinks.Record{"corpus": sinktest.Corpus(), "large": large()} {
		folder := sinktest.Write(t, format, entries)
		for _, table := range sinks.Tables() {
			var columns []string
			for _, c := range table.Columns {
				if c.Type == sinks.Text || c.Type == sinks.Code || c.Type == sinks.Integer {
					columns = append(columns, c.Name)
				}
			}
			file := folder.Bytes(table.Name + ".parquet")
			var got []string
			for texts, err := range parquet.Texts(bytes.NewReader(file), int64(len(file)), append(columns, "no_such_column")...) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, strings.Join(texts, "|"))
			}
			var want []string
			for _, values := range sinktest.Rows(table, entries) {
				var texts []string
				for i, c := range table.Columns {
					if slices.Contains(columns, c.Name) {
						texts = append(texts, c.Format(values[i]))
					}
				}
				want = append(want, strings.Join(append(texts, ""), "|"))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%.2000s", name, table.Name, diff)
			}
		}
	}
	file := sinktest.Write(t, format, sinktest.Corpus()).Bytes("cells.parquet")
	for _, err := range parquet.Texts(bytes.NewReader(file), int64(len(file)), "value") {
		if err == nil || !strings.Contains(err.Error(), "value") {
			t.Errorf("a column of decimals: %v", err)
		}
	}
	for _, err := range parquet.Texts(strings.NewReader("no Parquet"), 10, "value") {
		if err == nil {
			t.Error("a file that is no Parquet file was read")
		}
	}
}
