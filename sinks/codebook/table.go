package codebook

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
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
	write("table", "row", "column", "type", "nullable", "unit", "label_zh", "label_en", "layouts", "identities", "source")
	for _, t := range sinks.Tables() {
		for _, c := range t.Columns {
			write(t.Name, "", c.Name, c.Type.String(), fmt.Sprint(c.Nullable), c.Unit, c.Chinese, c.Description, "", "", "")
		}
		list := statements(t.Name)
		cellsOf(t.Name, func(ref gongkai.CellRef, row, column gongkai.Term, layouts []gongkai.Layout) {
			identities := texts(list, func(s statement) bool { return slices.Contains(s.cells, ref) })
			write(t.Name, row.Code, column.Code, columnType(t, column.Code), "true", cmp.Or(row.Unit, column.Unit),
				row.Chinese+" | "+column.Chinese, row.English+" | "+column.English,
				layoutNames(layouts), strings.Join(identities, "; "), sources(layouts))
		})
	}
	w.Flush()
	return b.Bytes()
}

func columnType(t sinks.Table, name string) string {
	i := slices.IndexFunc(t.Columns, func(c sinks.Column) bool { return c.Name == name })
	return t.Columns[i].Type.String()
}

func sources(layouts []gongkai.Layout) string {
	var numbers []string
	for _, l := range layouts {
		number, _ := l.Source()
		numbers = append(numbers, number)
	}
	return strings.Join(numbers, " ")
}
