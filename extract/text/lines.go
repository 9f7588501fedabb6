package text

import (
	"iter"
	"strings"
)

// line is a line of the text.
type line struct {
	text string
	// number and page are 1-based; form feeds part pages.
	number, page int
}

// blank: an empty cell of Tika is none.
func (l line) blank() bool {
	return strings.TrimSpace(l.text) == "" && !strings.HasPrefix(l.text, "\t")
}

// lines yields the lines of the text. A form feed separates lines without
// counting as one, and a line of nothing but form feeds is not yielded: a page
// may end inside a table.
func lines(text string) iter.Seq[line] {
	return func(yield func(line) bool) {
		at := line{page: 1}
		for text != "" {
			at.number++
			rest := ""
			if end := strings.IndexAny(text, "\r\n"); end >= 0 {
				text, rest = text[:end], text[end:]
				rest = strings.TrimPrefix(rest, "\r")
				rest = strings.TrimPrefix(rest, "\n")
			}
			for i, part := range strings.Split(text, "\f") {
				if i > 0 {
					at.page++
				}
				at.text = part
				if (part != "" || i == 0 && text == "") && !yield(at) {
					return
				}
			}
			text = rest
		}
	}
}

// marks are what converters write in place of things that are no text.
var marks = []string{"[bookmark:", "[image:", "[picture:", "[drawing:", "[shape:"}

// tidy drops marks and characters without width, and makes every run of white
// space one space.
func tidy(s string) string {
	if plain(s) {
		return s
	}
	s = withoutMarks(s)
	return strings.Join(strings.Fields(widthless.Replace(s)), " ")
}

// withoutMarks cuts out every mark up to the bracket that closes it.
func withoutMarks(s string) string {
	for _, mark := range marks {
		var kept strings.Builder
		rest := s
		for {
			before, inside, found := strings.Cut(rest, mark)
			_, after, closed := strings.Cut(inside, "]")
			if !found || !closed {
				break
			}
			kept.WriteString(before)
			rest = after
		}
		if kept.Len() > 0 || len(rest) < len(s) {
			s = kept.String() + rest
		}
	}
	return s
}

var widthless = strings.NewReplacer("\u200B", "", "\u200C", "", "\u200D", "", "\u2060", "", "\uFEFF", "", "\u00AD", "")

// plain reports whether tidy has nothing to do: most cells hold one digit.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == '[' || c >= 0x7F {
			return false
		}
	}
	return true
}
