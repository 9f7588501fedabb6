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

// FuzzTables: whatever the lines are, the cells tile the tables.
func FuzzTables(f *testing.F) {
	f.Add([]byte("\x00\x0a\x0a\x32\x01\x0a\x0a\x32\x00\x32\x0a\x32\x01\x32\x0a\x32\x01\x14\x0a\x32"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var drawn []Ruling
		for ; len(data) >= 4; data = data[4:] {
			drawn = append(drawn, Ruling{Vertical: data[0]&1 == 1, At: float64(data[1]) * 0.7,
				From: float64(data[2]), To: float64(data[2]) + float64(data[3])})
		}
		groups, err := components(merge(drawn))
		if err != nil {
			t.Fatal(err)
		}
		found, err := tables(groups, 1, 100_000)
		if err != nil {
			return
		}
		for _, table := range found {
			grid, findings := table.grid([]*Page{{Number: 1}})
			if err := grid.Check(); err != nil || len(findings) > 0 {
				t.Errorf("%v, findings %v", err, findings)
			}
		}
	})
}
