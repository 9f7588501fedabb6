package extract

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gongkai"
	"gongkai/internal/hostile"
)

// hostileTime is what refusing a hostile document may take, on a busy machine.
const hostileTime = 20 * time.Second

// TestHostile: what is built to harm a reader is refused for its reason, by the
// reader itself and not by the worker around it. A format that has no reader is
// refused as one.
func TestHostile(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	r := NewReader(filepath.Join(cache, "gongkai"))
	defer r.Close()
	for _, f := range hostile.Files() {
		if f.Format == "" {
			continue // package unpack opens archives
		}
		t.Run(f.Name, func(t *testing.T) {
			data, want := f.Make(), f.Want
			if !slices.ContainsFunc(r.formats, func(have format) bool { return string(have.name) == f.Format }) {
				want = []string{"format", "empty", "limit", "read"} // read as text, perhaps
			}
			start := time.Now()
			doc, err := r.Read(data, gongkai.DefaultLimits())
			if took := time.Since(start); took > hostileTime {
				t.Errorf("took %v", took)
			}
			reason := gongkai.Reason(err)
			if err == nil {
				reason = "read"
				if err := doc.Check(); err != nil {
					t.Error(err)
				}
			}
			if !slices.Contains(want, reason) {
				t.Errorf("%s (%d bytes): %s, %v; want one of %v", f.What, len(data), reason, err, want)
			}
		})
	}
}
