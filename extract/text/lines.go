package text

import (
	"iter"
	"strings"
)

// lines yields the lines of the text with their 1-based numbers. A form feed
// separates lines without counting as one, and a line of nothing but form
// feeds is not yielded: a page may end inside a table.
func lines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for number := 1; text != ""; number++ {
			line := text
			end := strings.IndexAny(text, "\r\n")
			if end < 0 {
				text = ""
			} else {
				line = text[:end]
				text = strings.TrimPrefix(text[end:], "\r")
				text = strings.TrimPrefix(text, "\n")
			}
			if !pages(line, number, yield) {
				return
			}
		}
	}
}

func pages(line string, number int, yield func(int, string) bool) bool {
	if !strings.Contains(line, "\f") {
		return yield(number, line)
	}
	for part := range strings.SplitSeq(line, "\f") {
		if part != "" && !yield(number, part) {
			return false
		}
	}
	return true
}

// marks are what converters write in place of things that are no text.
var marks = []string{"[bookmark:", "[image:", "[picture:", "[drawing:", "[shape:"}

// tidy drops marks and characters without width, and makes every run of white
// space one space.
func tidy(s string) string {
	if plain(s) {
		return s
	}
	for _, mark := range marks {
		for {
			before, rest, found := strings.Cut(s, mark)
			_, after, closed := strings.Cut(rest, "]")
			if !found || !closed {
				break
			}
			s = before + after
		}
	}
	return strings.Join(strings.Fields(widthless.Replace(s)), " ")
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
