package gongkai

import "strings"

// State says what kind of thing is printed in a cell. The zero value is
// Absent.
type State uint8

const (
	Absent    State = iota // the report has no such cell
	Number                 // a number, perhaps with a unit or a sign in words
	Blank                  // the cell is there and empty: no statement
	Dash                   // "/", "—", "无" and their kind: "not applicable"
	Text                   // words, or a number that cannot be read exactly
	Illegible              // the reader could not make out what is printed
)

var stateNames = [...]string{"absent", "number", "blank", "dash", "text", "illegible"}

func (s State) String() string { return name(stateNames[:], int(s)) }

func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (s *State) UnmarshalText(b []byte) error { return parseName(s, stateNames[:], b, "state") }

// Proof says what vouches for one cell. The zero value is Unchecked.
type Proof uint8

const (
	// Unchecked: no identity covers the cell; it stands on the reading alone.
	Unchecked Proof = iota
	// Proven: the cell takes part in an identity that holds and that would
	// fail if the cell were wrong.
	Proven
	// Contradicted: the cell takes part in an identity that fails.
	Contradicted
	// Doubtful: the text is uncertain, or two readings disagree.
	Doubtful
)

var proofNames = [...]string{"unchecked", "proven", "contradicted", "doubtful"}

func (p Proof) String() string { return name(proofNames[:], int(p)) }

func (p Proof) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

func (p *Proof) UnmarshalText(b []byte) error { return parseName(p, proofNames[:], b, "proof") }

// Value is one cell of a standard table. The zero value is a cell that the
// report does not have.
type Value struct {
	// Printed is the text as the source has it, without surrounding white
	// space. Empty for Blank and Absent.
	Printed string
	// Number is meaningful only when State is Number.
	Number Decimal
	State  State
	// Unit is the unit as printed, in the cell ("240万元") or in the header
	// of its column; empty when none is printed. Number is in this unit: it
	// is never converted.
	Unit  string
	Proof Proof
	Location
	// Uncertain is the reader's own doubt about Printed ("two numbers in one
	// cell", "glyph without Unicode"); empty when there is none. An uncertain
	// cell is never proven.
	Uncertain string
}

// Location is where on the source something stands, and how it was read there.
// Zero fields do not apply to the format.
type Location struct {
	// Page is 1-based (PDF, OFD, pictures of several pages).
	Page int
	// Box is left, top, right, bottom in points from the top left corner of
	// the page as displayed (PDF, OFD, pictures).
	Box [4]float64
	// Path is an element path, like "/body/tbl[2]/tr[3]/tc[1]" (HTML, DOCX), a
	// cell of a sheet, like "/一、主动公开!B7", or a picture in a document; in the
	// latter case Page and Box are in the picture.
	Path string
	// Method names the engine that read it, where that is not
	// Document.Method: a picture in a document that is not one, a scanned page.
	Method string
	// Line is 1-based (text).
	Line int
}

// HasBox reports whether Box was set.
func (l Location) HasBox() bool { return l.Box != [4]float64{} }

// IsOCR reports whether the method of a document or a place reads pixels.
func IsOCR(method string) bool { return strings.HasPrefix(method, "ocr/") }

// CellRef names a cell by the codes of its table, row and column.
type CellRef struct {
	Table  string `json:"table"`
	Row    string `json:"row"`
	Column string `json:"column"`
}

func (c CellRef) String() string { return c.Table + "." + c.Row + "." + c.Column }
