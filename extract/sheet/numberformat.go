package sheet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// NumberFormat is a number format of a cell, as "#,##0.00;-0;;@": what is
// printed is what it makes of the number in the cell. The zero value is
// "General".
type NumberFormat struct {
	// numbers are the sections for numbers, at most three; text is that for
	// texts, nil when there is none.
	numbers []section
	text    *section
}

// section is one of the parts between semicolons.
type section struct {
	tokens    []token
	condition string // operator of a condition such as [>=100], "" when there is none
	bound     float64
	// doubt says why what the section prints is not known; empty when it is.
	doubt string
	date  bool
}

// kind is what a token of a section is.
type kind uint8

const (
	literal kind = iota
	digit        // a placeholder: 0, # or ?
	point
	comma
	percent
	general
	textPlace // @
	datePart  // a run of y, m, d, h, s or e
	noon      // AM/PM
)

type token struct {
	kind kind
	text string
}

// builtin are the formats that files name by number only: those of ECMA-376,
// part 1, 18.8.30, where they depend on the language those of Chinese (zh-CN).
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
	5: `"¥"#,##0;"¥"-#,##0`, 6: `"¥"#,##0;"¥"-#,##0`, 7: `"¥"#,##0.00;"¥"-#,##0.00`, 8: `"¥"#,##0.00;"¥"-#,##0.00`,
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: "m-d-yy", 31: `yyyy"年"m"月"d"日"`,
	32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`, 36: `yyyy"年"m"月"`,
	37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
	41: `_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, 42: `_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ `,
	43: `_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, 44: `_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ `,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`,
	57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}

// Builtin is the format that a file means by a number for which it has no code
// of its own; General for those that are not known.
func Builtin(id int) *NumberFormat { return ParseFormat(builtin[id]) }

// ParseFormat reads a format code; it never fails: what it does not understand
// it says of every number (see Print).
func ParseFormat(code string) *NumberFormat {
	f := &NumberFormat{}
	if strings.TrimSpace(code) == "" || strings.EqualFold(code, "General") {
		return f
	}
	sections := parseSections(code)
	last := len(sections) - 1
	if len(sections) > 4 {
		sections[0].doubt = "the number format has more than four parts"
		f.numbers = sections[:1]
		return f
	}
	if last == 3 || slices.ContainsFunc(sections[last].tokens, func(t token) bool { return t.kind == textPlace }) {
		f.text = &sections[last]
		sections = sections[:last]
	}
	f.numbers = sections
	return f
}

// parseSections cuts the code into its sections. The first is there even when
// it is empty.
func parseSections(code string) []section {
	sections := []section{{}}
	runes := []rune(code)
	for i := 0; i < len(runes); {
		if runes[i] == ';' {
			sections = append(sections, section{})
			i++
			continue
		}
		i += sections[len(sections)-1].token(runes[i:])
	}
	for i := range sections {
		sections[i].settle()
	}
	return sections
}

// token takes the next token of the code and returns how many characters it
// has.
func (s *section) token(rest []rune) (length int) {
	add := func(k kind, n int) int {
		s.tokens = append(s.tokens, token{k, string(rest[:n])})
		return n
	}
	second := func() int { return min(2, len(rest)) }
	switch c := rest[0]; {
	case c == '"':
		end := slices.Index(rest[1:], '"')
		if end < 0 {
			end = len(rest) - 1
		}
		s.tokens = append(s.tokens, token{literal, string(rest[1 : 1+end])})
		return min(end+2, len(rest))
	case c == '\\' || c == '!':
		s.tokens = append(s.tokens, token{literal, string(rest[1:second()])})
		return second()
	case c == '_':
		s.tokens = append(s.tokens, token{literal, " "})
		return second()
	case c == '*':
		return second()
	case c == '[':
		end := slices.Index(rest, ']')
		if end < 0 {
			s.doubt = "a bracket of the number format does not close"
			return len(rest)
		}
		s.bracket(string(rest[1:end]))
		return end + 1
	case hasPrefixFold(rest, "General"):
		return add(general, len("General"))
	case hasPrefixFold(rest, "G/通用格式"):
		return add(general, len([]rune("G/通用格式")))
	case hasPrefixFold(rest, "AM/PM"), hasPrefixFold(rest, "上午/下午"):
		return add(noon, 5)
	case hasPrefixFold(rest, "A/P"):
		return add(noon, 3)
	case c == '0' || c == '#' || c == '?':
		return add(digit, 1)
	case c == '.':
		return add(point, 1)
	case c == ',':
		return add(comma, 1)
	case c == '%':
		return add(percent, 1)
	case c == '@':
		return add(textPlace, 1)
	case hasPrefixFold(rest, "E+"), hasPrefixFold(rest, "E-"):
		s.doubt = "the number format has an exponent"
		return 2
	case strings.ContainsRune("ymdhseYMDHSE", c):
		n := 1
		for n < len(rest) && rest[n]|0x20 == c|0x20 {
			n++
		}
		return add(datePart, n)
	case strings.ContainsRune("abgrABGR", c):
		s.doubt = "the number format has a part that is not known: " + string(c)
		return 1
	}
	return add(literal, 1)
}

func hasPrefixFold(runes []rune, prefix string) bool {
	n := len([]rune(prefix))
	return len(runes) >= n && strings.EqualFold(string(runes[:n]), prefix)
}

// bracket reads what stands in brackets: a colour, a condition, a currency, a
// language.
func (s *section) bracket(text string) {
	lower := strings.ToLower(text)
	operator := text[:len(text)-len(strings.TrimLeft(text, "<>="))]
	switch {
	case operator != "":
		bound, err := strconv.ParseFloat(strings.TrimSpace(text[len(operator):]), 64)
		if err != nil {
			s.doubt = "the number format has a condition that is not known"
		}
		s.condition, s.bound = operator, bound
	case strings.HasPrefix(text, "$"):
		symbol, _, _ := strings.Cut(text[1:], "-")
		s.tokens = append(s.tokens, token{literal, symbol})
	case lower == "white" || text == "白色":
		s.doubt = "the number format prints it white"
	case strings.HasPrefix(lower, "color") || slices.Contains([]string{"black", "blue", "cyan", "green", "magenta", "red", "yellow",
		"黑色", "蓝色", "青色", "绿色", "洋红", "红色", "黄色"}, lower):
	default:
		s.doubt = "the number format has a part that is not known: [" + text + "]"
	}
}

// settle decides what the section is about.
func (s *section) settle() {
	digits, slash := false, false
	for _, t := range s.tokens {
		s.date = s.date || t.kind == datePart || t.kind == noon
		digits = digits || t.kind == digit
		slash = slash || t == token{literal, "/"}
	}
	switch {
	case s.date && digits:
		s.doubt = cmp.Or(s.doubt, "the number format has parts of seconds")
	case slash && digits:
		s.doubt = cmp.Or(s.doubt, "the number format is a fraction")
	}
}
