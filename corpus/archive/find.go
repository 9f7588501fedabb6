package archive

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"gongkai/corpus/warc"
)

// ErrNotFound says that an archive has no such record.
var ErrNotFound = errors.New("there is no such record")

// OpenLedger opens the ledger of the archive in the folder for reading, also while
// another process writes it. The error wraps os.ErrNotExist when there is none.
func OpenLedger(folder string) (*Ledger, error) { return openLedger(folder, true) }

// Close closes a ledger that was opened by OpenLedger.
func (l *Ledger) Close() error { return l.close() }

// Find returns the newest record of the URL in an archive, a WARC file or a WACZ file,
// or one with the digest: the SHA-256 of the payload in hexadecimal, with or without
// "sha256:", as it is in the record or as a document has it. Records that hold no
// payload (revisits) are not found, those that they repeat are. The error is
// ErrNotFound when there is none.
func Find(path, urlOrDigest string) (*Document, error) {
	list, err := sources(path)
	if err != nil {
		return nil, err
	}
	digest := ""
	if hexadecimal := strings.TrimPrefix(strings.ToLower(urlOrDigest), "sha256:"); isSHA256(hexadecimal) {
		digest = hexadecimal
	}
	if d, err := findByLedger(path, list, urlOrDigest, digest); d != nil || err != nil {
		return d, err
	}
	d, err := findByScan(list, urlOrDigest, digest)
	if d == nil && err == nil && digest != "" {
		d, err = findByContents(path, digest)
	}
	if d == nil && err == nil {
		err = fmt.Errorf("%s: %w: %s", path, ErrNotFound, urlOrDigest)
	}
	return d, err
}

func isSHA256(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil && len(s) == 2*sha256.Size
}

// findByLedger goes to the record without reading the others; nil if the ledger does
// not know it.
func findByLedger(path string, list []*source, address, digest string) (*Document, error) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return nil, err
	}
	l, err := OpenLedger(path)
	if err != nil {
		return nil, nil // then by scanning
	}
	defer l.Close()
	u, ok, err := l.Get(address)
	if digest != "" && err == nil {
		for u, err = range l.URLs(Query{Digest: "sha256:" + digest}) {
			ok = true
			break
		}
	}
	if err != nil || !ok || u.Record.File == "" {
		return nil, err
	}
	for _, s := range list {
		if strings.HasSuffix(strings.TrimSuffix(s.name, openSuffix), "/"+u.Record.File) {
			return &Document{Path: fmt.Sprintf("%s!/%d", s.name, u.Record.Offset), URL: u.Record.URL, Fetched: u.Record.Time, MIME: u.MIME, source: s, offset: u.Record.Offset}, nil
		}
	}
	return nil, nil
}

// findByScan reads all records; nil if there is none.
func findByScan(list []*source, address, digest string) (found *Document, err error) {
	for _, s := range list {
		before := found
		err := s.scan(func() { found = before }, func(r *warc.Record, err error) error {
			if err != nil {
				return nil
			}
			switch r.Type() {
			case "response", "resource", "conversion":
			default:
				return nil
			}
			label := strings.ToLower(r.Fields.Get("WARC-Payload-Digest"))
			if r.TargetURI() != address && (digest == "" || label != "sha256:"+digest) {
				return nil
			}
			if found == nil || !r.Date().Before(found.Fetched) {
				found = &Document{Path: fmt.Sprintf("%s!/%d", s.name, r.Offset), URL: r.TargetURI(), Fetched: r.Date(), source: s, offset: r.Offset}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// findByContents reads all documents; nil if there is none.
func findByContents(path, digest string) (*Document, error) {
	for _, d := range Documents([]string{path}) {
		payload, err := d.Read(maxFound)
		if err != nil {
			continue
		}
		if sum := sha256.Sum256(payload); hex.EncodeToString(sum[:]) == digest {
			return &d, nil
		}
	}
	return nil, nil
}

// maxFound is the size up to which documents are looked at, in bytes.
const maxFound = 256 << 20

// WriteRecord writes the whole record as it is in the file, without gzip: its own
// fields, the head of the response, the body in its encodings.
func (d *Document) WriteRecord(w io.Writer) error {
	if d.Err != nil {
		return d.Err
	}
	r, size, closing, err := d.source.open()
	if err != nil {
		return err
	}
	defer closing()
	record, err := warc.NewReader(r, size, d.offset).Next()
	if err != nil {
		return err
	}
	finish := record.Finish()
	section := bufio.NewReader(io.NewSectionReader(r, d.offset, record.Length))
	if magic, _ := section.Peek(2); string(magic) != "\x1f\x8b" {
		_, err = io.Copy(w, section)
		return errors.Join(finish, err)
	}
	z, err := gzip.NewReader(section)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, z)
	return errors.Join(finish, err)
}
