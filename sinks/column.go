package sinks

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai"
)

// Null is the value of a nullable column that has none.
var null = Value{Null: true}

// text is a column of Text.
func text(name, description string, of func(*row) string) Column {
	return Column{Name: name, Type: Text, Description: description,
		of: func(at *row) Value { return Value{Text: validText(of(at))} }}
}

// code is a column of Code.
func code(name, description string, of func(*row) string) Column {
	c := text(name, description, of)
	c.Type = Code
	return c
}

// integer is a column of Integer.
func integer(name, unit, description string, of func(*row) int) Column {
	return Column{Name: name, Type: Integer, Unit: unit, Description: description,
		of: func(at *row) Value { return Value{Int: int64(of(at))} }}
}

// orNull makes the zero value of the column (empty text, 0) null. It is for
// facts whose zero value says that there is none, never for counts.
func (c Column) orNull() Column {
	of := c.of
	c.Nullable = true
	c.of = func(at *row) Value {
		v := of(at)
		v.Null = v == Value{}
		return v
	}
	return c
}

// whole is a column of the wide views: the number in the form column of that
// name, null unless it is a whole number.
func whole(name, unit, description string) Column {
	return Column{Name: name, Type: Integer, Nullable: true, Unit: unit, Description: description,
		of: func(at *row) Value {
			cell := at.formCell(name)
			n, ok := cell.Number.Int64()
			return Value{Int: n, Null: cell.State != gongkai.Number || !ok}.orNothing()
		}}
}

// exact is a column of Decimal: the number of the cell that of returns, null
// unless it has one.
func exact(name, description string, of func(*row) *gongkai.Value) Column {
	return Column{Name: name, Type: Decimal, Nullable: true, Description: description,
		of: func(at *row) Value {
			cell := of(at)
			return Value{Decimal: cell.Number, Null: cell.State != gongkai.Number}.orNothing()
		}}
}

// orNothing clears the rest of a null value.
func (v Value) orNothing() Value {
	if v.Null {
		return null
	}
	return v
}

// formCell is the cell of the form row at hand in the named form column.
func (at *row) formCell(column string) *gongkai.Value {
	ref := at.cell
	ref.Column = column
	return at.report.At(ref)
}

// date is a column of Date, null where the text is not a date.
func date(name, description string, of func(*row) string) Column {
	return Column{Name: name, Type: Date, Nullable: true, Description: description,
		of: func(at *row) Value {
			day, err := time.Parse(time.DateOnly, of(at))
			if err != nil {
				return null
			}
			return Value{Int: day.Unix() / secondsPerDay}
		}}
}

// place are the columns of a Location.
func place(of func(*row) gongkai.Location) []Column {
	page := integer("page", "", "page of a PDF, from 1; null where the format has none", func(at *row) int { return of(at).Page })
	path := text("element_path", "element path (HTML, DOCX), like /body/tbl[2]/tr[3]/tc[1]; null where the format has none",
		func(at *row) string { return of(at).Path })
	line := integer("line", "", "line of a text file, from 1; null where the format has none", func(at *row) int { return of(at).Line })
	columns := []Column{page.orNull()}
	for i, edge := range []string{"left", "top", "right", "bottom"} {
		columns = append(columns, Column{Name: "box_" + edge, Type: Hundredths, Nullable: true, Unit: "pt",
			Description: edge + " edge of the box on the page (PDF), from the top left corner of the page as displayed; null where there is none",
			of: func(at *row) Value {
				location := of(at)
				if !location.HasBox() {
					return null
				}
				return hundredths(location.Box[i])
			}})
	}
	return append(columns, path.orNull(), line.orNull())
}

// maxHundredths is the bound of DECIMAL(10,2).
const maxHundredths = 1e10

// hundredths rounds a coordinate; one that no page has (infinite, not a
// number, kilometres away) is null.
func hundredths(points float64) Value {
	n := math.Round(points * 100)
	if !(math.Abs(n) < maxHundredths) {
		return null
	}
	return Value{Int: int64(n)}
}

// validText returns s with each byte that is not UTF-8 written as \xHH: one
// such byte makes a whole Parquet file unreadable for some programs.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, `\x%02X`, s[i])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
