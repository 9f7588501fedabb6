package form

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai"
)

// listHeader is the header row of an indicator list: 统计指标 | 单位 | 统计数.
type listHeader struct {
	top, bottom int
	// ragged: columns are counted, not placed.
	ragged  bool
	columns []listColumn // from the label's on, left to right
}

// listColumn is one column of a list.
type listColumn struct {
	role     listRole
	from, to int    // grid columns [from, to)
	code     string // of a column of numbers
	heading  string
	table    string // where its numbers go
	cell     *gongkai.Cell
}

type listRole uint8

const (
	roleNumber listRole = iota
	roleLabel
	roleUnit
	roleCode // 代码, 序号
	roleNote // 备注
)

// listHeads are the heads of columns that hold no numbers, in any list.
func listHeads(text string) (listRole, bool) {
	switch letters(cutNotes(fold(text))) {
	case "统计指标", "指标名称", "指标", "指标内容", "统计指标名称", "统计项目", "统计内容", "项目", "项目名称", "内容", "名称":
		return roleLabel, true
	case "单位", "计量单位":
		return roleUnit, true
	case "代码", "指标代码", "序号", "编号", "行次":
		return roleCode, true
	case "备注", "说明":
		return roleNote, true
	}
	return roleNumber, false
}

// listHeaderAt reads the row as the header of an indicator list: a head of
// labels, one of units to its right, and columns of numbers.
func listHeaderAt(g *gongkai.Grid, row int) *listHeader {
	h := &listHeader{top: row, bottom: row, ragged: g.Ragged}
	cells := g.Row(row)
	for _, c := range cells {
		if role, ok := listHeads(c.Text); ok && role == roleLabel && c.Row == row {
			h.bottom = max(h.bottom, row+c.RowSpan-1)
		}
	}
	label, unit := -1, -1
	for at := 0; at < g.Columns; {
		c := g.At(h.bottom, at)
		from := at
		at = c.Column + c.ColumnSpan
		if c.Filler {
			continue
		}
		text := headingAbove(g, h, from)
		role, _ := listHeads(text)
		switch {
		case role == roleLabel && label < 0:
			label = len(h.columns)
		case role == roleUnit && label >= 0 && unit < 0:
			unit = len(h.columns)
		case role == roleNumber && unit >= 0:
		case label < 0:
			role = roleCode // whatever stands left of the labels is none
		}
		h.columns = append(h.columns, listColumn{role: role, from: from, to: at, heading: oneLine(text), cell: c})
	}
	if label < 0 || unit < 0 {
		return nil
	}
	if h.dropEmpty(g); len(h.numbers()) == 0 {
		return nil
	}
	// Between label and unit nothing but labels stands.
	for i := label; i < unit; i++ {
		if h.columns[i].role == roleNumber {
			h.columns[i].role = roleLabel
		}
	}
	return h
}

// dropEmpty takes columns without a head and without any text below it for no
// columns of numbers: they state nothing.
func (h *listHeader) dropEmpty(g *gongkai.Grid) {
	for i := range h.columns {
		c := &h.columns[i]
		if c.role == roleNumber && c.heading == "" && !textBelow(g, h.bottom, c.from, c.to) {
			c.role = roleNote
		}
	}
}

// textBelow reports whether a cell below the row and in the columns [from, to)
// alone holds text.
func textBelow(g *gongkai.Grid, row, from, to int) bool {
	for row++; row < g.Rows; row++ {
		for at := from; at < to; {
			c := g.At(row, at)
			if c.Text != "" && c.Column >= from && c.Column+c.ColumnSpan <= to {
				return true
			}
			at = max(at+1, c.Column+c.ColumnSpan)
		}
	}
	return false
}

// headingAbove is the lowest text of the header in the grid column.
func headingAbove(g *gongkai.Grid, h *listHeader, at int) string {
	for row := h.bottom; row >= h.top; row-- {
		if c := g.At(row, at); c.Text != "" {
			return c.Text
		}
	}
	return ""
}

// numbers lists the columns of numbers.
func (h *listHeader) numbers() []*listColumn {
	var columns []*listColumn
	for i := range h.columns {
		if h.columns[i].role == roleNumber {
			columns = append(columns, &h.columns[i])
		}
	}
	return columns
}

// listRow is a row of a list, its cells by what they are.
type listRow struct {
	label *gongkai.Cell // nil when the row has no label of its own
	unit  string
	// values are parallel to the header's columns of numbers; nil where the
	// source has no cell.
	values []*gongkai.Cell
	// stray cells hold text and belong to no column.
	stray []*gongkai.Cell
	cells []*gongkai.Cell
}

