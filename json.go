package gongkai

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// MarshalJSON writes the report in the shape that `gongkai extract` prints,
// which is a contract:
//
//	{"source":{…},"agency":…,"year":…,"layout":…,"status":…,
//	 "tables":{TABLE:{ROW:{COLUMN:{"printed":…,"value":…,"state":…,…}}}},
//	 "local":{"list":…,"columns":[…],"rows":[{"code":…,"label":…,"unit":…}],…},
//	 "findings":[…],"sections":[…],…}
//
// "local" describes the rows and columns of the table local and is left out
// where the report has none.
// Tables, rows and columns are in official order. A cell that the report does
// not have is left out. Year is null when it is not known; "value" is a string
// with the exact decimal, left out unless the state is "number".
func (r *Report) MarshalJSON() ([]byte, error) {
	year := &r.Year
	if r.Year == 0 {
		year = nil
	}
	return encode(reportJSON{
		Source: r.Source, Method: r.Method, Pages: r.Pages, Title: r.Title, Agency: r.Agency, Year: year,
		Layout: r.Layout, Status: r.Status, Published: r.Published,
		Tables: tablesJSON{r}, Local: r.Local, Findings: some(r.Findings), Sections: some(r.Sections),
		Evidence: some(r.Evidence), Metadata: some(r.Metadata),
	})
}

// UnmarshalJSON is the inverse of MarshalJSON, except for Headings, which are
// not written.
func (r *Report) UnmarshalJSON(b []byte) error {
	in := reportJSON{Tables: tablesJSON{r}}
	*r = Report{}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	r.Source, r.Method, r.Pages, r.Title, r.Agency = in.Source, in.Method, in.Pages, in.Title, in.Agency
	r.Layout, r.Status, r.Published = in.Layout, in.Status, in.Published
	r.Findings, r.Sections, r.Evidence, r.Metadata = in.Findings, in.Sections, in.Evidence, in.Metadata
	if in.Year != nil {
		r.Year = *in.Year
	}
	if in.Local != nil {
		in.Local.adopt(r.Local)
		r.Local = in.Local
	}
	return nil
}

type reportJSON struct {
	Source    Source          `json:"source"`
	Method    string          `json:"method,omitempty"`
	Pages     int             `json:"pages,omitempty"`
	Title     string          `json:"title"`
	Agency    string          `json:"agency"`
	Year      *int            `json:"year"`
	Layout    Layout          `json:"layout"`
	Status    Status          `json:"status"`
	Published string          `json:"published,omitempty"`
	Tables    tablesJSON      `json:"tables"`
	Local     *Local          `json:"local,omitempty"`
	Findings  []Finding       `json:"findings"`
	Sections  []Section       `json:"sections"`
	Evidence  []Evidence      `json:"evidence"`
	Metadata  []MetadataField `json:"metadata"`
}

// tablesJSON reads and writes the typed tables as nested objects by code.
type tablesJSON struct{ report *Report }

func (t tablesJSON) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	cells := json.NewEncoder(&b)
	cells.SetEscapeHTML(false)
	var last CellRef
	for ref, v := range t.report.Cells() {
		switch {
		case last.Table == "":
			fmt.Fprintf(&b, "{%q:{%q:{", ref.Table, ref.Row)
		case ref.Table != last.Table:
			fmt.Fprintf(&b, "}},%q:{%q:{", ref.Table, ref.Row)
		case ref.Row != last.Row:
			fmt.Fprintf(&b, "},%q:{", ref.Row)
		default:
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:", ref.Column)
		if err := cells.Encode(v.object()); err != nil {
			return nil, err
		}
		last = ref
	}
	if last.Table == "" {
		return []byte("{}"), nil
	}
	b.WriteString("}}}")
	return b.Bytes(), nil
}

func (t *tablesJSON) UnmarshalJSON(b []byte) error {
	var tables map[string]map[string]map[string]valueJSON
	if err := json.Unmarshal(b, &tables); err != nil {
		return err
	}
	for table, rows := range tables {
		for row, columns := range rows {
			for column, in := range columns {
				v, err := in.value()
				if err != nil {
					return err
				}
				if ref := (CellRef{table, row, column}); !t.report.Set(ref, v) {
					return fmt.Errorf("unknown cell %s", ref)
				}
			}
		}
	}
	return nil
}

// locationJSON is Location as an object's members.
type locationJSON struct {
	Page   int         `json:"page,omitempty"`
	Box    *[4]float64 `json:"box,omitempty"`
	Path   string      `json:"path,omitempty"`
	Line   int         `json:"line,omitempty"`
	Method string      `json:"method,omitempty"`
}

func toJSON(l Location) locationJSON {
	out := locationJSON{Page: l.Page, Path: l.Path, Line: l.Line, Method: l.Method}
	if l.HasBox() {
		out.Box = &l.Box
	}
	return out
}

func (l locationJSON) location() Location {
	out := Location{Page: l.Page, Path: l.Path, Line: l.Line, Method: l.Method}
	if l.Box != nil {
		out.Box = *l.Box
	}
	return out
}

type valueJSON struct {
	Printed string  `json:"printed"`
	Value   *string `json:"value,omitempty"`
	State   State   `json:"state"`
	Unit    string  `json:"unit,omitempty"`
	Proof   Proof   `json:"proof"`
	locationJSON
	Uncertain string `json:"uncertain,omitempty"`
}

// object is the cell as extract prints it.
func (v *Value) object() valueJSON {
	out := valueJSON{Printed: v.Printed, State: v.State, Unit: v.Unit, Proof: v.Proof,
		locationJSON: toJSON(v.Location), Uncertain: v.Uncertain}
	if v.State == Number {
		number := v.Number.String()
		out.Value = &number
	}
	return out
}

// value is the inverse of object.
func (in valueJSON) value() (Value, error) {
	v := Value{Printed: in.Printed, State: in.State, Unit: in.Unit, Proof: in.Proof,
		Location: in.location(), Uncertain: in.Uncertain}
	if in.Value == nil {
		return v, nil
	}
	number, err := ParseDecimal(*in.Value)
	v.Number = number
	return v, err
}

type findingJSON struct {
	Code     Code      `json:"code"`
	Severity Severity  `json:"severity"`
	English  string    `json:"message"`
	Chinese  string    `json:"message_zh"`
	Cells    []CellRef `json:"cells,omitempty"`
	Expected string    `json:"expected,omitempty"`
	Found    string    `json:"found,omitempty"`
	Detail   string    `json:"detail,omitempty"`
	locationJSON
}

// MarshalJSON writes the finding with its rule's severity and messages.
func (f Finding) MarshalJSON() ([]byte, error) {
	rule, _ := f.Code.Rule()
	return encode(findingJSON{Code: f.Code, Severity: rule.Severity, English: rule.English, Chinese: rule.Chinese,
		Cells: f.Cells, Expected: f.Expected, Found: f.Found, Detail: f.Detail, locationJSON: toJSON(f.Location)})
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (f *Finding) UnmarshalJSON(b []byte) error {
	var in findingJSON
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*f = Finding{Code: in.Code, Cells: in.Cells, Expected: in.Expected, Found: in.Found, Detail: in.Detail, Location: in.location()}
	return nil
}

// encode is json.Marshal without the escapes that only matter inside HTML.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// some makes a nil slice an empty one: the contract has arrays, never null.
func some[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
