package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/cmd/pipeline"
	"gongkai/cmd/readings"
	"gongkai/corpus"
	"gongkai/extract/isolate"
	"gongkai/extract/unpack"
)

// newSpool makes a spool whose archives are taken apart by workers, which are started
// when the first one comes. What is in an archive is kept in the store; nil keeps
// nothing. The caller closes it.
func newSpool(ctx context.Context, start func(context.Context) (*build.Crew, error), store *readings.Store) *corpus.Spool {
	u := corpus.Unpacker{IsArchive: func(head []byte, r io.ReaderAt, size int64) bool {
		return unpack.KindOf(head, r, size) != unpack.None
	}}
	u.Unpack = func(ctx context.Context, digest string, archive []byte, folder string) (corpus.Contents, error) {
		pool, err := start(ctx)
		if err != nil {
			return corpus.Contents{}, build.StopError{Err: err}
		}
		reply, err := pool.Do(ctx, archive, pipeline.UnpackJob(folder))
		var death *isolate.Death
		switch {
		case errors.As(err, &death): // what it had written by then, nobody knows
			return corpus.Contents{Err: err}, nil
		case err != nil:
			return corpus.Contents{}, build.StopError{Err: err}
		}
		contents, err := pipeline.UnmarshalContents(reply)
		if err == nil && store != nil {
			err = store.Put(ctx, readings.Reading{Key: archiveKey(digest), Summary: reply})
		}
		if err != nil {
			return contents, build.StopError{Err: err}
		}
		return contents, nil
	}
	if store != nil {
		u.Known = func(ctx context.Context, digest string) (contents corpus.Contents, ok bool, err error) {
			kept, ok, err := store.Summary(ctx, archiveKey(digest))
			if err != nil {
				return contents, false, build.StopError{Err: err}
			}
			if ok {
				contents, err = pipeline.UnmarshalContents(kept)
				ok = err == nil // else it is read again
			}
			return contents, ok, nil
		}
	}
	return corpus.NewSpool(ctx, u)
}

// archiveKey is where the store keeps what is in an archive.
func archiveKey(digest string) string { return "archive " + digest }

// findDocuments are the documents that paths name, in the order of the paths, for
// commands that read each by itself.
func findDocuments(ctx context.Context, paths []string, spool *corpus.Spool, workers int) ([]corpus.Item, error) {
	entries, err := corpus.Files(paths, corpus.Options{Spool: spool})
	if err != nil {
		return nil, pathError(err)
	}
	items, err := corpus.Manifest(ctx, entries, workers, gongkai.DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("archives: %w", err)
	}
	slices.SortFunc(items, func(a, b corpus.Item) int { return strings.Compare(a.Path, b.Path) })
	return items, nil
}
