package crawl

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/corpus/archive"
	"gongkai/corpus/fetch"
	"gongkai/corpus/polite"
	"gongkai/corpus/sites/farm"
	"gongkai/internal/optional"
)

// kills is how often TestKill kills; GONGKAI_KILLS sets another number.
const kills = 4

// crawls makes the test binary a crawler of killFarm: the folder, the server's
// address, the time at which the clock began in nanoseconds, its speed.
const crawls = "GONGKAI_TEST_CRAWL"

func TestMain(m *testing.M) {
	if words := strings.Fields(os.Getenv(crawls)); len(words) == 4 {
		if err := crawlFarm(words); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func killFarm(agencies int) *farm.Farm {
	return farm.New(farm.Config{Seed: 11, Agencies: agencies, Families: []string{"trs", "xxgk", "gkmlpt", "epoint"}})
}

// killAgencies is how many sites of each family there are: more for more kills.
func killAgencies(kills int) int { return 2 + kills/10 }

func killCount() int {
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_KILLS")); err == nil {
		return n
	}
	return kills
}

func crawlFarm(words []string) error {
	began, err1 := strconv.ParseInt(words[2], 10, 64)
	speed, err2 := strconv.ParseFloat(words[3], 64)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	server := &farm.Server{Addr: words[1]}
	clock := polite.NewWall(time.Unix(0, began), speed)
	a, err := archive.Open(words[0], archive.Options{MaxBytes: 300_000, Now: clock.Now})
	if err != nil {
		return err
	}
	_, err = Run(context.Background(), a, farmSources(killFarm(killAgencies(killCount()))), Options{
		Agent: "gongkai", Rules: polite.DefaultRules(), Resolve: addressOf, Clock: clock,
		Client: &fetch.Client{UserAgent: "gongkai (+https://example.org/)", Dial: server.Dial, Allowed: fetch.Public},
	})
	return errors.Join(err, a.Close())
}

// killRun crawls in another process, which is killed after each of the times; the
// last one comes to its end.
func killRun(t *testing.T, folder string, h *farm.Farm, faults []farm.Fault, after []time.Duration) (killed []time.Time, speed float64) {
	t.Helper()
	server, err := farm.Start(h.Handler(faults...))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	speed = 250
	began := time.Now().UnixNano()
	for i := 0; ; i++ {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), fmt.Sprintf("%s=%s %s %d %g", crawls, folder, server.Addr, began, speed))
		out := &strings.Builder{}
		c.Stdout, c.Stderr = out, out
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- c.Wait() }()
		var limit <-chan time.Time
		if i < len(after) {
			limit = time.After(after[i])
		}
		select {
		case err := <-done:
			if err != nil {
				t.Fatalf("after %d kills: %v\n%s", len(killed), err, out)
			}
			return killed, speed
		case <-limit:
			c.Process.Kill()
			<-done
			killed = append(killed, time.Now())
		}
	}
}

// TestKill: a crawl that is killed at any moments and started again with the same
// command comes to the archive that one without a kill comes to, asks for nothing
// twice but what was in flight, and is as polite.
func TestKill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be killed as hard there")
	}
	n := killCount()
	folders := []string{filepath.Join(t.TempDir(), "whole"), filepath.Join(t.TempDir(), "killed")}
	if strings.ContainsAny(folders[0]+folders[1], " \t") {
		t.Skip("the folder for temporary files has a space in its name")
	}
	faults := func() []farm.Fault {
		return []farm.Fault{farm.RetryAfter(503, false, 40*time.Second, farm.When{Every: 9, Times: 1}), farm.Truncated(farm.When{Every: 11, Times: 1})}
	}
	whole, killed := killFarm(killAgencies(n)), killFarm(killAgencies(n))
	killRun(t, folders[0], whole, faults(), nil)
	chance := rand.New(rand.NewPCG(1, 2))
	after := make([]time.Duration, n)
	for i := range after {
		after[i] = 100*time.Millisecond + time.Duration(chance.Int64N(int64(500*time.Millisecond)))
	}
	times, speed := killRun(t, folders[1], killed, faults(), after)
	if len(times) < n/2 {
		t.Errorf("only %d of %d kills came before the end", len(times), n)
	}
	if diff := cmp.Diff(holds(t, folders[0]), holds(t, folders[1])); diff != "" {
		t.Errorf("the archives differ (-whole +killed):\n%s", diff)
	}
	for _, folder := range folders {
		if problems, err := archive.Verify(folder); err != nil || len(problems) > 0 {
			t.Errorf("%v %v", problems, err)
		}
	}
	log := killed.Log()
	checkManners(t, log, time.Duration(3e9/speed), false)
	checkScaledRetryAfter(t, log, speed, times)
	checkTwice(t, log, times)
	t.Logf("%d kills, %d requests; %d without", len(times), len(log), len(whole.Log()))
	t.Run("warcio", func(t *testing.T) { checkWarcio(t, folders[1]) })
}

