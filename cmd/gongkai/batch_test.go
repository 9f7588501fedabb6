package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai"
	"gongkai/corpus/synth"
)

// batchDocuments is the size of the batch that the memory budget is stated for.
const batchDocuments = 2000

// budgetMB is what all processes of a build may take together.
const budgetMB = 400

// BenchmarkBuild builds a dataset of 2,000 mixed documents, a fifth of them
// PDF, with the program as users start it. It reports documents a second, the
// cores in use and the peak memory of all processes together, and fails over
// the budget.
func BenchmarkBuild(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("memory of all processes is read from /proc")
	}
	folder := b.TempDir()
	makeBatch(b, folder)
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	program := filepath.Join(b.TempDir(), "gongkai")
	if err := os.Symlink(self, program); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var output bytes.Buffer
		c := exec.Command(program, "build", "--no-cache", "-o", filepath.Join(b.TempDir(), "dataset"), folder)
		c.Stdout, c.Stderr = &output, &output
		started := time.Now()
		if err := c.Start(); err != nil {
			b.Fatal(err)
		}
		peak := make(chan int64)
		stop := make(chan struct{})
		go func() { peak <- watchMemory(c.Process.Pid, stop) }()
		err := c.Wait()
		close(stop)
		wall, peakMB := time.Since(started), float64(<-peak)/(1<<20)
		if err != nil || !strings.Contains(output.String(), fmt.Sprintf("%d annual disclosure reports", batchDocuments)) {
			b.Fatalf("%v\n%s", err, output.String())
		}
		cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		b.ReportMetric(batchDocuments/wall.Seconds(), "documents/s")
		b.ReportMetric(cpu.Seconds()/wall.Seconds(), "cores")
		b.ReportMetric(peakMB, "peak-MB")
		if peakMB > budgetMB {
			b.Errorf("all processes together took %.0f MB, the budget is %d", peakMB, budgetMB)
		}
	}
}

// makeBatch writes documents that all differ: synthetic ones, and the PDFs of
// testdata with a comment at their end.
func makeBatch(b *testing.B, folder string) {
	b.Helper()
	pdfs, err := filepath.Glob("../../testdata/reports/*.pdf")
	if err != nil || len(pdfs) == 0 {
		b.Fatal("no PDF in testdata: ", err)
	}
	var writers []synth.Writer
	for _, w := range synth.Writers() {
		if w.Format != gongkai.FormatPDF && !w.OnRequest {
			writers = append(writers, w)
		}
	}
	for i := range batchDocuments {
		name := filepath.Join(folder, fmt.Sprintf("%04d", i))
		var data []byte
		if i%5 == 0 {
			if data, err = os.ReadFile(pdfs[i/5%len(pdfs)]); err != nil {
				b.Fatal(err)
			}
			data, name = fmt.Appendf(data, "%%%d\n", i), name+".pdf"
		} else {
			sample, err := synth.New(synth.Order{Seed: uint64(i)})
			if err != nil {
				b.Fatal(err)
			}
			w := writers[i%len(writers)]
			if data, err = w.Write(sample.Page); err != nil {
				b.Fatal(err)
			}
			name += "." + w.Extension
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
}

// watchMemory returns the highest sum of the resident memory of a process and
// its children, in bytes. Pages that they share are counted for each.
func watchMemory(pid int, stop <-chan struct{}) (peak int64) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return peak
		case <-tick.C:
			peak = max(peak, familyMemory(pid))
		}
	}
}

// familyMemory sums the resident memory of a process and its children, which
// the kernel lists by the thread that started them.
func familyMemory(pid int) int64 {
	total := resident(pid)
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, path := range threads {
		list, err := os.ReadFile(path)
		if err != nil {
			continue // the thread has ended
		}
		for _, field := range strings.Fields(string(list)) {
			if child, err := strconv.Atoi(field); err == nil {
				total += familyMemory(child)
			}
		}
	}
	return total
}

func resident(pid int) int64 {
	statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(statm))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
