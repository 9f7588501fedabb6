package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gongkai"
)

// listForm is an indicator list as one document prints it: rows of label, unit
// and numbers.
type listForm struct {
	table   string
	caption string
	// labelHead and unitHead stand above labels and units.
	labelHead, unitHead string
	columns             []listColumn
	rows                []indicator
	// codeHead is the head of a column of row numbers, empty for none.
	codeHead string
	// provincial rows are printed below the row of that code: no list names
	// them.
	provincial map[string][]indicator
}

// listColumn is a column of numbers. "{year}" in heads is the report's year.
type listColumn struct {
	code  string
	heads []string // the usual one first
	// grows: the numbers are those of the column before and more.
	grows bool
}

// indicator is a row of a list. Code is empty for rows that head others.
type indicator struct {
	code, unit string
	// size is the usual number of a county in a year, in hundredths of 万元 or
	// 元 for money; 0 for rows that are nearly always 0.
	size   int
	labels []string // the usual one first
	// parts are the rows that add up to it.
	parts []string
	// within is the row that it is a part of: never more than that.
	within string
	// channels are ways of publishing it: together at least as many.
	channels []string
	// required: a report without the row is incomplete.
	required bool
}

func (i indicator) money() bool { return strings.HasSuffix(i.unit, "元") }

// row returns the row of that code, nil when the form has none.
func (f *listForm) row(code string) *indicator {
	if at := slices.IndexFunc(f.rows, func(i indicator) bool { return i.code == code && code != "" }); at >= 0 {
		return &f.rows[at]
	}
	return nil
}

// generated begins the codes of rows that no list names. They are numbered
// when the page is finished: see Sample.numberRows.
const generated = "row_"

// listScales are how much agencies of a kind count, in hundredths of a county.
var listScales = map[Kind]int{PrefectureGovernment: 400, CountyGovernment: 100, PrefectureBureau: 40, CountyBureau: 12, TownGovernment: 8}

// fill draws the numbers of the list's rows and states them in the report.
func (f *listForm) fill(rng *rand.Rand, kind Kind, busy bool, r *gongkai.Report) {
	before := map[string]int{}
	for at, column := range f.columns {
		n := map[string]int{}
		for _, row := range slices.Backward(f.rows) { // parts stand below their sum
			mean := row.size * listScales[kind] / 100
			if !busy && aboutRequests(row.code) {
				mean = 0
			}
			switch {
			case row.parts != nil:
				for _, part := range row.parts {
					n[row.code] += n[part]
				}
			case row.channels != nil:
				for _, channel := range row.channels {
					n[row.code] += n[channel]
				}
				n[row.code] -= rng.IntN(n[row.code]/4 + 1)
			case column.grows:
				n[row.code] = before[row.code] + around(rng, 5*mean)
			default:
				n[row.code] = around(rng, mean)
			}
		}
		for _, row := range f.rows {
			if row.within != "" {
				n[row.code] = min(n[row.code], n[row.within])
			}
			if row.code != "" {
				f.state(rng, r, row, f.columns[at].code, n[row.code])
			}
		}
		before = n
	}
}

// aboutRequests reports whether the row counts requests or what came of them.
func aboutRequests(code string) bool {
	for _, prefix := range []string{"request", "closed", "answered", "denied", "review", "suit", "appeal", "complaint", "fees", "catalogue"} {
		if strings.HasPrefix(code, prefix) {
			return true
		}
	}
	return false
}

// state states one cell of the list; a local list learns of its row.
func (f *listForm) state(rng *rand.Rand, r *gongkai.Report, row indicator, column string, n int) {
	v := count(n)
	if row.money() && n > 0 {
		v = money(rng, n, false)
	}
	v.Unit = row.unit
	r.Set(gongkai.CellRef{Table: f.table, Row: row.code, Column: column}, v)
	if l := r.Local; l != nil && f.table == gongkai.TableLocal {
		at := l.Row(row.code)
		at.Label, at.Unit = row.labels[0], row.unit
	}
}

// fillProvincial states the rows that no list names in the local table, under
// columns that no list names either.
func (f *listForm) fillProvincial(rng *rand.Rand, kind Kind, r *gongkai.Report) {
	for _, after := range f.rows {
		for _, row := range f.provincial[after.code] {
			for at := range f.columns {
				n := around(rng, row.size*listScales[kind]/100)
				r.Set(gongkai.CellRef{Table: gongkai.TableLocal, Row: row.code, Column: generatedColumn(at)}, count(n))
			}
		}
	}
}

// generatedColumn is the code of the column at that place where no list names
// it.
func generatedColumn(at int) string {
	if at == 0 {
		return "value"
	}
	return "value_" + strconv.Itoa(at+1)
}

