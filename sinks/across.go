package sinks

import (
	"strings"

	"gongkai"
)

// The tables of what reports say of one another, and of who reports.

// each is the rows of a table that has one for every item of a report.
func each[T any](of func(*row) []T, put func(*row, T)) func(*row, func() bool) {
	return func(at *row, yield func() bool) {
		if at.report == nil {
			return
		}
		for i, item := range of(at) {
			at.position = i + 1
			put(at, item)
			if !yield() {
				return
			}
		}
	}
}

func series() Table {
	amount := func(name, description string, of func(gongkai.Observation) *gongkai.Decimal) Column {
		return Column{Name: name, Type: Decimal, Nullable: true, Description: description, of: func(at *row) Value {
			if d := of(at.observed); d != nil {
				return Value{Decimal: *d}
			}
			return null
		}}
	}
	return Table{
		Name: "series",
		Description: "Indicators that are comparable over the layouts of 2014, 2019 and 2021, one row an indicator of a principal report. " +
			"Totals and their parts are different indicators; docs/SERIES.md says what each is made of.",
		SortedBy: []string{"report_id"},
		rows:     each(func(at *row) []gongkai.Observation { return at.standing.Series }, func(at *row, o gongkai.Observation) { at.observed = o }),
		Columns: []Column{
			reportID(), agency(), agencyID(), year(),
			code("indicator", "code of the indicator", func(at *row) string { return at.observed.Indicator }),
			amount("value", "the number: exact for counts and amounts, rounded to six decimals for shares; null where it is missing",
				func(o gongkai.Observation) *gongkai.Decimal {
					if o.Missing != "" {
						return nil
					}
					return &o.Value
				}),
			code("unit", "unit of value; null for shares", func(at *row) string { return at.observed.Unit }).orNull(),
			amount("numerator", "what a share divides, exactly; null for other indicators and where a part is missing", func(o gongkai.Observation) *gongkai.Decimal { return o.Numerator }),
			amount("denominator", "what a share divides by, exactly; null for other indicators and where a part is missing", func(o gongkai.Observation) *gongkai.Decimal { return o.Denominator }),
			code("missing", "why there is no value: blank, dash, text, absent or illegible (the state of the first cell that has no number), unit (a cell counts in thousands or in money) or zero-denominator; null where there is one",
				func(at *row) string { return at.observed.Missing }).orNull(),
			code("proof", "the weakest proof of the cells that it is made of", func(at *row) string { return at.observed.Proof.String() }),
			code("layout", "the layout of the report; null when not decided", func(at *row) string { return string(at.report.Layout) }).orNull(),
			code("comparability", "how the number differs from what the form of 2021 means by it: a code of docs/SERIES.md, for shares several separated by semicolons; null where it does not", func(at *row) string { return at.observed.Comparability }).orNull(),
			text("cells", "the cells that it is made of as table.row.column, separated by semicolons", func(at *row) string { return cellList(at.observed.Cells) }),
			status(),
		},
	}
}

func evidence() Table {
	return Table{
		Name:        "evidence",
		Description: "What was weighed to find agency and year, and what no table of the form states, one row a statement.",
		SortedBy:    []string{"report_id", "position"},
		rows:        each(func(at *row) []gongkai.Evidence { return at.report.Evidence }, func(at *row, e gongkai.Evidence) { at.evidence = e }),
		Columns: []Column{
			reportID(),
			integer("position", "", "number of the statement in the report, from 1", func(at *row) int { return at.position }),
			code("field", "what it is about: agency, year, published, host or fee", func(at *row) string { return at.evidence.Field }),
			text("value", "what it says", func(at *row) string { return at.evidence.Value }),
			code("from", "where it stands: title-page, period, signature, metadata, …", func(at *row) string { return at.evidence.From }),
			text("passage", "the passage", func(at *row) string { return at.evidence.Text }),
		},
	}
}

