package synth

// Look is how a page is drawn, where that is not the writer's own choice. The
// zero value is the usual look; a writer ignores what its format cannot show.
type Look struct {
	// SplitRuns cuts text into pieces of single characters: runs in DOCX,
	// spans in HTML, text operators in PDF, text objects in OFD.
	SplitRuns bool
	// RepeatHeads prints the heads of a table again on each page (DOCX, PDF, OFD).
	RepeatHeads bool
	// BreakRow begins a new page before that row of numbers of the requests
	// table, 0 for where the page ends (PDF, OFD).
	BreakRow int
	// UniqueLines drops every line that was printed before (text).
	UniqueLines bool
	// LostRuns drops every line of a single character (text).
	LostRuns bool

	// What follows is for drawn PDF and OFD only.

	Rulings   Rulings
	Turned    Turned
	Watermark string // drawn across every page, over the text
	// BareFont names a font and does not embed it (PDF).
	BareFont bool
	// FontName is the name of a bare font, empty for STSong-Light.
	FontName string
	// InvisibleText draws no glyph: the text layer of a scan.
	InvisibleText bool

	// OFD is how an OFD is written.
	OFD OFDLook
}

// OFDLook is what programs that write OFD differ in.
type OFDLook struct {
	// DeltaRuns writes equal advances as "g n v", NoDeltas none at all.
	DeltaRuns, NoDeltas bool
	// GlyphMaps states the glyphs of the font beside the text; with Placeholders
	// the text itself is lost, as in files made of PDFs without characters.
	GlyphMaps, Placeholders bool
	// PointSizes states text in points, scaled by a matrix.
	PointSizes bool
	// OnePath draws all rulings of a page as one object, Composite puts them into a
	// unit of the resources.
	OnePath, Composite bool
	// Template puts the title, a red line and a letterhead on a template.
	Template bool
	// Seal lays a stamp annotation with text and lines over the table.
	Seal bool
	// NoPrefix writes no namespace, backslashes in paths and other case in names.
	NoPrefix bool
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
