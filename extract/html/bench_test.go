package html

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai"
)

// soup is a page as Word and WPS export reports: about a quarter of a
// megabyte, nearly all of it inline style.
func soup() string {
	const (
		styleP    = `margin:0cm 0cm 0pt;text-align:center;text-indent:0pt;line-height:15.6pt;mso-pagination:widow-orphan;mso-line-height-rule:exactly`
		styleSpan = `font-size:10.5pt;font-family:仿宋_GB2312;mso-bidi-font-family:宋体;color:#000000;mso-font-kerning:0pt;letter-spacing:0pt`
		styleTD   = `padding:0cm 5.4pt;border:1px solid windowtext;width:70.9pt;mso-border-alt:solid windowtext .5pt;height:22.7pt;background:transparent`
	)
	run := func(s string) string {
		return `<span lang="EN-US" style="` + styleSpan + `"><font face="仿宋">` + s + `</font></span>`
	}
	paragraph := func(s string) string {
		return `<p class="MsoNormal" align="center" style="` + styleP + `">` + run(s) + run("<o:p></o:p>") + "</p>\n"
	}
	var b strings.Builder
	b.WriteString(`<html><head><meta charset="utf-8"><title>某市2021年政府信息公开工作年度报告</title></head><body><div class="nav"><ul>`)
	b.WriteString(strings.Repeat(`<li><a href="/zwgk/">政务公开</a></li>`, 40) + `</ul></div><div class="article_title">某市2021年政府信息公开工作年度报告</div><div id="zoom">`)
	for _, s := range []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"} {
		b.WriteString(paragraph(s))
		for range 6 {
			b.WriteString(paragraph(strings.Repeat("严格落实条例，拓展公开领域，完善公开载体，", 8)))
		}
	}
	b.WriteString("<table><tbody>")
	for range 38 {
		b.WriteString(`<tr><td colspan="3" style="` + styleTD + `">` + paragraph("（一）予以公开") + "</td>")
		b.WriteString(strings.Repeat(`<td style="`+styleTD+`">`+paragraph("0")+"</td>", 7) + "</tr>\n")
	}
	b.WriteString("</tbody></table></div></body></html>")
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	page := soup()
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(page)
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct{ name, data string }{{"utf-8", page}, {"gb18030", gb}} {
		b.Run(bench.name, func(b *testing.B) {
			data := []byte(bench.data)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(data, gongkai.DefaultLimits()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
