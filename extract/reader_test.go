package extract

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"gongkai"
)

// TestReadBroken: every broken file of testdata has its reason, also without a
// worker around it.
func TestReadBroken(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	r := NewReader(filepath.Join(cache, "gongkai"))
	defer r.Close()
	for name, want := range map[string]error{
		"empty.docx": gongkai.ErrEmpty, "truncated.pdf": gongkai.ErrDamaged, "cyclic-pages.pdf": gongkai.ErrDamaged,
		"bomb.docx": gongkai.ErrLimit, "nested.docx": gongkai.ErrLimit, "nested.html": gongkai.ErrLimit, "encrypted.pdf": gongkai.ErrEncrypted,
		"encrypted.docx": gongkai.ErrEncrypted, "truncated.docx": gongkai.ErrDamaged,
	} {
		data, err := os.ReadFile(filepath.Join("../testdata/broken", name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := r.Read(data, gongkai.DefaultLimits())
		if doc != nil || !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	limits := gongkai.Limits{Bytes: 10}
	if _, err := r.Read([]byte("一、总体情况，二、"), limits); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("a document over the limit: %v", err)
	}
}
