package synth

import (
	"math/rand/v2"

	"gongkai"
)

// What deviates in the choice of the forms.
var formDeviations = []Deviation{
	{Name: "form-of-2019", Effect: "a report of 2021 or later on the tables of 2019", kind: "form", order: formOf2019},
	{Name: "hybrid-blocks", Effect: "each block of the tables follows one of the two forms", kind: "form", order: hybridBlocks},
	{Name: "single-other-row", Effect: "（六）其他处理 is the single row of 2019 in a table of 2021", kind: "form", order: singleOtherRow},
	{Name: "other-rows-early", Effect: "（六）其他处理 has the three rows of 2021 in a table of 2019", kind: "form", order: otherRowsEarly},
}

func formOf2019(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2021+rng.IntN(5), PureForm(gongkai.Layout2019)
}

func hybridBlocks(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2021+rng.IntN(5), PureForm(gongkai.Layout2021)
	for part := range Item9 {
		if rng.IntN(2) == 0 {
			o.Form[part] = gongkai.Layout2019
		}
	}
	o.Form[rng.IntN(int(Item8))] = gongkai.Layout2019
	o.Form[Item8] = gongkai.Layout2021
}

func singleOtherRow(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2021+rng.IntN(5), PureForm(gongkai.Layout2021)
	o.Form[OtherRows] = gongkai.Layout2019
}

func otherRowsEarly(o *Order, rng *rand.Rand) {
	o.Year, o.Form = 2019+rng.IntN(2), PureForm(gongkai.Layout2019)
	o.Form[OtherRows] = gongkai.Layout2021
}
