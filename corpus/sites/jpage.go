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
	// A trailer is no record: what is counted twice is asked for twice, what is
	// counted and is none would be skipped.
	so := atoi(p.Request.Carry["records"])
	if len(records) > 0 {
		so += len(l.Links)
	}
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
	if t := p.Request.Template; ways[t] != nil {
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
