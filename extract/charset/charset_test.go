package charset

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

const prose = "2021年，我局收到政府信息公开申请1件，已按照相关法规，逐级审查，作出补正告知，结转下年度办理。"

func encode(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	b, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	gb := encode(t, simplifiedchinese.GB18030, prose)
	traditional := "政府資訊公開申請，共計一百件。處理結果：予以公開。"
	big5 := encode(t, traditionalchinese.Big5, traditional)
	tests := []struct {
		name, data, declared string
		want                 string
		result               Result
	}{
		{"empty", "", "gb2312", "", Result{Name: "utf-8"}},
		{"ascii fits every label", "<p>12</p>", "gb2312", "<p>12</p>", Result{Name: "utf-8"}},
		{"utf-8", prose, "utf-8", prose, Result{Name: "utf-8"}},
		{"utf-8 without label", prose, "", prose, Result{Name: "utf-8"}},
		{"utf-8 declared as gb2312", prose, "gb2312", prose, Result{Name: "utf-8", Conflict: true}},
		{"unknown label", prose, "chinese-ish", prose, Result{Name: "utf-8"}},
		{"utf-8 mark", "\xEF\xBB\xBF" + prose, "GBK", prose, Result{Name: "utf-8", Conflict: true}},
		{"gb18030 as gb2312", gb, "gb2312", prose, Result{Name: "gb18030"}},
		{"gb18030 as GBK", gb, " GBK\n", prose, Result{Name: "gb18030"}},
		{"gb18030 without label", gb, "", prose, Result{Name: "gb18030"}},
		{"gb18030 declared as utf-8", gb, "UTF-8", prose, Result{Name: "gb18030", Conflict: true}},
		{"gb18030 declared as big5", gb, "big5", prose, Result{Name: "gb18030", Conflict: true}},
		{"gb18030 declared as latin", gb, "iso-8859-1", prose, Result{Name: "gb18030", Conflict: true}},
		{"four bytes under the label gb2312", encode(t, simplifiedchinese.GB18030, "㑇𠮷镕"), "gb2312", "㑇𠮷镕", Result{Name: "gb18030"}},
		{"big5", big5, "big5", traditional, Result{Name: "big5"}},
		{"utf-16le", "\xFF\xFE" + encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), prose), "utf-16", prose, Result{Name: "utf-16le"}},
		{"utf-16be", "\xFE\xFF" + encode(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), prose), "utf-16", prose, Result{Name: "utf-16be"}},
		{"utf-8 cut inside a character", prose[:len(prose)-1], "", prose[:len(prose)-3] + "\uFFFD", Result{Name: "utf-8", Replaced: 1}},
		{"short utf-8 cut inside a character", "中\xE6\x96", "", "中\uFFFD", Result{Name: "utf-8", Replaced: 1}},
		{"utf-8 with a byte lost", prose[:5] + prose[6:], "gbk", "2021\uFFFD" + prose[7:], Result{Name: "utf-8", Replaced: 1, Conflict: true}},
		{"replacement in the source", "收到\uFFFD件", "", "收到\uFFFD件", Result{Name: "utf-8", Replaced: 1}},
		{"gb18030 with a bad byte", gb[:len(gb)-2] + "\xFF" + gb[len(gb)-2:], "", strings.TrimSuffix(prose, "。") + "\uFFFD。", Result{Name: "gb18030", Replaced: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, result := Decode([]byte(tt.data), tt.declared)
			if diff := cmp.Diff(tt.want, text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.result, result); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
		})
	}
}

// The threshold between the two must have room on both sides.
func TestDamageTellsTheCharsetsApart(t *testing.T) {
	gb := encode(t, simplifiedchinese.GB18030, prose)
	if d := damageUTF8([]byte(gb)); d < 2*maxDamage {
		t.Errorf("GB18030 prose has a UTF-8 damage of %.2f, want over %.2f", d, 2*maxDamage)
	}
	spliced := strings.Repeat(prose, 3)
	spliced = spliced[:100] + spliced[101:200] + spliced[202:]
	if d := damageUTF8([]byte(spliced)); d == 0 || d > maxDamage/2 {
		t.Errorf("spliced UTF-8 has a damage of %.2f, want it in (0, %.2f]", d, maxDamage/2)
	}
}

func TestBinary(t *testing.T) {
	tests := []struct {
		name, text string
		want       bool
	}{
		{"prose", prose, false},
		{"empty", "", false},
		{"tabs, lines and pages", "\ta\r\n\f\v", false},
		{"one replacement in prose", prose + "\uFFFD", false},
		{"NUL", prose + "\x00", true},
		{"control characters", "ab\x01\x02", true},
		{"replacements", "\uFFFDab\uFFFD", true},
	}
	for _, tt := range tests {
		if got := Binary(tt.text); got != tt.want {
			t.Errorf("%s: Binary = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	text := strings.Repeat(prose, 1000)
	for _, bench := range []struct{ name, data string }{
		{"utf-8", text},
		{"gb18030", encode(b, simplifiedchinese.GB18030, text)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			data := []byte(bench.data)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				Decode(data, "")
			}
		})
	}
}
