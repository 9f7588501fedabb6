package page

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJoin(t *testing.T) {
	tests := []struct {
		name, first, second, want string
	}{
		{"more columns on the second page", `
+-------+-----+
|rules  |5    |
+-------+-----+
`, `
+---+---+--+--+
|fees   |1 |2 |
+---+---+--+--+
`, "rules | 5 | <\nfees | 1 | 2\n"},
		{"label that spans the break, whole on the first page", `
+-----------+--+
|first      |0 |
+------+----+--+
|second|aa  |1 |
+------+----+--+
`, `
+------+----+--+
|      |bb  |2 |
|      +----+--+
|      |cc  |3 |
+------+----+--+
`, "first | < | 0\nsecond | aa | 1\n^ | bb | 2\n^ | cc | 3\n"},
		{"blank numbers are never glued", `
+-----+--+--+
|rules|5 |/ |
+-----+--+--+
`, `
+-----+--+--+
|other|  |  |
+-----+--+--+
`, "rules | 5 | /\nother |  |\n"},
		{"a blank label is not glued to a row of numbers", `
+-----+--+--+
|rules|5 |0 |
+-----+--+--+
`, `
+-----+--+--+
|     |1 |2 |
+-----+--+--+
`, "rules | 5 | 0\n | 1 | 2\n"},
		{"repeated header", `
+-----+-----+
|name |count|
+-----+-----+
|rules|5    |
+-----+-----+
`, `
+-----+-----+
|name |count|
+-----+-----+
|other|6    |
+-----+-----+
`, "name | count\nrules | 5\nother | 6\n"},
		{"a row of numbers that repeats is no header", `
+-----+-----+
|rules|5    |
+-----+-----+
|other|6    |
+-----+-----+
`, `
+-----+-----+
|rules|5    |
+-----+-----+
|fees |7    |
+-----+-----+
`, "rules | 5\nother | 6\nrules | 5\nfees | 7\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a, b := sketchTables(test.first, 1)[0], sketchTables(test.second, 2)[0]
			if !continues(a, b) {
				t.Fatal("the second table does not continue the first")
			}
			join(a, b)
			if diff := cmp.Diff(test.want, a.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// part makes a table of one column of labels, which may span rows, and one of
// texts beside them.
func part(page int, cells ...TableCell) *Table {
	t := &Table{Page: page, Parts: []int{page}, X: []float64{0, 50, 100}, Y: []float64{0}}
	for _, c := range cells {
		c.Page = page
		c.ColumnSpan = max(c.ColumnSpan, 1)
		c.RowSpan = max(c.RowSpan, 1)
		for len(t.Y) <= c.Row+c.RowSpan {
			t.Y = append(t.Y, float64(10*len(t.Y)))
		}
		t.Cells = append(t.Cells, &c)
	}
	return t
}

func TestGlue(t *testing.T) {
	tests := []struct {
		name          string
		first, second *Table
		want          string
	}{
		{"label cut by the break",
			part(1, TableCell{Text: "（四）无", Fills: true, RowSpan: 2}, TableCell{Column: 1, Text: "10"}, TableCell{Row: 1, Column: 1, Text: "3"}),
			part(2, TableCell{Text: "法提供"}, TableCell{Column: 1, Text: "0"}),
			"（四）无法提供 | 10\n^ | 3\n^ | 0\n"},
		{"label that was not full is another label",
			part(1, TableCell{Text: "（四）无", RowSpan: 2}, TableCell{Column: 1, Text: "10"}, TableCell{Row: 1, Column: 1, Text: "3"}),
			part(2, TableCell{Text: "法提供"}, TableCell{Column: 1, Text: "0"}),
			"（四）无 | 10\n^ | 3\n法提供 | 0\n"},
		{"row cut by the break, number on the first page",
			part(1, TableCell{Text: "5.要求行政机关", Fills: true}, TableCell{Column: 1, Text: "10"}),
			part(2, TableCell{Text: "重新出具"}, TableCell{Column: 1}),
			"5.要求行政机关重新出具 | 10\n"},
		{"row cut by the break, number on the second page",
			part(1, TableCell{Text: "5.要求行政机关", Fills: true}, TableCell{Column: 1}),
			part(2, TableCell{Text: "重新出具"}, TableCell{Column: 1, Text: "10"}, TableCell{Row: 1, Text: "合计"}, TableCell{Row: 1, Column: 1, Text: "7"}),
			"5.要求行政机关重新出具 | 10\n合计 | 7\n"},
		{"label cut by the break, one row on each side",
			part(1, TableCell{Text: "（四）无", Fills: true}, TableCell{Column: 1, Text: "1.甲项"}),
			part(2, TableCell{Text: "法提供"}, TableCell{Column: 1, Text: "2.乙项"}),
			"（四）无法提供 | 1.甲项\n^ | 2.乙项\n"},
		{"a full label over another one",
			part(1, TableCell{Text: "行政强制", Fills: true}, TableCell{Column: 1, Text: "195"}),
			part(2, TableCell{Text: "行政处罚"}, TableCell{Column: 1}),
			"行政强制 | 195\n行政处罚 |\n"},
		{"numbers on both pages are two rows",
			part(1, TableCell{Text: "5.要求行政机关", Fills: true}, TableCell{Column: 1, Text: "1"}),
			part(2, TableCell{Text: "重新出具"}, TableCell{Column: 1, Text: "0"}),
			"5.要求行政机关 | 1\n重新出具 | 0\n"},
		{"a value is no label: / over a blank",
			part(1, TableCell{Text: "/"}, TableCell{Column: 1, Text: "甲项"}),
			part(2, TableCell{}, TableCell{Column: 1, Text: "乙项"}),
			"/ | 甲项\n | 乙项\n"},
		{"label printed on the second page",
			part(1, TableCell{RowSpan: 2}, TableCell{Column: 1, Text: "甲项"}, TableCell{Row: 1, Column: 1, Text: "乙项"}),
			part(2, TableCell{Text: "办理结果"}, TableCell{Column: 1, Text: "丙项"}),
			"办理结果 | 甲项\n^ | 乙项\n^ | 丙项\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			join(test.first, test.second)
			if diff := cmp.Diff(test.want, test.first.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestContinues(t *testing.T) {
	at := func(page int, left, right float64) *Table {
		return &Table{Page: page, Parts: []int{page}, X: []float64{left, right}}
	}
	tests := []struct {
		name string
		b    *Table
		want bool
	}{
		{"same edges", at(2, 70, 500), true},
		{"a little off", at(2, 72, 501), true},
		{"mirrored margins", at(2, 50, 480), true},
		{"narrower", at(2, 70, 450), false},
		{"a page between", at(3, 70, 500), false},
		{"the other side of the page", at(2, 200, 630), false},
	}
	for _, test := range tests {
		if got := continues(at(1, 70, 500), test.b); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestUniteEdges(t *testing.T) {
	union, a, b := uniteEdges([]float64{0, 50, 100}, []float64{0, 20, 48, 53, 100})
	want := [3]any{[]float64{0, 20, 50, 53, 100}, []int{0, 2, 4}, []int{0, 1, 2, 3, 4}}
	if diff := cmp.Diff(want, [3]any{union, a, b}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
