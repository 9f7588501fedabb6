package pdf

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"gongkai"

	"github.com/google/go-cmp/cmp"
)

// FuzzRead: no input makes the reader panic, break the document's invariants,
// return an error without a reason, or read differently twice.
func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.pdf")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, data := range [][]byte{nil, cyclicPages(), unmappedFont(), onePage(lines2x2 + texts2x2), onePage(fills2x2 + texts2x2),
		paged("/X1 Do", [2]string{"/Rotate 270", boxes2x2 + texts2x2 + "/X1 Do"})} {
		f.Add(data)
	}
	r := testReader(f) // before the first input, which has a deadline
	limits := gongkai.Limits{Bytes: 1 << 20, ExpandedBytes: 16 << 20, Pages: 20, Cells: 10_000, Depth: 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := r.Read(data, limits)
		if err != nil {
			var readError *gongkai.ReadError
			if !errors.As(err, &readError) || gongkai.Reason(err) == "other" {
				t.Fatalf("an error without a reason: %v", err)
			}
			return
		}
		if err := first.Check(); err != nil {
			t.Fatal(err)
		}
		second, err := r.Read(data, limits)
		if err != nil {
			t.Fatalf("the second time: %v", err)
		}
		if diff := cmp.Diff(first, second, cmp.AllowUnexported(gongkai.Grid{})); diff != "" {
			t.Errorf("the second time (-first +second):\n%s", diff)
		}
	})
}
