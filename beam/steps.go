package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/corpus"
	"gongkai/corpus/agencies"
	"gongkai/sinks"
	"gongkai/sinks/parquet"
)

type beamContext = context.Context

// surveyors are those of this process: the steps that read share its workers.
var surveyors = struct {
	sync.Mutex
	of map[string]*build.Surveyor
}{of: map[string]*build.Surveyor{}}

// surveyor is the one of this process for the run.
func (r Run) surveyor(ctx context.Context) (*build.Surveyor, error) {
	work, err := bucket(ctx, r.Work)
	if err != nil {
		return nil, err
	}
	documents, err := bucket(ctx, r.Documents)
	if err != nil {
		return nil, err
	}
	surveyors.Lock()
	defer surveyors.Unlock()
	s := surveyors.of[r.ID]
	if s == nil {
		bounds := build.Workers{Count: r.Workers, Timeout: time.Duration(r.Seconds) * time.Second, MemoryMB: r.MemoryMB}
		s = build.NewSurveyor(bounds, logWriter{}, store{work})
		s.Open = func(ctx context.Context, i corpus.Item) ([]byte, error) { return readDocument(ctx, documents, i) }
		surveyors.of[r.ID] = s
	}
	return s, nil
}

// endWorkers ends the worker processes of this process.
func endWorkers() {
	surveyors.Lock()
	defer surveyors.Unlock()
	for id, s := range surveyors.of {
		s.Close()
		delete(surveyors.of, id)
	}
}

type logWriter struct{}

func (logWriter) Write(b []byte) (int, error) {
	log.Infof(context.Background(), "%s", b)
	return len(b), nil
}

// partition is which part of the digests the digest belongs to; parts follow each
// other as digests do.
func (r Run) partition(digest string) int {
	if len(digest) < 8 {
		return 0
	}
	first, _ := strconv.ParseUint(digest[:8], 16, 32) // digests are hex
	return int(first * uint64(r.Partitions) >> 32)
}

// object is the name of what the run keeps of a partition.
func (r Run) object(kind string, partition int) string {
	return fmt.Sprintf("runs/%s/%s/%06d", r.ID, kind, partition)
}

type listFn struct{ Run }

// ProcessElement lists the bucket.
func (f *listFn) ProcessElement(ctx beamContext, _ []byte, emit func(Document)) error {
	b, err := bucket(ctx, f.Documents)
	if err != nil {
		return err
	}
	found := b.List(&blob.ListOptions{Prefix: f.Below})
	for {
		o, err := found.Next(ctx)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("list of %s: %w", f.Documents, err)
		case !o.IsDir && !leftOut(o.Key):
			emit(Document{Path: o.Key, Size: o.Size})
		}
	}
}

func skipped(name string) bool {
	return slices.ContainsFunc(corpus.DefaultSkip(), func(pattern string) bool {
		match, _ := path.Match(pattern, name)
		return match
	})
}

type digestFn struct{ Run }

// ProcessElement digests an object. What the bucket cannot give now is tried again by
// the runner; what is not there, or too large, is the document's own failure.
func (f *digestFn) ProcessElement(ctx beamContext, d Document, emit func(string, Document)) error {
	b, err := bucket(ctx, f.Documents)
	if err != nil {
		return err
	}
	limit := gongkai.DefaultLimits().Bytes
	if d.Size > int64(limit) {
		emit("", d.failed(fmt.Errorf("%s: %w", d.Path, gongkai.Exceeds(limit+1, limit, "bytes"))))
		return nil
	}
	r, err := b.NewReader(ctx, d.Path, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		emit("", d.failed(gone(d.Path)))
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", d.Path, err)
	}
	defer r.Close()
	sum := sha256.New()
	if d.Size, err = io.Copy(sum, r); err != nil {
		return fmt.Errorf("%s: %w", d.Path, err)
	}
	d.SHA256 = hex.EncodeToString(sum.Sum(nil))
	emit(d.SHA256, d)
	return nil
}

// readFn reads the documents of its bundle with all workers of its process at a time:
// runners give a bundle to one goroutine.
type readFn struct {
	Run
	surveyor *build.Surveyor
	reading  sync.WaitGroup
	slots    chan struct{}
	mu       sync.Mutex
	done     []Document
	err      error
}

// ahead is how many documents are under way for each worker: while one is read, the
// next is loaded.
const ahead = 2

// StartBundle makes the bundle's place.
func (f *readFn) StartBundle(ctx beamContext, _ func(int, Document)) (err error) {
	f.surveyor, err = f.Run.surveyor(ctx)
	f.slots, f.done, f.err = make(chan struct{}, max(1, f.Workers)*ahead), nil, nil
	return err
}

