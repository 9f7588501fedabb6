package pipeline

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
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
