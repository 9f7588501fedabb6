package synth

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/internal/optional"
)

const testdata = "../../testdata"

// projectSample is one of the reports in testdata/reports, in one or more
// formats, with what they state in testdata/expected.
type projectSample struct {
	name    string // of the files; the sample's own
	order   Order
	writers []string
}

func hybrid() Form {
	form := PureForm(gongkai.Layout2021)
	form[Item1] = gongkai.Layout2019
	return form
}

// projectSamples: of each layout one report in the four formats, and one report
// for each of what a reader meets early: a hybrid form, sums that fail, a page
// in GB18030, blanks for zeros.
func projectSamples() []projectSample {
	return []projectSample{
		{"qingwu-county-2022", Order{Seed: 172, Kind: CountyGovernment, Year: 2022}, []string{"docx", "html-portal", "text", "pdf-office"}},
		{"yunlan-ecology-2020", Order{Seed: 8955, Kind: PrefectureBureau, Year: 2020}, []string{"docx", "html-word", "text", "pdf-office"}},
		{"qilan-market-2021", Order{Seed: 4902, Kind: CountyBureau, Year: 2021, Form: hybrid()}, []string{"docx"}},
		{"xiuyun-wangchao-2023", Order{Seed: 2707, Kind: TownGovernment, Year: 2023, Deviations: []string{"split-title", "block-tables", "wrong-total"}}, []string{"html-portal"}},
		{"shuoling-land-2019", Order{Seed: 7806, Kind: PrefectureBureau, Year: 2019, Deviations: []string{"change-in-words"}}, []string{"html-gb18030"}},
		{"zhihu-bailutan-2024", Order{Seed: 218, Kind: TownGovernment, Year: 2024, Deviations: []string{"blank-zeros", "split-heads"}}, []string{"docx"}},
	}
}

func TestProjectSamples(t *testing.T) {
	for _, p := range projectSamples() {
		t.Run(p.name, func(t *testing.T) {
			s := newSample(t, p.order)
			if s.Name != p.name {
				t.Errorf("seed %d makes %s", p.order.Seed, s.Name)
			}
			checkFile(t, filepath.Join("expected", p.name+".json"), s.Expected())
			for _, w := range Writers() {
				for _, name := range p.writers {
					if w.Name != name {
						continue
					}
					path := filepath.Join("reports", p.name+"."+w.Extension)
					if w.Format == gongkai.FormatPDF {
						checkPDF(t, path, s.Page)
						continue
					}
					want, err := w.Write(s.Page)
					if err != nil {
						t.Fatal(err)
					}
					checkFile(t, path, want)
				}
			}
		})
	}
}

func TestProjectTemplates(t *testing.T) {
	for _, layout := range []gongkai.Layout{gongkai.Layout2019, gongkai.Layout2021} {
		want, err := DOCX(BlankForm(layout))
		if err != nil {
			t.Fatal(err)
		}
		checkFile(t, filepath.Join("templates", string(layout)+".docx"), want)
	}
}

// The samples show what they are there for.
func TestProjectSamplesAreWhatTheyClaim(t *testing.T) {
	for _, p := range projectSamples() {
		s := newSample(t, p.order)
		busy := 0
		for column := range gongkai.ApplicantTotal {
			if s.Truth.Requests[gongkai.NewRequests][column].Number.Sign() > 0 {
				busy++
			}
		}
		claims := map[string]bool{
			"qingwu-county-2022":   busy >= 5 && s.Truth.Layout == gongkai.Layout2021,
			"yunlan-ecology-2020":  busy >= 5 && s.Truth.Layout == gongkai.Layout2019,
			"qilan-market-2021":    s.Truth.Proactive[gongkai.Regulations][gongkai.Made].State == gongkai.Number && s.Truth.Layout == gongkai.Layout2021,
			"xiuyun-wangchao-2023": s.Arithmetic != "" && len(broken(t, s.Truth)) > 0,
			"shuoling-land-2019":   strings.Contains(s.Truth.Sections[0].Text, "㵲"),
			"zhihu-bailutan-2024":  s.Truth.Requests[gongkai.CarriedIn][gongkai.NaturalPerson].State == gongkai.Blank && s.Truth.Requests[gongkai.CarriedIn][gongkai.ApplicantTotal].Printed == "0",
		}
		if !claims[p.name] {
			t.Errorf("%s is not what it is there for", p.name)
		}
		if s.Arithmetic == "" && len(broken(t, s.Truth)) > 0 {
			t.Errorf("%s: sums fail and nothing says so", p.name)
		}
	}
}

// checkFile compares a committed file with what the code makes, or writes it
// with -update. Of zip files the members count: compression may change with
// the Go release.
func checkFile(t *testing.T, name string, want []byte) {
	t.Helper()
	path := filepath.Join(testdata, name)
	got, err := os.ReadFile(path)
	if *update && (err != nil || !same(t, name, want, got)) {
		store(t, path, want)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if !same(t, name, want, got) {
		t.Errorf("%s is not what the code makes: go test ./corpus/synth -update", name)
	}
}

func same(t *testing.T, name string, a, b []byte) bool {
	t.Helper()
	if strings.HasSuffix(name, ".docx") && bytes.HasPrefix(a, []byte("PK")) && bytes.HasPrefix(b, []byte("PK")) {
		return cmp.Equal(unzipped(t, a), unzipped(t, b), cmp.AllowUnexported(part{}))
	}
	return bytes.Equal(a, b)
}

func store(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// checkPDF sees that the PDF prints the page. LibreOffice stamps what it
// writes, so -update makes a PDF only where there is none: delete one that is
// out of date.
func checkPDF(t *testing.T, name string, p *Page) {
	t.Helper()
	path := filepath.Join(testdata, name)
	_, err := os.Stat(path)
	if *update && errors.Is(err, os.ErrNotExist) {
		docx, err := DOCX(p)
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := PDF(docx)
		if err != nil {
			t.Fatal(err)
		}
		store(t, path, pdf)
	}
	prose := unspaced(pageFoot.ReplaceAllString(pdfText(t, "-raw", path), ""))
	layout := unspaced(pdfText(t, "-layout", path))
	for _, b := range p.Blocks {
		if b.Table == nil {
			if !strings.Contains(prose, unspaced(b.Text)) {
				t.Errorf("%s does not print %q", name, b.Text)
			}
			continue
		}
		for _, row := range b.Table.Rows {
			numbers := ""
			for _, cell := range row {
				if cell.Value.Table != "" {
					numbers += cell.Text
				}
			}
			if !strings.Contains(layout, numbers) {
				t.Errorf("%s does not print the row %s", name, numbers)
			}
		}
	}
}

func unspaced(text string) string { return strings.Join(strings.Fields(text), "") }

// pageFoot is the template's page number at the end of a page's text.
var pageFoot = regexp.MustCompile(`-\s*\d+\s*-\s*\f`)

// pdfText reads the text of a PDF with poppler.
func pdfText(t *testing.T, arguments ...string) string {
	t.Helper()
	pdftotext, err := exec.LookPath("pdftotext")
	if err != nil {
		optional.Skip(t, err.Error())
	}
	out, err := exec.Command(pdftotext, append(arguments, "-")...).Output()
	if err != nil {
		t.Fatalf("pdftotext %v: %v", arguments, err)
	}
	return string(out)
}
