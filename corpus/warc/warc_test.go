package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// response is a WARC record as other programs write it.
func response(n int) string {
	block := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>page %d</p>", n)
	return record(fmt.Sprintf("WARC-Type: response\r\nWARC-Target-URI: http://a.cn/%d\r\nContent-Length: %d\r\n", n, len(block)), block)
}

func record(fields, block string) string {
	return "WARC/1.0\r\n" + fields + "\r\n" + block + "\r\n\r\n"
}

func zipped(text ...string) []byte {
	var b bytes.Buffer
	for _, t := range text {
		z := gzip.NewWriter(&b)
		z.Write([]byte(t))
		z.Close()
	}
	return b.Bytes()
}

// listing reads a file and prints what the reader made of it.
func listing(t testing.TB, data []byte) string {
	t.Helper()
	var b strings.Builder
	r := NewReader(bytes.NewReader(data), int64(len(data)), 0)
	end := int64(0)
	for n := 0; ; n++ {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if n > len(data) {
			t.Fatal("the reader does not come to an end")
		}
		if err != nil {
			fmt.Fprintf(&b, "! %v\n", cause(err))
			if errors.Is(err, ErrShared) {
				break
			}
			continue
		}
		block, readErr := io.ReadAll(rec.Block)
		wrong := rec.Finish()
		fmt.Fprintf(&b, "%s %s", rec.Version, rec.TargetURI())
		if i := bytes.Index(block, []byte("\r\n\r\n")); i >= 0 {
			fmt.Fprintf(&b, " %q", block[i+4:])
		}
		if wrong != nil {
			fmt.Fprintf(&b, " ! %v", cause(wrong))
		} else if readErr != nil {
			t.Errorf("a block that cannot be read in a record that is right: %v", readErr)
		} else if rec.Offset < end {
			t.Errorf("the record at %d begins before the end of the last one, %d", rec.Offset, end)
		} else {
			end = rec.Offset + rec.Length
		}
		b.WriteString("\n")
	}
	return b.String()
}

// cause is the sentinel that an error wraps.
func cause(err error) error {
	for _, s := range []error{ErrSyntax, ErrTruncated, ErrLength, ErrDamaged, ErrShared, ErrTooLarge} {
		if errors.Is(err, s) {
			return s
		}
	}
	return err
}

