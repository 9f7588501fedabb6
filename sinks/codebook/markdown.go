package codebook

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gongkai"
	"gongkai/sinks"
)

// Markdown is codebook.md: the same for every dataset of one version of the
// program.
func Markdown() []byte {
	b := new(bytes.Buffer)
	fmt.Fprintf(b, "# Codebook 数据说明\n\n%s\n\n%s\n\n## Read this first 使用须知\n\n", about, aboutInChinese)
	for i, p := range pitfalls {
		fmt.Fprintf(b, "%d. %s\n   %s\n", i+1, p.english, p.chinese)
	}
	fmt.Fprintf(b, "\n%s\n%s\n", versionRule.english, versionRule.chinese)
	b.WriteString("\n## What a cell holds 单元格状态\n\n| state | meaning | 含义 |\n|---|---|---|\n")
	for _, s := range states {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", s.code, s.english, s.chinese)
	}
	for _, t := range sinks.Tables() {
		writeTable(b, t)
	}
	writeForms(b)
	b.WriteString("\n## Findings 异常代码\n\n| code | severity | meaning | 含义 |\n|---|---|---|---|\n")
	for _, r := range gongkai.Rules() {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", r.Code, r.Severity, r.English, r.Chinese)
	}
	return b.Bytes()
}

func writeTable(b *bytes.Buffer, t sinks.Table) {
	fmt.Fprintf(b, "\n## Table 表 `%s`\n\n%s\n\n%s\n\n", t.Name, t.Description, t.Chinese)
	if t.Key != nil {
		fmt.Fprintf(b, "- key 主键: `%s`\n", strings.Join(t.Key, "` `"))
	}
	fmt.Fprintf(b, "- sorted by 排序: `%s`\n", strings.Join(t.SortedBy, "` `"))
	for _, r := range t.References {
		fmt.Fprintf(b, "- `%s` names 指向 `%s.%s`\n", r.Column, r.Table, r.Target)
	}
	b.WriteString("\n| column | type | unit | meaning | 含义 |\n|---|---|---|---|---|\n")
	for _, c := range t.Columns {
		kind := c.Type.String()
		if c.Nullable {
			kind += ", nullable"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", c.Name, kind, c.Unit, escape(c.Description), escape(c.Chinese))
	}
}

func escape(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// writeForms writes the codes of the official forms, and what the forms state.
func writeForms(b *bytes.Buffer) {
	b.WriteString("\n## The official forms 官方表式\n\n| layout | issued as 文号 | report years 报告年度 |\n|---|---|---|\n")
	for _, l := range []gongkai.Layout{gongkai.Layout2014, gongkai.Layout2019, gongkai.Layout2021} {
		number, years := l.Source()
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", l, number, years)
	}
	for _, s := range gongkai.Schemas() {
		rows, columns := gongkai.Terms(s.Table)
		fmt.Fprintf(b, "\n### Form 表式 `%s`\n\nRows 行:\n\n", s.Table)
		writeTerms(b, s.Table, rows, func(p gongkai.Part) []string { return p.Rows })
		b.WriteString("\nColumns 列:\n\n")
		writeTerms(b, s.Table, columns, func(p gongkai.Part) []string { return p.Columns })
		if s.Table == gongkai.TableProactive {
			b.WriteString("\nParts 各部分:\n\n| layout | 第二十条第…项 | rows | columns |\n|---|---|---|---|\n")
			for _, p := range gongkai.Parts() {
				if p.Table == s.Table {
					fmt.Fprintf(b, "| `%s` | （%s） | `%s` | `%s` |\n", p.Layout, p.Item, strings.Join(p.Rows, "` `"), strings.Join(p.Columns, "` `"))
				}
			}
		}
		b.WriteString("\nWhat the form states 勾稽关系:\n\n")
		identities := texts(statements(s.Table), func(statement) bool { return true })
		for _, text := range identities {
			fmt.Fprintf(b, "- `%s`\n", text)
		}
		if identities == nil {
			b.WriteString("- nothing 无\n")
		}
	}
}

func writeTerms(b *bytes.Buffer, table string, terms []gongkai.Term, codes func(gongkai.Part) []string) {
	b.WriteString("| code | official label 官方名称 | meaning | unit | layouts |\n|---|---|---|---|---|\n")
	for _, t := range terms {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", t.Code, t.Chinese, t.English, cmp.Or(t.Unit, "—"), cmp.Or(layoutNames(layoutsWith(table, t.Code, codes)), "provincial 地方"))
	}
}

// layoutsWith are the forms one of whose parts has the code.
func layoutsWith(table, code string, codes func(gongkai.Part) []string) []gongkai.Layout {
	var layouts []gongkai.Layout
	for _, p := range gongkai.Parts() {
		if p.Table == table && slices.Contains(codes(p), code) && !slices.Contains(layouts, p.Layout) {
			layouts = append(layouts, p.Layout)
		}
	}
	return layouts
}
