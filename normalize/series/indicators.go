package series

import "gongkai"

// Indicators is the list of indicators. It is in the order of the form of 2021,
// a total before its parts, shares last.
func Indicators() []Indicator { return indicators }

const (
	items     = "件"
	documents = "条"
)

// The lists whose requests and answers are mapped.
const (
	fujian gongkai.Layout = "cn-fujian-2009"
	coded  gongkai.Layout = "cn-coded-2008"
)

var (
	of2014 = []gongkai.Layout{gongkai.Layout2014}
	of2019 = []gongkai.Layout{gongkai.Layout2019}
	of2021 = []gongkai.Layout{gongkai.Layout2021}
	since  = []gongkai.Layout{gongkai.Layout2021, gongkai.Layout2019}
	lists  = []gongkai.Layout{fujian, coded}
)

// cells are those of one column.
func cells(table, column string, rows ...string) []Term {
	terms := make([]Term, len(rows))
	for i, row := range rows {
		terms[i] = Term{CellRef: gongkai.CellRef{Table: table, Row: row, Column: column}}
	}
	return terms
}

// requests are cells of the column of totals of the requests table, which is
// the same since 2019.
func requests(rows ...string) Reading {
	return Reading{Layouts: since, Cells: cells(gongkai.TableRequests, "total", rows...)}
}

// disputes adds up outcomes of routes.
func disputes(routes, outcomes []string) Reading {
	re := Reading{Layouts: since}
	for _, outcome := range outcomes {
		re.Cells = append(re.Cells, cells(gongkai.TableDisputes, outcome, routes...)...)
	}
	return re
}

// proactive is a cell of the proactive table.
func proactive(layouts []gongkai.Layout, row, column, note string) Reading {
	return Reading{Layouts: layouts, Cells: cells(gongkai.TableProactive, column, row), Note: note}
}

// statistics are cells of the form of 2014.
func statistics(note string, rows ...string) Reading {
	return Reading{Layouts: of2014, Cells: cells(gongkai.TableStatistics2014, "value", rows...), Note: note}
}

// local is a row of local lists, the number of the year.
func local(layouts []gongkai.Layout, note, row string) Reading {
	return Reading{Layouts: layouts, Cells: cells(gongkai.TableLocal, "year", row), Note: note}
}

// less takes rows of the same column away.
func (re Reading) less(rows ...string) Reading {
	for _, t := range cells(re.Cells[0].Table, re.Cells[0].Column, rows...) {
		t.Minus = true
		re.Cells = append(re.Cells, t)
	}
	return re
}

// only restricts the reading to lists that print the row.
func (re Reading) only(row string) Reading {
	re.Only = row
	return re
}

var (
	review = []string{"review"}
	suits  = []string{"suit_direct", "suit_after_review"}
	closed = []string{"upheld", "corrected", "other"}
)

