package gongkai

// SecondReading is what another engine, which shares no code with the first,
// reads in the cells that the first one found.
type SecondReading struct {
	// Method names the engine, like "ledongthuc".
	Method string `json:"method"`
	// Unavailable is why there is no second reading; then Cells is empty.
	Unavailable string `json:"unavailable,omitempty"`
	// Cells are compared cells, in the order of Report.Cells.
	Cells []ComparedCell `json:"cells,omitempty"`
}

// ComparedCell is one cell read twice.
type ComparedCell struct {
	Cell CellRef `json:"cell"`
	// First and Second are the two texts. Second is empty unless they were
	// compared.
	First     string    `json:"first"`
	Second    string    `json:"second"`
	Agreement Agreement `json:"agreement"`
	// Reason is why the second reading cannot say; empty if it can.
	Reason string `json:"reason,omitempty"`
}

// Agreement of two readings of a cell. The zero value is CannotSay.
type Agreement uint8

const (
	// CannotSay: the second engine does not know what is printed there.
	CannotSay Agreement = iota
	// Agrees: both read the same, white space and the width of characters
	// left aside.
	Agrees
	// Differs: they read different texts.
	Differs
)

var agreementNames = []string{"cannot-say", "agrees", "differs"}

func (a Agreement) String() string { return name(agreementNames, int(a)) }

func (a Agreement) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

func (a *Agreement) UnmarshalText(b []byte) error {
	return parseName(a, agreementNames, b, "agreement")
}
