package sheet

import (
	"strings"
)

// Font is what of a font makes a number another one, or unseen.
type Font struct {
	Struck, Raised, White bool
}

// doubt says what is odd about text in the font; shaded says that it has a
// colour behind it. A text without digits states no number.
func (f Font) doubt(text string, shaded bool) string {
	switch {
	case !strings.ContainsAny(text, "0123456789"):
		return ""
	case f.Struck:
		return "digits that are struck out"
	case f.Raised:
		return "digits that are raised or lowered"
	case f.White && !shaded:
		return "white digits"
	}
	return ""
}

// Style is the format of a cell.
type Style struct {
	Format *NumberFormat // nil is General
	Font   Font
	Shaded bool // a colour behind the text
	Ruled  bool // see Cell
}

// Run is a part of a text in a font of its own.
type Run struct {
	Text string
	Font Font
}

// Number makes the cell of a number. Zeros says whether the sheet shows zeros.
func (s *Style) Number(row, column int, value float64, from1904, zeros bool) Cell {
	c := Cell{Row: row, Column: column, Ruled: s.Ruled}
	if value == 0 && !zeros {
		return c
	}
	c.Text, c.Uncertain = s.Format.Print(value, from1904)
	if c.Uncertain == "" {
		c.Uncertain = s.Font.doubt(c.Text, s.Shaded)
	}
	return c
}

// Text makes the cell of a text. Runs are its parts in odd fonts; nil when all of
// it is in the cell's font.
func (s *Style) Text(row, column int, text string, runs []Run) Cell {
	c := Cell{Row: row, Column: column, Ruled: s.Ruled, Text: s.Format.Text(text)}
	if c.Text == "" {
		return c
	}
	if runs == nil {
		c.Uncertain = s.Font.doubt(c.Text, s.Shaded)
	}
	for _, r := range runs {
		if doubt := r.Font.doubt(r.Text, s.Shaded); doubt != "" {
			c.Uncertain = doubt
		}
	}
	return c
}
