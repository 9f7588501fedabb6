package crawl

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/fetch"
	"gongkai/corpus/polite"
	"gongkai/corpus/sites"
)

// perSite is how many files a site of TestMillion has.
const perSite = 1000

// budgetMB is what a crawl may take, however large its ledger.
const budgetMB = 200

// many answers for any number of sites, in this process.
type many struct{}

func (many) Do(_ context.Context, r fetch.Request) (*fetch.Exchange, error) {
	request, err := http.NewRequest("GET", r.URL, nil)
	if err != nil {
		return nil, err
	}
	e := &fetch.Exchange{Request: request, Status: 200, Header: http.Header{}, Remote: netip.AddrPortFrom(r.Addresses[0], 80), Began: time.Now()}
	kind := "text/html; charset=utf-8"
	switch path := request.URL.Path; {
	case path == "/robots.txt":
		kind = "text/plain"
		e.Body = []byte("User-agent: *\nDisallow: /private/\n")
	case strings.HasSuffix(path, ".pdf"):
		kind = "application/pdf"
		e.Body = []byte("%PDF-1.7 " + r.URL + " %%EOF")
	default:
		var b bytes.Buffer
		b.WriteString("<html><head><title>政府信息公开年报</title></head><body><ul>")
		for i := range perSite {
			fmt.Fprintf(&b, `<li><a href="/nb/%d.pdf">第%d局2023年政府信息公开工作年度报告</a></li>`, i, i)
		}
		b.WriteString("</ul></body></html>")
		e.Body = b.Bytes()
	}
	e.Header.Set("Content-Type", kind)
	e.RequestHeader = []byte("GET " + request.URL.Path + " HTTP/1.1\r\nHost: " + request.URL.Host + "\r\n\r\n")
	e.ResponseHeader = []byte("HTTP/1.1 200 OK\r\nContent-Type: " + kind + "\r\n\r\n")
	return e, nil
}

// TestMillion: the memory of a crawl does not depend on how many URLs there are.
// GONGKAI_URLS sets another number than 3000; docs/CRAWL.md has the figures of a
// million.
func TestMillion(t *testing.T) {
	urls := 3000
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_URLS")); err == nil {
		urls = n
	}
	// As the command does: garbage is collected before it is a second budget.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(MemoryLimit))
	began := time.Now()
	var list []sites.Source
	for i := range urls / perSite {
		list = append(list, sites.Source{ID: fmt.Sprint("s", i), Start: []string{fmt.Sprintf("http://www.city%d.example/nb/", i)}})
	}
	synctest.Test(t, func(t *testing.T) {
		a, err := archive.Open(filepath.Join(t.TempDir(), "archive"), archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := Run(context.Background(), a, list, Options{Agent: "gongkai", Client: many{}, Rules: polite.DefaultRules(), Resolve: addressOf})
		if err != nil {
			t.Fatal(err)
		}
		counts, err := a.Ledger().Counts()
		if err != nil {
			t.Fatal(err)
		}
		if s.Reports != len(list)*perSite || counts[archive.Fetched] != len(list)*(perSite+2) {
			t.Errorf("%d reports, %v", s.Reports, counts)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%d URLs in %v of simulated time", len(list)*(perSite+2), s.Took)
	})
	peak := peakMB(t)
	t.Logf("peak memory %d MB, %v", peak, time.Since(began).Round(time.Millisecond))
	if urls >= 100_000 && peak > budgetMB {
		t.Errorf("peak memory %d MB, the budget is %d", peak, budgetMB)
	}
}

// peakMB is the most memory that this process had; 0 where the system does not say.
func peakMB(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(status), "\n") {
		if text, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kB, _ := strconv.Atoi(strings.Fields(text)[0])
			return kB >> 10
		}
	}
	return 0
}
