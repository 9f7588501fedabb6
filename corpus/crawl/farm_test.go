package crawl

import (
	"context"
	"errors"
	"hash/fnv"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/fetch"
	"gongkai/corpus/polite"
	"gongkai/corpus/sites"
	"gongkai/corpus/sites/farm"
)

// pipes is a network in memory, on which time can be simulated.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(ctx context.Context, _, address string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		a, err := netip.ParseAddrPort(address)
		return &pipe{client, net.TCPAddrFromAddrPort(a)}, err
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// pipe has the address that was asked for.
type pipe struct {
	net.Conn
	remote net.Addr
}

func (p *pipe) RemoteAddr() net.Addr { return p.remote }

// addressOf gives every host of the farm a public address of its own, and some two
// hosts the same.
func addressOf(_ context.Context, host string) ([]netip.Addr, error) {
	switch {
	case host == "localhost":
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	case strings.HasPrefix(host, "2130706433"), strings.HasPrefix(host, "0177"):
		return nil, errors.New("no such host")
	}
	sum := fnv.New32a()
	sum.Write([]byte(strings.Replace(host, "-001.", "-000.", 1)))
	n := sum.Sum32()
	return []netip.Addr{netip.AddrFrom4([4]byte{20, byte(n >> 12), byte(n >> 6), byte(n)})}, nil
}

// world is a farm and a crawler in a simulated time.
type world struct {
	t       *testing.T
	farm    *farm.Farm
	net     *pipes
	server  *http.Server
	folder  string
	mu      sync.Mutex
	reports map[string]int
	options Options
	events  []Event
}

func newWorld(t *testing.T, f *farm.Farm, h http.Handler) *world {
	w := &world{t: t, farm: f, net: newPipes(), folder: filepath.Join(t.TempDir(), "archive"), reports: map[string]int{}}
	w.server = &http.Server{Handler: h}
	go w.server.Serve(w.net)
	w.options = Options{
		Agent: "gongkai", Rules: polite.DefaultRules(), Resolve: addressOf, Seed: 1,
		Client: &fetch.Client{UserAgent: "gongkai (+https://example.org/)", Dial: w.net.dial},
		Log: func(e Event) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.events = append(w.events, e)
		},
		Report: func(_ sites.Source, r sites.Report) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.reports[r.URL]++
		},
	}
	return w
}

func (w *world) close() {
	w.server.Close()
	synctest.Wait()
}

func (w *world) open() *archive.Archive {
	w.t.Helper()
	a, err := archive.Open(w.folder, archive.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *world) run(list []sites.Source) *Summary {
	w.t.Helper()
	a := w.open()
	s, err := Run(context.Background(), a, list, w.options)
	if err = errors.Join(err, a.Close()); err != nil {
		w.t.Fatal(err)
	}
	return s
}

func farmSources(f *farm.Farm) (list []sites.Source) {
	for _, s := range f.Sites() {
		list = append(list, sites.Source{ID: s.Host, Agency: s.Agency, Start: []string{s.Column}})
	}
	return list
}

// states are the URLs of the ledger and what it says of each.
func (w *world) states() map[string]archive.URL {
	w.t.Helper()
	a := w.open()
	defer a.Close()
	m := map[string]archive.URL{}
	for u, err := range a.Ledger().URLs(archive.Query{}) {
		if err != nil {
			w.t.Fatal(err)
		}
		m[u.Link.URL] = u
	}
	return m
}

// had reports whether the archive holds what is at the address.
func had(u archive.URL) bool { return u.State == archive.Fetched || u.State == archive.Unchanged }

// checkReports compares the reports that were found with the truth: each exactly
// once, with its files, and nothing else. Missing may explain why one is not there.
func (w *world) checkReports(missing func(farm.Report, map[string]archive.URL) string) (found int) {
	w.t.Helper()
	states, reports := w.states(), map[string]int{}
	for u, n := range w.reports {
		reports[u] = n
	}
	for _, want := range w.farm.Truth() {
		n := 0
		for _, u := range append([]string{want.URL}, want.Others...) {
			u = sites.Canonical(u)
			n += reports[u]
			delete(reports, u)
		}
		why := ""
		if missing != nil {
			why = missing(want, states)
		}
		switch {
		case n == 0 && why != "":
			continue
		case n != 1:
			w.t.Errorf("%s was found %d times", want.URL, n)
			continue
		}
		found++
		for _, f := range want.Attachments {
			if !had(states[f]) && why == "" {
				w.t.Errorf("%s: its file %s is %q: %s", want.URL, f, states[f].State, states[f].Reason)
			}
		}
	}
	for u := range reports {
		w.t.Errorf("%s is no report", u)
	}
	return found
}

// checkManners judges the requests by the server's log: how long after each other
// they came, how many at once, and how often each.
func checkManners(t *testing.T, log []farm.Entry, least time.Duration, once bool) {
	t.Helper()
	byHost, byAddress, asked := map[string][]farm.Entry{}, map[netip.Addr][]farm.Entry{}, map[string]int{}
	for _, e := range log {
		if e.Running > 1 {
			t.Errorf("%s%s: %d requests at once", e.Host, e.Path, e.Running)
		}
		if e.Header.Get("User-Agent") != "gongkai (+https://example.org/)" || e.Header.Get("Cookie") != "" {
			t.Errorf("%s%s: %v", e.Host, e.Path, e.Header)
		}
		byHost[e.Host] = append(byHost[e.Host], e)
		a, err := addressOf(context.Background(), e.Host)
		if err == nil {
			byAddress[a[0]] = append(byAddress[a[0]], e)
		}
		if e.Method == http.MethodGet && e.Status == 200 {
			asked[e.Host+e.Path]++
		}
	}
	spaced := func(name string, entries []farm.Entry) {
		slices.SortStableFunc(entries, func(a, b farm.Entry) int { return a.Begin.Compare(b.Begin) })
		for i, e := range entries[1:] {
			if gap := e.Begin.Sub(entries[i].Begin); gap < least {
				t.Errorf("%s: %s%s was asked %v after %s%s", name, e.Host, e.Path, gap, entries[i].Host, entries[i].Path)
			}
		}
	}
	for host, entries := range byHost {
		spaced(host, entries)
	}
	for address, entries := range byAddress {
		spaced(address.String(), entries)
	}
	if once {
		for address, n := range asked {
			if n > 1 {
				t.Errorf("%s was fetched %d times", address, n)
			}
		}
	}
}

// agencies is how many there are of each family: GONGKAI_FARM, or else a few.
func agencies(few int) int {
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_FARM")); err == nil {
		return n
	}
	return few
}

