package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai"
	"gongkai/cmd/pipeline"
	"gongkai/corpus"
	"gongkai/corpus/crawl"
	"gongkai/corpus/eval"
	"gongkai/corpus/sites"
	"gongkai/corpus/sites/farm"
	"gongkai/corpus/synth"
	"gongkai/extract"
	"gongkai/extract/pdfcheck"
)

// gongkaiRun runs the program in this process.
func gongkaiRun(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	code = run(args, &out, &log)
	return code, out.String(), log.String()
}

// farmFile writes a file of sites.
func farmFile(t *testing.T, f *farm.Farm) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("sites:\n")
	for _, s := range f.Sites() {
		fmt.Fprintf(&b, "  - id: %s\n    agency: %s\n    start: %s\n", strings.ReplaceAll(s.Host, ".", "-"), s.Agency, s.Column)
	}
	path := filepath.Join(t.TempDir(), "sites.yaml")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCrawl goes the whole way: from sites of every family, by the command line, to an
// archive, and from it to reports that are what was published. GONGKAI_FARM sets how
// many agencies of each family there are.
func TestCrawl(t *testing.T) {
	agencies := 1
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_FARM")); err == nil {
		agencies = n
	}
	f := farm.New(farm.Config{Seed: 21, Agencies: agencies})
	server, err := farm.Start(f)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	folder := filepath.Join(t.TempDir(), "archive")
	crawl := func(more ...string) (int, string, string) {
		return gongkaiRun(t, append([]string{"crawl", "-o", folder, "--contact", "test@example.org", "--allow-private", "--connect-to", server.Addr, "--speed", "3000"}, more...)...)
	}
	list := farmFile(t, f)
	// Some sites of a family page in another way than most, so that what is tried
	// first is not there; the first of each family does not.
	done := func(code int) bool { return code == exitOK || agencies > 1 && code == exitUnreadable }
	if code, _, log := crawl("--total-pages", "20", list); code != exitLeft || !strings.Contains(log, "left for another run") {
		t.Errorf("a budget of 20 pages: exit code %d, %s", code, log)
	}
	code, out, log := crawl("--json", list)
	if !done(code) || !strings.Contains(out, `"what":"source begins"`) || !strings.Contains(out, `"what":"summary"`) {
		t.Fatalf("exit code %d, %s", code, log)
	}
	// Again, nothing is asked that was had; what was not there may be.
	had := map[string]bool{}
	before := f.Log()
	for _, e := range before {
		if e.Status == http.StatusOK && e.Method == http.MethodGet { // what a POST asks for is not in its path
			had[e.Host+e.Path] = true
		}
	}
	if code, out, log = crawl(list); !done(code) {
		t.Errorf("again: exit code %d, %s%s", code, out, log)
	}
	for _, e := range f.Log()[len(before):] {
		if e.Method == http.MethodGet && had[e.Host+e.Path] && e.Path != "/robots.txt" || agencies == 1 {
			t.Errorf("again: %s %s%s", e.Method, e.Host, e.Path)
		}
	}
	checkArchive(t, f, folder)
	// Pages around a file are narrative, beside their file.
	code, out, log = gongkaiRun(t, "build", "-o", filepath.Join(t.TempDir(), "dataset"), folder)
	if want := fmt.Sprintf("%d verified", len(f.Truth())); !strings.Contains(out, want) {
		t.Errorf("build: exit code %d, want %s:\n%s%s", code, want, out, log)
	}
}

// checkArchive reads every report from the archive and compares it with the truth.
func checkArchive(t *testing.T, f *farm.Farm, folder string) {
	t.Helper()
	entries, err := corpus.Files([]string{folder}, corpus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]corpus.Entry{}
	for _, e := range entries {
		at[e.Address] = e
	}
	reader := extract.NewReader("")
	for _, r := range f.Truth() {
		sample, err := synth.New(r.Order)
		if err != nil {
			t.Fatal(err)
		}
		d := synth.Document{Sample: sample}
		for _, w := range synth.Writers() {
			if w.Name == r.Writer {
				d.Writer = w
			}
		}
		e, ok := corpus.Entry{}, false
		for _, address := range append(append(r.Attachments[:min(1, len(r.Attachments))], r.URL), r.Others...) {
			if e, ok = at[sites.Canonical(address)]; ok {
				break
			}
		}
		if !ok {
			t.Errorf("%s is not among the documents of the archive", r.URL)
			continue
		}
		data, err := corpus.ReadAll(e, 64<<20)
		if err != nil {
			t.Errorf("%s: %v", r.URL, err)
			continue
		}
		report, err := pipeline.Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
		if err == nil {
			pipeline.Confirm(report, gongkai.DefaultLimits(), func(j pipeline.Job) (gongkai.SecondReading, error) {
				return pdfcheck.Check(data, j.Cells, j.Limits)
			})
		}
		if v := eval.Judge(d.Truth(), report, err); !v.Right() {
			t.Errorf("%s (%s): %s", r.URL, r.Writer, v.Problem)
		}
	}
}

