package sites

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listed is what a family reads in a page, as text: the links, then the next
// requests with their other ways.
func listed(l Listing) string {
	var b strings.Builder
	for _, link := range l.Links {
		fmt.Fprintf(&b, "%s | %s | %s\n", link.URL, link.Text, link.Date)
	}
	var show func(string, Request)
	show = func(indent string, r Request) {
		fmt.Fprintf(&b, "%s%s %s", indent, r.Method(), r.URL)
		if r.Form != nil {
			fmt.Fprintf(&b, " [%s]", r.Form.Encode())
		}
		if r.JSON != "" {
			fmt.Fprintf(&b, " %s", r.JSON)
		}
		fmt.Fprintf(&b, " (page %d)\n", r.Page)
		for _, e := range r.Else {
			show("  else ", e)
		}
	}
	for _, r := range l.Next {
		show("→ ", r)
	}
	return b.String()
}

// TestFamilies reads pages written after what is known of each family
// (TestWalk goes through whole sites of each).
func TestFamilies(t *testing.T) {
	const site = "http://a.example"
	for _, c := range []struct {
		name, family, url, body string
		request                 Request
		total, pages            int
		want                    string
	}{
		{
			name: "TRS: zero-based, quotes of both kinds, a title cut off", family: "trs", url: site + "/zwgk/nb/",
			body: `<ul><li><a href="./202401/t20240105_12.html" title="甲局2023年政府信息公开工作年度报告">甲局2023年政府信息…</a><span>2024-01-05</span></li>
<li><a href='../nb/202301/t20230106_11.html'>甲局2022年政府信息公开工作年度报告</a> [2023/1/6]</li></ul>
<script>function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ //WCM置标
}
createPageHTML(50, 0, "index", "html", "500");</script>`,
			pages: 50,
			want: `http://a.example/zwgk/nb/202401/t20240105_12.html | 甲局2023年政府信息公开工作年度报告 | 2024-01-05
http://a.example/zwgk/nb/202301/t20230106_11.html | 甲局2022年政府信息公开工作年度报告 | 2023-01-06
→ GET http://a.example/zwgk/nb/index_1.html (page 2)
  else GET http://a.example/zwgk/nb/index_2.html (page 2)
`,
		},
		{
			name: "TRS: variables for numbers, the template that has proven itself", family: "trs", url: site + "/nb/index_2.htm",
			body:    `<script>var countPage = 7//共多少页` + "\n" + `var currentPage = 2;` + "\n" + `createPageHTML(countPage, currentPage, 'index', 'htm');</script>`,
			request: Request{Page: 2, Template: "{stem}_{n}.{ext}", Column: site + "/nb/index.htm"},
			pages:   7,
			want:    "→ GET http://a.example/nb/index_3.htm (page 3)\n",
		},
		{
			name: "TRS: the last page", family: "trs", url: site + "/nb/index_2.html", body: `<script>createPageHTML(3, 2, "index", "html")</script>`,
			request: Request{Page: 3, Template: "{stem}_{n-1}.{ext}", Column: site + "/nb/"}, pages: 3, want: "",
		},
		{
			name: "the second createPageHTML: one-based", family: "pagediv", url: site + "/nb/list.shtml",
			body:  `<script>createPageHTML('page_div',4, 1,'list','shtml',61);</script>`,
			total: 61, pages: 4,
			want: "→ GET http://a.example/nb/list_2.shtml (page 2)\n  else GET http://a.example/nb/list_1.shtml (page 2)\n",
		},
		{
			name: "jpage: records in both quotes, no title, dates in b and i, a trailer", family: "jpage", url: site + "/col/col81/index.html?uid=77&pageNum=1",
			body: `<script type="text/xml"><datastore><recordset>
<record><![CDATA[<li><a title='甲局2023年政府信息公开年报' href='/art/2024/1/5/art_81_9.html'>甲局…</a><b>2024-01-05</b></li>]]></record>
<record><![CDATA[<li><a href="/art/2023/1/6/art_81_8.html">甲局2022年政府信息公开年报</a><i>2023-01-06</i></li>]]></record>
<record><![CDATA[<div class="clear"></div>]]></record></recordset></datastore></script>
<script>$('#77').jpage({dataStore:x, totalRecord: 30, proxyUrl:'/module/jpage/dataproxy.jsp', perPage: 2, unitid:'77', webid:1})</script>`,
			total: 30,
			want: `http://a.example/art/2024/1/5/art_81_9.html | 甲局2023年政府信息公开年报 | 2024-01-05
http://a.example/art/2023/1/6/art_81_8.html | 甲局2022年政府信息公开年报 | 2023-01-06
→ GET http://a.example/module/jpage/dataproxy.jsp?col=1&appid=1&path=/&sourceContentType=1&permissiontype=0&columnid=81&unitid=77&webid=1&startrecord=3&endrecord=4&perpage=2 (page 2)
  else POST http://a.example/module/jpage/dataproxy.jsp?startrecord=3&endrecord=4&perpage=2 [appid=1&col=1&columnid=81&path=%2F&permissiontype=0&sourceContentType=1&unitid=77&webid=1] (page 2)
  else GET http://a.example/module/jpage/dataproxy.jsp?col=1&appid=1&path=/&sourceContentType=1&permissiontype=0&columnid=81&unitid=77&webid=1&page=2&perpage=2 (page 2)
  else GET http://a.example/col/col81/index.html?uid=77&pageNum=2 (page 2)
`,
		},
		{
			name: "jpage: an encrypted columnid is followed as it stands", family: "jpage", url: site + "/col/col81/index.html",
			body: `<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&columnid=x%2By%3D%3D&amp;unitid=q7"></a>]]></nextgroup>
<record><![CDATA[<a href="/art/2024/1/5/art_81_9.html">甲</a>]]></record><totalrecord>99</totalrecord></datastore>`,
			total: 99,
			want: `http://a.example/art/2024/1/5/art_81_9.html | 甲 | 
→ GET http://a.example/module/web/jpage/dataproxy.jsp?page=1&columnid=x%2By%3D%3D&unitid=q7&perpage=15 (page 2)
  else GET http://a.example/module/web/jpage/dataproxy.jsp?page=1&columnid=x%2By%3D%3D&unitid=q7&startrecord=2&endrecord=16&perpage=15 (page 2)
  else POST http://a.example/module/web/jpage/dataproxy.jsp?startrecord=2&endrecord=16&perpage=15 [columnid=x%2By%3D%3D&page=1&unitid=q7] (page 2)
  else GET http://a.example/col/col81/index.html?pageNum=2 (page 2)
`,
		},
		{
			name: "xxgk: a unit's page of a year names the other years", family: "xxgk", url: site + "/module/xxgk/xxgkAnnualReport.jsp?fbtime=2022&area=49417463-2",
			body: `<title>甲局2022年政府信息公开工作年度报告</title><select><option value="2023">2023</option><option value='2022'>2022</option></select>`,
			want: `http://a.example/module/xxgk/xxgkAnnualReport.jsp?fbtime=2022&area=49417463-2 | 甲局2022年政府信息公开工作年度报告 | 
http://a.example/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023&area=49417463-2 |  | 
`,
		},
		{
			name: "xxgk: a list by POST", family: "xxgk", url: site + "/col/col9/index.html",
			body: `<script>var u='/module/xxgk/search.jsp'; var infotypeId='010';</script><form><input name="area" value="11340000MB0X12345Y"></form>`,
			want: "→ POST http://a.example/module/xxgk/search.jsp [area=11340000MB0X12345Y&currpage=1&divid=div&infotypeId=010&jdid=&sortfield=&vc_number=&vc_title=] (page 1)\n",
		},
		{
			name: "xxgk: its next page, other columns left out", family: "xxgk", url: site + "/module/xxgk/search.jsp",
			body:    `<a href="/art/2024/1/5/art_9_2.html">甲</a><a href="/art/2024/1/5/art_8_1.html">乙</a> 共3页`,
			request: Request{Family: "xxgk", Template: "search", Page: 1, Form: url.Values{"currpage": {"1"}}, Carry: map[string]string{"articles of": "9"}},
			pages:   3,
			want:    "http://a.example/art/2024/1/5/art_9_2.html | 甲 | \n→ POST http://a.example/module/xxgk/search.jsp [currpage=2] (page 2)\n",
		},
		{
			name: "jpaas: a shell with querydata", family: "jpaas", url: site + "/zfxxgk/index.html",
			body: `<div url="/api-gateway/jpaas-publish-server/front/page/build/unit" querydata="{'parseType':'bulidstatic','webId':'w','tplSetId':'t','pageType':'column','tagId':'列表','pageId':'p'}"></div>`,
			want: "→ GET http://a.example/api-gateway/jpaas-publish-server/front/page/build/unit?editType=null&pageId=p&pageType=column&parseType=bulidstatic&tagId=%E5%88%97%E8%A1%A8&tplSetId=t&webId=w&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A15%7D (page 1)\n",
		},
		{
			name: "jpaas: XML wrapped in JSONP", family: "jpaas", url: site + "/messageController/getMessage.do?perpage=1&page=1",
			body:    `callback("<result><total>2<\/total><message><title><![CDATA[甲局2023年政府信息公开年报]]><\/title><url>/art/2024/art_00112233445566778899aabbccddeeff.html<\/url><\/message><\/result>")`,
			request: Request{Family: "jpaas", Template: "getMessage", Page: 1, Carry: map[string]string{"size": "1"}},
			total:   2,
			want: `http://a.example/art/2024/art_00112233445566778899aabbccddeeff.html | 甲局2023年政府信息公开年报 | 
→ GET http://a.example/messageController/getMessage.do?perpage=1&page=2 (page 2)
`,
		},
		{
			name: "ucap: lists by a script", family: "ucap", url: site + "/site/c100226/list.shtml",
			body: `<script>$.get("/site/searchList/c100226?_isAgg=true&amp;_isJson=true&_pageSize=20&_template=index&page="+n)</script>`,
			want: "→ GET http://a.example/site/searchList/c100226?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1 (page 1)\n",
		},
		{
			name: "ucap: JSON", family: "ucap", url: site + "/site/searchList/c1?_isAgg=true&_pageSize=1&page=1",
			body:    `{"data":{"total":2,"results":[{"title":"甲局<em>2023</em>年政府信息公开年报","url":"//a.example/site/c1/202401/00112233445566778899aabbccddeeff.shtml","publishedTimeStr":"2024-01-05 10:00:00"}]}}`,
			request: Request{Family: "ucap", Template: "json page", Page: 1},
			total:   2,
			want: `http://a.example/site/c1/202401/00112233445566778899aabbccddeeff.shtml | 甲局2023年政府信息公开年报 | 2024-01-05
→ GET http://a.example/site/searchList/c1?_isAgg=true&_pageSize=1&page=2 (page 2)
`,
		},
		{
			name: "gkmlpt: the category in the tree", family: "gkmlpt", url: site + "/gkmlpt/index",
			body: `<script>window._CONFIG={SID:'175',TREE:[{"id":1,"name":"机构职能"},{"id":2,"name":"信息公开","children":[{"id":33,"name":"政府信息公开年报"}]}]};</script>`,
			want: "→ GET http://a.example/gkmlpt/api/all/33?page=1&sid=175 (page 1)\n",
		},
		{
			name: "boda: counting down from the links", family: "boda", url: site + "/nb.htm",
			body: `<a href="info/12/34.htm">甲局2023年政府信息公开年报</a> <a href="nb/3.htm">2</a> <a href="nb/1.htm">尾页</a>`,
			want: `http://a.example/info/12/34.htm | 甲局2023年政府信息公开年报 | 
→ GET http://a.example/nb/3.htm (page 2)
`,
		},
		{
			name: "boda: the last page is number 1", family: "boda", url: site + "/nb/1.htm", body: `<a href="../info/12/30.htm">乙</a><a href="../nb.htm">首页</a>`,
			request: Request{URL: site + "/nb/1.htm", Page: 4, Template: "{stem}/{last-n}.htm", Column: site + "/nb.htm"},
			want:    "http://a.example/info/12/30.htm | 乙 | \n",
		},
		{
			name: "webplus: list2", family: "webplus", url: site + "/nb/list.htm",
			body: `<div id="wp_paging_w6"><em class="all_pages">3</em></div>`, pages: 3,
			want: "→ GET http://a.example/nb/list2.htm (page 2)\n",
		},
		{
			name: "epoint: the script with the siteGuid first", family: "epoint", url: site + "/zwgk/001002/001002003/list.html",
			body: `<div class="ewb-list"></div><script src="/js/webBuilderCommon.js"></script>`,
			want: "→ GET http://a.example/js/webBuilderCommon.js (page 1)\n",
		},
		{
			name: "epoint: the category in the address, the other script", family: "epoint", url: site + "/dynamic/zwgk/govInfoPubright.html?categorynum=003001003&deptcode=JG07",
			body: `<link href="/ewb-css/a.css"><script src='../js/ajaxReq.js'></script>`,
			want: "→ GET http://a.example/dynamic/js/ajaxReq.js (page 1)\n",
		},
		{
			name: "gkmlpt: a town's catalogue below its folder, the category named by the address", family: "gkmlpt", url: site + "/dghlz/gkmlpt/index",
			body:    `<script>window._CONFIG={SID:'769001',TREE:[]};</script>`,
			request: Request{Carry: map[string]string{"fragment": "2972"}},
			want:    "→ GET http://a.example/dghlz/gkmlpt/api/all/2972?page=1&sid=769001 (page 1)\n",
		},
		{
			name: "epoint: then the list", family: "epoint", url: site + "/js/webBuilderCommon.js", body: `var siteInfo={siteGuid:"7eb5f7f1-9041-43ad-8e13-8fcb82ea831a",projectName:"Front"}`,
			request: Request{Family: "epoint", Template: "script", Carry: map[string]string{"categorynum": "001002003"}, Column: site + "/zwgk/"},
			want: `→ POST http://a.example/Front/rest/lightfrontaction/getgovinfolist [params=%7B%22categorynum%22%3A%22001002003%22%2C%22deptcode%22%3A%22%22%2C%22pageIndex%22%3A0%2C%22pageSize%22%3A20%2C%22siteGuid%22%3A%227eb5f7f1-9041-43ad-8e13-8fcb82ea831a%22%7D] (page 1)
  else POST http://a.example/Front/rest/lightfrontaction/getgovinfolist {"categorynum":"001002003","deptcode":"","pageIndex":0,"pageSize":20,"siteGuid":"7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"} (page 1)
  else POST http://a.example/Front/rest/lightfrontaction/getgovinfolist {"params":{"categorynum":"001002003","deptcode":"","pageIndex":0,"pageSize":20,"siteGuid":"7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"}} (page 1)
`,
		},
		{
			name: "anhui: years and pages", family: "anhui", url: site + "/public/column/65?type=3&timeFrame=2024",
			body:  `<a href="/XxgkAnnualReport/show/9.html">甲局2023年政府信息公开年报</a><ul id="timeFrame"><li><a href="?type=3&amp;timeFrame=2023">2023年</a></ul><a href="?type=3&timeFrame=2024&pageIndex=2">下一页</a>`,
			pages: 2,
			want: `http://a.example/XxgkAnnualReport/show/9.html | 甲局2023年政府信息公开年报 | 
→ GET http://a.example/public/column/65?type=3&timeFrame=2023 (page 1)
→ GET http://a.example/public/column/65?type=3&timeFrame=2024&pageIndex=2 (page 2)
`,
		},
		{
			name: "generic: rel=next", family: "generic", url: site + "/nb/", body: `<a rel="next" href="p2.html">more</a>`,
			want: "http://a.example/nb/p2.html | more | \n→ GET http://a.example/nb/p2.html (page 2)\n",
		},
		{
			name: "generic: a pager made by a script", family: "generic", url: site + "/nb/nb.html", body: `<a href="javascript:next()">下一页</a> 共 <b>3</b> 页`, pages: 3,
			want: `→ GET http://a.example/nb/nb_1.html (page 2)
  else GET http://a.example/nb/nb_2.html (page 2)
  else GET http://a.example/nb/index_1.html (page 2)
  else GET http://a.example/nb/index_2.html (page 2)
`,
		},
		{name: "generic: no pager, nothing to try", family: "generic", url: site + "/nb/", body: `<p>空</p>`, want: ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &Page{URL: c.url, Status: 200, Body: []byte(c.body), Request: c.request}
			f, evidence := reader(p)
			if f.Name() != c.family {
				t.Fatalf("read as %s by %v, want %s", f.Name(), evidence, c.family)
			}
			l, err := f.List(p)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, listed(l)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if l.Total != c.total || l.Pages != c.pages {
				t.Errorf("total %d, pages %d, want %d and %d", l.Total, l.Pages, c.total, c.pages)
			}
		})
	}
}

