package text

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// TestDumps: each converter's tables by their own marks. A cell that spans
// columns is written once, a doubted one with "?".
func TestDumps(t *testing.T) {
	lines := func(s ...string) string { return strings.Join(s, "\n") + "\n" }
	tests := []struct{ name, text, method, want string }{
		{"tika: a cell of two paragraphs", "前\n\t甲\n\t乙\n\n\t总\n数\n\t1\n\n\t丙\n\t2\n\n\n后\n", "text/tika", "1: 前\n2|甲|乙|\n5|总⏎数|1|\n9|丙|2|\n--\n13: 后\n"},
		{"tika: two numbers in a cell", "\t甲\n\t乙\n\n\t总\n\t1\n2\n\n\t丙\n\t2\n", "text/tika", "1|甲|乙|\n4|总|1⏎2?|\n8|丙|2|\n--\n"},
		{"tika: the last cell goes on", "\t甲\n\t乙\n\n\t总\n\t1\n件\n\n\n后\n", "text/tika", "1|甲|乙|\n4|总|1⏎件|\n--\n9: 后\n"},
		{"tika from a .doc: blank lines between the paragraphs of a cell", "\t甲\n\t乙\n\n\t总\n\n数\n\n量\n\t1\n\n件\n\n\t丙\n\t2\n\n\n\n后\n\n\t丁\n\t3\n", "text/tika", "1|甲|乙|\n4|总⏎数⏎量|1⏎件|\n13|丙|2|\n--\n18: 后\n20|丁|3|\n--\n"},
		{"prose after a table without blank lines", "\ta\n\t1\n后\n\n", "text/tika", "1|a|1|\n--\n3: 后\n"},

		{"pipes", "# 年报\n\n| 项目 | 数 |\n|:--|--:|\n| 规章 | **12** |\n| a\\|b<br>c | |\n\n后\n", "text/markdown", "1: 年报\n3|项目|数|\n5|规章|12|\n6|a|b⏎c||\n--\n8: 后\n"},
		{"pipes without a head", "|   |   |\n|---|---|\n| 1\\. 规章 | 2 |\n", "text/markdown", "3|1. 规章|2|\n--\n"},
		{"pipes that are missing", "| a | b | c |\n|---|---|---|\n| 1 | 2 |\n", "text/markdown", "ragged\n1|a|b|c|\n3|1|2|~|\n--\n"},
		{"pipes among tags of a page", "<div class=\"x\">\n\n<span>一、概述</span>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n</div>\n", "text/markdown", "3: 一、概述\n5|a|b|\n7|1|2|\n--\n"},
		{"no outer pipes", "a | b\n--|--\n1 | 2\n", "text/markdown", "1|a|b|\n3|1|2|\n--\n"},
		{"marks that may change a number", "| a | b | c | d | e |\n|-|-|-|-|-|\n| $12$ | ~~3~~ | 10<sup>2</sup> | $\\frac{1}{2}$ | ![](x.png) |\n", "text/markdown", "1|a|b|c|d|e|\n3|12|~~3~~?|10<sup>2</sup>?|$\\frac{1}{2}$?|![](x.png)?|\n--\n"},
		{"delimiters that do not fit", "| a | b |\n|---|\n| 1 | 2 |\n", "text/markdown", "ragged\n1|a|b|\n3|1|2|\n--\n"},

		{"HTML in Markdown", "## 二\n\n<table><tr><td rowspan=\"2\">甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td colspan=\"2\">丙</td></tr></table>\n\n后\n", "text/html", "1: 二\n3|甲|1|\n3|甲|2|\n3|丙|\n--\n5: 后\n"},
		{"HTML over lines, wrapped", "<div><html><body><table>\n<tr><td>甲</td><td>$1$</td></tr>\n</table></body></html></div>\n后\n", "text/html", "1|甲|1|\n--\n4: 后\n"},
		{"HTML cut off", "前\n<table><tr><td>1</td>\n", "text/lines", "1: 前\n2: <table><tr><td>1</td>\n"},

		{"a simple table", lines("前", "", "项目       数", "---------- ----", "规章       12", "规范性文件 3", "", "后"), "text/pandoc", "1: 前\n3|项目|数|\n5|规章|12|\n6|规范性文件|3|\n--\n8: 后\n"},
		{"a table without head", lines("  -------- ---- ----", "  项目     甲", "", "  规章          3", "  -------- ---- ----", "", "后"), "text/pandoc", "2|项目|甲||\n4|规章||3|\n--\n7: 后\n"},
		{"a multiline table", lines("  ------------", "  Item    Number", "  name", "  ------- ----", "  a long  1", "  label", "", "  b       2", "  ------------"), "text/pandoc", "2|Item⏎name|Number|\n5|a long⏎label|1|\n8|b|2|\n--\n"},
		{"quotation marks are one column or two", lines("  --------- ---", "  “三安全”  1", "", "  规章      2", "  --------- ---"), "text/pandoc", "2|“三安全”|1|\n4|规章|2|\n--\n"},
		{"dashes", lines("  ------ ------", "  一、     ------", "", "  规章   \\--", "  ------ ------"), "text/pandoc", "2|一、|——|\n4|规章|--|\n--\n"},
		{"text across columns", lines("  ---- ---", "  规章制1", "", "  甲   2", "  ---- ---"), "text/pandoc", "2|规章制?|1?|\n4|甲?|2?|\n--\n"},
		{"a grid table", lines("+------+-----+", "| 项目 | 数  |", "+======+=====+", "| 甲   | 1   |", "| 乙   |     |", "+------+-----+", "| 合计       |", "+------+-----+"), "text/pandoc", "2|项目|数|\n4|甲⏎乙|1|\n7|合计|\n--\n"},
		{"a grid table with a long cell", lines("+----+---+", "| 甲 | 1 |", "|    +---+", "|    | 2 |", "+----+---+"), "text/pandoc", "2|甲|1|\n2|甲|2|\n--\n"},

		{"bars", lines("|第二十条第（一）项  |", "|信息内容  |数量     |", "|规章      |2        |", "", "后"), "text/antiword", "1|第二十条第（一）项|\n2|信息内容|数量|\n3|规章|2|\n--\n5: 后\n"},
		{"a cell broken over lines", lines("|自然|数 |", "|人  |   |", "|甲  |1  |"), "text/antiword", "1|自然人|数|\n3|甲|1|\n--\n"},
		{"a number broken over lines", lines("|甲  |123|", "|    |4  |", "|乙  |1  |"), "text/antiword", "1|甲|123⏎4?|\n3|乙|1|\n--\n"},
		{"one row or two", lines("|甲甲|12|", "|乙乙|34|"), "text/antiword", "1|甲甲乙乙?|12⏎34?|\n--\n"},
		{"a full cell above a short row", lines("|甲甲|1 |", "|乙  |2 |"), "text/antiword", "1|甲甲|1|\n2|乙|2|\n--\n"},
		{"bars that do not meet", lines("|甲 |1 |2 |", "|乙 |3 |"), "text/antiword", "ragged\n1|甲|1|2|\n2|乙|3|~|\n--\n"},
		{"layout: by the head, and labels around their values", lines("   统计指标          单位      统计数", "", "  （一）主动公开信息数（不同渠道和方式", "                     条        880", "           公开计 1 条）", "     其中：规章           条         12", "", "     3.其他           件          0", "", "后"), "text/layout",
			"ragged\n1|统计指标|单位|统计数|\n3|（一）主动公开信息数（不同渠道和方式公开计 1 条）|条|880|\n6|其中：规章|条|12|\n8|3.其他|件|0|\n--\n10: 后\n"},
		{"layout: a blank cell", lines("   内容      制发      废止      有效", "", "   规章       0        1         2", "", "   规范       0                  2", "", "   许可       4        5         6"), "text/layout",
			"ragged\n1|内容|制发|废止|有效|\n3|规章|0|1|2|\n5|规范?|0?|2?|~|\n7|许可|4|5|6|\n--\n"},
		{"layout: a page ends", lines("   内容      制发      有效", "", "   规章       0         2", "", "          - 1 -", "\f 许可      4        5", "", "  处罚      7        8", "", "      2"), "text/layout",
			"ragged\n1|内容|制发|有效|\n3|规章|0|2|\n6|许可|4|5|\n8|处罚|7|8|\n--\n10: 2\n"},
		{"layout: values between two labels", lines("   内容      制发      有效", "", "   规章       0         2", "", "   行政规范", "   许可       4         5", "   处罚", "   强制       1         2", ""), "text/layout",
			"ragged\n1|内容|制发|有效|\n3|规章|0|2|\n5|行政规范许可处罚|4|5|\n8|强制|1|2|\n--\n"},
		{"layout: heads that stand close, spaces in values", lines("   内容    制发 废止    有效", "", "   规章     0   1    3（其中 2 件）", "", "   规范     2    1    3"), "text/layout",
			"ragged\n1|内容|制发|废止|有效|\n3|规章|0|1|3（其中 2 件）?|\n5|规范|2|1|3|\n--\n"},
		{"layout: a list is no table", lines("-   首页", "", "-   公开", "", "-   年报", "", "-   其他"), "text/lines", "1: - 首页\n3: - 公开\n5: - 年报\n7: - 其他\n"},
		{"layout: prose with gaps", lines("单位负责人：张三    审核人：李四", "填报日期：2020年"), "text/lines", "1: 单位负责人：张三 审核人：李四\n2: 填报日期：2020年\n"},
		{"one bar is prose", "| 说明 |\n", "text/lines", "1: | 说明 |\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read([]byte(tt.text), gongkai.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, b := range doc.Blocks {
				if b.Grid == nil {
					continue
				}
				if b.Grid.Ragged && doc.Method != tikaMethod {
					got = "ragged\n"
				}
				for i := range b.Grid.Cells {
					if c := &b.Grid.Cells[i]; c.Uncertain != "" {
						c.Text += "?"
					}
				}
			}
			if diff := cmp.Diff(tt.want, got+outline(doc)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if doc.Method != tt.method {
				t.Errorf("method %s, want %s", doc.Method, tt.method)
			}
			if err := doc.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}
