package synth

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"gongkai"
)

// What deviates outside the tables.
var proseDeviations = []Deviation{
	{Name: "split-title", Effect: "the title stands on two lines, cut after the agency", kind: "title", apply: splitTitle},
	{Name: "split-phrase", Effect: "the title is cut inside a phrase: 工作年度|报告", kind: "title", apply: splitPhrase},
	{Name: "spaced-title", Effect: "the title has white space inside: 报 告", kind: "title", apply: spacedTitle},
	{Name: "untitled", Effect: "the document begins with the preface", kind: "title", apply: untitled},
	{Name: "contents", Effect: "a table of contents repeats the headings before the text", apply: contents},
	{Name: "misnumbered-sections", Effect: "headings are numbered wrongly: 一、 twice, 三、 left out, or not at all", kind: "headings", apply: misnumberedSections},
	{Name: "run-in-headings", Effect: "headings stand in the same paragraph as the text that follows", kind: "headings", apply: runInHeadings},
	{Name: "heading-variants", Effect: "headings are worded differently: 存在的主要问题及改进措施", kind: "headings", Layouts: official, apply: headingVariants},
	{Name: "extra-section", Effect: "a section that the form does not have stands before the second", apply: extraSection},
	{Name: "prose-repeats-headings", Effect: "prose cites the headings and labels of the tables", Layouts: official, apply: proseRepeatsHeadings},
	{Name: "note-above-table", Effect: "a line 单位：件 stands between heading and table", Layouts: tabled, apply: noteAboveTable},
	{Name: "stale-year", Effect: "the overview opens with last year's number", apply: staleYear},
	{Name: "damaged-dates", Effect: "the period has lost 年 and 月: 202511日至20251231日", apply: damagedDates},
	{Name: "spam-names", Effect: "the agency's name is replaced by a spam brand", apply: spamNames},
}

func splitTitle(s *Sample, _ *rand.Rand) {
	before, after, _ := strings.Cut(s.Page.title(), s.Truth.Agency)
	s.Page.Title = []string{before + s.Truth.Agency, after}
}

func splitPhrase(s *Sample, _ *rand.Rand) {
	title := []rune(s.Page.title())
	at := len(title) - 2
	s.Page.Title = []string{string(title[:at]), string(title[at:])}
}

func spacedTitle(s *Sample, _ *rand.Rand) {
	s.Page.Title = []string{strings.Replace(s.Page.title(), "报告", "报 告", 1)}
}

// untitled leaves the title to the preface and the site.
func untitled(s *Sample, _ *rand.Rand) { s.Page.Title = nil }

func contents(s *Sample, _ *rand.Rand) {
	blocks := []Block{{Text: "目录"}}
	for i, b := range s.Page.Blocks {
		if b.Style == Heading && b.Table == nil {
			blocks = append(blocks, Block{Text: fmt.Sprintf("%s%s%d", b.Text, strings.Repeat("…", 12), 1+i/6)})
		}
	}
	s.Page.Blocks = append(blocks, s.Page.Blocks...)
}

// headings are the page's headings, in order.
func (p *Page) headings() []*Block {
	var headings []*Block
	for i := range p.Blocks {
		if p.Blocks[i].Style == Heading && p.Blocks[i].Table == nil {
			headings = append(headings, &p.Blocks[i])
		}
	}
	return headings
}

func misnumberedSections(s *Sample, rng *rand.Rand) {
	headings := s.Page.headings()
	text := func(i int) string { _, text, _ := strings.Cut(headings[i].Text, "、"); return text }
	switch rng.IntN(3) {
	case 0: // restarts
		for i := 1; i < len(headings); i++ {
			headings[i].Text = []string{"一", "一", "二", "三", "四", "五"}[min(i, 5)] + "、" + text(i)
		}
	case 1: // 二 is left out
		for i := 1; i < len(headings); i++ {
			headings[i].Text = []string{"一", "三", "四", "五", "六", "七"}[min(i, 5)] + "、" + text(i)
		}
	default:
		for i := range headings {
			headings[i].Text = text(i)
		}
	}
}

// runInHeadings joins a heading and its text where a text follows.
func runInHeadings(s *Sample, _ *rand.Rand) {
	var blocks []Block
	for _, b := range s.Page.Blocks {
		if last := len(blocks) - 1; last >= 0 && blocks[last].Style == Heading && blocks[last].Table == nil && b.Table == nil && b.Style == Body {
			blocks[last] = Block{Text: blocks[last].Text + "。" + b.Text}
			continue
		}
		blocks = append(blocks, b)
	}
	s.Page.Blocks = blocks
}

