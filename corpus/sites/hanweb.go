package sites

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// jpage is Hanweb's column page: the first records stand in a <datastore>
// inside a script, more come from dataproxy.jsp. Reports of how that is asked
// contradict each other (startrecord counts, or only page does; by GET, or by
// POST), so each way is tried until one brings new records.
type jpage struct{}

func (jpage) Name() string { return "jpage" }

var (
	jpageMarks = []*regexp.Regexp{
		regexp.MustCompile(`[\w/]*dataproxy\.jsp`), regexp.MustCompile(`(?i)<datastore>`), regexp.MustCompile(`(?i)<record>\s*<!\[CDATA\[`),
	}
	record      = regexp.MustCompile(`(?is)<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>`)
	nextGroup   = regexp.MustCompile(`(?is)<nextgroup>(.*?)</nextgroup>`)
	anyHref     = regexp.MustCompile(`(?i)href\s*=\s*["']?([^"'\s>]+)`)
	totalRecord = regexp.MustCompile(`(?i)(?:<totalrecord>\s*|totalrecord\s*[:=]\s*['"]?)(\d+)`)
	perPage     = regexp.MustCompile(`(?i)perpage\s*[:=]\s*['"]?(\d+)`)
	proxyURL    = regexp.MustCompile(`(?i)proxyUrl\s*:\s*['"]([^'"]+)['"]`)
	proxyPath   = regexp.MustCompile(`(?i)/module/(?:web/)?jpage/dataproxy\.jsp`)
	proxyField  = regexp.MustCompile(`(?i)['"]?\b(col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)['"]?\s*[:=]\s*['"]?([^'",&<>}\s]+)`)
	columnID    = regexp.MustCompile(`/col/col(\d+)/`)
)

func (f jpage) Match(p *Page) (Evidence, bool) { return mark(f, p, jpageMarks...) }

func (f jpage) List(p *Page) (Listing, error) {
	text := p.Text()
	l := Listing{Structured: true}
	records := record.FindAllStringSubmatch(text, -1)
	for _, m := range records {
		if link, ok := recordLink(p, m[1]); ok {
			l.Links = append(l.Links, link)
		}
	}
	if len(records) == 0 && p.Request.Page <= 1 {
		l.Links, l.Structured = linksIn(p, p.Doc().Selection), false
	}
	if m := totalRecord.FindStringSubmatch(text); m != nil {
		l.Total = atoi(m[1])
	}
	total := l.Total
	if total == 0 {
		total = atoi(p.Request.Carry["total"])
	}
	so := atoi(p.Request.Carry["records"]) + len(records)
	if len(records) == 0 && p.Request.Page > 1 || total > 0 && so >= total {
		return l, nil
	}
	l.Next = f.next(p, so, total)
	return l, nil
}

// recordLink reads the HTML of a record. The last record of some sites is a
// trailer without a link.
func recordLink(p *Page, html string) (Link, bool) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader("<table>" + html + "</table>"))
	if err != nil {
		return Link{}, false
	}
	if links := linksIn(p, doc.Selection); len(links) > 0 {
		best := links[0]
		for _, l := range links[1:] {
			if len(l.Text) > len(best.Text) {
				best = l
			}
		}
		best.Date = firstOf(best.Date, dateIn(doc.Text()))
		return best, true
	}
	return Link{}, false
}

// next asks for the records after the so-many'th.
func (f jpage) next(p *Page, so, total int) []Request {
	carried := carry(p.Request.Carry, "records", strconv.Itoa(so), "total", strconv.Itoa(total))
	if carried["proxy"] == "" {
		carried["proxy"], carried["group"] = f.proxy(p)
		carried["per"] = "15"
		if m := perPage.FindStringSubmatch(p.Text()); m != nil && atoi(m[1]) > 0 {
			carried["per"] = m[1]
		}
	}
	proxy, per, n := carried["proxy"], max(atoi(carried["per"]), 1), pageNumber(p)+1
	records := []string{"startrecord=" + strconv.Itoa(so+1), "endrecord=" + strconv.Itoa(so+per), "perpage=" + strconv.Itoa(per)}
	column := firstOf(p.Request.Column, p.URL)
	group := max(atoi(carried["group"]), 1)
	ways := map[string]func() Request{
		"startrecord": func() Request { return follow(p, f.Name(), setQuery(proxy, records...), "startrecord") },
		"post": func() Request {
			head, query, _ := strings.Cut(proxy, "?")
			form, _ := url.ParseQuery(query)
			r := follow(p, f.Name(), head+"?"+strings.Join(records, "&"), "post")
			r.Form = form
			return r
		},
		"page": func() Request {
			return follow(p, f.Name(), setQuery(proxy, "page="+strconv.Itoa(group), "perpage="+strconv.Itoa(per)), "page")
		},
		"page-by-records": func() Request {
			return follow(p, f.Name(), setQuery(proxy, "page="+strconv.Itoa(so/per+1), "perpage="+strconv.Itoa(per)), "page-by-records")
		},
		"pageNum": func() Request { return follow(p, f.Name(), setQuery(column, "pageNum="+strconv.Itoa(n)), "pageNum") },
	}
	order := []string{"startrecord", "post", "page-by-records", "pageNum"}
	if carried["group"] != "" {
		order = append([]string{"page"}, order...)
	}
	if t := p.Request.Template; t != "" {
		order = []string{t}
	}
	var requests []Request
	for _, way := range order {
		r := ways[way]()
		r.Referer, r.Accept, r.Carry = column, "*/*", carried
		if way == "page" {
			r.Carry = carry(carried, "group", strconv.Itoa(group+1))
		}
		requests = append(requests, r)
	}
	return alternatives(requests...)
}

// proxy is the address that gives more records, with its parameters, and the
// number that the next group has, "" if the page names no next group. A group's
// address is taken as it stands, because some sites encrypt its columnid.
func (jpage) proxy(p *Page) (address, group string) {
	text := p.Text()
	if m := nextGroup.FindStringSubmatch(text); m != nil {
		if href := anyHref.FindStringSubmatch(m[1]); href != nil {
			if u := p.resolve(strings.ReplaceAll(href[1], "&amp;", "&")); u != "" {
				return u, firstOf(query(u, "page"), "2")
			}
		}
	}
	address = "/module/web/jpage/dataproxy.jsp"
	if m := proxyURL.FindStringSubmatch(text); m != nil {
		address = m[1]
	} else if m := proxyPath.FindString(text); m != "" {
		address = m
	}
	address = p.resolve(address)
	fields := []string{"col=1", "appid=1", "path=/", "sourceContentType=1", "permissiontype=0"}
	if m := columnID.FindStringSubmatch(firstOf(p.Request.Column, p.URL)); m != nil {
		fields = append(fields, "columnid="+m[1])
	}
	for _, m := range proxyField.FindAllStringSubmatch(text, -1) {
		fields = append(fields, m[1]+"="+url.QueryEscape(m[2]))
	}
	return setQuery(address, fields...), ""
}

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
		l.Links = ofColumn(l.Links, p.Request.Carry["column"])
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
		r.Carry = carry(p.Request.Carry, "column", c[1])
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
