package codebook

import (
	"slices"
	"strings"

	"gongkai"
)

// statement is a sum or a bound that a form states, in words of codes.
type statement struct {
	text  string
	cells []gongkai.CellRef
}

// statements are those of the table: a text once for every row or column that
// it is stated of.
func statements(table string) []statement {
	var list []statement
	switch table {
	case gongkai.TableRequests:
		for _, split := range []bool{false, true} {
			for _, i := range gongkai.RequestIdentities(split) {
				list = append(list, stated(i, " = "))
			}
		}
	case gongkai.TableDisputes:
		for _, i := range gongkai.DisputeIdentities() {
			list = append(list, stated(i, " = "))
		}
	case gongkai.TableStatistics2014:
		for column := range gongkai.StatisticsColumnCount {
			refs := func(rows ...string) []gongkai.CellRef {
				var cells []gongkai.CellRef
				for _, row := range rows {
					cells = append(cells, gongkai.CellRef{Table: table, Row: row, Column: column.String()})
				}
				return cells
			}
			for _, s := range gongkai.StatisticsSums() {
				list = append(list, stated(gongkai.Identity{Left: refs(s.Parts...), Right: refs(s.Total)}, " = "))
			}
			for _, b := range gongkai.StatisticsBounds() {
				relation := " ≤ "
				if b.Loose {
					relation = " ≤ (usually) "
				}
				list = append(list, stated(gongkai.Identity{Left: refs(b.Part), Right: refs(b.Whole...)}, relation))
			}
		}
	}
	return list
}

// stated writes an identity by the codes in which its cells differ.
func stated(i gongkai.Identity, relation string) statement {
	cells := slices.Concat(i.Left, i.Right)
	sameColumn := i.All(func(ref gongkai.CellRef) bool { return ref.Column == cells[0].Column })
	sum := func(refs []gongkai.CellRef) string {
		var codes []string
		for _, ref := range refs {
			if sameColumn {
				codes = append(codes, ref.Row)
			} else {
				codes = append(codes, ref.Column)
			}
		}
		return strings.Join(codes, " + ")
	}
	return statement{sum(i.Left) + relation + sum(i.Right), cells}
}

// texts are the different texts of the statements that pass.
func texts(list []statement, passes func(statement) bool) []string {
	var out []string
	for _, s := range list {
		if passes(s) && !slices.Contains(out, s.text) {
			out = append(out, s.text)
		}
	}
	return out
}

func layoutNames(layouts []gongkai.Layout) string {
	var names []string
	for _, l := range layouts {
		names = append(names, string(l))
	}
	return strings.Join(names, " ")
}

// cellsOf yields the cells that a national form has or a province added, with
// their terms.
func cellsOf(table string, yield func(ref gongkai.CellRef, row, column gongkai.Term, layouts []gongkai.Layout)) {
	rows, columns := gongkai.Terms(table)
	for _, row := range rows {
		for _, column := range columns {
			ref := gongkai.CellRef{Table: table, Row: row.Code, Column: column.Code}
			layouts := gongkai.LayoutsOf(ref)
			if layouts == nil && table == gongkai.TableProactive {
				continue // no form has both
			}
			yield(ref, row, column, layouts)
		}
	}
}
