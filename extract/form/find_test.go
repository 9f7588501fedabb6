package form

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

const head7 = `
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | < | < | 申请人情况 | < | < | < | < | < | <
^ | ^ | ^ | 自然人 | 法人或其他组织 | < | < | < | < | 总计
^ | ^ | ^ | ^ | 商业\n企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | ^
一、本年新收政府信息公开申请数量 | < | < | 3 | 0 | 0 | 0 | 0 | 0 | 3
二、上年结转政府信息公开申请数量 | < | < | 0 | 1 | 0 | 0 | 0 | 0 | 1
三、本年度办理结果 | （一）予以公开 | < | 1 | 0 | 0 | 0 | 0 | 0 | 1
^ | （二）部分公开（区分处理的，只计这一情形，不计其他情形） | < | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | （三）不予公开 | 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 3.危及“三安全一稳定” | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 4.保护第三方合法权益 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 5.属于三类内部事务信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 6.属于四类过程性信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 7.属于行政执法案卷 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 8.属于行政查询事项 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | （四）无法提供 | 1.本机关不掌握相关政府信息 | 2 | 1 | 0 | 0 | 0 | 0 | 3
^ | ^ | 2.没有现成信息需要另行制作 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 3.补正后申请内容仍不明确 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | （五）不予处理 | 1.信访举报投诉类申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 3.要求提供公开出版物 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 4.无正当理由大量反复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 5.要求行政机关确认或重新出具已获取信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0
`

const other2021 = `
^ | （六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
^ | ^ | 3.其他 | 0 | 0 | 0 | 0 | 0 | 0 | 0
`

const other2019 = `
^ | （六）其他处理 | < | 0 | 0 | 0 | 0 | 0 | 0 | 0
`

// otherSpanned: one number for the three rows of the group.
const otherSpanned = `
^ | （六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 5 | 0 | 0 | 0 | 0 | 0 | 5
^ | ^ | 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | ^ | ^ | ^ | ^ | ^ | ^ | ^
^ | ^ | 3.其他 | ^ | ^ | ^ | ^ | ^ | ^ | ^
`

const foot7 = `
^ | （七）总计 | < | 3 | 1 | 0 | 0 | 0 | 0 | 4
四、结转下年度继续办理 | < | < | 0 | 0 | 0 | 0 | 0 | 0 | 0
`

const disputes15 = `
行政复议 | < | < | < | < | 行政诉讼 | < | < | < | < | < | < | < | < | <
结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | < | < | < | < | 复议后起诉 | < | < | < | <
^ | ^ | ^ | ^ | ^ | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计
1 | 2 | 3 | 4 | 10 | 5 | 0 | 0 | 0 | 5 | 0 | 0 | 7 | 0 | 7
`

const proactive2021 = `
第二十条第（一）项 | < | < | <
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 4 | 9 | 20
第二十条第（五）项 | < | < | <
信息内容 | 本年处理决定数量 | < | <
行政许可 | 782 | < | <
第二十条第（六）项 | < | < | <
信息内容 | 本年处理决定数量 | < | <
行政处罚 | 182 | < | <
行政强制 | 6 | < | <
第二十条第（八）项 | < | < | <
信息内容 | 本年收费金额（单位：万元） | < | <
行政事业性收费 | 7730.28 | < | <
`

