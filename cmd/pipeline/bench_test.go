package pipeline

import (
	"os"
	"path/filepath"
	"testing"

	"gongkai"
)

// BenchmarkRead is the whole way from bytes to a judged report, a format each.
// The PDF engine is warm, as in a batch; ms/page is what a PDF is measured by.
func BenchmarkRead(b *testing.B) {
	for _, file := range []string{
		"testdata/reports/qingwu-county-2022.html", "testdata/reports/yunlan-ecology-2020.html",
		"testdata/reports/qingwu-county-2022.docx", "testdata/reports/qingwu-county-2022.txt",
		"testdata/reports/qingwu-county-2022.pdf",
		"../shared/samples/pingtan-scj-2022.html", "../shared/samples/official-template-2021.docx", "../shared/samples/hongze-2023.pdf",
	} {
		data, err := os.ReadFile(filepath.Join("../..", file))
		if os.IsNotExist(err) {
			continue // the real samples are not beside every checkout
		} else if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(file), func(b *testing.B) {
			reader := newReader(b)
			if err := reader.PDF.Warm(); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			pages := 0
			for b.Loop() {
				r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
				if err != nil {
					b.Fatal(err)
				}
				pages = r.Pages
			}
			if pages > 0 {
				b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*pages), "ms/page")
			}
		})
	}
}

// BenchmarkTransport is what it costs to carry a report out of a worker.
func BenchmarkTransport(b *testing.B) {
	r := readFile(b, newReader(b), filepath.Join(testdata, "reports", "qingwu-county-2022.html"))
	b.ReportAllocs()
	for b.Loop() {
		reply, err := r.MarshalBinary()
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(reply)))
		if err := new(gongkai.Report).UnmarshalBinary(reply); err != nil {
			b.Fatal(err)
		}
	}
}
