package sinks

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// build makes a dataset of one file in folder, up to but not including Commit.
func build(t *testing.T, folder, text string) *Dataset {
	t.Helper()
	d, err := NewDataset(folder)
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Create("reports.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}

func commit(t *testing.T, d *Dataset) {
	t.Helper()
	if err := d.Commit(); err != nil {
		t.Fatal(err)
	}
}

// tree lists the files under folder with their content, one a line.
func tree(t *testing.T, folder string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		if entry.IsDir() {
			b.WriteString(name + "/\n")
			return nil
		}
		text, err := os.ReadFile(path)
		b.WriteString(name + ": " + strings.ReplaceAll(string(text), "\n", "|") + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func wantTree(t *testing.T, folder, want string) {
	t.Helper()
	if diff := cmp.Diff(want, tree(t, folder)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

const firstDataset = `dataset/
dataset/.gongkai-dataset: gongkai dataset|reports.csv|
dataset/reports.csv: first
`

func TestDatasetAppearsWhole(t *testing.T) {
	parent := t.TempDir()
	d := build(t, filepath.Join(parent, "new", "dataset"), "first")
	if _, err := os.Stat(filepath.Join(parent, "new", "dataset")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("before Commit: Stat: %v", err)
	}
	commit(t, d)
	if err := d.Abort(); err != nil {
		t.Errorf("Abort after Commit: %v", err)
	}
	wantTree(t, filepath.Join(parent, "new"), firstDataset)
	if err := d.Commit(); !errors.Is(err, ErrMisuse) {
		t.Errorf("second Commit: %v", err)
	}
	if _, err := d.Create("late.csv"); !errors.Is(err, ErrMisuse) {
		t.Errorf("Create after Commit: %v", err)
	}
}

func TestDatasetIsReplaced(t *testing.T) {
	parent := t.TempDir()
	folder := filepath.Join(parent, "dataset")
	commit(t, build(t, folder, "first"))
	d := build(t, folder, "second")
	extra, err := d.Create("cells.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := extra.Close(); err != nil {
		t.Fatal(err)
	}
	commit(t, d)
	wantTree(t, parent, "dataset/\ndataset/.gongkai-dataset: gongkai dataset|cells.csv|reports.csv|\ndataset/cells.csv: \ndataset/reports.csv: second\n")
}

func TestDatasetReplacesTargetOfLink(t *testing.T) {
	parent := t.TempDir()
	commit(t, build(t, filepath.Join(parent, "dataset"), "old"))
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(parent, "dataset"), link); err != nil {
		t.Skip(err)
	}
	commit(t, build(t, link, "first"))
	wantTree(t, parent, firstDataset)
}

// TestAbort: nothing is left, and what was there is untouched.
func TestAbort(t *testing.T) {
	parent := t.TempDir()
	folder := filepath.Join(parent, "dataset")
	if err := build(t, folder, "aborted").Abort(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, parent, "")
	commit(t, build(t, folder, "first"))
	if err := build(t, folder, "aborted").Abort(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, parent, firstDataset)
}

func TestCommitNeedsClosedFiles(t *testing.T) {
	parent := t.TempDir()
	folder := filepath.Join(parent, "dataset")
	commit(t, build(t, folder, "first"))
	d := build(t, folder, "second")
	open, err := d.Create("cells.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Commit(); !errors.Is(err, ErrMisuse) {
		t.Errorf("Commit with an open file: %v", err)
	}
	if err := open.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("second Close of a file: %v", err)
	}
	if err := d.Abort(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, parent, firstDataset)
}

// TestSwapFails: when the new folder cannot take the place, the old one is back.
func TestSwapFails(t *testing.T) {
	parent := t.TempDir()
	folder := filepath.Join(parent, "dataset")
	commit(t, build(t, folder, "first"))
	d := build(t, folder, "second")
	if err := os.RemoveAll(d.build.path); err != nil {
		t.Fatal(err)
	}
	if err := d.build.swap(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("swap: %v", err)
	}
	if err := d.Abort(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, parent, firstDataset)
}

func TestForeignFolderIsRefused(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
	}{
		{"other files", map[string]string{"thesis.docx": "x"}},
		{"a dataset's files without its list", map[string]string{"reports.csv": "x"}},
		{"another list", map[string]string{manifestName: "thesis.docx\n", "thesis.docx": "x"}},
		{"a dataset and a note", map[string]string{manifestName: "gongkai dataset\nreports.csv\n", "reports.csv": "x", "notes.txt": "x"}},
	} {
		parent := t.TempDir()
		folder := filepath.Join(parent, "dataset")
		if err := os.Mkdir(folder, 0o777); err != nil {
			t.Fatal(err)
		}
		for name, text := range test.files {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		before := tree(t, parent)
		if _, err := NewDataset(folder); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: NewDataset: %v", test.name, err)
		}
		wantTree(t, parent, before)
	}
}

// TestForeignFileAppears: a note that is put into the folder during the build
// is not lost.
func TestForeignFileAppears(t *testing.T) {
	parent := t.TempDir()
	folder := filepath.Join(parent, "dataset")
	commit(t, build(t, folder, "first"))
	d := build(t, folder, "second")
	if err := os.WriteFile(filepath.Join(folder, "notes.txt"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := d.Commit(); !errors.Is(err, ErrForeign) {
		t.Errorf("Commit: %v", err)
	}
	if err := d.Abort(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, parent, "dataset/\ndataset/.gongkai-dataset: gongkai dataset|reports.csv|\ndataset/notes.txt: \ndataset/reports.csv: first\n")
}

func TestEmptyFolderIsReplaced(t *testing.T) {
	parent := t.TempDir()
	if err := os.Mkdir(filepath.Join(parent, "dataset"), 0o777); err != nil {
		t.Fatal(err)
	}
	commit(t, build(t, filepath.Join(parent, "dataset"), "first"))
	wantTree(t, parent, firstDataset)
}

func TestNotAFolder(t *testing.T) {
	parent := t.TempDir()
	if err := os.WriteFile(filepath.Join(parent, "dataset"), []byte("thesis"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := NewDataset(filepath.Join(parent, "dataset")); err == nil {
		t.Error("a file in place of the folder: no error")
	}
	if _, err := NewDataset("/"); err == nil {
		t.Error("the root folder: no error")
	}
	wantTree(t, parent, "dataset: thesis\n")
}

// needsLocks skips where a living build cannot be told from a killed one.
func needsLocks(t *testing.T) {
	t.Helper()
	unlock, locked := lockFolder(t.TempDir())
	defer unlock()
	if !locked {
		t.Skip("folders cannot be locked here")
	}
}

func TestLeftovers(t *testing.T) {
	needsLocks(t)
	parent := t.TempDir()
	folder := filepath.Join(parent, "dataset")
	alive := build(t, folder, "first")
	for _, name := range []string{".dataset.gongkai-0123456789abcdef", ".dataset.gongkai-0123456789abcdef.old",
		".dataset.gongkai-mine", ".other.gongkai-0123456789abcdef", ".dataset.gongkai-b.gongkai-0123456789abcdef"} {
		if err := os.Mkdir(filepath.Join(parent, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := build(t, folder, "second").Abort(); err != nil {
		t.Fatal(err)
	}
	commit(t, alive)
	wantTree(t, parent, ".dataset.gongkai-b.gongkai-0123456789abcdef/\n.dataset.gongkai-mine/\n.other.gongkai-0123456789abcdef/\n"+firstDataset)
}

// TestKilledInSwap: the dataset that a killed run set aside is put back.
func TestKilledInSwap(t *testing.T) {
	needsLocks(t)
	parent := t.TempDir()
	folder := filepath.Join(parent, "dataset")
	commit(t, build(t, folder, "first"))
	if err := os.Rename(folder, filepath.Join(parent, ".dataset.gongkai-0123456789abcdef.old")); err != nil {
		t.Fatal(err)
	}
	if err := build(t, folder, "second").Abort(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, parent, firstDataset)
}

func TestFileNames(t *testing.T) {
	parent := t.TempDir()
	d := build(t, filepath.Join(parent, "dataset"), "first")
	for _, name := range []string{"", ".", "..", "../x", "a/../b", "a/.b", "a//b", "/x", "reports.csv", manifestName, "a\nb"} {
		if _, err := d.Create(name); !errors.Is(err, ErrMisuse) {
			t.Errorf("Create(%q): %v", name, err)
		}
	}
	commit(t, d)
	wantTree(t, parent, firstDataset)
}
