package form

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gongkai"
)

// Find recognises the standard tables, the sections and the candidates for the
// title. The report's values hold printed text with state Text or Blank; its
// Layout is decided by the labels found, block by block. Source and Method are
// taken from the document, Source only as far as the document knows it. Lists
// are indicator lists to know besides those of [Lists]; they are preferred.
//
// Findings: unknown-row, unknown-column, unknown-table, repeated-row,
// missing-table, missing-row, missing-cell, misprinted-label, column-by-order,
// hybrid-layout, group-cell, extra-value, unknown-list, flattened-list, and those of the reader.
func Find(doc *gongkai.Document, lists ...gongkai.List) *gongkai.Report {
	f := &finder{
		words:         words(),
		headerOf:      map[string]*header{},
		lists:         known(lists),
		localHeadings: map[string]string{},
		report: &gongkai.Report{
			Source:   gongkai.Source{Format: doc.Format},
			Method:   doc.Method,
			Pages:    doc.Pages,
			Metadata: doc.Metadata,
			Findings: append([]gongkai.Finding(nil), doc.Findings...),
		},
	}
	f.ocr = slices.ContainsFunc(doc.Findings, func(x gongkai.Finding) bool { return x.Code == gongkai.ReadByOCR })
	for _, b := range doc.Blocks {
		if b.Grid != nil {
			f.grid(b.Grid)
		} else {
			f.heading(b.Paragraph)
		}
	}
	f.finishLists()
	f.flattened(doc)
	f.report.Sections, f.report.Headings = narrative(doc)
	f.decideLayout()
	f.reportMissing()
	return f.report
}

// vocabularies are the labels by the kind of place they stand in.
type vocabularies struct {
	requestRows      *vocabulary
	groups           *vocabulary
	applicants       *vocabulary
	outcomes         *vocabulary
	routes           *vocabulary
	proactiveRows    *vocabulary
	proactiveColumns *vocabulary
	content          *vocabulary
}

// words builds the vocabularies of all layouts once.
var words = sync.OnceValue(func() *vocabularies {
	w := &vocabularies{
		requestRows:      newVocabulary(groups()),
		groups:           newVocabulary(groups()),
		applicants:       newVocabulary(applicants(), applicantHeads()),
		outcomes:         newVocabulary(outcomes()),
		routes:           newVocabulary(routes(), routeHeads()),
		proactiveRows:    newVocabulary(),
		proactiveColumns: newVocabulary(),
		content:          newVocabulary([]label{say("content", "", "信息内容")}),
	}
	for _, l := range layouts() {
		for _, r := range l.requests {
			w.requestRows.add(r.label, r.group)
		}
		for _, b := range l.proactive {
			for _, row := range b.rows {
				w.proactiveRows.add(row, "")
			}
			for _, column := range b.columns {
				w.proactiveColumns.add(column, "")
			}
		}
	}
	return w
})

// finder fills one report.
type finder struct {
	words  *vocabularies
	report *gongkai.Report
	// ocr: the document, or a part of it, was read from pixels.
	ocr bool
	// requests is the latest header of the requests table, for tables that go
	// on without one.
	requests *header
	// blocks are the proactive headers met, for deciding the layout.
	blocks []*header
	// proactive is the latest header of a proactive block, for rows that go on
	// in a grid without one.
	proactive *header
	// tables counts the standard tables met; secondTitle is a title that stands
	// behind the last one.
	tables      int
	secondTitle *gongkai.Paragraph
	// headerOf is the header that each proactive row stands under.
	headerOf map[string]*header
	// lists are the indicator lists that are known, the preferred first.
	lists []*indexedList
	// lastList is the latest pass over a list, for lists that go on in another
	// grid.
	lastList *listScan
	// localList is the known list in the local table, nil when there is none.
	localList *indexedList
	// localHeadings are the headings of the local table's columns, by code.
	localHeadings map[string]string
	// generated counts the rows that no list names.
	generated int
}

func (f *finder) find(finding gongkai.Finding) {
	f.report.Findings = append(f.report.Findings, finding)
}

// heading notes a title that stands behind a standard table: if another such
// table follows, it may be another agency's.
func (f *finder) heading(p *gongkai.Paragraph) {
	line := strings.Join(strings.Fields(p.Text), "")
	if f.tables > 0 && utf8.RuneCountInString(line) <= maxTitleLine && !strings.ContainsAny(line, "。；，") && IsTitle(line) {
		f.secondTitle = p
	}
}

// recognise counts the standard tables, and reports the first one that stands
// under a second title.
func (f *finder) recognise() {
	f.tables++
	if f.secondTitle != nil {
		f.find(gongkai.Finding{Code: gongkai.SecondReport, Found: f.secondTitle.Text, Location: f.secondTitle.Location})
		f.secondTitle = nil
	}
}

// grid maps one grid, and the grids inside its cells, to fields.
func (f *finder) grid(g *gongkai.Grid) {
	s := &scan{finder: f, Grid: g, keys: map[*gongkai.Cell]key{}}
	s.headers()
	listed := len(s.heads) == 0 && f.indicatorList(g)
	if !listed {
		s.rows()
	}
	if !listed && !s.recognised && hasText(g) {
		code := gongkai.UnknownTable
		if f.headless(g) {
			code = gongkai.FlattenedList
		}
		f.find(gongkai.Finding{Code: code, Detail: firstRow(g), Location: g.Location})
	}
	if s.recognised {
		f.recognise()
	}
	for i := range g.Cells {
		for _, inner := range g.Cells[i].Grids {
			f.grid(inner)
		}
	}
}

