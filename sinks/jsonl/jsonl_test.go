package jsonl_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/jsonl"
	"gongkai/sinks/sinktest"
)

var format = sinktest.PerTable(jsonl.New, ".jsonl", read)

func TestConformance(t *testing.T) { sinktest.Run(t, format) }

func BenchmarkWrite(b *testing.B) { sinktest.Benchmark(b, format) }

// read reads a table back.
func read(t sinks.Table, file []byte) ([][]sinks.Value, error) {
	var rows [][]sinks.Value
	for line := range bytes.Lines(file) {
		row, err := readLine(t, line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(rows)+1, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// readLine reads the keys in the order in which they stand.
func readLine(t sinks.Table, line []byte) ([]sinks.Value, error) {
	if !bytes.HasSuffix(line, []byte("}\n")) {
		return nil, fmt.Errorf("%q does not end the object and the line", line)
	}
	tokens := json.NewDecoder(bytes.NewReader(line))
	tokens.UseNumber()
	if _, err := tokens.Token(); err != nil {
		return nil, err
	}
	var row []sinks.Value
	for _, c := range t.Columns {
		if key, err := tokens.Token(); err != nil || key != c.Name {
			return nil, fmt.Errorf("key %v, want %q: %v", key, c.Name, err)
		}
		token, err := tokens.Token()
		if err != nil {
			return nil, err
		}
		v, err := parse(c, token)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
		row = append(row, v)
	}
	if tokens.More() {
		return nil, fmt.Errorf("more keys than columns")
	}
	return row, nil
}

func parse(c sinks.Column, token json.Token) (v sinks.Value, err error) {
	if token == nil {
		if !c.Nullable {
			return v, fmt.Errorf("null")
		}
		return sinks.Value{Null: true}, nil
	}
	if c.Type == sinks.Integer || c.Type == sinks.Hundredths {
		number, ok := token.(json.Number)
		if !ok {
			return v, fmt.Errorf("%v is no number", token)
		}
		if c.Type == sinks.Integer {
			v.Int, err = number.Int64()
			return v, err
		}
		// As a reader has it that knows doubles only.
		double, err := number.Float64()
		v.Int, _ = strconv.ParseInt(strings.Replace(strconv.FormatFloat(double, 'f', 2, 64), ".", "", 1), 10, 64)
		return v, err
	}
	text, ok := token.(string)
	if !ok {
		return v, fmt.Errorf("%v is no string", token)
	}
	switch c.Type {
	case sinks.Decimal:
		v.Decimal, err = gongkai.ParseDecimal(text)
	case sinks.Date:
		var day time.Time
		day, err = time.Parse(time.DateOnly, text)
		v.Int = day.Unix() / (24 * 60 * 60)
	default:
		v.Text = text
	}
	return v, err
}

// TestLine states what a line looks like.
func TestLine(t *testing.T) {
	r := &gongkai.Report{Agency: "\"引号\"局 <a&b>", Year: 2023, Status: gongkai.Verified, Method: "pdf/pdfium"}
	r.Source = gongkai.Source{Path: "a.pdf", SHA256: strings.Repeat("ab", 32), Format: gongkai.FormatPDF}
	number, err := gongkai.ParseDecimal("9999999999.99999990")
	if err != nil {
		t.Fatal(err)
	}
	r.Set(gongkai.CellRef{Table: "proactive", Row: "fees", Column: "amount"}, gongkai.Value{
		Printed: "=1\t\x00", Number: number, State: gongkai.Number, Unit: "万元",
		Location: gongkai.Location{Page: 2, Box: [4]float64{-0.254, 10, 20.5, 30.009}}})
	folder := sinktest.Write(t, format, []sinks.Record{{Report: r, Document: &sinks.Document{
		Source: r.Source, Status: sinks.StatusReport, ReportID: sinks.ReportID(r.Source.SHA256)}}})
	want := `{"report_id":"abababababababab","agency":"\"引号\"局 <a&b>","agency_id":null,"year":2023,"role":"principal",` +
		`"table":"proactive","row":"fees","column":"amount","label":null,"value":"9999999999.99999990","printed":"=1\t\u0000","state":"number",` +
		`"proof":"unchecked","unit":"万元","page":2,"box_left":-0.25,"box_top":10.00,"box_right":20.50,"box_bottom":30.01,` +
		`"element_path":null,"line":null,"method":"pdf/pdfium","uncertain":null,"status":"verified"}` + "\n"
	if diff := cmp.Diff(want, string(folder.Bytes("cells.jsonl"))); diff != "" {
		t.Errorf("cells.jsonl (-want +got):\n%s", diff)
	}
}
