package synth

import (
	"slices"
	"strings"

	"gongkai"
)

// Allowed are the statuses that may be said of the sample when it is read from
// the format. It is decided from the truth, by sums of its own.
//
//   - What was destroyed is doubtful, incomplete or narrative.
//   - A row or a table that is not there, or a sum that a blank leaves open,
//     makes the report incomplete, or doubtful where the format cannot tell a
//     blank from a loss (PDF, text).
//   - A sum that fails is the agency's, or doubtful in text, of which a
//     converter may have lost lines.
//     In PDF a second reading confirms it, which cannot read text that runs
//     sideways.
//   - Words in a cell may be a misread number; in PDF a second reading may
//     confirm them.
//   - Text and CSV do not say which rows a cell spans, so that a number for the three
//     rows of （六）其他处理 and one for the first of them, with blanks below, look
//     the same.
//   - A sum of a list that fails may lack a row that the list prints and is not
//     known to have: the report is doubtful then.
//   - Prose, and a list that nobody knows, state no sums: they are narrative.
//   - Everything else is verified.
func (s *Sample) Allowed(format gongkai.Format) []gongkai.Status {
	fails, open := s.sums()
	right, failed := gongkai.Verified, gongkai.SourceInconsistent
	if !s.states() {
		right = gongkai.Narrative
	}
	switch {
	case s.Destroyed != "":
		return []gongkai.Status{gongkai.DoubtfulReport, gongkai.Incomplete, gongkai.Narrative}
	case !format.Structural() && (open || s.words()):
		if !open && !s.lacks() && format == gongkai.FormatPDF {
			if fails {
				right = failed
			}
			return []gongkai.Status{right, gongkai.DoubtfulReport}
		}
		return []gongkai.Status{gongkai.DoubtfulReport, gongkai.Incomplete}
	case withoutSpans(format) && s.mergedOrBlank():
		return []gongkai.Status{gongkai.Verified, gongkai.DoubtfulReport, gongkai.Incomplete}
	case fails && s.unplaced():
		return []gongkai.Status{gongkai.DoubtfulReport}
	case !format.Structural() && fails && s.lacks():
		return []gongkai.Status{gongkai.DoubtfulReport, gongkai.Incomplete}
	case open || s.lacks():
		return []gongkai.Status{gongkai.Incomplete}
	case fails && !format.Structural() && format != gongkai.FormatPDF: // no second engine reads it
		return []gongkai.Status{gongkai.DoubtfulReport}
	case fails && format == gongkai.FormatPDF && s.Page.Look.Turned == Sideways:
		return []gongkai.Status{failed, gongkai.DoubtfulReport}
	case fails:
		return []gongkai.Status{failed}
	}
	return []gongkai.Status{right}
}

// states reports whether the tables state sums: not prose, nor a list that no
// one knows.
func (s *Sample) states() bool { return s.Truth.Layout != gongkai.LayoutNarrative }

// unplaced reports whether a known list prints rows that it is not known to
// have, which may belong into its sums.
func (s *Sample) unplaced() bool {
	return s.list != nil && s.Truth.Local != nil && slices.ContainsFunc(s.Truth.Local.Rows, func(r gongkai.LocalRow) bool {
		return strings.HasPrefix(r.Code, generated)
	})
}

// officialTables are the tables of the forms since 2019.
const officialTables = 3

// Readable reports whether a document in the format tells the truth: nothing was
// destroyed, and the format can say it.
func (s *Sample) Readable(format gongkai.Format) bool {
	return s.Destroyed == "" && !(withoutSpans(format) && s.mergedOrBlank())
}

// withoutSpans reports whether the format knows no merged cells.
func withoutSpans(format gongkai.Format) bool {
	return format == gongkai.FormatText || format == gongkai.FormatCSV
}

// mergedOrBlank reports whether （六）其他处理 has a number in its first row only.
func (s *Sample) mergedOrBlank() bool {
	if s.Truth.Requests == nil || s.merged {
		return s.merged
	}
	t := s.Truth.Requests
	for column := range gongkai.ApplicantCount {
		if t[gongkai.OtherNotCorrected][column].State == gongkai.Number &&
			t[gongkai.OtherFeeUnpaid][column].State == gongkai.Blank && t[gongkai.OtherRemaining][column].State == gongkai.Blank {
			return true
		}
	}
	return false
}

// words reports whether a cell holds words.
func (s *Sample) words() bool {
	for _, v := range s.Truth.Cells() {
		if v.State == gongkai.Text {
			return true
		}
	}
	return false
}

// lacks reports whether a row that the form has is not there, or a table
// states nothing.
func (s *Sample) lacks() bool {
	stated := map[string]bool{}
	present := map[[2]string]bool{}
	for ref, v := range s.Truth.Cells() {
		stated[ref.Table] = stated[ref.Table] || v.State != gongkai.Blank
		present[[2]string{ref.Table, ref.Row}] = true
	}
	if !s.states() {
		return false
	}
	if s.list == nil && len(stated) < officialTables {
		return true
	}
	for _, any := range stated {
		if !any {
			return true
		}
	}
	if s.list != nil {
		return s.listLacks(present)
	}
	for _, row := range s.form.rows() {
		if !present[row] && !(s.merged && row[0] == gongkai.TableRequests && isOtherPart(row[1])) {
			return true
		}
	}
	return false
}

