package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/explore"
	"gongkai/normalize"
	"gongkai/normalize/series"
	"gongkai/sinks"
	"gongkai/sinks/sqlite"
)

// bigDataset writes a dataset of n synthetic reports of invented agencies in every
// province, twelve years each, without documents behind them, into the folder.
func bigDataset(t testing.TB, folder string, n int) {
	t.Helper()
	const years = 12
	const wrong = 7 // one report in so many prints a total that is none
	create := func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(folder, name)) }
	sink, err := sqlite.New(create)
	if err != nil {
		t.Fatal(err)
	}
	places := []string{"11", "13", "21", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "51", "61"}
	agency := func(i int) gongkai.Agency {
		division := fmt.Sprintf("%s%04d", places[i%len(places)], i/len(places)%10000)
		return gongkai.Agency{ID: fmt.Sprintf("%s-office%06d", division, i), Name: fmt.Sprintf("甲%d县乙%d局", i%2000, i), Division: division, Level: gongkai.County, Function: "office"}
	}
	type made struct {
		report   *gongkai.Report
		standing gongkai.Standing
	}
	// Workers make reports, which are written in order.
	const ahead = 64
	queue := make(chan chan made, ahead)
	go func() {
		defer close(queue)
		gate := make(chan struct{}, runtime.GOMAXPROCS(0))
		for i := range n {
			slot := make(chan made, 1)
			queue <- slot
			gate <- struct{}{}
			go func() {
				defer func() { <-gate }()
				a := agency(i / years)
				sample, err := synth.New(synth.Order{Seed: uint64(i), Year: 2014 + i%years})
				if err != nil {
					panic(err)
				}
				r := sample.Truth
				r.Source = gongkai.Source{Path: fmt.Sprintf("%d.html", i), SHA256: fmt.Sprintf("%016x%048x", i, i), Format: gongkai.FormatHTML, Bytes: 1}
				r.Agency, r.Method = a.Name, "html/goquery"
				if i%wrong == 0 {
					total := gongkai.CellRef{Table: gongkai.TableRequests, Row: "new_requests", Column: "total"}
					for ref, v := range r.Cells() {
						if ref == total && v.State == gongkai.Number {
							v.Printed, v.Number = "99999", gongkai.Int(99999)
						}
					}
				}
				normalize.Report(r)
				slot <- made{r, gongkai.Standing{AgencyID: a.ID, PrincipalOf: sinks.ReportID(r.Source.SHA256), Series: series.Of(r)}}
			}()
		}
	}()
	for slot := range queue {
		m := <-slot
		d := sinks.Document{Source: m.report.Source, Status: sinks.StatusReport, ReportID: m.standing.PrincipalOf, Method: m.report.Method}
		if err := sink.Write(sinks.Record{Document: &d, Report: m.report, Standing: &m.standing}); err != nil {
			t.Fatal(err)
		}
	}
	var agencies []gongkai.Agency
	for i := range (n + years - 1) / years {
		agencies = append(agencies, agency(i))
	}
	slices.SortFunc(agencies, func(a, b gongkai.Agency) int { return compareIDs(a.ID, b.ID) })
	for _, a := range agencies {
		if err := sink.Write(sinks.Record{Agency: &a}); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
}

func compareIDs(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

// TestExplorerSpeed: pages come quickly to many readers at once. GONGKAI_EXPLORE is the
// number of reports; the figures in docs/EXPLORE.md are of 100000. GONGKAI_EXPLORE_DATASET
// is the folder that keeps the dataset for another run; it is made when it has none.
func TestExplorerSpeed(t *testing.T) {
	n := 600
	if text := os.Getenv("GONGKAI_EXPLORE"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	folder := os.Getenv("GONGKAI_EXPLORE_DATASET")
	if folder == "" {
		folder = t.TempDir()
	}
	if _, err := os.Stat(filepath.Join(folder, "dataset.sqlite")); err != nil {
		began := time.Now()
		bigDataset(t, folder, n)
		t.Logf("%d reports made in %s", n, time.Since(began).Round(time.Second))
	}
	began := time.Now()
	site, err := explore.Open(context.Background(), explore.Config{Dataset: folder, Indicators: indicators()})
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	t.Logf("opened in %s", time.Since(began).Round(time.Millisecond))
	server := httptest.NewServer(site.Handler())
	defer server.Close()
	report := fmt.Sprintf("%016x", n/2/12*12+9)
	key := fmt.Sprintf("11%04d-office%06d", n/2/12/16, n/2/12/16*16)
	addresses := []string{"/zh/", "/en/places/", "/zh/places/35/", "/zh/agencies/" + key + "/", "/zh/reports/" + report + "/", "/en/rankings/share_denied/2022/", "/zh/rankings/share_denied/2023/?place=35",
		"/zh/compare?i=denied&a=" + key, "/zh/findings/", "/zh/findings/identity-fails/", "/zh/search?q=%E4%B9%9912", "/zh/search?q=%E8%A1%8C%E6%94%BF%E5%A4%8D%E8%AE%AE", "/zh/copies/", "/en/rankings/",
		"/zh/reports/" + report + "/cells/requests.new_requests.total/"}
	const readers, visits = 20, 15
	var mutex sync.Mutex
	var took []time.Duration
	slowest := map[string]time.Duration{}
	var group sync.WaitGroup
	for reader := range readers {
		group.Go(func() {
			for visit := range visits {
				address := addresses[(reader+visit)%len(addresses)]
				began := time.Now()
				answer, err := http.Get(server.URL + address)
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				if answer.StatusCode != http.StatusOK {
					t.Errorf("%s: %s", address, answer.Status)
				}
				mutex.Lock()
				took = append(took, time.Since(began))
				slowest[address] = max(slowest[address], time.Since(began))
				mutex.Unlock()
			}
		})
	}
	group.Wait()
	if resident, ok := residentMiB(); ok {
		t.Logf("%d MiB of memory, with the readers'", resident)
		if n >= 100_000 && os.Getenv("GONGKAI_EXPLORE_DATASET") != "" && resident > 300 {
			t.Error("too much memory")
		}
	}
	slices.Sort(took)
	median, p95 := took[len(took)/2], took[len(took)*95/100]
	t.Logf("%d answers: median %s, p95 %s", len(took), median.Round(time.Millisecond), p95.Round(time.Millisecond))
	for _, a := range addresses {
		t.Logf("  %s at most %s", a, slowest[a].Round(time.Millisecond))
	}
	if n >= 100_000 && (median > 100*time.Millisecond || p95 > 300*time.Millisecond) {
		t.Error("too slow")
	}
}

// residentMiB is what the process holds of memory now, where the system says it.
func residentMiB() (n int, ok bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(status)) {
		if text, found := strings.CutPrefix(line, "VmRSS:"); found {
			n, err = strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(text), " kB"))
			return n / 1024, err == nil
		}
	}
	return 0, false
}
