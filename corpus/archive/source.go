package archive

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"gongkai"
	"gongkai/corpus/warc"
)

// source is a WARC file, or one inside a WACZ file.
type source struct {
	// name is what it is called: the path of the file, and for one in a WACZ the
	// member behind "!/".
	name string
	// path is the file on the disk; the WARC file is size bytes of it from offset on.
	path         string
	offset, size int64

	mu sync.Mutex
	// unpacked is a copy without compression, for a file whose records share gzip
	// members; nil for others. It has no name on the disk: it is gone when nothing
	// refers to it any more.
	unpacked *os.File
}

// maxUnpacked is up to where a file is unpacked whose records share gzip members.
const maxUnpacked = 8 << 30

// maxRatio is up to how many times its size a file is unpacked: text comes to ten.
const maxRatio = 100

// open returns the contents, and what closes them.
func (s *source) open() (r io.ReaderAt, size int64, closing func() error, err error) {
	s.mu.Lock()
	unpacked := s.unpacked
	s.mu.Unlock()
	if unpacked != nil {
		info, err := unpacked.Stat()
		if err != nil {
			return nil, 0, nil, err
		}
		return unpacked, info.Size(), func() error { return nil }, nil
	}
	f, err := os.Open(s.path)
	if err != nil {
		return nil, 0, nil, err
	}
	return io.NewSectionReader(f, s.offset, s.size), s.size, f.Close, nil
}

// unpack makes the copy without compression. The error says that the copy is not
// all of it.
func (s *source) unpack() error {
	r, size, closing, err := s.open()
	if err != nil {
		return err
	}
	defer closing()
	copied, err := os.CreateTemp("", "gongkai-warc-*")
	if err != nil {
		return err
	}
	os.Remove(copied.Name()) // fails on some systems, which then keep the file
	wrong := warc.Unpack(copied, io.NewSectionReader(r, 0, size), min(maxUnpacked, size*maxRatio+64<<20))
	if wrong != nil && !isWrong(wrong) {
		return errors.Join(wrong, copied.Close())
	}
	s.mu.Lock()
	s.unpacked = copied
	s.mu.Unlock()
	return wrong
}

// scan calls f for every record, and for every mistake that has no record. begin is
// called first, and again if the file must be unpacked and read anew.
func (s *source) scan(begin func(), f func(*warc.Record, error) error) error {
	begin()
	shared, err := s.scanOnce(f)
	if err != nil || !shared {
		return err
	}
	wrong := s.unpack()
	if wrong != nil && !isWrong(wrong) {
		return wrong
	}
	begin()
	if wrong != nil {
		if err := f(nil, wrong); err != nil {
			return err
		}
	}
	_, err = s.scanOnce(f)
	return err
}

func (s *source) scanOnce(f func(*warc.Record, error) error) (shared bool, err error) {
	r, size, closing, err := s.open()
	if err != nil {
		return false, err
	}
	defer closing()
	records := warc.NewReader(r, size, 0)
	damaged := false
	for {
		record, err := records.Next()
		switch {
		case err == io.EOF:
			return false, nil
		case errors.Is(err, warc.ErrShared):
			return true, nil
		case err != nil && !isWrong(err):
			return false, err
		}
		// A damaged place is one, however many beginnings of records are in it.
		if err != nil && damaged {
			continue
		}
		damaged = err != nil
		if err := f(record, err); err != nil {
			return false, err
		}
		if record != nil && errors.Is(record.Finish(), warc.ErrShared) {
			return true, nil
		}
	}
}

// IsWARC reports whether the file has the name of a WARC or WACZ file and begins as
// one does. What has the name only is not one: it may be anything.
func IsWARC(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	name = strings.TrimSuffix(name, openSuffix)
	isWACZ := strings.HasSuffix(name, ".wacz")
	if !isWACZ && !strings.HasSuffix(name, ".warc") && !strings.HasSuffix(name, suffix) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	magic := make([]byte, 5)
	n, _ := io.ReadFull(f, magic)
	switch magic := string(magic[:n]); {
	case isWACZ:
		return strings.HasPrefix(magic, "PK\x03\x04")
	case magic == "WARC/":
		return true
	case strings.HasPrefix(magic, "\x1f\x8b"):
		info, err := f.Stat()
		if err != nil {
			return false
		}
		_, err = warc.NewReader(f, info.Size(), 0).Next()
		return !errors.Is(err, warc.ErrSyntax)
	}
	return false
}

// sources are the WARC files at the path: itself, those in a WACZ file, those of an
// archive.
func sources(path string) ([]*source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		if strings.HasSuffix(strings.ToLower(path), ".wacz") {
			return waczSources(path, info.Size())
		}
		return []*source{{name: filepath.ToSlash(path), path: path, size: info.Size()}}, nil
	}
	if err := checkFormat(path); err != nil {
		return nil, err
	}
	names, err := warcFiles(path)
	if err != nil {
		return nil, err
	}
	var list []*source
	for _, name := range names {
		file := filepath.Join(path, warcFolder, name)
		info, err := os.Stat(file)
		if errors.Is(err, os.ErrNotExist) { // closed just now
			file = strings.TrimSuffix(file, openSuffix)
			info, err = os.Stat(file)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, &source{name: filepath.ToSlash(file), path: file, size: info.Size()})
	}
	return list, nil
}

// waczSources are the WARC files in a WACZ file: a ZIP file that stores them as they
// are.
func waczSources(path string, size int64) ([]*source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
	}
	var list []*source
	for _, member := range z.File {
		name := strings.ToLower(member.Name)
		if !strings.HasPrefix(name, "archive/") || !strings.HasSuffix(name, suffix) && !strings.HasSuffix(name, ".warc") {
			continue
		}
		if member.Method != zip.Store {
			return nil, fmt.Errorf("%w: %s is compressed once more by the ZIP file; WACZ stores WARC files as they are: unzip it", gongkai.ErrFormat, member.Name)
		}
		offset, err := member.DataOffset()
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", gongkai.ErrDamaged, member.Name, err)
		}
		length := int64(member.UncompressedSize64)
		if length < 0 || length > size-offset {
			return nil, fmt.Errorf("%w: %s is longer than the file", gongkai.ErrDamaged, member.Name)
		}
		list = append(list, &source{name: filepath.ToSlash(path) + "!/" + member.Name, path: path, offset: offset, size: length})
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%w: there is no WARC file below archive/ in it", gongkai.ErrFormat)
	}
	return list, nil
}
