package normalize

import (
	"strings"

	"gongkai"
)

// outcome of checking an identity.
type outcome uint8

const (
	// undecided: a cell that is blank, not a number or uncertain leaves it open.
	undecided outcome = iota
	// holds on the numbers as printed.
	holds
	// holdsBlankAsZero: it holds if blank cells count as 0.
	holdsBlankAsZero
	// fails, whatever the blank cells would hold.
	fails
	// idle: none of its cells states a number.
	idle
	// unusual: a bound that is only usual does not hold.
	unusual
)

// result is a checked identity.
type result struct {
	gongkai.Identity
	outcome
	// atMost: the left side is to be at most the right one, not equal to it.
	atMost bool
}

// identities lists what the layout's tables state about themselves, for the
// tables that the report has. The proactive table states nothing. Lists: see
// listIdentities.
func identities(r *gongkai.Report) []gongkai.Identity {
	var list []gongkai.Identity
	if r.Requests != nil {
		list = gongkai.RequestIdentities(splitsOther(r.Requests))
	}
	if r.Disputes != nil {
		list = append(list, gongkai.DisputeIdentities()...)
	}
	return append(list, listIdentities(r)...)
}

// splitsOther reports whether （六） counts as its three rows: where they state
// numbers, or the single row does not.
func splitsOther(t *gongkai.Requests) bool {
	single := false
	for _, v := range t[gongkai.Other] {
		single = single || v.State == gongkai.Number
	}
	split := !single
	for row := gongkai.OtherNotCorrected; row <= gongkai.OtherRemaining; row++ {
		for _, v := range t[row] {
			split = split || v.State == gongkai.Number
		}
	}
	return split
}

func requestCell(row gongkai.RequestRow, column gongkai.Applicant) gongkai.CellRef {
	return gongkai.CellRef{Table: gongkai.TableRequests, Row: row.String(), Column: column.String()}
}

func requestCells(column gongkai.Applicant, rows ...gongkai.RequestRow) []gongkai.CellRef {
	cells := make([]gongkai.CellRef, len(rows))
	for i, row := range rows {
		cells[i] = requestCell(row, column)
	}
	return cells
}

// checkIdentities evaluates every identity that has a cell in the report, and
// reports those that do not simply hold.
func checkIdentities(r *gongkai.Report) []result {
	results := evaluate(r)
	for _, res := range results {
		if code, ok := res.code(); ok {
			left, right := sum(r, res.Left), sum(r, res.Right)
			expected, found := left.total.String(), right.total.String()
			if res.atMost {
				expected, found = "≤ "+found, expected
			}
			find(r, gongkai.Finding{
				Code: code, Cells: append(present(r, res.Left), present(r, res.Right)...),
				Expected: expected, Found: found,
				Detail:   left.words() + res.relation() + right.words(),
				Location: r.At(res.Right[0]).Location,
			})
		}
	}
	return results
}

func evaluate(r *gongkai.Report) []result {
	var results []result
	for _, i := range identities(r) {
		results = append(results, result{Identity: i, outcome: compare(sum(r, i.Left), sum(r, i.Right))})
	}
	return append(results, evaluateBounds(r)...)
}

func (r result) code() (gongkai.Code, bool) {
	switch {
	case r.atMost:
		return gongkai.PartExceedsWhole, true
	case r.outcome == fails:
		return gongkai.IdentityFails, true
	case r.outcome == undecided:
		return gongkai.IdentityUndecided, true
	case r.outcome == holdsBlankAsZero:
		return gongkai.IdentityBlankAsZero, true
	}
	return "", false
}

func (r result) relation() string {
	switch {
	case r.atMost:
		return " > "
	case r.outcome == fails:
		return " ≠ "
	case r.outcome == undecided:
		return " ? "
	}
	return " = "
}

// side is one side of an identity, summed.
type side struct {
	total    gongkai.Decimal // blank as 0
	printed  []string
	numbers  int
	blanks   int  // blank, dash and absent cells
	unclear  bool // a cell is text, illegible or uncertain, or the sum overflows
	negative bool
}

func sum(r *gongkai.Report, cells []gongkai.CellRef) side {
	var s side
	for _, ref := range cells {
		v := r.At(ref)
		switch {
		case v.State == gongkai.Absent:
			s.blanks++
			continue
		case v.Uncertain != "" || v.State == gongkai.Text || v.State == gongkai.Illegible:
			s.unclear = true
		case v.State == gongkai.Number:
			var ok bool
			if s.total, ok = s.total.Add(v.Number); !ok {
				s.unclear = true
			}
			s.numbers++
			s.negative = s.negative || v.Number.Sign() < 0
		default:
			s.blanks++
		}
		s.printed = append(s.printed, printed(v))
	}
	return s
}

// printed is how a cell reads in an arithmetic sentence.
func printed(v *gongkai.Value) string {
	switch v.State {
	case gongkai.Number:
		return v.Number.String()
	case gongkai.Blank:
		return "□"
	}
	return strings.Join(strings.Fields(v.Printed), " ")
}

// words writes the side as a sum, its zeros left out when it is long, followed
// by its value when there is more than one term.
func (s side) words() string {
	terms := s.printed
	if len(terms) > longSum {
		terms = nil
		for _, t := range s.printed {
			if t != "0" {
				terms = append(terms, t)
			}
		}
	}
	switch {
	case len(terms) == 0:
		return s.total.String()
	case len(terms) == 1:
		return terms[0]
	}
	return strings.Join(terms, " + ") + " = " + s.total.String()
}

// longSum is the number of terms above which zeros are left out of a sentence.
const longSum = 6

// compare decides an identity. Counts are not negative, so a side whose printed
// numbers already exceed the other side, printed in full, fails whatever its
// blank cells would hold.
func compare(left, right side) outcome {
	equal := left.total.Cmp(right.total) == 0
	switch {
	case left.numbers+right.numbers == 0 && !left.unclear && !right.unclear:
		return idle
	case left.unclear || right.unclear:
		return undecided
	case left.blanks+right.blanks == 0 && equal:
		return holds
	case left.blanks+right.blanks == 0:
		return fails
	case equal:
		return holdsBlankAsZero
	case left.negative || right.negative:
		return undecided
	case right.blanks == 0 && left.total.Cmp(right.total) > 0, left.blanks == 0 && right.total.Cmp(left.total) > 0:
		return fails
	}
	return undecided
}

// present drops the cells that the report does not have.
func present(r *gongkai.Report, cells []gongkai.CellRef) []gongkai.CellRef {
	var kept []gongkai.CellRef
	for _, ref := range cells {
		if v := r.At(ref); v != nil && v.State != gongkai.Absent {
			kept = append(kept, ref)
		}
	}
	return kept
}
