package synth

import (
	"fmt"
	"math/rand/v2"

	"gongkai"
)

// optional marks a row that reports may lack.
func (i indicator) optional() indicator { i.required = false; return i }

// The channels of requests in the forms of Fujian.
var fujianChannels = map[string]indicator{
	"requests_in_person":      counts("requests_in_person", "条", 30, "当面申请数", "当面申请书").optional(),
	"requests_by_fax":         counts("requests_by_fax", "条", 3, "传真申请数").optional(),
	"requests_by_email":       counts("requests_by_email", "条", 8, "电子邮件申请数").optional(),
	"requests_online":         counts("requests_online", "条", 60, "网上申请数", "网络申请数").optional(),
	"requests_by_mail":        counts("requests_by_mail", "条", 40, "信函申请数").optional(),
	"requests_by_mail_or_fax": counts("requests_by_mail_or_fax", "条", 40, "信函、传真申请数").optional(),
	"requests_other_form":     counts("requests_other_form", "条", 5, "其他形式申请数", "其它形式申请数").optional(),
}

// fujian draws one of the three forms of the local list of Fujian: A with one
// column and six channels, B with two and five or six, C with three channels
// and four outcomes.
func fujian(rng *rand.Rand, year int) *listForm {
	f := &listForm{table: gongkai.TableLocal, caption: "政府信息公开情况统计表", labelHead: "指标名称", unitHead: "计量单位",
		columns: []listColumn{{code: "year", heads: []string{"{year}年度", "{year}年"}}, {code: "cumulative", heads: []string{"历年累计", "历年累计数"}, grows: true}}}
	channels := []string{"requests_in_person", "requests_by_fax", "requests_by_email", "requests_online", "requests_by_mail", "requests_other_form"}
	outcomes := []indicator{
		counts("answered_granted", "条", 60, "其中：1.同意公开答复数").optional(),
		counts("answered_partly_granted", "条", 10, "2.同意部分公开答复数").optional(),
		counts("answered_denied", "条", 20, "3.不予公开答复数", "3.否决公开答复数", "3.否决公开答复总数").optional(),
	}
	switch {
	case year <= 2010 || (year == 2016 || year == 2018) && rng.IntN(2) == 0: // A
		f.columns = []listColumn{{code: "year", heads: []string{"年末统计", "年度数"}}}
	case year <= 2013: // B
		if rng.IntN(2) == 0 {
			channels = channels[:5]
		}
	default: // C
		channels = []string{"requests_in_person", "requests_online", "requests_by_mail_or_fax"}
		outcomes = append(outcomes, counts("answered_other", "条", 12, "4.其他类型答复数", "4.其它类型答复数").optional())
	}
	f.rows = []indicator{
		counts("disclosed_total", "条", 2500, "主动公开信息数", "主动公开文件数"),
		counts("by_website", "条", 2300, "其中：1.网站公开", "其中：1.政府网站公开数").optional(),
		counts("by_gazette", "条", 120, "2.政府公报公开", "2.政府公报公开数").optional(),
		counts("requests_received", "条", 0, "受理依申请公开信息总数", "受理政府信息公开申请总数", "受理政府信息依申请公开总数").sumOf(channels...),
	}
	for i, code := range channels {
		row := fujianChannels[code]
		row.labels = numbered(row.labels, i)
		f.rows = append(f.rows, row)
	}
	answered := counts("requests_answered", "条", 0, "对申请的答复总数", "对申请的答复数", "本年度对申请的答复总数")
	for _, o := range outcomes {
		answered.parts = append(answered.parts, o.code)
	}
	f.rows = append(append(f.rows, answered), outcomes...)
	if len(f.columns) == 1 || rng.IntN(2) == 0 {
		f.rows = append(f.rows, counts("fees_waived", "元", 3000, "政府信息公开收费减免金额").optional())
	}
	return f.dispute(rng)
}

// numbered puts the number of a part before its labels.
func numbered(labels []string, at int) []string {
	var texts []string
	for _, label := range labels {
		text := fmt.Sprintf("%d.%s", at+1, label)
		if at == 0 {
			text = "其中：" + text
		}
		texts = append(texts, text)
	}
	return texts
}

func (f *listForm) dispute(rng *rand.Rand) *listForm {
	if rng.IntN(2) == 0 {
		f.rows = append(f.rows, counts("appeals_complaints", "件", 3, "接受行政申诉、举报数", "接受行政诉讼、举报数", "行政申诉、举报数").optional())
	} else {
		f.rows = append(f.rows, counts("appeals", "件", 2, "行政申诉数").optional())
	}
	f.rows = append(f.rows, counts("reviews", "件", 4, "行政复议数").optional(), counts("suits", "件", 3, "行政诉讼数").optional())
	return f
}

