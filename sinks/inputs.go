package sinks

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// Inputs is a Sink that writes nothing: it says what a dataset was made of. The
// zero value is ready.
type Inputs struct {
	// Count is the number of documents.
	Count int
	hash  hash.Hash
}

// Write takes the document of the record, if it is one.
func (i *Inputs) Write(r Record) error {
	if r.kind() != ofDocument {
		return nil
	}
	i.Count++
	if digest := r.Document.Source.SHA256; digest != "" {
		io.WriteString(i.digests(), digest+"\n")
	}
	return nil
}

func (i *Inputs) digests() hash.Hash {
	if i.hash == nil {
		i.hash = sha256.New()
	}
	return i.hash
}

// Close does nothing.
func (i *Inputs) Close() error { return nil }

// Digest is the SHA-256, in hex, of the documents' digests: column sha256 of
// documents, in order, a line each. Inputs without a digest are left out.
func (i *Inputs) Digest() string { return hex.EncodeToString(i.digests().Sum(nil)) }
