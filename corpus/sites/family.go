package sites

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Family is a way of listing and paging that many sites share. An adapter is
// stateless: what it must remember from page to page is in the address, in
// [Request.Carry] and in [Request.Template].
type Family interface {
	Name() string
	// Match says whether the page shows the family's marks, and which.
	Match(*Page) (Evidence, bool)
	// List reads a page of a column, or whatever the family's requests
	// brought (JSON, records). Its errors say that the page is not what the
	// family's pages are; a column without articles is none.
	List(*Page) (Listing, error)
}

// Evidence is why a page is of a family.
type Evidence struct {
	Family string
	// Found is the mark, as it stands in the page or its address.
	Found string
}

// Listing is what a page of a column lists.
type Listing struct {
	Links []Link
	// Next leads to more of the same column.
	Next []Request
	// Total counts articles and Pages pages, as the page states them; 0 where
	// it does not. Sites cap both, so they bound what may be asked for and
	// prove nothing.
	Total, Pages int
	// Structured says that the links come from the family's own records, not
	// from all anchors of a page.
	Structured bool
}

// ErrNotFamily is wrapped by List when a page is not what it should be.
var ErrNotFamily = errors.New("not a page of the family")

// Families are all there are, in the order in which their marks are looked
// for: a mark of a later one may stand in the pages of an earlier one.
func Families() []Family {
	return []Family{jpage{}, xxgk{}, jpaas{}, pagediv{}, trs{}, gkmlpt{}, epoint{}, ucap{}, boda{}, webplus{}, anhui{}, generic{}}
}

// FamilyByName is nil for a name that is none.
func FamilyByName(name string) Family {
	for _, f := range Families() {
		if f.Name() == name {
			return f
		}
	}
	return nil
}

// Sniff is the evidence of every family that the page shows, best first. The
// generic family, which matches every page, is the last.
func Sniff(p *Page) (found []Evidence) {
	for _, f := range Families() {
		if e, ok := f.Match(p); ok {
			found = append(found, e)
		}
	}
	return found
}

// reader is the family that reads the answer, and why.
func reader(p *Page) (Family, []Evidence) {
	if f := FamilyByName(p.Request.Family); f != nil {
		return f, []Evidence{{f.Name(), "asked for by it"}}
	}
	found := Sniff(p)
	return FamilyByName(found[0].Family), found
}

func notFamily(f Family, what string) error {
	return fmt.Errorf("%s: %w: %s", f.Name(), ErrNotFamily, what)
}

// mark finds an expression in the text of a page or in its address.
func mark(f Family, p *Page, marks ...*regexp.Regexp) (Evidence, bool) {
	for _, m := range marks {
		if found := m.FindString(p.Text()); found != "" {
			return Evidence{f.Name(), clip(found)}, true
		}
		if found := m.FindString(p.URL); found != "" {
			return Evidence{f.Name(), "address: " + clip(found)}, true
		}
	}
	return Evidence{}, false
}

func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// ofOneColumn leaves the articles of the column that most of a page's links are
// of, and whatever looks like a report or a year's column: where articles do not lie below their
// column, their addresses name it (the first group of the expression; none means
// that all are of one). It says whether there are any.
func ofOneColumn(links []Link, article *regexp.Regexp) (kept []Link, found bool) {
	column := func(l Link) (string, bool) {
		m := article.FindStringSubmatch(l.URL)
		if m == nil {
			return "", false
		}
		return strings.Join(m[1:], ""), true
	}
	count, most := map[string]int{}, ""
	for _, l := range links {
		if c, is := column(l); is {
			found = true
			if count[c]++; count[c] > count[most] {
				most = c
			}
		}
	}
	if !found {
		return links, false
	}
	for _, l := range links {
		if c, is := column(l); is && c == most || l.Score > 0 || l.Kind == List && YearOf(l.Text) != 0 {
			kept = append(kept, l)
		}
	}
	return kept, true
}

// follow makes the request for a further page of the column that p is a page
// of.
func follow(p *Page, family, address, template string) Request {
	column := p.Request.Column
	if column == "" {
		column = p.URL
	}
	return Request{
		URL: Canonical(address), Kind: List, Family: family, Template: template, Column: column,
		Page: pageNumber(p) + 1, Referer: p.URL, Depth: p.Request.Depth, Carry: p.Request.Carry,
	}
}

func pageNumber(p *Page) int { return max(p.Request.Page, 1) }

// alternatives makes one request of several: the first, and the others if it
// brings nothing new.
func alternatives(requests ...Request) []Request {
	seen := map[string]bool{}
	requests = slices.DeleteFunc(requests, func(r Request) bool {
		again := seen[r.Key()]
		seen[r.Key()] = true
		return again
	})
	if len(requests) == 0 {
		return nil
	}
	first := requests[0]
	first.Else = requests[1:]
	return []Request{first}
}

// numbered is the next page of a column whose pages are files: stem_2.html.
// Templates say which number page n has, tried in order until one has proven
// itself; total 0 is unknown.
func numbered(p *Page, family, stem, ext string, total int, templates ...string) []Request {
	n := pageNumber(p) + 1
	if total > 0 && n > total {
		return nil
	}
	if p.Request.Template != "" {
		templates = []string{p.Request.Template}
	}
	column := p.Request.Column
	if column == "" {
		column = p.URL
	}
	base, err := url.Parse(column)
	if err != nil {
		return nil
	}
	var requests []Request
	for _, t := range templates {
		name := strings.NewReplacer("{stem}", stem, "{n}", strconv.Itoa(n), "{n-1}", strconv.Itoa(n-1), "{ext}", ext).Replace(t)
		if u, err := base.Parse(name); err == nil {
			requests = append(requests, follow(p, family, u.String(), t))
		}
	}
	return alternatives(requests...)
}

// setQuery replaces parameters of an address, each "key=value"; the others
// stay byte for byte as they are, because some sites sign or encrypt them.
func setQuery(address string, pairs ...string) string {
	head, query, _ := strings.Cut(address, "?")
	parts := strings.Split(query, "&")
	if query == "" {
		parts = nil
	}
	for _, pair := range pairs {
		key, _, _ := strings.Cut(pair, "=")
		replaced := false
		for i, part := range parts {
			if k, _, _ := strings.Cut(part, "="); k == key {
				parts[i], replaced = pair, true
			}
		}
		if !replaced {
			parts = append(parts, pair)
		}
	}
	return head + "?" + strings.Join(parts, "&")
}

// query reads a parameter without decoding the others.
func query(address, key string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Query().Get(key)
}

// atoi is 0 for what is no number.
func atoi(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 0
	}
	return n
}

func twoDigits(n int) string { return fmt.Sprintf("%02d", n) }

// pagesIn is the number of pages that a text states: 共12页, 1/12页.
var pagesStated = regexp.MustCompile(`共\s*(?:<[^<>]*>\s*)*(\d{1,5})\s*(?:<[^<>]*>\s*)*页|\d{1,5}\s*/\s*(\d{1,5})\s*页`)

func pagesIn(text string) int {
	m := pagesStated.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	return max(atoi(m[1]), atoi(m[2]))
}

func carry(old map[string]string, pairs ...string) map[string]string {
	c := make(map[string]string, len(old)+len(pairs)/2)
	for k, v := range old {
		c[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		c[pairs[i]] = pairs[i+1]
	}
	return c
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
