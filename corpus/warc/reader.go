package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// What may be wrong with a record. Errors wrap exactly one of them.
var (
	// ErrSyntax: there is no record where one should begin. What follows was
	// skipped up to the next record.
	ErrSyntax = errors.New("not a WARC record")
	// ErrLength: the record is longer or shorter than its Content-Length.
	ErrLength = errors.New("the Content-Length is wrong")
	// ErrTruncated: the file ends within the record.
	ErrTruncated = errors.New("the file ends within the record")
	// ErrDamaged: the gzip member of the record is damaged.
	ErrDamaged = errors.New("the gzip member is damaged")
	// ErrShared: records do not begin where gzip members do. The file can be read
	// when it is unpacked.
	ErrShared = errors.New("records share gzip members")
	// ErrTooLarge: the record has more than MaxRecord bytes.
	ErrTooLarge = errors.New("the record is too large")
)

// MaxRecord is up to where a record is unpacked, in bytes: a gzip member may
// be a thousand times as large as it is in the file.
const MaxRecord = 1 << 30

// Error says at which byte of the file something is wrong.
type Error struct {
	Offset int64
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("record at byte %d: %v", e.Offset, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Record is one record. Its block can be read until the next call of Next.
type Record struct {
	// Version as printed: "1.0", "1.1".
	Version string
	Fields  Fields
	// Offset is where the record, or its gzip member, begins in the file; Length is
	// how many bytes of the file it takes, known after Finish.
	Offset, Length int64
	// ContentLength is what the record states; -1 when it states none.
	ContentLength int64
	// Block is what the record holds, at most ContentLength bytes.
	Block io.Reader

	finish   func() error
	finished bool
	err      error
}

// Type is the kind of record: "response", "revisit" and so on, in lower case.
func (r *Record) Type() string { return strings.ToLower(r.Fields.Get("WARC-Type")) }

// ID is the record's name, without brackets.
func (r *Record) ID() string { return strings.Trim(r.Fields.Get("WARC-Record-ID"), "<>") }

// TargetURI is the address that the record is about; some programs of WARC 1.0
// put it into brackets.
func (r *Record) TargetURI() string { return strings.Trim(r.Fields.Get("WARC-Target-URI"), "<>") }

// Date is WARC-Date; zero when it is missing or none.
func (r *Record) Date() time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.Fields.Get("WARC-Date"))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// Finish reads what is left of the record and says what is wrong with it: nil, or an
// *Error that wraps ErrLength, ErrTruncated, ErrDamaged, ErrShared or ErrTooLarge.
func (r *Record) Finish() error {
	if !r.finished {
		r.finished = true
		if err := r.finish(); err != nil {
			r.err = &Error{r.Offset, err}
		}
	}
	return r.err
}

// Reader reads the records of a file one after the other.
type Reader struct {
	src    io.ReaderAt
	size   int64
	offset int64 // of the next record
	last   *Record

	compressed *counter
	unzip      gzip.Reader
	plain      *bufio.Reader

	probe  gzip.Reader
	probed *bufio.Reader
	found  []byte
}

// NewReader reads the file src of size bytes from the offset on, which must be that
// of a record.
func NewReader(src io.ReaderAt, size, offset int64) *Reader {
	return &Reader{src: src, size: size, offset: offset, compressed: newCounter(), plain: bufio.NewReaderSize(nil, maxLine), probed: bufio.NewReaderSize(nil, 512)}
}

// Next finishes the last record and returns the one after it; io.EOF when there is
// none. Any other error is an *Error; unless it is one of reading the file, Next may
// be called again and goes on behind the mistake.
func (r *Reader) Next() (*Record, error) {
	if r.last != nil {
		err := r.last.Finish()
		r.last = nil
		if errors.Is(err, ErrShared) {
			return nil, err
		}
	}
	if r.offset >= r.size {
		return nil, io.EOF
	}
	magic := make([]byte, 2)
	n, err := r.src.ReadAt(magic, r.offset)
	if err != nil && err != io.EOF {
		return nil, &Error{r.offset, err}
	}
	begin := r.offset
	var record *Record
	if magic = magic[:n]; isGzip(magic) {
		record, err = r.member()
	} else {
		record, err = r.uncompressed()
	}
	if err == io.EOF {
		return nil, err
	} else if err != nil {
		return nil, &Error{begin, err}
	}
	r.last = record
	return record, nil
}

// Offset is where the next record begins, after the last one was finished: the end
// of all that was read.
func (r *Reader) Offset() int64 { return r.offset }

func isGzip(b []byte) bool { return len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b }

// isVersion reports whether a line is the first of a record.
func isVersion(line []byte) bool { return len(line) == 8 && bytes.HasPrefix(line, []byte("WARC/1.")) }

// head reads the version line and the fields. n counts bytes.
func head(b *bufio.Reader) (record *Record, n int, err error) {
	var line []byte
	for len(line) == 0 { // the end of the record before
		var size int
		if line, size, err = readLine(b); err != nil {
			switch {
			case err == io.EOF && len(line) == 0:
				return nil, n, io.EOF
			case errors.Is(err, errHead), err == io.EOF && len(line) >= len("WARC/") && !bytes.HasPrefix(line, []byte("WARC/")):
				return nil, n, fmt.Errorf("%w: it begins with %.20q", ErrSyntax, line)
			case err == io.EOF:
				err = io.ErrUnexpectedEOF
			}
			return nil, n, err
		}
		if n += size; n > maxHead {
			return nil, n, ErrSyntax
		}
	}
	version, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("WARC/"))
	if !ok || len(version) > 8 {
		return nil, n, fmt.Errorf("%w: it begins with %.20q", ErrSyntax, line)
	}
	record = &Record{Version: string(version), ContentLength: -1}
	fields, size, err := readFields(b, isVersion)
	if n += size; err != nil {
		if errors.Is(err, errHead) {
			err = fmt.Errorf("%w: %w", ErrSyntax, err)
		}
		return nil, n, err
	}
	record.Fields = fields
	if length, err := strconv.ParseInt(fields.Get("Content-Length"), 10, 64); err == nil && length >= 0 {
		record.ContentLength = length
	}
	return record, n, nil
}

