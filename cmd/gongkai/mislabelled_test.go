package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMislabelled: files whose names lie, from the command line to the table of
// documents. The suite of all kinds is in package extract.
func TestMislabelled(t *testing.T) {
	sample := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("../../testdata/reports", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(sample("zhihu-bailutan-2024.docx"))
	z.Close()
	folder := t.TempDir()
	want := map[string]struct {
		status, format, reason, says string
	}{
		"a.doc":  {"report", "docx", "", ""},
		"b.doc":  {"report", "html", "", ""},
		"c.docx": {"report", "pdf", "", ""},
		"d.pdf":  {"report", "text", "", ""},
		"e.xls":  {"report", "html", "", ""},
		"f.html": {"report", "docx", "", ""},
		"g.txt":  {"report", "pdf", "", ""},
		"h.pdf":  {"not-a-report", "html", "not-a-report", ""},
		"i.pdf":  {"unreadable", "", "format", "a JSON answer of a server"},
		"j.html": {"unreadable", "", "format", "base64 text that holds a PDF"},
		"k.docx": {"unreadable", "", "format", "an executable"},
		"l.doc":  {"unreadable", "", "format", "a Word 2003 XML document"},
	}
	for name, data := range map[string][]byte{
		"a.doc":  sample("qilan-market-2021.docx"),
		"b.doc":  sample("shuoling-land-2019.html"),
		"c.docx": append([]byte("HTTP/1.1 200 OK\r\n\r\n"), sample("yunlan-ecology-2020.pdf")...),
		"d.pdf":  sample("qingwu-county-2022.txt"),
		"e.xls":  sample("xiuyun-wangchao-2023.html"),
		"f.html": zipped.Bytes(),
		"g.txt":  sample("qingwu-county-2022.pdf"),
		"h.pdf":  []byte("<!DOCTYPE html><html><head><title>统一身份认证</title></head><body><p>请登录后访问</p></body></html>"),
		"i.pdf":  []byte(`{"code":500,"msg":"文件不存在"}`),
		"j.html": []byte(base64.StdEncoding.EncodeToString(sample("qingwu-county-2022.pdf")[:9000])),
		"k.docx": []byte("MZ\x90\x00\x03\x00\x00\x00"),
		"l.doc":  []byte(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>`),
	} {
		write(t, filepath.Join(folder, name), data)
	}
	dataset := filepath.Join(t.TempDir(), "dataset")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"build", "-o", dataset, "--csv", folder}, &stdout, &stderr); code != exitUnreadable {
		t.Fatalf("exit code %d, want %d\n%s%s", code, exitUnreadable, stdout.String(), stderr.String())
	}
	rows := readCSV(t, filepath.Join(dataset, "documents.csv"))
	if len(rows) != len(want) {
		t.Errorf("%d documents, want %d", len(rows), len(want))
	}
	for _, row := range rows {
		name := filepath.Base(row["path"])
		w := want[name]
		if row["status"] != w.status || row["format"] != w.format || row["reason"] != w.reason || !strings.Contains(row["message"], w.says) {
			t.Errorf("%s: status %q, format %q, reason %q, message %q; want %q", name, row["status"], row["format"], row["reason"], row["message"], w)
		}
	}
}
