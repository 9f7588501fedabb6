package page

import "gongkai"

// Trace is what every stage made of a document.
type Trace struct {
	Pages []*Page
	// Unruled are the tables without rulings, and what looked like one.
	Unruled []*Unruled
	// Joins say what was done to tables that go on over pages.
	Joins    []string
	Document *gongkai.Document
}

// Page is what the stages found on one page, in points from the top left
// corner of the page turned so that most of its text runs to the right.
type Page struct {
	// Number is 1-based.
	Number        int
	Width, Height float64
	// Turns is how many clockwise quarter turns were added to how the page is
	// displayed.
	Turns   int
	Chars   []Char
	Rulings []Ruling // as drawn
	Merged  []Ruling
	Tables  []*Table // before they are joined to those of other pages
	Lines   []Line
	// Furniture is what was kept out of the text.
	Furniture []Line
	// Slanted counts the glyphs that run at an angle, which were kept out.
	Slanted int
	// Pictured: pictures cover most of the page.
	Pictured bool
	// PictureDPI is the resolution of the largest picture; 0 where there is none.
	PictureDPI float64
	// Objects counts all that the page draws.
	Objects int
	// Failed: PDFium could not load the page.
	Failed bool
	// Lost is where text was left out, because nothing says which.
	Lost []Point
	// Method names the engine that read the page, where that is not the
	// document's.
	Method string
}

// location is where a box of the page is on the page as displayed.
func (p *Page) location(box Rect) gongkai.Location {
	return gongkai.Location{Page: p.Number, Box: TurnBack(box, p.Turns, p.Width, p.Height).rounded(), Method: p.Method}
}
