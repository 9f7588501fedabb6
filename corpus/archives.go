package corpus

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"time"

	"gongkai/corpus/archive"
)

// openArchives adds what is in the archives that were found.
func (s *search) openArchives() {
	if len(s.archives) == 0 {
		return
	}
	documents := archive.Documents(slices.Sorted(maps.Keys(s.archives)))
	for i := range documents {
		d := &documents[i]
		e := Entry{Path: d.Path, Address: d.URL, Fetched: d.Fetched, document: d, spool: s.spool}
		if d.Err != nil {
			e.Err = fmt.Errorf("%s: %w", d.Path, d.Err)
		}
		if _, twice := s.entries[e.Path]; twice { // a revisit: one payload at another address
			e.Path += "@" + d.URL
		}
		s.entries[e.Path] = e
	}
}

// openDocument opens what an archive has like a file.
func openDocument(e Entry, maxBytes int) (fs.File, int64, error) {
	if maxBytes <= 0 {
		maxBytes = math.MaxInt32
	}
	payload, err := e.document.Read(maxBytes)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", e.Path, err)
	}
	return payloadFile{bytes.NewReader(payload), e}, int64(len(payload)), nil
}

// payloadFile is a payload in memory as a file.
type payloadFile struct {
	*bytes.Reader
	entry Entry
}

func (f payloadFile) Stat() (fs.FileInfo, error) { return payloadInfo{f}, nil }
func (f payloadFile) Close() error               { return nil }

type payloadInfo struct{ file payloadFile }

func (i payloadInfo) Name() string       { return i.file.entry.Path }
func (i payloadInfo) Size() int64        { return i.file.Reader.Size() }
func (i payloadInfo) Mode() fs.FileMode  { return 0o444 }
func (i payloadInfo) ModTime() time.Time { return i.file.entry.Fetched }
func (i payloadInfo) IsDir() bool        { return false }
func (i payloadInfo) Sys() any           { return nil }
