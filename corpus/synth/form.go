package synth

import "gongkai"

// Part is a part of the official tables that reports take from one form or the
// other independently.
type Part int

const (
	Item1     Part = iota // 第二十条第（一）项
	Item5                 // 第二十条第（五）项
	Item6                 // 第二十条第（六）项
	Item8                 // 第二十条第（八）项
	Item9                 // 第二十条第（九）项: cn-2019 only
	OtherRows             // （六）其他处理
	PartCount
)

// Form says which layout each part follows; LayoutNone leaves the part out.
type Form [PartCount]gongkai.Layout

// PureForm is the official form of one layout. It has no part for a layout
// other than cn-2019 and cn-2021.
func PureForm(layout gongkai.Layout) Form {
	var form Form
	switch layout {
	case gongkai.Layout2019, gongkai.Layout2021:
		for part := range form {
			form[part] = layout
		}
	}
	if layout == gongkai.Layout2021 {
		form[Item9] = gongkai.LayoutNone
	}
	return form
}

// Layout is the layout that most parts follow, cn-2021 on a tie.
func (f Form) Layout() gongkai.Layout {
	n := map[gongkai.Layout]int{}
	for _, layout := range f {
		n[layout]++
	}
	if n[gongkai.Layout2019] > n[gongkai.Layout2021] {
		return gongkai.Layout2019
	}
	return gongkai.Layout2021
}

// label is a code of the root package and what the form prints for it.
type label[T any] struct {
	code T
	text string
}

// itemForm is one block of the proactive table.
type itemForm struct {
	part    Part
	layout  gongkai.Layout
	heading string
	columns []label[gongkai.ProactiveColumn]
	rows    []label[gongkai.ProactiveRow]
}

// itemForms are the blocks of both layouts, in official order. A layout's
// blocks are those with its name.
var itemForms = []itemForm{
	{Item1, gongkai.Layout2019, "第二十条第（一）项",
		[]label[gongkai.ProactiveColumn]{{gongkai.Made, "本年新制作数量"}, {gongkai.Disclosed, "本年新公开数量"}, {gongkai.DisclosedTotal, "对外公开总数量"}},
		[]label[gongkai.ProactiveRow]{{gongkai.Regulations, "规章"}, {gongkai.NormativeDocuments, "规范性文件"}}},
	{Item1, gongkai.Layout2021, "第二十条第（一）项",
		[]label[gongkai.ProactiveColumn]{{gongkai.Issued, "本年制发件数"}, {gongkai.Repealed, "本年废止件数"}, {gongkai.InForce, "现行有效件数"}},
		[]label[gongkai.ProactiveRow]{{gongkai.Regulations, "规章"}, {gongkai.NormativeDocuments, "行政规范性文件"}}},
	{Item5, gongkai.Layout2019, "第二十条第（五）项", itemColumns2019,
		[]label[gongkai.ProactiveRow]{{gongkai.Licensing, "行政许可"}, {gongkai.OtherServices, "其他对外管理服务事项"}}},
	{Item5, gongkai.Layout2021, "第二十条第（五）项", decisionColumn2021,
		[]label[gongkai.ProactiveRow]{{gongkai.Licensing, "行政许可"}}},
	{Item6, gongkai.Layout2019, "第二十条第（六）项", itemColumns2019,
		[]label[gongkai.ProactiveRow]{{gongkai.Penalties, "行政处罚"}, {gongkai.CoerciveMeasures, "行政强制"}}},
	{Item6, gongkai.Layout2021, "第二十条第（六）项", decisionColumn2021,
		[]label[gongkai.ProactiveRow]{{gongkai.Penalties, "行政处罚"}, {gongkai.CoerciveMeasures, "行政强制"}}},
	{Item8, gongkai.Layout2019, "第二十条第（八）项", itemColumns2019[:2],
		[]label[gongkai.ProactiveRow]{{gongkai.Fees, "行政事业性收费"}}},
	{Item8, gongkai.Layout2021, "第二十条第（八）项",
		[]label[gongkai.ProactiveColumn]{{gongkai.Amount, "本年收费金额（单位：万元）"}},
		[]label[gongkai.ProactiveRow]{{gongkai.Fees, "行政事业性收费"}}},
	{Item9, gongkai.Layout2019, "第二十条第（九）项",
		[]label[gongkai.ProactiveColumn]{{gongkai.Items, "采购项目数量"}, {gongkai.Amount, "采购总金额"}},
		[]label[gongkai.ProactiveRow]{{gongkai.Procurement, "政府集中采购"}}},
}

