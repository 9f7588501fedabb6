package text

import (
	stdhtml "html"
	"regexp"
	"slices"
	"strings"

	"gongkai"
	"gongkai/extract/html"
)

// Tables of Markdown: pipe tables (GitHub Flavored Markdown, section 4.10), as
// pandoc and OCR programs write them, and tables in HTML, as MinerU, marker and
// PaddleOCR write them because Markdown has no merged cells.

// delimiterRow is the second line of a pipe table.
var delimiterRow = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$`)

// pipeTable reads a pipe table. Every row has its cells by position; where rows
// have different numbers of cells, only their order is known.
func pipeTable(lines []line, limits gongkai.Limits) (table, int) {
	if len(lines) < 2 || !strings.Contains(lines[0].text, "|") || !strings.Contains(lines[1].text, "|") || !delimiterRow.MatchString(lines[1].text) {
		return table{}, 0
	}
	if n := strings.Count(lines[0].text, "|"); (table{rows: 1, columns: n}).over(limits) {
		return table{rows: 1, columns: n}, 1
	}
	head := pipeCells(lines[0].text)
	t := table{ragged: len(head) != len(pipeCells(lines[1].text))} // OCR programs miscount
	used := 0
	for i, l := range lines {
		used = i
		if i == 1 {
			continue
		}
		if l.blank() || !strings.Contains(l.text, "|") {
			break
		}
		if n := strings.Count(l.text, "|"); (table{rows: 1, columns: n}).over(limits) || t.over(limits) {
			return table{rows: 1, columns: max(n, len(t.cells))}, i + 1
		}
		cells := pipeCells(l.text)
		if i == 0 && !slices.ContainsFunc(cells, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			continue // pandoc gives a table without head an empty one
		}
		t.ragged = t.ragged || len(cells) != len(head)
		t.columns = max(t.columns, len(cells))
		for column, text := range cells {
			t.cells = append(t.cells, markdownCell(t.rows, column, l.number, text))
		}
		t.rows++
		used = i + 1
	}
	if t.rows == 0 {
		return table{}, 0
	}
	return t, max(used, 2)
}

// pipeCells splits a row at the bars that are not escaped.
func pipeCells(row string) []string {
	row = strings.TrimSpace(row)
	row = strings.TrimPrefix(row, "|")
	var cells []string
	from := 0
	for i := 0; i < len(row); i++ {
		switch row[i] {
		case '\\':
			i++
		case '|':
			cells = append(cells, row[from:i])
			from = i + 1
		}
	}
	if rest := row[from:]; strings.TrimSpace(rest) != "" || len(cells) == 0 {
		cells = append(cells, rest)
	}
	return cells
}

var (
	lineBreak = regexp.MustCompile(`(?i)<br\s*/?>`)
	emphasis  = regexp.MustCompile(`\*\*|</?(?:b|strong|em|i|u|center|p)>`)
	escape    = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
	// number: a formula of OCR programs that is nothing but a number.
	number = regexp.MustCompile(`^\$\s*([0-9][0-9.,]*)\s*\$$|^\\\(\s*([0-9][0-9.,]*)\s*\\\)$`)
	// dubious are marks after which a cell's text need not be its number.
	dubious = []struct {
		in   *regexp.Regexp
		what string
	}{
		{regexp.MustCompile(`\$|\\\(|\\[a-zA-Z]{2,}`), "a formula"},
		{regexp.MustCompile(`~~|(?i:<(?:s|del|strike)>)`), "struck out"},
		{regexp.MustCompile(`(?i:<su[bp]>)|\^[^\s^]+\^`), "raised or lowered text"},
		{regexp.MustCompile(`!\[|(?i:<img)`), "a picture"},
		{regexp.MustCompile(`</?[A-Za-z][^<>]*>`), "a tag"},
	}
)

// markdownCell cleans a cell of what Markdown is written with. A mark that may
// change a number makes the cell uncertain.
func markdownCell(row, column, line int, text string) gongkai.Cell {
	text = emphasis.ReplaceAllString(lineBreak.ReplaceAllString(text, "\n"), "")
	doubt := ""
	if m := number.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		text = m[1] + m[2]
	}
	for _, d := range dubious {
		if d.in.MatchString(text) {
			doubt = d.what
			break
		}
	}
	c := cellOf(row, column, line, strings.Split(unescape(text), "\n")...)
	if doubt != "" {
		c.Uncertain = doubt
	}
	return c
}

// unescape undoes the escapes and entities of Markdown.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	return stdhtml.UnescapeString(escape.ReplaceAllString(s, "$1"))
}

// leftTags are what converters leave of a page in Markdown.
var leftTags = regexp.MustCompile(`(?i)</?(?:div|span|font|section|article|a|img|sub|sup|figure)(?:\s[^<>]*)?/?>`)

var headingMark = regexp.MustCompile(`^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$`)

// prose cleans a paragraph of Markdown.
func prose(s string) string {
	if !strings.ContainsAny(s, "*<#\\&") {
		return tidy(s)
	}
	if m := headingMark.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	return tidy(unescape(leftTags.ReplaceAllString(emphasis.ReplaceAllString(lineBreak.ReplaceAllString(s, " "), ""), "")))
}

var (
	tableOpens  = regexp.MustCompile(`(?i)^\s*(?:<(?:html|body|div|center|p)(?:\s[^<>]*)?>\s*)*<table[\s>]`)
	tableTags   = regexp.MustCompile(`(?i)<(/?)table[\s>]`)
	wrapperTags = regexp.MustCompile(`(?i)^\s*(?:</(?:html|body|div|center|p)>\s*)*$`)
)

// htmlTable reads a table in HTML with the reader of web pages: it knows
// merged cells. The line of every cell is that where the table begins.
func htmlTable(lines []line, limits gongkai.Limits) (table, int) {
	if !tableOpens.MatchString(lines[0].text) {
		return table{}, 0
	}
	depth, used, rest := 0, 0, ""
	var source strings.Builder
	for i, l := range lines {
		if depth > 0 && i > 0 && lines[i-1].blank() && tableOpens.MatchString(l.text) {
			return table{}, -i // the end is lost, another one begins
		}
		used = i + 1
		for _, m := range tableTags.FindAllStringSubmatchIndex(l.text, -1) {
			if m[2] == m[3] {
				depth++
			} else if depth--; depth == 0 {
				rest = l.text[m[1]:]
				break
			}
		}
		source.WriteString(l.text + "\n")
		if depth <= 0 {
			break
		}
	}
	if depth > 0 {
		return table{}, -used // cut off
	}
	if !wrapperTags.MatchString(strings.TrimPrefix(rest, ">")) {
		return table{}, -used // followed by text
	}
	doc, err := html.Read([]byte("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>"+source.String()+"</body></html>"), limits)
	if err != nil {
		return table{}, -used
	}
	var grid *gongkai.Grid
	for _, b := range doc.Blocks {
		if b.Grid == nil || grid != nil {
			return table{}, -used
		}
		grid = b.Grid
	}
	if grid == nil {
		return table{}, -used
	}
	at := gongkai.Location{Line: lines[0].number}
	grid.Location = at
	for i := range grid.Cells {
		c := &grid.Cells[i]
		c.Location = at
		clean := markdownCell(0, 0, 0, c.Text)
		c.Text = clean.Text
		if c.Uncertain == "" {
			c.Uncertain = clean.Uncertain
		}
	}
	return table{grid: grid}, used
}
