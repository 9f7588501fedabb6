package page

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

const (
	// marginPt is the height of the strips at the top and at the bottom of a
	// page where page numbers and running heads are looked for: the official
	// style (GB/T 9704) has 37 mm at the top. marginShare bounds it on pages
	// that are not tall.
	marginPt    = 110
	marginShare = 0.25
	// sameHeightPt is how far a running head may move between pages.
	sameHeightPt = 3
)

// pageNumber matches a page number with nothing else on its line.
var pageNumber = regexp.MustCompile(`^(?:` +
	`[-—–－_·~]+ ?\d{1,4} ?[-—–－_·~]+|` +
	`\d{1,3}|` +
	`\d{1,3} ?[/／] ?\d{1,3}|` +
	`第 ?(?:\d{1,4}|[一二三四五六七八九十百]+) ?页(?: ?[,，/／、]? ?共 ?(?:\d{1,4}|[一二三四五六七八九十百]+) ?页)?|` +
	`(?i:page) ?\d{1,4}(?: ?(?i:of) ?\d{1,4})?` +
	`)$`)

// furniture splits the lines of a document's pages into the text and what
// stands on the pages for their own sake: page numbers, and heads and feet
// that repeat. Lines inside the margins that do neither stay.
func furniture(pages []*Page) {
	repeated := repeatedHeads(pages)
	for _, p := range pages {
		var text []Line
		for i, l := range p.Lines {
			outer := outermost(p, i)
			if p.inMargin(l) && (outer && pageNumber.MatchString(l.Text) || repeated[head(p, l)]) {
				p.Furniture = append(p.Furniture, l)
				continue
			}
			text = append(text, l)
		}
		p.Lines = text
	}
}

// inMargin says whether the line is near the top or the bottom of the page.
func (p *Page) inMargin(l Line) bool {
	y, margin := l.Box.CentreY(), min(marginPt, marginShare*p.Height)
	return y < margin || y > p.Height-margin
}

// outermost says whether no other text or table is between the line and the
// edge of the page, other than lines that are furniture already.
func outermost(p *Page, i int) bool {
	l := p.Lines[i]
	top := l.Box.CentreY() < p.Height/2
	beyond := func(y float64) bool { return top && y < l.Box.Top || !top && y > l.Box.Bottom }
	if slices.ContainsFunc(p.Tables, func(t *Table) bool { return beyond(t.Box.CentreY()) }) {
		return false
	}
	for j, o := range p.Lines {
		if j != i && beyond(o.Box.CentreY()) && !pageNumber.MatchString(o.Text) {
			return false
		}
	}
	return true
}

// headKey identifies a running head: its text without digits, and its height.
type headKey struct {
	text string
	y    int
}

func head(p *Page, l Line) headKey {
	text := strings.Map(func(r rune) rune {
		if isDigit(r) {
			return -1
		}
		return r
	}, l.Text)
	return headKey{text, int(math.Round(l.Baseline / sameHeightPt))}
}

// repeatedHeads returns the lines inside the margins that stand at the same
// height on at least half of the pages, and on at least two.
func repeatedHeads(pages []*Page) map[headKey]bool {
	on := map[headKey]map[int]bool{}
	for _, p := range pages {
		for _, l := range p.Lines {
			if key := head(p, l); p.inMargin(l) && key.text != "" {
				if on[key] == nil {
					on[key] = map[int]bool{}
				}
				on[key][p.Number] = true
			}
		}
	}
	repeated := map[headKey]bool{}
	for key, numbers := range on {
		repeated[key] = len(numbers) >= 2 && 2*len(numbers) >= len(pages)
	}
	return repeated
}
