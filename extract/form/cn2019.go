package form

import "gongkai"

// cn2019 is the form of 国办公开办函〔2019〕60号, for report years 2019 and 2020.
func cn2019() layout {
	items := []label{
		say("items_last_year", "", "上一年项目数量", "上一年度项目数量"),
		say("items_change", "", "本年增/减"),
		say("decisions", "", "处理决定数量", "本年处理决定数量"),
	}
	return layout{
		id: gongkai.Layout2019,
		proactive: []block{
			{"一", []label{
				say("made", "", "本年新制作数量"),
				say("disclosed", "", "本年新公开数量"),
				say("disclosed_total", "", "对外公开总数量"),
			}, []label{
				say("regulations", "", "规章"),
				say("normative_documents", "", "规范性文件", "行政规范性文件"),
			}},
			{"五", items, []label{
				say("licensing", "", "行政许可"),
				say("other_services", "", "其他对外管理服务事项", "其它对外管理服务事项"),
			}},
			{"六", items, []label{
				say("penalties", "", "行政处罚"),
				say("coercive_measures", "", "行政强制"),
			}},
			{"八", items[:2], []label{
				say("fees", "", "行政事业性收费"),
			}},
			{"九", []label{
				say("items", "", "采购项目数量"),
				say("amount", "", "采购总金额"),
			}, []label{
				say("procurement", "", "政府集中采购"),
			}},
		},
		requests: requests2019(),
	}
}

func requests2019() []row {
	return []row{
		{say("new_requests", "一", "本年新收政府信息公开申请数量"), ""},
		{say("carried_in", "二", "上年结转政府信息公开申请数量"), ""},
		{say("granted", "(一)", "予以公开"), ""},
		{say("partly_granted", "(二)", "部分公开", "部分公开（区分处理的，只计这一情形，不计其他情形）"), ""},
		{say("denied_state_secret", "1", "属于国家秘密"), groupDenied},
		{say("denied_by_law", "2", "其他法律行政法规禁止公开"), groupDenied},
		{say("denied_safety_stability", "3", "危及“三安全一稳定”"), groupDenied},
		{say("denied_third_party", "4", "保护第三方合法权益"), groupDenied},
		{say("denied_internal_affairs", "5", "属于三类内部事务信息"), groupDenied},
		{say("denied_process_information", "6", "属于四类过程性信息"), groupDenied},
		{say("denied_enforcement_file", "7", "属于行政执法案卷"), groupDenied},
		{say("denied_administrative_query", "8", "属于行政查询事项"), groupDenied},
		{say("unavailable_not_held", "1", "本机关不掌握相关政府信息"), groupUnavailable},
		{say("unavailable_needs_creation", "2", "没有现成信息需要另行制作"), groupUnavailable},
		{say("unavailable_unclear", "3", "补正后申请内容仍不明确"), groupUnavailable},
		{say("rejected_petition", "1", "信访举报投诉类申请"), groupRejected},
		{say("rejected_duplicate", "2", "重复申请"), groupRejected},
		{say("rejected_publication", "3", "要求提供公开出版物"), groupRejected},
		{say("rejected_excessive", "4", "无正当理由大量反复申请"), groupRejected},
		{say("rejected_reissue", "5", "要求行政机关确认或重新出具已获取信息"), groupRejected},
		{say("other", "(六)", "其他处理", "其它处理"), ""},
		{say("processed_total", "(七)", "总计", "合计"), ""},
		{say("carried_out", "四", "结转下年度继续办理"), ""},
	}
}
