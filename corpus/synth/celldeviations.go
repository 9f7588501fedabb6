package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"gongkai"
)

// What deviates in the cells of numbers.
var cellDeviations = []Deviation{
	{Name: "blank-zeros", Effect: "zeros are left blank, totals are printed", kind: "zeros", Layouts: tabled, apply: blankZeros},
	{Name: "dash-zeros", Effect: "zeros are printed as — or /, totals as numbers", kind: "zeros", Layouts: tabled, apply: dashZeros},
	{Name: "blank-totals", Effect: "the sums of the requests table or of a list are left blank", kind: "totals", Layouts: summed, apply: blankTotals},
	{Name: "slash-row", Effect: "the row 规章 holds / in every cell", Layouts: official, apply: slashRow},
	{Name: "change-in-words", Effect: "本年增/减 is printed as 增3 or 减2", Layouts: official, apply: changeInWords},
	{Name: "units-in-cells", Effect: "numbers of a table carry their unit: 12件", kind: "print", Layouts: tabled, apply: unitsInCells},
	{Name: "full-width-digits", Effect: "digits are full-width: １２", kind: "print", Layouts: tabled, apply: fullWidthDigits},
	{Name: "thousands", Effect: "numbers of four digits and more have separators: 1,204", kind: "print", Layouts: tabled, apply: thousandsSeparators},
	{Name: "padded-cells", Effect: "numbers have white space around them", kind: "print", Layouts: tabled, apply: paddedCells},
	{Name: "bracketed-note", Effect: "a number has a note behind it: 28（其中修订16件）", Layouts: tabled, apply: bracketedNote},
	{Name: "footnote-mark", Effect: "a number has the mark of a footnote behind it: 28①", Layouts: tabled, apply: footnoteMark},
	{Name: "words-in-cell", Effect: "a cell of the proactive table or of a list says 见附件", Layouts: tabled, apply: wordsInCell},
	{Name: "wrong-total", Effect: "one total of the requests table or of a list is off by one", kind: "totals", Layouts: summed, apply: wrongTotal},
	{Name: "wrong-disputes-total", Effect: "one total of the disputes table is off by one", Layouts: official, apply: wrongDisputesTotal},
	{Name: "total-one-row-low", Effect: "one row's total is printed in the row below", kind: "totals", Layouts: official, apply: totalOneRowLow},
	{Name: "lost-digit", Effect: "a digit of a number in a sum is not printed", kind: "totals", Layouts: summed, apply: lostDigit},
}

func blankZeros(s *Sample, _ *rand.Rand) {
	for ref, v := range s.Truth.Cells() {
		if v.Printed == "0" && !s.isTotal(ref) {
			s.print(ref, gongkai.Value{State: gongkai.Blank})
		}
	}
}

func dashZeros(s *Sample, rng *rand.Rand) {
	mark := pick(rng, []string{"—", "/", "－", "-", "无"})
	for ref, v := range s.Truth.Cells() {
		if v.Printed == "0" && !s.isTotal(ref) {
			s.print(ref, gongkai.Value{State: gongkai.Dash, Printed: mark})
		}
	}
}

func blankTotals(s *Sample, _ *rand.Rand) {
	for ref := range s.Truth.Cells() {
		if ref.Table != gongkai.TableDisputes && s.isTotal(ref) {
			s.print(ref, gongkai.Value{State: gongkai.Blank})
		}
	}
}

func slashRow(s *Sample, _ *rand.Rand) {
	for ref := range s.Truth.Cells() {
		if ref.Row == gongkai.Regulations.String() {
			s.print(ref, gongkai.Value{State: gongkai.Dash, Printed: "/"})
		}
	}
}

func changeInWords(s *Sample, _ *rand.Rand) {
	for ref, v := range s.Truth.Cells() {
		if ref.Column != gongkai.ItemsChange.String() || v.Number.Sign() == 0 || v.Printed != v.Number.String() {
			continue
		}
		word := "增"
		if v.Number.Sign() < 0 {
			word = "减"
		}
		s.reprint(ref, word+strings.TrimPrefix(v.Printed, "-"))
	}
}

