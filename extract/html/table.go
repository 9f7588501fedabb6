package html

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai"
)

// The largest spans, from the HTML Living Standard, section 4.9.11.
const (
	maxColumnSpan = 1000
	maxRowSpan    = 65534
)

// tableModel is a table as "forming a table" (HTML Living Standard, section
// 4.9.12.1) gives it: cells with their places, in the order in which they are
// placed. Cells may overlap.
type tableModel struct {
	rows, columns int
	cells         []tableCell
	captions      []tablePart
}

// tablePart is a part of a table with the frames that lead to it from the
// table.
type tablePart struct {
	node   *html.Node
	frames []frame
}

type tableCell struct {
	tablePart
	row, column         int
	rowSpan, columnSpan int
	breaks              bool
}

// byRow yields the cells that begin in each row.
func (t *tableModel) byRow() iter.Seq[[]tableCell] {
	return func(yield func([]tableCell) bool) {
		for cells := t.cells; len(cells) > 0; {
			n := slices.IndexFunc(cells, func(c tableCell) bool { return c.row != cells[0].row })
			if n < 0 {
				n = len(cells)
			}
			if !yield(cells[:n]) {
				return
			}
			cells = cells[n:]
		}
	}
}

// rowGroup is a thead, tbody or tfoot, or one row outside of them.
type rowGroup struct {
	tablePart
	rows []tablePart
}

// formTable places the cells of the table. Its error is a limit, found before
// anything of the size is allocated.
func formTable(n *html.Node, w *walker) (*tableModel, error) {
	t := &tableModel{}
	var groups, feet []rowGroup
	var seen tally
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		part := tablePart{c, []frame{{c, seen.next(c.Data)}}}
		if !isTag(c, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr) || w.isHidden(c) {
			continue
		}
		switch c.DataAtom {
		case atom.Caption:
			t.captions = append(t.captions, part)
		case atom.Tr:
			groups = append(groups, rowGroup{part, []tablePart{part}})
		case atom.Tfoot:
			feet = append(feet, rowGroup{part, w.parts(part, atom.Tr)})
		default:
			groups = append(groups, rowGroup{part, w.parts(part, atom.Tr)})
		}
	}
	groups = append(groups, feet...)
	for _, g := range groups {
		t.rows += len(g.rows)
	}
	row := 0
	for _, g := range groups {
		if err := w.placeGroup(t, g, row); err != nil {
			return nil, err
		}
		row += len(g.rows)
	}
	return t, nil
}

// parts returns the children of a part that have one of the tags and are shown.
func (w *walker) parts(of tablePart, tags ...atom.Atom) []tablePart {
	var parts []tablePart
	var seen tally
	for c := of.node.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		index := seen.next(c.Data)
		if isTag(c, tags...) && !w.isHidden(c) {
			parts = append(parts, tablePart{c, append(slices.Clip(of.frames), frame{c, index})})
		}
	}
	return parts
}

// placeGroup places the cells of one row group, whose first row is given.
func (w *walker) placeGroup(t *tableModel, g rowGroup, first int) error {
	var busy []int // by column: the first row in which it is free again
	end := first + len(g.rows)
	for i, tr := range g.rows {
		row, column := first+i, 0
		for _, part := range w.parts(tr, atom.Td, atom.Th) {
			for column < len(busy) && busy[column] > row {
				column++
			}
			c := tableCell{tablePart: part, row: row, column: column, columnSpan: 1, rowSpan: 1, breaks: w.styles[part.node].breaks}
			c.readAttributes(end - row)
			t.columns = max(t.columns, column+c.columnSpan)
			if err := gongkai.Exceeds(w.places+t.rows*t.columns, w.limits.Cells, "cells"); err != nil {
				return err
			}
			for len(busy) < column+c.columnSpan {
				busy = append(busy, 0)
			}
			for x := column; x < column+c.columnSpan; x++ {
				busy[x] = max(busy[x], row+c.rowSpan)
			}
			column += c.columnSpan
			t.cells = append(t.cells, c)
		}
	}
	return nil
}

// readAttributes reads spans; rows is what is left of the row group.
func (c *tableCell) readAttributes(rows int) {
	for _, a := range c.node.Attr {
		switch a.Key {
		case "colspan":
			if n, ok := spanNumber(a.Val); ok && n > 0 {
				c.columnSpan = min(n, maxColumnSpan)
			}
		case "rowspan":
			if n, ok := spanNumber(a.Val); ok && n > 0 {
				c.rowSpan = min(n, maxRowSpan, rows)
			} else if ok {
				c.rowSpan = rows
			}
		}
	}
}

// spanNumber follows the "rules for parsing non-negative integers": leading
// white space and anything after the digits are ignored.
func spanNumber(s string) (n int, ok bool) {
	s = strings.TrimPrefix(strings.TrimLeft(s, " \t\r\n\f"), "+")
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	if end == 0 {
		return 0, false
	}
	if n, err := strconv.Atoi(s[:end]); err == nil {
		return n, true
	}
	return maxRowSpan, true // too large for an int
}

// isHidden reports whether the node is hidden and hidden parts are skipped.
func (w *walker) isHidden(n *html.Node) bool { return w.skips(w.styles[n]) }

func overlapFinding(g *gongkai.Grid, overlaps int, lost []gongkai.Cell) gongkai.Finding {
	f := gongkai.Finding{Code: gongkai.OverlappingCells, Found: fmt.Sprint(overlaps + len(lost)), Location: g.Location}
	for _, c := range lost {
		f.Detail += c.Text + "\n"
	}
	f.Detail = strings.TrimSpace(f.Detail)
	return f
}
