package explore

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// source is where cells are printed: places on a drawn page, cells of the document's own
// tables, or lines of a text. Why says why there is none of it.
type source struct {
	// Page is the address of the page's picture; empty for documents without pages.
	Page   string
	Number int
	Marks  []mark
	Tables []printedTable
	Lines  []printedLine
	Why    string
}

// mark is a cell on a page, in per cent of its size. ID is the cell's; Current, the one
// that the page is about.
type mark struct {
	ID                       string
	Name                     string
	Left, Top, Width, Height float64
	Current                  bool
}

// printedTable is a grid as the document has it.
type printedTable struct {
	Rows [][]printedCell
}

// printedCell is a cell of it. IDs are those of the report's cells that it states; none for
// labels.
type printedCell struct {
	RowSpan, ColumnSpan int
	Lines               []string
	IDs                 []string
	Current             bool
}

// printedLine is a line of a text, with the cells that it states.
type printedLine struct {
	Number  int
	Text    string
	IDs     []string
	Current bool
}

// linesAround is how many lines of a text are shown above and below a cell.
const linesAround = 12

// sourceData is the whole document.
type sourceData struct {
	Report  store.Report
	Sources []*source
	// Unplaced are the cells that no source marks, also those that a finding says the
	// report lacks.
	Unplaced []store.Cell
	// Original: the document can be had.
	Original bool
}

// source is the page with the whole document, every cell marked.
func (s *Site) source(r *request) (*view, error) {
	ctx := r.Context()
	rep, err := s.store.Report(ctx, r.PathValue("report"))
	if err != nil {
		return nil, err
	}
	if s.config.Documents == nil && !s.config.Static { // whose cells have no pages of their own
		return nil, errNotFound
	}
	cells, err := s.store.CellsOf(ctx, rep.ID)
	if err != nil {
		return nil, err
	}
	findings, err := s.store.FindingsOf(ctx, rep.ID)
	if err != nil {
		return nil, err
	}
	d := sourceData{Report: rep, Sources: s.sources(r, rep, cells, nil), Original: s.hasOriginal(r, rep)}
	d.Unplaced = unplacedCells(d.Sources, cells, findings)
	return &view{template: "source", Title: reportTitle(r.Language, rep) + r.Language.T("：原文件", ": the document"), Data: d}, nil
}

// hasOriginal reports whether the document can be had. Files are written for ever, so
// that it is looked at; a server says what it finds when it is asked.
func (s *Site) hasOriginal(r *request, rep store.Report) bool {
	if s.config.Documents == nil || !s.config.Static {
		return s.config.Documents != nil
	}
	_, err := s.config.Documents.Original(r.Context(), rep.Source())
	return err == nil
}

// unplacedCells are the cells that none of the sources has a mark of, and those that only
// findings name.
func unplacedCells(sources []*source, cells []store.Cell, findings []store.Finding) []store.Cell {
	placed := map[string]bool{}
	mark := func(ids []string) {
		for _, id := range ids {
			placed[id] = true
		}
	}
	for _, source := range sources {
		for _, m := range source.Marks {
			placed[m.ID] = true
		}
		for _, t := range source.Tables {
			for _, row := range t.Rows {
				for _, c := range row {
					mark(c.IDs)
				}
			}
		}
		for _, line := range source.Lines {
			mark(line.IDs)
		}
	}
	var list []store.Cell
	add := func(c store.Cell) {
		if name := c.CellRef.String(); !placed[name] {
			placed[name] = true
			list = append(list, c)
		}
	}
	for _, c := range cells {
		add(c)
	}
	for _, f := range findings {
		for _, ref := range f.Cells {
			if ref.Row != "" && ref.Column != "" {
				add(store.Cell{CellRef: ref, State: gongkai.Absent.String()})
			}
		}
	}
	return list
}

