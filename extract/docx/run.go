package docx

import (
	"bytes"
	"cmp"
	"errors"
	"strings"
	"unicode/utf8"

	"gongkai"
	"gongkai/extract/doubt"
	"gongkai/extract/story"
)

// runProperties is what formatting says about reading the text.
type runProperties struct {
	hidden bool
	// doubt: numbers so formatted do not mean what their digits say.
	doubt string
}

// run reads the w:r just met.
func (r *reader) run(st *container, p *paragraph) {
	s := r.scan
	props := runProperties{hidden: p.hidden, doubt: r.styles.doubts(p.style)}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
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
	props := runProperties{doubt: r.styles.doubts(p.style)}
	hidden, style, shaded := unstated, "", p.shaded
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:rStyle":
			style = s.attr("val")
			props.doubt = cmp.Or(props.doubt, r.styles.doubts(style))
		case "w:vanish":
			hidden = s.toggle()
		case "w:shd", "w:highlight":
			shaded = shaded || isShade(s)
		case "w:rPrChange":
			s.Skip()
		default:
			if doubt := runDoubt(s); doubt != "" {
				props.doubt = doubt
			}
		}
	}
	if props.doubt == doubt.White && shaded {
		props.doubt = ""
	}
	props.hidden = hidden == on
	if hidden == unstated {
		// Between styles of different kinds the property toggles (17.7.3).
		props.hidden = p.hidden != (style != "" && r.styles.hides(style))
	}
	return props
}

// runDoubt is the doubt that the property just met casts on the digits of its
// run: they may be not meant, not seen, or no part of the number.
func runDoubt(s *scanner) string {
	switch s.Name {
	case "w:strike", "w:dstrike":
		if s.toggle() == on {
			return doubt.StruckOut
		}
	case "w:vertAlign":
		if s.attr("val") != "baseline" {
			return doubt.Script
		}
	case "w:position":
		if val := s.attr("val"); val != "0" && val != "0pt" {
			return doubt.Raised
		}
	case "w:specVanish":
		// Word processors differ on it outside of paragraph marks.
		if s.toggle() == on {
			return doubt.Hidden
		}
	case "w:color":
		if strings.EqualFold(s.attr("val"), "FFFFFF") {
			return doubt.White
		}
	case "w:sz":
		if size, ok := s.number("val"); ok && size <= 2 { // half-points
			return doubt.Tiny
		}
	}
	return ""
}

// isShade reports whether the w:shd or w:highlight just met puts another
// colour than white behind the text.
func isShade(s *scanner) bool {
	if s.Name == "w:highlight" {
		return s.attr("val") != "none" && s.attr("val") != "white"
	}
	fill := strings.ToUpper(s.attr("fill"))
	pattern := s.attr("val")
	return fill != "" && fill != "AUTO" && fill != "FFFFFF" || pattern != "" && pattern != "clear" && pattern != "nil"
}

// piece reads one element of a run's content. Elements that it does not know
// are looked into: drawings hold text boxes.
func (r *reader) piece(st *container, p *paragraph, props runProperties) {
	s := r.scan
	shown := !props.hidden && !p.inCode()
	switch s.Name {
	case "w:t", "m:t":
		if !shown {
			s.Skip()
			return
		}
		start, preserve := len(p.text), s.Preserves()
		p.text = flatten(s.Content(p.text), start, preserve)
		if props.doubt != "" && bytes.IndexFunc(p.text[start:], doubt.ChangesNumber) >= 0 {
			p.doubt = props.doubt
		}
		if s.placeholder() && len(bytes.TrimSpace(p.text[start:])) > 0 {
			p.doubt = doubt.Placeholder
		}
	case "w:tab", "w:ptab":
		p.put(shown, '\t')
	case "w:br", "w:cr":
		p.put(shown, '\n')
	case "w:noBreakHyphen":
		p.put(shown, '-')
	case "w:sym":
		p.put(shown, symbol(s.attr("font"), s.attr("char")))
		if shown && props.doubt != "" {
			p.doubt = props.doubt
		}
	case "w:fldChar":
		p.field(s.attr("fldCharType"))
	case "w:txbxContent":
		if !shown {
			s.Skip()
			return
		}
		r.textBox(st, p)
	case "w:drawing", "w:pict":
		r.shows = true
		if shown {
			p.shows = cmp.Or(p.shows, doubt.Drawing)
		}
	case "w:object", "w:control":
		if shown {
			p.shows = cmp.Or(p.shows, doubt.EmbeddedObject)
		}
	case "a:blip", "v:imagedata":
		if shown {
			p.shows = doubt.Picture
			r.picture(story.Child(st.path, "p", st.paragraphs))
		}
	case "o:OLEObject":
		r.shows, p.shows = true, doubt.EmbeddedObject
		r.note(gongkai.EmbeddedContent, story.Child(st.path, "p", st.paragraphs), s.attr("ProgID"))
	case "w:fldSimple":
		p.simpleField(s.attr("instr"), s.Void)
	case "w:rt", "w:rubyPr", "w:instrText", "w:delText", "w:delInstrText", "w:fldData", "w:ffData":
		s.Skip()
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
		if p.codes[last] {
			// Word shows equations, check boxes and choices nonetheless.
			p.doubt = cmp.Or(p.doubt, doubt.NoResult)
		}
		p.codes = p.codes[:last]
	}
}

// simpleField looks at a w:fldSimple, whose result is what is in it.
func (p *paragraph) simpleField(code string, empty bool) {
	if empty || strings.HasPrefix(strings.ToUpper(strings.TrimSpace(code)), "EQ") {
		p.doubt = cmp.Or(p.doubt, doubt.NoResult)
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
func (r *reader) textBox(st *container, p *paragraph) {
	if !r.enter() {
		return
	}
	defer r.leave()
	p.boxes++
	path := story.Child(story.Child(st.path, "p", st.paragraphs), "txbxContent", p.boxes)
	p.after = append(p.after, r.story(path, nil)...)
}

// picture keeps the picture that the element just met shows, in the paragraph at the
// path.
func (r *reader) picture(path string) {
	s := r.scan
	id := s.Attr("r", "embed") // of a:blip
	if s.Name == "v:imagedata" {
		id = s.Attr("r", "id")
	}
	part := r.media[id]
	if part == "" || !r.archive.Has(part) {
		return
	}
	r.shown++
	fits := r.album.Add(story.Child(path, "picture", r.shown), part, func() []byte {
		data, err := r.archive.Read(part)
		if err != nil {
			r.note(gongkai.EmbeddedContent, path, err.Error())
		}
		if errors.Is(err, gongkai.ErrLimit) {
			r.album.Full()
		}
		return data
	})
	if !fits {
		r.note(gongkai.EmbeddedContent, path, "too many pictures")
	}
}
