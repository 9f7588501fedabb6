package odt

import (
	"bytes"
	"cmp"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai"
	"gongkai/extract/doubt"
	"gongkai/extract/story"
	"gongkai/extract/symbols"
	"gongkai/extract/xmlscan"
)

// container is a story being read.
type container struct {
	path               string
	items              []story.Item
	paragraphs, tables int // met so far
	shaded             bool
}

// story reads the element just met.
func (r *reader) story(path string) []story.Item { return r.cellStory(path, false) }

// cellStory is story, of a cell that may have a colour behind its text.
func (r *reader) cellStory(path string, shaded bool) []story.Item {
	st := &container{path: path, shaded: shaded}
	r.blocks(st, nil)
	return st.items
}

// blocks reads what is in the element just met: paragraphs, tables, lists. At is
// the place in a list, nil outside of one.
func (r *reader) blocks(st *container, at *place) {
	s := r.scan
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "text:p", "text:h":
			st.paragraphs++
			r.paragraph(st, at)
		case "text:list":
			r.list(st, at)
		case "table:table":
			st.tables++
			if g := r.table(story.Child(st.path, "table", st.tables)); g != nil {
				st.items = append(st.items, story.Item{Grid: g})
			}
		case "text:section":
			if s.Attr("text", "display") == "none" || s.Attr("text", "is-hidden") == "true" {
				s.Skip()
			}
		case "text:tracked-changes":
			r.trackedChanges()
		case "text:change", "text:change-start", "text:change-end":
			r.change()
		case "draw:text-box", "draw:image", "draw:object", "draw:object-ole", "draw:control", "draw:custom-shape", "draw:rect", "draw:ellipse":
			r.loose(st)
		default:
			if skipped[s.Name] {
				s.Skip()
			}
		}
		if st.path == bodyPath {
			st.items = append(st.items, r.album.Take()...)
		}
	}
}

// skipped are elements whose text is not the document's, or is not printed where
// they stand. The "" is for foreign ones.
var skipped = map[string]bool{
	"": true, "text:note": true, "office:annotation": true, "text:tracked-changes": true,
	"text:sequence-decls": true, "text:variable-decls": true, "text:user-field-decls": true,
	"text:table-of-content-source": true, "text:illustration-index-source": true, "text:table-index-source": true,
	"text:object-index-source": true, "text:user-index-source": true, "text:alphabetical-index-source": true,
	"text:bibliography-source": true, "office:forms": true, "office:scripts": true, "text:ruby-text": true,
	"text:script": true, "draw:image": true, "svg:title": true, "svg:desc": true, "text:label": true,
	"text:number": true, "field:param": true, "office:event-listeners": true, "table:title": true, "table:desc": true,
	"draw:image-map": true, "draw:glue-point": true, "text:tracked-change": true,
}

// loose reads what stands outside of a paragraph, like a frame bound to a page.
func (r *reader) loose(st *container) {
	p := &paragraph{number: st.paragraphs}
	r.embedded(st, p)
	if p.shows != "" {
		st.items = append(st.items, story.Item{Doubt: p.shows})
	}
	st.items = append(st.items, p.after...)
}

// trackedChanges reads the text:tracked-changes just met. What was deleted stands
// in it, and is left out.
func (r *reader) trackedChanges() {
	s := r.scan
	r.changes, r.deleted = map[string]bool{}, map[string]bool{}
	id := ""
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "text:changed-region":
			if id = s.Attr("xml", "id"); id == "" {
				id = s.Attr("text", "id")
			}
			r.note(gongkai.TrackedChanges, "", "")
		case "text:deletion":
			r.changes[id] = true
			s.Skip()
		default:
			s.Skip()
		}
	}
}

// change takes in a mark of a tracked change: some writers leave deleted text in
// its place, between two marks.
func (r *reader) change() {
	id := r.scan.Attr("text", "change-id")
	switch {
	case !r.changes[id]:
	case r.scan.Name == "text:change-start":
		r.deleted[id] = true
	case r.scan.Name == "text:change-end":
		delete(r.deleted, id)
	}
}

// paragraph is a paragraph being read.
type paragraph struct {
	number int
	text   []byte // line feeds are line breaks
	doubt  string
	shows  string
	after  []story.Item // text boxes and the like, to follow the paragraph
	boxes  int
	fields []int // where the text of each open field mark begins
	// blank says that white space that follows does not count: ODF has none at
	// the beginning, and one space for many.
	blank bool
	spans []span
	hides bool // text:hidden-paragraph
}

