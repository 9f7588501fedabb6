package sinks_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/sinktest"
)

// columns is the dataset's contract: a change here changes what people's
// queries find. "?" marks a nullable column.
const columns = `
documents: sha256 text, path text?, url text?, format code?, bytes integer, status code, reason code?, message text?, report_id text?, role code?, duplicate_of text?, pages integer?, method code?, fetched code?
reports: report_id code, path text?, url text?, sha256 text, format code, method code, title text?, agency code?, agency_id code?, year integer?, role code, principal_id text, layout code?, status code, published date?, cells integer, cells_proven integer, cells_contradicted integer, cells_unchecked integer, cells_doubtful integer, findings_error integer, findings_warning integer
cells: report_id code, agency code?, agency_id code?, year integer?, role code, table code, row code, column code, label text?, value decimal?, printed text, state code, proof code, unit code?, page integer?, box_left hundredths?, box_top hundredths?, box_right hundredths?, box_bottom hundredths?, element_path text?, line integer?, method code, uncertain text?, status code
requests: report_id code, agency code?, agency_id code?, year integer?, role code, row code, natural_person integer?, commercial_enterprise integer?, research_institution integer?, public_welfare_org integer?, legal_service_org integer?, other_org integer?, total integer?, status code
disputes: report_id code, agency code?, agency_id code?, year integer?, role code, row code, upheld integer?, corrected integer?, other integer?, pending integer?, total integer?, status code
proactive: report_id code, agency code?, agency_id code?, year integer?, role code, row code, issued integer?, repealed integer?, in_force integer?, made integer?, disclosed integer?, disclosed_total integer?, items_last_year integer?, items_change integer?, decisions integer?, items integer?, amount decimal?, amount_unit code?, status code
statistics2014: report_id code, agency code?, agency_id code?, year integer?, role code, row code, value decimal?, cumulative decimal?, government decimal?, departments decimal?, townships decimal?, unit code?, status code
series: report_id code, agency code?, agency_id code?, year integer?, indicator code, value decimal?, unit code?, numerator decimal?, denominator decimal?, missing code?, proof code, layout code?, comparability code?, cells text, status code
sections: report_id code, agency code?, agency_id code?, year integer?, role code, position integer, code code?, heading text?, text text
findings: report_id code, position integer, code code, severity code, message code, message_zh code, cells text?, expected text?, found text?, detail text?, page integer?, box_left hundredths?, box_top hundredths?, box_right hundredths?, box_bottom hundredths?, element_path text?, line integer?
evidence: report_id code, position integer, field code, value text, from code, passage text
crops: report_id code, table code, row code, column code, first text, second text, picture text
conflicts: report_id code, agency code?, agency_id code?, year integer?, table code, row code, column code, printed text, state code, other_printed text, other_state code, other_report_id code
copies: report_id code, agency code?, agency_id code?, year integer?, section code, other_report_id code, other_agency code?, other_year integer?, similarity hundredths, shared text
reviews: report_id code, agency code?, agency_id code?, year integer?, position integer, reviewed code, reviewer text, note text?, table code?, row code?, column code?, reading text, machine text, machine_state code?
agencies: agency_id code, name text, aliases text?, division code, level code, function code, parent_id code?, successor_id code?
coverage: agency_id code, year integer, state code, report_id code?, detail text?
`

