package sinktest

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/sinks"
)

// ReportsVariable is the environment variable that says of how many reports
// Benchmark makes a dataset; 500 when it is not set.
const ReportsVariable = "GONGKAI_BENCH_REPORTS"

// Benchmark measures writing a dataset of reports of ordinary size; its bytes
// are those of the files. Records are made on the way, so that the memory of the
// process is the sink's; what making them costs is not counted.
func Benchmark(b *testing.B, f Format) {
	reports := 500
	if text := os.Getenv(ReportsVariable); text != "" {
		var err error
		if reports, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	order := sorted(reports)
	rows := 0
	for _, table := range f.tables() {
		rows += len(Rows(table, []sinks.Record{Typical(1)}))
	}
	b.ReportAllocs()
	written, size := 0, int64(0)
	for b.Loop() {
		b.StopTimer()
		folder := &Folder{Path: b.TempDir()}
		b.StartTimer()
		// A sink takes each report once.
		sink, err := f.New(folder.Create)
		if err != nil {
			b.Fatal(err)
		}
		for _, i := range order {
			b.StopTimer()
			e := Typical(i)
			b.StartTimer()
			if err := sink.Write(e); err != nil {
				b.Fatal(err)
			}
		}
		if err := sink.Close(); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		written += reports
		for _, name := range f.Files {
			if info, err := os.Stat(filepath.Join(folder.Path, name)); err == nil {
				size += info.Size()
			}
			os.Remove(filepath.Join(folder.Path, name))
		}
		b.StartTimer()
	}
	b.SetBytes(size / int64(b.N))
	b.ReportMetric(float64(written*rows)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(written), "ns/report")
	b.ReportMetric(float64(size)/float64(written), "B/report")
	if mib, ok := peakMemory(); ok {
		b.ReportMetric(mib, "peak-MiB")
	}
}

// sorted are the numbers of typical reports in the order of their digests.
func sorted(n int) []int {
	order := make([]int, n)
	digest := make([]string, n)
	for i := range order {
		order[i], digest[i] = i, Typical(i).Document.Source.SHA256
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(digest[a], digest[b]) })
	return order
}

// peakMemory is the most resident memory that the process ever had, where the
// system says it.
func peakMemory() (mib float64, ok bool) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kib, err := strconv.ParseFloat(strings.Fields(rest + " ?")[0], 64)
	return kib / 1024, err == nil
}
