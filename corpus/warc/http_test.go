package warc

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"gongkai"
)

// packed packs text by what open opens.
func packed[W io.WriteCloser](text string, open func(io.Writer) W) string {
	var b bytes.Buffer
	w := open(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

func TestPayload(t *testing.T) {
	text := strings.Repeat("<p>公开</p>", 50)
	gz := packed(text, gzip.NewWriter)
	zl := packed(text, zlib.NewWriter)
	raw := packed(text, func(w io.Writer) *flate.Writer { f, _ := flate.NewWriter(w, 6); return f })
	br := packed(text, func(w io.Writer) *brotli.Writer { return brotli.NewWriter(w) })
	zs := packed(text, func(w io.Writer) *zstd.Encoder { z, _ := zstd.NewWriter(w); return z })
	const chunked = "Transfer-Encoding: chunked\r\n"
	chunks := func(s string) string { return "5;x=y\r\n" + s[:5] + "\r\n" + "3\r\n" + s[5:8] + "\r\n0\r\n\r\n" }
	for _, c := range []struct {
		name, fields, body, want string
		err                      error
	}{
		{"as it is", "", text, text, nil},
		{"nothing", "", "", "", nil},
		{"gzip", "Content-Encoding: gzip\r\n", gz, text, nil},
		{"gzip in other case", "content-encoding: GZIP\r\n", gz, text, nil},
		{"zlib", "Content-Encoding: deflate\r\n", zl, text, nil},
		{"bare deflate", "Content-Encoding: deflate\r\n", raw, text, nil},
		{"br", "Content-Encoding: br\r\n", br, text, nil},
		{"zstd", "Content-Encoding: zstd\r\n", zs, text, nil},
		{"two, one in the other", "Content-Encoding: br, gzip\r\n", packed(br, gzip.NewWriter), text, nil},
		{"decoded already", "Content-Encoding: gzip\r\nContent-Length: 33\r\n", text, text, nil},
		{"decoded already, br", "Content-Encoding: br\r\n", text, text, nil},
		{"decoded already, deflate", "Content-Encoding: deflate\r\n", text, text, nil},
		{"an unknown encoding", "Content-Encoding: aws-chunked\r\n", text, text, nil},
		{"gzip cut off", "Content-Encoding: gzip\r\n", gz[:len(gz)-12], "", ErrCut},
		{"gzip damaged", "Content-Encoding: gzip\r\n", gz[:14] + "xxxx" + gz[18:], "", gongkai.ErrDamaged},
		{"too many", "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n", gz, "", gongkai.ErrLimit},
		{"chunks", chunked, chunks("01234567"), "01234567", nil},
		{"chunks joined already", chunked, text, text, nil},
		{"chunks joined already, a number first", chunked, "12 件", "12 件", nil},
		{"chunks cut off", chunked, "5\r\n01234\r\n5\r\n01", "", ErrCut},
		{"chunks without the last", chunked, "5\r\n01234\r\n", "", ErrCut},
		{"chunks that are longer than they say", chunked, "2\r\n01234\r\n0\r\n\r\n", "", ErrCut},
		{"chunks of gzip", chunked + "Content-Encoding: gzip\r\n", "5\r\n" + gz[:5] + "\r\n" + "1000\r\n" + gz[5:] + "\r\n0\r\n\r\n", "", ErrCut},
		{"shorter than announced", "Content-Length: 100\r\n", "short", "", ErrCut},
		{"longer than announced", "Content-Length: 3\r\n", "longer", "longer", nil},
		{"gzip shorter than announced", "Content-Length: 9999\r\nContent-Encoding: gzip\r\n", gz, "", ErrCut},
		{"a length that is none", "Content-Length: -1\r\n", "abc", "abc", nil},
		{"too large", "", strings.Repeat("x", 1001), "", gongkai.ErrLimit},
		{"too large in its encoding", "Content-Encoding: gzip\r\n", packed(strings.Repeat("x", 1001), gzip.NewWriter), "", gongkai.ErrLimit},
		{"too large in br", "Content-Encoding: br\r\n", packed(strings.Repeat("x", 1<<24), func(w io.Writer) *brotli.Writer { return brotli.NewWriter(w) }), "", gongkai.ErrLimit},
	} {
		r, err := ReadResponse(strings.NewReader("HTTP/1.1 200 OK\r\n" + c.fields + "\r\n" + c.body))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got, err := r.Payload(1000)
		if !errors.Is(err, c.err) || c.err == nil && string(got) != c.want {
			t.Errorf("%s: %.40q, %v", c.name, got, err)
		}
	}
}

func TestReadResponse(t *testing.T) {
	for head, want := range map[string]struct {
		status int
		mime   string
	}{
		"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\nx":   {200, "text/html"},
		"HTTP/1.1 200\nContent-Type:TEXT/HTML\n\nx":                          {200, "text/html"},
		"HTTP/2 404 \r\ncontent-type: application/pdf\r\n\r\nx":              {404, "application/pdf"},
		"HTTP/1.0 302 Found\r\nnonsense\r\n: x\r\nContent-Type: a/b\r\n\r\n": {302, "a/b"},
		"HTTP/1.1 OK\r\n\r\n":                             {0, ""},
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain":     {200, ""},
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n": {200, "text/plain"},
		"HTTP/1.1 200 OK":                                 {200, ""},
	} {
		r, err := ReadResponse(strings.NewReader(head))
		if err != nil || r.Status != want.status || r.MIME() != want.mime {
			t.Errorf("%q: %+v, %v", head, r, err)
		}
	}
	for _, head := range []string{"", "GET / HTTP/1.1\r\n\r\n", "<html>", strings.Repeat("x", 1<<20)} {
		if _, err := ReadResponse(strings.NewReader(head)); !errors.Is(err, ErrNotHTTP) {
			t.Errorf("%.30q: %v", head, err)
		}
	}
}
