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
	atom.Progress: skipped, atom.Meter: skipped, atom.Rt: skipped, atom.Rp: skipped,

	atom.Br: lineBreak, atom.A: link, atom.Table: table,
	atom.Pre: preformatted, atom.Listing: preformatted, atom.Xmp: preformatted, atom.Plaintext: preformatted,
}

// shownThere says what else than text is shown where an element stands: a
// number in a cell may be part of it. Most of these elements are skipped.
var shownThere = map[atom.Atom]string{
	atom.Img: "picture", atom.Svg: "picture", atom.Canvas: "picture", atom.Video: "picture", atom.Audio: "picture",
	atom.Object: "embedded object", atom.Embed: "embedded object", atom.Applet: "embedded object", atom.Iframe: "embedded object",
	atom.Input: "form field", atom.Select: "form field", atom.Textarea: "form field", atom.Button: "form field",
	atom.Progress: "form field", atom.Meter: "form field",
	atom.Script: "script", atom.Noscript: "script", atom.Math: "formula", atom.Rt: "ruby", atom.Hr: "ruled line",
}

// doubtOf is what the element shows beside text, "" when nothing.
func doubtOf(n *html.Node) string {
	switch n.DataAtom {
	case atom.Input:
		if strings.EqualFold(attribute(n, "type"), "hidden") {
			return ""
		}
	case atom.Img:
		if isThin(attribute(n, "width")) || isThin(attribute(n, "height")) {
			return "" // it only keeps room
		}
	case atom.Li:
		if isTag(n.Parent, atom.Ol) {
			return "automatic number"
		}
	}
	return shownThere[n.DataAtom]
}

func isThin(length string) bool { return length == "0" || length == "1" || length == "1px" }

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
