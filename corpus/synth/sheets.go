package synth

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// SheetSkin is how a report is laid out in a spreadsheet.
type SheetSkin uint8

const (
	// OneSheet has everything below one another, prose in cells merged over the
	// width of the widest table, tables with borders.
	OneSheet SheetSkin = iota
	// ManySheets has a sheet for each section that is named after its heading,
	// prose in the first column, no borders, empty rows around tables.
	ManySheets
)

// tab is one sheet: its cells, row by row.
type tab struct {
	name string
	rows [][]tabCell
}

// tabCell is a cell of a sheet with the spans that it has there.
type tabCell struct {
	*Cell
	column    int
	isTable   bool
	isHeading bool
}

// tabs lays the page out.
func (p *Page) tabs(skin SheetSkin) (tabs []tab, width int) {
	width = 8
	for _, t := range p.tables() {
		for _, row := range t.places() {
			for _, c := range row {
				width = max(width, c.column+c.columns())
			}
		}
	}
	tabs = []tab{{name: "Sheet1"}}
	line := func(style Style, text string) {
		c := &Cell{Text: text}
		if skin == OneSheet {
			c.ColumnSpan = width
		}
		last := &tabs[len(tabs)-1]
		last.rows = append(last.rows, []tabCell{{Cell: c, isHeading: style == Heading}})
	}
	for _, text := range p.Title {
		line(Heading, text)
	}
	names := map[string]bool{}
	for _, b := range p.Blocks {
		switch name := sheetName(b.Text); {
		case b.Table != nil:
			tabs[len(tabs)-1].table(b.Table, skin)
		case skin == ManySheets && b.Style == Heading && name != "" && !names[name]:
			names[name] = true
			tabs = append(tabs, tab{name: name})
		default:
			line(b.Style, b.Text)
		}
	}
	return tabs, width
}

// headingName is a heading that may be the name of a sheet.
var headingName = regexp.MustCompile(`^[一二三四五六七八九十]、[^\[\]:\\/?*：']+$`)

// maxSheetName is the longest name that Excel takes.
const maxSheetName = 31

func sheetName(heading string) string {
	if headingName.MatchString(heading) && utf8.RuneCountInString(heading) <= maxSheetName {
		return heading
	}
	return ""
}

func (t *tab) table(table *Table, skin SheetSkin) {
	if skin == ManySheets {
		t.rows = append(t.rows, nil)
	}
	for _, row := range table.places() {
		var cells []tabCell
		for _, c := range row {
			if !c.below {
				cells = append(cells, tabCell{Cell: c.Cell, column: c.column, isTable: true})
			}
		}
		t.rows = append(t.rows, cells)
	}
	if skin == ManySheets {
		t.rows = append(t.rows, nil)
	}
}

// printedNumber is a number as sheets print it: sign, digits, unit.
var printedNumber = regexp.MustCompile(`^(-?)(\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(\.\d+)?(\p{Han}*)$`)

// sheetDigits is how many digits of a number spreadsheets keep.
const sheetDigits = 15

// asNumber is the number that a spreadsheet holds where a text is printed, and
// the number format that prints it so; it is not ok for what sheets hold as text.
func asNumber(text string) (value float64, format string, ok bool) {
	m := printedNumber.FindStringSubmatch(text)
	if m == nil || len(text) > sheetDigits || text == "-0" {
		return 0, "", false
	}
	value, err := strconv.ParseFloat(m[1]+strings.ReplaceAll(m[2], ",", "")+m[3], 64)
	format = "0"
	if strings.Contains(m[2], ",") {
		format = "#,##0"
	}
	if m[3] != "" {
		format += "." + strings.Repeat("0", len(m[3])-1)
	}
	if m[4] != "" {
		format += `"` + m[4] + `"`
	}
	return value, format, err == nil
}

// CSV renders the page as a spreadsheet exports it: every line as many values,
// what a merged cell covers blank.
func CSV(p *Page, skin SheetSkin, charset Charset) ([]byte, error) {
	tabs, width := p.tabs(skin)
	b := bytes.NewBufferString("\uFEFF")
	if charset == GB18030 {
		b.Reset()
	}
	out := csv.NewWriter(b)
	out.UseCRLF = true
	for i, t := range tabs {
		if i > 0 {
			t.rows = append([][]tabCell{{{Cell: &Cell{Text: t.name}}}}, t.rows...)
		}
		for _, row := range t.rows {
			record := make([]string, width)
			for _, c := range row {
				record[c.column] = c.Text
			}
			if err := out.Write(record); err != nil {
				return nil, fmt.Errorf("csv: %w", err)
			}
		}
	}
	out.Flush()
	if charset == GB18030 {
		return simplifiedchinese.GB18030.NewEncoder().Bytes(b.Bytes())
	}
	return b.Bytes(), nil
}
