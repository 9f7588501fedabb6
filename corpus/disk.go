package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
)

// disk is what this package asks of a file system: a seam for tests, which
// often run as a user who may read everything.
type disk struct {
	// stat follows links, lstat does not.
	stat, lstat func(path string) (fs.FileInfo, error)
	readDir     func(path string) ([]fs.DirEntry, error)
	openFile    func(path string) (fs.File, error)
	// realPath is absolute, without links.
	realPath func(path string) (string, error)
}

// machine is the file system of the machine.
var machine = disk{
	stat:     os.Stat,
	lstat:    os.Lstat,
	readDir:  os.ReadDir,
	openFile: func(path string) (fs.File, error) { return os.Open(path) },
	realPath: func(path string) (string, error) {
		path, err := filepath.EvalSymlinks(path)
		if err != nil {
			return "", err
		}
		return filepath.Abs(path)
	},
}
