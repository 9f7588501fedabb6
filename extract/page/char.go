package page

// Char is one glyph on the page, turned upright.
type Char struct {
	// Rune is U+FFFD when the file does not say which character the glyph is.
	Rune rune
	// Box is the glyph's advance by its font's height.
	Box Rect
	// X and Y are the glyph's origin: its left end on the baseline.
	X, Y float64
	// Em is the font size in points.
	Em        float64
	Direction Direction
	// Unmapped: there is no character, or one of a private use area.
	Unmapped bool
	// Invisible: the page does not draw the glyph.
	Invisible bool
	// Implausible: what the glyph's font writes on the page makes no sense.
	Implausible bool
	// Font tells the fonts of one page apart.
	Font uint64
}

// Direction is where text runs to, in quarter turns counter-clockwise.
type Direction uint8

const (
	Right Direction = iota
	Up
	Left
	Down
	// Slanted is any other angle.
	Slanted
)

// Turned is the direction after clockwise quarter turns of the page.
func (d Direction) Turned(turns int) Direction {
	if d == Slanted {
		return d
	}
	return Direction((int(d) - turns + 8) % 4)
}
