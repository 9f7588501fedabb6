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
	// Layouts are those that have what it changes; nil for all.
	Layouts []gongkai.Layout
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
var deviations = slices.Concat(formDeviations, rowDeviations, labelDeviations, cellDeviations, proseDeviations, lookDeviations, listDeviations)

// applies reports whether reports of the layout can deviate so.
func (d Deviation) applies(layout gongkai.Layout) bool {
	return d.Layouts == nil || slices.Contains(d.Layouts, layout)
}

func deviation(name string) (Deviation, bool) {
	for _, d := range deviations {
		if d.Name == name {
			return d, true
		}
	}
	return Deviation{}, false
}

// prepare checks the order and applies what deviations change of it.
func (o *Order) prepare() error {
	if known := func(l LayoutShare) bool { return l.Layout == o.Layout }; o.Layout != gongkai.LayoutNone && !slices.ContainsFunc(layoutShares, known) {
		return fmt.Errorf("no layout is called %q", o.Layout)
	}
	for _, name := range o.Deviations {
		d, ok := deviation(name)
		if !ok {
			return fmt.Errorf("no deviation is called %q", name)
		}
		if !o.fits(d) {
			return fmt.Errorf("layout %q has no deviation %s", o.Layout, name)
		}
		if d.order != nil {
			d.order(o, stream(o.Seed, "deviation "+name))
		}
	}
	return nil
}

// fits reports whether the deviation applies to the layout; an order without one
// is for an official form.
func (o *Order) fits(d Deviation) bool {
	if o.Layout == gongkai.LayoutNone {
		return slices.ContainsFunc(official, d.applies)
	}
	return d.applies(o.Layout)
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
