package ofd

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"gongkai"
	"gongkai/extract/xmlscan"
	"gongkai/extract/zipfile"
)

// file is an OFD package that is being read.
type file struct {
	*zipfile.Archive
	limits gongkai.Limits
	budget int // expanded bytes left for what is drawn
	bodies []body
	sheets []*sheet
	// damaged are the parts that cannot be read.
	damaged []string
	// attached are the titles of attachments.
	attached []string
}

// body is an ofd:DocBody.
type body struct {
	title, root string
	versions    []string // parts of the versions that are current
}

// sheet is a page as stated and drawn.
type sheet struct {
	drawing
	*resources
	part          string
	width, height float64 // in mm
	failed        bool
}

// a4 is the size of pages that state none, in mm.
var a4 = [4]float64{0, 0, 210, 297}

// document is one document of the package.
type document struct {
	*file
	*resources
	folder    string
	area      [4]float64
	pages     []reference
	templates map[string]reference
	drawn     map[string]*drawing // templates
	annotated map[string]string   // identifier of a page → part
}

// reference leads from an identifier to a part.
type reference struct{ id, part string }

// scan walks a part from beginning to end.
func (f *file) scan(part string, read func(*xmlscan.Scanner)) error {
	data, err := f.Read(part)
	if err != nil {
		return err
	}
	s, err := xmlscan.New(f.Format, part, data, vocabulary, f.limits.Depth)
	if err != nil {
		return err
	}
	read(s)
	for s.Inside(0) {
		s.Skip()
	}
	return s.Err
}

// optional is scan for a part without which the rest can be read: one that is
// damaged is noted.
func (f *file) optional(part string, read func(*xmlscan.Scanner)) error {
	err := f.scan(part, read)
	if err == nil || errors.Is(err, gongkai.ErrLimit) || errors.Is(err, gongkai.ErrEncrypted) {
		return err
	}
	if !slices.Contains(f.damaged, part) {
		f.damaged = append(f.damaged, part)
	}
	return nil
}