// TestCrawlUsage: mistakes in the call, each with its message.
func TestCrawlUsage(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a")
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("sites:\n  - id: x y\n    agncy: z\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no contact":      {[]string{"-o", folder, "https://www.example.gov.cn/nb/"}, "--contact must say where"},
		"no real contact": {[]string{"-o", folder, "--contact", "me", "https://www.example.gov.cn/nb/"}, "no address of a page or a mailbox"},
		"no archive":      {[]string{"--contact", "me@example.org", "https://www.example.gov.cn/nb/"}, "output"},
		"no sites":        {[]string{"-o", folder, "--contact", "me@example.org"}, "requires at least 1 arg"},
		"no such file":    {[]string{"-o", folder, "--contact", "me@example.org", "none.yaml"}, "none.yaml"},
		"a bad file":      {[]string{"-o", folder, "--contact", "me@example.org", bad}, "bad.yaml:3: agncy: no such key"},
		"a bad shard":     {[]string{"-o", folder, "--contact", "me@example.org", "--shard", "5/4", "https://www.example.gov.cn/nb/"}, "a shard is stated as 1/4"},
		"bad hours":       {[]string{"-o", folder, "--contact", "me@example.org", "--night", "22-6", "https://www.example.gov.cn/nb/"}, "hours are stated as 22:00-06:00"},
		"tests' flags":    {[]string{"-o", folder, "--contact", "me@example.org", "--speed", "9", "https://www.example.gov.cn/nb/"}, "are for tests"},
		"a password":      {[]string{"-o", folder, "--contact", "me@example.org", "https://a:b@www.example.gov.cn/nb/"}, "no address of a web page"},
	} {
		code, _, log := gongkaiRun(t, append([]string{"crawl"}, c.args...)...)
		if code != exitUsage || !strings.Contains(log, c.want) {
			t.Errorf("%s: exit code %d, %s", name, code, log)
		}
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("a mistake in the call makes an archive")
	}
}

// TestCrawlFailures: what cannot be had makes the exit code 3, and is named.
func TestCrawlFailures(t *testing.T) {
	f := farm.New(farm.Config{Seed: 21, Families: []string{"trs"}, FirstYear: 2023, LastYear: 2024})
	server, err := farm.Start(f.Handler(farm.LoginPage(farm.When{Every: 2}), farm.RetryAfter(503, false, time.Hour, farm.When{Every: 3, Times: 1})))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	folder := filepath.Join(t.TempDir(), "archive")
	code, out, log := gongkaiRun(t, "crawl", "-o", folder, "--contact", "test@example.org", "--allow-private", "--connect-to", server.Addr, "--speed", "20000", farmFile(t, f))
	if code != exitUnreadable || !strings.Contains(out, "blocked") || !strings.Contains(log, "could not be had") {
		t.Errorf("exit code %d\n%s%s", code, out, log)
	}
}

// TestDiscover prints where the column is, and why.
func TestDiscover(t *testing.T) {
	f := farm.New(farm.Config{Seed: 21, Families: []string{"trs"}})
	server, err := farm.Start(f)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	args := []string{"discover", "--contact", "test@example.org", "--allow-private", "--connect-to", server.Addr, "--speed", "3000"}
	code, out, log := gongkaiRun(t, append(args, f.Sites()[0].Home)...)
	if first, _, _ := strings.Cut(out, "\n"); code != exitOK || !strings.Contains(first, strings.TrimSuffix(f.Sites()[0].Column, "index.html")) || !strings.Contains(out, "text names") {
		t.Errorf("exit code %d\n%s%s", code, out, log)
	}
	if code, _, log := gongkaiRun(t, append(args, "nonsense")...); code != exitUsage {
		t.Errorf("exit code %d, %s", code, log)
	}
}

// TestCrawlInterrupted: a crawl that is told to stop ends in order, with an exit code
// of its own.
func TestCrawlInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("processes cannot be told to stop there")
	}
	f := farm.New(farm.Config{Seed: 21, Families: []string{"trs"}})
	server, err := farm.Start(f)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, folder := filepath.Join(t.TempDir(), "gongkai"), filepath.Join(t.TempDir(), "archive")
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "crawl", "-o", folder, "--contact", "test@example.org", "--allow-private", "--connect-to", server.Addr, farmFile(t, f))
	var log bytes.Buffer
	c.Stderr = &log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); len(f.Log()) == 0 && time.Since(begun) < 20*time.Second; {
		time.Sleep(20 * time.Millisecond)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); c.ProcessState.ExitCode() != exitInterrupt || !strings.Contains(log.String(), "start it again with the same command") {
		t.Errorf("%v, %s", err, log.String())
	}
	if code, out, log := gongkaiRun(t, "archive", "verify", folder); code != exitOK {
		t.Errorf("%s%s", out, log)
	}
}

// TestCrawlWatch: the line on the way, and those of the sites with most to do.
func TestCrawlWatch(t *testing.T) {
	w := &crawlWatch{sites: map[string]*siteWatch{}, began: time.Now().Add(-10 * time.Second)}
	for i := range 8 {
		name := fmt.Sprint("s", i)
		w.event(crawl.Event{What: "source begins", Source: name})
		w.event(crawl.Event{What: "fetched", Source: name, Queued: i})
		w.event(crawl.Event{What: "blocked", Source: name, Queued: i})
	}
	w.event(crawl.Event{What: "source ends", Source: "s7"})
	text := w.text()
	for _, want := range []string{"gongkai: 16 done, 21 queued, 8 blocked, 0 failed, 1.60/s, at least 13s left\n  s6: 2 done, 6 queued, 1 blocked", "  s2: "} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nwant %s", text, want)
		}
	}
	if strings.Contains(text, "s7") || strings.Contains(text, "s1:") {
		t.Errorf("%s", text)
	}
}
