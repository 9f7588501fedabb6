package gongkai

// Severity of a Finding. The zero value is Info.
type Severity uint8

const (
	Info    Severity = iota // worth knowing; nothing is wrong with a number
	Warning                 // something was not as the official form has it
	Error                   // a number, a table or a fact is missing or contradicted
)

var severityNames = []string{"info", "warning", "error"}

func (s Severity) String() string { return name(severityNames, int(s)) }

func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (s *Severity) UnmarshalText(b []byte) error { return parseName(s, severityNames, b, "severity") }

// Finding says that the source is odd in one way. Findings are data: they are
// part of the dataset, and every one reaches the output.
type Finding struct {
	Code Code
	// Cells are the cells concerned, if any.
	Cells []CellRef
	// Expected and Found are what the form or the arithmetic asks for and
	// what is printed.
	Expected, Found string
	// Detail is language-neutral: arithmetic ("10 + 1 + 0 + 0 = 11 ≠ 0"), a
	// row as printed.
	Detail string
	Location
}

// Code identifies a kind of finding. Codes are stable: a code that was
// released keeps its meaning.
type Code string

// The findings that readers raise.
const (
	ReplacementCharacters Code = "replacement-characters"
	UnmappedGlyphs        Code = "unmapped-glyphs"
	CharsetConflict       Code = "charset-conflict"
	TrackedChanges        Code = "tracked-changes"
	OverlappingCells      Code = "overlapping-cells"
	DamagedSource         Code = "damaged-source"
	PageWithoutText       Code = "page-without-text"
	EmbeddedContent       Code = "embedded-content"
	InvisibleText         Code = "invisible-text"
	ImplausibleText       Code = "implausible-text"
	ReadByOCR             Code = "read-by-ocr"
	HiddenCells           Code = "hidden-cells"
)

// The findings that form raises.
const (
	UnknownRow      Code = "unknown-row"
	UnknownColumn   Code = "unknown-column"
	UnknownTable    Code = "unknown-table"
	RepeatedRow     Code = "repeated-row"
	MissingTable    Code = "missing-table"
	MissingRow      Code = "missing-row"
	MissingCell     Code = "missing-cell"
	MisprintedLabel Code = "misprinted-label"
	ColumnByOrder   Code = "column-by-order"
	HybridLayout    Code = "hybrid-layout"
	GroupCell       Code = "group-cell"
	ExtraValue      Code = "extra-value"
	SecondReport    Code = "second-report"
	UnknownList     Code = "unknown-list"
	FlattenedList   Code = "flattened-list"
)

// The findings that normalize raises.
const (
	IdentityFails       Code = "identity-fails"
	IdentityUndecided   Code = "identity-undecided"
	IdentityBlankAsZero Code = "identity-blank-as-zero"
	UncertainCell       Code = "uncertain-cell"
	NotANumber          Code = "not-a-number"
	NegativeCount       Code = "negative-count"
	FractionalCount     Code = "fractional-count"
	NothingStated       Code = "nothing-stated"
	AgencyMissing       Code = "agency-missing"
	AgencyConflict      Code = "agency-conflict"
	YearMissing         Code = "year-missing"
	YearConflict        Code = "year-conflict"
	PartExceedsWhole    Code = "part-exceeds-whole"
	HeadingYear         Code = "heading-year"
	NotAReport          Code = "not-a-report"
)

// The findings that a second reading raises.
const (
	SecondReadingAgrees      Code = "second-reading-agrees"
	ReadingsDiffer           Code = "readings-differ"
	SecondReadingUnavailable Code = "second-reading-unavailable"
)

