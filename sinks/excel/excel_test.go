package excel_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/excel"
	"gongkai/sinks/sinktest"
)

var sheets = []string{"reports", "requests", "disputes", "proactive", "statistics2014", "series", "findings", "agencies", "coverage"}

var format = sinktest.Format{New: excel.New, Files: []string{"dataset.xlsx"}, Tables: sheets, Read: read}

func TestConformance(t *testing.T) { sinktest.Run(t, format) }

func BenchmarkWrite(b *testing.B) { sinktest.Benchmark(b, format) }

// lines are the lines of a sheet, as the cells hold them.
func lines(folder *sinktest.Folder, sheet string) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(folder.Bytes("dataset.xlsx")), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.GetRows(sheet)
}

// read reads a table back.
func read(folder *sinktest.Folder, t sinks.Table) ([][]sinks.Value, error) {
	found, err := lines(folder, t.Name)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || len(found[0]) != len(t.Columns) {
		return nil, fmt.Errorf("header is %v", found)
	}
	for i, c := range t.Columns {
		if found[0][i] != c.Name {
			return nil, fmt.Errorf("column %d is %q, want %q", i+1, found[0][i], c.Name)
		}
	}
	var rows [][]sinks.Value
	for _, line := range found[1:] {
		row := make([]sinks.Value, len(t.Columns))
		for i, c := range t.Columns {
			field := "" // cells that are not there at the end of a line
			if i < len(line) {
				field = line[i]
			}
			if row[i], err = parse(c, field); err != nil {
				return nil, fmt.Errorf("%s: %w", c.Name, err)
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
	case sinks.Decimal:
		v.Decimal, err = gongkai.ParseDecimal(field)
	case sinks.Hundredths:
		var d gongkai.Decimal
		d, err = gongkai.ParseDecimal(field)
		v.Int, _ = d.Scaled(2)
	case sinks.Date:
		var day time.Time
		day, err = time.Parse(time.DateOnly, field)
		v.Int = day.Unix() / (24 * 60 * 60)
	default:
		v.Text = field
	}
	return v, err
}

// odd is a report whose agency and title are the texts.
func odd(agency, title string) sinks.Record {
	e := sinktest.Typical(1)
	e.Report.Agency, e.Report.Title = agency, title
	return e
}

// parts are the XML parts of the workbook.
func parts(t *testing.T, folder *sinktest.Folder) map[string][]byte {
	t.Helper()
	b := folder.Bytes("dataset.xlsx")
	file, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range file.File {
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s has the time %s", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// TestNoFormula reads the XML: every cell is an inline string, or a number, and
// nothing is a formula, whatever the documents print.
func TestNoFormula(t *testing.T) {
	for _, text := range []string{"=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", `=HYPERLINK("http://x","局")`, "＝1", "<f>1</f>", "]]><f>1</f>"} {
		folder := sinktest.Write(t, format, []sinks.Record{odd(text, text)})
		for name, part := range parts(t, folder) {
			if strings.HasPrefix(name, "xl/worksheets/sheet") {
				checkCells(t, name, part)
			}
			for _, forbidden := range []string{"externalLink", "calcChain", "sharedFormula"} {
				if strings.Contains(name, forbidden) {
					t.Errorf("the workbook has a part %s", name)
				}
			}
		}
		got, err := lines(folder, "reports")
		if err != nil {
			t.Fatal(err)
		}
		// As it is printed: without an apostrophe or another help.
		if got[1][7] != text || got[1][6] != text {
			t.Errorf("%q is read back as %q", text, got[1][6:8])
		}
	}
}

func checkCells(t *testing.T, name string, part []byte) {
	t.Helper()
	tokens := xml.NewDecoder(bytes.NewReader(part))
	kind := ""
	for {
		token, err := tokens.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "f":
			t.Errorf("%s has a formula", name)
		case "c":
			kind = ""
			for _, a := range start.Attr {
				if a.Name.Local == "t" {
					kind = a.Value
				}
			}
			if kind != "" && kind != "inlineStr" {
				t.Errorf("%s has a cell of type %q", name, kind)
			}
		case "v":
			var text string
			if err := tokens.DecodeElement(&text, &start); err != nil {
				t.Fatal(err)
			}
			if _, err := strconv.ParseFloat(text, 64); err != nil || kind != "" {
				t.Errorf("%s has the value %q of type %q", name, text, kind)
			}
		}
	}
}

// TestTextFormat: a text that begins like a formula stays a text when somebody
// edits it.
func TestTextFormat(t *testing.T) {
	folder := sinktest.Write(t, format, []sinks.Record{odd("=1", "plain")})
	f, err := excelize.OpenReader(bytes.NewReader(folder.Bytes("dataset.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]int{"H2": 49, "G2": 0} {
		id, err := f.GetCellStyle("reports", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil || style.NumFmt != want {
			t.Errorf("%s has the number format %v, want %d: %v", cell, style, want, err)
		}
	}
}

// TestTexts: what cannot be in a cell is visible.
func TestTexts(t *testing.T) {
	long := strings.Repeat("长", 40_000)
	for _, test := range []struct{ text, want string }{
		{"a\x00b\x1f\uFFFEc", `a\x00b\x1F\uFFFEc`},
		{"_x0041_ _x005F_x0041_", "_x0041_ _x005F_x0041_"},
		{" \t空格\r\n ", " \t空格\r\n "},
		{"\uFFFD 𠮷", "\uFFFD 𠮷"},
		{strings.Repeat("长", 32_767), strings.Repeat("长", 32_767)},
		{long, long[:3*32_567] + "… [7433 characters more do not fit into a cell of Excel; the whole text is in the other files of the dataset. " +
			"单元格容纳不下，尚有 7433 个字符，全文见数据集的其他文件。]"},
		{strings.Repeat("𠮷", 16_384), strings.Repeat("𠮷", 16_283) + "… [101 characters more do not fit into a cell of Excel; the whole text is in the other files of the dataset. " +
			"单元格容纳不下，尚有 101 个字符，全文见数据集的其他文件。]"},
	} {
		got, err := lines(sinktest.Write(t, format, []sinks.Record{odd("局", test.text)}), "reports")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got[1][6]); diff != "" {
			t.Errorf("title (-want +got):\n%s", diff)
		}
		if n := len(utf16.Encode([]rune(got[1][6]))); n > 32_767 {
			t.Errorf("the cell has %d characters", n)
		}
	}
}

// TestNumbers: a number of more than 15 digits is a text, so that it stays what
// was printed.
func TestNumbers(t *testing.T) {
	e := sinktest.Typical(1)
	for i, printed := range []string{"999999999999999", "9999999999999999", "1234567.12345678", "12345678.12345678", "-0.00000001", "18.8710"} {
		d, err := gongkai.ParseDecimal(printed)
		if err != nil {
			t.Fatal(err)
		}
		e.Report.Proactive[i][gongkai.Amount] = gongkai.Value{State: gongkai.Number, Printed: printed, Number: d}
	}
	folder := sinktest.Write(t, format, []sinks.Record{e})
	f, err := excelize.OpenReader(bytes.NewReader(folder.Bytes("dataset.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, want := range []string{"999999999999999 0", "9999999999999999 text", "1234567.12345678 0", "12345678.12345678 text", "-0.00000001 0", "18.871 0"} {
		cell := "Q" + strconv.Itoa(i+2)
		value, err := f.GetCellValue("proactive", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType("proactive", cell)
		if err != nil {
			t.Fatal(err)
		}
		got := value + " " + strconv.Itoa(int(kind))
		if kind == excelize.CellTypeInlineString {
			got = value + " text"
		}
		if got != want {
			t.Errorf("%s is %s, want %s", cell, got, want)
		}
	}
}

// TestFullSheet: rows that do not fit are counted in the last line and in
// README.
func TestFullSheet(t *testing.T) {
	const maxLines = 10
	short := format
	short.New = excel.NewShort(maxLines)
	folder := sinktest.Write(t, short, []sinks.Record{sinktest.Typical(1)})
	got, err := lines(folder, "requests")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != maxLines {
		t.Fatalf("%d lines, want %d", len(got), maxLines)
	}
	// 26 rows: 8 fit between the header and the note.
	if note := got[maxLines-1][0]; !strings.HasPrefix(note, "… 18 rows more do not fit") || !strings.Contains(note, "requests.parquet") || !strings.Contains(note, "另有 18 行") {
		t.Errorf("the last line is %q", note)
	}
	if got, err = lines(folder, "disputes"); err != nil || len(got) != 4 {
		t.Errorf("disputes has %d lines, want a header and 3 rows: %v", len(got), err)
	}
	readme, err := lines(folder, "README")
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, line := range readme {
		text += strings.Join(line, "|") + "\n"
	}
	for _, want := range []string{"\nrequests|8|18|", "\ndisputes|3|0|", "\ncells|not in this workbook||", "cells.parquet", "\nsections|not in this workbook||"} {
		if !strings.Contains(text, want) {
			t.Errorf("README lacks %q:\n%s", want, text)
		}
	}
}

// TestSheets: their order, and the codebook.
func TestSheets(t *testing.T) {
	folder := sinktest.Write(t, format, nil)
	f, err := excelize.OpenReader(bytes.NewReader(folder.Bytes("dataset.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff(append(append([]string{"README"}, sheets...), "codebook"), f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	codebook, err := lines(folder, "codebook")
	if err != nil {
		t.Fatal(err)
	}
	want := 1
	for _, table := range sinks.Tables() {
		want += 1 + len(table.Columns)
	}
	if len(codebook) != want {
		t.Errorf("codebook has %d lines, want %d", len(codebook), want)
	}
	if diff := cmp.Diff([]string{"table", "column", "type", "nullable", "unit", "meaning"}, codebook[0]); diff != "" {
		t.Errorf("codebook (-want +got):\n%s", diff)
	}
}

// TestScratch: a large sheet lies beside the workbook while it is written, and
// nothing of it stays, also not after a failure.
func TestScratch(t *testing.T) {
	for _, fails := range []bool{false, true} {
		folder := sinktest.NewFolder(t)
		sink, err := excel.New(folder.Create)
		if err != nil {
			t.Fatal(err)
		}
		records := []sinks.Record{}
		for i := range 200 { // 20 MB of titles
			e := sinktest.Typical(i)
			e.Report.Title = strings.Repeat("长", 32_000)
			records = append(records, e)
		}
		sinktest.Sort(records)
		for _, e := range records {
			if err := sink.Write(e); err != nil {
				t.Fatal(err)
			}
		}
		if names := names(t, folder); len(names) != 2 || !strings.HasPrefix(names[1], "excelize-") {
			t.Errorf("while it is written, the folder holds %v", names)
		}
		if fails {
			if err := sink.Write(records[0]); !errors.Is(err, sinks.ErrMisuse) {
				t.Errorf("Write: %v", err)
			}
		}
		if err := sink.Close(); (err != nil) != fails {
			t.Errorf("Close: %v", err)
		}
		if diff := cmp.Diff([]string{"dataset.xlsx"}, names(t, folder)); diff != "" {
			t.Errorf("files (-want +got):\n%s", diff)
		}
		if got, err := lines(folder, "reports"); !fails && (err != nil || len(got) != 201) {
			t.Errorf("reports has %d lines: %v", len(got), err)
		}
	}
}

func names(t *testing.T, folder *sinktest.Folder) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
