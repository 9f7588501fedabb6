//go:build unix

package corpus

import (
	"errors"
	"net"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// TestSpecialFiles: they are recorded and never opened. Opening the pipe would
// hang, which the time limit of the test run would show.
func TestSpecialFiles(t *testing.T) {
	tree(t, "d/a", "d/link -> pipe")
	if err := syscall.Mkfifo("d/pipe", 0o600); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", "d/socket")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	entries, err := Files([]string{"d", "/dev/null"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const why = "  the file cannot be opened: not a regular file\n"
	want := "/dev/null" + why + "d/a\nd/link" + why + "d/pipe" + why + "d/socket" + why
	if diff := cmp.Diff(want, listing(entries)); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	for _, path := range []string{"d/pipe", "d/link", "/dev/zero", "d"} {
		// As if it had been a file when it was listed.
		if _, err := ReadAll(Entry{Path: path}, 100); !errors.Is(err, gongkai.ErrAccess) {
			t.Errorf("reading %s: %v", path, err)
		}
		if _, err := Digest(Entry{Path: path}, 100); !errors.Is(err, gongkai.ErrAccess) {
			t.Errorf("digest of %s: %v", path, err)
		}
	}
}

// TestNamesThatAreNoText: names in GBK, as old archives leave them behind.
func TestNamesThatAreNoText(t *testing.T) {
	tree(t, "d/\xb1\xa8\xb8\xe6.docx", "d/a\uFFFDb\xff")
	entries, err := Files([]string{"d"}, Options{})
	if err != nil || len(entries) != 2 {
		t.Skipf("the file system has no such names: %v", err)
	}
	var got []string
	for _, e := range entries {
		if _, err := ReadAll(e, 0); err != nil {
			t.Error(err)
		}
		got = append(got, e.Display())
	}
	if diff := cmp.Diff([]string{"d/a\uFFFDb\\xFF", `d/\xB1\xA8\xB8\xE6.docx`}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
