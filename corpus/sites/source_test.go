package sites

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKnown holds the columns that come with the program: enough of them, valid,
// and each with the place where it was seen. Nothing is fetched.
func TestKnown(t *testing.T) {
	all, err := Known()
	if err != nil {
		t.Fatal(err)
	}
	provinces, agencies := map[string]bool{}, map[string]bool{}
	for _, s := range all {
		if s.Seen.In == "" || s.Seen.Kind == "" || s.Seen.Says == "" {
			t.Errorf("%s:%d: %s does not say where it was seen", s.File, s.Line, s.ID)
		}
		if len(s.Start) == 0 {
			t.Errorf("%s:%d: %s has no report column", s.File, s.Line, s.ID)
		}
		for _, start := range s.Start {
			if reason, trapped := Trap(start); trapped || !s.Scope().Contains(start) {
				t.Errorf("%s: a walk would not ask for %s: %s", s.ID, start, reason)
			}
		}
		provinces[s.Province] = true
		agencies[s.Agency] = true
	}
	if len(agencies) < 60 {
		t.Errorf("%d agencies, want at least 60", len(agencies))
	}
	if len(provinces) < 12 {
		t.Errorf("agencies of %d provinces, want at least 12", len(provinces))
	}
}

func TestParse(t *testing.T) {
	sources, problems := Parse("a.yaml", []byte(`
sites:
  - id: qingwu-water
    agency: 青梧县水利局
    agency-id: "11340000MB0X12345Y"
    province: 安徽
    family: trs
    start:
      - https://www.qingwu.example/slj/zfxxgknb/
      - https://www.qingwu.example/slj/nb/
    home: https://www.qingwu.example/
    hosts: files.qingwu.example
    paths: [/slj/]
    allow-bad-certificate: true
    notes: two columns
    seen: {in: https://www.qingwu.example/map.html, kind: page, says: 政府信息公开年报}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := []Source{{
		ID: "qingwu-water", Agency: "青梧县水利局", AgencyID: "11340000MB0X12345Y", Province: "安徽", Family: "trs",
		Start: []string{"https://www.qingwu.example/slj/zfxxgknb/", "https://www.qingwu.example/slj/nb/"}, Home: "https://www.qingwu.example/",
		Hosts: []string{"files.qingwu.example"}, Paths: []string{"/slj/"}, AllowBadCertificate: true, Notes: "two columns",
		Seen: Seen{In: "https://www.qingwu.example/map.html", Kind: "page", Says: "政府信息公开年报"}, File: "a.yaml", Line: 3,
	}}
	if diff := cmp.Diff(want, sources); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	scope := sources[0].Scope()
	for address, in := range map[string]bool{
		"http://www.qingwu.example/slj/a.html": true, "http://www.qingwu.example/jyj/a.html": false,
		"http://files.qingwu.example/a.pdf": true, "http://other.example/slj/": false,
	} {
		if scope.Contains(address) != in {
			t.Errorf("scope contains %s: %v, want %v", address, !in, in)
		}
	}
}

// TestProblems shows each fault with file, line, key, reason and hint.
func TestProblems(t *testing.T) {
	site := "sites:\n  - id: aaa\n    agency: 甲局\n    start: http://a.example/nb/\n"
	for name, c := range map[string]struct{ file, want string }{
		"unknown key":       {site + "    famly: trs\n", `a.yaml:5: famly: no such key (未知的键)` + "\n" + `  did you mean "family"?`},
		"unknown top key":   {"pages: []\n", `a.yaml:1: pages: no such key (未知的键)` + "\n  known are sites"},
		"unknown family":    {site + "    family: tsr\n", `a.yaml:5: family: there is no family "tsr" (未知的站点类型)` + "\n" + `  did you mean "trs"?`},
		"scheme":            {"sites:\n  - id: aaa\n    agency: 甲局\n    start: ftp://a.example/\n", `a.yaml:4: start: "ftp://a.example/" is neither http nor https (只支持 http 与 https)`},
		"host":              {"sites:\n  - id: aaa\n    agency: 甲局\n    start: https:///nb/\n", `a.yaml:4: start: "" is no name of a host`},
		"user name":         {"sites:\n  - id: aaa\n    agency: 甲局\n    start: http://u:p@a.example/\n", `a.yaml:4: start: the address holds a user name`},
		"id":                {strings.Replace(site, "aaa", "A B", 1), `a.yaml:2: id: "A B" is no id`},
		"no agency":         {"sites:\n  - id: aaa\n    start: http://a.example/\n", `a.yaml:2: agency: missing (缺少机构名称)`},
		"no start":          {"sites:\n  - id: aaa\n    agency: 甲局\n", `a.yaml:2: start: missing (缺少起始网址)`},
		"agency id":         {site + "    agency-id: \"12\"\n", `a.yaml:5: agency-id: "12" is no code of an agency`},
		"twice":             {site + "    agency: 乙局\n", "a.yaml:5"},
		"path":              {site + "    paths: nb/\n", `a.yaml:5: paths: "nb/" does not begin with /`},
		"certificate":       {site + "    allow-bad-certificate: maybe\n", "a.yaml:5: allow-bad-certificate: true or false"},
		"empty text":        {site + "    notes:\n", "a.yaml:5: notes: a text is expected here"},
		"seen without kind": {site + "    seen: {in: somewhere}\n", "a.yaml:5: seen: in and kind belong to it"},
		"not yaml":          {"sites: [\n", "a.yaml:"},
		"empty":             {"", "a.yaml:1: the file is empty"},
		"no list":           {"sites: none\n", "a.yaml:1: sites: a list is expected here"},
		"alias":             {site + "    notes: &n x\n    province: *n\n", "a.yaml:5: notes: anchors and aliases are not read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := Parse("a.yaml", []byte(c.file))
			if err := errors.Join(problems...); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

// TestLoad finds what two files have in common.
func TestLoad(t *testing.T) {
	dir := t.TempDir()
	for name, id := range map[string]string{"a.yaml": "aaa", "b.yaml": "aaa"} {
		text := "sites:\n  - id: " + id + "\n    agency: 甲局\n    start: http://a.example/nb/\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Load(dir)
	for _, want := range []string{`"aaa" is taken by`, `is a start of "aaa" as well`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := Load(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want that the file does not exist", err)
	}
}
