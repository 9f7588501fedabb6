package corpus

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// tree makes files in a new folder and works in it: "a/b" holds its own name,
// "a/" is a folder, "a -> b" is a link to b.
func tree(t testing.TB, files ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, file := range files {
		name, target, isLink := strings.Cut(file, " -> ")
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		switch {
		case isLink:
			err = os.Symlink(target, name)
		case strings.HasSuffix(name, "/"):
			err = os.MkdirAll(name, 0o755)
		default:
			err = os.WriteFile(name, []byte(name), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// listing prints entries as text: the path, and the error if there is one.
func listing(entries []Entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.Path)
		if e.Err != nil {
			fmt.Fprintf(&b, "  %s", strings.TrimPrefix(e.Err.Error(), e.Path+": "))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func lines(words string) string {
	var b strings.Builder
	for line := range strings.Lines(words) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func TestFiles(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		paths []string
		want  string
	}{
		{"a file", []string{"a.docx", "b.docx"}, []string{"a.docx"}, "a.docx"},
		{"each path once", []string{"a.docx", "d/b"}, []string{"./a.docx", "d/../a.docx", ".//a.docx", "d", "d/b", "*.docx"}, "a.docx\nd/b"},
		{"a folder", []string{"d/z.html", "d/a/x.pdf", "d/a/b/c/y", "e/other"}, []string{"d"}, "d/a/b/c/y\nd/a/x.pdf\nd/z.html"},
		{"this folder", []string{"z.html", "a/x.pdf"}, []string{"."}, "a/x.pdf\nz.html"},
		{"the bytes of the whole path give the order", []string{"a/b", "a-c", "a.d", "B"}, []string{"."}, "B\na-c\na.d\na/b"},
		{"an empty folder", []string{"d/"}, []string{"d"}, ""},
		{"nothing", nil, nil, ""},
		{"a folder with a name like a document", []string{"x.docx/y.docx"}, []string{"x.docx"}, "x.docx/y.docx"},
		{"what is no document is an entry too", []string{"d/a.exe", "d/README", "d/空 白.docx"}, []string{"d"}, "d/README\nd/a.exe\nd/空 白.docx"},
		{"what is left out in folders", []string{"d/.DS_Store", "d/Thumbs.db", "d/.git/config", "d/~$报告.docx", "d/~报告.docx"}, []string{"d"}, "d/~报告.docx"},
		{"what is named is read", []string{".hidden/a", ".b", "Thumbs.db"}, []string{".hidden", ".b", "Thumbs.db"}, ".b\n.hidden/a\nThumbs.db"},

		{"link to a file", []string{"d/a", "d/b -> a"}, []string{"d"}, "d/a\nd/b"},
		{"link out of the folder", []string{"d/b -> ../a", "a"}, []string{"d"}, "d/b"},
		{"link to a folder", []string{"d/in -> ../out", "out/a", "out/.b"}, []string{"d"}, "d/in/a"},
		{"link to a folder that is searched anyway", []string{"a -> z", "b/c -> ../z", "z/x"}, []string{"."}, "z/x"},
		{"two links to one folder", []string{"d/b/in -> ../../out", "d/c -> ../out", "out/a"}, []string{"d"}, "d/c/a"},
		{"link to a link", []string{"d/in -> ../on", "on -> out", "out/a"}, []string{"d"}, "d/in/a"},
		{"links behind links", []string{"d/in -> ../out", "out/a", "out/more -> ../far", "far/b", "far/back -> ../out"}, []string{"d"}, "d/in/a\nd/in/more/b"},
		{"loop", []string{"d/a", "d/e/up -> .."}, []string{"d"}, "d/a"},
		{"loop of itself", []string{"d/a", "d/self -> self"}, []string{"d"}, "d/a\nd/self  the file cannot be opened: too many levels of symbolic links"},
		{"broken link", []string{"d/a", "d/b -> none"}, []string{"d"}, "d/a\nd/b  the file cannot be opened: no such file or directory"},
		{"broken link, named", []string{"b -> none"}, []string{"b"}, "b  the file cannot be opened: no such file or directory"},
		{"named link to a folder", []string{"in -> d", "d/a"}, []string{"in", "d"}, "d/a\nin/a"},
		{"path through a file", []string{"a.docx"}, []string{"a.docx/b"}, "a.docx/b  the file cannot be opened: not a directory"},

		{"pattern", []string{"a.docx", "b.docx", "c.pdf", ".d.docx"}, []string{"*.docx"}, "a.docx\nb.docx"},
		{"pattern in a folder", []string{"x/1.htm", "x/2.html", "y/3.html"}, []string{"x/?.html", "[y-z]/*"}, "x/2.html\ny/3.html"},
		{"pattern for folders", []string{"2021/a", "2022/b/c", "2023x/d"}, []string{"202?"}, "2021/a\n2022/b/c"},
		{"pattern for a part of a path", []string{"2021/r/a", "2022/r/b", "2022/s/c"}, []string{"*/r/*"}, "2021/r/a\n2022/r/b"},
		{"pattern for hidden files", []string{".a.docx", ".b"}, []string{".*.docx"}, ".a.docx"},
		{"pattern that is a name", []string{"a[1].docx", "a1.docx"}, []string{"a[1].docx"}, "a[1].docx"},
		{"escaped pattern", []string{"a*b1", "axb1"}, []string{`a\*b?`}, "a*b1"},
		{"pattern and what is left out", []string{"Thumbs.db", "~$a.docx", "a"}, []string{"*"}, "a"},
		{"pattern through links", []string{"in -> out", "out/a"}, []string{"i*/a", "in/*"}, "in/a"},
		{"pattern that finds links", []string{"d/in -> ../out", "out/a"}, []string{"d/*", "out"}, "out/a"},

		{"** finds at any depth", []string{"a.pdf", "x/b.pdf", "x/y/z/c.pdf", "x/y/d.htm", ".h/e.pdf"}, []string{"**/*.pdf"}, "a.pdf\nx/b.pdf\nx/y/z/c.pdf"},
		{"** inside", []string{"d/r", "d/x/r", "d/x/y/r", "e/r"}, []string{"d/**/r"}, "d/r\nd/x/r\nd/x/y/r"},
		{"** at the end", []string{"d/r", "d/x/y/r", "e"}, []string{"d/**"}, "d/r\nd/x/y/r"},
		{"** twice", []string{"a/x/b/y/c", "x/b/c"}, []string{"**/x/**/c", "**/**/**/**"}, "a/x/b/y/c\nx/b/c"},
		{"** does not look behind links", []string{"d/up -> ..", "d/a.pdf"}, []string{"**/*.pdf"}, "d/a.pdf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.ContainsAny(strings.Join(c.files, ""), `>*`) {
				t.Skip("links need rights and * is no character of a name")
			}
			tree(t, c.files...)
			entries, err := Files(c.paths, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(lines(c.want), listing(entries)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			for _, e := range entries {
				if e.Err != nil && !errors.Is(e.Err, gongkai.ErrAccess) {
					t.Errorf("%v does not wrap ErrAccess", e.Err)
				}
			}
		})
	}
}

func TestFilesNotFound(t *testing.T) {
	tree(t, "a.docx", "d/b")
	for _, c := range []struct{ paths, want string }{
		{"none", "no such file or folder: none"},
		{"a.docx d/none", "no such file or folder: d/none"},
		{"none a.docx more/none", "no such file or folder: none\nno such file or folder: more/none"},
		{"*.pdf", "no such file or folder, and no file matches: *.pdf"},
		{"d/**/*.pdf", "no such file or folder, and no file matches: d/**/*.pdf"},
		{"a.docx/*", "no such file or folder, and no file matches: a.docx/*"},
		{"a[", "no such file or folder: a[: syntax error in pattern"},
		{"x/[]a", "no such file or folder: x/[]a: syntax error in pattern"},
	} {
		entries, err := Files(strings.Fields(c.paths), Options{})
		if !errors.Is(err, ErrNotFound) || entries != nil || err.Error() != c.want {
			t.Errorf("%s: got %v, %v", c.paths, entries, err)
		}
	}
	if _, err := Files([]string{""}, Options{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("an empty path: %v", err)
	}
}

func TestFilesSkip(t *testing.T) {
	tree(t, "a.docx", "b.tmp", "c/d.tmp", "cache/e", "Thumbs.db")
	for _, c := range []struct {
		skip []string
		want string
	}{
		{nil, "a.docx\nb.tmp\nc/d.tmp\ncache/e"},
		{[]string{}, "Thumbs.db\na.docx\nb.tmp\nc/d.tmp\ncache/e"},
		{[]string{"*.tmp", "cache"}, "Thumbs.db\na.docx"},
	} {
		entries, err := Files([]string{"."}, Options{Skip: c.skip})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(lines(c.want), listing(entries)); diff != "" {
			t.Errorf("without %q (-want +got):\n%s", c.skip, diff)
		}
	}
	if _, err := Files([]string{"."}, Options{Skip: []string{"["}}); err == nil {
		t.Error("a bad pattern is accepted")
	}
}

// TestFilesAbsolute: a path stays absolute, without links being resolved.
func TestFilesAbsolute(t *testing.T) {
	tree(t, "d/a", "in -> d")
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	here = filepath.ToSlash(here)
	entries, err := Files([]string{here + "/in", here + "/d/*"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(here+"/d/a\n"+here+"/in/a\n", listing(entries)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// denied is a disk on which one file or folder has no permissions.
func denied(locked string) disk {
	refuse := func(op, name string, itself bool) error {
		if itself && name == locked || strings.HasPrefix(name, locked+"/") {
			return &fs.PathError{Op: op, Path: name, Err: fs.ErrPermission}
		}
		return nil
	}
	d := machine
	d.stat = func(name string) (fs.FileInfo, error) {
		if err := refuse("stat", name, false); err != nil {
			return nil, err
		}
		return os.Stat(name)
	}
	d.lstat = func(name string) (fs.FileInfo, error) {
		if err := refuse("lstat", name, false); err != nil {
			return nil, err
		}
		return os.Lstat(name)
	}
	d.readDir = func(name string) ([]fs.DirEntry, error) {
		if err := refuse("readdir", name, true); err != nil {
			return nil, err
		}
		return os.ReadDir(name)
	}
	d.openFile = func(name string) (fs.File, error) {
		if err := refuse("open", name, true); err != nil {
			return nil, err
		}
		return os.Open(name)
	}
	return d
}

// TestFilesDenied: what may not be read is recorded, and the rest is read.
func TestFilesDenied(t *testing.T) {
	tree(t, "d/a", "d/locked/b", "d/z", "link -> d/locked")
	for _, c := range []struct{ path, want string }{
		{"d", "d/a\nd/locked  the file cannot be opened: permission denied\nd/z"},
		{"d/*", "d/a\nd/locked  the file cannot be opened: permission denied\nd/z"},
		{"d/locked", "d/locked  the file cannot be opened: permission denied"},
		{"d/locked/*", "d/locked  the file cannot be opened: permission denied"},
		{"d/locked/b", "d/locked/b  the file cannot be opened: permission denied"},
		{"d/locked/x/*", "d/locked  the file cannot be opened: permission denied"},
		{"d/*/b", "d/locked  the file cannot be opened: permission denied"},
		{"d/**/b", "d/locked  the file cannot be opened: permission denied"},
		{"d/**/z", "d/locked  the file cannot be opened: permission denied\nd/z"},
		{"**", "d/a\nd/locked  the file cannot be opened: permission denied\nd/z"},
	} {
		entries, err := denied("d/locked").files([]string{c.path}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(lines(c.want), listing(entries)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.path, diff)
		}
		for _, e := range entries {
			if e.Err != nil && !(errors.Is(e.Err, gongkai.ErrAccess) && errors.Is(e.Err, fs.ErrPermission)) {
				t.Errorf("%v does not say what it is", e.Err)
			}
		}
	}
}

// TestFilesPermissions is TestFilesDenied on the real file system.
func TestFilesPermissions(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("the superuser may read everything, and on Windows the mode says nothing")
	}
	tree(t, "d/a", "d/locked/b", "d/secret")
	for name, mode := range map[string]fs.FileMode{"d/locked": 0, "d/secret": 0} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod("d/locked", 0o755) })
	entries, err := Files([]string{"d"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines("d/a\nd/locked  the file cannot be opened: permission denied\nd/secret"), listing(entries)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := ReadAll(entries[2], 0); !errors.Is(err, gongkai.ErrAccess) {
		t.Errorf("reading what may not be read: %v", err)
	}
}

// TestFilesPartlyListed: a folder that fails while it is listed keeps what was
// listed.
func TestFilesPartlyListed(t *testing.T) {
	tree(t, "d/a", "d/b")
	d := machine
	d.readDir = func(name string) ([]fs.DirEntry, error) {
		children, _ := os.ReadDir(name)
		return children[:1], &fs.PathError{Op: "readdirent", Path: name, Err: errors.New("input/output error")}
	}
	entries, err := d.files([]string{"d"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines("d  the file cannot be opened: input/output error\nd/a"), listing(entries)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzFiles(f *testing.F) {
	for _, seed := range []string{"*", "**/*", "d/**/**/x", `\*`, "[a-", "../d", "d/e/up/**", "a b", "", "/", "\x00", "d//e/./?"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		if strings.HasPrefix(pattern, "/") || strings.Contains(pattern, "..") {
			t.Skip("not in the test's folder")
		}
		tree(t, "a", "d/e/b", "d/e/up -> ..", "d/c", ".h/i")
		first, err := Files([]string{pattern}, Options{})
		second, again := Files([]string{pattern}, Options{})
		if (err == nil) != (again == nil) || listing(first) != listing(second) {
			t.Errorf("%q gave %q, %v, then %q, %v", pattern, listing(first), err, listing(second), again)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", pattern, err)
		}
	})
}
