package docx

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
	f.Add(pack(parts(p("x"))))
	f.Add(pack(parts(tbl(tr(tc("1"))))))
	f.Fuzz(checkRead)
}

// FuzzDocument fuzzes what is inside the zip: the text, the styles and the
// numbering.
func FuzzDocument(f *testing.F) {
	const styles, lists = `<w:styles xmlns:w="` + transitional + `"/>`, `<w:numbering xmlns:w="` + transitional + `"/>`
	for _, c := range textCases {
		f.Add(document(c.body), styles, lists)
	}
	for _, c := range tableCases {
		f.Add(document(c.table), styles, lists)
	}
	for _, c := range numberingCases {
		f.Add(document(c.body), `<w:styles xmlns:w="`+transitional+`">`+c.styles+`</w:styles>`, `<w:numbering xmlns:w="`+transitional+`">`+c.lists+`</w:numbering>`)
	}
	f.Fuzz(func(t *testing.T, text, styles, lists string) {
		all := parts("")
		all["word/document.xml"], all["word/styles.xml"], all["word/numbering.xml"] = text, styles, lists
		checkRead(t, pack(all))
	})
}
