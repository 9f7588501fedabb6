package synth

// Look is how a page is drawn, where that is not the writer's own choice. The
// zero value is the usual look; a writer ignores what its format cannot show.
type Look struct {
	// SplitRuns cuts text into pieces of single characters: runs in DOCX,
	// spans in HTML, text operators in PDF.
	SplitRuns bool
	// RepeatHeads prints the heads of a table again on each page (DOCX, PDF).
	RepeatHeads bool
	// BreakRow begins a new page before that row of numbers of the requests
	// table, 0 for where the page ends (PDF).
	BreakRow int
	// UniqueLines drops every line that was printed before (text).
	UniqueLines bool
	// LostRuns drops every line of a single character (text).
	LostRuns bool

	// What follows is for drawn PDF only.

	Rulings   Rulings
	Turned    Turned
	Watermark string // drawn across every page, over the text
	// BareFont names a font and does not embed it.
	BareFont bool
	// InvisibleText draws no glyph: the text layer of a scan.
	InvisibleText bool
}

// Rulings is how the borders of cells are drawn.
type Rulings uint8

const (
	StrokedRulings Rulings = iota
	FilledRulings          // as thin filled rectangles
	DoubledRulings         // two lines a border
	WhiteRulings           // white on white
	NoRulings
)

// Turned is how landscape pages are made.
type Turned uint8

const (
	Upright    Turned = iota
	TurnedPage        // the page states that it is turned: it is displayed upright
	Sideways          // the text runs from bottom to top
)
