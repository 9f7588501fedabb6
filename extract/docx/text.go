package docx

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai"
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

// symbolFonts maps w:sym: the glyphs that forms use, by font and by code in
// the font. Fonts not named here, and other codes, stay private-use
// characters, which the reader reports.
var symbolFonts = map[string]map[rune]rune{
	"symbol": {
		0x20: ' ', 0x25: '%', 0x28: '(', 0x29: ')', 0x2B: '+', 0x2C: ',', 0x2D: '−', 0x2E: '.', 0x2F: '/',
		0x30: '0', 0x31: '1', 0x32: '2', 0x33: '3', 0x34: '4', 0x35: '5', 0x36: '6', 0x37: '7', 0x38: '8', 0x39: '9',
		0x3A: ':', 0x3B: ';', 0x3C: '<', 0x3D: '=', 0x3E: '>', 0xA3: '≤', 0xB1: '±', 0xB3: '≥', 0xB4: '×', 0xB7: '•', 0xB8: '÷',
	},
	"wingdings": {
		0x6C: '●', 0x6E: '■', 0x6F: '□', 0x71: '❑', 0xA1: '○', 0xA8: '□',
		0xFB: '✗', 0xFC: '✓', 0xFD: '☒', 0xFE: '☑',
	},
	"wingdings 2": {
		0x4F: '✗', 0x50: '✓', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x54: '☒', 0xA3: '□',
	},
}

// symbol is the character of a w:sym, U+FFFD when it names none.
func symbol(font, code string) rune {
	n, err := strconv.ParseUint(code, 16, 21)
	c := rune(n)
	if err != nil || n == 0 || !utf8.ValidRune(c) {
		return utf8.RuneError
	}
	if known, ok := symbolFonts[strings.ToLower(font)][c&^0xF000]; ok && (c < 0x100 || c&^0xFF == 0xF000) {
		return known
	}
	return c
}

// oddCharacters finds the characters that no one can read, and says why.
func oddCharacters(text string) (code gongkai.Code, doubt string) {
	for _, c := range text {
		switch {
		case c == utf8.RuneError:
			return gongkai.ReplacementCharacters, "replacement character"
		case c >= 0xE000 && unicode.Is(unicode.Co, c):
			return gongkai.UnmappedGlyphs, "private-use character"
		}
	}
	return "", ""
}
