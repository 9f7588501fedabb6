package form

import (
	"testing"

	"gongkai"
)

// TestSectionHeadings: headings as reports print them, and sentences that look
// like them.
func TestSectionHeadings(t *testing.T) {
	for _, c := range []struct {
		text, code, rest string
	}{
		{"一、总体情况", "overview", ""},
		{"一、概 述", "overview", ""},
		{"一 、概  述", "overview", ""},
		{"一概述", "overview", ""},
		{"一 概 述", "overview", ""},
		{"一、总体情况、", "overview", ""},
		{"总体情况", "", ""},
		{"一、政府信息公开工作的基本概况", "overview", ""},
		{"一、总体情况。2022年，我局……", "overview", "2022年，我局……"},
		{"四政府信息公开行政复议、行政诉讼情况", "disputes", ""},
		{"二、主動公開政府信息情況", "proactive", ""},
		{"三、收到和處(chù)理政府信息公開(kāi)申請(qǐng)情況(kuàng)", "requests", ""},
		{"一、總體(tǐ)情況(kuàng)。2022年，我局(jú)……", "overview", "2022年，我局(jú)……"},
		{"六、其他需要報告的事項", "other_matters", ""},
		{"一稳定总体情况", "", ""},
		{"一是总体情况", "", ""},
		{"十概述了工作", "", ""},
	} {
		code, rest, _ := sectionHeading(c.text, false)
		if code != c.code || rest != c.rest {
			t.Errorf("%q: %q, rest %q; want %q, %q", c.text, code, rest, c.code, c.rest)
		}
	}
}

// TestMirrorLabels: labels of mirror pages are those of the form.
func TestMirrorLabels(t *testing.T) {
	for _, label := range []string{
		"行政規範性文件", "行政規(guī)範(fàn)性文件", "行政規範性檔案", "行政规范性文件",
	} {
		m, ok := words().proactiveRows.find(keyOf(label), "")
		if !ok || m.code != gongkai.NormativeDocuments.String() || !m.exact {
			t.Errorf("%s: %+v, %v", label, m, ok)
		}
	}
}
