//go:build unix && !linux

package isolate

import "syscall"

// processAttributes puts a worker in a group of its own, so that it can be
// killed with its children and an interrupt typed at the terminal does not
// reach it.
func processAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func preferWhenOutOfMemory() {}
