//go:build unix

package isolate

import (
	"os"

	"golang.org/x/sys/unix"
)

// claimStdio takes the two pipes for the frames and puts the null device and
// standard error in their place, also for whoever kept os.Stdout in a variable
// or writes to descriptor 1. Programs that the worker starts do not inherit
// the pipes.
func claimStdio() (in, out *os.File, err error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, nil, err
	}
	defer null.Close()
	if in, err = move(0, int(null.Fd()), "frames in"); err != nil {
		return nil, nil, err
	}
	out, err = move(1, 2, "frames out")
	return in, out, err
}

// move returns the file at descriptor fd under another number, and puts what
// is at replacement at fd.
func move(fd, replacement int, name string) (*os.File, error) {
	moved, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, os.NewSyscallError("fcntl", err)
	}
	if err := unix.Dup2(replacement, fd); err != nil {
		return nil, os.NewSyscallError("dup2", err)
	}
	return os.NewFile(uintptr(moved), name), nil
}

// killGroup kills the process group that the worker pid leads. That the group
// is gone is no error.
func killGroup(pid int) { _ = unix.Kill(-pid, unix.SIGKILL) }
