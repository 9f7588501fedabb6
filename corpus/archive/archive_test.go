package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/corpus/warc"
)

// clock goes on by a second with every look.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.now = c.now.Add(time.Second)
	return c.now
}

func open(t testing.TB, folder string, o Options) *Archive {
	t.Helper()
	a, err := Open(folder, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// page is an exchange about a page of its own.
func page(c *clock, url, body string) Exchange {
	return Exchange{URL: url, Time: c.Now(), Address: "192.0.2.1",
		Request:  []byte("GET " + url + " HTTP/1.1\r\nUser-Agent: test\r\n\r\n"),
		Response: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"" + fmt.Sprint(len(body)) + "\"\r\n\r\n"),
		Body:     strings.NewReader(body)}
}

// answer is one without a body.
func answer(c *clock, url, head string) Exchange {
	return Exchange{URL: url, Time: c.Now(), Response: []byte("HTTP/1.1 " + head + "\r\n\r\n")}
}

func store(t testing.TB, a *Archive, e Exchange) URL {
	t.Helper()
	u, err := a.Store(e)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// state prints what the ledger says of every URL.
func state(t testing.TB, l *Ledger) string {
	t.Helper()
	var lines []string
	for u, err := range l.URLs(Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf("%s %s", u.URL, u.State)
		if u.Reason != "" {
			line += " (" + u.Reason + ")"
		}
		if u.Digest != "" {
			line += fmt.Sprintf(" %d bytes", u.Bytes)
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

// contents prints the documents of an archive and what they hold.
func contents(t testing.TB, paths ...string) string {
	t.Helper()
	var lines []string
	for _, d := range Documents(paths) {
		b, err := d.Read(1 << 20)
		line := fmt.Sprintf("%s %q", d.URL, b)
		if err != nil {
			line = fmt.Sprintf("%s ! %v", d.URL, err)
		}
		if len(d.Via) > 0 {
			line += " via " + strings.Join(d.Via, " ")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func verifyAll(t testing.TB, folder string) {
	t.Helper()
	if problems, err := Verify(folder); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}

func TestArchive(t *testing.T) {
	folder, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := open(t, folder, Options{Now: c.Now, Info: warc.Fields{{Name: "operator", Value: "someone"}}})
	if _, err := Open(folder, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("opened twice: %v", err)
	}
	n, err := a.Ledger().Add(c.Now(), Link{URL: "http://a.gov.cn/1", FoundOn: "http://a.gov.cn/", Text: "2025年\n年度报告", Kind: "article"}, Link{URL: "http://a.gov.cn/2"}, Link{URL: "http://a.gov.cn/1"})
	if n != 2 || err != nil {
		t.Fatal(n, err)
	}
	first := store(t, a, page(c, "http://a.gov.cn/1", "<p>one</p>"))
	store(t, a, page(c, "http://a.gov.cn/2", "<p>two</p>"))
	store(t, a, answer(c, "http://a.gov.cn/old", "302 Found\r\nLocation: /1"))
	store(t, a, page(c, "http://m.a.gov.cn/1", "<p>one</p>"))             // a copy
	store(t, a, page(c, "http://a.gov.cn/1", "<p>one</p>"))               // the same again
	store(t, a, answer(c, "http://a.gov.cn/2", "304 Not Modified"))       //
	store(t, a, answer(c, "http://a.gov.cn/3", "404 Not Found"))          // never there
	store(t, a, page(c, "http://a.gov.cn/4", "<p>four</p>"))              //
	store(t, a, answer(c, "http://a.gov.cn/4", "410 Gone"))               // there no more
	cut := page(c, "http://a.gov.cn/5", "<p>fi")                          //
	cut.Truncated = "disconnect"                                          //
	store(t, a, cut)                                                      //
	busy := answer(c, "http://a.gov.cn/6", "503 Busy\r\nRetry-After: 60") //
	busy.Retry = c.now.Add(time.Minute)
	store(t, a, busy)
	image := page(c, "http://a.gov.cn/logo.png", "\x89PNG")
	image.Response = []byte("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
	store(t, a, image)
	challenge := page(c, "http://a.gov.cn/7", "<script>")
	challenge.State, challenge.Reason = Blocked, "challenge"
	store(t, a, challenge)
	const want = `http://a.gov.cn/1 unchanged (same digest) 10 bytes
http://a.gov.cn/2 unchanged (not modified) 10 bytes
http://a.gov.cn/3 failed (status 404)
http://a.gov.cn/4 vanished (status 410) 11 bytes
http://a.gov.cn/5 failed (truncated: disconnect)
http://a.gov.cn/6 queued (status 503)
http://a.gov.cn/7 blocked (challenge)
http://a.gov.cn/logo.png fetched 4 bytes
http://a.gov.cn/old fetched
http://m.a.gov.cn/1 fetched 10 bytes`
	if diff := cmp.Diff(want, state(t, a.Ledger())); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
	copied, _, err := a.Ledger().Get("http://m.a.gov.cn/1")
	if err != nil || copied.Record != first.Record || copied.ETag != `"10"` {
		t.Errorf("the copy is kept at %+v, the first at %+v, %v", copied.Record, first.Record, err)
	}
	const documents = `http://a.gov.cn/1 "<p>one</p>" via http://a.gov.cn/old
http://a.gov.cn/2 "<p>two</p>"
http://a.gov.cn/4 "<p>four</p>"
http://a.gov.cn/5 ! the document is damaged: the payload is cut off: disconnect, says the record
http://m.a.gov.cn/1 "<p>one</p>"`
	if diff := cmp.Diff(documents, contents(t, folder)); diff != "" {
		t.Errorf("documents while it is written (-want +got):\n%s", diff)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(documents, contents(t, folder)); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	if d := Documents([]string{folder})[0]; d.FoundOn != "http://a.gov.cn/" || d.LinkText != "2025年 年度报告" || !d.Fetched.Equal(first.Fetched) {
		t.Errorf("%+v", d)
	}
	verifyAll(t, folder)
	names, _ := filepath.Glob(filepath.Join(folder, "warc", "*"))
	if len(names) != 1 || !strings.HasSuffix(names[0], ".warc.gz") {
		t.Errorf("files: %q", names)
	}
	again := open(t, folder, Options{Now: c.Now})
	if diff := cmp.Diff(want, state(t, again.Ledger())); diff != "" {
		t.Errorf("opened again (-want +got):\n%s", diff)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestLedgerIsLost: all that was fetched is known again from the WARC files.
func TestLedgerIsLost(t *testing.T) {
	folder, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := open(t, folder, Options{Now: c.Now, MaxBytes: 3000})
	for i := range 12 {
		store(t, a, page(c, fmt.Sprintf("http://a.gov.cn/%d", i%8), strings.Repeat("x", 100+i%7)))
	}
	store(t, a, answer(c, "http://a.gov.cn/3", "304 Not Modified"))
	store(t, a, answer(c, "http://a.gov.cn/4", "404 Not Found"))
	want := everything(t, a.Ledger())
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if names, _ := filepath.Glob(filepath.Join(folder, "warc", "*.warc.gz")); len(names) < 3 {
		t.Fatalf("files do not roll over: %q", names)
	}
	for _, name := range []string{ledgerName, ledgerName + "-wal", ledgerName + "-shm", indexName} {
		if err := os.Remove(filepath.Join(folder, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	a = open(t, folder, Options{Now: c.Now})
	if diff := cmp.Diff(want, everything(t, a.Ledger())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	verifyAll(t, folder)
}

// everything is all that the ledger says of its URLs, but when they were found.
func everything(t testing.TB, l *Ledger) map[string]URL {
	t.Helper()
	m := map[string]URL{}
	for u, err := range l.URLs(Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		u.Added, u.Seen = time.Time{}, time.Time{}
		m[u.URL] = u
	}
	return m
}

// snapshot copies an archive as a kill at this moment would leave it.
func snapshot(t testing.TB, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// TestTruncated: whatever byte of the last records is the last that reached the file,
// and whether or not the ledger knew them, the next Open comes to what was stored
// whole before, and what is fetched again makes the archive complete.
func TestTruncated(t *testing.T) {
	live, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := open(t, live, Options{Now: c.Now})
	var ends []int64
	var ledgers []string
	for i := range 4 {
		ledgers = append(ledgers, snapshot(t, live))
		store(t, a, page(c, fmt.Sprintf("http://a.gov.cn/%d", i), fmt.Sprintf("<p>%d</p>", i)))
		ends = append(ends, a.size)
	}
	complete := everything(t, a.Ledger())
	full := snapshot(t, live)
	ledgers = append(ledgers, full)
	if err := a.abandon(); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(full, "warc", "*"))
	if len(files) != 1 || !strings.HasSuffix(files[0], openSuffix) {
		t.Fatalf("files: %q", files)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	// What is kept of the file, for every byte.
	for size := ends[1]; size <= ends[3]; size++ {
		s := groups{name: "a", from: 1 << 62} // nothing is added to a ledger
		if err := s.read(bytes.NewReader(data[:size]), size); err != nil || len(s.bad) > 0 {
			t.Fatalf("%d bytes: %v, damaged %v", size, err, s.bad)
		}
		want := ends[1]
		for _, end := range ends[2:] {
			if size >= end {
				want = end
			}
		}
		if s.good != want {
			t.Fatalf("of %d bytes %d are kept, not %d", size, s.good, want)
		}
	}
	// Who reads while it is written sees what is whole.
	reader := snapshot(t, full)
	path := filepath.Join(reader, "warc", filepath.Base(files[0]))
	for size := ends[3]; size >= ends[1]; size -= 29 {
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		if got := contents(t, reader); strings.Contains(got, "!") || !strings.HasPrefix(got, "http://a.gov.cn/0 \"<p>0</p>\"\nhttp://a.gov.cn/1 \"<p>1</p>\"") {
			t.Fatalf("of %d bytes:\n%s", size, got)
		}
	}
	// The whole way, for some.
	const step = 167
	for size := ends[1] + 1; size <= ends[3]; size += step {
		// The ledger as it was: before, up to date, or knowing more than the file has.
		ledger := ledgers[2+int(size)%3]
		whole := 2
		for _, end := range ends[2:] {
			if size >= end {
				whole++
			}
		}
		folder := snapshot(t, ledger)
		if err := os.WriteFile(filepath.Join(folder, "warc", filepath.Base(files[0])), data[:size], 0o644); err != nil {
			t.Fatal(err)
		}
		again := open(t, folder, Options{Now: c.Now})
		for i := range 4 {
			address := fmt.Sprintf("http://a.gov.cn/%d", i)
			u, _, err := again.Ledger().Get(address)
			if err != nil {
				t.Fatal(err)
			}
			if (u.State == Fetched) != (i < whole) {
				t.Fatalf("after %d bytes, of which %d exchanges are whole, %s is %q", size, whole, address, u.State)
			}
			if u.State != Fetched {
				at := complete[address].Fetched
				e := page(c, address, fmt.Sprintf("<p>%d</p>", i))
				e.Time = at
				store(t, again, e)
			}
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		verifyAll(t, folder)
		const want = "http://a.gov.cn/0 \"<p>0</p>\"\nhttp://a.gov.cn/1 \"<p>1</p>\"\nhttp://a.gov.cn/2 \"<p>2</p>\"\nhttp://a.gov.cn/3 \"<p>3</p>\""
		if diff := cmp.Diff(want, contents(t, folder)); diff != "" {
			t.Fatalf("after %d bytes (-want +got):\n%s", size, diff)
		}
		os.RemoveAll(folder)
	}
}

// TestDamagedInTheMiddle: damage in an open file takes the record that is damaged,
// not those behind it.
func TestDamagedInTheMiddle(t *testing.T) {
	folder, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := open(t, folder, Options{Now: c.Now})
	for i := range 4 {
		store(t, a, page(c, fmt.Sprintf("http://a.gov.cn/%d", i), fmt.Sprintf("<p>%d</p>", i)))
	}
	u, _, err := a.Ledger().Get("http://a.gov.cn/1")
	if err != nil {
		t.Fatal(err)
	}
	path := a.file.Name()
	if err := a.abandon(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteAt([]byte("damaged"), u.Record.Offset+100)
	f.Close()
	a = open(t, folder, Options{Now: c.Now})
	const want = `http://a.gov.cn/0 fetched 8 bytes
http://a.gov.cn/1 queued (its record was lost)
http://a.gov.cn/2 fetched 8 bytes
http://a.gov.cn/3 fetched 8 bytes`
	if diff := cmp.Diff(want, state(t, a.Ledger())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if problems, err := Verify(folder); err != nil || len(problems) == 0 {
		t.Errorf("the damage is not found: %v %v", problems, err)
	}
}

// failing is a body that cannot be read to its end the second time.
type failing struct {
	*strings.Reader
	reads int
}

func (f *failing) Seek(offset int64, whence int) (int64, error) {
	f.reads++
	return f.Reader.Seek(offset, whence)
}

func (f *failing) Read(b []byte) (int, error) {
	if f.reads > 2 && f.Len() < 50 {
		return 0, io.ErrClosedPipe
	}
	return f.Reader.Read(b)
}

// TestStoreFails: what could not be stored whole leaves nothing behind.
func TestStoreFails(t *testing.T) {
	folder, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := open(t, folder, Options{Now: c.Now})
	store(t, a, page(c, "http://a.gov.cn/1", "<p>1</p>"))
	size := a.size
	e := page(c, "http://a.gov.cn/2", "")
	e.Body = &failing{Reader: strings.NewReader(strings.Repeat("x", 1000))}
	if _, err := a.Store(e); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a body that cannot be read: %v", err)
	}
	e = page(c, "http://a.gov.cn/\r\nX: y", "x")
	if _, err := a.Store(e); !errors.Is(err, warc.ErrField) {
		t.Errorf("an address with a line end: %v", err)
	}
	e = page(c, "http://a.gov.cn/2", "x")
	e.Response = []byte("<html>")
	if _, err := a.Store(e); !errors.Is(err, warc.ErrNotHTTP) {
		t.Errorf("no HTTP: %v", err)
	}
	if info, err := a.file.Stat(); err != nil || info.Size() != size {
		t.Errorf("the file has %d bytes, not %d, %v", info.Size(), size, err)
	}
	store(t, a, page(c, "http://a.gov.cn/3", "<p>3</p>"))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	verifyAll(t, folder)
}

func TestForeignFolder(t *testing.T) {
	folder := t.TempDir()
	os.WriteFile(filepath.Join(folder, "thesis.docx"), nil, 0o644)
	if _, err := Open(folder, Options{}); !errors.Is(err, ErrForeign) {
		t.Errorf("a folder of somebody's: %v", err)
	}
	folder = t.TempDir()
	os.WriteFile(filepath.Join(folder, Marker), []byte(`{"format": "gongkai archive", "version": 2}`), 0o644)
	if _, err := Open(folder, Options{}); err == nil {
		t.Error("an archive of the future is opened")
	}
}

func TestIndex(t *testing.T) {
	folder, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := open(t, folder, Options{Now: c.Now, MaxBytes: 2000})
	for i := range 9 {
		store(t, a, page(c, fmt.Sprintf("http://www.a.gov.cn/%d?b=1&A=2", 9-i), fmt.Sprint("page ", i)))
	}
	store(t, a, page(c, "http://www.a.gov.cn/9?b=1&A=2", "page 0"))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, indexName)
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(want), "\n"), "\n")
	if len(lines) != 10 || !sort.StringsAreSorted(lines) || !strings.HasPrefix(lines[0], `cn,gov,a)/1?a=2&b=1 20260301`) ||
		!strings.Contains(lines[0], `{"url":"http://www.a.gov.cn/1?b=1&A=2","mime":"text/html","status":"200","digest":"sha256:`) || !strings.Contains(lines[9], `"mime":"warc/revisit"`) {
		t.Errorf("index:\n%s", want)
	}
	for name, damage := range map[string]func() error{
		"missing": func() error { return os.Remove(path) },
		"cut":     func() error { return os.Truncate(path, 100) },
		"changed": func() error {
			return os.WriteFile(path, bytes.Replace(want, []byte("page"), []byte("pane"), 1)[1:], 0o644)
		},
		"without status": func() error { return os.Remove(filepath.Join(folder, statusName)) },
	} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if problems, err := Verify(folder); err != nil || len(problems) != 1 || !strings.Contains(problems[0].String(), "index") {
			t.Errorf("%s: %v %v", name, problems, err)
		}
		if err := open(t, folder, Options{Now: c.Now}).Close(); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); !bytes.Equal(got, want) {
			t.Errorf("%s: made anew, the index is another one:\n%s", name, got)
		}
	}
	verifyAll(t, folder)
}

func TestSURT(t *testing.T) {
	for address, want := range map[string]string{
		"http://www.example.gov.cn/A/b.html":     "cn,gov,example)/a/b.html",
		"https://www2.example.gov.cn:443":        "cn,gov,example)/",
		"http://example.gov.cn:8080/x?b=1&a=2#f": "cn,gov,example:8080)/x?a=2&b=1",
		"http://www.cn/":                         "cn,www)/",
		"http://例子.cn/报告":                        "cn,例子)/%e6%8a%a5%e5%91%8a",
		"urn:pageinfo:x y":                       "urn:pageinfo:x%20y",
	} {
		if got := SURT(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
