package codebook

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai"
	"gongkai/sinks"
)

// table is codebook.csv: a row for every column of every table, and one for every cell
// of the official forms.
func table() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	write := func(record ...string) {
		_ = w.Write(record) // to memory
	}
	write("table", "row", "column", "type", "nullable", "unit", "label_zh", "label_en", "layouts", "missing", "identities", "pitfalls", "source")
	for _, t := range sinks.Tables() {
		for _, c := range t.Columns {
			write(t.Name, "", c.Name, c.Type.String(), fmt.Sprint(c.Nullable), c.Unit, c.Chinese, c.Description, "", whyNull(t, c), "", pitfallsOf(t.Name, c.Name), "")
		}
		list := statements(t.Name)
		cellsOf(t.Name, func(ref gongkai.CellRef, row, column gongkai.Term, layouts []gongkai.Layout) {
			identities := texts(list, func(s statement) bool { return slices.Contains(s.cells, ref) })
			c := columnOf(t, column.Code)
			write(t.Name, row.Code, c.Name, c.Type.String(), fmt.Sprint(c.Nullable), cmp.Or(row.Unit, column.Unit),
				row.Chinese+" | "+column.Chinese, row.English+" | "+column.English,
				layoutNames(layouts), whyNull(t, c), strings.Join(identities, "; "), pitfallsOf(row.Code, column.Code), sources(layouts))
		})
	}
	w.Flush()
	return b.Bytes()
}

func columnOf(t sinks.Table, name string) sinks.Column {
	return t.Columns[slices.IndexFunc(t.Columns, func(c sinks.Column) bool { return c.Name == name })]
}

// whyNull is whyMissing of a column that may be null.
func whyNull(t sinks.Table, c sinks.Column) string {
	if !c.Nullable {
		return ""
	}
	return whyMissing(t, c)
}

// pitfallsOf are the numbers, in codebook.md, of the pitfalls that are about one
// of the names.
func pitfallsOf(names ...string) string {
	var numbers []string
	for i, p := range pitfalls {
		if slices.ContainsFunc(names, func(name string) bool { return slices.Contains(p.about, name) }) {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
	}
	return strings.Join(numbers, " ")
}

func sources(layouts []gongkai.Layout) string {
	var numbers []string
	for _, l := range layouts {
		number, _ := l.Source()
		numbers = append(numbers, number)
	}
	return strings.Join(numbers, " ")
}