func TestFindCN2021(t *testing.T) {
	r := Find(document(t, "青梧县人民政府2022年政府信息公开工作年度报告", "一、总体情况", "本年……。", proactive2021, head7+other2021+foot7, disputes15))
	if r.Layout != gongkai.Layout2021 {
		t.Errorf("layout is %q", r.Layout)
	}
	for _, c := range []struct{ table, row, want string }{
		{"requests", "new_requests", "3 0 0 0 0 0 3"},
		{"requests", "carried_in", "0 1 0 0 0 0 1"},
		{"requests", "unavailable_not_held", "2 1 0 0 0 0 3"},
		{"requests", "other_remaining", "0 0 0 0 0 0 0"},
		{"requests", "other", "· · · · · · ·"},
		{"requests", "processed_total", "3 1 0 0 0 0 4"},
		{"disputes", "review", "1 2 3 4 10"},
		{"disputes", "suit_direct", "5 0 0 0 5"},
		{"disputes", "suit_after_review", "0 0 7 0 7"},
		{"proactive", "regulations", "0 0 0 · · · · · · · ·"},
		{"proactive", "normative_documents", "4 9 20 · · · · · · · ·"},
		{"proactive", "licensing", "· · · · · · · · 782 · ·"},
		{"proactive", "fees", "· · · · · · · · · · 7730.28"},
	} {
		if got := printedIn(t, r, c.table, c.row); got != c.want {
			t.Errorf("%s.%s is %s, want %s", c.table, c.row, got, c.want)
		}
	}
	if unit := r.Proactive[gongkai.Fees][gongkai.Amount].Unit; unit != "万元" {
		t.Errorf("the unit of fees is %q", unit)
	}
	if len(r.Findings) > 0 {
		t.Errorf("findings on the official form: %+v", r.Findings)
	}
}

