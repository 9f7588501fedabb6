package codebook

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
)

var update = flag.Bool("update", false, "write docs/CODEBOOK.md anew")

// TestReference: docs/CODEBOOK.md is what the tables, the forms and the rules
// say.
func TestReference(t *testing.T) {
	const path = "../../docs/CODEBOOK.md"
	want := Markdown()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/CODEBOOK.md is not what the code says: run with -update (-want +got):\n%s", diff)
	}
}

// TestWhyMissing: every column that may be null says when it is.
func TestWhyMissing(t *testing.T) {
	for _, table := range sinks.Tables() {
		for _, c := range table.Columns {
			if c.Nullable && whyMissing(table, c) == "" {
				t.Errorf("%s.%s does not say what null means", table.Name, c.Name)
			}
			if c.Nullable && !strings.Contains(c.Chinese+table.Chinese, "空值") {
				t.Errorf("%s.%s does not say in Chinese what null means", table.Name, c.Name)
			}
		}
	}
}

// TestTable: codebook.csv has a row for every column, and every cell that an
// identity of a form names has one that states the identity.
func TestTable(t *testing.T) {
	records, err := csv.NewReader(bytes.NewReader(table())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	identities := map[gongkai.CellRef]string{}
	columns := 0
	for _, r := range records[1:] {
		if r[1] == "" {
			columns++
		} else {
			identities[gongkai.CellRef{Table: r[0], Row: r[1], Column: r[2]}] = r[10]
		}
		if slices.Contains(r[6:8], "") {
			t.Errorf("%v has no label", r[:3])
		}
	}
	for _, table := range sinks.Tables() {
		columns -= len(table.Columns)
	}
	if columns != 0 {
		t.Errorf("there are %d rows of columns more than columns", columns)
	}
	for _, i := range append(gongkai.RequestIdentities(true), gongkai.DisputeIdentities()...) {
		for _, ref := range append(i.Left, i.Right...) {
			if !strings.Contains(identities[ref], stated(i, " = ").text) {
				t.Errorf("%v does not state %q but %q", ref, stated(i, " = ").text, identities[ref])
			}
		}
	}
	got := identities[gongkai.CellRef{Table: "statistics2014", Row: "staff_part_time", Column: "value"}]
	if want := "staff_full_time + staff_part_time = staff"; got != want {
		t.Errorf("staff_part_time: got %q, want %q", got, want)
	}
}

// TestPitfalls: each is about columns or rows that there are.
func TestPitfalls(t *testing.T) {
	names := map[string]bool{}
	for _, table := range sinks.Tables() {
		names[table.Name] = true
		for _, c := range table.Columns {
			names[c.Name] = true
		}
	}
	for _, s := range gongkai.Schemas() {
		for _, row := range s.Rows {
			names[row] = true
		}
	}
	for i, p := range pitfalls {
		if len(p.about) == 0 {
			t.Errorf("pitfall %d is about nothing", i+1)
		}
		for _, name := range p.about {
			if !names[name] {
				t.Errorf("pitfall %d is about %s, which is not there", i+1, name)
			}
		}
	}
}

// exampleInfo is a dataset of two tables.
func exampleInfo() Info {
	return Info{Program: "v1", Inputs: 2, InputsDigest: strings.Repeat("a", 64), Files: []sinks.File{
		{Name: "cells.parquet", Bytes: 10, SHA256: strings.Repeat("1", 64)},
		{Name: "dataset.sqlite", Bytes: 11, SHA256: strings.Repeat("2", 64)},
		{Name: "reports.csv", Bytes: 12, SHA256: strings.Repeat("3", 64)},
		{Name: "reports.parquet", Bytes: 13, SHA256: strings.Repeat("4", 64)},
	}}
}

func fileOf(t *testing.T, info Info, name string) []byte {
	t.Helper()
	for _, f := range Files(info) {
		if f.Name == name {
			return f.Data
		}
	}
	t.Fatalf("there is no %s", name)
	return nil
}

// TestFiles: the files describe those of the dataset, and what is not known is
// left out.
func TestFiles(t *testing.T) {
	info := exampleInfo()
	var p struct {
		Version   string
		Licenses  []any
		Created   string
		Resources []struct {
			Name, Path, Hash string
			Schema           struct {
				Fields []struct {
					Name          string
					MissingValues []struct{ Value, Label string }
				}
				PrimaryKey []string
			}
		}
	}
	if err := json.Unmarshal(fileOf(t, info, "datapackage.json"), &p); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range p.Resources {
		names = append(names, r.Name+" "+r.Path+" "+r.Hash[:8]+" "+strings.Join(r.Schema.PrimaryKey, ","))
	}
	want := []string{"cells cells.parquet sha256:1 report_id,table,row,column", "reports-csv reports.csv sha256:3 report_id", "reports reports.parquet sha256:4 report_id"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	if p.Version != DefaultVersion || p.Licenses != nil || p.Created != "" {
		t.Errorf("got version %q, licences %v, created %q of a dataset that states none", p.Version, p.Licenses, p.Created)
	}
	year := p.Resources[1].Schema.Fields[slices.IndexFunc(p.Resources[1].Schema.Fields, func(f struct {
		Name          string
		MissingValues []struct{ Value, Label string }
	}) bool {
		return f.Name == "year"
	})]
	if diff := cmp.Diff([]struct{ Value, Label string }{{"", "null when the report does not say it"}}, year.MissingValues); diff != "" {
		t.Errorf("missing values of year (-want +got):\n%s", diff)
	}
	info.About = About{Title: `T "x"`, Version: "1.2.3", Published: "2025-03-31", Licence: "CC-BY-4.0", URL: "https://example.org/d", Creators: []string{"甲", "乙"}}
	cff := string(fileOf(t, info, "CITATION.cff"))
	for _, line := range []string{`title: "T \"x\""`, `version: "1.2.3"`, `date-released: "2025-03-31"`, `  - name: "乙"`, Fingerprint(info.Files)} {
		if !strings.Contains(cff, line) {
			t.Errorf("CITATION.cff has no %s:\n%s", line, cff)
		}
	}
	for _, name := range []string{"croissant.json", "datapackage.json"} {
		if data := fileOf(t, info, name); !json.Valid(data) || !bytes.Contains(data, []byte("2025-03-31")) || !bytes.Contains(data, []byte("CC-BY-4.0")) {
			t.Errorf("%s is not JSON or lacks what the dataset states:\n%s", name, data)
		}
	}
}

// TestFilesOfOtherFormats: what cannot be described is not.
func TestFilesOfOtherFormats(t *testing.T) {
	all := exampleInfo().Files
	for want, files := range map[string][]sinks.File{
		"CITATION.cff codebook.csv codebook.md":                                 all[1:2],
		"CITATION.cff codebook.csv codebook.md datapackage.json":                all[1:3],
		"CITATION.cff codebook.csv codebook.md croissant.json datapackage.json": all,
	} {
		var names []string
		for _, f := range Files(Info{Files: files}) {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("of %v: got %s, want %s", files, got, want)
		}
	}
	if Fingerprint(all[1:3]) != "" {
		t.Error("a dataset without Parquet has a fingerprint")
	}
}

// TestFingerprint: it is what sha256sum says, and only of the data.
func TestFingerprint(t *testing.T) {
	files := exampleInfo().Files
	// Computed with sha256sum from the lines that the comment of Fingerprint describes.
	const want = "5cd03af2350024ccf877cb18f82ed3161feedd477642dfdc22195f47f5a4487c"
	if got := Fingerprint(files); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if Fingerprint(files[:1]) == Fingerprint(files) {
		t.Error("a file more does not change it")
	}
}

// TestReadAbout: what is wrong is an error that says what is wanted.
func TestReadAbout(t *testing.T) {
	for text, want := range map[string]string{
		`{"version": "1.2"}`:            "wanted three numbers",
		`{"version": "01.2.3"}`:         "wanted three numbers",
		`{"published": "31.3.2025"}`:    "wanted a day",
		`{"license": "CC0-1.0"}`:        "unknown field",
		`{} {}`:                         "behind the end",
		``:                              "EOF",
		`{"version": "1.2.3"}`:          "",
		`{"published": "2025-03-31"}`:   "",
		`{"creators": ["甲", "乙"]}`:      "",
		`{"title": "x", "url": "y://"}`: "",
	} {
		_, err := ReadAbout([]byte(text))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestNext(t *testing.T) {
	for _, test := range []struct {
		version string
		number  int
		want    string
	}{{"1.2.3", 0, "2.0.0"}, {"1.2.3", 1, "1.3.0"}, {"1.2.9", 2, "1.2.10"}, {"0.0.0", 0, "1.0.0"}, {"1.2", 0, ""}, {"99999999999999999999.0.0", 0, ""}} {
		if got, _ := Next(test.version, test.number); got != test.want {
			t.Errorf("Next(%q, %d) = %q, want %q", test.version, test.number, got, test.want)
		}
	}
}

// TestProvenance: it is JSON whose relations name what it declares.
func TestProvenance(t *testing.T) {
	var p struct {
		Entity, Activity, Agent           map[string]any
		Used, WasGeneratedBy              map[string]map[string]string
		WasAssociatedWith, WasDerivedFrom map[string]map[string]string
	}
	if err := json.Unmarshal([]byte(Provenance("v1", 3, "abc")), &p); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]map[string]any{"entity": p.Entity, "activity": p.Activity, "agent": p.Agent, "generatedEntity": p.Entity, "usedEntity": p.Entity}
	n := 0
	for _, relation := range []map[string]map[string]string{p.Used, p.WasGeneratedBy, p.WasAssociatedWith, p.WasDerivedFrom} {
		for _, ends := range relation {
			for role, name := range ends {
				n++
				if kinds[strings.TrimPrefix(role, "prov:")][name] == nil {
					t.Errorf("%s %s is not declared", role, name)
				}
			}
		}
	}
	if n != 8 {
		t.Errorf("%d ends of relations, want 8", n)
	}
}