func conflicts() Table {
	return Table{
		Name:        "conflicts",
		Description: "Cells in which two documents of one agency and year differ, one row for each cell of the principal document and each other one.",
		SortedBy:    []string{"report_id"},
		rows:        each(func(at *row) []gongkai.Conflict { return at.standing.Conflicts }, func(at *row, c gongkai.Conflict) { at.conflict = c }),
		Columns: []Column{
			reportID(), agency(), agencyID(), year(),
			code("table", "code of the table", func(at *row) string { return at.conflict.Cell.Table }),
			code("row", "code of the row", func(at *row) string { return at.conflict.Cell.Row }),
			code("column", "code of the column", func(at *row) string { return at.conflict.Cell.Column }),
			text("printed", "what the principal document prints", func(at *row) string { return at.conflict.Printed }),
			code("state", "what that is, as in cells, or absent", func(at *row) string { return at.conflict.State.String() }),
			text("other_printed", "what the other document prints", func(at *row) string { return at.conflict.Other }),
			code("other_state", "what that is, as in cells, or absent", func(at *row) string { return at.conflict.OtherState.String() }),
			code("other_report_id", "the other document's report", func(at *row) string { return at.conflict.OtherReport }),
		},
	}
}

func copies() Table {
	return Table{
		Name:        "copies",
		Description: "Sections whose text is nearly that of another report, one row a pair; the report is the later one of the two.",
		SortedBy:    []string{"report_id"},
		rows:        each(func(at *row) []gongkai.Copy { return at.standing.Copies }, func(at *row, c gongkai.Copy) { at.copy = c }),
		Columns: []Column{
			reportID(), agency(), agencyID(), year(),
			code("section", "code of the section", func(at *row) string { return at.copy.Section }),
			code("other_report_id", "the report that it is like", func(at *row) string { return at.copy.OtherReport }),
			code("other_agency", "agency of that report as printed; null when it does not name it", func(at *row) string { return at.copy.OtherAgency }).orNull(),
			integer("other_year", "", "year of that report; null when it does not say it", func(at *row) int { return at.copy.OtherYear }).orNull(),
			Column{Name: "similarity", Type: Hundredths, Unit: "%", Description: "share of the section's pieces of text that the other has too, in per cent",
				of: func(at *row) Value { return Value{Int: int64(at.copy.Similarity)} }},
			text("shared", "the longest passages that both have, separated by line feeds", func(at *row) string { return at.copy.Shared }),
		},
	}
}

func agencies() Table {
	return Table{
		Name:        "agencies",
		Description: "The agencies whose reports are in the dataset or expected in it, and those above them, one row an agency.",
		SortedBy:    []string{"agency_id"},
		kind:        ofAgency,
		rows:        func(_ *row, yield func() bool) { yield() },
		Columns: []Column{
			code("agency_id", "stable id: division code and function", func(at *row) string { return at.agency.ID }),
			text("name", "full official name", func(at *row) string { return at.agency.Name }),
			text("aliases", "other names that mean this agency and no other, separated by semicolons; null when there are none",
				func(at *row) string { return strings.Join(at.agency.Aliases, ";") }).orNull(),
			code("division", "code of the division it serves (GB/T 2260, six digits, or nine with the township); 000000 for the central government", func(at *row) string { return at.agency.Division }),
			code("level", "central, province, prefecture, county or township; unknown where the name does not say it", func(at *row) string { return at.agency.Level.String() }),
			code("function", "what it does, a stable code such as government or public_security", func(at *row) string { return at.agency.Function }),
			code("parent_id", "the agency above it; null when there is none", func(at *row) string { return at.agency.Parent }).orNull(),
			code("successor_id", "the agency that took its place; null when none did", func(at *row) string { return at.agency.Successor }).orNull(),
		},
	}
}

func coverage() Table {
	return Table{
		Name:        "coverage",
		Description: "Which reports are there and which are not: one row for every agency of the dataset and every year that is expected of it.",
		SortedBy:    []string{"agency_id", "year"},
		kind:        ofCoverage,
		rows:        func(_ *row, yield func() bool) { yield() },
		Columns: []Column{
			code("agency_id", "the agency in table agencies", func(at *row) string { return at.coverage.AgencyID }),
			integer("year", "", "the year reported on", func(at *row) int { return at.coverage.Year }),
			code("state", "held (there is a report), not-found (no input is it), unreadable (an input seems to be it and cannot be read) or not-published-yet",
				func(at *row) string { return at.coverage.State.String() }),
			code("report_id", "the principal report; null when there is none", func(at *row) string { return at.coverage.ReportID }).orNull(),
			text("detail", "why there is none: the document that could not be read, the day by which it must be published; null when there is nothing to say",
				func(at *row) string { return at.coverage.Detail }).orNull(),
		},
	}
}
