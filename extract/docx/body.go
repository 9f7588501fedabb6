package docx

import (
	"bytes"
	"cmp"
	"strconv"
	"unicode"

	"gongkai"
)

// item is a line of text or a grid, in a story.
type item struct {
	text  string // empty: nothing that can be read, and doubt says what is there
	doubt string // about text
	grid  *gongkai.Grid
	// story and paragraph say where the line stands.
	story     string
	paragraph int
}

func (it item) path() string { return child(it.story, "p", it.paragraph) }

// child is the path of the nth element of its name.
func child(parent, name string, n int) string {
	return parent + "/" + name + "[" + strconv.Itoa(n) + "]"
}

// story is a container of paragraphs and tables: the body, a cell, a text box.
type story struct {
	path               string
	items              []item
	paragraphs, tables int // met so far
	// joined is a paragraph whose end is deleted or hidden: the next one
	// continues it.
	joined *paragraph
	shaded bool // the cell has a colour behind its text
}

// paragraph is a paragraph being read.
type paragraph struct {
	text  []byte // line feeds are line breaks
	doubt string // about text
	shows string // what stands there beside text, "picture"
	after []item // text boxes and the like, to follow the paragraph
	boxes int
	codes []bool // fields open: whether their code is being read

	style  string
	list   listReference
	hidden bool // by its style
	shaded bool // there is a colour behind its text
	joins  bool // the paragraph's end is deleted or hidden
}

// story reads the element just met. c is the cell if it is one, else nil.
func (r *reader) story(path string, c *cell) []item {
	s := r.scan
	st := &story{path: path}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:p":
			st.paragraphs++
			r.paragraph(st)
		case "w:tbl":
			r.endJoined(st)
			st.tables++
			if g := r.table(child(path, "tbl", st.tables)); g != nil {
				st.items = append(st.items, item{grid: g})
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
			st.items = append(st.items, item{doubt: "embedded object"})
		case "w:r", "w:t":
			s.Fail(gongkai.ErrDamaged, "text outside a paragraph")
		default:
			r.ignore()
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
func (r *reader) paragraph(st *story) {
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
			p.doubt = "formula"
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
func (r *reader) nestedBlock(st *story, p *paragraph) {
	if !r.enter() {
		return
	}
	defer r.leave()
	inner := &story{path: child(st.path, "p", st.paragraphs)}
	if r.scan.Name == "w:tbl" {
		p.boxes++
		if g := r.table(child(inner.path, "tbl", p.boxes)); g != nil {
			p.after = append(p.after, item{grid: g})
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
func (r *reader) endJoined(st *story) {
	if p := st.joined; p != nil {
		st.joined = nil
		r.end(st, p, "")
	}
}

// end adds the paragraph's lines to the story.
func (r *reader) end(st *story, p *paragraph, label string) {
	if label != "" {
		if bytes.IndexFunc(p.text, unicode.IsLetter) < 0 {
			// The number would stand on our counting.
			p.doubt = "automatic number"
		}
		p.text = append([]byte(label), p.text...)
	}
	if p.inCode() {
		p.doubt = cmp.Or(p.doubt, noResult)
	}
	if doubt := cmp.Or(p.doubt, p.shows); doubt != "" && len(bytes.TrimSpace(p.text)) == 0 {
		st.items = append(st.items, item{doubt: doubt})
	}
	for line := range bytes.SplitSeq(p.text, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		it := item{text: string(line), doubt: p.doubt, story: st.path, paragraph: st.paragraphs}
		if code, doubt := oddCharacters(it.text); code != "" {
			it.doubt = doubt
			r.note(code, it.path(), "")
		}
		st.items = append(st.items, it)
	}
	st.items = append(st.items, p.after...)
}
