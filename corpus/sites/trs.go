package sites

import (
	"regexp"
	"strings"
)

// trs is TRS WCM: a server-rendered index.html whose pager is written by
// createPageHTML(total, currentIndex, "index", "html"[, rows …]). The index is
// 0-based: page n is index_{n-1}. Some sites, on another system that took the
// function over, number from 1: both are tried, and the one that brings new
// articles stays.
type trs struct{}

func (trs) Name() string { return "trs" }

func (f trs) Match(p *Page) (Evidence, bool) {
	call := pagerCall(p)
	if call == nil || call[0].quoted {
		return Evidence{}, false
	}
	return Evidence{f.Name(), callText(call)}, true
}

func (f trs) List(p *Page) (Listing, error) {
	l := Listing{Links: linksIn(p, p.Doc().Selection)}
	call := pagerCall(p)
	if len(call) < 2 || call[0].quoted {
		return l, notFamily(f, "no createPageHTML(total, index, …)")
	}
	stem, ext := "index", "html"
	if len(call) >= 4 && call[2].quoted && call[3].quoted {
		stem, ext = call[2].text, call[3].text
	}
	l.Pages = call[0].number
	l.Next = numbered(p, f.Name(), stem, strings.TrimPrefix(ext, "."), l.Pages, "{stem}_{n-1}.{ext}", "{stem}_{n}.{ext}")
	return l, nil
}

// argument of a call in a script.
type argument struct {
	text   string
	quoted bool
	number int // of a number, or of the variable that holds one
}

var (
	pagerCalls = regexp.MustCompile(`(function\s+)?createPageHTML\s*\(([^)]*)\)`)
	assigned   = regexp.MustCompile(`var\s+(\w+)\s*=\s*['"]?(\d+)['"]?\s*[;,/\r\n]`)
)

// pagerCall are the arguments of the first call of createPageHTML that has a
// total; nil if there is none. The function's own definition is no call.
func pagerCall(p *Page) []argument {
	text := p.Text()
	if !strings.Contains(text, "createPageHTML") {
		return nil
	}
	for _, m := range pagerCalls.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			continue
		}
		arguments := splitArguments(m[2], text)
		if len(arguments) >= 2 && (arguments[0].number > 0 || arguments[0].quoted && arguments[1].number > 0) {
			return arguments
		}
	}
	return nil
}

func splitArguments(list, text string) (arguments []argument) {
	for _, part := range strings.Split(list, ",") {
		part = strings.TrimSpace(part)
		bare := strings.Trim(part, `'"`)
		a := argument{text: bare, quoted: bare != part, number: atoi(bare)}
		if !a.quoted && a.number == 0 && bare != "0" {
			for _, m := range assigned.FindAllStringSubmatch(text, -1) {
				if m[1] == bare {
					a.number = atoi(m[2])
				}
			}
		}
		arguments = append(arguments, a)
	}
	return arguments
}

func callText(call []argument) string {
	var parts []string
	for _, a := range call {
		if a.quoted {
			a.text = `"` + a.text + `"`
		}
		parts = append(parts, a.text)
	}
	return clip("createPageHTML(" + strings.Join(parts, ", ") + ")")
}
