package fetch

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrEncoding says that a compressed body cannot be expanded.
var ErrEncoding = errors.New("the body is not compressed as it says")

// Decoded is the body without its compression, at most maxBytes of it. A body that
// says it is compressed and is not is returned as it is: servers say so. Errors
// wrap ErrEncoding or ErrLimit; what could be expanded comes with them.
func (e *Exchange) Decoded(maxBytes int64) ([]byte, error) {
	return Decode(e.Header.Get("Content-Encoding"), e.Body, maxBytes)
}

// Decode undoes a Content-Encoding.
func Decode(encoding string, body []byte, maxBytes int64) ([]byte, error) {
	var reader io.Reader
	var err error
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
			return body, nil
		}
		reader, err = gzip.NewReader(bytes.NewReader(body))
	case "deflate":
		reader, err = zlib.NewReader(bytes.NewReader(body))
	default:
		return nil, fmt.Errorf("%w: %q", ErrEncoding, encoding)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEncoding, err)
	}
	decoded, err := io.ReadAll(io.LimitReader(reader, maxBytes+1))
	switch {
	case int64(len(decoded)) > maxBytes:
		return decoded[:maxBytes], fmt.Errorf("%w: over %d bytes expanded", ErrLimit, maxBytes)
	case err != nil:
		return decoded, fmt.Errorf("%w: %w", ErrEncoding, err)
	}
	return decoded, nil
}
