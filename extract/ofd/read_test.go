package ofd

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gongkai"

	"github.com/google/go-cmp/cmp"
)

const table = "甲 | 乙\n丙 | 12\n"

func TestText(t *testing.T) {
	const digits = `<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>21 22</ofd:Glyphs></ofd:CGTransform>`
	for _, c := range []struct{ name, content, want string }{
		{"advances", says(10, 20, "", "", `DeltaX="4 4 4"`, "政府信息"), "政府信息\n"},
		{"advances as runs", says(10, 20, "", "", `DeltaX="g 2 4 2"`, "年报12"), "年报12\n"},
		{"a run longer than any text", says(10, 20, "", "", `DeltaX="g 1000000000 4 g 1000000000 4"`, "政府信息"), "政府信息\n"},
		{"no advances", plain(10, 20, "政府信息公开2024"), "政府信息公开2024\n"},
		{"less advances than characters", says(10, 20, "", "", `DeltaX="4"`, "政府信息"), "政府信息\n"},
		{"advances of UTF-16 units", says(10, 20, "", "", `DeltaX="4 4 4"`, "龙𬭁镇"), "龙𬭁镇\n"},
		{"characters in the order of their places", says(10, 20, "", "", `DeltaX="-4"`, "府政"), "政府\n"},
		{"a gap as wide as a column", says(10, 20, "", "", `DeltaX="20"`, "甲乙"), "甲 乙\n"},
		{"two codes, the second without Y", `<ofd:TextObject Boundary="10 10 60 5" Size="4"><ofd:TextCode X="0" Y="4">甲</ofd:TextCode><ofd:TextCode X="4">乙</ofd:TextCode></ofd:TextObject>`, "甲乙\n"},
		{"a matrix and a size in points", `<ofd:TextObject Boundary="10 10 60 5" Size="12" CTM="0.3528 0 0 0.3528 0 0"><ofd:TextCode X="0" Y="12" DeltaX="12">甲乙</ofd:TextCode></ofd:TextObject>`, "甲乙\n"},
		{"character references", plain(10, 20, "&#x7532;&lt;&amp;"), "甲<&\n"},
		{"a radical", plain(10, 20, "⼈民"), "人民\n"},
		{"indented text", plain(10, 20, "\n  甲乙\n  "), "甲乙\n"},
		{"hidden", plain(10, 20, "甲") + says(10, 40, `Visible="false"`, "", "", "乙") + says(10, 60, `Alpha="0"`, "", "", "丙"), "甲\n"},
		{"a hidden layer", plain(10, 20, "甲") + `</ofd:Layer><ofd:Layer Visible="false">` + plain(10, 40, "乙"), "甲\n"},
		{"hidden, with a picture", plain(10, 20, "甲") + says(10, 60, `Alpha="0"`, "", "", "乙") + `<ofd:ImageObject Boundary="0 0 9 9"/>`,
			"甲乙\ndamaged-source 1 objects whose resource is missing, 0 without a place\ninvisible-text 1\n"},
		{"nothing but hidden", says(10, 20, `Visible="false"`, "", "", "甲"), "甲\ninvisible-text 1\n"},
		{"slanted", plain(10, 20, "甲") + `<ofd:TextObject Boundary="0 0 100 100" CTM="0.7 -0.7 0.7 0.7 20 80" Size="9"><ofd:TextCode X="0" Y="0">水印</ofd:TextCode></ofd:TextObject>`, "甲\n"},
		{"blocks in blocks", strings.Repeat("<ofd:PageBlock>", 9) + plain(10, 20, "甲") + strings.Repeat("</ofd:PageBlock>", 9), "甲\n"},
		{"glyphs beside digits", lines("", "") + texts + says(55, 75, "", digits, "", "34"), "甲 | 乙\n丙 | 12/34?\n"},
		{"placeholders", lines("", "") + plain(15, 30, "甲") + says(55, 30, "", digits, "", "¤¤"), "甲 | ¤¤?\n | \nunmapped-glyphs 2\n"},
		{"blanks for characters", lines("", "") + plain(15, 30, "甲") + says(55, 30, "", digits, "", "  "), "甲 | \ufffd?\n | \nunmapped-glyphs 1\n"},
		{"transparent ink, with a picture", plain(10, 20, "甲") + says(10, 60, "", `<ofd:FillColor Value="0 0 0" Alpha="0"/>`, "", "乙") + `<ofd:ImageObject Boundary="0 0 9 9" ResourceID="p"/>`,
			"甲乙\ndamaged-source 1 objects whose resource is missing, 0 without a place\ninvisible-text 1\n"},
		{"private characters", lines("", "") + plain(15, 30, "甲") + plain(55, 30, "\ue001"), "甲 | \ue001?\n | \nunmapped-glyphs 1\n"},
		{"glyphs without text", lines("", "") + plain(15, 30, "甲") + says(55, 30, "", digits, "", ""), "甲 | \ufffd\ufffd?\n | \nunmapped-glyphs 2\n"},
		{"a glyph that is two digits", lines("", "") + says(15, 30, "", digits, "", "12") + says(55, 30, "", digits, "", "13"), "12? | 13?\n | \nunmapped-glyphs 2\n"},
		{"text outside of its boundary", lines("", "") + plain(15, 30, "甲") + `<ofd:TextObject Boundary="55 26 3 5" Size="4"><ofd:TextCode X="0" Y="4">1234</ofd:TextCode></ofd:TextObject>`, "甲 | 1234?\n | \n"},
		{"text outside of its clip", lines("", "") + plain(15, 30, "甲") + says(55, 30, "", `<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 3 5"><ofd:AbbreviatedData>M 0 0 L 3 0 L 3 5 L 0 5 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`, "", "1234"), "甲 | 1234?\n | \n"},
		{"text inside of its clip", lines("", "") + plain(15, 30, "甲") + says(55, 30, "", `<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 9 5"><ofd:AbbreviatedData>M 0 0 L 9 0 L 9 5 L 0 5 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`, "", "1234"), "甲 | 1234\n | \n"},
		{"downwards", lines("", "") + plain(15, 30, "甲") + says(55, 30, `Boundary="55 26 5 60"`, "", `DeltaX="0 0 0" DeltaY="4 4 4"`, "规章制度"), "甲 | 规章制度?\n | \n"},
		{"a place that is none", plain(10, 20, "甲") + says(10, 40, "", "", `DeltaX="x"`, "乙"), "甲\ndamaged-source 0 objects whose resource is missing, 1 without a place\n"},
		{"a far place", plain(10, 20, "甲") + `<ofd:TextObject Boundary="1e300 0 1 1" Size="4"><ofd:TextCode X="NaN" Y="Inf">乙</ofd:TextCode></ofd:TextObject>` + plain(10, 30, "丙"), "damaged-source\n"},
	} {
		all := pages(c.content)
		if c.name == "a far place" {
			all = pages(c.content, plain(10, 20, "甲"))
			c.want = "甲\n" + c.want
		}
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, show(read(t, all))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTables(t *testing.T) {
	const white, red = `<ofd:StrokeColor Value="255 255 255"/>`, `<ofd:StrokeColor Value="255 0 0"/>`
	thin := ""
	for _, at := range []float64{10, 50, 90} {
		thin += fmt.Sprintf(`<ofd:PathObject Boundary="10 %g 80 0.2" Stroke="false" Fill="true" DrawParam="black"><ofd:AbbreviatedData>M 0 0 L 80 0 L 80 0.2 L 0 0.2 C</ofd:AbbreviatedData></ofd:PathObject>`, at)
		thin += fmt.Sprintf(`<ofd:PathObject Boundary="%g 10 0.2 80" Stroke="false" Fill="true" DrawParam="black"><ofd:AbbreviatedData>M 0 0 L 0.2 0 L 0.2 80 L 0 80 C</ofd:AbbreviatedData></ofd:PathObject>`, at)
	}
	params := `<ofd:DrawParams><ofd:DrawParam ID="black" Relative="base"/><ofd:DrawParam ID="base" Relative="black" LineWidth="9"><ofd:FillColor Value="0 0 0"/></ofd:DrawParam>` +
		`<ofd:DrawParam ID="white"><ofd:StrokeColor Value="255 255 255"/></ofd:DrawParam></ofd:DrawParams>`
	unit := func(id, content string) string {
		return `<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="` + id + `" Width="9" Height="9"><ofd:Content>` + content + `</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>`
	}
	const open = "甲 乙\n丙 12\n" // no table
	for _, c := range []struct{ name, content, resources, want string }{
		{"lines", lines("", "") + texts, "", table},
		{"red lines", lines("", red) + texts, "", table},
		{"thin rectangles", thin + texts, params, table},
		{"thin rectangles in no colour", strings.ReplaceAll(thin, `DrawParam="black"`, "") + texts, "", table},
		{"too thick for rulings", lines(`LineWidth="3"`, "") + texts, "", open},
		{"too thick by their parameters", lines(`DrawParam="base"`, "") + texts, params, open},
		{"not painted", lines(`Stroke="false"`, "") + texts, "", open},
		{"hidden", lines(`Visible="false"`, "") + texts, "", open},
		{"white", lines("", white) + texts, "", table},
		{"white beside seen ones", lines("", white) + texts + draws("", "", 10, 95, 90, 95), "", open},
		{"white by the layer", `</ofd:Layer><ofd:Layer DrawParam="white">` + lines("", "") + texts + draws("", red, 10, 95, 90, 95), params, open},
		{"white ink", lines("", `<ofd:StrokeColor ColorSpace="cmyk" Value="0 0 0 0"/>`) + texts + draws("", red, 10, 95, 90, 95), `<ofd:ColorSpaces><ofd:ColorSpace ID="cmyk" Type="CMYK"/></ofd:ColorSpaces>`, open},
		{"black ink", lines("", `<ofd:StrokeColor Value="0 0 0 #FF"/>`) + texts + draws("", red, 10, 95, 90, 95), "", table},
		{"a unit", `<ofd:CompositeObject Boundary="0 0 100 100" ResourceID="u"/>` + texts, unit("u", lines("", "")), table},
		{"a scaled unit, moved", `<ofd:CompositeObject Boundary="-10 -10 200 200" CTM="2 0 0 2 0 0" ResourceID="u"/>` + texts,
			unit("u", `<ofd:PathObject Boundary="10 10 40 40"><ofd:AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C M 0 20 L 40 20 M 20 0 L 20 40</ofd:AbbreviatedData></ofd:PathObject>`), table},
		{"a curve is no ruling", lines("", "") + `<ofd:PathObject Boundary="0 0 100 100"><ofd:AbbreviatedData>M 30 10 B 30 30 30 50 30 90 Q 31 50 30 10 A 5 5 0 0 1 30 90</ofd:AbbreviatedData></ofd:PathObject>` + texts, "", table},
		{"a missing unit in a cell", lines("", "") + plain(15, 30, "甲") + `<ofd:CompositeObject Boundary="60 20 10 10" ResourceID="u"/>`, "",
			"甲 | ?\n | \ndamaged-source 1 objects whose resource is missing, 0 without a place\n"},
		{"an outline that is none", lines("", "") + texts + `<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 zero</ofd:AbbreviatedData></ofd:PathObject>`, "",
			table + "damaged-source 0 objects whose resource is missing, 1 without a place\n"},
	} {
		if diff := cmp.Diff(c.want, show(read(t, pages(c.content).res(c.resources)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestSideways: a page whose text runs upwards is turned; the places of cells are
// those of the page as displayed.
func TestSideways(t *testing.T) {
	up := func(x, y float64, text string) string {
		return fmt.Sprintf(`<ofd:TextObject Boundary="%g %g 5 20" CTM="0 -1 1 0 0 20" Size="4"><ofd:TextCode X="0" Y="4">%s</ofd:TextCode></ofd:TextObject>`, x, y, text)
	}
	d := read(t, pages(lines("", "")+up(30, 60, "甲乙")+up(30, 20, "丙")+up(70, 60, "丁")+up(70, 20, "12")))
	if diff := cmp.Diff("甲乙 | 丙\n丁 | 12\n", show(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := [4]float64{141.73, 28.35, 255.12, 141.73} // right, upper quarter
	if got := d.Blocks[0].Grid.At(1, 1).Box; got != want {
		t.Errorf("12 stands in %v, want %v", got, want)
	}
}

func TestPackage(t *testing.T) {
	simple := pages(lines("", "") + texts)
	reference := func(page string) string {
		return `<ofd:Page ` + xmlns + `><ofd:Template TemplateID="t"/><ofd:Content><ofd:Layer>` + page + `</ofd:Layer></ofd:Content></ofd:Page>`
	}
	annotated := func(kind, flags string) parts {
		all := pages(lines("", "") + texts)
		document := strings.Replace(all["Doc_0/Document.xml"], "</ofd:Pages>", `</ofd:Pages><ofd:Annotations>A.xml</ofd:Annotations>`, 1)
		return all.with("Doc_0/Document.xml", document).
			with("Doc_0/A.xml", `<ofd:Annotations `+xmlns+`><ofd:Page PageID="1"><ofd:FileLoc>/Doc_0/P0/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`).
			with("Doc_0/P0/A.xml", `<ofd:PageAnnot `+xmlns+`><ofd:Annot Type="`+kind+`" `+flags+`><ofd:Remark>x</ofd:Remark><ofd:Appearance Boundary="15 66 30 10">`+plain(4, 4, "戊")+`</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`)
	}
	bare := parts{}
	for name, content := range simple {
		content = strings.NewReplacer(xmlns, "", "ofd:", "", "Doc_0/Document.xml", `.\DOC_0\document.xml`, "P0/", `\Doc_0\p0\`).Replace(content)
		bare[name] = content
	}
	twice := pages(plain(10, 50, "甲"), plain(10, 50, "乙"))
	two := twice.with("OFD.xml", strings.Replace(twice["OFD.xml"], "</ofd:OFD>", `<ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`, 1))
	version := simple.with("OFD.xml", strings.Replace(simple["OFD.xml"], "</ofd:DocBody>", `<ofd:Versions><ofd:Version ID="1" Current="true" BaseLoc="Doc_0/V/Version.xml"/></ofd:Versions></ofd:DocBody>`, 1)).
		with("Doc_0/V/Version.xml", `<ofd:DocVersion `+xmlns+`><ofd:DocRoot>Document2.xml</ofd:DocRoot></ofd:DocVersion>`).
		with("Doc_0/V/Document2.xml", strings.NewReplacer("P0/", "../Q/", "Res.xml", "../Res.xml").Replace(simple["Doc_0/Document.xml"])).
		with("Doc_0/Q/Content.xml", onePage(plain(10, 20, "新版")))
	attached := simple.with("Doc_0/Document.xml", strings.Replace(simple["Doc_0/Document.xml"], "</ofd:Pages>", `</ofd:Pages><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>`, 1)).
		with("Doc_0/Attachs/Attachments.xml", `<ofd:Attachments `+xmlns+`><ofd:Attachment ID="1" Name="附件.xlsx"><ofd:FileLoc>a.xlsx</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`)
	damaged := pages(plain(10, 20, "甲"), "<ofd:Layer>", plain(10, 20, "乙"))
	for _, c := range []struct {
		name string
		all  parts
		want string
	}{
		{"as the standard has it", simple, table},
		{"no namespace, backslashes, other case", bare, table},
		{"a namespace of its own", simple.with("Doc_0/P0/Content.xml", strings.ReplaceAll(simple["Doc_0/P0/Content.xml"], "ofdspec.org", "example.org")), table},
		{"paths from the package's root", simple.with("Doc_0/Document.xml", strings.ReplaceAll(simple["Doc_0/Document.xml"], "P0/", "Doc_0/P0/")), table},
		{"a template", pages("").with("Doc_0/P0/Content.xml", reference(texts)).with("Doc_0/T/Content.xml", onePage(lines("", ""))), table},
		{"a template that is missing", pages("").with("Doc_0/P0/Content.xml", reference(plain(10, 20, "甲"))), "甲\ndamaged-source template t\n"},
		{"a template that names itself", pages("").with("Doc_0/P0/Content.xml", reference(plain(10, 20, "甲"))).with("Doc_0/T/Content.xml", reference(plain(10, 50, "乙"))), "甲乙\n"},
		{"a typed annotation", annotated("Path", ""), "甲 | 乙\n丙戊 | 12\n"},
		{"a stamp", annotated("Stamp", ""), table},
		{"a watermark", annotated("Watermark", ""), table},
		{"an annotation that is not printed", annotated("Path", `Print="false"`), table},
		{"two documents", two, "甲乙甲乙\n"},
		{"a later version", version, "新版\n"},
		{"an attachment", attached, table + "embedded-content 附件.xlsx\n"},
		{"a page that breaks off", damaged, "甲乙\ndamaged-source\n"},
		{"no resources", pages(lines("", "") + texts).res(`<ofd:Fonts`), table + "damaged-source Doc_0/Res.xml\n"},
	} {
		if diff := cmp.Diff(c.want, show(read(t, c.all))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	d := read(t, simple)
	if d.Format != gongkai.FormatOFD || d.Method != "ofd/gbt33190" || d.HeadTitle != "T" || d.Pages != 1 {
		t.Errorf("%s, %s, %q, %d pages", d.Format, d.Method, d.HeadTitle, d.Pages)
	}
}

// scan is a page that is a picture.
const scan = `<ofd:ImageObject Boundary="0 0 100 100" ResourceID="p"/>`

func TestErrors(t *testing.T) {
	simple := pages(plain(10, 20, "甲"))
	unit := func(id, inside string) string {
		return `<ofd:CompositeGraphicUnit ID="` + id + `"><ofd:Content>` + inside + `</ofd:Content></ofd:CompositeGraphicUnit>`
	}
	ten := ""
	for i := range 10 {
		ten += unit(fmt.Sprint(i), strings.Repeat(fmt.Sprintf(`<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="%d"/>`, i+1), 10))
	}
	use := `<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="0"/>`
	templates := pages(make([]string, 40)...).with("Doc_0/T/Content.xml", onePage(strings.Repeat(plain(10, 20, "甲乙丙丁"), 200)))
	for i := range 40 {
		templates[fmt.Sprintf("Doc_0/P%d/Content.xml", i)] = `<ofd:Page ` + xmlns + `><ofd:Template TemplateID="t"/></ofd:Page>`
	}
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, gongkai.ErrEmpty},
		{"no zip", []byte("<OFD/>"), gongkai.ErrFormat},
		{"another zip", pack(parts{"a": ""}), gongkai.ErrFormat},
		{"another root", pack(simple.with("OFD.xml", "<a/>")), gongkai.ErrFormat},
		{"cut off", pack(simple)[:300], gongkai.ErrDamaged},
		{"encrypted", pack(simple.with("Encryptions.xml", "<a/>")), gongkai.ErrEncrypted},
		{"no document", pack(simple.with("OFD.xml", "<OFD/>")), gongkai.ErrDamaged},
		{"a document that is missing", pack(simple.with("OFD.xml", "<OFD><DocBody><DocRoot>x</DocRoot></DocBody></OFD>")), gongkai.ErrDamaged},
		{"all pages missing", pack(simple.with("Doc_0/Document.xml", `<Document><Pages><Page ID="1" BaseLoc="x"/></Pages></Document>`)), gongkai.ErrDamaged},
		{"a scan", pack(pages(scan)), gongkai.ErrNoText},
		{"outlines of glyphs", pack(pages(lines(`Fill="true" Stroke="false"`, ""))), gongkai.ErrNoText},
		{"a unit that draws itself", pack(pages(use).res(unit("0", use))), gongkai.ErrLimit},
		{"units of units", pack(pages(use).res(ten)), gongkai.ErrLimit},
		{"blocks nested too deep", pack(pages(strings.Repeat("<ofd:PageBlock>", 2000) + strings.Repeat("</ofd:PageBlock>", 2000))), gongkai.ErrLimit},
		{"too many graphics", pack(pages(strings.Repeat("<ofd:PathObject/>", 50_000))), gongkai.ErrLimit},
		{"templates on all pages", pack(templates), gongkai.ErrLimit},
		{"too many pages", pack(pages(make([]string, 501)...)), gongkai.ErrLimit},
		{"too much text", pack(pages(plain(10, 20, strings.Repeat("甲", 30_000)))), gongkai.ErrLimit},
		{"a zip bomb", pack(simple.with("Doc_0/P0/Content.xml", strings.Repeat(" ", 9<<20))), gongkai.ErrLimit},
	} {
		limits := gongkai.DefaultLimits()
		limits.ExpandedBytes = 8 << 20
		_, err := Read(c.data, limits)
		var read *gongkai.ReadError
		if !errors.Is(err, c.want) || !errors.As(err, &read) || read.Format != gongkai.FormatOFD {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

func TestPictures(t *testing.T) {
	media := `<ofd:MultiMedias><ofd:MultiMedia ID="p" Type="Image" Format="PNG"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>`
	all := pages(scan, scan, plain(10, 20, "甲")+strings.ReplaceAll(scan, `"p"`, `"q"`)).res(media).with("Doc_0/R/a.png", "PNG")
	list, err := Pictures(pack(all), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range list {
		got = append(got, fmt.Sprintf("%d %.1f %.1f %s %s %q", p.Page, p.Box.Right, p.Height, p.Part, p.Format, p.Data))
	}
	want := []string{`1 283.5 283.5 Doc_0/R/a.png PNG "PNG"`, `2 283.5 283.5 Doc_0/R/a.png PNG "PNG"`, `3 283.5 283.5   ""`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	d := read(t, all)
	if diff := cmp.Diff("甲\ndamaged-source 1 objects whose resource is missing, 0 without a place\npage-without-text\npage-without-text\npage-without-text\n", show(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The fixtures of tests are XML.
func TestFixturesAreXML(t *testing.T) {
	for name, content := range pages(lines("", "") + texts) {
		if err := xml.Unmarshal([]byte(content), new(struct{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
