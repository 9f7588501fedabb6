package pipeline

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gongkai"
	"gongkai/corpus/eval"
	"gongkai/corpus/synth"
)

// TestScans measures scans of every kind in synth.Scanners. It takes hours, and is run
// by hand on the folder that GONGKAI_SCANS names:
//
//	gongkai synth -o scans -n 400 --seed 20260101 --formats docx
//	soffice --headless --convert-to pdf --outdir scans/pdf scans/documents/*.docx
//	GONGKAI_SCANS=$PWD/scans go test ./cmd/pipeline -run TestScans -v -timeout 24h
//
// GONGKAI_SCANNER chooses one kind, GONGKAI_REPORTS how many reports.
func TestScans(t *testing.T) {
	dir := os.Getenv("GONGKAI_SCANS")
	if dir == "" {
		t.Skip("GONGKAI_SCANS names no folder")
	}
	f, err := os.Open(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	truths, err := eval.ReadTruth(f)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_REPORTS")); err == nil {
		truths = truths[:min(n, len(truths))]
	}
	reader := newReader(t)
	for name, scanner := range synth.Scanners {
		if only := os.Getenv("GONGKAI_SCANNER"); only != "" && only != name {
			continue
		}
		summary := eval.NewSummary()
		statuses := map[string]int{}
		for _, truth := range truths {
			base := strings.TrimSuffix(filepath.Base(truth.File), filepath.Ext(truth.File))
			pdf, err := os.ReadFile(filepath.Join(dir, "pdf", base+".pdf"))
			if err != nil {
				t.Fatal(err)
			}
			data, err := scanned(scanner, pdf, base)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
			v := eval.Judge(truth, r, err)
			summary.Add(truth, v)
			statuses[v.Status]++
			t.Logf("%s %s: %s, exact %v %s", name, base, v.Status, v.Exact, v.Problem)
			if v.FalseClaim {
				t.Errorf("%s %s: a false claim: %s", name, base, v.Problem)
			}
		}
		t.Logf("%s: %v\n%s", name, statuses, summary.Table())
	}
}

// scanned is the PDF as a scanner gives it back.
func scanned(s synth.Scanner, pdf []byte, name string) ([]byte, error) {
	pages, err := synth.Rasters(pdf, s.DPI)
	if err != nil {
		return nil, err
	}
	for i, p := range pages {
		h := fnv.New64a()
		fmt.Fprintf(h, "%s %d", name, i)
		pages[i] = s.Scan(p, h.Sum64())
	}
	return s.ScannedPDF(pages)
}
