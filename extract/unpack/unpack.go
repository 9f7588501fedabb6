// Package unpack takes archives of files apart: bytes in, members out, in one
// pass and without a file. It decides nothing about what the members are.
//
// # What is read
//
//   - zip (PKWARE APPNOTE 6.3.10) with zip64 and data descriptors; stored, deflated,
//     bzip2, zstd and xz members
//   - 7z, by github.com/bodgit/sevenzip
//   - RAR 1.5 to 7, by github.com/nwaples/rardecode
//   - tar (ustar, GNU, PAX, and V7 with a right checksum)
//   - gzip, bzip2 and xz files, of a tar or of one file
//   - archives in archives, up to four levels
//
// What an archive is, its bytes say ([KindOf]). A zip that is a document (DOCX, XLSX,
// OFD, ODT, EPUB) is none: its directory says so.
//
// # Names
//
// A name comes out as valid UTF-8 with slashes, without "." and empty elements at its
// ends; a ".." stays, because nothing is written by it. The encoding of a zip's name
// is that of its Unicode extra field (0x7075), else UTF-8 if it is that, else GB 18030;
// a byte that is in neither is printed as %NN. A second member of the same name gets
// "@2". The member of a gzip file without a name, of a bzip2 or of an xz file is "content".
// What is in an archive in an archive has both names: "b.zip!/c.doc".
//
// # Limits
//
// An archive is stopped when its members exceed, all levels together, ExpandedBytes,
// [maxMembers], or [maxRatio] times its size: what came out before is good, and the
// error says that the rest was not read. A member over Bytes, a name over [maxName]
// bytes, and an archive in it that is a level too deep or a bomb are errors of the member. Zip members that lie over one
// another are a bomb: nothing of such an archive is read. Dictionaries of more than
// [maxDictionary] are refused. Nevertheless the decoders face hostile bytes: call this
// in a worker process.
//
// # What is not handled
//
// Encrypted members and archives (an error wraps ErrEncrypted), archives in several
// volumes, self-extracting programs, links (left out; RAR's references to equal
// members are errors), zip's deflate64, LZMA and PPMd, and .Z, .lzma, .zst, .cab, .iso.
package unpack

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongkai"
)

// Member is a file in an archive.
type Member struct {
	// Name is its path in the archive; see the package comment.
	Name string
	// Data are its bytes, nil when Err is set.
	Data []byte
	// Err says why it could not be read. It wraps one of the sentinels of package
	// gongkai.
	Err error
}

const (
	// maxDepth is how many archives may be around a member.
	maxDepth = 4
	// maxMembers of an archive, all levels together: a province's reports of a year
	// are a few thousand.
	maxMembers = 20_000
	// maxName is the longest name in bytes; systems have 255 for one element.
	maxName = 2_000
	// maxRatio is how many times its size an archive may expand to, once it has come
	// to ratioFrom bytes. Web pages of one template in a solid 7z reach 100; deflated
	// zeros have 1,000.
	maxRatio  = 200
	ratioFrom = 16 << 20
	// maxDictionary is the most that a decoder may set aside for what it has seen:
	// what 7-Zip takes at its highest level.
	maxDictionary = 256 << 20
)

// Unpack calls yield with every member of the archive, in its order. Names for which
// skip is true are left out; nil skips none. The error says that the archive, or the
// rest of it, could not be read, and is a *gongkai.ReadError; or it is yield's, which
// ends the reading.
func Unpack(data []byte, limits gongkai.Limits, skip func(name string) bool, yield func(Member) error) error {
	kind := KindOf(data[:min(len(data), headBytes)], bytes.NewReader(data), int64(len(data)))
	if kind == None {
		return &gongkai.ReadError{Format: "archive", Offset: -1, Err: fmt.Errorf("%w: not an archive", gongkai.ErrFormat)}
	}
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return failed(kind, err)
	}
	if skip == nil {
		skip = func(string) bool { return false }
	}
	w := &walk{limits: limits, skip: skip, yield: yield, size: int64(len(data)), names: map[string]int{}}
	err := w.archive(place{depth: 1}, kind, data)
	var stopped stop
	if errors.As(err, &stopped) {
		err = stopped.error
		if stopped.yields {
			return err
		}
	}
	if err == nil && w.members == 0 {
		err = errNothing
	}
	return failed(kind, err)
}

var errNothing = fmt.Errorf("%w: an archive without a document", gongkai.ErrEmpty)

// failed makes an error the package's.
func failed(kind Kind, err error) error {
	if err == nil {
		return nil
	}
	var read *gongkai.ReadError
	if errors.As(err, &read) {
		return err
	}
	if gongkai.Reason(err) == "other" {
		err = fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
	}
	return &gongkai.ReadError{Format: gongkai.Format(kind), Offset: -1, Err: err}
}

// stop is an error that ends the reading of all levels.
type stop struct {
	error
	yields bool // the caller's own
	local  bool // a member of the outermost archive is at fault; others may be good
}

func (s stop) Unwrap() error { return s.error }

// place is where in the archives the walk is.
type place struct {
	prefix string // names of the archives around, each with "!/"
	depth  int
}

// walk is a running Unpack.
type walk struct {
	limits   gongkai.Limits
	skip     func(string) bool
	yield    func(Member) error
	size     int64 // of the outermost archive
	expanded int64 // bytes, of all levels
	before   int64 // of them before the last member that was given up
	members  int
	names    map[string]int // how often each came, at least
}

