package gongkai

// Agency is an administrative organ that reports, or one that others report to.
type Agency struct {
	// ID is stable: division code and function, like 320813-government.
	ID string
	// Name is the full official name.
	Name string
	// Aliases are other names that mean this agency and no other.
	Aliases []string
	// Division is the code of GB/T 2260, six digits, or nine with the
	// township; 000000 for the central government.
	Division string
	Level    Level
	// Function is a stable code such as government or public_security.
	Function string
	// Parent and Successor are IDs; empty when there is none.
	Parent, Successor string
}

// Level of an Agency. The zero value is UnknownLevel.
type Level uint8

const (
	UnknownLevel Level = iota
	Central
	Province
	Prefecture
	County
	Township
)

var levelNames = []string{"unknown", "central", "province", "prefecture", "county", "township"}

func (l Level) String() string { return name(levelNames, int(l)) }

func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

func (l *Level) UnmarshalText(b []byte) error { return parseName(l, levelNames, b, "level") }
