package pdf

import (
	"os"
	"path/filepath"
	"testing"

	"gongkai"
)

// BenchmarkRead measures the way from bytes to Document, engine warm.
func BenchmarkRead(b *testing.B) {
	files, _ := filepath.Glob("testdata/*.pdf")
	for _, path := range append(files, samplePath("hongze-2023.pdf")) {
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		r := testReader(b)
		d, err := r.Read(data, gongkai.DefaultLimits())
		if err != nil {
			continue // a fixture that is not to be read
		}
		b.Run(filepath.Base(path), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Read(data, gongkai.DefaultLimits()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(d.Pages)/1000, "ms/page")
		})
	}
}
