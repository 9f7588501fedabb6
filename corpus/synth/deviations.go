package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"gongkai"
)

// Deviation is one way in which real reports depart from the official form.
type Deviation struct {
	Name string
	// Effect says what the reader of the document sees.
	Effect string
	// Destroys says that the document no longer tells what the truth says, so
	// that no reader can be exact and none may claim to be.
	Destroys bool
	// Formats are those that can show it; nil for all.
	Formats []gongkai.Format
	// kind keeps deviations apart that undo each other: a sample has at most
	// one of a kind. Empty for those that go with all.
	kind string
	// order changes what is made, before it is made.
	order func(*Order, *rand.Rand)
	// apply changes what was made.
	apply func(*Sample, *rand.Rand)
}

// Deviations are all that can be asked for.
func Deviations() []Deviation { return slices.Clone(deviations) }

// deviations are listed by what they change; each list is in the file of its
// functions.
var deviations = slices.Concat(formDeviations, rowDeviations, labelDeviations, cellDeviations, proseDeviations, lookDeviations)

func deviation(name string) (Deviation, bool) {
	for _, d := range deviations {
		if d.Name == name {
			return d, true
		}
	}
	return Deviation{}, false
}

// prepare applies what deviations change of the order.
func (o *Order) prepare() error {
	for _, name := range o.Deviations {
		d, ok := deviation(name)
		if !ok {
			return fmt.Errorf("no deviation is called %q", name)
		}
		if d.order != nil {
			d.order(o, stream(o.Seed, "deviation "+name))
		}
	}
	return nil
}

// deviate applies the deviation of that name, which exists.
func (s *Sample) deviate(name string) {
	d, _ := deviation(name)
	if d.apply != nil {
		d.apply(s, stream(s.seed, "deviation "+name))
	}
	if d.Destroys {
		s.Destroyed = name
	}
	s.Deviations = append(s.Deviations, name)
}
