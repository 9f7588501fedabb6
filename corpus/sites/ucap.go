package sites

import (
	"regexp"
	"strconv"
	"strings"
)

// ucap is 开普云: static lists (xxgk_list.shtml, xxgk_list_2.shtml, the pager
// usually that of [pagediv]), or lists that a script fetches as JSON from
// searchList/<channel>, search/<channel> or manuscriptList/<code>, with
// _isAgg among their parameters.
type ucap struct{}

func (ucap) Name() string { return "ucap" }

var (
	ucapMark    = regexp.MustCompile(`_isAgg=|/searchList/\w+|/manuscriptList/\w+|es-search/search/\w+`)
	ucapAddress = regexp.MustCompile(`(?i)/site/c\d{6,}/|/c\d{6,}/(?:\w*list|index)\w*\.shtml`)
	ucapAPI     = regexp.MustCompile(`[^"'\s<>(]*/(?:searchList|manuscriptList|search)/\w+\?[^"'\s<>)]*_isAgg=[^"'\s<>)]*`)
	ucapStem    = regexp.MustCompile(`/([A-Za-z_]+?)(?:_\d+)?\.shtml$`)
)

func (f ucap) Match(p *Page) (Evidence, bool) { return mark(f, p, ucapMark, ucapAddress) }

func (f ucap) List(p *Page) (Listing, error) {
	if strings.HasPrefix(p.Request.Template, "json") {
		return f.json(p)
	}
	l := Listing{Links: linksIn(p, p.Doc().Selection), Pages: pagesIn(p.Text())}
	if call := pagerCall(p); call != nil {
		if call[0].quoted {
			return pagediv{}.List(p)
		}
		return trs{}.List(p)
	}
	for i, m := range ucapAPI.FindAllString(p.Text(), -1) {
		if u := p.resolve(strings.ReplaceAll(m, "&amp;", "&")); u != "" && i < 4 {
			u = setQuery(u, "page=1")
			if query(u, "_isJson") == "" && !strings.Contains(u, "_template") {
				u = setQuery(u, "_isJson=true")
			}
			r := follow(p, f.Name(), u, "json page")
			r.Page, r.Accept = 1, "application/json, */*"
			l.Next = append(l.Next, r)
		}
	}
	if m := ucapStem.FindStringSubmatch(p.URL); m != nil && len(l.Next) == 0 && l.Pages > 1 {
		l.Next = numbered(p, f.Name(), m[1], "shtml", l.Pages, "{stem}_{n}.{ext}", "{stem}_{n-1}.{ext}")
	}
	return l, nil
}

func (f ucap) json(p *Page) (Listing, error) {
	r, ok := readRecords(p)
	if !ok {
		return Listing{}, notFamily(f, "the answer is neither JSON nor HTML")
	}
	l := Listing{Links: r.links, Total: r.total, Pages: r.pages, Structured: true}
	n, size := pageNumber(p)+1, atoi(query(p.URL, "_pageSize"))
	if len(r.links) == 0 || size > 0 && r.total > 0 && (n-1)*size >= r.total || r.pages > 0 && n > r.pages {
		return l, nil
	}
	next := follow(p, f.Name(), setQuery(p.URL, "page="+strconv.Itoa(n)), "json page")
	next.Referer, next.Accept = p.Request.Referer, p.Request.Accept
	l.Next = []Request{next}
	return l, nil
}
