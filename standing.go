package gongkai

// Standing is what other documents say of a report: whose it is, which of
// several documents of one report it is, and what was compared with others.
// The zero value is a report of nobody known that stands alone.
type Standing struct {
	// AgencyID names the Agency whose report it is; empty when that is not
	// proven.
	AgencyID string
	Role     Role
	// PrincipalOf is the report_id of the principal document of the same
	// agency and year; that of the report itself when it is the principal.
	PrincipalOf string
	// Series are the indicators that are comparable over layouts. Only
	// principal documents have them, so that nothing is counted twice.
	Series []Observation
	// Conflicts are cells in which another document of the same agency and
	// year states something else.
	Conflicts []Conflict
	// Copies are sections whose text is nearly that of another report.
	Copies []Copy
	// Reviews are what people say of the document, oldest first.
	Reviews []HumanReview
}

// Role of a document among those of one agency and year. The zero value is
// Principal: a document that stands alone is the reading to use.
type Role uint8

const (
	// Principal: the reading to use for this agency and year.
	Principal Role = iota
	// Twin: another document of the same publication, like an attachment.
	Twin
	// Mobile: the page as made for telephones.
	Mobile
	// Mirror: a copy on a host that is not the government's.
	Mirror
	// Superseded: an earlier publication that says something else.
	Superseded
	// Variant: it says something else, and nothing says which of the two holds.
	Variant
)

var roleNames = []string{"principal", "twin", "mobile", "mirror", "superseded", "variant"}

func (r Role) String() string { return name(roleNames, int(r)) }

func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

func (r *Role) UnmarshalText(b []byte) error { return parseName(r, roleNames, b, "role") }

// Observation is one indicator of one report.
type Observation struct {
	// Indicator is its code.
	Indicator string
	// Unit as the indicator counts; empty for shares.
	Unit string
	// Value is exact for counts and amounts; a share is rounded to six
	// decimals. Meaningful only when Missing is empty.
	Value Decimal
	// Numerator and Denominator are the exact parts of a share; nil otherwise.
	Numerator, Denominator *Decimal
	// Missing says why there is no value, as the state of the first cell that
	// lacks a number ("blank", "dash", "text", "absent", "illegible"), as "unit"
	// (the cell counts in thousands or in money) or "zero-denominator"; empty when
	// there is one.
	Missing string
	// Proof is the weakest of its cells.
	Proof Proof
	// Comparability says how the number differs from what the form of 2021 means
	// by it: a code of the mapping, for a share those of its parts separated by
	// semicolons; empty where it does not.
	Comparability string
	// Cells are those it was made of.
	Cells []CellRef
}

// Conflict is a cell in which two documents of one agency and year differ.
type Conflict struct {
	Cell CellRef
	// Printed is what this document has, Other what the other one has. The
	// states tell an absent cell from an empty one.
	Printed, Other         string
	State, OtherState      State
	OtherReport, OtherPath string
}

// Copy is a section that is nearly that of another report.
type Copy struct {
	// Section is the code of the section in both reports.
	Section string
	// OtherReport is the report_id of the other one.
	OtherReport, OtherAgency string
	OtherYear                int
	// Similarity is the share of the section's pieces that the other one has
	// too, in hundredths of a per cent.
	Similarity int
	// Shared are the longest passages that both have, separated by line feeds.
	Shared string
}

// Coverage is one agency and year that is expected, and what became of it.
type Coverage struct {
	AgencyID string
	Year     int
	State    CoverageState
	// ReportID is the principal report; empty unless State is Held.
	ReportID string
	// Detail says why there is none: the document that cannot be read, the
	// page that was not found.
	Detail string
}

// CoverageState says whether a report is there. The zero value is Held.
type CoverageState uint8

const (
	// Held: there is a report.
	Held CoverageState = iota
	// NotFound: no document of the agency and year was among the inputs.
	NotFound
	// Unreadable: there is a document that seems to be it and cannot be read.
	UnreadableReport
	// NotPublishedYet: the legal date of publication is not past.
	NotPublishedYet
)

var coverageStateNames = []string{"held", "not-found", "unreadable", "not-published-yet"}

func (s CoverageState) String() string { return name(coverageStateNames, int(s)) }
