package rtf

import (
	"gongkai"
	"gongkai/extract/doubt"
)

// characters are words that stand for one.
var characters = map[string]string{
	"tab": "\t", "line": "\n", "page": "\n", "column": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
	"bullet": "•", "endash": "–", "emdash": "—", "enspace": "\u2002", "emspace": "\u2003", "qmspace": "\u2005",
	"zwj": "\u200D", "zwnj": "\u200C",
}

// word takes in a control word that is no destination.
func (r *reader) word(name string, t token) {
	if c, ok := characters[name]; ok {
		if !r.passed() {
			r.put(c)
		}
		return
	}
	if name == "u" {
		r.unicode(t.param)
		return
	}
	r.skip = 0
	s := r.state()
	on := !t.given || t.param != 0
	switch s.to {
	case toFonts:
		r.fontWord(name, t)
		return
	case toColours:
		r.colourWord(name, t)
		return
	case toRows, toText:
		if r.tableWord(name, t, on) {
			return
		}
	}
	switch name {
	case "uc":
		s.fallback = max(t.param, 0)
	case "ansicpg":
		r.page = t.param
		r.pairs()
	case "mac":
		r.page = 10000
	case "pc":
		r.page = 437
	case "pca":
		r.page = 850
	case "deff":
		r.basic = t.param
		s.font = t.param
	case "f":
		s.font = t.param
		r.pairs()
	case "plain":
		s.font, s.hidden, s.deleted, s.struck, s.script, s.raised, s.size, s.colour, s.behind = r.basic, false, false, false, false, false, 24, 0, false
		r.pairs()
	case "v":
		s.hidden = on
	case "deleted":
		s.deleted = on
		if on {
			r.note(gongkai.TrackedChanges, "", "")
		}
	case "revised":
		if on {
			r.note(gongkai.TrackedChanges, "", "")
		}
	case "strike", "striked":
		s.struck = on
	case "super", "sub":
		s.script = on
	case "nosupersub":
		s.script = false
	case "up", "dn":
		s.raised = on
	case "fs":
		s.size = t.param
	case "cf":
		s.colour = t.param
	case "highlight", "cb", "chcbpat":
		s.behind = r.shade(t.param)
	case "cbpat":
		s.paragraph = r.shade(t.param)
	case "chpgn", "chdate", "chtime", "sectnum":
		if s.to == toText {
			r.doubt(doubt.NoResult)
		}
	}
}

// fontWord takes in a word of the font table.
func (r *reader) fontWord(name string, t token) {
	if name == "f" {
		r.entry = &font{charset: -1}
		if len(r.fonts) < maxFonts {
			r.fonts[t.param] = r.entry
		}
	}
	if r.entry == nil {
		return
	}
	switch name {
	case "fcharset":
		r.entry.charset = t.param
	case "cpg":
		r.entry.page = t.param
	}
}

// Bounds of the font table, of which Word's has some hundreds, and of the colour
// table.
const (
	maxFonts   = 10_000
	maxColours = 10_000
)

// colourWord takes in a word of the colour table.
func (r *reader) colourWord(name string, t token) {
	switch name {
	case "red":
		r.rgb[0], r.rgbSet = t.param, true
	case "green":
		r.rgb[1], r.rgbSet = t.param, true
	case "blue":
		r.rgb[2], r.rgbSet = t.param, true
	}
}
