package archive

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// rec is a record as other programs write it.
func rec(kind, address, fields, block string) string {
	uri := ""
	if address != "" {
		uri = "WARC-Target-URI: " + address + "\r\n"
	}
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:%s:%s>\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n%s%sContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, kind, address, uri, fields, len(block), block)
}

func html(address, text string) string {
	return rec("response", address, "Content-Type: application/http; msgtype=response\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+text)
}

func reply(address, head, body string) string {
	return rec("response", address, "Content-Type: application/http; msgtype=response\r\n", "HTTP/1.1 "+head+"\r\n\r\n"+body)
}

// members zips each text by itself.
func members(text ...string) []byte {
	var b bytes.Buffer
	for _, t := range text {
		z := gzip.NewWriter(&b)
		io.WriteString(z, t)
		z.Close()
	}
	return b.Bytes()
}

// wacz is a WACZ file with the members.
func wacz(t testing.TB, method uint16, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"datapackage.json", "pages/pages.jsonl", "archive/a.warc.gz", "archive/b.warc", "indexes/index.cdx.gz"} {
		if data, ok := files[name]; ok {
			w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
			if err != nil {
				t.Fatal(err)
			}
			w.Write(data)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestDocuments: files of other programs.
func TestDocuments(t *testing.T) {
	info := rec("warcinfo", "", "Content-Type: application/warc-fields\r\n", "software: other\r\n")
	request := rec("request", "http://a.cn/1", "Content-Type: application/http; msgtype=request\r\n", "GET /1 HTTP/1.1\r\n\r\n")
	one, two := html("http://a.cn/1", "<p>1</p>"), html("http://a.cn/2", "<p>2</p>")
	const want = "http://a.cn/1 \"<p>1</p>\"\nhttp://a.cn/2 \"<p>2</p>\""
	sized := reply("http://a.cn/1", "200 OK\r\nContent-Length: 8", "<p>1</p>")
	digest := strings.Replace(one, "WARC-Date", "WARC-Payload-Digest: sha256:ccce3ebf0d8c1ec5cb1d7db3a9b4c2a4e1a3b9e5a0d3b2d6\r\nWARC-Date", 1)
	for _, c := range []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"plain", "x.warc", []byte(info + one + request + two), want},
		{"members", "x.warc.gz", members(info, one, request, two), want},
		{"one member for all", "x.warc.gz", members(info + one + request + two), want},
		{"members of two records", "x.warc.gz", members(info, one+request, two), want},
		{"a record over members", "x.warc.gz", members((info + one + two)[:300], (info + one + two)[300:]), want},
		{"one member, cut off", "x.warc.gz", members(info + one + two)[:len(members(info+one+two))-15], " ! the document is damaged: the file ends within the record\nhttp://a.cn/1 \"<p>1</p>\"\nhttp://a.cn/2 ! the document is damaged: record at byte 449: the file ends within the record: the Content-Length is wrong: it says 52, and 4 bytes are missing"},
		{"WACZ", "x.wacz", wacz(t, zip.Store, map[string][]byte{"datapackage.json": []byte("{}"), "archive/a.warc.gz": members(info, one), "archive/b.warc": []byte(two)}), want},
		{"WACZ that compresses", "x.wacz", wacz(t, zip.Deflate, map[string][]byte{"archive/a.warc.gz": members(info, one)}), " ! not a format that gongkai reads: archive/a.warc.gz is compressed once more by the ZIP file; WACZ stores WARC files as they are: unzip it"},
		{"WACZ without archive", "x.wacz", wacz(t, zip.Store, map[string][]byte{"datapackage.json": []byte("{}")}), " ! not a format that gongkai reads: there is no WARC file below archive/ in it"},
		{"resource and conversion", "x.warc", []byte(rec("resource", "http://a.cn/r.pdf", "Content-Type: application/pdf\r\n", "%PDF-1.4") + rec("conversion", "http://a.cn/c", "Content-Type: text/plain\r\n", "text") +
			rec("resource", "urn:pageinfo:http://a.cn/", "Content-Type: application/json\r\n", "{}") + rec("resource", "urn:text:http://a.cn/", "Content-Type: text/plain\r\n", "text")),
			"http://a.cn/r.pdf \"%PDF-1.4\"\nhttp://a.cn/c \"text\""},
		{"chunks", "x.warc.gz", members(reply("http://a.cn/1", "200 OK\r\nTransfer-Encoding: chunked", "8\r\n<p>1</p>\r\n0\r\n\r\n")), "http://a.cn/1 \"<p>1</p>\""},
		{"chunks joined", "x.warc.gz", members(reply("http://a.cn/1", "200 OK\r\nTransfer-Encoding: chunked", "<p>1</p>")), "http://a.cn/1 \"<p>1</p>\""},
		{"gzip", "x.warc.gz", members(reply("http://a.cn/1", "200 OK\r\nContent-Encoding: gzip", string(members("<p>1</p>")))), "http://a.cn/1 \"<p>1</p>\""},
		{"what is no document", "x.warc", []byte(reply("http://a.cn/a.css", "200 OK\r\nContent-Type: text/css", "p {}") + reply("http://a.cn/a.png", "200 OK\r\nContent-Type: image/png", "\x89PNG") +
			reply("http://a.cn/robots.txt", "200 OK\r\nContent-Type: text/plain", "User-agent: *") + reply("http://a.cn/404", "404 Not Found", "no") + reply("http://a.cn/206", "206 Partial", "part") +
			rec("response", "dns:a.cn", "Content-Type: text/dns\r\n", "20240506 a.cn. 60 IN A 192.0.2.1") + one), "http://a.cn/1 \"<p>1</p>\""},
		{"documents with the types of others", "x.warc", []byte(reply("http://a.cn/a.pdf", "200 OK\r\nContent-Type: image/png", "%PDF-1.4") + reply("http://a.cn/b", "200 OK\r\nContent-Type: text/xml", "\ufeff\r\n<!DOCTYPE html><p>") + reply("http://a.cn/c", "200 OK", "x")),
			"http://a.cn/a.pdf \"%PDF-1.4\"\nhttp://a.cn/b \"\\ufeff\\r\\n<!DOCTYPE html><p>\"\nhttp://a.cn/c \"x\""},
		{"a revisit of the same address", "x.warc", []byte(one + rec("revisit", "http://a.cn/1", "WARC-Refers-To-Target-URI: http://a.cn/1\r\n", "HTTP/1.1 200 OK\r\n\r\n")), "http://a.cn/1 \"<p>1</p>\""},
		{"a revisit of another, before its original", "x.warc", []byte(rec("revisit", "http://m.a.cn/1", "WARC-Refers-To: <urn:response:http://a.cn/1>\r\n", "HTTP/1.1 200 OK\r\n\r\n") + one), "http://a.cn/1 \"<p>1</p>\"\nhttp://m.a.cn/1 \"<p>1</p>\""},
		{"a revisit by digest", "x.warc", []byte(digest + rec("revisit", "http://m.a.cn/1", "WARC-Payload-Digest: sha256:ccce3ebf0d8c1ec5cb1d7db3a9b4c2a4e1a3b9e5a0d3b2d6\r\n", "")), "http://a.cn/1 \"<p>1</p>\"\nhttp://m.a.cn/1 \"<p>1</p>\""},
		{"a revisit of what is not here", "x.warc", []byte(one + rec("revisit", "http://a.cn/9", "WARC-Payload-Digest: sha1:ABC\r\nWARC-Refers-To: <urn:x>\r\n", "HTTP/1.1 200 OK\r\n\r\n")), "http://a.cn/1 \"<p>1</p>\"\nhttp://a.cn/9 ! the file cannot be opened: a revisit record; what it repeats is not here"},
		{"a revisit of a picture", "x.warc", []byte(strings.Replace(reply("http://a.cn/a.png", "200 OK\r\nContent-Type: image/png", "x"), "WARC-Date", "WARC-Payload-Digest: sha1:ABC\r\nWARC-Date", 1) + rec("revisit", "http://a.cn/b.png", "WARC-Payload-Digest: sha1:ABC\r\n", "")), ""},
		{"redirects", "x.warc", []byte(reply("http://a.cn/", "302 Found\r\nLocation: /0", "") + reply("http://a.cn/0", "301 Moved\r\nLocation: 1#top", "") + reply("http://a.cn/loop", "301 Moved\r\nLocation: /loop", "") + one), "http://a.cn/1 \"<p>1</p>\" via http://a.cn/0 http://a.cn/"},
		{"redirects in a circle", "x.warc", []byte(reply("http://a.cn/2", "302 Found\r\nLocation: /1", "") + reply("http://a.cn/1", "302 Found\r\nLocation: /2", "") + one), "http://a.cn/1 \"<p>1</p>\" via http://a.cn/2"},
		{"marked as truncated", "x.warc", []byte(strings.Replace(one, "WARC-Date", "WARC-Truncated: length\r\nWARC-Date", 1)), "http://a.cn/1 ! the document is damaged: the payload is cut off: length, says the record"},
		{"shorter than the server said", "x.warc", []byte(reply("http://a.cn/1", "200 OK\r\nContent-Length: 9", "<p>1</p>")), "http://a.cn/1 ! the document is damaged: the payload is cut off: the server announced 9 bytes, there are 8"},
		{"a segment", "x.warc", []byte(strings.Replace(one, "WARC-Date", "WARC-Segment-Number: 1\r\nWARC-Date", 1) + rec("continuation", "http://a.cn/1", "WARC-Segment-Number: 2\r\n", "x")),
			"http://a.cn/1 ! not a format that gongkai reads: a part of a segmented record; segments are not joined\nhttp://a.cn/1 ! not a format that gongkai reads: a part of a segmented record; segments are not joined"},
		{"the record's length too long, the server's right", "x.warc.gz", members(strings.Replace(sized, "Content-Length: ", "Content-Length: 9", 1), two), want},
		{"the record's length too long, and no other", "x.warc.gz", members(strings.Replace(one, "Content-Length: ", "Content-Length: 9", 1), two), "http://a.cn/1 ! the document is damaged: record at byte 0: the Content-Length is wrong: it says 952, and 896 bytes are missing\nhttp://a.cn/2 \"<p>2</p>\""},
		{"the record's length too short", "x.warc", []byte(strings.Replace(one, "Content-Length: 52", "Content-Length: 47", 1) + two), "http://a.cn/1 ! the document is damaged: record at byte 0: the Content-Length is wrong: it says 47, and there are 5 bytes more\nhttp://a.cn/2 \"<p>2</p>\""},
		{"something between records", "x.warc", []byte(one + "noise\r\n" + two), "http://a.cn/1 ! the document is damaged: record at byte 0: the Content-Length is wrong: it says 52, and there are 9 bytes more\nhttp://a.cn/2 \"<p>2</p>\""},
		{"a response that is none", "x.warc", []byte(rec("response", "http://a.cn/1", "", "<html>") + two), "http://a.cn/1 ! the document is damaged: not an HTTP response: it begins with \"<html>\"\nhttp://a.cn/2 \"<p>2</p>\""},
		{"damaged", "x.warc.gz", append(append(members(one)[:150], members(info)[:9]...), members(two)...), "http://a.cn/2 \"<p>2</p>\""},
	} {
		path := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(path, c.data, 0o644); err != nil {
			t.Fatal(err)
		}
		if !IsWARC(path) {
			t.Errorf("%s: not recognised", c.name)
		}
		got := contents(t, path)
		if c.name == "damaged" { // what is said of the damaged one depends on the bytes
			if lines := strings.Split(got, "\n"); len(lines) < 2 || !strings.Contains(lines[0], " ! the document is damaged") {
				t.Errorf("%s: %s", c.name, got)
			} else {
				got = lines[len(lines)-1]
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestSeveralFiles: a file may repeat what is in another, and gives where and when.
func TestSeveralFiles(t *testing.T) {
	folder := t.TempDir()
	a, b := filepath.Join(folder, "a.warc"), filepath.Join(folder, "b.warc.gz")
	os.WriteFile(a, []byte(rec("revisit", "http://m.a.cn/1", "WARC-Refers-To: <urn:response:http://a.cn/1>\r\n", "")), 0o644)
	os.WriteFile(b, members(html("http://a.cn/0", "0"), html("http://a.cn/1", "1")), 0o644)
	documents := Documents([]string{a, b, filepath.Join(folder, "none.warc")})
	if len(documents) != 4 {
		t.Fatalf("%+v", documents)
	}
	if d := documents[1]; d.Path != filepath.ToSlash(b)+fmt.Sprintf("!/%d", len(members(html("http://a.cn/0", "0")))) || !d.Fetched.Equal(time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)) || d.MIME != "text/html" {
		t.Errorf("%+v", d)
	}
	if !errors.Is(documents[2].Err, gongkai.ErrAccess) {
		t.Errorf("%+v", documents[2])
	}
	if got, err := documents[3].Read(10); documents[3].URL != "http://m.a.cn/1" || string(got) != "1" || err != nil {
		t.Errorf("%+v: %q %v", documents[3], got, err)
	}
}

// TestNotWARC: what has only the name of a WARC file is a file.
func TestNotWARC(t *testing.T) {
	for name, data := range map[string][]byte{"x.warc": []byte("<html>"), "x.warc.gz": members("<html>"), "x.wacz": []byte("no zip"), "x.html": []byte(html("http://a.cn/", "x")), "y.warc": nil} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if IsWARC(path) {
			t.Errorf("%s, %.10q, is one", name, data)
		}
	}
}

// TestHostile: files that are made to take time or memory.
func TestHostile(t *testing.T) {
	zeros := strings.Repeat("\x00", 32<<20)
	head := "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.cn/1\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
	for name, c := range map[string]struct {
		file string
		data []byte
	}{
		"a member of zeros":             {"x.warc.gz", members(head + zeros)},
		"a member of zeros and another": {"x.warc.gz", members(html("http://a.cn/0", "x")+head+zeros, zeros)},
		"members that begin in members": {"x.warc.gz", bytes.Repeat(members("WARC/")[:15], 20_000)},
		"heads without an end":          {"x.warc", bytes.Repeat([]byte("WARC/1.1\r\n"), 50_000)},
		"heads that are nearly there":   {"x.warc", bytes.Repeat([]byte("WARC/1.12\r\n"), 50_000)},
		"many empty records":            {"x.warc", bytes.Repeat([]byte("WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n"), 50_000)},
		"lengths that are wrong":        {"x.warc", bytes.Repeat([]byte("WARC/1.1\r\nContent-Length: 70\r\n\r\n\r\n\r\n"), 50_000)},
		"a WACZ that lies":              {"x.wacz", bytes.ReplaceAll(wacz(t, zip.Store, map[string][]byte{"archive/b.warc": []byte(html("http://a.cn/0", "x"))}), []byte("archive/b.warc"), []byte("archive/../warc"))[:200]},
	} {
		path := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(path, c.data, 0o644); err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for _, d := range Documents([]string{path})[:min(3, len(Documents([]string{path})))] {
			if b, err := d.Read(1 << 20); len(b) > 1<<20 || err == nil && d.URL == "http://a.cn/1" {
				t.Errorf("%s: %d bytes, %v", name, len(b), err)
			}
		}
		runtime.ReadMemStats(&after)
		if took := time.Since(started); took > 20*time.Second {
			t.Errorf("%s takes %v", name, took)
		} else if n := after.HeapSys - min(after.HeapSys, before.HeapSys); n > 200<<20 {
			t.Errorf("%s takes %d MB", name, n>>20)
		} else {
			t.Logf("%s: %v, %d bytes", name, took.Round(time.Millisecond), len(c.data))
		}
	}
}

func FuzzDocuments(f *testing.F) {
	f.Add([]byte(html("http://a.cn/1", "1") + rec("revisit", "http://a.cn/2", "WARC-Refers-To: <urn:response:http://a.cn/1>\r\n", "")))
	f.Add(members(html("http://a.cn/1", "1"), reply("http://a.cn/2", "302 Found\r\nLocation: /1", "")))
	f.Add(members(html("http://a.cn/1", "1") + reply("http://a.cn/2", "200 OK\r\nContent-Encoding: br", "xyz")))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x.warc.gz")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, d := range Documents([]string{path}) {
			if key := d.Path + " " + d.URL; seen[key] && d.Err == nil {
				t.Errorf("%s is listed twice", key)
			} else {
				seen[key] = true
			}
			b, err := d.Read(1 << 16)
			if len(b) > 1<<16 || err != nil && b != nil {
				t.Errorf("%d bytes, %v", len(b), err)
			}
		}
		if _, err := Verify(path); err != nil {
			t.Errorf("cannot be checked: %v", err)
		}
	})
}

// BenchmarkDocuments: pages of 84 KB, listed and read.
func BenchmarkDocuments(b *testing.B) {
	folder := filepath.Join(b.TempDir(), "a")
	a := open(b, folder, Options{})
	text := strings.Repeat("<td style='border:1px'>公开 123</td>\n", 2000)
	const pages = 300
	for i := range pages {
		if _, err := a.Store(page(newClock(), fmt.Sprint("http://a.cn/", i), fmt.Sprint(i, text))); err != nil {
			b.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(pages * len(text)))
	b.ReportAllocs()
	for b.Loop() {
		documents := Documents([]string{folder})
		if len(documents) != pages {
			b.Fatal(len(documents))
		}
		for _, d := range documents {
			if _, err := d.Read(1 << 20); err != nil {
				b.Fatal(err)
			}
		}
	}
}
