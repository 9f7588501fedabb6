package extract

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai"
)

// mislabelled is one file of the suite: what its name claims, what it is.
type mislabelled struct {
	name   string // the extension lies, or says nothing
	data   []byte
	format gongkai.Format // "" for what no reader will ever read
	says   string         // part of what it is called
	err    error          // other than ErrFormat
}

const (
	htmlPage = "<!DOCTYPE html>\n<html><head><title>登录</title></head><body><form>用户名</form></body></html>"
	prose    = "一、总体情况\n2020年，全县公开信息1,234条。\n二、主动公开\n"
)

// suite is the mislabelled-file suite.
func suite(t testing.TB) []mislabelled {
	docxTypes := `<?xml version="1.0"?><Types xmlns="x"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	xlsxTypes := strings.NewReplacer("/word/document", "/xl/workbook", "wordprocessingml.document", "spreadsheetml.sheet").Replace(docxTypes)
	both := strings.Replace(xlsxTypes, "</Types>", docxTypes[strings.Index(docxTypes, "<Override"):], 1)
	word := packed(t, "[Content_Types].xml", docxTypes, "_rels/.rels", relsTo("word/document.xml"), "word/document.xml", "<w:document/>")
	odt := packed(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>", "META-INF/manifest.xml", "<x/>")
	doc := compound("WordDocument", "1Table", "\x05SummaryInformation")
	mht := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<html>"
	utf16HTML := func(mark string, order binary.AppendByteOrder) []byte {
		out := []byte(mark)
		for _, u := range utf16.Encode([]rune(htmlPage)) {
			out = order.AppendUint16(out, u)
		}
		return out
	}
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String(prose)
	pdfFile := sample(t, "qingwu-county-2022.pdf")
	realDocx := sample(t, "qingwu-county-2022.docx")
	b := func(s string) []byte { return []byte(s) }
	html, pdf, docx, txt := gongkai.FormatHTML, gongkai.FormatPDF, gongkai.FormatDOCX, gongkai.FormatText
	return []mislabelled{
		// A .doc that is something else.
		{name: "html.doc", data: b("\ufeff<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head>"), format: html},
		{name: "rtf.doc", data: b(`{\rtf1\ansi\ansicpg936`), format: gongkai.FormatRTF},
		{name: "rtf-blank.doc", data: b("\r\n \t{\\rtf1\\ansi"), format: gongkai.FormatRTF},
		{name: "rtf-mark.doc", data: b("\ufeff{\\rtf1\\ansi"), format: gongkai.FormatRTF},
		{name: "docx.doc", data: word, format: docx},
		{name: "real-docx.doc", data: realDocx, format: docx},
		{name: "mhtml.doc", data: b(mht), format: gongkai.FormatMHTML},
		{name: "wps.doc", data: doc, format: gongkai.FormatDOC},
		{name: "pdf.doc", data: pdfFile, format: pdf},
		{name: "text.doc", data: b(prose), format: txt},
		{name: "odt.doc", data: odt, format: gongkai.FormatODT},
		{name: "word2003.doc", data: b(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>`), says: "Word 2003 XML"},
		{name: "flat.doc", data: b(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">`), says: "Flat OPC"},
		{name: "uof.doc", data: b(`<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof">`), says: "UOF"},
		{name: "empty.doc", data: nil, err: gongkai.ErrEmpty},
		{name: "blank.doc", data: b(" \r\n\t\n"), err: gongkai.ErrEmpty},
		{name: "zeros.doc", data: make([]byte, 4096), err: gongkai.ErrEmpty},
		{name: "mark.doc", data: b("\xff\xfe"), err: gongkai.ErrEmpty},
		// OLE2 containers.
		{name: "excel.doc", data: compound("Workbook"), format: gongkai.FormatXLS},
		{name: "excel95.doc", data: compound("Book"), format: gongkai.FormatXLS},
		{name: "word-with-sheet.xls", data: compound("WordDocument", "ObjectPool", "Data"), format: gongkai.FormatDOC},
		{name: "ppt.doc", data: compound("PowerPoint Document", "Current User"), says: "PowerPoint"},
		{name: "encrypted.docx", data: compound("EncryptionInfo", "EncryptedPackage"), says: "password", err: gongkai.ErrEncrypted},
		{name: "mail.doc", data: compound("__properties_version1.0", "__nameid_version1.0"), says: "Outlook"},
		{name: "works.wps", data: compound("MatOST", "CONTENTS"), says: "Works"},
		{name: "setup.doc", data: compound("\u4840\u3f3f\u4577\u446c\u3b6a\u45e4\u4824"), says: "installer"},
		{name: "unknown.doc", data: compound("Something"), says: "of no known kind"},
		{name: "cut.doc", data: doc[:1024+200], format: gongkai.FormatDOC},
		{name: "cut-early.doc", data: doc[:600], says: "cut off", err: gongkai.ErrDamaged},
		// A .pdf that is something else.
		{name: "login.pdf", data: b(htmlPage), format: html},
		{name: "comment.pdf", data: b("<!-- %PDF-1.4 is served here --><html><body>x"), format: html},
		{name: "json.pdf", data: b(`{"code":404,"msg":"文件不存在","data":null}`), says: "JSON"},
		{name: "json-list.pdf", data: b("[{\"a\":1},\r\n{\"b\":[1,2]}]\n"), says: "JSON"},
		{name: "json-cut.pdf", data: b(`{"data":{"list":[{"title":"2020年`), says: "JSON"},
		{name: "jsonp.pdf", data: b(`jQuery1102({"code":0,"rows":[]});`), says: "JavaScript"},
		{name: "redirect.pdf", data: b("window.location.href='/login';"), says: "JavaScript"},
		{name: "challenge.pdf", data: b("/* x */\nvar _0x1 = ['a','b'];(function(){})();"), says: "JavaScript"},
		{name: "png.pdf", data: b("\x89PNG\r\n\x1a\n\x00"), format: gongkai.FormatImage, says: "PNG"},
		{name: "docx.pdf", data: word, format: docx},
		{name: "stored-pdf.pdf", data: stored(t, "a.pdf", "%PDF-1.4 x"), says: "a zip archive"},
		{name: "tar.pdf", data: tarred(t, "a.pdf", "%PDF-1.4 x"), says: "a tar archive"},
		{name: "postscript.pdf", data: b("%!PS-Adobe-3.0\n"), says: "PostScript"},
		{name: "caj.pdf", data: b("CAJ\x00\x01"), says: "CAJ"},
		// A PDF under another name, or with junk before it.
		{name: "pdf.html", data: pdfFile, format: pdf},
		{name: "blank.pdf", data: b("\r\n\r\n%PDF-1.4\n"), format: pdf},
		{name: "warning.pdf", data: append(b("Warning: mysql_connect() in /x.php on line 3\r\n"), pdfFile...), format: pdf},
		{name: "headers.pdf", data: append(b("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"), pdfFile...), format: pdf},
		{name: "binary-junk.pdf", data: append(bytes.Repeat([]byte{0, 1, 0xfe}, 100), pdfFile...), format: pdf},
		{name: "mark.pdf", data: append(b("\ufeff"), pdfFile...), format: pdf},
		// Zips.
		{name: "xlsx.zip", data: packed(t, "[Content_Types].xml", xlsxTypes, "xl/workbook.xml", "<x/>"), format: gongkai.FormatXLSX},
		{name: "macros.docx", data: packed(t, "[Content_Types].xml", strings.Replace(docxTypes, "vnd.openxmlformats-officedocument.wordprocessingml.document", "vnd.ms-word.document.macroEnabled", 1), "word/document.xml", "<x/>"), format: docx},
		{name: "xlsb.xlsx", data: packed(t, "[Content_Types].xml", strings.Replace(xlsxTypes, "vnd.openxmlformats-officedocument.spreadsheetml.sheet", "vnd.ms-excel.sheet.binary.macroEnabled", 1), "xl/workbook.bin", "x"), says: "xlsb"},
		{name: "pptx.docx", data: packed(t, "[Content_Types].xml", strings.NewReplacer("wordprocessingml.document", "presentationml.presentation", "/word/document", "/ppt/presentation").Replace(docxTypes), "ppt/presentation.xml", "x"), says: "presentation"},
		{name: "word-in-both.xlsx", data: packed(t, "[Content_Types].xml", both, "_rels/.rels", relsTo("/word/document.xml"), "word/document.xml", "x", "xl/workbook.xml", "x"), format: docx},
		{name: "sheet-in-both.docx", data: packed(t, "[Content_Types].xml", both, "_rels/.rels", relsTo("xl/workbook.xml"), "word/document.xml", "x", "xl/workbook.xml", "x"), format: gongkai.FormatXLSX},
		{name: "no-types.zip", data: packed(t, `word\document.xml`, "x"), format: docx},
		{name: "odt.docx", data: odt, format: gongkai.FormatODT},
		{name: "odt-no-mimetype.docx", data: packed(t, "content.xml", "<x/>", "META-INF/manifest.xml", `<m:file-entry m:media-type="application/vnd.oasis.opendocument.text"/>`), format: gongkai.FormatODT},
		{name: "ods.odt", data: packed(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"), says: ".ods"},
		{name: "epub.docx", data: packed(t, "mimetype", "application/epub+zip", "META-INF/container.xml", "x"), says: "EPUB"},
		{name: "ofd.pdf", data: packed(t, "OFD.xml", "<x/>", "Doc_0/Document.xml", "<x/>"), format: gongkai.FormatOFD},
		{name: "archive.docx", data: packed(t, "年报.docx", string(word), "a.txt", "x"), says: "a zip archive"},
		{name: "jar.docx", data: packed(t, "META-INF/MANIFEST.MF", "x", "A.class", "x"), says: "Java"},
		{name: "empty-zip.docx", data: packed(t), says: "a zip archive"},
		{name: "junk.docx", data: append(b("\r\n\r\n"), word...), format: docx},
		{name: "warning.docx", data: append(b("<b>Notice</b>: x in /a.php\n"), realDocx...), format: docx},
		{name: "headers.docx", data: append(b("HTTP/1.1 200 OK\r\n\r\n"), realDocx...), format: docx},
		{name: "cut.docx", data: realDocx[:len(realDocx)*2/3], format: docx},
		{name: "cut-ofd.ofd", data: packed(t, "Doc_0/Document.xml", strings.Repeat("x", 99))[:120], format: gongkai.FormatOFD},
		{name: "cut-odt.odt", data: stored(t, "mimetype", "application/vnd.oasis.opendocument.text")[:90], format: gongkai.FormatODT},
		{name: "cut-early.docx", data: word[:20], says: "cut off", err: gongkai.ErrDamaged},
		// Web pages.
		{name: "xhtml.xml", data: b("<?xml version=\"1.0\" encoding=\"gb2312\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">\n<html>"), format: html},
		{name: "utf16le.xls", data: utf16HTML("\xff\xfe", binary.LittleEndian), format: html},
		{name: "utf16be.xls", data: utf16HTML("\xfe\xff", binary.BigEndian), format: html},
		{name: "utf16-unmarked.htm", data: utf16HTML("", binary.LittleEndian), says: "UTF-16"},
		{name: "comments.txt", data: b("<!-- 2020 --> <!-- x\n> -->\n<div>一、</div>"), format: html},
		{name: "fragment.txt", data: b("  \n<table><tr><td>1</td></tr></table>"), format: html},
		{name: "fragment-text.txt", data: b("一、总体情况<br/>2020年<p>二、</p>"), format: html},
		{name: "php.txt", data: b("Notice: Undefined index in /a.php\n<html><body>x"), format: html},
		{name: "headers.html", data: b("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>x"), format: html},
		{name: "excel-html.xls", data: b("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>"), format: html},
		{name: "frameset.pdf", data: b("<script>location='/x'</script>"), format: html},
		{name: "long-comment.html", data: b("<!--" + strings.Repeat(" x", 9000) + "--><html>"), format: html},
		{name: "gzipped.html", data: gzipped(t, htmlPage), format: html},
		{name: "gzipped.pdf", data: gzipped(t, string(pdfFile)), format: pdf},
		// XML.
		{name: "spreadsheetml.xls", data: b(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`), says: "SpreadsheetML"},
		{name: "fodt.xml", data: b(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">`), format: gongkai.FormatODT, says: "flat ODT"},
		{name: "feed.html", data: b("<?xml version='1.0'?>\n<rss version='2.0'><channel>"), says: "news feed"},
		{name: "error.pdf", data: b("<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>"), says: "an XML document"},
		{name: "svg.png", data: b("<svg xmlns='http://www.w3.org/2000/svg'>"), says: "SVG"},
		// Mail.
		{name: "odd-order.mht", data: b("Content-Location: file:///C:/x.htm\nX-A: b\n c\nContent-Type: multipart/related;\n\tboundary=\"x\"\nMIME-Version: 1.0\n\n--x\n<html>"), format: gongkai.FormatMHTML},
		{name: "blink.doc", data: b("From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.cn/\r\nSubject: x\r\nDate: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n"), format: gongkai.FormatMHTML},
		{name: "mail.html", data: b("Received: from x\r\nFrom: a@example.cn\r\nTo: b@example.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"), says: "e-mail"},
		// Pictures.
		{name: "jpeg.png", data: b("\xff\xd8\xff\xe0"), format: gongkai.FormatImage, says: "JPEG"},
		{name: "gif.jpg", data: b("GIF89a\x01"), format: gongkai.FormatImage, says: "GIF"},
		{name: "tiff.jpg", data: b("II*\x00\x08"), format: gongkai.FormatImage, says: "TIFF"},
		{name: "tiff-big.jpg", data: b("MM\x00*\x00"), format: gongkai.FormatImage, says: "TIFF"},
		{name: "bmp.jpg", data: b("BM\x36\x00\x00\x00\x00\x00"), format: gongkai.FormatImage, says: "BMP"},
		{name: "webp.jpg", data: b("RIFF\x10\x00\x00\x00WEBPVP8 "), format: gongkai.FormatImage, says: "WebP"},
		// Separated values, and texts that are none.
		{name: "csv.txt", data: b("项目,数量\n规章,0\n规范性文件,12\n"), format: gongkai.FormatCSV},
		{name: "csv-quoted.xls", data: b("\ufeff\"一、\n总体,情况\",\"1,234\"\r\n\"a\"\"b\",2\r\n"), format: gongkai.FormatCSV},
		{name: "csv-title.xls", data: b("2020年年报\n项目,制发,公开\n规章,0,1\n规范性文件,12,2\n行政许可,1,2\n"), format: gongkai.FormatCSV},
		{name: "tsv.xls", data: b("项目\t数量\n规章\t0\n"), format: gongkai.FormatCSV},
		{name: "commas.csv", data: b("一、总体情况\n2020年,全县公开信息1,234条,其中\n二、主动公开\n"), format: txt},
		{name: "tabs.csv", data: b("前\n\t规章\n\t0\n\n\t行政许可\n\t4\n"), format: txt},
		{name: "bm.txt", data: b("BM公司2020年报告\n"), format: txt},
		{name: "mz.txt", data: b("MZ局2020年报告\n"), format: txt},
		{name: "gb18030.html", data: b(gb), format: txt},
		{name: "brackets.txt", data: b("[附件] 一、总体情况\n"), format: txt},
		{name: "one.txt", data: b("[1]\n2020年\n"), format: txt},
		{name: "colons.txt", data: b("标题: 2020年\n日期: 1\n一、"), format: txt},
		{name: "markdown.html", data: b("# 2020年年报\n\n<table><tr><td rowspan=\"2\">a</td></tr></table>\n\n## 二、\n"), format: txt},
		{name: "ocr.html", data: b("一、总体情况\n\n<table><tr><td>a</td></tr></table>\n\n二、\n"), format: txt},
		{name: "pipes-in-tags.html", data: b("<div class=\"x\">\n\n<span>一、</span>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n</div>\n"), format: txt},
		{name: "pipes.html", data: b("| a<br>b | c |\n|---|---|\n| 1 | 2 |\n"), format: txt},
		// Encodings of bytes as text.
		{name: "base64.pdf", data: b(base64.StdEncoding.EncodeToString(pdfFile[:2000])), says: "holds a PDF"},
		{name: "data-url.pdf", data: b("data:application/pdf;base64," + base64.StdEncoding.EncodeToString(pdfFile[:200])), says: "holds a PDF"},
		{name: "base64.html", data: b(base64.StdEncoding.EncodeToString(b(htmlPage + prose))), says: "holds a web page"},
		{name: "words.txt", data: b(strings.Repeat("Government Information Disclosure ", 9)), format: txt},
		{name: "percent.html", data: b(url.QueryEscape(prose)), says: "percent-encoded"},
		// Archives, programs, the rest.
		{name: "rar.docx", data: b("Rar!\x1a\x07\x01\x00"), says: "RAR"},
		{name: "7z.docx", data: b("7z\xbc\xaf\x27\x1c\x00"), says: "7z"},
		{name: "targz.docx", data: gzipped(t, string(tarred(t, "a.docx", "x"))), says: "tar archive, compressed"},
		{name: "gzip.docx", data: gzipped(t, "\x00\x01\x02\x00\x00"), says: "a gzip archive"},
		{name: "gzip-cut.html", data: gzipped(t, htmlPage)[:9], says: "cut off", err: gongkai.ErrDamaged},
		{name: "program.doc", data: b("MZ\x90\x00\x03\x00"), says: "executable"},
		{name: "sfx.docx", data: append(b("MZ\x90\x00\x03\x00"), word...), says: "executable"},
		{name: "program.pdf", data: b("\x7fELF\x02"), says: "executable"},
		{name: "warc.html", data: b("WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>"), says: "web archive"},
		{name: "film.docx", data: b("\x00\x00\x00\x18ftypmp42\x00"), says: "film"},
		{name: "noise.doc", data: b("\x00\x01\x02\x9f\x00\x8e\xff\x00"), says: ""},
	}
}

// TestMislabelled: the bytes decide, whatever the name says; every file of the
// suite must be right.
func TestMislabelled(t *testing.T) {
	for _, m := range suite(t) {
		if m.err == gongkai.ErrEmpty {
			if !isEmpty(m.data) {
				t.Errorf("%s: not found to be empty", m.name)
			}
			continue
		}
		if isEmpty(m.data) {
			t.Errorf("%s: found to be empty", m.name)
		}
		data, err := unwrap(m.data, gongkai.DefaultLimits())
		k := classify(data)
		if err != nil || k.format != m.format || !strings.Contains(k.says, m.says) || k.err != m.err {
			t.Errorf("%s: it is %q, format %q, %v, %v; want %q %q %v", m.name, k.says, k.format, k.err, err, m.says, m.format, m.err)
		}
	}
}

// TestSniffErrors: what no reader reads is named in words.
func TestSniffErrors(t *testing.T) {
	r := NewReader("")
	defer r.Close()
	for _, m := range suite(t) {
		format, err := r.Sniff(m.data)
		want := m.err
		if want == nil {
			want = gongkai.ErrFormat
		}
		if (format == "") != (err != nil) || err != nil && (!errors.Is(err, want) || !strings.Contains(err.Error(), m.says)) {
			t.Errorf("%s: %q, %v", m.name, format, err)
		}
	}
}

// TestUnwrap: what a server compressed is read as if it had not; what is
// broken or too large is refused.
func TestUnwrap(t *testing.T) {
	r := NewReader("")
	defer r.Close()
	page := sample(t, "qingwu-county-2022.html")
	plain, err := r.Read(page, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	z := gzipped(t, string(page))
	got, err := r.Read(z, gongkai.DefaultLimits())
	if err != nil || len(got.Blocks) != len(plain.Blocks) || got.Format != gongkai.FormatHTML {
		t.Errorf("a compressed page: %v", err)
	}
	if _, err := r.Read(z[:len(z)*3/4], gongkai.DefaultLimits()); !errors.Is(err, gongkai.ErrDamaged) {
		t.Errorf("a compressed page, cut off: %v", err)
	}
	bomb := gzipped(t, "<html>"+strings.Repeat(" ", 3<<20))
	if _, err := r.Read(bomb, gongkai.Limits{ExpandedBytes: 1 << 20}); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("a bomb: %v", err)
	}
}

// FuzzSniff: no panic, one answer, and a reason with every error.
func FuzzSniff(f *testing.F) {
	for _, m := range suite(f) {
		if len(m.data) < 8<<10 {
			f.Add(m.data)
		}
	}
	r := NewReader("")
	f.Cleanup(func() { r.Close() })
	f.Fuzz(func(t *testing.T, data []byte) {
		format, err := r.Sniff(data)
		again, errAgain := r.Sniff(data)
		if format != again || (err == nil) != (errAgain == nil) {
			t.Fatalf("two answers: %q, %v; %q, %v", format, err, again, errAgain)
		}
		if (format == "") != (err != nil) || gongkai.Reason(err) == "other" {
			t.Fatalf("%q, %v", format, err)
		}
		if _, err := unwrap(data, gongkai.Limits{Bytes: 1 << 20, ExpandedBytes: 1 << 20}); gongkai.Reason(err) == "other" {
			t.Fatal(err)
		}
	})
}

func BenchmarkSniff(b *testing.B) {
	for _, name := range []string{"qingwu-county-2022.docx", "qingwu-county-2022.html", "qingwu-county-2022.pdf", "qingwu-county-2022.txt"} {
		data := sample(b, name)
		b.Run(filepath.Ext(name)[1:], func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if !classify(data).known() {
					b.Fatal("unknown")
				}
			}
		})
	}
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../testdata/reports", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// packed zips members, name and content in turn.
func packed(t testing.TB, members ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err == nil {
			_, err = io.WriteString(w, members[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// stored zips one member without compression.
func stored(t testing.TB, name, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content))})
	if err == nil {
		_, err = io.WriteString(w, content)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarred(t testing.TB, name, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o644}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t testing.TB, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := io.WriteString(z, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func relsTo(part string) string {
	return `<Relationships><Relationship Id="1" Type="http://x/thumbnail" Target="a.png"/><Relationship Id="2" Type="http://x/officeDocument" Target="` + part + `"/></Relationships>`
}

// compound makes an OLE2 container with empty streams in its root: header, one
// sector of FAT, a directory ([MS-CFB] 2.2, 2.3, 2.6).
func compound(names ...string) []byte {
	const none, end = 0xffffffff, 0xfffffffe
	le := binary.LittleEndian
	out := make([]byte, 1024)
	copy(out, compoundMark)
	for at, v := range map[int]uint16{24: 0x3e, 26: 3, 28: 0xfffe, 30: 9, 32: 6} {
		le.PutUint16(out[at:], v)
	}
	for at, v := range map[int]uint32{44: 1, 48: 1, 56: 4096, 60: end, 68: end} {
		le.PutUint32(out[at:], v)
	}
	for at := 76; at < 1024; at += 4 {
		le.PutUint32(out[at:], none)
	}
	le.PutUint32(out[76:], 0) // the FAT is sector 0
	le.PutUint32(out[512:], 0xfffffffd)
	sectors := (len(names) + 1 + 3) / 4
	for i := range sectors {
		le.PutUint32(out[516+4*i:], uint32(i+2))
	}
	le.PutUint32(out[516+4*(sectors-1):], end)
	for i := range sectors * 4 {
		entry := make([]byte, 128)
		for _, at := range []int{68, 72, 76} {
			le.PutUint32(entry[at:], none)
		}
		name := ""
		switch {
		case i == 0:
			name, entry[66] = "Root Entry", 5
			le.PutUint32(entry[76:], 1)
			le.PutUint32(entry[116:], end)
		case i <= len(names):
			name, entry[66] = names[i-1], 2
			if i < len(names) {
				le.PutUint32(entry[72:], uint32(i+1))
			}
			le.PutUint32(entry[116:], end)
		}
		units := utf16.Encode([]rune(name))
		for j, u := range units {
			le.PutUint16(entry[2*j:], u)
		}
		if name != "" {
			le.PutUint16(entry[64:], uint16(2*len(units)+2))
		}
		out = append(out, entry...)
	}
	return out
}
