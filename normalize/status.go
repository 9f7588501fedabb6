package normalize

import (
	"slices"

	"gongkai"
)

// prove sets what vouches for each cell, from the identities it takes part in.
func prove(r *gongkai.Report, results []result) {
	for _, res := range results {
		for _, ref := range append(slices.Clone(res.Left), res.Right...) {
			v := r.At(ref)
			switch {
			case v.State != gongkai.Number:
				// An identity says nothing about a cell that states no number.
			case res.outcome == fails:
				v.Proof = gongkai.Contradicted
			case (res.outcome == holds || res.outcome == holdsBlankAsZero) && v.Proof == gongkai.Unchecked:
				v.Proof = gongkai.Proven
			}
		}
	}
	for _, v := range r.Cells() {
		if v.Uncertain != "" || v.State == gongkai.Illegible {
			v.Proof = gongkai.Doubtful
		}
	}
}

// judge decides the status. What makes numbers uncertain outweighs what is
// missing, and what is missing outweighs sums that do not add up, because the
// sum may fail for that very reason; the findings tell all of it. Sure says of a
// cell whether its reading is beyond doubt, so that what it holds, or does not
// hold, is what the agency printed. Nothing is verified that no sum has proven: a
// list without sums is narrative, however well it was read.
func judge(r *gongkai.Report, results []result, sure func(gongkai.CellRef) bool) gongkai.Status {
	switch prose := r.Layout == gongkai.LayoutNarrative; {
	case prose && (tablesAnnounced(r) || has(r, gongkai.FlattenedList, gongkai.ExtraValue)):
		return gongkai.Incomplete
	case prose && (TextLost(r) || has(r, gongkai.DamagedSource)):
		return gongkai.DoubtfulReport
	}
	count := map[outcome]int{}
	for _, res := range results {
		count[res.outcome]++
		if (res.outcome == fails || res.outcome == undecided) && !res.All(sure) {
			return gongkai.DoubtfulReport
		}
	}
	switch {
	case uncertain(r, sure), misread(r), !r.Structural() && onLists(r, gongkai.UnknownColumn):
		return gongkai.DoubtfulReport
	case count[fails] > 0 && onLists(r, gongkai.UnknownRow):
		return gongkai.DoubtfulReport
	case has(r, gongkai.MissingTable, gongkai.MissingRow, gongkai.MissingCell, gongkai.NothingStated), count[undecided] > 0:
		return gongkai.Incomplete
	case count[fails] > 0:
		return gongkai.SourceInconsistent
	case unprovable(r, results):
		return gongkai.Narrative
	case count[holds]+count[holdsBlankAsZero] == 0:
		return gongkai.Incomplete
	}
	return gongkai.Verified
}

// TextLost reports whether pages have no text, or one that makes no sense: what
// was not found in the document may yet be on them.
func TextLost(r *gongkai.Report) bool {
	return has(r, gongkai.PageWithoutText, gongkai.ImplausibleText)
}

// tablesAnnounced reports whether a text without tables has the heading that
// stands above the requests table since 2019: the tables were lost.
func tablesAnnounced(r *gongkai.Report) bool {
	return slices.ContainsFunc(r.Sections, func(s gongkai.Section) bool { return s.Code == "requests" })
}

// uncertain reports whether any cell is doubtful, or a value of a table with
// identities has no known place: it may belong into a sum. Words where a number
// belongs are what the agency wrote if the reading is sure, and may be a misread
// number if not.
func uncertain(r *gongkai.Report, sure func(gongkai.CellRef) bool) bool {
	for ref, v := range r.Cells() {
		if v.Proof == gongkai.Doubtful || v.State == gongkai.Text && !sure(ref) {
			return true
		}
	}
	return has(r, gongkai.SecondReport) || slices.ContainsFunc(r.Findings, func(f gongkai.Finding) bool {
		return f.Code == gongkai.ExtraValue && !slices.ContainsFunc(f.Cells, func(c gongkai.CellRef) bool { return c.Table == gongkai.TableProactive })
	})
}

// onLists reports whether there is a finding of the code about an indicator list. A
// row that the list is not known to have may belong into a sum, and a column
// may be one of the list whose heading lost a character in PDF or text.
func onLists(r *gongkai.Report, code gongkai.Code) bool {
	return slices.ContainsFunc(r.Findings, func(f gongkai.Finding) bool {
		return f.Code == code && slices.ContainsFunc(f.Cells, func(c gongkai.CellRef) bool {
			return c.Table == gongkai.TableStatistics2014 || c.Table == gongkai.TableLocal
		})
	})
}

func has(r *gongkai.Report, codes ...gongkai.Code) bool {
	return slices.ContainsFunc(r.Findings, func(f gongkai.Finding) bool { return slices.Contains(codes, f.Code) })
}

// reportNothingStated reports every table that has cells and no statement.
func reportNothingStated(r *gongkai.Report) {
	stated := map[string]bool{}
	tables := map[string]gongkai.Location{}
	for ref, v := range r.Cells() {
		stated[ref.Table] = stated[ref.Table] || v.State != gongkai.Blank
		if _, ok := tables[ref.Table]; !ok {
			tables[ref.Table] = v.Location
		}
	}
	for _, schema := range gongkai.Schemas() {
		if at, ok := tables[schema.Table]; ok && !stated[schema.Table] {
			find(r, gongkai.Finding{Code: gongkai.NothingStated, Cells: []gongkai.CellRef{{Table: schema.Table}}, Location: at})
		}
	}
}