// span is formatting in force for what stands deeper than its element.
type span struct {
	depth       int
	look        look
	placeholder bool
}

// paragraph reads the text:p or text:h just met.
func (r *reader) paragraph(st *container, at *place) {
	s := r.scan
	name := s.Attr("text", "style-name")
	if name == "" {
		name = "Standard"
	}
	base := r.styles.look("paragraph", name)
	if st.shaded && base.shaded != on {
		base.shaded = on
	}
	label := r.label(at, name)
	p := &paragraph{number: st.paragraphs, blank: true, spans: []span{{look: base}}}
	depth := s.Depth()
	for s.Err == nil {
		start := len(p.text)
		kind, text := s.Next(depth, p.text)
		if kind == xmlscan.None {
			break
		}
		open := s.Depth() // elements around the text, or around what has just begun
		if kind == xmlscan.Start {
			open--
		}
		for len(p.spans) > 1 && p.spans[len(p.spans)-1].depth > open {
			p.spans = p.spans[:len(p.spans)-1]
		}
		if kind == xmlscan.Start {
			r.piece(st, p)
			continue
		}
		p.text = text[:start]
		r.put(p, collapse(p, text[start:]))
	}
	if p.hides || base.hidden == on && len(p.text) == 0 {
		label, p.text = "", nil
	}
	whole := story.Paragraph{Text: p.text, Label: label, Doubt: p.doubt, Shows: p.shows, Story: st.path, Number: p.number}
	st.items = whole.Append(st.items, func(code gongkai.Code, path string) { r.note(code, path, "") })
	st.items = append(st.items, p.after...)
}

// collapse makes white space single spaces, in place.
func collapse(p *paragraph, text []byte) []byte {
	out := text[:0]
	for _, c := range text {
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			if !p.blank {
				out = append(out, ' ')
			}
			p.blank = true
			continue
		}
		out = append(out, c)
		p.blank = false
	}
	return out
}

// put appends text in the look in force.
func (r *reader) put(p *paragraph, text []byte) {
	in := p.spans[len(p.spans)-1]
	if in.look.hidden == on || len(r.deleted) > 0 || len(text) == 0 {
		return
	}
	start := len(p.text)
	for _, c := range string(text) {
		if c >= 0xF000 && c < 0xF100 {
			c = symbols.Rune(in.look.font, c)
		}
		p.text = utf8.AppendRune(p.text, c)
	}
	if why := in.look.doubt(); why != "" && bytes.IndexFunc(p.text[start:], doubt.ChangesNumber) >= 0 {
		p.doubt = why
	}
	if in.placeholder && len(bytes.TrimSpace(text)) > 0 {
		p.doubt = doubt.Placeholder
	}
}

// maxSpaces bounds a text:s.
const maxSpaces = 1000

// piece reads the element just met in a paragraph. Elements that it does not know
// are looked into: fields hold their result.
func (r *reader) piece(st *container, p *paragraph) {
	s := r.scan
	switch s.Name {
	case "text:span":
		in := p.spans[len(p.spans)-1]
		in.depth = s.Depth()
		in.look = r.spanLook(s.Attr("text", "style-name"), in.look)
		p.spans = append(p.spans, in)
	case "text:placeholder", "loext:content-control":
		in := p.spans[len(p.spans)-1]
		in.depth = s.Depth()
		in.placeholder = in.placeholder || s.Name == "text:placeholder" || s.Attr("loext", "showing-place-holder") == "true"
		p.spans = append(p.spans, in)
	case "text:s":
		n, err := strconv.Atoi(s.Attr("text", "c"))
		if err != nil || n < 1 {
			n = 1
		}
		r.put(p, bytes.Repeat([]byte(" "), min(n, maxSpaces)))
		p.blank = false
	case "text:tab":
		r.put(p, []byte("\t"))
		p.blank = false
	case "text:line-break":
		r.put(p, []byte("\n"))
		p.blank = true
	case "text:change", "text:change-start", "text:change-end":
		r.change()
	case "text:hidden-text":
		if s.Attr("text", "is-hidden") == "true" {
			s.Skip()
		}
	case "text:hidden-paragraph":
		p.hides = p.hides || s.Attr("text", "is-hidden") == "true"
	case "field:fieldmark-start":
		p.fields = append(p.fields, len(p.text))
	case "field:fieldmark-separator":
		if n := len(p.fields); n > 0 {
			p.text = p.text[:min(len(p.text), p.fields[n-1])] // it was the code
		}
	case "field:fieldmark-end":
		if n := len(p.fields); n > 0 {
			p.fields = p.fields[:n-1]
		}
	case "field:fieldmark":
		p.doubt = cmp.Or(p.doubt, doubt.NoResult) // a check box
	case "text:p", "text:h", "table:table", "text:list":
		// Not where the standard has them. They are not lost.
		r.nested(st, p)
	default:
		r.embedded(st, p)
	}
}

