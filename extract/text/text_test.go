package text

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai"
	"gongkai/internal/optional"
)

// outline writes blocks as text: a paragraph as "3: text", a grid as one line
// a row, fillers as "~".
func outline(doc *gongkai.Document) string {
	var b strings.Builder
	for _, block := range doc.Blocks {
		if p := block.Paragraph; p != nil {
			fmt.Fprintf(&b, "%d: %s\n", p.Line, p.Text)
			continue
		}
		for row := range block.Grid.Rows {
			fmt.Fprintf(&b, "%d|", block.Grid.At(row, 0).Line)
			for _, c := range block.Grid.Row(row) {
				if text := strings.ReplaceAll(c.Text, "\n", "⏎"); c.Filler {
					b.WriteString("~|")
				} else {
					b.WriteString(text + "|")
				}
			}
			b.WriteString("\n")
		}
		b.WriteString("--\n")
	}
	return b.String()
}

func TestRead(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"paragraphs", "一、概述\n\n　　2020年 全年\u00a0 公开 \n", "1: 一、概述\n3: 2020年 全年 公开\n"},
		{"table", "前\n\t规章\n\t0\n\t1\n\n\t行政许可\n\t4\n\n\n后\n", "1: 前\n2|规章|0|1|\n6|行政许可|4|~|\n--\n10: 后\n"},
		{"merged cells are empty cells", "\t不予公开\n\t1.国家秘密\n\t0\n\n\t\n\t2.禁止公开\n\t0\n", "1|不予公开|1.国家秘密|0|\n5||2.禁止公开|0|\n--\n"},
		{"cells of spaces are empty", "\t \n\t0 \n", "1||0|\n--\n"},
		{"a row of one cell", "\t第二十条第（一）项\n\n\t规章\n\t0\n", "1|第二十条第（一）项|~|\n3|规章|0|\n--\n"},
		{"one blank line does not end the table, two do", "\ta\n\t1\n\n\tb\n\t2\n\n\n\tc\n\t3\n", "1|a|1|\n4|b|2|\n--\n8|c|3|\n--\n"},
		{"prose ends the table", "\ta\n\t1\n后\n\tb\n\t2\n", "1|a|1|\n--\n3: 后\n4|b|2|\n--\n"},
		{"several tabs in a line", "\ta\tb\tc\n\n\t1\t\t3\n", "1|a|b|c|\n3|1||3|\n--\n"},
		{"lines of several tabs are rows", "\ta\tb\n\t1\t2\n", "1|a|b|\n2|1|2|\n--\n"},
		{"a tab inside a cell's line", "\ta\tb\n\t1\n", "1|a|b|1|\n--\n"},
		{"CR LF", "前\r\n\ta\r\n\t1\r\n\r\n\tb\r\n\t2\r\n\r\n\r\n后\r\n", "1: 前\n2|a|1|\n5|b|2|\n--\n9: 后\n"},
		{"CR", "前\r\ta\r\t1\r\r\tb\r\t2\r", "1: 前\n2|a|1|\n5|b|2|\n--\n"},
		{"form feeds", "前\f后\n\ta\n\t1\n\n\f\n\f\tb\n\t2\n", "1: 前\n1: 后\n2|a|1|\n6|b|2|\n--\n"},
		{"vertical tabs", "甲\v乙\n\ta\vb\n\t1\n", "1: 甲\n1: 乙\n2|a⏎b|1|\n--\n"},
		{"marks", "[bookmark: _GoBack]一、总体情况[image: a.png]\n[bookmark: x]\n[附件]\n[image: open\n\t[bookmark: y]8\n\t9\n",
			"1: 一、总体情况\n3: [附件]\n4: [image: open\n5|8|9|\n--\n"},
		{"digit groups are kept apart", "\t1 234\n\t5\u200b6\n", "1|1 234|56|\n--\n"},
		{"empty tables are dropped", "前\n\t\n\t\n\n\t\n\n\n后\n", "1: 前\n8: 后\n"},
		{"an empty last column", "\t统计表\n\n\ta\n\tb\n\t\n\n\tc\n\t1\n\t\n", "1|统计表|~|\n3|a|b|\n7|c|1|\n--\n"},
		{"a last column without numbers", "\ta\n\t总计\n\n\tc\n\t\n", "1|a|总计|\n4|c||\n--\n"},
		{"indented prose", "\t" + strings.Repeat("公", proseCell) + "\n\t短句\n", "1: " + strings.Repeat("公", proseCell) + "\n2: 短句\n"},
		{"a long label in a table", "\t" + strings.Repeat("公", proseCell) + "\n\t0\n\n\tb\n\t1\n", "1|" + strings.Repeat("公", proseCell) + "|0|\n4|b|1|\n--\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read([]byte(tt.text), gongkai.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, outline(doc)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err := doc.Check(); err != nil {
				t.Error(err)
			}
			for _, b := range doc.Blocks {
				if b.Grid != nil && !b.Grid.Ragged {
					t.Error("the grid is not ragged")
				}
			}
		})
	}
}

