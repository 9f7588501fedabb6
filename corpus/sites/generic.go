package sites

import (
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// generic is every other site: rel=next, 下一页, numbered links. If a pager is
// there but its links are made by a script, the usual names are tried. It ends
// when a page has no new link below the column's folder: asked for a page that
// there is not, some sites answer with their newest news.
type generic struct{}

func (generic) Name() string { return "generic" }

var (
	nextWords = regexp.MustCompile(`^(?:下一?页|后一?页|下页|next(?:page)?|»|›|>{1,2})[»›>]*$`)
	pagerHint = regexp.MustCompile(`共\s*(?:<[^<>]*>\s*)*\d+\s*(?:<[^<>]*>\s*)*页|下一?页|尾页|末页`)
	fileStem  = regexp.MustCompile(`^(.*?)(?:_\d+)?\.(s?html?)$`)
)

// Match is true of every page.
func (f generic) Match(*Page) (Evidence, bool) {
	return Evidence{f.Name(), "no other family's mark"}, true
}

func (f generic) List(p *Page) (Listing, error) {
	l := Listing{Links: linksIn(p, p.Doc().Selection), Pages: pagesIn(p.Text())}
	n := pageNumber(p) + 1
	if l.Pages > 0 && n > l.Pages {
		return l, nil
	}
	if t := p.Request.Template; strings.HasPrefix(t, "{") {
		l.Next = f.blind(p, l.Pages)
		return l, nil
	}
	if address, template := f.linked(p, n); address != "" {
		l.Next = []Request{follow(p, f.Name(), address, template)}
		return l, nil
	}
	if n == 2 && pagerHint.MatchString(p.Text()) {
		l.Next = f.blind(p, l.Pages)
	}
	return l, nil
}

// linked is the address of the next page as the page links it.
func (f generic) linked(p *Page, n int) (address, template string) {
	here := Key(p.URL)
	take := func(s *goquery.Selection, how string) bool {
		u := p.resolve(s.AttrOr("href", ""))
		if u == "" || Key(u) == here || kindOf(u) == Attachment {
			return false
		}
		address, template = u, how
		return true
	}
	p.Doc().Find(`link[rel~="next"][href], a[rel~="next"][href]`).EachWithBreak(func(_ int, s *goquery.Selection) bool { return !take(s, "rel=next") })
	if address != "" {
		return address, template
	}
	p.Doc().Find("a[href]").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		text := strings.ToLower(strings.Join(strings.Fields(s.Text()), ""))
		return !(nextWords.MatchString(text) && take(s, "下一页"))
	})
	if address != "" {
		return address, template
	}
	p.Doc().Find("a[href]").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		return !(strings.TrimSpace(s.Text()) == strconv.Itoa(n) && take(s, "link "+strconv.Itoa(n)))
	})
	return address, template
}

func (f generic) blind(p *Page, pages int) []Request {
	u, err := url.Parse(firstOf(p.Request.Column, p.URL))
	if err != nil || u.RawQuery != "" {
		return nil
	}
	stem, ext := "index", "html"
	if m := fileStem.FindStringSubmatch(path.Base(u.Path)); m != nil && !strings.HasSuffix(u.Path, "/") {
		stem, ext = m[1], m[2]
	}
	templates := []string{"{stem}_{n-1}.{ext}", "{stem}_{n}.{ext}"}
	if stem != "index" {
		templates = append(templates, "index_{n-1}.{ext}", "index_{n}.{ext}")
	}
	return numbered(p, f.Name(), stem, ext, pages, templates...)
}
