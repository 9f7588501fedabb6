package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"gongkai"
)

// What deviates in the rows and columns of tables.
var rowDeviations = []Deviation{
	{Name: "block-tables", Effect: "each block of the proactive table is a table of its own", Layouts: official, apply: blockTables},
	{Name: "missing-row", Effect: "a row of the form is not printed", kind: "missing", Layouts: tabled, apply: missingRow},
	{Name: "missing-disputes", Effect: "the table of reviews and suits is not printed", kind: "missing", Layouts: official, apply: missingDisputes},
	{Name: "merged-other-rows", Effect: "the three rows of （六）其他处理 share their number cells", kind: "form", order: formOf2021, Layouts: only2021, apply: mergedOtherRows},
	{Name: "reordered-rows", Effect: "two outcomes of a group, or two rows of a block, have changed places", Layouts: tabled, apply: reorderedRows},
	{Name: "provincial-row", Effect: "the block of item (1) has a third row, 其他主动公开文件", Layouts: official, apply: provincialRow},
	{Name: "empty-last-row", Effect: "every table ends with a row of empty cells", Layouts: tabled, apply: emptyLastRow},
	{Name: "empty-last-column", Effect: "every table has an empty column on the right", Layouts: tabled, apply: emptyLastColumn},
	{Name: "caption-row", Effect: "a row above the heads holds a caption", Layouts: tabled, apply: captionRow},
	{Name: "results-label-twice", Effect: "三、本年度办理结果 is printed twice, each over a part of the rows", Layouts: official, apply: resultsLabelTwice},
	{Name: "missing-block-heading", Effect: "a block of the proactive table has no 第二十条 row above it", Layouts: official, apply: missingBlockHeading},
	{Name: "stripped-tables", Effect: "the tables are gone, the prose is left", Destroys: true, kind: "destroys", Layouts: tabled, apply: strippedTables},
	{Name: "glued-rows", Effect: "label and numbers of each proactive row, or row of a list, run together in one cell", Destroys: true, kind: "destroys", Layouts: tabled, apply: gluedRows},
}

func formOf2021(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2021+rng.IntN(5), PureForm(gongkai.Layout2021)
}

// blockTables cuts the proactive table before each row of one cell: its block
// headings.
func blockTables(s *Sample, _ *rand.Rand) {
	var blocks []Block
	for _, b := range s.Page.Blocks {
		if b.Table == nil || !b.Table.prints(gongkai.TableProactive) {
			blocks = append(blocks, b)
			continue
		}
		var part *Table
		for _, row := range b.Table.Rows {
			if len(row) == 1 || part == nil {
				part = &Table{Widths: b.Table.Widths}
				blocks = append(blocks, Block{Table: part})
			}
			part.add(row...)
		}
	}
	s.Page.Blocks = blocks
}

// drop makes the truth say that the row is not there.
func (s *Sample) drop(table, row string) {
	for _, ref := range s.refs(func(ref gongkai.CellRef, _ *gongkai.Value) bool { return ref.Table == table && ref.Row == row }) {
		s.Truth.Set(ref, gongkai.Value{})
	}
}

func missingRow(s *Sample, rng *rand.Rand) {
	row := pick(rng, s.rows())
	if t, at := s.Page.where(row[0], row[1]); at >= 0 {
		t.remove(at)
		s.drop(row[0], row[1])
		if s.list != nil && s.list.inSum(row[1]) {
			s.note(fmt.Sprintf("%s.%s is not printed", row[0], row[1]))
		}
	}
}

// note says why sums fail, if they do.
func (s *Sample) note(why string) {
	if fails, _ := s.sums(); fails && s.Arithmetic == "" {
		s.Arithmetic = why
	}
}

func missingDisputes(s *Sample, _ *rand.Rand) {
	s.Page.Blocks = slices.DeleteFunc(s.Page.Blocks, func(b Block) bool { return b.Table != nil && b.Table.prints(gongkai.TableDisputes) })
	s.Truth.Disputes = nil
}

// mergedOtherRows merges the number cells of the three rows. One number for
// three rows is the number of the group.
func mergedOtherRows(s *Sample, _ *rand.Rand) {
	t, at := s.Page.where(gongkai.TableRequests, gongkai.OtherNotCorrected.String())
	_, last := s.Page.where(gongkai.TableRequests, gongkai.OtherRemaining.String())
	if at < 0 || last != at+2 {
		return // one of the three is missing
	}
	for column := range gongkai.ApplicantCount {
		sum := int64(0)
		for row := gongkai.OtherNotCorrected; row <= gongkai.OtherRemaining; row++ {
			sum += number64(s.Truth.Requests[row][column])
			s.Truth.Requests[row][column] = gongkai.Value{}
		}
		ref := gongkai.CellRef{Table: gongkai.TableRequests, Row: gongkai.Other.String(), Column: column.String()}
		i := slices.IndexFunc(t.Rows[at], func(c Cell) bool {
			return c.Value.Row == gongkai.OtherNotCorrected.String() && c.Value.Column == column.String()
		})
		t.Rows[at][i].Value, t.Rows[at][i].RowSpan = ref, 3
		s.print(ref, count(int(sum)))
	}
	for _, below := range []int{1, 2} {
		t.Rows[at+below] = slices.DeleteFunc(t.Rows[at+below], func(c Cell) bool { return c.Value.Table != "" })
	}
	s.merged = true
}

