package corpus

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// plainArchives are archives for tests: "archive" in the first line, and in every other
// one the name of a member, a tab and its text. "!" for a text is a member that cannot be
// read, a line of "!" an archive that cannot be read from there.
type plainArchives struct {
	unpacked []string // texts of the archives, in the order in which they were
	known    map[string]Contents
	fails    error
}

func (p *plainArchives) unpacker() Unpacker {
	return Unpacker{
		IsArchive: func(head []byte, r io.ReaderAt, size int64) bool { return bytes.HasPrefix(head, []byte("archive\n")) },
		Known: func(_ context.Context, digest string) (Contents, bool, error) {
			c, ok := p.known[digest]
			return c, ok, nil
		},
		Unpack: func(_ context.Context, digest string, archive []byte, folder string) (c Contents, err error) {
			if p.fails != nil {
				return c, p.fails
			}
			lines := strings.Split(strings.TrimSpace(string(archive)), "\n")
			p.unpacked = append(p.unpacked, strings.Join(lines[1:], ", "))
			for _, line := range lines[1:] {
				name, text, _ := strings.Cut(line, "\t")
				sum := sha256.Sum256([]byte(text))
				m := Member{Name: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(text))}
				switch {
				case name == "!":
					c.Err = fmt.Errorf("%w: it ends", gongkai.ErrDamaged)
					return c, nil
				case text == "!":
					m = Member{Name: name, Err: gongkai.ErrEncrypted}
				default:
					err = errors.Join(err, os.WriteFile(filepath.Join(folder, strconv.Itoa(len(c.Members))), []byte(text), 0o600))
				}
				c.Members = append(c.Members, m)
			}
			p.known[digest] = c
			return c, err
		},
	}
}

// manifestOf lists the items of paths with what they hold, sorted by path.
func manifestOf(t *testing.T, s *Spool, paths ...string) []string {
	t.Helper()
	entries, err := Files(paths, Options{Spool: s})
	if err != nil {
		t.Fatal(err)
	}
	items, err := Manifest(context.Background(), entries, 1, gongkai.Limits{Bytes: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, i := range items {
		text, err := i.ReadAll(1000)
		line := fmt.Sprintf("%s %q %s", i.Path, text, i.URL())
		if err != nil {
			line = err.Error()
		}
		if i.DuplicateOf != "" {
			line += " again"
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

// TestSpool: archives are replaced by their members, which are read like files.
func TestSpool(t *testing.T) {
	tree(t, "d/plain", "d/www.a.gov.cn/")
	write(t, "d/one.zip", "archive\nx/甲.doc\tA\nx/b\tB\nsecret\t!\n")
	write(t, "d/copy.doc", "archive\nx/甲.doc\tA\nx/b\tB\nsecret\t!\n")
	write(t, "d/www.a.gov.cn/two", "archive\nin.zip!/c d\tC\n!\n")
	for _, c := range []struct {
		paths []string
		want  []string
	}{
		{[]string{"d"}, []string{
			`d/copy.doc!/x/甲.doc "A"`, `d/one.zip!/x/甲.doc "A"  again`, `d/www.a.gov.cn/two!/in.zip!/c d "C" http://www.a.gov.cn/two#in.zip!/c%20d`,
			`d/plain "d/plain"`, `d/copy.doc!/x/b "B"`, `d/one.zip!/x/b "B"  again`,
			"d/copy.doc!/secret: the document is encrypted", "d/one.zip!/secret: the document is encrypted", "d/www.a.gov.cn/two: the document is damaged: it ends"}},
		{[]string{"d/one.zip!/x"}, []string{`d/one.zip!/x/甲.doc "A"`, `d/one.zip!/x/b "B"`}},
		{[]string{"d/one.zip!/x/b", "d/copy.doc!/secret"}, []string{`d/one.zip!/x/b "B"`, "d/copy.doc!/secret: the document is encrypted"}},
		{[]string{"d/www.a.gov.cn/two!/in.zip"}, []string{`d/www.a.gov.cn/two!/in.zip!/c d "C" http://www.a.gov.cn/two#in.zip!/c%20d`, "d/www.a.gov.cn/two!/in.zip: the document is damaged: it ends"}},
		{[]string{"d/one.zip!/y"}, []string{"d/one.zip!/y: the file cannot be opened: the archive has no such member"}},
		{[]string{"d/plain!/y"}, []string{"d/plain!/y: the file cannot be opened: it is not an archive"}},
	} {
		archives := &plainArchives{known: map[string]Contents{}}
		s := NewSpool(context.Background(), archives.unpacker())
		got := manifestOf(t, s, c.paths...)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.paths, diff)
		}
		if n := len(archives.unpacked); n > 2 {
			t.Errorf("%q: %d archives were taken apart, and two are different: %q", c.paths, n, archives.unpacked)
		}
		folder := s.folder
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(folder); folder != "" && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left: %v", folder, err)
		}
	}
}

// TestSpoolKnown: what is known of an archive needs no folder until a member is read;
// what is too much is removed and comes back.
func TestSpoolKnown(t *testing.T) {
	tree(t, "d/")
	write(t, "d/1", "archive\na\t1111\n")
	write(t, "d/2", "archive\na\t2222\n")
	archives := &plainArchives{known: map[string]Contents{}}
	first := NewSpool(context.Background(), archives.unpacker())
	manifestOf(t, first, "d")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	archives.unpacked = nil

	s := NewSpool(context.Background(), archives.unpacker())
	defer s.Close()
	s.maxBytes = 4
	entries, err := Files([]string{"d"}, Options{Spool: s})
	if err != nil {
		t.Fatal(err)
	}
	items, err := Manifest(context.Background(), entries, 2, gongkai.Limits{})
	if err != nil || len(items) != 2 || archives.unpacked != nil || s.folder != "" || items[0].Archive() == items[1].Archive() {
		t.Fatalf("%v %v %v %q", items, err, archives.unpacked, s.folder)
	}
	for _, i := range []int{0, 0, 1, 1, 0} {
		if text, err := items[i].ReadAll(0); err != nil || len(text) != 4 {
			t.Errorf("%s: %q %v", items[i].Path, text, err)
		}
	}
	if len(archives.unpacked) != 3 || s.bytes != 4 {
		t.Errorf("taken apart: %q; %d bytes are kept", archives.unpacked, s.bytes)
	}
	write(t, "d/2", "archive\na\t3333\n") // behind our back
	write(t, "d/1", "archive\na\t3333\n")
	if _, err := items[1].ReadAll(0); !errors.Is(err, ErrChanged) {
		t.Errorf("a changed archive: %v", err)
	}
	archives.fails = errors.New("the disk is full")
	archives.known = nil
	if _, err := Manifest(context.Background(), entries, 2, gongkai.Limits{}); err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("what the program cannot do is the fault of an archive: %v", err)
	}
}

// TestIsJunk: in archives the same is left out as in folders.
func TestIsJunk(t *testing.T) {
	for name, want := range map[string]bool{
		"a/年报.doc": false, "__MACOSX/a/._b.doc": true, "a/.DS_Store": true, "a/~$年报.doc": true, "x.zip!/Thumbs.db": true, "x.zip!/a": false,
		"../a.doc": false, "./a.doc": false, ".git/a": true,
	} {
		if IsJunk(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
