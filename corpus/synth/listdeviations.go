package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gongkai"
)

// What deviates in indicator lists.
var listDeviations = []Deviation{
	{Name: "cumulative-column", Effect: "the table of 2014 has Fujian's columns: the year's number and 历年累计", kind: "form", Layouts: only2014,
		order: func(o *Order, _ *rand.Rand) { o.variant = (*listForm).cumulative }},
	{Name: "three-columns", Effect: "the table of 2014 has Anhui's columns, and rows that no list names", kind: "form", Layouts: only2014,
		order: func(o *Order, _ *rand.Rand) { o.variant = (*listForm).anhui }},
	{Name: "extra-rows", Effect: "an indicator list has rows that it is not known to have", Layouts: knownLists, apply: extraRows},
	{Name: "last-years-head", Effect: "the year's column is headed with last year", Layouts: onlyFujian, apply: lastYearsHead},
	{Name: "units-alike", Effect: "every row of a list has the unit 条", Layouts: []gongkai.Layout{Fujian2009, Coded2008}, apply: unitsAlike},
	{Name: "mixed-numerals", Effect: "items of a list are numbered 1. and 1、 and １． or not at all, mixed", kind: "numbers", Layouts: knownLists, apply: mixedNumerals},
	{Name: "part-exceeds", Effect: "a part is larger than the row that it is a part of", kind: "totals", Layouts: []gongkai.Layout{gongkai.Layout2014, Coded2008}, apply: partExceeds},
	{Name: "channels-below-total", Effect: "the channels of publishing add up to less than what was published", kind: "totals", Layouts: only2014, apply: channelsBelowTotal},
	{Name: "section-rows-merged", Effect: "rows that head others are one cell across the table", kind: "sections", Layouts: only2014, apply: mergeSectionRows},
	{Name: "blank-section-rows", Effect: "rows that head others are blank where others have numbers", kind: "sections", Layouts: only2014, apply: blankSectionRows},
	{Name: "rows-above-head", Effect: "a caption and an empty row stand above the heads of a list", Layouts: lists, apply: rowsAboveHead},
	{Name: "foot-in-table", Effect: "a list ends with a row that says who filled it in", Layouts: lists, apply: footInTable},
	{Name: "code-column", Effect: "a list has a column 序号 on the left or 代码 behind the units", kind: "columns", Layouts: []gongkai.Layout{gongkai.Layout2014, Fujian2009, UnknownList}, apply: codeColumn},
	{Name: "note-column", Effect: "a list has an empty column 备注 on the right", Layouts: lists, apply: noteColumn},
	{Name: "head-row-twice", Effect: "the heads of a list are printed again in its middle", kind: "halves", Layouts: lists, apply: headRowTwice},
	{Name: "continued-table", Effect: "a list goes on in a second table without heads", kind: "halves", Layouts: knownLists, apply: continuedTable},
	{Name: "annex-inside", Effect: "a list stands inside the prose, before section three", Layouts: lists, apply: annexInside},
	{Name: "figures-in-prose", Effect: "a paragraph gives the figures that others have in a list", Layouts: []gongkai.Layout{gongkai.LayoutNarrative}, apply: figuresInProse},
	{Name: "flattened-list", Effect: "a list is one paragraph, its cells run together", Destroys: true, kind: "destroys", Layouts: knownLists, apply: flattenedList},
	{Name: "glued-columns", Effect: "the two numbers of each row run together in one cell: 2111016", Destroys: true, kind: "destroys", Layouts: []gongkai.Layout{Fujian2009, Coded2008}, apply: gluedColumns},
}

// listTable is the table with the heads of the list, and the number of their
// row; nil when it is gone.
func (s *Sample) listTable() (t *Table, head int) {
	for _, t := range s.Page.tables() {
		if t.HeadRows > 0 {
			return t, t.HeadRows - 1
		}
	}
	return nil, 0
}