// place is the part that a path in a file of the folder leads to. Paths are
// relative to the file; some programs write them relative to the document or to the
// package.
func (f *file) place(name string, folders ...string) string {
	name = strings.ReplaceAll(strings.TrimSpace(name), `\`, "/")
	if strings.HasPrefix(name, "/") {
		folders = nil
	}
	first := ""
	for _, folder := range append(folders, "") {
		part := strings.TrimPrefix(path.Clean("/"+folder+"/"+name), "/")
		if f.Has(part) {
			return part
		}
		if first == "" {
			first = part
		}
	}
	return first
}

// entry is the part that a package begins with.
const entry = "OFD.xml"

// readEntry reads OFD.xml.
func (f *file) readEntry() error {
	if f.Has("Encryptions.xml") {
		return f.Failure("Encryptions.xml", -1, gongkai.ErrEncrypted, "a key is needed to open it")
	}
	if !f.Has(entry) {
		return f.Failure("", -1, gongkai.ErrFormat, "a zip archive without OFD.xml")
	}
	return f.scan(entry, func(s *xmlscan.Scanner) {
		if !s.Inside(0) || s.Name != "ofd:OFD" {
			s.Fail(gongkai.ErrFormat, "the root element is not OFD")
			return
		}
		for depth := s.Depth(); s.Inside(depth); {
			if s.Name == "ofd:DocBody" {
				f.bodies = append(f.bodies, newBody(s))
			} else {
				s.Skip()
			}
		}
	})
}

func newBody(s *xmlscan.Scanner) body {
	var b body
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "ofd:DocInfo", "ofd:Versions":
			// What is inside shows next.
		case "ofd:Title":
			b.title = content(s)
		case "ofd:DocRoot":
			b.root = content(s)
		case "ofd:Version":
			if flag(s, "Current", false) {
				b.versions = append(b.versions, attr(s, "BaseLoc"))
			}
			s.Skip()
		default:
			s.Skip()
		}
	}
	return b
}

// read reads a document and draws its pages.
func (f *file) read(b body) error {
	root := f.place(b.root)
	for _, version := range b.versions {
		// The version that is current says where its document begins.
		part := f.place(version)
		err := f.optional(part, func(s *xmlscan.Scanner) {
			for s.Inside(0) {
				if s.Name == "ofd:DocRoot" {
					root = f.place(content(s), path.Dir(part))
				}
			}
		})
		if err != nil {
			return err
		}
	}
	d := &document{file: f, resources: newResources(), folder: path.Dir(root), area: a4,
		templates: map[string]reference{}, drawn: map[string]*drawing{}, annotated: map[string]string{}}
	if err := d.readRoot(root); err != nil {
		return err
	}
	if err := gongkai.Exceeds(len(f.sheets)+len(d.pages), f.limits.Pages, "pages"); err != nil {
		return err
	}
	for _, p := range d.pages {
		s := &sheet{part: p.part, resources: d.resources, width: d.area[2], height: d.area[3]}
		if err := d.drawPage(p, s); err != nil {
			return err
		}
		f.sheets = append(f.sheets, s)
	}
	return nil
}

// readRoot reads Document.xml and what it names, but for the pages.
func (d *document) readRoot(root string) error {
	var shared []string
	var annotations, attachments string
	err := d.scan(root, func(s *xmlscan.Scanner) {
		for s.Inside(0) {
			switch s.Name {
			case "ofd:PhysicalBox":
				d.setArea(&d.area, content(s))
			case "ofd:PublicRes", "ofd:DocumentRes":
				shared = append(shared, d.place(content(s), d.folder))
			case "ofd:TemplatePage":
				t := reference{id: attr(s, "ID"), part: d.place(attr(s, "BaseLoc"), d.folder)}
				d.templates[t.id] = t
			case "ofd:Page":
				d.pages = append(d.pages, reference{id: attr(s, "ID"), part: d.place(attr(s, "BaseLoc"), d.folder)})
			case "ofd:Annotations":
				annotations = content(s)
			case "ofd:Attachments":
				attachments = content(s)
			case "ofd:Document", "ofd:CommonData", "ofd:PageArea", "ofd:Pages":
			default:
				s.Skip()
			}
		}
	})
	if err != nil {
		return err
	}
	for _, part := range shared {
		if err := d.readResources(part); err != nil {
			return err
		}
	}
	if attachments != "" {
		if err := d.readAttachments(d.place(attachments, d.folder)); err != nil {
			return err
		}
	}
	if annotations == "" {
		return nil
	}
	return d.readAnnotations(d.place(annotations, d.folder))
}

// setArea takes a page's size, if it is one.
func (d *document) setArea(area *[4]float64, text string) {
	if b, ok := box(text); ok && b[2] > 0 && b[3] > 0 {
		*area = b
	}
}

func (d *document) readResources(part string) error {
	return d.optional(part, func(s *xmlscan.Scanner) {
		folder := path.Dir(part)
		d.resources.read(s, &d.budget, func(base, name string) string {
			return d.place(name, path.Join(folder, strings.ReplaceAll(base, `\`, "/")), base, folder, d.folder)
		})
	})
}

func (d *document) readAttachments(part string) error {
	return d.optional(part, func(s *xmlscan.Scanner) {
		for s.Inside(0) {
			if s.Name == "ofd:Attachment" {
				d.attached = append(d.attached, attr(s, "Name"))
			}
		}
	})
}

// readAnnotations finds the annotations of each page.
func (d *document) readAnnotations(part string) error {
	return d.optional(part, func(s *xmlscan.Scanner) {
		page := ""
		for s.Inside(0) {
			switch s.Name {
			case "ofd:Page":
				page = attr(s, "PageID")
			case "ofd:FileLoc":
				d.annotated[page] = d.place(content(s), path.Dir(part), d.folder)
			}
		}
	})
}

// layout is what a page or a template states.
type layout struct {
	area        [4]float64
	below, over []string // identifiers of templates
	layers      []*object
	resources   []string // of its own
}

func (d *document) readLayout(part string) (l layout, err error) {
	l.area = d.area
	err = d.scan(part, func(s *xmlscan.Scanner) {
		for s.Inside(0) {
			switch s.Name {
			case "ofd:PhysicalBox":
				d.setArea(&l.area, content(s))
			case "ofd:Template":
				if id := attr(s, "TemplateID"); attr(s, "ZOrder") == "Foreground" {
					l.over = append(l.over, id)
				} else {
					l.below = append(l.below, id)
				}
				s.Skip()
			case "ofd:PageRes":
				l.resources = append(l.resources, d.place(content(s), path.Dir(part), d.folder))
			case "ofd:Content":
				l.layers = append(l.layers, objects(s, &d.budget)...)
			case "ofd:Page", "ofd:Area":
			default:
				s.Skip()
			}
		}
	})
	if err != nil {
		return l, err
	}
	for _, part := range l.resources {
		if err := d.readResources(part); err != nil {
			return l, err
		}
	}
	return l, nil
}

// drawPage draws a page with its templates and annotations. One that cannot be
// read has failed, and is empty.
func (d *document) drawPage(p reference, s *sheet) error {
	l, err := d.readLayout(p.part)
	if err == nil {
		s.width, s.height = l.area[2], l.area[3]
		err = d.compose(&s.drawing, p.id, l)
	}
	switch {
	case errors.Is(err, gongkai.ErrLimit), errors.Is(err, gongkai.ErrEncrypted):
		return err
	case err != nil, s.unplaced > 0:
		s.drawing, s.failed = drawing{}, true
	}
	return nil
}

func (d *document) compose(out *drawing, page string, l layout) error {
	if err := d.drawTemplates(out, l.below); err != nil {
		return err
	}
	if err := d.drawObjects(out, l.layers); err != nil {
		return err
	}
	if err := d.drawTemplates(out, l.over); err != nil {
		return err
	}
	annotations := d.annotated[page]
	if annotations == "" {
		return nil
	}
	var list []*object
	if err := d.optional(annotations, func(s *xmlscan.Scanner) { list = appearances(s, &d.budget) }); err != nil {
		return err
	}
	return d.drawObjects(out, list)
}

func (d *document) drawObjects(out *drawing, list []*object) error {
	p := &pen{drawing: out, resources: d.resources, maxDepth: d.limits.Depth, budget: &d.budget}
	points := matrix{pointsPerMM, 0, 0, pointsPerMM, 0, 0}
	for _, o := range list {
		p.draw(o, state{m: points, around: param{lineWidth: defaultLine}})
		if p.err != nil {
			return p.err
		}
	}
	return nil
}

// drawTemplates draws each template once and puts copies on pages. Templates of
// templates are not: the standard knows none.
func (d *document) drawTemplates(out *drawing, ids []string) error {
	for _, id := range ids {
		drawn, ok := d.drawn[id]
		if !ok {
			drawn = &drawing{}
			d.drawn[id] = drawn
			l, err := d.readLayout(d.templates[id].part)
			switch {
			case errors.Is(err, gongkai.ErrLimit), errors.Is(err, gongkai.ErrEncrypted):
				return err
			case err != nil:
				d.damaged = append(d.damaged, fmt.Sprintf("template %s", id))
			default:
				if err := d.drawObjects(drawn, l.layers); err != nil {
					return err
				}
			}
		} else if d.budget -= drawn.size(); d.budget <= 0 {
			return fmt.Errorf("%w: templates draw too much", gongkai.ErrLimit)
		}
		out.add(drawn)
	}
	return nil
}

// appearances reads the annotations that are part of what is printed: typed
// and drawn ones, not watermarks, stamps, links and highlights.
func appearances(s *xmlscan.Scanner, budget *int) []*object {
	var list []*object
	for s.Inside(0) {
		switch s.Name {
		case "ofd:Annot":
			switch kind := attr(s, "Type"); {
			case kind == "Watermark", kind == "Stamp", kind == "Link", kind == "Highlight",
				!flag(s, "Visible", true), !flag(s, "Print", true):
				s.Skip()
			}
		case "ofd:Appearance":
			if o := newObject(s, budget); o != nil {
				list = append(list, o)
			}
		case "ofd:PageAnnot":
		default:
			s.Skip()
		}
	}
	return list
}
