package unpack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"math"
	"strings"
	"sync"

	"github.com/bodgit/sevenzip"
	"github.com/stangelandcl/ppmd"
	"github.com/ulikunitz/xz/lzma"

	"gongkai"
)

func (w *walk) sevenZip(at place, data []byte) error {
	boundDecoders()
	z, err := sevenzip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return sevenZipError(err)
	}
	broken := map[int]error{} // streams that ended in the middle: what follows cannot be had
	for _, f := range z.File {
		name := clean(f.Name)
		size := int64(min(f.UncompressedSize, math.MaxInt64))
		if name == "" || strings.HasSuffix(name, "/") || f.Mode().Type() != 0 {
			continue
		}
		if err := w.passOver(at.prefix+name, size); err != nil {
			return err
		}
		err := w.member(at, SevenZip, name, size, func() (io.Reader, error) {
			if err := broken[f.Stream]; err != nil && size > 0 {
				return nil, err
			}
			r, err := f.Open()
			if err != nil {
				broken[f.Stream] = sevenZipError(err)
				return nil, broken[f.Stream]
			}
			return &sevenZipMember{r: r, file: f, left: size, sum: crc32.NewIEEE(), broken: broken}, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sevenZipMember is a member whose length and checksum are checked at its end, and which
// then gives the stream back for the next one: the library does not.
type sevenZipMember struct {
	r      io.ReadCloser
	file   *sevenzip.File
	left   int64
	sum    hash.Hash32
	broken map[int]error
}

func (m *sevenZipMember) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.left -= int64(n)
	m.sum.Write(p[:n])
	switch {
	case err == io.EOF && m.left == 0:
		if err := m.r.Close(); err != nil {
			return n, sevenZipError(err)
		}
		if m.file.CRC32 != 0 && m.sum.Sum32() != m.file.CRC32 {
			return n, fmt.Errorf("%w: its checksum is wrong", gongkai.ErrDamaged)
		}
		return n, io.EOF
	case err == io.EOF:
		err = fmt.Errorf("%w: it ends %d bytes early", gongkai.ErrDamaged, m.left)
	case err != nil:
		err = sevenZipError(err)
	default:
		return n, nil
	}
	m.broken[m.file.Stream] = err
	return n, err
}

func sevenZipError(err error) error {
	switch {
	case gongkai.Reason(err) != "other":
		return err
	case strings.Contains(err.Error(), "unsupported compression algorithm"):
		return fmt.Errorf("%w: %w", gongkai.ErrFormat, err)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%w: it was cut off, or is a volume of several: %w", gongkai.ErrDamaged, err)
	}
	return fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
}

// boundDecoders replaces the decoders that take the memory which a header asks for,
// and the one that would make noise of what is encrypted. The library keeps one list for
// the whole program.
var boundDecoders = sync.OnceFunc(func() {
	for id, open := range map[string]func(properties []byte, size uint64, r io.Reader) (io.Reader, error){
		"\x03\x01\x01":     openLZMA,
		"\x21":             openLZMA2,
		"\x03\x04\x01":     openPPMd,
		"\x04\xf7\x11\x01": func(_ []byte, _ uint64, r io.Reader) (io.Reader, error) { return newZstd(r) },
		"\x06\xf1\x07\x01": func([]byte, uint64, io.Reader) (io.Reader, error) {
			return nil, fmt.Errorf("%w: a password is needed to open it", gongkai.ErrEncrypted)
		},
	} {
		sevenzip.RegisterDecompressor([]byte(id), func(properties []byte, size uint64, readers []io.ReadCloser) (io.ReadCloser, error) {
			if len(readers) != 1 {
				return nil, fmt.Errorf("%w: a decoder of %d streams", gongkai.ErrDamaged, len(readers))
			}
			r, err := open(properties, size, readers[0])
			if err != nil {
				return nil, err
			}
			return io.NopCloser(r), nil
		})
	}
})

// dictionary is what a decoder needs of the dictionary that is asked for: no more than
// there is to decode.
func dictionary(asked, size uint64) (uint64, error) {
	n := max(min(asked, size), lzma.MinDictCap)
	if n > maxDictionary {
		return 0, fmt.Errorf("%w: a dictionary of more than %d MiB", gongkai.ErrLimit, maxDictionary>>20)
	}
	return n, nil
}

func openLZMA(properties []byte, size uint64, r io.Reader) (io.Reader, error) {
	if len(properties) != 5 {
		return nil, fmt.Errorf("%w: LZMA with %d bytes of properties", gongkai.ErrDamaged, len(properties))
	}
	n, err := dictionary(uint64(binary.LittleEndian.Uint32(properties[1:])), size)
	if err != nil {
		return nil, err
	}
	head := binary.LittleEndian.AppendUint32([]byte{properties[0]}, uint32(n))
	head = binary.LittleEndian.AppendUint64(head, size)
	return lzma.NewReader(io.MultiReader(bytes.NewReader(head), r))
}

func openLZMA2(properties []byte, size uint64, r io.Reader) (io.Reader, error) {
	if len(properties) != 1 || properties[0] > 40 {
		return nil, fmt.Errorf("%w: LZMA2 with properties %x", gongkai.ErrDamaged, properties)
	}
	n, err := dictionary((2|uint64(properties[0]&1))<<(properties[0]/2+11), size)
	if err != nil {
		return nil, err
	}
	return lzma.Reader2Config{DictCap: int(n)}.NewReader2(r)
}

func openPPMd(properties []byte, size uint64, r io.Reader) (io.Reader, error) {
	if len(properties) != 5 {
		return nil, fmt.Errorf("%w: PPMd with %d bytes of properties", gongkai.ErrDamaged, len(properties))
	}
	memory := binary.LittleEndian.Uint32(properties[1:]) // a model, whatever the size
	if memory > maxDictionary {
		return nil, fmt.Errorf("%w: a model of more than %d MiB", gongkai.ErrLimit, maxDictionary>>20)
	}
	p, err := ppmd.NewH7zReader(r, int(properties[0]), int(memory), int(min(size, math.MaxInt)))
	return &p, err
}
