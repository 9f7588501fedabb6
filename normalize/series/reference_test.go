package series_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/normalize/series"
)

var update = flag.Bool("update", false, "write docs/SERIES.md")

// TestReference: docs/SERIES.md is what the mapping says.
func TestReference(t *testing.T) {
	const path = "../../docs/SERIES.md"
	want := reference()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/SERIES.md is not what the code says: run with -update (-want +got):\n%s", diff)
	}
}

const introduction = `# Series across layouts 跨表式可比指标

What table ` + "`series`" + ` of the dataset is made of. Made by ` + "`go test ./normalize/series -run Reference -update`" + ` from the mapping in
normalize/series.

| form | in force for | source 依据 |
|---|---|---|
| cn-2021 | 2021– | 国办公开办函〔2021〕30号 |
| cn-2019 | 2019–2020 | 国办公开办函〔2019〕60号 |
| cn-2014 | 2014–2018 | 国办发〔2014〕32号 附件 政府信息公开情况统计表 |
| cn-fujian-2009 | 2009–2018 | as printed by agencies of Fujian; no notice at hand |
| cn-coded-2008 | before 2014 | as printed, after the form of Shanghai; no notice at hand |

- **A printed total is used as printed**, whatever its parts add up to. A sum is there only if every cell of it states a number; its proof is
  the weakest of its cells', because a sum that we make proves nothing. 已填报的总数照录，不以分项重算；合计须每格均有数字，其可信程度取各格中最弱者。
- **Totals and parts are different indicators.** Add up only indicators of one ` + "`parent`" + `; shares never. The parts need not be all: what a form
  does not have is not there. 总数与分项为不同指标，只有同一上级（parent）之下的指标可以相加。
- **No value** is said in ` + "`missing`" + `: the state of the first cell without a number (blank, dash, text, absent, illegible), ` + "`unit`" + ` (the cell
  counts in thousands or in money), ` + "`zero-denominator`" + `. 无数值时注明原因，空白不作0。
- **Shares** keep numerator and denominator exactly; the value is rounded to six decimals, half away from zero. 比率保留精确的分子和分母，数值四舍五入至六位小数。
- **Not comparable, so not mapped** 口径不可比，未列入: fees and amounts of money, staff, meetings; documents in force (2021) and disclosed in total (2019);
  channels of requests; 法律法规规定的其他情形 and 告知作出更改补充 (2014); the three columns of Anhui, of which none is the total; what has accumulated
  over the years (历年累计).
- **Articles** are those of 《中华人民共和国政府信息公开条例》 (国务院令第711号, 2019). 所引条款均出自该条例。
`

// columns are the forms side by side.
var columns = []struct {
	head   string
	layout gongkai.Layout
}{
	{"cn-2021", gongkai.Layout2021}, {"cn-2019", gongkai.Layout2019}, {"cn-2014", gongkai.Layout2014},
	{"cn-fujian-2009", "cn-fujian-2009"}, {"cn-coded-2008", "cn-coded-2008"},
}

func reference() []byte {
	var b bytes.Buffer
	b.WriteString(introduction)
	b.WriteString("\n## Indicators 指标\n\n| code | parent | unit | indicator | 指标 |\n|---|---|---|---|---|\n")
	for _, in := range series.Indicators() {
		english := in.EnglishDefinition
		if in.Denominator != nil {
			english += fmt.Sprintf(" (`%s` / `%s`)", strings.Join(in.Numerator, " + "), strings.Join(in.Denominator, " + "))
		}
		parent := ""
		if in.Parent != "" {
			parent = "`" + in.Parent + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | **%s**. %s | **%s**。%s |\n", in.Code, parent, in.Unit, in.English, english, in.Chinese, in.ChineseDefinition)
	}
	b.WriteString("\n## Cells 对应单元格\n\nAs row.column; an empty place: the form does not state it. In italics: what differs, a code of `comparability`.\n\n| code |")
	for _, c := range columns {
		fmt.Fprintf(&b, " %s |", c.head)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, in := range series.Indicators() {
		if in.Denominator != nil {
			continue
		}
		fmt.Fprintf(&b, "| `%s` |", in.Code)
		for _, c := range columns {
			fmt.Fprintf(&b, " %s |", strings.Join(readings(in, c.layout), "; or "))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n## Comparability 可比性\n\nWhat differs from the form of 2021. 与2021年表式的差异。\n\n| code | in English | 中文 |\n|---|---|---|\n")
	for _, n := range series.Notes() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", n.Code, n.English, n.Chinese)
	}
	return b.Bytes()
}

// readings are the cells in which a form states the indicator.
func readings(in series.Indicator, layout gongkai.Layout) []string {
	var list []string
	for _, re := range in.Readings {
		if !slices.Contains(re.Layouts, layout) {
			continue
		}
		var sum strings.Builder
		for i, t := range re.Cells {
			switch {
			case t.Minus:
				sum.WriteString(" − ")
			case i > 0:
				sum.WriteString(" + ")
			}
			sum.WriteString(t.Row + "." + t.Column)
		}
		if re.Only != "" {
			sum.WriteString(" (where " + re.Only + " is printed)")
		}
		if re.Note != "" {
			sum.WriteString(" *" + re.Note + "*")
		}
		list = append(list, sum.String())
	}
	return list
}
