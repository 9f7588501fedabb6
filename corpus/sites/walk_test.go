package sites_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"gongkai/corpus/sites"
	"gongkai/corpus/sites/farm"
)

// crawl is the simplest crawler there is: it asks a handler in process, one
// request after the other, and follows redirects.
type crawl struct {
	handler  http.Handler
	walk     *sites.Walk
	reports  []sites.Report
	files    map[string]int
	skipped  []sites.Skip
	verdicts map[sites.State]int
	asked    map[string]int
	families map[string]bool
}

func run(t *testing.T, h http.Handler, w *sites.Walk) *crawl {
	t.Helper()
	c := &crawl{handler: h, walk: w, files: map[string]int{}, verdicts: map[sites.State]int{}, asked: map[string]int{}, families: map[string]bool{}}
	queue := w.Start()
	for n := 0; len(queue) > 0; n++ {
		if n > 20_000 {
			t.Fatal("the walk does not end")
		}
		r := queue[0]
		queue = queue[1:]
		c.asked[r.Key()]++
		if r.Kind == sites.Attachment || r.Kind == sites.Image {
			c.files[r.URL]++
		}
		step := w.Read(fetch(t, h, r))
		if step.Report != nil {
			c.reports = append(c.reports, *step.Report)
		}
		for _, e := range step.Evidence {
			c.families[e.Family] = true
			break
		}
		c.verdicts[step.Verdict.State]++
		c.skipped = append(c.skipped, step.Skipped...)
		queue = append(queue, step.Next...)
	}
	return c
}

func fetch(t *testing.T, h http.Handler, r sites.Request) *sites.Page {
	t.Helper()
	address := r.URL
	for range 5 {
		req := httptest.NewRequest(r.Method(), address, strings.NewReader(r.Form.Encode()+r.JSON))
		switch {
		case r.JSON != "":
			req.Header.Set("Content-Type", "application/json")
		case r.Form != nil:
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		if r.Referer != "" {
			req.Header.Set("Referer", r.Referer)
		}
		got := httptest.NewRecorder()
		h.ServeHTTP(got, req)
		if to := got.Header().Get("Location"); to != "" && got.Code >= 300 && got.Code < 400 {
			u, err := req.URL.Parse(to)
			if err != nil {
				break
			}
			address = u.String()
			continue
		}
		return &sites.Page{URL: address, Status: got.Code, ContentType: got.Header().Get("Content-Type"), Body: got.Body.Bytes(), Request: r}
	}
	return &sites.Page{URL: address, Status: http.StatusLoopDetected, Request: r}
}

// TestWalk goes through farms of every family: every report is found exactly
// once, with its files, and nothing else is taken for one.
func TestWalk(t *testing.T) {
	for _, traps := range []bool{false, true} {
		f := farm.New(farm.Config{Seed: 7, Agencies: 4, Traps: traps})
		truth := map[string][]farm.Report{}
		for _, r := range f.Truth() {
			truth[r.Host] = append(truth[r.Host], r)
		}
		for _, s := range f.Sites() {
			name := s.Host
			if traps {
				name += " with traps"
			}
			t.Run(name, func(t *testing.T) {
				c := run(t, f, sites.NewWalk(sites.Scope{}, sites.Limits{}, "", s.Column))
				checkReports(t, c, truth[s.Host])
				if !c.families[s.Family] && !(s.Family == "ucap" && c.families["ucap"]) {
					t.Errorf("read as %v, want %s", c.families, s.Family)
				}
				for key, n := range c.asked {
					if n > 1 {
						t.Errorf("%s was asked for %d times", key, n)
					}
				}
			})
		}
	}
}

func checkReports(t *testing.T, c *crawl, truth []farm.Report) {
	t.Helper()
	found := map[string]int{}
	for _, r := range c.reports {
		found[r.URL]++
	}
	for _, want := range truth {
		n, got := 0, ""
		for _, u := range append([]string{want.URL}, want.Others...) {
			u = sites.Canonical(u)
			if found[u] > 0 {
				got = u
			}
			n += found[u]
			delete(found, u)
		}
		if n != 1 {
			t.Errorf("%s (%d) was found %d times, want once", want.URL, want.Year, n)
			continue
		}
		i := slices.IndexFunc(c.reports, func(r sites.Report) bool { return r.URL == got })
		if y := c.reports[i].Year; y != want.Year {
			t.Errorf("%s: year %d, want %d", got, y, want.Year)
		}
		for _, a := range want.Attachments {
			if c.files[a] != 1 {
				t.Errorf("%s: its file %s was asked for %d times, want once", got, a, c.files[a])
			}
		}
	}
	for u := range found {
		t.Errorf("%s is no report", u)
	}
}

// TestDiscovery finds the column of every farm site from its home page.
func TestDiscovery(t *testing.T) {
	f := farm.New(farm.Config{Seed: 9, Agencies: 2, Traps: true})
	for _, s := range f.Sites() {
		d, first := sites.NewDiscovery(s.Home)
		queue, asked := []sites.Request{first}, 0
		for len(queue) > 0 {
			asked++
			r := queue[0]
			queue = append(queue[1:], d.Read(fetch(t, f, r))...)
		}
		if len(d.Columns) == 0 || sites.Key(d.Columns[0].URL) != sites.Key(s.Column) || len(d.Columns[0].Reasons) == 0 {
			t.Errorf("%s: found %+v, want %s", s.Host, d.Columns, s.Column)
		}
		if most := 1 + sites.DiscoveryWays*(1+sites.DiscoveryWays); asked > most {
			t.Errorf("%s: %d pages were asked for, at most %d are allowed", s.Host, asked, most)
		}
	}
}

// endless is a site that always has another page. With news, each lists another
// article; otherwise nothing but the way on.
func endless(news bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := len(r.URL.Query().Get("p")) + 1
		list := ""
		if news {
			list = `<a href="/nb/9` + strings.Repeat("1", n) + `.html">领导调研第几次</a>`
		}
		w.Write([]byte(`<html><title>年报</title>` + list + `<a href="/nb/?p=` + strings.Repeat("x", n) + `">下一页</a></html>`))
	})
}

