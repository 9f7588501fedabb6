package synth

import "gongkai"

// heading and counts are rows of a list.
func heading(label string) indicator { return indicator{labels: []string{label}} }

func counts(code, unit string, size int, labels ...string) indicator {
	return indicator{code: code, unit: unit, size: size, labels: labels, required: true}
}

func (i indicator) sumOf(parts ...string) indicator      { i.parts = parts; return i }
func (i indicator) partOf(whole string) indicator        { i.within = whole; return i }
func (i indicator) through(channels ...string) indicator { i.channels = channels; return i }

// statistics2014 is the table of 国办发〔2014〕32号.
func statistics2014() *listForm {
	return &listForm{
		table: gongkai.TableStatistics2014, caption: "政府信息公开情况统计表", labelHead: "统计指标", unitHead: "单位",
		columns: []listColumn{{code: "value", heads: []string{"统计数", "统计数据", "数量", "{year}年度"}}},
		rows: []indicator{
			heading("一、主动公开情况"),
			counts("disclosed_total", "条", 0, "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "（一）主动公开政府信息数").
				through("by_gazette", "by_website", "by_weibo", "by_wechat", "by_other_channel"),
			counts("disclosed_normative", "条", 40, "其中：主动公开规范性文件数").partOf("disclosed_total"),
			counts("normative_issued", "件", 30, "制发规范性文件总数", "制发规范性文件数"),
			heading("（二）通过不同渠道和方式公开政府信息的情况"),
			counts("by_gazette", "条", 120, "1.政府公报公开政府信息数"),
			counts("by_website", "条", 2400, "2.政府网站公开政府信息数", "2.政府网站公开信息数"),
			counts("by_weibo", "条", 300, "3.政务微博公开政府信息数"),
			counts("by_wechat", "条", 400, "4.政务微信公开政府信息数"),
			counts("by_other_channel", "条", 200, "5.其他方式公开政府信息数", "5.其它方式公开政府信息数"),
			heading("二、回应解读情况"),
			counts("hot_issues_answered", "次", 40, "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "（一）回应公众关注热点或重大舆情数"),
			heading("（二）通过不同渠道和方式回应解读的情况"),
			counts("press_conferences", "次", 12, "1.参加或举办新闻发布会总次数", "1.举办新闻发布会总次数"),
			counts("press_conferences_by_head", "次", 5, "其中：主要负责同志参加新闻发布会次数").partOf("press_conferences"),
			counts("online_interviews", "次", 14, "2.政府网站在线访谈次数"),
			counts("online_interviews_by_head", "次", 6, "其中：主要负责同志参加政府网站在线访谈次数").partOf("online_interviews"),
			counts("interpretations_published", "篇", 60, "3.政策解读稿件发布数"),
			counts("weibo_wechat_responses", "次", 50, "4.微博微信回应事件数"),
			counts("other_responses", "次", 20, "5.其他方式回应事件数", "5.其它方式回应事件数"),
			heading("三、依申请公开情况"),
			counts("requests_received", "件", 0, "（一）收到申请数").sumOf("requests_in_person", "requests_by_fax", "requests_online", "requests_by_mail"),
			counts("requests_in_person", "件", 30, "1.当面申请数"),
			counts("requests_by_fax", "件", 3, "2.传真申请数"),
			counts("requests_online", "件", 60, "3.网络申请数", "3.网上申请数"),
			counts("requests_by_mail", "件", 50, "4.信函申请数"),
			counts("requests_closed", "件", 0, "（二）申请办结数").sumOf("closed_on_time", "closed_extended"),
			counts("closed_on_time", "件", 130, "1.按时办结数"),
			counts("closed_extended", "件", 8, "2.延期办结数"),
			counts("requests_answered", "件", 0, "（三）申请答复数").sumOf("answered_already_public", "answered_granted", "answered_partly_granted",
				"answered_denied", "answered_not_this_organ", "answered_nonexistent", "answered_asked_to_amend", "answered_other_route"),
			counts("answered_already_public", "件", 20, "1.属于已主动公开范围数"),
			counts("answered_granted", "件", 50, "2.同意公开答复数"),
			counts("answered_partly_granted", "件", 8, "3.同意部分公开答复数"),
			counts("answered_denied", "件", 0, "4.不同意公开答复数").sumOf("denied_state_secret", "denied_trade_secret", "denied_privacy",
				"denied_safety_stability", "denied_not_government_information", "denied_other_law"),
			counts("denied_state_secret", "件", 1, "其中：涉及国家秘密"),
			counts("denied_trade_secret", "件", 1, "涉及商业秘密"),
			counts("denied_privacy", "件", 3, "涉及个人隐私"),
			counts("denied_safety_stability", "件", 1, "危及国家安全、公共安全、经济安全和社会稳定"),
			counts("denied_not_government_information", "件", 6, "不是《条例》所指政府信息"),
			counts("denied_other_law", "件", 4, "法律法规规定的其他情形", "法律法规规定的其它情形"),
			counts("answered_not_this_organ", "件", 18, "5.不属于本行政机关公开数"),
			counts("answered_nonexistent", "件", 20, "6.申请信息不存在数"),
			counts("answered_asked_to_amend", "件", 5, "7.告知作出更改补充数"),
			counts("answered_other_route", "件", 6, "8.告知通过其他途径办理数"),
			counts("reviews", "件", 0, "四、行政复议数量", "四、行政复议数").sumOf("reviews_upheld", "reviews_corrected", "reviews_other"),
			counts("reviews_upheld", "件", 6, "（一）维持具体行政行为数"),
			counts("reviews_corrected", "件", 1, "（二）被依法纠错数"),
			counts("reviews_other", "件", 3, "（三）其他情形数", "（三）其它情形数"),
			counts("suits", "件", 0, "五、行政诉讼数量", "五、行政诉讼数").sumOf("suits_upheld", "suits_corrected", "suits_other"),
			counts("suits_upheld", "件", 4, "（一）维持具体行政行为或者驳回原告诉讼请求数"),
			counts("suits_corrected", "件", 1, "（二）被依法纠错数"),
			counts("suits_other", "件", 2, "（三）其他情形数", "（三）其它情形数"),
			counts("complaints", "件", 2, "六、举报投诉数量", "六、举报投诉数"),
			counts("fees_collected", "万元", 30, "七、依申请公开信息收取的费用"),
			heading("八、机构建设和保障经费情况"),
			counts("dedicated_offices", "个", 20, "（一）政府信息公开工作专门机构数"),
			counts("reading_points", "个", 30, "（二）设置政府信息公开查阅点数", "（二）政府信息公开查阅点数"),
			counts("staff", "人", 0, "（三）从事政府信息公开工作人员数").sumOf("staff_full_time", "staff_part_time"),
			counts("staff_full_time", "人", 20, "1.专职人员数（不包括政府公报及政府网站工作人员数）", "1.专职人员数"),
			counts("staff_part_time", "人", 80, "2.兼职人员数"),
			counts("budget", "万元", 4000, "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "（四）政府信息公开专项经费"),
			heading("九、政府信息公开会议和培训情况"),
			counts("meetings", "次", 20, "（一）召开政府信息公开工作会议或专题会议数", "（一）召开政府信息公开工作会议数"),
			counts("trainings", "次", 12, "（二）举办各类培训班数"),
			counts("people_trained", "人次", 500, "（三）接受培训人员数"),
		},
	}
}

// cumulative adds the second column of Fujian: what has been counted since 2008.
func (f *listForm) cumulative() {
	f.columns = []listColumn{{code: "value", heads: []string{"{year}年度"}}, {code: "cumulative", heads: []string{"历年累计", "历年累计数"}, grows: true}}
}

// anhui gives the table of 2014 the columns and rows of 皖政办秘〔2014〕180号.
func (f *listForm) anhui() {
	f.columns = []listColumn{
		{code: "government", heads: []string{"县政府统计数", "区政府统计数"}},
		{code: "departments", heads: []string{"县直单位统计数", "区直单位统计数"}},
		{code: "townships", heads: []string{"乡镇街道统计数"}},
	}
	extra := func(code string, size int, label string) indicator {
		return indicator{code: generated + "anhui_" + code, unit: "条", size: size, labels: []string{label}}
	}
	f.provincial = map[string][]indicator{"normative_issued": {
		extra("leaders", 60, "主动公开机构领导、机构设置及人事信息"),
		extra("documents", 200, "主动公开政府文件数"),
		extra("enforcement", 300, "主动公开行政执法信息"),
		extra("plans", 80, "主动公开规划计划、统计信息"),
		extra("budgets", 120, "主动公开财务预决算、财政专项经费和“三公”经费信息"),
	}}
}
