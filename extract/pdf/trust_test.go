package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai"
)

// prose reads a text of package page's: a disclosure, one in traditional
// characters, or one on something else.
func prose(t *testing.T, name string) string {
	text, err := os.ReadFile(filepath.Join("../page/testdata", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

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
	disclosure := prose(t, "disclosure")
	for _, c := range []struct {
		name, text string
		distrusted bool
	}{
		{"a disclosure report", disclosure, false},
		{"in traditional characters", prose(t, "traditional"), false},
		{"prose on something else", prose(t, "other"), false},
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
				if cell.Text != "12" || (cell.Uncertain == "what the font writes makes no sense") != c.distrusted {
					t.Errorf("cell %q, uncertain %q", cell.Text, cell.Uncertain)
				}
				return
			}
			t.Error("the table is not found")
		})
	}
}
