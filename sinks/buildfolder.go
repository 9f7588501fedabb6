package sinks

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
)

// buildFolder is the hidden folder beside a dataset's in which it is built. It
// is locked while its process lives: a folder that nobody has locked is what a
// killed run left behind. A process number in the name would not do: numbers
// are used again, and in containers they are nearly always the same.
type buildFolder struct {
	path   string
	unlock func()
}

// setAside is added to the name of a build folder for what its dataset
// replaces.
const setAside = ".old"

// newBuildFolder makes a build folder for the dataset in folder.
func newBuildFolder(folder string) (*buildFolder, error) {
	path := buildPrefix(folder) + fmt.Sprintf("%016x", rand.Uint64())
	if err := os.Mkdir(path, 0o777); err != nil {
		return nil, err
	}
	unlock, _ := lockFolder(path)
	return &buildFolder{path, unlock}, nil
}

func buildPrefix(folder string) string {
	return filepath.Join(filepath.Dir(folder), "."+filepath.Base(folder)+".gongkai-")
}

// swap puts the build folder into the place of folder. What was there is
// removed, or is back in its place when there is an error.
func (b *buildFolder) swap(folder string) error {
	// Locked, so that no other run takes for a leftover what is set aside.
	unlock, _ := lockFolder(folder)
	defer unlock()
	old := b.path + setAside
	aside := os.Rename(folder, old)
	if aside != nil && !errors.Is(aside, fs.ErrNotExist) {
		return aside
	}
	if err := os.Rename(b.path, folder); err != nil {
		if aside == nil {
			err = errors.Join(err, os.Rename(old, folder))
		}
		return err
	}
	b.unlock()
	// The dataset is in place: what cannot be removed now, the next run will.
	_ = os.RemoveAll(old)
	return nil
}

func (b *buildFolder) remove() error {
	defer b.unlock()
	return os.RemoveAll(b.path)
}

// sweep removes what killed runs left beside folder. A run that was killed in
// the middle of swap left the dataset aside: it is put back.
func sweep(folder string) error {
	beside, err := os.ReadDir(filepath.Dir(folder))
	if err != nil {
		return err
	}
	leftover := regexp.MustCompile("^" + regexp.QuoteMeta(filepath.Base(buildPrefix(folder))) + `[0-9a-f]{16}(\.old)?$`)
	for _, entry := range beside {
		match := leftover.FindStringSubmatch(entry.Name())
		if match == nil || !entry.IsDir() {
			continue
		}
		path := filepath.Join(filepath.Dir(folder), entry.Name())
		if err := sweepOne(path, match[1] == setAside, folder); err != nil {
			return err
		}
	}
	return nil
}

func sweepOne(path string, wasSetAside bool, folder string) error {
	unlock, locked := lockFolder(path)
	defer unlock()
	if !locked {
		return nil // its process lives
	}
	if wasSetAside {
		if _, err := os.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
			return os.Rename(path, folder)
		}
	}
	return os.RemoveAll(path)
}
