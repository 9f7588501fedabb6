package normalize

import (
	"strconv"

	"gongkai"
)

// misread reports whether what was read from pixels has something that may have been
// misread and that no sum speaks of: labels, headings and the year are read once. A
// label that no form knows may be that of a row with a sum; a year counts that two
// places state.
func misread(r *gongkai.Report) bool {
	if !has(r, gongkai.ReadByOCR) {
		return false
	}
	stated := map[string]bool{}
	for _, e := range r.Evidence {
		if e.Field == "year" && e.Value == strconv.Itoa(r.Year) {
			stated[e.Text] = true
		}
	}
	return len(stated) < 2 || has(r, gongkai.UnknownRow, gongkai.UnknownColumn, gongkai.UnknownTable, gongkai.UnknownList, gongkai.ExtraValue,
		gongkai.YearConflict, gongkai.AgencyMissing, gongkai.AgencyConflict)
}
