package gongkai_test

import (
	"testing"

	"gongkai"
)

// TestTerms: every row and column of the standard tables has a term, in the
// order of its schema, and every cell of a national form is in a part.
func TestTerms(t *testing.T) {
	for _, s := range gongkai.Schemas() {
		rows, columns := gongkai.Terms(s.Table)
		checkTerms(t, s.Table, s.Rows, rows)
		checkTerms(t, s.Table, s.Columns, columns)
		for _, row := range s.Rows {
			if s.Table != gongkai.TableProactive && len(gongkai.LayoutsOf(gongkai.CellRef{Table: s.Table, Row: row, Column: s.Columns[0]})) == 0 {
				t.Errorf("%s.%s is in no part of a form", s.Table, row)
			}
		}
	}
	for _, p := range gongkai.Parts() {
		if number, years := p.Layout.Source(); number == "" || years == "" {
			t.Errorf("%s has no source", p.Layout)
		}
		for _, row := range p.Rows {
			for _, column := range p.Columns {
				if !new(gongkai.Report).Set(gongkai.CellRef{Table: p.Table, Row: row, Column: column}, gongkai.Value{}) {
					t.Errorf("%s: there is no cell %s.%s.%s", p.Layout, p.Table, row, column)
				}
			}
		}
	}
}

func checkTerms(t *testing.T, table string, codes []string, terms []gongkai.Term) {
	t.Helper()
	if len(codes) != len(terms) {
		t.Fatalf("%s: %d terms for %d codes", table, len(terms), len(codes))
	}
	for i, term := range terms {
		if term.Code != codes[i] || term.Chinese == "" || term.English == "" {
			t.Errorf("%s: term %+v for code %q", table, term, codes[i])
		}
	}
}

// TestIdentityCells: the identities name cells that there are.
func TestIdentityCells(t *testing.T) {
	for _, split := range []bool{true, false} {
		for _, identity := range append(gongkai.RequestIdentities(split), gongkai.DisputeIdentities()...) {
			if !identity.All(func(ref gongkai.CellRef) bool { return new(gongkai.Report).Set(ref, gongkai.Value{}) }) {
				t.Errorf("%v names a cell that no report has", identity)
			}
		}
	}
}