// TestBounds holds the limits against sites without end.
func TestBounds(t *testing.T) {
	for name, c := range map[string]struct {
		site   http.Handler
		limits sites.Limits
		most   int
		reason string
	}{
		"nothing new":     {endless(false), sites.Limits{}, 2, "nothing-new"},
		"barren":          {endless(true), sites.Limits{Barren: 5}, 30, "barren"},
		"too many pages":  {endless(true), sites.Limits{ListPages: 3}, 30, "too-many-pages"},
		"too many blanks": {endless(true), sites.Limits{Barren: 20, Unnamed: 4}, 40, "too-many-unnamed"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, c.site, sites.NewWalk(sites.Scope{}, c.limits, "", "http://a.example/nb/"))
			if len(got.asked) > c.most {
				t.Errorf("asked for %d addresses, want at most %d", len(got.asked), c.most)
			}
			if !slices.ContainsFunc(got.skipped, func(s sites.Skip) bool { return s.Reason == c.reason }) {
				t.Errorf("nothing was skipped for being %s: %+v", c.reason, got.skipped)
			}
		})
	}
}

// TestColumns bounds the columns below a start page.
func TestColumns(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := range 30 {
			fmt.Fprintf(w, `<a href="%s%d/">%d年</a>`, r.URL.Path, i, 2005+i)
		}
	})
	c := run(t, h, sites.NewWalk(sites.Scope{}, sites.Limits{Columns: 12}, "", "http://a.example/nb/"))
	if len(c.asked) != 1+12 {
		t.Errorf("asked for %d addresses, want the start and 12 columns", len(c.asked))
	}
}

