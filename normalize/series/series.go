// Package series makes of a report the indicators that mean the same, or nearly
// the same, in the forms of 2014, 2019 and 2021 and in known local lists, so
// that an agency can be followed over the years.
//
// The mapping is data: [Indicators] says of every indicator in which cells each
// form states it, and [Notes] where the definitions differ. docs/SERIES.md is
// made from both. What two forms define differently and no note can bridge is
// not mapped: fees, staff, the number of documents in force, the channels of
// requests, the three columns of Anhui.
//
// # What counts twice
//
// Totals and their parts are different indicators. An indicator's Parent is the
// total that it is a part of; only indicators of one parent may be added up.
//
// # Sources
//
// 国办发〔2014〕32号 (cn-2014), 国办公开办函〔2019〕60号 (cn-2019), 国办公开办函〔2021〕30号
// (cn-2021), 政府信息公开条例 of 2019, articles 14 to 16, 35, 36, 39 and 50.
package series

import (
	"math/big"
	"slices"
	"strings"

	"gongkai"
)

// Indicator is one quantity that can be followed over layouts.
type Indicator struct {
	// Code is stable.
	Code string
	// Parent is the code of the total that this is a part of; empty for totals
	// and shares.
	Parent string
	// Unit as it counts; empty for shares.
	Unit string
	// English and Chinese are its name, then its definition.
	English, Chinese                     string
	EnglishDefinition, ChineseDefinition string
	// Readings say where the forms state it, the preferred one first; none for
	// shares.
	Readings []Reading
	// Numerator and Denominator are the codes of indicators whose sums a share
	// divides; empty for others.
	Numerator, Denominator []string
}

// Reading is how some forms state an indicator.
type Reading struct {
	// Layouts are the forms that have these cells.
	Layouts []gongkai.Layout
	// Cells add up to the number. A printed total is one cell.
	Cells []Term
	// Only is a row that the list must print for the reading to hold; empty when
	// there is none.
	Only string
	// Note is the code of what differs from the form of 2021; empty when nothing
	// does.
	Note string
}

// Term is a cell that is added or, with Minus, taken away.
type Term struct {
	gongkai.CellRef
	Minus bool
}

// Why there is no value, beside the states of cells.
const (
	// ZeroDenominator: nothing to take a share of.
	ZeroDenominator = "zero-denominator"
	// OtherUnit: the cell counts in another unit than the indicator.
	OtherUnit = "unit"
)

// shareDecimals is the number of decimals of a share, rounded half away from zero.
const shareDecimals = 6

// Of returns the indicators that the report's forms have, in the order of
// Indicators; none for prose. A number is used as printed: a printed total is
// never computed, whatever its parts add up to, and a sum is there only if every
// cell of it states a number. Where a reading's cells are not there or state none,
// the observation says so in Missing; an indicator that the report's form does
// not have gives no observation.
//
// Of two readings in one report, as in hybrids, the first whose cells all state
// numbers counts, then the first of which any cell is there.
func Of(r *gongkai.Report) []gongkai.Observation {
	var observed []gongkai.Observation
	by := map[string]*gongkai.Observation{}
	for i := range indicators {
		in := &indicators[i]
		var o gongkai.Observation
		var ok bool
		if in.Denominator == nil {
			o, ok = in.read(r)
		} else {
			o, ok = in.divide(by)
		}
		if ok {
			o.Indicator, o.Unit = in.Code, in.Unit
			observed = append(observed, o)
			by[in.Code] = &o
		}
	}
	return observed
}

// read observes what the report's forms state; false when they do not have it.
func (in *Indicator) read(r *gongkai.Report) (gongkai.Observation, bool) {
	var best *Reading
	rank := -1
	for i := range in.Readings {
		reading := &in.Readings[i]
		if n := reading.rank(r); n > rank {
			best, rank = reading, n
		}
	}
	if best == nil {
		return gongkai.Observation{}, false
	}
	return best.observe(r, in.Unit), true
}

