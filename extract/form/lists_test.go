package form

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// fujianB is form B of Fujian: two columns, six channels.
const fujianB = `
指标名称 | 计量\n单位 | 2011\n年度 | 历年累计
主动公开信息数 | 条 | 425 | 1516
其中：1.网站公开 | 条 | 418 | 1509
2.政府公报公开 | 条 | 7 | 7
受理依申请公开信息总数 | 条 | 3 | 9
其中：1.当面申请数 | 条 | 1 | 4
2.传真申请数 | 条 | 0 | 0
3、电子邮件申请数 | 条 | 0 | 1
4．网上申请数 | 条 | 2 | 4
信函申请数 | 条 | 0 | 0
6.其它形式申请数 | 条 | 0 | 0
对申请的答复数 | 条 | 3 | 9
其中：1.同意公开答复数 | 条 | 3 | 8
2.同意部分公开答复数 | 条 | 0 | 1
3.否决公开答复数 | 条 | 0 | 0
行政复议数 | 条 | 0 | 0
行政诉讼数 | 条 | 0 | 2
行政申诉数 | 条 | 0 | 0
`

// listed draws the local table of a report: its list, its columns, a line for
// each row.
func listed(r *gongkai.Report) string {
	if r.Local == nil {
		return "no list"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s:", r.Local.List)
	for _, c := range r.Local.Columns {
		fmt.Fprintf(&b, " %s=%s", c.Code, c.Heading)
	}
	for _, row := range r.Local.Rows {
		fmt.Fprintf(&b, "\n%s | %s | %s", row.Code, row.Label, row.Unit)
		for _, c := range r.Local.Columns {
			v := row.Values[c.Code]
			if v == nil {
				b.WriteString(" | ·")
				continue
			}
			b.WriteString(" | " + v.Printed)
			if v.Uncertain != "" {
				b.WriteByte('?')
			}
		}
	}
	return b.String()
}

func TestFujian(t *testing.T) {
	r := Find(document(t, "平潭县人民政府2011年政府信息公开工作年度报告", fujianB))
	want := `cn-fujian-2009: year=2011年度 cumulative=历年累计
disclosed_total | 主动公开信息数 | 条 | 425 | 1516
by_website | 其中：1.网站公开 | 条 | 418 | 1509
by_gazette | 2.政府公报公开 | 条 | 7 | 7
requests_received | 受理依申请公开信息总数 | 条 | 3 | 9
requests_in_person | 其中：1.当面申请数 | 条 | 1 | 4
requests_by_fax | 2.传真申请数 | 条 | 0 | 0
requests_by_email | 3、电子邮件申请数 | 条 | 0 | 1
requests_online | 4．网上申请数 | 条 | 2 | 4
requests_by_mail | 信函申请数 | 条 | 0 | 0
requests_other_form | 6.其它形式申请数 | 条 | 0 | 0
requests_answered | 对申请的答复数 | 条 | 3 | 9
answered_granted | 其中：1.同意公开答复数 | 条 | 3 | 8
answered_partly_granted | 2.同意部分公开答复数 | 条 | 0 | 1
answered_denied | 3.否决公开答复数 | 条 | 0 | 0
reviews | 行政复议数 | 条 | 0 | 0
suits | 行政诉讼数 | 条 | 0 | 2
appeals | 行政申诉数 | 条 | 0 | 0`
	if diff := cmp.Diff(want, listed(r)); diff != "" {
		t.Errorf("local (-want +got):\n%s", diff)
	}
	if r.Layout != "cn-fujian-2009" || len(r.Findings) > 0 || len(r.Local.Sums) != 2 {
		t.Errorf("layout %s, %d sums, findings %+v", r.Layout, len(r.Local.Sums), r.Findings)
	}
}

// TestColumnWithoutHead: a column without a head is one of numbers when it holds
// some, and none when it is empty.
func TestColumnWithoutHead(t *testing.T) {
	for _, test := range []struct{ cell, heads string }{{"", "cn-fujian-2009: year=2011年度"}, {"9", "cn-fujian-2009: year=2011年度 cumulative="}} {
		source := strings.ReplaceAll(oneColumn, "| 年末统计", "| 2011年度 |")
		for _, n := range []string{"425", "418", "3", "1", "2"} {
			source = strings.ReplaceAll(source, "| "+n+"\n", "| "+n+" | "+test.cell+"\n")
		}
		got, _, _ := strings.Cut(listed(Find(document(t, "平潭县人民政府2011年政府信息公开工作年度报告", source))), "\n")
		if got != test.heads {
			t.Errorf("cells %q: %s, want %s", test.cell, got, test.heads)
		}
	}
}

const oneColumn = `
指标名称 | 计量单位 | 年末统计
主动公开信息数 | 条 | 425
其中：1.网站公开 | 条 | 418
受理依申请公开信息总数 | 条 | 3
其中：1.当面申请数 | 条 | 1
2.网上申请数 | 条 | 2
对申请的答复总数 | 条 | 3
`

// TestProvincialRows: rows that no list names keep all of their columns.
func TestProvincialRows(t *testing.T) {
	source := "统计指标 | 单位 | 县政府统计数 | 县直单位统计数 | 乡镇街道统计数\n"
	for i, label := range []string{"主动公开政府文件数", "主动公开规范性文件数", "制发规范性文件总数", "主动公开行政执法信息", "当面申请数", "按时办结数", "延期办结数"} {
		source += fmt.Sprintf("%s | 条 | %d | %d | %d\n", label, i, 10+i, 20+i)
	}
	got := listed(Find(document(t, "青梧县人民政府2016年政府信息公开工作年度报告", source)))
	want := `: value=县政府统计数 value_2=县直单位统计数 value_3=乡镇街道统计数
row_001 | 主动公开政府文件数 | 条 | 0 | 10 | 20
row_002 | 主动公开行政执法信息 | 条 | 3 | 13 | 23`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("local (-want +got):\n%s", diff)
	}
}

