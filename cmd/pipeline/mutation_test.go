package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/extract"
)

// mutants is how many samples are mutated in each way.
const mutants = 40

// killRate counts mutated tables.
type killRate struct{ changed, killed, noticed int }

// minKilled is the share of single-cell changes of the requests table that must
// not be verified.
const minKilled = 0.99

// TestMutations: a table that is wrong in one cell is not verified where the form
// states sums of it. The log has the rates of the others: what no rule sees.
func TestMutations(t *testing.T) {
	reader := newReader(t)
	findings := make([]int, mutants) // of the samples as they are
	for i := range findings {
		findings[i] = len(readPage(t, reader, mutable(t, i).Page).Findings)
	}
	var b strings.Builder
	for _, table := range []string{gongkai.TableRequests, gongkai.TableDisputes, gongkai.TableProactive} {
		for _, m := range synth.Mutations() {
			k := mutate(t, reader, m, table, findings)
			fmt.Fprintf(&b, "%-10s %-22s changed %4d, not verified %5.1f %%, a finding %5.1f %%\n", table, m.Name, k.changed,
				100*float64(k.killed)/float64(max(k.changed, 1)), 100*float64(k.noticed)/float64(max(k.changed, 1)))
			single := m.Name == "plus-one" || m.Name == "minus-one" || m.Name == "lost-digit"
			if table == gongkai.TableRequests && single && (float64(k.killed) < minKilled*float64(k.changed) || k.changed < mutants/10) {
				t.Errorf("%s: of %d tables of requests, %d are not verified", m.Name, k.changed, k.killed)
			}
		}
	}
	t.Log("\n" + b.String())
}

func mutable(t *testing.T, i int) *synth.Sample {
	t.Helper()
	s, err := synth.New(synth.Order{Seed: 7000 + uint64(i)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mutate(t *testing.T, reader *extract.Reader, m synth.Mutation, table string, findings []int) killRate {
	t.Helper()
	var k killRate
	for i := range mutants {
		mutant := mutable(t, i)
		if !mutant.Mutate(m, table) {
			continue
		}
		k.changed++
		r := readPage(t, reader, mutant.Page)
		if r.Status != gongkai.Verified {
			k.killed++
		}
		if r.Status != gongkai.Verified || len(r.Findings) > findings[i] {
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
