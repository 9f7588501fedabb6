package sites

import (
	"regexp"
	"strconv"
)

// anhui is the platform of Anhui's governments: a column of each unit at
// /public/column/<unit>?type=…&timeFrame=YYYY, reports at
// /XxgkAnnualReport/show/ID.html or /OpennessAnnualReport/show/ID.html with
// their files at /download/ID.html.
type anhui struct{}

func (anhui) Name() string { return "anhui" }

var (
	anhuiMark = regexp.MustCompile(`/public/column/\d+|(?:Xxgk|Openness)AnnualReport/`)
	anhuiPage = regexp.MustCompile(`(?i)[?&]pageIndex=(\d+)`)
	// anhuiArticle is the address of an article; they do not lie below the column.
	anhuiArticle = regexp.MustCompile(`/public/\d+/\d+\.html|AnnualReport/show/\d+\.html|/download/\w+\.html`)
	anhuiFrame   = regexp.MustCompile(`timeFrame=(20\d\d)`)
)

func (f anhui) Match(p *Page) (Evidence, bool) { return mark(f, p, anhuiMark) }

// List follows the pages of a column, and the years that it offers.
func (f anhui) List(p *Page) (Listing, error) {
	l := Listing{Pages: pagesIn(p.Text())}
	years := map[string]bool{}
	add := func(year string) {
		if u := Canonical(setQuery(p.URL, "timeFrame="+year)); !years[year] && year != query(p.URL, "timeFrame") {
			years[year] = true
			r := follow(p, f.Name(), u, "timeFrame")
			r.Page, r.Column = 1, u
			l.Next = append(l.Next, r)
		}
	}
	for _, link := range linksIn(p, p.Doc().Selection) {
		if m := anhuiPage.FindStringSubmatch(link.URL); m != nil {
			l.Pages = max(l.Pages, atoi(m[1]))
			continue
		}
		if m := anhuiFrame.FindStringSubmatch(link.URL); m != nil {
			if sameUnit(link.URL, p.URL) {
				add(m[1])
			}
			continue
		}
		l.Links = append(l.Links, link)
	}
	l.Links, l.Structured = ofOneColumn(l.Links, anhuiArticle)
	for _, m := range yearOption.FindAllStringSubmatch(p.Text(), -1) {
		add(m[1])
	}
	// Where the years are named without being parameters, their links are followed.
	for _, link := range linksIn(p, p.Doc().Find("#timeFrame")) {
		if YearOf(link.Text) != 0 && !anhuiFrame.MatchString(link.URL) && Key(link.URL) != Key(p.URL) {
			r := follow(p, f.Name(), link.URL, "timeFrame")
			r.Page, r.Column = 1, link.URL
			l.Next = append(l.Next, r)
		}
	}
	if n := pageNumber(p) + 1; n <= l.Pages {
		l.Next = append(l.Next, follow(p, f.Name(), setQuery(p.URL, "pageIndex="+strconv.Itoa(n)), "pageIndex"))
	}
	return l, nil
}

func sameUnit(a, b string) bool {
	return anhuiMark.FindString(a) == anhuiMark.FindString(b)
}
