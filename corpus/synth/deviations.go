package synth

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"gongkai"
)

// Deviation is one way in which real reports depart from the official form.
type Deviation struct {
	Name string
	// Effect says what the reader of the document sees.
	Effect string
	apply  func(*Sample, *rand.Rand)
}

// Deviations are all that can be asked for.
func Deviations() []Deviation { return deviations }

var deviations = []Deviation{
	{"split-title", "the title stands on two lines, cut after the agency", splitTitle},
	{"split-heads", "the heads of narrow columns are broken over two paragraphs", splitHeads},
	{"block-tables", "each block of the proactive table is a table of its own", blockTables},
	{"blank-zeros", "zeros are left blank, totals are printed", blankZeros},
	{"change-in-words", "本年增/减 is printed as 增3 or 减2", changeInWords},
	{"wrong-total", "one total of the requests table is off by one", wrongTotal},
}

// Deviate applies the deviation of that name.
func (s *Sample) Deviate(name string) error {
	for _, d := range deviations {
		if d.Name == name {
			d.apply(s, stream(s.seed, "deviation "+name))
			s.Deviations = append(s.Deviations, name)
			return nil
		}
	}
	return fmt.Errorf("no deviation is called %q", name)
}

func splitTitle(s *Sample, _ *rand.Rand) {
	before, after, _ := strings.Cut(s.Page.title(), s.Truth.Agency)
	s.Page.Title = []string{before + s.Truth.Agency, after}
}

func splitHeads(s *Sample, _ *rand.Rand) {
	for _, t := range s.Page.tables() {
		for _, row := range t.Rows {
			for i := range row {
				for _, head := range organisations {
					if runes := []rune(head); row[i].Text == head && len(runes) > 3 {
						row[i].Text = string(runes[:len(runes)/2]) + "\n" + string(runes[len(runes)/2:])
					}
				}
			}
		}
	}
}

// blockTables cuts the proactive table before each row of one cell: its block
// headings.
func blockTables(s *Sample, _ *rand.Rand) {
	var blocks []Block
	for _, b := range s.Page.Blocks {
		if b.Table == nil || !b.Table.prints(gongkai.TableProactive) {
			blocks = append(blocks, b)
			continue
		}
		var part *Table
		for _, row := range b.Table.Rows {
			if len(row) == 1 || part == nil {
				part = &Table{Widths: b.Table.Widths}
				blocks = append(blocks, Block{Table: part})
			}
			part.add(row...)
		}
	}
	s.Page.Blocks = blocks
}

// prints reports whether the table prints values of the official table.
func (t *Table) prints(table string) bool {
	for _, row := range t.Rows {
		for _, cell := range row {
			if cell.Value.Table == table {
				return true
			}
		}
	}
	return false
}

func blankZeros(s *Sample, _ *rand.Rand) {
	for ref, v := range s.Truth.Cells() {
		total := ref.Column == gongkai.ApplicantTotal.String() || ref.Row == gongkai.ProcessedTotal.String()
		if v.Printed == "0" && !total {
			s.print(ref, gongkai.Value{State: gongkai.Blank})
		}
	}
}

func changeInWords(s *Sample, _ *rand.Rand) {
	for ref, v := range s.Truth.Cells() {
		if ref.Column != gongkai.ItemsChange.String() || v.Number.Sign() == 0 {
			continue
		}
		word := "增"
		if v.Number.Sign() < 0 {
			word = "减"
		}
		changed := *v
		changed.Printed = word + strings.TrimPrefix(v.Printed, "-")
		s.print(ref, changed)
	}
}

// wrongTotal raises the total of a row that states anything, and of the first
// row otherwise.
func wrongTotal(s *Sample, rng *rand.Rand) {
	var stated []gongkai.CellRef
	for ref, v := range s.Truth.Cells() {
		outcome := ref.Row != gongkai.ProcessedTotal.String() && ref.Row != gongkai.CarriedOut.String()
		if ref.Table == gongkai.TableRequests && ref.Column == gongkai.ApplicantTotal.String() && outcome && v.Number.Sign() > 0 {
			stated = append(stated, ref)
		}
	}
	ref := gongkai.CellRef{Table: gongkai.TableRequests, Row: gongkai.NewRequests.String(), Column: gongkai.ApplicantTotal.String()}
	if len(stated) > 0 {
		ref = pick(rng, stated)
	}
	n, _ := s.Truth.At(ref).Number.Int64()
	s.print(ref, count(int(n)+1))
	s.Arithmetic = fmt.Sprintf("%s prints %d where its six columns add up to %d; the identities of column total that it enters fail with it", ref, n+1, n)
}