// rowOf sorts the cells of a grid row.
func (h *listHeader) rowOf(g *gongkai.Grid, row int) listRow {
	r := listRow{values: make([]*gongkai.Cell, len(h.numbers()))}
	for _, c := range g.Row(row) {
		if !c.Filler && c.Row == row {
			r.cells = append(r.cells, c)
		}
	}
	if h.ragged && len(r.cells) != len(h.columns) {
		r.label, r.stray = firstText(r.cells)
		return r
	}
	for i, c := range r.cells {
		var under []int
		for at, column := range h.columns {
			if h.ragged && at == i || !h.ragged && c.Column < column.to && column.from < c.Column+c.ColumnSpan {
				under = append(under, at)
			}
		}
		h.sort(&r, c, under)
	}
	return r
}

// sort gives a cell its place in the row.
func (h *listHeader) sort(r *listRow, c *gongkai.Cell, under []int) {
	roles := map[listRole]bool{}
	for _, at := range under {
		roles[h.columns[at].role] = true
	}
	switch {
	case len(under) == 0:
		if c.Text != "" {
			r.stray = append(r.stray, c)
		}
	case roles[roleLabel]:
		if c.Text != "" {
			r.label = c
		}
	case roles[roleUnit] && !roles[roleNumber]:
		r.unit = oneLine(c.Text)
	case roles[roleNumber]:
		number := 0
		for at, column := range h.columns {
			if column.role != roleNumber {
				continue
			}
			if slices.Contains(under, at) {
				// A number for two columns, or a second one for the same, has no
				// place; empty cells do not matter.
				switch old := r.values[number]; {
				case c.Text != "" && (len(under) > 1 || c.RowSpan > 1 || old != nil && old.Text != ""):
					r.stray = append(r.stray, c)
					return
				case old == nil || old.Text == "":
					r.values[number] = c
				}
			}
			number++
		}
	case roles[roleNote] && c.Text != "" && isNumeric(c.Text):
		r.stray = append(r.stray, c)
	}
}

// firstText parts cells into the first that holds text and the rest that do.
func firstText(cells []*gongkai.Cell) (first *gongkai.Cell, rest []*gongkai.Cell) {
	for _, c := range cells {
		switch {
		case c.Text == "":
		case first == nil:
			first = c
		default:
			rest = append(rest, c)
		}
	}
	return first, rest
}

// stated reports whether the row prints anything but dashes and zeros in its
// columns of numbers.
func (r listRow) stated() bool {
	for _, c := range r.values {
		if c != nil && strings.Trim(fold(c.Text), "-—–―─/0") != "" {
			return true
		}
	}
	return len(r.stray) > 0
}

// numbered reports whether the row prints a number.
func (r listRow) numbered() bool {
	return slices.ContainsFunc(r.values, func(c *gongkai.Cell) bool { return c != nil && isNumeric(c.Text) })
}

// oneLine is a printed text without its white space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), "") }

// isFoot reports whether the label is the form's foot: who filled it in, and
// notes.
func isFoot(text string) bool {
	t := fold(text)
	for _, foot := range []string{"单位负责人", "负责人:", "审核人", "填报人", "填表人", "联系电话", "填报日期", "填报时间", "填报单位", "注:", "备注", "说明:"} {
		if strings.HasPrefix(t, foot) {
			return true
		}
	}
	return false
}

// shifted reports whether the row's cells stand under each other's heads: a
// number where the unit belongs, a label there, or a unit among the numbers.
func (r listRow) shifted() bool {
	return isNumeric(r.unit) || utf8.RuneCountInString(fold(r.unit)) > maxUnit ||
		slices.ContainsFunc(r.values, func(c *gongkai.Cell) bool { return c != nil && listUnits[fold(c.Text)] })
}

// short reports whether the row has no cell for a column of numbers, so that
// another column's may stand in its place.
func (r listRow) short() bool { return slices.Contains(r.values, nil) }

// maxUnit is the length in characters of the longest unit with a note.
const maxUnit = 8

// listUnits are the units that lists count in.
var listUnits = map[string]bool{"条": true, "件": true, "次": true, "篇": true, "个": true, "人": true, "人次": true, "元": true, "万元": true, "份": true, "期": true, "场": true}

// isUnit reports whether a text can be a unit: short and no number.
func isUnit(text string) bool { return utf8.RuneCountInString(fold(text)) <= 4 && !isNumeric(text) }

// generatedRow is the code of the n-th row, counted from 1, that no list names.
func generatedRow(n int) string { return fmt.Sprintf("row_%03d", n) }