// listLacks reports whether a row that the list requires is not there, or no
// sum says anything.
func (s *Sample) listLacks(present map[[2]string]bool) bool {
	for _, row := range s.list.rows {
		if row.required && !present[[2]string{s.list.table, row.code}] {
			return true
		}
	}
	proven := false
	s.list.sums(s.Truth, func(parts, total []gongkai.Value) {
		_, _, numbers := addUp(append(slices.Clone(parts), total...))
		proven = proven || numbers > 0
	})
	return !proven
}

// rows are the rows that a document may lack, as table and row: all but those
// of the disputes table, which are columns.
func (s *Sample) rows() [][2]string {
	if s.list == nil {
		rows := s.form.rows()
		return rows[:len(rows)-int(gongkai.DisputeRouteCount)]
	}
	var rows [][2]string
	for _, row := range s.list.rows {
		if row.code != "" {
			rows = append(rows, [2]string{s.list.table, row.code})
		}
	}
	return rows
}

func isOtherPart(row string) bool {
	return row == gongkai.OtherNotCorrected.String() || row == gongkai.OtherFeeUnpaid.String() || row == gongkai.OtherRemaining.String()
}

// rows are the rows that the form prints, as table and row.
func (f Form) rows() [][2]string {
	var rows [][2]string
	for _, item := range f.items() {
		for _, row := range item.rows {
			rows = append(rows, [2]string{gongkai.TableProactive, row.code.String()})
		}
	}
	for _, row := range append(f.outcomeRows(), gongkai.NewRequests, gongkai.CarriedIn, gongkai.ProcessedTotal, gongkai.CarriedOut) {
		rows = append(rows, [2]string{gongkai.TableRequests, row.String()})
	}
	for route := range gongkai.DisputeRouteCount {
		rows = append(rows, [2]string{gongkai.TableDisputes, route.String()})
	}
	return rows
}

// sums reports whether a sum of the form fails on the truth, and whether one is
// left open by what is blank, absent or words.
func (s *Sample) sums() (fails, open bool) {
	check := func(left, right []gongkai.Value) {
		f, o := compareSums(left, right)
		fails, open = fails || f, open || o
	}
	if t := s.Truth.Requests; t != nil {
		for column := range gongkai.ApplicantCount {
			var outcomes []gongkai.Value
			for row := gongkai.Granted; row < gongkai.ProcessedTotal; row++ {
				if !s.standsIn(row) {
					outcomes = append(outcomes, t[row][column])
				}
			}
			check(outcomes, []gongkai.Value{t[gongkai.ProcessedTotal][column]})
			check([]gongkai.Value{t[gongkai.NewRequests][column], t[gongkai.CarriedIn][column]},
				[]gongkai.Value{t[gongkai.ProcessedTotal][column], t[gongkai.CarriedOut][column]})
		}
		for _, row := range t {
			check(row[:gongkai.ApplicantTotal], row[gongkai.ApplicantTotal:])
		}
	}
	if t := s.Truth.Disputes; t != nil {
		for _, route := range t {
			check(route[:gongkai.OutcomeTotal], route[gongkai.OutcomeTotal:])
		}
	}
	if s.list != nil && s.states() {
		if s.list.sums(s.Truth, func(parts, total []gongkai.Value) { check(parts, total) }) {
			fails = true
		}
	}
	return fails, open
}

// standsIn reports whether the row of （六）其他处理 is not expected because the
// other layout's is.
func (s *Sample) standsIn(row gongkai.RequestRow) bool {
	single := s.form[OtherRows] == gongkai.Layout2019 || s.merged
	return single && isOtherPart(row.String()) || !single && row == gongkai.Other
}

// compareSums compares two sums of counts, in which what is not a number is
// unknown and not negative.
func compareSums(left, right []gongkai.Value) (fails, open bool) {
	l, lUnknown, lNumbers := addUp(left)
	r, rUnknown, rNumbers := addUp(right)
	switch {
	case lNumbers+rNumbers == 0 && !hasWords(left) && !hasWords(right), l == r && !hasWords(left) && !hasWords(right):
		return false, false
	case hasWords(left) || hasWords(right):
		return false, true
	case l < r && lUnknown, l > r && rUnknown:
		return false, true
	}
	return true, false
}

func addUp(values []gongkai.Value) (sum int64, unknown bool, numbers int) {
	for _, v := range values {
		if v.State == gongkai.Number {
			n, _ := v.Number.Int64()
			sum += n
			numbers++
			continue
		}
		unknown = true
	}
	return sum, unknown, numbers
}

func hasWords(values []gongkai.Value) bool {
	for _, v := range values {
		if v.State == gongkai.Text || v.State == gongkai.Illegible {
			return true
		}
	}
	return false
}
