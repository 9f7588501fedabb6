package sinktest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/sinks"
)

// limitVariable makes a process of the test one whose files are bounded.
const limitVariable = "GONGKAI_SINKTEST_LIMIT"

// reportsFullFile is reportsWrite for what is written by path, past Write: no
// file can grow beyond a bound. The bound is the whole process's, so that it is
// tried in another one.
func reportsFullFile(t *testing.T, f Format) {
	if limit := os.Getenv(limitVariable); limit != "" {
		bytes, err := strconv.Atoi(limit)
		if err != nil {
			t.Fatal(err)
		}
		fillFile(t, f, bytes)
		return
	}
	if limitFiles == nil {
		t.Skip("this system does not bound the size of files")
	}
	whole, largest := Write(t, f, Corpus()), 0
	for _, name := range f.Files {
		largest = max(largest, len(whole.Bytes(name)))
	}
	for _, part := range parts {
		limit := max(0, int(part*float64(largest))-1)
		again := exec.Command(os.Args[0], "-test.v", "-test.run", "^"+strings.ReplaceAll(t.Name(), "/", "$/^")+"$")
		again.Env = append(os.Environ(), fmt.Sprint(limitVariable, "=", limit))
		if output, err := again.CombinedOutput(); err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
			t.Errorf("files of at most %d of %d bytes: %v\n%s", limit, largest, err, output)
		}
	}
}

func fillFile(t *testing.T, f Format, limit int) {
	folder := NewFolder(t)
	if err := limitFiles(limit); err != nil {
		t.Fatal(err)
	}
	if err := writeAll(f, folder); err == nil || errors.Is(err, sinks.ErrMisuse) {
		t.Errorf("a file is full after %d bytes and the sink says %v", limit, err)
	}
	folder.wantClosed(t, "a file is full")
	for _, name := range folder.names(t) {
		if !slices.Contains(f.Files, name) {
			t.Errorf("a file is full: %s is left behind", name)
		}
	}
}
