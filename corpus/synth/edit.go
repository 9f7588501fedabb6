package synth

import (
	"slices"
	"strings"

	"gongkai"
)

// What deviations do to tables. Rows are found by the values they print.

// table is the page's table that prints values of the official one, and that
// table's number among the blocks; nil when there is none.
func (p *Page) table(code string) *Table {
	for _, t := range p.tables() {
		if t.prints(code) {
			return t
		}
	}
	return nil
}

// prints reports whether the table prints values of the official table.
func (t *Table) prints(table string) bool {
	for _, row := range t.Rows {
		for _, cell := range row {
			if cell.Value.Table == table {
				return true
			}
		}
	}
	return false
}

// row is the number of the row that prints a value of the official row, -1 when
// none does.
func (t *Table) row(table, row string) int {
	return slices.IndexFunc(t.Rows, func(cells []Cell) bool {
		return slices.ContainsFunc(cells, func(c Cell) bool { return c.Value.Table == table && c.Value.Row == row })
	})
}

// where is the table and the number of the row that prints the official row.
func (p *Page) where(table, row string) (*Table, int) {
	for _, t := range p.tables() {
		if i := t.row(table, row); i >= 0 {
			return t, i
		}
	}
	return nil, -1
}

// remove takes a row out. A cell that begins in it and goes on begins in the
// next one; a cell from above loses a row.
func (t *Table) remove(at int) {
	removed := t.places()[at]
	var moved []placed
	for _, cell := range removed {
		if cell.rows() == 1 {
			continue
		}
		cell.RowSpan--
		if !cell.below {
			moved = append(moved, cell)
		}
	}
	t.Rows = slices.Delete(t.Rows, at, at+1)
	if len(moved) == 0 || at >= len(t.Rows) {
		return
	}
	// Groups stand on the left of everything, outer ones first.
	var cells []Cell
	for _, m := range moved {
		cells = append(cells, *m.Cell)
	}
	t.Rows[at] = append(cells, t.Rows[at]...)
}

// insert puts a row in before the row at, as part of whatever spans both.
func (t *Table) insert(at int, cells ...Cell) {
	if at < len(t.Rows) {
		for _, cell := range t.places()[at] {
			if cell.below {
				cell.RowSpan++
			}
		}
	}
	t.Rows = slices.Insert(t.Rows, at, cells)
}

// label is the last cell before the row's first value.
func nameCell(cells []Cell) *Cell {
	for i := range cells {
		if cells[i].Value.Table != "" && i > 0 {
			return &cells[i-1]
		}
	}
	return nil
}

// labelOf is the cell that names the official row, nil when the page has none.
func (p *Page) labelOf(table, row string) *Cell {
	t, at := p.where(table, row)
	if at < 0 {
		return nil
	}
	return nameCell(t.Rows[at])
}

// labelCells are all cells that print no value.
func (p *Page) labelCells() []*Cell {
	var cells []*Cell
	for _, t := range p.tables() {
		for _, row := range t.Rows {
			for i := range row {
				if row[i].Value.Table == "" && row[i].Text != "" {
					cells = append(cells, &row[i])
				}
			}
		}
	}
	return cells
}

// replaceLabels replaces the texts of labels that are exactly so.
func (s *Sample) replaceLabels(texts map[string]string) {
	for _, cell := range s.Page.labelCells() {
		if text, ok := texts[cell.Text]; ok {
			cell.Text = text
		}
	}
}

// number is the value's number, 0 for anything else.
func number64(v gongkai.Value) int64 {
	n, _ := v.Number.Int64()
	return n
}

// isTotal reports whether the form states the cell as a sum.
func (s *Sample) isTotal(ref gongkai.CellRef) bool {
	return ref.Table == gongkai.TableRequests && (ref.Column == gongkai.ApplicantTotal.String() || ref.Row == gongkai.ProcessedTotal.String()) ||
		ref.Table == gongkai.TableDisputes && ref.Column == gongkai.OutcomeTotal.String() ||
		s.inList(ref) && s.list.isSum(ref.Row)
}

// inList reports whether the cell is one of the indicator list.
func (s *Sample) inList(ref gongkai.CellRef) bool { return s.list != nil && ref.Table == s.list.table }

// Summed reports whether a sum that the sample's form states has the cell in it.
func (s *Sample) Summed(ref gongkai.CellRef) bool {
	return ref.Table == gongkai.TableRequests || ref.Table == gongkai.TableDisputes || s.inList(ref) && s.states() && s.list.inSum(ref.Row)
}

// isUnsummed reports whether no sum has the cell in it: it is one of the proactive table, or a row
// of a list that is in no sum.
func (s *Sample) isUnsummed(ref gongkai.CellRef) bool {
	return ref.Table == gongkai.TableProactive || s.inList(ref) && !s.list.inSum(ref.Row)
}

// refs are the cells of the truth that keep.
func (s *Sample) refs(keep func(gongkai.CellRef, *gongkai.Value) bool) []gongkai.CellRef {
	var refs []gongkai.CellRef
	for ref, v := range s.Truth.Cells() {
		if keep(ref, v) {
			refs = append(refs, ref)
		}
	}
	return refs
}

// insertBlocks puts blocks before the first that satisfies, or at the end.
func (p *Page) insertBlocks(before func(Block) bool, blocks ...Block) {
	at := slices.IndexFunc(p.Blocks, before)
	if at < 0 {
		at = len(p.Blocks)
	}
	p.Blocks = slices.Insert(p.Blocks, at, blocks...)
}

func headingStarts(prefix string) func(Block) bool {
	return func(b Block) bool { return b.Style == Heading && strings.HasPrefix(b.Text, prefix) }
}
