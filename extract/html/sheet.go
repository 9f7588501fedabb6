package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// selector is the only kind that is understood: ".name" or "#name", after the
// name of an element or alone.
type selector struct {
	tag  string // "" for any
	mark byte   // '.' or '#'
	name string
}

// sheet is what the page's own style sheets say, as far as it is understood.
type sheet map[selector]look

// sheetOf reads the page's style elements. Rules for some media only, or in a
// block of their own ("@media print"), are left out.
func sheetOf(root *html.Node) sheet {
	var rules sheet
	for n := root; n != nil; n = next(n, root) {
		if n.DataAtom != atom.Style || n.FirstChild == nil {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(attribute(n, "media"))) {
		case "", "all", "screen":
			if rules == nil {
				rules = sheet{}
			}
			rules.read(n.FirstChild.Data)
		}
	}
	return rules
}

// next is the node after n in the order of the page.
func next(n, root *html.Node) *html.Node {
	if n.FirstChild != nil {
		return n.FirstChild
	}
	for n != root && n.NextSibling == nil {
		n = n.Parent
	}
	if n == root {
		return nil
	}
	return n.NextSibling
}

func (rules sheet) read(css string) {
	css = withoutComments(css)
	for {
		prelude, rest, found := strings.Cut(css, "{")
		if !found {
			return
		}
		prelude = prelude[strings.LastIndexByte(prelude, ';')+1:] // after "@charset …;"
		prelude = strings.TrimSpace(prelude)
		if strings.HasPrefix(prelude, "@") {
			css = afterBlock(rest)
			continue
		}
		var body string
		body, css, _ = strings.Cut(rest, "}")
		l := look{}
		if l.read(body); l == (look{}) {
			continue
		}
		for text := range strings.SplitSeq(prelude, ",") {
			if s, ok := parseSelector(text); ok {
				before := rules[s]
				before.read(body)
				rules[s] = before
			}
		}
	}
}

func parseSelector(text string) (s selector, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	i := strings.IndexAny(text, ".#")
	if i < 0 || strings.ContainsAny(text[i+1:], ".#:[>+~* \t\r\n") || strings.ContainsAny(text[:i], ":[>+~ \t\r\n") {
		return selector{}, false
	}
	return selector{strings.TrimPrefix(text[:i], "*"), text[i], text[i+1:]}, true
}

// withoutComments drops comments and the marks by which old pages hide style
// sheets from older browsers.
func withoutComments(css string) string {
	css = strings.NewReplacer("<!--", "", "-->", "").Replace(css)
	if !strings.Contains(css, "/*") {
		return css
	}
	var b strings.Builder
	for css != "" {
		before, comment, _ := strings.Cut(css, "/*")
		b.WriteString(before)
		_, css, _ = strings.Cut(comment, "*/")
	}
	return b.String()
}

// afterBlock is what follows the brace that closes the block just begun.
func afterBlock(css string) string {
	for depth := 1; depth > 0; {
		i := strings.IndexAny(css, "{}")
		if i < 0 {
			return ""
		}
		if css[i] == '{' {
			depth++
		} else {
			depth--
		}
		css = css[i+1:]
	}
	return css
}

// lookOf is what the rules for a class or id of the element say together: what
// hides wins, since the order of rules in other sheets is not known.
func (rules sheet) lookOf(n *html.Node) look {
	var l look
	for _, a := range n.Attr {
		mark := byte('.')
		switch a.Key {
		case "id":
			mark = '#'
		case "class":
		default:
			continue
		}
		for name := range strings.FieldsSeq(a.Val) {
			name = strings.ToLower(name)
			for _, tag := range [2]string{"", n.Data} {
				rule := rules[selector{tag, mark, name}]
				l.display, l.visibility = max(l.display, rule.display), max(l.visibility, rule.visibility)
				if rule.doubt != "" {
					l.doubt = rule.doubt
				}
			}
		}
	}
	return l
}
