package sinks

import (
	"slices"

	"gongkai"
)

// The wide views: one row for every row of the official form that a report
// prints, one column for every column of the form.

// Units that the official form counts in.
const (
	unitFile = "件"
	unitItem = "项"
)

func requests() Table {
	return wide(gongkai.TableRequests,
		"Requests for disclosure received and processed (收到和处理政府信息公开申请情况), one row for every row of the form that a report prints.",
		whole("natural_person", unitFile, "by natural persons (自然人)"),
		whole("commercial_enterprise", unitFile, "by commercial enterprises (法人或其他组织: 商业企业)"),
		whole("research_institution", unitFile, "by research institutions (科研机构)"),
		whole("public_welfare_org", unitFile, "by public welfare organisations (社会公益组织)"),
		whole("legal_service_org", unitFile, "by legal service organisations (法律服务机构)"),
		whole("other_org", unitFile, "by other organisations (其他)"),
		whole("total", unitFile, "the total as printed (总计), never computed"),
	)
}

func disputes() Table {
	return wide(gongkai.TableDisputes,
		"Administrative reviews and lawsuits (政府信息公开行政复议、行政诉讼情况), one row for every route that a report prints.",
		whole("upheld", unitFile, "the decision was upheld (结果维持)"),
		whole("corrected", unitFile, "the decision was corrected (结果纠正)"),
		whole("other", unitFile, "other outcome (其他结果)"),
		whole("pending", unitFile, "not concluded yet (尚未审结)"),
		whole("total", unitFile, "the total as printed (总计), never computed"),
	)
}

func proactive() Table {
	return wide(gongkai.TableProactive,
		"Proactive disclosure (主动公开政府信息情况), one row for every row of the form that a report prints.",
		whole("issued", unitFile, "issued in the year (本年制发件数), cn-2021"),
		whole("repealed", unitFile, "repealed in the year (本年废止件数), cn-2021"),
		whole("in_force", unitFile, "in force (现行有效件数), cn-2021"),
		whole("made", unitFile, "newly made in the year (本年新制作数量), cn-2019"),
		whole("disclosed", unitFile, "newly disclosed in the year (本年新公开数量), cn-2019"),
		whole("disclosed_total", unitFile, "disclosed in total (对外公开总数量), cn-2019"),
		whole("items_last_year", unitItem, "items in the year before (上一年项目数量), cn-2019"),
		whole("items_change", unitItem, "items more, or less when negative (本年增/减), cn-2019"),
		whole("decisions", unitFile, "decisions in the year (本年处理决定数量)"),
		whole("items", unitItem, "items procured (采购项目数量), cn-2019"),
		exact("amount", "fees charged (本年收费金额) or sum procured (采购总金额), in the unit of column amount_unit; null unless the cell holds a number",
			func(at *row) *gongkai.Value { return at.formCell("amount") }),
		code("amount_unit", "unit of amount as printed; null when none is printed", func(at *row) string { return at.formCell("amount").Unit }).orNull(),
	)
}

// wide is the wide view of one standard table. A row all of whose cells are
// absent is not printed, and has no row here.
func wide(table, description string, columns ...Column) Table {
	form := schema(table)
	return Table{
		Name:        table,
		Description: description + " Null where the cell does not hold a whole number: cells says what it holds, and what vouches for each number.",
		SortedBy:    []string{"report_id"},
		rows: func(at *row, yield func() bool) {
			if at.report == nil || !at.report.HasTable(table) {
				return
			}
			for _, code := range form.Rows {
				at.cell = gongkai.CellRef{Table: table, Row: code}
				if at.isPrinted(form.Columns) && !yield() {
					return
				}
			}
		},
		Columns: slices.Concat([]Column{
			reportID(), agency(), agencyID(), year(), role(),
			code("row", "code of the form's row", func(at *row) string { return at.cell.Row }),
		}, columns, []Column{status()}),
	}
}

// isPrinted reports whether the report has a cell of the form row at hand.
func (at *row) isPrinted(columns []string) bool {
	return slices.ContainsFunc(columns, func(column string) bool {
		return at.formCell(column).State != gongkai.Absent
	})
}

func schema(table string) gongkai.Schema {
	for _, s := range gongkai.Schemas() {
		if s.Table == table {
			return s
		}
	}
	return gongkai.Schema{Table: table}
}
