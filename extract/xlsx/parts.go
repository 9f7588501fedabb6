package xlsx

import (
	"strconv"
	"strings"

	"gongkai"
	"gongkai/extract/sheet"
	"gongkai/extract/xmlscan"
)

// Bounds against files that make up parts. Excel has at most 65,490 styles.
const (
	maxStyles = 1 << 16
	maxRuns   = 200_000 // in odd fonts
)

// text is a string; runs are those of its parts that are in odd fonts, nil when
// the whole is in the cell's font.
type text struct {
	text string
	runs []sheet.Run
}

// readStrings reads the shared strings.
func (r *reader) readStrings(s *xmlscan.Scanner) {
	for s.Inside(0) {
		if s.Name != "x:si" {
			continue
		}
		r.strings = append(r.strings, r.richText(s))
		if err := gongkai.Exceeds(len(r.strings), r.limits.Cells, "shared strings"); err != nil {
			s.FailWith(err)
		}
	}
}

// richText reads the x:si or x:is just met, without phonetic hints.
func (r *reader) richText(s *xmlscan.Scanner) text {
	var t text
	var b []byte
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "x:t":
			b = s.Content(b)
		case "x:r":
			run := runOf(s)
			b = append(b, run.Text...)
			if t.runs == nil {
				t.runs = []sheet.Run{}
			}
			if run.Font != (sheet.Font{}) && run.Text != "" {
				t.runs = append(t.runs, run)
				if r.runs++; r.runs > maxRuns {
					s.Fail(gongkai.ErrLimit, "more than %d runs", maxRuns)
				}
			}
		case "x:rPh":
			s.Skip()
		}
	}
	t.text = sheet.Tidy(unescape(string(b)))
	return t
}

// runOf reads the x:r just met.
func runOf(s *xmlscan.Scanner) sheet.Run {
	var run sheet.Run
	var b []byte
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "x:t":
			b = s.Content(b)
		case "x:rPr":
			run.Font = fontOf(s)
		}
	}
	run.Text = string(b)
	return run
}

// unescape resolves the characters that XML cannot hold, written _x000D_.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		at := strings.Index(s, "_x")
		if at < 0 {
			return b.String() + s
		}
		b.WriteString(s[:at])
		s = s[at:]
		if len(s) >= 7 && s[6] == '_' {
			if n, err := strconv.ParseUint(s[2:6], 16, 16); err == nil && n > 0 {
				if n == '_' || n < ' ' {
					b.WriteRune(rune(n))
				} else {
					b.WriteString(s[:7])
				}
				s = s[7:]
				continue
			}
		}
		b.WriteString(s[:2])
		s = s[2:]
	}
}

// styles are the cells' styles by number.
type styles struct {
	formats map[int]*sheet.NumberFormat
	fonts   []sheet.Font
	shades  []bool
	ruled   []bool
	cells   []*sheet.Style
}

var plain = &sheet.Style{}

// of is the style of that number; a number that is none means the plain one.
func (t *styles) of(number string) *sheet.Style {
	if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < len(t.cells) {
		return t.cells[n]
	}
	return plain
}

func (t *styles) read(s *xmlscan.Scanner) {
	t.formats = map[int]*sheet.NumberFormat{}
	if !s.Inside(0) {
		return
	}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "x:numFmts":
			for depth := s.Depth(); s.Inside(depth); {
				if id, err := strconv.Atoi(s.Attr("x", "numFmtId")); err == nil {
					t.formats[id] = sheet.ParseFormat(s.Attr("x", "formatCode"))
					atMost(s, len(t.formats))
				}
			}
		case "x:fonts":
			for depth := s.Depth(); s.Inside(depth); {
				t.fonts = append(t.fonts, fontOf(s))
				atMost(s, len(t.fonts))
			}
		case "x:fills":
			for depth := s.Depth(); s.Inside(depth); {
				t.shades = append(t.shades, shadeOf(s))
			}
		case "x:borders":
			for depth := s.Depth(); s.Inside(depth); {
				t.ruled = append(t.ruled, ruledOf(s))
			}
		case "x:cellXfs":
			for depth := s.Depth(); s.Inside(depth); {
				t.cells = append(t.cells, t.styleOf(s))
				s.Skip()
				atMost(s, len(t.cells))
			}
		default:
			s.Skip()
		}
	}
}

func atMost(s *xmlscan.Scanner, n int) {
	if n > maxStyles {
		s.Fail(gongkai.ErrLimit, "more than %d styles", maxStyles)
	}
}

// styleOf reads the x:xf just met.
func (t *styles) styleOf(s *xmlscan.Scanner) *sheet.Style {
	number := func(name string) int {
		n, err := strconv.Atoi(s.Attr("x", name))
		if err != nil {
			return -1
		}
		return n
	}
	style := &sheet.Style{}
	if id := number("numFmtId"); id > 0 {
		if t.formats[id] == nil {
			t.formats[id] = sheet.Builtin(id)
		}
		style.Format = t.formats[id]
	}
	if n := number("fontId"); n >= 0 && n < len(t.fonts) {
		style.Font = t.fonts[n]
	}
	if n := number("fillId"); n >= 0 && n < len(t.shades) {
		style.Shaded = t.shades[n]
	}
	if n := number("borderId"); n >= 0 && n < len(t.ruled) {
		style.Ruled = t.ruled[n]
	}
	return style
}

// fontOf reads the x:font or x:rPr just met.
func fontOf(s *xmlscan.Scanner) sheet.Font {
	var f sheet.Font
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "x:strike":
			value, ok := s.Lookup("x", "val")
			f.Struck = !ok || isTrue(value)
		case "x:vertAlign":
			value := s.Attr("x", "val")
			f.Raised = value == "superscript" || value == "subscript"
		case "x:color":
			f.White = isWhite(s)
		}
	}
	return f
}

// isWhite reads a colour: by value, of the theme (0 is the background), or of
// the palette.
func isWhite(s *xmlscan.Scanner) bool {
	if tint := s.Attr("x", "tint"); tint != "" && tint != "0" {
		return false
	}
	indexed := s.Attr("x", "indexed")
	return strings.EqualFold(s.Attr("x", "rgb"), "FFFFFFFF") || s.Attr("x", "theme") == "0" || indexed == "1" || indexed == "9" || indexed == "65"
}

// shadeOf reads the x:fill just met.
func shadeOf(s *xmlscan.Scanner) bool {
	shaded := false
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "x:patternFill":
			kind := s.Attr("x", "patternType")
			shaded = kind != "" && kind != "none"
		case "x:fgColor":
			shaded = shaded && !isWhite(s)
		case "x:gradientFill":
			shaded = true
		}
	}
	return shaded
}

// ruledOf reads the x:border just met.
func ruledOf(s *xmlscan.Scanner) bool {
	ruled := false
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "x:left", "x:right", "x:start", "x:end":
			style := s.Attr("x", "style")
			ruled = ruled || style != "" && style != "none"
		}
	}
	return ruled
}
