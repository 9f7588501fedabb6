package page

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// typed puts lines of text onto pages: a character is half an em wide, other
// than those beyond ASCII, which take an em; lines are lineEms apart. A line of
// "=" draws a ruling as long, "\f" begins a page.
func typed(text string, lineEms float64) []*Page {
	const em = 10
	var pages []*Page
	for number, content := range strings.Split(text, "\f\n") {
		p := &Page{Number: number + 1, Width: 600, Height: 800}
		y := 100.0
		for line := range strings.SplitSeq(strings.Trim(content, "\n"), "\n") {
			x := 50.0
			for _, r := range line {
				c := glyphAt(r, x, y, em)
				if r >= 0x2000 {
					c.Box.Right = x + em
				}
				if x = c.Box.Right; r != ' ' {
					p.Chars = append(p.Chars, c)
				}
			}
			y += lineEms * em
		}
		p.Lines = lines(p.Chars, p.Number)
		pages = append(pages, p)
	}
	return pages
}

// unruledTables returns the tables found on the pages, and the lines left.
func unruledTables(pages []*Page) (found, rest string) {
	unruled(pages)
	var tables []*Table
	var left []string
	for _, p := range pages {
		tables = append(tables, p.Tables...)
		for _, l := range p.Lines {
			left = append(left, l.Text)
		}
	}
	return allTables(tables), strings.Join(left, "\n")
}

func TestUnruled(t *testing.T) {
	tests := []struct {
		name, text string
		lineEms    float64
		want, rest string
	}{
		{"one row under heads, with a caption", `
说明文字在这里一直写到右边，这一行很长很长很长很长
              第一表
    事项      数量    金额
    许可       12      3.5
    处罚        7      0
然后又是说明文字在这里一直写到右边，这一行很长很长
`, 1.8, "第一表 | < | <\n事项 | 数量 | 金额\n许可 | 12 | 3.5\n处罚 | 7 | 0\n",
			"说明文字在这里一直写到右边，这一行很长很长很长很长\n然后又是说明文字在这里一直写到右边，这一行很长很长"},
		{"blank cells and a blank column", `
    事项      甲类    乙类    丙类
    许可       12              4
    处罚                       5
    强制        1              6
`, 1.8, "事项 | 甲类 | 乙类 | 丙类\n许可 | 12 |  | 4\n处罚 |  |  | 5\n强制 | 1 |  | 6\n", ""},
		{"labels that wrap beside the middle of their values", `
    事项      甲类    乙类

    行政许可
                1      4
    决定的

    行政处罚    2      5

    强制
                3      6
    措施
`, 0.7, "事项 | 甲类 | 乙类\n行政许可决定的 | 1 | 4\n行政处罚 | 2 | 5\n强制/措施 | 3 | 6\n", ""},
		{"a head over columns", `
                   各类申请
    事项      甲类    乙类    丙类
    许可       12      7       4
    处罚        1      2       5
`, 2, "事项 | 各类申请 | < | <\n^ | 甲类 | 乙类 | 丙类\n许可 | 12 | 7 | 4\n处罚 | 1 | 2 | 5\n", ""},
		{"a label over rows", `
    事项                  甲类    乙类
            子项一         12      7
    大类    子项二          1      2
            子项三          3      4
    一共有这么多件         16     13
`, 2, "事项 | < | 甲类 | 乙类\n大类 | 子项一 | 12 | 7\n^ | 子项二 | 1 | 2\n^ | 子项三 | 3 | 4\n一共有这么多件 | < | 16 | 13\n", ""},
		{"a table that goes on", `
    事项      甲类    乙类
    许可       12      7
` + "\f\n" + `
    处罚        1      2
    强制        3      4
`, 2, "事项 | 甲类 | 乙类\n许可 | 12 | 7\n处罚 | 1 | 2\n强制 | 3 | 4\n", ""},
		{"heads printed again", `
    事项      甲类    乙类
    许可       12      7
` + "\f\n" + `
    事项      甲类    乙类
    处罚        1      2
`, 2, "事项 | 甲类 | 乙类\n许可 | 12 | 7\n处罚 | 1 | 2\n", ""},
		{"labels that may be of either row", `
    事项      甲类    乙类
    许可       12      7
    决定
    处罚
    措施        1      2
    强制        1      2
`, 1.8, "事项 | 甲类 | 乙类\n许可 | 12[the number may be of several rows] | 7[the number may be of several rows]\n" +
			"决定 | [the number may be of several rows] | [the number may be of several rows]\n" +
			"处罚 | [the number may be of several rows] | [the number may be of several rows]\n" +
			"措施 | 1[the number may be of several rows] | 2[the number may be of several rows]\n强制 | 1 | 2\n", ""},
		{"a list with units", `
    指标                  单位      2013年度   历年累计
    一、主动公开情况      ——        ——        ——
    （一）公开文件数      条        130       1168
    （二）发布会次数      次
    二、经费              万元      3.5       17.25

    负责人：周某      审核人：李某
`, 1.8, "指标 | 单位 | 2013年度 | 历年累计\n一、主动公开情况 | —— | —— | ——\n（一）公开文件数 | 条 | 130 | 1168\n" +
			"（二）发布会次数 | 次 |  |\n二、经费 | 万元 | 3.5 | 17.25\n", "负责人：周某 审核人：李某"},
		{"a list with units beside labels that wrap", `
    指标            单位    数量

    公开文件
                    条       130
    的总数

    发布会          次         2

    接受培训
                    人次      15
    的人数
`, 0.7, "指标 | 单位 | 数量\n公开文件/的总数 | 条 | 130\n发布会 | 次 | 2\n接受培训/的人数 | 人次 | 15\n", ""},
		{"a list with section rows across and blank ones", `
    指标              单位    数量
    一、公开          条       130
           二、其中通过各种方式公开
    （一）网站        条       100
    三、回应
    （一）发布会      次         2
`, 2, "指标 | 单位 | 数量\n一、公开 | 条 | 130\n二、其中通过各种方式公开 | < | <\n（一）网站 | 条 | 100\n" +
			"三、回应 |  |\n（一）发布会 | 次 | 2\n", ""},
		{"a number beside the middle of three labels", `
    事项      甲类    乙类

    许可        1      2


    子项一


    子项二      3      4


    子项三


    强制
                5      6
    措施
`, 0.7, "事项 | 甲类 | 乙类\n许可 | 1 | 2\n" +
			"子项一 | [the number may be of several rows] | [the number may be of several rows]\n" +
			"子项二 | 3[the number may be of several rows] | 4[the number may be of several rows]\n" +
			"子项三 | [the number may be of several rows] | [the number may be of several rows]\n强制措施 | 5 | 6\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pages := typed(test.text, test.lineEms)
			found, rest := unruledTables(pages)
			for _, p := range pages {
				for _, table := range p.Tables {
					checkBoxes(t, table)
				}
			}
			if diff := cmp.Diff(test.want, found); diff != "" {
				t.Errorf("tables (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.rest, rest); diff != "" {
				t.Errorf("lines left (-want +got):\n%s", diff)
			}
		})
	}
}

