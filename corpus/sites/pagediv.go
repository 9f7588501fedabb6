package sites

import (
	"strings"
)

// pagediv is the other createPageHTML, of ucap and others: the container comes
// first, createPageHTML('page_div', total, current, 'prefix', 'shtml', rows),
// current is 1-based, page n is prefix_n, page 1 has no number.
type pagediv struct{}

func (pagediv) Name() string { return "pagediv" }

func (f pagediv) Match(p *Page) (Evidence, bool) {
	call := pagerCall(p)
	if call == nil || !call[0].quoted {
		return Evidence{}, false
	}
	return Evidence{f.Name(), callText(call)}, true
}

func (f pagediv) List(p *Page) (Listing, error) {
	l := Listing{Links: linksIn(p, p.Doc().Selection)}
	call := pagerCall(p)
	if len(call) < 3 || !call[0].quoted {
		return l, notFamily(f, "no createPageHTML('container', total, current, …)")
	}
	stem, ext := "index", "shtml"
	if len(call) >= 5 && call[3].quoted && call[4].quoted {
		stem, ext = call[3].text, call[4].text
	}
	l.Pages = call[1].number
	if len(call) >= 6 {
		l.Total = call[5].number
	}
	l.Next = numbered(p, f.Name(), stem, strings.TrimPrefix(ext, "."), l.Pages, "{stem}_{n}.{ext}", "{stem}_{n-1}.{ext}")
	return l, nil
}
