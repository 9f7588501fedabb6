package docx

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// np is a numbered paragraph.
func np(list, level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr>%s</w:p>`, level, list, run(text))
}

// lvl is a level; more goes inside.
func lvl(level int, format, template, more string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, level, format, more, template)
}

func abstractNum(id int, content ...string) string {
	return fmt.Sprintf(`<w:abstractNum w:abstractNumId="%d">%s</w:abstractNum>`, id, strings.Join(content, ""))
}

func num(id, abstract int, more string) string {
	return fmt.Sprintf(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>%s</w:num>`, id, abstract, more)
}

var numberingCases = []struct {
	name, lists, styles, body, want string
}{
	{
		name: "headings, restarting below each",
		lists: abstractNum(0, lvl(0, "chineseCountingThousand", "%1、", ""), lvl(1, "japaneseCounting", "（%2）", ""), lvl(2, "decimal", "%3.", `<w:suff w:val="nothing"/>`)) +
			num(1, 0, ""),
		body: np(1, 0, "总体情况") + np(1, 1, "主动公开") + np(1, 2, "网站") + np(1, 2, "公报") + np(1, 1, "依申请公开") + np(1, 2, "受理") + p("text") + np(1, 0, "主动公开情况") + np(1, 1, "规章"),
		want: `
一、总体情况
（一）主动公开
1.网站
2.公报
（二）依申请公开
1.受理
text
二、主动公开情况
（一）规章
`,
	}, {
		name: "numbers of several levels, legal, a tab is a space",
		lists: abstractNum(0, lvl(0, "chineseCounting", "第%1章", ""), lvl(1, "decimal", "%1.%2", "<w:isLgl/>"), lvl(2, "decimal", "%1-%3", `<w:suff w:val="space"/>`)) +
			num(1, 0, ""),
		body: np(1, 1, "before any") + np(1, 0, "甲") + np(1, 1, "乙") + np(1, 2, "丙"),
		want: `
before any
第一章 甲
1.1 乙
一-1 丙
`,
	}, {
		name: "instances of one list count on, unless they start anew",
		lists: abstractNum(0, lvl(0, "decimal", "%1、", "")) + num(1, 0, "") + num(2, 0, "") +
			num(3, 0, `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>`) +
			num(4, 0, `<w:lvlOverride w:ilvl="0">`+lvl(0, "ideographDigital", "%1）", "")+`</w:lvlOverride>`),
		body: np(1, 0, "a") + np(2, 0, "b") + np(3, 0, "c") + np(3, 0, "d") + np(1, 0, "e") + np(4, 0, "f") + np(4, 0, "g") + np(4, 0, "h") + np(4, 0, "i"),
		want: `
1、a
2、b
5、c
6、d
7、e
八）f
九）g
h
i
`,
	}, {
		name: "levels that do not restart",
		lists: abstractNum(0, lvl(0, "decimal", "%1、", ""), lvl(1, "decimal", "（%2）", `<w:lvlRestart w:val="0"/>`), lvl(2, "decimal", "%3，", `<w:lvlRestart w:val="1"/>`)) +
			num(1, 0, ""),
		body: np(1, 0, "a") + np(1, 1, "b") + np(1, 2, "c") + np(1, 1, "d") + np(1, 2, "e") + np(1, 0, "f") + np(1, 1, "g") + np(1, 2, "h"),
		want: `
1、a
（1）b
1，c
（2）d
2，e
2、f
（3）g
1，h
`,
	}, {
		name: "through styles, by inheritance and by the level's own style",
		lists: abstractNum(0, lvl(0, "chineseCounting", "%1、", `<w:pStyle w:val="h1"/>`), lvl(1, "chineseCounting", "（%2）", `<w:pStyle w:val="h2"/>`)) +
			num(1, 0, ""),
		styles: `<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
			`<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/></w:style>`,
		body: `<w:p><w:pPr><w:pStyle w:val="h1"/></w:pPr>` + run("a") + `</w:p><w:p><w:pPr><w:pStyle w:val="h2"/></w:pPr>` + run("b") + `</w:p>` +
			`<w:p><w:pPr><w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>` + run("none") + `</w:p>`,
		want: `
一、a
（一）b
none
`,
	}, {
		name: "levels kept in a numbering style",
		lists: abstractNum(0, `<w:styleLink w:val="list"/>`, lvl(0, "decimal", "%1、", "")) + abstractNum(1, `<w:numStyleLink w:val="list"/>`) +
			num(1, 0, "") + num(2, 1, ""),
		body: np(2, 0, "a") + np(2, 0, "b"),
		want: `
1、a
2、b
`,
	}, {
		name:  "what cannot be rendered stays without label but is counted",
		lists: abstractNum(0, lvl(0, "hebrew1", "%1.", ""), lvl(1, "bullet", "\uF0B7", ""), lvl(2, "decimal", "%3.%4", "")) + num(1, 0, ""),
		body:  np(1, 0, "a") + np(1, 1, "b") + np(1, 2, "c") + np(1, 8, "d") + np(7, 0, "e") + np(1, 9, "f"),
		want: `
a
b
c
d
e
f
`,
	}, {
		name:  "a number of ours in a cell is in doubt where it could pass for a value",
		lists: abstractNum(0, lvl(0, "decimal", "%1", "")) + num(1, 0, ""),
		body:  tbl(tr(`<w:tc>`+np(1, 0, "")+`</w:tc>`, `<w:tc>`+np(1, 0, "属于国家秘密")+`</w:tc>`, `<w:tc>`+np(1, 0, "5")+`</w:tc>`)),
		want: `
| 1?automatic number? | 2 属于国家秘密 | 3 5?automatic number? |
`,
	}, {
		name:  "a deleted end does not count",
		lists: abstractNum(0, lvl(0, "decimal", "%1、", "")) + num(1, 0, ""),
		body:  `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>` + run("a") + `</w:p>` + np(1, 0, "b") + np(1, 0, "c"),
		want: `
1、ab
2、c
`,
	},
}

func TestNumbering(t *testing.T) {
	for _, c := range numberingCases {
		t.Run(c.name, func(t *testing.T) {
			with := parts(c.body)
			with["word/numbering.xml"] = `<w:numbering xmlns:w="` + transitional + `">` + c.lists + `</w:numbering>`
			with["word/styles.xml"] = `<w:styles xmlns:w="` + transitional + `">` + c.styles + `</w:styles>`
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), show(read(t, pack(with)))); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}
