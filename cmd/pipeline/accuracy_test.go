package pipeline

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gongkai"
	"gongkai/corpus/eval"
	"gongkai/corpus/synth"
	"gongkai/extract"
)

// accuracyDocuments is how many documents the gate reads. docs/ACCURACY.md has
// the figures of thousands.
const (
	accuracyDocuments = 400
	accuracySeed      = 20260101

	// truthLayouts is how many layouts truths state: an unknown list is narrative.
	truthLayouts = 6

	// syntheticSeeds is how many samples other tests of the whole way read.
	syntheticSeeds = 60
)

// judged reads document i of the corpus all the way, second reading included.
func judged(t testing.TB, reader *extract.Reader, c synth.Corpus, i int) (eval.Truth, eval.Verdict) {
	t.Helper()
	d, err := c.Document(i)
	if err != nil {
		t.Fatal(err)
	}
	return judgedDocument(reader, d)
}

func judgedDocument(reader *extract.Reader, d synth.Document) (eval.Truth, eval.Verdict) {
	r, err := readConfirmed(reader, d.Data)
	truth := d.Truth()
	return truth, eval.Judge(truth, r, err)
}

// formatReports is how many reports TestFormatAccuracy reads in each format.
const formatReports = 30

// TestFormatAccuracy: the same synthetic reports, stored by every writer that needs
// no other program, reach the floors in testdata/accuracy/formats.json, which are for
// 400 of them and for the other renditions too (gongkai eval --floors). A writer that
// has no floor there must be read without a mistake.
func TestFormatAccuracy(t *testing.T) {
	var floors eval.Floors
	readJSON(t, "formats.json", &floors)
	perfect := eval.Floor{Exact: 1, Cells: 1}
	reader := newReader(t)
	c := synth.Corpus{Seed: accuracySeed, MaxDeviations: 3}
	summary := eval.NewSummary()
	of := eval.Floors{Floor: eval.NoFalseClaim(), Format: map[string]eval.Floor{}} // each format has its own
	for _, rendition := range synth.Renditions() {
		w, ok := rendition.Writer()
		if !ok {
			continue
		}
		floor, ok := floors.Format[w.Name]
		if !ok {
			floor = perfect
		}
		of.Format[w.Name] = floor
		for i := range formatReports {
			d, err := c.Written(i, w)
			if err != nil {
				t.Fatal(err)
			}
			truth, verdict := judgedDocument(reader, d)
			truth.Format = gongkai.Format(w.Name)
			summary.Add(truth, verdict)
		}
	}
	for _, problem := range of.Below(summary) {
		t.Error(problem)
	}
	if t.Failed() {
		t.Log("\n" + summary.Table())
		for _, v := range summary.Wrong {
			t.Logf("%s: %s", v.File, v.Problem)
		}
	}
}

// TestAccuracy: synthetic reports of every format, layout and deviation reach the
// floors in testdata/accuracy/floors.json.
func TestAccuracy(t *testing.T) {
	var floors eval.Floors
	readJSON(t, "floors.json", &floors)
	reader := newReader(t)
	c := synth.Corpus{Seed: accuracySeed, MaxDeviations: 3}
	summary := eval.NewSummary()
	for i := range accuracyDocuments {
		summary.Add(judged(t, reader, c, i))
	}
	for _, problem := range floors.Below(summary) {
		t.Error(problem)
	}
	if t.Failed() {
		for _, v := range summary.Wrong {
			t.Logf("%s: %s", v.File, v.Problem)
		}
	}
	shown := slices.DeleteFunc(synth.Deviations(), func(d synth.Deviation) bool {
		return slices.Equal(d.Formats, []gongkai.Format{gongkai.FormatOFD}) // drawn only when asked for
	})
	if len(summary.Layout) < truthLayouts || len(summary.Format) < 4 || len(summary.Deviated) < len(shown)*9/10 {
		t.Errorf("the corpus shows %d layouts, %d formats, %d deviations", len(summary.Layout), len(summary.Format), len(summary.Deviated))
	}
}