// reprint changes what is printed, not what it means.
func (s *Sample) reprint(ref gongkai.CellRef, printed string) {
	v := *s.Truth.At(ref)
	v.Printed = printed
	s.print(ref, v)
}

// plain reports whether the cell prints nothing but digits.
func plain(v *gongkai.Value) bool {
	return v.State == gongkai.Number && v.Printed == v.Number.String() && v.Number.Sign() >= 0
}

func unitsInCells(s *Sample, rng *rand.Rand) {
	tables := []string{gongkai.TableRequests, gongkai.TableDisputes, gongkai.TableProactive}
	if s.list != nil {
		tables = []string{s.list.table}
	}
	table := pick(rng, tables)
	unit := pick(rng, []string{"件", "件", "条", "个"})
	for ref, v := range s.Truth.Cells() {
		switch {
		case ref.Table != table || !plain(v) || strings.HasSuffix(v.Unit, "元"):
		case ref.Column == gongkai.Amount.String():
		default:
			changed := *v
			changed.Printed, changed.Unit = v.Printed+unit, unit
			s.print(ref, changed)
		}
	}
}

func fullWidthDigits(s *Sample, _ *rand.Rand) {
	for ref, v := range s.Truth.Cells() {
		if v.State == gongkai.Number {
			s.reprint(ref, strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r - '0' + '０'
				}
				return r
			}, v.Printed))
		}
	}
}

func thousandsSeparators(s *Sample, _ *rand.Rand) {
	for ref, v := range s.Truth.Cells() {
		if whole, fraction, pointed := strings.Cut(v.Printed, "."); plain(v) && len(whole) > 3 {
			for at := len(whole) - 3; at > 0; at -= 3 {
				whole = whole[:at] + "," + whole[at:]
			}
			if pointed {
				whole += "." + fraction
			}
			s.reprint(ref, whole)
		}
	}
}

func paddedCells(s *Sample, rng *rand.Rand) {
	for _, t := range s.Page.tables() {
		for _, row := range t.Rows {
			for i := range row {
				if row[i].Value.Table != "" && row[i].Text != "" {
					row[i].Text = pick(rng, []string{"", " ", "  ", "\u00a0"}) + row[i].Text + pick(rng, []string{" ", "　", ""})
				}
			}
		}
	}
}

// pickNumber chooses a cell that prints a plain number other than 0 and that
// keep accepts; ok is false when there is none.
func (s *Sample) pickNumber(rng *rand.Rand, keep func(gongkai.CellRef) bool) (ref gongkai.CellRef, ok bool) {
	refs := s.refs(func(ref gongkai.CellRef, v *gongkai.Value) bool { return plain(v) && v.Number.Sign() > 0 && keep(ref) })
	if len(refs) == 0 {
		return gongkai.CellRef{}, false
	}
	return pick(rng, refs), true
}

func bracketedNote(s *Sample, rng *rand.Rand) {
	if ref, ok := s.pickNumber(rng, s.isUnsummed); ok {
		v := s.Truth.At(ref)
		s.reprint(ref, fmt.Sprintf("%s（其中%s%d件）", v.Printed, pick(rng, []string{"修订", "废止", "新增"}), 1+rng.IntN(9)))
	}
}

func footnoteMark(s *Sample, rng *rand.Rand) {
	if ref, ok := s.pickNumber(rng, s.isUnsummed); ok {
		s.reprint(ref, s.Truth.At(ref).Printed+pick(rng, []string{"①", "*", "※", "[1]", "注"}))
	}
}

func wordsInCell(s *Sample, rng *rand.Rand) {
	refs := s.refs(func(ref gongkai.CellRef, v *gongkai.Value) bool {
		return s.isUnsummed(ref) && v.State == gongkai.Number
	})
	if len(refs) == 0 {
		return
	}
	s.print(pick(rng, refs), gongkai.Value{State: gongkai.Text, Printed: pick(rng, []string{"见附件", "详见附表", "未统计", "近5000"})})
}

