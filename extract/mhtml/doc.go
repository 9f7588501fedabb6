// Package mhtml reads web pages kept in one file with their pictures (.mht,
// .mhtml, and .doc files that Word saved as “single file web page”): MIME messages
// whose main part is HTML, which package html reads.
//
// # Accepted
//
// What Word, WPS, Internet Explorer and Chrome write, and what became of it on the
// way: multipart/related with or without a start, multipart/alternative and
// multipart/mixed inside, a message of one HTML part; quoted-printable, base64 and
// plain bytes; line feeds without carriage returns, text before the first boundary,
// no last boundary, a boundary that the head does not name. The character set is
// that of the page, as package html finds it: the part's own is used only for UTF-16
// without mark.
//
// Of a page of frames the frames are read, in their order. Those inside a page
// (iframe) follow it when it has no table itself.
//
// # Not handled
//
// Pictures, which are handed out (Document.Pictures). Style sheets that are
// parts of their own. Mail with attachments. S/MIME.
//
// # Standard
//
// RFC 2557 (MHTML), RFC 2045 and 2046 (MIME), RFC 2387 (multipart/related).
package mhtml

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai"
	reader "gongkai/extract/html"
)

// maxFrames bounds the frames that are read of one page.
const maxFrames = 50

// Read reads a page. Locations are those of package html; in a frame the frame's
// location and "#" stand before them.
//
// Errors are *gongkai.ReadError: ErrFormat (no MIME message, or no HTML in it),
// ErrEmpty, ErrDamaged, ErrLimit (Bytes, ExpandedBytes, Cells, Depth). Findings are
// those of package html.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	a, err := Open(data, limits)
	if err != nil {
		return nil, err
	}
	root := a.Root()
	if root == nil {
		return nil, failure("", fmt.Errorf("%w: no HTML in it", gongkai.ErrFormat))
	}
	frames, isSet := framesOf(root.Data)
	var doc *gongkai.Document
	if !isSet {
		doc, err = a.page(root, limits)
	}
	if gongkai.Reason(err) == "limit" || err != nil && len(frames) == 0 {
		return nil, err
	}
	if doc == nil || !hasGrid(doc) {
		if doc, err = a.withFrames(doc, frames, root, limits, err); err != nil {
			return nil, err
		}
	}
	doc.Format, doc.Method = gongkai.FormatMHTML, "mhtml/"+reader.Method
	if doc.HeadTitle == "" {
		doc.HeadTitle = a.Subject
	}
	return doc, nil
}

// page reads one HTML part.
func (a *Archive) page(p *Part, limits gongkai.Limits) (*gongkai.Document, error) {
	text := p.Data
	if strings.HasPrefix(p.Charset, "utf-16") || p.Charset == "unicode" {
		text = marked(text, p.Charset)
	}
	doc, err := reader.Read(text, limits)
	var inner *gongkai.ReadError
	if errors.As(err, &inner) {
		return nil, failure(p.Location, inner.Err)
	}
	if err == nil {
		a.fill(doc, p)
	}
	return doc, err
}

// fill gives the pictures of a page the bytes that are in the file.
func (a *Archive) fill(doc *gongkai.Document, page *Part) {
	for i := range doc.Pictures {
		picture := &doc.Pictures[i]
		for j, ref := range picture.Refs {
			picture.Refs[j] = absolute(page.Location, ref)
			if p := a.resolve(ref, page); p != nil && len(p.Data) > 0 {
				picture.Data, picture.Refs = p.Data, nil
				break
			}
		}
	}
}

// marked puts a byte order mark before text in UTF-16 that has none.
func marked(text []byte, charset string) []byte {
	if len(text) < 2 || text[0] >= 0xFE || text[0] != 0 && text[1] != 0 {
		return text
	}
	mark := "\xFF\xFE"
	if charset == "utf-16be" || text[0] == 0 {
		mark = "\xFE\xFF"
	}
	return append([]byte(mark), text...)
}

// withFrames adds the frames to what was read of the page around them, nil for
// nothing because of err. Frames that cannot be read are passed over, unless nothing
// else is there.
func (a *Archive) withFrames(doc *gongkai.Document, frames []string, root *Part, limits gongkai.Limits, err error) (*gongkai.Document, error) {
	seen := map[*Part]bool{root: true}
	left := limits
	for _, ref := range frames {
		p := a.resolve(ref, root)
		if p == nil || seen[p] || !p.isHTML() {
			continue
		}
		seen[p] = true
		frame, failed := a.page(p, left)
		if gongkai.Reason(failed) == "limit" {
			return nil, failed
		}
		if failed != nil {
			if err == nil {
				err = failed
			}
			continue
		}
		if left.Cells > 0 {
			left.Cells = max(left.Cells-places(frame.Blocks), 1)
		}
		if doc == nil {
			doc = &gongkai.Document{HeadTitle: frame.HeadTitle, PageTitle: frame.PageTitle}
		}
		if doc.PageTitle == "" {
			doc.PageTitle = frame.PageTitle
		}
		inFrame(frame, p.name())
		for _, picture := range frame.Pictures {
			picture.Block += len(doc.Blocks)
			doc.Pictures = append(doc.Pictures, picture)
		}
		doc.Metadata = append(doc.Metadata, frame.Metadata...)
		doc.Blocks = append(doc.Blocks, frame.Blocks...)
		doc.Findings = append(doc.Findings, frame.Findings...)
		if len(seen) > maxFrames {
			break
		}
	}
	switch {
	case doc != nil:
		return doc, nil
	case err != nil:
		return nil, err
	}
	return nil, failure("", gongkai.ErrEmpty)
}

// inFrame says in every location of the frame that it is in it.
func inFrame(doc *gongkai.Document, name string) {
	var grid func(g *gongkai.Grid)
	grid = func(g *gongkai.Grid) {
		g.Path = name + "#" + g.Path
		for i := range g.Cells {
			if c := &g.Cells[i]; c.Path != "" {
				c.Path = name + "#" + c.Path
			}
			for _, inner := range g.Cells[i].Grids {
				grid(inner)
			}
		}
	}
	for _, b := range doc.Blocks {
		if b.Grid != nil {
			grid(b.Grid)
		} else {
			b.Paragraph.Path = name + "#" + b.Paragraph.Path
		}
	}
	for i := range doc.Pictures {
		doc.Pictures[i].Path = name + "#" + doc.Pictures[i].Path
	}
	for i := range doc.Findings {
		if f := &doc.Findings[i]; f.Path != "" {
			f.Path = name + "#" + f.Path
		}
	}
}

// places are those of the grids.
func places(blocks []gongkai.Block) int {
	n := 0
	for _, b := range blocks {
		if b.Grid != nil {
			n += b.Grid.Rows * b.Grid.Columns
		}
	}
	return n
}

func hasGrid(doc *gongkai.Document) bool {
	for _, b := range doc.Blocks {
		if b.Grid != nil {
			return true
		}
	}
	return false
}

// framesOf lists what the frames of a page show, in order, and whether it is nothing
// but frames.
func framesOf(page []byte) (refs []string, isSet bool) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return refs, isSet
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		name, more := z.TagName()
		tag := atom.Lookup(name)
		isSet = isSet || tag == atom.Frameset
		if tag != atom.Frame && tag != atom.Iframe {
			continue
		}
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			if string(key) == "src" && len(refs) < maxFrames {
				refs = append(refs, string(value))
			}
		}
	}
}

func failure(part string, err error) error {
	return &gongkai.ReadError{Format: gongkai.FormatMHTML, Part: part, Offset: -1, Err: err}
}