// extraRows puts one to three rows of somebody's own making between rows that
// no label depends on, or at the end.
func extraRows(s *Sample, rng *rand.Rand) {
	t, head := s.listTable()
	if t == nil {
		return
	}
	for i, at := range rng.Perm(len(inventions))[:1+rng.IntN(3)] {
		in := inventions[at]
		place := len(t.Rows)
		if places := s.freePlaces(t, head); rng.IntN(2) == 0 && len(places) > 0 {
			place = pick(rng, places)
		}
		code := fmt.Sprintf("%sextra_%d", generated, i+1)
		cells := []Cell{{Text: in.label}, {Text: in.unit}}
		if s.list.codeHead != "" {
			cells = append(cells, Cell{Text: strconv.Itoa(90 + i)})
		}
		for c, column := range s.list.columns {
			name := column.code
			if s.list.table != gongkai.TableLocal {
				name = generatedColumn(c)
			}
			ref := gongkai.CellRef{Table: gongkai.TableLocal, Row: code, Column: name}
			v := count(around(rng, in.size/10+1))
			s.Truth.Set(ref, v)
			cells = append(cells, Cell{Text: v.Printed, Value: ref})
		}
		for len(cells) < len(t.Widths) { // an empty column on the right
			cells = append(cells, Cell{})
		}
		t.insert(place, cells...)
	}
}

// freePlaces are the rows before which a row may be put without parting a row
// from the one that says what it means: below 行政复议, 被依法纠错数 is of reviews.
func (s *Sample) freePlaces(t *Table, head int) []int {
	var places []int
	for i := head + 1; i < len(t.Rows); i++ {
		code := ""
		for _, c := range t.Rows[i] {
			if c.Value.Table == s.list.table {
				code = c.Value.Row
			}
		}
		if code != "" && !strings.HasPrefix(code, "reviews") && !strings.HasPrefix(code, "suits") {
			places = append(places, i)
		}
	}
	return places
}

func lastYearsHead(s *Sample, _ *rand.Rand) {
	if t, head := s.listTable(); t != nil {
		for i := range t.Rows[head] {
			c := &t.Rows[head][i]
			c.Text = strings.ReplaceAll(c.Text, strconv.Itoa(s.Truth.Year), strconv.Itoa(s.Truth.Year-1))
		}
	}
}

// unitCells are the cells that print the units of the list's rows.
func (s *Sample) unitCells() []*Cell {
	var cells []*Cell
	for _, t := range s.Page.tables() {
		for _, row := range t.Rows {
			for i := range row[1:] {
				if row[i+1].Value.Table == "" && slices.ContainsFunc(row, func(c Cell) bool { return c.Value.Table != "" }) && isCounter(row[i+1].Text) {
					cells = append(cells, &row[i+1])
				}
			}
		}
	}
	return cells
}

func isCounter(text string) bool {
	return slices.Contains([]string{"条", "件", "次", "篇", "个", "人", "人次", "元", "万元"}, text)
}

func unitsAlike(s *Sample, _ *rand.Rand) {
	for _, cell := range s.unitCells() {
		if cell.Text != "元" {
			cell.Text = "条"
		}
	}
}

func mixedNumerals(s *Sample, rng *rand.Rand) {
	for _, cell := range s.Page.labelCells() {
		prefix, rest := "", cell.Text
		if after, ok := strings.CutPrefix(rest, "其中："); ok {
			prefix, rest = "其中：", after
		}
		number, text, ok := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(number); ok && err == nil {
			cell.Text = prefix + pick(rng, []string{number + "、", number + "．", number + ".", "", string('０'+rune(n)) + "．"}) + text
		}
	}
}

// partExceeds makes a part one larger than its whole, where neither is in a sum.
func partExceeds(s *Sample, rng *rand.Rand) {
	var parts []indicator
	for _, row := range s.list.rows {
		if row.within != "" && s.prints(row.code) && s.prints(row.within) {
			parts = append(parts, row)
		}
	}
	if len(parts) == 0 {
		return
	}
	row := pick(rng, parts)
	column := s.list.columns[0].code
	ref := gongkai.CellRef{Table: s.list.table, Row: row.code, Column: column}
	whole := number64(*s.Truth.At(gongkai.CellRef{Table: s.list.table, Row: row.within, Column: column}))
	s.print(ref, count(int(whole)+1))
	s.Arithmetic = fmt.Sprintf("%s prints %d, more than the %d of %s, of which it is a part", ref, whole+1, whole, row.within)
}

