package eval

import (
	"fmt"
	"maps"
	"math"
)

// Floors are what a corpus must reach: shares are at least, counts at most. A
// format that is not listed has no floor of its own.
type Floors struct {
	// Corpus says how the corpus is made that they are for.
	Corpus string `json:"corpus,omitempty"`
	Floor
	Format map[string]Floor `json:"format"`
}

// Floor is a set of limits.
type Floor struct {
	Exact       float64 `json:"exact"`        // share of the readable, at least
	FalseClaims int     `json:"false_claims"` // reports, at most
	Abstained   float64 `json:"abstained"`    // share of the readable, at most
	Cells       float64 `json:"cells"`        // share, at least
}

// NoFalseClaim is what everything reaches that claims nothing false.
func NoFalseClaim() Floor { return Floor{Abstained: 1} }

// floorDigits is how finely floors are written: shares in 1/10,000.
const floorDigits = 1e4

// floorOf is what the figures reach, rounded to what they certainly reach.
func floorOf(f Figures) Floor {
	return Floor{
		Exact:       math.Floor(share(f.Exact, f.Readable)*floorDigits) / floorDigits,
		FalseClaims: f.FalseClaims,
		Abstained:   math.Ceil(share(f.Abstained, max(f.Readable, 1))*floorDigits) / floorDigits,
		Cells:       math.Floor(share(f.RightCells, f.Cells)*floorDigits) / floorDigits,
	}
}

// Below lists where the summary does not reach the floors.
func (f Floors) Below(s *Summary) []string {
	problems := f.Floor.below("all", s.All)
	for format, figures := range s.Format {
		if floor, ok := f.Format[format]; ok {
			problems = append(problems, floor.below(format, figures)...)
		}
	}
	return problems
}

func (f Floor) below(name string, figures Figures) []string {
	var problems []string
	got := floorOf(figures)
	if got.Exact < f.Exact {
		problems = append(problems, fmt.Sprintf("%s: %.4f of the readable reports are exact, the floor is %.4f", name, got.Exact, f.Exact))
	}
	if got.FalseClaims > f.FalseClaims {
		problems = append(problems, fmt.Sprintf("%s: %d reports claim what is not so, at most %d may", name, got.FalseClaims, f.FalseClaims))
	}
	if got.Abstained > f.Abstained {
		problems = append(problems, fmt.Sprintf("%s: %.4f of the readable reports abstain, at most %.4f may", name, got.Abstained, f.Abstained))
	}
	if got.Cells < f.Cells {
		problems = append(problems, fmt.Sprintf("%s: %.4f of the cells are right, the floor is %.4f", name, got.Cells, f.Cells))
	}
	return problems
}

// Raised are the floors raised to what the summary reaches. A floor that it
// does not reach is kept, unless lower allows it to sink; so is that of a format
// that the summary does not have.
func (f Floors) Raised(s *Summary, lower bool) Floors {
	raised := Floors{Corpus: f.Corpus, Floor: f.Floor.raised(s.All, lower), Format: maps.Clone(f.Format)}
	if raised.Format == nil {
		raised.Format = map[string]Floor{}
	}
	for format, figures := range s.Format {
		old, ok := f.Format[format]
		raised.Format[format] = old.raised(figures, lower || !ok)
	}
	return raised
}

func (f Floor) raised(figures Figures, lower bool) Floor {
	got := floorOf(figures)
	if lower {
		return got
	}
	return Floor{max(f.Exact, got.Exact), min(f.FalseClaims, got.FalseClaims), min(f.Abstained, got.Abstained), max(f.Cells, got.Cells)}
}
