package form

import (
	"slices"

	"gongkai"
)

// matchBetween names rows of a requests table whose labels OCR misread beyond
// recognition: those between two rows that are known, if the form has as many rows
// there as the table and none of them is named elsewhere. Whether the row is that one,
// the sums say; where less than a part of the label is left, its cells are in doubt.
func (s *scan) matchBetween() {
	var open []int
	last := -1 // the known row above
	for at, m := range s.matches {
		switch {
		case m.cell == nil && s.leaf(at) != nil:
			open = append(open, at)
		case m.cell == nil, m.groupOnly:
		default:
			if last >= 0 && len(open) > 0 {
				s.nameBetween(s.matches[last].code, m.code, open)
			}
			last, open = at, nil
		}
	}
}

// leaf is the innermost label of a row that states something; nil where there is none.
func (s *scan) leaf(at int) *gongkai.Cell {
	h := s.headAbove(at)
	if h == nil {
		return nil
	}
	labels, values, _ := s.split(h, at)
	if !slices.ContainsFunc(values, s.isNumber) {
		return nil
	}
	for i := len(labels) - 1; i >= 0; i-- {
		if labels[i].Text != "" {
			return labels[i]
		}
	}
	return nil
}

// headAbove is the header of a requests table that is in force at a row, nil if there
// is none.
func (s *scan) headAbove(at int) *header {
	var above *header
	for top, h := range s.heads {
		if top <= at && (above == nil || top > above.top) {
			above = h
		}
	}
	if above == nil || above.table != gongkai.TableRequests || at <= above.bottom {
		return nil
	}
	return above
}

func (s *scan) nameBetween(from, to string, open []int) {
	for _, l := range layouts() {
		first := slices.IndexFunc(l.requests, func(r row) bool { return r.code == from }) + 1
		end := slices.IndexFunc(l.requests, func(r row) bool { return r.code == to })
		if first < 1 || end-first != len(open) {
			continue
		}
		missing := l.requests[first:end]
		for i := range open {
			named := slices.ContainsFunc(s.matches, func(m rowMatch) bool { return m.cell != nil && m.code == missing[i].code })
			if named {
				return
			}
		}
		for i, at := range open {
			r := missing[i]
			leaf := s.leaf(at)
			s.matches[at] = rowMatch{match: match{entry: &entry{code: r.code, number: r.number, group: r.group, text: r.texts[0]}}, cell: leaf}
			if !remains(r.texts[0], s.key(leaf).core) {
				s.matches[at].doubt = "the label cannot be read: the row is named by its place"
			}
		}
		return
	}
}

// minRemains: one of so many characters of a label must be left.
const minRemains = 3

// remains reports whether enough of the label is in the text, in order.
func remains(label, text string) bool {
	a, b := []rune(letters(fold(label))), []rune(text)
	longest := make([]int, len(b)+1) // common subsequence of a so far and each beginning of b
	for i := range a {
		diagonal := 0
		for j := range b {
			above := longest[j+1]
			if longest[j+1] = max(above, longest[j]); a[i] == b[j] {
				longest[j+1] = diagonal + 1
			}
			diagonal = above
		}
	}
	return longest[len(b)]*minRemains >= len(a)
}
