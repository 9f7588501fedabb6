package form

import "testing"

// TestMisprintedLabels: what real reports print for labels, and what must not
// be taken for one.
func TestMisprintedLabels(t *testing.T) {
	w := words()
	for _, c := range []struct {
		vocabulary *vocabulary
		group      string
		printed    string
		want       string // "" for none
	}{
		{w.requestRows, "", "一、本年新收政府信息公开申请数量", "new_requests"},
		{w.requestRows, "", "二、上年结转政府信息公开数量", "carried_in"},
		{w.requestRows, "", "二.上年结转政府信息公开申请数量", "carried_in"},
		{w.requestRows, "", "（ 一 ） 予以公开", "granted"},
		{w.requestRows, "", "(一)\n予以\n公开", "granted"},
		{w.requestRows, "", "（一）予公开", "granted"},
		{w.requestRows, "", "予公开", ""}, // 予以公开 or 不予公开
		{w.requestRows, "", "（三）不予公开", groupDenied},
		{w.requestRows, "", "（二）部分公开（区分处理的，只记这一情形，不计其他情形）", "partly_granted"},
		{w.requestRows, "", "（二）部分公开（区分处理的，只计这一情 形，不\n计其他情形）", "partly_granted"},
		{w.requestRows, groupDenied, "2.其他法律行政止公开", "denied_by_law"},
		{w.requestRows, groupDenied, "2、其他法律行政法规\n禁止公开", "denied_by_law"},
		{w.requestRows, groupDenied, "3.危及“三安全一稳定”", "denied_safety_stability"},
		{w.requestRows, groupDenied, "３．危及\"三安全一稳定\"", "denied_safety_stability"},
		{w.requestRows, groupDenied, "5.属于三类内部事物信息", "denied_internal_affairs"},
		{w.requestRows, groupDenied, "5|.属于三类内部事务信息", "denied_internal_affairs"},
		{w.requestRows, groupRejected, "2.重复申请", "rejected_duplicate"},
		{w.requestRows, groupRejected, "4.无正当理由大量反复申请", "rejected_excessive"},
		{w.requestRows, groupOther, "3.其他", "other_remaining"},
		{w.requestRows, groupOther, "其它", "other_remaining"},
		{w.requestRows, groupOther, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other_not_corrected"},
		{w.requestRows, "", "（六）其他处理", "other"},
		{w.requestRows, "", "（七）总  计", "processed_total"},
		{w.requestRows, "", "四、结转下年度继续办理", "carried_out"},
		{w.requestRows, "", "本年度依申请公开工作说明", ""},
		{w.groups, "", "三、本年\n度办理结果", groupResults},
		{w.groups, "", "三\n、\n本\n年\n度\n办\n理\n结\n果", groupResults},
		{w.applicants, "", "法律服务机 构", "legal_service_org"},
		{w.applicants, "", "社会公组织", "public_welfare_org"},
		{w.applicants, "", "其他", "other_org"},
		{w.applicants, "", "其中", ""},
		{w.proactiveColumns, "", "本年废纸件数", "repealed"},
		{w.proactiveColumns, "", "本年\n公开数量", "disclosed"},
		{w.proactiveColumns, "", "本年新", ""},
		{w.proactiveColumns, "", "本年增/", "items_change"},
		{w.proactiveColumns, "", "处理决定", "decisions"},
		{w.proactiveColumns, "", "本年处理绝对数量", "decisions"},
		{w.proactiveColumns, "", "现行有效件", "in_force"},
		{w.proactiveColumns, "", "本年收费金额（单位：万元）", "amount"},
		{w.proactiveRows, "", "规章（设区的市、自治州人民政府应提供相关数据）", "regulations"},
		{w.proactiveRows, "", "行政规范性文件", "normative_documents"},
		{w.proactiveRows, "", "规范性文件(行政机关制定发布的文件)", "normative_documents"},
		{w.proactiveRows, "", "其他主动公开文件", ""},
		{w.proactiveRows, "", "规章000", ""},
		// One word off is another label.
		{w.proactiveColumns, "", "本年项目数量", ""},
		{w.proactiveColumns, "", "上年收费金额", ""},
		{w.proactiveColumns, "", "上年制发件数", ""},
		{w.proactiveColumns, "", "累计处理决定数量", ""},
		{w.proactiveColumns, "", "现行失效件数", ""},
		{w.requestRows, "", "一、上年新收政府信息公开申请数量", ""},
		{w.proactiveRows, "", "非行政规范性文件", ""},
		{w.proactiveRows, "", "党内规范性文件", ""},
		{w.proactiveRows, "", "非行政许可", ""},
		{w.proactiveRows, "", "行政强制执行", ""},
		{w.proactiveRows, "", "行政许可53", ""},
		{w.outcomes, "", "结果\n维持", "upheld"},
		{w.routes, "", "未经复议直接起诉", "suit_direct"},
		{w.routes, "", "复议后起诉", "suit_after_review"},
	} {
		m, ok := c.vocabulary.find(keyOf(c.printed), c.group)
		got := ""
		if ok {
			got = m.code
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.printed, got, c.want)
		}
	}
}

func TestNumbering(t *testing.T) {
	for printed, want := range map[string][2]string{
		"一、总体情况":   {"一", "总体情况"},
		"（三）不予公开":  {"(三)", "不予公开"},
		"1.属于国家秘密": {"1", "属于国家秘密"},
		"1、属于国家秘密": {"1", "属于国家秘密"},
		"1属于国家秘密":  {"1", "属于国家秘密"},
		"三类内部事务":   {"", "三类内部事务"},
		"2021年度":   {"", "2021年度"},
		"三)不予公开":   {"(三)", "不予公开"},
	} {
		k := keyOf(printed)
		if got := [2]string{k.number, k.core}; got != want {
			t.Errorf("%q splits into %q, want %q", printed, got, want)
		}
	}
}
