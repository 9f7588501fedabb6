package crawl

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/fetch"
	"gongkai/corpus/polite"
	"gongkai/corpus/sites"
	"gongkai/corpus/sites/farm"
)

// tagged gives every answer of a handler an ETag, and says that what the client has
// is unchanged.
func tagged(h http.Handler, unchanged *int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := httptest.NewRecorder()
		h.ServeHTTP(b, r)
		sum := fnv.New64a()
		sum.Write(b.Body.Bytes())
		tag := fmt.Sprintf(`"%x"`, sum.Sum64())
		for k, v := range b.Header() {
			w.Header()[k] = v
		}
		w.Header().Set("ETag", tag)
		if b.Code == 200 && r.Header.Get("If-None-Match") == tag {
			*unchanged++
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.WriteHeader(b.Code)
		w.Write(b.Body.Bytes())
	})
}

// TestRefresh: a year later everything is asked for with conditions; what was changed
// is fetched, what was deleted has vanished, also if no list names it any more.
func TestRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 3, Families: []string{"trs", "gkmlpt"}})
		unchanged := 0
		w := newWorld(t, f, tagged(f, &unchanged))
		defer w.close()
		w.run(farmSources(f))
		before := w.states()
		first := len(f.Log())
		if unchanged > 0 {
			t.Fatal("conditions without anything in the archive")
		}
		time.Sleep(20 * 24 * time.Hour)
		w.run(farmSources(f))
		for _, e := range f.Log()[first:] {
			if u := before["http://"+e.Host+e.Path]; had(u) && e.Path != "/robots.txt" {
				t.Errorf("%s%s is asked for after 20 days", e.Host, e.Path)
			}
		}
		time.Sleep(345 * 24 * time.Hour)
		asked := len(f.Log())
		var trs []farm.Report
		for _, r := range f.Truth() {
			if r.Family == "trs" {
				trs = append(trs, r)
			}
		}
		deleted, replaced, unlisted := trs[0].URL, trs[1].URL, trs[2].URL
		f.Delete(deleted)
		f.Delete(unlisted)
		f.Replace(replaced, []byte("<html><head><title>"+trs[1].Agency+"2021年政府信息公开工作年度报告</title></head><body><p>更正：总体情况、主动公开政府信息、收到和处理政府信息公开申请、行政复议、主要问题。</p></body></html>"))
		for _, s := range f.Sites() {
			if s.Family == "trs" { // an empty list, but for two reports
				f.Replace(s.Column, []byte(`<html><head><title>政府信息公开年报</title></head><body><ul><li><a href="`+deleted+`">2020年政府信息公开工作年度报告</a></li><li><a href="`+replaced+`">2021年政府信息公开工作年度报告</a></li></ul></body></html>`))
			}
		}
		w.reports = map[string]int{}
		w.run(farmSources(f))
		after := w.states()
		for address, want := range map[string]archive.State{deleted: archive.Vanished, unlisted: archive.Vanished, replaced: archive.Fetched, trs[3].URL: archive.Unchanged, trs[4].URL: archive.Unchanged} {
			if u := after[address]; u.State != want {
				t.Errorf("%s is %s: %s; want %s", address, u.State, u.Reason, want)
			}
		}
		if got := w.reports[replaced]; got != 1 {
			t.Errorf("the replaced report was found %d times", got)
		}
		for address, u := range after {
			if u.State == archive.Queued {
				t.Errorf("%s is still queued", address)
			}
		}
		again := len(f.Log()) - asked
		if unchanged < again*2/3 {
			t.Errorf("of %d requests %d were unchanged", again, unchanged)
		}
		checkManners(t, f.Log(), 3*time.Second, false)
	})
}

