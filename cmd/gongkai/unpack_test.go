package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/corpus/warc"
)

// sample reads a report of testdata.
func sample(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../testdata/reports", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// zipped makes a zip of names, written in GBK without a mark, and what they hold.
func zipped(t testing.TB, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		name, err := simplifiedchinese.GBK.NewEncoder().String(members[i])
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate})
		if err == nil {
			_, err = w.Write([]byte(members[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// packed makes a tar.gz of one member.
func packed(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(data)), Mode: 0o644})
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil || w.Close() != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// slow makes a tar.gz that is within all limits and takes seconds: what is left out in
// it is two gigabytes long. A gzip file may be several, one after the other.
func slow(t testing.TB) []byte {
	t.Helper()
	const pieces, pieceBytes = 240, 8 << 20
	var head, piece bytes.Buffer
	z := gzip.NewWriter(&head)
	if err := tar.NewWriter(z).WriteHeader(&tar.Header{Name: ".left-out", Size: pieces * pieceBytes, Mode: 0o644}); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	text := make([]byte, pieceBytes)
	noise := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < len(text); i += 150 {
		text[i] = byte(noise.UintN(256))
	}
	z = gzip.NewWriter(&piece)
	if _, err := z.Write(text); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return append(head.Bytes(), bytes.Repeat(piece.Bytes(), pieces)...)
}

// TestBuildArchives: archives of files among documents. Every member is a row, those that cannot
// be read with the reason; an archive that hangs its worker, or takes its memory, is
// one row and disturbs nothing.
func TestBuildArchives(t *testing.T) {
	folder, spools := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", spools)
	docx := sample(t, "qilan-market-2021.docx")
	if err := os.Mkdir(filepath.Join(folder, "www.qingwu.gov.cn"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "plain.html"), []byte(sample(t, "lanjia-county-2012.html")))
	write(t, filepath.Join(folder, "a.zip"), zipped(t, "2021年/奇岚市场局.docx", docx, "坏的.docx", docx[:3000], "空.txt", "",
		"__MACOSX/2021年/._奇岚市场局.docx", "x", "2021年/Thumbs.db", "x", "2021年/~$奇岚.docx", "x",
		"内/b.zip", string(zipped(t, "丰年.docx", sample(t, "zhihu-bailutan-2024.docx"))), "again.html", sample(t, "lanjia-county-2012.html")))
	write(t, filepath.Join(folder, "docx.zip"), []byte(sample(t, "qingwu-county-2022.docx")))
	write(t, filepath.Join(folder, "page.tgz"), packed(t, "./x/page.html", []byte(sample(t, "shuoling-land-2019.html"))))
	write(t, filepath.Join(folder, "slow.tgz"), slow(t))
	write(t, filepath.Join(folder, "www.qingwu.gov.cn/att.zip"), zipped(t, "附件 1.txt", sample(t, "yunlan-ecology-2020.txt")))
	for name, from := range map[string]string{"members.7z": "testdata/archives/members.7z", "report.doc": "testdata/archives/report.doc",
		"secret.7z": "../../extract/unpack/testdata/encrypted-names.7z", "aes.zip": "../../extract/unpack/testdata/aes.zip"} {
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, name), data)
	}
	var web bytes.Buffer
	fields := warc.Fields{{Name: "WARC-Type", Value: "response"}, {Name: "WARC-Record-ID", Value: "<" + warc.NewID() + ">"}, {Name: "WARC-Date", Value: "2024-05-06T07:08:09Z"}, {Name: "WARC-Target-URI", Value: "http://a.gov.cn/att/1.zip"}}
	if err := warc.Append(&web, fields, strings.NewReader("HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n\r\n"+string(zipped(t, "年报.html", sample(t, "xiuyun-wangchao-2023.html"))))); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "web.warc"), web.Bytes())

	dataset, cache := filepath.Join(t.TempDir(), "dataset"), t.TempDir()
	build := func(timeout, folder string) (string, int) {
		var log bytes.Buffer
		code := run([]string{"build", "--cache", cache, "--timeout", timeout, "-o", dataset, "--csv", folder}, &log, &log)
		if left, err := os.ReadDir(spools); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
		return log.String(), code
	}
	log, code := build("2s", folder)
	if code != exitUnreadable {
		t.Fatalf("exit code %d\n%s", code, log)
	}
	got := map[string]string{}
	for _, row := range readCSV(t, filepath.Join(dataset, "documents.csv")) {
		path := strings.TrimPrefix(row["path"], filepath.ToSlash(folder)+"/")
		got[path] = strings.TrimSpace(row["status"] + " " + row["reason"] + " " + row["url"])
		if row["status"] == "unreadable" && row["message"] == "" {
			t.Errorf("%s: %s", path, row["message"])
		}
	}
	want := map[string]string{
		"plain.html":                          "report",
		"a.zip!/2021年/奇岚市场局.docx":             "report",
		"a.zip!/坏的.docx":                      "unreadable damaged",
		"a.zip!/空.txt":                        "unreadable empty",
		"a.zip!/内/b.zip!/丰年.docx":             "report",
		"a.zip!/again.html":                   "duplicate duplicate",
		"docx.zip":                            "report",
		"page.tgz!/x/page.html":               "report",
		"slow.tgz":                            "unreadable timeout",
		"members.7z":                          "unreadable memory",
		"report.doc!/年报/青梧县.txt":              "report",
		"secret.7z":                           "unreadable encrypted",
		"aes.zip!/2023/报告一.txt":               "unreadable encrypted",
		"aes.zip!/报告二.html":                   "unreadable encrypted",
		"web.warc!/0!/年报.html":                "report  http://a.gov.cn/att/1.zip#%E5%B9%B4%E6%8A%A5.html",
		"www.qingwu.gov.cn/att.zip!/附件 1.txt": "report  http://www.qingwu.gov.cn/att.zip#%E9%99%84%E4%BB%B6%201.txt",
	}
	if got["slow.tgz"] == "unreadable empty" {
		t.Log("this machine goes through two gigabytes in two seconds: nothing hung")
		want["slow.tgz"] = got["slow.tgz"]
	}
	// Of two equal documents the first one by name is read.
	want["plain.html"], want["a.zip!/again.html"] = want["a.zip!/again.html"], want["plain.html"]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, log)
	}

	// Without what may pass, the same again is nothing to do; and another dataset of the
	// same is made without an archive being opened: there is no place for its members.
	for _, name := range []string{"slow.tgz", "members.7z"} {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	build("1m", folder)
	first := folderDigest(t, dataset)
	if log, _ := build("1m", folder); !strings.Contains(log, "as they are already") {
		t.Error(log)
	}
	t.Setenv("TMPDIR", filepath.Join(spools, "gone"))
	dataset = filepath.Join(t.TempDir(), "dataset")
	var again bytes.Buffer
	if code := run([]string{"build", "--cache", cache, "-o", dataset, "--csv", folder}, &again, &again); code != exitUnreadable || folderDigest(t, dataset) != first {
		t.Errorf("exit code %d, or another dataset\n%s", code, again.String())
	}
}

