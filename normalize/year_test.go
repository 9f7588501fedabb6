package normalize

import (
	"testing"

	"gongkai"
)

// TestYear: the sentences that state the period, as real reports print them,
// in reports whose title names no year.
func TestYear(t *testing.T) {
	for _, c := range []struct {
		text string
		year int
	}{
		{"所列数据的统计期限自2023年1月1日起至2023年12月31日止。", 2023},
		{"统计期限自202511日至20251231日止", 2025},
		{"统计期限为2018年11日至2018年1231日", 2018},
		{"统计期限为20211月1日至2021年12月31日", 2021},
		{"统计期限为202111日到1231日", 2021},
		{"统计期限为2021年1月1日-12月31日", 2021},
		{"统计期限为２０２１年１月１日—１２月３１日", 2021},
		{"统计期限自2015年1-12月", 2015},
		{"统计期限自2020年1月1日至202020年12月31日止", 2020},
		{"统计期限自2019年1月1日起至截止2月31日", 2019},
		{"统计期限为2022年1月1日至2022年12月31止", 2022},
		{"统计期限自2014年1月1日至2014年12月30日", 2014},
		{"统计期限自2018年1月1日至2018年12月14日", 2018},
		{"本报告数据截至2021年12月31日。", 2021},
		{"本报告数据截至2021年12月31日，截至2087年底将完成。", 2021},
		{"根据2019年4月3日修订的《条例》和《2016年工作要点》（国办发〔2015〕3号），编制2021年度报告。", 2021},
		{"统计期限自2017年9月1日至2018年8月31日", 0}, // a school year is two years
		{"本报告于2022年1月20日发布。", 0},
		{"", 0},
	} {
		r := &gongkai.Report{Sections: []gongkai.Section{{Code: "preface", Text: c.text}}}
		findYear(r)
		if r.Year != c.year {
			t.Errorf("%q: year %d, want %d: %+v", c.text, r.Year, c.year, r.Evidence)
		}
	}
}

func TestYearConflicts(t *testing.T) {
	title := func(text string) []gongkai.Heading { return []gongkai.Heading{{From: "page", Text: text}} }
	for _, c := range []struct {
		name   string
		report gongkai.Report
		year   int
		code   gongkai.Code
	}{
		{"a stale year in section one", gongkai.Report{
			Headings: title("青梧县水务局2022年政府信息公开工作年度报告"),
			Sections: []gongkai.Section{{Code: "overview", Text: "2021年我局认真贯彻……"}},
		}, 2022, ""},
		{"a preface of another year", gongkai.Report{
			Sections: []gongkai.Section{{Code: "preface", Text: "编制《青梧县2020年政府信息公开工作年度报告》，统计期限自2021年1月1日至2021年12月31日。"}},
		}, 2021, ""},
		{"title and period", gongkai.Report{
			Headings: title("青梧县水务局2020年政府信息公开工作年度报告"),
			Sections: []gongkai.Section{{Code: "preface", Text: "统计期限自2021年1月1日至2021年12月31日。"}},
		}, 2021, gongkai.YearConflict},
		{"no report is about a later year than that of its publication", gongkai.Report{
			Published: "2020-12-15", Headings: title("青梧县水务局2020年政府信息公开工作年度报告"),
			Sections: []gongkai.Section{{Code: "preface", Text: "统计期限自2021年1月1日至2021年12月31日。"}},
		}, 2020, ""},
		{"a school year", gongkai.Report{
			Headings: title("青梧大学2017-2018学年信息公开工作年度报告"),
			Sections: []gongkai.Section{{Code: "preface", Text: "统计期限自2017年9月1日至2018年8月31日。"}},
		}, 0, gongkai.YearMissing},
		{"a migrated page", gongkai.Report{
			Published: "2020-06-01", Source: gongkai.Source{URL: "https://www.example.gov.cn/2020/06/t20200601_1.html?fbtime=2008"},
			Headings: title("青梧县水务局2008年政府信息公开工作年度报告"),
		}, 2008, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.report
			findYear(&r)
			if r.Year != c.year || c.code != "" && !has(&r, c.code) || c.code == "" && len(r.Findings) > 0 {
				t.Errorf("year %d, want %d; findings %+v, want %q", r.Year, c.year, r.Findings, c.code)
			}
		})
	}
}
