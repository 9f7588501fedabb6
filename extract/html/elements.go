package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// kind is how an element takes part in the flow of text.
type kind uint8

const (
	inline  kind = iota
	block        // begins and ends a paragraph
	box          // a block that may be the article, or page furniture
	skipped      // shows no text, or none of the page's own
	lineBreak
	link
	table
	preformatted
)

var kinds = map[atom.Atom]kind{
	atom.P: block, atom.H1: block, atom.H2: block, atom.H3: block, atom.H4: block, atom.H5: block, atom.H6: block,
	atom.Li: block, atom.Dt: block, atom.Dd: block, atom.Address: block, atom.Figcaption: block, atom.Summary: block,
	atom.Caption: block, atom.Tr: block, atom.Td: block, atom.Th: block, atom.Legend: block, atom.Hr: block, atom.Hgroup: block,

	atom.Body: box, atom.Div: box, atom.Section: box, atom.Article: box, atom.Main: box, atom.Center: box, atom.Form: box,
	atom.Nav: box, atom.Header: box, atom.Footer: box, atom.Aside: box, atom.Ul: box, atom.Ol: box, atom.Dl: box,
	atom.Blockquote: box, atom.Fieldset: box, atom.Figure: box, atom.Details: box, atom.Menu: box, atom.Dir: box,

	atom.Script: skipped, atom.Style: skipped, atom.Template: skipped, atom.Noscript: skipped, atom.Head: skipped,
	atom.Title: skipped, atom.Iframe: skipped, atom.Object: skipped, atom.Embed: skipped, atom.Applet: skipped,
	atom.Noframes: skipped, atom.Noembed: skipped, atom.Svg: skipped, atom.Math: skipped, atom.Canvas: skipped,
	atom.Video: skipped, atom.Audio: skipped, atom.Button: skipped, atom.Select: skipped, atom.Option: skipped,
	atom.Textarea: skipped, atom.Input: skipped, atom.Datalist: skipped, atom.Colgroup: skipped, atom.Img: skipped,

	atom.Br: lineBreak, atom.A: link, atom.Table: table,
	atom.Pre: preformatted, atom.Listing: preformatted, atom.Xmp: preformatted, atom.Plaintext: preformatted,
}

func kindOf(n *html.Node) kind {
	switch {
	case n.DataAtom != 0:
		return kinds[n.DataAtom]
	case n.Data == "xml": // the settings that Word writes
		return skipped
	case n.Data == "ucapcontent":
		return box
	}
	return inline
}

// style is what an element's attributes say about its text.
type style struct {
	hidden bool
	// breaks is whether line feeds are shown, when the style says so.
	breaks, setsBreaks bool
}

func styleOf(n *html.Node) style {
	var s style
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			s.hidden = true
		case "style":
			s.hidden = s.hidden || property(a.Val, "display") == "none"
			if space := property(a.Val, "white-space"); space != "" {
				s.setsBreaks, s.breaks = true, strings.HasPrefix(space, "pre") || space == "break-spaces"
			}
		}
	}
	return s
}

// property returns the value of a property in a style attribute, in lower
// case; "" when it is not set. The last setting counts.
func property(css, name string) string {
	value := ""
	if len(css) <= len(name) {
		return value
	}
	for {
		i := indexFold(css, name)
		if i < 0 {
			return value
		}
		// "mso-display" is another property.
		whole := i == 0 || strings.IndexByte("; \t\r\n", css[i-1]) >= 0
		css = css[i+len(name):]
		rest, isSet := strings.CutPrefix(strings.TrimLeft(css, " \t\r\n"), ":")
		if whole && isSet {
			rest, _, _ = strings.Cut(rest, ";")
			rest, _, _ = strings.Cut(rest, "!")
			value = strings.ToLower(strings.TrimSpace(rest))
		}
	}
}

// indexFold finds a name in lower or upper case: browsers once wrote styles in
// capitals.
func indexFold(s, name string) int {
	if i := strings.Index(s, name); i >= 0 {
		return i
	}
	if strings.IndexByte(s, name[0]&^0x20) < 0 {
		return -1
	}
	return strings.Index(s, strings.ToUpper(name))
}

// attribute returns the value of an attribute, "" when it is not there.
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
