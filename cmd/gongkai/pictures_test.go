package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/corpus/synth"
	"gongkai/corpus/warc"
	"gongkai/extract"
	"gongkai/extract/scan"
	"gongkai/internal/optional"
)

// printed are the pages of a report of testdata, as pictures, and where its tables are
// on them.
type printed struct {
	pages []*image.Gray
	// tables are, for each table, the boxes of its parts, page by page, in pixels.
	tables [][]cut
}

type cut struct {
	page int // 0-based
	box  image.Rectangle
}

const printedDPI = 300

// newPrinted draws the report's PDF with PDFium.
func newPrinted(t *testing.T, name string) *printed {
	t.Helper()
	if _, err := scan.FindTesseract(); err != nil {
		optional.Skip(t, err.Error())
	}
	dir, err := build.CacheDir()
	if err != nil {
		t.Fatal(err)
	}
	reader := extract.NewReader(dir)
	defer reader.Close()
	pdf := []byte(sample(t, name+".pdf"))
	doc, err := reader.Read(pdf, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p := &printed{}
	for number := range doc.Pages {
		raster, err := reader.PDF.Raster(pdf, number+1, printedDPI)
		if err != nil {
			t.Fatal(err)
		}
		p.pages = append(p.pages, raster.Gray)
	}
	for _, b := range doc.Blocks {
		if b.Grid != nil {
			p.tables = append(p.tables, cutsOf(b.Grid))
		}
	}
	return p
}

// cutsOf are the boxes around the cells of a grid on each page.
func cutsOf(g *gongkai.Grid) []cut {
	var cuts []cut
	for _, c := range g.Cells {
		if !c.HasBox() {
			continue
		}
		const scale, margin = printedDPI / 72.0, 3
		box := image.Rect(int(math.Floor(c.Box[0]*scale))-margin, int(math.Floor(c.Box[1]*scale))-margin,
			int(math.Ceil(c.Box[2]*scale))+margin, int(math.Ceil(c.Box[3]*scale))+margin)
		if n := len(cuts); n > 0 && cuts[n-1].page == c.Page-1 {
			cuts[n-1].box = cuts[n-1].box.Union(box)
			continue
		}
		cuts = append(cuts, cut{c.Page - 1, box})
	}
	return cuts
}

func (p *printed) page(t *testing.T, n int) []byte { return pngOf(t, p.pages[n]) }

// table are the pictures of the parts of a table.
func (p *printed) table(t *testing.T, n int) [][]byte {
	var list [][]byte
	for _, c := range p.tables[n] {
		list = append(list, pngOf(t, p.pages[c.page].SubImage(c.box)))
	}
	return list
}

func pngOf(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// photograph is a picture without text or lines.
func photograph(width, height int) image.Image {
	g := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			g.Pix[y*g.Stride+x] = uint8(120 + 60*math.Sin(float64(x)/37) + 50*math.Sin(float64(y)/23+float64(x)/90))
		}
	}
	return g
}

var tableElement = regexp.MustCompile(`(?s)<w:tbl>.*?</w:tbl>`)

