package isolate

import (
	"os"
	"syscall"
)

// processAttributes puts a worker in a group of its own, so that it can be
// killed with its children and an interrupt typed at the terminal does not
// reach it, and has the kernel kill it when the thread that starts it ends.
func processAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// preferWhenOutOfMemory makes the kernel, when the whole machine runs out of
// memory, take this process before the pool's. Where it is not allowed,
// nothing is lost.
func preferWhenOutOfMemory() {
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("500"), 0)
}
