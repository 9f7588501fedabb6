package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai"
)

// with returns parts(body) with one part replaced, or removed when content is
// empty.
func with(all map[string]string, name, content string) map[string]string {
	if content == "" {
		delete(all, name)
	} else {
		all[name] = content
	}
	return all
}

func encoded(t *testing.T, e interface{ String(string) (string, error) }, text string) string {
	t.Helper()
	s, err := e.String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPackages(t *testing.T) {
	body := p("公开") + tbl(tr(tc("12")))
	plain := document(body)
	elsewhere := func(name, target string) map[string]string {
		return map[string]string{"_rels/.rels": rels(office+"officeDocument", target), name: plain}
	}
	declared := func(encoding string) string { return strings.Replace(plain, "UTF-8", encoding, 1) }
	for _, c := range []struct {
		name     string
		parts    map[string]string
		findings string
	}{
		{"plain", parts(body), ""},
		{"another main part", elsewhere("word/document2.xml", "word/document2.xml"), ""},
		{"an absolute, escaped target", elsewhere("文 档/d.xml", "/%E6%96%87%20%E6%A1%A3/./d.xml"), ""},
		{"backslashes and case", elsewhere(`Word\Document.xml`, "word/document.xml"), ""},
		{"the main part only", map[string]string{"word/document.xml": plain}, ""},
		{"strict", with(map[string]string{"_rels/.rels": rels("http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument", "word/document.xml")}, "word/document.xml", strings.Replace(plain, transitional, strict, 1)), ""},
		{"prefix ns0", with(parts(""), "word/document.xml", strings.NewReplacer("<w:", "<ns0:", "</w:", "</ns0:", "xmlns:w=", "xmlns:ns0=").Replace(plain)), ""},
		{"default namespace", with(parts(""), "word/document.xml", strings.NewReplacer("<w:", "<", "</w:", "</", "xmlns:w=", "xmlns=").Replace(plain)), ""},
		{"namespace declared on each element", with(parts(""), "word/document.xml",
			strings.NewReplacer("<w:p>", `<q:p xmlns:q="`+transitional+`">`, "</w:p>", "</q:p>").Replace(plain)), ""},
		{"a prefix bound anew", with(parts(""), "word/document.xml",
			strings.Replace(plain, "<w:body>", `<w:body><w:x xmlns:w="urn:far"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:x>`, 1)), ""},
		{"UTF-8 with BOM", with(parts(""), "word/document.xml", "\uFEFF"+plain), ""},
		{"UTF-8 declared as UTF-16", with(parts(""), "word/document.xml", declared("utf-16")), ""},
		{"UTF-16LE", with(parts(""), "word/document.xml", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), declared("UTF-16"))), ""},
		{"UTF-16BE without BOM", with(parts(""), "word/document.xml", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(), declared("UTF-16"))), ""},
		{"GBK", with(parts(""), "word/document.xml", encoded(t, simplifiedchinese.GB18030.NewEncoder(), declared("GBK"))), ""},
		{"doctype, comments, processing instructions", with(parts(""), "word/document.xml",
			strings.NewReplacer("<w:document", `<!DOCTYPE x [<!ENTITY a "b">]><!-- <w:p> --><?x y?><w:document`, "公开", "公<!-- & -->开").Replace(plain)), ""},
		{"damaged styles", with(parts(body), "word/styles.xml", "<w:styles><w:style>"), "damaged-source"},
		{"missing numbering", with(parts(body), "word/numbering.xml", ""), "damaged-source"},
		{"damaged relationships", with(parts(body), "_rels/.rels", "<Relationships"), "damaged-source"},
		{"bytes that are no UTF-8", with(parts(""), "word/document.xml", strings.Replace(plain, "公开", "公开</w:t></w:r></w:p><w:p><w:r><w:t>\xFF", 1)), "replacement-characters"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, pack(c.parts))
			want := "公开\n| 12 |\n"
			if c.findings == "replacement-characters" {
				want = "公开\n\uFFFD\n| 12 |\n"
			}
			if diff := cmp.Diff(want, show(d)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.findings, codes(d)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHeadTitle(t *testing.T) {
	all := parts(p("x"))
	all["_rels/.rels"] = rels(office+"officeDocument", "word/document.xml", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")
	all["docProps/core.xml"] = `<cp:coreProperties xmlns:cp="urn:x" xmlns:d="http://purl.org/dc/elements/1.1/"><d:creator>A</d:creator><d:title> 某局
 年度报告 &amp; 附表</d:title></cp:coreProperties>`
	if diff := cmp.Diff("某局 年度报告 & 附表", read(t, pack(all)).HeadTitle); diff != "" {
		t.Errorf("title (-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	good := pack(parts(p("x")))
	main := func(xml string) []byte { return pack(with(parts(""), "word/document.xml", xml)) }
	plain := document(p("before") + p("after"))
	for _, c := range []struct {
		name string
		data []byte
		want error
		says string // part of the message
	}{
		{"no bytes", nil, gongkai.ErrEmpty, ""},
		{"not a zip", []byte("hello"), gongkai.ErrFormat, "not a zip"},
		{"cut off", good[:len(good)/2], gongkai.ErrDamaged, "cut off"},
		{"xlsx", pack(map[string]string{"_rels/.rels": rels(office+"officeDocument", "xl/workbook.xml"), "xl/workbook.xml": "<x/>"}), gongkai.ErrFormat, "root element"},
		{"another zip", pack(map[string]string{"a.txt": "x"}), gongkai.ErrFormat, "without a Word document"},
		{"encrypted entry", encryptedEntry(good), gongkai.ErrEncrypted, "unzip"},
		{"main part missing", pack(map[string]string{"_rels/.rels": rels(office+"officeDocument", "word/x.xml")}), gongkai.ErrDamaged, "missing"},
		{"main part twice", twice(t), gongkai.ErrDamaged, "more than once"},
		{"bit rot", bitRot(good), gongkai.ErrDamaged, "word/document.xml"},
		{"no text", pack(parts("<w:p/>")), gongkai.ErrEmpty, ""},
		{"pictures only", pack(parts(`<w:p><w:r><w:drawing/></w:r></w:p>`)), gongkai.ErrNoText, ""},
		{"another root", main(`<html/>`), gongkai.ErrFormat, "root element"},
		{"no root", main(` `), gongkai.ErrDamaged, "word/document.xml"},
		{"cut in the text", main(plain[:strings.Index(plain, "after")]), gongkai.ErrDamaged, "it ends inside"},
		{"tags that do not match", main(strings.Replace(plain, "</w:r>", "</w:x>", 1)), gongkai.ErrDamaged, "</w:x> closes <w:r>"},
		{"a tag that does not end", main(strings.Replace(plain, "<w:t>", "<w:t ", 1)), gongkai.ErrDamaged, ""},
		{"a lost quotation mark", main(strings.Replace(plain, "<w:p>", `<w:p w:a="1>`, 1)), gongkai.ErrDamaged, "w:a"},
		{"a NUL byte", main(strings.Replace(plain, "after", "af\x00ter", 1)), gongkai.ErrDamaged, "NUL"},
		{"a stray ampersand", main(strings.Replace(plain, "after", "a & b", 1)), gongkai.ErrDamaged, "ampersand"},
		{"an entity of a DTD", main(strings.Replace(strings.Replace(plain, "after", "&lol;", 1), "<w:doc", `<!DOCTYPE w [<!ENTITY lol "lol">]><w:doc`, 1)), gongkai.ErrDamaged, "ampersand"},
		{"two roots", main(plain + "<x/>"), gongkai.ErrDamaged, "follows the root"},
		{"text in no paragraph", main(document(run("x"))), gongkai.ErrDamaged, "outside a paragraph"},
		{"text in no cell", main(document(tbl(p("x")))), gongkai.ErrDamaged, "outside its rows"},
		{"text in no cell of a row", main(document(tbl(tr(p("x"))))), gongkai.ErrDamaged, "outside its cells"},
		{"an encoding that is not allowed", main(strings.Replace(plain, "UTF-8", "EBCDIC", 1)), gongkai.ErrDamaged, "ebcdic"},
		{"a span that is no number", main(document(tbl(tr(tcWith(`<w:gridSpan w:val="x"/>`, "1"))))), gongkai.ErrDamaged, "gridSpan"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(c.data, gongkai.DefaultLimits())
			checkError(t, err, c.want, c.says)
		})
	}
}

// checkError checks the contract: a ReadError around exactly one sentinel.
func checkError(t *testing.T, err, want error, says string) {
	t.Helper()
	var read *gongkai.ReadError
	if !errors.As(err, &read) || !errors.Is(err, want) || !strings.Contains(err.Error(), says) {
		t.Fatalf("error %v; want a ReadError wrapping %v that says %q", err, want, says)
	}
	if errors.As(read.Err, new(*gongkai.ReadError)) {
		t.Errorf("%v is wrapped twice", err)
	}
}

// encryptedEntry sets the encryption bit of every entry.
func encryptedEntry(data []byte) []byte {
	data = bytes.Clone(data)
	for at := 0; ; at += 4 {
		i := bytes.Index(data[at:], []byte("PK\x01\x02"))
		if i < 0 {
			return data
		}
		at += i
		data[at+8] |= 1
	}
}

// bitRot changes a byte of the compressed main part.
func bitRot(data []byte) []byte {
	data = bytes.Clone(data)
	i := bytes.LastIndex(data[:bytes.Index(data, []byte("PK\x01\x02"))], []byte("word/document.xml"))
	data[i+60] ^= 0x10
	return data
}

func twice(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for range 2 {
		w, err := z.Create("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, document(p("x"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