func TestColumns(t *testing.T) {
	got := "\n"
	for _, table := range sinks.Tables() {
		var list []string
		for _, c := range table.Columns {
			text := c.Name + " " + c.Type.String()
			if c.Nullable {
				text += "?"
			}
			list = append(list, text)
			if c.Description == "" {
				t.Errorf("%s.%s has no description", table.Name, c.Name)
			}
			if c.Nullable && !strings.Contains(strings.ToLower(c.Description+table.Description), "null") {
				t.Errorf("%s.%s does not say what null means", table.Name, c.Name)
			}
		}
		got += table.Name + ": " + strings.Join(list, ", ") + "\n"
		if table.Description == "" {
			t.Errorf("%s has no description", table.Name)
		}
		for _, name := range table.SortedBy {
			if i := slices.IndexFunc(table.Columns, func(c sinks.Column) bool { return c.Name == name && !c.Nullable }); i < 0 {
				t.Errorf("%s is sorted by %s, which is no column without nulls", table.Name, name)
			}
		}
	}
	if diff := cmp.Diff(strings.Split(columns, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
}

// TestEveryCodeHasAPlace puts a different number into every cell that the root
// package knows, and finds each once in the wide views and once in cells.
func TestEveryCodeHasAPlace(t *testing.T) {
	r := &gongkai.Report{}
	want := map[string]string{}
	n := 0
	for _, schema := range gongkai.Schemas() {
		for _, row := range schema.Rows {
			for _, column := range schema.Columns {
				n++
				ref := gongkai.CellRef{Table: schema.Table, Row: row, Column: column}
				r.Set(ref, gongkai.Value{State: gongkai.Number, Number: gongkai.Int(int64(n))})
				want[ref.String()] = fmt.Sprint(n)
			}
		}
	}
	long, wide := map[string]string{}, map[string]string{}
	for _, table := range sinks.Tables() {
		for values := range table.Rows(sinks.Record{Document: &sinks.Document{}, Report: r}) {
			row := record(table, values)
			if table.Name == "cells" {
				long[row["table"]+"."+row["row"]+"."+row["column"]] = row["value"]
			}
			if !slices.ContainsFunc(gongkai.Schemas(), func(s gongkai.Schema) bool { return s.Table == table.Name }) {
				continue
			}
			for _, c := range table.Columns {
				if c.Nullable && c.Name != "agency" && c.Name != "agency_id" && c.Name != "year" && c.Name != "amount_unit" && c.Name != "unit" {
					wide[table.Name+"."+row["row"]+"."+c.Name] = row[c.Name]
				}
			}
		}
	}
	if diff := cmp.Diff(want, long); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, wide); diff != "" {
		t.Errorf("wide views (-want +got):\n%s", diff)
	}
}

// record is a row by column name.
func record(t sinks.Table, values []sinks.Value) map[string]string {
	record := map[string]string{}
	for i, c := range t.Columns {
		record[c.Name] = c.Format(values[i])
		if values[i].Null {
			record[c.Name] = "null"
		}
	}
	return record
}

// rows are the rows of a table as text, the named columns only.
func rows(t *testing.T, name string, d sinks.Document, r *gongkai.Report, columns string) string {
	t.Helper()
	var b strings.Builder
	for _, table := range sinks.Tables() {
		if table.Name != name {
			continue
		}
		for values := range table.Rows(sinks.Record{Document: &d, Report: r}) {
			var fields []string
			for _, c := range strings.Fields(columns) {
				fields = append(fields, record(table, values)[c])
			}
			b.WriteString(strings.Join(fields, " | ") + "\n")
		}
	}
	return b.String()
}

// TestStates: what each state of a cell becomes in cells and in a wide view.
func TestStates(t *testing.T) {
	r := entry(t, "archive.zip!/states.pdf").Report
	got := rows(t, "cells", sinks.Document{}, r, "row column value printed state proof unit page box_top line uncertain")
	want := `granted | natural_person | 12 | 12件 | number | proven | 件 | 3 | 100.13 | null | null
granted | commercial_enterprise | null |  | blank | unchecked | null | null | null | null | null
granted | research_institution | null | / | dash | contradicted | null | null | null | null | null
granted | public_welfare_org | null | 见附件 | text | unchecked | null | null | null | null | null
granted | legal_service_org | null | ` + "\uFFFD" + ` | illegible | doubtful | null | null | null | null | glyph without Unicode
granted | other_org | 2.5 | 2.5 | number | unchecked | null | null | null | null | null
granted | total | 3.0 | 3.0 | number | unchecked | null | null | null | null | null
carried_out | total | 0 | 0 | number | unchecked | null | null | null | 44 | null
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	got = rows(t, "requests", sinks.Document{}, r, "year row natural_person commercial_enterprise research_institution public_welfare_org legal_service_org other_org total status")
	want = `2020 | granted | 12 | null | null | null | null | null | 3 | source-inconsistent
2020 | carried_out | null | null | null | null | null | null | 0 | source-inconsistent
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	got = rows(t, "reports", sinks.Document{}, r, "agency year layout status published cells cells_proven cells_contradicted cells_unchecked cells_doubtful findings_error findings_warning")
	if want := "null | 2020 | cn-2019 | source-inconsistent | null | 8 | 1 | 1 | 5 | 1 | 1 | 0\n"; got != want {
		t.Errorf("reports: got %q, want %q", got, want)
	}
	got = rows(t, "findings", sinks.Document{}, r, "position code severity cells expected found detail page box_left box_top box_right box_bottom")
	want = `1 | identity-fails | error | null | 12 | 3.0 | 12 ≠ 3.0 | 3 | -1.00 | 0.00 | null | null
2 | no-such-code | info | null | null | null | null | 1 | 1.00 | 2.00 | 3.25 | 4.00
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestAmounts: amounts are exact; a count that is not whole is null.
func TestAmounts(t *testing.T) {
	got := rows(t, "proactive", sinks.Document{}, entry(t, "archive.zip!/extremes.text").Report, "row amount amount_unit items_change issued")
	want := `regulations | 999999999999999999 | 万元 | 999999999999999999 | null
normative_documents | -999999999999999999 | 万元 | -999999999999999999 | null
licensing | 9999999999.99999999 | 万元 | null | null
other_services | -0.00000001 | 万元 | null | null
penalties | 0.00000000 | 万元 | 0 | null
coercive_measures | -18 | 万元 | -18 | null
fees | 1690.991300 | 万元 | null | null
procurement | null | null | null | null
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("proactive (-want +got):\n%s", diff)
	}
}