// TestDeviations: what real reports do to the forms, one deviation a case.
func TestDeviations(t *testing.T) {
	all := []gongkai.Code{
		gongkai.UnknownRow, gongkai.UnknownColumn, gongkai.UnknownTable, gongkai.RepeatedRow, gongkai.MissingTable, gongkai.MissingRow,
		gongkai.MissingCell, gongkai.MisprintedLabel, gongkai.ColumnByOrder, gongkai.HybridLayout, gongkai.GroupCell, gongkai.ExtraValue,
	}
	replace := func(s string, pairs ...string) string {
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(s, pairs[i]) {
				t.Fatalf("%q is not in the table", pairs[i])
			}
		}
		return strings.NewReplacer(pairs...).Replace(s)
	}
	requests := head7 + other2021 + foot7
	for _, c := range []struct {
		name                           string
		proactive, requests, disputes  string
		table, row, want, wantFindings string
	}{
		{name: "single row of 2019 in a table of 2021", requests: head7 + other2019 + foot7,
			table: "requests", row: "other", want: "0 0 0 0 0 0 0", wantFindings: "hybrid-layout"},
		{name: "one number for the three rows of a group", requests: head7 + otherSpanned + foot7,
			table: "requests", row: "other", want: "5 0 0 0 0 0 5",
			wantFindings: "group-cell requests.other.natural_person requests.other.commercial_enterprise requests.other.research_institution " +
				"requests.other.public_welfare_org requests.other.legal_service_org requests.other.other_org requests.other.total 5 0 0 0 0 0 5"},
		{name: "label with three characters missing", requests: replace(requests, "2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
			table: "requests", row: "denied_by_law", want: "0 0 0 0 0 0 0", wantFindings: "misprinted-label requests.denied_by_law 2.其他法律行政止公开"},
		{name: "missing row", requests: replace(requests, "^ | ^ | 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0\n", ""),
			table: "requests", row: "rejected_duplicate", want: "· · · · · · ·", wantFindings: "missing-row requests.rejected_duplicate"},
		{name: "row of an unknown label, with a value", requests: replace(requests, "2.重复申请 | 0", "2.越级申请事项 | 6"),
			table: "requests", row: "rejected_duplicate", want: "· · · · · · ·",
			wantFindings: "extra-value requests 三、本年度办理结果 | （五）不予处理 | 2.越级申请事项 | 6 | 0 | 0 | 0 | 0 | 0 | 0\nmissing-row requests.rejected_duplicate"},
		{name: "damaged column head", requests: replace(requests, "科研机构", "机"),
			table: "requests", row: "new_requests", want: "3 0 0 0 0 0 3", wantFindings: "column-by-order requests..research_institution 机"},
		{name: "wrong heads of two columns of the first block",
			proactive: replace(proactive2021, "本年制发件数", "本年新", "本年废止件数", "本年新", "现行有效件数", "对外公开总数量"),
			table:     "proactive", row: "normative_documents", want: "· · · 4 9 20 · · · · ·",
			wantFindings: "column-by-order proactive..made 本年新\ncolumn-by-order proactive..disclosed 本年新\nhybrid-layout"},
		{name: "an item heading missing", proactive: replace(proactive2021, "第二十条第（六）项 | < | < | <\n", ""),
			table: "proactive", row: "penalties", want: "· · · · · · · · 182 · ·"},
		{name: "provincial extra row", proactive: replace(proactive2021, "规章 | 0 | 0 | 0\n", "规章 | 0 | 0 | 0\n其他主动公开文件 | 8 | 1 | 2\n"),
			table: "proactive", row: "regulations", want: "0 0 0 · · · · · · · ·", wantFindings: "extra-value proactive 其他主动公开文件 | 8 | 1 | 2"},
		{name: "the 规章 row is missing", proactive: replace(proactive2021, "规章 | 0 | 0 | 0\n", ""),
			table: "proactive", row: "regulations", want: "· · · · · · · · · · ·", wantFindings: "missing-row proactive.regulations"},
		{name: "a column without a label", proactive: replace(proactive2021, "现行有效件数", ""),
			table: "proactive", row: "normative_documents", want: "4 9 20 · · · · · · · ·", wantFindings: "column-by-order proactive..in_force"},
		{name: "empty extra column", proactive: wider(proactive2021),
			table: "proactive", row: "normative_documents", want: "4 9 20 · · · · · · · ·"},
		{name: "a row span too short pushes a row to the left", requests: pushed(requests, "8.属于行政查询事项", -1),
			table: "requests", row: "denied_administrative_query", want: "6 5 4 3 2 1 21"},
		{name: "a row span too long pushes a row to the right", requests: pushed(requests, "1.本机关不掌握相关政府信息", 1),
			table: "requests", row: "unavailable_not_held", want: "6 5 4 3 2 1 21"},
		{name: "item headings in a column of their own", proactive: beside,
			table: "proactive", row: "normative_documents", want: "4 9 20 · · · · · · · ·"},
		{name: "columns with other legible labels are not named by their place",
			proactive: replace(proactive2021, "本年废止件数", "现行有效件数（上年）", "本年制发件数", "废止（上年）"),
			table:     "proactive", row: "normative_documents", want: "· · 20 · · · · · · · ·",
			wantFindings: "unknown-column proactive 废止（上年）\nunknown-column proactive 现行有效件数（上年）\n" +
				"extra-value proactive.regulations 0\nextra-value proactive.regulations 0\nextra-value proactive.normative_documents 4\nextra-value proactive.normative_documents 9\n" +
				"missing-cell proactive.regulations.issued\nmissing-cell proactive.regulations.repealed\nmissing-cell proactive.normative_documents.issued\nmissing-cell proactive.normative_documents.repealed"},
		{name: "a value beyond the last column", proactive: strings.Replace(strings.ReplaceAll(strings.TrimSpace(proactive2021), "\n", " | ·\n")+" | ·", "9 | 20 | ·", "9 | 9 | 20", 1),
			table: "proactive", row: "normative_documents", want: "4 9 9 · · · · · · · ·", wantFindings: "extra-value proactive.normative_documents 20"},
		{name: "a second row of empty cells", disputes: disputes15 + strings.Repeat(" | ", 14) + "\n",
			table: "disputes", row: "review", want: "1 2 3 4 10"},
		{name: "a disputes table that states nothing", disputes: replace(disputes15, "1 | 2 | 3 | 4 | 10 | 5 | 0 | 0 | 0 | 5 | 0 | 0 | 7 | 0 | 7", strings.Repeat(" | ", 14)),
			table: "disputes", row: "review", want: "    "},
		{name: "no disputes table", disputes: "-", table: "disputes", row: "review", want: "no table", wantFindings: "missing-table disputes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			blocks := []string{}
			for i, b := range []string{c.proactive, c.requests, c.disputes} {
				switch b {
				case "":
					blocks = append(blocks, []string{proactive2021, requests, disputes15}[i])
				case "-":
				default:
					blocks = append(blocks, b)
				}
			}
			r := Find(document(t, blocks...))
			if got := printedIn(t, r, c.table, c.row); got != c.want {
				t.Errorf("%s.%s is %s, want %s", c.table, c.row, got, c.want)
			}
			if got := findings(r, all...); got != c.wantFindings {
				t.Errorf("findings:\n%s\nwant:\n%s", got, c.wantFindings)
			}
		})
	}
}

