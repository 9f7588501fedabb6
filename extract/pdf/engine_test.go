package pdf

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"gongkai"
	"gongkai/internal/optional"
)

// testEngine is one engine for all tests: starting one takes seconds. Its
// compiled code stays in the temporary directory for the next run.
var testEngine = sync.OnceValues(func() (*Reader, error) {
	r := NewReader(filepath.Join(os.TempDir(), "gongkai-pdf-test"))
	return r, r.Warm()
})

func testReader(t testing.TB) *Reader {
	t.Helper()
	r, err := testEngine()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// samplePath is where a real report lies that is not part of the repository.
func samplePath(name string) string {
	return filepath.Join("..", "..", "..", "shared", "samples", name)
}

// readSample returns a real report; the test is skipped when it is not there.
func readSample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(samplePath(name))
	if errors.Is(err, os.ErrNotExist) {
		optional.Skip(t, "the real samples are not beside this checkout: "+name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestGuestBinding guards what newGuest takes from inside of go-pdfium.
func TestGuestBinding(t *testing.T) {
	r := testReader(t)
	instance, err := r.engine.instance()
	if err != nil {
		t.Fatal(err)
	}
	defer instance.Close()
	g, err := newGuest(instance)
	if err != nil {
		t.Fatal(err)
	}
	document, _, err := g.open(onePage("BT /F1 12 Tf 10 50 Td (Hi) Tj ET"))
	if err != nil {
		t.Fatal(err)
	}
	if pages := g.count("FPDF_GetPageCount", document); pages != 1 || g.err != nil {
		t.Errorf("pages = %d, error %v, want 1 and none", pages, g.err)
	}
	if g.call("FPDF_NoSuchFunction"); !errors.Is(g.err, errEngine) {
		t.Errorf("a function that is not there: error %v, want %v", g.err, errEngine)
	}
}

// TestDamagedCache: a cache file that was cut short is replaced.
func TestDamagedCache(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles PDFium, which takes seconds")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(testReader(t).cacheDir)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, wazeroCachePrefix+"*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cache files: %v", err)
	}
	for _, file := range files {
		if err := os.Truncate(file, 1000); err != nil {
			t.Fatal(err)
		}
	}
	own := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(own, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if e, err := startEngine(dir); err == nil {
		e.close()
		t.Error("a damaged cache goes unnoticed: the test tests nothing")
	}
	r := NewReader(dir)
	defer r.Close()
	if _, err := r.Read(onePage("BT /F1 12 Tf 10 50 Td (Hi) Tj ET"), gongkai.DefaultLimits()); err != nil {
		t.Errorf("with a damaged cache: %v", err)
	}
	if _, err := os.Stat(own); err != nil {
		t.Errorf("a file that is not wazero's: %v", err)
	}
}

// TestClose: a closed reader starts again.
func TestClose(t *testing.T) {
	r := NewReader(testReader(t).cacheDir)
	for range 2 {
		if _, err := r.Read(onePage("BT /F1 12 Tf 10 50 Td (Hi) Tj ET"), gongkai.DefaultLimits()); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}