// The findings of normalize that look beyond the tables.
const (
	NarrativeReceived      Code = "narrative-received"
	NarrativeWithCarriedIn Code = "narrative-received-with-carried-in"
	NarrativeCarriedIn     Code = "narrative-carried-in"
	NarrativeProcessed     Code = "narrative-processed"
	NarrativeCarriedOut    Code = "narrative-carried-out"
	NarrativeOutcome       Code = "narrative-outcome"
	NarrativeDisputes      Code = "narrative-disputes"
	NarrativeDocuments     Code = "narrative-documents"
	NarrativeDecisions     Code = "narrative-decisions"
	FeesConflict           Code = "fees-conflict"
	MirrorPage             Code = "mirror-page"
	PinyinGlosses          Code = "pinyin-glosses"
	TraditionalScript      Code = "traditional-script"
	SpamInName             Code = "spam-in-name"
	CarriedOverDiffers     Code = "carried-over-differs"
	InForceDiffers         Code = "in-force-differs"
	CopiedSection          Code = "copied-section"
	FeesCharged            Code = "fees-charged"
)

// The findings of comparing reports with others.
const (
	OutlierHistory       Code = "outlier-history"
	OutlierPeers         Code = "outlier-peers"
	ChildrenExceedParent Code = "children-exceed-parent"
	CopiedElsewhere      Code = "copied-elsewhere"
)

// The findings about who the agency is.
const (
	AgencyAmbiguous  Code = "agency-ambiguous"
	AgencyUnresolved Code = "agency-unresolved"
)

// Rule is the fixed part of a kind of finding.
type Rule struct {
	Code     Code
	Severity Severity
	English  string
	Chinese  string
}

// Rules is the one table of finding codes, in the order of the constants.
func Rules() []Rule { return rules }

