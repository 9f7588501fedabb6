package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestLedger: the queue as a crawler uses it, over a restart.
func TestLedger(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a")
	a := open(t, folder, Options{})
	l := a.Ledger()
	now := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return now.Add(time.Duration(minutes) * time.Minute) }
	claim := func(host string, minutes int) string {
		t.Helper()
		u, err := l.Claim(host, at(minutes))
		if err != nil {
			t.Fatal(err)
		}
		if u == nil {
			return "none"
		}
		return strings.TrimPrefix(u.URL, "http://")
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := l.Add(now, Link{URL: "http://a.cn/1"}, Link{URL: "http://a.cn/2", Priority: 1}, Link{URL: "http://b.cn:8080/1", FoundOn: "http://a.cn/1", Text: "公开", Kind: "list"})
	must(err)
	n, err := l.Skip(now, "robots.txt", Link{URL: "http://a.cn/private"}, Link{URL: "http://a.cn/1"})
	if n != 1 || err != nil {
		t.Errorf("skipped %d, %v", n, err)
	}
	hosts, err := l.Hosts()
	if diff := cmp.Diff([]Host{{Host: "a.cn"}, {Host: "b.cn:8080"}}, hosts); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if got := claim("a.cn", 0) + " " + claim("a.cn", 0) + " " + claim("a.cn", 0); got != "a.cn/2 a.cn/1 none" {
		t.Errorf("claimed %s", got)
	}
	must(l.Release("http://a.cn/1"))
	must(l.Retry(at(1), "http://a.cn/2", "timeout", at(10)))
	if got := claim("a.cn", 1) + " " + claim("a.cn", 9) + " " + claim("a.cn", 10); got != "a.cn/1 none a.cn/2" {
		t.Errorf("claimed %s", got)
	}
	must(l.SetHost(Host{Host: "b.cn:8080", Next: at(60), Failures: 3, Note: "Retry-After"}))
	must(l.Set(at(2), "http://a.cn/1", Blocked, "challenge"))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}

	a = open(t, folder, Options{})
	l = a.Ledger()
	if got := claim("b.cn:8080", 59) + " " + claim("b.cn:8080", 60); got != "none b.cn:8080/1" {
		t.Errorf("after a restart, before and after Retry-After: %s", got)
	}
	if got := claim("a.cn", 10); got != "a.cn/2" {
		t.Errorf("what was claimed before the restart: %s", got)
	}
	h, err := l.Host("b.cn:8080")
	if diff := cmp.Diff(Host{"b.cn:8080", at(60), 3, "Retry-After"}, h); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	u, ok, err := l.Get("http://b.cn:8080/1")
	if err != nil || !ok || u.FoundOn != "http://a.cn/1" || u.Text != "公开" || u.Kind != "list" || !u.Added.Equal(now) {
		t.Errorf("%+v %v", u, err)
	}
	if u, _, _ := l.Get("http://a.cn/2"); u.Attempts != 1 || u.Reason != "timeout" || !u.Due.Equal(at(10)) {
		t.Errorf("%+v", u)
	}
	history, err := l.History("http://a.cn/2")
	if diff := cmp.Diff([]Event{{URL: "http://a.cn/2", Time: now, State: Queued}, {URL: "http://a.cn/2", Time: at(1), State: Queued, Reason: "timeout"}}, history); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	counts, err := l.Counts()
	if diff := cmp.Diff(map[State]int{Queued: 2, Skipped: 1, Blocked: 1}, counts); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for _, statement := range []string{"UPDATE events SET state = 'fetched'", "DELETE FROM events"} {
		if _, err := l.db.Exec(statement); err == nil || !strings.Contains(err.Error(), "only added to") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if err := l.Set(now, "http://unknown.cn/", Failed, ""); err == nil {
		t.Error("a URL that was never added has a state")
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLedger(t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no ledger: %v", err)
	}
}

// TestRefresh: next year's run.
func TestRefresh(t *testing.T) {
	c := newClock()
	a := open(t, filepath.Join(t.TempDir(), "a"), Options{Now: c.Now})
	for i := range 5 {
		store(t, a, page(c, fmt.Sprint("http://a.cn/", i), fmt.Sprint("page ", i)))
	}
	store(t, a, answer(c, "http://a.cn/never", "404 Not Found"))
	next := c.now.Add(time.Hour)
	store(t, a, Exchange{URL: "http://a.cn/4", Time: next.Add(time.Hour), Response: []byte("HTTP/1.1 304 Not Modified\r\n\r\n")})
	n, err := a.Ledger().Refresh(next, next)
	if n != 4 || err != nil {
		t.Fatal(n, err)
	}
	c.now = next
	for i := range 4 {
		u, err := a.Ledger().Claim("a.cn", c.Now())
		if err != nil || u == nil || u.Digest == "" || u.ETag == "" || u.Reason != "refresh" {
			t.Fatalf("%+v %v", u, err)
		}
		switch i {
		case 0:
			store(t, a, answer(c, u.URL, "304 Not Modified"))
		case 1:
			store(t, a, page(c, u.URL, "page 1"))
		case 2:
			store(t, a, page(c, u.URL, "another page"))
		case 3:
			store(t, a, answer(c, u.URL, "404 Not Found"))
		}
	}
	const want = `http://a.cn/0 unchanged (not modified) 6 bytes
http://a.cn/1 unchanged (same digest) 6 bytes
http://a.cn/2 fetched 12 bytes
http://a.cn/3 vanished (status 404) 6 bytes
http://a.cn/4 unchanged (not modified) 6 bytes
http://a.cn/never failed (status 404)`
	if diff := cmp.Diff(want, state(t, a.Ledger())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var vanished []string
	for u, err := range a.Ledger().URLs(Query{State: Vanished, Since: next}) {
		vanished = append(vanished, u.URL, fmt.Sprint(err))
	}
	if diff := cmp.Diff([]string{"http://a.cn/3", "<nil>"}, vanished); diff != "" {
		t.Errorf("vanished (-want +got):\n%s", diff)
	}
	// It comes back.
	if _, err := a.Ledger().Refresh(c.now, c.now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if u := store(t, a, page(c, "http://a.cn/3", "page 3")); u.State != Unchanged {
		t.Errorf("%+v", u)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	verifyAll(t, a.folder)
}

// BenchmarkMillion: a million URLs of a thousand hosts in the ledger.
func BenchmarkMillion(b *testing.B) {
	for b.Loop() {
		a := open(b, filepath.Join(b.TempDir(), "a"), Options{})
		l := a.Ledger()
		const urls, hosts = 1_000_000, 1_000
		now := time.Now()
		for i := 0; i < urls; i += 1000 {
			var links []Link
			for j := range 1000 {
				n := i + j
				links = append(links, Link{URL: fmt.Sprintf("http://www.county%d.gov.cn/zwgk/xxgk/nb/2025/%d.html", n%hosts, n), FoundOn: fmt.Sprintf("http://www.county%d.gov.cn/zwgk/xxgk/nb/index.html", n%hosts), Text: "2025年政府信息公开工作年度报告"})
			}
			if _, err := l.Add(now, links...); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(time.Since(now).Seconds(), "s/add")
		started := time.Now()
		names, err := l.Hosts()
		if err != nil || len(names) != hosts {
			b.Fatal(len(names), err)
		}
		b.ReportMetric(float64(time.Since(started).Milliseconds()), "ms/hosts")
		started = time.Now()
		const stored = 5_000
		for i := range stored {
			u, err := l.Claim(names[i%hosts].Host, time.Now())
			if err != nil || u == nil {
				b.Fatal(u, err)
			}
			if _, err := a.Store(Exchange{URL: u.URL, Time: time.Now(), Response: []byte("HTTP/1.1 200 OK\r\n\r\n"), Body: strings.NewReader(u.URL)}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(time.Since(started).Microseconds())/stored, "µs/store")
		started = time.Now()
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
		if a, err = Open(a.folder, Options{}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(started).Seconds(), "s/reopen")
		b.ReportMetric(peakMB(), "MB-peak")
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// peakMB is the largest resident memory of this process so far; 0 where that is not
// known.
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil || runtime.GOOS != "linux" {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.Atoi(strings.Fields(kb)[0])
			return float64(n) / 1024
		}
	}
	return 0
}
