package pipeline

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"

	"gongkai"
	"gongkai/extract/pdfcheck"
)

// maxMistaken: a page whose content is destroyed cannot be told from an empty one.
const maxMistaken = 1

// TestDamagedPDF: bytes of a PDF overwritten at random give errors, doubt or the
// same numbers, and next to never a document that is called something else than a
// report.
func TestDamagedPDF(t *testing.T) {
	good, err := os.ReadFile("../../testdata/reports/qingwu-county-2022.pdf")
	if err != nil {
		t.Fatal(err)
	}
	reader, limits := newReader(t), gongkai.DefaultLimits()
	whole, err := Read(reader, good, gongkai.Source{}, limits)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]int{}
	for seed := range uint64(48) {
		random := rand.New(rand.NewPCG(seed, 7))
		data := bytes.Clone(good)
		for range []int{1, 5, 40, 200}[seed%4] {
			data[random.IntN(len(data))] = byte(random.IntN(256))
		}
		r, err := Read(reader, data, gongkai.Source{}, limits)
		if err != nil {
			outcomes[gongkai.Reason(err)]++
			continue
		}
		Confirm(r, limits, func(job Job) (gongkai.SecondReading, error) { return pdfcheck.Check(data, job.Cells, job.Limits) })
		outcomes[r.Status.String()]++
		for _, f := range r.Findings {
			if f.Code == gongkai.NotAReport {
				outcomes["not-a-report"]++
			}
		}
		if r.Status != gongkai.Verified && r.Status != gongkai.SourceInconsistent {
			continue
		}
		for ref, v := range r.Cells() {
			if want := whole.At(ref); v.State != want.State || v.Number.Cmp(want.Number) != 0 {
				t.Errorf("seed %d, %s: %s is %q, and was %q", seed, r.Status, ref, v.Printed, want.Printed)
			}
		}
	}
	t.Log(outcomes)
	if outcomes["not-a-report"] > maxMistaken {
		t.Errorf("%d documents are called something else than a report", outcomes["not-a-report"])
	}
	if outcomes["verified"] == 0 || outcomes["doubtful"] == 0 {
		t.Errorf("the damage is too small or too large: %v", outcomes)
	}
}
