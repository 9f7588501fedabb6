package page

import (
	"cmp"
	"fmt"
	"strings"

	"gongkai"
)

// Assemble runs the stages that need all pages and makes the document. The pages
// are those of one document, in order, each after Find. The error wraps ErrLimit.
func Assemble(pages []*Page, format gongkai.Format, method string, maxCells int) (*Trace, error) {
	furniture(pages)
	found := unruled(pages)
	things, joins := flow(pages)
	if err := countPlaces(things, maxCells); err != nil {
		return nil, err
	}
	list, findings := blocks(things, pages)
	d := &gongkai.Document{
		Format: format, Method: method, Blocks: list, Pages: len(pages),
		Findings: append(pageFindings(pages, method), findings...),
	}
	return &Trace{Pages: pages, Unruled: found, Joins: joins, Document: d}, nil
}

// countPlaces enforces the limit on the tables as joined: the union of the
// columns of two parts can have more places than both.
func countPlaces(things []thing, maxCells int) error {
	places := 0
	for _, t := range things {
		if t.table != nil {
			places += t.table.rows() * t.table.columns()
		}
	}
	return gongkai.Exceeds(places, maxCells, "table cells")
}

// grid makes the table a grid of the document's model.
func (t *Table) grid(pages []*Page) (*gongkai.Grid, []gongkai.Finding) {
	var findings []gongkai.Finding
	cells := make([]gongkai.Cell, len(t.Cells))
	for i, c := range t.Cells {
		cell := gongkai.Cell{
			Row: c.Row, Column: c.Column, RowSpan: c.RowSpan, ColumnSpan: c.ColumnSpan,
			Text: c.Text, Uncertain: c.Doubt, Filler: c.Outside && c.Text == "" && len(c.Inner) == 0,
			Location: pages[c.Page-1].location(c.Box), Crop: c.Crop,
		}
		for _, inner := range c.Inner {
			grid, odd := inner.grid(pages)
			cell.Grids, findings = append(cell.Grids, grid), append(findings, odd...)
		}
		cells[i] = cell
	}
	location := pages[t.Page-1].location(t.Box)
	grid, overlaps, lost := gongkai.NewGrid(t.rows(), t.columns(), cells)
	grid.Location = location
	if overlaps > 0 || len(lost) > 0 {
		findings = append(findings, gongkai.Finding{Code: gongkai.OverlappingCells,
			Detail: fmt.Sprintf("%d cut back, %d lost", overlaps, len(lost)), Location: location})
	}
	return grid, findings
}

// readByOCR lists the pages that were read from pixels, and by what.
func readByOCR(pages []*Page, method string) string {
	var numbers []string
	by := ""
	for _, p := range pages {
		if m := cmp.Or(p.Method, method); gongkai.IsOCR(m) {
			numbers, by = append(numbers, fmt.Sprint(p.Number)), m
		}
	}
	if len(numbers) == 0 {
		return ""
	}
	return by + ": " + strings.Join(numbers, ", ")
}

// fewChars is how many glyphs a page that is a picture may have in its text
// layer, such as a stamped page number, to count as without text.
const fewChars = 20

// maxBadShare is the share of a page's glyphs that may have no character, or one
// that makes no sense: bullets and signs from symbol fonts are a few.
const maxBadShare = 0.1

// pageFindings says what is odd about pages.
func pageFindings(pages []*Page, method string) []gongkai.Finding {
	var findings []gongkai.Finding
	if read := readByOCR(pages, method); read != "" {
		findings = append(findings, gongkai.Finding{Code: gongkai.ReadByOCR, Detail: read})
	}
	for _, p := range pages {
		at := gongkai.Location{Page: p.Number}
		var ink, unmapped, invisible, implausible int
		for _, c := range p.Chars {
			if c.Rune != ' ' {
				ink++
			}
			if c.Unmapped {
				unmapped++
				continue
			}
			if c.Invisible {
				invisible++
			}
			if c.Implausible {
				implausible++
			}
		}
		switch {
		case p.Failed:
			findings = append(findings, gongkai.Finding{Code: gongkai.DamagedSource, Location: at})
		case ink == 0 && p.Objects > 0, p.Pictured && ink < fewChars:
			findings = append(findings, gongkai.Finding{Code: gongkai.PageWithoutText, Location: at})
		}
		if unmapped > 0 {
			findings = append(findings, gongkai.Finding{Code: gongkai.UnmappedGlyphs, Detail: fmt.Sprint(unmapped), Location: at})
		}
		if bad := implausible + unmapped; bad >= fewChars && float64(bad) > maxBadShare*float64(ink) {
			findings = append(findings, gongkai.Finding{Code: gongkai.ImplausibleText, Detail: fmt.Sprintf("%d/%d", bad, ink), Location: at})
		}
		if invisible > 0 {
			findings = append(findings, gongkai.Finding{Code: gongkai.InvisibleText, Detail: fmt.Sprint(invisible), Location: at})
		}
	}
	return findings
}