// TestMoved goes on where the start page has moved to within its registered
// name, further pages included, and nowhere else.
func TestMoved(t *testing.T) {
	for host, want := range map[string]int{"www.a.example": 2, "b.example": 0} {
		old := 0
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			list := `<html><title>政府信息公开年报</title><a href="%s.html">甲局%d年政府信息公开年报</a><script>createPageHTML(2, 0, "index", "html")</script></html>`
			switch {
			case r.Host == "a.example":
				old++
				http.Redirect(w, r, "http://"+host+"/x"+r.URL.Path, http.StatusMovedPermanently)
			case r.URL.Path == "/x/nb/":
				fmt.Fprintf(w, list, "t20240105_777", 2023)
			case r.URL.Path == "/x/nb/index_1.html":
				fmt.Fprintf(w, list, "t20230105_776", 2022)
			default:
				w.Write([]byte(`<html><title>甲局政府信息公开年报</title></html>`))
			}
		})
		c := run(t, h, sites.NewWalk(sites.Scope{}, sites.Limits{}, "", "http://a.example/nb/"))
		if len(c.reports) != want || old != 1 {
			t.Errorf("moved to %s: found %+v, want %d; the old host was asked %d times, want once", host, c.reports, want, old)
		}
	}
}

// TestAlias asks for the second address of an article when the first fails.
func TestAlias(t *testing.T) {
	list := `<html><title>政府信息公开年报</title><a href="/a/t20240105_777.html">甲局2023年政府信息公开年报</a><a href="/b/t20240105_777.html">甲局2023年政府信息公开年报</a></html>`
	for _, gone := range []bool{false, true} {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/nb/":
				w.Write([]byte(list))
			case r.URL.Path == "/a/t20240105_777.html" && gone:
				http.NotFound(w, r)
			default:
				w.Write([]byte("<html><title>甲局2023年政府信息公开年报</title></html>"))
			}
		})
		c := run(t, h, sites.NewWalk(sites.Scope{}, sites.Limits{}, "", "http://a.example/nb/"))
		want := "http://a.example/a/t20240105_777.html"
		if gone {
			want = "http://a.example/b/t20240105_777.html"
		}
		if len(c.reports) != 1 || c.reports[0].URL != want {
			t.Errorf("first gone %v: found %+v, want %s", gone, c.reports, want)
		}
	}
}

// TestNotices takes no report out of notices, logins and challenges that come
// with status 200, and says what came.
func TestNotices(t *testing.T) {
	f := farm.New(farm.Config{Seed: 4, Families: []string{"trs"}})
	column := f.Sites()[0].Column
	for name, c := range map[string]struct {
		fault farm.Fault
		state sites.State
	}{
		"soft 404":  {farm.SoftNotFound(), sites.Soft404},
		"login":     {farm.LoginPage(farm.When{}), sites.Login},
		"challenge": {farm.Challenge(200, farm.When{}), sites.Blocked},
		"521":       {farm.Challenge(521, farm.When{}), sites.Blocked},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "soft 404" {
				for _, r := range f.Truth() {
					f.Delete(r.URL)
				}
			}
			c2 := run(t, f.Handler(c.fault), sites.NewWalk(sites.Scope{}, sites.Limits{}, "", column))
			if len(c2.reports) > 0 || c2.verdicts[c.state] == 0 {
				t.Errorf("found %+v, verdicts %v, want none and %s", c2.reports, c2.verdicts, c.state)
			}
		})
	}
}

// TestLyingCharsets walks through a site whose headers declare a wrong charset.
func TestLyingCharsets(t *testing.T) {
	f := farm.New(farm.Config{Seed: 8, Families: []string{"generic", "jpage"}})
	for _, label := range []string{"iso-8859-1", "gb2312", "nonsense"} {
		for _, s := range f.Sites() {
			var truth []farm.Report
			for _, r := range f.Truth() {
				if r.Host == s.Host {
					truth = append(truth, r)
				}
			}
			checkReports(t, run(t, f.Handler(farm.WrongCharset(label, farm.When{})), sites.NewWalk(sites.Scope{}, sites.Limits{}, "", s.Column)), truth)
		}
	}
}

