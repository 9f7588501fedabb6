package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gongkai/cmd/build"
	"gongkai/cmd/readings"
	"gongkai/corpus"
)

// buildState names a dataset by all that it is made of. What became of the last
// build is noted in the store, so that one over the same documents by the same
// program does nothing.
type buildState struct {
	// Key differs when the program, its options or a document does.
	Key string
	// Files are the SHA-256 of the dataset's files, by name.
	Files map[string]string
	// Wanted are the pictures that lie beside documents.
	Wanted []build.Want
	// Counts is what the build said of the documents.
	Counts *build.Summary
}

func newBuildState(o *buildOptions, items []corpus.Item) (*buildState, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	code, err := fileDigest(program)
	if err != nil {
		return nil, err
	}
	contents, err := o.contents()
	if err != nil {
		return nil, err
	}
	key := sha256.New()
	fmt.Fprintf(key, "%s\n%v\n", code, contents)
	for _, i := range items {
		fmt.Fprintf(key, "%s %q %q %d %v\n", i.SHA256, i.Path, i.URL(), i.Size, i.Err)
	}
	return &buildState{Key: hex.EncodeToString(key.Sum(nil))}, nil
}

// contents are the options that change what a dataset holds. An error says that a
// file is not there.
func (o *buildOptions) contents() ([]any, error) {
	lists, err := readLists(o.lists)
	if err != nil {
		return nil, err
	}
	expected, err := o.expectation.lines()
	if err != nil {
		return nil, err
	}
	var files []string
	for _, name := range o.agencies {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, usageError{fmt.Errorf("--agencies: %w", err)}
		}
		files = append(files, string(text))
	}
	said, err := readReviews(o.reviews)
	if err != nil {
		return nil, err
	}
	return []any{build.Fingerprint(said), o.sinkFlags.names, build.Fingerprint(lists), build.Fingerprint(expected), build.Fingerprint(files), o.Years, o.AsOf, fmt.Sprint(o.About)}, nil
}

func fileDigest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// noteName is the name of the note on the dataset in folder.
func noteName(folder string) string {
	if absolute, err := filepath.Abs(folder); err == nil {
		folder = absolute
	}
	return "dataset " + folder
}

// unchanged reports whether the folder holds, to the byte, the dataset that the
// build would make, and what was said of it.
func (b *buildState) unchanged(ctx context.Context, store *readings.Store, folder string, items []corpus.Item) (*build.Summary, bool) {
	text, err := store.Note(ctx, noteName(folder))
	var last buildState
	if err != nil || json.Unmarshal([]byte(text), &last) != nil || last.Key != b.Key || last.Counts == nil || !build.Hold(last.Wanted, items) {
		return nil, false
	}
	files, err := digestFolder(folder)
	if err != nil || len(files) != len(last.Files) {
		return nil, false
	}
	for name, digest := range last.Files {
		if files[name] != digest {
			return nil, false
		}
	}
	last.Counts.Unchanged = true
	return last.Counts, true
}

// keep notes what the build made.
func (b *buildState) keep(ctx context.Context, store *readings.Store, folder string, counts *build.Summary) error {
	if counts.Passing {
		return nil // the next build reads those again
	}
	var err error
	if b.Files, err = digestFolder(folder); err != nil {
		return err
	}
	b.Counts = counts
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return store.SetNote(ctx, noteName(folder), string(text))
}

// digestFolder are the SHA-256 of the files in folder.
func digestFolder(folder string) (map[string]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, e := range entries {
		if files[e.Name()], err = fileDigest(filepath.Join(folder, e.Name())); err != nil {
			return nil, err
		}
	}
	return files, nil
}