// TestExtractArchive: extract prints every document of an archive, inspect wants one.
func TestExtractArchive(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.zip")
	write(t, name, zipped(t, "甲/一.docx", sample(t, "qilan-market-2021.docx"), "甲/二.html", sample(t, "lanjia-county-2012.html"), "乙.txt", sample(t, "yunlan-ecology-2020.txt")))
	for _, c := range []struct {
		args []string
		code int
		want string // in what is printed
		n    int    // lines on standard output; -1: any
	}{
		{[]string{"extract", name}, exitOK, "a.zip!/甲/一.docx", 3},
		{[]string{"extract", name + "!/甲"}, exitOK, "a.zip!/甲/二.html", 2},
		{[]string{"extract", name + "!/甲/二.html"}, exitOK, "a.zip!/甲/二.html", 1},
		{[]string{"extract", name + "!/丙"}, exitUnreadable, "no such member", 0},
		{[]string{"inspect", name + "!/甲/一.docx"}, exitOK, "format   docx", -1},
		{[]string{"inspect", name}, exitUsage, "a.zip!/", 0},
		{[]string{"extract", name + "x!/甲"}, exitUsage, "no such file", 0},
	} {
		code, stdout, stderr := gongkaiRun(t, c.args...)
		if code != c.code || !strings.Contains(stdout+stderr, c.want) || c.n >= 0 && strings.Count(stdout, "\n") != c.n {
			t.Errorf("%v: exit code %d\n%.600s%s", c.args, code, stdout, stderr)
		}
	}
}

// TestPacked: archives that synth makes read like the folder.
func TestPacked(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "same")
	if code, _, stderr := gongkaiRun(t, "synth", "-o", folder, "-n", "6", "--max-deviations", "0", "--each", "zip,targz"); code != exitOK {
		t.Fatal(stderr)
	}
	code, stdout, stderr := gongkaiRun(t, "eval", folder)
	if code != exitOK || !strings.Contains(stdout, "all                         12       12  100.00%       0") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	truth, archive := filepath.Join(folder, "zip", "truth.jsonl"), filepath.Join(folder, "zip", "documents", "reports-000000.zip")
	if code, stdout, stderr := gongkaiRun(t, "eval", truth, archive); code != exitOK || !strings.Contains(stdout, "all                          6        6  100.00%       0") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if _, stdout, _ := gongkaiRun(t, "extract", archive); strings.Count(stdout, "reports-000000.zip!/政府信息公开年报/00000") != 6 {
		t.Errorf("%.600s", stdout)
	}
	if code, _, stderr := gongkaiRun(t, "eval", truth, truth); code != exitFailed || !strings.Contains(stderr, "is in no archive") {
		t.Errorf("exit code %d, %s", code, stderr)
	}
}

// TestPackedFormats: the archives of testdata/formats hold its four reports, one of
// which prints sums that are wrong.
func TestPackedFormats(t *testing.T) {
	for _, archive := range []string{"zip/reports.zip", "targz/reports.tar.gz", "7z/reports.7z"} {
		code, stdout, stderr := gongkaiRun(t, "extract", "../../testdata/formats/"+archive)
		if code != exitOK || strings.Count(stdout, `"status":"verified"`) != 3 || strings.Count(stdout, `"status":"source-inconsistent"`) != 1 {
			t.Errorf("%s: exit code %d\n%.600s%s", archive, code, stdout, stderr)
		}
	}
}
