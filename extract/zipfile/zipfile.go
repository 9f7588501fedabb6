// Package zipfile opens zip packages (OOXML, ODF, OFD) whose makers are not
// trusted: nothing is unpacked to a path, the sizes that a directory states are
// not believed, and all parts together expand to a limit.
//
// Not handled: multi-part archives, and the encryption of zip itself
// (ErrEncrypted).
package zipfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"gongkai"
)

const (
	// MaxParts bounds the zip directory, which is read whole. A report has
	// about a dozen parts, one more for each picture.
	MaxParts = 10_000
	// initialPart is how much is set aside for a part before inflating it:
	// enough for a long report, little enough to be wasted.
	initialPart = 1 << 20
)

// Archive is a zip file in memory.
type Archive struct {
	// Format is the reader's, for errors.
	Format gongkai.Format
	// parts by folded name. Two entries of one name leave nil: readers
	// disagree about which one counts, so neither does.
	parts map[string]*zip.File
	// budget is how many bytes may still be inflated.
	budget int64
}

// Open reads the directory of data. Errors are *gongkai.ReadError with the
// format: ErrEmpty, ErrLimit (Bytes, MaxParts), ErrDamaged (cut off) or
// ErrFormat (no zip). Of the limits it takes Bytes and ExpandedBytes.
func Open(data []byte, format gongkai.Format, limits gongkai.Limits) (*Archive, error) {
	a := &Archive{Format: format, budget: math.MaxInt64 - 1}
	if len(data) == 0 {
		return nil, a.Failure("", -1, gongkai.ErrEmpty, "no bytes")
	}
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, &gongkai.ReadError{Format: format, Offset: -1, Err: err}
	}
	if bytes.Count(data, []byte("PK\x01\x02")) > MaxParts {
		return nil, a.Failure("", -1, gongkai.ErrLimit, "more than %d parts", MaxParts)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	switch {
	case errors.Is(err, zip.ErrInsecurePath):
		// Nothing is ever unpacked to a path.
	case err != nil && bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, a.Failure("", -1, gongkai.ErrDamaged, "a zip archive without a directory: it was cut off (%v)", err)
	case err != nil:
		return nil, a.Failure("", -1, gongkai.ErrFormat, "not a zip archive")
	}
	a.parts = make(map[string]*zip.File, len(z.File))
	if limits.ExpandedBytes > 0 {
		a.budget = int64(limits.ExpandedBytes)
	}
	for _, f := range z.File {
		name := Fold(f.Name)
		if _, twice := a.parts[name]; twice {
			f = nil
		}
		a.parts[name] = f
	}
	return a, nil
}

// Fold makes part names comparable: they ignore case, and some writers use
// backslashes or a leading slash.
func Fold(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// Has reports whether there is a part of the name.
func (a *Archive) Has(part string) bool {
	_, ok := a.parts[Fold(part)]
	return ok
}

// Read inflates a part. Errors are *gongkai.ReadError: ErrDamaged (missing,
// twice, broken), ErrEncrypted or ErrLimit (all parts read so far together). The
// bytes have room for one more.
func (a *Archive) Read(part string) ([]byte, error) {
	f, ok := a.parts[Fold(part)]
	switch {
	case !ok:
		return nil, a.Failure(part, -1, gongkai.ErrDamaged, "the part is missing")
	case f == nil:
		return nil, a.Failure(part, -1, gongkai.ErrDamaged, "the part is there more than once")
	case f.Flags&1 != 0:
		return nil, a.Failure(part, -1, gongkai.ErrEncrypted, "a password is needed to unzip it")
	}
	in, err := f.Open()
	if err != nil {
		return nil, a.Failure(part, -1, gongkai.ErrDamaged, "%v", err)
	}
	defer in.Close()
	var out bytes.Buffer
	// The scanner wants one byte more than the text, ReadFrom room to look
	// for the end.
	out.Grow(int(min(f.UncompressedSize64, initialPart, uint64(a.budget))) + bytes.MinRead + 1)
	n, err := out.ReadFrom(io.LimitReader(in, a.budget+1))
	if n > a.budget {
		return nil, a.Failure(part, -1, gongkai.ErrLimit, "its parts expand to more bytes than allowed")
	}
	a.budget -= n
	if err != nil {
		return nil, a.Failure(part, n, gongkai.ErrDamaged, "%v", err)
	}
	return out.Bytes(), nil
}

// Failure is a ReadError of the archive's format around a sentinel. Offset is -1
// when unknown.
func (a *Archive) Failure(part string, offset int64, sentinel error, format string, args ...any) error {
	return &gongkai.ReadError{
		Format: a.Format,
		Part:   part,
		Offset: offset,
		Err:    fmt.Errorf("%w: %s", sentinel, fmt.Sprintf(format, args...)),
	}
}
