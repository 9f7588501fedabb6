package pipeline

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai"
	"gongkai/extract"
	"gongkai/extract/pdfcheck"
	"gongkai/internal/optional"
)

// samples are real reports beside the checkout; users do not have them.
const samples = "../../../shared/samples"

// newReader makes a reader whose engine is compiled once for all tests of the
// machine.
func newReader(t testing.TB) *extract.Reader {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	r := extract.NewReader(filepath.Join(cache, "gongkai"))
	t.Cleanup(func() { r.Close() })
	return r
}

// readFile reads a document all the way.
func readFile(t testing.TB, reader *extract.Reader, path string) *gongkai.Report {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(reader, data, gongkai.Source{Path: path}, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	Confirm(r, gongkai.DefaultLimits(), func(job Job) (gongkai.SecondReading, error) {
		return pdfcheck.Check(data, job.Cells, job.Limits)
	})
	return r
}

// failures lists the arithmetic of the identities that fail.
func failures(r *gongkai.Report) string {
	var lines []string
	for _, f := range r.Findings {
		if f.Code == gongkai.IdentityFails {
			lines = append(lines, f.Detail)
		}
	}
	return strings.Join(lines, "\n")
}

// TestSamples: real reports are right in every cell, and say of themselves what
// is true of them.
func TestSamples(t *testing.T) {
	if _, err := os.Stat(samples); err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	reader := newReader(t)
	for _, c := range []struct {
		file     string
		status   gongkai.Status
		failures string
	}{
		{"hongze-2023.pdf", gongkai.SourceInconsistent, "10 + 1 + 0 + 0 = 11 ≠ 0\n5 + 0 + 0 + 0 = 5 ≠ 0"},
		{"pingtan-gaj-2021.html", gongkai.SourceInconsistent, "1 + 0 = 1 ≠ 1 + 1 = 2\n1 + 0 = 1 ≠ 1 + 1 = 2"},
		{"pingtan-nyn-2023.html", gongkai.SourceInconsistent, "6 + 1 + 0 + 0 + 0 + 0 = 7 ≠ 0\n0 + 0 + 0 + 0 + 0 + 0 = 0 ≠ 7"},
		{"pingtan-scj-2022.html", gongkai.Verified, ""},
		{"pingtan-county-2011.html", gongkai.Verified, ""},
		{"pingtan-zhz-2014.html", gongkai.Narrative, ""},
		{"pingtan-zone-2014.html", gongkai.Verified, ""},
		{"pingtan-zrz-2020.html", gongkai.SourceInconsistent, "1 ≠ 0\n2 + 4 + 2 + 2 = 10 ≠ 9"},
	} {
		t.Run(c.file, func(t *testing.T) {
			r := readFile(t, reader, filepath.Join(samples, c.file))
			e := readExpected(t, filepath.Join(samples, strings.TrimSuffix(c.file, filepath.Ext(c.file))+".expected.json"))
			e.compare(t, r)
			if r.Agency != e.Agency || r.Year != e.Year {
				t.Errorf("agency %q, year %d; expected %q, %d", r.Agency, r.Year, e.Agency, e.Year)
			}
			if e.Layout != "" && string(r.Layout) != e.Layout {
				t.Errorf("layout %s, expected %s", r.Layout, e.Layout)
			}
			if r.Status != c.status {
				t.Errorf("status %s, expected %s", r.Status, c.status)
			}
			if got := failures(r); got != c.failures {
				t.Errorf("sums that fail:\n%s\nexpected:\n%s", got, c.failures)
			}
		})
	}
}

// TestHongze: the single row of 2019 and the misprinted label of a real PDF.
func TestHongze(t *testing.T) {
	path := filepath.Join(samples, "hongze-2023.pdf")
	if _, err := os.Stat(path); err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	r := readFile(t, newReader(t), path)
	if r.Layout != gongkai.Layout2021 {
		t.Errorf("layout %s", r.Layout)
	}
	v := r.Requests[gongkai.NewRequests][gongkai.NaturalPerson]
	if v.Page != 3 || !v.HasBox() || v.Proof != gongkai.Proven {
		t.Errorf("new_requests.natural_person is on page %d, box %v, %s", v.Page, v.Box, v.Proof)
	}
	if r.Requests[gongkai.Other][gongkai.ApplicantTotal].State != gongkai.Number {
		t.Error("the single row （六）其他处理 is not other")
	}
	if r.Proactive[gongkai.Fees][gongkai.Amount].Unit != "万元" {
		t.Error("the unit of the fees is lost")
	}
	if r.Disputes[gongkai.Review][gongkai.Upheld].Proof != gongkai.Contradicted {
		t.Error("a cell of a sum that fails is not contradicted")
	}
	if r.Method != "pdf/pdfium+ledongthuc" {
		t.Errorf("method %s", r.Method)
	}
	want := []string{"preface", "overview", "proactive", "requests", "disputes", "problems", "other_matters"}
	for i, s := range r.Sections {
		if i >= len(want) || s.Code != want[i] {
			t.Errorf("section %d is %q %s", i+1, s.Code, s.Heading)
		}
	}
}

// TestFuyuan: converter text, layout cn-2019.
func TestFuyuan(t *testing.T) {
	path := filepath.Join(samples, "fuyuan-ecology-2020.txt")
	if _, err := os.Stat(path); err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	r := readFile(t, newReader(t), path)
	if r.Agency != "抚远市生态环境局" || r.Year != 2020 || r.Layout != gongkai.Layout2019 || r.Status != gongkai.Verified || len(r.Sections) != 6 {
		t.Errorf("agency %q, year %d, layout %s, status %s, %d sections", r.Agency, r.Year, r.Layout, r.Status, len(r.Sections))
	}
	numbers := func(printed ...json.Number) []any {
		values := make([]any, len(printed))
		for i, p := range printed {
			values[i] = p
		}
		return values
	}
	zeros := func(n int) []any { return numbers(slices.Repeat([]json.Number{"0"}, n)...) }
	e := expected{Requests: map[string][]any{}, Disputes: zeros(15), Proactive: map[string][]any{
		"regulations": zeros(3), "normative_documents": zeros(3), "licensing": numbers("4", "0", "10"), "other_services": zeros(3),
		"penalties": numbers("1", "0", "9"), "coercive_measures": zeros(3), "fees": zeros(2), "procurement": {json.Number("8"), "240万元"},
	}, ProactiveColumns: map[string][]string{}}
	for row := range gongkai.RequestRowCount {
		if row < gongkai.OtherNotCorrected || row > gongkai.OtherRemaining {
			e.Requests[row.String()] = zeros(7)
		}
	}
	items := []string{"items_last_year", "items_change", "decisions"}
	for row, columns := range map[string][]string{
		"regulations": {"made", "disclosed", "disclosed_total"}, "normative_documents": {"made", "disclosed", "disclosed_total"},
		"licensing": items, "other_services": items, "penalties": items, "coercive_measures": items,
		"fees": {"items_last_year", "items_change"}, "procurement": {"items", "amount"},
	} {
		e.ProactiveColumns[row] = columns
	}
	e.compare(t, r)
	if unit := r.Proactive[gongkai.Procurement][gongkai.Amount].Unit; unit != "万元" {
		t.Errorf("the unit of the procurement is %q", unit)
	}
}

// TestBlankForm: the official form states nothing: blank cells, not zeros.
func TestBlankForm(t *testing.T) {
	path := filepath.Join(samples, "official-template-2021.docx")
	if _, err := os.Stat(path); err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	r := readFile(t, newReader(t), path)
	n := 0
	for ref, v := range r.Cells() {
		n++
		if v.State != gongkai.Blank || v.Proof != gongkai.Unchecked {
			t.Errorf("%s is %s, %s", ref, v.State, v.Proof)
		}
	}
	if want := 25*7 + 15 + 2*3 + 4; n != want {
		t.Errorf("%d cells, want %d", n, want)
	}
	if r.Status != gongkai.Incomplete {
		t.Errorf("status %s", r.Status)
	}
}