// checkBoxes: the second reading looks for a cell's text in its box, so boxes
// hold their glyphs and no two on a page overlap.
func checkBoxes(t *testing.T, table *Table) {
	t.Helper()
	for i, c := range table.Cells {
		for _, ch := range c.chars {
			if !c.Box.Contains(ch.Box.CentreX(), ch.Box.CentreY()) {
				t.Errorf("%q of %q is outside its box %v", ch.Rune, c.Text, c.Box)
			}
		}
		for _, o := range table.Cells[:i] {
			if o.Page == c.Page && min(o.Box.Right, c.Box.Right)-max(o.Box.Left, c.Box.Left) > 0.01 &&
				min(o.Box.Bottom, c.Box.Bottom)-max(o.Box.Top, c.Box.Top) > 0.01 {
				t.Errorf("the boxes of %q %v and %q %v overlap", o.Text, o.Box, c.Text, c.Box)
			}
		}
	}
}

// TestNotUnruled: what is no table, or not surely one, stays text.
func TestNotUnruled(t *testing.T) {
	tests := []struct{ name, text string }{
		{"table of contents", `
              目    录
    一、总体情况                        1
    二、主动公开政府信息情况            2
    三、收到和处理申请情况              5
    四、复议诉讼情况                   11
`},
		{"table of contents with leaders", `
    目录
    一、总体情况..................1
    二、主动公开政府信息情况......2
    三、收到和处理申请情况........5
`},
		{"prose with numbers in line", `
    全年主动公开各类政府信息   120   条，发布解读   7  篇
    全年收到申请       12   件，办结   12  件，均按期答复
    全年共收到建议      7   件，办结    7  件，均按期答复
`},
		{"address block", `
    地址：    新桥东路200号
    电话：    0000-6748447
    邮编：    100000
`},
		{"numbers below prose", `
    现将有关数字公布如下，请社会各界监督，谢谢大家的支持：
    许可       12
    处罚        7
`},
		{"signature and date", `
    总金额为0元。
                               某某区人民政府
                               2025年2月3日
`},
		{"a number between two columns", `
    事项      甲类        乙类
    许可       12          7
    处罚             5     2
`},
		{"a number under two heads", `
    事项      甲类  乙类
    许可       12   7
    处罚       123456789
`},
		{"a row without a label", `
    事项      甲类    乙类
    许可       12      7
                3      4
    处罚        1      2
`},
		{"two numbers under one head", `
    事项      甲类    乙类
    许可       12      7
    处罚      1  2     2
`},
		{"words among the values", `
    事项      甲类    乙类
    许可     见附件    7
    处罚        1      2
`},
		{"a value without a head", `
    事项      甲类
    许可       12      7
    处罚        1      2
`},
		{"a paragraph that ends in a number", `
全年共收到政府信息公开申请，联系电话是0000-6748447
12件
`},
		{"a paragraph that ends in a number and a stop", `
如对本报告有疑问，请与本机关办公室联系，电话：0000-
6748447）。
`},
		{"a list of telephone numbers", `
    办公室      张某    6748447
    政策法规科  李某    6748448
    信息科      周某    6748449
`},
		{"telephone numbers below a sentence", `
    如有疑问，请与下列科室联系，工作日上午九时至下午五时：
    办公室      张某    6748447
    政策法规科  李某    6748448
`},
		{"a numbered list of works", `
    主要做了以下工作：
    1.更新公开栏      次    12
    2.编印手册        册   331
    3.办理提案        件     0
`},
		{"prices in prose", `
    复制费的标准由省发展和改革委员会制定如下
    黑白复印，每页收取人民币      元    0.5
    光盘，每张收取人民币          元    5
`},
		{"a list that goes on with words", `
    指标            单位    数量
    公开文件        条       130
    发布会          次         2
    接受培训        人次    见附件
`},
		{"a row of words before the last row", `
    指标            单位    数量
    公开文件        条       130
    发布会          次         2
    接受培训        人次    未统计
    复议            件         3
`},
		{"a list whose numbers go on below", `
    指标            单位    甲类    乙类
    公开文件        条       130     2
    发布会          次         2     1
                            87.9（其中
    接受培训        人次             3
                            五件）
`},
		{"a line of numbers", `
    1    2    3    4
    5    6    7    8
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if found, _ := unruledTables(typed(test.text, 1.8)); found != "" {
				t.Errorf("found a table:\n%s", found)
			}
		})
	}
}
