package html

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// style is how a node is painted. Nodes painted as usual have none.
type style struct {
	// hidden: a browser does not show the element with all that is in it, or
	// the text. InTable says that what hides it stands inside the nearest
	// table, bySheet that only a rule of a style sheet hides it.
	hidden, inTable, bySheet bool
	// breaks is whether line feeds are shown, when the style says so.
	breaks, setsBreaks bool
	doubt              string // about the number in the cell
}

// styles are those of the nodes of a page.
type styles map[*html.Node]style

// cover is a property that may hide text, with where that was set.
type cover struct {
	setting
	inTable, bySheet bool
}

// ink is how text is painted, by all elements around it.
type ink struct {
	inTable                          bool
	visibility, opacity, size, color cover
	ground, apart                    bool
	doubt                            string
}

// painter finds the styles of a page.
type painter struct {
	rules  sheet
	styles styles
}

// paint finds the styles of the page: visibility, colour and size pass from
// an element to those in it, which may set them anew.
func paint(root *html.Node) styles {
	p := painter{sheetOf(root), styles{}}
	p.children(root, ink{})
	return p.styles
}

// children paints what is in n. It reports whether there is a table.
func (p *painter) children(n *html.Node, in ink) (hasTable bool) {
	plain := in == ink{inTable: in.inTable, ground: in.ground}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode:
			hasTable = p.element(c, in) || hasTable
		case c.Type == html.TextNode && !plain:
			if s := in.style(); s != (style{}) {
				p.styles[c] = s
			}
		}
	}
	return hasTable
}

func (p *painter) element(n *html.Node, in ink) (hasTable bool) {
	l, fromSheet := lookOf(n), look{}
	if len(p.rules) > 0 {
		fromSheet = p.rules.lookOf(n)
	}
	switch {
	case n.DataAtom == atom.Table, n.DataAtom == atom.Td, n.DataAtom == atom.Th,
		l != (look{}), fromSheet != (look{}):
		in = in.with(n, l, fromSheet)
	}
	s := style{hidden: l.display == hides, inTable: in.inTable, breaks: l.breaks == shows, setsBreaks: l.breaks != unstated}
	hasTable = p.children(n, in)
	if fromSheet.display == hides && l.display == unstated {
		s.hidden, s.bySheet, s.doubt = true, true, sheetHides
		if isTag(n, atom.Tr, atom.Td, atom.Th) && !hasTable {
			s.bySheet = false // no part of the page that a script shows
		}
	}
	if s.hidden || s.setsBreaks {
		p.styles[n] = s
	}
	return hasTable || n.DataAtom == atom.Table
}

// lookOf is what the element itself says.
func lookOf(n *html.Node) look {
	var l look
	hidden := false
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "hidden":
			hidden = true
		case "style":
			l.read(a.Val)
		case "color":
			l.declare("color", a.Val)
		case "bgcolor":
			l.declare("background", a.Val)
		case "size":
			if n.DataAtom == atom.Font {
				l.size = max(l.size, shows)
			}
		}
	}
	if hidden {
		l.display = hides
	}
	switch n.DataAtom {
	case atom.Del, atom.S, atom.Strike:
		l.doubt = struckOut
	case atom.Sup, atom.Sub:
		l.doubt = raised
	case atom.Bdo:
		l.doubt = reversed
	}
	return l
}

// with is the ink inside the element.
func (in ink) with(n *html.Node, l, fromSheet look) ink {
	switch n.DataAtom {
	case atom.Table:
		in.inTable = true
		for _, c := range []*cover{&in.visibility, &in.opacity, &in.size, &in.color} {
			c.inTable = false
		}
		if in.size.setting == hides {
			in.size.setting = faint // old pages begin anew in tables
		}
	case atom.Td, atom.Th:
		in.apart = false // the table may be placed as it likes
	}
	if fromSheet.visibility != unstated {
		in.visibility = cover{fromSheet.visibility, in.inTable, true}
	}
	set := func(c *cover, to setting) {
		if to != unstated {
			*c = cover{to, in.inTable, false}
		}
	}
	set(&in.visibility, l.visibility)
	set(&in.size, l.size)
	set(&in.color, l.color)
	if in.opacity.setting != hides {
		set(&in.opacity, l.opacity)
	}
	in.ground = in.ground || l.ground == shows
	in.apart = in.apart || l.apart
	if fromSheet.doubt != "" {
		in.doubt = fromSheet.doubt
	}
	if l.doubt != "" {
		in.doubt = l.doubt
	}
	return in
}

// style is that of text in this ink.
func (in ink) style() style {
	s := style{doubt: in.doubt}
	if in.apart {
		s.doubt = apart
	}
	bySheet := true
	for _, c := range [3]cover{in.visibility, in.opacity, in.size} {
		if c.setting == hides {
			s.hidden, s.inTable, bySheet = true, s.inTable || c.inTable, bySheet && c.bySheet
		}
	}
	switch {
	case s.hidden && bySheet:
		s.bySheet, s.doubt = true, sheetHides
	case s.hidden:
		s.doubt = "" // it is certain that it does not show
	case in.size.setting == faint, in.color.setting == faint && !in.ground:
		s.doubt = faintText
	}
	return s
}
