package synth

import (
	"math/rand/v2"

	"gongkai"
)

// What deviates in the choice of the forms.
var formDeviations = []Deviation{
	{Name: "form-of-2019", Effect: "a report of 2021 or later on the tables of 2019", kind: "form", Layouts: only2019, order: formOf2019},
	{Name: "hybrid-blocks", Effect: "each block of the tables follows one of the two forms", kind: "form", Layouts: official, order: hybridBlocks},
	{Name: "single-other-row", Effect: "（六）其他处理 is the single row of 2019 in a table of 2021", kind: "form", Layouts: only2021, order: singleOtherRow},
	{Name: "other-rows-early", Effect: "（六）其他处理 has the three rows of 2021 in a table of 2019", kind: "form", Layouts: only2019, order: otherRowsEarly},
}

func formOf2019(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2021+rng.IntN(5), PureForm(gongkai.Layout2019)
}

// hybridBlocks has block (9) when two blocks or more are of its form, so that
// nobody need wonder whether it is missing.
func hybridBlocks(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2021+rng.IntN(5), PureForm(gongkai.Layout2021)
	o.Form[rng.IntN(int(Item8))] = gongkai.Layout2019
	for _, part := range []Part{Item1, Item5, Item6, OtherRows} {
		if rng.IntN(2) == 0 {
			o.Form[part] = gongkai.Layout2019
		}
	}
	old := 0
	for part := range Item8 {
		if o.Form[part] == gongkai.Layout2019 {
			old++
		}
	}
	if old > 1 {
		o.Form[Item9] = gongkai.Layout2019
	}
}

func singleOtherRow(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2021+rng.IntN(5), PureForm(gongkai.Layout2021)
	o.Form[OtherRows] = gongkai.Layout2019
}

func otherRowsEarly(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2019+rng.IntN(2), PureForm(gongkai.Layout2019)
	o.Form[OtherRows] = gongkai.Layout2021
}
