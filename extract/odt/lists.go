package odt

import (
	"strconv"
	"strings"

	"gongkai/extract/numerals"
	"gongkai/extract/xmlscan"
)

// levelCount is the number of levels of a list, fixed by the standard.
const levelCount = 10

// level is a level of a list style.
type level struct {
	bullet         bool
	format         string // style:num-format
	prefix, suffix string
	template       string // "第%1%章"; "" when prefix and suffix say all
	display        int    // how many levels are printed
	start          int
	sync           bool   // letters go on as aa, bb
	follow         string // what stands between number and text
}

type listStyle [levelCount]*level

// lists is all list styles, and how far counting has come.
type lists struct {
	byName  map[string]*listStyle
	outline *listStyle
	byID    map[string]*counter // lists by xml:id
	last    map[string]*counter // the last list of each style
	heads   counter             // of headings
}

// counter holds the numbers last printed.
type counter struct {
	value [levelCount]int
	used  [levelCount]bool
}

func newLists() *lists {
	return &lists{byName: map[string]*listStyle{}, byID: map[string]*counter{}, last: map[string]*counter{}}
}

// read reads the text:list-style or text:outline-style just met.
func (l *lists) read(s *xmlscan.Scanner) {
	it := &listStyle{}
	if s.Name == "text:outline-style" {
		l.outline = it
	} else {
		l.byName[s.Attr("style", "name")] = it
	}
	var open *level
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "text:list-level-style-number", "text:outline-level-style", "text:list-level-style-bullet", "text:list-level-style-image":
			open = readLevel(s)
			if n, err := strconv.Atoi(s.Attr("text", "level")); err == nil && n >= 1 && n <= levelCount {
				it[n-1] = open
			}
		case "style:list-level-label-alignment":
			if open != nil {
				open.follow = s.Attr("text", "label-followed-by")
			}
		case "style:text-properties":
			s.Skip()
		}
	}
}

func readLevel(s *xmlscan.Scanner) *level {
	l := &level{
		bullet:   s.Name == "text:list-level-style-bullet" || s.Name == "text:list-level-style-image",
		format:   s.Attr("style", "num-format"),
		prefix:   s.Attr("style", "num-prefix"),
		suffix:   s.Attr("style", "num-suffix"),
		template: s.Attr("loext", "num-list-format"),
		sync:     s.Attr("style", "num-letter-sync") == "true",
		display:  1,
		start:    1,
	}
	if n, err := strconv.Atoi(s.Attr("text", "display-levels")); err == nil && n >= 1 {
		l.display = min(n, levelCount)
	}
	if n, err := strconv.Atoi(s.Attr("text", "start-value")); err == nil {
		l.start = n
	}
	return l
}

// place is where in a list a paragraph stands.
type place struct {
	style   string // "" until a paragraph's style names one
	level   int    // from 0
	count   *counter
	fresh   bool // the item has not had its paragraph
	startAt *int
}

// list reads the text:list just met, inside another's item unless at is nil.
func (r *reader) list(st *container, at *place) {
	if !r.enter() {
		return
	}
	defer r.leave()
	s := r.scan
	in := &place{style: s.Attr("text", "style-name")}
	switch id := s.Attr("text", "continue-list"); {
	case at != nil:
		in.level, in.count = min(at.level+1, levelCount-1), at.count
		if in.style == "" {
			in.style = at.style
		}
	case id != "" && r.lists.byID[id] != nil:
		in.count = r.lists.byID[id]
	case s.Attr("text", "continue-numbering") == "true" && r.lists.last[in.style] != nil:
		in.count = r.lists.last[in.style]
	default:
		in.count = &counter{}
	}
	if id := s.Attr("xml", "id"); id != "" {
		r.lists.byID[id] = in.count
	}
	if in.style != "" {
		r.lists.last[in.style] = in.count
	}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "text:list-item":
			in.fresh, in.startAt = true, nil
			if n, err := strconv.Atoi(s.Attr("text", "start-value")); err == nil {
				in.startAt = &n
			}
			r.blocks(st, in)
		case "text:list-header":
			in.fresh = false
			r.blocks(st, in)
		default:
			s.Skip()
		}
	}
}

