package pdfcheck

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gongkai"
)

// The reasons why a cell cannot be compared.
const (
	noPlace    = "the first reading has no place for the cell"
	noText     = "the second engine sees no text there"
	unknown    = "the second engine does not know a character there"
	roughPlace = "the second engine does not know where text there ends"
	turned     = "text runs sideways there"
	shared     = "another cell claims the same text"
	between    = "a digit stands between the cells of the table"
)

const (
	// lineEms is how far glyphs of a line may be off its middle.
	lineEms = 0.5
	// againEms: the same glyph printed again nearer than this makes it bold.
	againEms = 0.15
	// marginPt is how far text of a rough end may reach over a cell's border.
	marginPt = 1
)

// compare compares the cells of one page with its pieces of text.
func compare(cells []Cell, pieces []piece) []gongkai.ComparedCell {
	results := make([]gongkai.ComparedCell, len(cells))
	owner := make([]int, len(pieces)) // index of the cell + 1
	for i, c := range cells {
		inside, reason := within(c, pieces, func(p int) bool {
			taken := owner[p] != 0
			owner[p] = i + 1
			return taken
		})
		results[i] = judge(c.Printed, inside, reason)
	}
	for table := range tablesWithStrays(cells, pieces, owner) {
		for i, c := range cells {
			if c.Ref.Table == table && results[i].Reason == "" {
				results[i] = gongkai.ComparedCell{Reason: between}
			}
		}
	}
	return results
}

// within returns the pieces in the cell. Claim takes a piece and reports whether
// another cell had it.
func within(c Cell, pieces []piece, claim func(int) bool) (inside []piece, reason string) {
	if c.Box == [4]float64{} {
		return nil, noPlace
	}
	for i, p := range pieces {
		left, top, right, bottom := c.Box[0], c.Box[1], c.Box[2], c.Box[3]
		centre := (p.left + p.right) / 2
		switch {
		case p.sideways:
			if p.right > left && p.left < right && p.bottom > top && p.top < bottom {
				reason = turned
			}
			continue
		case p.middle <= top || p.middle > bottom || p.right <= left || p.left >= right:
			continue
		case p.rough && (p.left < left-marginPt || p.right > right+marginPt):
			reason = cmp.Or(reason, roughPlace)
			continue
		case !p.rough && (centre <= left || centre > right):
			continue
		}
		if claim(i) {
			reason = cmp.Or(reason, shared)
		}
		inside = append(inside, p)
	}
	return inside, reason
}

// judge compares a printed text with the pieces in its place.
func judge(printed string, inside []piece, reason string) gongkai.ComparedCell {
	found := textOf(inside)
	first, second := fold(printed), fold(found)
	switch {
	case reason != "":
		return gongkai.ComparedCell{Reason: reason}
	case strings.ContainsRune(second, utf8.RuneError):
		return gongkai.ComparedCell{Reason: unknown}
	case second == "" && first != "":
		return gongkai.ComparedCell{Reason: noText}
	case first == second:
		return gongkai.ComparedCell{Second: found, Agreement: gongkai.Agrees}
	}
	return gongkai.ComparedCell{Second: found, Agreement: gongkai.Differs}
}

// textOf joins pieces line by line, from left to right.
func textOf(pieces []piece) string {
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.middle, b.middle) })
	var b strings.Builder
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[n].middle-pieces[0].middle <= lineEms*max(pieces[n].em, pieces[0].em) {
			n++
		}
		line := pieces[:n]
		slices.SortStableFunc(line, func(a, b piece) int { return cmp.Compare(a.left, b.left) })
		for i, p := range line {
			if i > 0 && line[i-1].text == p.text && math.Abs(p.left-line[i-1].left) < againEms*p.em && !p.rough {
				continue
			}
			b.WriteString(p.text)
		}
		pieces = pieces[n:]
	}
	return b.String()
}

// fold leaves aside what does not tell two texts apart: white space, and forms
// of a character that Unicode calls compatible (full width, radicals).
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// tablesWithStrays returns the tables among whose cells a digit stands that is
// in none of them: the first reading may have lost it.
func tablesWithStrays(cells []Cell, pieces []piece, owner []int) map[string]bool {
	hulls := map[string][4]float64{}
	for _, c := range cells {
		h, ok := hulls[c.Ref.Table]
		if !ok {
			h = c.Box
		}
		hulls[c.Ref.Table] = [4]float64{min(h[0], c.Box[0]), min(h[1], c.Box[1]), max(h[2], c.Box[2]), max(h[3], c.Box[3])}
	}
	strays := map[string]bool{}
	for i, p := range pieces {
		if owner[i] != 0 || p.sideways || !strings.ContainsFunc(p.text, unicode.IsDigit) {
			continue
		}
		centre := (p.left + p.right) / 2
		for table, h := range hulls {
			if p.middle > h[1] && p.middle < h[3] && centre > h[0] && centre < h[2] {
				strays[table] = true
			}
		}
	}
	return strays
}
