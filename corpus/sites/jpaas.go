package sites

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// jpaas is Hanweb's newer platform: the column page is a shell, its list comes
// as HTML in JSON from /api-gateway/jpaas-publish-server/front/page/build/unit.
// The number of a page counts only inside paramJson. The word is "bulidstatic".
// The variant "truecms" answers messageController/getMessage.do with XML
// wrapped in JSONP.
type jpaas struct{}

func (jpaas) Name() string { return "jpaas" }

var (
	jpaasMark   = regexp.MustCompile(`jpaas-publish-server|messageController/getMessage\.do`)
	jpaasUnit   = regexp.MustCompile(`[^"'\s<>]*jpaas-publish-server/front/page/build/unit[^"'\s<>]*`)
	trueCMS     = regexp.MustCompile(`[^"'\s<>(]*messageController/getMessage\.do[^"'\s<>)]*`)
	jpaasFields = strings.Fields("parseType webId tplSetId pageType tagId editType pageId")
)

const jpaasPageSize = 15

func (f jpaas) Match(p *Page) (Evidence, bool) { return mark(f, p, jpaasMark) }

func (f jpaas) List(p *Page) (Listing, error) {
	if p.Request.Family != f.Name() || p.Request.Template == "" {
		l := Listing{Links: linksIn(p, p.Doc().Selection)}
		if l.Next = f.units(p); len(l.Next) == 0 {
			return l, notFamily(f, "no address of a unit")
		}
		return l, nil
	}
	r, ok := readRecords(p)
	if !ok {
		return Listing{}, notFamily(f, "the answer is neither JSON nor XML")
	}
	l := Listing{Links: r.links, Total: r.total, Pages: r.pages, Structured: true}
	n, size := pageNumber(p)+1, max(atoi(p.Request.Carry["size"]), 1)
	if len(r.links) == 0 || r.pages > 0 && n > r.pages || r.pages == 0 && r.total > 0 && (n-1)*size >= r.total {
		return l, nil
	}
	switch p.Request.Template {
	case "getMessage":
		l.Next = []Request{follow(p, f.Name(), setQuery(p.URL, "page="+strconv.Itoa(n)), "getMessage")}
	default:
		l.Next = []Request{follow(p, f.Name(), jpaasAddress(p.URL, n, size), "paramJson")}
	}
	for i := range l.Next {
		l.Next[i].Referer, l.Next[i].Accept = p.Request.Referer, "application/json, */*"
	}
	return l, nil
}

// units are the requests for the lists that the shell shows: those whose
// address stands in the page, and those built from url and querydata attributes.
func (f jpaas) units(p *Page) (requests []Request) {
	add := func(address, template string, size int) {
		if address = p.resolve(strings.ReplaceAll(address, "&amp;", "&")); address == "" {
			return
		}
		r := follow(p, f.Name(), address, template)
		r.Page, r.Accept = 1, "application/json, */*"
		r.Carry = carry(p.Request.Carry, "size", strconv.Itoa(size))
		for _, other := range requests {
			if other.URL == r.URL {
				return
			}
		}
		requests = append(requests, r)
	}
	p.Doc().Find("[querydata], [queryData]").Each(func(_ int, s *goquery.Selection) {
		data := map[string]any{}
		raw := strings.ReplaceAll(s.AttrOr("querydata", ""), "'", `"`)
		if json.Unmarshal([]byte(raw), &data) != nil {
			return
		}
		query := url.Values{"editType": {"null"}, "parseType": {"bulidstatic"}, "pageType": {"column"}}
		for _, name := range jpaasFields {
			if v, ok := data[name].(string); ok {
				query.Set(name, v)
			}
		}
		base := firstOf(s.AttrOr("url", ""), s.AttrOr("uniturl", ""), "/api-gateway/jpaas-publish-server/front/page/build/unit")
		add(jpaasAddress(base+"?"+query.Encode(), 1, jpaasPageSize), "paramJson", jpaasPageSize)
	})
	for _, m := range jpaasUnit.FindAllString(p.Text(), -1) {
		if strings.Contains(m, "?") {
			add(jpaasAddress(strings.ReplaceAll(m, "&amp;", "&"), 1, jpaasPageSize), "paramJson", jpaasPageSize)
		}
	}
	for _, m := range trueCMS.FindAllString(p.Text(), -1) {
		if strings.Contains(m, "?") {
			add(m, "getMessage", max(atoi(query(m, "perpage")), jpaasPageSize))
		}
	}
	return requests
}

func jpaasAddress(address string, n, size int) string {
	param := `{"pageNo":` + strconv.Itoa(n) + `,"pageSize":` + strconv.Itoa(size) + `}`
	return setQuery(address, "paramJson="+url.QueryEscape(param))
}
