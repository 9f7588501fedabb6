package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"runtime"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
	"gocloud.dev/blob"
	_ "gocloud.dev/blob/azureblob"
	_ "gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/gcsblob"
	_ "gocloud.dev/blob/s3blob"
	"gocloud.dev/gcerrors"

	"gongkai"
	"gongkai/cmd/readings"
	"gongkai/corpus"
)

// buckets are those that this process has opened, by address. They stay open: a worker
// uses them as long as it lives.
var buckets = struct {
	sync.Mutex
	open map[string]*blob.Bucket
}{open: map[string]*blob.Bucket{}}

// bucket opens the bucket at the address.
func bucket(ctx context.Context, address string) (*blob.Bucket, error) {
	buckets.Lock()
	defer buckets.Unlock()
	if b := buckets.open[address]; b != nil {
		return b, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "file" {
		// Objects are files and nothing else, and each appears whole.
		q := u.Query()
		for _, option := range [][2]string{{"create_dir", "true"}, {"no_tmp_dir", "true"}, {"metadata", "skip"}} {
			q.Set(option[0], option[1])
		}
		u.RawQuery = q.Encode()
	}
	b, err := blob.OpenBucket(context.WithoutCancel(ctx), u.String())
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", address, err)
	}
	buckets.open[address] = b
	return b, nil
}

// put writes an object, which appears whole.
func put(ctx context.Context, b *blob.Bucket, key string, write func(io.Writer) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	w, err := b.NewWriter(ctx, key, &blob.WriterOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	if err := write(w); err != nil {
		stop() // so that nothing appears
		_ = w.Close()
		return fmt.Errorf("%s: %w", key, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// Both serve all goroutines of the process; one for each object would cost megabytes
// of memory each time.
var (
	encoder, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)), zstd.WithWindowSize(256<<10)) // no error: the options are ours
	decoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0))
)

// putBytes writes an object, compressed.
func putBytes(ctx context.Context, b *blob.Bucket, key string, data []byte) error {
	return put(ctx, b, key, func(w io.Writer) error {
		_, err := w.Write(encoder.EncodeAll(data, nil))
		return err
	})
}

func getBytes(ctx context.Context, b *blob.Bucket, key string) ([]byte, error) {
	data, err := b.ReadAll(ctx, key)
	if err == nil {
		data, err = decoder.DecodeAll(data, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	return data, nil
}

// putValue writes a value, which getValue reads.
func putValue(ctx context.Context, b *blob.Bucket, key string, value any) error {
	var encoded bytes.Buffer
	if err := gob.NewEncoder(&encoded).Encode(value); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return putBytes(ctx, b, key, encoded.Bytes())
}

func getValue(ctx context.Context, b *blob.Bucket, key string, value any) error {
	data, err := getBytes(ctx, b, key)
	if err != nil {
		return err
	}
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(value); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// store is the build.Store in a bucket: two objects a reading. The summary comes last
// and says that the reading is there.
type store struct{ bucket *blob.Bucket }

func readingKey(key, part string) string {
	sum := sha256.Sum256([]byte(key))
	name := hex.EncodeToString(sum[:])
	return "readings/" + gongkai.CodeVersion()[:16] + "/" + name[:2] + "/" + name + "." + part
}

func (s store) Put(ctx context.Context, r readings.Reading) error {
	if r.Body != nil {
		if err := putBytes(ctx, s.bucket, readingKey(r.Key, "body"), r.Body); err != nil {
			return err
		}
	}
	return putBytes(ctx, s.bucket, readingKey(r.Key, "summary"), r.Summary)
}

func (s store) Summary(ctx context.Context, key string) ([]byte, bool, error) {
	return s.get(ctx, readingKey(key, "summary"))
}

func (s store) Body(ctx context.Context, key string) ([]byte, bool, error) {
	return s.get(ctx, readingKey(key, "body"))
}

func (s store) get(ctx context.Context, key string) (value []byte, ok bool, err error) {
	value, err = getBytes(ctx, s.bucket, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, false, nil
	}
	return value, err == nil, err
}

func (s store) Flush(context.Context) error { return nil }

// failure is the error of a document, as it travels.
type failure struct{ Reason, Message string }

func (f *failure) Error() string { return f.Message }
func (f *failure) Unwrap() error { return gongkai.ErrorOf(f.Reason) }

func init() { gob.Register(&failure{}) }

// item is the document as package build knows it.
func (d Document) item() corpus.Item {
	i := corpus.Item{Entry: corpus.Entry{Path: d.Path, Size: d.Size}, SHA256: d.SHA256, DuplicateOf: d.DuplicateOf}
	if d.Reason != "" {
		i.Err = &failure{d.Reason, d.Message}
	}
	return i
}

// failed is the document with the error.
func (d Document) failed(err error) Document {
	d.Reason, d.Message = gongkai.Reason(err), err.Error()
	return d
}

// readDocument reads the object and makes sure that it is what was digested.
func readDocument(ctx context.Context, b *blob.Bucket, i corpus.Item) ([]byte, error) {
	data, err := b.ReadAll(ctx, i.Path)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, gone(i.Path)
	}
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != i.SHA256 {
		return nil, fmt.Errorf("%s: %w: %w", i.Path, gongkai.ErrAccess, corpus.ErrChanged)
	}
	return data, nil
}

func gone(path string) error {
	return fmt.Errorf("%s: %w: it was there when the bucket was listed", path, gongkai.ErrAccess)
}

// leftOut reports whether the name is one that corpus.Files leaves out of folders.
func leftOut(key string) bool {
	for _, name := range strings.Split(key, "/") {
		if name == "" || strings.HasPrefix(name, ".") || skipped(name) {
			return true
		}
	}
	return false
}
