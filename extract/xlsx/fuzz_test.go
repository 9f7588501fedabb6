package xlsx

import (
	"errors"
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

func FuzzRead(f *testing.F) {
	f.Add(pack(parts(data(`<row><c><v>1</v></c></row>`))))
	f.Fuzz(checkRead)
}

// FuzzSheet fuzzes what is inside the zip.
func FuzzSheet(f *testing.F) {
	all := parts("")
	for _, c := range cellCases {
		f.Add(worksheetOf(data(`<row>`+c.cell+`</row>`)), all["xl/sharedStrings.xml"], all["xl/styles.xml"], all["xl/workbook.xml"])
	}
	for _, c := range sheetCases {
		f.Add(worksheetOf(c.sheet), all["xl/sharedStrings.xml"], all["xl/styles.xml"], all["xl/workbook.xml"])
	}
	f.Fuzz(func(t *testing.T, sheet, strings, styles, workbook string) {
		all := parts("")
		all["xl/worksheets/sheet1.xml"], all["xl/sharedStrings.xml"], all["xl/styles.xml"], all["xl/workbook.xml"] = sheet, strings, styles, workbook
		checkRead(t, pack(all))
	})
}