// prints reports whether the list's first column has a plain number in the row.
func (s *Sample) prints(code string) bool {
	v := s.Truth.At(gongkai.CellRef{Table: s.list.table, Row: code, Column: s.list.columns[0].code})
	return v != nil && plain(v)
}

func channelsBelowTotal(s *Sample, rng *rand.Rand) {
	ref := gongkai.CellRef{Table: s.list.table, Row: "disclosed_total", Column: s.list.columns[0].code}
	sum := int64(0)
	for _, channel := range s.list.row(ref.Row).channels {
		sum += number64(*s.Truth.At(gongkai.CellRef{Table: ref.Table, Row: channel, Column: ref.Column}))
	}
	if v := s.Truth.At(ref); v.State == gongkai.Number {
		s.print(ref, count(int(sum)+1+rng.IntN(40)))
	}
}

// sectionRows are the rows of the list's tables that print a label and no
// number, below the heads.
func (s *Sample) sectionRows(change func(t *Table, at int)) {
	for _, t := range s.Page.tables() {
		for i, row := range t.Rows {
			if len(row) > 2 && row[1].Text == "——" {
				change(t, i)
			}
		}
	}
}

func mergeSectionRows(s *Sample, _ *rand.Rand) {
	s.sectionRows(func(t *Table, at int) {
		t.Rows[at] = []Cell{{Text: t.Rows[at][0].Text, ColumnSpan: len(t.Widths)}}
	})
}

func blankSectionRows(s *Sample, _ *rand.Rand) {
	s.sectionRows(func(t *Table, at int) {
		for i := range t.Rows[at] {
			if t.Rows[at][i].Text == "——" {
				t.Rows[at][i].Text = ""
			}
		}
	})
}

func rowsAboveHead(s *Sample, _ *rand.Rand) {
	if t, head := s.listTable(); t != nil {
		t.Rows = slices.Insert(t.Rows, head, []Cell{{Text: fmt.Sprintf("%d年度%s", s.Truth.Year, s.list.caption), ColumnSpan: len(t.Widths)}}, make([]Cell, len(t.Widths)))
		t.HeadRows += 2
	}
}

func footInTable(s *Sample, rng *rand.Rand) {
	if tables := s.Page.tables(); len(tables) > 0 {
		t := tables[len(tables)-1]
		t.add(Cell{Text: footLine(rng, s.Truth.Year), ColumnSpan: len(t.Widths)})
	}
}

// middle is a row of the list in the middle of its table that begins no
// group of rows.
func (s *Sample) middle(t *Table, head int) int {
	if places := s.freePlaces(t, head); len(places) > 0 {
		return places[len(places)/2]
	}
	return 0
}

func headRowTwice(s *Sample, _ *rand.Rand) {
	t, head := s.listTable()
	if t == nil {
		return
	}
	at := (head + 1 + len(t.Rows)) / 2
	if len(s.list.provincial) > 0 || s.list.row("reviews_upheld") != nil {
		at = s.middle(t, head)
	}
	if at > head+1 {
		t.insert(at, slices.Clone(t.Rows[head])...)
	}
}

func continuedTable(s *Sample, _ *rand.Rand) {
	t, head := s.listTable()
	if t == nil {
		return
	}
	at := s.middle(t, head)
	if at <= head+1 {
		return
	}
	rest := &Table{Widths: t.Widths, Rows: slices.Clone(t.Rows[at:])}
	t.Rows = t.Rows[:at]
	place := slices.IndexFunc(s.Page.Blocks, func(b Block) bool { return b.Table == t })
	s.Page.Blocks = slices.Insert(s.Page.Blocks, place+1, Block{Table: rest})
}

