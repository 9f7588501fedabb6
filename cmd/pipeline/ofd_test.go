package pipeline

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/corpus/eval"
	"gongkai/corpus/synth"
)

// ofdPairs is how many pages TestOFDLikePDF draws in both formats.
const ofdPairs = 40

// TestOFDLikePDF: a page that is laid out alike is the same document in both
// formats, whatever the programs that write OFD differ in.
func TestOFDLikePDF(t *testing.T) {
	reader := newReader(t)
	for i := range uint64(ofdPairs) {
		d, err := synth.Corpus{Seed: 33_000, MaxDeviations: 3, Formats: []string{"ofd"}}.Document(int(i))
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(d.Sample.Deviations, "placeholders") {
			continue // PDF has no such thing
		}
		if slices.Contains(d.Sample.Deviations, "invisible-text") {
			continue // a PDF page of it is read by OCR
		}
		pdf, err := synth.DrawnPDF(d.Sample.Page)
		if err != nil {
			t.Fatal(err)
		}
		want, err := reader.Read(pdf, gongkai.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		got, err := reader.Read(d.Data, gongkai.DefaultLimits())
		if err != nil {
			t.Fatalf("%s %v: %v", d.Name, d.Sample.Deviations, err)
		}
		if diff := cmp.Diff(outline(want), outline(got)); diff != "" {
			t.Errorf("%s %v (-pdf +ofd):\n%s", d.Name, d.Sample.Deviations, diff)
		}
	}
}

// outline is what a document says, without where.
func outline(d *gongkai.Document) []string {
	var list []string
	for _, b := range d.Blocks {
		if b.Paragraph != nil {
			list = append(list, b.Paragraph.Text)
			continue
		}
		for _, c := range b.Grid.Cells {
			list = append(list, fmt.Sprintf("%d+%d,%d+%d %q %s", c.Row, c.RowSpan, c.Column, c.ColumnSpan, c.Text, c.Uncertain))
		}
	}
	return list
}

// TestOFDRW: a report that ofdrw drew, with a stamp and a watermark over it, has the
// fields of the DOCX that it was drawn from.
func TestOFDRW(t *testing.T) {
	reader := newReader(t)
	r := readFile(t, reader, "../../extract/ofd/testdata/qingwu-county-2022.ofd")
	if r.Status != gongkai.Verified {
		t.Errorf("status %s: %+v", r.Status, r.Findings)
	}
	readExpected(t, filepath.Join(testdata, "expected", "qingwu-county-2022.json")).compare(t, r)
	if diff := cmp.Diff(fields(readFile(t, reader, filepath.Join(testdata, "reports", "qingwu-county-2022.docx"))), fields(r)); diff != "" {
		t.Errorf("(-docx +ofd):\n%s", diff)
	}
}

// ofdReports is how many reports TestOFDAccuracy reads.
const ofdReports = 300

// TestOFDAccuracy: the readable reports are exact, but for two without rulings, and
// none claims falsely.
func TestOFDAccuracy(t *testing.T) {
	reader := newReader(t)
	summary := eval.NewSummary()
	for i := range ofdReports {
		summary.Add(judged(t, reader, synth.Corpus{Seed: accuracySeed, MaxDeviations: 3, Formats: []string{"ofd"}}, i))
	}
	floor := eval.Floors{Floor: eval.Floor{Exact: 0.992, Abstained: 0.008, Cells: 0.999}}
	for _, problem := range floor.Below(summary) {
		t.Error(problem)
	}
	for _, v := range summary.Wrong {
		t.Logf("%s: %s", v.File, v.Problem)
	}
}

// TestOFDFailingSum: no second engine reads OFD, so that sums that fail stay
// doubtful, and no engine for PDF is asked.
func TestOFDFailingSum(t *testing.T) {
	sample, err := synth.New(synth.Order{Seed: 3, Layout: gongkai.Layout2021, Deviations: []string{"wrong-total"}})
	if err != nil {
		t.Fatal(err)
	}
	data, err := synth.OFD(sample.Page)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(newReader(t), data, gongkai.Source{}, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	Confirm(r, gongkai.DefaultLimits(), func(Job) (gongkai.SecondReading, error) {
		t.Error("a second reading was asked for")
		return gongkai.SecondReading{}, errors.New("none")
	})
	if r.Status != gongkai.DoubtfulReport {
		t.Errorf("status %s, want %s", r.Status, gongkai.DoubtfulReport)
	}
}
