package gongkai

import "slices"

// Term is what a row or column of an official form is called.
type Term struct {
	Code string
	// Chinese is the official label with the labels that it stands under, as
	// "不予公开：属于国家秘密"; English is our translation.
	Chinese, English string
	// Unit of the numbers where the form fixes it; empty elsewhere.
	Unit string
}

// Terms returns the terms of the table's rows and columns, in the order of its
// Schema; nil for tables that have none.
func Terms(table string) (rows, columns []Term) {
	switch table {
	case TableProactive:
		return proactiveRowTerms, proactiveColumnTerms
	case TableRequests:
		return requestTerms, applicantTerms
	case TableDisputes:
		return routeTerms, outcomeTerms
	case TableStatistics2014:
		return statisticsTerms, statisticsColumnTerms
	}
	return nil, nil
}

// Part is a part of an official form: rows that share their columns.
type Part struct {
	Layout Layout
	Table  string
	// Item names the part where a table has several: the item of article 20 of
	// the regulations (政府信息公开条例) in Chinese numerals.
	Item          string
	Rows, Columns []string
}

// Parts lists the parts of the official forms, oldest form first. The columns
// that provinces added to the form of 2014 are in no part.
func Parts() []Part {
	items := []string{"items_last_year", "items_change", "decisions"}
	rows2019 := without(requestRows, "other_not_corrected", "other_fee_unpaid", "other_remaining")
	return []Part{
		{Layout2014, TableStatistics2014, "", statisticsRows, statisticsColumns[:1]},
		{Layout2019, TableProactive, "一", []string{"regulations", "normative_documents"}, []string{"made", "disclosed", "disclosed_total"}},
		{Layout2019, TableProactive, "五", []string{"licensing", "other_services"}, items},
		{Layout2019, TableProactive, "六", []string{"penalties", "coercive_measures"}, items},
		{Layout2019, TableProactive, "八", []string{"fees"}, items[:2]},
		{Layout2019, TableProactive, "九", []string{"procurement"}, []string{"items", "amount"}},
		{Layout2019, TableRequests, "", rows2019, applicants},
		{Layout2019, TableDisputes, "", disputeRoutes, disputeOutcomes},
		{Layout2021, TableProactive, "一", []string{"regulations", "normative_documents"}, []string{"issued", "repealed", "in_force"}},
		{Layout2021, TableProactive, "五", []string{"licensing"}, items[2:]},
		{Layout2021, TableProactive, "六", []string{"penalties", "coercive_measures"}, items[2:]},
		{Layout2021, TableProactive, "八", []string{"fees"}, []string{"amount"}},
		{Layout2021, TableRequests, "", without(requestRows, "other"), applicants},
		{Layout2021, TableDisputes, "", disputeRoutes, disputeOutcomes},
	}
}

func without(codes []string, dropped ...string) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return slices.Contains(dropped, c) })
}

// LayoutsOf lists the official forms that have the cell.
func LayoutsOf(ref CellRef) []Layout {
	var layouts []Layout
	for _, p := range Parts() {
		if p.Table == ref.Table && slices.Contains(p.Rows, ref.Row) && slices.Contains(p.Columns, ref.Column) {
			layouts = append(layouts, p.Layout)
		}
	}
	return layouts
}

// Source is the document that prescribes an official form, with the report
// years that it is in force for; empty for other layouts.
func (l Layout) Source() (number, years string) {
	switch l {
	case Layout2014:
		return "国办发〔2014〕32号", "2014–2018"
	case Layout2019:
		return "国办公开办函〔2019〕60号", "2019–2020"
	case Layout2021:
		return "国办公开办函〔2021〕30号", "2021–"
	}
	return "", ""
}

