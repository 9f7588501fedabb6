package sinks_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
)

// TestInputs: documents count, those without a digest too, and nothing else.
func TestInputs(t *testing.T) {
	a, b := strings.Repeat("a", 64), strings.Repeat("b", 64)
	inputs := &sinks.Inputs{}
	for _, digest := range []string{"", a, b} {
		if err := inputs.Write(sinks.Record{Document: &sinks.Document{Source: gongkai.Source{SHA256: digest}}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := inputs.Write(sinks.Record{Agency: &gongkai.Agency{ID: "x"}}); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(a + "\n" + b + "\n"))
	if inputs.Count != 3 || inputs.Digest() != hex.EncodeToString(sum[:]) {
		t.Errorf("got %d documents with digest %s", inputs.Count, inputs.Digest())
	}
	empty := sha256.Sum256(nil)
	if got := new(sinks.Inputs).Digest(); got != hex.EncodeToString(empty[:]) {
		t.Errorf("no inputs: got %s", got)
	}
}

// TestDatasetFiles: files are listed by name with size and digest, and not
// while one is open.
func TestDatasetFiles(t *testing.T) {
	dataset, err := sinks.NewDataset(t.TempDir() + "/dataset")
	if err != nil {
		t.Fatal(err)
	}
	defer dataset.Abort()
	for _, name := range []string{"b.txt", "a.txt"} {
		f, err := dataset.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(name)); err != nil {
			t.Fatal(err)
		}
		if _, err := dataset.Files(); err == nil {
			t.Error("files are listed while one is open")
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, err := dataset.Files()
	if err != nil {
		t.Fatal(err)
	}
	digest := func(s string) string { sum := sha256.Sum256([]byte(s)); return hex.EncodeToString(sum[:]) }
	want := []sinks.File{{Name: "a.txt", Bytes: 5, SHA256: digest("a.txt")}, {Name: "b.txt", Bytes: 5, SHA256: digest("b.txt")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