// TestRetryLater: what could not be had is asked for again by a run on another day,
// and not by one on the same.
func TestRetryLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 3, Families: []string{"trs"}, FirstYear: 2023, LastYear: 2024})
		down := true
		w := newWorld(t, f, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if down && r.URL.Path != "/robots.txt" {
				rw.WriteHeader(502)
				return
			}
			f.ServeHTTP(rw, r)
		}))
		defer w.close()
		if s := w.run(farmSources(f)); s.Failures() == 0 || s.Left > 0 {
			t.Errorf("a site that is down: %+v", s)
		}
		down = false
		asked := len(f.Log())
		w.run(farmSources(f))
		if len(f.Log()) != asked {
			t.Error("it is asked again at once")
		}
		time.Sleep(25 * time.Hour)
		w.run(farmSources(f))
		if found := w.checkReports(nil); found != 2 {
			t.Errorf("%d reports", found)
		}
	})
}

// TestPatience: a host that asks for a day's rest is left, and its URLs for another
// run; a restart does not forget it.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 3, Families: []string{"trs"}, FirstYear: 2023, LastYear: 2024})
		began := time.Now()
		w := newWorld(t, f, f.Handler(farm.RetryAfter(429, true, 26*time.Hour, farm.When{Every: 3, Times: 1})))
		defer w.close()
		for day := 0; ; day++ {
			s := w.run(farmSources(f))
			if s.Left == 0 {
				break
			} else if day > 10 || s.OverBudget {
				t.Fatalf("%+v", s)
			}
			time.Sleep(14 * time.Hour)
			w.reports = map[string]int{}
		}
		if found := w.checkReports(nil); found != 2 || time.Since(began) < 26*time.Hour {
			t.Errorf("%d reports in %v", found, time.Since(began))
		}
		checkRetryAfter(t, f.Log())
	})
}

// TestBudget: a run ends with its budget, and others go on until all is had.
func TestBudget(t *testing.T) {
	for name, set := range map[string]func(*Options){
		"pages of a host": func(o *Options) { o.Rules.Pages = 4 },
		"bytes of a host": func(o *Options) { o.Rules.Bytes = 20_000 },
		"pages in all":    func(o *Options) { o.MaxPages = 7 },
		"bytes in all":    func(o *Options) { o.MaxBytes = 30_000 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := farm.New(farm.Config{Seed: 3, Families: []string{"trs", "boda"}, FirstYear: 2022, LastYear: 2024})
				w := newWorld(t, f, f)
				defer w.close()
				set(&w.options)
				runs := 0
				for s := w.run(farmSources(f)); s.Left > 0; s = w.run(farmSources(f)) {
					if runs++; !s.OverBudget || runs > 40 {
						t.Fatalf("%+v", s)
					}
					w.reports = map[string]int{}
				}
				if runs < 1 {
					t.Error("the budget is not kept")
				}
				w.checkReports(nil)
				checkManners(t, f.Log(), 3*time.Second, true)
			})
		})
	}
}

// TestNight: nothing is asked outside of the hours.
func TestNight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 3, Families: []string{"trs", "boda"}, FirstYear: 2023, LastYear: 2024})
		w := newWorld(t, f, f)
		defer w.close()
		// Minutes apart: it takes several nights.
		w.options.Rules.Least, w.options.Rules.Most = 40*time.Minute, time.Hour
		var err error
		if w.options.Rules.Night, err = polite.ParseHours("23:00-02:00"); err != nil {
			t.Fatal(err)
		}
		s := w.run(farmSources(f))
		w.checkReports(nil)
		for _, e := range f.Log() {
			if at := e.Begin.In(polite.China).Hour(); at != 23 && at > 1 {
				t.Errorf("%s%s was asked at %v", e.Host, e.Path, e.Begin.In(polite.China))
			}
		}
		if s.Took < 24*time.Hour {
			t.Errorf("it took %v", s.Took)
		}
	})
}

