package sinks

import (
	"fmt"
	"iter"
	"strconv"
	"time"

	"gongkai"
)

// Table is one table of the dataset.
type Table struct {
	Name string
	// Description is one English sentence; Chinese says the same.
	Description, Chinese string
	// SortedBy names the columns by which the rows ascend; no null is in them.
	SortedBy []string
	// Key names the columns that tell the rows apart; nil when none do.
	Key []string
	// References are the columns that name rows of tables.
	References []Reference
	Columns    []Column
	// kind of the records that add rows.
	kind recordKind
	rows func(at *row, yield func() bool)
}

// Column is one column of a Table.
type Column struct {
	Name string
	Type Type
	// Nullable columns may hold null; what null means, says Description.
	Nullable bool
	// Unit of the numbers; empty for text and where a column of the same
	// table gives it.
	Unit string
	// Description is in English, with the official Chinese term where one is
	// meant; Chinese says the same.
	Description, Chinese string
	of                   func(*row) Value
}

// Type is what the values of a column are.
type Type uint8

const (
	// Text is UTF-8 text of any length.
	Text Type = iota
	// Code is UTF-8 text that repeats: worth a dictionary.
	Code
	// Integer is an int64.
	Integer
	// Decimal is an exact decimal of up to 18 digits and 8 decimals.
	Decimal
	// Hundredths is an exact decimal of two decimals and up to 10 digits.
	Hundredths
	// Date is a day without time.
	Date
)

var typeNames = []string{"text", "code", "integer", "decimal", "hundredths", "date"}

func (t Type) String() string { return typeNames[t] }

// Value is one value of a row. Which field holds it, follows from the type of
// its column.
type Value struct {
	Null bool
	// Text is for Text and Code.
	Text string
	// Int is for Integer; for Hundredths in hundredths; for Date in days since
	// 1970-01-01.
	Int int64
	// Decimal is for Decimal.
	Decimal gongkai.Decimal
}

const secondsPerDay = 24 * 60 * 60

// Format writes a value of the column as text: decimals with the decimals
// that were printed, dates as YYYY-MM-DD, null as the empty text. The result
// is unambiguous: no value of a nullable column is empty text.
func (c Column) Format(v Value) string {
	if v.Null {
		return ""
	}
	switch c.Type {
	case Integer:
		return strconv.FormatInt(v.Int, 10)
	case Decimal:
		return v.Decimal.String()
	case Hundredths:
		return formatHundredths(v.Int)
	case Date:
		return time.Unix(v.Int*secondsPerDay, 0).UTC().Format(time.DateOnly)
	}
	return v.Text
}

// row is what the columns read their values from: the record, and the rest as
// the table at hand needs it.
type row struct {
	Document
	report   *gongkai.Report
	standing gongkai.Standing
	agency   gongkai.Agency
	coverage gongkai.Coverage
	// cell names a cell, or in the wide views a row of them: without column.
	cell  gongkai.CellRef
	value *gongkai.Value
	// position counts from 1.
	position int
	section  gongkai.Section
	finding  gongkai.Finding
	evidence gongkai.Evidence
	observed gongkai.Observation
	conflict gongkai.Conflict
	copy     gongkai.Copy
	review   gongkai.HumanReview
	human    *gongkai.HumanReading // nil for a review without readings
	crop     gongkai.Crop
}

// Rows yields the rows that one record adds to the table, in order. The slice
// is reused from row to row.
func (t Table) Rows(r Record) iter.Seq[[]Value] {
	return func(yield func([]Value) bool) {
		if r.kind() != t.kind {
			return
		}
		values := make([]Value, len(t.Columns))
		at := r.row()
		t.rows(at, func() bool {
			for i := range t.Columns {
				values[i] = t.Columns[i].of(at)
			}
			return yield(values)
		})
	}
}

func formatHundredths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}
