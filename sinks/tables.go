package sinks

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"gongkai"
)

// Tables lists the tables of the dataset.
func Tables() []Table {
	tables := []Table{
		documents(), reports(), cells(),
		requests(), disputes(), proactive(), statistics2014(),
		series(), sections(), findings(), evidence(), crops(), conflicts(), copies(), reviews(),
		agencies(), coverage(),
	}
	for i, t := range tables {
		tables[i] = t.inChinese().withKeys()
	}
	return tables
}

// The columns that several tables share.

func reportID() Column {
	return code("report_id", "the report: the first 16 hex digits of the SHA-256 of its bytes", func(at *row) string { return at.ReportID })
}

func agency() Column {
	return code("agency", "the reporting agency's name as printed; null when the report does not name it",
		func(at *row) string { return at.report.Agency }).orNull()
}

func agencyID() Column {
	return code("agency_id", "the agency in table agencies; null when the report does not prove whose it is",
		func(at *row) string { return at.standing.AgencyID }).orNull()
}

// role comes with a pitfall: who counts all rows counts some reports twice.
func role() Column {
	return code("role", "principal, or what the document is beside the principal one of the same agency and year: twin (an attachment, another format), "+
		"mobile (the page for telephones), mirror (a copy on another host), superseded (an earlier publication that says something else), variant (says something else, and nothing says which of the two holds). "+
		"Count only rows of role principal, or reports with several documents count more than once",
		func(at *row) string { return at.standing.Role.String() })
}

func year() Column {
	return integer("year", "", "the year reported on, never the year of publication; null when the report does not say it",
		func(at *row) int { return at.report.Year }).orNull()
}

func status() Column {
	return code("status", "what may be believed of the report: verified (every sum of the form holds and no cell is doubtful), "+
		"source-inconsistent (a sum fails, and the agency printed it so), doubtful (a human should look), "+
		"incomplete (a table, row or statement is missing), narrative (no standard table: prose, or a list whose numbers no sum can prove), unjudged (not checked)",
		func(at *row) string { return at.report.Status.String() })
}

func documents() Table {
	return Table{
		Name:        "documents",
		Description: "Every input, one row each, with what became of it.",
		SortedBy:    []string{"sha256"},
		rows:        func(_ *row, yield func() bool) { yield() },
		Columns: []Column{
			text("sha256", "SHA-256 of the document's bytes, in hex; empty when they could not be read", func(at *row) string { return at.Source.SHA256 }),
			text("path", "where the document was found, as given to the program; null when it has no path", func(at *row) string { return at.Source.Path }).orNull(),
			text("url", "where the document was published; null when not known", func(at *row) string { return at.Source.URL }).orNull(),
			code("format", "format of the bytes: docx, html, pdf or text; null when it is none of them", func(at *row) string { return string(at.Source.Format) }).orNull(),
			integer("bytes", "byte", "size of the document", func(at *row) int { return at.Source.Bytes }),
			code("status", "what became of it: report, not-a-report, unreadable or duplicate", func(at *row) string { return string(at.Document.Status) }),
			code("reason", "why it is no report, in one stable word; null for reports", func(at *row) string { return at.Reason }).orNull(),
			text("message", "why it is no report, in words, or the page that a picture-of is read with; null when there is nothing to say", func(at *row) string { return at.Message }).orNull(),
			text("report_id", "the report that the document is or repeats; null when there is none", func(at *row) string { return at.ReportID }).orNull(),
			code("role", "of a report: principal, twin, mobile, mirror, superseded or variant, as in reports; null for other documents", func(at *row) string {
				if at.report == nil {
					return ""
				}
				return at.standing.Role.String()
			}).orNull(),
			text("duplicate_of", "path or URL of the document that this one repeats; null when it repeats none", func(at *row) string { return at.DuplicateOf }).orNull(),
			integer("pages", "page", "number of pages; null where the format has none", func(at *row) int { return at.Pages }).orNull(),
			code("method", "engine that read the document, like pdf/pdfium; null when none did", func(at *row) string { return at.Method }).orNull(),
			code("fetched", "when it was downloaded, as the archive of the crawl says, in UTC (RFC 3339); null when not known", func(at *row) string {
				if at.Fetched.IsZero() {
					return ""
				}
				return at.Fetched.UTC().Format(time.RFC3339)
			}).orNull(),
		},
	}
}

