package sites

import (
	"slices"
	"strings"
	"testing"
)

// TestReadTitle reads titles in the word orders of real reports, and what must
// not be taken for one.
func TestReadTitle(t *testing.T) {
	for _, c := range []struct {
		title  string
		year   int
		atBest bool // Strong
		some   bool // above 0
	}{
		{"甲县水利局2022年政府信息公开工作年度报告", 2022, true, true},
		{"2022年甲县水利局政府信息公开工作年度报告", 2022, true, true},
		{"甲县水利局2021年度政府信息公开工作年度报告", 2021, true, true},
		{"甲县水利局政府信息公开工作2021年度报告", 2021, true, true},
		{"甲县水利局政府信息公开工作年度报告（2016年）", 2016, true, true},
		{"甲县水利局政府信息公开工作年度报告 (2020年度)", 2020, true, true},
		{"甲县水利局2012年政府信息公开年度工作报告", 2012, true, true},
		{"甲县水利局2015年度政府信息公开年度的报告", 2015, true, true},
		{"甲县水利局政府信息公开2014年工作报告", 2014, true, true},
		{"2019政务信息公开年报", 2019, true, true},
		{"政务公开工作年度报告", 0, true, true},
		{"甲局政府信息公开年度报告简介", 0, true, true},
		{"甲 局 2020 年 政 府 信 息 公 开 工 作 年 度 报 告", 2020, true, true},
		{"甲大学2017-2018学年信息公开年度报告", 0, true, true}, // two years: none
		{"甲局二〇二一年政府信息公开工作年度报告", 2021, true, true},
		{"工作年度报告", 0, false, true},
		{"（2019年度）年报", 2019, false, true},
		{"关于印发甲局2019年政府信息公开工作年度报告的通知", 2019, false, true},
		{"关于做好2022年政府信息公开工作年度报告编制工作的通知", 2022, false, true},
		{"甲县信访局", 0, false, false},
		{"甲县水利局2022年政府网站工作年度报表", 2022, false, false},
		{"甲县水利局2022年法治政府建设年度报告", 2022, false, false},
		{"甲县水利局政府信息公开指南", 0, false, false},
		{"一图读懂甲县2022年政府信息公开工作年度报告", 2022, false, false},
		{"甲县水利局2022年部门预算公开", 2022, false, false},
		{"甲县2022年国民经济和社会发展统计公报", 2022, false, false},
	} {
		got := ReadTitle(c.title)
		if got.Year != c.year || got.Score >= Strong != c.atBest || got.Score > 0 != c.some {
			t.Errorf("%s: year %d, score %d %q", c.title, got.Year, got.Score, got.Reasons)
		}
	}
}

func TestCanonical(t *testing.T) {
	for from, want := range map[string]string{
		"HTTP://A.Example:80/x/../y/./z.html#top":           "http://a.example/y/z.html",
		"https://a.example:443":                             "https://a.example/",
		"http://a.example:8080/x/":                          "http://a.example:8080/x/",
		"http://a.example/x;jsessionid=AB12?b=1&a=2":        "http://a.example/x?b=1&a=2",
		"http://a.example/x?PHPSESSID=77&id=5":              "http://a.example/x?id=5",
		"http://a.example/x?JSESSIONID=7":                   "http://a.example/x",
		"http://a.example/%E5%B9%B4%E6%8A%A5/":              "http://a.example/%E5%B9%B4%E6%8A%A5/",
		"http://a.example/a?columnid=x%2By%3D%3D&unitid=q7": "http://a.example/a?columnid=x%2By%3D%3D&unitid=q7",
		"http://u:p@a.example./x":                           "http://a.example/x",
	} {
		got := Canonical(from)
		if got != want {
			t.Errorf("%s\ngot  %s\nwant %s", from, got, want)
		}
		if again := Canonical(got); again != got {
			t.Errorf("%s becomes %s when made canonical again", got, again)
		}
	}
	same := []string{"http://a.example/nb/", "https://a.example/nb/index.html", "http://A.example:80/nb/index.htm#x", "http://a.example/nb/;jsessionid=1"}
	for _, s := range same {
		if Key(s) != Key(same[0]) {
			t.Errorf("%s has key %s, want %s", s, Key(s), Key(same[0]))
		}
	}
	if Key("http://a.example/x?a=1&b=2") != Key("http://a.example/x?b=2&a=1") {
		t.Error("the order of parameters makes two keys")
	}
	if Key("http://a.example/nb") == Key("http://a.example/nb/") {
		t.Error("a file and a folder have one key")
	}
}

