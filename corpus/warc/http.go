package warc

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"gongkai"
)

// Response is the head of an HTTP response.
type Response struct {
	// Status is the code; 0 when the first line states none.
	Status int
	Fields Fields
	// Body is what follows the head, as it is in the block: chunked, compressed.
	Body io.Reader
	// HeadBytes is the length of the head, the empty line included.
	HeadBytes int64
}

// MIME is the type that the head states, in lower case and without parameters; empty
// when there is none.
func (r *Response) MIME() string { return mediaType(r.Fields.Get("Content-Type")) }

func mediaType(s string) string {
	s, _, _ = strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(s))
}

// ErrNotHTTP says that a block does not begin as an HTTP response does.
var ErrNotHTTP = errors.New("not an HTTP response")

// ReadResponse reads the head of the HTTP response in a block. It takes what servers
// really send: lines that end in LF, fields without a colon, no reason in the first
// line.
func ReadResponse(block io.Reader) (*Response, error) {
	b := bufio.NewReaderSize(block, maxLine)
	line, n, err := readLine(b)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%w: %w", ErrNotHTTP, err)
	}
	words := strings.Fields(string(line))
	if len(words) == 0 || !strings.HasPrefix(strings.ToUpper(words[0]), "HTTP") && !strings.HasPrefix(words[0], "ICY") {
		return nil, fmt.Errorf("%w: it begins with %.20q", ErrNotHTTP, line)
	}
	r := &Response{Body: b}
	if len(words) > 1 {
		r.Status, _ = strconv.Atoi(words[1])
	}
	var size int
	r.Fields, size, err = readFields(b, nil)
	if errors.Is(err, io.ErrUnexpectedEOF) { // a head and nothing else
		err = nil
	}
	r.HeadBytes = int64(n + size)
	return r, err
}

// ErrCut says that a payload ends before its end.
var ErrCut = errors.New("the payload is cut off")

// Payload reads the body and takes it out of its transfer and content encodings. At
// most maxBytes (which must be positive) are read and returned; more is an error that wraps
// gongkai.ErrLimit. A payload that ends too early comes with an error that wraps
// ErrCut and gongkai.ErrDamaged, one that cannot be decoded wraps the latter.
//
// Programs that write archives often decode bodies and leave the fields of the
// head as they were. So an encoding that the body does not have is passed over.
func (r *Response) Payload(maxBytes int) ([]byte, error) {
	body, err := readAtMost(r.Body, maxBytes)
	if err != nil {
		return body, err
	}
	encoded := false
	if strings.Contains(strings.ToLower(r.Fields.Get("Transfer-Encoding")), "chunked") && isChunked(body) {
		if body, err = dechunk(body); err != nil {
			return body, err
		}
		encoded = true
	}
	raw := len(body)
	body, decoded, err := r.decode(body, maxBytes)
	if err != nil {
		return body, err
	}
	return body, r.complete(raw, encoded || decoded || r.Fields.Get("Content-Encoding") == "")
}

// complete compares the body with the length that the head states. A length of an
// encoded body says nothing of one that was decoded before it was stored.
func (r *Response) complete(raw int, asSent bool) error {
	stated, err := strconv.Atoi(r.Fields.Get("Content-Length"))
	if err == nil && asSent && raw < stated && !strings.Contains(strings.ToLower(r.Fields.Get("Transfer-Encoding")), "chunked") {
		return fmt.Errorf("%w: %w: the server announced %d bytes, there are %d", gongkai.ErrDamaged, ErrCut, stated, raw)
	}
	return nil
}

func readAtMost(r io.Reader, maxBytes int) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, int64(maxBytes)+1))
	if len(b) > maxBytes {
		return nil, gongkai.Exceeds(len(b), maxBytes, "bytes")
	}
	return b, err
}

// isChunked reports whether a body begins with the length of a chunk.
func isChunked(body []byte) bool {
	line, _, found := bytes.Cut(body[:min(len(body), 64)], []byte("\n"))
	digits, _, _ := bytes.Cut(line, []byte(";"))
	_, err := strconv.ParseUint(string(bytes.TrimSpace(digits)), 16, 63)
	return found && err == nil
}

// Unchunked reads a body without its transfer encoding.
func Unchunked(r io.Reader) io.Reader { return httputil.NewChunkedReader(r) }

func dechunk(body []byte) ([]byte, error) {
	b, err := io.ReadAll(Unchunked(bytes.NewReader(body)))
	if err != nil {
		return b, fmt.Errorf("%w: %w: in a chunk", gongkai.ErrDamaged, ErrCut)
	}
	return b, nil
}

// maxEncodings is how many encodings, one in the other, are taken off.
const maxEncodings = 4

// decode takes the body out of its content encodings; decoded says that there were any.
func (r *Response) decode(body []byte, maxBytes int) (_ []byte, decoded bool, err error) {
	var encodings []string
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, "Content-Encoding") {
			encodings = append(encodings, strings.Split(strings.ToLower(f.Value), ",")...)
		}
	}
	if len(encodings) > maxEncodings {
		return nil, false, fmt.Errorf("%w: more than %d content encodings", gongkai.ErrLimit, maxEncodings)
	}
	for i := len(encodings) - 1; i >= 0; i-- {
		open := decoder(strings.TrimSpace(encodings[i]), body)
		if open == nil {
			continue
		}
		plain, err := unpackBody(open, body, maxBytes)
		switch {
		case err == nil:
			body, decoded = plain, true
		case errors.Is(err, gongkai.ErrLimit):
			return nil, true, err
		case looksDecoded(body):
		case errors.Is(err, io.ErrUnexpectedEOF):
			return plain, true, fmt.Errorf("%w: %w: in its encoding %s", gongkai.ErrDamaged, ErrCut, strings.TrimSpace(encodings[i]))
		default:
			return plain, true, fmt.Errorf("%w: encoding %s: %w", gongkai.ErrDamaged, strings.TrimSpace(encodings[i]), err)
		}
	}
	return body, decoded, nil
}

// opener opens a decoder, as its package does.
type opener func(io.Reader) (io.Reader, error)

func unpackBody(open opener, body []byte, maxBytes int) ([]byte, error) {
	r, err := open(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if c, ok := r.(*zstd.Decoder); ok {
		defer c.Close()
	}
	return readAtMost(r, maxBytes)
}

// decoder returns what opens a body of the encoding; nil when there is nothing to
// do, because the encoding is none, unknown, or the body is not in it.
func decoder(encoding string, body []byte) opener {
	switch encoding {
	case "gzip", "x-gzip":
		if isGzip(body) {
			return func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
		}
	case "deflate": // zlib by the standard, bare by many servers
		if len(body) >= 2 && body[0]&0x0f == 8 && (int(body[0])<<8|int(body[1]))%31 == 0 {
			return func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }
		}
		return func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil }
	case "br":
		return func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }
	case "zstd":
		if bytes.HasPrefix(body, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
			return func(r io.Reader) (io.Reader, error) {
				return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
			}
		}
	}
	return nil
}

// looksDecoded reports whether a body that its encoding cannot be taken off begins
// like a document.
func looksDecoded(body []byte) bool {
	start := bytes.TrimLeft(body[:min(len(body), 512)], "\ufeff \t\r\n")
	for _, magic := range []string{"<", "%PDF-", "PK\x03\x04", "\xd0\xcf\x11\xe0", "{", "["} {
		if bytes.HasPrefix(start, []byte(magic)) {
			return true
		}
	}
	return false
}
