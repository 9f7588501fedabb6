package extract

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai"
)

// TestSniff: the bytes decide, whatever the name says.
func TestSniff(t *testing.T) {
	r := NewReader("")
	defer r.Close()
	for _, c := range []struct {
		name  string
		bytes string
		want  gongkai.Format
		err   error
		says  string
	}{
		{name: "PDF", bytes: "%PDF-1.7\n", want: gongkai.FormatPDF},
		{name: "PDF behind a blank line", bytes: "\r\n\r\n%PDF-1.4\n", want: gongkai.FormatPDF},
		{name: "zip", bytes: "PK\x03\x04\x14\x00", want: gongkai.FormatDOCX},
		{name: "OLE2", bytes: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", want: gongkai.FormatDOCX},
		{name: "HTML", bytes: "<!DOCTYPE html><html>", want: gongkai.FormatHTML},
		{name: "HTML named .doc, by Word", bytes: "\ufeff<html xmlns:o=\"urn:x\"><head>", want: gongkai.FormatHTML},
		{name: "a fragment", bytes: "  \n<table><tr><td>1</td></tr></table>", want: gongkai.FormatHTML},
		{name: "a comment first", bytes: "<!-- x --><div>", want: gongkai.FormatHTML},
		{name: "UTF-16 HTML", bytes: "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", want: gongkai.FormatHTML},
		{name: "text", bytes: "一、总体情况\n2020年，", want: gongkai.FormatText},
		{name: "GB18030 text", bytes: "\xd2\xbb\xa1\xa2\xd7\xdc\xcc\xe5", want: gongkai.FormatText},
		{name: "empty", bytes: "", err: gongkai.ErrEmpty},
		{name: "white space", bytes: " \r\n\t", err: gongkai.ErrEmpty},
		{name: "PNG", bytes: "\x89PNG\r\n\x1a\n", want: gongkai.FormatImage},
		{name: "JPEG", bytes: "\xff\xd8\xff\xe0", want: gongkai.FormatImage},
		{name: "RTF", bytes: `{\rtf1\ansi`, err: gongkai.ErrFormat, says: "RTF"},
		{name: "RAR", bytes: "Rar!\x1a\x07\x00", err: gongkai.ErrFormat, says: "RAR"},
		{name: "MHTML", bytes: "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", err: gongkai.ErrFormat, says: "MHTML"},
		{name: "noise", bytes: "\x00\x01\x02\x9f\x00", err: gongkai.ErrFormat},
	} {
		got, err := r.Sniff([]byte(c.bytes))
		if got != c.want || !errors.Is(err, c.err) || c.err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %q, %v; want %q, %v %q", c.name, got, err, c.want, c.err, c.says)
		}
	}
}

// TestReadBroken: every broken file of testdata has its reason, also without a
// worker around it.
func TestReadBroken(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	r := NewReader(filepath.Join(cache, "gongkai"))
	defer r.Close()
	for name, want := range map[string]error{
		"empty.docx": gongkai.ErrEmpty, "png-named.pdf": gongkai.ErrFormat, "truncated.pdf": gongkai.ErrDamaged, "cyclic-pages.pdf": gongkai.ErrDamaged,
		"bomb.docx": gongkai.ErrLimit, "nested.docx": gongkai.ErrLimit, "nested.html": gongkai.ErrLimit, "encrypted.pdf": gongkai.ErrEncrypted,
		"encrypted.docx": gongkai.ErrEncrypted, "truncated.docx": gongkai.ErrDamaged,
	} {
		data, err := os.ReadFile(filepath.Join("../testdata/broken", name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := r.Read(data, gongkai.DefaultLimits())
		if doc != nil || !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	limits := gongkai.Limits{Bytes: 10}
	if _, err := r.Read([]byte("一、总体情况，二、"), limits); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("a document over the limit: %v", err)
	}
}