func reports() Table {
	return Table{
		Name:        "reports",
		Description: "One row a report: what it is, how far it can be believed, and where it came from.",
		SortedBy:    []string{"report_id"},
		rows: func(at *row, yield func() bool) {
			if at.report != nil {
				yield()
			}
		},
		Columns: slices.Concat([]Column{
			reportID(),
			text("path", "where the document was found, as given to the program; null when it has no path", func(at *row) string { return at.Source.Path }).orNull(),
			text("url", "where the document was published; null when not known", func(at *row) string { return at.Source.URL }).orNull(),
			text("sha256", "SHA-256 of the document's bytes, in hex", func(at *row) string { return at.Source.SHA256 }),
			code("format", "format of the bytes: docx, html, pdf or text", func(at *row) string { return string(at.Source.Format) }),
			code("method", "engine that read the document, like pdf/pdfium", func(at *row) string { return at.report.Method }),
			text("title", "the report's title as printed, its lines joined; null when it has none", func(at *row) string { return at.report.Title }).orNull(),
			agency(), agencyID(), year(), role(),
			text("principal_id", "report_id of the principal document of the same agency and year: the report itself when its role is principal", func(at *row) string {
				return cmp.Or(at.standing.PrincipalOf, at.ReportID)
			}),
			code("layout", "official form that the tables follow: cn-2019 (国办公开办函〔2019〕60号), cn-2021 (国办公开办函〔2021〕30号), "+
				"cn-2014 (国办发〔2014〕32号), the id of a local list such as cn-fujian-2009, narrative (none of them); null when not decided",
				func(at *row) string { return string(at.report.Layout) }).orNull(),
			status(),
			date("published", "the date that the site gives; null when none", func(at *row) string { return at.report.Published }),
			integer("cells", "cell", "rows that the report has in cells", func(at *row) int { return at.countCells(anyProof) }),
		}, proofCounts(), []Column{
			integer("findings_error", "finding", "findings of severity error", func(at *row) int { return at.countFindings(gongkai.Error) }),
			integer("findings_warning", "finding", "findings of severity warning", func(at *row) int { return at.countFindings(gongkai.Warning) }),
		}),
	}
}

func proofCounts() []Column {
	var columns []Column
	for _, p := range []gongkai.Proof{gongkai.Proven, gongkai.Contradicted, gongkai.Unchecked, gongkai.Doubtful} {
		columns = append(columns, integer("cells_"+p.String(), "cell", "cells whose proof is "+p.String(), func(at *row) int {
			return at.countCells(func(of gongkai.Proof) bool { return of == p })
		}))
	}
	return columns
}

func anyProof(gongkai.Proof) bool { return true }

func (at *row) countCells(counts func(gongkai.Proof) bool) int {
	n := 0
	for _, v := range at.report.Cells() {
		if counts(v.Proof) {
			n++
		}
	}
	return n
}

func (at *row) countFindings(severity gongkai.Severity) int {
	n := 0
	for _, f := range at.report.Findings {
		if f.Severity() == severity {
			n++
		}
	}
	return n
}

