package pipeline

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/corpus/synth"
)

// TestSheets: a report as a spreadsheet says what it says as a DOCX, in every
// layout.
func TestSheets(t *testing.T) {
	reader := newReader(t)
	read := func(w string, p *synth.Page) map[string]string {
		at := slices.IndexFunc(synth.Writers(), func(writer synth.Writer) bool { return writer.Name == w })
		data, err := synth.Writers()[at].Write(p)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
		if err != nil {
			t.Fatalf("%s: %v", w, err)
		}
		f := fields(r)
		f["status"] = r.Status.String()
		return f
	}
	for i, l := range synth.Layouts() {
		for seed := range uint64(3) {
			sample, err := synth.New(synth.Order{Seed: 900 + 10*uint64(i) + seed, Layout: l.Layout})
			if err != nil {
				t.Fatal(err)
			}
			want := read("docx", sample.Page)
			for _, w := range []string{"xlsx", "xlsx-sheets", "csv", "csv-gb18030"} {
				got := read(w, sample.Page)
				if strings.HasPrefix(w, "csv") {
					// A heading below a table without borders is in its grid.
					isSection := func(key, _ string) bool { return strings.HasPrefix(key, "section ") }
					maps.DeleteFunc(got, isSection)
					want = maps.Clone(want)
					maps.DeleteFunc(want, isSection)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s of %s differs from the DOCX (-want +got):\n%s", w, l.Layout, diff)
				}
			}
		}
	}
}

// TestOfficeSheets: one report as LibreOffice wrote it in both formats of Excel.
func TestOfficeSheets(t *testing.T) {
	reader := newReader(t)
	xlsx := readFile(t, reader, "../../extract/xlsx/testdata/report.xlsx")
	xls := readFile(t, reader, "../../extract/xls/testdata/report.xls")
	if diff := cmp.Diff(fields(xlsx), fields(xls)); diff != "" {
		t.Errorf("xls differs from xlsx (-want +got):\n%s", diff)
	}
	if xls.Status != gongkai.Verified || xls.Source.Format != gongkai.FormatXLS || xlsx.Source.Format != gongkai.FormatXLSX {
		t.Errorf("status %s, formats %s and %s", xls.Status, xls.Source.Format, xlsx.Source.Format)
	}
	if v := xls.Disputes[gongkai.Review][gongkai.OutcomeTotal]; v.Path != "/四、政府信息公开行政复议、行政诉讼情况!E5" {
		t.Errorf("the total of reviews is at %q", v.Path)
	}
}