// spanLook is the look of a span of the style inside another.
func (r *reader) spanLook(name string, around look) look {
	own := look{}
	for range maxInheritance {
		it := r.styles.byName["text/"+name]
		if it == nil || name == "" {
			break
		}
		own = own.or(it.look)
		name = it.parent
	}
	return own.or(around)
}

// embedded reads a drawing or object just met, whether in a paragraph or not.
// Elements that are none are looked into or skipped.
func (r *reader) embedded(st *container, p *paragraph) {
	s := r.scan
	if skipped[s.Name] {
		if s.Name == "draw:image" {
			r.shows, p.shows = true, doubt.Picture
			r.picture(story.Child(st.path, "p", p.number), p)
		}
		s.Skip()
		return
	}
	hidden := len(p.spans) > 0 && p.spans[len(p.spans)-1].look.hidden == on || len(r.deleted) > 0
	switch s.Name {
	case "draw:text-box", "draw:custom-shape", "draw:rect", "draw:ellipse":
		if hidden {
			s.Skip()
			return
		}
		r.textBox(st, p)
	case "draw:line", "draw:path", "draw:polygon", "draw:polyline", "draw:connector", "draw:circle", "draw:caption":
		r.shows = true
		p.shows = cmp.Or(p.shows, doubt.Drawing)
		s.Skip()
	case "draw:object", "draw:object-ole", "draw:plugin", "draw:applet", "draw:floating-frame":
		r.shows, p.shows = true, doubt.EmbeddedObject
		r.note(gongkai.EmbeddedContent, story.Child(st.path, "p", p.number), "")
		s.Skip()
	case "draw:control":
		p.shows = cmp.Or(p.shows, doubt.EmbeddedObject)
		s.Skip()
	case "math:math":
		p.doubt = doubt.Formula
		s.Skip()
	}
}

// textBox reads the text box or shape just met.
func (r *reader) textBox(st *container, p *paragraph) {
	if !r.enter() {
		return
	}
	defer r.leave()
	isShape := r.scan.Name != "draw:text-box"
	p.boxes++
	path := story.Child(story.Child(st.path, "p", p.number), "text-box", p.boxes)
	items := r.story(path)
	if isShape && len(items) == 0 {
		r.shows = true
		p.shows = cmp.Or(p.shows, doubt.Drawing)
	}
	p.after = append(p.after, items...)
}

// nested reads a paragraph, list or table inside a paragraph; it comes after.
func (r *reader) nested(st *container, p *paragraph) {
	if !r.enter() {
		return
	}
	defer r.leave()
	p.boxes++
	inner := &container{path: story.Child(story.Child(st.path, "p", p.number), "text-box", p.boxes)}
	switch r.scan.Name {
	case "table:table":
		inner.tables = 1
		if g := r.table(story.Child(inner.path, "table", 1)); g != nil {
			p.after = append(p.after, story.Item{Grid: g})
		}
		return
	case "text:list":
		r.list(inner, nil)
	default:
		inner.paragraphs = 1
		r.paragraph(inner, nil)
	}
	p.after = append(p.after, inner.items...)
}

// picture keeps the draw:image just met, if it is shown.
func (r *reader) picture(path string, p *paragraph) {
	if len(p.spans) > 0 && p.spans[len(p.spans)-1].look.hidden == on || len(r.deleted) > 0 {
		return
	}
	part := strings.TrimPrefix(r.scan.Attr("xlink", "href"), "./")
	if r.parts == nil || part == "" || !r.parts.Has(part) {
		return
	}
	r.shown++
	fits := r.album.Add(story.Child(path, "picture", r.shown), part, func() []byte {
		data, err := r.parts.Read(part)
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
