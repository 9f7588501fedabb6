package xls

import (
	"unicode/utf16"

	"gongkai"
	"gongkai/extract/sheet"
)

// Bounds against files that make up styles. Excel has at most 4,000, and 512
// fonts; maxRuns is of all strings.
const (
	maxStyles = 1 << 16
	maxRuns   = 200_000
)

// text is a string; runs are those of its parts that are in odd fonts, nil when
// the whole is in the cell's font.
type text struct {
	text string
	runs []sheet.Run
}

// font is what of a font counts, its colour as a number of the palette.
type font struct {
	sheet.Font
	colour int
}

// cellFormat is what a cell's style (2.4.353) refers to.
type cellFormat struct {
	font, format int
	ruled        bool
	pattern      int
	fore         int // colour of the pattern
}

// globals reads what stands before the sheets.
func (r *reader) globals() error {
	in := &records{stream: r.stream}
	first, ok := in.next()
	if !ok || first.id != recBOF {
		return failure(streamName, 0, gongkai.ErrDamaged, "it does not begin as a workbook does")
	}
	if first.body.u16(0) != 0x0600 {
		return failure(streamName, 0, gongkai.ErrFormat, "a workbook of Excel 5.0 or 95 (BIFF5): save it as .xlsx")
	}
	r.formats, r.white = map[int]*sheet.NumberFormat{}, map[int]bool{1: true, 9: true, 65: true}
	var strings *segments // read when all fonts are known
	for {
		rec, ok := in.next()
		if !ok || rec.id == recEOF {
			break
		}
		if rec.id == recFilePass {
			return failure(streamName, int64(rec.at), gongkai.ErrEncrypted, "a password is needed to open it")
		}
		if rec.id == recSST {
			strings = in.continued(rec)
			continue
		}
		if err := r.global(rec); err != nil {
			return err
		}
	}
	if in.err != nil {
		return in.err
	}
	for i := range r.fonts {
		r.fonts[i].White = r.white[r.fonts[i].colour]
	}
	if strings != nil {
		return r.readStrings(strings)
	}
	return nil
}

func (r *reader) global(rec record) error {
	b := rec.body
	switch rec.id {
	case recDate1904:
		r.from1904 = b.u16(0) == 1
	case recDrawingData:
		r.pictures = true
	case recBoundSheet:
		s := &segments{parts: []body{b}, at: 6}
		t := tab{at: int(b.u32(0)), hidden: b.u8(4)&3 != 0, name: s.shortText()}
		if b.u8(5) == 0 { // a sheet, no chart and no macros
			r.tabs = append(r.tabs, t)
		}
		return wrap(rec, gongkai.Exceeds(len(r.tabs), sheet.MaxSheets, "sheets"))
	case recFont:
		escapement := b.u16(8)
		r.fonts = append(r.fonts, font{sheet.Font{Struck: b.u16(2)&8 != 0, Raised: escapement == 1 || escapement == 2}, b.u16(4)})
		return wrap(rec, gongkai.Exceeds(len(r.fonts), maxStyles, "fonts"))
	case recFormat:
		s := &segments{parts: []body{b}, at: 2}
		code, _ := s.text()
		r.formats[b.u16(0)] = sheet.ParseFormat(code)
	case recXF:
		r.cells = append(r.cells, cellFormat{
			font: b.u16(0), format: b.u16(2), ruled: b.u8(10) != 0, pattern: int(b.u32(14) >> 26), fore: b.u16(18) & 0x7F,
		})
		return wrap(rec, gongkai.Exceeds(len(r.cells), maxStyles, "styles"))
	case recPalette:
		for i := range min(b.u16(0), 56) {
			r.white[8+i] = b.u32(2+4*i)&0xFFFFFF == 0xFFFFFF
		}
	}
	return nil
}

// wrap puts an error into its place.
func wrap(rec record, err error) error {
	if err == nil {
		return nil
	}
	return &gongkai.ReadError{Format: gongkai.FormatXLS, Part: streamName, Offset: int64(rec.at), Err: err}
}

// readStrings reads the table of shared strings (2.4.265).
func (r *reader) readStrings(s *segments) error {
	s.skip(4)
	count := int(min(s.u32(), 1<<30))
	if err := gongkai.Exceeds(count, r.limits.Cells, "shared strings"); err != nil {
		return &gongkai.ReadError{Format: gongkai.FormatXLS, Part: streamName, Offset: -1, Err: err}
	}
	for range count {
		t, runs := s.text()
		if s.short {
			return failure(streamName, -1, gongkai.ErrDamaged, "the table of strings ends after %d of %d", len(r.strings), count)
		}
		r.strings = append(r.strings, text{sheet.Tidy(t), r.oddRuns(t, runs)})
		if r.runs > maxRuns {
			return failure(streamName, -1, gongkai.ErrLimit, "more than %d runs", maxRuns)
		}
	}
	return nil
}

// oddRuns are the parts of the text that are in odd fonts; what stands before the
// first run is in the cell's font.
func (r *reader) oddRuns(t string, runs []formatRun) []sheet.Run {
	if len(runs) == 0 || runs[0].from > 0 {
		return nil
	}
	odd := []sheet.Run{}
	units := utf16.Encode([]rune(t))
	for i, run := range runs {
		to := len(units)
		if i+1 < len(runs) {
			to = min(to, runs[i+1].from)
		}
		if f := r.font(run.font).Font; f != (sheet.Font{}) && run.from < to {
			odd = append(odd, sheet.Run{Text: string(utf16.Decode(units[run.from:to])), Font: f})
			r.runs++
		}
	}
	return odd
}

// font is the font of that number: there is none with number 4.
func (r *reader) font(n int) font {
	if n > 4 {
		n--
	}
	if n < len(r.fonts) {
		return r.fonts[n]
	}
	return font{}
}

// settleStyles makes styles when everything that they refer to is known.
func (r *reader) settleStyles() {
	for _, c := range r.cells {
		s := &sheet.Style{Font: r.font(c.font).Font, Ruled: c.ruled, Shaded: c.pattern > 1 || c.pattern == 1 && !r.white[c.fore]}
		if c.format > 0 {
			if r.formats[c.format] == nil {
				r.formats[c.format] = sheet.Builtin(c.format)
			}
			s.Format = r.formats[c.format]
		}
		r.styles = append(r.styles, s)
	}
}

var plain = &sheet.Style{}

func (r *reader) style(n int) *sheet.Style {
	if n < len(r.styles) {
		return r.styles[n]
	}
	return plain
}