func TestDocumentsAndTexts(t *testing.T) {
	var got string
	for _, e := range sinktest.Corpus() {
		if e.Document == nil {
			continue
		}
		got += rows(t, "documents", *e.Document, e.Report, "path url status reason report_id duplicate_of pages")
	}
	want := `locked.pdf | null | unreadable | access | null | null | null
archive.zip!/c.html | https://www.example.gov.cn/c | unreadable | damaged | null | null | null
archive.zip!/b.html | https://www.example.gov.cn/b | not-a-report | not-a-report | null | null | null
archive.zip!/lists.html | https://www.example.gov.cn/lists | report | null | 4c14c4a453f98de4 | null | null
archive.zip!/extremes.text | https://www.example.gov.cn/extremes | report | null | 5da613fe66688344 | null | null
archive.zip!/states.pdf | https://www.example.gov.cn/states | report | null | 923b4b90ea64343e | null | 5
GBK \xC4` + "\uac68" + `.html | https://www.example.gov.cn/texts | report | null | a4b992ab42964e5b | null | null
null | null | report | null | b3c903c9c4a4065d | null | null
archive.zip!/typical 1.docx | https://www.example.gov.cn/typical 1 | report | null | e8bbfad901419d8f | null | null
archive.zip!/typical 1.docx.copy | null | duplicate | same-bytes | e8bbfad901419d8f | archive.zip!/typical 1.docx | null
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	// A published date that does not exist is null, not another day.
	if got := rows(t, "reports", sinks.Document{}, entry(t, "GBK \xc4\xea\xb1\xa8.html").Report, "published agency"); got != "null | =HYPERLINK(\"http://x\",\"局\")\n" {
		t.Errorf("reports: %q", got)
	}
	if got := rows(t, "reports", sinks.Document{}, entry(t, "archive.zip!/typical 1.docx").Report, "published"); got != "2021-01-02\n" {
		t.Errorf("reports: %q", got)
	}
}

// TestCorpusIsComplete: the conformance suite tests nothing that its corpus
// lacks.
func TestCorpusIsComplete(t *testing.T) {
	seen := map[string]map[string]bool{}
	for _, table := range sinks.Tables() {
		for _, e := range sinktest.Corpus() {
			for values := range table.Rows(e) {
				for name, value := range record(table, values) {
					column := table.Name + "." + name
					if seen[column] == nil {
						seen[column] = map[string]bool{}
					}
					seen[column][value] = true
				}
			}
		}
		for _, c := range table.Columns {
			values := seen[table.Name+"."+c.Name]
			if len(values) == 0 || values["null"] && len(values) == 1 {
				t.Errorf("%s.%s never has a value", table.Name, c.Name)
			}
			if c.Nullable != values["null"] {
				t.Errorf("%s.%s is nullable: %t; is ever null: %t", table.Name, c.Name, c.Nullable, values["null"])
			}
		}
	}
	for column, want := range map[string]string{
		"documents.status": "duplicate not-a-report report unreadable",
		"cells.state":      "blank dash illegible number text",
		"cells.proof":      "contradicted doubtful proven unchecked",
		"reports.status":   "doubtful incomplete narrative source-inconsistent verified",
	} {
		if got := strings.Join(slices.Sorted(maps.Keys(seen[column])), " "); got != want {
			t.Errorf("%s: got %s, want %s", column, got, want)
		}
	}
}

// TestSortedBy: what the tables say of their order holds when the documents
// are in order.
func TestSortedBy(t *testing.T) {
	entries := append(sinktest.Corpus(), sinktest.Typical(2), sinktest.Typical(3))
	sinktest.Sort(entries)
	for _, table := range sinks.Tables() {
		var last string
		for i, values := range sinktest.Rows(table, entries) {
			key := ""
			for _, name := range table.SortedBy {
				key += fmt.Sprintf("%8s|", record(table, values)[name])
			}
			if i > 0 && key < last {
				t.Errorf("%s: row %d: %s comes after %s", table.Name, i+1, key, last)
			}
			last = key
		}
	}
}

func entry(t *testing.T, path string) sinks.Record {
	t.Helper()
	for _, e := range sinktest.Corpus() {
		if e.Document != nil && e.Document.Source.Path == path {
			return e
		}
	}
	t.Fatalf("no document %q", path)
	return sinks.Record{}
}

func TestReportID(t *testing.T) {
	for digest, want := range map[string]string{"": "", "abc": "abc", "0123456789abcdef0123": "0123456789abcdef"} {
		if got := sinks.ReportID(digest); got != want {
			t.Errorf("ReportID(%q) = %q, want %q", digest, got, want)
		}
	}
}
