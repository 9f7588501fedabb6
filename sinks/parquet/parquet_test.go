package parquet_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	lib "github.com/parquet-go/parquet-go"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/parquet"
	"gongkai/sinks/sinktest"
)

var format = sinktest.PerTable(parquet.New, ".parquet", read)

func TestConformance(t *testing.T) { sinktest.Run(t, format) }

func BenchmarkWrite(b *testing.B) { sinktest.Benchmark(b, format) }

// read reads a table back.
func read(t sinks.Table, file []byte) ([][]sinks.Value, error) {
	f, err := lib.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	columns := f.Root().Columns()
	if len(columns) != len(t.Columns) {
		return nil, fmt.Errorf("%d columns, want %d", len(columns), len(t.Columns))
	}
	for i, c := range t.Columns {
		if columns[i].Name() != c.Name || columns[i].Optional() != c.Nullable {
			return nil, fmt.Errorf("column %d is %s, optional %t; want %s, %t", i+1, columns[i].Name(), columns[i].Optional(), c.Name, c.Nullable)
		}
	}
	reader := lib.NewGenericReader[any](f)
	defer reader.Close()
	var rows [][]sinks.Value
	for buffer := make([]lib.Row, 1); ; {
		n, err := reader.ReadRows(buffer)
		if n == 1 {
			rows = append(rows, values(t, buffer[0]))
		}
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func values(t sinks.Table, row lib.Row) []sinks.Value {
	values := make([]sinks.Value, len(row))
	for i, v := range row {
		values[i] = value(t.Columns[i], v)
	}
	return values
}

func value(c sinks.Column, v lib.Value) sinks.Value {
	if v.IsNull() {
		return sinks.Value{Null: true}
	}
	switch c.Type {
	case sinks.Integer, sinks.Hundredths:
		return sinks.Value{Int: v.Int64()}
	case sinks.Date:
		return sinks.Value{Int: int64(v.Int32())}
	case sinks.Decimal:
		return sinks.Value{Decimal: decimal(v.ByteArray())}
	}
	return sinks.Value{Text: string(v.ByteArray())}
}

// decimal reads what readers of DECIMAL(26,8) read, by another way than the
// one it was written.
func decimal(b []byte) gongkai.Decimal {
	n := new(big.Int).SetBytes(b)
	if b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	text := new(big.Rat).SetFrac(n, big.NewInt(100_000_000)).FloatString(8)
	d, err := gongkai.ParseDecimal(strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
	if err != nil {
		panic(err)
	}
	return d
}

// TestTypedRows reads cells as a Go program would.
func TestTypedRows(t *testing.T) {
	type cell struct {
		ReportID string   `parquet:"report_id"`
		Year     *int64   `parquet:"year"`
		Row      string   `parquet:"row"`
		Column   string   `parquet:"column"`
		Value    [11]byte `parquet:"value,optional,decimal(8:26)"`
		Printed  string   `parquet:"printed"`
		State    string   `parquet:"state"`
		Unit     *string  `parquet:"unit,optional"`
		Box      *int64   `parquet:"box_bottom,optional,decimal(2:10)"`
	}
	entries := sinktest.Corpus()
	file := sinktest.Write(t, format, entries).Bytes("cells.parquet")
	got, err := lib.Read[cell](bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var want []cell
	for _, e := range entries {
		if e.Report == nil {
			continue
		}
		for ref, v := range e.Report.Cells() {
			c := cell{ReportID: e.Document.ReportID, Row: ref.Row, Column: ref.Column, Printed: v.Printed, State: v.State.String()}
			if e.Report.Year != 0 {
				year := int64(e.Report.Year)
				c.Year = &year
			}
			if v.Unit != "" {
				c.Unit = &v.Unit
			}
			if v.HasBox() {
				bottom := int64(11300) // the only box of the corpus
				c.Box = &bottom
			}
			if v.State == gongkai.Number {
				c.Value = twosComplement(v.Number)
			}
			want = append(want, c)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

// twosComplement is d × 10^8 in 11 bytes, by way of big.Int.
func twosComplement(d gongkai.Decimal) (b [11]byte) {
	rat, _ := new(big.Rat).SetString(d.String())
	n := new(big.Int).Div(new(big.Int).Mul(rat.Num(), big.NewInt(100_000_000)), rat.Denom())
	if n.Sign() < 0 {
		n.Add(n, new(big.Int).Lsh(big.NewInt(1), 88))
	}
	n.FillBytes(b[:])
	return b
}

func TestMetadata(t *testing.T) {
	folder := sinktest.Write(t, format, sinktest.Corpus())
	for _, table := range sinks.Tables() {
		f := openFile(t, folder.Bytes(table.Name+".parquet"))
		if got := f.Metadata().CreatedBy; got != "gongkai version 1.0.0 (build parquet-go)" {
			t.Errorf("%s: created by %q", table.Name, got)
		}
		if got, _ := f.Lookup("gongkai.table"); got != table.Description {
			t.Errorf("%s: described as %q", table.Name, got)
		}
		var columns []struct {
			Name, Type, Unit, Description string
			Chinese                       string `json:"description_zh"`
		}
		text, _ := f.Lookup("gongkai.columns")
		if err := json.Unmarshal([]byte(text), &columns); err != nil {
			t.Fatal(err)
		}
		for i, c := range table.Columns {
			if got := columns[i]; got.Name != c.Name || got.Type != c.Type.String() || got.Unit != c.Unit || got.Description != c.Description || got.Chinese != c.Chinese {
				t.Errorf("%s: column %d is described as %v", table.Name, i+1, got)
			}
		}
		for _, group := range f.RowGroups() {
			var sorted []string
			for _, c := range group.SortingColumns() {
				if c.Descending() {
					t.Errorf("%s: %v is descending", table.Name, c.Path())
				}
				sorted = append(sorted, c.Path()...)
			}
			if diff := cmp.Diff(table.SortedBy, sorted); diff != "" {
				t.Errorf("%s: sorting columns (-want +got):\n%s", table.Name, diff)
			}
		}
	}
}

// TestLogicalTypes states what other programs see.
func TestLogicalTypes(t *testing.T) {
	folder := sinktest.Write(t, format, nil)
	got := map[string]string{}
	for _, table := range []string{"cells", "reports"} {
		for _, c := range openFile(t, folder.Bytes(table+".parquet")).Root().Columns() {
			got[c.Name()] = fmt.Sprint(c.Type().Kind(), " ", c.Type().LogicalType())
		}
	}
	for name, want := range map[string]string{
		"report_id": "BYTE_ARRAY STRING",
		"printed":   "BYTE_ARRAY STRING",
		"value":     "FIXED_LEN_BYTE_ARRAY DECIMAL(26,8)",
		"box_left":  "INT64 DECIMAL(10,2)",
		"page":      "INT64 INT(64,true)",
		"published": "INT32 DATE",
	} {
		if got[name] != want {
			t.Errorf("%s is %s, want %s", name, got[name], want)
		}
	}
}

func openFile(t *testing.T, b []byte) *lib.File {
	t.Helper()
	f, err := lib.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}
