//go:build linux || darwin

package sinktest

import (
	"os/signal"
	"syscall"
)

// limitFiles bounds the size of every file of this process for good; nil where
// the system cannot.
var limitFiles = func(bytes int) error {
	// The signal would end the process; without it the write fails.
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	limit.Cur = uint64(bytes)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}
