package corpus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// write makes a file of its own contents.
func write(t testing.TB, name, contents string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(contents), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReadAllAndDigest(t *testing.T) {
	tree(t)
	big := strings.Repeat("0123456789", 100_000)
	write(t, "abc", "abc")
	write(t, "empty", "")
	write(t, "big", big)
	for _, c := range []struct {
		path     string
		maxBytes int
		want     string
		digest   string
		err      error
	}{
		{"abc", 0, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", nil},
		{"abc", 3, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", nil},
		{"abc", 2, "", "", gongkai.ErrLimit},
		{"empty", 1, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", nil},
		{"big", 1_000_000, big, "ec21d64624228af3ecd4bdaa8239e32ed943b01e26934cd5610fddb361426dc6", nil},
		{"big", 999_999, "", "", gongkai.ErrLimit},
		{"none", 0, "", "", gongkai.ErrAccess},
	} {
		e := Entry{Path: c.path}
		b, err := ReadAll(e, c.maxBytes)
		if string(b) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s of at most %d bytes: %d bytes, %v", c.path, c.maxBytes, len(b), err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), c.path+": ") {
			t.Errorf("the error does not name the path: %v", err)
		}
		digest, err := Digest(e, c.maxBytes)
		if digest != c.digest || !errors.Is(err, c.err) {
			t.Errorf("digest of %s of at most %d bytes: %s, %v", c.path, c.maxBytes, digest, err)
		}
	}
	listed := Entry{Path: "abc", Err: accessError("abc", fs.ErrPermission)}
	if _, err := ReadAll(listed, 0); err != listed.Err {
		t.Errorf("an entry with an error: %v", err)
	}
}

// growing is a file that has more bytes than the file system says, or fails.
type growing struct {
	fs.File
	io.Reader
}

func (g growing) Read(b []byte) (int, error) { return g.Reader.Read(b) }

func TestFileChangesWhileRead(t *testing.T) {
	tree(t, "a")
	long := strings.Repeat("x", 300_000)
	for _, c := range []struct {
		name     string
		contents io.Reader
		maxBytes int
		want     string
		err      error
	}{
		{"grows", strings.NewReader(long), 0, long, nil},
		{"grows within the limit", strings.NewReader(long), 300_000, long, nil},
		{"grows over the limit", strings.NewReader(long), 299_999, "", gongkai.ErrLimit},
		{"shrinks", strings.NewReader(""), 0, "", nil},
		{"cannot be read", io.MultiReader(strings.NewReader("ab"), brokenReader{}), 0, "", gongkai.ErrAccess},
	} {
		contents, err := io.ReadAll(c.contents)
		d := machine
		d.openFile = func(name string) (fs.File, error) {
			f, openErr := os.Open(name)
			reader := io.Reader(bytes.NewReader(contents))
			if err != nil {
				reader = io.MultiReader(reader, brokenReader{})
			}
			return growing{f, reader}, openErr
		}
		b, err := d.readAll(Entry{Path: "a"}, c.maxBytes)
		if string(b) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %d bytes, %v", c.name, len(b), err)
		}
		if digest, _, _, err := newDigester(d).digest(Entry{Path: "a"}, c.maxBytes); !errors.Is(err, c.err) || (digest == "") != (c.err != nil) {
			t.Errorf("%s: digest %q, %v", c.name, digest, err)
		}
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("input/output error") }

func TestManifest(t *testing.T) {
	tree(t, "d/", "gone")
	for name, contents := range map[string]string{"d/x": "one", "d/a": "two", "d/m": "one", "d/b": "one", "d/locked": "one", "d/large": "many bytes", "d/empty": ""} {
		write(t, name, contents)
	}
	entries, err := Files([]string{"d", "gone"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	os.Remove("gone")
	const want = `
		3fc4ccfe d/a
		7692c3ad d/b
		7692c3ad d/m  = d/b
		7692c3ad d/x  = d/b
		e3b0c442 d/empty
		d/large: the document exceeds a limit: more than 9 bytes
		d/locked: the file cannot be opened: permission denied
		gone: the file cannot be opened: no such file or directory
	`
	for workers := range 5 {
		items, err := denied("d/locked").manifest(context.Background(), entries, workers, gongkai.Limits{Bytes: 9})
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, i := range items {
			switch {
			case i.Err != nil:
				fmt.Fprintln(&got, i.SHA256+i.Err.Error())
			case i.DuplicateOf != "":
				fmt.Fprintf(&got, "%.8s %s  = %s\n", i.SHA256, i.Path, i.DuplicateOf)
			default:
				fmt.Fprintf(&got, "%.8s %s\n", i.SHA256, i.Path)
			}
		}
		if diff := cmp.Diff(lines(want), got.String()); diff != "" {
			t.Errorf("%d workers (-want +got):\n%s", workers, diff)
		}
	}
}

func TestManifestIsCancelled(t *testing.T) {
	tree(t, "a")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if items, err := Manifest(ctx, []Entry{{Path: "a"}}, 0, gongkai.Limits{}); !errors.Is(err, context.Canceled) || items != nil {
		t.Errorf("got %v, %v", items, err)
	}
}

// TestItemReadAll: what is read is what the digest says.
func TestItemReadAll(t *testing.T) {
	tree(t, "a")
	items, err := Manifest(context.Background(), []Entry{{Path: "a"}}, 0, gongkai.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := items[0].ReadAll(0); string(b) != "a" || err != nil {
		t.Errorf("got %q, %v", b, err)
	}
	write(t, "a", "b")
	if b, err := items[0].ReadAll(0); b != nil || !errors.Is(err, gongkai.ErrAccess) || !errors.Is(err, ErrChanged) {
		t.Errorf("a file that has changed: %q, %v", b, err)
	}
	os.Remove("a")
	if _, err := items[0].ReadAll(0); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}

// manyFiles makes n small files in folders of 100.
func manyFiles(t testing.TB, n int) {
	tree(t)
	for i := range n {
		if i%100 == 0 {
			if err := os.MkdirAll(fmt.Sprintf("d/%03d", i/100), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		write(t, fmt.Sprintf("d/%03d/%05d.html", i/100, i), fmt.Sprint(i))
	}
}

func BenchmarkFiles(b *testing.B) {
	manyFiles(b, 10_000)
	for _, path := range []string{"d", "d/**/*.html"} {
		b.Run(path, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if entries, err := Files([]string{path}, Options{}); len(entries) != 10_000 || err != nil {
					b.Fatal(len(entries), err)
				}
			}
		})
	}
}

func BenchmarkManifest(b *testing.B) {
	for _, size := range []struct{ files, bytes int }{{10_000, 0}, {100, 1 << 20}} {
		b.Run(fmt.Sprintf("%d files of %d bytes", size.files, size.bytes), func(b *testing.B) {
			manyFiles(b, size.files)
			entries, err := Files([]string{"d"}, Options{})
			if err != nil {
				b.Fatal(err)
			}
			for i := range entries {
				if size.bytes > 5 { // else they hold their number
					os.Truncate(entries[i].Path, int64(size.bytes))
				}
			}
			b.SetBytes(int64(size.files * size.bytes))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Manifest(context.Background(), entries, 0, gongkai.Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
