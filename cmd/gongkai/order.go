package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"

	"gongkai"
	"gongkai/corpus"
	"gongkai/extract/isolate"
)

// result is what became of one document.
type result struct {
	item   corpus.Item
	report *gongkai.Report
	beside []beside // the pictures that it was read with
	err    error
}

// pictures are the digests of those that it was read with.
func (r *result) pictures() []string {
	var list []string
	for _, b := range r.beside {
		list = append(list, b.sha256)
	}
	return list
}

// perWorker is how many documents are under way for each worker: while one is
// read, the next is loaded and the last one's reply decoded.
const perWorker = 2

// aheadOf is how many results, for each that is worked on, may wait for an
// earlier one: a slow PDF must not leave the other workers idle.
const aheadOf = 16

// inOrder does every item, n at a time, and yields the results in the order of
// the items. At most n × aheadOf results wait for an earlier one.
func inOrder[T, R any](ctx context.Context, n int, items []T, do func(T) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		pending := make(chan chan R, n*aheadOf)
		slots := make(chan struct{}, n)
		go func() {
			defer close(pending)
			for _, item := range items {
				select {
				case slots <- struct{}{}:
				case <-ctx.Done():
					return
				}
				done := make(chan R, 1)
				go func() {
					done <- do(item)
					<-slots
				}()
				select {
				case pending <- done:
				case <-ctx.Done():
					return
				}
			}
		}()
		for done := range pending {
			if !yield(<-done) {
				return
			}
		}
	}
}

// readEntry reads a file and has a worker make a report of it.
func readEntry(ctx context.Context, pool *crew, e corpus.Entry) result {
	data, err := corpus.ReadAll(e, gongkai.DefaultLimits().Bytes)
	if err != nil {
		return result{item: corpus.Item{Entry: e}, err: err}
	}
	sum := sha256.Sum256(data)
	item := corpus.Item{Entry: e, SHA256: hex.EncodeToString(sum[:])}
	r, _, found, err := readPage(ctx, pool, data, e, gongkai.Source{Path: e.Display(), URL: e.URL(), SHA256: item.SHA256})
	return result{item: item, report: r, beside: found, err: err}
}

// fatal reports whether an error is not the document's but the program's: no
// worker starts, what was read cannot be kept, or the user interrupted.
func fatal(err error) bool {
	return errors.As(err, new(stopError)) || errors.Is(err, isolate.ErrStart) || errors.Is(err, isolate.ErrClosed) || errors.Is(err, context.Canceled)
}