// member reads the record in the gzip member at the offset.
func (r *Reader) member() (*Record, error) {
	begin := r.offset
	r.compressed.reset(io.NewSectionReader(r.src, begin, r.size-begin))
	err := r.unzip.Reset(r.compressed)
	if err == nil {
		r.unzip.Multistream(false)
		r.plain.Reset(&r.unzip)
		var record *Record
		if record, _, err = head(r.plain); err == nil {
			r.blockOfMember(record, begin)
			return record, nil
		}
	}
	if err == io.EOF && r.compressed.n > 0 && r.memberEnds() {
		r.offset = begin + r.compressed.n // an empty member
		if r.offset >= r.size {
			return nil, io.EOF
		}
		return nil, fmt.Errorf("%w: the gzip member is empty", ErrSyntax)
	}
	err = memberError(err)
	if errors.Is(err, ErrSyntax) && r.compressed.n > 0 && r.memberEnds() {
		r.offset = begin + r.compressed.n
		return nil, err
	}
	r.offset = r.findMember(begin + 1)
	return nil, err
}

// memberEnds reads the rest of a member that is of no use.
func (r *Reader) memberEnds() bool {
	n, err := io.CopyN(io.Discard, r.plain, maxHead)
	return n < maxHead && err == io.EOF
}

// memberError tells damage from the end of the file.
func memberError(err error) error {
	switch {
	case err == nil, errors.Is(err, ErrSyntax):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return ErrTruncated
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// blockOfMember prepares the block, and what is checked behind it.
func (r *Reader) blockOfMember(record *Record, begin int64) {
	length := record.ContentLength
	if length < 0 {
		length = 2 * MaxRecord
	}
	block := &io.LimitedReader{R: r.plain, N: length}
	record.Offset, record.Block = begin, memberReader{block}
	record.finish = func() error {
		err := r.endOfMember(record, block)
		if errors.Is(err, ErrDamaged) || errors.Is(err, ErrTruncated) || errors.Is(err, ErrTooLarge) {
			r.offset = r.findMember(begin + 1)
			record.Length = r.offset - begin
			return err
		}
		record.Length = r.compressed.n
		r.offset = begin + record.Length
		if errors.Is(err, ErrLength) && r.compressed.n < r.size-begin && !r.beginsRecord(r.offset) && r.beginsMember(r.offset) {
			return ErrShared // the record goes on in the next member
		}
		return err
	}
}

// memberReader is a block whose errors are those of this package.
type memberReader struct{ *io.LimitedReader }

func (m memberReader) Read(b []byte) (int, error) {
	n, err := m.LimitedReader.Read(b)
	if err != nil && err != io.EOF {
		err = memberError(err)
	}
	return n, err
}

// endOfMember reads the block and what is behind it: two line ends, nothing else.
func (r *Reader) endOfMember(record *Record, block *io.LimitedReader) error {
	n, err := io.CopyN(io.Discard, block, MaxRecord+1)
	if n > MaxRecord {
		return ErrTooLarge
	} else if err != io.EOF {
		return memberError(err)
	}
	short := block.N > 0 && record.ContentLength >= 0
	var rest int64
	for {
		line, err := r.plain.ReadSlice('\n')
		if rest == 0 && bytes.HasPrefix(line, []byte("WARC/")) {
			return ErrShared
		}
		if trimmed := bytes.Trim(line, "\r\n"); len(trimmed) > 0 || rest > 0 {
			rest += int64(len(line))
		}
		switch {
		case rest > MaxRecord:
			return ErrTooLarge
		case err == io.EOF && (short || rest > 0 || record.ContentLength < 0):
			return lengthError(record.ContentLength, block.N, rest)
		case err == io.EOF:
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return memberError(err)
		}
	}
}

func lengthError(stated, missing, more int64) error {
	switch {
	case stated < 0: // the block is all that there is
		return fmt.Errorf("%w: there is none", ErrLength)
	case missing > 0:
		return fmt.Errorf("%w: it says %d, and %d bytes are missing", ErrLength, stated, missing)
	}
	return fmt.Errorf("%w: it says %d, and there are %d bytes more", ErrLength, stated, more)
}

// beginsMember reports whether gzip data begins at the offset.
func (r *Reader) beginsMember(offset int64) bool {
	magic := make([]byte, 2)
	n, _ := r.src.ReadAt(magic, offset)
	return isGzip(magic[:n])
}

// beginsRecord reports whether a gzip member at the offset begins as a record does.
func (r *Reader) beginsRecord(offset int64) bool {
	// A file may be made of beginnings: the memory is used again.
	r.probed.Reset(io.NewSectionReader(r.src, offset, r.size-offset))
	if r.probe.Reset(r.probed) != nil {
		return false
	}
	start := make([]byte, 5)
	_, err := io.ReadFull(&r.probe, start)
	return err == nil && string(start) == "WARC/"
}

// findMember is where the next gzip member with a record begins, at the offset or
// behind it; the size of the file if there is none.
func (r *Reader) findMember(offset int64) int64 {
	return r.find(offset, []byte{0x1f, 0x8b, 8}, 0, r.beginsRecord)
}

// find is where the pattern is found and the test is true, skip bytes into the
// pattern; the size of the file if nowhere.
func (r *Reader) find(offset int64, pattern []byte, skip int, test func(int64) bool) int64 {
	if r.found == nil {
		r.found = make([]byte, 16<<10)
	}
	for offset < r.size {
		n, err := r.src.ReadAt(r.found, offset)
		data := r.found[:n]
		for at := 0; ; at++ {
			i := bytes.Index(data[at:], pattern)
			if i < 0 {
				break
			}
			at += i
			if found := offset + int64(at+skip); test(found) {
				return found
			}
		}
		if err != nil || n < len(pattern) {
			break
		}
		offset += int64(n - len(pattern) + 1)
	}
	return r.size
}

// uncompressed reads the record at the offset of a plain file.
func (r *Reader) uncompressed() (*Record, error) {
	begin := r.offset
	r.plain.Reset(io.NewSectionReader(r.src, begin, r.size-begin))
	record, n, err := head(r.plain)
	switch {
	case err == io.EOF: // nothing but line ends
		r.offset = r.size
		return nil, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = ErrTruncated
	}
	if err != nil {
		r.offset = r.findPlain(begin + 1)
		return nil, err
	}
	record.Offset = begin
	start := begin + int64(n)
	end := start + record.ContentLength
	var wrong error
	if end < start || end > r.size || record.ContentLength < 0 || !r.endsAt(end, &r.offset) {
		r.offset = r.findPlain(start)
		end = r.blockEnd(start, r.offset)
		wrong = lengthError(record.ContentLength, record.ContentLength-(end-start), end-start-record.ContentLength)
		if r.offset == r.size && record.ContentLength > end-start {
			wrong = fmt.Errorf("%w: %w", ErrTruncated, wrong)
		}
		if record.ContentLength >= 0 {
			end = min(end, start+record.ContentLength)
		}
	}
	record.Length = r.offset - begin
	record.Block = io.NewSectionReader(r.src, start, end-start)
	record.finish = func() error { return wrong }
	return record, nil
}

// endsAt reports whether a record may end at the offset: line ends follow, then the
// next record or the end of the file. next is set to where that is.
func (r *Reader) endsAt(offset int64, next *int64) bool {
	buffer := make([]byte, 16)
	n, err := r.src.ReadAt(buffer, offset)
	if err != nil && err != io.EOF {
		return false
	}
	rest := bytes.TrimLeft(buffer[:n], "\r\n")
	*next = offset + int64(n-len(rest))
	return len(rest) == 0 && offset+int64(n) == r.size || bytes.HasPrefix(rest, []byte("WARC/")) || isGzip(rest)
}

// findPlain is where the next record begins, at the start of a line.
func (r *Reader) findPlain(offset int64) int64 {
	return r.find(offset, []byte("\nWARC/1."), 1, func(at int64) bool {
		line := make([]byte, 10)
		n, _ := r.src.ReadAt(line, at)
		return n == 10 && (line[8] == '\r' && line[9] == '\n' || line[8] == '\n')
	})
}

// blockEnd is where a block ends, if the next record begins at next: two line ends
// before it.
func (r *Reader) blockEnd(start, next int64) int64 {
	from := max(start, next-4)
	tail := make([]byte, next-from)
	if _, err := r.src.ReadAt(tail, from); err != nil && err != io.EOF {
		return next
	}
	for range 2 {
		tail = bytes.TrimSuffix(tail, []byte("\n"))
		tail = bytes.TrimSuffix(tail, []byte("\r"))
	}
	return from + int64(len(tail))
}

// counter counts the bytes that were taken out of it. It is an io.ByteReader, so
// that gzip takes none that are not its own.
type counter struct {
	*bufio.Reader
	n int64
}

func newCounter() *counter { return &counter{Reader: bufio.NewReaderSize(nil, 64<<10)} }

func (c *counter) reset(r io.Reader) { c.Reader.Reset(r); c.n = 0 }

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n += int64(n)
	return n, err
}

func (c *counter) ReadByte() (byte, error) {
	b, err := c.Reader.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// Unpack writes the whole file, whatever its members, as a plain one. maxBytes bounds
// what is written; more is ErrTooLarge. A damaged or truncated file is unpacked as
// far as it goes; the error says so, and what was written can be read.
func Unpack(w io.Writer, src io.Reader, maxBytes int64) error {
	unzip, err := gzip.NewReader(bufio.NewReaderSize(src, 64<<10))
	if err != nil {
		return memberError(err)
	}
	n, err := io.Copy(w, io.LimitReader(unzip, maxBytes+1))
	if n > maxBytes {
		return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, maxBytes)
	}
	return memberError(err)
}
