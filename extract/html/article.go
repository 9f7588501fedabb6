package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// proseBytes is the length from which a paragraph counts as prose: 20
	// characters. Menus and labels are shorter.
	proseBytes = 60
	// extraProse is the length of a single paragraph beside the evidence that
	// makes the article reach further: 40 characters, more than a title.
	extraProse = 120
	// chromeBytes is the prose up to which a part of the page is believed to
	// be furniture because of its class: 300 characters.
	chromeBytes = 900
)

// article is the part of the page that is the document.
type article struct {
	region      int
	first, last int // half-open range of items
	// container: a known system's container was found, so that the article
	// begins and ends with it.
	container bool
	// evidence on the whole page: report tables and section headings, and the
	// half-open range of items from the first to the last of them.
	reports, headings int
	from, to          int
}

// sums are running totals over the items before each one.
type sums struct {
	prose     []int // bytes of prose
	extra     []int // long paragraphs
	contained []int // long paragraphs inside known containers
	reports   []int // report tables
	headings  []int // headings of sections
	chrome    []int // links and furniture
}

func (w *walker) sum() sums {
	n := len(w.items) + 1
	s := sums{make([]int, n), make([]int, n), make([]int, n), make([]int, n), make([]int, n), make([]int, n)}
	contained := make([]bool, len(w.regions))
	for i, r := range w.regions {
		contained[i] = r.container || r.parent >= 0 && contained[r.parent]
	}
	for i := range w.items {
		it := &w.items[i]
		for _, totals := range [][]int{s.prose, s.extra, s.contained, s.reports, s.headings, s.chrome} {
			totals[i+1] = totals[i]
		}
		linked := it.link*2 > it.bytes
		if linked || it.Paragraph != nil && isFurniture(it.Paragraph.Text) {
			s.chrome[i+1]++
		}
		switch {
		case it.reports >= reportLabels:
			s.reports[i+1]++
		case linked:
		case it.Grid != nil:
			s.prose[i+1] += it.bytes
		case isHeading(it.Paragraph.Text):
			s.headings[i+1]++
		case it.bytes >= proseBytes && !isFurniture(it.Paragraph.Text):
			s.prose[i+1] += it.bytes
			if it.bytes >= extraProse {
				s.extra[i+1]++
				if contained[it.box] {
					s.contained[i+1]++
				}
			}
		}
	}
	return s
}

func in(totals []int, r region) int { return totals[r.last] - totals[r.first] }

// findArticle decides which items are the article.
func (w *walker) findArticle() article {
	s := w.sum()
	page := w.regions[0]
	a := article{first: page.first, last: page.last, reports: in(s.reports, page), headings: in(s.headings, page)}
	a.from, a.to = evidenceRange(s)
	switch region, found := w.bestContainer(s, a); {
	case found:
		a.region = w.widen(s.contained, region)
	case a.reports+a.headings > 0:
		a.region = w.cleanly(s, w.widen(s.extra, w.around(a.from, a.to)))
	default:
		a.region = w.cleanly(s, w.mostProse(s))
	}
	r := w.regions[a.region]
	a.first, a.last, a.container = r.first, r.last, r.container
	return a
}

// evidenceRange is the range from the first report table or heading to the
// last.
func evidenceRange(s sums) (from, to int) {
	for i := 1; i < len(s.reports); i++ {
		if s.reports[i] > s.reports[i-1] || s.headings[i] > s.headings[i-1] {
			if to == 0 {
				from = i - 1
			}
			to = i
		}
	}
	return from, to
}

// bestContainer returns the smallest known container that holds all report
// tables and at least half of the headings; on a page with neither, the
// innermost one that holds nearly all prose inside known containers.
func (w *walker) bestContainer(s sums, a article) (best int, found bool) {
	most := 0
	for _, r := range w.regions {
		if r.container {
			most = max(most, in(s.prose, r))
		}
	}
	for i, r := range w.regions {
		if !r.container || r.first == r.last {
			continue
		}
		fits := in(s.reports, r) == a.reports && 2*in(s.headings, r) >= a.headings
		if a.reports+a.headings == 0 {
			fits = most > 0 && in(s.prose, r)*10 >= most*9 && in(s.prose, r)*4 >= in(s.prose, w.regions[0])
		}
		if fits && (!found || r.last-r.first <= w.regions[best].last-w.regions[best].first) {
			best, found = i, true
		}
	}
	return best, found
}