var headingWordings = map[string][]string{
	"总体情况":              {"概述", "2019年政府信息公开工作的总体情况", "工作总体情况"},
	"主动公开政府信息情况":        {"行政机关主动公开政府信息情况", "主动公开政府信息的情况"},
	"收到和处理政府信息公开申请情况":   {"行政机关收到和处理政府信息公开申请情况"},
	"政府信息公开行政复议、行政诉讼情况": {"因政府信息公开工作被申请行政复议、提起行政诉讼情况"},
	"存在的主要问题及改进情况":      {"政府信息公开工作存在的主要问题及改进情况", "存在的主要问题及改进措施"},
	"其他需要报告的事项":         {"其它需要报告的事项", "其他报告的事项", "需要报告的其他事项"},
}

func headingVariants(s *Sample, rng *rand.Rand) {
	for _, h := range s.Page.headings() {
		number, text, _ := strings.Cut(h.Text, "、")
		if wordings := headingWordings[text]; wordings != nil {
			h.Text = number + pick(rng, []string{"、", "、", " ", ""}) + pick(rng, wordings)
		}
	}
}

func extraSection(s *Sample, _ *rand.Rand) {
	s.Page.insertBlocks(headingStarts("二、"), Block{Style: Heading, Text: "二、人大建议和政协提案办理情况"},
		Block{Text: "全年承办人大代表建议6件、政协提案4件，均按期办复，办理结果按要求公开。"})
}

func proseRepeatsHeadings(s *Sample, _ *rand.Rand) {
	s.Page.insertBlocks(headingStarts("二、"),
		Block{Text: "本报告第三部分“收到和处理政府信息公开申请情况”和第四部分“政府信息公开行政复议、行政诉讼情况”以表格反映。"},
		Block{Text: "其中，予以公开、部分公开、不予公开、无法提供、不予处理、其他处理等情形，按本年度办理结果分别统计，总计见下表。"},
		Block{Text: "行政许可、行政处罚、行政强制、行政事业性收费等事项见第二部分。"})
}

func noteAboveTable(s *Sample, _ *rand.Rand) {
	var blocks []Block
	for _, b := range s.Page.Blocks {
		if b.Table != nil {
			blocks = append(blocks, Block{Text: fmt.Sprintf("单位：件　　%d年度", s.Truth.Year)})
		}
		blocks = append(blocks, b)
	}
	s.Page.Blocks = blocks
}

func staleYear(s *Sample, _ *rand.Rand) {
	seen := false
	for i, b := range s.Page.Blocks {
		if b.Table != nil || b.Style == Heading {
			seen = seen || b.Style == Heading
			continue
		}
		if seen {
			s.Page.Blocks[i].Text = strings.Replace(b.Text, fmt.Sprintf("%d年", s.Truth.Year), fmt.Sprintf("%d年", s.Truth.Year-1), 1)
			return
		}
	}
}

func damagedDates(s *Sample, _ *rand.Rand) {
	year := fmt.Sprint(s.Truth.Year)
	replace := strings.NewReplacer(year+"年1月1日", year+"11日", year+"年12月31日", year+"1231日")
	for i := range s.Page.Blocks {
		s.Page.Blocks[i].Text = replace.Replace(s.Page.Blocks[i].Text)
	}
}

// spam are invented brands in the manner of those that hijack pages.
var spam = []string{"【官网】乐途体育下载平台", "大华国际娱乐城", "xingyun888.example"}

// spamNames leaves no trace of the agency's name. The truth keeps it: nothing
// in the document proves it.
func spamNames(s *Sample, rng *rand.Rand) {
	brand := pick(rng, spam)
	replace := func(text string) string { return strings.ReplaceAll(text, s.Truth.Agency, brand) }
	for i := range s.Page.Title {
		s.Page.Title[i] = replace(s.Page.Title[i])
	}
	for i := range s.Page.Blocks {
		s.Page.Blocks[i].Text = replace(s.Page.Blocks[i].Text)
	}
	metadata := make([]gongkai.MetadataField, len(s.Page.Site.Metadata))
	for i, m := range s.Page.Site.Metadata {
		metadata[i] = gongkai.MetadataField{Label: m.Label, Value: replace(m.Value)}
	}
	s.Page.Site.Metadata = metadata
}