func TestTrap(t *testing.T) {
	for address, want := range map[string]string{
		"http://a.example/zwgk/nb/202401/t20240105_1.html":                       "",
		"http://a.example/public/column/6?type=3&timeFrame=2022&pageIndex=2":     "",
		"http://a.example/calendar?month=2024-01":                                "calendar",
		"http://a.example/events/2024/01/":                                       "calendar",
		"http://a.example/a/b/a/b/a/b/a/b/":                                      "path-repeats",
		"http://a.example/" + strings.Repeat("a", MaxURL):                        "address-too-long",
		"http://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21": "path-too-deep",
	} {
		if got, trapped := Trap(address); got != want || trapped != (want != "") {
			t.Errorf("%.80s: %q, want %q", address, got, want)
		}
	}
}

func TestIdentity(t *testing.T) {
	for _, pair := range [][2]string{
		{"http://a.example/x/202401/t20240105_777.html", "http://a.example/y/202401/t20240105_777_wap.html"},
		{"http://a.example/art/2024/1/5/art_12_345.html", "http://a.example/art/2024/1/5/art_99_345.html"},
		{"http://a.example/gkmlpt/content/1/post_12345.html", "http://a.example/gkmlpt/content/1/mpost_12345.html"},
		{"http://a.example/site/c1/202401/00112233445566778899aabbccddeeff.shtml", "http://a.example/site/c2/202401/00112233445566778899aabbccddeeff.shtml"},
	} {
		if a, b := Identity(pair[0]), Identity(pair[1]); a == "" || a != b {
			t.Errorf("%s and %s: %q and %q", pair[0], pair[1], a, b)
		}
	}
	if got := Identity("http://a.example/nb/index.html"); got != "" {
		t.Errorf("a list has the identity %q", got)
	}
	if d, is := Desktop("http://a.example/x/t20240105_777_wap.html"); !is || d != "http://a.example/x/t20240105_777.html" {
		t.Errorf("desktop of a mobile copy: %s, %v", d, is)
	}
}