// print prints the list.
func (f *listForm) print(r *gongkai.Report) *Table {
	t := &Table{Widths: []int{5200, 1000}, HeadRows: 1}
	heads := []Cell{{Text: f.labelHead}, {Text: f.unitHead}}
	if f.codeHead != "" {
		t.Widths = append(t.Widths, 800)
		heads = append(heads, Cell{Text: f.codeHead})
	}
	for _, column := range f.columns {
		t.Widths = append(t.Widths, 1800)
		heads = append(heads, Cell{Text: inYear(column.heads[0], r.Year)})
	}
	t.add(heads...)
	n := 0
	line := func(row indicator, table string) {
		unit := Cell{Text: row.unit}
		if row.code == "" {
			unit.Text = "——"
		}
		cells := []Cell{{Text: row.labels[0]}, unit}
		if f.codeHead != "" {
			n++
			cells = append(cells, Cell{Text: fmt.Sprintf("%02d", n)})
		}
		for at, column := range f.columns {
			code := column.code
			if table != f.table {
				code = generatedColumn(at)
			}
			if row.code == "" {
				cells = append(cells, Cell{Text: "——"})
				continue
			}
			cells = append(cells, valueCell(r, table, row.code, code))
		}
		t.add(cells...)
	}
	for _, row := range f.rows {
		line(row, f.table)
		for _, extra := range f.provincial[row.code] {
			line(extra, gongkai.TableLocal)
		}
	}
	return t
}

func inYear(text string, year int) string {
	return strings.ReplaceAll(text, "{year}", strconv.Itoa(year))
}

// sums calls check for every sum that the list states and the truth prints, and
// reports whether a part is larger than its whole.
func (f *listForm) sums(r *gongkai.Report, check func(parts, total []gongkai.Value)) (exceeds bool) {
	for _, column := range f.columns {
		at := func(code string) (gongkai.Value, bool) {
			v := r.At(gongkai.CellRef{Table: f.table, Row: code, Column: column.code})
			if v == nil || v.State == gongkai.Absent {
				return gongkai.Value{}, false
			}
			return *v, true
		}
		for _, row := range f.rows {
			total, ok := at(row.code)
			if !ok {
				continue
			}
			var parts []gongkai.Value
			for _, code := range row.parts {
				if v, ok := at(code); ok {
					parts = append(parts, v)
				}
			}
			if len(parts) > 0 {
				check(parts, []gongkai.Value{total})
			}
			if whole, ok := at(row.within); ok && total.State == gongkai.Number && whole.State == gongkai.Number && total.Number.Cmp(whole.Number) > 0 {
				exceeds = true
			}
		}
	}
	return exceeds
}

// inSum reports whether a sum of the list has the row in it.
func (f *listForm) inSum(code string) bool {
	for _, row := range f.rows {
		if row.code == code && row.parts != nil || slices.Contains(row.parts, code) {
			return true
		}
	}
	return false
}

// isSum reports whether the list states the row as a sum.
func (f *listForm) isSum(code string) bool {
	row := f.row(code)
	return row != nil && row.parts != nil
}

// swappable are rows beside each other that may change places: parts of one
// sum, or rows of a list that says nothing about them.
func (f *listForm) swappable() [][3]string {
	var pairs [][3]string
	for i := range len(f.rows) - 1 {
		a, b := f.rows[i], f.rows[i+1]
		if a.code == "" || b.code == "" || a.parts != nil || b.parts != nil || strings.HasPrefix(a.labels[0], "其中") {
			continue
		}
		free := strings.HasPrefix(a.code, generated)
		for _, sum := range f.rows {
			free = free || slices.Contains(sum.parts, a.code) && slices.Contains(sum.parts, b.code)
		}
		if free {
			pairs = append(pairs, [3]string{f.table, a.code, b.code})
		}
	}
	return pairs
}

// numberRows gives the rows that no list names their codes, in the order of the
// page.
func (s *Sample) numberRows() {
	if s.Truth.Local == nil {
		return
	}
	codes := map[string]string{}
	for _, t := range s.Page.tables() {
		for _, row := range t.Rows {
			for i := range row {
				ref := &row[i].Value
				if ref.Table != gongkai.TableLocal || !strings.HasPrefix(ref.Row, generated) {
					continue
				}
				if codes[ref.Row] == "" {
					codes[ref.Row] = fmt.Sprintf("%s%03d", generated, len(codes)+1)
				}
				ref.Row = codes[ref.Row]
			}
		}
	}
	for i := range s.Truth.Local.Rows {
		row := &s.Truth.Local.Rows[i]
		if code := codes[row.Code]; code != "" {
			row.Code = code
		}
	}
}
