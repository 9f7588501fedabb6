package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"
)

func TestAdversary(t *testing.T) {
	s := site{t, filepath.Join(t.TempDir(), "sites")}
	a, b, c := newCountyReport(t, 4, 2022), newCountyReport(t, 9, 2022), newCountyReport(t, 12, 2022)
	// 1. mirror path equal, other name
	s.page("www.hongze.gov.cn/zwgk/20230131/index.html", a, "淮安市洪泽区人民政府")
	s.page("spam.example.com/zwgk/20230131/index.html", b, "公安局")
	// 2. same bytes at a mirror and on a government host
	s.page("aaa.example.com/2023/123456.html", c, "公安局")
	s.page("www.hongze.gov.cn/2023/123456.html", c, "公安局")
	// 3. same name on two sites, different content
	d, e := newCountyReport(t, 20, 2022), newCountyReport(t, 21, 2022)
	s.page("www.jinhu.gov.cn/a/2023001.html", d, "教育局")
	s.page("www.xuyi.gov.cn/a/2023001.html", e, "教育局")
	// 3b. same bytes, two sites
	f := newCountyReport(t, 22, 2022)
	s.page("www.jinhu.gov.cn/b/2023002.html", f, "财政局")
	s.page("www.xuyi.gov.cn/b/2023002.html", f, "财政局")
	// 3c. same content, other page
	s.page("www.jinhu.gov.cn/b/2023003.html", f, "民政局")
	s.page("www.xuyi.gov.cn/b/2023003.html", f, "民政局", "<html", "<!-- x --><html")
	out := filepath.Join(t.TempDir(), "dataset")
	var log bytes.Buffer
	code := run([]string{"build", "--csv", "--no-cache", "-o", out, s.folder}, &log, &log)
	fmt.Println(code, log.String())
	for _, r := range readCSV(t, filepath.Join(out, "reports.csv")) {
		fmt.Println(r["report_id"][:4], r["url"], r["agency"], r["agency_id"], r["role"], r["principal_id"])
	}
	for _, r := range readCSV(t, filepath.Join(out, "documents.csv")) {
		fmt.Println(r["path"], r["status"], r["duplicate_of"], r["role"])
	}
}