// TestClassify tells pages from what comes in their place.
func TestClassify(t *testing.T) {
	article := `<!DOCTYPE html><html><head><title>甲局2023年政府信息公开工作年度报告</title></head><body><a href="/login">登录</a>` +
		strings.Repeat("<p>本单位认真贯彻条例，主动公开政府信息，未发现页面不存在的情况，网站设有验证码。</p>", 40) + `</body></html>`
	for _, c := range []struct {
		name, body, asked, url string
		status                 int
		kind                   Kind
		want                   State
	}{
		{"an article", article, "", "", 200, Article, OK},
		{"a list with a login in its head", `<html><title>年报</title><body><form><input type="password"></form><ul>` + strings.Repeat(`<li><a href="/a">甲局年报</a></li>`, 50) + `</ul></body></html>`, "", "", 200, List, OK},
		{"JSON", `{"articles":[]}`, "", "", 200, List, OK},
		{"a file", "%PDF-1.7", "/a.pdf", "", 200, Attachment, OK},
		{"412", "", "", "", 412, List, Blocked},
		{"521 with a script", `<script>document.cookie='__jsl_clearance_s=1'</script>`, "", "", 521, List, Blocked},
		{"a script that sets a cookie", `<html><body><script>document.cookie="a="+f();location.reload()</script></body></html>`, "", "", 200, List, Blocked},
		{"a captcha", `<html><title>安全验证</title><body>请完成验证</body></html>`, "", "", 200, List, Blocked},
		{"a firewall", `<html><body><h1>您的请求可能存在威胁，已被拦截</h1></body></html>`, "", "", 403, List, Blocked},
		{"a firewall's 200", `<html><title>创宇盾</title><body>访问被拦截</body></html>`, "", "", 200, List, Blocked},
		{"404", "<html>no</html>", "", "", 404, List, NotFound},
		{"410", "", "", "", 410, List, NotFound},
		{"503", "busy", "", "", 503, List, Later},
		{"429", "", "", "", 429, List, Later},
		{"500", "", "", "", 500, List, Later},
		{"501", "", "", "", 501, List, Later},
		{"400", "", "", "", 400, List, Failed},
		{"a notice that there is nothing", `<html><title>提示</title><body>您访问的页面不存在或已删除！</body></html>`, "", "", 200, Article, Soft404},
		{"a title that says 404", `<html><title>404 Not Found</title><body></body></html>`, "", "", 200, Article, Soft404},
		{"sent to the home page", `<html><title>甲县人民政府</title><body>首页</body></html>`, "/nb/a.html", "/", 200, Article, Soft404},
		{"sent to an error page", `<html><title>甲县</title><body>抱歉</body></html>`, "/nb/a.html", "/404.html", 200, Article, Soft404},
		{"a login page", `<html><title>统一身份认证</title><body><input type=password></body></html>`, "", "", 200, Article, Login},
		{"sent to a login page", `<html><title>甲</title><body><input type=password></body></html>`, "/nb/", "/cas/login", 200, Article, Login},
		{"a page where a file was asked for", article, "/a.docx", "/a.docx", 200, Attachment, Mismatch},
		{"nothing", " \n", "", "", 200, Article, Empty},
	} {
		t.Run(c.name, func(t *testing.T) {
			const host = "http://a.example"
			p := &Page{URL: host + c.url, Status: c.status, Body: []byte(c.body), Request: Request{Kind: c.kind}}
			if c.asked != "" {
				p.Request.URL = host + c.asked
			}
			if c.url == "" {
				p.URL = host + c.asked
			}
			got := Classify(p)
			if got.State != c.want {
				t.Errorf("%s %q, want %s", got.State, got.Reasons, c.want)
			}
			if got.State != OK && len(got.Reasons) == 0 {
				t.Errorf("%s without a reason", got.State)
			}
		})
	}
}

// TestCandidates finds the column in the pages of portals of several families.
func TestCandidates(t *testing.T) {
	for _, c := range []struct {
		name, body, want string
		column           bool
	}{
		{"by text", `<a href="/a/12.html">政府信息公开年报</a><a href="/zwgk/gkzn/">政府信息公开指南</a>`, "http://a.example/a/12.html", true},
		{"by address", `<a href="/zwgk/zfxxgknb/index.html"><img src=x></a>`, "http://a.example/zwgk/zfxxgknb/index.html", true},
		{"not the web site's report", `<a href="/zwgk/wznb/">政府网站工作年度报表</a><a href="/zwgk/gknb_5/">年报</a>`, "http://a.example/zwgk/gknb_5/", true},
		{"hanweb", `<a href="/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2023">年度报告</a>`, "http://a.example/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2023", true},
		{"anhui", `<a href="/public/column/65?type=3&action=list">政府信息公开年报</a>`, "http://a.example/public/column/65?type=3&action=list", true},
		{"the column before a report", `<a href="/nb/202401/t20240105_1.html">甲局2023年政府信息公开工作年度报告</a><a href="/x/nb/">信息公开年度报告</a>`, "http://a.example/x/nb/", true},
		{"on the way", `<a href="/xwzx/">新闻中心</a><a href="/zfxxgk/">政府信息公开</a>`, "http://a.example/zfxxgk/", false},
		{"on the way to Guangdong's platform", `<a href="/gkmlpt/index">信息公开</a>`, "http://a.example/gkmlpt/index", false},
		{"another site's column", `<a href="http://b.test/zfxxgknb/">政府信息公开年报</a>`, "", false},
		{"a sister host", `<a href="http://xxgk.a.example/zfxxgknb/">政府信息公开年报</a>`, "http://xxgk.a.example/zfxxgknb/", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Candidates(&Page{URL: "http://a.example/", Body: []byte("<html>" + c.body)})
			if c.want == "" {
				if len(got) > 0 {
					t.Errorf("got %+v, want none", got)
				}
				return
			}
			if len(got) == 0 || got[0].URL != c.want || got[0].Column != c.column || len(got[0].Reasons) == 0 {
				t.Errorf("got %+v, want %s", got, c.want)
			}
		})
	}
}

