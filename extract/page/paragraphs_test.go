package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pageOf sets lines of text on a page of 200 × 300 points: its text begins at
// 20 and is 16 em of 10 points wide, lines are 15 points apart. Each leading
// '~' indents by half an em; "@y " in front sets the line's height.
func pageOf(number int, text ...string) *Page {
	p := &Page{Number: number, Width: 200, Height: 300}
	y := 60.0
	for _, s := range text {
		if strings.HasPrefix(s, "@") {
			_, err := fmt.Sscanf(s, "@%f", &y)
			if err != nil {
				panic(err)
			}
			_, s, _ = strings.Cut(s, " ")
		}
		p.Lines = append(p.Lines, lines(textAt(s, 20, y, 10), number)...)
		y += 15
	}
	return p
}

// full is a line as wide as the text.
const full = "全年主动公开政府信息并按时答复申请"

func TestParagraphs(t *testing.T) {
	wide := full[:len("全年主动公开政府信息并按时答复申")]
	tests := []struct {
		name  string
		pages []*Page
		want  []string
	}{
		{"indent starts, full line goes on", []*Page{pageOf(1, "~~~~一二三四五六七八九十一二三四", wide, "终。", "~~~~新段")},
			[]string{"一二三四五六七八九十一二三四" + wide + "终。", "新段"}},
		{"short line ends", []*Page{pageOf(1, wide, "一、总体情况", wide, wide)}, []string{wide + "一、总体情况", wide + wide}},
		{"over the page", []*Page{pageOf(1, wide, wide), pageOf(2, wide, "终。")}, []string{wide + wide + wide + "终。"}},
		{"indent on the next page", []*Page{pageOf(1, wide, wide), pageOf(2, "~~~~新段", wide)}, []string{wide + wide, "新段", wide}},
		{"space between", []*Page{pageOf(1, wide, wide, "@150 "+wide, wide)}, []string{wide + wide, wide + wide}},
		{"title in the middle", []*Page{pageOf(1, wide, wide, "~~~~~~~~~~~~标题", "~~~~~~~~~~副标题", wide, wide)},
			[]string{wide + wide, "标题", "副标题", wide + wide}},
		{"indented as a whole", []*Page{pageOf(1, wide, wide, "~~~~一二三四五六七八九十一二三四", "~~~~一二三四五六七八九十一二三。", "~~~~一二三四")},
			[]string{wide + wide, "一二三四五六七八九十一二三四一二三四五六七八九十一二三。", "一二三四"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			things, _ := flow(test.pages)
			list, _ := blocks(things, test.pages)
			var got []string
			for _, b := range list {
				got = append(got, b.Paragraph.Text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFurniture(t *testing.T) {
	tests := []struct {
		name  string
		pages []*Page
		want  []string // what is kept out
	}{
		{"page numbers", []*Page{pageOf(1, "正文", "@280 -~1~-"), pageOf(2, "正文乙", "@280 2"), pageOf(3, "正文丙", "@280 第3页共3页")},
			[]string{"-1-", "2", "第3页共3页"}},
		{"a number in the text", []*Page{pageOf(1, "正文", "@150 2")}, nil},
		{"a number with text below it", []*Page{pageOf(1, "正文", "@260 2", "单位")}, nil},
		{"a year in the margin", []*Page{pageOf(1, "正文", "@280 2023")}, nil},
		{"running head", []*Page{pageOf(1, "@20 示例局文件", "@150 正文"), pageOf(2, "@21 示例局文件", "@150 正文")},
			[]string{"示例局文件", "示例局文件"}},
		{"head on one page of many", []*Page{pageOf(1, "@20 报告"), pageOf(2, "@20 甲"), pageOf(3, "@20 乙")}, nil},
		{"the same words elsewhere on the page", []*Page{pageOf(1, "@20 无"), pageOf(2, "@150 无")}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			furniture(test.pages)
			var got []string
			for _, p := range test.pages {
				for _, l := range p.Furniture {
					got = append(got, strings.ReplaceAll(l.Text, " ", ""))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestFlow: tables and lines keep their order, and only tables with nothing
// between them join.
func TestFlow(t *testing.T) {
	tableOn := func(page int, top float64) *Table {
		t := part(page, TableCell{Text: "项目"}, TableCell{Column: 1, Text: "1"})
		t.Box = Rect{0, top, 100, top + 10}
		return t
	}
	withTables := func(p *Page, tables ...*Table) *Page {
		p.Tables = tables
		return p
	}
	tests := []struct {
		name  string
		pages []*Page
		want  string
	}{
		{"table between paragraphs", []*Page{withTables(pageOf(1, "甲", "@150 乙"), tableOn(1, 100))}, "甲 2×1 乙"},
		{"continued", []*Page{withTables(pageOf(1, "甲"), tableOn(1, 100)), withTables(pageOf(2, "@150 乙"), tableOn(2, 50))}, "甲 2×2 乙"},
		{"text between", []*Page{withTables(pageOf(1, "甲"), tableOn(1, 100)), withTables(pageOf(2, "@40 乙"), tableOn(2, 50))}, "甲 2×1 乙 2×1"},
		{"stacked on one page", []*Page{withTables(pageOf(1, "甲"), tableOn(1, 100), tableOn(1, 120))}, "甲 2×1 2×1"},
	}
	for _, test := range tests {
		things, _ := flow(test.pages)
		list, _ := blocks(things, test.pages)
		var got []string
		for _, b := range list {
			if b.Grid != nil {
				got = append(got, fmt.Sprintf("%d×%d", b.Grid.Columns, b.Grid.Rows))
			} else {
				got = append(got, b.Paragraph.Text)
			}
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
