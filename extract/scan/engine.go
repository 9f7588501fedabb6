package scan

import (
	"errors"
	"fmt"

	"gongkai"
	"gongkai/extract/page"
)

// Engine reads pages that are pictures. It is not safe for concurrent use.
type Engine struct {
	tesseract *Tesseract
	// read stands for tesseract in tests.
	read recogniser
	// Progress is called after each page; nil for nothing.
	Progress func()
}

// maxPages is how many pages of one document are read: each may take a minute of a
// machine that is busy.
const maxPages = 100

// Method names the engine in documents and cells: "ocr/tesseract-5.3.0".
func (e *Engine) Method() string {
	if e.tesseract == nil {
		return "ocr/none"
	}
	return "ocr/tesseract-" + e.tesseract.Version
}

// Ready looks for tesseract. The error wraps gongkai.ErrNoText and says how to
// install it.
func (e *Engine) Ready() error {
	if e.read != nil {
		return nil
	}
	t, err := FindTesseract()
	if err != nil {
		return err
	}
	e.tesseract, e.read = t, t.read
	return nil
}

// Source gives the pages of a document one after another, as rasters: the page
// with the number is made when it is asked for, so that one is held at a time.
type Source interface {
	// Number of the page, 1-based, in the document.
	Number() int
	Raster() (Raster, error)
}

// Pages reads the pages of one document, in order. The result is ready for
// page.Assemble, together with pages that were read otherwise.
func (e *Engine) Pages(sources []Source, limits *gongkai.Limits) ([]*page.Page, error) {
	if err := e.Ready(); err != nil {
		return nil, err
	}
	if err := gongkai.Exceeds(len(sources), maxPages, "pages that need OCR"); err != nil {
		return nil, err
	}
	var layouts []*layout
	var all []*number
	for _, source := range sources {
		l, err := e.page(source, limits)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", source.Number(), err)
		}
		layouts = append(layouts, l)
		all = append(all, l.numbers...)
		if e.Progress != nil {
			e.Progress()
		}
	}
	w := newWitness()
	w.learn(all)
	var pages []*page.Page
	for _, l := range layouts {
		for _, n := range l.numbers {
			w.look(n)
		}
		if err := l.readNumbers(e.read, w); err != nil {
			return nil, fmt.Errorf("page %d: %w", l.Number, err)
		}
		l.fillNumberCells()
		pages = append(pages, l.Page)
	}
	return pages, nil
}

// page reads a page as far as it can be read without the others, and lets go of its
// pixels.
func (e *Engine) page(source Source, limits *gongkai.Limits) (*layout, error) {
	raster, err := source.Raster()
	if err != nil {
		return nil, err
	}
	l, err := prepare(raster).place(source.Number(), limits)
	if err != nil {
		return nil, err
	}
	if err := l.words(e.read); err != nil {
		return nil, err
	}
	l.newNumbers()
	l.fill()
	l.sheet = sheet{Raster: Raster{DPI: l.DPI}}
	return l, nil
}

// Pictures reads pictures that are one document, in order: a table may go on from
// one to the next. A TIFF may hold several pages. Pages of the document are counted
// over all pictures. Its errors are *gongkai.ReadError and wrap ErrEmpty, ErrFormat,
// ErrDamaged, ErrLimit, or ErrNoText where tesseract is not installed.
func (e *Engine) Pictures(pictures [][]byte, limits gongkai.Limits) (*gongkai.Document, error) {
	document, err := e.pictures(pictures, limits)
	for _, sentinel := range []error{gongkai.ErrFormat, gongkai.ErrEmpty, gongkai.ErrDamaged, gongkai.ErrLimit, gongkai.ErrNoText, gongkai.ErrTimeout} {
		if errors.Is(err, sentinel) {
			return nil, &gongkai.ReadError{Format: gongkai.FormatImage, Offset: -1, Err: err}
		}
	}
	return document, err
}

// Read reads one picture, or the pages of one.
func (e *Engine) Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	return e.Pictures([][]byte{data}, limits)
}

func (e *Engine) pictures(pictures [][]byte, limits gongkai.Limits) (*gongkai.Document, error) {
	var sources []Source
	for i, data := range pictures {
		if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
			return nil, err
		}
		list, err := frames(data, &limits)
		if err != nil {
			return nil, fmt.Errorf("picture %d: %w", i+1, err)
		}
		for _, f := range list {
			sources = append(sources, &frameSource{f, len(sources) + 1})
		}
		if err := gongkai.Exceeds(len(sources), limits.Pages, "pages"); err != nil {
			return nil, err
		}
	}
	pages, err := e.Pages(sources, &limits)
	if err != nil {
		return nil, err
	}
	trace, err := page.Assemble(pages, gongkai.FormatImage, e.Method(), limits.Cells)
	if err != nil {
		return nil, err
	}
	if len(trace.Document.Blocks) == 0 {
		return nil, fmt.Errorf("%w: the picture shows no text", gongkai.ErrEmpty)
	}
	return trace.Document, nil
}

type frameSource struct {
	frame
	number int
}

func (s *frameSource) Number() int             { return s.number }
func (s *frameSource) Raster() (Raster, error) { return s.frame.raster() }
