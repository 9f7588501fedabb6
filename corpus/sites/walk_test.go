package sites_test

import (
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
		var body *strings.Reader = strings.NewReader(r.Form.Encode())
		req := httptest.NewRequest(r.Method(), address, body)
		if r.Form != nil {
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
