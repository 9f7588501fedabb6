package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/internal/optional"
	"gongkai/normalize"
)

// beyondTables lists the findings of the checks that compare prose with tables.
func beyondTables(r *gongkai.Report) string {
	var list []string
	for _, f := range r.Findings {
		if strings.HasPrefix(string(f.Code), "narrative-") || f.Code == gongkai.FeesConflict {
			list = append(list, string(f.Code)+" "+f.Expected+" "+f.Found)
		}
	}
	return strings.Join(list, "\n")
}

// TestNarrativeSamples: the prose of real reports raises what is true of them
// and nothing else.
func TestNarrativeSamples(t *testing.T) {
	if _, err := os.Stat(samples); err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	reader := newReader(t)
	files, err := filepath.Glob(filepath.Join(samples, "*.*"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	want := map[string]string{
		// The total of the requests received stands one row too low; the
		// prose gives it.
		"pingtan-nyn-2023.html": "narrative-received 0 7",
	}
	for _, file := range files {
		switch filepath.Ext(file) {
		case ".html", ".txt", ".pdf", ".docx":
			r := readFile(t, reader, file)
			if diff := cmp.Diff(want[filepath.Base(file)], beyondTables(r)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", filepath.Base(file), diff)
			}
		}
	}
}

// TestNarrativeSynthetic: prose that repeats the numbers of the tables raises
// nothing; prose about a number that the table does not have is seen.
func TestNarrativeSynthetic(t *testing.T) {
	reader := newReader(t)
	seen, read := 0, 0
	for seed := range uint64(syntheticSeeds) {
		sample, err := synth.New(synth.Order{Seed: 5000 + seed})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range synth.Writers() {
			if w.Format != gongkai.FormatHTML {
				continue
			}
			data, err := w.Write(sample.Page)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			// The prose of the synthetic corpus knows no fees.
			if got := beyondTables(r); strings.Contains(got, "narrative-") {
				t.Errorf("seed %d as %s: %s", 5000+seed, w.Name, got)
			}
			read++
			at := &r.Requests[gongkai.NewRequests][gongkai.ApplicantTotal]
			*at = gongkai.Value{Printed: "987", State: gongkai.Text}
			r.Findings = nil
			normalize.Report(r)
			if strings.Contains(beyondTables(r), "narrative-received") {
				seen++
			}
		}
	}
	if seen < read/2 {
		t.Errorf("a wrong total was seen in %d reports of %d", seen, read)
	}
	t.Logf("a wrong total was seen in %d reports of %d", seen, read)
}
