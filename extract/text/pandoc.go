package text

import (
	"regexp"
	"slices"
	"strings"

	"gongkai"
)

// Tables of pandoc (User's Guide, "Tables"): simple and multiline tables, whose
// columns are those of a line of dashes, and grid tables. Merged cells of
// simple tables are their first place and empty ones: positions hold.

const (
	maxHeadLines  = 40
	maxTableLines = 4000
)

var (
	dashes   = regexp.MustCompile(`^\s*-{2,}(?:\s+-{2,})+\s*$`)
	fullDash = regexp.MustCompile(`^\s*-{6,}\s*$`)
)

// dashTable reads a simple or multiline table, with a head or without.
func dashTable(lines []line, limits gongkai.Limits) (table, int) {
	var head, body []line
	used := 0
	at := slices.IndexFunc(lines[:min(len(lines), maxHeadLines)], func(l line) bool {
		return strings.Contains(l.text, "--") && dashes.MatchString(l.text)
	})
	switch {
	case at < 0:
		return table{}, 0
	case at == 0:
		// Without a head: the same line ends it.
	case at == 1 && !lines[0].blank():
		head = lines[:1]
	case fullDash.MatchString(lines[0].text) && !slices.ContainsFunc(lines[1:at], line.blank):
		head = lines[1:at]
	default:
		return table{}, 0
	}
	groups := strings.TrimRight(lines[at].text, " ")
	for i, l := range lines[at+1 : min(len(lines), at+1+maxTableLines)] {
		text := strings.TrimRight(l.text, " ")
		if text == groups || at > 0 && fullDash.MatchString(text) {
			body, used = lines[at+1:at+1+i], at+i+2
			break
		}
		if at == 1 && l.blank() {
			body, used = lines[at+1:at+1+i], at+i+1
			break
		}
	}
	if used == 0 && at == 1 && len(lines) < maxTableLines {
		body, used = lines[at+1:], len(lines)
	}
	if used == 0 || len(body) == 0 {
		return table{}, 0
	}
	// A blank line between rows means that a row may have several lines.
	var rows [][]line
	if len(head) > 0 {
		rows = append(rows, head)
	}
	if slices.ContainsFunc(body, line.blank) || at > 1 {
		var row []line
		for _, l := range append(body[:len(body):len(body)], line{}) {
			if !l.blank() {
				row = append(row, l)
			} else if row != nil {
				rows, row = append(rows, row), nil
			}
		}
	} else {
		for _, l := range body {
			rows = append(rows, []line{l})
		}
	}
	if len(rows) == 0 {
		return table{}, 0
	}
	starts := dashStarts(groups)
	if t := (table{rows: len(rows), columns: len(starts)}); t.over(limits) {
		return t, used
	}
	for _, ambiguous := range []int{1, 2} {
		if t, clean := cutRows(rows, starts, ambiguous); clean {
			return t, used
		}
	}
	t, _ := cutRows(rows, starts, 1)
	for i := range t.cells {
		t.cells[i].Uncertain = "text across the columns of the table"
	}
	return t, used
}

// dashStarts are the columns at which groups of dashes begin.
func dashStarts(s string) []int {
	var starts []int
	for i := range len(s) {
		if s[i] == '-' && (i == 0 || s[i-1] != '-') {
			starts = append(starts, i)
		}
	}
	return starts
}

// cutRows cuts lines at the given columns. Clean says that before every cut
// stands a space or nothing.
func cutRows(rows [][]line, starts []int, ambiguous int) (t table, clean bool) {
	t = table{rows: len(rows), columns: len(starts)}
	clean = true
	for row, lines := range rows {
		parts := make([][]string, len(starts))
		for _, l := range lines {
			cut, ok := cutLine(l.text, starts, ambiguous)
			clean = clean && ok
			for column, s := range cut {
				parts[column] = append(parts[column], s)
			}
		}
		for column, p := range parts {
			for i, s := range p {
				p[i] = smart(unescape(emphasis.ReplaceAllString(s, "")))
			}
			t.cells = append(t.cells, cellOf(row, column, lines[0].number, p...))
		}
	}
	return t, clean
}

func cutLine(s string, starts []int, ambiguous int) (parts []string, clean bool) {
	parts = make([]string, len(starts))
	clean = true
	column, at, before := 0, 0, ' '
	from := 0
	for i, r := range s {
		w := runeColumns(r, ambiguous)
		for w > 0 && at+1 < len(starts) && column >= starts[at+1] {
			clean = clean && before == ' '
			parts[at] = s[from:i]
			from = i
			at++
		}
		clean = clean && (at+1 >= len(starts) || r == ' ' || column+w < starts[at+1]) && (column >= starts[0] || r == ' ')
		column += w
		if w > 0 {
			before = r
		}
	}
	parts[at] = s[from:]
	return parts, clean
}

