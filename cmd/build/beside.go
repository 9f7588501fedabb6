package build

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

// Beside is a picture that is a file of its own, and the address by which a page
// wants it.
type Beside struct {
	Ref, SHA256 string
	data        []byte
}

// gather returns the pictures that a page wants, as far as they are where it is.
// What cannot be read is not there.
func gather(page corpus.Entry, wants []string) []Beside {
	if page.Path == "" {
		return nil // nowhere
	}
	var found []Beside
	left := maxBesideBytes
	for _, ref := range wants {
		if len(found) == maxBeside || slices.ContainsFunc(found, func(b Beside) bool { return b.Ref == ref }) {
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
		found = append(found, Beside{ref, hex.EncodeToString(sum[:]), data})
		if left == 0 {
			break
		}
	}
	return found
}

// state differs when a picture is another one, is gone or has come.
func state(found []Beside) string {
	var list []string
	for _, b := range found {
		list = append(list, b.Ref, b.SHA256)
	}
	return Fingerprint(list)
}

// Read has a worker read a document, and once more with the pictures that it wants, and
// which it returns, if they are where it is.
func (c *Crew) Read(ctx context.Context, data []byte, page corpus.Entry, source gongkai.Source) (*gongkai.Report, []Beside, error) {
	r, _, found, err := c.readPage(ctx, data, page, source)
	return r, found, err
}

// readPage is Read; wants are those of the first reading.
func (c *Crew) readPage(ctx context.Context, data []byte, page corpus.Entry, source gongkai.Source) (r *gongkai.Report, wants []string, found []Beside, err error) {
	job := pipeline.Job{Task: pipeline.TaskReport, Source: source, Limits: gongkai.DefaultLimits(), Lists: c.Lists}
	r, err = c.readJob(ctx, data, job)
	if err != nil || len(r.Wants) == 0 {
		return r, nil, nil, err
	}
	wants = r.Wants
	found = gather(page, wants)
	job.Beside = []pipeline.Beside{}
	all := slices.Clip(data)
	for _, b := range found {
		job.Beside = append(job.Beside, pipeline.Beside{Ref: b.Ref, Bytes: len(b.data)})
		all = append(all, b.data...)
	}
	r, err = c.readJob(ctx, all, job)
	return r, wants, found, err
}

// pictureNames are how the names of pictures end. They say in which order documents
// are read, and nothing else.
var pictureNames = []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"}

// IsPictureName reports whether the document is likely a picture, which a page may
// show that is to be read before it.
func IsPictureName(e corpus.Entry) bool {
	return slices.Contains(pictureNames, strings.ToLower(path.Ext(e.Path)))
}

// Shown are the pictures that reports show, by digest, and the first page that shows
// each.
type Shown struct {
	mu     sync.Mutex
	byPage map[string]string
}

// Add notes the pictures, by their digests, of the page.
func (s *Shown) Add(page string, digests []string) {
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

// Page is the page that shows the picture; empty when none does.
func (s *Shown) Page(digest string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byPage[digest]
}

// Want is what a document was read with besides its bytes.
type Want struct {
	Path   string
	Wants  []string
	Beside string
}

// wanted are the wants of all documents.
type wanted struct {
	mu     sync.Mutex
	byPath map[string]Want
}

func (w *wanted) add(path string, d *Digest) {
	if len(d.Wants) == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byPath == nil {
		w.byPath = map[string]Want{}
	}
	w.byPath[path] = Want{path, d.Wants, d.Beside}
}

func (w *wanted) list() []Want {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []Want
	for _, path := range Sorted(w.byPath) {
		list = append(list, w.byPath[path])
	}
	return list
}

// Hold reports whether the pictures that were wanted are what they were.
func Hold(list []Want, items []corpus.Item) bool {
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