func cells() Table {
	return Table{
		Name: "cells",
		Description: "The authoritative long table: one row for every cell of the standard tables and of indicator lists that a report prints. " +
			"A cell that it does not have has no row.",
		SortedBy: []string{"report_id"},
		rows: func(at *row, yield func() bool) {
			if at.report == nil {
				return
			}
			for ref, value := range at.report.Cells() {
				at.cell, at.value = ref, value
				if !yield() {
					return
				}
			}
		},
		Columns: slices.Concat([]Column{
			reportID(), agency(), agencyID(), year(), role(),
			code("table", "code of the table: proactive (主动公开), requests (依申请公开), disputes (行政复议、行政诉讼), "+
				"statistics2014 (统计表 of 2014) or local (an indicator list that is no national form)", func(at *row) string { return at.cell.Table }),
			code("row", "code of the row; row_001, row_002, … in the order of the page where no list names it", func(at *row) string { return at.cell.Row }),
			code("column", "code of the column; value, value_2, … where no list names it", func(at *row) string { return at.cell.Column }),
			text("label", "label of the row as printed, for local lists; null for the rows of national forms", func(at *row) string { return at.report.Label(at.cell) }).orNull(),
			exact("value", "the printed number, exactly, in the unit of column unit; null unless state is number", func(at *row) *gongkai.Value { return at.value }),
			text("printed", "the text that the source prints, without surrounding white space; empty when it prints none", func(at *row) string { return at.value.Printed }),
			code("state", "what is printed: number, blank (nothing), dash (/ and its kind), text (words, or a number that cannot be held exactly), "+
				"illegible (the reader could not make it out)", func(at *row) string { return at.value.State.String() }),
			code("proof", "what vouches for the value: proven (a sum that holds would fail if it were wrong), contradicted (it is part of a sum that fails), "+
				"unchecked (no sum covers it), doubtful (the text is uncertain, or two readings disagree)", func(at *row) string { return at.value.Proof.String() }),
			code("unit", "unit as printed in the cell or in the header; null when none is printed", func(at *row) string { return at.value.Unit }).orNull(),
		}, place(func(at *row) gongkai.Location { return at.value.Location }), []Column{
			code("method", "engine that read the cell, like pdf/pdfium", func(at *row) string { return cmp.Or(at.value.Method, at.report.Method) }),
			text("uncertain", "the reader's doubt about printed; null when there is none", func(at *row) string { return at.value.Uncertain }).orNull(),
			status(),
		}),
	}
}

func sections() Table {
	return Table{
		Name:        "sections",
		Description: "The narrative of the reports, one row a section, without the tables.",
		SortedBy:    []string{"report_id", "position"},
		rows: func(at *row, yield func() bool) {
			if at.report == nil {
				return
			}
			for i, section := range at.report.Sections {
				at.position, at.section = i+1, section
				if !yield() {
					return
				}
			}
		},
		Columns: []Column{
			reportID(), agency(), agencyID(), year(), role(),
			integer("position", "", "place of the section in the report, from 1", func(at *row) int { return at.position }),
			code("code", "preface, overview, proactive, requests, disputes, problems or other_matters; null for a part that the official form does not have",
				func(at *row) string { return at.section.Code }).orNull(),
			text("heading", "heading as printed; null when there is none", func(at *row) string { return at.section.Heading }).orNull(),
			text("text", "the paragraphs, separated by line feeds", func(at *row) string { return at.section.Text }),
		},
	}
}

func findings() Table {
	return Table{
		Name:        "findings",
		Description: "What was odd in the reports, one row a finding.",
		SortedBy:    []string{"report_id", "position"},
		rows: func(at *row, yield func() bool) {
			if at.report == nil {
				return
			}
			for i, finding := range at.report.Findings {
				at.position, at.finding = i+1, finding
				if !yield() {
					return
				}
			}
		},
		Columns: slices.Concat([]Column{
			reportID(),
			integer("position", "", "number of the finding in the report, from 1", func(at *row) int { return at.position }),
			code("code", "stable code of the kind of finding", func(at *row) string { return string(at.finding.Code) }),
			code("severity", "error (a number, a table or a fact is missing or contradicted), warning (not as the official form has it) or info",
				func(at *row) string { return at.finding.Severity().String() }),
			code("message", "what the code means, in English", func(at *row) string { return at.rule().English }),
			code("message_zh", "what the code means, in Chinese", func(at *row) string { return at.rule().Chinese }),
			text("cells", "the cells concerned as table.row.column, separated by semicolons; null when there are none", func(at *row) string { return cellList(at.finding.Cells) }).orNull(),
			text("expected", "what the form or the arithmetic asks for; null when nothing is to be said", func(at *row) string { return at.finding.Expected }).orNull(),
			text("found", "what is printed; null when nothing is to be said", func(at *row) string { return at.finding.Found }).orNull(),
			text("detail", "the arithmetic or the row as printed, in no language; null when there is none", func(at *row) string { return at.finding.Detail }).orNull(),
		}, place(func(at *row) gongkai.Location { return at.finding.Location })),
	}
}

func (at *row) rule() gongkai.Rule {
	rule, _ := at.finding.Code.Rule()
	return rule
}

func cellList(cells []gongkai.CellRef) string {
	names := make([]string, len(cells))
	for i, ref := range cells {
		names[i] = ref.String()
	}
	return strings.Join(names, ";")
}
