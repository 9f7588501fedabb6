package form

import (
	"sync"

	"gongkai"
)

// layout is one official form, as data.
type layout struct {
	id        gongkai.Layout
	proactive []block
	requests  []row
}

// block is one block of the proactive table: a header row and its rows.
type block struct {
	item    string // item of article 20, in Chinese numerals
	columns []label
	rows    []label
}

// row is a row of the requests table. Group is the code of the group it stands
// under, empty for rows that stand alone.
type row struct {
	label
	group string
}

// label is a code and the texts it is printed as, the official one first. The
// number is the numbering that the form prints before it.
type label struct {
	code   string
	number string
	texts  []string
}

func say(code, number string, texts ...string) label { return label{code, number, texts} }

// layouts lists the official layouts, oldest first. Adding one is a file of
// data and a line here.
var layouts = sync.OnceValue(func() []layout { return []layout{cn2019(), cn2021()} })

// The groups of the requests table: labels without numbers of their own, except
// groupOther, whose single row cn-2019 has.
const (
	groupResults     = "results"
	groupDenied      = "denied"
	groupUnavailable = "unavailable"
	groupRejected    = "rejected"
	groupOther       = "other"
)

func groups() []label {
	return []label{
		say(groupResults, "三", "本年度办理结果", "办理结果"),
		say(groupDenied, "(三)", "不予公开"),
		say(groupUnavailable, "(四)", "无法提供"),
		say(groupRejected, "(五)", "不予处理"),
		say(groupOther, "(六)", "其他处理", "其它处理"),
	}
}

// applicants are the columns of the requests table, in order.
func applicants() []label {
	return []label{
		say("natural_person", "", "自然人"),
		say("commercial_enterprise", "", "商业企业"),
		say("research_institution", "", "科研机构"),
		say("public_welfare_org", "", "社会公益组织"),
		say("legal_service_org", "", "法律服务机构"),
		say("other_org", "", "其他", "其它"),
		say("total", "", "总计", "合计"),
	}
}

// The heads of the requests table that group columns or rows.
const (
	headApplicants = "head_applicants"
	headLegal      = "head_legal_persons"
	headNote       = "head_note"
)

func applicantHeads() []label {
	return []label{
		say(headApplicants, "", "申请人情况"),
		say(headLegal, "", "法人或其他组织", "法人或者其他组织"),
		say(headNote, "", "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"),
	}
}

// outcomes are the columns of each route of the disputes table, in order.
func outcomes() []label {
	return []label{
		say("upheld", "", "结果维持", "维持"),
		say("corrected", "", "结果纠正", "纠正"),
		say("other", "", "其他结果", "其它结果", "其他"),
		say("pending", "", "尚未审结", "未审结"),
		say("total", "", "总计", "合计"),
	}
}

// routes are the heads of the disputes table, in order. headSuits stands above
// two of them.
func routes() []label {
	return []label{
		say("review", "", "行政复议"),
		say("suit_direct", "", "未经复议直接起诉"),
		say("suit_after_review", "", "复议后起诉"),
	}
}

const headSuits = "head_suits"

func routeHeads() []label { return []label{say(headSuits, "", "行政诉讼")} }
