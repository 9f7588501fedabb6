package pipeline

import (
	"fmt"
	"testing"

	"gongkai"
	"gongkai/corpus/synth"
)

// syntheticSeeds is how many synthetic reports the differential test reads in
// every format that needs no other program.
const syntheticSeeds = 60

// TestSynthetic: reports whose truth is known come out of every format exactly,
// with every deviation that the corpus knows, and none that is inconsistent is
// verified.
func TestSynthetic(t *testing.T) {
	reader := newReader(t)
	names := []string{""}
	for _, d := range synth.Deviations() {
		names = append(names, d.Name)
	}
	for seed := range uint64(syntheticSeeds) {
		order := synth.Order{Seed: 1000 + seed}
		if name := names[int(seed)%len(names)]; name != "" {
			order.Deviations = []string{name}
		}
		sample, err := synth.New(order)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range synth.Writers() {
			if w.Format == gongkai.FormatPDF {
				continue // TestReports reads those that are kept
			}
			data, err := w.Write(sample.Page)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
			if err != nil {
				t.Errorf("seed %d as %s: %v", order.Seed, w.Name, err)
				continue
			}
			if problem := differs(sample, r); problem != "" {
				t.Errorf("seed %d %v as %s: %s", order.Seed, order.Deviations, w.Name, problem)
			}
		}
	}
}

// differs says how a report departs from the truth, or nothing.
func differs(s *synth.Sample, r *gongkai.Report) string {
	want := map[gongkai.CellRef]string{}
	for ref, v := range s.Truth.Cells() {
		want[ref] = v.State.String() + " " + v.Printed
	}
	for ref, v := range r.Cells() {
		if got := v.State.String() + " " + v.Printed; want[ref] != got {
			return fmt.Sprintf("%s is %q, truth %q", ref, got, want[ref])
		}
		delete(want, ref)
	}
	for ref, v := range want {
		return fmt.Sprintf("%s is absent, truth %q", ref, v)
	}
	switch {
	case r.Agency != s.Truth.Agency || r.Year != s.Truth.Year || r.Layout != s.Truth.Layout:
		return fmt.Sprintf("agency %q, year %d, layout %s; truth %q, %d, %s", r.Agency, r.Year, r.Layout, s.Truth.Agency, s.Truth.Year, s.Truth.Layout)
	case (s.Arithmetic == "") != (r.Status == gongkai.Verified):
		return fmt.Sprintf("status %s, arithmetic %q", r.Status, s.Arithmetic)
	}
	return ""
}
