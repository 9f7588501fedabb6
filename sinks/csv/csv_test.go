package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/csv"
	"gongkai/sinks/sinktest"
)

var format = sinktest.PerTable(csv.New, ".csv", read)

func TestConformance(t *testing.T) { sinktest.Run(t, format) }

// read reads a table back.
func read(t sinks.Table, file []byte) ([][]sinks.Value, error) {
	records, err := stdcsv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("no header")
	}
	for i, c := range t.Columns {
		if records[0][i] != c.Name {
			return nil, fmt.Errorf("column %d is %q, want %q", i+1, records[0][i], c.Name)
		}
	}
	var rows [][]sinks.Value
	for _, record := range records[1:] {
		row := make([]sinks.Value, len(record))
		for i, field := range record {
			if row[i], err = parse(t.Columns[i], field); err != nil {
				return nil, err
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func parse(c sinks.Column, field string) (v sinks.Value, err error) {
	if field == "" && c.Nullable {
		return sinks.Value{Null: true}, nil
	}
	switch c.Type {
	case sinks.Integer:
		v.Int, err = strconv.ParseInt(field, 10, 64)
	case sinks.Hundredths:
		whole, cents, _ := strings.Cut(field, ".")
		if len(cents) != 2 {
			return v, fmt.Errorf("%s: %q has not two decimals", c.Name, field)
		}
		v.Int, err = strconv.ParseInt(whole+cents, 10, 64)
	case sinks.Decimal:
		v.Decimal, err = gongkai.ParseDecimal(field)
	case sinks.Date:
		var day time.Time
		day, err = time.Parse(time.DateOnly, field)
		v.Int = day.Unix() / (24 * 60 * 60)
	default:
		v.Text = field
	}
	return v, err
}

// TestDecimals: CSV, unlike Parquet, keeps the decimals that were printed.
func TestDecimals(t *testing.T) {
	entries := sinktest.Corpus()
	folder := sinktest.Write(t, format, entries)
	for _, table := range sinks.Tables() {
		got, err := read(table, folder.Bytes(table.Name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		exact := cmp.Comparer(func(a, b gongkai.Decimal) bool { return a == b })
		if diff := cmp.Diff(sinktest.Rows(table, entries), got, exact); diff != "" {
			t.Errorf("%s (-want +got):\n%s", table.Name, diff)
		}
	}
}

func TestText(t *testing.T) {
	r := &gongkai.Report{Agency: "洪泽区人民政府", Year: 2023, Status: gongkai.Verified, Method: "pdf/pdfium"}
	r.Source = gongkai.Source{Path: "a.pdf", SHA256: strings.Repeat("ab", 32), Format: gongkai.FormatPDF}
	r.Set(gongkai.CellRef{Table: "proactive", Row: "fees", Column: "amount"}, gongkai.Value{
		Printed: "18.8710,0", Number: mustParse(t, "18.8710"), State: gongkai.Number, Unit: "万元",
		Location: gongkai.Location{Page: 2, Box: [4]float64{-0.254, 10, 20.5, 30.009}}})
	r.Set(gongkai.CellRef{Table: "proactive", Row: "procurement", Column: "items_change"}, gongkai.Value{
		Printed: "=-18", Number: gongkai.Int(-18), State: gongkai.Number})
	folder := sinktest.Write(t, format, []sinks.Record{{Report: r, Document: &sinks.Document{
		Source: r.Source, Status: sinks.StatusReport, ReportID: sinks.ReportID(r.Source.SHA256)}}})
	want := `report_id,agency,agency_id,year,role,table,row,column,label,value,printed,state,proof,unit,page,box_left,box_top,box_right,box_bottom,element_path,line,method,uncertain,status
abababababababab,洪泽区人民政府,,2023,principal,proactive,fees,amount,,18.8710,"18.8710,0",number,unchecked,万元,2,-0.25,10.00,20.50,30.01,,,pdf/pdfium,,verified
abababababababab,洪泽区人民政府,,2023,principal,proactive,procurement,items_change,,-18,=-18,number,unchecked,,,,,,,,,pdf/pdfium,,verified
`
	if diff := cmp.Diff(want, string(folder.Bytes("cells.csv"))); diff != "" {
		t.Errorf("cells.csv (-want +got):\n%s", diff)
	}
	want = `report_id,agency,agency_id,year,role,row,issued,repealed,in_force,made,disclosed,disclosed_total,items_last_year,items_change,decisions,items,amount,amount_unit,status
abababababababab,洪泽区人民政府,,2023,principal,fees,,,,,,,,,,,18.8710,万元,verified
abababababababab,洪泽区人民政府,,2023,principal,procurement,,,,,,,,-18,,,,,verified
`
	if diff := cmp.Diff(want, string(folder.Bytes("proactive.csv"))); diff != "" {
		t.Errorf("proactive.csv (-want +got):\n%s", diff)
	}
}

func mustParse(t *testing.T, s string) gongkai.Decimal {
	t.Helper()
	d, err := gongkai.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func BenchmarkWrite(b *testing.B) { sinktest.Benchmark(b, format) }