// label counts the paragraph just met and is the number printed in front of it, ""
// when there is none or it cannot be told.
func (r *reader) label(at *place, paragraphStyle string) string {
	s, l := r.scan, r.lists
	if at == nil {
		if s.Name != "text:h" || l.outline == nil || s.Attr("text", "is-list-header") == "true" {
			return ""
		}
		n, err := strconv.Atoi(s.Attr("text", "outline-level"))
		if err != nil || n < 1 || n > levelCount {
			return ""
		}
		var start *int
		if v, err := strconv.Atoi(s.Attr("text", "start-value")); err == nil && s.Attr("text", "restart-numbering") == "true" {
			start = &v
		}
		return l.heads.label(n-1, l.outline, start)
	}
	if !at.fresh {
		return ""
	}
	at.fresh = false
	name := at.style
	if name == "" {
		name = r.styles.list(paragraphStyle)
	}
	style := l.byName[name]
	if style == nil {
		return ""
	}
	return at.count.label(at.level, style, at.startAt)
}

// label counts one more paragraph at the level.
func (c *counter) label(at int, style *listStyle, start *int) string {
	l := style[at]
	if l == nil {
		return ""
	}
	switch {
	case start != nil:
		c.value[at] = *start
	case c.used[at]:
		c.value[at]++
	default:
		c.value[at] = l.start
	}
	c.used[at] = true
	for i := at + 1; i < levelCount; i++ {
		c.used[i] = false
	}
	if l.bullet || l.format == "" && l.template == "" {
		return ""
	}
	text, ok := c.print(at, style)
	if !ok {
		return ""
	}
	return numerals.Separate(text, map[string]string{"nothing": "nothing"}[l.follow])
}

// print fills in the template of the level. It is false where that cannot be told.
func (c *counter) print(at int, style *listStyle) (string, bool) {
	l := style[at]
	if l.template == "" {
		var out []string
		for i := max(0, at-l.display+1); i <= at; i++ {
			if i < at && (style[i] == nil || style[i].format == "") {
				continue
			}
			n, ok := c.number(i, style)
			if !ok {
				return "", false
			}
			out = append(out, n)
		}
		return l.prefix + strings.Join(out, ".") + l.suffix, true
	}
	var out strings.Builder
	for rest := l.template; rest != ""; {
		before, after, found := strings.Cut(rest, "%")
		out.WriteString(before)
		if !found {
			break
		}
		digits, after, found := strings.Cut(after, "%")
		i, err := strconv.Atoi(digits)
		if !found || err != nil || i < 1 || i > at+1 {
			return "", false
		}
		n, ok := c.number(i-1, style)
		if !ok {
			return "", false
		}
		out.WriteString(n)
		rest = after
	}
	return out.String(), true
}

// number is that of the level in its own format.
func (c *counter) number(i int, style *listStyle) (string, bool) {
	l := style[i]
	if l == nil || l.bullet || !c.used[i] {
		return "", false
	}
	if (l.format == "a" || l.format == "A") && !l.sync && c.value[i] > 26 {
		return "", false // aa, ab: programs differ
	}
	return numerals.Count(formats[l.format], c.value[i])
}

// formats are style:num-format in the terms of package numerals; what LibreOffice
// writes for Chinese begins with the numbers themselves.
var formats = map[string]string{
	"": "none", "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
	"01, 02, 03, ...": "decimalZero", "１, ２, ３, ...": "decimalFullWidth", "一, 二, 三, ...": "chineseCounting",
	"①, ②, ③, ...": "decimalEnclosedCircle", "甲, 乙, 丙, ...": "ideographTraditional",
}
