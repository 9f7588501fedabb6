package normalize

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// TestSpam: an advertisement in a name proves no agency; bureaus of sports and
// lotteries are agencies.
func TestSpam(t *testing.T) {
	for name, spam := range map[string]bool{
		"金沙城中心_欧洲杯-【投注平台】水务局": true,
		"体育365网投_提现维护统计局":     true,
		"SomeBet体育城市管理综合执法局":  true,
		"brand.com沙湖镇":        true,
		"288-563.com":         true,
		"某某app官网下载苹果版安装":      true,
		"云州省品牌VWIN88信息公开办公室":  true,
		"青梧县人民政府〔某某娱乐城〕":      true,
		"青梧县水务局":              false,
		"青梧县体育局":              false,
		"青梧县教育体育局":            false,
		"青梧县文化广电体育和旅游局":       false,
		"云州省体育彩票管理中心":         false,
		"青梧市CBD管理委员会":         false,
		"青梧县公共资源交易平台管理办公室":    false,
		"青梧县度假区管理委员会（度假办）":    false,
		"澳门街道办事处":             false,
	} {
		if isSpam(name) != spam {
			t.Errorf("%s: spam %v", name, !spam)
		}
	}
}

func TestOrigin(t *testing.T) {
	traditional := strings.Repeat("本報告由縣水務局編製，體係方麵的問題與行政複議。", 3)
	for _, c := range []struct {
		name   string
		report gongkai.Report
		want   string // findings that are about the origin, and a missing agency
		agency string
	}{
		{"an official page", gongkai.Report{
			Source: gongkai.Source{URL: "https://www.qingwu.gov.cn/a.html"}, Headings: []gongkai.Heading{{From: "page", Text: "青梧县水务局2022年政府信息公开工作年度报告"}},
		}, "", "青梧县水务局"},
		{"a local file", gongkai.Report{Headings: []gongkai.Heading{{From: "page", Text: "青梧县水务局2022年政府信息公开工作年度报告"}}}, "", "青梧县水务局"},
		{"another host", gongkai.Report{
			Source: gongkai.Source{URL: "http://www.brand.example/a.html"}, Headings: []gongkai.Heading{{From: "page", Text: "青梧县水务局2022年政府信息公开工作年度报告"}},
		}, "mirror-page www.brand.example", "青梧县水务局"},
		{"a host that only looks official", gongkai.Report{
			Source: gongkai.Source{URL: "http://qingwu.gov.cn.example/a.html"},
		}, "agency-missing; mirror-page qingwu.gov.cn.example", ""},
		{"a hijacked title, the publisher of the site beside it", gongkai.Report{
			Headings: []gongkai.Heading{{From: "page", Text: "欧洲杯投注官网水务局2022年政府信息公开工作年度报告"}},
			Metadata: []gongkai.MetadataField{{Label: "发布机构", Value: "青梧县水务局"}},
		}, "spam-in-name 欧洲杯投注官网水务局; agency-missing", ""},
		{"a hijacked head, a clean title", gongkai.Report{
			Headings: []gongkai.Heading{{From: "body", Text: "青梧县水务局2022年政府信息公开工作年度报告"}, {From: "head", Text: "欧洲杯投注官网2022年政府信息公开工作年度报告"}},
		}, "spam-in-name 欧洲杯投注官网", "青梧县水务局"},
		{"traditional characters, converted wrongly", gongkai.Report{
			Headings: []gongkai.Heading{{From: "page", Text: "青梧縣水務局2022年政府信息公開工作年度報告"}}, Sections: []gongkai.Section{{Code: "overview", Text: traditional}},
		}, "traditional-script 方麵×3 體係×3 複議×3", "青梧县水务局"},
		{"a word in traditional characters", gongkai.Report{
			Headings: []gongkai.Heading{{From: "page", Text: "青梧县水务局2022年政府信息公开工作年度报告"}}, Sections: []gongkai.Section{{Code: "overview", Text: "网站名「開放青梧」。"}},
		}, "", "青梧县水务局"},
		{"pinyin glosses", gongkai.Report{
			Headings: []gongkai.Heading{{From: "page", Text: "青梧縣水務(wù)局2022年政府信息公開工作年度報告"}}, Sections: []gongkai.Section{{Code: "overview", Text: "機(jī)關(guān)編(biān)制(zhì)。"}},
		}, "pinyin-glosses 務(wù)", "青梧县水务局"},
		{"abbreviations in brackets", gongkai.Report{
			Headings: []gongkai.Heading{{From: "page", Text: "青梧县水务局2022年政府信息公开工作年度报告"}}, Sections: []gongkai.Section{{Code: "overview", Text: "客户端(app)、细颗粒物(pm)、客户端(app)、客户端(app)。"}},
		}, "", "青梧县水务局"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.report
			r.Layout = gongkai.LayoutNarrative
			Report(&r)
			var got []string
			for _, f := range r.Findings {
				switch f.Code {
				case gongkai.MirrorPage, gongkai.SpamInName:
					got = append(got, string(f.Code)+" "+f.Found)
				case gongkai.PinyinGlosses, gongkai.TraditionalScript:
					got = append(got, string(f.Code)+" "+f.Detail)
				case gongkai.AgencyMissing:
					got = append(got, string(f.Code))
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if r.Agency != c.agency {
				t.Errorf("agency %q, want %q", r.Agency, c.agency)
			}
		})
	}
}
