package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"sync"

	"gongkai"
	"gongkai/cmd/pipeline"
	"gongkai/corpus"
)

const (
	// maxBeside and maxBesideBytes bound the pictures that a worker gets with a page.
	maxBeside      = 200
	maxBesideBytes = 64 << 20
)

// beside is a picture that is a file of its own, and the address by which a page
// wants it.
type beside struct {
	ref, sha256 string
	data        []byte
}

// gather returns the pictures that a page wants, as far as they are where it is.
// What cannot be read is not there.
func gather(page corpus.Entry, wants []string) []beside {
	var found []beside
	left := maxBesideBytes
	for _, ref := range wants {
		if len(found) == maxBeside || slices.ContainsFunc(found, func(b beside) bool { return b.ref == ref }) {
			continue
		}
		entry, ok := page.Beside(ref)
		if !ok {
			continue
		}
		data, err := corpus.ReadAll(entry, left)
		if err != nil || len(data) == 0 {
			continue
		}
		left -= len(data)
		sum := sha256.Sum256(data)
		found = append(found, beside{ref, hex.EncodeToString(sum[:]), data})
		if left == 0 {
			break
		}
	}
	return found
}

// state differs when a picture is another one, is gone or has come.
func state(found []beside) string {
	var list []string
	for _, b := range found {
		list = append(list, b.ref, b.sha256)
	}
	return fingerprint(list)
}

// readPage has a worker read a document, and once more with the pictures that it wants
// if they are where it is. Wants are those of the first reading.
func readPage(ctx context.Context, pool *crew, data []byte, page corpus.Entry, source gongkai.Source) (r *gongkai.Report, wants []string, found []beside, err error) {
	job := pipeline.Job{Task: pipeline.TaskReport, Source: source, Limits: gongkai.DefaultLimits(), Lists: pool.lists}
	r, err = readJob(ctx, pool, data, job)
	if err != nil || len(r.Wants) == 0 {
		return r, nil, nil, err
	}
	wants = r.Wants
	found = gather(page, wants)
	job.Beside = []pipeline.Beside{}
	all := slices.Clip(data)
	for _, b := range found {
		job.Beside = append(job.Beside, pipeline.Beside{Ref: b.ref, Bytes: len(b.data)})
		all = append(all, b.data...)
	}
	r, err = readJob(ctx, pool, all, job)
	return r, wants, found, err
}

// pictureNames are how the names of pictures end. They say in which order documents
// are read, and nothing else.
var pictureNames = []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"}

// isPictureName reports whether the document is likely a picture, which a page may
// show that is to be read before it.
func isPictureName(e corpus.Entry) bool {
	return slices.Contains(pictureNames, strings.ToLower(path.Ext(e.Path)))
}

// shown are the pictures that reports show, by digest, and the first page that shows
// each.
type shown struct {
	mu     sync.Mutex
	byPage map[string]string
}

// add notes the pictures, by their digests, of the page.
func (s *shown) add(page string, digests []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byPage == nil {
		s.byPage = map[string]string{}
	}
	for _, d := range digests {
		if first, ok := s.byPage[d]; !ok || page < first {
			s.byPage[d] = page
		}
	}
}

// page is the page that shows the picture; empty when none does.
func (s *shown) page(digest string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byPage[digest]
}

// want is what a document was read with besides its bytes.
type want struct {
	Path   string
	Wants  []string
	Beside string
}

// wanted are the wants of all documents.
type wanted struct {
	mu     sync.Mutex
	byPath map[string]want
}

func (w *wanted) add(path string, d *digest) {
	if len(d.Wants) == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byPath == nil {
		w.byPath = map[string]want{}
	}
	w.byPath[path] = want{path, d.Wants, d.Beside}
}

func (w *wanted) list() []want {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []want
	for _, path := range sorted(w.byPath) {
		list = append(list, w.byPath[path])
	}
	return list
}

// hold reports whether the pictures that were wanted are what they were.
func hold(list []want, items []corpus.Item) bool {
	byPath := map[string]corpus.Entry{}
	if len(list) > 0 {
		for _, i := range items {
			byPath[i.Path] = i.Entry
		}
	}
	for _, w := range list {
		if state(gather(byPath[w.Path], w.Wants)) != w.Beside {
			return false
		}
	}
	return true
}