// around returns the nearest common ancestor of the items.
func (w *walker) around(from, to int) int {
	best := 0
	for i, r := range w.regions {
		if r.first <= from && r.last >= to && r.last-r.first <= w.regions[best].last-w.regions[best].first {
			best = i
		}
	}
	return best
}

// widen returns the nearest region around that holds all of the total that any
// region around it holds.
func (w *walker) widen(totals []int, region int) int {
	best := region
	for up := w.regions[region].parent; up >= 0; up = w.regions[up].parent {
		if in(totals, w.regions[up]) > in(totals, w.regions[best]) {
			best = up
		}
	}
	return best
}

// cleanly widens the region as long as that adds nothing that looks like page
// furniture.
func (w *walker) cleanly(s sums, region int) int {
	for {
		up := w.regions[region].parent
		if up < 0 || in(s.chrome, w.regions[up]) > in(s.chrome, w.regions[region]) {
			return region
		}
		region = up
	}
}

// mostProse returns the smallest region with four fifths of the page's prose;
// the whole page when there is none.
func (w *walker) mostProse(s sums) int {
	total := in(s.prose, w.regions[0])
	best := 0
	for i, r := range w.regions {
		if total > 0 && in(s.prose, r)*5 >= total*4 && r.last-r.first <= w.regions[best].last-w.regions[best].first {
			best = i
		}
	}
	return best
}

// chrome returns, for each region, whether it surrounds the article on the page.
func (w *walker) chrome(s sums, a article) []bool {
	chrome := make([]bool, len(w.regions))
	for i, r := range w.regions {
		if r.parent >= 0 && chrome[r.parent] {
			chrome[i] = true
			continue
		}
		inside := i != a.region && r.first >= a.first && r.last <= a.last
		chrome[i] = inside && isChrome(r.node) && in(s.reports, r) == 0 && in(s.headings, r) == 0 && in(s.prose, r) < chromeBytes
	}
	return chrome
}

// inArticle returns, for each item of the article, whether it is part of it:
// not what surrounds an article on the page.
func (w *walker) inArticle(a article) []bool {
	s := w.sum()
	chrome := w.chrome(s, a)
	keep := make([]bool, a.last-a.first)
	any := false
	for i := range keep {
		it := &w.items[a.first+i]
		evident := a.first+i >= a.from && a.first+i < a.to
		switch {
		case it.reports > 0:
			keep[i] = true
		case chrome[it.box], !evident && it.Paragraph != nil && isFurniture(it.Paragraph.Text):
		case !a.container && w.inMenu(a, a.first+i):
		default:
			keep[i] = true
		}
		any = any || keep[i]
	}
	if !any {
		for i := range keep {
			keep[i] = true
		}
	}
	return keep
}

// menuLength is the number of links in a row that make a menu.
const menuLength = 3

// inMenu reports whether the item is one of several links in a row.
func (w *walker) inMenu(a article, i int) bool {
	run := 0
	for j := i; j >= a.first && i-j < menuLength && w.isLinks(j); j-- {
		run++
	}
	for j := i + 1; j < a.last && j-i < menuLength && w.isLinks(j); j++ {
		run++
	}
	return w.isLinks(i) && run >= menuLength
}

func (w *walker) isLinks(i int) bool { return w.items[i].link*10 >= w.items[i].bytes*6 }

// isContainer reports whether the element is a known container of articles.
func isContainer(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	return n.DataAtom != atom.Body && (containers[n.Data] || hasName(n, containers))
}

// hasName reports whether the element's id or one of its classes is in names.
func hasName(n *html.Node, names map[string]bool) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "id", "class":
			for name := range strings.FieldsSeq(a.Val) {
				if names[strings.ToLower(name)] {
					return true
				}
			}
		}
	}
	return false
}

// isChrome reports whether the element looks like what surrounds an article.
func isChrome(n *html.Node) bool {
	if isTag(n, atom.Nav, atom.Footer, atom.Header, atom.Aside, atom.Menu) {
		return true
	}
	if !isTag(n, atom.Div, atom.Section, atom.Ul, atom.Ol, atom.Dl, atom.Td) {
		return false
	}
	names := strings.ToLower(attribute(n, "class") + " " + attribute(n, "id"))
	for _, word := range chromeWords {
		if strings.Contains(names, word) {
			return true
		}
	}
	return false
}
