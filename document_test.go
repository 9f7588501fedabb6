package gongkai

import (
	"math/rand/v2"
	"testing"
)

func TestNewGrid(t *testing.T) {
	g, overlaps, lost := NewGrid(3, 3, []Cell{
		{Row: 0, Column: 0, ColumnSpan: 2, Text: "a"},
		{Row: 0, Column: 2, RowSpan: 9, Text: "b"},    // reaches out: cut back
		{Row: 1, Column: 1, ColumnSpan: 2, Text: "c"}, // reaches into b: cut back
		{Row: 1, Column: 2, Text: "d"},                // its place is b's: lost
		{Row: 7, Column: 0, Text: "e"},                // outside: lost
	})
	if err := g.Check(); err != nil {
		t.Error(err)
	}
	if overlaps != 1 || len(lost) != 2 {
		t.Errorf("%d overlaps, %d lost; want 1, 2", overlaps, len(lost))
	}
	for _, c := range []struct {
		row, column int
		text        string
		filler      bool
	}{{0, 1, "a", false}, {2, 2, "b", false}, {1, 1, "c", false}, {1, 0, "", true}, {2, 0, "", true}} {
		if got := g.At(c.row, c.column); got.Text != c.text || got.Filler != c.filler {
			t.Errorf("at %d, %d: %q, filler %v", c.row, c.column, got.Text, got.Filler)
		}
	}
	if n := len(g.Row(0)); n != 2 {
		t.Errorf("row 0 has %d cells, want 2", n)
	}
	if g.At(3, 0) != nil || g.At(0, -1) != nil {
		t.Error("a cell outside the grid")
	}
}

// TestNewGridAlwaysTiles throws random cells at grids.
func TestNewGridAlwaysTiles(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		rows, columns := 1+random.IntN(6), 1+random.IntN(6)
		var cells []Cell
		for range random.IntN(12) {
			cells = append(cells, Cell{Row: random.IntN(8) - 1, Column: random.IntN(8) - 1, RowSpan: random.IntN(5), ColumnSpan: random.IntN(5) - 1})
		}
		g, _, lost := NewGrid(rows, columns, cells)
		if err := g.Check(); err != nil {
			t.Fatalf("%d × %d of %+v: %v", rows, columns, cells, err)
		}
		kept := 0
		for _, c := range g.Cells {
			if !c.Filler {
				kept++
			}
		}
		if kept+len(lost) != len(cells) {
			t.Fatalf("%d cells: %d kept, %d lost", len(cells), kept, len(lost))
		}
	}
}

func TestGridCheckFindsFaults(t *testing.T) {
	for name, g := range map[string]*Grid{
		"hole":    {Rows: 1, Columns: 2, Cells: []Cell{{RowSpan: 1, ColumnSpan: 1}}},
		"overlap": {Rows: 1, Columns: 1, Cells: []Cell{{RowSpan: 1, ColumnSpan: 1}, {RowSpan: 1, ColumnSpan: 1}}},
		"outside": {Rows: 1, Columns: 1, Cells: []Cell{{RowSpan: 2, ColumnSpan: 1}}},
	} {
		if g.Check() == nil {
			t.Errorf("%s is not found", name)
		}
	}
}
