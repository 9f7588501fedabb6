// Package csv reads separated values, as spreadsheets export them, into the
// document model of gongkai.
//
// # Accepted
//
// Lines of values separated by commas, semicolons or tabs, quoted as RFC 4180
// says or carelessly, in any character set of package charset; a first line
// "sep=;" is obeyed. How lines become paragraphs and tables is in package sheet.
//
// The format knows no merged cells: what one covered is blank. So a number that
// stands above a row inside a group of labels that has no number may have been
// that row's too, and is uncertain; so are the blanks of a row of one text. A
// merged cell over rows of other kinds, or at the end of a row, is not told from
// its text and blanks.
//
// # Not handled
//
// Other separators. Tables whose lines have no common length: they are plain
// text (see [Is]).
//
// # Standard
//
// RFC 4180.
package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"gongkai"
	"gongkai/extract/charset"
	"gongkai/extract/sheet"
)

// Method names this reader in Document.Method.
const Method = "csv/rfc4180"

const separators = ",;\t"

// What makes separated values of lines: so many records, each of so many values,
// and the share in percent of them that have the same number of values. Programs
// write a sheet with as many values in every line; prose has Chinese commas.
const (
	minRecords = 3
	minValues  = 3
	minAlike   = 90
)

// Is reports whether the text begins as separated values do. Of a document that
// goes on behind head the last record does not count.
func Is(head []byte) bool {
	text, _ := charset.Decode(head, "")
	if charset.Binary(text) {
		return false
	}
	_, sure := separator(text)
	return sure
}

// separator finds what separates the values of the text: what is declared, else
// that by which most records have the same number of values, more than one. It is
// empty when there is none; sure says that the text is nothing else.
func separator(text string) (separator rune, sure bool) {
	if declared, rest, found := declaration(text); found && rest != "" {
		return declared, true
	}
	best := 0
	for _, candidate := range separators {
		sizes := map[int]int{}
		records, most := 0, 0
		for _, record := range read(text, candidate) {
			records++
			sizes[len(record)]++
			if len(record) > 1 && sizes[len(record)] > sizes[most] {
				most = len(record)
			}
		}
		if candidate == '\t' && strings.HasPrefix(strings.TrimLeft(text, "\r\n"), "\t") {
			continue // a table as package text knows it
		}
		if records >= minRecords && most >= minValues && sizes[most]*100 >= records*minAlike {
			return candidate, true
		}
		if most > 1 && sizes[most] > best {
			separator, best = candidate, sizes[most]
		}
	}
	return separator, false
}

// declaration reads a first line like "sep=;".
func declaration(text string) (separator rune, rest string, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(line)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.ContainsRune(separators, rune(line[4])) {
		return rune(line[4]), rest, true
	}
	return 0, text, false
}

// Read reads separated values, of which the caller may be surer than [Is].
// Locations are cells, like "/!B7": the record is
// the row.
//
// Errors are *gongkai.ReadError. They wrap ErrFormat (binary data, or no
// separated values), ErrEmpty or ErrLimit (Bytes, Cells). Findings are those of
// package sheet.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	doc, err := readAll(data, limits)
	if err != nil {
		return nil, &gongkai.ReadError{Format: gongkai.FormatCSV, Offset: -1, Err: err}
	}
	return doc, nil
}

func readAll(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, gongkai.ErrEmpty
	}
	text, _ := charset.Decode(data, "")
	if charset.Binary(text) {
		return nil, gongkai.ErrFormat
	}
	separator, _ := separator(text)
	if separator == 0 {
		return nil, gongkai.ErrFormat
	}
	_, text, _ = declaration(text)
	s := sheet.New("", sheet.NewBudget(limits))
	s.Whole = true
	for row, record := range read(text, separator) {
		for column, value := range record {
			if err := s.Add(sheet.Cell{Row: row, Column: column, Text: value, Uncertain: damage(value)}); err != nil {
				return nil, err
			}
		}
	}
	book := sheet.Book{Format: gongkai.FormatCSV, Method: Method, Sheets: []*sheet.Sheet{s}}
	doc, err := book.Document(limits)
	if err != nil {
		return nil, err
	}
	for _, b := range doc.Blocks {
		if b.Grid != nil {
			doubtMerged(b.Grid)
			doubtBlanks(b.Grid)
		}
	}
	return doc, nil
}

func damage(value string) string {
	if strings.ContainsRune(value, '\uFFFD') {
		return "replacement character"
	}
	return ""
}

// read yields the records with the rows that they are in: a row is a record, or
// the empty lines between two.
func read(text string, separator rune) func(yield func(int, []string) bool) {
	return func(yield func(int, []string) bool) {
		in := csv.NewReader(strings.NewReader(text))
		in.Comma, in.LazyQuotes, in.FieldsPerRecord = separator, true, -1
		for row, line := 0, 1; ; row++ { // line is the first that is not read
			record, err := in.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				panic(err) // with lazy quotes and any number of values there is no other
			}
			if at, _ := in.FieldPos(0); at > line {
				row++
			}
			last, _ := in.FieldPos(len(record) - 1)
			line = last + strings.Count(record[len(record)-1], "\n") + 1
			if !yield(row, record) {
				return
			}
		}
	}
}

// doubtMerged doubts the numbers of every row above one inside a group of labels
// that has a label and no number: numbers in merged cells of both rows are written
// so, too, as those for the rows of （六）其他处理 are.
func doubtMerged(g *gongkai.Grid) {
	for row := 0; row+1 < g.Rows; row++ {
		if numbers(g, row) < 2 || numbers(g, row+1) > 0 || texts(g, row+1) == 0 || texts(g, row+1) > maxLabels || g.At(row+1, 0).Text != "" {
			continue
		}
		for _, c := range g.Row(row) {
			if isNumber(c.Text) && c.Uncertain == "" {
				c.Uncertain = "the row below is blank: the number may be for both"
			}
		}
	}
}

// doubtBlanks doubts the blanks behind the text of every row that has one text and nothing else:
// a heading that is merged over the table is written so, and its blanks are no
// cells.
func doubtBlanks(g *gongkai.Grid) {
	for row := range g.Rows {
		if texts(g, row) != 1 {
			continue
		}
		behind := false
		for _, c := range g.Row(row) {
			behind = behind || c.Text != ""
			if behind && c.Text == "" && !c.Filler {
				c.Uncertain = "the row is blank: it may be one cell"
			}
		}
	}
}

// maxLabels is the most labels of one row: that of a group in it, and its own.
const maxLabels = 2

func numbers(g *gongkai.Grid, row int) int {
	n := 0
	for _, c := range g.Row(row) {
		if isNumber(c.Text) {
			n++
		}
	}
	return n
}

func texts(g *gongkai.Grid, row int) int {
	n := 0
	for _, c := range g.Row(row) {
		if c.Text != "" {
			n++
		}
	}
	return n
}

func isNumber(text string) bool {
	return strings.ContainsAny(text, "0123456789０１２３４５６７８９") && strings.Trim(text, "0123456789０１２３４５６７８９,.+-件条次万元个") == "" ||
		text == "/" || text == "—"
}
