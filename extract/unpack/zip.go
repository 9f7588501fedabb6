package unpack

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"gongkai"
)

// Bits of a zip member's flags.
const (
	zipEncrypted = 1 << 0
	zipUTF8      = 1 << 11
	zipMasked    = 1 << 13 // the directory is encrypted
)

// maxEntries of a zip's directory: a folder for each member, and what macOS adds.
const maxEntries = 4 * maxMembers

func (w *walk) zip(at place, data []byte) error {
	r := bytes.NewReader(data)
	d, ok := findDirectory(r, r.Size())
	switch {
	case !ok:
		return fmt.Errorf("%w: it has no directory: it was cut off, or is a volume of several", gongkai.ErrDamaged)
	case d.disk != 0:
		return errVolume
	}
	n := 0 // the directory is read whole
	zipNames(r, r.Size(), func([]byte) bool { n++; return n <= maxEntries })
	if n > maxEntries {
		return gongkai.Exceeds(n, maxEntries, "entries in the directory")
	}
	z, err := zip.NewReader(r, r.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // nothing is written by a name
		return err
	}
	for method, open := range zipMethods {
		z.RegisterDecompressor(method, open)
	}
	if overlap(z.File) {
		return fmt.Errorf("%w: its members lie over one another, as in a bomb", gongkai.ErrLimit)
	}
	for _, f := range z.File {
		name := clean(zipName(f.Name, f.Flags, f.Extra))
		mode := f.Mode()
		if name == "" || strings.HasSuffix(name, "/") || f.Flags&zipEncrypted == 0 && mode.Type() != 0 {
			continue
		}
		err := w.member(at, Zip, name, int64(min(f.UncompressedSize64, 1<<62)), func() (io.Reader, error) { return openZip(f) })
		// Nothing is decoded to come to the next one.
		if err = w.giveUp(at, Zip, name, err); err != nil {
			return err
		}
	}
	return nil
}

// errVolume says that there are other files.
var errVolume = fmt.Errorf("%w: a volume of an archive in several files; unpack them to read it", gongkai.ErrFormat)

func openZip(f *zip.File) (io.Reader, error) {
	if f.Flags&(zipEncrypted|zipMasked) != 0 {
		return nil, fmt.Errorf("%w: a password is needed to open it", gongkai.ErrEncrypted)
	}
	r, err := f.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, fmt.Errorf("%w: a member compressed by method %d", gongkai.ErrFormat, f.Method)
	}
	return r, err
}

// zipMethods are read besides stored and deflated members.
var zipMethods = map[uint16]zip.Decompressor{
	12: func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) },
	20: zipZstd,
	93: zipZstd,
	95: func(r io.Reader) io.ReadCloser {
		x, err := newXZ(r)
		if err != nil {
			return failing{err}
		}
		return io.NopCloser(x)
	},
}

func zipZstd(r io.Reader) io.ReadCloser {
	z, err := newZstd(r)
	if err != nil {
		return failing{err}
	}
	return z.IOReadCloser()
}

func newZstd(r io.Reader) (*zstd.Decoder, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxDictionary), zstd.WithDecoderLowmem(true))
}

// failing is a reader that could not be made.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
func (f failing) Close() error             { return nil }

// overlap reports whether two members share bytes: then a small zip can hold a large
// member many times.
func overlap(files []*zip.File) bool {
	type span struct{ from, to int64 }
	var spans []span
	for _, f := range files {
		from, err := f.DataOffset()
		if err == nil && f.CompressedSize64 > 0 && f.CompressedSize64 < 1<<62 {
			spans = append(spans, span{from, from + int64(f.CompressedSize64)})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return true
		}
	}
	return false
}
