package unpack

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/ulikunitz/xz"

	"gongkai"
)

func (w *walk) tar(at place, r io.Reader) error {
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		} else if err != nil && !errors.Is(err, tar.ErrInsecurePath) { // nothing is written by a name
			return err
		}
		name := clean(decode(h.Name))
		if name == "" || h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse || h.FileInfo().IsDir() {
			continue
		}
		// What is passed over in a compressed tar is decoded, too; its reader counts it.
		if err := w.member(at, Tar, name, h.Size, func() (io.Reader, error) { return t, nil }); err != nil {
			return err
		}
	}
}

// compressed reads a file that holds a tar or one file.
func (w *walk) compressed(at place, kind Kind, data []byte) error {
	r, name, err := decompress(kind, data)
	if err != nil {
		return err
	}
	counted := &counter{r: r, walk: w}
	b := bufio.NewReaderSize(counted, 64<<10)
	head, err := b.Peek(headBytes)
	if err != nil && len(head) == 0 && err != io.EOF {
		return err
	}
	if isTar(head) {
		err := w.tar(at, b)
		if counted.stopped != nil { // tar may word it as its own
			return counted.stopped
		}
		return err
	}
	return w.member(at, kind, name, -1, func() (io.Reader, error) { return b, nil })
}

// counter counts what a decoder gives although nobody asked for it: members of a tar that
// are skipped, and what stands between them.
type counter struct {
	r       io.Reader
	walk    *walk
	n       int64
	stopped error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if limit := c.walk.limits.ExpandedBytes; limit > 0 && c.n > 2*int64(limit) || c.n > 2*ratioFrom && c.n/(2*maxRatio) > c.walk.size {
		c.stopped = stop{error: fmt.Errorf("%w: it expands to more than %d times its size, like a bomb", gongkai.ErrLimit, maxRatio)}
		return 0, c.stopped
	}
	return n, err
}

// content is the name of what has none.
const content = "content"

func decompress(kind Kind, data []byte) (r io.Reader, name string, err error) {
	switch kind {
	case Gzip:
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, "", err
		}
		if name = clean(decode(gzipName(z.Name))); name == "" {
			name = content
		}
		return z, name, nil
	case Bzip2:
		return bzip2.NewReader(bytes.NewReader(data)), content, nil
	}
	r, err = newXZ(bytes.NewReader(data))
	return r, content, err
}

// gzipName takes back that the library reads a name as Latin-1.
func gzipName(name string) string {
	b := make([]byte, 0, len(name))
	for _, r := range name {
		if r > 0xff {
			return name
		}
		b = append(b, byte(r))
	}
	return string(b)
}

// xzHeadBytes is the stream's header and the longest header of its first block.
const xzHeadBytes = 12 + 1024

// newXZ refuses a first block that asks for too large a dictionary: the library takes
// what is asked for.
func newXZ(r io.Reader) (io.Reader, error) {
	b := bufio.NewReaderSize(r, 4<<10)
	head, _ := b.Peek(xzHeadBytes)
	if n, ok := xzDictionary(head); ok && n > maxDictionary {
		return nil, fmt.Errorf("%w: a dictionary of more than %d MiB", gongkai.ErrLimit, maxDictionary>>20)
	}
	return xz.ReaderConfig{DictCap: 1 << 16}.NewReader(b)
}

// xzDictionary finds the dictionary of the first block, whose only filter is LZMA2
// with one byte of properties (0x21 0x01 and the byte).
func xzDictionary(head []byte) (n uint64, ok bool) {
	if len(head) < 14 {
		return 0, false
	}
	flags, i := head[13], 14
	for range int(flags>>6&1) + int(flags>>7) { // sizes of variable length
		for i < len(head) && head[i]&0x80 != 0 {
			i++
		}
		i++
	}
	if i+2 >= len(head) || head[i] != 0x21 || head[i+1] != 1 || head[i+2] > 40 {
		return 0, false
	}
	return (2 | uint64(head[i+2]&1)) << (head[i+2]/2 + 11), true
}
