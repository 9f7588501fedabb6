package sinktest

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Folder holds files on the disk. It fails where it is told to.
type Folder struct {
	// Path of the folder.
	Path string
	open int
	// written counts the bytes that went through Write.
	written int
	// failCreate and failClose are the number of the call that fails; 0 none.
	failCreate, failClose int
	// room is how many bytes may be written in all; nil for any number.
	room *int
}

var errDisk = errors.New("the disk is full")

// NewFolder makes an empty folder that never fails and goes with the test.
func NewFolder(t testing.TB) *Folder { return &Folder{Path: t.TempDir()} }

// Bytes is the content of a file, nil when there is none.
func (d *Folder) Bytes(name string) []byte {
	b, _ := os.ReadFile(filepath.Join(d.Path, name))
	return b
}

// names lists the files, sorted.
func (d *Folder) names(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(d.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (d *Folder) wantClosed(t *testing.T, when string) {
	t.Helper()
	if d.open != 0 {
		t.Errorf("%s: %d files are left open", when, d.open)
	}
	// Where the system says it, also what was opened by path.
	descriptors, _ := filepath.Glob("/proc/self/fd/*")
	for _, descriptor := range descriptors {
		if path, err := os.Readlink(descriptor); err == nil && strings.HasPrefix(path, d.Path+"/") {
			t.Errorf("%s: %s is left open", when, path)
		}
	}
}

// Create is a sinks.Create, of files that are sinks.NamedFile.
func (d *Folder) Create(name string) (io.WriteCloser, error) {
	if d.failCreate--; d.failCreate == 0 {
		return nil, errDisk
	}
	f, err := os.OpenFile(filepath.Join(d.Path, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	d.open++
	return &file{d, f}, nil
}

// file does not embed what it wraps: writers would find ways around Write.
type file struct {
	folder *Folder
	on     *os.File
}

func (f *file) Name() string { return f.on.Name() }

func (f *file) Write(b []byte) (int, error) {
	if room := f.folder.room; room != nil {
		if *room -= len(b); *room < 0 {
			return 0, errDisk
		}
	}
	f.folder.written += len(b)
	return f.on.Write(b)
}

func (f *file) Close() error {
	f.folder.open--
	err := f.on.Close()
	if f.folder.failClose--; f.folder.failClose == 0 {
		return errDisk
	}
	return err
}
