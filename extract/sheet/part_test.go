package sheet

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// sketch makes a sheet of a drawing: a line a row, cells between bars. A cell in
// brackets has borders; one that is "<" belongs to the cell on its left, "^" to
// the one above.
func sketch(t *testing.T, drawing string) *Sheet {
	t.Helper()
	type place struct{ row, column int }
	s := New("S", NewBudget(gongkai.DefaultLimits()))
	areas := map[place]*Area{}
	var order []place
	owner := map[place]place{}
	for row, line := range strings.Split(strings.Trim(drawing, "\n"), "\n") {
		for column, text := range strings.Split(line, "|") {
			text = strings.TrimSpace(text)
			here := place{row, column}
			at := here
			switch text {
			case "<":
				at = owner[place{row, column - 1}]
			case "^", "[^]":
				at = owner[place{row - 1, column}]
			}
			owner[here] = at
			if at != here {
				a := areas[at]
				a.Rows, a.Columns = max(a.Rows, row-at.row+1), max(a.Columns, column-at.column+1)
				continue
			}
			areas[here] = &Area{row, column, 1, 1}
			order = append(order, here)
			c := Cell{Row: row, Column: column, Text: strings.Trim(text, "[]"), Ruled: strings.HasPrefix(text, "[")}
			if err := s.Add(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, at := range order {
		if err := s.Merge(*areas[at]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// drawn are the blocks: ¶ before a paragraph, a line a row of a grid with ~ for
// fillers, an empty line beside grids.
func drawn(d *gongkai.Document) string {
	var b strings.Builder
	for i, block := range d.Blocks {
		if i > 0 && (block.Grid != nil || d.Blocks[i-1].Grid != nil) {
			b.WriteByte('\n')
		}
		if block.Paragraph != nil {
			b.WriteString("¶" + block.Paragraph.Text + "\n")
			continue
		}
		row := 0
		for i, c := range block.Grid.Cells {
			switch {
			case c.Row > row:
				b.WriteString(strings.Repeat("\n", c.Row-row))
				row = c.Row
			case i > 0:
				b.WriteByte('|')
			}
			b.WriteString(c.Text)
			if c.Filler {
				b.WriteByte('~')
			}
			if c.RowSpan > 1 || c.ColumnSpan > 1 {
				fmt.Fprintf(&b, "(%d×%d)", c.RowSpan, c.ColumnSpan)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

var partCases = []struct{ name, sheet, want string }{
	{"title, prose and two tables with borders", `
某局年度报告|<|<
二、情况|<|<
[信息内容]|[本年]|
[规章]|[1]|
三、情况|<|<
[a]|[b]|[c]
[1]|[]|[3]`,
		"¶某局年度报告\n¶二、情况\n\n信息内容|本年\n规章|1\n\n¶三、情况\n\na|b|c\n1||3\n"},
	{"a boxed caption belongs to its table", `
[第二十条第（一）项]|<
[信息内容]|[本年]
[第二十条第（五）项]|<
[信息内容]|[本年]
[许可]|[1]`,
		"第二十条第（一）项(1×2)\n信息内容|本年\n第二十条第（五）项(1×2)\n信息内容|本年\n许可|1\n"},
	{"boxed prose does not", `
[一、总体情况。本年公开信息。]|<
[信息内容]|[本年]
[许可]|[1]
[五、问题。]|<`,
		"¶一、总体情况。本年公开信息。\n\n信息内容|本年\n许可|1\n\n¶五、问题。\n"},
	{"a blank row of a table, and those below it", `
[a]|[b]
[]|[]
[]|[]`,
		"a|b\n|\n"},
	{"a row label without numbers", `
[a]|[b]|[c]
[规章]|[]|[]
[文件]|[1]|[2]`,
		"a|b|c\n规章||\n文件|1|2\n"},
	{"merged over rows", `
[a]|[b]
[^]|[1]
[c]|[2]`,
		"a(2×1)|b\n1\nc|2\n"},
	{"merged over rows and columns", `
[a]|<|[b]
^|^|[1]
[c]|[2]|[]`,
		"a(2×2)|b\n1\nc|2|\n"},
	{"signatures side by side outside of the table", `
[a]|[b]|[c]
[1]|[2]|[3]
||
负责人：甲||填报人：乙`,
		"a|b|c\n1|2|3\n\n¶负责人：甲 填报人：乙\n"},
	{"a column of the table without borders is there, one beside it is not", `
[a]||[b]|
[1]||[2]|
[c]|[d]|[e]|[f]`,
		"a||b|~\n1||2|~\nc|d|e|f\n"},
	{"no borders: lines above the table", `
某局年度报告||
二、情况||
信息内容|本年|总计
规章|1|2
文件||3`,
		"¶某局年度报告\n¶二、情况\n\n信息内容|本年|总计\n规章|1|2\n文件||3\n"},
	{"no borders: a heading between tables of other widths", `
信息内容|本年|
规章|1|
三、情况||
a|b|c
1|2|3`,
		"信息内容|本年\n规章|1\n\n¶三、情况\n\na|b|c\n1|2|3\n"},
	{"no borders: a row without numbers inside a table", `
信息内容|本年|总计
规章||
文件|1|2`,
		"信息内容|本年|总计\n规章||\n文件|1|2\n"},
	{"no borders: an empty row ends the table", `
a|b
1|2
|
五、问题|
存在问题。|`,
		"a|b\n1|2\n\n¶五、问题\n¶存在问题。\n"},
}

func TestPart(t *testing.T) {
	for _, c := range partCases {
		b := Book{Sheets: []*Sheet{sketch(t, c.sheet)}}
		d, err := b.Document(gongkai.DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, drawn(d)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestTwoCellsInOnePlace(t *testing.T) {
	s := New("S", NewBudget(gongkai.Limits{}))
	for _, c := range []Cell{{Text: "1"}, {Text: "2"}, {Column: 1, Text: "x"}} {
		if err := s.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	b := Book{Sheets: []*Sheet{s}}
	d, err := b.Document(gongkai.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if c := d.Blocks[0].Grid.Cells[0]; c.Text != "2" || c.Uncertain == "" {
		t.Errorf("the cell is %q, uncertain %q", c.Text, c.Uncertain)
	}
}

func TestLimits(t *testing.T) {
	s := New("S", NewBudget(gongkai.Limits{Cells: 4}))
	for i := range 4 {
		if err := s.Add(Cell{Row: i / 2, Column: i % 2 * 2, Text: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	b := Book{Sheets: []*Sheet{s}}
	if _, err := b.Document(gongkai.Limits{Cells: 4}); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("six places: %v", err)
	}
	if err := s.Add(Cell{Row: 9, Text: "1"}); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("a fifth cell: %v", err)
	}
	if err := s.Add(Cell{Row: MaxRows, Text: "1"}); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("a cell below the last row: %v", err)
	}
}

func TestReference(t *testing.T) {
	for _, c := range []struct {
		row, column int
		want        string
	}{{0, 0, "A1"}, {6, 1, "B7"}, {0, 25, "Z1"}, {0, 26, "AA1"}, {0, 701, "ZZ1"}, {MaxRows - 1, MaxColumns - 1, "XFD1048576"}} {
		if got := Reference(c.row, c.column); got != c.want {
			t.Errorf("row %d, column %d is %s, want %s", c.row, c.column, got, c.want)
		}
	}
}

func TestHiding(t *testing.T) {
	h := newHiding([]stretch{{5, 7}, {2, 3}, {6, 8}})
	for n, want := range []int{0, 1, 2, 2, 3, 4, 4, 4, 4, 5} {
		if got := h.shift(n); got != want {
			t.Errorf("place %d is %d, want %d", n, got, want)
		}
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"总计": "总计", " 总　计 ": "总 计", "a\r\n\n b\u200B": "a\nb", "\n": "", "1\u00A02": "1 2", "a b\nc": "a b\nc",
	} {
		if got := Tidy(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
