// Package doubt says what makes a number in a word processor's document one that
// may not be what its text says. The readers of such formats share the words, so
// that the same report raises the same doubts in each.
package doubt

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai"
)

// Doubts about a cell, for [gongkai.Cell].Uncertain.
const (
	StruckOut       = "struck out"
	Script          = "superscript or subscript"
	Raised          = "raised or lowered"
	Hidden          = "hidden text"
	White           = "white text"
	Tiny            = "tiny text"
	NoResult        = "field without a result"
	Placeholder     = "placeholder"
	Formula         = "formula"
	AutomaticNumber = "automatic number"
	Picture         = "picture"
	Drawing         = "drawing"
	EmbeddedObject  = "embedded object"
	TableInCell     = "table in the cell"
)

// ChangesNumber reports whether the character may be part of a number.
func ChangesNumber(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsSpace(c) || strings.ContainsRune("〇零一二三四五六七八九十百千万亿余多无", c)
}

// OddCharacters finds the characters that no one can read, and says why.
func OddCharacters(text string) (code gongkai.Code, doubt string) {
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
