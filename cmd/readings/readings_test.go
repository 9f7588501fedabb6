package readings

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func openStore(t *testing.T, folder, version string) *Store {
	t.Helper()
	s, err := Open(folder, version)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s *Store, r Reading) {
	t.Helper()
	if err := s.Put(context.Background(), r); err != nil {
		t.Fatal(err)
	}
}

// has says what the store has under the key.
func has(t *testing.T, s *Store, key string) string {
	t.Helper()
	summary, ok, err := s.Summary(context.Background(), key)
	if err != nil || !ok {
		return fmt.Sprint("nothing ", err)
	}
	body, _, err := s.Body(context.Background(), key)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s|%s %t", summary, body, body == nil)
}

func TestStore(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "with blank % and 公开")
	s := openStore(t, folder, "v1")
	put(t, s, Reading{Key: "a", Summary: []byte("first"), Body: []byte("one")})
	put(t, s, Reading{Key: "b", Summary: []byte("second")})
	put(t, s, Reading{Key: "a", Summary: []byte("again"), Body: []byte("two")})
	if err := s.SetNote(context.Background(), "n", "x"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, folder, "v1")
	for key, want := range map[string]string{"a": "again|two false", "b": "second| true", "c": "nothing <nil>"} {
		if got := has(t, s, key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	if note, err := s.Note(context.Background(), "n"); note != "x" || err != nil {
		t.Errorf("note %q, %v", note, err)
	}
	if note, err := s.Note(context.Background(), "none"); note != "" || err != nil {
		t.Errorf("note %q, %v", note, err)
	}
	s.Close()
	// Other code reads otherwise. The first version's store is left alone while that
	// program may be running, and removed later.
	s = openStore(t, folder, "v2")
	if got := has(t, s, "a"); got != "nothing <nil>" {
		t.Errorf("another version has %s", got)
	}
	s.Close()
	first := filepath.Join(folder, prefix+"v1"+suffix)
	if _, err := os.Stat(first); err != nil {
		t.Errorf("the other version's store was removed at once: %v", err)
	}
	long := time.Now().Add(-2 * keepOthers)
	if err := os.Chtimes(first, long, long); err != nil {
		t.Fatal(err)
	}
	openStore(t, folder, "v2").Close()
	if files, _ := filepath.Glob(filepath.Join(folder, "*v1*")); len(files) > 0 {
		t.Errorf("left of the first version: %v", files)
	}
}

// TestDamagedPages: a file whose beginning is whole is begun anew too.
func TestDamagedPages(t *testing.T) {
	folder := t.TempDir()
	s := openStore(t, folder, "v")
	for i := range 500 {
		put(t, s, Reading{Key: fmt.Sprint(i), Summary: []byte(fmt.Sprint("summary", i))})
	}
	s.Close()
	path := filepath.Join(folder, prefix+"v"+suffix)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	if len(file) < 6*page {
		t.Fatalf("the file has %d bytes", len(file))
	}
	for at := 3 * page; at < len(file); at += page {
		for i := range 100 {
			file[at+i] = 0xff
		}
	}
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, folder, "v")
	defer s.Close()
	for i := range 500 {
		if got := has(t, s, fmt.Sprint(i)); got != "nothing <nil>" {
			t.Fatalf("%d: %s", i, got)
		}
	}
}

// TestDamagedReading: a reading whose bytes changed is not there.
func TestDamagedReading(t *testing.T) {
	s := openStore(t, t.TempDir(), "v")
	defer s.Close()
	put(t, s, Reading{Key: "a", Summary: []byte("summary"), Body: []byte("body")})
	s.Flush(context.Background())
	for _, column := range []string{"body", "summary"} {
		if _, err := s.db.Exec("UPDATE readings SET " + column + " = CAST(substr(" + column + ", 1, length(" + column + ") - 1) || x'07' AS BLOB)"); err != nil {
			t.Fatal(err)
		}
		if body, ok, err := s.Body(context.Background(), "a"); body != nil && ok || err != nil {
			t.Errorf("%s damaged: body %q %t, %v", column, body, ok, err)
		}
	}
	if got := has(t, s, "a"); got != "nothing <nil>" {
		t.Error(got)
	}
}

// TestDamaged: a store that cannot be read is begun anew.
func TestDamaged(t *testing.T) {
	for name, bytes := range map[string]int{"short": 100, "long": 1 << 16} {
		folder := t.TempDir()
		s := openStore(t, folder, "v")
		put(t, s, Reading{Key: "a", Summary: []byte("first")})
		s.Close()
		path := filepath.Join(folder, prefix+"v"+suffix)
		if err := os.WriteFile(path, make([]byte, bytes), 0o600); err != nil {
			t.Fatal(err)
		}
		for i := range 16 {
			garbage, _ := os.OpenFile(path, os.O_WRONLY, 0)
			garbage.WriteAt([]byte("garbage"), int64(i*6))
			garbage.Close()
		}
		s = openStore(t, folder, "v")
		if got := has(t, s, "a"); got != "nothing <nil>" {
			t.Errorf("%s: %s", name, got)
		}
		put(t, s, Reading{Key: "a", Summary: []byte("new")})
		s.Flush(context.Background())
		if got := has(t, s, "a"); got != "new| true" {
			t.Errorf("%s: %s", name, got)
		}
		s.Close()
	}
}

// TestTogether: two programs and many goroutines use one store.
func TestTogether(t *testing.T) {
	folder := t.TempDir()
	stores := []*Store{openStore(t, folder, "v"), openStore(t, folder, "v")}
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for i := range 50 {
				key := fmt.Sprintf("%d-%d", n, i)
				if err := stores[n%2].Put(context.Background(), Reading{Key: key, Summary: []byte(key), Body: []byte(key)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for _, s := range stores {
		if err := s.Flush(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 8 {
		for i := range 50 {
			key := fmt.Sprintf("%d-%d", n, i)
			if got := has(t, stores[0], key); got != key+"|"+key+" false" {
				t.Errorf("%s: %s", key, got)
			}
		}
	}
	for _, s := range stores {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(file, "below"), "v"); err == nil {
		t.Error("a folder below a file was made")
	}
}
