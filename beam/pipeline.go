package main

import (
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

// Run says what is made of what. It travels to every worker.
type Run struct {
	// Documents, Work and Output are addresses of buckets: of the documents, of what is
	// kept on the way, and of the dataset.
	Documents, Work, Output string
	// Below are the first letters of the documents' names; empty for all.
	Below string
	// ID keeps the shares of this run apart from those of others in Work. What was read
	// is common to all.
	ID string
	// Partitions is how many parts of the digests are written by themselves.
	Partitions int
	// Workers, Seconds and MemoryMB bound the worker processes of each Beam worker, as
	// gongkai build's do.
	Workers, Seconds, MemoryMB int
}

// Document is one input on its way. Err fields say why it could not be read.
type Document struct {
	Path   string
	SHA256 string
	Size   int64
	// DuplicateOf is the path of the equal document that is read.
	DuplicateOf string
	// Reason and Message are of an error that is the document's: gongkai.Reason, words.
	Reason, Message string
}

func init() {
	beam.RegisterType(reflect.TypeFor[Document]())
	register.DoFn3x1[beamContext, []byte, func(Document), error](&listFn{})
	register.DoFn3x1[beamContext, Document, func(string, Document), error](&digestFn{})
	register.DoFn4x1[beamContext, string, func(*Document) bool, func(int, Document), error](&readFn{})
	register.DoFn4x1[beamContext, int, func(*Document) bool, func(int, int), error](&shardFn{})
	register.DoFn4x1[beamContext, int, func(*int) bool, func(int), error](&planFn{})
	register.DoFn3x1[beamContext, int, func(int, int), error](&writeFn{})
	register.DoFn3x1[beamContext, int, func(*int) bool, error](&publishFn{})
	register.Emitter1[Document]()
	register.Emitter1[int]()
	register.Emitter2[string, Document]()
	register.Emitter2[int, Document]()
	register.Emitter2[int, int]()
	register.Iter1[Document]()
	register.Iter1[int]()
}

// addSteps adds all steps.
func addSteps(s beam.Scope, r Run) {
	paths := beam.ParDo(s.Scope("list"), &listFn{Run: r}, beam.Impulse(s))
	digests := beam.ParDo(s.Scope("digest"), &digestFn{Run: r}, beam.Reshuffle(s, paths))
	read := beam.ParDo(s.Scope("read"), &readFn{Run: r}, beam.GroupByKey(s, digests))
	shards := beam.ParDo(s.Scope("shard"), &shardFn{Run: r}, beam.GroupByKey(s, read))
	planned := beam.ParDo(s.Scope("plan"), &planFn{Run: r}, beam.GroupByKey(s, shards))
	parts := beam.ParDo(s.Scope("write"), &writeFn{Run: r}, beam.Reshuffle(s, planned))
	beam.ParDo0(s.Scope("publish"), &publishFn{Run: r}, beam.GroupByKey(s, parts))
}
