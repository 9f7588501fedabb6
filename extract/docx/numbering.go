package docx

import (
	"math"
	"strconv"
	"strings"

	"gongkai/extract/numerals"
)

// levelCount is the number of levels of a list, fixed by the standard.
const levelCount = 9

// lists is the numbering part: definitions, and how far counting has come.
type lists struct {
	abstract  map[string]*abstractList
	instances map[string]*listInstance
	counters  map[*abstractList]*counter
	byStyle   map[string]string // numbering style → instance (w:numStyleLink)
}

// abstractList is a w:abstractNum. Its instances count on together.
type abstractList struct {
	levels [levelCount]*level
	// link names a numbering style that holds the levels instead.
	link string
}

// level is a w:lvl.
type level struct {
	start    int
	format   string // w:numFmt
	template string // w:lvlText, like "第%1章"
	suffix   string // w:suff: tab, space or nothing
	// restart is the 1-based level that restarts this one, 0 for never; -1
	// for the rule: every level above does.
	restart int
	legal   bool   // w:isLgl: all numbers are decimal
	style   string // the paragraph style that stands for this level
}

// listInstance is a w:num.
type listInstance struct {
	abstract string
	levels   [levelCount]*level // overridden
	starts   [levelCount]*int   // where to start anew, until used
}

// counter holds the numbers last printed.
type counter struct {
	value [levelCount]int
	used  [levelCount]bool
}

// listReference is a w:numPr. Empty fields are not stated; the instance "0"
// means no list.
type listReference struct {
	instance string
	level    string
}

// or fills in what is not stated.
func (r listReference) or(inherited listReference) listReference {
	if r.instance == "" {
		r.instance = inherited.instance
	}
	if r.level == "" {
		r.level = inherited.level
	}
	return r
}

func newLists() *lists {
	return &lists{
		abstract:  map[string]*abstractList{},
		instances: map[string]*listInstance{},
		counters:  map[*abstractList]*counter{},
		byStyle:   map[string]string{},
	}
}

func (l *lists) read(s *scanner) {
	styleOf := map[string]string{} // abstractNum → the style it defines
	for s.Inside(0) {
		switch s.Name {
		case "w:abstractNum":
			id := s.attr("abstractNumId")
			a := &abstractList{}
			for depth := s.Depth(); s.Inside(depth); {
				switch s.Name {
				case "w:lvl":
					readLevel(s, &a.levels)
				case "w:numStyleLink":
					a.link = s.attr("val")
				case "w:styleLink":
					styleOf[id] = s.attr("val")
				}
			}
			l.abstract[id] = a
		case "w:num":
			id := s.attr("numId")
			n := readInstance(s)
			l.instances[id] = n
			if name, ok := styleOf[n.abstract]; ok && l.byStyle[name] == "" {
				l.byStyle[name] = id
			}
		}
	}
}

func readInstance(s *scanner) *listInstance {
	n := &listInstance{}
	at := -1
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:abstractNumId":
			n.abstract = s.attr("val")
		case "w:lvlOverride":
			at = levelIndex(s.attr("ilvl"))
		case "w:startOverride":
			if start, ok := s.number("val"); ok && at >= 0 {
				n.starts[at] = &start
			}
		case "w:lvl":
			readLevel(s, &n.levels)
		}
	}
	return n
}

func readLevel(s *scanner, levels *[levelCount]*level) {
	at := levelIndex(s.attr("ilvl"))
	l := &level{format: "decimal", suffix: "tab", restart: -1}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:start":
			l.start, _ = s.number("val")
		case "w:numFmt":
			l.format = s.attr("val")
		case "w:lvlText":
			l.template = s.attr("val")
		case "w:suff":
			l.suffix = s.attr("val")
		case "w:lvlRestart":
			if n, ok := s.number("val"); ok {
				l.restart = n
			}
		case "w:isLgl":
			l.legal = s.toggle() == on
		case "w:pStyle":
			l.style = s.attr("val")
		case "w:pPr", "w:rPr":
			s.Skip()
		}
	}
	if at >= 0 {
		levels[at] = l
	}
}

// levelIndex is -1 for what is no level.
func levelIndex(text string) int {
	if len(text) == 1 && text[0] >= '0' && text[0] < '0'+levelCount {
		return int(text[0] - '0')
	}
	return -1
}

// number is the attribute just met as a small integer.
func (s *scanner) number(attr string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s.attr(attr)))
	return n, err == nil && n >= 0 && n < math.MaxInt32
}

func readListReference(s *scanner) listReference {
	ref := listReference{}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:numId":
			ref.instance = s.attr("val")
		case "w:ilvl":
			ref.level = s.attr("val")
		}
	}
	return ref
}

// label counts one more paragraph of the list and is what is printed in front
// of it, "" when it cannot be told or nothing is.
func (l *lists) label(ref listReference, styleID string) string {
	n := l.instances[ref.instance]
	if n == nil || ref.instance == "0" {
		return ""
	}
	a := l.abstract[n.abstract]
	if a != nil && a.link != "" {
		if linked := l.instances[l.byStyle[a.link]]; linked != nil {
			a = l.abstract[linked.abstract]
		}
	}
	if a == nil {
		return ""
	}
	levels := a.levels
	for i, own := range n.levels {
		if own != nil {
			levels[i] = own
		}
	}
	at := levelIndex(ref.level)
	if ref.level == "" {
		at = levelOfStyle(levels, styleID)
	}
	if at < 0 || levels[at] == nil {
		return ""
	}
	if l.counters[a] == nil {
		l.counters[a] = &counter{}
	}
	c := l.counters[a]
	c.advance(at, levels, n)
	return c.print(at, levels)
}

// levelOfStyle is the level that the paragraph style stands for, the first
// when it stands for none.
func levelOfStyle(levels [levelCount]*level, styleID string) int {
	for i, l := range levels {
		if l != nil && l.style != "" && l.style == styleID {
			return i
		}
	}
	return 0
}

// advance counts one more paragraph at the level.
func (c *counter) advance(at int, levels [levelCount]*level, n *listInstance) {
	switch {
	case n.starts[at] != nil:
		c.value[at], n.starts[at] = *n.starts[at], nil
	case c.used[at]:
		c.value[at]++
	default:
		c.value[at] = levels[at].start
	}
	c.used[at] = true
	for i := at + 1; i < levelCount; i++ {
		if levels[i] == nil || levels[i].restart < 0 || at < levels[i].restart {
			c.used[i] = false
		}
	}
}

// print fills in the template of the level.
func (c *counter) print(at int, levels [levelCount]*level) string {
	l := levels[at]
	if l.format == "bullet" {
		return ""
	}
	var out strings.Builder
	for rest := l.template; rest != ""; {
		before, after, found := strings.Cut(rest, "%")
		out.WriteString(before)
		if !found {
			break
		}
		i := -1
		if after != "" {
			i = levelIndex(after[:1]) - 1
		}
		if after != "" && after[0] == '9' {
			i = levelCount - 1
		}
		if i < 0 {
			out.WriteByte('%')
			rest = after
			continue
		}
		if i > at || levels[i] == nil || !c.used[i] {
			// Word processors differ on a level that has not been counted.
			return ""
		}
		format := levels[i].format
		if l.legal {
			format = "decimal"
		}
		text, ok := numerals.Count(format, c.value[i])
		if !ok {
			return ""
		}
		out.WriteString(text)
		rest = after[1:]
	}
	return numerals.Separate(out.String(), l.suffix)
}
