package html

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai"
)

func TestText(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"inline runs are joined with nothing", "<p><span>78</span><span>967</span><b>件</b></p>", "78967件\n"},
		{"blocks separate paragraphs", "<div>甲<p>乙</p>丙<div>丁</div></div>", "甲\n乙\n丙\n丁\n"},
		{"a line break separates paragraphs", "<p>甲<br>乙<br/>丙</p>", "甲\n乙\n丙\n"},
		{"items of a list", "<ul><li>发出 3 件<li>收到 4 件</ul>", "发出 3 件\n收到 4 件\n"},
		{"white space collapses", "<p>\n  总体 \t\n 情况\u00a0\u3000&nbsp; </p>", "总体 情况\n"},
		{"white space between runs is kept once", "<p><b>甲 </b> <b> 乙</b></p>", "甲 乙\n"},
		{"digit groups are kept apart", "<p>1&nbsp;234 567&#8201;890</p>", "1 234 567 890\n"},
		{"characters without width are dropped", "<p>1\u200b2\ufeff3&#8203;4</p><p>\u200b</p>", "1234\n"},
		{"ruby glosses are dropped", "<p><ruby>公<rp>(</rp><rt>gōng</rt><rp>)</rp></ruby>开</p>", "公开\n"},
		{"superscripts are inline, images are nothing", "<p>m<sup>2</sup>H<sub>2</sub>O<img alt='x' src='y'></p>", "m2H2O\n"},
		{"pre", "<pre>规章  0\n行政许可  4\n\n</pre>", "规章 0\n行政许可 4\n"},
		{"white-space: pre-wrap", "<p style='WHITE-SPACE: pre-wrap'>甲\n乙<span style='white-space:normal'>丙\n丁</span></p>", "甲\n乙丙 丁\n"},
		{"what is not shown", "<p>甲</p><script>x</script><style>y</style><noscript>n</noscript><template><p>t</p></template><!-- c --><p hidden>h</p>" +
			"<p style='color:red; DISPLAY : None'>d</p><select><option>o</select><textarea>a</textarea><button>b</button>", "甲\n"},
		{"shown nowhere", "<p>甲<span style='VISIBILITY:Hidden'>h</span><span style='font-size:0'>s</span><span style='opacity:0'>o</span></p>", "甲\n"},
		{"other properties do not hide", "<p style='mso-display:none;display:block'>甲</p><p style='background:url(display-none.png)'>乙</p>", "甲\n乙\n"},
		{"Word soup", `<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" /><p class=MsoNormal><![if !supportLists]><font face=仿宋><span>一、<o:p></o:p></span></font><![endif]>` +
			`<st1:chsdate Year="2014" w:st="on"><span lang=EN-US>2014</span>年</st1:chsdate><o:p>&nbsp;</o:p></p><!--[if gte mso 9]><xml>Normal 0</xml><![endif]--><xml><w:WordDocument>Normal 0</w:WordDocument></xml>`, "一、2014年\n"},
		{"a link inside prose", "<p>见<a href=x>附件</a>。</p>", "见附件。\n"},
		{"text outside of any element", "甲<br>乙", "甲\n乙\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outline(mustRead(t, tt.page).Blocks)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLocations(t *testing.T) {
	doc := mustRead(t, `<div></div><div><span><p>甲</p></span>乙<p>丙<br>丁</p>
		<table><caption>戊</caption><thead><tr><th>规章</th></tr></thead><tr><td>1</td><td>2</td></tr></table></div>`)
	var got []string
	for _, b := range doc.Blocks {
		if b.Paragraph != nil {
			got = append(got, b.Paragraph.Text+" "+b.Paragraph.Path)
			continue
		}
		got = append(got, b.Grid.Path)
		for _, c := range b.Grid.Cells {
			got = append(got, strings.TrimSpace(c.Text+" "+c.Path))
		}
	}
	want := []string{
		"甲 /html/body/div[2]/span[1]/p[1]",
		"乙 /html/body/div[2]",
		"丙 /html/body/div[2]/p[1]",
		"丁 /html/body/div[2]/p[1]",
		"戊 /html/body/div[2]/table[1]/caption[1]",
		"/html/body/div[2]/table[1]",
		"规章 /html/body/div[2]/table[1]/thead[1]/tr[1]/th[1]",
		"",
		"1 /html/body/div[2]/table[1]/tbody[1]/tr[1]/td[1]",
		"2 /html/body/div[2]/table[1]/tbody[1]/tr[1]/td[2]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCharset(t *testing.T) {
	const body = "<p>政府信息公开工作年度报告，共收到申请1件。</p>"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(body)
	if err != nil {
		t.Fatal(err)
	}
	late := "<html><head><script>" + strings.Repeat("x", 2000) + "</script>"
	tests := []struct {
		name, page string
		findings   []gongkai.Finding
	}{
		{"utf-8", `<meta charset="utf-8">` + body, nil},
		{"gb2312 in http-equiv", `<META http-equiv=Content-Type content="text/html; charset=gb2312">` + gb, nil},
		{"meta after byte 1024", late + `<meta charset='GBK'></head>` + gb, nil},
		{"no meta", gb, nil},
		{"XML declaration", `<?xml version="1.0" encoding="GB2312"?><html>` + gb, nil},
		{"utf-8 declared as gb2312", `<meta charset=gb2312>` + body, []gongkai.Finding{{Code: gongkai.CharsetConflict, Expected: "gb2312", Found: "utf-8"}}},
		{"gb18030 declared as utf-8", `<meta charset=utf-8>` + gb, []gongkai.Finding{{Code: gongkai.CharsetConflict, Expected: "utf-8", Found: "gb18030"}}},
		{"meta in a comment", `<!-- <meta charset=gb2312> -->` + body, nil},
		{"meta in the body", `<body ><meta charset=gb2312>` + body, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := mustRead(t, tt.page)
			if diff := cmp.Diff("政府信息公开工作年度报告，共收到申请1件。\n", outline(doc.Blocks)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.findings, doc.Findings); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReplacementCharacters(t *testing.T) {
	doc := mustRead(t, "<table><tr><td>规章</td><td>1\uFFFD2</td></tr></table>")
	if diff := cmp.Diff([]gongkai.Finding{{Code: gongkai.ReplacementCharacters, Found: "1"}}, doc.Findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	g := doc.Blocks[0].Grid
	if got := [2]string{g.At(0, 0).Uncertain, g.At(0, 1).Uncertain}; got != [2]string{"", "replacement character"} {
		t.Errorf("uncertain = %q", got)
	}
}

func TestReadErrors(t *testing.T) {
	hidden := strings.Repeat("<p><font style='display:none'>x</p>\n", 600)
	tests := []struct {
		name, page string
		limits     gongkai.Limits
		want       error
	}{
		{"nothing", "", gongkai.Limits{}, gongkai.ErrEmpty},
		{"white space", " \n\t", gongkai.Limits{}, gongkai.ErrEmpty},
		{"an empty shell", "<html><head><script>x</script></head><body><div id=app></div></body></html>", gongkai.Limits{}, gongkai.ErrEmpty},
		{"an empty table", "<table>" + strings.Repeat("<tr><td>&nbsp;</td></tr>", 300) + "</table>", gongkai.Limits{Cells: 10}, gongkai.ErrEmpty},
		{"no tags", "%PDF-1.7", gongkai.Limits{}, gongkai.ErrFormat},
		{"bytes", "<p>一</p>", gongkai.Limits{Bytes: 8}, gongkai.ErrLimit},
		{"depth", strings.Repeat("<div>", 100) + "x", gongkai.Limits{Depth: 50}, gongkai.ErrLimit},
		{"depth beyond the parser", strings.Repeat("<div>", 20_000) + "x", gongkai.Limits{}, gongkai.ErrLimit},
		{"columns", "<table><tr>" + strings.Repeat("<td colspan=1000 rowspan=65534>1", 5000) + "</table>", gongkai.DefaultLimits(), gongkai.ErrLimit},
		{"rows", "<table><tr>" + strings.Repeat("<tr>", 300) + "<td colspan=1000>1</table>", gongkai.DefaultLimits(), gongkai.ErrLimit},
		{"cells of all tables", strings.Repeat("<table><tr><td>1<td>2</table>", 3), gongkai.Limits{Cells: 5}, gongkai.ErrLimit},
		{"open elements that hide", hidden, gongkai.DefaultLimits(), gongkai.ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read([]byte(tt.page), tt.limits)
			var readError *gongkai.ReadError
			if doc != nil || !errors.Is(err, tt.want) || !errors.As(err, &readError) {
				t.Errorf("Read = %v, %v; want a ReadError of %v", doc, err, tt.want)
			}
		})
	}
}

// Reopened in every paragraph, 400 elements and 4000 paragraphs are a tree of
// more than a million nodes.
func TestOpenFormattingElementsDoNotMultiply(t *testing.T) {
	page := "<p>"
	for i := range 400 {
		page += fmt.Sprintf("<b id=%d>", i)
	}
	page += strings.Repeat("</p><p>x", 4000)
	if !growsBeyond(gongkai.DefaultLimits().ExpandedBytes, page) {
		t.Error("the tree is not thought large")
	}
	if got := len(mustRead(t, page).Blocks); got != 4000 {
		t.Errorf("got %d paragraphs, want 4000", got)
	}
}

// Read without its formatting elements, a page keeps what is struck out.
func TestStruckOutAmongOpenElements(t *testing.T) {
	page := strings.Repeat("<p><font size=2><b>政府信息公开</p>\n", 5000) + "<table><tr><td>规章<td><S class=x>5390</s>12<tr><td>行政许可<td>1</table>"
	doc := mustRead(t, page)
	if c := doc.Blocks[len(doc.Blocks)-1].Grid.At(0, 1); c.Text != "539012" || c.Uncertain != struckOut {
		t.Errorf("got %q, %q", c.Text, c.Uncertain)
	}
}

// Sloppy pages leave thousands of formatting elements open.
func TestUnclosedFontsAreReadable(t *testing.T) {
	page := strings.Repeat("<p><font size=2><b><span>政府信息公开</p>\n", 5000)
	if got := len(mustRead(t, page).Blocks); got != 5000 {
		t.Errorf("got %d paragraphs, want 5000", got)
	}
}

func TestPagesWithoutArticle(t *testing.T) {
	doc := mustRead(t, "<title>用户登录</title><body><form><input name=u><label>用户名</label></form>")
	if doc.HeadTitle != "用户登录" || outline(doc.Blocks) != "用户名\n" {
		t.Errorf("got title %q, blocks %q", doc.HeadTitle, outline(doc.Blocks))
	}
	if doc = mustRead(t, "<title>404</title><body></body>"); doc.HeadTitle != "404" || len(doc.Blocks) != 0 {
		t.Errorf("got title %q, %d blocks", doc.HeadTitle, len(doc.Blocks))
	}
}
