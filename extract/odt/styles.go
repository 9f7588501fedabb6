package odt

import (
	"cmp"
	"strconv"
	"strings"

	"gongkai/extract/doubt"
	"gongkai/extract/xmlscan"
)

// maxInheritance bounds parents of styles, which damaged files let run in circles.
const maxInheritance = 50

// toggle is an on/off property. The zero value is "not stated".
type toggle uint8

const (
	unstated toggle = iota
	off
	on
)

func toggled(b bool) toggle {
	if b {
		return on
	}
	return off
}

func (t toggle) or(u toggle) toggle {
	if t == unstated {
		return u
	}
	return t
}

// look is what a style says about reading the text.
type look struct {
	hidden, struck, white, tiny, shaded toggle
	raised                              string // a doubt, or notRaised; "" is not stated
	font                                string
}

const notRaised = "-"

// or fills in what is not stated.
func (l look) or(base look) look {
	l.hidden = l.hidden.or(base.hidden)
	l.struck = l.struck.or(base.struck)
	l.white = l.white.or(base.white)
	l.tiny = l.tiny.or(base.tiny)
	l.shaded = l.shaded.or(base.shaded)
	l.raised = cmp.Or(l.raised, base.raised)
	l.font = cmp.Or(l.font, base.font)
	return l
}

// doubt is what the look casts on the digits of its text, "" for none.
func (l look) doubt() string {
	switch {
	case l.struck == on:
		return doubt.StruckOut
	case l.raised != "" && l.raised != notRaised:
		return l.raised
	case l.white == on && l.shaded != on:
		return doubt.White
	case l.tiny == on:
		return doubt.Tiny
	}
	return ""
}

// style is what the reader needs of a style:style.
type style struct {
	parent string
	look   look
	list   string // text:list-style of paragraphs; meaningful when lists
	lists  bool
}

// styles by family and name, as "paragraph/P1"; those of an empty name are the
// defaults.
type styles struct{ byName map[string]*style }

func newStyles() *styles { return &styles{map[string]*style{}} }

// read reads the style:style or style:default-style just met.
func (st *styles) read(s *xmlscan.Scanner) {
	family := s.Attr("style", "family")
	name := family + "/" + s.Attr("style", "name")
	it := &style{parent: s.Attr("style", "parent-style-name")}
	it.list, it.lists = s.Lookup("style", "list-style-name")
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "style:text-properties":
			it.look = textLook(s).or(it.look)
		case "style:paragraph-properties", "style:table-cell-properties":
			it.look = look{shaded: shade(s)}.or(it.look)
		case "style:map":
			s.Skip()
		}
	}
	// Automatic styles of content.xml come last and win.
	st.byName[name] = it
}

// shade is whether the element just met puts another colour than white behind
// its text.
func shade(s *xmlscan.Scanner) toggle {
	colour, stated := s.Lookup("fo", "background-color")
	if !stated {
		return unstated
	}
	return toggled(colour != "transparent" && !strings.EqualFold(colour, "#ffffff"))
}

// textLook reads the style:text-properties just met.
func textLook(s *xmlscan.Scanner) look {
	l := look{shaded: shade(s)}
	if v, ok := s.Lookup("text", "display"); ok {
		l.hidden = toggled(v == "none")
	}
	if v, ok := s.Lookup("style", "text-line-through-style"); ok {
		l.struck = toggled(v != "none")
	} else if v, ok := s.Lookup("style", "text-line-through-type"); ok {
		l.struck = toggled(v != "none")
	}
	if v, ok := s.Lookup("fo", "color"); ok {
		l.white = toggled(strings.EqualFold(v, "#ffffff"))
	}
	if v, ok := s.Lookup("style", "use-window-font-color"); ok && v == "true" {
		l.white = off
	}
	if v, ok := s.Lookup("fo", "font-size"); ok {
		points, isPoints := strings.CutSuffix(v, "pt")
		size, err := strconv.ParseFloat(points, 64)
		l.tiny = toggled(isPoints && err == nil && size <= 1)
	}
	l.font = cmp.Or(s.Attr("style", "font-name"), strings.Trim(s.Attr("fo", "font-family"), "' "))
	if v, ok := s.Lookup("style", "text-position"); ok {
		l.raised = raise(v)
	}
	return l
}

// raise reads style:text-position: where, and how large.
func raise(position string) string {
	where, size, _ := strings.Cut(strings.TrimSpace(position), " ")
	switch {
	case strings.Trim(where, "-+0.%") == "":
		return notRaised
	case strings.TrimSpace(size) == "100%":
		return doubt.Raised
	}
	return doubt.Script
}

// look is that of a style with all that it inherits, its family's default
// included.
func (st *styles) look(family, name string) look {
	var l look
	for range maxInheritance {
		it := st.byName[family+"/"+name]
		if it == nil || name == "" {
			break
		}
		l = l.or(it.look)
		name = it.parent
	}
	if it := st.byName[family+"/"]; it != nil {
		l = l.or(it.look)
	}
	return l
}

// list is the list style that a paragraph style asks for, "" when it asks for
// none.
func (st *styles) list(name string) string {
	for range maxInheritance {
		it := st.byName["paragraph/"+name]
		if it == nil {
			break
		}
		if it.lists {
			return it.list
		}
		name = it.parent
	}
	return ""
}
