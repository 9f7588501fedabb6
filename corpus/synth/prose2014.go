package synth

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"gongkai"
)

// outlines2014 are the sections of reports before 2019, whose tables are an
// annex. Sections that the reports since 2019 do not have carry no code.
var outlines2014 = []outline{
	{"preface", "", [][]string{
		{
			"根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和上级有关规定，编制{agency}{year}年度政府信息公开工作年度报告。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
			"本报告由{agency}按照《中华人民共和国政府信息公开条例》的要求编制，包括概述、主动公开政府信息情况、依申请公开政府信息情况、收费及减免情况、行政复议和行政诉讼情况、主要问题和改进措施等部分。数据统计期限从{year}年1月1日至{year}年12月31日。",
		},
		{"本报告电子版可从{portal}（{host}）下载。如有疑问，请与{agency}{office}联系（地址：{street}{number}号，电话：{phone}）。", ""},
	}},
	{"overview", "一、概述", [][]string{
		{
			"{year}年，{we}认真贯彻落实《条例》，坚持“公开为原则、不公开为例外”，以群众关注的热点问题为重点，不断扩大公开范围，政府信息公开工作稳步推进。",
			"{year}年，{we}加强对政府信息公开工作的领导，明确分管领导和责任科室，配备工作人员，做到机构、人员、经费三落实。",
		},
		{
			"为做好政府信息公开工作，先后制定了主动公开、依申请公开、保密审查、责任追究等制度，全年开展检查{checks}次，举办培训{courses}期。",
			"及时修订政府信息公开指南和目录，设立公共查阅点，方便公民、法人和其他组织获取政府信息。",
			"",
		},
	}},
	{"", "二、主动公开政府信息情况", [][]string{
		{
			"{year}年，{we}主动公开政府信息{disclosed_total}条。其中，网站公开{by_website}条。",
			"全年主动公开政府信息{disclosed_total}条，内容涵盖机构职能、政策法规、规划计划、人事任免、财政预决算等方面。",
			"{we}围绕重点领域做好主动公开，内容包括机构职能、政策法规、规划计划、业务工作等。",
		},
		{"在公开形式上，以{portal}为主要平台，同时通过公开栏、电子显示屏、便民手册、微信公众号等方式公开政府信息。", "政务微信全年推送信息{wechat}条，关注用户{fans}万人。", ""},
	}},
	{"", "三、依申请公开政府信息情况", [][]string{{
		"{busy}{year}年，共受理政府信息公开申请{requests_received}件，答复{requests_answered}件，其中同意公开{answered_granted}件，同意部分公开{answered_partly_granted}件。",
		"{busy}{year}年，共收到依申请公开{requests_received}件，均按规定程序在法定期限内答复。",
		"{idle}{year}年，{we}未收到公民、法人和其他组织提出的政府信息公开申请。",
		"{we}严格规范申请受理、办理、答复各环节，畅通申请渠道。",
	}}},
	{"", "四、政府信息公开的收费及减免情况", [][]string{{"{year}年，{we}未向申请人收取任何费用。", "{we}依申请公开政府信息未收取检索、复制、邮寄等费用。"}}},
	{"", "五、因政府信息公开申请行政复议、提起行政诉讼情况", [][]string{{
		"{disputed}{year}年，因政府信息公开申请行政复议{reviews}件，提起行政诉讼{suits}件。",
		"{quiet}{year}年，{we}没有发生因政府信息公开而申请行政复议或提起行政诉讼的情况。",
		"{we}自觉接受社会监督，依法办理有关复议、诉讼和举报投诉。",
	}}},
	{"problems", "六、存在的主要问题及改进措施", [][]string{
		{"{we}政府信息公开工作还存在一些不足：一是公开内容有待丰富；二是信息更新不够及时；三是工作人员业务水平有待提高。", "主要问题：公开意识有待增强，部分信息质量不高，公开形式需进一步拓展。"},
		{"{next}年，{we}将进一步完善制度，加强培训，拓宽渠道，提高政府信息公开工作水平。", "下一步，{we}将加大公开力度，强化监督检查，推动政府信息公开工作规范化。"},
	}},
}

// listFacts collects the numbers of the list's first column. "busy" and "idle",
// "disputed" and "quiet" stand in front of sentences that need requests, or
// reviews and suits, or none.
func (f facts) listFacts(list *listForm, r *gongkai.Report) {
	n := map[string]int64{}
	for _, row := range list.rows {
		ref := gongkai.CellRef{Table: list.table, Row: row.code, Column: list.columns[0].code}
		if v := r.At(ref); v != nil {
			f.cell(row.code, *v)
			n[row.code] = number64(*v)
		}
	}
	choose := func(yes bool, a, b string) {
		if !yes {
			a = b
		}
		f[a] = ""
	}
	choose(n["requests_received"] > 0, "busy", "idle")
	choose(n["reviews"]+n["suits"] > 0, "disputed", "quiet")
}

// surnames of those who fill forms in; given names are left out, as in print.
var surnames = []string{"林", "陈", "王", "李", "赵", "周", "吴", "郑"}

// annex are the lines above and below a list.
func annex(rng *rand.Rand, list *listForm, a agency, year int) (above, below []string) {
	caption := fmt.Sprintf("%s（%d年度）", list.caption, year)
	switch rng.IntN(3) {
	case 0:
		above = []string{"附件", caption, "填报单位（盖章）：" + a.name}
	case 1:
		above = []string{"附：" + caption}
	default:
		above = []string{"七、附表", caption}
	}
	if rng.IntN(2) == 0 {
		below = []string{footLine(rng, year)}
	}
	return above, below
}

func footLine(rng *rand.Rand, year int) string {
	return fmt.Sprintf("单位负责人：%s某　　审核人：%s某　　填报人：%s某　　联系电话：0000-%07d　　填报日期：%s年1月%d日",
		pick(rng, surnames), pick(rng, surnames), pick(rng, surnames), rng.IntN(1e7), strconv.Itoa(year+1), 5+rng.IntN(20))
}