// wrongTotal raises the total of a row that states anything, and of the first
// row otherwise.
func wrongTotal(s *Sample, rng *rand.Rand) {
	if s.list != nil {
		s.wrongListTotal(rng)
		return
	}
	ref := gongkai.CellRef{Table: gongkai.TableRequests, Row: gongkai.NewRequests.String(), Column: gongkai.ApplicantTotal.String()}
	if stated, ok := s.pickNumber(rng, func(ref gongkai.CellRef) bool {
		outcome := ref.Row != gongkai.ProcessedTotal.String() && ref.Row != gongkai.CarriedOut.String()
		return ref.Table == gongkai.TableRequests && ref.Column == gongkai.ApplicantTotal.String() && outcome
	}); ok {
		ref = stated
	}
	if v := s.Truth.At(ref); v != nil && v.State == gongkai.Number {
		n := number64(*v)
		s.print(ref, count(int(n)+1))
		s.Arithmetic = fmt.Sprintf("%s prints %d where its six columns add up to %d; the identities of column total that it enters fail with it", ref, n+1, n)
	}
}

// wrongListTotal raises a sum of the list by one.
func (s *Sample) wrongListTotal(rng *rand.Rand) {
	refs := s.refs(func(ref gongkai.CellRef, v *gongkai.Value) bool {
		return s.inList(ref) && s.list.isSum(ref.Row) && v.State == gongkai.Number && s.hasPart(ref)
	})
	if len(refs) > 0 {
		ref := pick(rng, refs)
		n := number64(*s.Truth.At(ref))
		s.print(ref, count(int(n)+1))
		s.Arithmetic = fmt.Sprintf("%s prints %d where its parts add up to %d", ref, n+1, n)
	}
}

// hasPart reports whether the list prints a part of the sum.
func (s *Sample) hasPart(ref gongkai.CellRef) bool {
	return slices.ContainsFunc(s.list.row(ref.Row).parts, func(part string) bool {
		v := s.Truth.At(gongkai.CellRef{Table: ref.Table, Row: part, Column: ref.Column})
		return v != nil && v.State != gongkai.Absent
	})
}

func wrongDisputesTotal(s *Sample, rng *rand.Rand) {
	if s.Truth.Disputes == nil {
		return
	}
	ref := gongkai.CellRef{Table: gongkai.TableDisputes, Row: gongkai.DisputeRoute(rng.IntN(int(gongkai.DisputeRouteCount))).String(), Column: gongkai.OutcomeTotal.String()}
	n := number64(*s.Truth.At(ref))
	s.print(ref, count(int(n)+1))
	s.Arithmetic += fmt.Sprintf("%s prints %d where its four outcomes add up to %d", ref, n+1, n)
}

// totalOneRowLow prints the total of a row one row lower and 0 in its place.
func totalOneRowLow(s *Sample, rng *rand.Rand) {
	at := func(row gongkai.RequestRow) gongkai.CellRef {
		return gongkai.CellRef{Table: gongkai.TableRequests, Row: row.String(), Column: gongkai.ApplicantTotal.String()}
	}
	var rows []gongkai.RequestRow
	for row := gongkai.Granted; row < gongkai.RejectedReissue; row++ {
		a, b := s.Truth.At(at(row)), s.Truth.At(at(row+1))
		if plain(a) && plain(b) && a.Number.Sign() > 0 && b.Number.Sign() == 0 {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return
	}
	row := pick(rng, rows)
	v := *s.Truth.At(at(row))
	s.print(at(row), count(0))
	s.print(at(row+1), v)
	s.Arithmetic = fmt.Sprintf("%s is printed in the row below", at(row))
}

// lostDigit prints a number of two digits or more without its last.
func lostDigit(s *Sample, rng *rand.Rand) {
	ref, ok := s.pickNumber(rng, func(ref gongkai.CellRef) bool {
		return s.Summed(ref) && ref.Table != gongkai.TableDisputes && len(s.Truth.At(ref).Printed) > 1
	})
	if !ok {
		return
	}
	printed := s.Truth.At(ref).Printed
	number, err := gongkai.ParseDecimal(printed[:len(printed)-1])
	if err != nil {
		panic("synth: " + printed) // our own bug: plain says that it is digits
	}
	s.print(ref, gongkai.Value{Printed: printed[:len(printed)-1], Number: number, State: gongkai.Number})
	s.Arithmetic = fmt.Sprintf("%s lacks its last digit", ref)
}
