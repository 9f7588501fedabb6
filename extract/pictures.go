package extract

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"gongkai"
	"gongkai/extract/ofd"
	"gongkai/extract/scan"
)

const (
	// littleText is the text, in characters, up to which a document without tables may
	// be one whose report is in its pictures: a page of text has 800.
	littleText = 2000
	// maxLooks bounds the pictures of one document that are looked at.
	maxLooks = 100
	// pixelBudget times Limits.ExpandedBytes is what they may expand to: one is in
	// memory at a time.
	pixelBudget = 4
)

// IsBare reports whether the document has no table and so little text that its
// pictures may be what it has to say.
func IsBare(doc *gongkai.Document) bool {
	n := 0
	for _, b := range doc.Blocks {
		if b.Grid != nil && len(b.Grid.Cells) > 1 {
			return false
		}
		if b.Paragraph != nil {
			n += utf8.RuneCountInString(b.Paragraph.Text)
		}
	}
	return n <= littleText
}

// sighted is a picture that is to be read.
type sighted struct {
	*gongkai.Picture
	pages int
}

// pictures reads the pictures of a document and puts what they say where they stand.
// Where the document has text or tables, only pictures of tables are read, which
// their lines tell; in a bare one all that look like paper. Pictures that have only
// an address stay. What could not be read is a finding; a document that is nothing
// without it is an error.
func (r *Reader) pictures(doc *gongkai.Document, beside map[string][]byte, limits gongkai.Limits) (*gongkai.Document, error) {
	// Those that are not there keep their places: where nothing is read, those are right.
	all, absent := doc.Pictures, []gongkai.Picture(nil)
	for i := range all {
		p := &all[i]
		for _, ref := range p.Refs {
			if data := beside[ref]; data != nil && !scan.IsSmall(data) {
				p.Data = data
				break
			}
		}
		if p.Data == nil {
			absent = append(absent, *p)
		}
	}
	s := &splicing{doc: doc, engine: r.Scan, bare: IsBare(doc)}
	s.limits = limits
	s.limits.ExpandedBytes *= pixelBudget
	err := s.read(s.choose(all))
	doc.Pictures = absent
	if len(s.blocks) > 0 {
		doc.Pictures = s.moved(absent)
	}
	doc.Blocks = s.merged()
	named := len(doc.Metadata) > 0 || doc.HeadTitle != "" || doc.PageTitle != ""
	switch {
	case len(doc.Blocks) > 0, named, len(absent) > 0 && beside == nil:
		return doc, nil
	case err == nil:
		err = fmt.Errorf("%w: it holds nothing but pictures, in which no text is found", gongkai.ErrNoText)
	}
	return nil, &gongkai.ReadError{Format: doc.Format, Offset: -1, Err: err}
}

// splicing puts pictures into a document.
type splicing struct {
	doc    *gongkai.Document
	engine *scan.Engine
	bare   bool
	limits gongkai.Limits
	// blocks are what was read, by the block before which it stands.
	blocks map[int][]gongkai.Block
}

// choose looks at the pictures and returns those that are to be read.
func (s *splicing) choose(all []gongkai.Picture) []sighted {
	var chosen []sighted
	looks, budget := 0, s.limits
	for i := range all {
		p := &all[i]
		switch {
		case p.Data == nil:
		case isMetafile(p.Data):
			s.note(gongkai.EmbeddedContent, p, "a picture of drawing commands (WMF, EMF)")
		case !scan.IsPicture(p.Data), scan.IsSmall(p.Data):
		case looks == maxLooks:
			s.note(gongkai.PageWithoutText, p, fmt.Sprintf("more than %d pictures", maxLooks))
			return chosen
		default:
			looks++
			sight, err := s.engine.Look(p.Data, &budget)
			if errors.Is(err, gongkai.ErrLimit) {
				s.note(gongkai.PageWithoutText, p, err.Error())
				return chosen
			} else if err != nil {
				s.note(gongkai.PageWithoutText, p, err.Error())
			} else if sight.Table || s.bare && sight.Paper {
				chosen = append(chosen, sighted{p, sight.Pages})
			}
		}
	}
	return chosen
}

// isMetafile reports whether the picture is one of Windows' lists of drawing commands,
// in which tables are copied from spreadsheets.
func isMetafile(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xd7\xcd\xc6\x9a")) || len(data) > 44 && bytes.HasPrefix(data, []byte("\x01\x00\x00\x00")) && string(data[40:44]) == " EMF"
}

func (s *splicing) note(code gongkai.Code, p *gongkai.Picture, detail string) {
	at := p.Location
	s.doc.Findings = append(s.doc.Findings, gongkai.Finding{Code: code, Detail: detail, Location: at})
}

