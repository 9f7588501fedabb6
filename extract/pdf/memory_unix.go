//go:build unix

package pdf

import (
	"context"
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// withMemory has an instance's memory come from the kernel, and go back to it
// with the instance. An instance asks for 18 MiB and touches a part of them: the
// kernel clears only that part, and the garbage collector has nothing to do with
// it (docs/PERFORMANCE.md).
func withMemory(ctx context.Context) context.Context {
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, maxBytes uint64) experimental.LinearMemory {
		// Addresses only: what may be written, and so counts as memory, is what
		// Reallocate asks for.
		reserved, err := syscall.Mmap(-1, 0, int(maxBytes), syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			return new(ownMemory)
		}
		return &mappedMemory{reserved}
	}))
}

// mappedMemory is the addresses that an instance may come to use.
type mappedMemory struct{ reserved []byte }

func (m *mappedMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.reserved)) || syscall.Mprotect(m.reserved[:size], syscall.PROT_READ|syscall.PROT_WRITE) != nil {
		return nil // memory is refused
	}
	return m.reserved[:size]
}

func (m *mappedMemory) Free() {
	if err := syscall.Munmap(m.reserved); err != nil {
		panic(err) // our own bug: it was mapped
	}
	m.reserved = nil
}

// ownMemory is memory of this process's heap, where no addresses can be had.
type ownMemory struct{ bytes []byte }

func (m *ownMemory) Reallocate(size uint64) []byte {
	m.bytes = append(m.bytes, make([]byte, size-uint64(len(m.bytes)))...)
	return m.bytes
}

func (m *ownMemory) Free() { m.bytes = nil }
