package pdf

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai"
)

const (
	disclosure = "本报告根据《中华人民共和国政府信息公开条例》的规定编制，全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况，" +
		"以及因政府信息公开工作被申请行政复议、提起行政诉讼情况。全县各级行政机关认真落实工作要求，公开的质量和时效进一步提高。"
	traditionalProse = "本報告根據《中華人民共和國政府信息公開條例》的規定編制，全文包括總體情況、主動公開政府信息情況、收到和處理政府信息公開申請情況，" +
		"以及因政府信息公開工作被申請行政復議、提起行政訴訟情況。全縣各級行政機關認真落實工作要求，公開的質量和時效進一步提高。"
	// otherProse has nothing to do with disclosure.
	otherProse = "春天来了，山坡上的桃花开得正红，孩子们背着书包从桥上走过，老人坐在河边的石头上钓鱼。村里修了新路，汽车可以一直开到家门口，" +
		"每到周末，城里的游客带着照相机来看油菜花，饭馆的生意也比往年好了许多，大家都说今年是个好年景。"
)

// inOneFont is a page that draws a text, and a table of the number 12 in the same
// font, whose file says which character each glyph is.
func inOneFont(text string) []byte {
	var content, unicode strings.Builder
	glyphs := map[rune]int{}
	show := func(r rune) {
		if glyphs[r] == 0 {
			glyphs[r] = len(glyphs) + 1
			fmt.Fprintf(&unicode, "<%02X> <%04X>\n", glyphs[r], r)
		}
		fmt.Fprintf(&content, "<%02X> Tj ", glyphs[r])
	}
	content.WriteString("1 w 20 20 m 180 20 l S 20 60 m 180 60 l S 20 20 m 20 60 l S 100 20 m 100 60 l S 180 20 m 180 60 l S BT /F1 10 Tf 110 35 Td ")
	show('1')
	show('2')
	content.WriteString("/F1 5 Tf -90 345 Td 6 TL ")
	for i, r := range []rune(text) {
		if i%25 == 0 {
			content.WriteString("T* ")
		}
		show(r)
	}
	content.WriteString("ET")
	n := len(glyphs)
	return write(catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 400]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
		fmt.Sprintf("<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1/LastChar %d/Widths[%s]"+
			"/CharProcs<</box 7 0 R>>/Encoding<</Type/Encoding/Differences[1 %s]>>/ToUnicode 6 0 R/Resources<<>>>>",
			n, strings.Repeat("900 ", n), strings.Repeat("/box ", n)),
		stream("", content.String()),
		stream("", fmt.Sprintf("begincmap 1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar\n%sendbfchar endcmap", n, unicode.String())),
		stream("", "900 0 0 0 800 800 d1 0 0 800 800 re f"))
}

// shifted maps every ideograph to the one that stands n places on in the order
// of Unicode.
func shifted(s string, n rune) string {
	return strings.Map(func(r rune) rune {
		if r < 0x4E00 || r > 0x9FFF {
			return r
		}
		return r + n
	}, s)
}

// shiftedGB is shifted in the order of GB 2312, which is that of glyph numbers
// in Chinese fonts: common characters become other common ones.
func shiftedGB(t *testing.T, s string) string {
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(b); i++ {
		if b[i] >= 0xB0 && b[i] <= 0xF7 {
			b[i+1] = 0xA1 + (b[i+1]-0xA1+7)%93
		}
		if b[i] >= 0x80 {
			i++
		}
	}
	out, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestDistrust: numbers are doubted if the font that prints them writes no
// Chinese.
func TestDistrust(t *testing.T) {
	for _, c := range []struct {
		name, text string
		distrusted bool
	}{
		{"a disclosure report", disclosure, false},
		{"in traditional characters", traditionalProse, false},
		{"prose on something else", otherProse, false},
		{"digits alone", "", false},
		{"a few characters", "靑蟵蘒", false},
		{"shifted by one in Unicode", shifted(disclosure, 1), true},
		{"shifted by a row in Unicode", shifted(disclosure, 0x100), true},
		{"shifted in GB 2312", shiftedGB(t, disclosure), true},
		{"Chinese taken for Latin", strings.Repeat("Õþ¸®ÐÅÏ¢¹«¿ª", 5), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := testReader(t).Read(inOneFont(c.text), gongkai.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, f := range d.Findings {
				found = found || f.Code == gongkai.ImplausibleText
			}
			if found != c.distrusted {
				t.Errorf("finding implausible-text: %v, want %v; findings %v", found, c.distrusted, d.Findings)
			}
			for _, b := range d.Blocks {
				if b.Grid == nil {
					continue
				}
				cell := b.Grid.At(0, 1)
				if cell.Text != "12" || (cell.Uncertain == doubtFont) != c.distrusted {
					t.Errorf("cell %q, uncertain %q", cell.Text, cell.Uncertain)
				}
				return
			}
			t.Error("the table is not found")
		})
	}
}

// TestPlausible: prose on anything passes.
func TestPlausible(t *testing.T) {
	for _, text := range []string{disclosure, traditionalProse, otherProse, strings.Repeat(disclosure, 20), vocabulary} {
		chars := make([]Char, 0, len(text))
		for _, r := range text {
			chars = append(chars, Char{Rune: r})
		}
		if distrust(chars); chars[0].Implausible {
			t.Errorf("%.30s… makes no sense", text)
		}
	}
}

// BenchmarkDistrust is what asking costs a page.
func BenchmarkDistrust(b *testing.B) {
	var chars []Char
	for _, r := range strings.Repeat(disclosure, 8) {
		chars = append(chars, Char{Rune: r})
	}
	b.ReportAllocs()
	for b.Loop() {
		distrust(chars)
	}
}
