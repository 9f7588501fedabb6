package docx

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"gongkai"
)

// runProperties is what formatting says about reading the text.
type runProperties struct {
	hidden bool
	// doubt: numbers so formatted do not mean what their digits say.
	doubt string
}

// run reads the w:r just met.
func (r *reader) run(st *story, p *paragraph) {
	s := r.scan
	props := runProperties{hidden: p.hidden}
	for depth := s.depth(); s.inside(depth); {
		switch s.name {
		case "w:rPr":
			props = r.runProperties(p)
		case "w:footnoteReference", "w:endnoteReference":
			if isOn(s.attr("customMarkFollows")) {
				props.hidden = true // what follows in the run is the mark
			}
		case "w:r": // the base of a w:ruby
			if r.enter() {
				r.run(st, p)
			}
			r.leave()
		default:
			r.piece(st, p, props)
		}
	}
}

// runProperties reads the w:rPr just met.
func (r *reader) runProperties(p *paragraph) runProperties {
	s := r.scan
	props := runProperties{}
	hidden, style := unstated, ""
	for depth := s.depth(); s.inside(depth); {
		switch s.name {
		case "w:rStyle":
			style = s.attr("val")
		case "w:vanish":
			hidden = s.toggle()
		case "w:strike", "w:dstrike":
			if s.toggle() == on {
				props.doubt = "struck out"
			}
		case "w:vertAlign":
			if s.attr("val") != "baseline" {
				props.doubt = "superscript or subscript"
			}
		case "w:rPrChange":
			s.skip()
		}
	}
	props.hidden = hidden == on
	if hidden == unstated {
		// Between styles of different kinds the property toggles (17.7.3).
		props.hidden = p.hidden != (style != "" && r.styles.hides(style))
	}
	return props
}

// piece reads one element of a run's content. Elements that it does not know
// are looked into: drawings hold text boxes.
func (r *reader) piece(st *story, p *paragraph, props runProperties) {
	s := r.scan
	shown := !props.hidden && !p.inCode()
	switch s.name {
	case "w:t", "m:t":
		if !shown {
			s.skip()
			return
		}
		start, preserve := len(p.text), s.preserves()
		p.text = flatten(s.content(p.text), start, preserve)
		if props.doubt != "" && bytes.IndexFunc(p.text[start:], unicode.IsDigit) >= 0 {
			p.doubt = props.doubt
		}
	case "w:tab", "w:ptab":
		p.put(shown, '\t')
	case "w:br", "w:cr":
		p.put(shown, '\n')
	case "w:noBreakHyphen":
		p.put(shown, '-')
	case "w:sym":
		p.put(shown, symbol(s.attr("font"), s.attr("char")))
	case "w:fldChar":
		p.field(s.attr("fldCharType"))
	case "w:txbxContent":
		if !shown {
			s.skip()
			return
		}
		r.textBox(st, p)
	case "w:drawing", "w:pict":
		r.shows = true
	case "a:blip", "v:imagedata":
		if shown {
			p.shows = "picture"
		}
	case "o:OLEObject":
		r.shows, p.shows = true, "embedded object"
		r.note(gongkai.EmbeddedContent, child(st.path, "p", st.paragraphs), s.attr("ProgID"))
	case "w:rt", "w:rubyPr", "w:instrText", "w:delText", "w:delInstrText", "w:fldData", "w:ffData":
		s.skip()
	case "w:del", "w:moveFrom", "w:ins", "w:moveTo", "w:sdtPr", "w:sdtEndPr":
		r.ignore()
	}
}

func (p *paragraph) put(shown bool, c rune) {
	if shown {
		p.text = utf8.AppendRune(p.text, c)
	}
}

// field follows complex fields: begin, code, separate, result, end. A code
// that does not end within its paragraph ends with it, so that a broken field
// hides no text.
func (p *paragraph) field(kind string) {
	last := len(p.codes) - 1
	switch {
	case kind == "begin":
		p.codes = append(p.codes, true)
	case kind == "separate" && last >= 0:
		p.codes[last] = false
	case kind == "end" && last >= 0:
		p.codes = p.codes[:last]
	}
}

// inCode reports whether the text belongs to the code of a field.
func (p *paragraph) inCode() bool {
	for _, code := range p.codes {
		if code {
			return true
		}
	}
	return false
}

// textBox reads the w:txbxContent just met.
func (r *reader) textBox(st *story, p *paragraph) {
	if !r.enter() {
		return
	}
	defer r.leave()
	p.boxes++
	path := child(child(st.path, "p", st.paragraphs), "txbxContent", p.boxes)
	p.after = append(p.after, r.story(path, nil)...)
}
