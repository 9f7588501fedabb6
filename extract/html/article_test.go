package html

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

const (
	menu   = "<div class=nav><ul><li><a href=#>首页</a><li><a href=#>政务公开</a><li><a href=#>行政许可</a><li><a href=#>一、总体情况</a></ul></div>"
	crumbs = "<div>您当前的位置：<a href=#>首页</a> &gt; <a href=#>政府信息公开年报</a></div>"
	foot   = "<div class=foot><p>版权所有：某市人民政府</p><p>京ICP备05000000号</p><p>网站标识码：3500000001</p></div>"
	report = "<p>二、主动公开政府信息情况</p><table><tr><td>规范性文件<td>2<tr><td>行政许可<td>40</table>"
	read1  = "二、主动公开政府信息情况\n|规范性文件|2|\n|行政许可|40|\n"
	tail   = "<p>五、存在的主要问题及改进情况</p><p>无。</p>"
	read2  = "五、存在的主要问题及改进情况\n无。\n"
)

var (
	preface     = "本报告根据条例编制，" + strings.Repeat("所列数据的统计期限自1月1日起，", 5)
	prefacePar  = "<p>" + preface + "</p>"
	prefaceText = preface + "\n"
)

func TestArticle(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"a known container", menu + crumbs + "<div class='box TRS_Editor'>" + prefacePar + report + tail + "</div>" + foot, prefaceText + read1 + read2},
		{"an id", menu + "<div><div id=Zoom>" + report + "</div></div>" + foot, read1},
		{"an element", menu + "<article>" + report + "</article>" + foot, read1},
		{"comments that mark the article", menu + "<div>" + crumbs + "<!--ZJEG_RSS.content.begin-->" + report + "<!--ZJEG_RSS.content.end-->" + "<p>责任编辑室供稿</p></div>" + foot, read1},
		{"containers in a container", menu + "<div id=zoom><div class=TRS_Editor>" + prefacePar + "</div><div class=TRS_Editor>" + report + tail + "</div></div>", prefaceText + read1 + read2},
		{"a container without the tables is not the article", menu + "<div><div id=zoom>" + prefacePar + "</div><div>" + report + "</div></div>" + foot, prefaceText + read1},
		{"no known container", menu + "<div class=a>" + crumbs + "<div class=b>" + prefacePar + "<div>" + report + "</div><div>" + tail + "</div></div></div>" + foot, prefaceText + read1 + read2},
		{"prose beside the evidence", menu + "<div><div>" + prefacePar + "</div><div><div>" + report + tail + "</div></div></div>" + foot, prefaceText + read1 + read2},
		{"a page of nothing but the report", "<h1>年报</h1>" + report, "年报\n" + read1},
		{"a page of tables", "<table><tr><td>" + menu + "<tr><td>" + crumbs + "<table><tr><td>" + prefacePar + report + tail + "</table><tr><td>" + foot + "</table>", prefaceText + read1 + read2},
		{"a menu in a table", "<table><tr><td><a>规范性文件</a><td><a>行政许可</a><td><a>行政处罚</a></table><div>" + prefacePar + report + "</div>" + foot, prefaceText + read1},
		{"prose only", menu + crumbs + "<div><div>" + strings.Repeat(prefacePar, 3) + "<p>某局</p></div></div>" + foot, strings.Repeat(prefaceText, 3) + "某局\n"},
		{"prose only, in a known container", menu + "<div class=article_content>" + strings.Repeat(prefacePar, 3) + "</div><div>其他</div>" + foot, strings.Repeat(prefaceText, 3)},
		{"nothing is lost where nothing is known", "<div>甲</div><div>乙</div>", "甲\n乙\n"},

		{"furniture inside the container", "<div id=zoom><div class=bdsharebuttonbox><a>微博</a></div><p>【字体：大 中 小】</p>" + report + "<p>上一篇：通知</p><p>【打印本页】【关闭窗口】</p><p>扫一扫在手机打开</p></div>", read1},
		{"an attachment is no furniture", menu + "<div id=zoom>" + report + "<p><a href=x.xls>附件1：统计表.xls</a></p></div>", read1 + "附件1：统计表.xls\n"},
		{"links to other reports", menu + "<div>" + report + "<ul><li><a>2019年年报</a><li><a>2018年年报</a><li><a>2017年年报</a></ul></div>", read1},
		{"a table of a report in what looks like furniture", menu + "<div id=zoom>" + prefacePar + "<div class=sidebar>" + report + "</div></div>", prefaceText + read1},

		{"a hidden copy", "<div id=zoom>" + report + "<div style='display:none'>" + report + "</div></div>", read1},
		{"a hidden number in a hidden tab", menu + "<div style='visibility:hidden'>" + strings.Replace(report, "40", "4<b style='display:none'>1</b>0<i style='visibility:hidden'>2</i>", 1) + "</div>", read1},
		{"a tab hidden by a style sheet", "<style>.tab{display:none}</style><div class=tab>" + report + "</div><div class='tab on'>" + tail + "</div>", read1 + read2},
		{"a report in a hidden tab", menu + "<div class=tab1><p>" + preface + "</p></div><div class=tab2 style='display: none'>" + report + "</div>" + foot, prefaceText + read1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outline(mustRead(t, tt.page).Blocks)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTitles(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"h1", menu + "<h1>某局2021年年报</h1><div id=zoom>" + report + "</div>", "某局2021年年报"},
		{"a class", "<div class='wrap title'>专题专栏</div><div class=article_title>\n某局 2021年年报\n</div><div id=zoom>" + report + "</div>", "某局 2021年年报"},
		{"the one that speaks of a report wins over the site's name", "<h1>某市人民政府门户网站</h1><div class=bt>某局2021年政府信息公开报告</div><div id=zoom>" + report + "</div>", "某局2021年政府信息公开报告"},
		{"the nearest of equals", "<h2>2020年年报</h2><h2>2021年年报</h2><div id=zoom>" + report + "</div>", "2021年年报"},
		{"inside the article", "<div id=zoom><h1>2021年年报</h1>" + report + "</div>", "2021年年报"},
		{"not after the first heading", "<div id=zoom>" + report + "<h2>2021年年报</h2></div>", ""},
		{"a meta element", "<meta name=ArticleTitle content=' 某局2021年年报 '><div id=zoom>" + report + "</div>", "某局2021年年报"},
		{"a link is no title", "<h2><a href=#>往年年报</a></h2><div id=zoom>" + report + "</div>", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := mustRead(t, "<title> 首页\n标题 </title>"+tt.page)
			if diff := cmp.Diff(tt.want, doc.PageTitle); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if doc.HeadTitle != "首页 标题" {
				t.Errorf("head title %q", doc.HeadTitle)
			}
		})
	}
}

