package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// texts reads testdata/*.txt: a disclosure, one in traditional characters, and prose
// on something else.
func texts(t testing.TB) map[string]string {
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	list := map[string]string{"the vocabulary": vocabulary}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		list[filepath.Base(path)] = strings.TrimSpace(string(text))
	}
	return list
}

// TestPlausible: prose on anything passes.
func TestPlausible(t *testing.T) {
	list := texts(t)
	list["a long one"] = strings.Repeat(list["disclosure.txt"], 20)
	for name, text := range list {
		chars := make([]Char, 0, len(text))
		for _, r := range text {
			chars = append(chars, Char{Rune: r})
		}
		if distrust(chars); chars[0].Implausible {
			t.Errorf("%s makes no sense", name)
		}
	}
}

// BenchmarkDistrust is what asking costs a page.
func BenchmarkDistrust(b *testing.B) {
	var chars []Char
	for _, r := range strings.Repeat(texts(b)["disclosure.txt"], 8) {
		chars = append(chars, Char{Rune: r})
	}
	b.ReportAllocs()
	for b.Loop() {
		distrust(chars)
	}
}