// TestDoubted: where the page leaves open which column is which, the cells say
// so.
func TestDoubted(t *testing.T) {
	requests := head7 + other2021 + foot7
	noHeads := strings.Join(strings.Split(strings.TrimSpace(strings.ReplaceAll(requests, "\n\n", "\n")), "\n")[3:], "\n")
	for _, c := range []struct{ name, grid, row, column, want string }{
		{"heads out of order", strings.Replace(strings.Replace(strings.Replace(requests, "科研机构", "@", 1), "其他 |", "科研机构 |", 1), "@", "其他", 1),
			"new_requests", "natural_person", "the heads of the columns are not in the order of the form"},
		{"no heads", noHeads, "carried_in", "total", "the table has no heads of columns"},
		{"a value beyond the last column", strings.Replace(strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(requests, "\n\n", "\n")), "\n", " | ·\n")+" | ·",
			"（一）予以公开 | < | 1 | 0 | 0 | 0 | 0 | 0 | 1 | ·", "（一）予以公开 | < | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1", 1),
			"granted", "natural_person", "the row has more cells than the table has columns"},
		{"heads as they should be", requests, "new_requests", "natural_person", ""},
	} {
		r := Find(document(t, proactive2021, c.grid, disputes15))
		v := r.At(gongkai.CellRef{Table: gongkai.TableRequests, Row: c.row, Column: c.column})
		if v == nil || v.Uncertain != c.want {
			t.Errorf("%s: %s.%s is %+v, want the doubt %q", c.name, c.row, c.column, v, c.want)
		}
	}
}

// TestSecondReport: tables under a second title may be another agency's.
func TestSecondReport(t *testing.T) {
	requests := head7 + other2021 + foot7
	title, other := "青梧县人民政府2022年政府信息公开工作年度报告", "青梧县水务局2022年政府信息公开工作年度报告"
	r := Find(document(t, title, proactive2021, disputes15, other, requests))
	if got := findings(r, gongkai.SecondReport); got != "second-report "+other {
		t.Errorf("findings: %s", got)
	}
	r = Find(document(t, title, proactive2021, requests, disputes15, "上一篇："+other))
	if got := findings(r, gongkai.SecondReport); got != "" {
		t.Errorf("a link behind the tables is taken for a second report: %s", got)
	}
}

// TestContinuedProactive: the proactive table goes on in grids without heads.
func TestContinuedProactive(t *testing.T) {
	parts := strings.SplitAfter(strings.TrimSpace(strings.ReplaceAll(proactive2021, " | < | <", "")), "\n")
	last := len(parts) - 4
	first, second, third := strings.Join(parts[:last], ""), parts[last], strings.Join(parts[last+1:], "")
	narrow := func(s string) string { return strings.ReplaceAll(s, " | <", "") }
	r := Find(document(t, wide(first), narrow(second), wide(third), head7+other2021+foot7, disputes15))
	if got := printedIn(t, r, "proactive", "coercive_measures"); got != "· · · · · · · · 6 · ·" {
		t.Errorf("coercive_measures is %s", got)
	}
}

