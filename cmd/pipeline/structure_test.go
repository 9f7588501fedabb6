package pipeline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"gongkai"
	"gongkai/corpus/synth"
)

// structuralMutants is how many damaged pages TestStructure reads.
const structuralMutants = 600

// TestStructure damages the structure of tables as careless authors and editors
// do: a span one too long or too short, a cell lost or doubled, an empty row, a
// label cut. Whatever comes of it: a report that claims certainty has no wrong
// cell.
func TestStructure(t *testing.T) {
	reader := newReader(t)
	random := rand.New(rand.NewPCG(16, 2026))
	count := map[gongkai.Status]int{}
	for i := range uint64(structuralMutants) {
		sample, err := synth.New(synth.Order{Seed: 40_000 + i%50})
		if err != nil {
			t.Fatal(err)
		}
		what := damage(random, sample.Page)
		if random.IntN(3) == 0 {
			what += ", " + damage(random, sample.Page)
		}
		data, err := synth.HTML(sample.Page, synth.Portal, synth.UTF8)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		count[r.Status]++
		if r.Status != gongkai.Verified && r.Status != gongkai.SourceInconsistent {
			continue
		}
		if problem := misread(sample.Page, r); problem != "" {
			t.Errorf("mutant %d, %s: %s although %s", i, what, r.Status, problem)
		}
	}
	t.Log(count)
	if count[gongkai.Verified] < structuralMutants/10 || count[gongkai.DoubtfulReport] == 0 {
		t.Errorf("the damage is not what it should be: %v", count)
	}
}

// misread says which cell of the report is not what the page prints for it.
func misread(page *synth.Page, r *gongkai.Report) string {
	printed := map[gongkai.CellRef][]string{}
	for _, b := range page.Blocks {
		if b.Table == nil {
			continue
		}
		for _, row := range b.Table.Rows {
			for _, c := range row {
				if c.Value.Table != "" {
					printed[c.Value] = append(printed[c.Value], c.Text)
				}
			}
		}
	}
	for ref, v := range r.Cells() {
		if !slices.Contains(printed[ref], v.Printed) {
			return fmt.Sprintf("%s reads %q, the page prints %q", ref, v.Printed, printed[ref])
		}
		delete(printed, ref)
	}
	for ref, texts := range printed {
		return fmt.Sprintf("%s is absent, the page prints %q", ref, texts)
	}
	return ""
}

// damage changes the structure of one table and says how.
func damage(random *rand.Rand, page *synth.Page) string {
	var tables []*synth.Table
	for _, b := range page.Blocks {
		if b.Table != nil {
			tables = append(tables, b.Table)
		}
	}
	number := random.IntN(len(tables))
	table := tables[number]
	row := random.IntN(len(table.Rows))
	if len(table.Rows[row]) == 0 {
		return "nothing"
	}
	cells := &table.Rows[row]
	at := random.IntN(len(*cells))
	c := &(*cells)[at]
	place := fmt.Sprintf("table %d row %d cell %d", number+1, row+1, at+1)
	switch random.IntN(9) {
	case 0:
		c.RowSpan = max(c.RowSpan, 1) + 1
		return "row span + 1 at " + place
	case 1:
		c.RowSpan = max(c.RowSpan-1, 1)
		return "row span - 1 at " + place
	case 2:
		c.ColumnSpan = max(c.ColumnSpan, 1) + 1
		return "column span + 1 at " + place
	case 3:
		c.ColumnSpan = max(c.ColumnSpan-1, 1)
		return "column span - 1 at " + place
	case 4:
		*cells = slices.Delete(*cells, at, at+1)
		return "lost " + place
	case 5:
		*cells = slices.Insert(*cells, at, *c)
		return "doubled " + place
	case 6:
		*cells = slices.Insert(*cells, at, synth.Cell{})
		return "an empty cell before " + place
	case 7:
		table.Rows = slices.Insert(table.Rows, row, make([]synth.Cell, 1+random.IntN(8)))
		return "an empty row before " + place
	}
	if text := []rune(c.Text); c.Value.Table == "" && len(text) > 2 {
		cut := random.IntN(len(text))
		c.Text = string(slices.Delete(text, cut, min(cut+1+random.IntN(3), len(text))))
		return "letters lost at " + place
	}
	return "nothing"
}
