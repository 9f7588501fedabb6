package excel

import (
	"fmt"
	"slices"

	"gongkai/sinks"
)

// writeReadme writes the first sheet, last: it says how many rows there are.
func (b *book) writeReadme() error {
	s, err := b.begin(readmeSheet)
	if err != nil {
		return err
	}
	if err := s.stream.SetColWidth(1, 4, columnWidth+4); err != nil {
		return err
	}
	for _, line := range []string{
		"政府信息公开工作年度报告 · Annual disclosure reports of Chinese agencies, as printed",
		"",
		"status and cells_* of sheet reports say how far each report can be believed. Count only rows of role principal.",
		"reports 表的 status 与 cells_* 各列说明每份报告可信到什么程度；统计时只取 role 为 principal 的行。",
		"An empty cell is null: the report prints no such (whole) number. It is not 0. 空单元格不等于 0。",
		"Every text is a text, never a formula. Numbers of more than 15 digits are texts, because Excel would round them; dates are texts. " +
			"所有文字均为文本而非公式；超过 15 位的数字以文本保存，以免被 Excel 舍入。",
		"",
	} {
		if err := s.texts(line); err != nil {
			return err
		}
	}
	if err := s.texts("sheet", "rows", "left out", "what a row is"); err != nil {
		return err
	}
	for _, t := range sinks.Tables() {
		if err := s.line(b.summary(s, t)); err != nil {
			return err
		}
	}
	if err := s.texts(codebookSheet, "", "", "Every column of every table: type, unit, meaning."); err != nil {
		return err
	}
	return s.stream.Flush()
}

// summary is the line of a table.
func (b *book) summary(s *sheet, t sinks.Table) []any {
	if !slices.Contains(tables, t.Name) {
		return []any{t.Name, "not in this workbook", "", s.text(fmt.Sprintf("%s It is in %s.parquet, .csv, .jsonl or in dataset.sqlite, whichever were written beside this workbook (gongkai build --sinks). 此表行数太多，见数据集的其他文件。",
			t.Description, t.Name))}
	}
	of := b.sheets[t.Name]
	rows := of.lines - 1
	if of.left > 0 {
		rows-- // the note
	}
	return []any{t.Name, rows, of.left, s.text(t.Description)}
}
