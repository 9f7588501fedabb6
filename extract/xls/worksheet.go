package xls

import (
	"math"

	"gongkai"
	"gongkai/extract/sheet"
)

// worksheet is the state of reading one sheet.
type worksheet struct {
	*reader
	*sheet.Sheet
	in       *records
	zeros    bool // zeros are shown
	formulas bool // formulas are shown, not their results
	// pending is the formula whose text the next STRING record holds.
	pending *sheet.Cell
	style   *sheet.Style // of pending
}

// worksheet reads a sheet and returns how many bytes of the stream it takes.
func (r *reader) worksheet(t tab) (length int, err error) {
	w := &worksheet{reader: r, Sheet: sheet.New(t.name, r.budget), zeros: true}
	w.Hidden = t.hidden
	if t.at < 0 || t.at >= len(r.stream) {
		return 0, failure(streamName, int64(t.at), gongkai.ErrDamaged, "sheet %q is not there", t.name)
	}
	w.in = &records{stream: r.stream, at: t.at}
	first, ok := w.in.next()
	if !ok || first.id != recBOF {
		return 0, failure(streamName, int64(t.at), gongkai.ErrDamaged, "sheet %q does not begin as a sheet does", t.name)
	}
	if first.body.u16(2) != 0x10 {
		return 4, nil // a chart, macros
	}
	r.book.Sheets = append(r.book.Sheets, w.Sheet)
	begin := w.in.at
	// How zeros are shown stands behind the cells.
	err = w.each(func(rec record) error {
		if rec.id == recWindow2 {
			w.formulas, w.zeros = rec.body.u16(0)&1 != 0, rec.body.u16(0)&0x10 != 0
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	w.in.at = begin
	if err = w.each(w.record); err == nil {
		err = w.settle("")
	}
	return w.in.at - t.at, err
}

// each calls read with every record of the sheet, and none of the charts in it.
func (w *worksheet) each(read func(record) error) error {
	for depth := 0; ; {
		rec, ok := w.in.next()
		switch {
		case !ok:
			return w.in.err
		case rec.id == recBOF:
			depth++
		case rec.id == recEOF && depth == 0:
			return nil
		case rec.id == recEOF:
			depth--
		case depth == 0:
			if err := read(rec); err != nil {
				return err
			}
		}
	}
}

// record reads one record of the sheet.
func (w *worksheet) record(rec record) error {
	b := rec.body
	row, column, style := b.u16(0), b.u16(2), w.reader.style(b.u16(4))
	var err error
	switch rec.id {
	case recRow:
		if b.u16(12)&0x20 != 0 {
			w.HideRows(row, row)
		}
	case recColInfo:
		if first, last := b.u16(0), b.u16(2); (b.u16(8)&1 != 0 || b.u16(4) == 0) && first <= last && last < sheet.MaxColumns {
			w.HideColumns(first, last)
		}
	case recMergeCells:
		err = w.merge(b)
	case recDrawing:
		w.pictures = true
	case recBlank:
		err = w.blank(row, column, style)
	case recMulBlank:
		for i := 0; 4+2*i+4 <= len(b) && err == nil; i++ {
			err = w.blank(row, column+i, w.reader.style(b.u16(4+2*i)))
		}
	case recNumber:
		err = w.Add(style.Number(row, column, math.Float64frombits(b.u64(6)), w.from1904, w.zeros))
	case recRK:
		err = w.Add(style.Number(row, column, rk(b.u32(6)), w.from1904, w.zeros))
	case recMulRk:
		for i := 0; 4+6*i+8 <= len(b) && err == nil; i++ {
			err = w.Add(w.reader.style(b.u16(4+6*i)).Number(row, column+i, rk(b.u32(6+6*i)), w.from1904, w.zeros))
		}
	case recLabelSst:
		n := int(b.u32(6))
		if n < 0 || n >= len(w.strings) {
			return failure(streamName, int64(rec.at), gongkai.ErrDamaged, "there is no shared string %d", n)
		}
		err = w.Add(style.Text(row, column, w.strings[n].text, w.strings[n].runs))
	case recLabel, recRString:
		s := &segments{parts: []body{b}, at: 6}
		t, _ := s.text()
		var runs []sheet.Run
		if rec.id == recRString {
			runs = w.oddRuns(t, s.formatRuns(s.u16()))
		}
		err = w.Add(style.Text(row, column, t, runs))
	case recBoolErr:
		err = w.Add(style.Text(row, column, boolOrError(b.u8(6), b.u8(7) != 0), nil))
	case recFormula:
		err = w.formula(b)
	case recString:
		t, _ := w.in.continued(rec).text()
		err = w.settle(t)
	}
	return wrap(rec, err)
}

func (w *worksheet) blank(row, column int, style *sheet.Style) error {
	if !style.Ruled {
		return nil
	}
	return w.Add(sheet.Cell{Row: row, Column: column, Ruled: true})
}

func (w *worksheet) merge(b body) error {
	for i := range min(b.u16(0), (len(b)-2)/8) {
		at := 2 + 8*i
		top, bottom, left, right := b.u16(at), b.u16(at+2), b.u16(at+4), b.u16(at+6)
		if err := w.Merge(sheet.Area{Row: top, Column: left, Rows: bottom - top + 1, Columns: right - left + 1}); err != nil {
			return err
		}
	}
	return nil
}

// formula adds the stored result of a formula (2.4.127).
func (w *worksheet) formula(b body) error {
	if err := w.settle(""); err != nil {
		return err
	}
	row, column, style := b.u16(0), b.u16(2), w.reader.style(b.u16(4))
	var c sheet.Cell
	switch {
	case b.u16(12) != 0xFFFF:
		c = style.Number(row, column, math.Float64frombits(b.u64(6)), w.from1904, w.zeros)
	case b.u8(6) == 0: // a text, in a record of its own
		w.pending, w.style = &sheet.Cell{Row: row, Column: column}, style
		return nil
	case b.u8(6) == 3: // the empty text
		c = sheet.Cell{Row: row, Column: column, Ruled: style.Ruled}
	default:
		c = style.Text(row, column, boolOrError(b.u8(8), b.u8(6) == 2), nil)
	}
	if w.formulas {
		c.Uncertain = "the sheet shows the formula"
	}
	return w.Add(c)
}

// settle adds the formula that waits for its text; none came if it is empty.
func (w *worksheet) settle(t string) error {
	if w.pending == nil {
		return nil
	}
	c := w.style.Text(w.pending.Row, w.pending.Column, t, nil)
	switch {
	case t == "":
		c.Uncertain = "a formula whose result is not stored"
	case w.formulas:
		c.Uncertain = "the sheet shows the formula"
	}
	w.pending = nil
	return w.Add(c)
}

// rk is a number in 30 bits (2.5.217).
func rk(n uint32) float64 {
	value := float64(int32(n) >> 2)
	if n&2 == 0 {
		value = math.Float64frombits(uint64(n&^3) << 32)
	}
	if n&1 != 0 {
		value /= 100
	}
	return value
}

// boolOrError is what a truth value or an error (2.5.10) shows.
func boolOrError(n int, isError bool) string {
	if !isError {
		return map[bool]string{true: "TRUE", false: "FALSE"}[n != 0]
	}
	if text, ok := map[int]string{0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}[n]; ok {
		return text
	}
	return "#ERROR"
}