func TestReadCharset(t *testing.T) {
	const text = "政府信息公开工作年度报告\n\t规范性文件\n\t0\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Read([]byte(gb), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("1: 政府信息公开工作年度报告\n2|规范性文件|0|\n--\n", outline(doc)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReplacementCharactersMakeACellUncertain(t *testing.T) {
	doc, err := Read([]byte("政府信息公开工作年度报告\n\t规范性文件\n\t1\uFFFD2\n"), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []gongkai.Finding{{Code: gongkai.ReplacementCharacters, Found: "1"}}
	if diff := cmp.Diff(want, doc.Findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	g := doc.Blocks[1].Grid
	if got := [2]string{g.At(0, 0).Uncertain, g.At(0, 1).Uncertain}; got != [2]string{"", "replacement character"} {
		t.Errorf("uncertain = %q", got)
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct {
		name, text string
		limits     gongkai.Limits
		want       error
	}{
		{"nothing", "", gongkai.Limits{}, gongkai.ErrEmpty},
		{"white space", " \n\t\n\r\n　\f", gongkai.Limits{}, gongkai.ErrEmpty},
		{"marks only", "[bookmark: _GoBack]\n", gongkai.Limits{}, gongkai.ErrEmpty},
		{"NUL", "PK\x03\x04\x00\x00", gongkai.Limits{}, gongkai.ErrFormat},
		{"noise", "\xff\x81\x02\xfe\x03\x9f", gongkai.Limits{}, gongkai.ErrFormat},
		{"bytes", "一二三", gongkai.Limits{Bytes: 8}, gongkai.ErrLimit},
		{"cells", "\ta\n\tb\n\tc\n\n\td\n", gongkai.Limits{Cells: 5}, gongkai.ErrLimit},
		{"cells of all grids", "\ta\n\tb\nx\n\tc\n\td\n", gongkai.Limits{Cells: 3}, gongkai.ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read([]byte(tt.text), tt.limits)
			var readError *gongkai.ReadError
			if doc != nil || !errors.Is(err, tt.want) || !errors.As(err, &readError) {
				t.Errorf("Read = %v, %v; want a ReadError of %v", doc, err, tt.want)
			}
		})
	}
}

func TestReadSample(t *testing.T) {
	data, err := os.ReadFile("../../../shared/samples/fuyuan-ecology-2020.txt")
	if err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	doc, err := Read(data, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var shape []string
	rows := map[string]string{}
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			continue
		}
		shape = append(shape, fmt.Sprintf("line %d: %d × %d", b.Grid.Line, b.Grid.Rows, b.Grid.Columns))
		for row := range b.Grid.Rows {
			var texts []string
			for _, c := range b.Grid.Row(row) {
				if !c.Filler {
					texts = append(texts, c.Text)
				}
			}
			rows[fmt.Sprintf("%d.%d", len(shape), row)] = strings.Join(texts, "|")
		}
	}
	if diff := cmp.Diff([]string{"line 11: 18 × 4", "line 84: 26 × 10", "line 346: 4 × 15"}, shape); diff != "" {
		t.Errorf("grids (-want +got):\n%s", diff)
	}
	for key, want := range map[string]string{
		"1.0":  "第二十条第（一）项",
		"1.6":  "行政许可|4|0|10",
		"1.17": "政府集中采购|8|240万元",
		"2.2":  "||商业企业|科研机构|社会公益组织|法律服务机构|其他|",
		"2.23": "|（六）其他处理|0|0|0|0|0|0|0",
		"2.25": "四、结转下年度继续办理|0|0|0|0|0|0|0",
		"3.3":  "0|0|0|0|0|0|0|0|0|0|0|0|0|0|0",
	} {
		if diff := cmp.Diff(want, rows[key]); diff != "" {
			t.Errorf("row %s (-want +got):\n%s", key, diff)
		}
	}
	if got := doc.Blocks[2].Paragraph.Text; got != "一、总体情况" {
		t.Errorf("third paragraph = %q", got)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"前\n\t规章\n\t0\n\n\t行政许可\n\t4\n\n\n后\n", "\ta\tb\n\t1\n", "\f\r\n\t\v\r\t", "[bookmark: ", "\xff\xfea\x00", "\xd5\xfe\xb8\xae",
		"| a | b |\n|---|---|\n| $1$ | ~~2~~ |\n", "# 一\n<div><table><tr><td rowspan=2>a<td>1</table></div>\n", "\t总\n数\n\t1\n\n\tb\n\t2\n",
		"  ---- ----\n  甲   1\n\n  “乙” 2\n  ---- ----\n", "+----+---+\n| 甲 | 1 |\n|    +---+\n|    | 2 |\n+----+---+\n", "|自然|数 |\n|人  |   |\n|甲  |1  |\n",
		"  项目      甲      乙\n\n  规章      1       2\n  许可              3\n\f",
	} {
		f.Add([]byte(seed))
	}
	limits := gongkai.Limits{Bytes: 1 << 20, Cells: 10_000}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Read(data, limits)
		again, errAgain := Read(data, limits)
		if (err == nil) != (errAgain == nil) {
			t.Fatalf("two reads differ: %v, %v", err, errAgain)
		}
		if err != nil {
			if gongkai.Reason(err) == "other" {
				t.Fatalf("error without a reason: %v", err)
			}
			return
		}
		if err := doc.Check(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(outline(doc), outline(again)); diff != "" {
			t.Fatalf("two reads differ (-first +second):\n%s", diff)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var s strings.Builder
	for range 40 {
		s.WriteString("三、收到和处理政府信息公开申请情况\n")
		for range 28 {
			s.WriteString("\t（一）予以公开\n" + strings.Repeat("\t0\n", 7) + "\n")
		}
		s.WriteString("\n")
	}
	data := []byte(s.String())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, gongkai.DefaultLimits()); err != nil {
			b.Fatal(err)
		}
	}
}