// TestAttachments finds the files of an article wherever the page puts them.
func TestAttachments(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"links":               {`<a href="./W1.docx">附件1</a><a href="b.WPS">2</a><a href="c.ofd">3</a><a href="/d.7z">4</a><a href="e.html">5</a>`, "W1.docx b.WPS c.ofd d.7z"},
		"a program's link":    {`<a href="/download.jsp?id=7&filename=x.pdf">x</a><a href="/u/get?id=5">年报.doc</a>`, "download.jsp?id=7&filename=x.pdf get?id=5"},
		"a viewer in a frame": {`<iframe src="/pdfjs/viewer.html?file=%2Ffiles%2Fa.pdf"></iframe>`, "a.pdf"},
		"an object":           {`<object data="a.pdf"></object><embed src="b.pdf">`, "a.pdf b.pdf"},
		"a script":            {`<script>var pdfUrl = "/files/a.pdf";</script>`, "a.pdf"},
		"escaped HTML":        {`<script>window._CONFIG = {"content":"<a href=\"http:\/\/a.example\/f\/a.doc\">x<\/a>"}</script>`, "a.doc"},
		"pictures of a scan":  {`<div id="zoom"><p>见图</p><img src="p1.jpg"><img src="p2.png"></div><img src="logo.png">`, "p1.jpg p2.png"},
		"pictures in a text":  {`<div id="zoom">` + strings.Repeat("总体情况", 200) + `<img src="chart.jpg"></div>`, ""},
		"no tools":            {`<a href="/tool.zip">无障碍辅助工具下载</a>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, l := range Attachments(&Page{URL: "http://a.example/nb/t.html", Body: []byte("<html>" + c.body)}) {
				got = append(got, l.URL[strings.LastIndex(l.URL, "/")+1:])
			}
			want := strings.Fields(c.want)
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestDecode reads pages whose charset is declared wrongly, or not at all.
func TestDecode(t *testing.T) {
	gb := []byte("<title>\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa</title>" + strings.Repeat("<p class='MsoNormal'>", 500))
	for name, c := range map[string]struct {
		body     []byte
		declared string
	}{
		"UTF-8 called gb2312":     {[]byte("<title>政府信息公开</title>"), "text/html; charset=gb2312"},
		"UTF-8 with a mark":       {[]byte("\xEF\xBB\xBF<title>政府信息公开</title>"), ""},
		"UTF-8 cut in the middle": {[]byte("<title>政府信息公开</title>政府信息公开年报\xe6\x94"), "text/html"},
		"GBK undeclared":          {gb, "text/html"},
		"GBK called UTF-8":        {gb, "text/html; charset=utf-8"},
		"GBK called nonsense":     {gb, "text/html; charset=x"},
	} {
		p := &Page{Body: c.body, ContentType: c.declared}
		if got := titleText(p); got != "政府信息公开" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestJudge looks at articles that a title alone does not decide.
func TestJudge(t *testing.T) {
	text := `<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p><p>行政复议、行政诉讼</p><p>存在的主要问题及改进情况</p>`
	for name, c := range map[string]struct {
		link, body string
		want       bool
		year       int
	}{
		"a report":              {"甲局2023年政府信息公开工作年度报告", text, true, 2023},
		"a shell around a file": {"甲局2023年政府信息公开工作年度报告", "<p>见附件</p>", true, 2023},
		"the agency's name for a title, in the column": {"市信访局", `<div class="position">首页 &gt; 政府信息公开年报</div>` + text, true, 0},
		"the agency's name, elsewhere":                 {"市信访局", "<p>简介</p>", false, 0},
		"a notice":                                     {"关于做好2023年政府信息公开工作年度报告编制工作的通知", "<p>请报送总体情况</p>", false, 2023},
		"a report inside a notice":                     {"关于印发2010年政府信息公开工作年度报告的通知", text, true, 2010},
		"something else":                               {"甲局2023年法治政府建设年度报告", text, false, 2023},
	} {
		j := Judge(&Page{URL: "http://a.example/nb/1.html", Body: []byte("<html>" + c.body)}, newLink("http://a.example/nb/1.html", c.link, ""))
		if j.Report != c.want || j.Year != c.year {
			t.Errorf("%s: %+v", name, j)
		}
	}
}
