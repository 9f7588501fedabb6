package synth

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"gongkai"
)

// scale is how much an agency has to count: means, not limits.
type scale struct {
	requests   int // of natural persons in a year; 0 means none at all
	companies  int // chance in a hundred that a column of organisations has any
	disputes   int
	licensing  int
	penalties  int
	normative  int
	regulating bool // may make 规章
	moneyCents int  // of fees and procurement, in hundredths of 万元
}

// newScale draws how busy the agency is. Most small agencies receive nothing.
func newScale(rng *rand.Rand, kind Kind) scale {
	switch kind {
	case PrefectureGovernment:
		return scale{1500, 90, 120, 80_000, 30_000, 20, true, 900_000_00}
	case CountyGovernment:
		return scale{180, 60, 20, 9_000, 4_000, 6, false, 60_000_00}
	case PrefectureBureau:
		return scale{60, 50, 8, 2_500, 600, 4, false, 3_000_00}
	case CountyBureau:
		if rng.IntN(2) == 0 {
			return scale{8, 20, 1, 400, 90, 1, false, 80_00}
		}
	case TownGovernment:
		if rng.IntN(4) == 0 {
			return scale{4, 10, 1, 30, 5, 0, false, 0}
		}
	}
	return scale{0, 0, 0, 12, 3, 0, false, 0}
}

// around draws a count of that mean with a tail up to four times as long; 0 for
// mean 0. Integers only: floating point may differ between machines.
func around(rng *rand.Rand, mean int) int {
	if mean == 0 {
		return 0
	}
	return rng.IntN(2*mean+1) * rng.IntN(2*mean+1) / mean
}

// count is a cell that prints n.
func count(n int) gongkai.Value {
	return gongkai.Value{Printed: strconv.Itoa(n), Number: gongkai.Int(int64(n)), State: gongkai.Number}
}

// money is a cell that prints an amount in 万元, exact to the last decimal
// that it prints; unit is glued on, or stands in the head of the column.
func money(rng *rand.Rand, meanCents int, glued bool) gongkai.Value {
	cents := around(rng, meanCents)
	printed := "0"
	switch {
	case cents == 0:
	case rng.IntN(5) == 0:
		printed = fmt.Sprintf("%d.%02d%02d", cents/100, cents%100, rng.IntN(100))
	case rng.IntN(4) == 0:
		printed = strconv.Itoa(max(cents/100, 1))
	default:
		printed = fmt.Sprintf("%d.%02d", cents/100, cents%100)
	}
	number, err := gongkai.ParseDecimal(printed)
	if err != nil {
		panic("synth: " + printed + " is not a decimal") // our own bug: it was formatted above
	}
	v := gongkai.Value{Printed: printed, Number: number, State: gongkai.Number, Unit: "万元"}
	switch {
	case glued && cents > 0:
		v.Printed += "万元"
	case glued:
		v.Unit = ""
	}
	return v
}

// outcomeWeights says how often requests end in each way, out of a thousand.
var outcomeWeights = map[gongkai.RequestRow]int{
	gongkai.Granted: 360, gongkai.PartlyGranted: 80,
	gongkai.DeniedStateSecret: 8, gongkai.DeniedByLaw: 6, gongkai.DeniedSafetyStability: 4,
	gongkai.DeniedThirdParty: 24, gongkai.DeniedInternalAffairs: 20, gongkai.DeniedProcessInformation: 24,
	gongkai.DeniedEnforcementFile: 30, gongkai.DeniedAdministrativeQuery: 26,
	gongkai.UnavailableNotHeld: 210, gongkai.UnavailableNeedsCreation: 40, gongkai.UnavailableUnclear: 30,
	gongkai.RejectedPetition: 40, gongkai.RejectedDuplicate: 24, gongkai.RejectedPublication: 6,
	gongkai.RejectedExcessive: 8, gongkai.RejectedReissue: 10,
	gongkai.Other: 50, gongkai.OtherNotCorrected: 26, gongkai.OtherFeeUnpaid: 4, gongkai.OtherRemaining: 20,
}

// newRequests draws the requests table of the rows that the form prints. Every
// column is drawn from its outcomes up, so that its identities hold: what came
// in is what was processed and what was carried out, less what was carried in.
func newRequests(rng *rand.Rand, form Form, s scale) *gongkai.Requests {
	var n [gongkai.RequestRowCount][gongkai.ApplicantCount]int
	rows := form.outcomeRows()
	for column := range gongkai.ApplicantTotal {
		mean := s.requests
		if column != gongkai.NaturalPerson {
			mean = 0
			if rng.IntN(100) < s.companies {
				mean = max(s.requests/20, min(s.requests, 1))
			}
		}
		for range around(rng, mean) {
			row := weighted(rng, rows)
			n[row][column]++
			n[gongkai.ProcessedTotal][column]++
		}
		n[gongkai.CarriedOut][column] = around(rng, mean/20)
		all := n[gongkai.ProcessedTotal][column] + n[gongkai.CarriedOut][column]
		n[gongkai.CarriedIn][column] = min(around(rng, mean/25), all)
		n[gongkai.NewRequests][column] = all - n[gongkai.CarriedIn][column]
	}
	table := new(gongkai.Requests)
	for _, row := range append(rows, gongkai.NewRequests, gongkai.CarriedIn, gongkai.ProcessedTotal, gongkai.CarriedOut) {
		total := 0
		for column := range gongkai.ApplicantTotal {
			total += n[row][column]
			table[row][column] = count(n[row][column])
		}
		table[row][gongkai.ApplicantTotal] = count(total)
	}
	return table
}

