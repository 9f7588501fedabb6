package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/extract/pdfcheck"
	"gongkai/internal/optional"
)

// TestSecondReadingAgrees: the second engine reads the same in every cell of
// real PDFs, from other producers.
func TestSecondReadingAgrees(t *testing.T) {
	files, err := filepath.Glob("../../testdata/reports/*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatal("no PDF in testdata/reports", err)
	}
	if sample := filepath.Join(samples, "hongze-2023.pdf"); exists(sample) {
		files = append(files, sample)
	}
	reader := newReader(t)
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Read(reader, data, gongkai.Source{Path: path}, gongkai.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			second, err := pdfcheck.Check(data, cellsOf(r), gongkai.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range second.Cells {
				if c.Agreement != gongkai.Agrees {
					t.Errorf("%s: first %q, second %q: %s %s", c.Cell, c.First, c.Second, c.Agreement, c.Reason)
				}
			}
			if len(second.Cells) < 180 {
				t.Errorf("only %d cells were compared", len(second.Cells))
			}
		})
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestSecondReadingLost: whatever happens to the second reading, the first is
// kept and says so; verified reports have none.
func TestSecondReadingLost(t *testing.T) {
	doubtful := func() *gongkai.Report {
		r := &gongkai.Report{Source: gongkai.Source{Format: gongkai.FormatPDF}, Method: "pdf/pdfium", Status: gongkai.DoubtfulReport,
			Layout: gongkai.Layout2021, Disputes: new(gongkai.Disputes)}
		for ref, printed := range map[gongkai.DisputeOutcome]string{gongkai.Upheld: "3", gongkai.Corrected: "0", gongkai.OtherOutcome: "0", gongkai.Pending: "0", gongkai.OutcomeTotal: "2"} {
			n, err := gongkai.ParseDecimal(printed)
			if err != nil {
				t.Fatal(err)
			}
			r.Disputes[gongkai.Review][ref] = gongkai.Value{Printed: printed, Number: n, State: gongkai.Number, Proof: gongkai.Contradicted}
		}
		return r
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{gongkai.ErrTimeout, "ledongthuc: reading took too long and was stopped"},
		{fmt.Errorf("%w: exit status 2: goroutine 17", gongkai.ErrCrash), "ledongthuc: the reader crashed"},
		{fmt.Errorf("%w: malformed hex string", gongkai.ErrDamaged), "ledongthuc: the document is damaged: malformed hex string"},
	} {
		r := doubtful()
		Confirm(r, gongkai.DefaultLimits(), func(Job) (gongkai.SecondReading, error) { return gongkai.SecondReading{}, c.err })
		want := []gongkai.Finding{{Code: gongkai.SecondReadingUnavailable, Detail: c.want}}
		if diff := cmp.Diff(want, r.Findings); diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
		if r.Status != gongkai.DoubtfulReport || r.Method != "pdf/pdfium" || r.Disputes[gongkai.Review][gongkai.Upheld].Printed != "3" {
			t.Errorf("the first reading is changed: %s, %s", r.Status, r.Method)
		}
	}
	r := doubtful()
	r.Status = gongkai.Verified
	Confirm(r, gongkai.DefaultLimits(), func(Job) (gongkai.SecondReading, error) {
		t.Error("a verified report is read twice")
		return gongkai.SecondReading{}, nil
	})
}

// TestSecondReadingSentence: the everyday case reads well.
func TestSecondReadingSentence(t *testing.T) {
	path := filepath.Join(samples, "hongze-2023.pdf")
	if !exists(path) {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	var sentences []string
	for _, f := range readFile(t, newReader(t), path).Findings {
		if f.Code == gongkai.SecondReadingAgrees {
			sentences = append(sentences, Sentence(f))
		}
	}
	want := "info second-reading-agrees: a second, independent reading finds the same in these cells [disputes.review.upheld … disputes."
	if len(sentences) != 1 || !strings.HasPrefix(sentences[0], want) {
		t.Errorf("%q, want one that begins with %q", sentences, want)
	}
}
