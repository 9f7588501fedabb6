package xls

import (
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gongkai"
)

// fuzzLimits keep one input cheap.
var fuzzLimits = gongkai.Limits{Bytes: 1 << 20, ExpandedBytes: 4 << 20, Cells: 10_000, Depth: 200}

// checkRead is what holds for all bytes.
func checkRead(t *testing.T, data []byte) {
	t.Helper()
	d, err := Read(data, fuzzLimits)
	if err != nil {
		var read *gongkai.ReadError
		if reason := gongkai.Reason(err); !errors.As(err, &read) || reason == "other" {
			t.Fatalf("error without a reason: %v", err)
		}
		return
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	again, err := Read(data, fuzzLimits)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, again, cmpopts.IgnoreUnexported(gongkai.Grid{})); diff != "" {
		t.Errorf("two readings differ (-first +second):\n%s", diff)
	}
}

// FuzzRead fuzzes streams without their container, and containers.
func FuzzRead(f *testing.F) {
	for _, c := range cellCases {
		f.Add(book(c.globals, c.records))
	}
	f.Add(book(nil, sheetRecords, label(0, 0, 0, "x")))
	report, err := os.ReadFile("testdata/report.xls")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(report)
	f.Fuzz(checkRead)
}
