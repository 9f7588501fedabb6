package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gongkai/internal/optional"
)

// TestDiskFull: when the disk is full, the build says so, the dataset that was
// there stays as it was, and nothing is left beside it.
func TestDiskFull(t *testing.T) {
	disk := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1600k"); err != nil {
		optional.Skip(t, "a small disk cannot be mounted: "+err.Error())
	}
	t.Cleanup(func() { syscall.Unmount(disk, 0) })
	dataset := filepath.Join(disk, "dataset")
	var log bytes.Buffer
	if code := run([]string{"build", "--no-cache", "-o", dataset, "../../testdata/reports/qingwu-county-2022.txt"}, &log, &log); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, log.String())
	}
	before := folderDigest(t, dataset)
	for sink, message := range map[string]string{"csv": "no space left", "jsonl": "no space left", "sqlite": "disk is full"} {
		log.Reset()
		if code := run([]string{"build", "--no-cache", "--sinks", "parquet," + sink, "-o", dataset, "../../testdata/reports"}, &log, &log); code != exitFailed || !strings.Contains(log.String(), message) {
			t.Errorf("%s: exit code %d\n%s", sink, code, log.String())
		}
		if folderDigest(t, dataset) != before {
			t.Errorf("%s: the dataset that was there has changed", sink)
		}
	}
	entries, err := os.ReadDir(disk)
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the dataset: %v, %v", entries, err)
	}
}
