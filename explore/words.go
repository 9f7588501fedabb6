package explore

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// statuses in words: short, then what it means.
var statuses = map[string][4]string{
	"verified":            {"已核验", "verified", "表内各项合计全部成立", "every sum of the form holds"},
	"source-inconsistent": {"原文不平", "sums fail", "合计不成立，且确认原文如此", "sums do not add up: the agency printed it so"},
	"doubtful":            {"存疑", "doubtful", "有数字未能确证，请看原页", "a number is not certain: look at the page"},
	"incomplete":          {"不完整", "incomplete", "缺表、缺行或缺数", "a table, a row or its numbers are missing"},
	"narrative":           {"无标准表", "no table", "只有文字，或列表未列合计", "prose, or a list that states no sum"},
	"unjudged":            {"未核验", "not checked", "未核验", "not checked"},
}

// proofs in words.
var proofs = map[string][4]string{
	"proven":       {"已证实", "proven", "所在合计成立；若此数有误，合计就不成立", "a sum holds that would fail if it were wrong"},
	"contradicted": {"与合计矛盾", "contradicted", "所在合计不成立", "it is part of a sum that fails"},
	"unchecked":    {"无从核对", "unchecked", "表中没有合计能核对它，只凭识读", "no sum covers it: it stands on the reading alone"},
	"doubtful":     {"存疑", "doubtful", "文字不清，或两次识读不同", "the text is uncertain, or two readings disagree"},
}

// states in words: why there is no number.
var states = map[string][2]string{
	"blank": {"空白", "blank"}, "dash": {"“/”", "“/”"}, "text": {"文字", "words"}, "illegible": {"无法辨认", "illegible"}, "absent": {"没有这一格", "no such cell"},
	"zero-denominator": {"分母为零", "nothing to take a share of"}, "unit": {"单位不同", "another unit"},
}

// severities in words.
var severities = map[string][2]string{"error": {"错误", "error"}, "warning": {"警告", "warning"}, "info": {"提示", "note"}}

// sectionNames are the parts of a report in words.
var sectionNames = map[string][2]string{
	"preface": {"前言", "Preface"}, "overview": {"总体情况", "Overview"}, "proactive": {"主动公开", "Proactive disclosure"}, "requests": {"申请", "Requests"},
	"disputes": {"复议诉讼", "Reviews and suits"}, "problems": {"问题及改进", "Problems and improvements"}, "other_matters": {"其他事项", "Other matters"},
}

// roles in words.
var roles = map[string][2]string{
	"principal": {"采用", "the one that counts"}, "twin": {"同一报告的另一文件", "another document of the same report"}, "mobile": {"手机版", "page for telephones"},
	"mirror": {"其他网站的副本", "copy on another host"}, "superseded": {"先前发布、内容不同", "an earlier publication that says something else"},
	"variant": {"内容不同，无从判断以哪个为准", "says something else, and nothing says which holds"},
}

// tableNames in words.
var tableNames = map[string][2]string{
	gongkai.TableProactive: {"主动公开政府信息情况", "Information disclosed proactively"}, gongkai.TableRequests: {"收到和处理政府信息公开申请情况", "Requests received and processed"},
	gongkai.TableDisputes: {"行政复议、行政诉讼情况", "Reviews and suits"}, gongkai.TableStatistics2014: {"政府信息公开情况统计表", "Statistics of 2014"},
	gongkai.TableLocal: {"地方指标表", "Local list"},
}

// layoutName is the official number of a form.
func layoutName(l Language, layout string) string {
	number, years := gongkai.Layout(layout).Source()
	switch {
	case strings.HasSuffix(years, "–"):
		since := strings.TrimSuffix(years, "–")
		return l.T(fmt.Sprintf("%s（%s年度起）", number, since), fmt.Sprintf("form %s (since %s)", number, since))
	case number != "":
		return l.T(fmt.Sprintf("%s（%s年度）", number, years), fmt.Sprintf("form %s (%s)", number, years))
	case layout == string(gongkai.LayoutNarrative), layout == "":
		return l.T("无标准表", "no standard form")
	}
	return l.T("地方指标表 ", "local list ") + layout
}

// layoutShort is the form in a few words, for charts.
func layoutShort(l Language, layout string) string {
	switch layout := gongkai.Layout(layout); layout {
	case gongkai.Layout2014, gongkai.Layout2019, gongkai.Layout2021:
		year := strings.TrimPrefix(string(layout), "cn-")
		return l.T(year+"年表式", "form of "+year)
	}
	return l.T("地方表式", "local list")
}

// sectionCode names a part of a report.
func sectionCode(l Language, code string) string {
	if w, ok := sectionNames[code]; ok {
		return l.T(w[0], w[1])
	}
	return code
}

// cellName names a cell: row, then column.
func cellName(l Language, ref gongkai.CellRef) string {
	rows, columns := gongkai.Terms(ref.Table)
	row, column := termName(l, rows, ref.Row), termName(l, columns, ref.Column)
	if len(columns) <= 1 {
		return row
	}
	return row + l.T("，", ", ") + column
}

func termName(l Language, terms []gongkai.Term, code string) string {
	for _, t := range terms {
		if t.Code == code {
			return l.T(t.Chinese, t.English)
		}
	}
	return code
}

// arithmetic says in words what a finding found: "10 + 1 = 11, printed 0".
func arithmetic(l Language, f store.Finding) string {
	left, right, unequal := strings.Cut(f.Detail, " ≠ ")
	switch {
	case f.Code == string(gongkai.IdentityFails) && unequal && right == f.Found:
		return left + l.T("，表中印的是 ", ", printed ") + right
	case unequal && f.Code == string(gongkai.CarriedOverDiffers):
		return l.T("上年结转 ", "carried in ") + f.Expected + l.T("，上一年报告的结转下年度为 ", ", carried out of the year before ") + f.Found
	case f.Detail != "" && (f.Found == "" || strings.ContainsAny(f.Detail, "=≠>")):
		return f.Detail
	}
	var parts []string
	for _, p := range []struct{ zh, en, text string }{{"应为 ", "expected ", f.Expected}, {"印的是 ", "printed ", f.Found}, {"", "", f.Detail}} {
		if p.text != "" {
			parts = append(parts, l.T(p.zh, p.en)+p.text)
		}
	}
	return strings.Join(parts, l.T("，", ", "))
}

// indicator is the one with the code; false when there is none.
func (s *Site) indicator(code string) (Indicator, bool) {
	for _, i := range s.config.Indicators {
		if i.Code == code {
			return i, true
		}
	}
	return Indicator{Code: code, Chinese: code, English: code}, false
}

// Name is the indicator's name.
func (i Indicator) Name(l Language) string { return l.T(i.Chinese, i.English) }

// shown writes a value of an indicator: a share as per cent, with one decimal.
func shown(value string, share bool) string {
	if !share || value == "" {
		return grouped(value)
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	return strconv.FormatFloat(v*100, 'f', 1, 64) + "%"
}

// stateName is what is printed in a cell.
func stateName(l Language, state string) string {
	if state == gongkai.Number.String() {
		return l.T("数字", "number")
	}
	w := states[state]
	return cmp.Or(l.T(w[0], w[1]), state)
}

// why says why there is no value.
func why(l Language, missing string) string {
	var words []string
	for state := range strings.SplitSeq(missing, ";") {
		w := states[state]
		words = append(words, cmp.Or(l.T(w[0], w[1]), state))
	}
	return strings.Join(words, l.T("、", ", "))
}
