package warc

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strings"
)

// Digest is the SHA-256 of all that r holds, as this package labels it: "sha256:"
// and lower-case hexadecimal. n counts the bytes.
func Digest(r io.Reader) (label string, n int64, err error) {
	sum := sha256.New()
	n, err = io.Copy(sum, r)
	return Label(sum.Sum(nil)), n, err
}

// Label is a SHA-256 as a digest field holds it.
func Label(sum []byte) string { return "sha256:" + hex.EncodeToString(sum) }

var algorithms = map[string]func() hash.Hash{
	"md5": md5.New, "sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New,
}

// Checker compares what is written to it with a digest field.
type Checker struct {
	hash.Hash
	want string
}

// NewChecker makes a checker of the value of a digest field; nil when the field is
// empty or its algorithm is not known.
func NewChecker(field string) *Checker {
	algorithm, value, _ := strings.Cut(field, ":")
	algorithm = strings.ReplaceAll(strings.ToLower(algorithm), "-", "")
	if open := algorithms[algorithm]; open != nil && value != "" {
		return &Checker{open(), value}
	}
	return nil
}

// Agrees reports whether the digest is that of what was written: base 16, 32 and 64
// are in use.
func (c *Checker) Agrees() bool {
	sum := c.Sum(nil)
	want := strings.TrimRight(c.want, "=")
	return strings.EqualFold(want, hex.EncodeToString(sum)) ||
		strings.EqualFold(want, base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum)) ||
		want == base64.RawStdEncoding.EncodeToString(sum) || want == base64.RawURLEncoding.EncodeToString(sum)
}

// Err is nil when the digest agrees.
func (c *Checker) Err(name string) error {
	if c == nil || c.Agrees() {
		return nil
	}
	return fmt.Errorf("%s is %s, what is there has %s", name, c.want, hex.EncodeToString(c.Sum(nil)))
}
