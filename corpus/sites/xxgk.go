package sites

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// xxgk is Hanweb's disclosure module. Its lists come from search.jsp by POST;
// annual reports have an endpoint of their own, xxgkAnnualReport.jsp, with one
// page for each unit (area) and year (fbtime).
type xxgk struct{}

func (xxgk) Name() string { return "xxgk" }

var (
	xxgkMark   = regexp.MustCompile(`/module/xxgk/\w+\.jsp|xxgkAnnualReport\.jsp`)
	fbtime     = regexp.MustCompile(`xxgkAnnualReport\.jsp\?(?:[^#]*&)?fbtime=(20\d\d)`)
	annualPage = regexp.MustCompile(`(?:/module/xxgk/)?xxgkAnnualReport\.jsp\?[^"'\s<>\\]+`)
	searchPage = regexp.MustCompile(`['"]([^'"\s]*/module/xxgk/search\.jsp[^'"\s]*)['"]`)
	articleOf  = regexp.MustCompile(`/art_(\d+)_\d+\.html`)
	yearOption = regexp.MustCompile(`(?i)<option[^>]*value\s*=\s*["']?(20\d\d)["']?`)
)

// firstFbtime is the year of the first reports that there are.
const firstFbtime = 2008

func (f xxgk) Match(p *Page) (Evidence, bool) { return mark(f, p, xxgkMark) }

func (f xxgk) List(p *Page) (Listing, error) {
	if strings.Contains(p.URL, "xxgkAnnualReport.jsp") {
		return f.annual(p), nil
	}
	l := Listing{Links: linksIn(p, p.Doc().Selection)}
	for _, m := range annualPage.FindAllString(p.Text(), -1) {
		if !strings.HasPrefix(m, "/") {
			m = "/module/xxgk/" + m
		}
		if u := p.resolve(strings.ReplaceAll(m, "&amp;", "&")); u != "" && fbtime.MatchString(u) {
			l.Links = append(l.Links, newLink(u, "", ""))
		}
	}
	l.Links = unique(l.Links)
	l.Pages = pagesIn(p.Text())
	if p.Request.Template == "search" {
		l.Structured = true
		l.Links = ofColumn(l.Links, p.Request.Carry["articles of"])
	}
	l.Next = f.search(p, l.Pages)
	return l, nil
}

// annual is a unit's page of one year. The other years are those that the page
// offers; if it offers none, the years before and after, until two in a row
// bring nothing.
func (f xxgk) annual(p *Page) (l Listing) {
	l.Structured = true
	self := newLink(Canonical(p.URL), pageTitle(p), "")
	l.Links = append(l.Links, self)
	seen := map[string]bool{self.URL: true}
	add := func(u string) {
		if u = Canonical(u); !seen[u] {
			seen[u] = true
			l.Links = append(l.Links, newLink(u, "", ""))
		}
	}
	for _, link := range linksIn(p, p.Doc().Selection) {
		if fbtime.MatchString(link.URL) && query(link.URL, "area") == query(p.URL, "area") {
			add(link.URL)
		}
	}
	for _, m := range yearOption.FindAllStringSubmatch(p.Text(), -1) {
		add(setQuery(p.URL, "fbtime="+m[1]))
	}
	if len(l.Links) == 1 {
		l.Next = f.neighbours(p)
	}
	return l
}

// maxMisses is how many years in a row a unit may be without a report.
const maxMisses = 2

func (f xxgk) neighbours(p *Page) (requests []Request) {
	year, steps, misses := atoi(query(p.URL, "fbtime")), []int{-1, 1}, 0
	if step := atoi(p.Request.Carry["step"]); step != 0 {
		steps = []int{step}
		if !Judge(p, Link{}).Report {
			misses = atoi(p.Request.Carry["misses"]) + 1
		}
	}
	for _, step := range steps {
		y := year + step
		if year == 0 || misses > maxMisses || y < firstFbtime || y > 2039 {
			continue
		}
		r := follow(p, f.Name(), setQuery(p.URL, "fbtime="+strconv.Itoa(y)), "fbtime")
		r.Carry = carry(p.Request.Carry, "step", strconv.Itoa(step), "misses", strconv.Itoa(misses))
		requests = append(requests, r)
	}
	return requests
}

func (f xxgk) search(p *Page, pages int) []Request {
	n := pageNumber(p) + 1
	if pages > 0 && n > pages {
		return nil
	}
	if p.Request.Template == "search" {
		if pages == 0 {
			return nil
		}
		form := clone(p.Request.Form)
		form.Set("currpage", strconv.Itoa(n))
		r := follow(p, f.Name(), p.URL, "search")
		r.Form = form
		return []Request{r}
	}
	m := searchPage.FindStringSubmatch(p.Text())
	if m == nil {
		return nil
	}
	form := url.Values{"infotypeId": {""}, "jdid": {""}, "area": {""}, "divid": {"div"}, "vc_title": {""}, "vc_number": {""}, "sortfield": {""}}
	p.Doc().Find("form input[name], form select[name]").Each(func(_ int, i *goquery.Selection) {
		if name := i.AttrOr("name", ""); form.Has(name) || i.AttrOr("type", "") == "hidden" {
			form.Set(name, i.AttrOr("value", ""))
		}
	})
	for name := range form {
		if v := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(name) + `\s*[:=]\s*['"]([^'"]*)['"]`).FindStringSubmatch(p.Text()); v != nil && form.Get(name) == "" {
			form.Set(name, v[1])
		}
	}
	form.Set("currpage", "1")
	r := follow(p, f.Name(), p.resolve(m[1]), "search")
	r.Page = 1
	r.Form = form
	if c := columnID.FindStringSubmatch(p.URL); c != nil {
		r.Carry = carry(p.Request.Carry, "articles of", c[1])
	}
	return []Request{r}
}

// ofColumn leaves out articles of other columns: search.jsp does not filter.
func ofColumn(links []Link, column string) (kept []Link) {
	for _, l := range links {
		if m := articleOf.FindStringSubmatch(l.URL); column == "" || m == nil || m[1] == column || l.Score >= Strong {
			kept = append(kept, l)
		}
	}
	return kept
}

func unique(links []Link) (kept []Link) {
	seen := map[string]bool{}
	for _, l := range links {
		if !seen[l.URL] {
			seen[l.URL] = true
			kept = append(kept, l)
		}
	}
	return kept
}

func clone(form url.Values) url.Values {
	c := url.Values{}
	for k, v := range form {
		c[k] = append([]string(nil), v...)
	}
	return c
}
