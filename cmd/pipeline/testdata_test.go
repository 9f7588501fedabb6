package pipeline

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

const testdata = "../../testdata"

// statuses of the reports in testdata/reports; the rest are verified.
var statuses = map[string]gongkai.Status{
	"xiuyun-wangchao-2023": gongkai.SourceInconsistent, // its published sums are wrong
}

// TestReports: every report that the project ships is right in every cell, and
// the formats of one report have equal fields.
func TestReports(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testdata, "reports", "*"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d reports, %v", len(files), err)
	}
	reader := newReader(t)
	first := map[string]*gongkai.Report{} // by base name
	formats := map[string]int{}
	for _, file := range files {
		base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		t.Run(filepath.Base(file), func(t *testing.T) {
			r := readFile(t, reader, file)
			e := readExpected(t, filepath.Join(testdata, "expected", base+".json"))
			e.compare(t, r)
			if r.Agency != e.Agency || r.Year != e.Year || string(r.Layout) != e.Layout {
				t.Errorf("agency %q, year %d, layout %s; expected %q, %d, %s", r.Agency, r.Year, r.Layout, e.Agency, e.Year, e.Layout)
			}
			want, ok := statuses[base]
			if !ok {
				want = gongkai.Verified
			}
			if r.Status != want {
				t.Errorf("status %s, want %s: %+v", r.Status, want, r.Findings)
			}
			if first[base] == nil {
				first[base] = r
			}
			formats[base+" "+string(r.Layout)+" "+string(r.Source.Format)]++
			if diff := cmp.Diff(fields(first[base]), fields(r)); diff != "" {
				t.Errorf("fields differ from %s (-want +got):\n%s", first[base].Source.Path, diff)
			}
		})
	}
	for _, of := range []string{"qingwu-county-2022 cn-2021", "yunlan-ecology-2020 cn-2019"} {
		for _, format := range []gongkai.Format{gongkai.FormatDOCX, gongkai.FormatHTML, gongkai.FormatPDF, gongkai.FormatText} {
			if formats[of+" "+string(format)] != 1 {
				t.Errorf("%s is not there as %s", of, format)
			}
		}
	}
}

// fields are what a report states, without where and how it was read.
func fields(r *gongkai.Report) map[string]string {
	f := map[string]string{"agency": r.Agency, "title": r.Title, "layout": string(r.Layout)}
	for ref, v := range r.Cells() {
		f[ref.String()] = v.State.String() + " " + v.Printed + " " + v.Unit + " " + v.Proof.String()
	}
	for _, s := range r.Sections {
		f["section "+s.Code] = s.Heading
	}
	return f
}
