package sinks

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// File is a file of a dataset.
type File struct {
	Name  string
	Bytes int64
	// SHA256 is in hex.
	SHA256 string
}

// Files lists the files that were made so far, by name. They must be closed.
func (d *Dataset) Files() ([]File, error) {
	if d.done {
		return nil, errClosed
	}
	if d.open > 0 {
		return nil, fmt.Errorf("%w: %d files are not closed", ErrMisuse, d.open)
	}
	var files []File
	for _, name := range slices.Sorted(slices.Values(d.files)) {
		file, err := digestFile(filepath.Join(d.build.path, name))
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

func digestFile(path string) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	return File{filepath.Base(path), n, hex.EncodeToString(hash.Sum(nil))}, err
}
