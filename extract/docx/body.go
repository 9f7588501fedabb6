package docx

import (
	"cmp"

	"gongkai"
	"gongkai/extract/doubt"
	"gongkai/extract/story"
)

// container is a story being read: a container of paragraphs and tables: the body, a cell, a text box.
type container struct {
	path               string
	items              []story.Item
	paragraphs, tables int // met so far
	// joined is a paragraph whose end is deleted or hidden: the next one
	// continues it.
	joined *paragraph
	shaded bool // the cell has a colour behind its text
}

// paragraph is a paragraph being read.
type paragraph struct {
	text  []byte       // line feeds are line breaks
	doubt string       // about text
	shows string       // what stands there beside text, doubt.Picture
	after []story.Item // text boxes and the like, to follow the paragraph
	boxes int
	codes []bool // fields open: whether their code is being read

	style  string
	list   listReference
	hidden bool // by its style
	shaded bool // there is a colour behind its text
	joins  bool // the paragraph's end is deleted or hidden
}

// story reads the element just met. c is the cell if it is one, else nil.
func (r *reader) story(path string, c *cell) []story.Item {
	s := r.scan
	st := &container{path: path}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:p":
			st.paragraphs++
			r.paragraph(st)
		case "w:tbl":
			r.endJoined(st)
			st.tables++
			if g := r.table(story.Child(path, "tbl", st.tables)); g != nil {
				st.items = append(st.items, story.Item{Grid: g})
			}
		case "w:tcPr":
			if c == nil {
				s.Skip()
			} else {
				r.cellProperties(c)
				st.shaded = c.shaded
			}
		case "w:altChunk", "w:subDoc":
			r.shows = true
			r.note(gongkai.EmbeddedContent, path, "")
			st.items = append(st.items, story.Item{Doubt: doubt.EmbeddedObject})
		case "w:r", "w:t":
			s.Fail(gongkai.ErrDamaged, "text outside a paragraph")
		default:
			r.ignore()
		}
		if path == bodyPath {
			st.items = append(st.items, r.album.Take()...)
		}
	}
	r.endJoined(st)
	return st.items
}

// ignore deals with elements that mean the same everywhere but in runs: those
// without text are skipped, deletions too, foreign ones too; of the rest
// (content controls, links, insertions) the tags do not count.
func (r *reader) ignore() {
	switch r.scan.Name {
	case "w:del", "w:moveFrom":
		r.note(gongkai.TrackedChanges, "", "")
		r.scan.Skip()
	case "w:ins", "w:moveTo":
		r.note(gongkai.TrackedChanges, "", "")
	case "w:sdtPr":
		r.scan.controlProperties()
	case "", "w:sdtEndPr", "w:customXmlPr", "w:smartTagPr", "w:sectPr", "w:tblPr", "w:tblGrid", "w:tblPrEx":
		r.scan.Skip()
	}
}

// paragraph reads the w:p just met.
func (r *reader) paragraph(st *container) {
	s := r.scan
	p := &paragraph{}
	if st.joined != nil {
		p, st.joined = st.joined, nil
	}
	p.style, p.list, p.joins, p.hidden, p.shaded = "", listReference{}, false, r.styles.hides(""), st.shaded
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:pPr":
			r.paragraphProperties(p)
		case "w:r":
			r.run(st, p)
		case "w:p", "w:tbl":
			// Not where the standard has them. They are not lost.
			r.nestedBlock(st, p)
		case "m:oMath":
			// A formula is not its characters in a row.
			p.doubt = doubt.Formula
		case "w:fldSimple":
			p.simpleField(s.attr("instr"), s.Void)
		case "w:t", "m:t", "w:txbxContent":
			r.piece(st, p, runProperties{hidden: p.hidden, doubt: r.styles.doubts(p.style)})
		default:
			r.ignore()
		}
	}
	if p.joins {
		st.joined = p
		return
	}
	r.end(st, p, r.label(p))
}

// nestedBlock reads a paragraph or a table inside a paragraph; it comes after.
func (r *reader) nestedBlock(st *container, p *paragraph) {
	if !r.enter() {
		return
	}
	defer r.leave()
	inner := &container{path: story.Child(st.path, "p", st.paragraphs)}
	if r.scan.Name == "w:tbl" {
		p.boxes++
		if g := r.table(story.Child(inner.path, "tbl", p.boxes)); g != nil {
			p.after = append(p.after, story.Item{Grid: g})
		}
		return
	}
	inner.paragraphs = 1
	r.paragraph(inner)
	r.endJoined(inner)
	p.after = append(p.after, inner.items...)
}

// paragraphProperties reads the w:pPr just met.
func (r *reader) paragraphProperties(p *paragraph) {
	s := r.scan
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:pStyle":
			p.style = s.attr("val")
			p.hidden = r.styles.hides(p.style)
		case "w:shd":
			p.shaded = p.shaded || isShade(s)
		case "w:numPr":
			p.list = readListReference(s)
		case "w:rPr":
			r.markProperties(p)
		case "w:pPrChange", "w:sectPr", "w:tabs":
			s.Skip()
		}
	}
}

// markProperties reads the properties of the paragraph's end.
func (r *reader) markProperties(p *paragraph) {
	s := r.scan
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:del", "w:moveFrom":
			r.note(gongkai.TrackedChanges, "", "")
			p.joins = true
		case "w:ins", "w:moveTo":
			r.note(gongkai.TrackedChanges, "", "")
		case "w:vanish", "w:specVanish":
			p.joins = p.joins || s.toggle() == on
		case "w:rPrChange":
			s.Skip()
		}
	}
}

// label is the automatic number that is printed in front of the paragraph.
func (r *reader) label(p *paragraph) string {
	ref := p.list.or(r.styles.list(p.style))
	if ref.instance == "" {
		return ""
	}
	return r.lists.label(ref, p.style)
}

// endJoined ends a paragraph that waits for one to continue it.
func (r *reader) endJoined(st *container) {
	if p := st.joined; p != nil {
		st.joined = nil
		r.end(st, p, "")
	}
}

// end adds the paragraph's lines to the story.
func (r *reader) end(st *container, p *paragraph, label string) {
	if p.inCode() {
		p.doubt = cmp.Or(p.doubt, doubt.NoResult)
	}
	whole := story.Paragraph{Text: p.text, Label: label, Doubt: p.doubt, Shows: p.shows, Story: st.path, Number: st.paragraphs}
	st.items = whole.Append(st.items, func(code gongkai.Code, path string) { r.note(code, path, "") })
	st.items = append(st.items, p.after...)
}