// TestShards: together the shards ask what one crawler asks, and no host is asked by
// two.
func TestShards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 3, Agencies: 3, Families: []string{"trs", "boda"}, FirstYear: 2024, LastYear: 2024})
		list := farmSources(f)
		for i := range list { // each a site of its own
			list[i].Start[0] = strings.Replace(list[i].Start[0], ".farm.example", fmt.Sprintf(".city%d.example", i), 1)
			list[i].ID = fmt.Sprint("s", i)
		}
		// Two share a host: they are of one shard.
		list[5].Hosts = []string{archive.HostOf(list[4].Start[0])}
		count := 0
		for n := 1; n <= 3; n++ {
			part := mine(list, polite.Shard{Number: n, Of: 3})
			count += len(part)
			ids := []string{}
			for _, s := range part {
				ids = append(ids, s.ID)
			}
			if slices.Contains(ids, "s4") != slices.Contains(ids, "s5") {
				t.Errorf("shard %d has one of two sources that share a host: %v", n, ids)
			}
		}
		if count != len(list) {
			t.Errorf("%d of %d sources are of a shard", count, len(list))
		}
	})
}

// TestDiscover finds the column from the home page, and crawls it.
func TestDiscover(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 3, Families: []string{"trs", "jpaas", "anhui"}, FirstYear: 2022, LastYear: 2024})
		w := newWorld(t, f, f)
		defer w.close()
		var list []sites.Source
		for _, s := range f.Sites() {
			list = append(list, sites.Source{ID: s.Host, Agency: s.Agency, Home: s.Home})
			a := w.open()
			found, err := Discover(context.Background(), a, s.Home, w.options)
			if err != nil || len(found) == 0 || sites.Key(found[0].URL) != sites.Key(s.Column) {
				t.Errorf("%s: %v, %v; want %s", s.Host, found, err, s.Column)
			}
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
		}
		w.run(list)
		if found := w.checkReports(nil); found != 9 {
			t.Errorf("%d reports", found)
		}
		checkManners(t, f.Log(), 3*time.Second, true)
	})
}

// TestInterrupted: a crawl that is told to stop leaves an archive in order.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 3, Families: []string{"trs", "boda"}})
		w := newWorld(t, f, f)
		defer w.close()
		ctx, stop := context.WithCancel(context.Background())
		time.AfterFunc(10*time.Second, stop)
		a := w.open()
		_, err := Run(ctx, a, farmSources(f), w.options)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		w.reports = map[string]int{}
		w.run(farmSources(f))
		w.checkReports(nil)
		if problems, err := archive.Verify(w.folder); err != nil || len(problems) > 0 {
			t.Errorf("%v %v", problems, err)
		}
	})
}

// TestCertificate: the certificate of a site that does not hold is refused, unless the
// file of sites says otherwise.
func TestCertificate(t *testing.T) {
	h := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "<html><title>政府信息公开年报</title><body>列表</body></html>")
	}))
	defer h.Close()
	for _, allow := range []bool{false, true} {
		a, err := archive.Open(t.TempDir(), archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		rules := polite.DefaultRules()
		rules.Least = time.Millisecond
		_, err = Run(context.Background(), a, []sites.Source{{ID: "x", Start: []string{h.URL + "/nb/"}, AllowBadCertificate: allow}}, Options{
			Agent: "gongkai", Rules: rules, Client: &fetch.Client{UserAgent: "gongkai", Allowed: func(netip.AddrPort) error { return nil }},
		})
		if err != nil {
			t.Fatal(err)
		}
		u, _, err := a.Ledger().Get(h.URL + "/nb/")
		if err != nil || (u.State == archive.Fetched) != allow || !allow && !strings.Contains(u.Reason, "certificate") {
			t.Errorf("allowed %t: %s, %s, %v", allow, u.State, u.Reason, err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUserAgent(t *testing.T) {
	for _, c := range []struct{ name, contact, want string }{
		{"gongkai", "https://example.org/bot", "gongkai (+https://example.org/bot)"},
		{"my-bot/2.0", "me@example.org", "my-bot/2.0 (+me@example.org)"},
		{"gongkai", "", ""}, {"gongkai", "me", ""}, {"gongkai", "me@host\r\nX: y", ""}, {"", "me@example.org", ""}, {"2bot", "me@example.org", ""}, {"a b", "me@example.org", ""},
	} {
		got, err := UserAgent(c.name, c.contact)
		if got != c.want || (err != nil) != (c.want == "") || err != nil && !errors.Is(err, ErrAgent) {
			t.Errorf("%q, %q: %q, %v", c.name, c.contact, got, err)
		}
	}
}