// ProcessElement begins to read one document; the others with the same digest repeat it.
func (f *readFn) ProcessElement(ctx beamContext, _ string, equal func(*Document) bool, _ func(int, Document)) error {
	var items []corpus.Item
	var d Document
	for equal(&d) {
		items = append(items, d.item())
	}
	build.SortForSinks(items)
	for _, i := range items {
		d := Document{Path: i.Path, SHA256: i.SHA256, Size: i.Size, DuplicateOf: i.DuplicateOf}
		if i.Err != nil {
			d = d.failed(i.Err)
		}
		f.slots <- struct{}{}
		f.reading.Go(func() {
			defer func() { <-f.slots }()
			f.read(ctx, i, d)
		})
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

func (f *readFn) read(ctx context.Context, i corpus.Item, d Document) {
	read := f.surveyor.Survey(ctx, i)
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case read.Err == nil:
	case build.Fatal(read.Err) || !errors.Is(read.Err, gongkai.ErrAccess) && !errors.Is(read.Err, gongkai.ErrLimit):
		f.err = cmp.Or(f.err, fmt.Errorf("%s: %w", i.Path, read.Err))
		return
	default:
		d = d.failed(read.Err)
	}
	f.done = append(f.done, d)
}

// FinishBundle waits for what was begun.
func (f *readFn) FinishBundle(_ beamContext, emit func(int, Document)) error {
	f.reading.Wait()
	if f.err != nil {
		return f.err
	}
	for _, d := range f.done {
		emit(f.partition(d.SHA256), d)
	}
	return nil
}

type shardFn struct{ Run }

// ProcessElement puts what the survey says of the documents of a partition into one
// object.
func (f *shardFn) ProcessElement(ctx beamContext, partition int, of func(*Document) bool, emit func(int, int)) error {
	s, err := f.surveyor(ctx)
	if err != nil {
		return err
	}
	var items []corpus.Item
	var d Document
	duplicateOf := map[string]string{}
	for of(&d) {
		duplicateOf[d.Path] = d.DuplicateOf
		items = append(items, d.item())
	}
	build.SortForSinks(items)
	surveyed := make([]build.Surveyed, 0, len(items))
	for kept := range build.InOrder(ctx, loads, items, func(i corpus.Item) build.Surveyed {
		i.DuplicateOf = duplicateOf[i.Path]
		return s.Kept(ctx, i)
	}) {
		if build.Fatal(kept.Err) {
			return kept.Err
		}
		surveyed = append(surveyed, kept)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	work, err := bucket(ctx, f.Work)
	if err != nil {
		return err
	}
	if err := putValue(ctx, work, f.object("surveys", partition), surveyed); err != nil {
		return err
	}
	emit(0, partition)
	return nil
}

// loads is how many objects are asked for at the same time.
const loads = 32

type planFn struct{ Run }

// ProcessElement makes the plan of all shards, which must fit into memory, and gives
// each partition its share of it. Who reports and what is missing is a part after all
// others.
func (f *planFn) ProcessElement(ctx beamContext, _ int, shards func(*int) bool, emit func(int)) error {
	work, err := bucket(ctx, f.Work)
	if err != nil {
		return err
	}
	partitions := numbers(shards)
	var documents []build.Surveyed
	ends := make([]int, len(partitions))
	for i, p := range partitions {
		var surveyed []build.Surveyed
		if err := getValue(ctx, work, f.object("surveys", p), &surveyed); err != nil {
			return err
		}
		documents = append(documents, surveyed...)
		ends[i] = len(documents)
	}
	registry, err := agencies.Load()
	if err != nil {
		return err
	}
	plan := build.NewPlan(registry, documents)
	begin := 0
	for i, p := range partitions {
		if err := putValue(ctx, work, f.object("shares", p), plan.Share(begin, ends[i])); err != nil {
			return err
		}
		begin = ends[i]
	}
	coverage, err := plan.Coverage(build.Expectation{})
	if err != nil {
		return err
	}
	if err := f.writePart(ctx, f.Partitions, build.Share{}, plan.Records(coverage)); err != nil {
		return err
	}
	for _, p := range partitions {
		emit(p)
	}
	return nil
}

// numbers are the elements, each once, in order: a runner may do a step twice.
func numbers(of func(*int) bool) []int {
	var all []int
	var n int
	for of(&n) {
		all = append(all, n)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// writePart writes a part of every table.
func (r Run) writePart(ctx context.Context, partition int, share build.Share, rest []sinks.Record) (err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s, err := r.surveyor(ctx)
	if err != nil {
		return err
	}
	work, err := bucket(ctx, r.Work)
	if err != nil {
		return err
	}
	sink, err := parquet.New(func(name string) (io.WriteCloser, error) {
		return work.NewWriter(ctx, r.object("parts", partition)+"/"+name, &blob.WriterOptions{ContentType: "application/vnd.apache.parquet"})
	})
	if err != nil {
		return err
	}
	if _, err = s.WriteAll(ctx, share, rest, []sinks.Sink{sink}); err != nil {
		stop() // so that no object appears
	}
	return errors.Join(err, sink.Close())
}

type writeFn struct{ Run }

// ProcessElement writes the part of a partition.
func (f *writeFn) ProcessElement(ctx beamContext, partition int, emit func(int, int)) error {
	work, err := bucket(ctx, f.Work)
	if err != nil {
		return err
	}
	var share build.Share
	if err := getValue(ctx, work, f.object("shares", partition), &share); err != nil {
		return err
	}
	if err := f.writePart(ctx, partition, share, nil); err != nil {
		return err
	}
	emit(0, partition)
	return nil
}
