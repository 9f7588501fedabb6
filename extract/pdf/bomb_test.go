package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"testing"

	"gongkai"
)

// TestBomb: a page that needs more memory than there is ends with ErrLimit,
// and the next document is read as if nothing had been.
func TestBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("fills 256 MiB")
	}
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	chunk := bytes.Repeat([]byte("0 0 1 1 re f\n"), 1<<16)
	for range 200 << 20 / len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data := write(catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R>>",
		fmt.Sprintf("<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream", packed.Len(), packed.String()))
	r := testReader(t)
	if _, err := r.Read(data, gongkai.DefaultLimits()); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("error %v, want %v", err, gongkai.ErrLimit)
	}
	if d, err := r.Read(onePage(hi), gongkai.DefaultLimits()); err != nil || brief(d) != "Hi\n" {
		t.Errorf("the next document: %v", err)
	}
}
