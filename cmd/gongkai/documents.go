package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"gongkai"
	"gongkai/cmd/pipeline"
	"gongkai/corpus"
	"gongkai/explore"
)

// documents gives the explorer the documents behind a dataset, from where build found
// them, and has workers read them. What it gives has the digest that the dataset names,
// whatever lies at the path now.
type documents struct {
	// root is where paths of the dataset begin; none leads out of it.
	root *os.Root
	pool *crew

	mutex sync.Mutex
	// kept are answers of workers: pages and readings are asked for again and again.
	kept map[string]any
	// order is that in which they came, for the oldest to go first.
	order []string
}

// maxKept is how many answers are kept: of 200 kB at most, mostly.
const maxKept = 64

func newDocuments(folder string, pool *crew) (*documents, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	return &documents{root: root, pool: pool, kept: map[string]any{}}, nil
}

// Close ends the workers.
func (d *documents) Close() error {
	d.pool.Close()
	return d.root.Close()
}

// Original implements explore.Documents.
func (d *documents) Original(ctx context.Context, source gongkai.Source) ([]byte, error) {
	container, inside, archived := strings.Cut(filepath.ToSlash(source.Path), "!/")
	if filepath.IsAbs(container) {
		relative, err := filepath.Rel(d.root.Name(), container)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", gongkai.ErrAccess, err)
		}
		container = relative
	}
	// That it lies within the root is what the root says, links and all.
	if _, err := d.root.Stat(container); err != nil {
		return nil, fmt.Errorf("%w: %w", gongkai.ErrAccess, err)
	}
	path := filepath.ToSlash(filepath.Join(d.root.Name(), container))
	entry := corpus.Entry{Path: path}
	if archived {
		entries, err := corpus.Files([]string{path}, corpus.Options{})
		if err != nil {
			return nil, err
		}
		found := false
		for _, e := range entries {
			if e.Path == path+"!/"+inside {
				entry, found = e, true
			}
		}
		if !found {
			return nil, fmt.Errorf("%s: %w: the archive has it no more", source.Path, gongkai.ErrAccess)
		}
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

// Page implements explore.Documents.
func (d *documents) Page(ctx context.Context, source gongkai.Source, page int) (explore.PageImage, error) {
	return ask(ctx, d, source, pipeline.Job{Task: pipeline.TaskPicture, Page: page, Limits: gongkai.DefaultLimits()}, func(reply []byte) (explore.PageImage, error) {
		var p pipeline.Picture
		err := json.Unmarshal(reply, &p)
		return explore.PageImage{PNG: p.PNG, WidthPt: p.WidthPt, HeightPt: p.HeightPt}, err
	})
}

// Text implements explore.Documents.
func (d *documents) Text(ctx context.Context, source gongkai.Source) (string, error) {
	return ask(ctx, d, source, pipeline.Job{Task: pipeline.TaskText, Limits: gongkai.DefaultLimits()}, func(reply []byte) (string, error) { return string(reply), nil })
}

// Document implements explore.Documents.
func (d *documents) Document(ctx context.Context, source gongkai.Source) (*gongkai.Document, error) {
	return ask(ctx, d, source, pipeline.Job{Task: pipeline.TaskDocument, Limits: gongkai.DefaultLimits()}, func(reply []byte) (*gongkai.Document, error) {
		return pipeline.DecodeDocument(reply)
	})
}

// ask has a worker do the job with the document, or takes what it made of it before.
func ask[T any](ctx context.Context, d *documents, source gongkai.Source, job pipeline.Job, decode func([]byte) (T, error)) (T, error) {
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
	reply, err := do(ctx, d.pool, data, job)
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
