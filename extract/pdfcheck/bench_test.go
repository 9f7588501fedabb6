package pdfcheck

import (
	"os"
	"testing"

	"gongkai"
)

// BenchmarkCheck reads the pages of a report's tables a second time.
func BenchmarkCheck(b *testing.B) {
	data, err := os.ReadFile("../../testdata/reports/qingwu-county-2022.pdf")
	if err != nil {
		b.Fatal(err)
	}
	cells := []Cell{{Page: 1}, {Page: 2}, {Page: 3}, {Page: 4}}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Check(data, cells, gongkai.DefaultLimits()); err != nil {
			b.Fatal(err)
		}
	}
}