// TestMisprintBeforeNote: a note is no part of the label that a misprint is
// measured on.
func TestMisprintBeforeNote(t *testing.T) {
	rows := builtin()[0].rows
	for label, code := range map[string]string{"专职员数": "staff_full_time", "政府信息公专项经费": "budget", "主动公开政府文件数": ""} {
		m, ok := rows.find(label, "")
		if ok != (code != "") || m.code != code {
			t.Errorf("%s is %q, want %q", label, m.code, code)
		}
	}
}

// lines picks rows of a drawn list by their codes.
func lines(drawn string, codes ...string) string {
	var kept []string
	for line := range strings.SplitSeq(drawn, "\n") {
		for _, code := range codes {
			if strings.HasPrefix(line, code+" ") || strings.HasPrefix(line, code+":") {
				kept = append(kept, line)
			}
		}
	}
	return strings.Join(kept, "\n")
}

// TestListDeviations: what reports do to lists, one deviation a case.
func TestListDeviations(t *testing.T) {
	codes := []gongkai.Code{gongkai.UnknownRow, gongkai.UnknownColumn, gongkai.UnknownTable, gongkai.UnknownList, gongkai.RepeatedRow,
		gongkai.MissingTable, gongkai.MissingRow, gongkai.MissingCell, gongkai.MisprintedLabel, gongkai.ColumnByOrder, gongkai.ExtraValue, gongkai.FlattenedList}
	edit := func(old, new string) string {
		if !strings.Contains(fujianB, old) {
			t.Fatalf("the list has no %q", old)
		}
		return strings.Replace(fujianB, old, new, 1)
	}
	for _, c := range []struct {
		name, blocks string
		rows         string // codes of the rows to show
		want         string
		findings     string
	}{
		{name: "complaints and suits are told apart",
			blocks: edit("行政复议数 | 条 | 0 | 0", "接受行政诉讼、举报数 | 件 | 5 | 6\n行政复议数 | 条 | 0 | 0"),
			rows:   "appeals_complaints suits", want: "appeals_complaints | 接受行政诉讼、举报数 | 件 | 5 | 6\nsuits | 行政诉讼数 | 条 | 0 | 2"},
		{name: "the year column is headed with last year", blocks: edit(`2011\n年度`, "2010年度"),
			rows: "cn-fujian-2009 by_gazette", want: "cn-fujian-2009: year=2010年度 cumulative=历年累计\nby_gazette | 2.政府公报公开 | 条 | 7 | 7"},
		{name: "caption and empty rows inside the table",
			blocks: strings.Replace(fujianB, "\n", "\n政府信息公开情况统计表 | < | < | <\n | | | \n", 1),
			rows:   "by_gazette", want: "by_gazette | 2.政府公报公开 | 条 | 7 | 7"},
		{name: "a damaged heading", blocks: edit(`2011\n年度`, "20年度"),
			rows: "by_gazette", want: "by_gazette | 2.政府公报公开 | 条 | 7 | 7", findings: "column-by-order local..year 20年度"},
		{name: "another year's column", blocks: edit(`2011\n年度`, "上年度"), rows: "cn-fujian-2009 by_gazette",
			want: "cn-fujian-2009: value=上年度 cumulative=历年累计\nby_gazette | 2.政府公报公开 | 条 | 7 | 7", findings: "unknown-column local 上年度"},
		{name: "columns of two years", blocks: edit("历年累计", "2010年度"), rows: "cn-fujian-2009 by_website",
			want: "cn-fujian-2009: value=2011年度 value_2=2010年度\nby_website | 其中：1.网站公开 | 条 | 418 | 1509", findings: "unknown-column local 2011年度\nunknown-column local 2010年度"},
		{name: "a row without its unit", blocks: edit("2.传真申请数 | 条 | 0 | 0", "2.传真申请数 | 3 | 4 | ·"), rows: "requests_by_fax", want: "",
			findings: "extra-value local 2.传真申请数 | 3 | 4"},
		{name: "a row with its label in two cells", blocks: strings.Replace(strings.ReplaceAll(strings.TrimSpace(edit("2.传真申请数 | 条 | 0 | 0", "here")), "\n", " | ·\n")+" | ·",
			"here | ·", "其中 | 2.传真申请数 | 条 | 3 | 4", 1), findings: "extra-value local 其中 | 2.传真申请数 | 条 | 3 | 4"},
		{name: "a row with a cell too few", blocks: edit("2.传真申请数 | 条 | 0 | 0", "2.传真申请数 | 条 | 4 | ·"), rows: "requests_by_fax",
			want: "requests_by_fax | 2.传真申请数 | 条 | 4? | ·", findings: "missing-cell local.requests_by_fax.cumulative"},
		{name: "heads in another order", blocks: edit(`2011\n年度 | 历年累计`, "历年累计 | 2011年度"), rows: "by_website",
			want: "by_website | 其中：1.网站公开 | 条 | 418? | 1509?"},
		{name: "the head is lost", blocks: edit(`指标名称 | 计量\n单位 | 2011\n年度 | 历年累计`, " | | |"), findings: "flattened-list"},
		{name: "a misprinted label", blocks: edit("受理依申请公开信息总数", "受理依申请公开信息数"), rows: "requests_received",
			want: "requests_received | 受理依申请公开信息数 | 条 | 3 | 9", findings: "misprinted-label local.requests_received 受理依申请公开信息数"},
		{name: "the opposite of a label is no misprint", blocks: edit("1.同意公开答复数", "1.不同意公开答复数"), rows: "answered_granted row_001",
			want: "row_001 | 其中：1.不同意公开答复数 | 条 | 3 | 8", findings: "unknown-row local 其中：1.不同意公开答复数 | 条 | 3 | 8"},
		{name: "a word more is another label", blocks: edit("行政复议数 | 条 | 0 | 0", "新行政复议数 | 条 | 8 | 9"), rows: "reviews row_001",
			want: "row_001 | 新行政复议数 | 条 | 8 | 9", findings: "unknown-row local 新行政复议数 | 条 | 8 | 9"},
		{name: "a row of the province's own", blocks: edit("行政复议数 | 条 | 0 | 0", "网民留言答复数 | 件 | 12 | 30\n行政复议数 | 条 | 0 | 0"), rows: "row_001 reviews",
			want: "row_001 | 网民留言答复数 | 件 | 12 | 30\nreviews | 行政复议数 | 条 | 0 | 0", findings: "unknown-row local 网民留言答复数 | 件 | 12 | 30"},
		{name: "one cell for both numbers", blocks: edit("2.传真申请数 | 条 | 0 | 0", "2.传真申请数 | 条 | 2111016 | <"), rows: "requests_by_fax",
			want: "", findings: "missing-cell local.requests_by_fax.year\nmissing-cell local.requests_by_fax.cumulative\nextra-value local.requests_by_fax 2111016"},
		{name: "two lists with different numbers", blocks: fujianB + "\n\n" + strings.Replace(fujianB, "425", "426", 1), rows: "disclosed_total",
			want: "disclosed_total | 主动公开信息数 | 条 | 425? | 1516", findings: "repeated-row local.disclosed_total.year 426"},
		{name: "a missing row", blocks: edit("受理依申请公开信息总数 | 条 | 3 | 9\n", ""), rows: "requests_received",
			findings: "missing-row local.requests_received"},
		{name: "the foot is no row", blocks: fujianB + "单位负责人：王某 | 审核人：李某 | 填报人：张某 | 联系电话：24336240", rows: "row_001"},
		{name: "the list goes on in another table without its head", blocks: strings.Replace(fujianB, "行政复议数", "\n行政复议数", 1), rows: "reviews appeals",
			want: "reviews | 行政复议数 | 条 | 0 | 0\nappeals | 行政申诉数 | 条 | 0 | 0"},
		{name: "the head again in the middle", blocks: edit("行政复议数", "指标名称 | 计量单位 | 2011年度 | 历年累计\n行政复议数"), rows: "reviews",
			want: "reviews | 行政复议数 | 条 | 0 | 0"},
		{name: "all run together in one paragraph",
			blocks:   "指标名称计量单位2011年度历年累计主动公开信息数条4251516其中：1.网站公开条4181509受理依申请公开信息总数条00当面申请数条00传真申请数条00网上申请数条2111016",
			want:     "",
			findings: "flattened-list 指标名称计量单位2011年度历年累计主动公开信息数条4251516其中：1.网站公开条4181509受理依申请公开信息总数条00当面申请数条00传真申请数条00网上申请数条2111016"},
		{name: "each cell a paragraph", blocks: "指标名称\n\n计量单位\n\n主动公开信息数\n\n条\n\n4\n\n当面申请数\n\n条\n\n0\n\n传真申请数\n\n条\n\n行政复议数\n\n行政诉讼数",
			findings: "flattened-list 指标名称"},
		{name: "each row a paragraph", blocks: "指标名称  计量单位  2012年度  历年累计\n\n主动公开信息数  条  1038  6421\n\n其中：1.当面申请数  条  0  1\n\n传真申请数  条  3  4\n\n行政复议数  件  1  2\n\n行政诉讼数  件  0  —",
			findings: "flattened-list 指标名称  计量单位  2012年度  历年累计"},
		{name: "each row a paragraph, the head lost", blocks: "主动公开信息数 条 1038 6421\n\n其中：1.网站公开 条 974 5903\n\n受理依申请公开信息总数条 12 57\n\n其中：1.当面申请数 条 3 19\n\n" +
			"2、传真申请数 条 0 1\n\n网上申请数 条 6 22\n\n5.信函申请数 条 1 7\n\n行政复议数 件 1 2\n\n行政诉讼数 件 0 1", findings: "flattened-list 主动公开信息数 条 1038 6421"},
		{name: "a list that nobody knows", blocks: "项目 | 单位 | 本年 | 上年\n举办培训班 | 次 | 3 | 2\n印发简报 | 期 | 12 | 11\n受理咨询 | 人次 | 40 | —",
			rows: "row_001 row_003", want: "row_001 | 举办培训班 | 次 | 3 | 2\nrow_003 | 受理咨询 | 人次 | 40 | —", findings: "unknown-list local"},
		{name: "two unknown lists share columns by their headings", blocks: "项目 | 单位 | 数量\n甲项 | 次 | 3\n乙项 | 期 | 1\n丙项 | 次 | 4\n\n项目 | 单位 | 金额 | 数量\n丁项 | 次 | 30 | 3\n戊项 | 期 | 10 | 1\n己项 | 次 | 40 | 4",
			rows: "row_001 row_004", want: "row_001 | 甲项 | 次 | 3 | ·\nrow_004 | 丁项 | 次 | 3 | 30", findings: "unknown-list local\nunknown-list local"},
		{name: "a table of departments is none", blocks: "单位 | 公开数 | 占比\n教育局 | 3 | 30%\n公安局 | 5 | 50%\n民政局 | 2 | 20%",
			findings: "unknown-table"},
		{name: "prose states no cell", blocks: "全年收到申请数5件，其中当面申请数1件，传真申请数0件，网络申请数2件，信函申请数2件，申请办结数5件，行政复议数量0件，行政诉讼数量0件。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Find(document(t, strings.Split(c.blocks, "\n\n")...))
			if diff := cmp.Diff(c.want, lines(listed(r), strings.Fields(c.rows)...)); diff != "" {
				t.Errorf("local (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.findings, findings(r, codes...)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// statistics draws the form of 2014 with the given value columns, every value
// the number of its row.
func statistics(columns ...string) string {
	var b strings.Builder
	b.WriteString("统计指标 | 单位 | " + strings.Join(columns, " | ") + "\n")
	blank := strings.Repeat(" | ——", len(columns))
	for i, r := range cn2014().Rows {
		switch i {
		case 0:
			b.WriteString("一、主动公开情况 | ——" + blank + "\n")
		case 3:
			b.WriteString("（二）通过不同渠道和方式公开政府信息的情况 | ——" + blank + "\n")
		}
		fmt.Fprintf(&b, "（%d）%s | 件", i%9+1, r.Labels[0])
		for range columns {
			fmt.Fprintf(&b, " | %d", i+1)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestStatistics2014: every row of the form under its code, in every column
// variant.
func TestStatistics2014(t *testing.T) {
	for _, c := range []struct {
		columns []string
		codes   string
	}{
		{[]string{"统计数"}, "value"},
		{[]string{"2015年度", "历年累计"}, "value cumulative"},
		{[]string{"区政府统计数", "区直单位统计数", "乡镇街道统计数"}, "government departments townships"},
	} {
		r := Find(document(t, "青梧县2015年政府信息公开工作年度报告", statistics(c.columns...)))
		if r.Layout != gongkai.Layout2014 || len(r.Findings) > 0 || r.Statistics2014 == nil {
			t.Fatalf("%v: layout %s, findings %+v", c.columns, r.Layout, r.Findings)
		}
		for ref, v := range r.Cells() {
			row := 0
			for row < int(gongkai.StatisticsRowCount) && gongkai.StatisticsRow(row).String() != ref.Row {
				row++
			}
			if v.Printed != fmt.Sprint(row+1) || !strings.Contains(" "+c.codes+" ", " "+ref.Column+" ") || v.Unit != "件" {
				t.Errorf("%v: %s is %q %s", c.columns, ref, v.Printed, v.Unit)
			}
		}
	}
}

// TestStatisticsDeviations: rows that share a label, rows of a province, and
// columns beside the form's.
func TestStatisticsDeviations(t *testing.T) {
	form := statistics("统计数")
	for _, c := range []struct {
		name, grid string
		table, row string
		want       string
		findings   string
	}{
		{name: "corrected reviews and suits", grid: form, table: "statistics2014", row: "suits_corrected", want: "46 · · · ·"},
		{name: "the head of the suits is lost", grid: strings.Replace(form, "行政诉讼数量", "……", 1), table: "statistics2014", row: "suits_corrected",
			want: "46 · · · ·", findings: "unknown-row statistics2014 （8）…… | 件 | 44\nmissing-row statistics2014.suits"},
		{name: "head and first row of the suits are lost", grid: strings.Replace(strings.Replace(form, "行政诉讼数量", "……", 1), "维持具体行政行为或者驳回原告诉讼请求数", "……", 1),
			table: "statistics2014", row: "reviews_corrected", want: "42 · · · ·",
			findings: "unknown-row statistics2014 （8）…… | 件 | 44\nunknown-row statistics2014 （9）…… | 件 | 45\nunknown-row statistics2014 （1）被依法纠错数 | 件 | 46\n" +
				"unknown-row statistics2014 （2）其他情形数 | 件 | 47\nmissing-row statistics2014.suits\nmissing-row statistics2014.suits_upheld\nmissing-row statistics2014.suits_corrected\nmissing-row statistics2014.suits_other"},
		{name: "numbers beside headings", grid: strings.Replace(strings.Replace(form, "一、主动公开情况 | —— | ——", "一、主动公开情况 | —— | 0", 1), "公开政府信息的情况 | —— | ——", "公开政府信息的情况 | 条 | 7", 1),
			table: "statistics2014", row: "disclosed_total", want: "1 · · · ·",
			findings: "unknown-row statistics2014 一、主动公开情况 | —— | 0\nextra-value statistics2014 （二）通过不同渠道和方式公开政府信息的情况 | 条 | 7"},
		{name: "a row of Anhui", grid: strings.Replace(form, "（二）通过", "主动公开政府文件数 | 条 | 99\n（二）通过", 1), table: "statistics2014", row: "disclosed_total",
			want: "1 · · · ·", findings: "unknown-row statistics2014 主动公开政府文件数 | 条 | 99"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Find(document(t, c.grid))
			if got := printedIn(t, r, c.table, c.row); got != c.want {
				t.Errorf("%s.%s is %s, want %s", c.table, c.row, got, c.want)
			}
			if diff := cmp.Diff(c.findings, findings(r, gongkai.UnknownRow, gongkai.MissingRow, gongkai.RepeatedRow, gongkai.ExtraValue, gongkai.MisprintedLabel)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCallersList: a list of the caller's is known, and preferred.
func TestCallersList(t *testing.T) {
	list := gongkai.List{ID: "cn-test-2010", Columns: []gongkai.ListColumn{{Code: "year", Labels: []string{"数量"}}}, Rows: []gongkai.ListRow{
		{Code: "a", Labels: []string{"举办培训班"}}, {Code: "b", Labels: []string{"印发简报"}}, {Code: "c", Labels: []string{"受理咨询"}}, {Code: "d", Labels: []string{"检查次数"}}}}
	if err := list.Check(); err != nil {
		t.Fatal(err)
	}
	r := Find(document(t, "项目 | 单位 | 数量\n举办培训班 | 次 | 3\n印发简报 | 期 | 1\n受理咨询 | 次 | 4\n检查次数 | 次 | 2"), list)
	if got := lines(listed(r), "cn-test-2010", "d"); got != "cn-test-2010: year=数量\nd | 检查次数 | 次 | 2" || r.Layout != "cn-test-2010" {
		t.Errorf("layout %s, list %s", r.Layout, listed(r))
	}
}

// TestCN2014Codes: the form's data and the typed table have the same rows.
func TestCN2014Codes(t *testing.T) {
	var got, want []string
	for _, r := range cn2014().Rows {
		got = append(got, r.Code)
	}
	for row := range gongkai.StatisticsRowCount {
		want = append(want, row.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if err := cn2014().Check(); err != nil {
		t.Error(err)
	}
}

// BenchmarkFindList is the cost of recognising one form of 2014.
func BenchmarkFindList(b *testing.B) {
	doc := drawDocument(statistics("统计数"), false)
	b.ReportAllocs()
	for b.Loop() {
		Find(doc)
	}
}
