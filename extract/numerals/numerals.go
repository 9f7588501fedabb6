// Package numerals writes the numbers of automatic numbering as word processors
// print them.
package numerals

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Count writes n in a number format of ECMA-376 (ST_NumberFormat). It is false
// for formats, and numbers in a format, that it does not know for certain; negative
// ones are none.
func Count(format string, n int) (string, bool) {
	if n < 0 {
		return "", false
	}
	switch format {
	case "none":
		return "", true
	case "decimal":
		return strconv.Itoa(n), true
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n), true
		}
		return strconv.Itoa(n), true
	case "decimalFullWidth":
		return digits(n, []rune("０１２３４５６７８９")), true
	case "ideographDigital": // from 10 on, programs differ: 十 or 一〇
		return nth(n, []rune("一二三四五六七八九"))
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand":
		return counting(n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return nth(n, []rune("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"))
	case "ideographTraditional":
		return nth(n, []rune("甲乙丙丁戊己庚辛壬癸"))
	case "upperLetter":
		return letters(n, 'A')
	case "lowerLetter":
		return letters(n, 'a')
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		text, ok := roman(n)
		return strings.ToLower(text), ok
	}
	return "", false
}

func digits(n int, digit []rune) string {
	var out []rune
	for _, d := range strconv.Itoa(n) {
		out = append(out, digit[d-'0'])
	}
	return string(out)
}

// counting is 一 … 九十九. Beyond, the formats differ.
func counting(n int) (string, bool) {
	if n < 1 || n > 99 {
		return "", false
	}
	digit := []rune("〇一二三四五六七八九")
	var out []rune
	if n >= 20 {
		out = append(out, digit[n/10])
	}
	if n >= 10 {
		out = append(out, '十')
	}
	if n%10 > 0 {
		out = append(out, digit[n%10])
	}
	return string(out), true
}

func nth(n int, of []rune) (string, bool) {
	if n < 1 || n > len(of) {
		return "", false
	}
	return string(of[n-1]), true
}

// letters is a, b, … z, aa, bb, …
func letters(n int, first rune) (string, bool) {
	if n < 1 || n > 26*3 {
		return "", false
	}
	n--
	return strings.Repeat(string(first+rune(n%26)), n/26+1), true
}

func roman(n int) (string, bool) {
	if n < 1 || n > 3999 {
		return "", false
	}
	var out strings.Builder
	for _, r := range []struct {
		value int
		text  string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
		{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for ; n >= r.value; n -= r.value {
			out.WriteString(r.text)
		}
	}
	return out.String(), true
}

// Separate appends what stands between the label and its text; suffix is "tab",
// "space" or "nothing": a tab or a space is
// one space, nothing after "、" and "）", which bring their own white space.
func Separate(label, suffix string) string {
	last, _ := utf8.DecodeLastRuneInString(label)
	if label == "" || suffix == "nothing" || strings.ContainsRune("、）．，：〕】", last) {
		return label
	}
	return label + " "
}