// rank says how much of the reading the report has: -1 when it is of another
// form, then nothing of it, something, a number in every cell.
func (re *Reading) rank(r *gongkai.Report) int {
	table := re.Cells[0].Table
	switch ours := slices.Contains(re.Layouts, r.Layout); {
	case table == gongkai.TableLocal && (r.Local == nil || !slices.Contains(re.Layouts, gongkai.Layout(r.Local.List))),
		!ours && !r.HasTable(table),
		re.Only != "" && cell(r, gongkai.CellRef{Table: table, Row: re.Only, Column: re.Cells[0].Column}).State == gongkai.Absent:
		return -1
	}
	present, numbers := 0, 0
	for _, t := range re.Cells {
		switch cell(r, t.CellRef).State {
		case gongkai.Absent:
		case gongkai.Number:
			numbers++
			fallthrough
		default:
			present++
		}
	}
	switch {
	case numbers == len(re.Cells):
		return 3
	case present > 0:
		return 2
	case slices.Contains(re.Layouts, r.Layout):
		return 1
	}
	return 0
}

func cell(r *gongkai.Report, ref gongkai.CellRef) gongkai.Value {
	if v := r.At(ref); v != nil {
		return *v
	}
	return gongkai.Value{}
}

// observe adds the cells up.
func (re *Reading) observe(r *gongkai.Report, unit string) gongkai.Observation {
	o := gongkai.Observation{Comparability: re.Note, Proof: gongkai.Proven}
	for _, t := range re.Cells {
		v := cell(r, t.CellRef)
		o.Cells = append(o.Cells, t.CellRef)
		o.Proof = weaker(o.Proof, v.Proof)
		number := v.Number
		if t.Minus {
			number = number.Neg()
		}
		sum, exact := o.Value.Add(number)
		switch {
		case o.Missing != "":
		case v.State != gongkai.Number:
			o.Missing = v.State.String()
		case !counts(v.Unit):
			o.Missing = OtherUnit
		case !exact:
			o.Missing = gongkai.Text.String()
		default:
			o.Value = sum
		}
	}
	if o.Missing != "" {
		o.Value = gongkai.Decimal{}
	}
	return o
}

// counts reports whether a printed unit is one of counting, whichever word an
// agency has for it.
func counts(unit string) bool {
	return !strings.ContainsAny(unit, "千万亿元")
}

// strength orders proofs: what is doubtful vouches for least.
var strength = map[gongkai.Proof]int{gongkai.Doubtful: 0, gongkai.Contradicted: 1, gongkai.Unchecked: 2, gongkai.Proven: 3}

func weaker(a, b gongkai.Proof) gongkai.Proof {
	if strength[b] < strength[a] {
		return b
	}
	return a
}

// divide makes a share of what was observed; false when the report's forms do
// not have all of its parts.
func (in *Indicator) divide(by map[string]*gongkai.Observation) (gongkai.Observation, bool) {
	o := gongkai.Observation{Proof: gongkai.Proven}
	numerator, ok := total(&o, by, in.Numerator)
	denominator, known := total(&o, by, in.Denominator)
	if !ok || !known || o.Missing != "" {
		return o, ok && known
	}
	o.Numerator, o.Denominator = &numerator, &denominator
	if denominator.Sign() == 0 {
		o.Missing = ZeroDenominator
		return o, true
	}
	var x, y big.Rat
	x.SetString(numerator.String())
	y.SetString(denominator.String())
	value, err := gongkai.ParseDecimal(x.Quo(&x, &y).FloatString(shareDecimals))
	if err != nil { // of absurd numbers
		o.Missing = gongkai.Text.String()
	}
	o.Value = value
	return o, true
}

// total adds up observations for the share o, which is as weak as they are;
// false when one of them is not there.
func total(o *gongkai.Observation, by map[string]*gongkai.Observation, codes []string) (sum gongkai.Decimal, ok bool) {
	for _, code := range codes {
		part := by[code]
		if part == nil {
			return sum, false
		}
		exact := true
		sum, exact = sum.Add(part.Value)
		if !exact && part.Missing == "" {
			part = &gongkai.Observation{Missing: gongkai.Text.String(), Cells: part.Cells, Proof: part.Proof, Comparability: part.Comparability}
		}
		if o.Missing == "" {
			o.Missing = part.Missing
		}
		o.Proof = weaker(o.Proof, part.Proof)
		for _, c := range part.Cells {
			if !slices.Contains(o.Cells, c) {
				o.Cells = append(o.Cells, c)
			}
		}
		if note := part.Comparability; note != "" && !slices.Contains(strings.Split(o.Comparability, ";"), note) {
			o.Comparability = strings.TrimPrefix(o.Comparability+";"+note, ";")
		}
	}
	return sum, true
}