// scan is one pass over one grid.
type scan struct {
	*finder
	*gongkai.Grid
	heads      map[int]*header // by their top row
	current    *header
	matches    []rowMatch // of the rows under a requests header
	recognised bool
	pending    []int // rows that no header or label explained yet
	keys       map[*gongkai.Cell]key
}

// key is the cell's text as a label; labels are compared many times.
func (s *scan) key(c *gongkai.Cell) key {
	k, ok := s.keys[c]
	if !ok {
		k = keyOf(c.Text)
		s.keys[c] = k
	}
	return k
}

// rows walks the grid from top to bottom, with the header in force.
func (s *scan) rows() {
	s.matchRequestRows()
	for row := 0; row < s.Grid.Rows; row++ {
		if h, ok := s.heads[row]; ok {
			s.begin(h)
			row = h.bottom
			continue
		}
		if !s.row(row) {
			s.pending = append(s.pending, row)
		}
	}
	if !s.recognised {
		return
	}
	for _, row := range s.pending {
		s.unknownRow(row)
	}
}

// begin puts a header in force.
func (s *scan) begin(h *header) {
	s.recognised = true
	s.current = h
	if h.table == gongkai.TableRequests {
		s.finder.requests = h
	}
}

// row handles one row that is no part of a requests or disputes header, and
// reports whether it is understood.
func (s *scan) row(row int) bool {
	cells := s.Grid.Row(row)
	if blankRow(cells) {
		// A disputes table may state nothing at all: its first row counts.
		if s.current != nil && s.current.table == gongkai.TableDisputes && s.report.Disputes == nil && !s.restHasText(row) {
			s.disputesRow(row, cells)
		}
		return true
	}
	if s.current != nil && s.current.table == gongkai.TableDisputes && s.disputesRow(row, cells) {
		return true
	}
	if s.requestsRow(row, cells) {
		return true
	}
	return s.proactiveRow(row)
}

// unknownRow reports a row that no label explains.
func (s *scan) unknownRow(row int) {
	cells := s.Grid.Row(row)
	code := gongkai.UnknownRow
	if valued(cells) {
		code = gongkai.ExtraValue
	}
	s.find(gongkai.Finding{
		Code: code, Cells: s.tableOf(row), Found: printedRow(cells), Location: cells[0].Location,
	})
}

// tableOf names the table whose header is the last one above the row.
func (s *scan) tableOf(row int) []gongkai.CellRef {
	table, best := "", -1
	for top, h := range s.heads {
		if top <= row && top > best {
			table, best = h.table, top
		}
	}
	if table == "" {
		return nil
	}
	return []gongkai.CellRef{{Table: table}}
}

// set states a cell of which nothing is doubtful but what the reader doubts.
func (f *finder) set(table, row, code string, c *gongkai.Cell, unit string) {
	f.put(table, row, pair{column: column{code: code, unit: unit}, cell: c})
}

// put states a cell. A cell that is stated already keeps its first value, and
// is uncertain when the second differs.
func (f *finder) put(table, row string, p pair) {
	c := p.cell
	ref := gongkai.CellRef{Table: table, Row: row, Column: p.column.code}
	v := gongkai.Value{Printed: c.Text, State: gongkai.Text, Unit: p.column.unit, Location: c.Location, Uncertain: cmp.Or(c.Uncertain, p.doubt)}
	if c.Text == "" {
		v.State = gongkai.Blank
	}
	if old := f.report.At(ref); old != nil && old.State != gongkai.Absent {
		if old.Printed != v.Printed {
			f.find(gongkai.Finding{Code: gongkai.RepeatedRow, Cells: []gongkai.CellRef{ref},
				Expected: old.Printed, Found: v.Printed, Location: c.Location})
			old.Uncertain = "printed twice with different values"
		}
		return
	}
	f.report.Set(ref, v)
	if c.Crop != nil {
		crop := *c.Crop
		crop.Cell = ref
		f.report.Crops = append(f.report.Crops, crop)
	}
}

// misprint reports a label that is not printed as the form has it.
func (f *finder) misprint(m match, c *gongkai.Cell, refs ...gongkai.CellRef) {
	if m.exact {
		return
	}
	f.find(gongkai.Finding{Code: gongkai.MisprintedLabel, Cells: refs, Expected: m.text, Found: c.Text, Location: c.Location})
}

func blankRow(cells []*gongkai.Cell) bool {
	for _, c := range cells {
		if c.Text != "" {
			return false
		}
	}
	return true
}

// restHasText reports whether a row below holds text.
func (s *scan) restHasText(row int) bool {
	for i := range s.Grid.Cells {
		if c := &s.Grid.Cells[i]; c.Row > row && c.Text != "" {
			return true
		}
	}
	return false
}

func hasText(g *gongkai.Grid) bool {
	for i := range g.Cells {
		if g.Cells[i].Text != "" {
			return true
		}
	}
	return false
}

// valued reports whether a cell other than the first begins with a digit or a
// sign: the row states something.
func valued(cells []*gongkai.Cell) bool {
	for _, c := range cells[1:] {
		if t := fold(c.Text); t != "" && strings.ContainsRune("0123456789+-", rune(t[0])) {
			return true
		}
	}
	return false
}

// printedRow writes a row as one line.
func printedRow(cells []*gongkai.Cell) string {
	texts := make([]string, 0, len(cells))
	for _, c := range cells {
		if !c.Filler {
			texts = append(texts, strings.Join(strings.Fields(c.Text), ""))
		}
	}
	return strings.Join(texts, " | ")
}

func firstRow(g *gongkai.Grid) string {
	for row := range g.Rows {
		if cells := g.Row(row); !blankRow(cells) {
			return printedRow(cells)
		}
	}
	return ""
}
