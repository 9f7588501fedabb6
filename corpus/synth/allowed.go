package synth

import "gongkai"

// Allowed are the statuses that may be said of the sample when it is read from
// the format. It is decided from the truth, by sums of its own.
//
//   - What was destroyed is doubtful, incomplete or narrative.
//   - A row or a table that is not there, or a sum that a blank leaves open,
//     makes the report incomplete, or doubtful where the format cannot tell a
//     blank from a loss (PDF, text).
//   - A sum that fails is the agency's, or doubtful in text, of which a
//     converter may have lost lines.
//   - Words in a cell may be a misread number; in PDF a second reading may
//     confirm them.
//   - Text does not say which rows a cell spans, so that a number for the three
//     rows of （六）其他处理 and one for the first of them, with blanks below, look
//     the same.
//   - Everything else is verified.
func (s *Sample) Allowed(format gongkai.Format) []gongkai.Status {
	fails, open := s.sums()
	switch {
	case s.Destroyed != "":
		return []gongkai.Status{gongkai.DoubtfulReport, gongkai.Incomplete, gongkai.Narrative}
	case !format.Structural() && (open || s.words()):
		if !open && !s.lacks() && format == gongkai.FormatPDF {
			confirmed := gongkai.Verified
			if fails {
				confirmed = gongkai.SourceInconsistent
			}
			return []gongkai.Status{confirmed, gongkai.DoubtfulReport}
		}
		return []gongkai.Status{gongkai.DoubtfulReport, gongkai.Incomplete}
	case format == gongkai.FormatText && s.mergedOrBlank():
		return []gongkai.Status{gongkai.Verified, gongkai.DoubtfulReport, gongkai.Incomplete}
	case !format.Structural() && fails && s.lacks():
		return []gongkai.Status{gongkai.DoubtfulReport, gongkai.Incomplete}
	case open || s.lacks():
		return []gongkai.Status{gongkai.Incomplete}
	case fails && format == gongkai.FormatText:
		return []gongkai.Status{gongkai.DoubtfulReport}
	case fails:
		return []gongkai.Status{gongkai.SourceInconsistent}
	}
	return []gongkai.Status{gongkai.Verified}
}

// officialTables are the tables of the forms since 2019.
const officialTables = 3

// Readable reports whether a document in the format tells the truth: nothing was
// destroyed, and the format can say it.
func (s *Sample) Readable(format gongkai.Format) bool {
	return s.Destroyed == "" && !(format == gongkai.FormatText && s.mergedOrBlank())
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
	if len(stated) < officialTables {
		return true
	}
	for _, any := range stated {
		if !any {
			return true
		}
	}
	for _, row := range s.form.rows() {
		if !present[row] && !(s.merged && row[0] == gongkai.TableRequests && isOtherPart(row[1])) {
			return true
		}
	}
	return false
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
