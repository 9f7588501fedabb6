// Package symbols maps characters of symbol fonts, which word processors store by
// their code in the font.
package symbols

import "strings"

// fonts maps the glyphs that forms use, by font and by code in the font.
// Fonts not named here, and other codes, stay private-use characters, which readers
// report.
var fonts = map[string]map[rune]rune{
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

// Rune is the character that c, a code of the font or that code moved to U+F000,
// stands for; c itself when it is not known.
func Rune(font string, c rune) rune {
	if known, ok := fonts[strings.ToLower(font)][c&^0xF000]; ok && (c < 0x100 || c&^0xFF == 0xF000) {
		return known
	}
	return c
}

// Known reports whether Rune knows the code of the font.
func Known(font string, c rune) bool {
	_, ok := fonts[strings.ToLower(font)][c&^0xF000]
	return ok
}
