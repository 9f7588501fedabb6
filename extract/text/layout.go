package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongkai"
)

// pdftotext -layout keeps the columns of a page apart by spaces, a column of the
// text for each character, whatever its width; lines of a cell are lines of the
// text, a label of several lines stands around its values. Columns shift from
// row to row, so a position proves nothing: a row counts when it has as many
// cells as the head above it, each under its own head, and when there is one way
// only to tell which lines are its own. All other cells are uncertain.

const (
	// minLayoutRows is how many rows of several cells make a table.
	minLayoutRows = 3
	// maxLayoutLines bounds a table.
	maxLayoutLines = 4000
	// maxWrapped is how many lines of a label may stand above its values.
	maxWrapped = 4
)

// segment is text between runs of spaces, at [from, to) in characters.
type segment struct {
	text     string
	from, to int
}

// segments splits a line where two spaces or more stand.
func segments(s string) []segment {
	var found []segment
	var current []rune
	from, spaces := 0, 2
	flush := func(to int) {
		if len(current) > 0 {
			found = append(found, segment{strings.TrimSpace(string(current)), from, to})
		}
		current = nil
	}
	at := 0
	for _, r := range s {
		switch {
		case r == ' ' || r == '\u00a0':
			if spaces++; spaces == 2 {
				flush(at - 1)
			}
		default:
			if spaces >= 2 {
				from = at
			} else if spaces == 1 {
				current = append(current, ' ')
			}
			current = append(current, r)
			spaces = 0
		}
		at++
	}
	flush(at)
	return found
}

// layoutRow is a row of the table.
type layoutRow struct {
	line
	cells []segment
	// head is the head above it; empty when it has none.
	head *layoutRow
	// doubt is set where its lines may belong to other rows.
	doubt string
}

var pageNumber = regexp.MustCompile(`^(?:[-—–]\s*\d+\s*[-—–]|\d{1,3}|第\s*\d+\s*页.*)$`)

// bullet: lists of Markdown and of pandoc -t plain are indented.
var bullet = regexp.MustCompile(`^(?:[-*+•]|\d{1,2}[.)])$`)

// layoutTable reads a table kept by spaces.
func layoutTable(lines []line, limits gongkai.Limits) (table, int) {
	first := segments(lines[0].text)
	if len(first) < 2 || bullet.MatchString(first[0].text) || strings.Contains(lines[0].text, "\t") {
		return table{}, 0
	}
	groups, used := layoutGroups(lines)
	var rows []*layoutRow
	head := new(layoutRow)
	wide := 0
	for i, g := range groups {
		for _, row := range groupRows(g, head.cells, slices.Concat(around(groups, i)...)) {
			if isHeadRow(row) {
				row.cells = splitHead(row.cells)
				head = &row
			}
			row.head = head
			if len(row.cells) > 1 {
				wide++
			}
			rows = append(rows, &row)
		}
	}
	if wide < minLayoutRows {
		return table{}, 0
	}
	doubtColumns(rows)
	t := table{ragged: true}
	for _, row := range rows {
		for column, s := range row.cells {
			c := cellOf(t.rows, column, row.number, s.text)
			if c.Uncertain == "" {
				c.Uncertain = row.doubt
			}
			if column > 0 && c.Uncertain == "" && spaced(c.Text) {
				c.Uncertain = "a space that the converter may have added"
			}
			t.cells = append(t.cells, c)
		}
		t.rows++
		t.columns = max(t.columns, len(row.cells))
		if t.over(limits) {
			break
		}
	}
	return t, used
}

// doubtColumns doubts the rows whose cells are not as many as the heads above
// them, or not each under its own: under the head on its page; on further pages,
// where columns have shifted, under the cells of the other rows.
func doubtColumns(rows []*layoutRow) {
	type part struct {
		head *layoutRow
		page int
	}
	shown := map[part][]*layoutRow{}
	for _, row := range rows {
		if row.page != row.head.page && row.doubt == "" && len(row.cells) == len(row.head.cells) {
			at := part{row.head, row.page}
			shown[at] = append(shown[at], row)
		}
	}
	for _, row := range rows {
		if len(row.cells) < 2 || row.doubt != "" || row == row.head {
			continue
		}
		sure := under(row.cells, row.head.cells)
		if row.page != row.head.page {
			sure = len(row.cells) == len(row.head.cells) && apart(shown[part{row.head, row.page}])
		}
		if !sure {
			row.doubt = "cells kept apart by spaces: their columns are not sure"
		}
	}
}