// outcomeRows are the rows that add up to （七）总计.
func (f Form) outcomeRows() []gongkai.RequestRow {
	var rows []gongkai.RequestRow
	for _, o := range f.outcomes() {
		if o.parts == nil && o.row != gongkai.ProcessedTotal {
			rows = append(rows, o.row)
		}
		for _, part := range o.parts {
			rows = append(rows, part.code)
		}
	}
	return rows
}

func weighted(rng *rand.Rand, rows []gongkai.RequestRow) gongkai.RequestRow {
	sum := 0
	for _, row := range rows {
		sum += outcomeWeights[row]
	}
	at := rng.IntN(sum)
	for _, row := range rows {
		if at -= outcomeWeights[row]; at < 0 {
			return row
		}
	}
	return rows[len(rows)-1]
}

func newDisputes(rng *rand.Rand, s scale) *gongkai.Disputes {
	table := new(gongkai.Disputes)
	for route := range gongkai.DisputeRouteCount {
		mean := s.disputes
		if route != gongkai.Review {
			mean /= 3
		}
		total := 0
		for outcome, share := range [...]int{5, 1, 3, 1} { // of ten, in official order
			n := around(rng, mean*share/10)
			total += n
			table[route][outcome] = count(n)
		}
		table[route][gongkai.OutcomeTotal] = count(total)
	}
	return table
}

// newProactive draws the cells that the form's blocks print.
func newProactive(rng *rand.Rand, form Form, s scale) *gongkai.Proactive {
	table := new(gongkai.Proactive)
	for _, item := range form.items() {
		for _, row := range item.rows {
			mean := map[gongkai.ProactiveRow]int{
				gongkai.NormativeDocuments: s.normative, gongkai.Licensing: s.licensing, gongkai.OtherServices: s.licensing / 3,
				gongkai.Penalties: s.penalties, gongkai.CoerciveMeasures: s.penalties / 15,
			}[row.code]
			if row.code == gongkai.Regulations && s.regulating {
				mean = 2
			}
			cells := &table[row.code]
			switch item.part {
			case Item1:
				documents(rng, cells, item, mean)
			case Item5, Item6, Item8:
				services(rng, cells, item, mean, s)
			case Item9:
				cells[gongkai.Amount] = money(rng, s.moneyCents/20, true)
				cells[gongkai.Items] = count(0)
				if cells[gongkai.Amount].Number.Sign() > 0 {
					cells[gongkai.Items] = count(1 + around(rng, 20))
				}
			}
		}
	}
	return table
}

// documents fills a row of item (1): documents made, and how many there are.
func documents(rng *rand.Rand, cells *[gongkai.ProactiveColumnCount]gongkai.Value, item itemForm, mean int) {
	made := around(rng, mean)
	if item.layout == gongkai.Layout2021 {
		cells[gongkai.Issued] = count(made)
		cells[gongkai.Repealed] = count(around(rng, mean/2))
		cells[gongkai.InForce] = count(made + around(rng, mean*6))
		return
	}
	disclosed := made - min(made, rng.IntN(2))
	cells[gongkai.Made] = count(made)
	cells[gongkai.Disclosed] = count(disclosed)
	cells[gongkai.DisclosedTotal] = count(disclosed + around(rng, mean*6))
}

// services fills a row of items (5), (6) and (8): kinds of service and of fee,
// and how often they were used.
func services(rng *rand.Rand, cells *[gongkai.ProactiveColumnCount]gongkai.Value, item itemForm, mean int, s scale) {
	for _, column := range item.columns {
		switch column.code {
		case gongkai.ItemsLastYear:
			cells[column.code] = count(min(around(rng, 12), max(mean, 3)))
		case gongkai.ItemsChange:
			cells[column.code] = count(itemsChange(rng, mean, cells[gongkai.ItemsLastYear]))
		case gongkai.Decisions:
			cells[column.code] = count(around(rng, mean))
		case gongkai.Amount:
			cells[column.code] = money(rng, s.moneyCents/10, false)
		}
	}
}

// itemsChange is how many kinds of item were added or, negative, dropped: never
// more than there were.
func itemsChange(rng *rand.Rand, mean int, lastYear gongkai.Value) int {
	change := rng.IntN(7) - 3
	before, _ := lastYear.Number.Int64()
	if mean == 0 {
		return 0
	}
	return max(change, -int(before))
}
