package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"gongkai"
	"gongkai/corpus/reviews"
)

// readReviews reads a file of reviews, by the digest of the document and oldest first;
// none when no file is named.
func readReviews(path string) (map[string][]gongkai.HumanReview, error) {
	by := map[string][]gongkai.HumanReview{}
	if path == "" {
		return by, nil
	}
	list, err := reviews.ReadFile(path)
	if err != nil {
		return nil, usageError{fmt.Errorf("--reviews: %w", err)}
	}
	for _, r := range list {
		by[r.SHA256] = append(by[r.SHA256], r)
	}
	for _, of := range by {
		slices.SortStableFunc(of, func(a, b gongkai.HumanReview) int { return a.Time.Compare(b.Time) })
	}
	return by, nil
}

// reviewFile is the file that the explorer's readers add to.
type reviewFile struct {
	path string

	mutex sync.Mutex
	by    map[string][]gongkai.HumanReview
}

// openReviews opens the file, which need not be there yet.
func openReviews(path string) (*reviewFile, error) {
	by, err := readReviews(path)
	if errors.Is(err, fs.ErrNotExist) {
		by = map[string][]gongkai.HumanReview{}
		_, err = os.Stat(filepath.Dir(path)) // better now than when a reader has said something
	}
	return &reviewFile{path: path, by: by}, err
}

// Of implements explore.Reviews.
func (f *reviewFile) Of(sha256 string) []gongkai.HumanReview {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return slices.Clone(f.by[sha256])
}

// Add implements explore.Reviews.
func (f *reviewFile) Add(r gongkai.HumanReview) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if err := reviews.Append(f.path, r); err != nil {
		return err
	}
	f.by[r.SHA256] = append(f.by[r.SHA256], r)
	return nil
}
