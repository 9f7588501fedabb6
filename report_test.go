package gongkai_test

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

func decimal(t *testing.T, s string) gongkai.Decimal {
	t.Helper()
	d, err := gongkai.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestReportJSON: what extract prints is read back without loss, and has the
// shape that is promised.
func TestReportJSON(t *testing.T) {
	r := &gongkai.Report{
		Source: gongkai.Source{Path: "a.pdf", SHA256: "00ff", Format: gongkai.FormatPDF, Bytes: 9},
		Method: "pdf/pdfium", Pages: 5, Title: "青梧县2022年政府信息公开工作年度报告", Agency: "青梧县", Year: 2022,
		Layout: gongkai.Layout2021, Status: gongkai.DoubtfulReport, Published: "2023-01-30",
		Metadata: []gongkai.MetadataField{{Label: "索引号", Value: ""}},
		Sections: []gongkai.Section{{Code: "overview", Heading: "一、总体情况", Text: "……"}},
		Evidence: []gongkai.Evidence{{Field: "year", Value: "2022", From: "title-page", Text: "…"}},
		Findings: []gongkai.Finding{{Code: gongkai.IdentityFails, Cells: []gongkai.CellRef{{Table: "disputes", Row: "review", Column: "total"}},
			Expected: "11", Found: "0", Detail: "10 + 1 = 11 ≠ 0", Location: gongkai.Location{Page: 4, Box: [4]float64{1, 2, 3, 4.5}}}},
	}
	r.Set(gongkai.CellRef{Table: "requests", Row: "new_requests", Column: "natural_person"}, gongkai.Value{
		Printed: "21", Number: decimal(t, "21"), State: gongkai.Number, Proof: gongkai.Proven,
		Location: gongkai.Location{Page: 3, Box: [4]float64{100.5, 200, 120, 210}}})
	r.Set(gongkai.CellRef{Table: "requests", Row: "granted", Column: "total"}, gongkai.Value{State: gongkai.Blank})
	r.Set(gongkai.CellRef{Table: "proactive", Row: "fees", Column: "amount"}, gongkai.Value{
		Printed: "18.8710万元", Number: decimal(t, "18.8710"), State: gongkai.Number, Unit: "万元", Uncertain: "?"})
	r.Set(gongkai.CellRef{Table: "statistics2014", Row: "budget", Column: "value"}, gongkai.Value{Printed: "0.5", Number: decimal(t, "0.5"), State: gongkai.Number})
	for _, cell := range []string{"row_002.value", "row_001.value_2", "row_001.value"} { // an order that is no sorting
		row, column, _ := strings.Cut(cell, ".")
		r.Set(gongkai.CellRef{Table: "local", Row: row, Column: column}, gongkai.Value{Printed: "7", Number: decimal(t, "7"), State: gongkai.Number})
	}
	r.Local.List, r.Local.Rows[0].Label, r.Local.Rows[0].Unit, r.Local.Columns[1].Heading = "cn-test-2010", "其中：1.甲数", "件", "上年"
	r.Local.Sums = []gongkai.Sum{{Total: "row_001", Parts: []string{"row_002"}}}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"source":{"path":"a.pdf","sha256":"00ff",`,
		`"tables":{"proactive":{"fees":{"amount":{"printed":"18.8710万元","value":"18.8710","state":"number","unit":"万元","proof":"unchecked"`,
		`"requests":{"new_requests":{"natural_person":{"printed":"21","value":"21","state":"number","proof":"proven","page":3,"box":[100.5,200,120,210]}}`,
		`"granted":{"total":{"printed":"","state":"blank","proof":"unchecked"}}`,
		`"local":{"row_002":{"value":{"printed":"7","value":"7","state":"number","proof":"unchecked"}},"row_001":{"value":{`,
		`"local":{"list":"cn-test-2010","columns":[{"code":"value","heading":""},{"code":"value_2","heading":"上年"}],"rows":[{"code":"row_002","label":"其中：1.甲数","unit":"件"},`,
		`"status":"doubtful"`, `"year":2022`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the JSON lacks %s:\n%s", want, b)
		}
	}
	back := new(gongkai.Report)
	if err := json.Unmarshal(b, back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, back, cmp.AllowUnexported(gongkai.Decimal{})); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

// TestEmptyReportJSON: the contract has arrays and objects, never null, but for
// a year that is not known.
func TestEmptyReportJSON(t *testing.T) {
	b, err := json.Marshal(&gongkai.Report{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"year":null`, `"tables":{}`, `"findings":[]`, `"sections":[]`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the JSON lacks %s:\n%s", want, b)
		}
	}
	if err := json.Unmarshal([]byte(`{"tables":{"requests":{"no_such_row":{"total":{"state":"blank"}}}}}`), new(gongkai.Report)); err == nil {
		t.Error("an unknown row is read without an error")
	}
}

// TestRules: every code has its rule, in both languages, once.
func TestRules(t *testing.T) {
	source, err := os.ReadFile("finding.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`(?m)^\t\w+\s+Code = "([a-z0-9-]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(codes) < 20 {
		t.Fatalf("only %d codes found in finding.go", len(codes))
	}
	seen := map[gongkai.Code]bool{}
	for _, r := range gongkai.Rules() {
		if seen[r.Code] || r.English == "" || r.Chinese == "" {
			t.Errorf("rule %s is there twice or lacks a message", r.Code)
		}
		seen[r.Code] = true
	}
	for _, m := range codes {
		if !seen[gongkai.Code(m[1])] {
			t.Errorf("code %s has no rule", m[1])
		}
	}
	if len(seen) != len(codes) {
		t.Errorf("%d codes, %d rules", len(codes), len(seen))
	}
}

// allowed says what each part may import of the project. A part is a top-level
// folder; the root package is "".
var allowed = map[string][]string{
	"":          {},
	"corpus":    {"", "corpus"},
	"extract":   {"", "extract"},
	"normalize": {"", "normalize"},
	"sinks":     {"", "sinks"},
	"explore":   {"", "explore"},
	"cmd":       {"", "cmd", "corpus", "explore", "extract", "normalize", "sinks"},
	"bench":     {"", "cmd", "corpus", "extract"},
	"beam":      {"", "cmd", "corpus", "sinks"}, // a module of its own
	"internal":  {},
}

// forbidden imports: readers and normalizers do no network, and the domain
// imports nothing but the standard library.
var network = map[string]bool{"net": true, "net/http": true}

// TestImports fails when an import points the wrong way.
func TestImports(t *testing.T) {
	checked := map[string]int{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && strings.HasPrefix(d.Name(), ".") || d.IsDir() && d.Name() == "testdata" {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		part := ""
		if i := strings.IndexRune(filepath.ToSlash(path), '/'); i >= 0 {
			part = path[:i]
		}
		checked[part]++
		for _, problem := range wrongImports(t, path, part) {
			t.Error(problem)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for part := range allowed {
		if checked[part] == 0 {
			t.Errorf("no file of %q was checked", part)
		}
	}
}

func wrongImports(t *testing.T, path, part string) (problems []string) {
	t.Helper()
	may, known := allowed[part]
	if !known {
		return []string{fmt.Sprintf("%s: the folder %s has no rule in this test", path, part)}
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return []string{err.Error()}
	}
	for _, spec := range file.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		rest, ours := strings.CutPrefix(name+"/", "gongkai/")
		target, _, _ := strings.Cut(rest, "/")
		switch {
		case ours && !contains(may, target):
			problems = append(problems, fmt.Sprintf("%s imports %s: %q must not know %q", path, name, part, target))
		case !ours && part == "" && strings.Contains(name, "."):
			problems = append(problems, fmt.Sprintf("%s imports %s: the domain uses the standard library only", path, name))
		case (part == "extract" || part == "normalize") && network[name]:
			problems = append(problems, fmt.Sprintf("%s imports %s: readers and normalizers do no network", path, name))
		}
	}
	return problems
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
