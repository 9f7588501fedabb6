package pipeline

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gongkai"
	"gongkai/corpus/eval"
	"gongkai/corpus/synth"
	"gongkai/extract/scan"
	"gongkai/internal/optional"
)

// TestMixedPDF: of a PDF whose first page is text and whose other pages are scans every
// cell is read, and says by which method.
func TestMixedPDF(t *testing.T) {
	if _, err := scan.FindTesseract(); err != nil {
		optional.Skip(t, err.Error())
	}
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		optional.Skip(t, "qpdf is not installed")
	}
	c := synth.Corpus{Seed: 20261127, Formats: []string{"pdf"}, Layouts: []string{string(gongkai.Layout2021)}}
	d, scanned, err := scannedReport(c, 0, "scan-300")
	if err != nil {
		t.Fatal(err)
	}
	d.Sample.Page.Look.BareFont = false
	text, err := synth.DrawnPDF(d.Sample.Page)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for name, data := range map[string][]byte{"text.pdf": text, "scan.pdf": scanned} {
		if err := os.WriteFile(path(name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command(qpdf, "--empty", "--pages", path("text.pdf"), "1", path("scan.pdf"), "2-z", "--", path("mixed.pdf")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(path("mixed.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	reader := newReader(t)
	r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	truth := d.Truth()
	if v := eval.Judge(truth, r, nil); v.FalseClaim || v.RightCells*100 < v.Cells*98 {
		t.Errorf("%s, %d of %d cells: %s %v", v.Status, v.RightCells, v.Cells, v.Problem, wrongCells(truth, r))
	}
	byMethod := map[bool]int{}
	for ref, v := range r.Cells() {
		byMethod[v.Page > 1]++
		if ocr := r.ByOCR(v); ocr != (v.Page > 1) {
			t.Errorf("%s on page %d: method %q of a document read by %q", ref, v.Page, v.Method, r.Method)
		}
	}
	if byMethod[false] == 0 || byMethod[true] == 0 {
		t.Errorf("cells on pages of text and of pictures: %v", byMethod)
	}
}