// apart reports whether rows, two at least, have their cells in columns that do
// not overlap.
func apart(rows []*layoutRow) bool {
	if len(rows) < 2 {
		return false
	}
	columns := slices.Clone(rows[0].cells)
	for _, row := range rows {
		for i, c := range row.cells {
			columns[i].from, columns[i].to = min(columns[i].from, c.from), max(columns[i].to, c.to)
		}
	}
	for i := 2; i < len(columns); i++ { // labels may reach under the first values
		if columns[i].from < columns[i-1].to {
			return false
		}
	}
	return true
}

// around are the groups beside one, on the same page: columns differ from page
// to page.
func around(groups [][]line, at int) (beside [][]line) {
	for _, i := range []int{at - 1, at + 1} {
		if i >= 0 && i < len(groups) && groups[i][0].page == groups[at][0].page {
			beside = append(beside, groups[i])
		}
	}
	return beside
}

// layoutGroups takes the lines of the table, parted by blank lines and pages. It
// ends where no line of several cells follows, or where a heading stands over
// what looks like the head of another table.
func layoutGroups(lines []line) (groups [][]line, used int) {
	var pending [][]line // of one cell: captions if the table goes on
	for at := 0; at < min(len(lines), maxLayoutLines); {
		end := at
		several := false
		for end < len(lines) && !lines[end].blank() && lines[end].page == lines[at].page && end-at < maxLayoutLines {
			if strings.Contains(lines[end].text, "\t") {
				return groups, used // a table of another kind
			}
			several = several || len(segments(lines[end].text)) > 1
			end++
		}
		group := lines[at:end]
		if n := len(group) - 1; n >= 0 && lastOfPage(lines, end) && pageNumber.MatchString(strings.TrimSpace(group[n].text)) {
			group = group[:n]
		}
		switch {
		case end == at:
			end++
		case len(group) == 0:
		case several:
			if len(pending) > 0 && isHeadRow(layoutRow{cells: segments(group[0].text)}) && isHeading(pending[len(pending)-1][0].text) {
				return groups, used
			}
			groups = append(append(groups, pending...), group)
			pending, used = nil, end
		case len(group) > 1 || len(pending) > 1:
			return groups, used // prose
		default:
			pending = append(pending, group)
		}
		at = end
	}
	return groups, used
}

// lastOfPage reports whether nothing follows on the page of the line before.
func lastOfPage(lines []line, at int) bool {
	page := lines[at-1].page
	for ; at < len(lines) && lines[at].page == page; at++ {
		if !lines[at].blank() {
			return false
		}
	}
	return true
}

var heading = regexp.MustCompile(`^\s*[一二三四五六七八九十]{1,3}、`)

func isHeading(s string) bool { return heading.MatchString(s) }

// groupRows parts the lines of a group into rows: a row is one line, or its
// values and as many lines of its label above as below, for a label stands
// around the middle of its row. Where that can be done in no way or in two, the
// cells are doubted. Beside are lines near by whose values show the columns.
func groupRows(g []line, head []segment, beside []line) []layoutRow {
	if len(g) == 1 {
		return []layoutRow{{line: g[0], cells: segments(g[0].text)}}
	}
	var shown [][]segment
	for _, l := range append(g[:len(g):len(g)], beside...) {
		if s := segments(l.text); len(head) > 1 && len(s) == len(head) {
			shown = append(shown, s[1:])
		}
	}
	kinds := make([]byte, len(g)) // 'l' label, 'v' values, 'f' both
	cells := make([][]segment, len(g))
	for i, l := range g {
		cells[i] = segments(l.text)
		switch s := cells[i]; {
		case len(head) > 1 && len(s) == len(head):
			kinds[i] = 'f'
		case slices.ContainsFunc(shown, func(values []segment) bool { return sameColumns(s, values) }):
			kinds[i] = 'v'
		case len(s) == 1 && strings.ContainsFunc(s[0].text, unicode.IsLetter):
			kinds[i] = 'l'
		}
	}
	if sizes, ways := partings(kinds); ways == 1 {
		var rows []layoutRow
		at := 0
		for _, size := range sizes {
			rows = append(rows, wholeRow(g[at:at+size], cells[at:at+size], kinds[at+size/2] == 'v'))
			at += size
		}
		return rows
	}
	var rows []layoutRow
	for i, l := range g {
		rows = append(rows, layoutRow{line: l, cells: cells[i], doubt: "lines that may be of one row or of two"})
	}
	return rows
}

