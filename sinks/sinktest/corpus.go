package sinktest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"gongkai"
	"gongkai/sinks"
)

// Corpus is a small set of documents, in the order that a Sink wants, that
// hold between them every document status, cell state and proof, null in every
// nullable column, numbers at the bounds of gongkai.Decimal, and texts that
// are hard to write.
func Corpus() []sinks.Record {
	entries := []sinks.Record{
		Typical(1), states(), extremes(), texts(), narrative(), lists(),
		other("b", sinks.StatusNotAReport, "not-a-report", ""),
		other("c", sinks.StatusUnreadable, "damaged", "docx: word/document.xml: byte 17: the document is damaged"),
	}
	original := entries[0]
	entries = append(entries, sinks.Record{Document: &sinks.Document{
		Source: gongkai.Source{Path: original.Document.Source.Path + ".copy", SHA256: original.Document.Source.SHA256,
			Format: gongkai.FormatDOCX, Bytes: original.Document.Source.Bytes},
		Status: sinks.StatusDuplicate, Reason: "same-bytes", Fetched: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		ReportID: original.Document.ReportID, DuplicateOf: original.Document.Source.Path,
	}})
	entries = append(entries, sinks.Record{Document: &sinks.Document{
		Source: gongkai.Source{Path: "locked.pdf"}, Status: sinks.StatusUnreadable,
		Reason: gongkai.Reason(gongkai.ErrAccess), Message: gongkai.ErrAccess.Error()}})
	Sort(entries)
	return append(entries, Others()...)
}

// Others are records that are no documents, in the order that a Sink wants.
func Others() []sinks.Record {
	agency := func(a gongkai.Agency) sinks.Record { return sinks.Record{Agency: &a} }
	coverage := func(c gongkai.Coverage) sinks.Record { return sinks.Record{Coverage: &c} }
	return []sinks.Record{
		agency(gongkai.Agency{ID: "000000-government", Name: "国务院", Division: "000000", Level: gongkai.Central, Function: "government"}),
		agency(gongkai.Agency{ID: "350128-ecology", Name: "平潭县环境保护局", Aliases: []string{"平潭县环保局", "=局"}, Division: "350128",
			Level: gongkai.County, Function: "ecology", Parent: "000000-government", Successor: "350128-ecology_environment"}),
		coverage(gongkai.Coverage{AgencyID: "350128-ecology", Year: 2019, ReportID: "0123456789abcdef"}),
		coverage(gongkai.Coverage{AgencyID: "350128-ecology", Year: 2020, State: gongkai.UnreadableReport, Detail: "locked.pdf"}),
		coverage(gongkai.Coverage{AgencyID: "350128-ecology", Year: 2026, State: gongkai.NotPublishedYet, Detail: "2027-03-31"}),
	}
}

// standing is every table of what documents say of one another.
func standing() *gongkai.Standing {
	seven, nine := number("7"), number("9")
	return &gongkai.Standing{
		AgencyID: "350128-ecology", Role: gongkai.Superseded, PrincipalOf: "fedcba9876543210",
		Series: []gongkai.Observation{
			{Indicator: "requests_received", Unit: "件", Value: number("120"), Proof: gongkai.Proven, Cells: []gongkai.CellRef{{Table: "requests", Row: "new_requests", Column: "total"}}},
			{Indicator: "share_granted", Value: number("0.777778"), Numerator: &seven, Denominator: &nine, Comparability: "wording-2019"},
			{Indicator: "share_denied", Missing: "zero-denominator"},
			{Indicator: "petitions", Unit: "件", Missing: "absent"},
		},
		Conflicts: []gongkai.Conflict{{Cell: gongkai.CellRef{Table: "requests", Row: "granted", Column: "total"}, Printed: "3.0", State: gongkai.Number,
			Other: "", OtherState: gongkai.Absent, OtherReport: "fedcba9876543210", OtherPath: "b.pdf"}},
		Copies: []gongkai.Copy{
			{Section: "problems", OtherReport: "fedcba9876543210", OtherAgency: "=甲局", OtherYear: 2019, Similarity: 9950, Shared: "一是…\n二是…"},
			{Section: "overview", OtherReport: "0123456789abcdef", Similarity: 8000}},
		Reviews: []gongkai.HumanReview{
			{Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), By: "=张三", Note: "原页\n模糊"},
			{Time: time.Date(2026, 1, 3, 3, 4, 5, 0, time.UTC), By: "Li", Readings: []gongkai.HumanReading{
				{Cell: gongkai.CellRef{Table: "requests", Row: "granted", Column: "total"}, Printed: "12"},
				{Cell: gongkai.CellRef{Table: "local", Row: "row_001", Column: "value"}}}}},
	}
}

