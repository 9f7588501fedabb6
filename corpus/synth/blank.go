package synth

import "gongkai"

// BlankForm is the official form of the layout before anyone filled it in.
func BlankForm(layout gongkai.Layout) *Page {
	var r gongkai.Report
	for _, outline := range outlines {
		section := gongkai.Section{Code: outline.code, Heading: outline.heading}
		switch outline.code {
		case "overview", "problems":
			section.Text = "（文字描述）"
		case "other_matters":
			section.Text = "（文字描述，收取信息处理费情况在此处报告。）"
			if layout == gongkai.Layout2019 {
				section.Text = "（文字描述）"
			}
		}
		r.Sections = append(r.Sections, section)
	}
	return &Page{Title: []string{"政府信息公开工作年度报告格式模板"}, Blocks: compose(PureForm(layout), &r, nil)}
}
