// Package isolate runs work in other processes, so that a parser that hangs,
// eats all memory or dies takes only its own document with it.
//
// A context cannot stop a loop that does not look at it, recover cannot catch
// a stack overflow, a map written from two goroutines or an exhausted heap.
// Killing a process can. A [Pool] keeps a few worker processes, usually this
// same program started again with another argument, gives each one job at a
// time, and kills and replaces a worker that takes too long or too much.
// [Serve] is the worker's side.
//
// The package knows nothing of reports: a job and its reply are bytes.
//
// # Protocol
//
// Both sides write frames to a pipe (the worker's standard input and output):
// a fixed head with a magic, a kind, a job number and two lengths, then a
// header and a body. The pool says what the limits are, the worker says hello
// with the protocol's version; then for every job the worker says that it has
// accepted it, and later sends one reply or one failure. Anything else on the
// worker's output ends the worker. Because a worker accepts a job before it
// starts on it, a death can be told from a bad start: the first is the job's,
// the second is tried again.
//
// # Limits
//
//   - Time: the pool kills a worker that has not replied before the deadline.
//   - Memory: on Linux the pool looks at the resident memory of a busy worker
//     40 times a second and kills it over the limit; behind it stands
//     RLIMIT_DATA, twice as high, for the case that the pool is not scheduled.
//     (RLIMIT_AS is of no use: a Go program reserves over 1 GiB of addresses
//     before it does anything. RLIMIT_DATA counts writable private memory only,
//     and stays within 100 MiB of the resident size even with a WebAssembly
//     engine and its machine code.) Elsewhere the worker watches itself by what
//     the Go runtime has from the system.
//   - Size: no frame is larger than [Config.FrameBytes]; a larger reply is a
//     failure that wraps gongkai.ErrLimit.
//
// # What is not handled
//
// It is no sandbox: a worker may open files and sockets like its parent. On
// Windows a worker's own children outlive it. The Go type of an error does not
// travel, only the sentinel of package gongkai that it wraps, and its message.
package isolate
