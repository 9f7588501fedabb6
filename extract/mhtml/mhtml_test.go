package mhtml

import (
	"encoding/base64"
	"mime/quotedprintable"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai"
	"gongkai/extract/html"
	"gongkai/extract/readertest"
)

const page = `<html><head><title>年度报告</title></head><body><p>一、总体情况</p><table border="1"><tr><td colspan="2">甲</td></tr><tr><td>1</td><td>=2</td></tr></table></body></html>`

const pageBlocks = "一、总体情况\n| 1×2 甲 | ‹ |\n| 1 | =2 |\n"

func qp(s string) string {
	var out strings.Builder
	w := quotedprintable.NewWriter(&out)
	if _, err := w.Write([]byte(s)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.String()
}

func b64(s string) string {
	text := base64.StdEncoding.EncodeToString([]byte(s))
	var out strings.Builder
	for len(text) > 76 {
		out.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	return out.String() + text
}

func gbk(s string) string {
	b, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

// message joins lines with CRLF.
func message(lines ...string) string { return strings.Join(lines, "\r\n") }

// word is what Word writes: a sentence for those who cannot read it, the page, and
// parts beside it.
func word(encoding, body string) string {
	return message(`MIME-Version: 1.0`, `Content-Type: multipart/related; boundary="----=_NextPart_01D6F0C1.5A2B3C40"`, ``,
		gbk(`此文档为“单个文件网页”，也称为“Web 档案”文件。`), ``,
		`------=_NextPart_01D6F0C1.5A2B3C40`, `Content-Location: file:///C:/A1B2C3D4/report.htm`, `Content-Transfer-Encoding: `+encoding, `Content-Type: text/html; charset="gb2312"`, ``,
		body, ``,
		`------=_NextPart_01D6F0C1.5A2B3C40`, `Content-Location: file:///C:/A1B2C3D4/report.files/image001.png`, `Content-Transfer-Encoding: base64`, `Content-Type: image/png`, ``,
		b64("picture"), ``,
		`------=_NextPart_01D6F0C1.5A2B3C40`, `Content-Location: file:///C:/A1B2C3D4/report.files/header.htm`, `Content-Transfer-Encoding: quoted-printable`, `Content-Type: text/html; charset="gb2312"`, ``,
		`<html><body><p>no</p></body></html>`, ``,
		`------=_NextPart_01D6F0C1.5A2B3C40--`, ``)
}

// multipart has the parts after a head.
func multipart(head string, parts ...string) string {
	return head + "\r\n\r\n--b\r\n" + strings.Join(parts, "\r\n--b\r\n") + "\r\n--b--\r\n"
}

func part(head, body string) string { return head + "\r\n\r\n" + body }

const related = "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://www.example.gov.cn/a/b.html\r\nSubject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"b\""

var inner = "Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain\r\n\r\nno\r\n--c\r\nContent-Type: text/html\r\n\r\n" + page + "\r\n--c--"

var cases = []struct{ name, data, want, title string }{
	{"Word, quoted-printable", word("quoted-printable", qp(gbk(page))), pageBlocks, "年度报告"},
	{"Word, base64", word("base64", b64(gbk(page))), pageBlocks, "年度报告"},
	{"Word, bytes", word("8bit", gbk(page)), pageBlocks, "年度报告"},
	{"line feeds only", strings.ReplaceAll(word("quoted-printable", qp(gbk(page))), "\r\n", "\n"), pageBlocks, "年度报告"},
	{"blank lines first", "\r\n\r\n" + word("quoted-printable", qp(gbk(page))), pageBlocks, "年度报告"},
	{"UTF-16 without mark", multipart(related, part("Content-Type: text/html; charset=\"unicode\"\r\nContent-Transfer-Encoding: base64", b64(utf16(page)))), pageBlocks, "年度报告"},
	{"no last boundary", strings.TrimSuffix(multipart(related, part("Content-Type: text/html", page)), "\r\n--b--\r\n"), pageBlocks, "年度报告"},
	{"a boundary that is not named", multipart("MIME-Version: 1.0\r\nContent-Type: multipart/related", part("Content-Type: text/html", page)), "", ""},
	{"a boundary that is not named, long enough", strings.ReplaceAll(multipart("MIME-Version: 1.0\r\nContent-Type: multipart/related", part("Content-Type: text/html", page)), "--b", "--bound"), pageBlocks, "年度报告"},
	{"parameters that are none", multipart("MIME-Version: 1.0\r\nContent-Type: multipart/related;; boundary=b; x", part("Content-Type: text/html;;", page)), pageBlocks, "年度报告"},
	{"one part", "MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + qp(page), pageBlocks, "年度报告"},
	{"quoted-printable with bytes and lone signs", multipart(related, part("Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable", strings.ReplaceAll(page, "=\"", "=3D\""))), pageBlocks, "年度报告"},
	{"a start", multipart(strings.Replace(related, "boundary", "start=\"<main@x>\"; boundary", 1), part("Content-Type: text/html", "<p>no</p>"), part("Content-Type: text/html\r\nContent-ID: <main@x>", page)), pageBlocks, "年度报告"},
	{"alternatives inside", multipart(related, inner), pageBlocks, "年度报告"},
	{"no title but the subject", multipart(related, part("Content-Type: text/html", "<p>a</p>")), "a\n", "年报"},
	{"frames", multipart(related, part("Content-Type: text/html\r\nContent-Location: http://x/a/index.htm", `<frameset><frame src="top.htm"><frame src="none.htm"><frame src="main.htm"></frameset>`),
		part("Content-Type: text/html\r\nContent-Location: http://x/a/main.htm", page), part("Content-Type: text/html\r\nContent-Location: http://x/a/top.htm", "<p>a</p>")), "a\n" + pageBlocks, "年报"},
	{"a frame inside", multipart(related, part("Content-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>", `<p>a</p><iframe src="cid:frame-2@mhtml.blink"></iframe>`), part("Content-Type: text/html\r\nContent-ID: <frame-2@mhtml.blink>", page)), "a\n" + pageBlocks, "年报"},
	{"a frame beside a table", multipart(related, part("Content-Type: text/html", page+`<iframe src="cid:f"></iframe>`), part("Content-Type: text/html\r\nContent-ID: <f>", "<p>no</p>")), pageBlocks, "年度报告"},
}

func utf16(s string) string {
	b, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

func TestRead(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.want == "" {
				_, err := Read([]byte(c.data), gongkai.DefaultLimits())
				readertest.CheckError(t, err, gongkai.ErrFormat, "no HTML")
				return
			}
			d := readertest.Read(t, Read, []byte(c.data))
			if diff := cmp.Diff(c.want, readertest.Show(d)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			if d.HeadTitle != c.title || d.Format != gongkai.FormatMHTML || d.Method != "mhtml/"+html.Method {
				t.Errorf("title %q, format %q, method %q", d.HeadTitle, d.Format, d.Method)
			}
		})
	}
}

// TestFrameLocations: a cell in a frame says in which.
func TestFrameLocations(t *testing.T) {
	for _, c := range cases {
		if c.name == "frames" {
			g := readertest.Read(t, Read, []byte(c.data)).Blocks[2].Grid
			if !strings.HasPrefix(g.Cells[0].Path, "http://x/a/main.htm#/") {
				t.Errorf("path %q", g.Cells[0].Path)
			}
		}
	}
}

// TestFind: pictures are found as the page refers to them.
func TestFind(t *testing.T) {
	a, err := Open([]byte(word("8bit", gbk(page))), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for ref, want := range map[string]string{"report.files/image001.png": "picture", "file:///C:/A1B2C3D4/report.files/image001.png": "picture", "./report.files/image001.png": "picture", "image001.png": "", "": "", "cid:x": ""} {
		got := ""
		if p := a.Find(ref); p != nil {
			got = string(p.Data)
		}
		if got != want {
			t.Errorf("Find(%q) = %q, want %q", ref, got, want)
		}
	}
	a, err = Open([]byte(multipart(related, part("Content-Type: text/html", page), part("Content-Type: image/gif\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: base64", "R0l\r\nG!"))), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if p := a.Find("cid:a%40b"); p == nil || string(p.Data) != "GIF" || p.Type != "image/gif" {
		t.Errorf("%+v", p)
	}
}

func TestRefused(t *testing.T) {
	nested := part("Content-Type: text/html", "<p>a</p>")
	for i := range 12 {
		b := "b" + strings.Repeat("x", i)
		nested = "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n" + nested + "\r\n--" + b + "--"
	}
	for _, c := range []struct {
		name, data string
		limits     gongkai.Limits
		want       error
	}{
		{"no bytes", " \r\n", gongkai.Limits{}, gongkai.ErrEmpty},
		{"no head", "hello", gongkai.Limits{}, gongkai.ErrFormat},
		{"no HTML", multipart(related, part("Content-Type: text/plain", "a")), gongkai.Limits{}, gongkai.ErrFormat},
		{"an empty page", multipart(related, part("Content-Type: text/html", "<p></p>")), gongkai.Limits{}, gongkai.ErrEmpty},
		{"bytes", multipart(related, part("Content-Type: text/html", page)), gongkai.Limits{Bytes: 10}, gongkai.ErrLimit},
		{"parts together", multipart(related, part("Content-Type: text/html", page), part("Content-Type: a/b", strings.Repeat("x", 1000))), gongkai.Limits{ExpandedBytes: 1000}, gongkai.ErrLimit},
		{"cells", multipart(related, part("Content-Type: text/html", page)), gongkai.Limits{Cells: 3}, gongkai.ErrLimit},
		{"cells of all frames", multipart(related, part("Content-Type: text/html", `<frameset><frame src="cid:1"><frame src="cid:2"></frameset>`), part("Content-Type: text/html\r\nContent-ID: 1", page), part("Content-Type: text/html\r\nContent-ID: 2", page)), gongkai.Limits{Cells: 6}, gongkai.ErrLimit},
		{"parts in parts", "MIME-Version: 1.0\r\n" + nested, gongkai.Limits{}, gongkai.ErrLimit},
		{"parts without end", multipart(related, strings.Repeat("a: b\r\n--b\r\n", 11_000)), gongkai.Limits{}, gongkai.ErrLimit},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read([]byte(c.data), c.limits)
			readertest.CheckError(t, err, c.want, "")
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range cases {
		f.Add([]byte(c.data))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readertest.Check(t, Read, data) })
}

func BenchmarkRead(b *testing.B) {
	data := []byte(word("quoted-printable", qp(gbk(strings.ReplaceAll(page, "<tr>", strings.Repeat("<tr><td>1</td><td>2</td></tr>", 100)+"<tr>")))))
	limits := gongkai.DefaultLimits()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, limits); err != nil {
			b.Fatal(err)
		}
	}
}
