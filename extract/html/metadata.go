package html

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"gongkai"
)

// metaNames are the <meta> elements that Chinese government sites must carry
// (国办发〔2017〕47号, 政府网站发展指引, annex) and that tell about the article.
var metaNames = set("sitename", "contentsource", "pubdate", "columnname", "articletitle")

// metadataLabels are the labels of a page's facts, without white space.
var metadataLabels = set(
	"索引号", "信息索引号", "索取号", "信息索取号", "信息分类", "分类", "主题分类", "组配分类", "体裁分类", "服务对象", "主题词", "关键词", "主题",
	"发布机构", "发布机关", "发布单位", "发布部门", "发文机关", "发文单位", "发文机构", "公开机构", "公开单位", "公开部门", "责任部门", "制发机关", "制定机关", "信息所属单位", "所属机构",
	"信息来源", "来源", "稿件来源", "文章来源", "新闻来源", "内容来源", "发布来源", "来源部门", "信息提供单位",
	"发文日期", "发文时间", "发布日期", "发布时间", "公开日期", "公开时间", "成文日期", "成文时间", "生成日期", "生成时间", "公布日期", "印发日期", "制发日期", "签发日期",
	"更新时间", "更新日期", "生效日期", "生效时间", "实施日期", "失效日期", "失效时间", "废止日期", "终止日期", "日期", "时间", "上传时间", "录入时间", "添加时间",
	"文号", "发文字号", "文件编号", "信息编号", "编号", "时效", "时效性", "有效性", "是否有效", "信息时效", "公开方式", "公开形式", "公开范围", "公开时限", "公开类别", "公开程序",
	"名称", "信息名称", "标题", "文件名称", "内容概述", "内容摘要", "信息格式", "载体形式", "载体类型", "语种", "作者", "责任编辑", "编辑", "审核", "撰稿", "发布人", "签发人",
)

// weakLabels are those that head the columns of other tables too: they do not
// make a table one of metadata.
var weakLabels = set(
	"分类", "服务对象", "主题词", "关键词", "主题", "来源", "日期", "时间", "编号", "名称", "标题", "文件名称", "作者", "编辑", "审核", "撰稿",
	"语种", "内容摘要", "内容概述", "责任部门", "公开方式", "公开形式", "公开范围", "公开时限", "公开类别", "公开程序", "实施日期", "生效日期",
)

// otherLabels end a value like the others, but tell nothing of the article.
var otherLabels = set("浏览次数", "浏览量", "浏览", "点击数", "点击率", "点击次数", "点击", "访问量", "访问次数", "阅读次数", "阅读", "阅读量", "人气", "字体", "字号", "字体大小", "打印", "分享", "分享到", "视力保护色", "保护视力色", "我要分享")

const (
	longestLabel = 7 // characters, of the labels above
	// maxFactLine is the length of a line of facts in bytes.
	maxFactLine = 600
	// maxMetadataCells is the size of a metadata table.
	maxMetadataCells = 80
)

// placedField is a fact with the number of items before it.
type placedField struct {
	gongkai.MetadataField
	at int
}

// metaFields returns the facts in the page's head.
func metaFields(q *goquery.Document) []gongkai.MetadataField {
	var fields []gongkai.MetadataField
	q.Find("meta[name]").Each(func(_ int, s *goquery.Selection) {
		name, _ := s.Attr("name")
		if name = collapse(name); metaNames[strings.ToLower(name)] {
			value, _ := s.Attr("content")
			fields = append(fields, gongkai.MetadataField{Label: name, Value: collapse(value)})
		}
	})
	return fields
}

// labelAt is a label in a line: the range of its characters, colon excluded.
type labelAt struct{ start, end int }

// parseFacts reads a line like "来源：市信访局 时间：2022-01-14". It returns nil when
// the line does not begin with a known label and a colon. Ok distinguishes a
// line of labels that tell nothing of the article from prose.
func parseFacts(line string) (fields []gongkai.MetadataField, ok bool) {
	if len(line) > maxFactLine || !strings.ContainsAny(line, ":：") {
		return nil, false
	}
	var chars []rune // without white space
	var at []int     // their offsets in line
	for i, c := range line {
		if !unicode.IsSpace(c) {
			chars, at = append(chars, c), append(at, i)
		}
	}
	labels := findLabels(chars)
	if len(labels) == 0 || strings.Trim(string(chars[:labels[0].start]), "【[（(·•●■◆>|") != "" {
		return nil, false
	}
	for i, l := range labels {
		label := string(chars[l.start:l.end])
		if otherLabels[label] {
			continue
		}
		from := at[l.end] + utf8.RuneLen(chars[l.end])
		to := len(line)
		if i+1 < len(labels) {
			to = at[labels[i+1].start]
		}
		value := strings.TrimRight(strings.TrimSpace(line[from:to]), "|｜【[ ")
		fields = append(fields, gongkai.MetadataField{Label: label, Value: value})
	}
	return fields, true
}

