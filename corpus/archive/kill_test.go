package archive

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// kills is how often TestKill kills; GONGKAI_KILLS sets another number.
const kills = 8

// writes names the folder to which the test binary writes until it is killed, or
// everything is fetched.
const writes = "GONGKAI_TEST_ARCHIVE"

func TestMain(m *testing.M) {
	if folder := os.Getenv(writes); folder != "" {
		if err := crawlAll(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// killURLs is how many pages there are: enough for every kill to meet a crawl.
func killURLs() int { return 100 * killCount() }

func killCount() int {
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_KILLS")); err == nil {
		return n
	}
	return kills
}

// crawlAll fetches all pages as a crawler would: what the ledger says is to be
// fetched, one after the other, each page naming the next ones. It logs what it has
// stored.
func crawlAll(folder string) error {
	a, err := Open(folder, Options{MaxBytes: 40_000})
	if err != nil {
		return err
	}
	if _, err := a.Ledger().Add(time.Now(), Link{URL: "http://a.cn/0"}); err != nil {
		return err
	}
	last := killURLs()
	for {
		u, err := a.Ledger().Claim("a.cn", time.Now())
		if err != nil {
			return err
		}
		if u == nil {
			return a.Close()
		}
		var n int
		fmt.Sscanf(u.URL, "http://a.cn/%d", &n)
		var links []Link
		for i := 2*n + 1; i <= 2*n+2 && i < last; i++ {
			links = append(links, Link{URL: fmt.Sprint("http://a.cn/", i), FoundOn: u.URL})
		}
		// Links first: a page that is stored is not looked at again.
		if _, err := a.Ledger().Add(time.Now(), links...); err != nil {
			return err
		}
		body := fmt.Sprintf("<p>page %d</p>%s", n%(last*7/8), strings.Repeat("x", n%97))
		if _, err := a.Store(Exchange{URL: u.URL, Time: time.Now(), Response: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"), Body: strings.NewReader(body)}); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// TestKill: a process that is killed at any moment has lost nothing that it had
// stored; the next one goes on, fetches nothing twice, and the archive is in the end
// what one without a kill would have.
func TestKill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process is killed otherwise there")
	}
	n := killCount()
	folder := filepath.Join(t.TempDir(), "archive")
	rng := rand.New(rand.NewPCG(3, 4))
	stored, met := map[string]bool{}, 0
	for i := 0; i <= n; i++ {
		log := filepath.Join(t.TempDir(), "log")
		f, err := os.Create(log)
		if err != nil {
			t.Fatal(err)
		}
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), writes+"="+folder)
		c.Stdout, c.Stderr = f, os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if i < n {
			time.Sleep(20*time.Millisecond + time.Duration(rng.Int64N(int64(120*time.Millisecond))))
			c.Process.Signal(syscall.SIGKILL)
		}
		if err := c.Wait(); i == n && err != nil {
			t.Fatal(err)
		}
		f.Close()
		said, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if i < n && len(said) > 0 {
			met++
		}
		for line := range strings.Lines(string(said)) {
			if strings.HasSuffix(line, "\n") && stored[line] {
				t.Errorf("run %d fetches %s again", i, strings.TrimSpace(line))
			}
			stored[line] = true
		}
	}
	verifyAll(t, folder)
	plain := filepath.Join(t.TempDir(), "plain")
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), writes+"="+plain)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out[max(0, len(out)-1000):])
	}
	sorted := func(s string) []string { return slices.Sorted(strings.Lines(s + "\n")) }
	if diff := cmp.Diff(sorted(contents(t, plain)), sorted(contents(t, folder))); diff != "" {
		t.Errorf("a killed crawl ends otherwise (-want +got):\n%s", diff)
	}
	// No record twice: every URL has one event that says fetched.
	l, err := openLedger(folder, true)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	var many int
	if err := l.db.QueryRow("SELECT count(*) FROM (SELECT url FROM events WHERE state = 'fetched' GROUP BY url HAVING count(*) <> 1)").Scan(&many); err != nil || many > 0 {
		t.Errorf("%d URLs were not fetched once, %v", many, err)
	}
	counts, err := l.Counts()
	if diff := cmp.Diff(map[State]int{Fetched: killURLs()}, counts); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	t.Logf("%d kills, %d of them after something was stored", n, met)
}
