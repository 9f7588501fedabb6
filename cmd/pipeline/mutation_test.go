package pipeline

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/extract"
)

// mutants is how many samples are mutated in each way. The rates in
// docs/ACCURACY.md are those of 120.
const mutants = 40

// mutatedTable is a table that is mutated, and the order of the samples that
// have it.
type mutatedTable struct {
	name, table string
	order       synth.Order
}

// minKilled is the share of single changes of a cell in a sum that must not be
// verified.
const minKilled = 0.99

var mutatedTables = []mutatedTable{
	{"requests", gongkai.TableRequests, synth.Order{}},
	{"disputes", gongkai.TableDisputes, synth.Order{}},
	{"proactive", gongkai.TableProactive, synth.Order{}},
	{"statistics2014", gongkai.TableStatistics2014, synth.Order{Layout: gongkai.Layout2014}},
	{"fujian", gongkai.TableLocal, synth.Order{Layout: synth.Fujian2009}},
	{"coded", gongkai.TableLocal, synth.Order{Layout: synth.Coded2008}},
}

// killRate counts mutated tables; summed are those changed in one cell that a sum
// has. By rule, those of which a rule raised more
// findings than of the sample as it is.
type killRate struct {
	changed, killed, noticed int
	summed, summedKilled     int
	rules                    map[gongkai.Code]int
}

// TestMutations: a table that is wrong in one cell is not verified where the form
// states sums of it. The log has the rates of the others, what no rule sees,
// and which rules saw the rest.
func TestMutations(t *testing.T) {
	reader := newReader(t)
	var b strings.Builder
	for _, table := range mutatedTables {
		plain := make([]map[gongkai.Code]int, mutants) // findings of the samples as they are
		for i := range plain {
			plain[i] = byRule(readPage(t, reader, table.sample(t, i).Page))
		}
		for _, m := range synth.Mutations() {
			k := table.mutate(t, reader, m, plain)
			fmt.Fprintf(&b, "%-14s %-22s changed %4d, not verified %5.1f %%, a finding %5.1f %%, in sums %d of %d:%s\n", table.name, m.Name, k.changed,
				percentOf(k.killed, k.changed), percentOf(k.noticed, k.changed), k.summedKilled, k.summed, k.byRule())
			single := m.Name == "plus-one" || m.Name == "minus-one" || m.Name == "lost-digit"
			if float64(k.summedKilled) < minKilled*float64(k.summed) || single && k.changed < mutants/10 {
				t.Errorf("%s: of %d tables of %s that are wrong in a cell of a sum, %d are not verified", m.Name, k.summed, table.name, k.summedKilled)
			}
		}
	}
	t.Log("\n" + b.String())
}

func percentOf(n, all int) float64 { return 100 * float64(n) / float64(max(all, 1)) }

// byRule writes the share of the changed tables that each rule noticed, the
// most first.
func (k killRate) byRule() string {
	var b strings.Builder
	codes := slices.SortedFunc(maps.Keys(k.rules), func(x, y gongkai.Code) int {
		return cmp.Or(k.rules[y]-k.rules[x], cmp.Compare(x, y))
	})
	for _, code := range codes {
		fmt.Fprintf(&b, " %s %.0f", code, percentOf(k.rules[code], k.changed))
	}
	return b.String()
}

func byRule(r *gongkai.Report) map[gongkai.Code]int {
	n := map[gongkai.Code]int{}
	for _, f := range r.Findings {
		n[f.Code]++
	}
	return n
}

func (m mutatedTable) sample(t *testing.T, i int) *synth.Sample {
	t.Helper()
	order := m.order
	order.Seed = 7000 + uint64(i)
	s, err := synth.New(order)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (m mutatedTable) mutate(t *testing.T, reader *extract.Reader, mutation synth.Mutation, plain []map[gongkai.Code]int) killRate {
	t.Helper()
	k := killRate{rules: map[gongkai.Code]int{}}
	for i := range plain {
		mutant := m.sample(t, i)
		cells := mutant.Mutate(mutation, m.table)
		if len(cells) == 0 {
			continue
		}
		k.changed++
		r := readPage(t, reader, mutant.Page)
		noticed := false
		for code, n := range byRule(r) {
			if n > plain[i][code] {
				k.rules[code]++
				noticed = true
			}
		}
		killed := 0
		if r.Status != gongkai.Verified {
			killed = 1
		}
		k.killed += killed
		if len(cells) == 1 && mutant.Summed(cells[0]) && mutation.Name != "row-dropped" {
			k.summed++
			k.summedKilled += killed
		}
		if noticed || r.Status != gongkai.Verified {
			k.noticed++
		}
	}
	return k
}

// readPage reads a page from HTML, whose cells are certain: what is noticed then
// is noticed by the rules alone.
func readPage(t *testing.T, reader *extract.Reader, page *synth.Page) *gongkai.Report {
	t.Helper()
	data, err := synth.HTML(page, synth.Portal, synth.UTF8)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return r
}
