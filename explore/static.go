package explore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Write writes the site as files into the folder, which must be empty or not there, and
// returns how many. It follows the site's own links from the front pages, so that none
// leads nowhere. All addresses are relative: the folder can lie anywhere on a web host.
// The files are written into a hidden folder beside, which takes the folder's place when
// it is whole; a run that is killed leaves the hidden one. The site must be Static.
func (s *Site) Write(ctx context.Context, folder string, writers int) (n int, err error) {
	if !s.config.Static {
		panic("a site that is not static cannot be written") // our own bug
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return 0, err
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return 0, fmt.Errorf("%s is not empty", folder)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, err
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return 0, err
	}
	unfinished, err := os.MkdirTemp(filepath.Dir(folder), "."+filepath.Base(folder)+".gongkai-*")
	if err != nil {
		return 0, err
	}
	if n, err = s.writeInto(ctx, unfinished, writers); err == nil {
		err = inPlace(unfinished, folder)
	}
	if err != nil {
		return n, errors.Join(err, os.RemoveAll(unfinished))
	}
	return n, nil
}

// inPlace puts the whole folder where the empty one is, or none.
func inPlace(whole, folder string) error {
	if err := os.Chmod(whole, 0o755); err != nil {
		return err
	}
	if err := os.Remove(folder); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.Rename(whole, folder)
}

func (s *Site) writeInto(ctx context.Context, folder string, writers int) (int, error) {
	w := &siteWriter{handler: s.Handler(), folder: folder, taken: map[string]bool{}}
	w.changed.L = &w.mutex
	w.add("/zh/", "/en/", "/assets/style.css", "/assets/icon.svg", "/assets/chart.js", "/assets/search.js", "/assets/echarts/echarts.min.js",
		"/assets/echarts/LICENSE", "/assets/echarts/NOTICE", "/zh/search", "/en/search", "/agencies.json")
	group, ctx := errgroup.WithContext(ctx)
	defer context.AfterFunc(ctx, w.stop)()
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
	changed sync.Cond // there is more to do, or nothing any more
	// taken says of each address that was found whether it is written, or being so.
	taken   map[string]bool
	todo    []string
	busy    int
	written int
	stopped bool
}

func (w *siteWriter) add(addresses ...string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, a := range addresses {
		if _, found := w.taken[a]; !found {
			w.taken[a] = false
			w.todo = append(w.todo, a)
			w.changed.Signal()
		}
	}
}

// stop ends the writers.
func (w *siteWriter) stop() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.stopped = true
	w.changed.Broadcast()
}

// next takes the address that was found last, so that what is made of one document is
// written while it is at hand; none when all is done.
func (w *siteWriter) next() (address string, ok bool) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for !w.stopped {
		if n := len(w.todo); n > 0 {
			address, w.todo = w.todo[n-1], w.todo[:n-1]
			if w.taken[address] {
				continue
			}
			w.taken[address] = true
			w.busy++
			return address, true
		}
		if w.busy == 0 {
			return "", false
		}
		w.changed.Wait()
	}
	return "", false
}

// done says that an address which next gave is written.
func (w *siteWriter) done(files int) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.busy--
	w.written += files
	w.changed.Broadcast()
}

func (w *siteWriter) work(ctx context.Context) error {
	for {
		address, ok := w.next()
		if !ok {
			return ctx.Err()
		}
		// The same in the other language follows at once: what it needs is at hand.
		addresses := []string{address}
		if twin := elsewhere(address); twin != "" && w.claim(twin) {
			addresses = append(addresses, twin)
		}
		for _, a := range addresses {
			if err := w.page(ctx, a); err != nil {
				w.done(0)
				return fmt.Errorf("%s: %w", a, err)
			}
		}
		w.done(len(addresses))
	}
}

// claim takes an address; false when another writer has.
func (w *siteWriter) claim(address string) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	was := w.taken[address]
	w.taken[address] = true
	return !was
}

// elsewhere is the same page in the other language; empty for what has none.
func elsewhere(address string) string {
	for _, l := range Languages() {
		if rest, ok := strings.CutPrefix(address, "/"+string(l)+"/"); ok {
			return "/" + string(l.Other()) + "/" + rest
		}
	}
	return ""
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

// references begin a link of ours in a page. Templates write them so, and escape all else:
// a quotation mark stands in no text.
var references = [][]byte{[]byte(`href="/`), []byte(`src="/`), []byte(`action="/`)}

// relative makes the page's links relative, and has what they lead to written.
func (w *siteWriter) relative(address string, body []byte) []byte {
	up := strings.Repeat("../", strings.Count(fileOf(address), "/"))
	out := make([]byte, 0, len(body)+len(body)/8)
	for {
		at := bytes.Index(body, []byte(`="/`))
		if at < 0 {
			return append(out, body...)
		}
		begin := at + len(`="`)
		end := begin + bytes.IndexByte(body[begin:], '"')
		ours := slices.ContainsFunc(references, func(r []byte) bool { return bytes.HasSuffix(body[:begin+1], r) })
		if !ours || end < begin {
			out, body = append(out, body[:begin]...), body[begin:]
			continue
		}
		to, fragment, _ := strings.Cut(html.UnescapeString(string(body[begin:end])), "#")
		w.add(to)
		out = append(append(append(out, body[:begin]...), up...), escaped(fileOf(to))...)
		if fragment != "" {
			out = append(append(out, '#'), html.EscapeString(fragment)...)
		}
		body = body[end:]
	}
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
