package pdf

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai"
	"gongkai/extract/page"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestFixtures compares what is read from testdata/*.pdf with the text files
// of the same names.
func TestFixtures(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := outcome(testReader(t).Trace(data, gongkai.DefaultLimits()))
			golden := strings.TrimSuffix(path, ".pdf") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// outcome writes a document, or the reason why there is none, as text.
func outcome(trace *page.Trace, err error) string {
	if err != nil {
		return "error: " + gongkai.Reason(err) + "\n"
	}
	d := trace.Document
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, %d pages, %q\n", d.Format, d.Method, d.Pages, d.HeadTitle)
	for _, f := range d.Findings {
		fmt.Fprintf(&b, "finding %s %s, page %d\n", f.Code, f.Detail, f.Page)
	}
	for _, j := range trace.Joins {
		fmt.Fprintf(&b, "join %s\n", j)
	}
	for _, block := range d.Blocks {
		if p := block.Paragraph; p != nil {
			fmt.Fprintf(&b, "p%d %v %s\n", p.Page, p.Box, p.Text)
			continue
		}
		fmt.Fprintf(&b, "table %d × %d, p%d %v\n%s", block.Grid.Rows, block.Grid.Columns, block.Grid.Page, block.Grid.Box, gridText(block.Grid))
	}
	return b.String()
}

// gridText writes a grid's rows: "^" and "<" stand for places that a cell
// above or to the left covers.
func gridText(g *gongkai.Grid) string {
	var b strings.Builder
	for row := range g.Rows {
		var places []string
		for column := range g.Columns {
			c := g.At(row, column)
			text := strings.ReplaceAll(c.Text, "\n", "/")
			switch {
			case c.Row < row:
				text = "^"
			case c.Column < column:
				text = "<"
			case c.Uncertain != "":
				text += "[" + c.Uncertain + "]"
			}
			places = append(places, text)
		}
		fmt.Fprintln(&b, strings.TrimRight("  "+strings.Join(places, " | "), " "))
	}
	return b.String()
}

// Contents of pages of 200 × 100 points.
const (
	// 2 × 2 cells in three ways of drawing, and a text for each cell.
	lines2x2 = "1 w 20 20 m 180 20 l S 20 50 m 180 50 l S 20 80 m 180 80 l S 20 20 m 20 80 l S 100 20 m 100 80 l S 180 20 m 180 80 l S "
	fills2x2 = "20 19.5 160 1 re f 20 49.5 160 1 re f 20 79.5 160 1 re f 19.5 20 1 60 re f 99.5 20 1 60 re f 179.5 20 1 60 re f "
	boxes2x2 = "1 w 20 20 80 30 re 100 20 80 30 re 20 50 80 30 re 100 50 80 30 re S "
	texts2x2 = "BT /F1 10 Tf 25 60 Td (ab) Tj 80 0 Td (12) Tj -80 -30 Td (cd) Tj 80 0 Td (34) Tj ET "
	hi       = "BT /F1 10 Tf 20 50 Td (Hi) Tj ET "
)

func TestPages(t *testing.T) {
	const table = "  ab | 12\n  cd | 34\n"
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"lines", onePage(lines2x2 + texts2x2), table},
		{"thin filled rectangles", onePage(fills2x2 + texts2x2), table},
		{"stroked rectangles", onePage(boxes2x2 + texts2x2), table},
		{"boxes of cells apart, as in a browser", onePage(".75 w 17.5 17.5 165 65 re 20 20 78.8 28.8 re 101.2 20 78.8 28.8 re 20 51.2 78.8 28.8 re 101.2 51.2 78.8 28.8 re S " + texts2x2), table},
		{"lines of white ink", onePage("1 1 1 RG " + lines2x2 + texts2x2), table},
		{"lines of white ink beside one that is seen", onePage("1 1 1 RG " + lines2x2 + "0 0 0 RG 20 95 m 180 95 l S " + texts2x2), "ab 12\ncd 34\n"},
		{"lines that are not painted", onePage(strings.ReplaceAll(lines2x2, "S", "n") + texts2x2), "ab 12\ncd 34\n"},
		{"in a form, scaled and moved", paged("2 w 40 40 m 360 40 l S 40 100 m 360 100 l S 40 160 m 360 160 l S 40 40 m 40 160 l S 200 40 m 200 160 l S 360 40 m 360 160 l S ",
			[2]string{"", "q .5 0 0 .5 0 0 cm /X1 Do Q " + texts2x2}), table},
		{"scaled by the page", onePage("q 2 0 0 2 0 0 cm .5 w 10 10 m 90 10 l S 10 25 m 90 25 l S 10 40 m 90 40 l S 10 10 m 10 40 l S 50 10 m 50 40 l S 90 10 m 90 40 l S Q " + texts2x2), table},
		{"page turned for display", paged("", [2]string{"/Rotate 90", lines2x2 + texts2x2}), table},
		{"page turned, content upright as displayed", paged("", [2]string{"/Rotate 90/MediaBox[0 0 100 200]", "q 0 1 -1 0 100 0 cm " + lines2x2 + texts2x2 + " Q"}), table},
		{"crop box", paged("", [2]string{"/CropBox[10 10 190 90]", lines2x2 + texts2x2 + "BT /F1 5 Tf 1 1 Td (cut) Tj ET"}), table},
		{"invisible text", onePage(lines2x2 + "3 Tr " + texts2x2),
			"  ab[the text is not drawn] | 12[the text is not drawn]\n  cd[the text is not drawn] | 34[the text is not drawn]\nfinding invisible-text 8, page 1\n"},
		{"number over its border", onePage(lines2x2 + "BT /F1 10 Tf 85 60 Td (123456) Tj ET"),
			"  123[text crosses the cell's border] | 456[text crosses the cell's border]\n   |\n"},
		{"watermark", onePage(lines2x2 + texts2x2 + "BT /F1 10 Tf .7 .7 -.7 .7 60 30 Tm (draft) Tj ET"), table},
		{"text off the page", onePage(hi + "BT /F1 10 Tf 500 50 Td (far) Tj ET"), "Hi\n"},
		{"hyphen at the end of a line", onePage("BT /F1 10 Tf 20 50 Td (0517-) Tj 0 -12 Td (87) Tj ET"), "0517-87\n"},
		{"a page that is a picture", paged("", [2]string{"", hi}, [2]string{"", "1 0 0 rg 0 0 200 100 re f"}), "Hi\nfinding page-without-text , page 2\n"},
		{"an empty page", paged("", [2]string{"", hi}, [2]string{"", ""}), "Hi\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := testReader(t).Read(test.data, gongkai.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Check(); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(test.want, brief(d)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// brief writes a document's text and findings without places.
func brief(d *gongkai.Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		if block.Grid != nil {
			b.WriteString(gridText(block.Grid))
		} else {
			fmt.Fprintln(&b, block.Paragraph.Text)
		}
	}
	for _, f := range d.Findings {
		fmt.Fprintf(&b, "finding %s %s, page %d\n", f.Code, f.Detail, f.Page)
	}
	return b.String()
}

// TestLocations: boxes are on the page as displayed, whichever way it turns.
func TestLocations(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		want [4]float64 // of the cell "12"
	}{
		{"upright", onePage(lines2x2 + texts2x2), [4]float64{100, 20, 180, 50}},
		{"turned for display", paged("", [2]string{"/Rotate 90", lines2x2 + texts2x2}), [4]float64{50, 100, 80, 180}},
		{"upright as displayed", paged("", [2]string{"/Rotate 90/MediaBox[0 0 100 200]", "q 0 1 -1 0 100 0 cm " + lines2x2 + texts2x2 + " Q"}), [4]float64{100, 20, 180, 50}},
	}
	for _, test := range tests {
		d, err := testReader(t).Read(test.data, gongkai.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		cell := d.Blocks[0].Grid.At(0, 1)
		if want := (gongkai.Location{Page: 1, Box: test.want}); cell.Text != "12" || cell.Location != want {
			t.Errorf("%s: %q at %v, want \"12\" at %v", test.name, cell.Text, cell.Location, want)
		}
	}
}

// unmappedFont is a page whose second glyph has no character.
func unmappedFont() []byte {
	toUnicode := "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def " +
		"1 begincodespacerange <0000><FFFF> endcodespacerange 2 beginbfchar <0001><2F08> <0003><D840DC00> endbfchar endcmap end end"
	return write(catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		stream("", lines2x2+"BT /F1 10 Tf 25 60 Td <000100020003> Tj ET"),
		"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 8 0 R>>",
		stream("", toUnicode),
		"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/Ascent 880/Descent -120/CapHeight 700/ItalicAngle 0/StemV 80>>")
}

// TestFormField: the value of a form field is part of the page.
func TestFormField(t *testing.T) {
	data := write("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Annots[6 0 R]/Resources<</Font<</F1 5 0 R>>>>>>",
		stream("", lines2x2+"BT /F1 10 Tf 25 60 Td (ab) Tj ET"), helvetica,
		"<</Type/Annot/Subtype/Widget/FT/Tx/T(x)/V(12)/F 4/Rect[100 50 180 80]/AP<</N 7 0 R>>>>",
		stream("/Type/XObject/Subtype/Form/BBox[0 0 80 30]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 10 Tf 5 10 Td (12) Tj ET"))
	d, err := testReader(t).Read(data, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("  ab | 12\n   |\n", brief(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUnmappedGlyph(t *testing.T) {
	d, err := testReader(t).Read(unmappedFont(), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := "  人\ufffd\U00020000[a glyph has no character] |\n   |\nfinding unmapped-glyphs 1, page 1\n"
	if diff := cmp.Diff(want, brief(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// cyclicPages is a page tree that is its own child.
func cyclicPages() []byte {
	return write(catalog, "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R"+strings.Replace(resources, "/XObject<</X1 5 0 R>>", "", 1)+">>",
		helvetica, stream("", hi))
}

func TestErrors(t *testing.T) {
	good := onePage(lines2x2 + texts2x2)
	limits := func(change func(*gongkai.Limits)) gongkai.Limits {
		l := gongkai.DefaultLimits()
		change(&l)
		return l
	}
	nested := paged("/X1 Do", [2]string{"", hi})
	tests := []struct {
		name   string
		data   []byte
		limits gongkai.Limits
		want   error
	}{
		{"empty", nil, gongkai.DefaultLimits(), gongkai.ErrEmpty},
		{"login page", []byte("<html><title>登录</title></html>"), gongkai.DefaultLimits(), gongkai.ErrFormat},
		{"header only", []byte("%PDF-1.7\n"), gongkai.DefaultLimits(), gongkai.ErrDamaged},
		{"no pages", write(catalog, "<</Type/Pages/Kids[]/Count 0>>"), gongkai.DefaultLimits(), gongkai.ErrDamaged},
		{"no text", onePage("1 0 0 rg 0 0 200 100 re f"), gongkai.DefaultLimits(), gongkai.ErrNoText},
		{"blanks only", onePage("BT /F1 10 Tf 20 50 Td (   ) Tj ET"), gongkai.DefaultLimits(), gongkai.ErrNoText},
		{"bytes", good, limits(func(l *gongkai.Limits) { l.Bytes = 100 }), gongkai.ErrLimit},
		{"pages", paged("", [2]string{"", hi}, [2]string{"", hi}), limits(func(l *gongkai.Limits) { l.Pages = 1 }), gongkai.ErrLimit},
		{"cells", good, limits(func(l *gongkai.Limits) { l.Cells = 3 }), gongkai.ErrLimit},
		{"text", good, limits(func(l *gongkai.Limits) { l.ExpandedBytes = 3 * charBytes }), gongkai.ErrLimit},
		{"drawing", onePage(lines2x2 + hi), limits(func(l *gongkai.Limits) { l.ExpandedBytes = 2*charBytes + 10*pointBytes }), gongkai.ErrLimit},
		{"no limit", good, gongkai.Limits{}, nil},
		{"just enough", good, limits(func(l *gongkai.Limits) { l.Pages, l.Cells, l.Bytes = 1, 4, len(good) }), nil},
		{"cyclic pages", cyclicPages(), gongkai.DefaultLimits(), nil},
		{"form in itself", nested, gongkai.DefaultLimits(), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := testReader(t).Read(test.data, test.limits)
			if !errors.Is(err, test.want) || (err == nil) != (d != nil) {
				t.Fatalf("error %v, want %v", err, test.want)
			}
			if readError := new(gongkai.ReadError); err != nil && !errors.As(err, &readError) {
				t.Errorf("%v is no ReadError", err)
			}
		})
	}
}

// TestFormDepth: forms nested deeper than the limit.
func TestFormDepth(t *testing.T) {
	data := write(catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>>>",
		stream("", hi+"/X1 Do"), helvetica,
		stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<</XObject<</X2 7 0 R>>>>", "/X2 Do"),
		stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]", "0 0 m 9 9 l S"))
	for depth, want := range map[int]error{1: gongkai.ErrLimit, 2: nil} {
		limits := gongkai.DefaultLimits()
		limits.Depth = depth
		if _, err := testReader(t).Read(data, limits); !errors.Is(err, want) {
			t.Errorf("depth %d: error %v, want %v", depth, err, want)
		}
	}
}

// TestTruncated: a file that lost its end is read as far as it goes, and says
// so.
func TestTruncated(t *testing.T) {
	data, err := os.ReadFile("testdata/stacked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	plain := onePage(lines2x2 + texts2x2)
	cut := plain[:bytes.LastIndex(plain, []byte("xref\n0"))]
	d, err := testReader(t).Read(cut, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("  ab | 12\n  cd | 34\nfinding damaged-source no trailer, page 0\n", brief(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// The objects of this one, among them the catalog, are in a compressed
	// stream at its end.
	if _, err := testReader(t).Read(data[:len(data)/2], gongkai.DefaultLimits()); !errors.Is(err, gongkai.ErrDamaged) {
		t.Errorf("half a file: error %v, want %v", err, gongkai.ErrDamaged)
	}
}

func TestDraw(t *testing.T) {
	r := testReader(t)
	for _, data := range [][]byte{onePage(lines2x2 + texts2x2), paged("", [2]string{"/Rotate 90", lines2x2 + texts2x2})} {
		drawn, err := r.Draw(data, 1, gongkai.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(drawn))
		if err != nil {
			t.Fatal(err)
		}
		// The line between the columns, and the cell beside it.
		red, _, blue, _ := picture.At(picture.Bounds().Dx()/2, picture.Bounds().Dy()/2-5).RGBA()
		size := picture.Bounds().Size()
		if size.X+size.Y != 600 || red>>8 < 200 || blue>>8 > 60 {
			t.Errorf("size %v, middle has red %d, blue %d, want a red line", size, red>>8, blue>>8)
		}
	}
	if _, err := r.Draw(onePage(hi), 2, gongkai.DefaultLimits()); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("a page that is not there: %v", err)
	}
}

// TestHongze reads a real report: the numbers of every row as printed.
func TestHongze(t *testing.T) {
	data := readSample(t, "hongze-2023.pdf")
	var want struct {
		Requests  map[string][]int
		Disputes  []int
		Proactive map[string][]string
	}
	if err := json.Unmarshal(readSample(t, "hongze-2023.expected.json"), &want); err != nil {
		t.Fatal(err)
	}
	d, err := testReader(t).Read(data, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Error(err)
	}
	var grids []*gongkai.Grid
	for _, b := range d.Blocks {
		if b.Grid != nil {
			grids = append(grids, b.Grid)
		}
	}
	if len(grids) != 3 || len(d.Findings) != 0 {
		t.Fatalf("%d tables, findings %v, want 3 and none", len(grids), d.Findings)
	}
	for label, row := range map[string]string{"规章": "regulations", "行政规范性文件": "normative_documents", "行政许可": "licensing",
		"行政处罚": "penalties", "行政强制": "coercive_measures", "行政事业性收费": "fees"} {
		if diff := cmp.Diff(want.Proactive[row], numbersOf(grids[0], label)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", label, diff)
		}
	}
	labels := map[string]string{"一、": "new_requests", "二、": "carried_in", "（一）": "granted", "（二）": "partly_granted",
		"1.属于国家秘密": "denied_state_secret", "2.其他法律": "denied_by_law", "3.危及": "denied_safety_stability", "4.保护": "denied_third_party",
		"5.属于": "denied_internal_affairs", "6.属于": "denied_process_information", "7.属于": "denied_enforcement_file", "8.属于": "denied_administrative_query",
		"1.本机关": "unavailable_not_held", "2.没有": "unavailable_needs_creation", "3.补正": "unavailable_unclear", "1.信访": "rejected_petition",
		"2.重复": "rejected_duplicate", "3.要求": "rejected_publication", "4.无正当": "rejected_excessive", "5.要求": "rejected_reissue",
		"（六）": "other", "（七）": "processed_total", "四、": "carried_out"}
	if len(labels) != len(want.Requests) {
		t.Errorf("%d rows are checked, want %d", len(labels), len(want.Requests))
	}
	for label, row := range labels {
		if diff := cmp.Diff(printed(want.Requests[row]), numbersOf(grids[1], label)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", label, diff)
		}
	}
	if diff := cmp.Diff(printed(want.Disputes), texts(grids[2].Row(3))); diff != "" {
		t.Errorf("disputes (-want +got):\n%s", diff)
	}
	if c := grids[1].At(15, 1); c.Text != "（四）无法提供" || c.RowSpan != 3 {
		t.Errorf("label over the page break: %q over %d rows, want （四）无法提供 over 3", c.Text, c.RowSpan)
	}
}

// numbersOf returns the texts right of the row label with the prefix.
func numbersOf(g *gongkai.Grid, prefix string) []string {
	for row := range g.Rows {
		cells := g.Row(row)
		for i, c := range cells {
			if c.Row == row && c.RowSpan == 1 && strings.HasPrefix(c.Text, prefix) {
				return texts(cells[i+1:])
			}
		}
	}
	return nil
}

func texts(cells []*gongkai.Cell) []string {
	var list []string
	for _, c := range cells {
		list = append(list, c.Text)
	}
	return list
}

func printed(numbers []int) []string {
	var list []string
	for _, n := range numbers {
		list = append(list, fmt.Sprint(n))
	}
	return list
}
