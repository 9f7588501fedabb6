package synth

import "gongkai"

// The official forms' column widths, in twentieths of a point.
var (
	proactiveWidths = []int{2435, 2435, 2435, 2435}
	requestsWidths  = []int{754, 921, 3271, 685, 685, 685, 685, 685, 685, 685}
	disputesWidths  = []int{649, 649, 649, 649, 649, 649, 649, 650, 650, 650, 650, 650, 650, 650, 650}
)

// proactiveTable prints the proactive disclosures. A block of fewer than three
// columns is stretched to the table's width.
func proactiveTable(form Form, r *gongkai.Report) *Table {
	t := &Table{Widths: proactiveWidths}
	for _, item := range form.items() {
		t.add(Cell{Text: item.heading, ColumnSpan: len(t.Widths)})
		last := len(item.columns) - 1
		stretch := len(t.Widths) - 1 - last
		heads := []Cell{{Text: "信息内容"}}
		for _, column := range item.columns {
			heads = append(heads, Cell{Text: column.text})
		}
		heads[1+last].ColumnSpan = stretch
		t.add(heads...)
		for _, row := range item.rows {
			cells := []Cell{{Text: row.text}}
			for _, column := range item.columns {
				cells = append(cells, valueCell(r, gongkai.TableProactive, row.code.String(), column.code.String()))
			}
			cells[1+last].ColumnSpan = stretch
			t.add(cells...)
		}
	}
	return t
}

// requestsTable prints the requests: three columns of labels, seven of numbers.
func requestsTable(form Form, r *gongkai.Report) *Table {
	t := &Table{Widths: requestsWidths, HeadRows: 3}
	t.add(Cell{Text: arithmeticNote, RowSpan: 3, ColumnSpan: 3}, Cell{Text: "申请人情况", ColumnSpan: 7})
	t.add(Cell{Text: "自然人", RowSpan: 2}, Cell{Text: "法人或其他组织", ColumnSpan: 5}, Cell{Text: "总计", RowSpan: 2})
	t.add(labels(organisations, 1)...)
	t.addRequests(r, gongkai.NewRequests, Cell{Text: newLabel, ColumnSpan: 3})
	t.addRequests(r, gongkai.CarriedIn, Cell{Text: carriedInLabel, ColumnSpan: 3})
	first := len(t.Rows)
	for _, outcome := range form.outcomes() {
		if outcome.parts == nil {
			t.addRequests(r, outcome.row, Cell{Text: outcome.text, ColumnSpan: 2})
			continue
		}
		group := []Cell{{Text: outcome.text, RowSpan: len(outcome.parts)}}
		for _, part := range outcome.parts {
			t.addRequests(r, part.code, append(group, Cell{Text: part.text})...)
			group = nil
		}
	}
	results := Cell{Text: resultsLabel, RowSpan: len(t.Rows) - first}
	t.Rows[first] = append([]Cell{results}, t.Rows[first]...)
	t.addRequests(r, gongkai.CarriedOut, Cell{Text: carriedOut, ColumnSpan: 3})
	return t
}

// addRequests adds the labels and the seven numbers of a row.
func (t *Table) addRequests(r *gongkai.Report, row gongkai.RequestRow, labels ...Cell) {
	cells := labels
	for column := range gongkai.ApplicantCount {
		cells = append(cells, valueCell(r, gongkai.TableRequests, row.String(), column.String()))
	}
	t.add(cells...)
}

// disputesTable prints the 15 numbers of reviews and suits.
func disputesTable(r *gongkai.Report) *Table {
	t := &Table{Widths: disputesWidths, HeadRows: 3}
	t.add(Cell{Text: "行政复议", ColumnSpan: 5}, Cell{Text: "行政诉讼", ColumnSpan: 10})
	t.add(append(labels(outcomeHeads, 2),
		Cell{Text: "未经复议直接起诉", ColumnSpan: 5}, Cell{Text: "复议后起诉", ColumnSpan: 5})...)
	t.add(append(labels(outcomeHeads, 1), labels(outcomeHeads, 1)...)...)
	var cells []Cell
	for route := range gongkai.DisputeRouteCount {
		for outcome := range gongkai.DisputeOutcomeCount {
			cells = append(cells, valueCell(r, gongkai.TableDisputes, route.String(), outcome.String()))
		}
	}
	t.add(cells...)
	return t
}

func (t *Table) add(cells ...Cell) { t.Rows = append(t.Rows, cells) }

func labels(texts []string, rows int) []Cell {
	var cells []Cell
	for _, text := range texts {
		cells = append(cells, Cell{Text: text, RowSpan: rows})
	}
	return cells
}

func valueCell(r *gongkai.Report, table, row, column string) Cell {
	ref := gongkai.CellRef{Table: table, Row: row, Column: column}
	cell := Cell{Value: ref}
	if v := r.At(ref); v != nil {
		cell.Text = v.Printed
	}
	return cell
}