var indicators = []Indicator{
	{Code: "disclosed_total", Unit: documents, English: "information disclosed on the agency's own initiative", Chinese: "主动公开政府信息数",
		EnglishDefinition: "Pieces of information published in the year. No form since 2019 asks for it.", ChineseDefinition: "本年主动公开政府信息的条数；2019年以后的表式不再填报。",
		Readings: []Reading{statistics("", "disclosed_total"), local(lists, "disclosed-local", "disclosed_total")}},
	{Code: "regulations_issued", Unit: items, English: "regulations made", Chinese: "制发规章数",
		EnglishDefinition: "规章 made in the year.", ChineseDefinition: "本年制发（新制作）规章的件数。",
		Readings: []Reading{proactive(of2021, "regulations", "issued", ""), proactive(of2019, "regulations", "made", "made-2019")}},
	{Code: "normative_issued", Unit: items, English: "normative documents made", Chinese: "制发规范性文件数",
		EnglishDefinition: "Normative documents made in the year, disclosed or not.", ChineseDefinition: "本年制发（新制作）行政规范性文件的件数，不论是否公开。",
		Readings: []Reading{proactive(of2021, "normative_documents", "issued", ""), proactive(of2019, "normative_documents", "made", "made-2019"),
			statistics("normative-2014", "normative_issued"), local([]gongkai.Layout{coded}, "normative-2014", "normative_new")}},
	{Code: "licensing_decisions", Unit: items, English: "licensing decisions", Chinese: "行政许可处理决定数",
		EnglishDefinition: "Decisions on administrative licences in the year.", ChineseDefinition: "本年行政许可处理决定的件数。",
		Readings: []Reading{proactive(of2021, "licensing", "decisions", ""), proactive(of2019, "licensing", "decisions", "decisions-2019")}},
	{Code: "penalty_decisions", Unit: items, English: "penalty decisions", Chinese: "行政处罚处理决定数",
		EnglishDefinition: "Decisions on administrative penalties in the year.", ChineseDefinition: "本年行政处罚处理决定的件数。",
		Readings: []Reading{proactive(of2021, "penalties", "decisions", ""), proactive(of2019, "penalties", "decisions", "decisions-2019")}},
	{Code: "coercion_decisions", Unit: items, English: "coercive measures", Chinese: "行政强制处理决定数",
		EnglishDefinition: "Decisions on administrative coercion in the year.", ChineseDefinition: "本年行政强制处理决定的件数。",
		Readings: []Reading{proactive(of2021, "coercive_measures", "decisions", ""), proactive(of2019, "coercive_measures", "decisions", "decisions-2019")}},

	{Code: "requests_received", Unit: items, English: "requests received", Chinese: "本年新收申请数",
		EnglishDefinition: "Requests received in the year, those carried in from last year not counted.", ChineseDefinition: "本年新收到的政府信息公开申请件数，不含上年结转。",
		Readings: []Reading{requests("new_requests"), statistics("", "requests_received"),
			local([]gongkai.Layout{fujian}, "accepted-local", "requests_received"), local([]gongkai.Layout{coded}, "", "requests_received")}},
	{Code: "requests_received_persons", Parent: "requests_received", Unit: items, English: "requests received from natural persons", Chinese: "自然人申请数",
		EnglishDefinition: "Requests received in the year from natural persons.", ChineseDefinition: "本年新收申请中申请人为自然人的件数。",
		Readings: []Reading{{Layouts: since, Cells: cells(gongkai.TableRequests, "natural_person", "new_requests")}}},
	{Code: "requests_received_organisations", Parent: "requests_received", Unit: items, English: "requests received from organisations", Chinese: "法人或其他组织申请数",
		EnglishDefinition: "Requests received in the year from legal persons and other organisations: five columns.", ChineseDefinition: "本年新收申请中申请人为法人或其他组织的件数，五栏之和。",
		Readings: []Reading{{Layouts: since, Cells: []Term{newFrom("commercial_enterprise"), newFrom("research_institution"), newFrom("public_welfare_org"),
			newFrom("legal_service_org"), newFrom("other_org")}}}},
	{Code: "requests_carried_in", Unit: items, English: "requests carried in", Chinese: "上年结转申请数",
		EnglishDefinition: "Requests of last year that were still open when it ended.", ChineseDefinition: "上年结转的政府信息公开申请件数。",
		Readings: []Reading{requests("carried_in")}},
	{Code: "requests_carried_out", Unit: items, English: "requests carried to the next year", Chinese: "结转下年度申请数",
		EnglishDefinition: "Requests that were still open when the year ended.", ChineseDefinition: "结转下年度继续办理的申请件数。",
		Readings: []Reading{requests("carried_out")}},

	{Code: "requests_processed", Unit: items, English: "requests processed", Chinese: "办理申请数",
		EnglishDefinition: "Requests that came to an end in the year: the total of all outcomes.", ChineseDefinition: "本年度办理结果总计。",
		Readings: []Reading{requests("processed_total"), statistics("answers", "requests_answered"), local(lists, "answers", "requests_answered")}},
	{Code: "granted", Parent: "requests_processed", Unit: items, English: "granted", Chinese: "予以公开数",
		EnglishDefinition: "Requests whose information was disclosed in full.", ChineseDefinition: "予以公开的件数。",
		Readings: []Reading{requests("granted"), statistics("granted-2014", "answered_granted"), local(lists, "answers", "answered_granted")}},
	{Code: "partly_granted", Parent: "requests_processed", Unit: items, English: "granted in part", Chinese: "部分公开数",
		EnglishDefinition: "Requests whose information was disclosed in part.", ChineseDefinition: "部分公开的件数。",
		Readings: []Reading{requests("partly_granted"), statistics("answers", "answered_partly_granted"), local(lists, "answers", "answered_partly_granted")}},
	{Code: "denied", Parent: "requests_processed", Unit: items, English: "denied", Chinese: "不予公开数",
		EnglishDefinition: "Requests denied for one of the reasons of articles 14 to 16 and 36 (7): eight rows. That nothing is held, or that the request is not handled, is no denial.",
		ChineseDefinition: "依《条例》第十四条至第十六条、第三十六条第（七）项不予公开的件数，八行之和；无法提供和不予处理不计在内。",
		Readings: []Reading{requests("denied_state_secret", "denied_by_law", "denied_safety_stability", "denied_third_party", "denied_internal_affairs",
			"denied_process_information", "denied_enforcement_file", "denied_administrative_query"),
			statistics("denied-2014", "answered_denied"), local([]gongkai.Layout{fujian}, "denied-2014", "answered_denied").only("answered_other"),
			local([]gongkai.Layout{coded}, "denied-coded", "answered_denied").less("denied_nonexistent", "denied_not_held", "denied_unclear")}},
	{Code: "denied_state_secret", Parent: "denied", Unit: items, English: "denied: state secret", Chinese: "不予公开：国家秘密",
		EnglishDefinition: "Article 14: state secrets.", ChineseDefinition: "第十四条：属于国家秘密。",
		Readings: []Reading{requests("denied_state_secret"), statistics("answers", "denied_state_secret")}},
	{Code: "denied_by_law", Parent: "denied", Unit: items, English: "denied: forbidden by other law", Chinese: "不予公开：其他法律行政法规禁止",
		EnglishDefinition: "Article 14: other laws and regulations forbid it. The row 法律法规规定的其他情形 of 2014 holds what has rows of its own since, and is not this.",
		ChineseDefinition: "第十四条：其他法律行政法规禁止公开。2014年表式的“法律法规规定的其他情形”范围更宽，不与之对应。",
		Readings:          []Reading{requests("denied_by_law")}},
	{Code: "denied_safety_stability", Parent: "denied", Unit: items, English: "denied: safety and stability", Chinese: "不予公开：三安全一稳定",
		EnglishDefinition: "Article 14: national, public or economic security, social stability.", ChineseDefinition: "第十四条：危及国家安全、公共安全、经济安全、社会稳定。",
		Readings: []Reading{requests("denied_safety_stability"), statistics("answers", "denied_safety_stability")}},
	{Code: "denied_third_party", Parent: "denied", Unit: items, English: "denied: trade secrets, privacy", Chinese: "不予公开：商业秘密、个人隐私等第三方权益",
		EnglishDefinition: "Article 15: trade secrets, privacy and other rights of third parties.", ChineseDefinition: "第十五条：商业秘密、个人隐私等第三方合法权益。",
		Readings: []Reading{requests("denied_third_party"), statistics("third-party-2014", "denied_trade_secret", "denied_privacy")}},
	{Code: "denied_internal_process", Parent: "denied", Unit: items, English: "denied: internal affairs, process", Chinese: "不予公开：内部事务、过程性信息",
		EnglishDefinition: "Article 16: internal affairs and information of a process.", ChineseDefinition: "第十六条：三类内部事务信息和四类过程性信息。",
		Readings: []Reading{requests("denied_internal_affairs", "denied_process_information")}},
	{Code: "denied_file_query", Parent: "denied", Unit: items, English: "denied: enforcement files, queries", Chinese: "不予公开：执法案卷、行政查询",
		EnglishDefinition: "Articles 16 and 36 (7): files of enforcement, and what other rules let one query.", ChineseDefinition: "第十六条、第三十六条第（七）项：行政执法案卷和行政查询事项。",
		Readings: []Reading{requests("denied_enforcement_file", "denied_administrative_query")}},
	{Code: "unavailable", Parent: "requests_processed", Unit: items, English: "not available", Chinese: "无法提供数",
		EnglishDefinition: "Not held, to be made first, or unclear after correction: three rows. Earlier forms count requests to amend, which end nothing.",
		ChineseDefinition: "本机关不掌握、需要另行制作、补正后仍不明确，三行之和。此前表式所计“告知作出更改补充”不是办结，不与之对应。",
		Readings:          []Reading{requests("unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear")}},
	{Code: "not_held", Parent: "unavailable", Unit: items, English: "not held", Chinese: "本机关不掌握数",
		EnglishDefinition: "Article 36 (4) and (5): the information does not exist or is another organ's.", ChineseDefinition: "第三十六条第（四）（五）项：经检索没有，或者不属于本机关负责公开。",
		Readings: []Reading{requests("unavailable_not_held"), statistics("not-held-2014", "answered_not_this_organ", "answered_nonexistent"),
			{Layouts: []gongkai.Layout{coded}, Cells: cells(gongkai.TableLocal, "year", "denied_not_held", "denied_nonexistent"), Note: "not-held-2014"}}},
	{Code: "needs_creation", Parent: "unavailable", Unit: items, English: "would have to be made", Chinese: "需要另行制作数",
		EnglishDefinition: "Article 38: the information would have to be made or processed.", ChineseDefinition: "第三十八条：没有现成信息需要另行制作。",
		Readings: []Reading{requests("unavailable_needs_creation")}},
	{Code: "unclear", Parent: "unavailable", Unit: items, English: "unclear after correction", Chinese: "补正后仍不明确数",
		EnglishDefinition: "Article 30: the request was corrected and is still unclear.", ChineseDefinition: "第三十条：补正后申请内容仍不明确。",
		Readings: []Reading{requests("unavailable_unclear")}},
	{Code: "rejected", Parent: "requests_processed", Unit: items, English: "not handled", Chinese: "不予处理数",
		EnglishDefinition: "Petitions, repeated and excessive requests, publications, confirmations: five rows.", ChineseDefinition: "不予处理的五种情形之和。",
		Readings: []Reading{requests("rejected_petition", "rejected_duplicate", "rejected_publication", "rejected_excessive", "rejected_reissue")}},
	{Code: "petitions", Parent: "rejected", Unit: items, English: "not handled: petitions, complaints", Chinese: "不予处理：信访举报投诉",
		EnglishDefinition: "Article 39: petitions, reports and complaints in the guise of requests.", ChineseDefinition: "第三十九条：以申请形式进行信访、投诉、举报。",
		Readings: []Reading{requests("rejected_petition")}},
	{Code: "rejected_repeated", Parent: "rejected", Unit: items, English: "not handled: repeated, excessive", Chinese: "不予处理：重复、大量反复申请",
		EnglishDefinition: "Articles 35 and 36 (6): repeated requests, and excessive ones without reason.", ChineseDefinition: "第三十五条、第三十六条第（六）项：重复申请和无正当理由大量反复申请。",
		Readings: []Reading{requests("rejected_duplicate", "rejected_excessive")}},
	{Code: "rejected_publication", Parent: "rejected", Unit: items, English: "not handled: publications, confirmations", Chinese: "不予处理：公开出版物、确认或重新出具",
		EnglishDefinition: "Article 39: publications are asked for, or that information be confirmed or issued again.", ChineseDefinition: "第三十九条：要求提供公开出版物，要求确认或重新出具已获取信息。",
		Readings: []Reading{requests("rejected_publication", "rejected_reissue")}},
	{Code: "other_outcome", Parent: "requests_processed", Unit: items, English: "other outcomes", Chinese: "其他处理数",
		EnglishDefinition: "（六）其他处理: one row in 2019, three since 2021. The one row is preferred where it states a number.",
		ChineseDefinition: "（六）其他处理：2019年表式为一行，2021年起分为三行；单行填有数字的，以单行为准。",
		Readings: []Reading{{Layouts: of2019, Cells: cells(gongkai.TableRequests, "total", "other")},
			{Layouts: of2021, Cells: cells(gongkai.TableRequests, "total", "other_not_corrected", "other_fee_unpaid", "other_remaining")}}},

	{Code: "reviews", Unit: items, English: "administrative reviews", Chinese: "行政复议数",
		EnglishDefinition: "Reviews of decisions on requests, open ones counted. The form of 2014 counts closed ones: see reviews_closed.", ChineseDefinition: "因政府信息公开工作被申请行政复议的件数，含尚未审结；2014年表式只计已结，见 reviews_closed。",
		Readings: []Reading{disputes(review, []string{"total"}), local(lists, "disputes-local", "reviews")}},
	{Code: "reviews_closed", Parent: "reviews", Unit: items, English: "reviews closed", Chinese: "行政复议审结数",
		EnglishDefinition: "Reviews that came to a result.", ChineseDefinition: "已有结果的行政复议件数（维持、纠正、其他）。",
		Readings: []Reading{disputes(review, closed), statistics("closed-2014", "reviews")}},
	{Code: "reviews_upheld", Parent: "reviews_closed", Unit: items, English: "reviews: upheld", Chinese: "行政复议：结果维持",
		EnglishDefinition: "Reviews in which the agency's act was upheld.", ChineseDefinition: "行政复议结果维持的件数。",
		Readings: []Reading{disputes(review, []string{"upheld"}), statistics("", "reviews_upheld")}},
	{Code: "reviews_corrected", Parent: "reviews_closed", Unit: items, English: "reviews: corrected", Chinese: "行政复议：结果纠正",
		EnglishDefinition: "Reviews in which the agency's act was corrected.", ChineseDefinition: "行政复议结果纠正的件数。",
		Readings: []Reading{disputes(review, []string{"corrected"}), statistics("", "reviews_corrected")}},
	{Code: "reviews_other", Parent: "reviews_closed", Unit: items, English: "reviews: other results", Chinese: "行政复议：其他结果",
		EnglishDefinition: "Reviews that ended in another way.", ChineseDefinition: "行政复议其他结果的件数。",
		Readings: []Reading{disputes(review, []string{"other"}), statistics("", "reviews_other")}},
	{Code: "reviews_pending", Parent: "reviews", Unit: items, English: "reviews: pending", Chinese: "行政复议：尚未审结",
		EnglishDefinition: "Reviews that are still open.", ChineseDefinition: "行政复议尚未审结的件数。",
		Readings: []Reading{disputes(review, []string{"pending"})}},
	{Code: "suits", Unit: items, English: "suits", Chinese: "行政诉讼数",
		EnglishDefinition: "Suits over decisions on requests, open ones counted, with and without a review before. A matter may count here and in reviews.",
		ChineseDefinition: "因政府信息公开工作被提起行政诉讼的件数，含尚未审结，未经复议直接起诉与复议后起诉之和；同一事项可能同时计入行政复议。",
		Readings:          []Reading{disputes(suits, []string{"total"}), local(lists, "disputes-local", "suits")}},
	{Code: "suits_closed", Parent: "suits", Unit: items, English: "suits closed", Chinese: "行政诉讼审结数",
		EnglishDefinition: "Suits that came to a result.", ChineseDefinition: "已有结果的行政诉讼件数（维持、纠正、其他）。",
		Readings: []Reading{disputes(suits, closed), statistics("closed-2014", "suits")}},
	{Code: "suits_upheld", Parent: "suits_closed", Unit: items, English: "suits: upheld", Chinese: "行政诉讼：结果维持",
		EnglishDefinition: "Suits in which the agency's act was upheld or the plaintiff lost.", ChineseDefinition: "行政诉讼结果维持（维持具体行政行为或者驳回原告诉讼请求）的件数。",
		Readings: []Reading{disputes(suits, []string{"upheld"}), statistics("", "suits_upheld")}},
	{Code: "suits_corrected", Parent: "suits_closed", Unit: items, English: "suits: corrected", Chinese: "行政诉讼：结果纠正",
		EnglishDefinition: "Suits in which the agency's act was corrected.", ChineseDefinition: "行政诉讼结果纠正的件数。",
		Readings: []Reading{disputes(suits, []string{"corrected"}), statistics("", "suits_corrected")}},
	{Code: "suits_other", Parent: "suits_closed", Unit: items, English: "suits: other results", Chinese: "行政诉讼：其他结果",
		EnglishDefinition: "Suits that ended in another way.", ChineseDefinition: "行政诉讼其他结果的件数。",
		Readings: []Reading{disputes(suits, []string{"other"}), statistics("", "suits_other")}},
	{Code: "suits_pending", Parent: "suits", Unit: items, English: "suits: pending", Chinese: "行政诉讼：尚未审结",
		EnglishDefinition: "Suits that are still open.", ChineseDefinition: "行政诉讼尚未审结的件数。",
		Readings: []Reading{disputes(suits, []string{"pending"})}},

	outcomeShare("granted", "granted", "予以公开"),
	outcomeShare("partly_granted", "granted in part", "部分公开"),
	{Code: "share_disclosed", English: "share granted in full or in part", Chinese: "公开率（予以公开和部分公开）",
		EnglishDefinition: "Requests granted, in full or in part, by requests processed.", ChineseDefinition: "予以公开与部分公开之和除以办理申请数。",
		Numerator: []string{"granted", "partly_granted"}, Denominator: []string{"requests_processed"}},
	outcomeShare("denied", "denied", "不予公开"),
	outcomeShare("not_held", "not held", "本机关不掌握"),
	outcomeShare("unavailable", "not available", "无法提供"),
	outcomeShare("rejected", "not handled", "不予处理"),
	correctedRate("reviews", "reviews", "行政复议"),
	correctedRate("suits", "suits", "行政诉讼"),
}

// newFrom is the cell of requests received from one kind of applicant.
func newFrom(applicant string) Term {
	return Term{CellRef: gongkai.CellRef{Table: gongkai.TableRequests, Row: "new_requests", Column: applicant}}
}

// outcomeShare is the share of an outcome in the requests processed.
func outcomeShare(code, english, chinese string) Indicator {
	return Indicator{Code: "share_" + code, English: "share " + english, Chinese: chinese + "占比",
		EnglishDefinition: "Requests " + english + " by requests processed.", ChineseDefinition: chinese + "数除以办理申请数。",
		Numerator: []string{code}, Denominator: []string{"requests_processed"}}
}

// correctedRate is the share of closed cases in which the agency was corrected.
func correctedRate(code, english, chinese string) Indicator {
	return Indicator{Code: code + "_corrected_rate", English: english + ": corrected rate", Chinese: chinese + "纠错率",
		EnglishDefinition: "Cases in which the agency's act was corrected by cases closed.", ChineseDefinition: "结果纠正数除以审结数。",
		Numerator: []string{code + "_corrected"}, Denominator: []string{code + "_closed"}}
}
