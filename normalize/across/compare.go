package across

import (
	"gongkai"
	"gongkai/normalize"
)

// Compare lists the cells in which two documents of one agency and year differ, in
// the order of the principal's cells, then those that only the other one has. A
// cell that one of them does not have differs from an empty one, and that from a
// 0. A table that one of them does not have at all states nothing and contradicts
// nothing; rows of local lists are the same only under one known list.
func Compare(principal, other *gongkai.Report, otherID string) []gongkai.Conflict {
	var conflicts []gongkai.Conflict
	add := func(ref gongkai.CellRef, a, b *gongkai.Value) {
		conflicts = append(conflicts, gongkai.Conflict{Cell: ref, Printed: a.Printed, State: a.State,
			Other: b.Printed, OtherState: b.State, OtherReport: otherID, OtherPath: other.Source.Path})
	}
	for ref, v := range principal.Cells() {
		if at := counterpart(other, principal, ref); at != nil && !normalize.SameStatement(v, at) {
			add(ref, v, at)
		}
	}
	for ref, v := range other.Cells() {
		if at := counterpart(principal, other, ref); at != nil && at.State == gongkai.Absent {
			add(ref, at, v)
		}
	}
	return conflicts
}

// counterpart is the cell that r has for one of other's, the zero Value where it
// lacks it, nil where the two cannot be compared.
func counterpart(r, other *gongkai.Report, ref gongkai.CellRef) *gongkai.Value {
	if !r.HasTable(ref.Table) || ref.Table == gongkai.TableLocal && (r.Local.List == "" || r.Local.List != other.Local.List) {
		return nil
	}
	if v := r.At(ref); v != nil {
		return v
	}
	return new(gongkai.Value)
}
