package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/cmd/pipeline"
	"gongkai/corpus"
	"gongkai/explore"
)

// originals gives the explorer the documents behind a dataset, from where build found
// them, and has workers read them. What it gives has the digest that the dataset names,
// whatever lies at the path now.
type originals struct {
	// root is where paths of the dataset begin; none leads out of it.
	root *os.Root
	pool *build.Crew
	// spool has members of archives.
	spool *corpus.Spool

	listing sync.Mutex
	// archive is the one that entries lists, as it was at the time.
	archive     string
	archiveTime time.Time
	entries     map[string]corpus.Entry

	mutex sync.Mutex
	// kept are answers of workers: pages and readings are asked for again and again.
	kept map[string]any
	// order is that in which they came, for the oldest to go first.
	order []string
}

// maxKept is how many answers are kept: of 200 kB at most, mostly.
const maxKept = 64

func newDocuments(folder string, pool *build.Crew) (*originals, error) {
	folder, err := filepath.Abs(folder) // as are the paths of some datasets
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	spool := newSpool(context.Background(), func(context.Context) (*build.Crew, error) { return pool, nil }, nil)
	return &originals{root: root, pool: pool, spool: spool, kept: map[string]any{}}, nil
}

// Close ends the workers.
func (d *originals) Close() error {
	d.pool.Close()
	return errors.Join(d.spool.Close(), d.root.Close())
}

// Original implements explore.Documents.
func (d *originals) Original(ctx context.Context, source gongkai.Source) ([]byte, error) {
	entry, err := d.entry(ctx, source.Path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", source.Path, gongkai.ErrAccess, err)
	}
	data, err := corpus.ReadAll(entry, gongkai.DefaultLimits().Bytes)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != source.SHA256 {
		return nil, fmt.Errorf("%s: %w: it is not the document that was read", source.Path, gongkai.ErrAccess)
	}
	return data, ctx.Err()
}

// entry finds what the dataset names by the path.
func (d *originals) entry(ctx context.Context, name string) (corpus.Entry, error) {
	container, inside, archived := strings.Cut(filepath.ToSlash(name), "!/")
	if filepath.IsAbs(container) {
		relative, err := filepath.Rel(d.root.Name(), container)
		if err != nil {
			return corpus.Entry{}, err
		}
		container = relative
	}
	// That it lies within the root is what the root says, links and all.
	_, err := d.root.Stat(container)
	if raw := bytesOf(container); err != nil && raw != container {
		if _, errRaw := d.root.Stat(raw); errRaw == nil {
			container, err = raw, nil
		}
	}
	if err != nil {
		return corpus.Entry{}, err
	}
	path := filepath.ToSlash(filepath.Join(d.root.Name(), container))
	if !archived {
		return corpus.Entry{Path: path}, nil
	}
	entries, err := d.listed(ctx, path)
	if err != nil {
		return corpus.Entry{}, err
	}
	entry, ok := entries[inside]
	if !ok {
		return entry, errors.New("the archive has it no more")
	}
	return entry, nil
}

// listed are the documents in an archive, by the printed names that they have there. The
// list of the archive that was asked for last is kept: making it reads the whole archive.
func (d *originals) listed(ctx context.Context, path string) (map[string]corpus.Entry, error) {
	d.listing.Lock()
	defer d.listing.Unlock()
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if d.archive == path && d.archiveTime.Equal(info.ModTime()) {
		return d.entries, nil
	}
	list, err := findDocuments(ctx, []string{path}, d.spool, 1)
	if err != nil {
		return nil, err
	}
	d.archive, d.archiveTime, d.entries = path, info.ModTime(), map[string]corpus.Entry{}
	for _, e := range list {
		if _, inside, ok := strings.Cut(e.Display(), "!/"); ok {
			d.entries[inside] = e.Entry
		}
	}
	return d.entries, nil
}

// printedByte is how datasets print a byte of a name that is part of no character.
var printedByte = regexp.MustCompile(`\\x[0-9A-F]{2}`)

// bytesOf is the name of which a dataset prints bytes as \xNN.
func bytesOf(name string) string {
	return printedByte.ReplaceAllStringFunc(name, func(printed string) string {
		b, err := hex.DecodeString(printed[2:])
		if err != nil {
			return printed
		}
		return string(b)
	})
}

// Page implements explore.Documents.
func (d *originals) Page(ctx context.Context, source gongkai.Source, page int) (explore.PageImage, error) {
	return ask(ctx, d, source, pipeline.Job{Task: pipeline.TaskPicture, Page: page, Limits: gongkai.DefaultLimits()}, func(reply []byte) (explore.PageImage, error) {
		var p pipeline.Picture
		err := json.Unmarshal(reply, &p)
		return explore.PageImage{PNG: p.PNG, WidthPt: p.WidthPt, HeightPt: p.HeightPt}, err
	})
}

// Text implements explore.Documents.
func (d *originals) Text(ctx context.Context, source gongkai.Source) (string, error) {
	return ask(ctx, d, source, pipeline.Job{Task: pipeline.TaskText, Limits: gongkai.DefaultLimits()}, func(reply []byte) (string, error) { return string(reply), nil })
}

// Document implements explore.Documents.
func (d *originals) Document(ctx context.Context, source gongkai.Source) (*gongkai.Document, error) {
	return ask(ctx, d, source, pipeline.Job{Task: pipeline.TaskDocument, Limits: gongkai.DefaultLimits()}, func(reply []byte) (*gongkai.Document, error) {
		return pipeline.DecodeDocument(reply)
	})
}

// ask has a worker do the job with the document, or takes what it made of it before.
func ask[T any](ctx context.Context, d *originals, source gongkai.Source, job pipeline.Job, decode func([]byte) (T, error)) (T, error) {
	var none T
	key := fmt.Sprint(source.SHA256, job.Task, job.Page)
	d.mutex.Lock()
	kept, ok := d.kept[key].(T)
	d.mutex.Unlock()
	if ok {
		return kept, nil
	}
	data, err := d.Original(ctx, source)
	if err != nil {
		return none, err
	}
	reply, err := d.pool.Do(ctx, data, job)
	if err != nil {
		return none, err
	}
	made, err := decode(reply)
	if err != nil {
		return none, fmt.Errorf("%w: its reply: %v", gongkai.ErrCrash, err)
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if _, again := d.kept[key]; !again {
		d.order = append(d.order, key)
		if len(d.order) > maxKept {
			delete(d.kept, d.order[0])
			d.order = d.order[1:]
		}
	}
	d.kept[key] = made
	return made, nil
}
