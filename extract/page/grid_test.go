package page

import (
	"errors"
	"testing"

	"gongkai"

	"github.com/google/go-cmp/cmp"
)

func TestTables(t *testing.T) {
	tests := []struct {
		name, drawing, want string
	}{
		{"plain", `
+---+---+
| a | b |
+---+---+
| c |   |
+---+---+
`, "a | b\nc |\n"},
		{"column and row span", `
+---+---+---+
| a     | b |
+---+---+   |
| c | d |   |
+---+---+---+
`, "a | < | b\nc | d | ^\n"},
		{"one cell is a frame, not a table", `
+---+
| a |
+---+
`, ""},
		{"one line under a word is not a border", `
+-----+---+
| aa  | b |
| --  |   |
| cc  |   |
+-----+---+
`, "aa/cc | b\n"},
		{"two tables with a gap", `
+---+---+
| a | b |
+---+---+

+-----+-+
| c   |d|
+-----+-+
`, "a | b\n--\nc | d\n"},
		{"no lines at the sides", `
------+------
  a   |  b
------+------
  c   |  d
------+------
`, "a | b\nc | d\n"},
		{"no line at the top: the page cut the row", `
|   |   |
| a | b |
+---+---+
| c | d |
+---+---+
`, "a | b\nc | d\n"},
		{"a place outside of the table", `
+---+
| a |
+---+---+
| b | c |
+---+---+
`, "a | ~\nb | c\n"},
		{"a border that is not a rectangle", `
+---+---+
| 1 | 2 |
+---+   |
|       |
+-------+
`, "1 | 2[the cell's border is incomplete]\n | ^\n"},
		{"a table in a cell", `
+-------------+---+
| x           | y |
|  +---+---+  |   |
|  | a | b |  |   |
|  +---+---+  |   |
+-------------+---+
`, "x | y\nin 0,0: a | b\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := allTables(nest(sketchTables(test.drawing, 1)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOpenEnds(t *testing.T) {
	table := sketchTables(`
|   |   |
| a | b |
+---+---+
| c | d |
|   |   |
`, 1)[0]
	if !table.OpenTop || !table.OpenBottom || table.rows() != 2 {
		t.Errorf("top open %v, bottom open %v, %d rows, want both open and 2 rows", table.OpenTop, table.OpenBottom, table.rows())
	}
}

func TestTablesLimit(t *testing.T) {
	lines, _ := sketch(`
+-+-+-+
| | | |
+-+-+-+
| | | |
+-+-+-+
`)
	groups, err := components(merge(lines))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tables(groups, 1, 6); err != nil {
		t.Errorf("6 cells of 6: %v", err)
	}
	if _, err := tables(groups, 1, 5); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("6 cells of 5: error %v, want %v", err, gongkai.ErrLimit)
	}
}

func TestCluster(t *testing.T) {
	tests := []struct {
		name     string
		in, want []float64
	}{
		{"far apart", []float64{30, 10, 20}, []float64{10, 20, 30}},
		{"within the tolerance", []float64{10, 12, 40}, []float64{11, 40}},
		{"a doubled border is no column", []float64{10, 13.5, 40}, []float64{11.75, 40}},
		{"the narrowest column", []float64{10, 14, 40}, []float64{10, 14, 40}},
		{"none", nil, []float64{}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, cluster(test.in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
