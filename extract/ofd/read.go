package ofd

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gongkai"
	"gongkai/extract/page"
	"gongkai/extract/zipfile"
)

// method names the reader in the documents that it makes.
const method = "ofd/gbt33190"

// Read reads a document. Its errors are *gongkai.ReadError and wrap ErrEmpty,
// ErrFormat (no OFD package), ErrEncrypted, ErrDamaged, ErrLimit or ErrNoText (a
// scan: its pages are pictures, see Pictures). The findings that it raises are
// DamagedSource, EmbeddedContent (attachments), PageWithoutText, UnmappedGlyphs,
// ImplausibleText, InvisibleText and OverlappingCells.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	trace, err := Trace(data, limits)
	if err != nil {
		return nil, err
	}
	return trace.Document, nil
}

// Trace is Read with what every stage of package page made.
func Trace(data []byte, limits gongkai.Limits) (*page.Trace, error) {
	f, err := open(data, limits)
	if err != nil {
		return nil, readError(err)
	}
	trace, err := f.trace()
	if err != nil {
		return nil, readError(err)
	}
	return trace, nil
}

// Picture is a picture that a page draws.
type Picture struct {
	// Page is 1-based.
	Page int
	// Box is where it stands, in points from the top left corner of the page as
	// displayed, whose size is Width × Height.
	Box           page.Rect
	Width, Height float64
	// Part is the picture's file in the package, "" if it has none.
	Part string
	// Format is what the package says of the file: PNG, JPEG, GBIG2 (JBIG2), ….
	Format string
	// Data is the file; nil if the package does not hold it.
	Data []byte
}

// Pictures returns the pictures of all pages, in the order in which they are
// drawn: those of a scan, for OCR. A file that several pages draw is read once. Errors
// are those of Read without ErrNoText.
func Pictures(data []byte, limits gongkai.Limits) ([]Picture, error) {
	f, err := open(data, limits)
	if err != nil {
		return nil, readError(err)
	}
	var list []Picture
	files := map[string][]byte{}
	for i, s := range f.sheets {
		for _, p := range s.pictures {
			p.Page, p.Width, p.Height = i+1, s.width*pointsPerMM, s.height*pointsPerMM
			if _, read := files[p.Part]; !read && f.Has(p.Part) {
				bytes, err := f.Read(p.Part)
				if errors.Is(err, gongkai.ErrLimit) {
					return nil, readError(err)
				}
				files[p.Part] = bytes
			}
			p.Data = files[p.Part]
			list = append(list, p)
		}
	}
	return list, nil
}

// open reads the package and draws all pages.
func open(data []byte, limits gongkai.Limits) (*file, error) {
	archive, err := zipfile.Open(data, gongkai.FormatOFD, limits)
	if err != nil {
		return nil, err
	}
	f := &file{Archive: archive, limits: limits, budget: math.MaxInt}
	if limits.ExpandedBytes > 0 {
		f.budget = limits.ExpandedBytes
	}
	if err := f.readEntry(); err != nil {
		return nil, err
	}
	for _, b := range f.bodies {
		if err := f.read(b); err != nil {
			return nil, err
		}
	}
	if len(f.sheets) == 0 {
		return nil, f.Failure("", -1, gongkai.ErrDamaged, "no pages")
	}
	return f, nil
}

func (f *file) trace() (*page.Trace, error) {
	pages, err := f.pages()
	if err != nil {
		return nil, err
	}
	if err := hasText(pages); err != nil {
		return nil, err
	}
	trace, err := page.Assemble(pages, gongkai.FormatOFD, method, f.limits.Cells)
	if err != nil {
		return nil, err
	}
	trace.Document.HeadTitle = f.bodies[0].title
	trace.Document.Findings = append(f.findings(), trace.Document.Findings...)
	return trace, nil
}

// findings says what is odd about the package; package page says it of the pages.
func (f *file) findings() []gongkai.Finding {
	var list []gongkai.Finding
	for _, part := range f.damaged {
		list = append(list, gongkai.Finding{Code: gongkai.DamagedSource, Detail: part})
	}
	for i, s := range f.sheets {
		if s.missing+s.bad > 0 && !s.failed {
			list = append(list, gongkai.Finding{Code: gongkai.DamagedSource, Location: gongkai.Location{Page: i + 1},
				Detail: fmt.Sprintf("%d objects whose resource is missing, %d without a place", s.missing, s.bad)})
		}
	}
	if len(f.attached) > 0 {
		list = append(list, gongkai.Finding{Code: gongkai.EmbeddedContent, Detail: strings.Join(f.attached, ", ")})
	}
	return list
}

// hasText returns an error when no page has a character.
func hasText(pages []*page.Page) error {
	failed := 0
	for _, p := range pages {
		for _, c := range p.Chars {
			if c.Rune != ' ' {
				return nil
			}
		}
		if p.Failed {
			failed++
		}
	}
	if failed == len(pages) {
		return fmt.Errorf("%w: no page can be read", gongkai.ErrDamaged)
	}
	return gongkai.ErrNoText
}

// readError wraps err once, for the package boundary.
func readError(err error) error {
	var known *gongkai.ReadError
	if errors.As(err, &known) {
		return err
	}
	return &gongkai.ReadError{Format: gongkai.FormatOFD, Offset: -1, Err: err}
}