// knownFailure is a deviation that cannot be read right yet in a format; in one
// layout if it names one.
type knownFailure struct {
	Deviation string         `json:"deviation"`
	Format    gongkai.Format `json:"format"`
	Layout    gongkai.Layout `json:"layout,omitempty"`
	Reason    string         `json:"reason"`
}

// about reports whether the entry is about documents of that kind.
func (k knownFailure) about(d synth.Deviation, format gongkai.Format, layout gongkai.Layout) bool {
	return k.Deviation == d.Name && k.Format == format && (k.Layout == "" || k.Layout == layout)
}

// knownDocuments is how many documents of a deviation, a format and a layout are
// read: there are some 1,200 such kinds.
const knownDocuments = 1

// TestKnownFailures: every deviation alone is read right in every layout that has
// it and every format that shows it, or listed in
// testdata/accuracy/known-failures.json; an entry that has come right must be
// taken out.
func TestKnownFailures(t *testing.T) {
	var known []knownFailure
	readJSON(t, "known-failures.json", &known)
	reader := newReader(t)
	failed := make([]bool, len(known))
	for _, d := range synth.Deviations() {
		formats := d.Formats
		if formats == nil {
			formats = []gongkai.Format{gongkai.FormatDOCX, gongkai.FormatHTML, gongkai.FormatPDF, gongkai.FormatText, gongkai.FormatXLSX, gongkai.FormatOFD}
		}
		for _, format := range formats {
			for _, l := range synth.Layouts() {
				c := synth.Corpus{Seed: accuracySeed, Only: true, Formats: []string{string(format)}, Layouts: []string{string(l.Layout)}, Deviations: []string{d.Name}}
				if c.Check() != nil {
					continue // the layout cannot deviate so
				}
				wrong := ""
				for i := range knownDocuments {
					if _, v := judged(t, reader, c, i); !v.Right() {
						wrong = v.File + ": " + v.Problem
					}
				}
				k := slices.IndexFunc(known, func(k knownFailure) bool { return k.about(d, format, l.Layout) })
				switch {
				case k >= 0:
					failed[k] = failed[k] || wrong != ""
				case wrong != "":
					t.Errorf("%s of %s in %s: %s", d.Name, l.Layout, format, wrong)
				}
			}
		}
	}
	for i, k := range known {
		if !failed[i] {
			t.Errorf("%s in %s is read right: take it out of known-failures.json and raise the floors", k.Deviation, k.Format)
		}
	}
	for _, k := range known {
		if k.Reason == "" || !slices.ContainsFunc(synth.Deviations(), func(d synth.Deviation) bool { return d.Name == k.Deviation }) {
			t.Errorf("%+v has no reason, or is no deviation", k)
		}
	}
}

func readJSON(t *testing.T, name string, to any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(testdata, "accuracy", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestBareFont: where PDFium drops a glyph of a font that nobody has, the cell
// is doubted, not blank.
func TestBareFont(t *testing.T) {
	reader := newReader(t)
	c := synth.Corpus{Seed: accuracySeed, Only: true, Formats: []string{"pdf"}, Deviations: []string{"dash-zeros", "bare-font"}}
	doubted := 0
	for i := range 10 {
		_, v := judged(t, reader, c, i)
		if v.FalseClaim {
			t.Errorf("%s: %s, but %s", v.File, v.Status, v.Problem)
		}
		if v.Status == gongkai.DoubtfulReport.String() {
			doubted++
		}
	}
	if doubted == 0 {
		t.Error("no document has a glyph that PDFium drops")
	}
}

// TestMergedBlanks: blanks of the group （六）其他处理 belong where its numbers do.
func TestMergedBlanks(t *testing.T) {
	reader := newReader(t)
	c := synth.Corpus{Seed: accuracySeed, Only: true, Formats: []string{"html", "docx"}, Deviations: []string{"merged-other-rows", "blank-zeros"}}
	for i := range 10 {
		if _, v := judged(t, reader, c, i); !v.Right() {
			t.Errorf("%s: %s", v.File, v.Problem)
		}
	}
}