// read reads the pictures, those of one place as one document: a table may go on from
// one to the next. The error is the first reason why some could not be read; each has
// its finding.
func (s *splicing) read(chosen []sighted) error {
	if len(chosen) == 0 {
		return nil
	}
	s.blocks = map[int][]gongkai.Block{}
	first := s.engine.Ready()
	read := 0
	for len(chosen) > 0 {
		n := 1
		for n < len(chosen) && chosen[n].Block == chosen[0].Block {
			n++
		}
		run := chosen[:n]
		chosen = chosen[n:]
		err := first
		if !errors.Is(err, gongkai.ErrNoText) {
			err = s.readRun(run)
		}
		if err == nil {
			read += n
			continue
		}
		if first == nil {
			first = err
		}
		for _, p := range run {
			s.note(gongkai.PageWithoutText, p.Picture, err.Error())
		}
	}
	if read > 0 {
		s.doc.Findings = append(s.doc.Findings, gongkai.Finding{Code: gongkai.ReadByOCR, Detail: fmt.Sprintf("%s: %d pictures", s.engine.Method(), read)})
	}
	return first
}

// readRun reads pictures that stand in one place.
func (s *splicing) readRun(run []sighted) error {
	var data [][]byte
	for _, p := range run {
		data = append(data, p.Data)
	}
	limits := s.limits
	if limits.Cells > 0 {
		limits.Cells = max(limits.Cells-places(s.doc.Blocks), 1)
	}
	read, err := s.engine.Pictures(data, limits)
	if errors.Is(err, gongkai.ErrEmpty) {
		return nil // there is nothing to read
	} else if err != nil {
		return err
	}
	// Pages are counted over all pictures of the run.
	where := func(l *gongkai.Location) {
		for _, p := range run {
			if l.Page <= p.pages {
				l.Path, l.Method = p.Path, s.engine.Method()
				if p.Page > 0 {
					l.Page = p.Page
				}
				return
			}
			l.Page -= p.pages
		}
	}
	for _, b := range read.Blocks {
		if b.Grid != nil {
			locate(b.Grid, where)
		} else {
			where(&b.Paragraph.Location)
		}
	}
	for _, f := range read.Findings {
		if f.Code != gongkai.ReadByOCR {
			where(&f.Location)
			s.doc.Findings = append(s.doc.Findings, f)
		}
	}
	at := run[0].Block
	s.blocks[at] = append(s.blocks[at], read.Blocks...)
	return nil
}

// locate changes every location in a grid.
func locate(g *gongkai.Grid, where func(*gongkai.Location)) {
	where(&g.Location)
	for i := range g.Cells {
		where(&g.Cells[i].Location)
		for _, inner := range g.Cells[i].Grids {
			locate(inner, where)
		}
	}
}

func places(blocks []gongkai.Block) int {
	n := 0
	for _, b := range blocks {
		if b.Grid != nil {
			n += b.Grid.Rows * b.Grid.Columns
		}
	}
	return n
}

// merged are the document's blocks with those that were read.
func (s *splicing) merged() []gongkai.Block {
	if len(s.blocks) == 0 {
		return s.doc.Blocks
	}
	var all []gongkai.Block
	for i := range len(s.doc.Blocks) + 1 {
		all = append(all, s.blocks[i]...)
		if i < len(s.doc.Blocks) {
			all = append(all, s.doc.Blocks[i])
		}
	}
	return all
}

// moved gives pictures that stay their place among the merged blocks.
func (s *splicing) moved(pictures []gongkai.Picture) []gongkai.Picture {
	for i := range pictures {
		p := &pictures[i]
		more := 0
		for at, blocks := range s.blocks {
			if at <= p.Block {
				more += len(blocks)
			}
		}
		p.Block += more
	}
	return pictures
}

// readOFD reads an OFD; the pictures of one that has nothing else are its pages.
func (r *Reader) readOFD(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	doc, err := ofd.Read(data, limits)
	if !errors.Is(err, gongkai.ErrNoText) {
		return doc, err
	}
	list, failed := ofd.Pictures(data, limits)
	if failed != nil {
		return nil, failed
	}
	var pictures []gongkai.Picture
	for _, p := range list {
		if p.Data != nil && scan.IsPicture(p.Data) && !slices.ContainsFunc(pictures, func(q gongkai.Picture) bool { return &q.Data[0] == &p.Data[0] }) {
			pictures = append(pictures, gongkai.Picture{Data: p.Data, Location: gongkai.Location{Page: p.Page, Path: p.Part}})
		}
	}
	if len(pictures) == 0 {
		return nil, err
	}
	return &gongkai.Document{Format: gongkai.FormatOFD, Method: "ofd/gbt33190", Pictures: pictures}, nil
}