// TestScope asks for nothing outside the scope.
func TestScope(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`<html><title>政府信息公开年报</title><a href="http://b.test/nb/t20240105_777.html">甲局2023年政府信息公开年报</a>
<a href="/jyj/t20240105_778.html">乙局2023年政府信息公开年报</a><a href="http://169.254.169.254/nb/t20240105_779.html">丙局2023年政府信息公开年报</a><iframe src="http://b.test/f.html"></iframe></html>`))
	})
	scope := sites.Scope{Hosts: map[string][]string{"a.example": {"/slj/"}}}
	c := run(t, h, sites.NewWalk(scope, sites.Limits{}, "", "http://a.example/slj/nb/"))
	if len(c.asked) != 1 || len(c.skipped) < 3 {
		t.Errorf("asked for %v, skipped %+v", c.asked, c.skipped)
	}
}

// TestFolders follows pages of a column whose articles lie elsewhere, together:
// later pages bring nothing whose title says what it is, and still count.
func TestFolders(t *testing.T) {
	pages := map[string]string{
		"/zwgk/nb/index.html":                 `<a href="/content/2024/01/t20240105_801.html">甲局2023年政府信息公开工作年度报告</a>`,
		"/zwgk/nb/index_1.html":               `<a href="/content/2023/01/t20230105_802.html">乙县水利局</a>`,
		"/zwgk/nb/index_2.html":               `<a href="/content/2022/01/t20220105_803.html">甲局2021年政府信息公开工作年度报告</a><a href="/news/2022/01/t20220105_804.html">丙县水利局</a>`,
		"/content/2023/01/t20230105_802.html": `<p>一、总体情况</p><p>主动公开政府信息</p><p>依申请公开</p><p>行政复议、行政诉讼</p><p>主要问题</p>`,
	}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`<html><title>政府信息公开年报</title><div class="position">首页 &gt; 政府信息公开年报</div>` + pages[r.URL.Path] + `<script>createPageHTML(3, 0, "index", "html")</script></html>`))
	})
	c := run(t, h, sites.NewWalk(sites.Scope{}, sites.Limits{}, "", "http://a.example/zwgk/nb/index.html"))
	var got []string
	for _, r := range c.reports {
		got = append(got, r.URL[len("http://a.example"):])
	}
	want := []string{"/content/2024/01/t20240105_801.html", "/content/2023/01/t20230105_802.html", "/content/2022/01/t20220105_803.html"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSessions walks through sites that send every visitor to an address with a
// session id: no page is taken for a new one.
func TestSessions(t *testing.T) {
	f := farm.New(farm.Config{Seed: 12})
	truth := map[string][]farm.Report{}
	for _, r := range f.Truth() {
		truth[r.Host] = append(truth[r.Host], r)
	}
	for _, s := range f.Sites() {
		t.Run(s.Family, func(t *testing.T) {
			plain := run(t, f, sites.NewWalk(sites.Scope{}, sites.Limits{}, "", s.Column))
			c := run(t, f.Handler(farm.Session(farm.When{})), sites.NewWalk(sites.Scope{}, sites.Limits{}, "", s.Column))
			checkReports(t, c, truth[s.Host])
			if len(c.asked) != len(plain.asked) {
				t.Errorf("asked for %d addresses, without session ids for %d", len(c.asked), len(plain.asked))
			}
		})
	}
}

// TestPagesOfDecoys goes on over list pages that name no report at all: they
// are new, and reports stand behind them.
func TestPagesOfDecoys(t *testing.T) {
	f := farm.New(farm.Config{Seed: 23, Agencies: 4, Decoys: 24, PerPage: 2})
	truth := map[string][]farm.Report{}
	for _, r := range f.Truth() {
		truth[r.Host] = append(truth[r.Host], r)
	}
	for _, s := range f.Sites() {
		t.Run(s.Host, func(t *testing.T) {
			checkReports(t, run(t, f, sites.NewWalk(sites.Scope{}, sites.Limits{}, "", s.Column)), truth[s.Host])
		})
	}
}
