//go:build !unix

package isolate

import (
	"os"
	"syscall"
)

func processAttributes() *syscall.SysProcAttr { return nil }

func preferWhenOutOfMemory() {}

// killGroup does nothing: only the worker itself can be killed.
func killGroup(pid int) {}

// claimStdio moves the library prints of a worker away from the frames.
func claimStdio() (in, out *os.File, err error) {
	in, out = os.Stdin, os.Stdout
	if os.Stdin, err = os.Open(os.DevNull); err != nil {
		return nil, nil, err
	}
	os.Stdout = os.Stderr
	return in, out, nil
}
