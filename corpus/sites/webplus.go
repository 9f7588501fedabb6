package sites

import (
	"net/url"
	"regexp"
	"strconv"
)

// webplus is Sudy's WebPlus (苏迪), which is not Boda's: list.htm, list2.htm, or
// a shell that posts to /_wp3services/generalQuery.
type webplus struct{}

func (webplus) Name() string { return "webplus" }

var (
	webplusMark  = regexp.MustCompile(`/_wp3services/generalQuery|/_s\d+/|/_upload/tpl/|wp_paging|wp_articleList`)
	webplusPages = regexp.MustCompile(`(?i)class\s*=\s*["']all_pages["'][^>]*>\s*(\d+)`)
	webplusSite  = regexp.MustCompile(`(?i)siteId['"]?\s*[:=]\s*['"]?(\d+)`)
	webplusCol   = regexp.MustCompile(`(?i)columnId['"]?\s*[:=]\s*['"]?(\d+)`)
	webplusQuery = regexp.MustCompile(`/_wp3services/generalQuery`)
	// An article's address names its column: /2024/0115/c12a345/page.htm.
	webplusArticle = regexp.MustCompile(`/c(\d+)a\d+/pagem?\.(?:htm|psp)`)
	webplusList    = regexp.MustCompile(`/list\d*\.(htm|psp)$`)
)

const webplusRows = 14

func (f webplus) Match(p *Page) (Evidence, bool) { return mark(f, p, webplusMark) }

func (f webplus) List(p *Page) (Listing, error) {
	if p.Request.Template == "generalQuery" {
		return f.query(p)
	}
	l := Listing{Links: linksIn(p, p.Doc().Selection), Pages: pagesIn(p.Text())}
	if m := webplusPages.FindStringSubmatch(p.Text()); m != nil {
		l.Pages = atoi(m[1])
	}
	l.Links, l.Structured = ofOneColumn(l.Links, webplusArticle)
	if webplusQuery.MatchString(p.Text()) {
		if site, column := webplusSite.FindStringSubmatch(p.Text()), webplusCol.FindStringSubmatch(p.Text()); site != nil && column != nil {
			r := follow(p, f.Name(), p.resolve("/_wp3services/generalQuery?queryObj=articles"), "generalQuery")
			r.Page, r.Accept, r.Form = 1, "application/json, */*", url.Values{
				"siteId": {site[1]}, "columnId": {column[1]}, "pageIndex": {"1"}, "rows": {strconv.Itoa(webplusRows)},
				"orders":      {`[{"field":"publishTime","type":"desc"}]`},
				"returnInfos": {`[{"field":"title","name":"title"},{"field":"url","name":"url"},{"field":"publishTime","name":"publishTime"}]`},
			}
			l.Next = []Request{r}
			return l, nil
		}
	}
	if m := webplusList.FindStringSubmatch(p.URL); m != nil && l.Pages > 1 {
		l.Next = numbered(p, f.Name(), "list", m[1], l.Pages, "{stem}{n}.{ext}")
	}
	return l, nil
}

func (f webplus) query(p *Page) (Listing, error) {
	r, ok := readRecords(p)
	if !ok {
		return Listing{}, notFamily(f, "the answer is no JSON")
	}
	l := Listing{Links: r.links, Total: r.total, Pages: r.pages, Structured: true}
	n := pageNumber(p) + 1
	if len(r.links) == 0 || r.pages > 0 && n > r.pages || r.pages == 0 && r.total > 0 && (n-1)*webplusRows >= r.total {
		return l, nil
	}
	next := follow(p, f.Name(), p.Request.URL, "generalQuery")
	next.Form = clone(p.Request.Form)
	next.Form.Set("pageIndex", strconv.Itoa(n))
	next.Accept, next.Referer = p.Request.Accept, p.Request.Referer
	l.Next = []Request{next}
	return l, nil
}
