//go:build !linux

package isolate

// memoryIsVisible reports whether the pool can see a worker's memory.
func memoryIsVisible() bool { return false }

// residentBytes is 0: not known.
func residentBytes(pid int) int64 { return 0 }

// capMemory does nothing: there is no limit to set.
func capMemory(limitBytes int64) error { return nil }
