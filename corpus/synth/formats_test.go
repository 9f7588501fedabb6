package synth

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai"
	"gongkai/corpus/eval"
)

// formatSamples are the reports of testdata/formats, which has each in every
// rendition: one of each form, and one whose sums fail.
func formatSamples(t *testing.T) []*Sample {
	var samples []*Sample
	for _, o := range []Order{
		{Seed: 172, Kind: CountyGovernment, Year: 2022},
		{Seed: 8955, Kind: PrefectureBureau, Year: 2020},
		{Seed: 31, Kind: CountyBureau, Year: 2016, Layout: gongkai.Layout2014},
		{Seed: 2707, Kind: TownGovernment, Year: 2023, Deviations: []string{"slash-row", "wrong-total"}},
	} {
		samples = append(samples, newSample(t, o))
	}
	return samples
}

// leftOut are renditions that testdata does not have: other scans are megabytes
// each, and testdata/reports has the other skins. Of scan-200 there is one report.
var leftOut = []string{"scan-300", "scan-300-noise", "html-word", "html-gb18030"}

// TestFormatFiles: testdata/formats has the reports in every rendition. Those that
// need no other program are what the code makes; the others are stamped by the
// programs that made them, so that -update makes only what is absent.
func TestFormatFiles(t *testing.T) {
	samples := formatSamples(t)
	for _, s := range samples {
		checkFile(t, filepath.Join("formats", "expected", s.Name+".json"), s.Expected())
	}
	for _, r := range Renditions() {
		if slices.Contains(leftOut, r.Name) {
			continue
		}
		t.Run(r.Name, func(t *testing.T) {
			of := samples
			if r.Name == "scan-200" {
				of = samples[:1]
			}
			if r.write != nil {
				for _, s := range of {
					data, err := r.write(s.Page)
					if err != nil {
						t.Fatal(err)
					}
					checkFile(t, formatFile(r, s), data)
				}
				return
			}
			var made []string // of the rendition, when one is absent
			for i, s := range of {
				name := formatFile(r, s)
				_, err := os.Stat(filepath.Join(testdata, name))
				switch {
				case errors.Is(err, fs.ErrNotExist) && *update:
					if made == nil {
						made = rendered(t, r, of)
					}
					data, err := os.ReadFile(made[i])
					if err != nil {
						t.Fatal(err)
					}
					store(t, filepath.Join(testdata, name), data)
				case err != nil:
					t.Errorf("%v: go test ./corpus/synth -run FormatFiles -update", err)
				}
			}
		})
	}
}

// formatFile is where testdata has the report in the rendition. An archive has all.
func formatFile(r Rendition, s *Sample) string {
	if r.archive {
		return filepath.Join("formats", r.Name, "reports."+r.Extension)
	}
	return filepath.Join("formats", r.Name, s.Name+"."+r.Extension)
}

// rendered makes a rendition and returns its files.
func rendered(t *testing.T, r Rendition, samples []*Sample) []string {
	t.Helper()
	truths, folder := render(t, r.Name, samples)
	var files []string
	for _, truth := range truths {
		file, _, _ := strings.Cut(truth.File, "!/")
		files = append(files, filepath.Join(folder, file))
	}
	return files
}

// render makes a rendition in a folder of the test's own.
func render(t *testing.T, name string, samples []*Sample) (truths []eval.Truth, folder string) {
	t.Helper()
	folder = t.TempDir()
	renderer, err := NewRenderer(samples, folder, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer renderer.Close()
	truths, err = renderer.Render(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return truths, filepath.Join(folder, name)
}

// TestRender: what is written is what the truth is about, also in archives.
func TestRender(t *testing.T) {
	samples, err := Corpus{Seed: 5, MaxDeviations: 2}.Samples(archiveBatch + 3)
	if err != nil {
		t.Fatal(err)
	}
	truths, folder := render(t, "docx", samples)
	for i, truth := range truths {
		data, err := os.ReadFile(filepath.Join(folder, truth.File))
		if err != nil {
			t.Fatal(err)
		}
		want, err := DOCX(samples[i].Page)
		if err != nil || !bytes.Equal(data, want) || truth.Agency != samples[i].Truth.Agency {
			t.Errorf("%s is not report %d: %v", truth.File, i, err)
		}
	}
	truths, folder = render(t, "zip", samples)
	files, err := filepath.Glob(filepath.Join(folder, "documents", "*.zip"))
	if err != nil || len(files) != 2 || !strings.HasPrefix(truths[archiveBatch].File, "documents/"+filepath.Base(files[1])+"!/000050-") {
		t.Errorf("%v, %v; report 50 is in %s", files, err, truths[archiveBatch].File)
	}
	if names, err := os.ReadDir(filepath.Dir(folder)); err != nil || len(names) != 1 {
		t.Errorf("%v is left behind: %v", names, err)
	}
	renderer, err := NewRenderer(samples, filepath.Dir(folder), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer renderer.Close()
	if _, err := renderer.Render(t.Context(), "zip"); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a folder with files is written to: %v", err)
	}
	if _, err := renderer.Render(t.Context(), "wpd"); err == nil {
		t.Error("an unknown rendition is made")
	}
}
