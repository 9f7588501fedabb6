package warc

import (
	"compress/gzip"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// NewID makes a name for a record: a random UUID as a URN, without brackets.
func NewID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// ErrField says that a field cannot be written: its value would end the line.
var ErrField = errors.New("a field may not hold line ends")

// writers are used again: a new one clears half a megabyte, and most records are small.
var writers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// Append writes a record of WARC 1.1 as one gzip member. Block digest and
// Content-Length are computed from the block, which is read twice, from its beginning,
// and added to the fields; nil is an empty block. Nothing is written if a field cannot be.
func Append(w io.Writer, fields Fields, block io.ReadSeeker) error {
	var head strings.Builder
	head.WriteString("WARC/1.1\r\n")
	if block == nil {
		block = strings.NewReader("")
	}
	if _, err := block.Seek(0, io.SeekStart); err != nil {
		return err
	}
	digest, length, err := Digest(block)
	if err != nil {
		return err
	}
	for _, f := range append(fields[:len(fields):len(fields)], Field{"WARC-Block-Digest", digest}, Field{"Content-Length", strconv.FormatInt(length, 10)}) {
		if strings.ContainsAny(f.Name+f.Value, "\r\n") {
			return fmt.Errorf("%w: %s: %q", ErrField, f.Name, f.Value)
		}
		head.WriteString(f.Name + ": " + f.Value + "\r\n")
	}
	head.WriteString("\r\n")
	if _, err := block.Seek(0, io.SeekStart); err != nil {
		return err
	}
	zip := writers.Get().(*gzip.Writer)
	defer writers.Put(zip)
	zip.Reset(w)
	n, err := io.Copy(zip, io.MultiReader(strings.NewReader(head.String()), block, strings.NewReader("\r\n\r\n")))
	if err == nil && n != int64(head.Len())+length+4 {
		err = errors.New("the block has changed while it was written")
	}
	return errors.Join(err, zip.Close())
}
