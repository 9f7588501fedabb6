package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAttribution: names that many agencies have, copies of one document and sites
// whose paths are alike lead to no agency, and to no group, that is not proven.
func TestAttribution(t *testing.T) {
	s := site{t, filepath.Join(t.TempDir(), "sites")}
	// Another report on a mirror, at a path that sites have in common.
	s.page("www.hongze.gov.cn/zwgk/20230131/index.html", newCountyReport(t, 4, 2022), "淮安市洪泽区人民政府")
	s.page("spam.example.com/zwgk/20230131/index.html", newCountyReport(t, 9, 2022), "公安局")
	// The same bytes on a mirror, whose name sorts first, and on a government host.
	copied := newCountyReport(t, 12, 2022)
	s.page("aaa.example.com/2023/123456.html", copied, "公安局")
	s.page("gaj.hongze.gov.cn/2023/123456.html", copied, "公安局")
	// One printed name on two sites.
	s.page("www.jinhu.gov.cn/a/2023001.html", newCountyReport(t, 20, 2022), "教育局")
	s.page("www.xuyi.gov.cn/a/2023001.html", newCountyReport(t, 21, 2022), "教育局")
	// A page that proves its agency, and its attachment, which lies elsewhere.
	report := newCountyReport(t, 30, 2022)
	s.page("www.hongze.gov.cn/c/2023009.html", report, "民政局")
	s.page("downloads/民政局.docx", report, "民政局")

	out := filepath.Join(t.TempDir(), "dataset")
	var log bytes.Buffer
	if code := run([]string{"build", "--csv", "--no-cache", "-o", out, s.folder}, &log, &log); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, log.String())
	}
	got := map[string]string{}
	principals := map[string]int{}
	for _, r := range readCSV(t, filepath.Join(out, "reports.csv")) {
		_, name, _ := strings.Cut(r["path"], "/sites/")
		got[name] = r["agency_id"]
		principals[r["principal_id"]]++
		if name == "downloads/民政局.docx" || name == "www.hongze.gov.cn/c/2023009.html" {
			continue // which of the two is the principal one, their digests decide
		}
		if r["role"] != "principal" {
			t.Errorf("%s is %s of %s", name, r["role"], r["principal_id"])
		}
	}
	want := map[string]string{
		"www.hongze.gov.cn/zwgk/20230131/index.html": "320813-government",
		"spam.example.com/zwgk/20230131/index.html":  "",
		"gaj.hongze.gov.cn/2023/123456.html":         "320813-public_security",
		"www.jinhu.gov.cn/a/2023001.html":            "",
		"www.xuyi.gov.cn/a/2023001.html":             "",
		"www.hongze.gov.cn/c/2023009.html":           "320813-civil_affairs",
		"downloads/民政局.docx":                         "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("agencies (-want +got):\n%s", diff)
	}
	if len(principals) != len(want)-1 {
		t.Errorf("%d reports, want %d: the attachment is one with its page", len(principals), len(want)-1)
	}
	for _, d := range readCSV(t, filepath.Join(out, "documents.csv")) {
		if d["status"] == "duplicate" && (d["report_id"] == "" || !strings.HasSuffix(d["duplicate_of"], "gaj.hongze.gov.cn/2023/123456.html")) {
			t.Errorf("%s repeats %s, report %q", d["path"], d["duplicate_of"], d["report_id"])
		}
	}
}