var rules = []Rule{
	{ReplacementCharacters, Warning, "the text holds replacement characters (U+FFFD): some of it was lost before it was published, or its encoding is damaged", "文本含有替换字符（U+FFFD）：部分文字在发布前已丢失，或编码已损坏"},
	{UnmappedGlyphs, Warning, "the page draws glyphs that the file does not map to characters", "页面绘有字形，但文件未给出其对应的字符"},
	{CharsetConflict, Info, "the declared character set is not the one the bytes are in", "声明的字符集与实际字节不符"},
	{TrackedChanges, Info, "the document carries tracked changes: insertions were kept, deletions dropped", "文档带有修订痕迹：保留插入的内容，不计删除的内容"},
	{OverlappingCells, Warning, "cells of a table claim the same place; the later one was cut back", "表格中有单元格位置重叠，后出现者已被裁减"},
	{DamagedSource, Warning, "the file is damaged and was read as far as it goes", "文件已损坏，只读取了可读的部分"},
	{PageWithoutText, Warning, "a page, or a picture that may show a table, has no text: what it shows was not read", "该页或可能含表格的图片没有文本，其内容未被读取"},
	{EmbeddedContent, Warning, "the document embeds an object (a spreadsheet, another document) whose content was not read", "文档内嵌对象（如电子表格、其他文档），其内容未被读取"},
	{InvisibleText, Warning, "the page carries text that it does not draw, such as the OCR layer of a scan: cells that hold it are uncertain", "页面含有不显示的文本（如扫描件的识别层），含有此类文本的单元格不确定"},
	{ImplausibleText, Warning, "much of the page's text has characters that make no sense: they are not those that are drawn, and cells that hold them are uncertain", "该页文本中有大量字符不成文，与所显示的内容不符，含有此类字符的单元格不确定"},
	{ReadByOCR, Info, "pages or pictures of the document were read by OCR: the numbers of tables twice and compared with the shapes of digits, prose once and not compared with the tables", "文档的页面或图片经光学字符识别读取：表格数字读取两次并与数字字形核对，正文仅读取一次，不与表格比对"},
	{HiddenCells, Info, "the spreadsheet hides rows, columns or a sheet that hold text: what is not shown was left out", "电子表格中有含文字的隐藏行、列或工作表，未显示的内容不计"},

	{UnknownRow, Warning, "the official form has no row with this label", "官方表式中没有此标签的行"},
	{UnknownColumn, Warning, "the official form has no column with this label", "官方表式中没有此标签的列"},
	{UnknownTable, Info, "the table is none of the official ones", "该表格不属于官方表式"},
	{RepeatedRow, Warning, "a row of the official form is printed more than once; the first is kept", "官方表式中的行重复出现，以首次出现的为准"},
	{MissingTable, Error, "a table of the official form is not in the document", "文档缺少官方表式中的表格"},
	{MissingRow, Error, "a row of the official form is not in the table", "表格缺少官方表式中的行"},
	{MissingCell, Error, "a row of the official form lacks a cell", "官方表式中的行缺少单元格"},
	{MisprintedLabel, Info, "a label is not printed as the official form has it", "标签文字与官方表式不一致"},
	{ColumnByOrder, Warning, "a column's label is damaged or repeated; the column is known by its place among the others", "列标签缺损或重复，按其在各列中的位置认定"},
	{HybridLayout, Info, "blocks of the tables follow different official layouts", "表格各部分采用了不同年份的官方表式"},
	{GroupCell, Info, "one number is printed for a group of rows; it is stated once, for the group", "一个数字由多行共用，按整组记录一次"},
	{ExtraValue, Warning, "a printed value has no place in the official form", "所填内容在官方表式中没有对应位置"},
	{SecondReport, Warning, "another title of a report stands between the tables: they may be those of two agencies or years", "各表之间出现另一份报告的标题：可能属于两个机关或两个年度"},
	{UnknownList, Info, "an indicator list that is not known; its rows are kept as printed, and nothing checks them", "未知的统计指标表，按原样逐行保留，无从核对"},
	{FlattenedList, Error, "an indicator list lost its cells or the heads of its columns: its numbers are not read", "统计指标表失去单元格或栏目名称，其数字未予读取"},

	{IdentityFails, Error, "the printed numbers do not add up", "填报的数字不符合表内勾稽关系"},
	{IdentityUndecided, Warning, "a sum cannot be checked: a number it needs is not stated", "未填报所需的数字，无法核对勾稽关系"},
	{IdentityBlankAsZero, Info, "a sum holds if blank cells count as 0", "将空白单元格视为0时勾稽关系成立"},
	{UncertainCell, Warning, "what the cell prints is uncertain", "单元格所印内容无法确定"},
	{NotANumber, Warning, "the cell holds words where the form asks for a number", "应填数字处填写了文字"},
	{NegativeCount, Warning, "a count is negative", "件数为负数"},
	{FractionalCount, Warning, "a count is not a whole number", "件数不是整数"},
	{NothingStated, Warning, "the table is there but states nothing", "有表格，但未填写任何内容"},
	{AgencyMissing, Warning, "the document does not name its agency", "文档未写明发布机关"},
	{AgencyConflict, Warning, "parts of the document name different agencies", "文档各处所写的机关名称不一致"},
	{YearMissing, Warning, "the document does not say which year it reports on", "文档未写明报告年度"},
	{YearConflict, Warning, "parts of the document give different years", "文档各处所写的报告年度不一致"},
	{PartExceedsWhole, Warning, "a number is larger than the one it is a part of", "其中项大于所属总项"},
	{HeadingYear, Warning, "a column of the list is headed with another year than the report's", "统计表栏目所标年度与报告年度不一致"},
	{NotAReport, Info, "the document is not an annual disclosure report", "该文档不是政府信息公开工作年度报告"},

	{SecondReadingAgrees, Info, "a second, independent reading finds the same in these cells", "第二种独立方法读取这些单元格，结果一致"},
	{ReadingsDiffer, Error, "two independent readings of the cell differ: neither is taken", "两种独立方法读取该单元格的结果不同，均不采信"},
	{SecondReadingUnavailable, Warning, "a second reading could not confirm or contradict the first", "第二种方法未能证实或否定首次读取的结果"},

	{NarrativeReceived, Warning, "the text gives another number of requests received than the table", "正文所述收到申请的件数与表格不一致"},
	{NarrativeWithCarriedIn, Info, "the number of requests received that the text gives includes those carried in from last year", "正文所述收到申请的件数包含上年结转的申请"},
	{NarrativeCarriedIn, Warning, "the text gives another number of requests carried in than the table", "正文所述上年结转申请的件数与表格不一致"},
	{NarrativeProcessed, Warning, "the text gives another number of requests answered than the table", "正文所述办结申请的件数与表格不一致"},
	{NarrativeCarriedOut, Warning, "the text gives another number of requests carried to the next year than the table", "正文所述结转下年度申请的件数与表格不一致"},
	{NarrativeOutcome, Warning, "the text gives another number of requests granted, or granted in part, than the table", "正文所述予以公开或部分公开的件数与表格不一致"},
	{NarrativeDisputes, Warning, "the text gives another number of reviews or suits than the table", "正文所述行政复议或行政诉讼的件数与表格不一致"},
	{NarrativeDocuments, Warning, "the text gives another number of normative documents than the table", "正文所述规范性文件的件数与表格不一致"},
	{NarrativeDecisions, Warning, "the text gives another number of licensing, penalty or coercion decisions than the table", "正文所述行政许可、行政处罚或行政强制决定的件数与表格不一致"},

	{FeesConflict, Warning, "statements about processing fees contradict each other or the table", "关于信息处理费的表述相互矛盾，或与表格不符"},
	{MirrorPage, Warning, "the page was not on a government host (.gov.cn): it may be a copy that somebody changed", "页面不在政府网站（.gov.cn）上，可能是经他人改动的副本"},
	{PinyinGlosses, Warning, "the text has pinyin in brackets behind its characters, as mirror pages have; labels and titles were compared without it", "文字后括注拼音（镜像页面的特征），比对标签和标题时已略去"},
	{TraditionalScript, Warning, "the text is in traditional characters, as converted copies are; labels and titles were compared in simplified form", "文字为繁体（转换副本的特征），标签和标题按简体比对"},
	{SpamInName, Warning, "an advertisement stands in place of a name: the page was hijacked, and this name proves no agency", "名称处被植入广告：页面已遭篡改，不能凭此名称认定机关"},

	{CarriedOverDiffers, Warning, "the requests carried in are not those that last year's report carries out", "上年结转的件数与上一年度报告中结转下年度的件数不一致"},
	{InForceDiffers, Info, "the documents in force are not last year's plus those issued less those repealed", "现行有效件数不等于上年有效件数加本年制发件数再减本年废止件数"},
	{CopiedSection, Info, "most of the section is copied from last year's report; the share is stated", "该部分大部分内容与上一年度报告相同，已注明相同的比例"},

	{FeesCharged, Info, "section six says that processing fees were charged; no table of the form holds them", "第六部分写明收取了信息处理费，官方表式中没有相应栏目"},

	{OutlierHistory, Info, "the number is far from those of the agency's other years; that is worth a look and no error", "该数字与本机关其他年度相差悬殊，值得留意，但不表示有误"},
	{OutlierPeers, Info, "the number is far from those of agencies of the same level and function in the same year; that is worth a look and no error", "该数字与同级同类机关同年度的数字相差悬殊，值得留意，但不表示有误"},
	{ChildrenExceedParent, Info, "the report says that it counts the whole area, and the governments below it report more together; how many of them report is stated", "报告称统计全域，但下级政府报告的数字之和大于本报告；已注明有报告的下级政府数量"},
	{CopiedElsewhere, Info, "the section is nearly that of other reports, named in table copies; how many more seem to be is stated", "该部分与其他报告的相应部分基本相同，详见 copies 表；已注明另有多少份疑似相同"},

	{AgencyAmbiguous, Warning, "the agency's name fits several agencies, and nothing proves which; the candidates are stated", "机关名称可对应多个机关，无从确定，已列出各候选机关"},
	{AgencyUnresolved, Warning, "nothing proves which agency the printed name means", "无法证实所印名称是哪个机关"},
}

// Rule returns the rule of the code; ok is false for a code that is not in
// the table.
func (c Code) Rule() (rule Rule, ok bool) {
	for _, r := range rules {
		if r.Code == c {
			return r, true
		}
	}
	return Rule{Code: c}, false
}

// Severity is the severity of the code's rule.
func (f Finding) Severity() Severity {
	rule, _ := f.Code.Rule()
	return rule.Severity
}
