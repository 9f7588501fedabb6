//go:build unix

package sinktest

import (
	"os/signal"
	"syscall"
	"testing"
)

// withFileLimit runs do while no file of this process may grow beyond the
// given bytes.
func withFileLimit(t *testing.T, bytes int, do func() error) error {
	t.Helper()
	// The signal would end the process; without it the write fails.
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limit := before
	limit.Cur = uint64(bytes)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Fatal(err)
		}
	}()
	return do()
}