func TestReader(t *testing.T) {
	one, two, three := response(1), response(2), response(3)
	const want1, want2, want3 = "1.0 http://a.cn/1 \"<p>page 1</p>\"\n", "1.0 http://a.cn/2 \"<p>page 2</p>\"\n", "1.0 http://a.cn/3 \"<p>page 3</p>\"\n"
	damaged := zipped(one)
	damaged[60] ^= 0xff
	long := strings.Replace(two, "Content-Length: ", "Content-Length: 9", 1)
	short := strings.Replace(two, "Content-Length: 57", "Content-Length: 47", 1)
	if short == two {
		t.Fatal("the length is another one")
	}
	join := func(b ...[]byte) []byte { return bytes.Join(b, nil) }
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"plain", []byte(one + two + three), want1 + want2 + want3},
		{"a member a record", zipped(one, two, three), want1 + want2 + want3},
		{"plain and members", join([]byte(one), zipped(two), []byte(three)), want1 + want2 + want3},
		{"line ends before a record", []byte("\r\n\r\n" + one + "\n\n\r\n" + two), want1 + want2},
		{"line ends without CR in heads", []byte(strings.Replace(one, "WARC/1.0\r\n", "WARC/1.0\n", 1) + two), want1 + want2},
		{"missing line ends behind a record", []byte(strings.TrimRight(one, "\r\n") + "\r\n" + two), want1 + want2},
		{"missing line ends in members", zipped(strings.TrimRight(one, "\r\n"), two), want1 + want2},
		{"a field over two lines", []byte(strings.Replace(one, "http://a.cn/1", "\r\n  http://a.cn/1", 1)), want1},
		{"brackets around the address", []byte(strings.Replace(one, "http://a.cn/1", "<http://a.cn/1>", 1)), want1},
		{"names in other case", []byte(strings.ReplaceAll(strings.Replace(one, "Content-Length", "content-length", 1), "WARC-", "warc-")), want1},
		{"a member cut off", zipped(one, two)[:len(zipped(one))+40], want1 + "! the file ends within the record\n"},
		{"a plain record cut off", []byte(one + two[:len(two)-12]), want1 + "1.0 http://a.cn/2 \"<p>pa\" ! the file ends within the record\n"},
		{"a head cut off", []byte(one + two[:30]), want1 + "! the file ends within the record\n"},
		{"a damaged member", join(zipped(three), damaged, zipped(two)), want3 + "1.0 http://a.c1/1 \"<p>page 1</p>\" ! the gzip member is damaged\n" + want2},
		{"too long, in a member", zipped(one, long, three), want1 + "1.0 http://a.cn/2 \"<p>page 2</p>\\r\\n\\r\\n\" ! the Content-Length is wrong\n" + want3},
		{"too long, plain", []byte(one + long + three), want1 + "1.0 http://a.cn/2 \"<p>page 2</p>\" ! the Content-Length is wrong\n" + want3},
		{"too short, in a member", zipped(one, short, three), want1 + "1.0 http://a.cn/2 \"<p>\" ! the Content-Length is wrong\n" + want3},
		{"too short, plain", []byte(one + short + three), want1 + "1.0 http://a.cn/2 \"<p>\" ! the Content-Length is wrong\n" + want3},
		{"no length", []byte(strings.Replace(one, "Content-Length", "X", 1) + two), "1.0 http://a.cn/1 \"<p>page 1</p>\" ! the Content-Length is wrong\n" + want2},
		{"negative length", zipped(strings.Replace(one, "Content-Length: ", "Content-Length: -", 1), two), "1.0 http://a.cn/1 \"<p>page 1</p>\\r\\n\\r\\n\" ! the Content-Length is wrong\n" + want2},
		{"records share a member", zipped(one + two), "1.0 http://a.cn/1 \"<p>page 1</p>\" ! records share gzip members\n! records share gzip members\n"},
		{"a record over two members", zipped(one[:100], one[100:], two), "1.0 http://a.cn/1 ! records share gzip members\n! records share gzip members\n"},
		{"something else", []byte("<html>\n" + one), "! not a WARC record\n" + want1},
		{"something else in a member", zipped("<html>", one), "! not a WARC record\n" + want1},
		{"an empty member", zipped("", one), "! not a WARC record\n" + want1},
		{"nothing", nil, ""},
		{"line ends only", []byte("\r\n\r\n"), ""},
		{"a line without an end", []byte("WARC/1.0\r\nX: " + strings.Repeat("x", 2<<20) + "\r\n\r\n" + one), "! not a WARC record\n" + want1},
		{"fields without an end", zipped("WARC/1.0\r\n"+strings.Repeat("X: y\r\n", 1<<20)+"\r\n", one), "! not a WARC record\n" + want1},
	} {
		if diff := cmp.Diff(c.want, listing(t, c.data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestBounded: no file takes more than some buffers.
func TestBounded(t *testing.T) {
	for name, data := range map[string][]byte{
		"a line of 16 MB":  zipped("WARC/1.1\r\nX: " + strings.Repeat("a", 16<<20)),
		"a block of 16 MB": zipped("WARC/1.1\r\nContent-Length: 16777216\r\n\r\n" + strings.Repeat("a", 16<<20) + "\r\n\r\n"),
		"16 MB behind it":  zipped("WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n" + strings.Repeat("a\n", 8<<20)),
		"an HTTP head":     zipped("WARC/1.1\r\nContent-Length: 16777216\r\n\r\nHTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 16<<20)),
	} {
		r := NewReader(bytes.NewReader(data), int64(len(data)), 0)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if rec, err := r.Next(); err == nil {
			ReadResponse(rec.Block)
			rec.Finish()
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 4<<20 {
			t.Errorf("%s: %d bytes allocated", name, n)
		}
	}
}

func TestAppend(t *testing.T) {
	var b bytes.Buffer
	fields := Fields{{"WARC-Type", "resource"}, {"WARC-Record-ID", "<" + NewID() + ">"}, {"WARC-Date", "2026-01-02T03:04:05.678901Z"}, {"WARC-Target-URI", "http://a.cn/1"}}
	for _, block := range []string{"first", "", "third\r\n\r\nWARC/1.1\r\n"} {
		if err := Append(&b, fields, strings.NewReader(block)); err != nil {
			t.Fatal(err)
		}
	}
	r := NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()), 0)
	for _, want := range []string{"first", "", "third\r\n\r\nWARC/1.1\r\n"} {
		rec, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(rec.Block)
		check := NewChecker(rec.Fields.Get("WARC-Block-Digest"))
		check.Write(got)
		if err := rec.Finish(); err != nil || string(got) != want || !check.Agrees() || rec.Version != "1.1" {
			t.Errorf("got %q, %v, digest %v", got, err, check.Agrees())
		}
		if want := time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC); !rec.Date().Equal(want) {
			t.Errorf("date %v", rec.Date())
		}
		// From its own offset it is read alike.
		again, err := NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()), rec.Offset).Next()
		if err != nil || again.ID() != rec.ID() {
			t.Errorf("at byte %d: %v", rec.Offset, err)
		}
	}
	before := b.Len()
	if err := Append(&b, Fields{{"WARC-Target-URI", "http://a.cn/\r\nWARC-Type: response"}}, nil); !errors.Is(err, ErrField) || b.Len() != before {
		t.Errorf("a field with a line end: %v, %d bytes written", err, b.Len()-before)
	}
	if id := NewID(); len(id) != 45 || id == NewID() {
		t.Errorf("ID %s", id)
	}
}

func TestChecker(t *testing.T) {
	for _, label := range []string{
		"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", "sha1:a9993e364706816aba3e25717850c26c9cd0d89d", "SHA-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"md5:900150983CD24FB0D6963F7D28E17F72", "sha256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
	} {
		c := NewChecker(label)
		c.Write([]byte("abc"))
		if !c.Agrees() || c.Err("x") != nil {
			t.Errorf("%s does not agree", label)
		}
		c.Write([]byte("d"))
		if c.Agrees() || c.Err("x") == nil {
			t.Errorf("%s agrees with anything", label)
		}
	}
	if NewChecker("") != nil || NewChecker("crc32:1234") != nil || NewChecker("sha1:") != nil {
		t.Error("a digest that cannot be checked has a checker")
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(response(1) + response(2)))
	f.Add(zipped(response(1), response(2)))
	f.Add(zipped(response(1) + response(2)))
	f.Add([]byte("WARC/1.1\r\nContent-Length: 3\r\n\r\nabc"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if first, again := listing(t, data), listing(t, data); first != again {
			t.Errorf("two readings differ:\n%s\n%s", first, again)
		}
		r := NewReader(bytes.NewReader(data), int64(len(data)), 0)
		for {
			rec, err := r.Next()
			if err == io.EOF || errors.Is(err, ErrShared) {
				return
			}
			if err != nil {
				continue
			}
			if response, err := ReadResponse(rec.Block); err == nil {
				if b, _ := response.Payload(1 << 16); len(b) > 1<<16 {
					t.Errorf("%d bytes", len(b))
				}
			}
		}
	})
}
