package form

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gongkai"
)

// heading is one name of an official section, as it is compared.
type heading struct{ code, core string }

var headings = sync.OnceValue(func() []heading {
	var list []heading
	for _, l := range sectionTitles() {
		for _, title := range l.texts {
			list = append(list, heading{l.code, letters(fold(title))})
		}
	}
	return list
})

// sectionTitles are the official sections and the names that real reports give
// them.
func sectionTitles() []label {
	return []label{
		say("overview", "一", "总体情况", "总体公开情况", "概述", "基本情况", "工作概述", "工作基本情况", "总体概述",
			"基本概述", "基本概况", "主要工作概述", "基本工作情况", "政务公开总体情况", "政府信息公开概况", "政府信息公开工作概述",
			"政府信息公开工作的总体情况", "政府信息公开工作的基本概况", "政府信息公开工作基本情况"),
		say("proactive", "二", "主动公开政府信息情况", "行政机关主动公开政府信息情况", "主动公开政府信息的情况", "主动公开情况"),
		say("requests", "三", "收到和处理政府信息公开申请情况", "行政机关收到和处理政府信息公开申请情况"),
		say("disputes", "四", "政府信息公开行政复议、行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
		say("problems", "五", "存在的主要问题及改进情况", "政府信息公开工作存在的主要问题及改进情况", "行政机关政府信息公开工作存在的主要问题及改进情况"),
		say("other_matters", "六", "其他需要报告的事项", "其它需要报告的事项", "需要说明的其他事项与附表", "其他需要报告的情况"),
	}
}

// Lengths in characters that tell a heading from a sentence. The longest
// official heading has 33.
const (
	maxHeading   = 40
	maxTitleLine = 45
	// maxTitleLines is the most lines that one title was seen to be split over.
	maxTitleLines = 4
	// maxTitleDepth is how many paragraphs from the top a title may begin.
	maxTitleDepth = 12
)

// narrative splits the paragraphs into sections and collects the candidates
// for the title.
func narrative(doc *gongkai.Document) ([]gongkai.Section, []gongkai.Heading) {
	var paragraphs []string
	for _, b := range doc.Blocks {
		if b.Paragraph != nil {
			paragraphs = append(paragraphs, b.Paragraph.Text)
		}
	}
	from, to, title := findTitle(paragraphs)
	var titles []gongkai.Heading
	for _, h := range []gongkai.Heading{{From: "page", Text: doc.PageTitle}, {From: "body", Text: title}, {From: "head", Text: doc.HeadTitle}} {
		if h.Text != "" {
			titles = append(titles, h)
		}
	}
	rest := append(paragraphs[:from:from], paragraphs[to:]...)
	return split(rest), titles
}

// findTitle looks among the first paragraphs for the fewest lines that
// together name an annual disclosure report. It returns an empty range when
// there are none.
func findTitle(paragraphs []string) (from, to int, title string) {
	for from = range min(len(paragraphs), maxTitleDepth) {
		joined := ""
		for to = from; to < min(len(paragraphs), from+maxTitleLines); to++ {
			line := strings.Join(strings.Fields(paragraphs[to]), "")
			if utf8.RuneCountInString(line) > maxTitleLine || strings.ContainsAny(line, "。；") {
				break
			}
			if _, _, ok := sectionHeading(line, true); ok {
				break
			}
			joined += line
			if IsTitle(joined) {
				return from, to + 1, joined
			}
		}
	}
	return 0, 0, ""
}

// IsTitle reports whether a text without white space names an annual
// disclosure report.
func IsTitle(s string) bool {
	s = gongkai.Simplify(s)
	_, after, ok := strings.Cut(s, "信息公开")
	if !ok {
		_, after, ok = strings.Cut(s, "政务公开")
	}
	return ok && (strings.Contains(after, "报告") || strings.Contains(after, "年报"))
}

// split cuts the paragraphs at the headings.
func split(paragraphs []string) []gongkai.Section {
	heads := make([]sectionHead, len(paragraphs))
	for i, p := range paragraphs {
		heads[i].code, heads[i].rest, heads[i].ok = sectionHeading(p, false)
	}
	start := beginning(heads)
	sections := []gongkai.Section{{Code: "preface"}}
	text := []string{strings.Join(paragraphs[:start], "\n")} // of the last section, so far
	last := 0                                                // number of the last heading
	for i, p := range paragraphs[start:] {
		code, rest, ok := heads[start+i].code, heads[start+i].rest, heads[start+i].ok
		n := headingNumber(p)
		switch {
		case ok && has(sections, code):
			// A second heading of that name is a sentence or a sub-heading.
			ok = false
		case !ok && n == last+1 && last > 0 && utf8.RuneCountInString(p) <= maxHeading && !strings.ContainsAny(strings.TrimRight(p, "。"), "。；"):
			// A numbered heading that goes on counting is a section of its own.
			code, rest, ok = "", "", true
		}
		if !ok {
			if len(text) == 1 && text[0] == "" {
				text = text[:0]
			}
			text = append(text, p)
			continue
		}
		sections[len(sections)-1].Text = strings.Join(text, "\n")
		sections = append(sections, gongkai.Section{Code: code, Heading: strings.TrimSpace(strings.TrimSuffix(p, rest))})
		text = []string{rest}
		if n > 0 {
			last = n
		} else {
			last++
		}
	}
	sections[len(sections)-1].Text = strings.Join(text, "\n")
	if sections[0].Text == "" {
		sections = sections[1:]
	}
	return sections
}

// beginning is the paragraph with the heading of section one. When a table of
// contents or a preface lists the headings too, it is the last one that other
// headings follow.
func beginning(heads []sectionHead) int {
	start, following := 0, 0
	for i := len(heads) - 1; i >= 0; i-- {
		if heads[i].ok && heads[i].code == "overview" && following > 0 {
			return i
		}
		if heads[i].ok {
			following++
			start = i
		}
	}
	return start
}

// sectionHead is what sectionHeading says of a paragraph.
type sectionHead struct {
	code, rest string
	ok         bool
}

func has(sections []gongkai.Section, code string) bool {
	return slices.ContainsFunc(sections, func(s gongkai.Section) bool { return s.Code == code })
}

// sectionHeading reports whether a paragraph is, or begins with, the heading of
// an official section. Rest is what follows the heading in the same paragraph;
// whole asks for headings that are the whole paragraph.
func sectionHeading(p string, whole bool) (code, rest string, ok bool) {
	core := keyOf(beginningOf(p)).core
	numbered := headingNumber(p) > 0
	if numeral := gluedNumeral(core); numeral != "" {
		core = strings.TrimPrefix(core, numeral)
	}
	for _, h := range headings() {
		switch {
		case core == h.core && (numbered || utf8.RuneCountInString(h.core) > minPrefix), numbered && near(core, h.core):
			return h.code, "", true
		case !whole && numbered && strings.HasPrefix(core, h.core):
			if rest, ok := afterHeading(p, h.core); ok {
				return h.code, rest, true
			}
		}
	}
	return "", "", false
}

// beginningOf cuts a paragraph to what its heading can be, with room for
// glosses: most paragraphs are long and have none.
func beginningOf(p string) string {
	n := 0
	for i := range p {
		if n++; n > 3*maxHeading {
			return p[:i]
		}
	}
	return p
}

// near tolerates misprints in headings of some length.
func near(text, title string) bool {
	a, b := []rune(text), []rune(title)
	return len(b) > minPrefix && abs(len(a)-len(b)) <= 3 && 1-float64(distance(a, b))/float64(max(len(a), len(b))) >= 0.8
}

// afterHeading cuts the paragraph behind the heading's last letter. A heading
// that runs on without a mark is the beginning of a sentence.
func afterHeading(p, core string) (rest string, ok bool) {
	_, unnumbered := cutNumber(fold(p))
	skip := utf8.RuneCountInString(letters(fold(p))) - utf8.RuneCountInString(letters(unnumbered))
	left := utf8.RuneCountInString(core) + skip
	for i, r := range p {
		// Headings have no Latin letters: they are those of glosses.
		if letters(fold(string(r))) != "" && !unicode.Is(unicode.Latin, r) {
			left--
		}
		if left == 0 {
			rest = cutGloss(p[i+utf8.RuneLen(r):])
			break
		}
	}
	trimmed := strings.TrimLeft(rest, " 　。.:：、")
	return trimmed, trimmed != rest
}

// cutGloss removes the gloss that a text begins with.
func cutGloss(s string) string {
	inner := strings.TrimLeft(s, "(（")
	end := strings.IndexAny(inner, ")）")
	if inner == s || end <= 0 || strings.ContainsFunc(inner[:end], func(r rune) bool { return !unicode.Is(unicode.Latin, r) }) {
		return s
	}
	return strings.TrimLeft(inner[end:], ")）")
}

// headingNumber is the number of a top-level heading ("三、", "三.", "三 "), 0
// for any other text.
func headingNumber(p string) int {
	number, rest := cutNumber(fold(beginningOf(p)))
	if number == "" {
		number = gluedNumeral(letters(rest))
	}
	at := strings.Index(numerals, number)
	if number == "" || at < 0 || strings.HasPrefix(number, "(") || utf8.RuneCountInString(number) != 1 {
		return 0
	}
	return at/len("一") + 1
}

// gluedNumeral is the numeral of a heading whose mark is lost: "一概述". What
// follows must be the name of a section and nothing else, or "一" is a word.
func gluedNumeral(core string) string {
	for i, r := range core {
		if i == 0 {
			if !strings.ContainsRune(numerals, r) {
				return ""
			}
			continue
		}
		if slices.ContainsFunc(headings(), func(h heading) bool { return h.core == core[i:] }) {
			return core[:i]
		}
		return ""
	}
	return ""
}