func TestMetadata(t *testing.T) {
	const zoom = "<div id=zoom>" + report + "</div>"
	tests := []struct{ name, page, want string }{
		{"meta elements", "<meta name=PubDate content='2022-01-14 17:29'><meta name='ContentSource' content=''><meta name=keywords content=x>" + zoom, "PubDate=2022-01-14 17:29;ContentSource="},
		{"a table", "<table><tr><td>索 引 号：<td>0001<td>发布机构<td>某局<tr><td>文号<td><td>发文日期<td>2022-01-14</table>" + zoom, "索引号=0001;发布机构=某局;文号=;发文日期=2022-01-14"},
		{"a table with label and value in one cell", "<table><tr><td>索引号：0001<td>主题分类：政务公开<tr><td>发布机构：<td>某局</table>" + zoom, "索引号=0001;主题分类=政务公开;发布机构=某局"},
		{"a table with a label of its own", "<table><tr><td>索引号<td>0001<td>栏目<td>年报<tr><td>发布机构<td>某局<td>生成日期<td>2022</table>" + zoom, "索引号=0001;栏目=年报;发布机构=某局;生成日期=2022"},
		{"rows above the article in one table", "<table><tr><td>索引号<td>0001<td>发布机构<td>某局<tr><td colspan=4>" + prefacePar + report + "</table>", "索引号=0001;发布机构=某局"},
		{"a line", "<div>来源：某局　发布时间：2022-01-14 17:29:00 浏览次数：<span>12</span> 字体：[<a>大</a> <a>小</a>]</div>" + zoom, "来源=某局;发布时间=2022-01-14 17:29:00"},
		{"a line without blanks", "<div><span>发布机构：某市信访局</span><span>发文日期：2022-01-14</span></div>" + zoom, "发布机构=某市信访局;发文日期=2022-01-14"},
		{"empty values", "<div><span>来源：<font></font></span> <span>时间：2022-01-14</span></div>" + zoom, "来源=;时间=2022-01-14"},
		{"a list", "<ul><li>索 引 号：0001<li>文号：<li>发布机构： 某局</ul>" + zoom, "索引号=0001;文号=;发布机构=某局"},
		{"a definition list", "<dl><dt>索引号：<dd>0001<dt>发布机构<dd>某局</dl>" + zoom, "索引号=0001;发布机构=某局"},
		{"brackets", "<p>【来源：某局】</p>" + zoom, "来源=某局】"},
		{"after the article", zoom + "<p>责任编辑：张三</p>", "责任编辑=张三"},
		{"prose is none", "<div id=zoom><p>工作动态来源：某局</p>" + report + "<p>时间：2022年</p></div>", ""},
		{"columns of another table are none", "<div id=zoom>" + report + "<table><tr><td>编号<td>名称<tr><td>一<td>甲</table></div>", ""},
		{"counters are none", "<p>浏览次数：12 次</p>" + zoom, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := mustRead(t, tt.page)
			var got []string
			for _, f := range doc.Metadata {
				got = append(got, f.Label+"="+f.Value)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, ";")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if text := outline(doc.Blocks); !strings.Contains(text, read1) || tt.want != "" && strings.Contains(text, "0001") {
				t.Errorf("blocks:\n%s", text)
			}
		})
	}
}

// Blocks that were taken for metadata are no blocks; all others are.
func TestMetadataIsNoBlock(t *testing.T) {
	doc := mustRead(t, "<div id=zoom><p>发布机构：某局</p><p>文号：某〔2022〕1号</p>"+report+"<table><tr><td>编号<td>名称<tr><td>一<td>甲</table></div>")
	if diff := cmp.Diff(read1+"|编号|名称|\n|一|甲|\n", outline(doc.Blocks)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := []gongkai.MetadataField{{Label: "发布机构", Value: "某局"}, {Label: "文号", Value: "某〔2022〕1号"}}
	if diff := cmp.Diff(want, doc.Metadata); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
}
