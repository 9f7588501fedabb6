package gongkai

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"
)

// reading is the source of all that turns a document into a report, together
// with the versions of what it is built on.
//
//go:embed *.go go.mod go.sum extract normalize cmd/pipeline corpus/files.go corpus/spool.go cmd/build/survey.go cmd/build/beside.go cmd/build/agencies.go
var reading embed.FS

// CodeVersion names the code that reads documents: two programs of the same
// version make the same report of the same bytes. It is a SHA-256, in hex, of
// the source of this package, extract, normalize, cmd/pipeline, what cmd/build
// keeps of a report and corpus of an archive, the versions of the libraries, and the version of Go. What is read is kept by it, so it
// must change by itself whenever the code does.
func CodeVersion() string { return codeVersion() }

var codeVersion = sync.OnceValue(func() string {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version())
	err := fs.WalkDir(reading, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case entry.IsDir() || strings.HasSuffix(name, "_test.go") || !isSource[path.Ext(name)]:
			return nil
		}
		text, err := reading.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
		return nil
	})
	if err != nil {
		panic(err) // our own bug: the files are part of the program
	}
	return hex.EncodeToString(sum.Sum(nil))
})

// isSource are the endings of the files that decide what is read: code, the
// lists that form knows, and the versions of libraries.
var isSource = map[string]bool{".go": true, ".json": true, ".mod": true, ".sum": true}
