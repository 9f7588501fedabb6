package sites

import (
	"regexp"
	"strconv"
	"strings"
)

// boda is 博达 VSB: a column COL.htm whose further pages are COL/N.htm counting
// down, so that COL/1.htm is the last; or a dynamic list.jsp with totalpage and
// PAGENUM.
type boda struct{}

func (boda) Name() string { return "boda" }

var (
	bodaMark    = regexp.MustCompile(`TreeTempUrl|/?info/\d+/\d+\.htm`)
	bodaDynamic = regexp.MustCompile(`[^"'\s<>]*\.jsp\?[^"'\s<>]*totalpage=(\d+)[^"'\s<>]*`)
	bodaArticle = regexp.MustCompile(`/info/(\d+)/\d+\.htm`)
	bodaNumber  = regexp.MustCompile(`/(\d+)\.htm$`)
)

func (f boda) Match(p *Page) (Evidence, bool) { return mark(f, p, bodaMark) }

func (f boda) List(p *Page) (Listing, error) {
	l := Listing{Links: linksIn(p, p.Doc().Selection), Pages: pagesIn(p.Text())}
	if m := bodaDynamic.FindStringSubmatch(p.Text()); m != nil {
		l.Pages = atoi(m[1])
		l.Links, l.Structured = ofOneColumn(l.Links, bodaArticle)
		l.Next = f.dynamic(p, m[0], l.Pages)
		return l, nil
	}
	column := firstOf(p.Request.Column, p.URL)
	stem := strings.TrimSuffix(column, ".htm")
	if stem == column {
		return l, nil
	}
	number := 0
	if p.Request.Template == "{stem}/{last-n}.htm" {
		if m := bodaNumber.FindStringSubmatch(p.Request.URL); m != nil {
			number = atoi(m[1])
		}
	} else {
		// The first page stands for the highest number, which has no file.
		for _, link := range l.Links {
			rest, below := strings.CutPrefix(link.URL, stem)
			if m := bodaNumber.FindStringSubmatch(rest); below && m != nil && m[0] == rest {
				number = max(number, atoi(m[1])+1)
			}
		}
		number = max(number, l.Pages)
	}
	l.Links, l.Structured = ofOneColumn(l.Links, bodaArticle)
	if number > 1 {
		l.Next = []Request{follow(p, f.Name(), stem+"/"+strconv.Itoa(number-1)+".htm", "{stem}/{last-n}.htm")}
	}
	return l, nil
}

func (f boda) dynamic(p *Page, address string, pages int) []Request {
	n := pageNumber(p) + 1
	if now := atoi(query(p.URL, "PAGENUM")); now > 0 {
		n = now + 1
	}
	u := p.resolve(strings.ReplaceAll(address, "&amp;", "&"))
	if n > pages || u == "" {
		return nil
	}
	return []Request{follow(p, f.Name(), setQuery(u, "PAGENUM="+strconv.Itoa(n)), "PAGENUM")}
}
