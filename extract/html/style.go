package html

import (
	"strings"
	"unicode"
)

// setting is what a style says about one property. The zero value: nothing.
type setting uint8

const (
	unstated setting = iota
	shows
	hides
	faint // who looks at the page may or may not see it
)

// Doubts about the text of a cell, as Cell.Uncertain has them.
const (
	struckOut  = "struck out"
	raised     = "superscript or subscript"
	reversed   = "reversed"
	apart      = "placed apart"
	faintText  = "text that is hardly seen"
	sheetHides = "hidden by a style sheet"
)

// look is what an element's attributes, or a rule of a style sheet, say about
// its text. Faint is white or transparent as a colour, tiny as a size.
type look struct {
	display, visibility, opacity, size, color setting
	ground                                    setting // shows: a colour behind the text
	breaks                                    setting // of line feeds
	apart                                     bool
	doubt                                     string // about all text inside
}

// read adds the declarations of a style attribute or a rule. The last setting
// of a property counts.
func (l *look) read(css string) {
	for css != "" {
		declaration := css
		if i := strings.IndexByte(css, ';'); i >= 0 {
			declaration, css = css[:i], css[i+1:]
		} else {
			css = ""
		}
		if i := strings.IndexByte(declaration, ':'); i > 0 {
			l.declare(strings.TrimSpace(declaration[:i]), declaration[i+1:])
		}
	}
}

func (l *look) declare(name, value string) {
	if name == "" || strings.IndexByte("bcdfoptvw", name[0]|0x20) < 0 {
		return // most of what word processors write
	}
	switch name = strings.ToLower(name); name {
	case "display", "visibility", "opacity", "font-size", "font", "color", "background", "background-color",
		"white-space", "text-decoration", "text-decoration-line", "vertical-align", "position", "text-indent":
	default:
		return
	}
	value, _, _ = strings.Cut(value, "!")
	value = strings.ToLower(strings.TrimSpace(value))
	switch name {
	case "display":
		l.display = hidesIf(value == "none")
	case "visibility":
		if value != "inherit" {
			l.visibility = hidesIf(value == "hidden" || value == "collapse")
		}
	case "opacity":
		l.opacity = hidesIf(isZero(value))
	case "font-size":
		l.size = sizeOf(value)
	case "font":
		for word := range strings.FieldsSeq(value) {
			if size, _, _ := strings.Cut(word, "/"); isLength(size) || isZero(size) {
				l.size = sizeOf(size)
			}
		}
	case "color":
		l.color = colorOf(value)
	case "background", "background-color":
		l.ground = hidesIf(value == "none" || value == "inherit" || value == "initial" || colorOf(value) == faint)
	case "white-space":
		l.breaks = hidesIf(!strings.HasPrefix(value, "pre") && value != "break-spaces")
	case "text-decoration", "text-decoration-line":
		if strings.Contains(value, "line-through") {
			l.doubt = struckOut
		}
	case "vertical-align":
		if value == "super" || value == "sub" {
			l.doubt = raised
		}
	case "position":
		l.apart = value == "absolute" || value == "fixed"
	case "text-indent":
		l.apart = l.apart || farLeft(value)
	}
}

func hidesIf(hidden bool) setting {
	if hidden {
		return hides
	}
	return shows
}

// isZero reports whether the value is nought in any unit.
func isZero(value string) bool {
	unit := strings.TrimLeft(value, "0.")
	return unit != value && strings.Contains(value[:len(value)-len(unit)], "0") && (unit == "" || !isDigit(unit[0]))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isLength reports whether the value is a number with a unit.
func isLength(value string) bool {
	return value != "" && (isDigit(value[0]) || value[0] == '.') && !isDigit(value[len(value)-1])
}

// sizeOf reads a font size. One in proportion to the text around says nothing.
func sizeOf(value string) setting {
	switch {
	case isZero(value):
		return hides
	case strings.HasSuffix(value, "%"), strings.HasSuffix(value, "em") && !strings.HasSuffix(value, "rem"),
		value == "inherit", value == "smaller", value == "larger":
		return unstated
	case strings.HasPrefix(value, "."), isLength(value) && value[0] <= '2' && !isDigit(value[1]):
		return faint // below 3 px or pt
	}
	return shows
}

// colorOf reads a colour: faint is white or transparent.
func colorOf(value string) setting {
	switch value {
	case "inherit", "currentcolor":
		return unstated
	case "transparent", "white", "#fff", "#ffffff", "#fff0", "#0000", "#00000000":
		return faint
	}
	if strings.HasPrefix(value, "rgb") {
		value = compact(value)
		if strings.HasSuffix(value, "(255,255,255)") || strings.HasPrefix(value, "rgba") && strings.HasSuffix(value, ",0)") {
			return faint
		}
	}
	return shows
}

// farLeft reports whether an indent is a hundred or more to the left.
func farLeft(indent string) bool {
	number, negative := strings.CutPrefix(indent, "-")
	return negative && len(number) > 2 && isDigit(number[0]) && isDigit(number[1]) && isDigit(number[2])
}

// matters reports whether a doubt about the text is one about the number in
// its cell: letters raised or gone pale leave it as it is.
func matters(doubt, text string) bool {
	return strings.IndexFunc(text, func(c rune) bool {
		if unicode.IsSpace(c) || widthless(c) {
			return false
		}
		return doubt == struckOut || !unicode.IsLetter(c) || strings.ContainsRune("〇零一二三四五六七八九十百千万亿余多无", c)
	}) >= 0
}
