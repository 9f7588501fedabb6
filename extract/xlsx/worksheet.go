package xlsx

import (
	"strconv"
	"strings"

	"gongkai"
	"gongkai/extract/sheet"
	"gongkai/extract/xmlscan"
)

// worksheet is the state of reading one sheet.
type worksheet struct {
	*reader
	*sheet.Sheet
	scan        *xmlscan.Scanner
	zeros       bool // zeros are shown
	formulas    bool // formulas are shown, not their results
	row, column int  // where the next cell is, if it does not say
}

func (r *reader) worksheet(t tab, part string) error {
	w := &worksheet{reader: r, Sheet: sheet.New(t.name, r.budget), zeros: true}
	w.Hidden = t.hidden
	r.book.Sheets = append(r.book.Sheets, w.Sheet)
	return r.visit(part, w.read)
}

func (w *worksheet) read(s *xmlscan.Scanner) {
	w.scan = s
	if !s.Inside(0) || s.Name != "x:worksheet" {
		s.Fail(gongkai.ErrDamaged, "its root element is not that of a sheet")
		return
	}
	for s.Inside(0) {
		switch s.Name {
		case "x:sheetView":
			if zeros, ok := s.Lookup("x", "showZeros"); ok {
				w.zeros = isTrue(zeros)
			}
			w.formulas = isTrue(s.Attr("x", "showFormulas"))
		case "x:col":
			w.hideColumns()
		case "x:row":
			w.startRow()
		case "x:c":
			w.cell()
		case "x:mergeCell":
			if a, ok := area(s.Attr("x", "ref")); ok {
				w.fail(w.Merge(a))
			} else {
				s.Fail(gongkai.ErrDamaged, "a merged cell without a place")
			}
		case "x:drawing", "x:picture":
			w.pictures = true
		}
	}
}

func (w *worksheet) fail(err error) {
	if err != nil {
		w.scan.FailWith(err)
	}
}

// hideColumns reads the x:col just met.
func (w *worksheet) hideColumns() {
	s := w.scan
	width, err := strconv.ParseFloat(s.Attr("x", "width"), 64)
	if !isTrue(s.Attr("x", "hidden")) && (err != nil || width > 0) {
		return
	}
	first, _ := strconv.Atoi(s.Attr("x", "min"))
	last, _ := strconv.Atoi(s.Attr("x", "max"))
	if first >= 1 && last >= first && last <= sheet.MaxColumns {
		w.HideColumns(first-1, last-1)
	}
}

// startRow reads the attributes of the x:row just met.
func (w *worksheet) startRow() {
	s := w.scan
	if r := s.Attr("x", "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err == nil && n > sheet.MaxRows {
			s.Fail(gongkai.ErrLimit, "row %d", n)
			return
		}
		if err != nil || n < 1 {
			s.Fail(gongkai.ErrDamaged, "row %q has no number", r)
			return
		}
		w.row = n - 1
	}
	height, err := strconv.ParseFloat(s.Attr("x", "ht"), 64)
	if isTrue(s.Attr("x", "hidden")) || err == nil && height == 0 {
		w.HideRows(w.row, w.row)
	}
	w.column = 0
	w.row++ // of the next; cells are in the row before
}

// cell reads the x:c just met.
func (w *worksheet) cell() {
	s := w.scan
	row, column := w.row-1, w.column
	if name := s.Attr("x", "r"); name != "" {
		var ok bool
		if row, column, ok = place(name); !ok {
			s.Fail(gongkai.ErrDamaged, "cell %q has no place", name)
			return
		}
	}
	w.column = column + 1
	kind, style := s.Attr("x", "t"), w.styles.of(s.Attr("x", "s"))
	if s.Void {
		if style.Ruled {
			w.fail(w.Add(sheet.Cell{Row: row, Column: column, Ruled: true}))
		}
		return
	}
	var value []byte
	var inline text
	stored, formula := false, false
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "x:v":
			value, stored = s.Content(value[:0]), true
		case "x:f":
			formula = true
			s.Skip()
		case "x:is":
			inline = w.richText(s)
			stored = true
		}
	}
	c := w.value(kind, strings.TrimSpace(string(value)), string(value), inline, style, stored)
	c.Row, c.Column = row, column
	switch {
	case formula && (!stored || kind != "str" && len(value) == 0):
		c.Uncertain = "a formula whose result is not stored"
	case formula && w.formulas:
		c.Uncertain = "the sheet shows the formula"
	}
	w.fail(w.Add(c))
}

// value makes a cell of what is stored.
func (w *worksheet) value(kind, value, raw string, inline text, style *sheet.Style, stored bool) sheet.Cell {
	s := w.scan
	switch {
	case kind == "inlineStr":
		return style.Text(0, 0, inline.text, inline.runs)
	case kind == "str":
		return style.Text(0, 0, unescape(raw), nil)
	case value == "" || !stored:
		return sheet.Cell{Ruled: style.Ruled}
	case kind == "s":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n >= len(w.strings) {
			s.Fail(gongkai.ErrDamaged, "there is no shared string %q", value)
			return sheet.Cell{}
		}
		return style.Text(0, 0, w.strings[n].text, w.strings[n].runs)
	case kind == "b":
		return style.Text(0, 0, map[bool]string{true: "TRUE", false: "FALSE"}[isTrue(value)], nil)
	case kind == "e":
		return style.Text(0, 0, value, nil)
	case kind == "d":
		return sheet.Cell{Ruled: style.Ruled, Text: value, Uncertain: "a date whose format is not known"}
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		s.Fail(gongkai.ErrDamaged, "%q is no number", value)
	}
	return style.Number(0, 0, number, w.from1904, w.zeros)
}

// place reads the name of a cell, like "B7" or "$B$7".
func place(name string) (row, column int, ok bool) {
	at := 0
	for at < len(name) && at < 4 && (name[at]|0x20 >= 'a' && name[at]|0x20 <= 'z') {
		column = column*26 + int(name[at]|0x20-'a') + 1
		at++
	}
	row, err := strconv.Atoi(name[at:])
	ok = err == nil && column >= 1 && row >= 1 && column <= sheet.MaxColumns && row <= sheet.MaxRows
	return row - 1, column - 1, ok
}

// area reads the name of an area, like "B7:D9".
func area(name string) (a sheet.Area, ok bool) {
	from, to, pair := strings.Cut(name, ":")
	if !pair {
		to = from
	}
	top, left, ok1 := place(from)
	bottom, right, ok2 := place(to)
	top, bottom = min(top, bottom), max(top, bottom)
	left, right = min(left, right), max(left, right)
	return sheet.Area{Row: top, Column: left, Rows: bottom - top + 1, Columns: right - left + 1}, ok1 && ok2
}
