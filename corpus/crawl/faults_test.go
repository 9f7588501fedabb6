package crawl

import (
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/polite"
	"gongkai/corpus/robots"
	"gongkai/corpus/sites/farm"
)

// explained says why a report could not be found, by the ledger: its page or file was
// not to be had, or a list that may have named it. Empty when the ledger gives no
// reason.
func explained(r farm.Report, states map[string]archive.URL) string {
	for _, address := range append([]string{r.URL}, append(r.Others, r.Attachments...)...) {
		if u, ok := states[address]; ok && !had(u) && u.State != archive.Queued {
			return u.Reason
		}
		for _, u := range states { // where it redirects to
			if u.FoundOn == address && !had(u) && u.State != archive.Queued {
				return u.Reason
			}
		}
	}
	for _, u := range states {
		if u.Host == r.Host && !had(u) && u.State != archive.Queued && u.Reason != "" && (u.Kind == "list" || u.Kind == "frame") && !strings.HasPrefix(u.Reason, "not asked for") {
			return u.Reason
		}
	}
	return ""
}

// TestFaults crawls through every fault of the farm: what can be had is found, what
// cannot has a reason, and a fault never makes the crawler less polite.
func TestFaults(t *testing.T) {
	for _, fault := range farm.Faults() {
		t.Run(fault.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := farm.New(farm.Config{Seed: 5, Families: []string{"trs", "jpage", "webplus"}, FirstYear: 2022, LastYear: 2024, Decoys: 3})
				w := newWorld(t, f, f.Handler(fault))
				defer w.close()
				list := farmSources(f)
				if target, ok := strings.CutPrefix(fault.Name, "redirect-to-"); ok {
					// Even where a file of sites names the target, nothing connects to it.
					for i := range list {
						list[i].Hosts = append(list[i].Hosts, target)
					}
				}
				s := w.run(list)
				missing := explained
				if fault.Passes && fault.Name != "robots-everything" {
					missing = nil
				}
				found := w.checkReports(missing)
				log := f.Log()
				checkManners(t, log, 3*time.Second, false)
				checkRetryAfter(t, log)
				checkRobots(t, fault, log)
				for address, u := range w.states() {
					if u.State != archive.Fetched && u.State != archive.Unchanged && u.Reason == "" {
						t.Errorf("%s is %s, without a reason", address, u.State)
					}
				}
				t.Logf("%d of 9 reports, %d requests, %v, %d failures", found, len(log), s.Took, s.Failures())
			})
		})
	}
}

// checkRetryAfter: a host that named a time was not asked before it.
func checkRetryAfter(t *testing.T, log []farm.Entry) {
	t.Helper()
	until := map[string]time.Time{}
	for _, e := range log {
		if e.Begin.Before(until[e.Host]) {
			t.Errorf("%s%s was asked %v before Retry-After ends", e.Host, e.Path, until[e.Host].Sub(e.Begin))
		}
		if at, ok := polite.RetryAfter(e.Answer.Get("Retry-After"), e.End); ok {
			until[e.Host] = at
		}
	}
}

// checkRobots: what robots.txt closes was not asked for; a site whose file answers 5xx
// was left alone.
func checkRobots(t *testing.T, fault farm.Fault, log []farm.Entry) {
	t.Helper()
	if !strings.HasPrefix(fault.Name, "robots-") {
		return
	}
	for _, e := range log {
		if e.Path == "/robots.txt" {
			continue
		}
		u, err := url.Parse("http://" + e.Host + e.Path)
		if err != nil {
			t.Fatal(err)
		}
		switch fault.Name {
		case "robots-500", "robots-503", "robots-everything":
			t.Errorf("%s was asked for", u)
		case "robots-403", "robots-html":
		default:
			if allowed, _ := robots.Parse([]byte("User-agent: *\nDisallow: /zwgk/private/"), "gongkai").Allowed(u); !allowed {
				t.Errorf("%s was asked for", u)
			}
		}
	}
}
