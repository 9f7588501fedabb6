package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/corpus/synth"
)

// site writes documents of one agency as a copied site has them.
type site struct {
	t      *testing.T
	folder string
}

// page writes the sample as HTML (or DOCX by its name), with an agency that
// exists in the place of the invented one, and edits.
func (s site) page(path string, sample *synth.Sample, agency string, edits ...string) {
	s.t.Helper()
	data, err := synth.HTML(sample.Page, synth.Portal, synth.UTF8)
	if strings.HasSuffix(path, ".docx") {
		data, err = synth.DOCX(renamed(sample, agency).Page)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	text := strings.NewReplacer(append([]string{sample.Truth.Agency, agency}, edits...)...).Replace(string(data))
	s.write(path, []byte(text))
}

func (s site) write(path string, data []byte) {
	s.t.Helper()
	path = filepath.Join(s.folder, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// renamed is the sample with another agency's name on its page.
func renamed(sample *synth.Sample, agency string) *synth.Sample {
	copied, page := *sample, *sample.Page
	copied.Page = &page
	rename := func(text string) string { return strings.ReplaceAll(text, sample.Truth.Agency, agency) }
	page.Title, page.Blocks = slices.Clone(page.Title), slices.Clone(page.Blocks)
	for i := range page.Title {
		page.Title[i] = rename(page.Title[i])
	}
	for i := range page.Blocks {
		page.Blocks[i].Text = rename(page.Blocks[i].Text)
	}
	return &copied
}

func newCountyReport(t *testing.T, seed uint64, year int) *synth.Sample {
	t.Helper()
	sample, err := synth.New(synth.Order{Seed: seed, Kind: synth.CountyGovernment, Year: year})
	if err != nil {
		t.Fatal(err)
	}
	return sample
}

// TestStanding: documents of one report are told from each other, a hijacked copy
// is linked to the original by its path and proves no agency, what documents and
// years contradict is stated, and every hole has its reason.
func TestStanding(t *testing.T) {
	s := site{t, filepath.Join(t.TempDir(), "sites")}
	const agency = "淮安市洪泽区人民政府"
	report, before := newCountyReport(t, 4, 2022), newCountyReport(t, 9, 2021)
	const host, path = "www.hongze.gov.cn", "/art/2023/1/30/art_100_20230.html"
	s.page(host+path, report, agency)
	s.page(host+"/module/download/20230130.docx", report, agency)
	s.page("spam.example.com"+path, report, "威廉希尔中国 人民政府")
	s.page(host+"/art/2022/1/20/art_100_20220.html", before, agency)
	// The page of another report that gives two years, and one that names no place.
	s.page(host+"/art/2021/1/20/art_100_20210.html", newCountyReport(t, 5, 2020), agency, "2020年1月1日", "2018年1月1日", "2020年12月31日", "2018年12月31日")
	s.page("unknown/page.html", newCountyReport(t, 6, 2022), "公安局")
	s.write("files/洪泽区人民政府2023年政府信息公开工作年度报告.pdf", []byte("%PDF-1.7\nbroken"))
	expect := filepath.Join(t.TempDir(), "expect.txt")
	if err := os.WriteFile(expect, []byte("# expected\n\n抚远市生态环境局\n淮安市洪泽区卫生和计划生育局\n"), 0o644); err != nil {
		t.Fatal(err)
	}

	out := filepath.Join(t.TempDir(), "dataset")
	var log bytes.Buffer
	code := run([]string{"build", "--csv", "--no-cache", "-o", out, "--expect", expect, "--years", "2021-2024", "--as-of", "2024-06-01", s.folder}, &log, &log)
	if code != exitUnreadable {
		t.Fatalf("exit code %d\n%s", code, log.String())
	}
	table := func(name string) []map[string]string { return readCSV(t, filepath.Join(out, name+".csv")) }

	roles := map[string]string{}
	ids := map[string]string{}
	for _, r := range table("reports") {
		name := strings.TrimPrefix(r["url"], "http://")
		if name == "" {
			name = filepath.Base(r["path"])
		}
		roles[name] = r["role"] + " " + r["agency_id"]
		ids[name] = r["report_id"]
		if strings.HasPrefix(name, "spam") && r["principal_id"] != ids[host+path] && ids[host+path] != "" {
			t.Errorf("the copy is linked to %s", r["principal_id"])
		}
	}
	const id = "320813-government"
	want := map[string]string{
		host + path:                                "twin " + id,
		host + "/module/download/20230130.docx":    "principal " + id,
		"spam.example.com" + path:                  "mirror ",
		host + "/art/2022/1/20/art_100_20220.html": "principal " + id,
		host + "/art/2021/1/20/art_100_20210.html": "principal " + id,
		"page.html": "principal ",
	}
	// Which of two equal documents is the principal one, their digests decide.
	if strings.HasPrefix(roles[host+path], "principal") {
		want[host+path], want[host+"/module/download/20230130.docx"] = "principal "+id, "twin "+id
	}
	if diff := cmp.Diff(want, roles); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}

	codes := map[string][]string{}
	for _, f := range table("findings") {
		codes[f["report_id"]] = append(codes[f["report_id"]], f["code"])
	}
	principal := host + path
	if strings.HasPrefix(roles[principal], "twin") {
		principal = host + "/module/download/20230130.docx"
	}
	for name, code := range map[string]string{
		principal:                 "carried-over-differs",
		"spam.example.com" + path: "spam-in-name",
		"page.html":               "agency-unresolved",
		host + "/art/2021/1/20/art_100_20210.html": "year-conflict",
	} {
		if !slices.Contains(codes[ids[name]], code) {
			t.Errorf("%s has the findings %v, not %s", name, codes[ids[name]], code)
		}
	}

	var holes []string
	for _, c := range table("coverage") {
		holes = append(holes, strings.Join([]string{c["agency_id"], c["year"], c["state"], regexp.MustCompile(`:.*`).ReplaceAllString(filepath.Base(c["detail"]), "")}, " "))
	}
	wantHoles := []string{
		"230883-ecology_environment 2021 not-found .", "230883-ecology_environment 2022 not-found .",
		"230883-ecology_environment 2023 not-found .", "230883-ecology_environment 2024 not-published-yet 2025-01-31",
		id + " 2020 held .", id + " 2021 held .", id + " 2022 held .",
		id + " 2023 unreadable 洪泽区人民政府2023年政府信息公开工作年度报告.pdf", id + " 2024 not-published-yet 2025-03-31",
	}
	if diff := cmp.Diff(wantHoles, holes); diff != "" {
		t.Errorf("coverage (-want +got):\n%s", diff)
	}
	listed := map[string]bool{}
	for _, a := range table("agencies") {
		listed[a["agency_id"]] = true
	}
	for _, c := range table("coverage") {
		if !listed[c["agency_id"]] {
			t.Errorf("coverage names %s, which agencies has not", c["agency_id"])
		}
	}
	if evidence := table("evidence"); !slices.ContainsFunc(evidence, func(e map[string]string) bool {
		return e["report_id"] == ids[host+"/art/2021/1/20/art_100_20210.html"] && e["field"] == "year" && e["value"] == "2018"
	}) {
		t.Error("the evidence for the other year is not in the dataset")
	}
}

// TestConflict: two documents of one report that disagree are both kept, and every
// cell in which they do is stated.
func TestConflict(t *testing.T) {
	s := site{t, filepath.Join(t.TempDir(), "sites")}
	const agency = "淮安市洪泽区人民政府"
	report := newCountyReport(t, 4, 2022)
	s.page("www.hongze.gov.cn/art/2023/1/30/art_100_20230.html", report, agency)
	cell := report.Truth.Disputes[0][0].Printed
	changed := renamed(report, agency)
	for i := range changed.Page.Blocks {
		if table := changed.Page.Blocks[i].Table; table != nil {
			copied := *table
			copied.Rows = slices.Clone(table.Rows)
			for y := range copied.Rows {
				copied.Rows[y] = slices.Clone(copied.Rows[y])
				for x := range copied.Rows[y] {
					if copied.Rows[y][x].Value.String() == "disputes.review.upheld" {
						copied.Rows[y][x].Text = cell + "1"
					}
				}
			}
			changed.Page.Blocks[i].Table = &copied
		}
	}
	data, err := synth.DOCX(changed.Page)
	if err != nil {
		t.Fatal(err)
	}
	s.write("www.hongze.gov.cn/module/download/1.docx", data)
	out := filepath.Join(t.TempDir(), "dataset")
	var log bytes.Buffer
	if code := run([]string{"build", "--csv", "--no-cache", "-o", out, s.folder}, &log, &log); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, log.String())
	}
	conflicts := readCSV(t, filepath.Join(out, "conflicts.csv"))
	if len(conflicts) != 1 || conflicts[0]["row"]+"."+conflicts[0]["column"] != "review.upheld" ||
		conflicts[0]["printed"] != cell || conflicts[0]["other_printed"] != cell+"1" {
		t.Errorf("conflicts: %v", conflicts)
	}
	printed := map[string]bool{}
	for _, c := range readCSV(t, filepath.Join(out, "cells.csv")) {
		if c["row"] == "review" && c["column"] == "upheld" {
			printed[c["role"]+" "+c["printed"]] = true
		}
	}
	if !printed["principal "+cell] || len(printed) != 2 {
		t.Errorf("both documents keep what they print: %v", printed)
	}
}
