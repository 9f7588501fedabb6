package sinks

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Dataset makes the dataset's folder: whole, or not at all.
//
// Files are written into a hidden folder beside it, which takes its place on
// Commit. Until then the folder, if there is one, stays as it is. What a killed
// run leaves behind, the next run removes.
//
// The folder itself holds the list of its files. A folder that is not empty
// and lacks the list, or that holds a file that is not on it, is never
// replaced: somebody put it there.
type Dataset struct {
	folder string
	build  *buildFolder
	files  []string
	made   map[string]bool // files, by name
	open   int
	err    error
	done   bool
}

// manifestName is the file that makes a folder a gongkai dataset: a first line
// that says so, then the names of the other files.
const (
	manifestName   = ".gongkai-dataset"
	manifestHeader = "gongkai dataset"
)

// ErrForeign says that the folder to be replaced holds what gongkai did not
// write.
var ErrForeign = errors.New("the folder holds files that are not part of a gongkai dataset")

// NewDataset begins the dataset in folder, whose parents are made when they do
// not exist. It returns an error wrapping ErrForeign when Commit would have to
// replace what gongkai did not write. The caller defers Abort.
func NewDataset(folder string) (*Dataset, error) {
	folder, err := resolve(folder)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o777); err != nil {
		return nil, err
	}
	if err := sweep(folder); err != nil {
		return nil, err
	}
	if err := replaceable(folder); err != nil {
		return nil, err
	}
	build, err := newBuildFolder(folder)
	if err != nil {
		return nil, err
	}
	return &Dataset{folder: folder, build: build, made: map[string]bool{}}, nil
}

// resolve makes the path absolute and follows a symbolic link, so that what is
// replaced is the folder and not the link.
func resolve(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if target, err := filepath.EvalSymlinks(folder); err == nil {
		folder = target
	}
	if filepath.Dir(folder) == folder {
		return "", fmt.Errorf("%s: %w", folder, ErrForeign)
	}
	return folder, nil
}

// Create makes a file of the dataset; it is a Create for a Sink. The name may have
// folders in it, parted by slashes. Closing the file brings it to the disk.
func (d *Dataset) Create(name string) (io.WriteCloser, error) {
	if d.done {
		return nil, errClosed
	}
	if !filepath.IsLocal(filepath.FromSlash(name)) || path.Clean(name) != name || strings.ContainsAny(name, "\n\\") ||
		strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || d.made[name] {
		return nil, fmt.Errorf("%w: file name %q", ErrMisuse, name)
	}
	if folder := path.Dir(name); folder != "." {
		if err := os.MkdirAll(filepath.Join(d.build.path, filepath.FromSlash(folder)), 0o777); err != nil {
			return nil, err
		}
	}
	file, err := os.OpenFile(filepath.Join(d.build.path, filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	d.files, d.made[name] = append(d.files, name), true
	d.open++
	return &datasetFile{File: file, dataset: d}, nil
}

// datasetFile is a NamedFile.
type datasetFile struct {
	*os.File
	dataset *Dataset
	closed  bool
}

func (f *datasetFile) Close() error {
	if f.closed {
		return os.ErrClosed
	}
	f.closed = true
	err := f.Sync()
	if closing := f.File.Close(); err == nil {
		err = closing
	}
	f.dataset.open--
	if f.dataset.err == nil {
		f.dataset.err = err
	}
	return err
}

// Commit puts the dataset into its place. Every file must be closed. When it
// returns an error, what was in place before is still there, and Abort removes
// the rest; an error that comes later says that the dataset is in place.
func (d *Dataset) Commit() error {
	switch {
	case d.done:
		return errClosed
	case d.err != nil:
		return d.err
	case d.open > 0:
		return fmt.Errorf("%w: %d files are not closed", ErrMisuse, d.open)
	}
	if err := d.writeManifest(); err != nil {
		return err
	}
	if err := syncFolder(d.build.path); err != nil {
		return err
	}
	if err := replaceable(d.folder); err != nil {
		return err
	}
	if err := d.build.swap(d.folder); err != nil {
		return err
	}
	d.done = true
	if err := syncFolder(filepath.Dir(d.folder)); err != nil {
		return fmt.Errorf("the dataset is in place, but perhaps not on the disk yet: %w", err)
	}
	return nil
}

// Abort removes what was written; after Commit it does nothing.
func (d *Dataset) Abort() error {
	if d.done {
		return nil
	}
	d.done = true
	return d.build.remove()
}

func (d *Dataset) writeManifest() error {
	slices.Sort(d.files)
	file, err := os.OpenFile(filepath.Join(d.build.path, manifestName), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	d.open++
	f := &datasetFile{File: file, dataset: d}
	_, err = io.WriteString(f, manifestHeader+"\n"+strings.Join(d.files, "\n")+"\n")
	return errors.Join(err, f.Close())
}

// replaceable returns an error wrapping ErrForeign unless the folder may be
// replaced: it does not exist, is empty, or is a gongkai dataset and nothing
// else.
func replaceable(folder string) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) == 0:
		return nil
	}
	text, err := os.ReadFile(filepath.Join(folder, manifestName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	lines := strings.Split(string(text), "\n")
	if lines[0] != manifestHeader {
		return fmt.Errorf("%s: %w", folder, ErrForeign)
	}
	listed := map[string]bool{manifestName: true}
	for _, name := range lines[1:] {
		listed[name] = true
	}
	return filepath.WalkDir(folder, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, at)
		name = filepath.ToSlash(name)
		if err == nil && !listed[name] && (!entry.IsDir() || name != "." && !holds(lines[1:], name)) {
			return fmt.Errorf("%s: %w: %s", folder, ErrForeign, name)
		}
		return err
	})
}

// holds reports whether a listed file is in the folder.
func holds(files []string, folder string) bool {
	return slices.ContainsFunc(files, func(name string) bool { return strings.HasPrefix(name, folder+"/") })
}
