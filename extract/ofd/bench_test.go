package ofd

import (
	"os"
	"path/filepath"
	"testing"

	"gongkai"
)

// BenchmarkRead measures the way from bytes to Document.
func BenchmarkRead(b *testing.B) {
	files, err := filepath.Glob("testdata/*.ofd")
	if err != nil || len(files) == 0 {
		b.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		d, err := Read(data, gongkai.DefaultLimits())
		if err != nil {
			continue // a fixture that is not to be read
		}
		b.Run(filepath.Base(path), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(data, gongkai.DefaultLimits()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(d.Pages)/1000, "ms/page")
		})
	}
}
