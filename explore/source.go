package explore

import (
	"errors"
	"fmt"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// source is where a cell is printed: a place on a drawn page, or the table of the
// document with the cell marked. Why says why there is neither.
type source struct {
	// Page is the picture of the page; empty for documents without pages. Mark is the
	// cell on it, in per cent of the page: left, top, width, height.
	Page   string
	Number int
	Mark   *[4]float64
	// Tables are the document's grids, with the cell marked in one of them.
	Tables []printedTable
	// Line is the line of a text, with those around it.
	Lines []printedLine
	Why   string
}

// printedTable is a grid as the document has it.
type printedTable struct {
	Rows [][]printedCell
}

// printedCell is a cell of it; Marked is the one that is looked for.
type printedCell struct {
	RowSpan, ColumnSpan int
	Lines               []string
	Marked              bool
}

// printedLine is a line of a text.
type printedLine struct {
	Number int
	Text   string
	Marked bool
}

// linesAround is how many lines of a text are shown above and below.
const linesAround = 12

// sourceOf finds where the cell is printed. It never fails: Why says what is missing.
func (s *Site) sourceOf(r *request, rep store.Report, c *store.Cell) *source {
	if s.config.Documents == nil {
		return &source{Why: r.Language.T("没有打开原文件：请用 --documents 指明它们所在的文件夹", "the documents are not open: name their folder with --documents")}
	}
	found, err := s.lookUp(r, rep, c)
	if err != nil {
		s.log.Printf("%s: %v", rep.ID, err)
		return &source{Why: unreadable(r.Language, err)}
	}
	return found
}

// sourceData is the whole document.
type sourceData struct {
	Report  store.Report
	Sources []*source
}

// maxShownPages bounds the pages of a document on one page of the site.
const maxShownPages = 60

// source is the page with the whole document: its pages, its tables or its text.
func (s *Site) source(r *request) (*view, error) {
	ctx := r.Context()
	rep, err := s.store.Report(ctx, r.PathValue("report"))
	if err != nil {
		return nil, err
	}
	if s.config.Documents == nil {
		return nil, errNotFound
	}
	d := sourceData{Report: rep}
	documents, err := s.store.DocumentsWith(ctx, rep.ID)
	if err != nil {
		return nil, err
	}
	switch {
	case len(documents) > 0 && documents[0].Pages > 0:
		for page := 1; page <= min(documents[0].Pages, maxShownPages); page++ {
			d.Sources = append(d.Sources, &source{Page: fmt.Sprintf("/%s/reports/%s/pages/%d.png", r.Language, rep.ID, page), Number: page})
		}
	case gongkai.Format(rep.Format) == gongkai.FormatText:
		text, err := s.config.Documents.Text(ctx, rep.Source())
		d.Sources = []*source{{Lines: linesNear(text, 0)}}
		if err != nil {
			d.Sources[0] = &source{Why: unreadable(r.Language, err)}
		}
	default:
		document, err := s.config.Documents.Document(ctx, rep.Source())
		if err != nil {
			d.Sources = []*source{{Why: unreadable(r.Language, err)}}
		} else {
			d.Sources = []*source{{Tables: printed(document, "")}}
		}
	}
	return &view{template: "source", Title: reportTitle(r.Language, rep) + r.Language.T("：原文件", ": the document"), Data: d}, nil
}

// unreadable says why a document cannot be shown, in words.
func unreadable(l Language, err error) string {
	switch {
	case errors.Is(err, gongkai.ErrAccess):
		return l.T("原文件不在了，或者已经不是当初读的那一份", "the document is not there any more, or is not the one that was read")
	case errors.Is(err, gongkai.ErrTimeout), errors.Is(err, gongkai.ErrMemory), errors.Is(err, gongkai.ErrCrash):
		return l.T("重读原文件时被中止", "reading the document again was stopped")
	}
	return l.T("原文件打不开", "the document cannot be opened")
}

func (s *Site) lookUp(r *request, rep store.Report, c *store.Cell) (*source, error) {
	at := c.Location
	switch {
	case at.Page > 0 && at.Path == "":
		image, err := s.config.Documents.Page(r.Context(), rep.Source(), at.Page)
		if err != nil {
			return nil, err
		}
		found := &source{Page: fmt.Sprintf("/%s/reports/%s/pages/%d.png", r.Language, rep.ID, at.Page), Number: at.Page}
		if at.HasBox() && image.WidthPt > 0 && image.HeightPt > 0 {
			found.Mark = &[4]float64{100 * at.Box[0] / image.WidthPt, 100 * at.Box[1] / image.HeightPt,
				100 * (at.Box[2] - at.Box[0]) / image.WidthPt, 100 * (at.Box[3] - at.Box[1]) / image.HeightPt}
		}
		return found, nil
	case at.Path != "":
		document, err := s.config.Documents.Document(r.Context(), rep.Source())
		if err != nil {
			return nil, err
		}
		return &source{Tables: printed(document, at.Path)}, nil
	case at.Line > 0:
		data, err := s.config.Documents.Text(r.Context(), rep.Source())
		if err != nil {
			return nil, err
		}
		return &source{Lines: linesNear(data, at.Line)}, nil
	}
	return &source{Why: r.Language.T("没有记下所在之处", "where it stands was not recorded")}, nil
}

// printed lists the document's grids; with a path, only that which has the cell.
func printed(document *gongkai.Document, path string) []printedTable {
	var tables []printedTable
	var walk func(g *gongkai.Grid)
	walk = func(g *gongkai.Grid) {
		t, marked := printedTable{}, path == ""
		for row := range g.Rows {
			var cells []printedCell
			for _, c := range g.Row(row) {
				if c.Row != row {
					continue
				}
				is := path != "" && c.Location.Path == path
				marked = marked || is
				cells = append(cells, printedCell{RowSpan: c.RowSpan, ColumnSpan: c.ColumnSpan, Lines: strings.Split(c.Text, "\n"), Marked: is})
				for _, inner := range c.Grids {
					walk(inner)
				}
			}
			t.Rows = append(t.Rows, cells)
		}
		if marked {
			tables = append(tables, t)
		}
	}
	for _, b := range document.Blocks {
		if b.Grid != nil {
			walk(b.Grid)
		}
	}
	return tables
}

// linesNear cuts a text to the lines around one, which is 1-based; 0 stands for all.
func linesNear(text string, line int) []printedLine {
	var lines []printedLine
	n := 0
	for l := range strings.Lines(text) {
		n++
		if line == 0 || n >= line-linesAround && n <= line+linesAround {
			lines = append(lines, printedLine{n, strings.TrimRight(l, "\r\n"), n == line})
		}
	}
	return lines
}
