package page

import (
	"slices"
	"testing"
)

func TestLineText(t *testing.T) {
	tests := []struct {
		name, line, text, doubt string
	}{
		{"ideographs", "一、总体情况", "一、总体情况", ""},
		{"digits", "1136", "1136", ""},
		{"ideograph and digit, half an em apart", "申请~21~件", "申请21件", ""},
		{"blank glyph", "总 计", "总 计", ""},
		{"spread label", "总~~计", "总计", ""},
		{"columns of text", "规章~~~~0", "规章 0", ""},
		{"words", "Word~Word", "Word Word", ""},
		{"digits half a width apart or more", "1~0", "10", doubtApart},
		{"two numbers", "10~~3", "10 3", doubtTwoNumbers},
		{"two numbers with a blank", "10 3", "10 3", doubtTwoNumbers},
		{"decimal point", "7730.28", "7730.28", ""},
		{"private use is kept", "\uf0b7", "\uf0b7", ""},
	}
	for _, test := range tests {
		line := lineUp(items(textAt(test.line, 10, 50, 10), Right))
		if len(line) != 1 {
			t.Errorf("%s: %d lines", test.name, len(line))
			continue
		}
		if text, doubt := lineText(line[0]); text != test.text || doubt != test.doubt {
			t.Errorf("%s: %q, doubt %q, want %q, %q", test.name, text, doubt, test.text, test.doubt)
		}
	}
}

func TestLineTextMarks(t *testing.T) {
	tests := []struct {
		name  string
		mark  func(*Char)
		doubt string
	}{
		{"unmapped", func(c *Char) { c.Unmapped = true }, doubtUnmapped},
		{"invisible", func(c *Char) { c.Invisible = true }, doubtInvisible},
		{"overprinted", func(c *Char) { c.Box.Left -= 4; c.Box.Right -= 4 }, doubtOverlap},
	}
	for _, test := range tests {
		chars := textAt("12", 10, 50, 10)
		test.mark(&chars[1])
		if _, doubt := lineText(lineUp(items(chars, Right))[0]); doubt != test.doubt {
			t.Errorf("%s: doubt %q, want %q", test.name, doubt, test.doubt)
		}
	}
}

func TestCellText(t *testing.T) {
	lines := func(at ...string) []Char {
		var chars []Char
		for i, s := range at {
			chars = append(chars, textAt(s, 12, 20+float64(i)*12, 10)...)
		}
		return chars
	}
	tests := []struct {
		name        string
		width       float64
		chars       []Char
		text, doubt string
	}{
		{"empty", 50, nil, "", ""},
		{"label that wraps", 44, lines("行政规范", "性文件"), "行政规范性文件", ""},
		{"two paragraphs", 100, lines("结果", "维持"), "结果\n维持", ""},
		{"number that wraps", 30, lines("75394", "432"), "75394432", ""},
		{"number that wraps at the point", 30, lines("7530.", "28"), "7530.28", ""},
		{"two numbers under each other", 50, lines("12", "34"), "12\n34", doubtTwoNumbers},
		{"number and unit", 34, lines("169099", "万元"), "169099万元", ""},
		{"label written downwards", 60, lines("三", "、", "结", "果"), "三、结果", ""},
		{"digits under each other are no label", 60, lines("1", "2", "3"), "1\n2\n3", doubtTwoNumbers},
	}
	for _, test := range tests {
		text, doubt, _ := cellText(test.chars, Rect{10, 0, 10 + test.width, 100}, 2)
		if text != test.text || doubt != test.doubt {
			t.Errorf("%s: %q, doubt %q, want %q, %q", test.name, text, doubt, test.text, test.doubt)
		}
	}
}

// TestCellTextTurned: the same label reads the same in every direction.
func TestCellTextTurned(t *testing.T) {
	var label []Char
	for i, s := range []string{"本年度办", "理结果"} {
		label = append(label, textAt(s, 12, 20+float64(i)*12, 10)...)
	}
	for turns, want := range []Direction{Right, Down, Left, Up} {
		chars := slices.Clone(label)
		for i := range chars {
			c := &chars[i]
			c.Direction = want
			for range turns { // a quarter clockwise, around the origin
				c.X, c.Y = -c.Y, c.X
				c.Box = Rect{-c.Box.Bottom, c.Box.Left, -c.Box.Top, c.Box.Right}
			}
		}
		box := Rect{0, 0, 44, 100}
		if turns%2 == 1 {
			box = Rect{0, 0, 100, 44}
		}
		if text, doubt, _ := cellText(chars, box, 2); text != "本年度办理结果" || doubt != "" {
			t.Errorf("%d quarter turns: %q, doubt %q", turns, text, doubt)
		}
	}
}

// TestVerticalText: vertical writing in two columns reads from the right.
func TestVerticalText(t *testing.T) {
	var chars []Char
	for i, r := range []rune("三、本年度结果") {
		chars = append(chars, glyphAt(r, 32-float64(i/4)*14, 20+float64(i%4)*10, 10))
	}
	if text, _, _ := cellText(chars, Rect{0, 0, 50, 60}, 2); text != "三、本年度结果" {
		t.Errorf("%q", text)
	}
}

// TestCrossing: a number wider than its cell is printed over the border.
func TestCrossing(t *testing.T) {
	tests := []struct {
		name, left, right string
		x                 float64
		doubt             string
	}{
		{"apart", "12", "34", 52, ""},
		{"one number over the border", "1234", "56", 48, doubtCrossing},
		{"a label over the border of a number", "行政许可", "5", 68, doubtCrossing},
	}
	for _, test := range tests {
		left := &TableCell{chars: textAt(test.left, 28, 20, 10), ColumnSpan: 1, RowSpan: 1}
		right := &TableCell{chars: textAt(test.right, test.x, 20, 10), Column: 1, ColumnSpan: 1, RowSpan: 1}
		table := &Table{Cells: []*TableCell{left, right}}
		table.markCrossings()
		if left.Doubt != test.doubt || right.Doubt != test.doubt {
			t.Errorf("%s: doubts %q and %q, want %q", test.name, left.Doubt, right.Doubt, test.doubt)
		}
	}
}