// sources shows the document with the cells marked: all of it, or what is around the
// current one. It never fails: Why says what is missing.
func (s *Site) sources(r *request, rep store.Report, cells []store.Cell, current *store.Cell) []*source {
	l := r.Language
	if s.config.Documents == nil {
		return []*source{{Why: l.T("没有打开原文件：请用 --documents 指明它们所在的文件夹", "the documents are not open: name their folder with --documents")}}
	}
	if len(cells) == 0 && current == nil {
		return []*source{{Why: l.T("这份报告没有表格", "the report has no tables")}}
	}
	found, err := s.lookUp(r, rep, cells, current)
	if err != nil {
		s.log.Printf("%s: %v", rep.ID, err)
		return []*source{{Why: unreadable(l, err)}}
	}
	return found
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

func (s *Site) lookUp(r *request, rep store.Report, cells []store.Cell, current *store.Cell) ([]*source, error) {
	ctx := r.Context()
	if current != nil {
		cells = []store.Cell{*current}
	}
	first := cells[0].Location
	switch {
	case first.Page > 0 && first.Path == "":
		return s.pagesOf(r, rep, cells, current)
	case first.Path != "":
		document, err := s.config.Documents.Document(ctx, rep.Source())
		if err != nil {
			return nil, err
		}
		return []*source{{Tables: printed(document, cells, current)}}, nil
	case first.Line > 0:
		text, err := s.config.Documents.Text(ctx, rep.Source())
		if err != nil {
			return nil, err
		}
		return []*source{{Lines: printedLines(text, cells, current)}}, nil
	}
	return []*source{{Why: r.Language.T("没有记下所在之处", "where it stands was not recorded")}}, nil
}

// pagesOf are the pages that have cells, with the cells marked.
func (s *Site) pagesOf(r *request, rep store.Report, cells []store.Cell, current *store.Cell) ([]*source, error) {
	var found []*source
	var images []PageImage // of found
	for _, c := range cells {
		at := slices.IndexFunc(found, func(f *source) bool { return f.Number == c.Location.Page })
		if at < 0 {
			at = len(found)
			found = append(found, &source{Number: c.Location.Page, Page: fmt.Sprintf("/reports/%s/pages/%d.png", rep.ID, c.Location.Page)})
			image, err := s.config.Documents.Page(r.Context(), rep.Source(), c.Location.Page)
			if err != nil {
				return nil, err
			}
			images = append(images, image)
		}
		if !c.Location.HasBox() {
			continue
		}
		box, image := c.Location.Box, images[at]
		found[at].Marks = append(found[at].Marks, mark{ID: c.CellRef.String(), Name: cellName(r.Language, c.CellRef), Current: current != nil,
			Left: 100 * box[0] / image.WidthPt, Top: 100 * box[1] / image.HeightPt,
			Width: 100 * (box[2] - box[0]) / image.WidthPt, Height: 100 * (box[3] - box[1]) / image.HeightPt})
	}
	return found, nil
}

// printed lists the document's grids that have any of the cells.
func printed(document *gongkai.Document, cells []store.Cell, current *store.Cell) []printedTable {
	ids := map[string][]string{}
	for _, c := range cells {
		ids[c.Location.Path] = append(ids[c.Location.Path], c.CellRef.String())
	}
	var tables []printedTable
	var walk func(g *gongkai.Grid)
	walk = func(g *gongkai.Grid) {
		t, marked := printedTable{}, false
		for row := range g.Rows {
			var cells []printedCell
			for _, c := range g.Row(row) {
				if c.Row != row {
					continue
				}
				id, is := ids[c.Location.Path]
				marked = marked || is
				cells = append(cells, printedCell{RowSpan: c.RowSpan, ColumnSpan: c.ColumnSpan, Lines: strings.Split(clipRunes(c.Text, maxClipped), "\n"), IDs: id, Current: is && current != nil})
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

// printedLines are the lines of a text, or those around the current cell.
func printedLines(text string, cells []store.Cell, current *store.Cell) []printedLine {
	ids := map[int][]string{}
	for _, c := range cells {
		ids[c.Location.Line] = append(ids[c.Location.Line], c.CellRef.String())
	}
	var lines []printedLine
	n := 0
	for l := range strings.Lines(text) {
		n++
		if current == nil || n >= current.Location.Line-linesAround && n <= current.Location.Line+linesAround {
			lines = append(lines, printedLine{n, clipRunes(strings.TrimRight(l, "\r\n"), maxClipped), ids[n], current != nil && len(ids[n]) > 0})
		}
	}
	return lines
}
