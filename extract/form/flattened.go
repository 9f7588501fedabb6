package form

import (
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
// paragraph, or each cell a paragraph of its own. Where one number ends and the
// next begins cannot be known ("2111016"), so that nothing of it is read.
func (f *finder) flattened(doc *gongkai.Document) {
	if f.report.Statistics2014 != nil || f.localList != nil {
		return
	}
	for _, b := range doc.Blocks {
		if b.Paragraph != nil && f.runTogether(b.Paragraph.Text) {
			f.findFlattened(b.Paragraph)
			return
		}
	}
	for _, l := range f.lists {
		var head *gongkai.Paragraph
		seen := map[string]bool{}
		for _, b := range doc.Blocks {
			if b.Paragraph == nil {
				continue
			}
			if role, ok := listHeads(b.Paragraph.Text); ok && role == roleLabel && head == nil {
				head = b.Paragraph
			}
			if m, ok := l.rows.find(b.Paragraph.Text, ""); ok && m.exact {
				seen[m.code] = true
			}
		}
		if head != nil && len(seen) >= minFlattened {
			f.findFlattened(head)
			return
		}
	}
}

// runTogether reports whether a paragraph holds the labels of a list one after
// the other.
func (f *finder) runTogether(text string) bool {
	core := letters(fold(text))
	least := minFlattenedHeadless
	if (strings.Contains(core, "指标名称") || strings.Contains(core, "统计指标")) && strings.Contains(core, "单位") {
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

func (f *finder) findFlattened(p *gongkai.Paragraph) {
	quoted := []rune(p.Text)
	if len(quoted) > maxQuoted {
		quoted = append(quoted[:maxQuoted:maxQuoted], '…')
	}
	f.find(gongkai.Finding{Code: gongkai.FlattenedList, Found: string(quoted), Location: p.Location})
}