// Sort puts the documents among the records into the order that a Sink wants,
// and before the others.
func Sort(entries []sinks.Record) {
	slices.SortStableFunc(entries, func(a, b sinks.Record) int {
		if a.Document == nil || b.Document == nil {
			return cmp.Compare(truth(a.Document == nil), truth(b.Document == nil))
		}
		x, y := a.Document.Source, b.Document.Source
		if x.SHA256 != y.SHA256 {
			return strings.Compare(x.SHA256, y.SHA256)
		}
		return strings.Compare(x.Path, y.Path)
	})
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Typical is a report of ordinary size: every cell of the standard tables
// of 2019 and 2021 (285), six sections, three findings. Reports of different i differ.
func Typical(i int) sinks.Record {
	e := report(fmt.Sprintf("typical %d", i), gongkai.FormatDOCX)
	r := e.Report
	e.Standing = standing()
	e.Standing.Role, e.Standing.PrincipalOf = gongkai.Principal, ""
	r.Evidence = []gongkai.Evidence{{Field: "year", Value: fmt.Sprint(2019 + i%6), From: "title-page", Text: "年度报告"}}
	r.Agency = fmt.Sprintf("平潭综合实验区第%d局", i%500)
	r.Year, r.Layout, r.Status, r.Published = 2019+i%6, gongkai.Layout2021, gongkai.Verified, fmt.Sprintf("%d-01-%02d", 2020+i%6, 1+i%28)
	r.Title = fmt.Sprintf("%s%d年政府信息公开工作年度报告", r.Agency, r.Year)
	n := 0
	for _, schema := range gongkai.Schemas() {
		if schema.Table == gongkai.TableStatistics2014 {
			continue // no report has both
		}
		for y, row := range schema.Rows {
			for x, column := range schema.Columns {
				n++
				number := int64(0)
				if (n*7+i)%5 == 0 {
					number = int64((n * i) % 1000)
				}
				r.Set(gongkai.CellRef{Table: schema.Table, Row: row, Column: column}, gongkai.Value{
					Printed: fmt.Sprint(number), Number: gongkai.Int(number), State: gongkai.Number, Proof: gongkai.Proven,
					Location: gongkai.Location{Path: fmt.Sprintf("/body/tbl[%d]/tr[%d]/tc[%d]", len(schema.Table)%3+1, y+4, x+2)},
				})
			}
		}
	}
	for _, code := range []string{"preface", "overview", "proactive", "requests", "problems", "other_matters"} {
		r.Sections = append(r.Sections, gongkai.Section{Code: code, Heading: "一、总体情况",
			Text: strings.Repeat(fmt.Sprintf("%d年，本机关认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开政府信息%d条。\n", r.Year, i), 8)})
	}
	for _, f := range []gongkai.Code{gongkai.MissingRow, gongkai.IdentityBlankAsZero, gongkai.UncertainCell} {
		r.Findings = append(r.Findings, gongkai.Finding{Code: f, Detail: fmt.Sprintf("%d + 1 = %d", i, i+1),
			Cells: []gongkai.CellRef{{Table: "requests", Row: "granted", Column: "total"}, {Table: "requests", Row: "processed_total", Column: "total"}}})
	}
	return e
}

// report begins a report of a document with the text as its bytes.
func report(text string, format gongkai.Format) sinks.Record {
	digest := sha256.Sum256([]byte(text))
	source := gongkai.Source{Path: "archive.zip!/" + text + "." + string(format), URL: "https://www.example.gov.cn/" + text,
		SHA256: hex.EncodeToString(digest[:]), Format: format, Bytes: len(text)}
	method := string(format) + "/test"
	return sinks.Record{
		Document: &sinks.Document{Source: source, Status: sinks.StatusReport, ReportID: sinks.ReportID(source.SHA256), Method: method},
		Report:   &gongkai.Report{Source: source, Method: method},
	}
}

// other is a document that is not a report.
func other(text string, status sinks.DocumentStatus, reason, message string) sinks.Record {
	e := report(text, gongkai.FormatHTML)
	e.Document.Status, e.Document.Reason, e.Document.Message, e.Document.ReportID = status, reason, message, ""
	return sinks.Record{Document: e.Document}
}

// states is a report with every state and proof, and both kinds of location.
func states() sinks.Record {
	e := report("states", gongkai.FormatPDF)
	e.Document.Pages = 5
	r := e.Report
	e.Standing = standing()
	r.Evidence = []gongkai.Evidence{{Field: "agency", Value: "甲局", From: "title-page", Text: "甲局 2020 年\n报告"}, {Field: "year"}}
	r.Year, r.Status, r.Layout = 2020, gongkai.SourceInconsistent, gongkai.Layout2019
	at := func(row gongkai.RequestRow, column gongkai.Applicant, v gongkai.Value) {
		r.Set(gongkai.CellRef{Table: gongkai.TableRequests, Row: row.String(), Column: column.String()}, v)
	}
	at(gongkai.Granted, gongkai.NaturalPerson, gongkai.Value{State: gongkai.Number, Printed: "12件", Number: gongkai.Int(12), Unit: "件", Proof: gongkai.Proven,
		Location: gongkai.Location{Page: 3, Box: [4]float64{72, 100.125, 90.5, 112.999}}})
	at(gongkai.Granted, gongkai.CommercialEnterprise, gongkai.Value{State: gongkai.Blank, Proof: gongkai.Unchecked})
	at(gongkai.Granted, gongkai.ResearchInstitution, gongkai.Value{State: gongkai.Dash, Printed: "/", Proof: gongkai.Contradicted})
	at(gongkai.Granted, gongkai.PublicWelfareOrg, gongkai.Value{State: gongkai.Text, Printed: "见附件"})
	at(gongkai.Granted, gongkai.LegalServiceOrg, gongkai.Value{State: gongkai.Illegible, Printed: "\uFFFD", Uncertain: "glyph without Unicode", Proof: gongkai.Doubtful})
	at(gongkai.Granted, gongkai.OtherOrg, gongkai.Value{State: gongkai.Number, Printed: "2.5", Number: number("2.5")})
	at(gongkai.Granted, gongkai.ApplicantTotal, gongkai.Value{State: gongkai.Number, Printed: "3.0", Number: number("3.0")})
	at(gongkai.CarriedOut, gongkai.ApplicantTotal, gongkai.Value{State: gongkai.Number, Printed: "0", Location: gongkai.Location{Line: 44}})
	r.Crops = []gongkai.Crop{{Cell: gongkai.CellRef{Table: "requests", Row: "granted", Column: "legal_service_org"}, PNG: []byte("\x89PNG"), First: "\uFFFD", Second: ""}}
	r.Findings = []gongkai.Finding{
		{Code: gongkai.IdentityFails, Expected: "12", Found: "3.0", Detail: "12 ≠ 3.0", Location: gongkai.Location{Page: 3, Box: [4]float64{-1, 0, math.Inf(1), math.NaN()}}},
		{Code: "no-such-code", Location: gongkai.Location{Page: 1, Box: [4]float64{1, 2, 3.254, 4}, Path: "/html/body", Line: 7}},
	}
	return e
}

// extremes is a report with numbers at the bounds of gongkai.Decimal.
func extremes() sinks.Record {
	e := report("extremes", gongkai.FormatText)
	r := e.Report
	r.Status = gongkai.Incomplete
	e.Standing = standing()
	e.Standing.AgencyID = ""
	numbers := []string{"999999999999999999", "-999999999999999999", "9999999999.99999999", "-0.00000001", "0.00000000", "-18", "0000000000000001690.991300"}
	for i, text := range numbers {
		for _, column := range []gongkai.ProactiveColumn{gongkai.Amount, gongkai.ItemsChange} {
			r.Set(gongkai.CellRef{Table: gongkai.TableProactive, Row: gongkai.ProactiveRow(i).String(), Column: column.String()},
				gongkai.Value{State: gongkai.Number, Printed: text, Number: number(text), Unit: "万元"})
		}
	}
	// Rows of which only one cell is printed, in a report without agency and year.
	for _, ref := range []gongkai.CellRef{{Table: gongkai.TableProactive, Row: "procurement", Column: "items"},
		{Table: gongkai.TableRequests, Row: "other", Column: "other_org"}, {Table: gongkai.TableDisputes, Row: "review", Column: "pending"},
		{Table: gongkai.TableStatistics2014, Row: "budget", Column: "value"}} {
		r.Set(ref, gongkai.Value{State: gongkai.Number, Printed: "1", Number: gongkai.Int(1)})
	}
	return e
}

// texts is a report whose texts are hard to write.
func texts() sinks.Record {
	e := report("texts", gongkai.FormatHTML)
	e.Document.Source.Path = "GBK \xc4\xea\xb1\xa8.html"
	r := e.Report
	r.Agency, r.Title, r.Published = "=HYPERLINK(\"http://x\",\"局\")", "\"引号\", 逗号,\n换行\t制表", "2020-02-30"
	r.Status = gongkai.DoubtfulReport
	for i, text := range []string{"", " 前后空格 ", "@SUM(A1)", "\\.", "𠮷田\u3000\u200b", "a\x00b", "line\u2028separator\rreturn", strings.Repeat("长", 100_000)} {
		r.Sections = append(r.Sections, gongkai.Section{Heading: text, Text: text})
		r.Set(gongkai.CellRef{Table: gongkai.TableDisputes, Row: gongkai.DisputeRoute(i % 3).String(), Column: gongkai.DisputeOutcome(i / 3).String()},
			gongkai.Value{State: gongkai.Text, Printed: text})
	}
	return e
}

// lists is a report with the form of 2014, a local list and a row that no list
// knows.
func lists() sinks.Record {
	e := report("lists", gongkai.FormatHTML)
	r := e.Report
	r.Layout, r.Status, r.Agency, r.Year = gongkai.Layout2014, gongkai.Verified, "青梧县人民政府", 2016
	e.Standing = &gongkai.Standing{AgencyID: "000000-government"}
	put := func(table, row, column, printed, unit string) {
		r.Set(gongkai.CellRef{Table: table, Row: row, Column: column},
			gongkai.Value{State: gongkai.Number, Printed: printed, Number: number(printed), Unit: unit, Proof: gongkai.Proven})
	}
	for i, column := range []string{"value", "cumulative", "government", "departments", "townships"} {
		put(gongkai.TableStatistics2014, "disclosed_total", column, fmt.Sprint(100+i), "条")
	}
	put(gongkai.TableStatistics2014, "budget", "value", "12.50", "万元")
	put(gongkai.TableStatistics2014, "complaints", "value", "0", "")
	put(gongkai.TableStatistics2014, "staff", "cumulative", "7", "人")
	put(gongkai.TableLocal, "row_001", "value", "3", "场")
	r.Local.Rows[0].Label, r.Local.Rows[0].Unit = "举办开放日活动数", "场"
	return e
}

func narrative() sinks.Record {
	e := report("narrative", gongkai.FormatHTML)
	e.Document.Source.URL, e.Document.Source.Path = "", ""
	e.Report.Status, e.Report.Layout = gongkai.Narrative, gongkai.LayoutNarrative
	e.Report.Sections = []gongkai.Section{{Text: "2014年，本局主动公开政府信息16条。"}}
	return e
}

func number(s string) gongkai.Decimal {
	d, err := gongkai.ParseDecimal(s)
	if err != nil {
		panic(err) // the corpus is wrong
	}
	return d
}
