package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/corpus"
)

// result is what became of one document.
type result struct {
	item   corpus.Item
	report *gongkai.Report
	beside []build.Beside // the pictures that it was read with
	err    error
}

// pictures are the digests of those that it was read with.
func (r *result) pictures() []string {
	var list []string
	for _, b := range r.beside {
		list = append(list, b.SHA256)
	}
	return list
}

// perWorker is how many documents are under way for each worker: while one is
// read, the next is loaded and the last one's reply decoded.
const perWorker = 2

// readEntry reads a file and has a worker make a report of it.
func readEntry(ctx context.Context, pool *build.Crew, e corpus.Entry) result {
	data, err := corpus.ReadAll(e, gongkai.DefaultLimits().Bytes)
	if err != nil {
		return result{item: corpus.Item{Entry: e}, err: err}
	}
	sum := sha256.Sum256(data)
	item := corpus.Item{Entry: e, SHA256: hex.EncodeToString(sum[:])}
	r, found, err := pool.Read(ctx, data, e, gongkai.Source{Path: e.Display(), URL: e.URL(), SHA256: item.SHA256})
	return result{item: item, report: r, beside: found, err: err}
}
