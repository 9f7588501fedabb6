package form

import (
	"slices"

	"gongkai"
)

// decideLayout names the layout that most blocks of the proactive table
// follow, or, without one, the one that the rows （六）其他处理 follow. Blocks that
// differ make the report a hybrid.
func (f *finder) decideLayout() {
	r := f.report
	votes := map[gongkai.Layout]int{}
	var order []gongkai.Layout
	vote := func(l gongkai.Layout) {
		if votes[l] == 0 {
			order = append(order, l)
		}
		votes[l]++
	}
	for _, h := range f.blocks {
		if l := layoutOf(h.columns); l != gongkai.LayoutNone {
			vote(l)
		}
	}
	requests := f.requestsLayout()
	if len(order) == 0 && requests != gongkai.LayoutNone {
		vote(requests)
	}
	for _, l := range order {
		if votes[l] > votes[r.Layout] {
			r.Layout = l
		}
	}
	if r.Layout == gongkai.LayoutNone && (r.Requests != nil || r.Disputes != nil) {
		// Both layouts share everything that is left.
		r.Layout = gongkai.Layout2021
	}
	if len(order) > 1 || requests != gongkai.LayoutNone && requests != r.Layout {
		f.find(gongkai.Finding{Code: gongkai.HybridLayout, Expected: string(r.Layout), Detail: f.describeBlocks(requests)})
	}
	if r.Proactive == nil && r.Requests == nil && r.Disputes == nil {
		r.Layout = f.listLayout()
	}
}

// layoutOf is the layout whose block has the columns. 处理决定数量 alone is
// cn-2021's, which has no other column beside it.
func layoutOf(columns []column) gongkai.Layout {
	codes := (&header{columns: columns}).codes()
	for _, l := range layouts() {
		for _, b := range l.proactive {
			if slices.Equal(codes, codesOf(b.columns)) {
				return l.id
			}
		}
	}
	return gongkai.LayoutNone
}

// requestsLayout is the layout of the rows （六）其他处理.
func (f *finder) requestsLayout() gongkai.Layout {
	switch {
	case f.hasRow(gongkai.OtherNotCorrected) || f.hasRow(gongkai.OtherFeeUnpaid) || f.hasRow(gongkai.OtherRemaining):
		return gongkai.Layout2021
	case f.hasRow(gongkai.Other) && !f.groupedOther():
		return gongkai.Layout2019
	}
	return gongkai.LayoutNone
}

// groupedOther reports whether the row other was stated for a group of
// cn-2021 rows.
func (f *finder) groupedOther() bool {
	return slices.ContainsFunc(f.report.Findings, func(x gongkai.Finding) bool { return x.Code == gongkai.GroupCell })
}

func (f *finder) hasRow(row gongkai.RequestRow) bool {
	if f.report.Requests == nil {
		return false
	}
	for _, v := range f.report.Requests[row] {
		if v.State != gongkai.Absent {
			return true
		}
	}
	return false
}

func (f *finder) describeBlocks(requests gongkai.Layout) string {
	text := ""
	for _, h := range f.blocks {
		if l := layoutOf(h.columns); l != gongkai.LayoutNone {
			text += "第二十条第（" + h.item + "）项 " + string(l) + "; "
		}
	}
	return text + "（六）其他处理 " + string(requests)
}

// reportMissing reports tables, rows and cells that the official form has and
// the document has not.
func (f *finder) reportMissing() {
	if f.report.Proactive == nil && f.report.Requests == nil && f.report.Disputes == nil {
		return
	}
	for _, table := range []string{gongkai.TableProactive, gongkai.TableRequests, gongkai.TableDisputes} {
		if !f.report.HasTable(table) {
			f.find(gongkai.Finding{Code: gongkai.MissingTable, Cells: []gongkai.CellRef{{Table: table}}})
		}
	}
	f.missingRequests()
	f.missingDisputes()
	f.missingProactive()
}

func (f *finder) missingRequests() {
	if f.report.Requests == nil {
		return
	}
	requests := f.requestsLayout()
	single := requests != gongkai.Layout2021 && (f.hasRow(gongkai.Other) || f.report.Layout == gongkai.Layout2019)
	for row := range gongkai.RequestRowCount {
		switch row {
		case gongkai.Other:
			if !single {
				continue
			}
		case gongkai.OtherNotCorrected, gongkai.OtherFeeUnpaid, gongkai.OtherRemaining:
			if single {
				continue
			}
		}
		var absent []string
		for column := range gongkai.ApplicantCount {
			if f.report.Requests[row][column].State == gongkai.Absent {
				absent = append(absent, column.String())
			}
		}
		f.missing(gongkai.TableRequests, row.String(), absent, int(gongkai.ApplicantCount))
	}
}

func (f *finder) missingDisputes() {
	if f.report.Disputes == nil {
		return
	}
	for route := range gongkai.DisputeRouteCount {
		var absent []string
		for outcome := range gongkai.DisputeOutcomeCount {
			if f.report.Disputes[route][outcome].State == gongkai.Absent {
				absent = append(absent, outcome.String())
			}
		}
		f.missing(gongkai.TableDisputes, route.String(), absent, int(gongkai.DisputeOutcomeCount))
	}
}

// missingProactive expects the blocks of the report's layout, each with the rows
// and columns of the layout whose heads it prints: in a hybrid that is another.
func (f *finder) missingProactive() {
	if f.report.Proactive == nil {
		return
	}
	for _, l := range layouts() {
		if l.id != f.report.Layout {
			continue
		}
		for _, b := range l.proactive {
			for _, r := range f.printedBlock(b).rows {
				columns := codesOf(b.columns)
				if h := f.headerOf[r.code]; h != nil && layoutOf(h.columns) != gongkai.LayoutNone {
					columns = h.codes()
				}
				var absent []string
				for _, c := range columns {
					if f.report.At(gongkai.CellRef{Table: gongkai.TableProactive, Row: r.code, Column: c}).State == gongkai.Absent {
						absent = append(absent, c)
					}
				}
				f.missing(gongkai.TableProactive, r.code, absent, len(columns))
			}
		}
	}
}

// printedBlock is the block of that item as the layout has it whose heads the
// report prints, and b itself where the report prints none or has b's.
func (f *finder) printedBlock(b block) block {
	for _, h := range f.blocks {
		if h.item != b.item || slices.Equal(h.codes(), codesOf(b.columns)) {
			continue
		}
		for _, l := range layouts() {
			for _, other := range l.proactive {
				if other.item == h.item && slices.Equal(h.codes(), codesOf(other.columns)) {
					return other
				}
			}
		}
	}
	return b
}

func codesOf(labels []label) []string {
	codes := make([]string, len(labels))
	for i, l := range labels {
		codes[i] = l.code
	}
	return codes
}

// missing reports a whole row, or single cells of it.
func (f *finder) missing(table, row string, columns []string, all int) {
	if len(columns) == all {
		f.find(gongkai.Finding{Code: gongkai.MissingRow, Cells: []gongkai.CellRef{{Table: table, Row: row}}})
		return
	}
	for _, column := range columns {
		f.find(gongkai.Finding{Code: gongkai.MissingCell, Cells: []gongkai.CellRef{{Table: table, Row: row, Column: column}}})
	}
}
