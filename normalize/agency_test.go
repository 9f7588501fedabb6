package normalize

import (
	"testing"

	"gongkai"
)

func TestTitles(t *testing.T) {
	for _, c := range []struct {
		title, agency string
		year          int
	}{
		{"青梧县人民政府2022年政府信息公开工作年度报告", "青梧县人民政府", 2022},
		{"2022年青梧县人民政府政府信息公开工作年度报告", "青梧县人民政府", 2022},
		{"青梧县水务局2021年度政府信息公开工作年度报告", "青梧县水务局", 2021},
		{"青梧县水务局政府信息公开工作2021年度报告", "青梧县水务局", 2021},
		{"青梧县水务局政府信息公开工作年度报告(2016年)", "青梧县水务局", 2016},
		{"青梧县水务局政府信息公开工作年度报告（2020年度）", "青梧县水务局", 2020},
		{"青梧县水务局2019年政府信息公开年度工作报告", "青梧县水务局", 2019},
		{"青梧区审计局2019政务信息公开年报", "青梧区审计局", 2019},
		{"兴梧县人民政府信息公开年度报告", "兴梧县人民政府", 0},
		{"平海综合实验区管委会2014年政府信息公开年度报告", "平海综合实验区管委会", 2014},
		{"2014年政府信息公开年度报告", "", 2014},
		{"青梧县 人民政府 2022 年政府信息公开工作 年度报 告", "青梧县人民政府", 2022},
		{"关于青梧县2010年政府信息公开工作情况的报告", "青梧县", 2010},
		{"青梧县统计局2020年政府信息公开年度报告_政府信息公开年报_青梧县人民政府", "青梧县统计局", 2020},
		{"青梧县政务公开工作年度报告（2018年）", "青梧县", 2018},
		{"青梧县水务局2021年度政府信息公开年度报告", "青梧县水务局", 2021},
		{"青梧县水务局政府信息公开工作年度报告（2019年度）", "青梧县水务局", 2019},
		{"青梧县水务局2018年政府信息公开年度的报告", "青梧县水务局", 2018},
		{"青梧县水务局2015年政府信息公开工作报告", "青梧县水务局", 2015},
		{"青梧县水务局2017年政府信息公开工作年报", "青梧县水务局", 2017},
		{"青梧县水务局2017年信息公开年报", "青梧县水务局", 2017},
		{"青梧县水务局2017年年报", "", 0}, // does not say of what
		{"青梧县水务局2016年政务公开年度报告", "青梧县水务局", 2016},
		{"2014年青梧县政府信息公开任务情况报告", "青梧县", 2014},
		{"青梧县水务局2013年政府信息公开年度报告简介", "青梧县水务局", 2013},
		{"青梧县水务局政府信息公开工作年度报告", "青梧县水务局", 0},
		{"政府信息公开工作年度报告", "", 0},
		{"信访局2020年政府信息公开工作年度报告", "信访局", 2020},
		{"青梧县水务局　2020年政府信息公开工作年度报　告", "青梧县水务局", 2020},
		{"云澜市政府门户网站-2019年政府信息公开工作年度报告_某某app哪个是正规的", "", 2019},
		{"青梧县水务局2019年政府信息公开年度报告 - 政府信息公开年报 - 青梧县人民政府", "青梧县水务局", 2019},
		{"政府信息公开年报_青梧县水务局2019年政府信息公开年报", "青梧县水务局", 2019},
		{"关于印发《青梧县2009年政府信息公开工作年度报告》的通知", "青梧县", 2009},
		{"青梧县人民政府办公室关于印发青梧县2009年政府信息公开工作年度报告的通知", "青梧县", 2009},
		{"青梧县人民政府关于发布2009年政府信息公开工作年度报告的通知", "青梧县人民政府", 2009},
		{"青梧县水务局关于2021年政府信息公开工作情况的报告", "青梧县水务局", 2021},
		{"青梧县人民政府办公室2021年政府信息公开工作年度报告", "青梧县人民政府办公室", 2021},
		{"青梧县政务公开办公室2021年政府信息公开工作年度报告", "青梧县政务公开办公室", 2021},
		{"青梧县政府信息公开工作领导小组办公室2012年政府信息公开年度报告", "青梧县政府信息公开工作领导小组办公室", 2012},
		{"云州省邮政管理系统2016年政府信息公开工作年度报告", "云州省邮政管理系统", 2016},
		{"青梧县档案馆2018年政府信息公开工作年度报告", "青梧县档案馆", 2018},
		{"青梧县度假区管理委员会（度假办）2018年政府信息公开工作年度报告", "青梧县度假区管理委员会（度假办）", 2018},
		{"青梧縣水務局2021年政府信息公開工作年度報告", "青梧县水务局", 2021},
		{"青梧縣水務(wù)局2021年政府資訊公開工作年度報(bào)告", "青梧县水务局", 2021},
		{"青梧大学2017—2018学年信息公开工作年度报告", "青梧大学", 0},
		{"青梧一中2019~2020学年度信息公开年度报告", "青梧一中", 0},
	} {
		got, ok := takeApart(c.title)
		if ok != (c.agency != "" || c.year != 0 || c.title == "政府信息公开工作年度报告") || got.agency != c.agency || got.year != c.year {
			t.Errorf("%q: agency %q, year %d, %v; want %q, %d", c.title, got.agency, got.year, ok, c.agency, c.year)
		}
	}
	for _, title := range []string{"政务公开", "2022年政府工作报告", "信息公开指南", ""} {
		if got, ok := takeApart(title); ok {
			t.Errorf("%q is taken for a title: %+v", title, got)
		}
	}
}

