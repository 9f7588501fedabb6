package pipeline

import (
	"encoding/json"
	"os"
	"testing"

	"gongkai"
)

// expected is what a document says, cell by cell, as people checked it.
type expected struct {
	Agency           string
	Year             int
	Layout           string
	Requests         map[string][]any
	Disputes         []any
	Proactive        map[string][]any
	ProactiveColumns map[string][]string `json:"proactive_columns"`
	// Arithmetic says which printed sums are wrong; empty for none.
	Arithmetic string
	// Local are the rows of a local list, Statistics2014 those of the form of
	// 2014: the national one states a value, Fujian's a year and what has
	// accumulated.
	Local          map[string]expectedRow
	Statistics2014 map[string]expectedRow
}

// expectedRow is a row of an indicator list. Other members are its columns.
type expectedRow map[string]any

// readExpected reads an expectation file.
func readExpected(t *testing.T, path string) expected {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var e expected
	decoder := json.NewDecoder(file)
	decoder.UseNumber()
	if err := decoder.Decode(&e); err != nil {
		t.Fatal(err)
	}
	return e
}

// officialColumns are the columns that proactive rows have in cn-2021.
var officialColumns = map[string][]string{
	"regulations": {"issued", "repealed", "in_force"}, "normative_documents": {"issued", "repealed", "in_force"},
	"licensing": {"decisions"}, "penalties": {"decisions"}, "coercive_measures": {"decisions"}, "fees": {"amount"},
}

// cells lists what is expected of every cell; cells that are not listed must
// be absent.
func (e expected) cells() map[gongkai.CellRef]any {
	cells := map[gongkai.CellRef]any{}
	schemas := map[string]gongkai.Schema{}
	for _, s := range gongkai.Schemas() {
		schemas[s.Table] = s
	}
	for row, values := range e.Requests {
		for i, v := range values {
			cells[gongkai.CellRef{Table: gongkai.TableRequests, Row: row, Column: schemas[gongkai.TableRequests].Columns[i]}] = v
		}
	}
	for i, v := range e.Disputes {
		s := schemas[gongkai.TableDisputes]
		cells[gongkai.CellRef{Table: s.Table, Row: s.Rows[i/len(s.Columns)], Column: s.Columns[i%len(s.Columns)]}] = v
	}
	for row, values := range e.Proactive {
		columns := e.ProactiveColumns[row]
		if columns == nil {
			columns = officialColumns[row]
		}
		for i, v := range values {
			cells[gongkai.CellRef{Table: gongkai.TableProactive, Row: row, Column: columns[i]}] = v
		}
	}
	for table, rows := range map[string]map[string]expectedRow{gongkai.TableLocal: e.Local, gongkai.TableStatistics2014: e.Statistics2014} {
		for row, members := range rows {
			for column, v := range members {
				if column != "label" && column != "unit" {
					cells[gongkai.CellRef{Table: table, Row: row, Column: column}] = v
				}
			}
		}
	}
	return cells
}

// compareLists compares what a list prints beside its numbers.
func (e expected) compareLists(t *testing.T, r *gongkai.Report) {
	t.Helper()
	for table, rows := range map[string]map[string]expectedRow{gongkai.TableLocal: e.Local, gongkai.TableStatistics2014: e.Statistics2014} {
		for ref, v := range r.Cells() {
			want, ok := rows[ref.Row]
			if ref.Table != table || !ok {
				continue
			}
			if label, ok := want["label"]; ok && r.Label(ref) != label {
				t.Errorf("%s: label %q, expected %q", ref, r.Label(ref), label)
			}
			if unit, ok := want["unit"]; ok && v.Unit != unit {
				t.Errorf("%s: unit %q, expected %q", ref, v.Unit, unit)
			}
		}
	}
}

// compare reports every cell of the report that is not as expected, and every
// expected cell that the report does not have.
func (e expected) compare(t *testing.T, r *gongkai.Report) {
	t.Helper()
	e.compareLists(t, r)
	want := e.cells()
	if len(want) == 0 && e.Layout != string(gongkai.LayoutNarrative) {
		t.Fatal("the expectation holds no cell")
	}
	for ref, v := range r.Cells() {
		w, ok := want[ref]
		if !ok {
			t.Errorf("%s: %q, expected to be absent", ref, v.Printed)
			continue
		}
		delete(want, ref)
		if !says(v, w) {
			t.Errorf("%s: %s %q (%s), expected %v", ref, v.State, v.Printed, v.Number, w)
		}
	}
	for ref, w := range want {
		t.Errorf("%s: absent, expected %v", ref, w)
	}
}

// says compares a cell with what is expected: null is a cell printed empty, a
// number its value, a text what is printed.
func says(v *gongkai.Value, want any) bool {
	switch w := want.(type) {
	case nil:
		return v.State == gongkai.Blank
	case json.Number:
		number, err := gongkai.ParseDecimal(w.String())
		return err == nil && v.State == gongkai.Number && v.Number.Cmp(number) == 0
	case string:
		if v.State == gongkai.Number && v.Number.String() == w {
			return true
		}
		return v.Printed == w
	}
	return false
}
