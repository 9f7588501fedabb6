package corpus

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gongkai"
)

// Item is an entry and what its contents are.
type Item struct {
	Entry
	// SHA256 of the contents in hexadecimal, lower case; empty if Err is set.
	SHA256 string
	// DuplicateOf is the first path, in sorted order, of an item with the same
	// contents; empty for the first itself.
	DuplicateOf string
}

// ErrChanged says that a file is no longer what it was when it was listed. It
// comes wrapped together with gongkai.ErrAccess.
var ErrChanged = errors.New("the file has changed since it was listed")

// ReadAll returns the contents, and makes sure that they are those of the
// digest: a dataset must not cite one document and count another. Errors name
// the path and wrap gongkai.ErrAccess or gongkai.ErrLimit.
func (i Item) ReadAll(maxBytes int) ([]byte, error) {
	b, err := ReadAll(i.Entry, maxBytes)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != i.SHA256 {
		return nil, accessError(i.Path, ErrChanged)
	}
	return b, nil
}

// digester computes digests one after the other with the same memory.
type digester struct {
	disk
	hash   hash.Hash
	buffer []byte
	head   []byte // of the file that was read last
}

// headBytes is what an archive is told by.
const headBytes = 512

// bufferBytes is what one digester reads at once.
const bufferBytes = 128 << 10

func newDigester(d disk) *digester {
	return &digester{disk: d, hash: sha256.New(), buffer: make([]byte, bufferBytes)}
}

// Digest returns the SHA-256 of a file of at most maxBytes (0 means no limit)
// in lower-case hexadecimal. Errors are those of ReadAll.
func Digest(e Entry, maxBytes int) (string, error) {
	digest, _, _, err := newDigester(machine).digest(e, maxBytes)
	return digest, err
}

// digest returns the length, too, and whether it is an archive to be opened.
func (d *digester) digest(e Entry, maxBytes int) (digest string, total int64, archive bool, err error) {
	f, _, err := d.open(e, maxBytes)
	if err != nil {
		return "", 0, false, err
	}
	defer f.Close()
	d.hash.Reset()
	d.head = d.head[:0]
	for {
		n, err := f.Read(d.buffer)
		d.hash.Write(d.buffer[:n])
		d.head = append(d.head, d.buffer[:min(n, headBytes-len(d.head))]...)
		total += int64(n)
		switch {
		case maxBytes > 0 && total > int64(maxBytes): // it has grown
			return "", 0, false, tooLarge(e.Path, maxBytes)
		case err == io.EOF:
			if r, ok := f.(io.ReaderAt); ok && e.spool != nil {
				archive = e.spool.unpacker.IsArchive(d.head, r, total)
			}
			return hex.EncodeToString(d.hash.Sum(nil)), total, archive, nil
		case err != nil:
			return "", 0, false, accessError(e.Path, err)
		}
	}
}

// Manifest digests the entries with several workers (0 means GOMAXPROCS) and
// sorts them by digest and path, so that equal documents lie together and the
// order of a dataset does not depend on names. Entries that cannot be read, or
// have more than limits.Bytes, come last, sorted by path, with Err set. An archive of
// files whose entry has a Spool is replaced by its members; it stays, with Err set, if it
// or the rest of it could not be read. The error is that of ctx, or of the Spool's
// Unpacker.
func Manifest(ctx context.Context, entries []Entry, workers int, limits gongkai.Limits) ([]Item, error) {
	return machine.manifest(ctx, entries, workers, limits)
}

func (d disk) manifest(ctx context.Context, entries []Entry, workers int, limits gongkai.Limits) ([]Item, error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	found, failed := make([][]Item, len(entries)), make([]error, len(entries))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, len(entries)) {
		group.Go(func() {
			digester := newDigester(d)
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(entries) {
					return
				}
				if found[i], failed[i] = digester.items(entries[i], limits.Bytes); failed[i] != nil {
					next.Store(int64(len(entries)))
				}
			}
		})
	}
	group.Wait()
	if err := cmp.Or(ctx.Err(), errors.Join(failed...)); err != nil {
		return nil, err
	}
	items := slices.Concat(found...)
	slices.SortFunc(items, compareItems)
	markDuplicates(items)
	return items, nil
}

// items are the entry, or what is in it.
func (d *digester) items(e Entry, maxBytes int) ([]Item, error) {
	digest, n, archive, err := d.digest(e, maxBytes)
	switch {
	case err != nil:
		e.Err = err
	case archive:
		return e.spool.items(e, digest, maxBytes)
	case e.inside != "":
		digest, e.Err = "", accessError(e.Path, errors.New("it is not an archive"))
	case e.document != nil:
		e.Size = n
	}
	return []Item{{Entry: e, SHA256: digest}}, nil
}

func compareItems(a, b Item) int {
	switch {
	case a.SHA256 == b.SHA256:
		return strings.Compare(a.Path, b.Path)
	case a.SHA256 == "":
		return 1
	case b.SHA256 == "":
		return -1
	}
	return strings.Compare(a.SHA256, b.SHA256)
}

// markDuplicates expects sorted items.
func markDuplicates(items []Item) {
	for i := 1; i < len(items); i++ {
		first := &items[i-1]
		if items[i].SHA256 == "" || items[i].SHA256 != first.SHA256 {
			continue
		}
		items[i].DuplicateOf = first.Path
		if first.DuplicateOf != "" {
			items[i].DuplicateOf = first.DuplicateOf
		}
	}
}