// coded2008 is the list of 35 rows with their codes.
func coded2008() *listForm {
	o := func(code, unit string, size int, labels ...string) indicator {
		return counts(code, unit, size, labels...).optional()
	}
	f := &listForm{table: gongkai.TableLocal, caption: "政府信息公开情况统计表", labelHead: "指标名称", unitHead: "计量单位", codeHead: "代码",
		columns: []listColumn{{code: "period", heads: []string{"本期实际"}}, {code: "year", heads: []string{"本年累计"}, grows: true}}}
	f.rows = []indicator{
		counts("disclosed_total", "条", 2500, "主动公开信息数"),
		o("disclosed_electronic", "条", 2200, "其中：全文电子化的主动公开信息数").partOf("disclosed_total"),
		o("normative_new", "条", 30, "新增的行政规范性文件数", "新增行政规范性文件数"),
		o("service_information", "条", 200, "提供服务类信息数"),
		o("website_visits", "人次", 40000, "网站专栏页面访问量"),
		o("visitors_received", "人次", 300, "现场接待人数"),
		o("online_enquiries", "次", 200, "网上咨询数"),
		o("telephone_enquiries", "次", 400, "咨询电话接听数"),
		o("catalogue_on_request", "条", 80, "依申请公开信息目录数"),
		counts("requests_received", "条", 0, "申请总数").sumOf("requests_in_person", "requests_by_fax", "requests_by_email", "requests_online", "requests_by_mail", "requests_other_form"),
		o("requests_in_person", "条", 30, "其中：1.当面申请数"),
		o("requests_by_fax", "条", 3, "2.传真申请数"),
		o("requests_by_email", "条", 8, "3.电子邮件申请数"),
		o("requests_online", "条", 60, "4.网上申请数"),
		o("requests_by_mail", "条", 40, "5.信函申请数"),
		o("requests_other_form", "条", 5, "6.其他形式申请数", "6.其它形式申请数"),
		counts("requests_answered", "条", 0, "对申请的答复总数").sumOf("answered_granted", "answered_partly_granted", "answered_denied"),
		o("answered_granted", "条", 60, "其中：1.同意公开答复数"),
		o("answered_partly_granted", "条", 10, "2.同意部分公开答复数"),
		o("answered_denied", "条", 0, "3.否决公开答复总数", "3.否决公开答复数"),
	}
	denied := &f.rows[len(f.rows)-1]
	reasons := []indicator{
		o("denied_not_government_information", "条", 6, "其中：（1）“非《规定》所指政府信息”数", "其中：（1）“非《条例》所指政府信息”数"),
		o("denied_nonexistent", "条", 10, "（2）“信息不存在”数"),
		o("denied_not_held", "条", 12, "（3）“非本部门掌握”数"),
		o("denied_unclear", "条", 5, "（4）“申请内容不明确”数"),
	}
	for i := 1; i <= 6; i++ {
		reasons = append(reasons, o(fmt.Sprintf("denied_exempt_%d", i), "条", 1, fmt.Sprintf("（%d）“免予公开范围%d”数", 4+i, i)))
	}
	reasons = append(reasons, o("denied_other_reason", "条", 3, "（11）“其他原因”数", "（11）“其它原因”数"))
	for _, r := range reasons {
		denied.parts = append(denied.parts, r.code)
	}
	f.rows = append(append(f.rows, reasons...),
		o("reviews", "件", 4, "行政复议数"), o("suits", "件", 3, "行政诉讼数"), o("appeals", "件", 3, "行政申诉数"),
		o("appeals_against_first_handling", "件", 1, "其中：对本部门首次处理不满意的行政申诉数").partOf("appeals"))
	return f
}

// inventions are rows that no known list has: label, unit, size.
var inventions = []struct {
	label, unit string
	size        int
}{
	{"发布政务微信文章", "篇", 300}, {"公开栏更新次数", "次", 60}, {"发放办事指南", "份", 2000}, {"政务服务热线来电", "个", 5000},
	{"村务公开示范点", "个", 20}, {"公开财政预算单位", "个", 70}, {"公开三公经费单位", "个", 70}, {"征集群众意见", "条", 150},
	{"采纳群众意见", "条", 60}, {"办理人大代表建议", "件", 40}, {"办理政协委员提案", "件", 50}, {"接待来访群众", "人次", 800},
	{"编印便民手册", "册", 1000}, {"门户网站点击", "次", 90000}, {"政务公开专栏", "个", 12}, {"开展督查", "次", 6},
	{"通报批评单位", "个", 2}, {"公示行政许可事项", "项", 90}, {"公示行政处罚案件", "件", 120}, {"印发公开简报", "期", 10},
}

// unknownList is an indicator list of somebody's own making.
func unknownList(rng *rand.Rand) *listForm {
	f := &listForm{table: gongkai.TableLocal, caption: pick(rng, []string{"政务公开工作主要指标表", "政务公开情况一览表", "政府信息公开工作统计"}),
		labelHead: pick(rng, []string{"项目", "指标名称", "统计项目", "内容"}), unitHead: pick(rng, []string{"单位", "计量单位"}),
		columns: []listColumn{{code: "value", heads: []string{"数量", "本年数", "{year}年"}}}}
	if rng.IntN(3) == 0 {
		f.columns = append(f.columns, listColumn{code: "value_2", heads: []string{"上年数", "累计"}})
	}
	for i, at := range rng.Perm(len(inventions))[:6+rng.IntN(9)] {
		in := inventions[at]
		f.rows = append(f.rows, indicator{code: fmt.Sprintf("%s%03d", generated, i+1), unit: in.unit, size: in.size, labels: []string{in.label}})
	}
	return f
}