// TestSniff holds the order in which marks count, and that they are kept.
func TestSniff(t *testing.T) {
	for body, want := range map[string]string{
		`<script src="/module/web/jpage/x.js"></script><datastore></datastore><script>createPageHTML(5,0,"index","html")</script>`: "jpage: <datastore>",
		`<a href="/module/xxgk/search.jsp">`: "xxgk: /module/xxgk/search.jsp",
		`<script>createPageHTML("page", 3, 1, "list", "shtml", 40)</script><script>var a="/x/searchList/1?_isAgg=1"</script>`: `pagediv: createPageHTML("page", 3, 1, "list", "shtml", 40)`,
		`<script>createPageHTML(3, 1, "index", "html")</script>`:                                                              `trs: createPageHTML(3, 1, "index", "html")`,
		`<script>function createPageHTML(a, b){}</script>`:                                                                    "generic: no other family's mark",
		`<script>window._CONFIG = {}</script><script src="/gkmlpt/a.js">`:                                                     "gkmlpt: window._CONFIG = and gkmlpt",
		`<a href="info/1001/2.htm">`:                                                                                          "boda: info/1001/2.htm",
		`<p>jpaas-publish-server</p>`:                                                                                         "jpaas: jpaas-publish-server",
		`<link href="/_upload/tpl/00/1/style.css">`:                                                                           "webplus: /_upload/tpl/",
		`<a href="/OpennessAnnualReport/show/12.html">2020</a>`:                                                               "anhui: OpennessAnnualReport/",
		`<div id="EWB-FRONT">`:                                                                                                "epoint: EWB-FRONT",
	} {
		got := Sniff(&Page{URL: "http://a.example/nb/", Body: []byte(body)})
		if g := got[0].Family + ": " + got[0].Found; g != want {
			t.Errorf("%s\ngot  %s\nwant %s", body, g, want)
		}
		if last := got[len(got)-1].Family; last != "generic" {
			t.Errorf("the last is %s, want generic", last)
		}
	}
}

// TestNotFamily sees answers that are not the family's.
func TestNotFamily(t *testing.T) {
	for _, c := range []struct {
		f        Family
		template string
	}{
		{trs{}, ""}, {pagediv{}, ""}, {jpaas{}, ""}, {jpaas{}, "paramJson"}, {gkmlpt{}, ""}, {gkmlpt{}, "api"}, {ucap{}, "json page"},
		{webplus{}, "generalQuery"}, {epoint{}, "script"}, {epoint{}, "form"}, {epoint{}, "json"},
	} {
		p := &Page{URL: "http://a.example/", Body: []byte("error"), Request: Request{Family: c.f.Name(), Template: c.template}}
		if _, err := c.f.List(p); !errors.Is(err, ErrNotFamily) {
			t.Errorf("%s %s: %v, want ErrNotFamily", c.f.Name(), c.template, err)
		}
	}
}