// wide completes the rows of a drawing to four places.
func wide(drawing string) string {
	var lines []string
	for line := range strings.Lines(drawing) {
		line = strings.TrimSpace(line)
		for strings.Count(line, "|") < 3 {
			line += " | <"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// TestContinuedWithoutHeader: a table goes on in a second grid that has no
// header, as after a page break.
func TestContinuedWithoutHeader(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(head7+other2021+foot7), "\n")
	var kept []string
	for _, l := range lines {
		if strings.TrimSpace(l) != "" {
			kept = append(kept, l)
		}
	}
	first := strings.Join(kept[:8], "\n")
	second := strings.Replace(strings.Join(kept[8:], "\n"), "^ | ^ | 2.", "三、本年度办理结果 | （三）不予公开 | 2.", 1)
	r := Find(document(t, proactive2021, first, second, disputes15))
	for code, want := range map[string]string{"new_requests": "3 0 0 0 0 0 3", "unavailable_not_held": "2 1 0 0 0 0 3", "carried_out": "0 0 0 0 0 0 0"} {
		if got := printedIn(t, r, "requests", code); got != want {
			t.Errorf("%s is %s, want %s", code, got, want)
		}
	}
	if got := findings(r, gongkai.MissingRow, gongkai.UnknownTable, gongkai.UnknownRow, gongkai.ColumnByOrder); got != "" {
		t.Errorf("findings:\n%s", got)
	}
}

// pushed moves the row with the label by one column, with numbers of its own,
// as a wrong row span of the label cells does.
func pushed(drawing, label string, by int) string {
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(drawing), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(line, " | ")
		if len(cells) > 2 && cells[2] == label && by < 0 {
			line = "^ | " + label + " | 6 | 5 | 4 | 3 | 2 | 1 | 21 | ·"
		} else if len(cells) > 2 && cells[2] == label {
			line = "^ | ^ | （四）无法提供 | " + label + " | 6 | 5 | 4 | 3 | 2 | 1 | 21"
		} else if by > 0 {
			line += " | ·"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// beside is a proactive table with the item headings on the left, and spans
// that shift between header and values.
const beside = `
第二十条第（一）项 | 信息内容 | 本年制发件数 | < | 本年废止件数 | 现行有效件数
^ | 规章 | 0 | 0 | < | 0
^ | 行政规范性文件 | 4 | 9 | < | 20
第二十条第（五）项 | 信息内容 | 本年处理决定数量 | < | < | <
^ | 行政许可 | 782 | < | < | <
第二十条第（六）项 | 信息内容 | 本年处理决定数量 | < | < | <
^ | 行政处罚 | 182 | < | < | <
^ | 行政强制 | 6 | < | < | <
第二十条第（八）项 | 信息内容 | 本年收费金额（单位：万元） | < | < | <
^ | 行政事业性收费 | 7730.28 | < | < | <
`

// wider adds an empty column on the right of every row.
func wider(drawing string) string {
	return strings.ReplaceAll(strings.TrimSpace(drawing), "\n", " | \n") + " | "
}

func TestSections(t *testing.T) {
	r := Find(document(t,
		"青梧县民政局", "2022年政府信息公开工作年度报告",
		"一、总体情况", "二、主动公开政府信息情况", // table of contents
		"本报告依据……编制。",
		"一、总体情况。2022年，我局公开信息12条。", "（一）主动公开。……",
		"二、主动公开政府信息情况",
		"三、 收到和处理政府信息公开申请情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "无。",
		"五、政府信息公开工作存在主要问题及改进情况", "一、问题……。", "六、存在的困难", "七、其他需要报告的事项", "无"))
	want := []gongkai.Section{
		{Code: "preface", Text: "一、总体情况\n二、主动公开政府信息情况\n本报告依据……编制。"},
		{Code: "overview", Heading: "一、总体情况。", Text: "2022年，我局公开信息12条。\n（一）主动公开。……"},
		{Code: "proactive", Heading: "二、主动公开政府信息情况"},
		{Code: "requests", Heading: "三、 收到和处理政府信息公开申请情况"},
		{Code: "disputes", Heading: "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", Text: "无。"},
		{Code: "problems", Heading: "五、政府信息公开工作存在主要问题及改进情况", Text: "一、问题……。"},
		{Code: "", Heading: "六、存在的困难"},
		{Code: "other_matters", Heading: "七、其他需要报告的事项", Text: "无"},
	}
	if diff := cmp.Diff(want, r.Sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]gongkai.Heading{{From: "body", Text: "青梧县民政局2022年政府信息公开工作年度报告"}}, r.Headings); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
}
