package sites

import (
	"net/url"
	"testing"
	"time"
)

// maxRead is how long reading one page of a few kilobytes may take; the slowest
// of the seeds takes a fiftieth of it.
const maxRead = 2 * time.Second

// FuzzList gives any bytes to every family, as a first page and as an answer to
// a request of its own: no panic, bounded time, and only addresses that can be
// asked for.
func FuzzList(f *testing.F) {
	for _, seed := range []string{
		`<ul><li><a href="./202401/t20240105_12.html" title="甲局2023年政府信息公开工作年度报告">甲</a><span>2024-01-05</span></li></ul><script>createPageHTML(50, 0, "index", "html")</script>`,
		`<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&columnid=x%2B">]]></nextgroup><record><![CDATA[<a href='/art/2024/1/5/art_81_9.html'>x</a>]]></record></datastore>`,
		`{"data":{"total":2,"results":[{"title":"x","url":"//a.example/x.shtml","children":[[{"html":"<a href='/y'>z</a>"}]]}]}}`,
		`callback("<result><message><title>x<\/title><url>/y<\/url><\/message><\/result>")`,
		`<script>window._CONFIG={SID:'175',TREE:[{"id":2,"name":"年报","children":[{"id":3,"name":"信息公开年报"}]}]};</script>gkmlpt`,
		`<div class="ewb-x"></div><script>var siteInfo={siteGuid:"7eb5f7f1-9041",categorynum:"001002"}</script>`,
		`<div url="/u" querydata="{'webId':'w'}">jpaas-publish-server</div>`,
		`<a href="/list.jsp?totalpage=9&PAGENUM=2&urltype=tree.TreeTempUrl">x</a>`,
		`<a rel=next href="?p=2">下一页</a>共3页<iframe src=a.html></iframe><meta http-equiv=refresh content="0;url=b.html">`,
		"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", "\xd5\xfe\xb8\xae",
	} {
		f.Add("http://a.example/col/col1/index.html?fbtime=2020", seed, uint8(0))
		f.Add("http://a.example/zwgk/001002003/list_2.shtml", seed, uint8(77))
	}
	templates := []string{"", "startrecord", "page", "search", "paramJson", "getMessage", "api", "json page", "generalQuery", "form", "json", "script", "{stem}_{n-1}.{ext}", "{stem}/{last-n}.htm", "fbtime"}
	f.Fuzz(func(t *testing.T, address, body string, which uint8) {
		if len(body) > 64<<10 || len(address) > MaxURL {
			t.Skip()
		}
		r := Request{URL: address, Kind: List, Page: int(which) % 5, Template: templates[int(which)%len(templates)], Column: address,
			Carry: map[string]string{"per": body[:min(len(body), 3)], "proxy": address, "size": "5", "index": "2"}, Form: url.Values{"currpage": {"1"}}}
		begin := time.Now()
		for _, family := range Families() {
			p := &Page{URL: address, Status: 200, Body: []byte(body), Request: r}
			p.Request.Family = family.Name()
			family.Match(p)
			l, _ := family.List(p) //nolint:errcheck // any error will do
			for _, next := range l.Next {
				checkAddress(t, next.URL)
				for _, other := range next.Else {
					checkAddress(t, other.URL)
				}
			}
			for _, link := range l.Links {
				checkAddress(t, link.URL)
			}
		}
		p := &Page{URL: address, Status: 200, Body: []byte(body), Request: r}
		Classify(p)
		Candidates(p)
		Attachments(p)
		Judge(p, Link{Text: body})
		w := NewWalk(Scope{}, Limits{}, "", address)
		w.Start()
		w.Read(&Page{URL: address, Status: 200, Body: []byte(body), Request: Request{URL: address, Kind: List, Page: 1}})
		if d := time.Since(begin); d > maxRead {
			t.Errorf("reading %d bytes took %v", len(body), d)
		}
	})
}

// checkAddress holds that an address found in a page of a web address is one,
// and canonical.
func checkAddress(t *testing.T, address string) {
	t.Helper()
	if address == "" {
		return
	}
	if got := Canonical(address); got != address {
		t.Errorf("%q is not canonical: %q", address, got)
	}
}

// FuzzParse reads any file of sources without a panic; what it accepts is whole.
func FuzzParse(f *testing.F) {
	f.Add("sites:\n  - id: aaa\n    agency: 甲局\n    start: http://a.example/nb/\n    seen: {in: x, kind: page}\n")
	f.Add("sites: [{id: a, famly: &x [1, *x]}]\n---\nb: c\n")
	f.Fuzz(func(t *testing.T, text string) {
		sources, problems := Parse("f.yaml", []byte(text))
		if len(problems) > 0 {
			return
		}
		for _, s := range sources {
			if s.ID == "" || s.Agency == "" || len(s.Start) == 0 && s.Home == "" {
				t.Errorf("accepted %+v", s)
			}
		}
	})
}
