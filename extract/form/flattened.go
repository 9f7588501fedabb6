package form

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"gongkai"
)

// Numbers of labels of one list that a text without cells must hold to be that
// list, with and without the heads of its columns.
const (
	minFlattened         = 5
	minFlattenedHeadless = 8
)

// maxRowBytes is the length above which a paragraph is no row of a list: the
// longest label of the forms has 150 bytes.
const maxRowBytes = 300

// maxQuoted is the length in characters at which a finding cuts a text.
const maxQuoted = 120

// known are the lists that a document may hold: the caller's, then the
// built-in ones.
func known(lists []gongkai.List) []*indexedList {
	var all []*indexedList
	for _, l := range lists {
		all = append(all, indexList(l, gongkai.TableLocal))
	}
	return append(all, builtin()...)
}

// listLayout is the layout of a report without the tables of 2019 and 2021.
func (f *finder) listLayout() gongkai.Layout {
	switch {
	case f.report.Statistics2014 != nil:
		return gongkai.Layout2014
	case f.localList != nil:
		return gongkai.Layout(f.localList.ID)
	}
	return gongkai.LayoutNarrative
}

// flattened reports an indicator list that lost its cells: run together in one
// paragraph, or each row or each cell a paragraph of its own. Where one number ends and the
// next begins cannot be known ("2111016"), so that nothing of it is read.
func (f *finder) flattened(doc *gongkai.Document) {
	r := f.report
	if r.Statistics2014 != nil || f.localList != nil || r.Requests != nil || r.Proactive != nil || r.Disputes != nil {
		return
	}
	for _, b := range doc.Blocks {
		if b.Paragraph != nil && f.runTogether(b.Paragraph.Text) {
			f.findFlattened(b.Paragraph)
			return
		}
	}
	for _, l := range f.lists {
		if at := spread(doc, l); at != nil {
			f.findFlattened(at)
			return
		}
	}
}

// headless reports whether a grid holds the rows of a list whose heads were not
// found.
func (f *finder) headless(g *gongkai.Grid) bool {
	for _, l := range f.lists {
		seen := map[string]bool{}
		for i := range g.Cells {
			if len(g.Cells[i].Text) > maxRowBytes {
				continue
			}
			if m, ok := l.rows.exactly(g.Cells[i].Text, ""); ok {
				seen[m.code] = true
			}
		}
		if len(seen) >= minFlattenedHeadless {
			return true
		}
	}
	return false
}

// spread returns the paragraph with which a list begins whose rows or cells are
// paragraphs, nil when there is none.
func spread(doc *gongkai.Document, l *indexedList) *gongkai.Paragraph {
	var head, first *gongkai.Paragraph
	seen, numbered := map[string]bool{}, map[string]bool{}
	for _, b := range doc.Blocks {
		if b.Paragraph == nil || len(b.Paragraph.Text) > maxRowBytes {
			continue
		}
		text := b.Paragraph.Text
		if role, ok := listHeads(text); head == nil && (ok && role == roleLabel || utf8.RuneCountInString(text) <= maxHeading && headsRunTogether(text)) {
			head = b.Paragraph
		}
		label := withoutNumber(text)
		m, ok := l.rows.exactly(label, "")
		if !ok {
			continue
		}
		seen[m.code] = true
		if label != fold(text) {
			numbered[m.code] = true
			first = cmp.Or(first, b.Paragraph)
		}
	}
	switch {
	case head != nil && len(seen) >= minFlattened:
		return head
	case len(numbered) >= minFlattenedHeadless:
		return first
	}
	return nil
}

// runTogether reports whether a paragraph holds the labels of a list one after
// the other.
func (f *finder) runTogether(text string) bool {
	core := letters(fold(text))
	least := minFlattenedHeadless
	if headsRunTogether(text) {
		least = minFlattened
	} else if strings.ContainsRune(text, '。') {
		return false
	}
	if utf8.RuneCountInString(core) < least*minIndicator {
		return false
	}
	for _, l := range f.lists {
		seen := map[string]bool{}
		for _, e := range l.rows.entries {
			if len(e.core) >= minIndicator && strings.Contains(core, string(e.core)) {
				seen[e.code] = true
			}
		}
		if len(seen) >= least {
			return true
		}
	}
	return false
}

// headsRunTogether reports whether a text holds the heads of a list's columns.
func headsRunTogether(text string) bool {
	core := letters(fold(text))
	return (strings.Contains(core, "指标名称") || strings.Contains(core, "统计指标")) && strings.Contains(core, "单位")
}

// withoutNumber drops the numbers and the unit at the end of a text.
func withoutNumber(text string) string {
	text = strings.TrimRight(fold(text), "0123456789.,-—/")
	return strings.TrimRight(text, "条件次人个元万篇份")
}

func (f *finder) findFlattened(p *gongkai.Paragraph) {
	quoted := []rune(p.Text)
	if len(quoted) > maxQuoted {
		quoted = append(quoted[:maxQuoted:maxQuoted], '…')
	}
	f.find(gongkai.Finding{Code: gongkai.FlattenedList, Found: string(quoted), Location: p.Location})
}