// swappable are rows beside each other that a reader knows by their labels.
var swappable = [][3]string{
	{gongkai.TableRequests, gongkai.DeniedByLaw.String(), gongkai.DeniedSafetyStability.String()},
	{gongkai.TableRequests, gongkai.DeniedInternalAffairs.String(), gongkai.DeniedProcessInformation.String()},
	{gongkai.TableRequests, gongkai.RejectedDuplicate.String(), gongkai.RejectedPublication.String()},
	{gongkai.TableProactive, gongkai.Regulations.String(), gongkai.NormativeDocuments.String()},
	{gongkai.TableProactive, gongkai.Penalties.String(), gongkai.CoerciveMeasures.String()},
}

// reorderedRows exchanges labels and numbers of two rows; the cells that span
// both stay.
func reorderedRows(s *Sample, rng *rand.Rand) {
	pairs := swappable
	if s.list != nil {
		pairs = s.list.swappable()
	}
	pair := pick(rng, pairs)
	t, a := s.Page.where(pair[0], pair[1])
	u, b := s.Page.where(pair[0], pair[2])
	if a < 0 || b < 0 || t != u {
		return
	}
	own := func(row []Cell) int { // where label and numbers begin
		return slices.IndexFunc(row, func(c Cell) bool { return c.rows() == 1 })
	}
	x, y := own(t.Rows[a]), own(t.Rows[b])
	first, second := slices.Clone(t.Rows[a][x:]), slices.Clone(t.Rows[b][y:])
	t.Rows[a] = append(t.Rows[a][:x:x], second...)
	t.Rows[b] = append(t.Rows[b][:y:y], first...)
}

func provincialRow(s *Sample, rng *rand.Rand) {
	t, at := s.Page.where(gongkai.TableProactive, gongkai.NormativeDocuments.String())
	if at < 0 {
		return
	}
	cells := []Cell{{Text: "其他主动公开文件"}}
	for _, cell := range t.Rows[at][1:] {
		cells = append(cells, Cell{Text: count(rng.IntN(90)).Printed, ColumnSpan: cell.ColumnSpan})
	}
	t.insert(at+1, cells...)
}

func emptyLastRow(s *Sample, _ *rand.Rand) {
	for _, t := range s.Page.tables() {
		t.Rows = append(t.Rows, make([]Cell, len(t.Widths)))
	}
}

func emptyLastColumn(s *Sample, _ *rand.Rand) {
	for _, t := range s.Page.tables() {
		t.Widths = append(slices.Clone(t.Widths), 300)
		for i := range t.Rows {
			t.Rows[i] = append(t.Rows[i], Cell{})
		}
	}
}

func captionRow(s *Sample, _ *rand.Rand) {
	for _, t := range s.Page.tables() {
		t.Rows = slices.Insert(t.Rows, 0, []Cell{{Text: "政府信息公开情况统计表", ColumnSpan: len(t.Widths)}})
		if t.HeadRows > 0 {
			t.HeadRows++
		}
	}
}

func resultsLabelTwice(s *Sample, _ *rand.Rand) {
	t, first := s.Page.where(gongkai.TableRequests, gongkai.Granted.String())
	u, second := s.Page.where(gongkai.TableRequests, gongkai.UnavailableNotHeld.String())
	if first < 0 || second < 0 || t != u || t.Rows[first][0].Text != resultsLabel || second <= first {
		return
	}
	rest := t.Rows[first][0].RowSpan - (second - first)
	t.Rows[first][0].RowSpan = second - first
	t.Rows[second] = append([]Cell{{Text: resultsLabel, RowSpan: rest}}, t.Rows[second]...)
}

func missingBlockHeading(s *Sample, rng *rand.Rand) {
	row := pick(rng, []gongkai.ProactiveRow{gongkai.Penalties, gongkai.Fees})
	t, at := s.Page.where(gongkai.TableProactive, row.String())
	if at >= 2 && len(t.Rows[at-2]) == 1 {
		t.remove(at - 2)
	}
}

func strippedTables(s *Sample, _ *rand.Rand) {
	s.Page.Blocks = slices.DeleteFunc(s.Page.Blocks, func(b Block) bool { return b.Table != nil })
}

// gluedRows prints 规章000 in one cell of each row of the proactive table or of a
// list.
func gluedRows(s *Sample, _ *rand.Rand) {
	for _, t := range s.Page.tables() {
		for i, row := range t.Rows {
			if !slices.ContainsFunc(row, func(c Cell) bool {
				return c.Value.Table == gongkai.TableProactive || s.list != nil && c.Value.Table != ""
			}) {
				continue
			}
			text := ""
			for _, cell := range row {
				text += cell.Text
			}
			t.Rows[i] = []Cell{{Text: text, ColumnSpan: len(t.Widths)}}
		}
	}
}