// codeColumn puts a column of row numbers on the left, or of codes behind the
// units.
func codeColumn(s *Sample, rng *rand.Rand) {
	head, at := "序号", 0
	if rng.IntN(2) == 0 {
		head, at = pick(rng, []string{"代码", "指标代码"}), 2
	}
	n := 0
	list, headRow := s.listTable()
	for _, t := range s.Page.tables() {
		t.Widths = slices.Insert(slices.Clone(t.Widths), at, 800)
		for i, row := range t.Rows {
			if len(row) <= at { // one cell across the table
				t.Rows[i][0].ColumnSpan++
				continue
			}
			text := ""
			switch {
			case t == list && i == headRow:
				text = head
			case slices.ContainsFunc(row, func(c Cell) bool { return c.Value.Table != "" }):
				n++
				text = strconv.Itoa(n)
			}
			t.Rows[i] = slices.Insert(slices.Clone(row), at, Cell{Text: text})
		}
	}
}

func noteColumn(s *Sample, _ *rand.Rand) {
	list, head := s.listTable()
	for _, t := range s.Page.tables() {
		t.Widths = append(slices.Clone(t.Widths), 900)
		for i, row := range t.Rows {
			switch {
			case len(row) == 1:
				t.Rows[i][0].ColumnSpan = len(t.Widths)
			case t == list && i == head:
				t.Rows[i] = append(slices.Clone(row), Cell{Text: "备注"})
			default:
				t.Rows[i] = append(slices.Clone(row), Cell{})
			}
		}
	}
}

// annexInside moves the annex, from its first line on, before section three.
func annexInside(s *Sample, _ *rand.Rand) {
	from := slices.IndexFunc(s.Page.Blocks, func(b Block) bool { return b.Table == nil && b.Text == s.caption })
	if from < 0 {
		return
	}
	annex := slices.Clone(s.Page.Blocks[from:])
	s.Page.Blocks = s.Page.Blocks[:from]
	s.Page.insertBlocks(headingStarts("三、"), annex...)
}

func figuresInProse(s *Sample, rng *rand.Rand) {
	n := func(mean int) int { return around(rng, mean) }
	s.Page.insertBlocks(headingStarts("三、"), Block{Text: fmt.Sprintf(
		"据统计，全年主动公开政府信息数%d条，其中主动公开规范性文件数%d条；政府网站公开政府信息数%d条，政务微博公开政府信息数%d条，政务微信公开政府信息数%d条，"+
			"其他方式公开政府信息数%d条。政策解读稿件发布数%d篇，收到申请数%d件，其中当面申请数%d件、网络申请数%d件、信函申请数%d件，申请办结数%d件。",
		n(900), n(20), n(600), n(80), n(90), n(40), n(12), n(9), n(3), n(4), n(4), n(9))})
}

// flattenedList prints the list's texts one behind the other, with no-break
// spaces for blanks.
func flattenedList(s *Sample, _ *rand.Rand) {
	for i, b := range s.Page.Blocks {
		if b.Table == nil {
			continue
		}
		text := ""
		for _, row := range b.Table.Rows {
			for _, cell := range row {
				if cell.Text == "" {
					cell.Text = "\u00a0"
				}
				text += strings.ReplaceAll(cell.Text, "\n", "")
			}
		}
		s.Page.Blocks[i] = Block{Text: text}
	}
}

// gluedColumns prints the numbers of a row in one cell across their columns.
func gluedColumns(s *Sample, _ *rand.Rand) {
	for _, t := range s.Page.tables() {
		for i, row := range t.Rows {
			var cells []Cell
			for _, cell := range row {
				if last := len(cells) - 1; cell.Value.Table != "" && last >= 0 && cells[last].Value.Table != "" {
					cells[last].Text += cell.Text
					cells[last].ColumnSpan = cells[last].columns() + 1
					continue
				}
				cells = append(cells, cell)
			}
			t.Rows[i] = cells
		}
	}
}