// findLabels finds the labels that a colon follows, the longest where several
// end at the same colon.
func findLabels(chars []rune) []labelAt {
	var labels []labelAt
	from := 0
	for i, c := range chars {
		if c != ':' && c != '：' {
			continue
		}
		for n := min(longestLabel, i-from); n >= 2; n-- {
			if name := string(chars[i-n : i]); metadataLabels[name] || otherLabels[name] {
				labels = append(labels, labelAt{i - n, i})
				from = i + 1
				break
			}
		}
	}
	return labels
}

// isLabel reports whether a cell holds a known label and nothing else.
func isLabel(text string) (label string, ok bool) {
	label = strings.TrimRight(compact(text), ":：")
	return label, metadataLabels[label] || otherLabels[label]
}

// strongLabels counts the labels in a cell that only metadata have.
func strongLabels(text string) int {
	if label, known := isLabel(text); known && !weakLabels[label] && !otherLabels[label] {
		return 1
	}
	n := 0
	facts, _ := parseFacts(collapse(text))
	for _, f := range facts {
		if !weakLabels[f.Label] {
			n++
		}
	}
	return n
}

// rowFacts reads a row of label and value cells, or of cells that hold both.
// Left is what it could not make sense of.
func rowFacts(texts []string) (fields []gongkai.MetadataField, left int) {
	pending := "" // a label that waits for its value
	add := func(label, value string) {
		if label != "" && !otherLabels[label] {
			fields = append(fields, gongkai.MetadataField{Label: label, Value: value})
		}
	}
	for i, text := range texts {
		text = collapse(text)
		label, known := isLabel(text)
		facts, line := parseFacts(text)
		switch {
		case known:
			add(pending, "")
			pending = label
		case line:
			add(pending, "")
			pending = ""
			fields = append(fields, facts...)
		case pending != "":
			add(pending, text)
			pending = ""
		case text == "":
		case i%2 == 0 && len(texts)%2 == 0:
			pending = strings.TrimRight(compact(text), ":：")
		default:
			left++
		}
	}
	add(pending, "")
	return fields, left
}

// gridFacts reads a grid as a metadata table; ok is false when it is none, or
// not in all of its cells.
func gridFacts(g *gongkai.Grid) (fields []gongkai.MetadataField, ok bool) {
	if g.Rows*g.Columns > maxMetadataCells {
		return nil, false
	}
	strong := 0
	for _, c := range g.Cells {
		if len(c.Grids) > 0 {
			return nil, false
		}
		strong += strongLabels(c.Text)
	}
	if strong < 2 {
		return nil, false
	}
	for row := range g.Rows {
		var texts []string
		for _, c := range g.Row(row) {
			if c.Row == row && !c.Filler {
				texts = append(texts, c.Text)
			}
		}
		rowFields, left := rowFacts(texts)
		if left > 0 {
			return nil, false
		}
		fields = append(fields, rowFields...)
	}
	return fields, true
}

// metadataRow reads a row of a layout table as facts: short cells, the first
// filled one a known label, and at least one label that only metadata have.
// It returns false, and nothing is read, when the row is something else.
func (w *walker) metadataRow(row []tableCell) bool {
	texts := make([]string, 0, len(row))
	for _, c := range row {
		g := gathering{table: &tableFacts{}}
		w.gather(c.node, &g)
		if g.size > shortCell || g.table.nested {
			return false
		}
		texts = append(texts, string(g.text))
	}
	strong := 0
	for _, text := range texts {
		strong += strongLabels(text)
	}
	if strong == 0 || len(row) < 2 || !isFactStart(texts) {
		return false
	}
	for i, c := range row {
		inside, _ := w.content(c)
		texts[i] = strings.Join(inside.lines, " ")
	}
	fields, left := rowFacts(texts)
	if left > 0 {
		return false
	}
	for _, f := range fields {
		w.fields = append(w.fields, placedField{f, len(w.items)})
	}
	return true
}

// isFactStart reports whether the first text that is not empty is a label, or
// begins with one.
func isFactStart(texts []string) bool {
	for _, text := range texts {
		if text != "" {
			_, known := isLabel(text)
			_, line := parseFacts(text)
			return known || line
		}
	}
	return false
}