func TestAgencyAndYear(t *testing.T) {
	for _, c := range []struct {
		name    string
		report  gongkai.Report
		agency  string
		year    int
		finding gongkai.Code
		not     gongkai.Code
	}{
		{
			name: "a short title completed from the text",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "body", Text: "生态环境局2020年政府信息公开工作年度报告"}},
				Sections: []gongkai.Section{{Code: "overview", Text: "2020年，青梧市生态环境局认真贯彻落实《条例》。"}},
			},
			agency: "青梧市生态环境局", year: 2020,
		},
		{
			name: "two longer names: the short one stays",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "body", Text: "生态环境局2020年政府信息公开工作年度报告"}},
				Sections: []gongkai.Section{{Code: "overview", Text: "2020年，青梧市生态环境局与云澜市生态环境局联合。"}},
			},
			agency: "生态环境局", year: 2020, finding: gongkai.AgencyConflict,
		},
		{
			name: "a complete title is not completed",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "青梧区人民政府2023年政府信息公开工作年度报告"}},
				Sections: []gongkai.Section{{Code: "preface", Text: "本报告由云澜市青梧区人民政府办公室编制，期限自2023年1月1日起至2023年12月31日止。"}},
			},
			agency: "青梧区人民政府", year: 2023,
		},
		{
			name: "the period outweighs a stale title",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "青梧县水务局2020年政府信息公开工作年度报告"}},
				Sections: []gongkai.Section{{Code: "preface", Text: "统计期限为2021年1月1日至2021年12月31日。"}, {Code: "overview", Text: "2021年，我局……"}},
			},
			agency: "青梧县水务局", year: 2021, finding: gongkai.YearConflict,
		},
		{
			name: "no title: the publisher, and the year of the period with characters lost",
			report: gongkai.Report{
				Metadata: []gongkai.MetadataField{{Label: "发布机构", Value: "青梧县水务局"}},
				Sections: []gongkai.Section{{Code: "preface", Text: "所列数据统计期限自202511日至20251231日止"}},
			},
			agency: "青梧县水务局", year: 2025,
		},
		{
			name: "the signature, and a date that is no evidence",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "2021年政府信息公开工作年度报告"}},
				Sections: []gongkai.Section{{Code: "overview", Text: "我局……"}, {Code: "other_matters", Text: "无。\n青梧县水务局\n2022年1月7日\n1"}},
			},
			agency: "青梧县水务局", year: 2021,
		},
		{
			name: "the signature completes a short title, in Chinese numerals",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "信访局2011年政府信息公开工作年度报告"}},
				Sections: []gongkai.Section{{Code: "other_matters", Text: "青梧县信访局 二○一二年二月二十日"}},
			},
			agency: "青梧县信访局", year: 2011,
		},
		{
			name: "the signature of somebody else",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "青梧县水务局2021年政府信息公开工作年度报告"}},
				Sections: []gongkai.Section{{Code: "other_matters", Text: "栖岚县民政局\n2022年1月7日"}},
			},
			agency: "青梧县水务局", year: 2021, finding: gongkai.AgencyConflict,
		},
		{
			name: "the signature in other words",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "青梧县公安局2021年政府信息公开工作年度报告"}},
				Sections: []gongkai.Section{{Code: "other_matters", Text: "青梧公安局\n2022年1月7日"}},
			},
			agency: "青梧县公安局", year: 2021, not: gongkai.AgencyConflict,
		},
		{
			name: "the agency alone above the article, the report in the column",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "青梧市信访局"}},
				Metadata: []gongkai.MetadataField{{Label: "ColumnName", Value: "政府信息公开年报"}},
				Sections: []gongkai.Section{{Code: "preface", Text: "所列数据的统计期限自2018年11日至2018年1231日止。"}},
			},
			agency: "青梧市信访局", year: 2018,
		},
		{
			name: "the site's name in the head is not the agency",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "head", Text: "- 青梧县人民政府门户网站"}, {From: "head", Text: "青梧县人民政府"}},
				Metadata: []gongkai.MetadataField{{Label: "ColumnName", Value: "政府信息公开年报"}, {Label: "发布机构", Value: "青梧县水务局"}},
			},
			agency: "青梧县水务局", finding: gongkai.YearMissing,
		},
		{
			name: "an agency's home page is no report",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "青梧市信访局"}},
				Sections: []gongkai.Section{{Code: "preface", Text: "本局职责"}},
			},
			finding: gongkai.AgencyMissing,
		},
		{
			name: "the title in the metadata, spaced labels, a publisher that is none",
			report: gongkai.Report{
				Metadata: []gongkai.MetadataField{{Label: "发 布 机 构", Value: "机关"}, {Label: "名 称", Value: "青梧县水务局2016年政府信息公开年度报告"}},
			},
			agency: "青梧县水务局", year: 2016,
		},
		{
			name: "a newspaper is no agency",
			report: gongkai.Report{
				Headings: []gongkai.Heading{{From: "page", Text: "2016年政府信息公开年度报告"}},
				Metadata: []gongkai.MetadataField{{Label: "来源", Value: "青梧日报"}},
			},
			year: 2016, finding: gongkai.AgencyMissing,
		},
		{name: "nothing", agency: "", year: 0, finding: gongkai.AgencyMissing},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.report
			r.Layout = gongkai.LayoutNarrative
			Report(&r)
			if r.Agency != c.agency || r.Year != c.year {
				t.Errorf("agency %q, year %d; want %q, %d", r.Agency, r.Year, c.agency, c.year)
			}
			if c.finding != "" && !has(&r, c.finding) {
				t.Errorf("no finding %s: %+v", c.finding, r.Findings)
			}
			if c.not != "" && has(&r, c.not) {
				t.Errorf("finding %s: %+v", c.not, r.Findings)
			}
		})
	}
}
