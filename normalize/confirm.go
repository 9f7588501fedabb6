package normalize

import (
	"fmt"
	"slices"
	"strings"

	"gongkai"
)

// NeedsSecondReading reports whether a second reading could change what may be
// believed of r: its cells were read by geometry, and its sums fail or are open,
// or its cells are doubtful.
func NeedsSecondReading(r *gongkai.Report) bool {
	for range r.Cells() {
		return r.Status == gongkai.DoubtfulReport && !r.Structural()
	}
	return false
}

// Confirm judges r, which [Report] has judged, once more in the light of a second
// reading. Nothing is voted on: no text and no number of the first reading
// changes.
//
//   - A sum that fails, or is open for a blank, is what the agency printed if
//     both read the same in every cell of it; a cell in words as well.
//   - A cell that they read differently is doubtful.
//   - A doubt of the first reader stays, for the second one was shown where to
//     look by the first.
//
// Findings: second-reading-agrees, readings-differ, second-reading-unavailable.
func Confirm(r *gongkai.Report, second gongkai.SecondReading) {
	agreed := map[gongkai.CellRef]bool{}
	reasons := map[gongkai.CellRef]string{}
	compared := false
	for _, c := range second.Cells {
		v := r.At(c.Cell)
		if v == nil {
			continue
		}
		compared = compared || c.Agreement != gongkai.CannotSay
		switch c.Agreement {
		case gongkai.Agrees:
			agreed[c.Cell] = true
		case gongkai.CannotSay:
			reasons[c.Cell] = c.Reason
		case gongkai.Differs:
			v.Proof = gongkai.Doubtful
			find(r, gongkai.Finding{Code: gongkai.ReadingsDiffer, Cells: []gongkai.CellRef{c.Cell},
				Detail: fmt.Sprintf("%s: %q; %s: %q", r.Method, c.First, second.Method, c.Second), Location: v.Location})
		}
	}
	results := evaluate(r)
	reportSecond(r, questioned(r, results), agreed, reasons, second)
	if compared {
		r.Method += "+" + second.Method
	}
	r.Status = judge(r, results, func(c gongkai.CellRef) bool { return agreed[c] })
}

// questioned lists the cells that the report is doubtful for.
func questioned(r *gongkai.Report, results []result) []gongkai.CellRef {
	in := map[gongkai.CellRef]bool{}
	for _, res := range results {
		if res.outcome == fails || res.outcome == undecided {
			for _, ref := range append(slices.Clone(res.Left), res.Right...) {
				in[ref] = true
			}
		}
	}
	var cells []gongkai.CellRef
	for ref, v := range r.Cells() {
		if in[ref] || v.Uncertain != "" || v.State == gongkai.Text {
			cells = append(cells, ref)
		}
	}
	return cells
}

// reportSecond says what the second reading contributes.
func reportSecond(r *gongkai.Report, cells []gongkai.CellRef, agreed map[gongkai.CellRef]bool, reasons map[gongkai.CellRef]string, second gongkai.SecondReading) {
	if second.Unavailable != "" {
		find(r, gongkai.Finding{Code: gongkai.SecondReadingUnavailable, Detail: second.Method + ": " + second.Unavailable})
		return
	}
	var same, open []gongkai.CellRef
	var why []string
	for _, c := range cells {
		if agreed[c] {
			same = append(same, c)
		} else if reason, ok := reasons[c]; ok {
			open = append(open, c)
			if !slices.Contains(why, reason) {
				why = append(why, reason)
			}
		}
	}
	if len(same) > 0 {
		find(r, gongkai.Finding{Code: gongkai.SecondReadingAgrees, Cells: same, Detail: second.Method, Location: r.At(same[0]).Location})
	}
	if len(open) > 0 {
		find(r, gongkai.Finding{Code: gongkai.SecondReadingUnavailable, Cells: open,
			Detail: second.Method + ": " + strings.Join(why, "; "), Location: r.At(open[0]).Location})
	}
}
