package explore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Write writes the site as files into the folder, which must be empty or not there, and
// returns how many. It follows the site's own links from the front pages, so that none
// leads nowhere. All addresses are relative: the folder can lie anywhere on a web host.
// The site must be Static.
func (s *Site) Write(ctx context.Context, folder string, writers int) (int, error) {
	if !s.config.Static {
		panic("a site that is not static cannot be written") // our own bug
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return 0, fmt.Errorf("%s is not empty", folder)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, err
	}
	w := &siteWriter{handler: s.Handler(), folder: folder, seen: map[string]bool{}, wake: make(chan struct{}, 1)}
	w.add("/zh/", "/en/", "/assets/style.css", "/assets/icon.svg", "/assets/chart.js", "/assets/search.js", "/assets/echarts/echarts.min.js",
		"/assets/echarts/LICENSE", "/assets/echarts/NOTICE", "/zh/search", "/en/search", "/agencies.json")
	group, ctx := errgroup.WithContext(ctx)
	for range max(writers, 1) {
		group.Go(func() error { return w.work(ctx) })
	}
	if err := group.Wait(); err != nil {
		return w.written, err
	}
	return w.written + 1, os.WriteFile(filepath.Join(folder, "index.html"), []byte(entrance), 0o644)
}

// entrance is the page at the root of a static site.
const entrance = `<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>公开 · gongkai</title><link rel="stylesheet" href="assets/style.css"></head>
<body><main><h1>公开 · gongkai</h1><p><a href="zh/index.html" lang="zh-Hans">中文</a> · <a href="en/index.html" lang="en">English</a></p></main></body></html>
`

// siteWriter follows links and writes what it finds.
type siteWriter struct {
	handler http.Handler
	folder  string

	mutex   sync.Mutex
	seen    map[string]bool
	todo    []string
	busy    int
	written int
	wake    chan struct{}
}

func (w *siteWriter) add(addresses ...string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, a := range addresses {
		if !w.seen[a] {
			w.seen[a] = true
			w.todo = append(w.todo, a)
		}
	}
}

// next takes an address; none when all is done.
func (w *siteWriter) next(ctx context.Context) (address string, ok bool) {
	for {
		w.mutex.Lock()
		if n := len(w.todo); n > 0 {
			address, w.todo = w.todo[n-1], w.todo[:n-1]
			w.busy++
			w.mutex.Unlock()
			return address, true
		}
		done := w.busy == 0
		w.mutex.Unlock()
		if done || ctx.Err() != nil {
			w.signal()
			return "", false
		}
		select {
		case <-w.wake:
		case <-ctx.Done():
		}
	}
}

func (w *siteWriter) signal() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *siteWriter) work(ctx context.Context) error {
	for {
		address, ok := w.next(ctx)
		if !ok {
			return ctx.Err()
		}
		err := w.page(ctx, address)
		w.mutex.Lock()
		w.busy--
		w.written++
		w.mutex.Unlock()
		w.signal()
		if err != nil {
			return fmt.Errorf("%s: %w", address, err)
		}
	}
}

// page asks for one address and writes the answer.
func (w *siteWriter) page(ctx context.Context, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+address, nil)
	if err != nil {
		return err
	}
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	w.handler.ServeHTTP(answer, r)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case answer.status == http.StatusNotFound && strings.Contains(address, "/reports/"):
		// A document that is gone: the report's page says so.
		answer.body.Reset()
		answer.body.WriteString("404")
	case answer.status != http.StatusOK:
		return fmt.Errorf("the answer is %d", answer.status)
	}
	body := answer.body.Bytes()
	if strings.HasPrefix(answer.header.Get("Content-Type"), "text/html") {
		body = w.relative(address, body)
	}
	name := filepath.Join(w.folder, filepath.FromSlash(fileOf(address)))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, body, 0o644)
}

// recorder is an answer in memory.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
func (r *recorder) WriteHeader(status int)      { r.status = status }

// reference is a link of ours in a page. Templates write them so, and escape all else.
var reference = regexp.MustCompile(`(href|src|action)="(/[^"]*)"`)

// relative makes the page's links relative, and has what they lead to written.
func (w *siteWriter) relative(address string, body []byte) []byte {
	from := path.Dir(fileOf(address))
	return reference.ReplaceAllFunc(body, func(match []byte) []byte {
		parts := reference.FindSubmatch(match)
		to, fragment, _ := strings.Cut(strings.ReplaceAll(string(parts[2]), "&amp;", "&"), "#")
		w.add(to)
		link := escaped(fileOf(to))
		up := 0
		if from != "." {
			up = strings.Count(from, "/") + 1
		}
		link = strings.Repeat("../", up) + link
		if fragment != "" {
			link += "#" + fragment
		}
		return fmt.Appendf(nil, `%s="%s"`, parts[1], link)
	})
}

// notInNames is what a name of a file does not have.
var notInNames = regexp.MustCompile(`[^a-z0-9_-]+`)

// fileOf is the file of an address: /zh/places/?page=2 is zh/places/index.page-2.html. No
// part of it can lead out of the folder.
func fileOf(address string) string {
	p, query, _ := strings.Cut(address, "?")
	if decoded, err := url.PathUnescape(p); err == nil {
		p = decoded
	}
	folder := strings.HasSuffix(p, "/")
	if p = strings.TrimPrefix(path.Clean("/"+p), "/"); folder && p != "" {
		p += "/"
	}
	p = shortened(p)
	extension := path.Ext(p)
	switch {
	case strings.HasSuffix(p, "/"):
		p, extension = p+"index", ".html"
	case strings.HasSuffix(p, "/original"), strings.HasSuffix(p, "LICENSE"), strings.HasSuffix(p, "NOTICE"):
		return p
	case extension == "":
		extension = ".html"
	default:
		p = strings.TrimSuffix(p, extension)
	}
	if query != "" {
		if decoded, err := url.QueryUnescape(query); err == nil {
			query = decoded
		}
		p += "." + strings.Trim(notInNames.ReplaceAllString(strings.ToLower(query), "-"), "-")
	}
	return p + extension
}

// maxName is what a name of a file may be long, in bytes: most systems allow 255.
const maxName = 150

// shortened replaces names that are too long by their digests.
func shortened(p string) string {
	parts := strings.Split(p, "/")
	for i, name := range parts {
		if len(name) > maxName {
			sum := sha256.Sum256([]byte(name))
			parts[i] = hex.EncodeToString(sum[:16])
		}
	}
	return strings.Join(parts, "/")
}

// escaped makes a name of a file an address.
func escaped(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/")
}
