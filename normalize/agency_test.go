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
	} {
		got, ok := takeApart(c.title)
		if !ok || got.agency != c.agency || got.year != c.year {
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
		})
	}
}
