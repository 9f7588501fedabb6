package form

import (
	"slices"

	"gongkai"
)

// cn2021 is the form of 国办公开办函〔2021〕30号, for report years from 2021.
func cn2021() layout {
	decisions := []label{say("decisions", "", "本年处理决定数量", "处理决定数量")}
	return layout{
		id: gongkai.Layout2021,
		proactive: []block{
			{"一", []label{
				say("issued", "", "本年制发件数"),
				say("repealed", "", "本年废止件数"),
				say("in_force", "", "现行有效件数"),
			}, []label{
				say("regulations", "", "规章"),
				say("normative_documents", "", "行政规范性文件", "规范性文件"),
			}},
			{"五", decisions, []label{
				say("licensing", "", "行政许可"),
			}},
			{"六", decisions, []label{
				say("penalties", "", "行政处罚"),
				say("coercive_measures", "", "行政强制"),
			}},
			{"八", []label{
				say("amount", "", "本年收费金额"),
			}, []label{
				say("fees", "", "行政事业性收费"),
			}},
		},
		requests: requests2021(),
	}
}

// requests2021 is the table of 2019 with three rows in place of （六）其他处理.
func requests2021() []row {
	rows := requests2019()
	at := slices.IndexFunc(rows, func(r row) bool { return r.code == "other" })
	return slices.Replace(rows, at, at+1,
		row{say("other_not_corrected", "1", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"), groupOther},
		row{say("other_fee_unpaid", "2", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"), groupOther},
		row{say("other_remaining", "3", "其他", "其它"), groupOther},
	)
}
