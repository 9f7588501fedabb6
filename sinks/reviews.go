package sinks

import (
	"time"

	"gongkai"
)

// reviews are what people say. They stand beside the machine's readings: no other table
// knows of them.
func reviews() Table {
	cell := func(name, what string, of func(gongkai.CellRef) string) Column {
		return code(name, "code of the "+what+" of the cell that was read; null for a review without readings", func(at *row) string {
			if at.human == nil {
				return ""
			}
			return of(at.human.Cell)
		}).orNull()
	}
	return Table{
		Name: "reviews",
		Description: "What people say of documents after looking at them: one row for each cell that they read, or one for a review without readings. " +
			"A human reading stands beside the machine's and never takes its place.",
		SortedBy: []string{"report_id", "position"},
		rows:     reviewRows,
		Columns: []Column{
			reportID(), agency(), agencyID(), year(),
			integer("position", "", "number of the row among those of the report, from 1, oldest review first", func(at *row) int { return at.position }),
			code("reviewed", "when the person looked (RFC 3339)", func(at *row) string { return at.review.Time.UTC().Format(time.RFC3339) }),
			text("reviewer", "who looked", func(at *row) string { return at.review.By }),
			text("note", "what the person says; null when nothing", func(at *row) string { return at.review.Note }).orNull(),
			cell("table", "table", func(c gongkai.CellRef) string { return c.Table }),
			cell("row", "row", func(c gongkai.CellRef) string { return c.Row }),
			cell("column", "column", func(c gongkai.CellRef) string { return c.Column }),
			text("reading", "what the person read in the cell; empty for a blank cell, and for a review without readings", func(at *row) string {
				if at.human == nil {
					return ""
				}
				return at.human.Printed
			}),
			text("machine", "what the machine read in the cell; empty when it read nothing", func(at *row) string {
				if at.value == nil {
					return ""
				}
				return at.value.Printed
			}),
			code("machine_state", "the machine's state of the cell, as in cells; null when the report has no such cell, and for a review without readings", func(at *row) string {
				if at.value == nil {
					return ""
				}
				return at.value.State.String()
			}).orNull(),
		},
	}
}

func reviewRows(at *row, yield func() bool) {
	if at.report == nil {
		return
	}
	at.position = 0
	for _, at.review = range at.standing.Reviews {
		readings := at.review.Readings
		if len(readings) == 0 {
			at.human, at.value = nil, nil
			if at.position++; !yield() {
				return
			}
		}
		for i := range readings {
			at.human, at.value = &readings[i], at.report.At(readings[i].Cell)
			if at.value != nil && at.value.State == gongkai.Absent {
				at.value = nil
			}
			if at.position++; !yield() {
				return
			}
		}
	}
}
