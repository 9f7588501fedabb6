package docx

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"gongkai/extract/symbols"
)

// oneLine is text without white space at its ends and with single spaces
// inside.
func oneLine(text []byte) string { return string(bytes.Join(bytes.Fields(text), []byte(" "))) }

// flatten makes the text of a run, appended to a line at start, one line, as
// Word does: the breaks of the file are not breaks of the text. Without
// xml:space="preserve", white space at the ends does not count.
func flatten(line []byte, start int, preserve bool) []byte {
	added := line[start:]
	if !preserve {
		trimmed := bytes.Trim(added, " \t\r\n")
		line = line[:start+copy(added, trimmed)]
		added = line[start:]
	}
	for i, c := range added {
		if c == '\n' || c == '\r' || c == '\t' {
			added[i] = ' '
		}
	}
	return line
}

// symbol is the character of a w:sym, U+FFFD when it names none.
func symbol(font, code string) rune {
	n, err := strconv.ParseUint(code, 16, 21)
	c := rune(n)
	if err != nil || n == 0 || !utf8.ValidRune(c) {
		return utf8.RuneError
	}
	return symbols.Rune(font, c)
}
