package numerals

import "testing"

func TestCount(t *testing.T) {
	for _, c := range []struct {
		format string
		n      int
		want   string // "" when it is not known
	}{
		{"decimal", 12, "12"},
		{"decimalZero", 7, "07"},
		{"decimalFullWidth", 10, "１０"},
		{"chineseCounting", 1, "一"},
		{"chineseCounting", 10, "十"},
		{"chineseCountingThousand", 11, "十一"},
		{"japaneseCounting", 20, "二十"},
		{"japaneseCounting", 99, "九十九"},
		{"chineseCounting", 100, ""},
		{"chineseCounting", 0, ""},
		{"ideographDigital", 9, "九"},
		{"ideographDigital", 10, ""},
		{"ideographTraditional", 3, "丙"},
		{"ideographTraditional", 11, ""},
		{"decimalEnclosedCircleChinese", 20, "⑳"},
		{"decimalEnclosedCircle", 21, ""},
		{"upperLetter", 27, "AA"},
		{"lowerLetter", 26, "z"},
		{"upperRoman", 1994, "MCMXCIV"},
		{"lowerRoman", 4, "iv"},
		{"decimalFullWidth", -1, ""},
		{"decimal", -1, ""},
		{"klingon", 1, ""},
	} {
		if got, ok := Count(c.format, c.n); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("Count(%q, %d) = %q, %t; want %q", c.format, c.n, got, ok, c.want)
		}
	}
}
