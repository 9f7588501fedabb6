package pipeline

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai"
	"gongkai/extract"
	"gongkai/extract/pdfcheck"
	"gongkai/internal/optional"
)

const formatsFolder = testdata + "/formats"

// What testdata/formats has beside documents that read as one report each.
var (
	notReports = []string{"expected", "README.md"}
	packed     = []string{"zip", "targz", "7z"} // TestPackedFormats of cmd/gongkai opens them
	// unsure are read by recognition, or lost their tables on the way: they may be
	// doubtful, but not wrong and sure.
	unsure = []string{"scan-200", "tiff-300", "text-layout"}
	// pictured need OCR.
	pictured = []string{"scan-200", "tiff-300"}
)

// renditions are the folders of testdata/formats that hold single documents.
func renditions(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(formatsFolder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !slices.Contains(notReports, e.Name()) && !slices.Contains(packed, e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}

// formatFiles are the documents of a rendition.
func formatFiles(t *testing.T, rendition string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(formatsFolder, rendition, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", rendition, len(files), err)
	}
	return files
}

// baseName is a report's, without what its format adds.
func baseName(file string) string {
	name, _, _ := strings.Cut(filepath.Base(file), ".")
	return name
}

// readConfirmed reads a document all the way, second reading included.
func readConfirmed(reader *extract.Reader, data []byte) (*gongkai.Report, error) {
	r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
	if err == nil {
		Confirm(r, gongkai.DefaultLimits(), func(j Job) (gongkai.SecondReading, error) { return pdfcheck.Check(data, j.Cells, j.Limits) })
	}
	return r, err
}

// TestFormats: the same four reports, stored in every format, have the same cells,
// and the status that the format allows.
func TestFormats(t *testing.T) {
	reader := newReader(t)
	for _, rendition := range renditions(t) {
		for _, file := range formatFiles(t, rendition) {
			t.Run(rendition+"/"+baseName(file), func(t *testing.T) {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				r, err := readConfirmed(reader, data)
				switch reason := gongkai.Reason(err); {
				case slices.Contains(pictured, rendition) && reason == "no-text":
					optional.Skip(t, err.Error())
				case err != nil:
					t.Fatal(err)
				}
				compareFormat(t, rendition, r, readExpected(t, filepath.Join(formatsFolder, "expected", baseName(file)+".json")))
			})
		}
	}
}

func compareFormat(t *testing.T, rendition string, r *gongkai.Report, e expected) {
	t.Helper()
	claims := r.Status == gongkai.Verified || r.Status == gongkai.SourceInconsistent
	if slices.Contains(unsure, rendition) && !claims {
		t.Logf("%s: %+v", r.Status, r.Findings)
		return
	}
	e.compare(t, r)
	if r.Agency != e.Agency || r.Year != e.Year || string(r.Layout) != e.Layout {
		t.Errorf("agency %q, year %d, layout %s; expected %q, %d, %s", r.Agency, r.Year, r.Layout, e.Agency, e.Year, e.Layout)
	}
	want := gongkai.Verified
	if e.Arithmetic != "" {
		want = gongkai.SourceInconsistent
		if r.Source.Format == gongkai.FormatText || r.Source.Format == gongkai.FormatOFD { // which nothing confirms
			want = gongkai.DoubtfulReport
		}
	}
	if r.Status != want {
		t.Errorf("status %s, want %s: %+v", r.Status, want, r.Findings)
	}
	if r.Method == "" {
		t.Error("the report does not say how it was read")
	}
	for ref, v := range r.Cells() {
		if v.Location.Page == 0 && v.Location.Path == "" && v.Location.Line == 0 {
			t.Errorf("%s does not say where it stands", ref)
		}
	}
}

// Damage is done to one report of each rendition.
const (
	damagedReport = "qingwu-county-2022"
	truncations   = 20
	flips         = 60
	slowFlips     = 8 // of documents whose pages are drawn
	// damagedTime is what a damaged document may take more than a whole one.
	damagedTime = 5 * time.Second
)

// TestFormatsDamaged: a report that is cut short or has a byte changed gives an
// error with a reason, or is not called verified when its cells are not those that
// were there. One changed byte may be one changed character of a table that states
// no sum: that is what the file says then, and nothing can tell.
func TestFormatsDamaged(t *testing.T) {
	reader := newReader(t)
	want := readExpected(t, filepath.Join(formatsFolder, "expected", damagedReport+".json")).cells()
	for _, rendition := range renditions(t) {
		if slices.Contains(pictured, rendition) {
			continue // seconds a page
		}
		for _, file := range formatFiles(t, rendition) {
			if baseName(file) != damagedReport {
				continue
			}
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(rendition, func(t *testing.T) {
				outcomes := map[string]int{}
				for i := range truncations {
					outcomes[damaged(t, reader, fmt.Sprintf("cut at %d/%d", i, truncations), whole[:len(whole)*i/truncations], want, 0)]++
				}
				n := flips
				if strings.HasPrefix(rendition, "pdf") || rendition == "ofd" {
					n = slowFlips
				}
				random := rand.New(rand.NewPCG(1, 2))
				for range n {
					data := bytes.Clone(whole)
					at := random.IntN(len(data))
					data[at] ^= 1 << random.IntN(8)
					outcomes[damaged(t, reader, fmt.Sprintf("byte %d changed", at), data, want, 1)]++
				}
				t.Log(outcomes)
			})
		}
	}
}

// damaged reads what was damaged and says what came of it. At most may cells be
// other than they were in a report that is called verified.
func damaged(t *testing.T, reader *extract.Reader, what string, data []byte, want map[gongkai.CellRef]any, may int) string {
	t.Helper()
	start := time.Now()
	r, err := readConfirmed(reader, data)
	if took := time.Since(start); took > damagedTime {
		t.Errorf("%s: took %v", what, took)
	}
	if err != nil {
		if gongkai.Reason(err) == "other" {
			t.Errorf("%s: an error without a reason: %v", what, err)
		}
		return gongkai.Reason(err)
	}
	if r.Status != gongkai.Verified {
		return r.Status.String()
	}
	wrong, found := []string{}, 0
	for ref, v := range r.Cells() {
		w, ok := want[ref]
		if ok && says(v, w) {
			found++
		} else {
			wrong = append(wrong, fmt.Sprintf("%s %q", ref, v.Printed))
		}
	}
	if missing := len(want) - found - len(wrong); missing > 0 || len(wrong) > may {
		t.Errorf("%s: verified, and %d cells are missing, these wrong: %v", what, missing, wrong)
	}
	return r.Status.String()
}