// TestFarm crawls sites of every family, with traps: every report is found exactly
// once, with its files; and again: nothing is asked for.
func TestFarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 3, Agencies: agencies(2), Traps: true})
		w := newWorld(t, f, f)
		defer w.close()
		s := w.run(farmSources(f))
		found := w.checkReports(nil)
		checkManners(t, f.Log(), 3*time.Second, true)
		t.Logf("%d reports, %d requests, %v", found, len(f.Log()), s.Took)
		if s.Reports != found || s.Left != 0 {
			t.Errorf("%+v", s)
		}
		asked := len(f.Log())
		w.reports = map[string]int{}
		w.run(farmSources(f))
		if n := len(f.Log()) - asked; n > 0 {
			t.Errorf("a complete crawl that is started again asked %d times", n)
		}
	})
}

// TestFarmWithFaults crawls sites of every family while everything goes wrong here
// and there. GONGKAI_FARM sets how many agencies of each family there are: with 40, 12
// families and five years it is the farm of docs/CRAWL.md.
func TestFarmWithFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := farm.New(farm.Config{Seed: 9, Agencies: agencies(1), Traps: true})
		at := func(every int) farm.When { return farm.When{Every: every, Times: 1} }
		always := func(every int) farm.When { return farm.When{Every: every} }
		// What cuts answers off is in front of what changes them: behind that it would be
		// an answer that is whole. Of a script that is half nobody can say so.
		short := farm.ShortLength(at(41))
		wrap := short.Wrap
		short.Wrap = func(next http.Handler) http.Handler {
			cut := wrap(next)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, ".js") {
					next.ServeHTTP(w, r)
					return
				}
				cut.ServeHTTP(w, r)
			})
		}
		w := newWorld(t, f, f.Handler(
			farm.RetryAfter(429, false, 10*time.Minute, at(23)), farm.RetryAfter(503, true, 45*time.Minute, at(29)), farm.ServerError(at(19)),
			farm.Timeout(5*time.Minute, at(31)), farm.Truncated(always(113)), farm.Truncated(at(17)), farm.LongLength(at(43)), short, farm.SlowDrip(time.Second, at(37)),
			farm.BadGzip(at(21)), farm.NotGzip(at(25)), farm.WrongCharset("gb2312", always(13)), farm.WrongCharset("nonsense", always(11)), farm.SoftNotFound(),
			farm.ServerError(always(83)), farm.LoginPage(always(89)), farm.Challenge(412, always(97)), farm.Challenge(200, always(101)), farm.RedirectLoop(always(103)),
			farm.PrivateRedirect("169.254.169.254", always(107)), farm.PrivateRedirect("127.0.0.1", always(109))))
		defer w.close()
		list := farmSources(f)
		if only := os.Getenv("GONGKAI_ONLY"); only != "" {
			list = slices.DeleteFunc(list, func(s sites.Source) bool { return !strings.Contains(only, strings.TrimSuffix(s.ID, ".farm.example")) })
			defer func() {
				for _, e := range w.events {
					t.Log(e.What, e.URL, e.Status, e.Reason, e.Bytes)
				}
			}()
		}
		s := w.run(list)
		reasons := map[string]int{}
		found := w.checkReports(func(r farm.Report, states map[string]archive.URL) string {
			why := explained(r, states)
			if why != "" && w.reports[r.URL] == 0 {
				reasons[why]++
				if why == "not a report" || why == "page" {
					t.Errorf("%s: %s is no reason", r.URL, why)
				}
			}
			return why
		})
		checkManners(t, f.Log(), 3*time.Second, false)
		checkRetryAfter(t, f.Log())
		all := len(f.Truth())
		t.Logf("%d of %d reports, %d requests, %v; %d URLs failed, %d left", found, all, len(f.Log()), s.Took, s.Failures(), s.Left)
		for _, why := range slices.Sorted(maps.Keys(reasons)) {
			t.Logf("%5d  %.120s", reasons[why], why)
		}
		if found < all*3/4 || s.Left > 0 {
			t.Errorf("%d of %d reports", found, all)
		}
	})
}