// partRule: a rule that ends at a cell which goes on.
var partRule = regexp.MustCompile(`\+[-=:]{2,}\+`)

func isRule(r rune) bool { return r == '-' || r == '=' || r == ':' }

// smart undoes pandoc's way to write the dashes of a cell that has nothing else:
// three hyphens for each (extension "smart").
func smart(s string) string {
	if n := len(strings.TrimSpace(s)); n > 0 && n%3 == 0 && strings.Trim(s, " -") == "" {
		return strings.Repeat("—", n/3)
	}
	return s
}

var gridRule = regexp.MustCompile(`^\s*\+(?:[-=:]+\+)+\s*$`)

// gridTable reads a grid table; cells may span columns and rows.
func gridTable(lines []line, _ gongkai.Limits) (table, int) {
	if !gridRule.MatchString(lines[0].text) {
		return table{}, 0
	}
	used := 0
	for used < len(lines) {
		if s := strings.TrimSpace(lines[used].text); s == "" || s[0] != '|' && s[0] != '+' {
			break
		}
		used++
	}
	for _, ambiguous := range []int{1, 2} {
		if t, ok := gridCells(lines[:used], ambiguous); ok {
			return t, used
		}
	}
	return table{}, -used
}

// gridCells reads a grid table whose lines are all equally wide; not ok where
// the lines do not meet.
func gridCells(lines []line, ambiguous int) (t table, ok bool) {
	canvas := make([][]rune, len(lines))
	var columnAt, rowAt []int
	seen := map[int]bool{}
	for i, l := range lines {
		for _, r := range strings.TrimSpace(l.text) {
			for k := range runeColumns(r, ambiguous) {
				if k == 0 {
					canvas[i] = append(canvas[i], r)
				} else {
					canvas[i] = append(canvas[i], 0)
				}
			}
		}
		if len(canvas[i]) != len(canvas[0]) {
			return t, false
		}
		if !partRule.MatchString(l.text) {
			continue
		}
		rowAt = append(rowAt, i)
		for j, r := range canvas[i] {
			ruled := r == '+' && (j > 0 && isRule(canvas[i][j-1]) || j+1 < len(canvas[i]) && isRule(canvas[i][j+1]))
			if ruled && !seen[j] {
				seen[j] = true
				columnAt = append(columnAt, j)
			}
		}
	}
	slices.Sort(columnAt)
	t.rows, t.columns = len(rowAt)-1, len(columnAt)-1
	if t.rows < 1 || t.columns < 1 || rowAt[t.rows] != len(lines)-1 || t.rows*t.columns > len(lines)*len(canvas[0]) {
		return t, false
	}
	taken := make([]bool, t.rows*t.columns)
	for row := range t.rows {
		for column := range t.columns {
			if taken[row*t.columns+column] {
				continue
			}
			right, bottom := column+1, row+1
			for right < t.columns && !vertical(canvas, rowAt[row]+1, rowAt[row+1], columnAt[right]) {
				right++
			}
			for bottom < t.rows && !horizontal(canvas[rowAt[bottom]], columnAt[column]+1, columnAt[right]) {
				bottom++
			}
			for r := row; r < bottom; r++ {
				for c := column; c < right; c++ {
					if taken[r*t.columns+c] {
						return t, false
					}
					taken[r*t.columns+c] = true
				}
			}
			var parts []string
			for _, l := range canvas[rowAt[row]+1 : rowAt[bottom]] {
				parts = append(parts, strings.ReplaceAll(string(l[columnAt[column]+1:columnAt[right]]), "\x00", ""))
			}
			for i, p := range parts {
				parts[i] = smart(unescape(emphasis.ReplaceAllString(strings.TrimSuffix(strings.TrimRight(p, " "), `\`), "")))
			}
			c := cellOf(row, column, lines[rowAt[row]+1].number, parts...)
			c.RowSpan, c.ColumnSpan = bottom-row, right-column
			t.cells = append(t.cells, c)
		}
	}
	return t, true
}

// vertical: a rule runs down the column between the lines.
func vertical(canvas [][]rune, from, to, column int) bool {
	for _, l := range canvas[from:to] {
		if l[column] != '|' && l[column] != '+' {
			return false
		}
	}
	return from < to
}

// horizontal: a rule runs along the line between the columns.
func horizontal(l []rune, from, to int) bool {
	return !slices.ContainsFunc(l[from:to], func(r rune) bool { return !isRule(r) && r != '+' })
}
