package html

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line gathers the text of one paragraph as a browser would show it.
type line struct {
	text  []byte
	space bool // white space was met since the last character
	link  int  // bytes of text inside links
}

// add appends an inline run.
func (l *line) add(s string, inLink bool) {
	before := len(l.text)
	start := 0 // of the part of s that is still to be copied
	copyTo := func(end int) {
		if start < end {
			if l.space && len(l.text) > 0 {
				l.text = append(l.text, ' ')
			}
			l.space = false
			l.text = append(l.text, s[start:end]...)
		}
	}
	for i := 0; i < len(s); {
		c, size := rune(s[i]), 1
		if c > ' ' && c < 0x7F || c >= 0xE4 && c <= 0xEE { // U+4000 to U+EFFF: no white space
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[i:])
		}
		switch space := unicode.IsSpace(c); {
		case space, widthless(c):
			copyTo(i)
			l.space = l.space || space
			start = i + size
		}
		i += size
	}
	copyTo(len(s))
	if inLink {
		l.link += len(l.text) - before
	}
}

// widthless reports whether the character shows nothing and takes no room.
func widthless(c rune) bool {
	switch c {
	case 0, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF:
		return true
	}
	return false
}

// take returns the line and begins the next.
func (l *line) take() (text string, link int) {
	text, link = string(l.text), l.link
	l.text, l.space, l.link = l.text[:0], false, 0
	return text, link
}

// collapse returns s as a line.
func collapse(s string) string {
	var l line
	l.add(s, false)
	return string(l.text)
}

// compact removes all white space, which sites put into labels at will.
func compact(s string) string {
	if strings.IndexFunc(s, unicode.IsSpace) < 0 {
		return s
	}
	return strings.Join(strings.Fields(s), "")
}