// sameColumns reports whether the cells stand where the values do.
func sameColumns(cells, values []segment) bool {
	const slack = 2 // characters: a number is centred under another
	if len(cells) != len(values) {
		return false
	}
	for i, c := range cells {
		if c.from >= values[i].to+slack || values[i].from >= c.to+slack {
			return false
		}
	}
	return true
}

// partings finds the ways to part lines into rows: the sizes of the rows of one
// of them, and how many there are, 2 for more.
func partings(kinds []byte) (sizes []int, ways int) {
	counts := make([]int, len(kinds)+1)
	next := make([]int, len(kinds)+1)
	counts[len(kinds)] = 1
	for at := len(kinds) - 1; at >= 0; at-- {
		for k := 0; k <= maxWrapped && at+2*k < len(kinds); k++ {
			middle := kinds[at+k]
			if middle != 'f' && (middle != 'v' || k == 0) {
				if middle != 'l' {
					break
				}
				continue
			}
			fits := true
			for i := 1; i <= k; i++ {
				fits = fits && kinds[at+k-i] == 'l' && kinds[at+k+i] == 'l'
			}
			if n := counts[at+2*k+1]; fits && n > 0 {
				counts[at] = min(counts[at]+n, 2)
				next[at] = 2*k + 1
			}
			break // what comes behind the middle line cannot be the middle
		}
	}
	for at := 0; at < len(kinds) && counts[0] == 1; at += next[at] {
		sizes = append(sizes, next[at])
	}
	return sizes, counts[0]
}

// wholeRow joins the lines of a row, the middle one of which has the values.
func wholeRow(g []line, cells [][]segment, valuesAlone bool) layoutRow {
	middle := len(g) / 2
	row := layoutRow{line: g[0], cells: slices.Clone(cells[middle])}
	label := segment{from: cells[0][0].from, to: cells[0][0].to}
	for i, s := range cells {
		if i != middle || !valuesAlone {
			label.text += s[0].text
			label.from, label.to = min(label.from, s[0].from), max(label.to, s[0].to)
		}
	}
	if valuesAlone {
		row.cells = append([]segment{label}, row.cells...)
	} else {
		row.cells[0] = label
	}
	return row
}

func overlaps(a, b segment) bool { return a.from < b.to && b.from < a.to }

var year = regexp.MustCompile(`^(?:19|20)\d\d\s*年`)

// isHeadRow: cells that are words, and no value among them.
func isHeadRow(row layoutRow) bool {
	if len(row.cells) < 2 || row.doubt != "" {
		return false
	}
	return !slices.ContainsFunc(row.cells[1:], func(s segment) bool {
		letters := 0
		for _, r := range s.text {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		return letters < 2 || strings.ContainsAny(s.text[:1], "0123456789-—/") && !year.MatchString(s.text)
	})
}

// splitHead parts heads that stand one space apart: between Chinese characters
// of one head there is none.
func splitHead(cells []segment) []segment {
	var split []segment
	for _, s := range cells {
		text := []rune(s.text)
		from := 0
		for i, r := range text {
			if r == ' ' && i > 0 && i+1 < len(text) && unicode.Is(unicode.Han, text[i-1]) && unicode.Is(unicode.Han, text[i+1]) {
				split = append(split, segment{string(text[from:i]), s.from + from, s.from + i})
				from = i + 1
			}
		}
		split = append(split, segment{string(text[from:]), s.from + from, s.to})
	}
	return split
}

// under reports whether there are as many cells as heads, each nearer to its own
// head than to the next ones.
func under(cells, head []segment) bool {
	if len(cells) != len(head) {
		return false
	}
	for i, c := range cells[1:] {
		i++
		if overlaps(c, head[i]) {
			continue
		}
		middle := (c.from + c.to) / 2
		if middle < head[i-1].to || i+1 < len(head) && middle >= head[i+1].from {
			return false
		}
	}
	return true
}

// spaced: a digit and a Chinese character with a space between.
func spaced(s string) bool {
	var before, last rune
	for _, r := range s {
		if last == ' ' && (unicode.IsDigit(before) != unicode.IsDigit(r)) {
			return true
		}
		before, last = last, r
	}
	return false
}