var requestTerms = []Term{
	{"new_requests", "本年新收政府信息公开申请数量", "requests received in the year", "件"},
	{"carried_in", "上年结转政府信息公开申请数量", "requests carried over from the year before", "件"},
	{"granted", "予以公开", "disclosed", "件"},
	{"partly_granted", "部分公开", "disclosed in part (a request that is split counts here and nowhere else)", "件"},
	{"denied_state_secret", "不予公开：属于国家秘密", "denied: state secret", "件"},
	{"denied_by_law", "不予公开：其他法律行政法规禁止公开", "denied: disclosure forbidden by another law or administrative regulation", "件"},
	{"denied_safety_stability", "不予公开：危及“三安全一稳定”", "denied: endangers national, public or economic security or social stability", "件"},
	{"denied_third_party", "不予公开：保护第三方合法权益", "denied: protects the lawful rights of a third party", "件"},
	{"denied_internal_affairs", "不予公开：属于三类内部事务信息", "denied: internal affairs (personnel, logistics, internal workflow)", "件"},
	{"denied_process_information", "不予公开：属于四类过程性信息", "denied: information of a process (records of discussion, drafts, letters of consultation, requests for instruction)", "件"},
	{"denied_enforcement_file", "不予公开：属于行政执法案卷", "denied: file of administrative enforcement", "件"},
	{"denied_administrative_query", "不予公开：属于行政查询事项", "denied: a matter of administrative inquiry", "件"},
	{"unavailable_not_held", "无法提供：本机关不掌握相关政府信息", "cannot be provided: the agency does not hold it", "件"},
	{"unavailable_needs_creation", "无法提供：没有现成信息需要另行制作", "cannot be provided: it would have to be made", "件"},
	{"unavailable_unclear", "无法提供：补正后申请内容仍不明确", "cannot be provided: still unclear after correction", "件"},
	{"rejected_petition", "不予处理：信访举报投诉类申请", "not processed: petition, report or complaint", "件"},
	{"rejected_duplicate", "不予处理：重复申请", "not processed: repeated request", "件"},
	{"rejected_publication", "不予处理：要求提供公开出版物", "not processed: asks for a public publication", "件"},
	{"rejected_excessive", "不予处理：无正当理由大量反复申请", "not processed: many repeated requests without good reason", "件"},
	{"rejected_reissue", "不予处理：要求行政机关确认或重新出具已获取信息", "not processed: asks to confirm or reissue what was obtained already", "件"},
	{"other", "其他处理", "other outcome, as a single row", "件"},
	{"other_not_corrected", "其他处理：申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other outcome: not corrected in time without good reason", "件"},
	{"other_fee_unpaid", "其他处理：申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "other outcome: fee not paid in time", "件"},
	{"other_remaining", "其他处理：其他", "other outcome: the rest", "件"},
	{"processed_total", "总计", "requests processed, in total", "件"},
	{"carried_out", "结转下年度继续办理", "requests carried over to the next year", "件"},
}

var applicantTerms = []Term{
	{"natural_person", "自然人", "natural persons", "件"},
	{"commercial_enterprise", "法人或其他组织：商业企业", "commercial enterprises", "件"},
	{"research_institution", "法人或其他组织：科研机构", "research institutions", "件"},
	{"public_welfare_org", "法人或其他组织：社会公益组织", "public welfare organisations", "件"},
	{"legal_service_org", "法人或其他组织：法律服务机构", "legal service organisations", "件"},
	{"other_org", "法人或其他组织：其他", "other organisations", "件"},
	{"total", "总计", "total", "件"},
}

var routeTerms = []Term{
	{"review", "行政复议", "administrative reviews", "件"},
	{"suit_direct", "行政诉讼：未经复议直接起诉", "lawsuits without a review before", "件"},
	{"suit_after_review", "行政诉讼：复议后起诉", "lawsuits after a review", "件"},
}

var outcomeTerms = []Term{
	{"upheld", "结果维持", "decision upheld", "件"},
	{"corrected", "结果纠正", "decision corrected", "件"},
	{"other", "其他结果", "other outcome", "件"},
	{"pending", "尚未审结", "not concluded yet", "件"},
	{"total", "总计", "total", "件"},
}

var proactiveRowTerms = []Term{
	{"regulations", "规章", "rules of departments and local governments", ""},
	{"normative_documents", "规范性文件", "normative documents", ""},
	{"licensing", "行政许可", "licences", ""},
	{"other_services", "其他对外管理服务事项", "other services", ""},
	{"penalties", "行政处罚", "penalties", ""},
	{"coercive_measures", "行政强制", "coercive measures", ""},
	{"fees", "行政事业性收费", "fees", ""},
	{"procurement", "政府集中采购", "procurement", ""},
}

var proactiveColumnTerms = []Term{
	{"issued", "本年制发件数", "issued in the year", "件"},
	{"repealed", "本年废止件数", "repealed in the year", "件"},
	{"in_force", "现行有效件数", "in force", "件"},
	{"made", "本年新制作数量", "newly made in the year", "件"},
	{"disclosed", "本年新公开数量", "newly disclosed in the year", "件"},
	{"disclosed_total", "对外公开总数量", "disclosed in total", "件"},
	{"items_last_year", "上一年项目数量", "items in the year before", "项"},
	{"items_change", "本年增/减", "items more, or less when negative", "项"},
	{"decisions", "处理决定数量", "decisions in the year", "件"},
	{"items", "采购项目数量", "items procured", "项"},
	{"amount", "本年收费金额、采购总金额", "fees charged, or sum procured", ""},
}

var statisticsTerms = []Term{
	{"disclosed_total", "主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "pieces of information disclosed (counted once, however published)", "条"},
	{"disclosed_normative", "主动公开规范性文件数", "normative documents disclosed", "条"},
	{"normative_issued", "制发规范性文件总数", "normative documents issued", "件"},
	{"by_gazette", "政府公报公开政府信息数", "published in the gazette", "条"},
	{"by_website", "政府网站公开政府信息数", "published on the website", "条"},
	{"by_weibo", "政务微博公开政府信息数", "published on Weibo", "条"},
	{"by_wechat", "政务微信公开政府信息数", "published on WeChat", "条"},
	{"by_other_channel", "其他方式公开政府信息数", "published in other ways", "条"},
	{"hot_issues_answered", "回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "public concerns answered (counted once, however answered)", "次"},
	{"press_conferences", "参加或举办新闻发布会总次数", "press conferences", "次"},
	{"press_conferences_by_head", "主要负责同志参加新闻发布会次数", "press conferences with the head of the agency", "次"},
	{"online_interviews", "政府网站在线访谈次数", "online interviews", "次"},
	{"online_interviews_by_head", "主要负责同志参加政府网站在线访谈次数", "online interviews with the head of the agency", "次"},
	{"interpretations_published", "政策解读稿件发布数", "explanations of policy published", "篇"},
	{"weibo_wechat_responses", "微博微信回应事件数", "events answered on Weibo and WeChat", "次"},
	{"other_responses", "其他方式回应事件数", "events answered in other ways", "次"},
	{"requests_received", "收到申请数", "requests received", "件"},
	{"requests_in_person", "当面申请数", "requests in person", "件"},
	{"requests_by_fax", "传真申请数", "requests by fax", "件"},
	{"requests_online", "网络申请数", "requests online", "件"},
	{"requests_by_mail", "信函申请数", "requests by mail", "件"},
	{"requests_closed", "申请办结数", "requests closed", "件"},
	{"closed_on_time", "按时办结数", "closed on time", "件"},
	{"closed_extended", "延期办结数", "closed after an extension", "件"},
	{"requests_answered", "申请答复数", "requests answered", "件"},
	{"answered_already_public", "属于已主动公开范围数", "answered: published already", "件"},
	{"answered_granted", "同意公开答复数", "answered: disclosed", "件"},
	{"answered_partly_granted", "同意部分公开答复数", "answered: disclosed in part", "件"},
	{"answered_denied", "不同意公开答复数", "answered: denied", "件"},
	{"denied_state_secret", "涉及国家秘密", "denied: state secret", "件"},
	{"denied_trade_secret", "涉及商业秘密", "denied: trade secret", "件"},
	{"denied_privacy", "涉及个人隐私", "denied: privacy", "件"},
	{"denied_safety_stability", "危及国家安全、公共安全、经济安全和社会稳定", "denied: endangers national, public or economic security and social stability", "件"},
	{"denied_not_government_information", "不是《条例》所指政府信息", "denied: no government information as the regulations define it", "件"},
	{"denied_other_law", "法律法规规定的其他情形", "denied: other cases stated by law", "件"},
	{"answered_not_this_organ", "不属于本行政机关公开数", "answered: not this agency's to disclose", "件"},
	{"answered_nonexistent", "申请信息不存在数", "answered: the information does not exist", "件"},
	{"answered_asked_to_amend", "告知作出更改补充数", "answered: asked to amend the request", "件"},
	{"answered_other_route", "告知通过其他途径办理数", "answered: referred to another route", "件"},
	{"reviews", "行政复议数量", "administrative reviews", "件"},
	{"reviews_upheld", "行政复议：维持具体行政行为数", "reviews: decision upheld", "件"},
	{"reviews_corrected", "行政复议：被依法纠错数", "reviews: decision corrected", "件"},
	{"reviews_other", "行政复议：其他情形数", "reviews: other outcome", "件"},
	{"suits", "行政诉讼数量", "lawsuits", "件"},
	{"suits_upheld", "行政诉讼：维持具体行政行为或者驳回原告诉讼请求数", "lawsuits: decision upheld or claim dismissed", "件"},
	{"suits_corrected", "行政诉讼：被依法纠错数", "lawsuits: decision corrected", "件"},
	{"suits_other", "行政诉讼：其他情形数", "lawsuits: other outcome", "件"},
	{"complaints", "举报投诉数量", "reports and complaints", "件"},
	{"fees_collected", "依申请公开信息收取的费用", "fees collected for information", "万元"},
	{"dedicated_offices", "政府信息公开工作专门机构数", "offices dedicated to disclosure", "个"},
	{"reading_points", "设置政府信息公开查阅点数", "reading points", "个"},
	{"staff", "从事政府信息公开工作人员数", "staff working on disclosure", "人"},
	{"staff_full_time", "专职人员数（不包括政府公报及政府网站工作人员数）", "full-time staff (without those of gazette and website)", "人"},
	{"staff_part_time", "兼职人员数", "part-time staff", "人"},
	{"budget", "政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "budget of disclosure (without gazette and website)", "万元"},
	{"meetings", "召开政府信息公开工作会议或专题会议数", "meetings on disclosure", "次"},
	{"trainings", "举办各类培训班数", "training courses", "次"},
	{"people_trained", "接受培训人员数", "people trained", "人次"},
}

var statisticsColumnTerms = []Term{
	{"value", "统计数", "the year's number", ""},
	{"cumulative", "历年累计", "the number since records began (Fujian)", ""},
	{"government", "区、县政府统计数", "the county government's own number (Anhui)", ""},
	{"departments", "区、县直单位统计数", "the number of the departments (Anhui)", ""},
	{"townships", "乡镇街道统计数", "the number of towns and subdistricts (Anhui)", ""},
}