// checkDigests reads WARC files with warcio and prints how many records there are, and
// every one whose digest it does not agree with.
const checkDigests = `
import sys
from warcio.archiveiterator import ArchiveIterator
records = 0
for path in sys.argv[1:]:
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            record.content_stream().read()
            records += 1
            if record.digest_checker.passed is False or record.rec_type == "response" and not record.digest_checker.passed:
                print("WRONG", record.rec_headers.get_header("WARC-Target-URI"), record.digest_checker.problems)
print(records)
`

// checkWarcio: another program reads every file of the archive and agrees with every
// digest.
func checkWarcio(t *testing.T, folder string) {
	python := optional.Python(t, "warcio")
	files, err := filepath.Glob(filepath.Join(folder, "warc", "*.warc.gz"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%q, %v", files, err)
	}
	out, err := exec.Command(python, append([]string{"-c", checkDigests}, files...)...).CombinedOutput()
	if records, number := strconv.Atoi(strings.TrimSpace(string(out))); err != nil || number != nil || records < 100 {
		t.Errorf("%v: %.2000s", err, out)
	}
}

// holds is what an archive has of every URL.
func holds(t *testing.T, folder string) map[string]string {
	t.Helper()
	a, err := archive.Open(folder, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	m := map[string]string{}
	for u, err := range a.Ledger().URLs(archive.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		m[u.Link.URL] = fmt.Sprintf("%s %s %s %s", u.State, u.Reason, u.Digest, u.FoundOn)
		if records := len(recordsOf(t, a, u.Link.URL)); records > 1 {
			t.Errorf("%s has %d records", u.Link.URL, records)
		}
	}
	return m
}

func recordsOf(t *testing.T, a *archive.Archive, address string) (records []archive.Event) {
	t.Helper()
	events, err := a.Ledger().History(address)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.File != "" && e.State != archive.Queued {
			records = append(records, e)
		}
	}
	return records
}

// checkScaledRetryAfter is checkRetryAfter for a clock that runs faster.
func checkScaledRetryAfter(t *testing.T, log []farm.Entry, speed float64, killed []time.Time) {
	t.Helper()
	until := map[string]time.Time{}
	for _, e := range log {
		if e.Begin.Before(until[e.Host]) {
			t.Errorf("%s%s was asked %v before Retry-After ends", e.Host, e.Path, until[e.Host].Sub(e.Begin))
		}
		// A crawler that was killed as it was told does not know.
		told := !slices.ContainsFunc(killed, func(k time.Time) bool { return k.After(e.Begin) && k.Before(e.Begin.Add(inFlight/4)) })
		if seconds, err := strconv.Atoi(e.Answer.Get("Retry-After")); err == nil && told {
			// From its beginning: when the crawler had read it is not known here.
			until[e.Host] = e.Begin.Add(time.Duration(float64(seconds) * 1e9 / speed))
		}
	}
}

// inFlight is how long after its answer a request may not be in the archive yet: the
// answer is read, and waits for the disk.
const inFlight = 2 * time.Second

// checkTwice: what was asked for twice was in flight when the crawler was killed.
func checkTwice(t *testing.T, log []farm.Entry, killed []time.Time) {
	t.Helper()
	last := map[string]farm.Entry{}
	for _, e := range log {
		before, twice := last[e.Host+e.Path]
		if last[e.Host+e.Path] = e; !twice || e.Method != "GET" || before.Answer.Get("Retry-After") != "" {
			continue
		}
		in := false
		for _, k := range killed {
			// The server may begin a moment after the crawler is gone.
			in = in || k.After(before.Begin.Add(-inFlight/10)) && k.Before(before.Begin.Add(inFlight)) && k.Before(e.Begin)
		}
		// The faults cut one of eleven answers: those are asked for again.
		if !in && before.Status != 0 {
			t.Errorf("%s%s was asked for twice, at %v and %v", e.Host, e.Path, before.Begin, e.Begin)
		}
	}
}
