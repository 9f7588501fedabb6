package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Field is one named field of a record's or of an HTTP message's head.
type Field struct{ Name, Value string }

// Fields are in the order of the file; a name may come several times.
type Fields []Field

// Get returns the value of the first field of that name, whatever its case; empty
// when there is none.
func (f Fields) Get(name string) string {
	for _, field := range f {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// Add appends a field unless the value is empty.
func (f *Fields) Add(name, value string) {
	if value != "" {
		*f = append(*f, Field{name, value})
	}
}

const (
	// maxLine is the longest line of a head, in bytes.
	maxLine = 64 << 10
	// maxHead is the largest head, in bytes.
	maxHead = 512 << 10
)

var errHead = errors.New("the head has no end")

// readLine returns a line without its end. The slice is valid until the next read.
func readLine(r *bufio.Reader) (line []byte, n int, err error) {
	line, err = r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return nil, len(line), fmt.Errorf("%w: a line has more than %d bytes", errHead, maxLine)
	}
	return bytes.TrimRight(line, "\r\n"), len(line), err
}

// readFields reads fields up to an empty line. Lines without a colon are left out:
// they are of no use and do no harm. n is the number of bytes read. A head that ends
// with the file is io.ErrUnexpectedEOF; one that ends at a line for which isEnd is
// true (nil: none) is errHead.
func readFields(r *bufio.Reader, isEnd func(line []byte) bool) (f Fields, n int, err error) {
	for {
		line, size, err := readLine(r)
		n += size
		switch {
		case err == io.EOF:
			return f, n, io.ErrUnexpectedEOF
		case err != nil:
			return f, n, err
		case n > maxHead:
			return f, n, fmt.Errorf("%w: it has more than %d bytes", errHead, maxHead)
		case len(line) == 0:
			return f, n, nil
		case isEnd != nil && isEnd(line):
			return f, n, fmt.Errorf("%w: another one begins in it", errHead)
		}
		if (line[0] == ' ' || line[0] == '\t') && len(f) > 0 {
			value := &f[len(f)-1].Value
			*value = strings.TrimSpace(*value + " " + string(bytes.TrimSpace(line)))
		} else if name, value, ok := bytes.Cut(line, []byte(":")); ok {
			f = append(f, Field{string(bytes.TrimSpace(name)), string(bytes.TrimSpace(value))})
		}
	}
}
