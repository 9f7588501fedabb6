package gongkai_test

import (
	"testing"

	"gongkai"
)

func TestSimplify(t *testing.T) {
	for _, c := range []struct{ printed, want string }{
		{"政府信息公开工作年度报告", "政府信息公开工作年度报告"},
		{"政府信息公開工作年度報告", "政府信息公开工作年度报告"},
		{"行政機(jī)關(guān)收到和處(chù)理政府信息公開（kāi）申請(qǐng)情況(kuàng)", "行政机关收到和处理政府信息公开申请情况"},
		{"製度 方麵 體係 行政複議 谘詢 答複", "制度 方面 体系 行政复议 咨询 答复"},
		{"政府資訊公開", "政府信息公开"},
		{"行政規範性檔案", "行政规范性文件"},
		{"档案馆的资讯", "档案馆的资讯"},
		{"手机客户端(app)", "手机客户端"}, // a word in brackets behind a character is dropped where labels are compared
		{"12(其中3)", "12(其中3)"},
		{"", ""},
	} {
		if got := gongkai.Simplify(c.printed); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.printed, got, c.want)
		}
	}
}

// TestSimplifyTable: a folded character is final, or folding twice would differ
// from folding once.
func TestSimplifyTable(t *testing.T) {
	n := 0
	for r := rune(0x4e00); r <= 0x9fff; r++ {
		once := gongkai.Simplify(string(r))
		if gongkai.Simplify(once) != once {
			t.Errorf("%c becomes %s and then something else", r, once)
		}
		if gongkai.IsTraditional(r) {
			n++
		}
	}
	if n < 600 {
		t.Errorf("the table holds %d characters", n)
	}
}