var itemColumns2019 = []label[gongkai.ProactiveColumn]{
	{gongkai.ItemsLastYear, "上一年项目数量"}, {gongkai.ItemsChange, "本年增/减"}, {gongkai.Decisions, "处理决定数量"},
}

var decisionColumn2021 = []label[gongkai.ProactiveColumn]{{gongkai.Decisions, "本年处理决定数量"}}

// items are the blocks that the form prints.
func (f Form) items() []itemForm {
	var items []itemForm
	for _, item := range itemForms {
		if f[item.part] == item.layout {
			items = append(items, item)
		}
	}
	return items
}

// outcomeForm is one numbered outcome of 三、本年度办理结果: a row of its own when
// it has no parts.
type outcomeForm struct {
	layout gongkai.Layout // of OtherRows; LayoutNone for both
	text   string
	row    gongkai.RequestRow
	parts  []label[gongkai.RequestRow]
}

var outcomeForms = []outcomeForm{
	{text: "（一）予以公开", row: gongkai.Granted},
	{text: "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", row: gongkai.PartlyGranted},
	{text: "（三）不予公开", parts: []label[gongkai.RequestRow]{
		{gongkai.DeniedStateSecret, "1.属于国家秘密"},
		{gongkai.DeniedByLaw, "2.其他法律行政法规禁止公开"},
		{gongkai.DeniedSafetyStability, "3.危及“三安全一稳定”"},
		{gongkai.DeniedThirdParty, "4.保护第三方合法权益"},
		{gongkai.DeniedInternalAffairs, "5.属于三类内部事务信息"},
		{gongkai.DeniedProcessInformation, "6.属于四类过程性信息"},
		{gongkai.DeniedEnforcementFile, "7.属于行政执法案卷"},
		{gongkai.DeniedAdministrativeQuery, "8.属于行政查询事项"},
	}},
	{text: "（四）无法提供", parts: []label[gongkai.RequestRow]{
		{gongkai.UnavailableNotHeld, "1.本机关不掌握相关政府信息"},
		{gongkai.UnavailableNeedsCreation, "2.没有现成信息需要另行制作"},
		{gongkai.UnavailableUnclear, "3.补正后申请内容仍不明确"},
	}},
	{text: "（五）不予处理", parts: []label[gongkai.RequestRow]{
		{gongkai.RejectedPetition, "1.信访举报投诉类申请"},
		{gongkai.RejectedDuplicate, "2.重复申请"},
		{gongkai.RejectedPublication, "3.要求提供公开出版物"},
		{gongkai.RejectedExcessive, "4.无正当理由大量反复申请"},
		{gongkai.RejectedReissue, "5.要求行政机关确认或重新出具已获取信息"},
	}},
	{layout: gongkai.Layout2019, text: "（六）其他处理", row: gongkai.Other},
	{layout: gongkai.Layout2021, text: "（六）其他处理", parts: []label[gongkai.RequestRow]{
		{gongkai.OtherNotCorrected, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"},
		{gongkai.OtherFeeUnpaid, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"},
		{gongkai.OtherRemaining, "3.其他"},
	}},
	{text: "（七）总计", row: gongkai.ProcessedTotal},
}

// outcomes are the numbered outcomes that the form prints.
func (f Form) outcomes() []outcomeForm {
	var outcomes []outcomeForm
	for _, o := range outcomeForms {
		if o.layout == gongkai.LayoutNone || o.layout == f[OtherRows] {
			outcomes = append(outcomes, o)
		}
	}
	return outcomes
}

const (
	arithmeticNote = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
	newLabel       = "一、本年新收政府信息公开申请数量"
	carriedInLabel = "二、上年结转政府信息公开申请数量"
	resultsLabel   = "三、本年度办理结果"
	carriedOut     = "四、结转下年度继续办理"
)

var (
	// organisations are the columns under 法人或其他组织.
	organisations = []string{"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"}
	// outcomeHeads are the columns of each route of the disputes table.
	outcomeHeads = []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}
)
