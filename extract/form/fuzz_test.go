package form

import (
	"reflect"
	"strings"
	"testing"

	"gongkai"
)

// FuzzFind draws documents from text: blocks separated by blank lines, a block
// with a "|" is a grid. Whatever they hold: no panic, the same result twice, and
// no value that the document does not print.
func FuzzFind(f *testing.F) {
	for _, blocks := range [][]string{
		{proactive2021, head7 + other2021 + foot7, disputes15},
		{"青梧县2022年政府信息公开工作年度报告", "一、总体情况", proactive2021, head7 + otherSpanned + foot7},
		{head7 + other2019 + foot7, disputes15 + strings.Repeat(" | ", 14)},
		{"信息内容 | 本年新 | 本年新 | 对外公开总数量\n规章 | 1 | 2 | 3"},
		{fujianB, "项目 | 单位 | 本年 | 上年\n甲 | 次 | 3 | 2\n乙 | 期 | 12 | 11\n丙 | 人次 | 40 | —", fujianB},
		{statistics("统计数", "历年累计"), statistics("区政府统计数", "区直单位统计数", "乡镇街道统计数")},
	} {
		f.Add(strings.Join(blocks, "\n\n"), false)
		f.Add(strings.Join(blocks, "\n\n"), true)
	}
	f.Fuzz(func(t *testing.T, drawing string, ragged bool) {
		if len(drawing) > 20_000 {
			return
		}
		doc := drawDocument(drawing, ragged)
		if err := doc.Check(); err != nil {
			t.Fatalf("the test's own document: %v", err)
		}
		printed := map[string]bool{}
		for _, b := range doc.Blocks {
			if b.Grid != nil {
				for _, c := range b.Grid.Cells {
					printed[c.Text] = true
				}
			}
		}
		r := Find(doc)
		for ref, v := range r.Cells() {
			if !printed[v.Printed] || (v.State == gongkai.Blank) != (v.Printed == "") {
				t.Errorf("%s states %q, %s", ref, v.Printed, v.State)
			}
		}
		if again := Find(doc); !reflect.DeepEqual(r, again) {
			t.Errorf("a second reading differs:\n%+v\n%+v", r, again)
		}
	})
}

// drawDocument reads any text as blocks, without complaint.
func drawDocument(drawing string, ragged bool) *gongkai.Document {
	doc := &gongkai.Document{Format: gongkai.FormatHTML}
	for _, block := range strings.Split(drawing, "\n\n") {
		if !strings.Contains(block, "|") {
			for line := range strings.Lines(block) {
				if line = strings.TrimSpace(strings.ReplaceAll(line, "\r", " ")); line != "" {
					doc.Blocks = append(doc.Blocks, gongkai.Block{Paragraph: &gongkai.Paragraph{Text: line}})
				}
			}
			continue
		}
		g := drawGrid(block, ragged)
		doc.Blocks = append(doc.Blocks, gongkai.Block{Grid: g})
	}
	return doc
}

func drawGrid(block string, ragged bool) *gongkai.Grid {
	var cells []gongkai.Cell
	lines := strings.Split(strings.TrimSpace(block), "\n")
	columns := 1
	for row, line := range lines {
		texts := strings.Split(line, "|")
		columns = max(columns, len(texts))
		for column, text := range texts {
			switch text = strings.TrimSpace(text); {
			case text == "<" && len(cells) > 0 && !ragged:
				cells[len(cells)-1].ColumnSpan++
			case text == "^" && !ragged:
				for i := range cells {
					if c := &cells[i]; c.Column == column && c.Row+c.RowSpan == row {
						c.RowSpan++
					}
				}
			default:
				cells = append(cells, gongkai.Cell{Row: row, Column: column, RowSpan: 1, ColumnSpan: 1, Text: text})
			}
		}
	}
	g, _, _ := gongkai.NewGrid(len(lines), columns, cells)
	g.Ragged = ragged
	return g
}

// BenchmarkFind is the cost of recognising one ordinary report.
func BenchmarkFind(b *testing.B) {
	doc := drawDocument(proactive2021+"\n\n"+strings.ReplaceAll(head7+other2021+foot7, "\n\n", "\n")+"\n\n"+disputes15, false)
	b.ReportAllocs()
	for b.Loop() {
		Find(doc)
	}
}
