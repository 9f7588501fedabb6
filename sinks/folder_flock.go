//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package sinks

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder locks the folder until unlock is called or the process ends. It
// is not locked when another has the lock, or the file system has no locks.
func lockFolder(path string) (unlock func(), locked bool) {
	folder, err := os.Open(path)
	if err != nil {
		return func() {}, false
	}
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		folder.Close()
		return func() {}, false
	}
	return func() { folder.Close() }, true
}

// syncFolder brings the names in a folder to the disk, where the file system
// knows how to.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, folder.Close())
}
