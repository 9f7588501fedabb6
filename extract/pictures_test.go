package extract

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"gongkai"
	"gongkai/extract/docx"
	"gongkai/extract/mhtml"
	"gongkai/extract/odt"
	"gongkai/extract/scan"
)

// pictureOf draws rectangles, black on white; rules is how many cells a grid on it has
// in each direction, 0 for none.
func pictureOf(width, height, rules int) []byte {
	g := image.NewGray(image.Rect(0, 0, width, height))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	for i := 0; rules > 0 && i <= rules; i++ {
		x, y := 20+i*(width-40)/rules, 20+i*(height-40)/rules
		for j := 20; j < width-20; j++ {
			g.Set(j, y, color.Black)
			g.Set(j, y+1, color.Black)
		}
		for j := 20; j < height-20; j++ {
			g.Set(x, j, color.Black)
			g.Set(x+1, j, color.Black)
		}
	}
	return encoded(g)
}

// waves is a photograph, as far as OCR goes.
func waves(width, height int) []byte {
	g := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			g.Pix[y*g.Stride+x] = uint8(120 + 60*math.Sin(float64(x)/37) + 50*math.Sin(float64(y)/23+float64(x)/90))
		}
	}
	return encoded(g)
}

func encoded(picture image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// bomb is a PNG that claims to be huge, or is in truth: its pixels are all alike.
func bomb(width, height uint32) []byte {
	small := encoded(image.NewGray(image.Rect(0, 0, 8, 8)))
	head := small[:33:33]
	for i := range 4 {
		head[16+i], head[20+i] = byte(width>>(24-8*i)), byte(height>>(24-8*i))
	}
	sum := crc32.ChecksumIEEE(head[12:29])
	for i := range 4 {
		head[29+i] = byte(sum >> (24 - 8*i))
	}
	return append(head, small[33:]...)
}

// pageOf is a web page with data URIs.
func pageOf(text string, pictures ...[]byte) []byte {
	var b strings.Builder
	b.WriteString("<html><title>青梧县2022年政府信息公开工作年度报告</title><body><div>")
	for _, p := range pictures {
		fmt.Fprintf(&b, "<p><img src='data:image/png;base64,%s'></p>", base64.StdEncoding.EncodeToString(p))
	}
	b.WriteString(text + "</div></body></html>")
	return []byte(b.String())
}

// docxOf is a document of one line and pictures.
func docxOf(t *testing.T, text string, pictures ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var body, related strings.Builder
	for i := range pictures {
		fmt.Fprintf(&body, `<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="p%d"/></w:drawing></w:r></w:p>`, i)
		fmt.Fprintf(&related, `<Relationship Id="p%d" Type="x/image" Target="media/%d"/>`, i, i)
	}
	parts := []string{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`,
		"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + related.String() + `</Relationships>`}
	for i, p := range pictures {
		parts = append(parts, fmt.Sprintf("word/media/%d", i), string(p))
	}
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
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

// TestPicturesLeftAlone: logos, QR codes and photographs cost no OCR and say nothing.
// There is no tesseract here: whoever asks for it leaves a finding.
func TestPicturesLeftAlone(t *testing.T) {
	t.Setenv("PATH", "")
	r := NewReader("")
	defer r.Close()
	logo, code, photo := pictureOf(300, 80, 3), pictureOf(256, 256, 20), waves(1200, 900)
	table := "<table><tr><td>第二十条第（一）项</td><td>信息内容</td></tr><tr><td>1</td><td>2</td></tr></table>"
	long := strings.Repeat("<p>"+strings.Repeat("全县各级行政机关认真贯彻落实条例。", 30)+"</p>", 10)
	for name, data := range map[string][]byte{
		"page":       pageOf("一、总体情况", logo, code, photo),
		"table":      pageOf(table, logo, photo, pictureOf(1000, 1400, 0)),
		"text":       pageOf(long, pictureOf(1000, 1400, 0)),
		"docx":       docxOf(t, "一、总体情况", logo, photo),
		"not a kind": docxOf(t, "一、总体情况", []byte("<svg>"), []byte{}),
		"line":       pageOf(table, pictureOf(1000, 1400, 1)),
	} {
		doc, err := r.Read(data, gongkai.DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(doc.Findings) > 0 || len(doc.Pictures) > 0 {
			t.Errorf("%s: %v", name, doc.Findings)
		}
	}
}

// TestPicturesWithoutTesseract: a picture that would be read has a finding that says
// what to install; a document that is nothing else is an error that says it.
func TestPicturesWithoutTesseract(t *testing.T) {
	t.Setenv("PATH", "")
	r := NewReader("")
	defer r.Close()
	grid := pictureOf(1000, 700, 4)
	long := strings.Repeat("<p>"+strings.Repeat("全县各级行政机关认真贯彻落实条例。", 30)+"</p>", 10)
	for name, data := range map[string][]byte{"page": pageOf("一、总体情况", grid), "text": pageOf(long, grid), "docx": docxOf(t, "一、总体情况", waves(1200, 900), grid)} {
		doc, err := r.Read(data, gongkai.DefaultLimits())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(doc.Findings) != 1 || doc.Findings[0].Code != gongkai.PageWithoutText || !strings.Contains(doc.Findings[0].Detail, scan.InstallHint) || doc.Findings[0].Path == "" {
			t.Errorf("%s: %v", name, doc.Findings)
		}
	}
	if _, err := r.Read(docxOf(t, "", grid), gongkai.DefaultLimits()); !errors.Is(err, gongkai.ErrNoText) || !strings.Contains(err.Error(), "apt install") {
		t.Errorf("nothing but a picture: %v", err)
	}
}

// TestHostilePictures: pictures that are bombs, cut off or not what they say leave the
// document as it is, in little time, and the large ones have a finding.
func TestHostilePictures(t *testing.T) {
	t.Setenv("PATH", "")
	r := NewReader("")
	defer r.Close()
	whole := pictureOf(500, 300, 4)
	thousands := make([][]byte, 3000)
	for i := range thousands {
		thousands[i] = whole
	}
	for _, c := range []struct {
		name     string
		data     []byte
		findings int // at least
	}{
		{"claims to be huge", docxOf(t, "一、总体情况", bomb(60000, 60000)), 1},
		{"claims more than it has", docxOf(t, "一、总体情况", bomb(3000, 3000)), 1},
		{"cut off", docxOf(t, "一、总体情况", whole[:len(whole)/2]), 1},
		{"cut off in the head", docxOf(t, "一、总体情况", whole[:12]), 1},
		{"thousands in a DOCX", docxOf(t, "一、总体情况", thousands...), 1},
		{"thousands in a page", pageOf("一、总体情况", thousands[:600]...), 1},
		{"a wrong kind", docxOf(t, "一、总体情况", []byte("BM"+strings.Repeat("\x00", 50)), []byte("RIFF1234WEBPVP8 "), []byte("II*\x00\xff\xff\xff\xff")), 1},
		{"a page in a picture", docxOf(t, "一、总体情况", pageOf("x")), 0},
	} {
		start := time.Now()
		doc, err := r.Read(c.data, gongkai.DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		last := doc.Blocks[len(doc.Blocks)-1]
		if err := doc.Check(); err != nil || len(doc.Findings) < c.findings || last.Paragraph == nil || last.Paragraph.Text != "一、总体情况" {
			t.Errorf("%s: %v, %d findings, %v", c.name, err, len(doc.Findings), last)
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %v", c.name, took)
		}
	}
}

// TestPicturesBeside: pictures that are not there stay, with their addresses; the
// first address that leads to one counts.
func TestPicturesBeside(t *testing.T) {
	t.Setenv("PATH", "")
	r := NewReader("")
	defer r.Close()
	page := []byte(`<html><head><base href="http://a.gov.cn/b/"><title>年报</title></head><body><p>甲</p><img src="load.gif" data-src="1.png"><p>乙</p><img src="2.png"><img src="2.png" style="display:none"></body></html>`)
	doc, err := r.Read(page, gongkai.DefaultLimits())
	if err != nil || doc.Check() != nil {
		t.Fatal(err, doc.Check())
	}
	if got := fmt.Sprintln(doc.Pictures[0].Refs, doc.Pictures[0].Block, doc.Pictures[0].Path, doc.Pictures[1].Refs, doc.Pictures[1].Block, len(doc.Pictures)); got !=
		"[http://a.gov.cn/b/1.png http://a.gov.cn/b/load.gif] 1 /html/body/img[1] [http://a.gov.cn/b/2.png] 2 2\n" {
		t.Error(got)
	}
	beside := map[string][]byte{"http://a.gov.cn/b/load.gif": pictureOf(50, 50, 0), "http://a.gov.cn/b/1.png": pictureOf(1000, 700, 4)}
	if doc, err = r.ReadWith(page, beside, gongkai.DefaultLimits()); err != nil || len(doc.Findings) != 1 || doc.Findings[0].Path != "/html/body/img[1]" || len(doc.Pictures) != 1 {
		t.Errorf("%v %v", doc, err)
	}
	only := []byte(`<body><img src="1.png"></body>`)
	if doc, err = r.Read(only, gongkai.DefaultLimits()); err != nil || len(doc.Pictures) != 1 {
		t.Errorf("a page of one picture: %v %v", doc, err)
	}
	if _, err = r.ReadWith(only, map[string][]byte{}, gongkai.DefaultLimits()); !errors.Is(err, gongkai.ErrNoText) {
		t.Errorf("a page of one picture that is not there: %v", err)
	}
}

// odtOf is a text of one line with a picture in a table's cell and one behind it.
func odtOf(t *testing.T, picture []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	image := `<text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame></text:p>`
	for name, text := range map[string]string{"Pictures/1.png": string(picture), "content.xml": `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>甲</text:p><table:table><table:table-row><table:table-cell>` +
		image + `</table:table-cell></table:table-row></table:table><text:p>乙</text:p>` + image + `</office:text></office:body></office:document-content>`} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
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

// TestPlaces: readers hand pictures out at their places, those in cells behind the table.
func TestPlaces(t *testing.T) {
	picture := pictureOf(500, 300, 3)
	mail := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Location: http://a.cn/x.html\r\n\r\n" +
		"<html><body><p>甲</p><img src=1.png><p>乙</p><img src=cid:2><img src=none.png></body></html>\r\n" +
		"--b\r\nContent-Type: image/png\r\nContent-Location: http://a.cn/1.png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(picture) +
		"\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <2>\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(picture) + "\r\n--b--\r\n"
	for _, c := range []struct {
		name, want string
		read       func([]byte, gongkai.Limits) (*gongkai.Document, error)
		data       []byte
	}{
		{"odt", "甲 # 1 乙 1", odt.Read, odtOf(t, picture)},
		{"mhtml", "甲 1 乙 1 [http://a.cn/none.png]", mhtml.Read, []byte(mail)},
		{"docx", "1 1 甲", docx.Read, docxOf(t, "甲", picture, picture)},
	} {
		doc, err := c.read(c.data, gongkai.DefaultLimits())
		if err != nil || doc.Check() != nil {
			t.Fatal(c.name, err)
		}
		var list []string
		for i := range len(doc.Blocks) + 1 {
			for _, p := range doc.Pictures {
				switch {
				case p.Block != i:
				case bytes.Equal(p.Data, picture):
					list = append(list, "1")
				default:
					list = append(list, fmt.Sprint(p.Refs))
				}
			}
			if i < len(doc.Blocks) && doc.Blocks[i].Grid != nil {
				list = append(list, "#")
			} else if i < len(doc.Blocks) {
				list = append(list, doc.Blocks[i].Paragraph.Text)
			}
		}
		if got := strings.Join(list, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
