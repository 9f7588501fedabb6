package text

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai"
)

// antiword draws a row as lines of "|cell |cell |", cells that are too long
// broken over lines, and nothing between rows: where a row ends must be told by
// whether a cell's line was full.

// bar is one line of a table.
type bar struct {
	line
	at    []int // columns of the bars
	cells []string
}

// barTable reads lines that begin and end with a bar.
func barTable(lines []line, limits gongkai.Limits) (table, int) {
	var bars []bar
	places := 0
	for i, l := range lines {
		if places += strings.Count(l.text, "|"); (table{rows: 1, columns: places}).over(limits) {
			return table{rows: 1, columns: places}, i + 1
		}
		b, ok := barLine(l)
		if !ok {
			break
		}
		bars = append(bars, b)
	}
	if len(bars) == 0 || len(bars) == 1 && len(bars[0].cells) < 2 {
		return table{}, 0
	}
	edges, ok := barEdges(bars)
	t := table{columns: len(edges) - 1}
	var parts [][]string
	flush := func(b bar) {
		for i, p := range parts {
			c := cellOf(t.rows, i, b.number, p...)
			if ok {
				c.Column = nearest(edges, b.at[i])
				c.ColumnSpan = nearest(edges, b.at[i+1]) - c.Column
			}
			t.cells = append(t.cells, c)
		}
		t.rows++
	}
	first := bars[0]
	doubt := map[int]bool{}
	for i, b := range bars {
		follows, sure := i > 0 && b.continues(bars[i-1]), true
		if follows {
			sure = b.must(bars[i-1])
		}
		if i > 0 && !follows {
			flush(first)
			parts = nil
		}
		if !sure {
			doubt[t.rows] = true
		}
		if parts == nil {
			first, parts = b, make([][]string, len(b.cells))
		}
		for k, s := range b.cells {
			parts[k] = wrapped(parts[k], s)
		}
	}
	flush(first)
	for i := range t.cells {
		if doubt[t.cells[i].Row] {
			t.cells[i].Uncertain = "one row or two"
		}
	}
	if !ok {
		// The bars do not meet: order is all that is known.
		t.ragged, t.columns = true, 0
		for _, c := range t.cells {
			t.columns = max(t.columns, c.Column+1)
		}
	}
	return t, len(bars)
}

func barLine(l line) (b bar, ok bool) {
	s := strings.TrimSpace(l.text)
	if len(s) < 3 || s[0] != '|' || s[len(s)-1] != '|' {
		return b, false
	}
	b.line = l
	from, column := 0, 0
	for i, r := range s {
		if r == '|' {
			if len(b.at) > 0 {
				b.cells = append(b.cells, s[from:i])
			}
			b.at = append(b.at, column)
			from = i + 1
		}
		column += runeColumns(r, 1)
	}
	return b, true
}

// barSlack is how far, in columns, the bars of one column may lie apart:
// antiword rounds the widths of each row on their own.
const barSlack = 1

// barEdges are the columns at which bars stand; not ok when bars of one line lie
// so near that they could be one.
func barEdges(bars []bar) (edges []int, ok bool) {
	for _, b := range bars {
		for i, at := range b.at {
			if i > 0 && at-b.at[i-1] <= 2*barSlack {
				return []int{0, 1}, false
			}
			edges = append(edges, at)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	last := edges[0]
	kept := edges[:1]
	for _, e := range edges[1:] {
		if e-last > barSlack {
			kept = append(kept, e)
		}
		last = e
	}
	for _, b := range bars {
		if b.at[len(b.at)-1] < kept[len(kept)-1]-barSlack {
			return []int{0, 1}, false // a shorter row
		}
		for i := range b.cells {
			if nearest(kept, b.at[i+1]) <= nearest(kept, b.at[i]) {
				return []int{0, 1}, false
			}
		}
	}
	return kept, len(kept) > 1
}

// nearest is the index of the edge that lies nearest.
func nearest(edges []int, at int) int {
	i, found := slices.BinarySearch(edges, at)
	if !found && i > 0 && (i == len(edges) || at-edges[i-1] <= edges[i]-at) {
		i--
	}
	return i
}

// continues reports whether the line can be one more line of the row above: its
// bars are the same, and it has text only where the cell above was full.
func (b bar) continues(above bar) bool {
	if !slices.Equal(b.at, above.at) {
		return false
	}
	some := false
	for i, s := range b.cells {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		some = true
		room := b.at[i+1] - b.at[i] - 1
		if columns(strings.TrimRight(above.cells[i], " "), 1)+columns(firstRune(s), 2) <= room {
			return false
		}
	}
	return some
}

// must reports whether it cannot be a row of its own: a row has a label and
// something else, or the cell above was broken in a word or number.
func (b bar) must(above bar) bool {
	filled := 0
	for _, s := range b.cells {
		if strings.TrimSpace(s) != "" {
			filled++
		}
	}
	return filled < len(b.cells) && (strings.TrimSpace(b.cells[0]) == "" || filled == 1)
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// wrapped adds a line to a cell whose line above was full: the text goes on,
// with a space between words.
func wrapped(parts []string, s string) []string {
	s = strings.TrimSpace(s)
	if s == "" || len(parts) == 0 {
		return append(parts, s)
	}
	above := &parts[len(parts)-1]
	last, _ := utf8.DecodeLastRuneInString(*above)
	first, _ := utf8.DecodeRuneInString(s)
	switch {
	case *above == "", digit(last) && digit(first):
		return append(parts, s) // see joined
	case last < utf8.RuneSelf && first < utf8.RuneSelf:
		*above += " "
	}
	*above += s
	return parts
}