// archive reads one level.
func (w *walk) archive(at place, kind Kind, data []byte) error {
	switch kind {
	case Zip:
		return w.zip(at, data)
	case SevenZip:
		return decoding(func() error { return w.sevenZip(at, data) })
	case RAR:
		return decoding(func() error { return w.rar(at, data) })
	case Tar:
		r := bytes.NewReader(data)
		if err := w.tar(at, r); err != nil {
			return err
		}
		if r.Len() == 0 && len(bytes.Trim(data[max(0, len(data)-headBytes):], "\x00")) > 0 {
			return fmt.Errorf("%w: it was cut off: the mark of its end is not there", gongkai.ErrDamaged)
		}
		return nil
	}
	return w.compressed(at, kind, data)
}

// decoding turns a decoder's panic into an error: hostile bytes make libraries panic,
// and what was read before is good.
func decoding(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: the decoder gave up: %v", gongkai.ErrDamaged, p)
		}
	}()
	return do()
}

// member reads a member that is not a folder. Size is what the archive states, -1 if
// nothing. An error ends the level.
func (w *walk) member(at place, kind Kind, name string, size int64, open func() (io.Reader, error)) error {
	if w.skip(at.prefix + name) {
		return nil
	}
	if w.members++; w.members > maxMembers {
		return stop{error: gongkai.Exceeds(w.members, maxMembers, "members")}
	}
	path, err := w.name(at, name)
	if err != nil {
		return w.give(Member{Name: path, Err: failed(kind, err)})
	}
	data, err := w.read(size, open)
	switch {
	case errors.As(err, new(stop)):
		return err
	case err != nil:
		return w.give(Member{Name: path, Err: failed(kind, err)})
	}
	inner := KindOf(data[:min(len(data), headBytes)], bytes.NewReader(data), int64(len(data)))
	if inner == None {
		return w.give(Member{Name: path, Data: data})
	}
	return w.nested(at, path, inner, data)
}

// nested reads an archive in an archive. Only what ends everything ends this level.
func (w *walk) nested(at place, path string, kind Kind, data []byte) error {
	if at.depth >= maxDepth {
		return stop{error: gongkai.Exceeds(at.depth+1, maxDepth, "archives in one another"), local: true}
	}
	before := w.members
	err := w.archive(place{prefix: path + "!/", depth: at.depth + 1}, kind, data)
	switch {
	case errors.As(err, new(stop)):
		return w.giveUp(at, kind, path, err)
	case err == nil && w.members == before:
		err = errNothing
	}
	if err == nil {
		return nil
	}
	return w.give(Member{Name: path, Err: failed(kind, err)})
}

// giveUp gives up a member of the outermost archive that is at fault, like a bomb, but
// leaves all together within the limits. It returns what else there is to do about err.
func (w *walk) giveUp(at place, kind Kind, path string, err error) error {
	var stopped stop
	if at.depth > 1 || !errors.As(err, &stopped) || !stopped.local {
		return err
	}
	w.before = w.expanded
	return w.give(Member{Name: path, Err: failed(kind, stopped.error)})
}

func (w *walk) give(m Member) error {
	if err := w.yield(m); err != nil {
		return stop{error: err, yields: true}
	}
	return nil
}

// name makes the member's whole name, cut if it is too long, and another one if it
// was there before.
func (w *walk) name(at place, name string) (path string, err error) {
	if path = at.prefix + name; len(path) > maxName {
		err = gongkai.Exceeds(len(path), maxName, "bytes in a name")
		path = strings.ToValidUTF8(path[:maxName], "") + "…"
	}
	free, n := path, w.names[path]
	for w.names[free] > 0 {
		n++
		free = fmt.Sprintf("%s@%d", path, n)
	}
	w.names[path], w.names[free] = max(n, 1), max(w.names[free], 1)
	return free, err
}

// read reads a member within the limits.
func (w *walk) read(size int64, open func() (io.Reader, error)) ([]byte, error) {
	if err := w.exceeds(size); err != nil {
		return nil, err
	}
	r, err := open()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(int(max(0, min(size, 1<<20)) + bytes.MinRead))
	for {
		// In pieces, so that a bomb is seen while it expands.
		n, err := io.CopyN(&b, r, 256<<10)
		if stopped := w.pass(n); stopped != nil {
			return nil, stopped
		}
		if err := w.exceeds(int64(b.Len())); err != nil {
			return nil, err
		}
		switch {
		case errors.Is(err, io.EOF):
			return b.Bytes(), nil
		case err != nil:
			return nil, err
		}
	}
}

// passOver counts a member that is decoded although nobody wants it: because the next
// one in a solid archive begins where it ends.
func (w *walk) passOver(name string, size int64) error {
	if w.skip(name) || w.exceeds(size) != nil {
		return w.pass(size)
	}
	return nil
}

// exceeds says that a member is too large for one document.
func (w *walk) exceeds(size int64) error {
	if w.limits.Bytes > 0 && size > int64(w.limits.Bytes) {
		return gongkai.Exceeds(w.limits.Bytes+1, w.limits.Bytes, "bytes in a member")
	}
	return nil
}

// pass counts bytes that come out of a decoder.
func (w *walk) pass(n int64) error {
	if n < 0 {
		return nil
	}
	if w.expanded += n; w.expanded < 0 { // two sizes that are lies
		w.expanded = 1 << 62
	}
	if limit := w.limits.ExpandedBytes; limit > 0 && w.expanded > int64(limit) {
		return stop{error: gongkai.Exceeds(limit+1, limit, "bytes in all members; unpack the archive to read it")}
	}
	if n := w.expanded - w.before; n > ratioFrom && n/maxRatio > w.size {
		return stop{error: fmt.Errorf("%w: it expands to more than %d times the archive's size, like a bomb", gongkai.ErrLimit, maxRatio), local: true}
	}
	return nil
}