// withPicture replaces the nth table of a DOCX, from 0, by pictures; with n < 0 it adds
// them at the end.
func withPictures(t *testing.T, docx string, n int, pictures ...[]byte) []byte {
	t.Helper()
	in, err := zip.NewReader(strings.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	var drawings, related strings.Builder
	for i := range pictures {
		fmt.Fprintf(&drawings, `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="picture%d"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, i)
		fmt.Fprintf(&related, `<Relationship Id="picture%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/%d.png"/>`, i, i)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	add := func(name string, data []byte) {
		w, err := out.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	hasRelations := false
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		switch f.Name {
		case "word/document.xml":
			places := tableElement.FindAllStringIndex(text, -1)
			if at := strings.Index(text, "<w:sectPr"); n < 0 {
				places, n = [][]int{{at, at}}, 0
			}
			text = text[:places[n][0]] + drawings.String() + text[places[n][1]:]
		case "word/_rels/document.xml.rels":
			hasRelations = true
			text = strings.Replace(text, "</Relationships>", related.String()+"</Relationships>", 1)
		}
		add(f.Name, []byte(text))
	}
	if !hasRelations {
		add("word/_rels/document.xml.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+related.String()+`</Relationships>`))
	}
	for i, data := range pictures {
		add(fmt.Sprintf("word/media/%d.png", i), data)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pageOf is a web page with the title and what is in its article.
func pageOf(title, article string) []byte {
	return []byte(`<html><head><meta charset="utf-8"><title>` + title + `</title></head><body><div class="nav"><a href="/">首页</a><img src="logo.png"></div><h1>` + title +
		`</h1><div class="content">` + article + `</div><div>版权所有</div></body></html>`)
}

const qingwu = "青梧县人民政府2022年政府信息公开工作年度报告"

// dataset is what build made of a folder.
type dataset struct {
	folder, log                string
	code                       int
	documents, reports, values []map[string]string
}

func buildFolder(t *testing.T, folder, cache string, more ...string) *dataset {
	t.Helper()
	d := &dataset{folder: filepath.Join(t.TempDir(), "dataset")}
	var log bytes.Buffer
	d.code = run(append([]string{"build", "--cache", cache, "-o", d.folder, "--csv", folder}, more...), &log, &log)
	d.log = log.String()
	d.documents = readCSV(t, filepath.Join(d.folder, "documents.csv"))
	d.reports = readCSV(t, filepath.Join(d.folder, "reports.csv"))
	d.values = readCSV(t, filepath.Join(d.folder, "cells.csv"))
	return d
}

// cells are the values of a document, by table, row and column.
func (d *dataset) cells(t *testing.T, name string) map[string]map[string]string {
	t.Helper()
	id := d.document(t, name)["report_id"]
	cells := map[string]map[string]string{}
	for _, v := range d.values {
		if v["report_id"] == id {
			cells[v["table"]+"."+v["row"]+"."+v["column"]] = v
		}
	}
	return cells
}

func (d *dataset) document(t *testing.T, name string) map[string]string {
	t.Helper()
	for _, row := range d.documents {
		if strings.HasSuffix(row["path"], name) {
			return row
		}
	}
	t.Fatalf("%s is no document\n%s", name, d.log)
	return nil
}

func (d *dataset) status(t *testing.T, name string) string {
	t.Helper()
	row := d.document(t, name)
	for _, r := range d.reports {
		if r["report_id"] == row["report_id"] && row["report_id"] != "" {
			return r["status"]
		}
	}
	return row["status"] + " " + row["reason"]
}

// findings are those of a document.
func (d *dataset) findings(t *testing.T, name string) []string {
	var list []string
	for _, f := range readCSV(t, filepath.Join(d.folder, "findings.csv")) {
		if f["report_id"] == d.document(t, name)["report_id"] {
			list = append(list, fmt.Sprintf("\n%s %s %s %s %s %s", f["code"], f["cells"], f["expected"], f["found"], f["detail"], f["path"]))
		}
	}
	return list
}

// alike compares the values of a document with the DOCX that it was made of, and
// returns how many cells each method read.
func (d *dataset) alike(t *testing.T, name string) map[string]int {
	t.Helper()
	want, got := d.cells(t, "truth.docx"), d.cells(t, name)
	methods := map[string]int{}
	if len(want) == 0 || len(want) != len(got) {
		t.Errorf("%s: %d cells, want %d\n%s", name, len(got), len(want), d.log)
	}
	for ref, v := range got {
		if v["value"] != want[ref]["value"] || v["state"] != want[ref]["state"] {
			t.Errorf("%s: %s is %q %s, want %q %s", name, ref, v["value"], v["state"], want[ref]["value"], want[ref]["state"])
		}
		method, _, _ := strings.Cut(v["method"], "-")
		methods[v["table"]+" "+method]++
	}
	return methods
}

// TestPicturesInDocuments: a DOCX whose second table is a picture, a page whose report
// is pictures that lie beside it, a PDF of which some pages are scanned. All values are
// those of the report, and each says by which method it was read.
func TestPicturesInDocuments(t *testing.T) {
	p := newPrinted(t, "qingwu-county-2022")
	truth := sample(t, "qingwu-county-2022.docx")
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "site/images"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "truth.docx"), []byte(truth))
	write(t, filepath.Join(folder, "table.docx"), withPictures(t, truth, 1, p.table(t, len(p.tables)-2)...))
	var shown strings.Builder
	for i := range p.pages {
		name := fmt.Sprintf("images/%d.png", i+1)
		write(t, filepath.Join(folder, "site", name), p.page(t, i))
		fmt.Fprintf(&shown, `<p><img src="loading.gif" data-original="%s"></p>`, name)
	}
	write(t, filepath.Join(folder, "site/logo.png"), pngOf(t, photograph(180, 60)))
	write(t, filepath.Join(folder, "site/page.html"), pageOf(qingwu, shown.String()))
	write(t, filepath.Join(folder, "mixed.pdf"), mixedPDF(t, p))
	cache := t.TempDir()
	d := buildFolder(t, folder, cache)
	for name, want := range map[string]struct {
		status  string
		methods []string
	}{
		"table.docx": {"verified", []string{"disputes docx/ooxml", "proactive docx/ooxml", "requests ocr/tesseract"}},
		// All of it is OCR: every value is right, and the reader may doubt some.
		"page.html": {"verified doubtful", []string{"disputes ocr/tesseract", "proactive ocr/tesseract", "requests ocr/tesseract"}},
		"mixed.pdf": {"verified", nil},
	} {
		methods := d.alike(t, name)
		t.Logf("%s: %s, %v", name, d.status(t, name), methods)
		if got := d.status(t, name); !strings.Contains(want.status, got) {
			t.Errorf("%s: %s, want %s\n%v", name, got, want.status, d.findings(t, name))
		}
		if want.methods != nil && strings.Join(build.Sorted(methods), "\n") != strings.Join(want.methods, "\n") {
			t.Errorf("%s: %v, want %v", name, methods, want.methods)
		}
	}
	for i := range p.pages {
		row := d.document(t, fmt.Sprintf("images/%d.png", i+1))
		if row["reason"] != "picture-of" || !strings.HasSuffix(row["message"], "site/page.html") {
			t.Errorf("picture %d: %s %s %s", i+1, row["status"], row["reason"], row["message"])
		}
	}
	// The same again is nothing to do; another picture is read.
	again := func() string {
		var log bytes.Buffer
		run([]string{"build", "--cache", cache, "-o", d.folder, "--csv", filepath.Join(folder, "site/page.html")}, &log, &log)
		return log.String()
	}
	again()
	if log := again(); !strings.Contains(log, "as they are already") {
		t.Error(log)
	}
	write(t, filepath.Join(folder, "site/images/3.png"), pngOf(t, photograph(900, 900)))
	if log := again(); strings.Contains(log, "as they are already") {
		t.Error(log)
	}
	if got := readCSV(t, filepath.Join(d.folder, "reports.csv")); len(got) != 1 || got[0]["status"] == "verified" {
		t.Errorf("without its third page: %v", got)
	}
}

// mixedPDF has the first two pages of the report as text and the others as pictures.
func mixedPDF(t *testing.T, p *printed) []byte {
	t.Helper()
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		optional.Skip(t, "qpdf is not installed")
	}
	dir := t.TempDir()
	scanned, err := (synth.Scanner{DPI: printedDPI, Quality: 90}).ScannedPDF(p.pages)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "scanned.pdf"), scanned)
	write(t, filepath.Join(dir, "text.pdf"), []byte(sample(t, "qingwu-county-2022.pdf")))
	cmd := exec.Command(qpdf, "--empty", "--pages", "text.pdf", "1-2", "scanned.pdf", "3-z", "--", "mixed.pdf")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "mixed.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// recordOf appends a response to a web archive.
func recordOf(t *testing.T, out io.Writer, url, kind string, body []byte) {
	t.Helper()
	fields := warc.Fields{{Name: "WARC-Type", Value: "response"}, {Name: "WARC-Record-ID", Value: "<" + warc.NewID() + ">"},
		{Name: "WARC-Date", Value: "2023-05-06T07:08:09Z"}, {Name: "WARC-Target-URI", Value: url}}
	if err := warc.Append(out, fields, strings.NewReader("HTTP/1.1 200 OK\r\nContent-Type: "+kind+"\r\n\r\n"+string(body))); err != nil {
		t.Fatal(err)
	}
}

// TestPicturesInArchives: the pictures of a page in a web archive and in a zip are
// found by its addresses.
func TestPicturesInArchives(t *testing.T) {
	p := newPrinted(t, "qingwu-county-2022")
	folder := t.TempDir()
	write(t, filepath.Join(folder, "truth.docx"), []byte(sample(t, "qingwu-county-2022.docx")))
	var web bytes.Buffer
	var shown, packed strings.Builder
	members := []string{"年报/二.html", ""}
	for i := range p.pages {
		recordOf(t, &web, fmt.Sprintf("http://www.qingwu.gov.cn/a/W0%d.png", i), "image/png", p.page(t, i))
		fmt.Fprintf(&shown, `<img src="../a/W0%d.png">`, i)
		fmt.Fprintf(&packed, `<img src="图/%d.png"> `, i)
		members = append(members, fmt.Sprintf("年报/图/%d.png", i), string(p.page(t, i)))
	}
	recordOf(t, &web, "http://www.qingwu.gov.cn/b/1.html", "text/html", pageOf(qingwu, shown.String()))
	write(t, filepath.Join(folder, "web.warc"), web.Bytes())
	members[1] = string(pageOf(qingwu, packed.String()))
	write(t, filepath.Join(folder, "pages.zip"), zipped(t, members...))
	d := buildFolder(t, folder, t.TempDir())
	for _, row := range d.documents {
		if name := row["path"]; row["format"] == "html" {
			d.alike(t, name)
			if got := d.status(t, name); got != "verified" && got != "doubtful" { // as alone
				t.Errorf("%s: %s\n%v", name, got, d.findings(t, name))
			}
		} else if strings.HasSuffix(name, ".png") && row["reason"] != "picture-of" {
			t.Errorf("%s: %s %s", name, row["status"], row["reason"])
		}
	}
	if len(d.documents) != 3+len(p.pages) {
		t.Errorf("%d documents: pictures of web archives are none", len(d.documents))
	}
}
