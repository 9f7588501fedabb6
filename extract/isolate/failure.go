package isolate

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"gongkai"
)

// ErrStart says that no worker could be started. It is the program's problem,
// not the document's: the batch should stop.
var ErrStart = errors.New("no worker could be started")

// ErrClosed is returned by Do on a pool that was closed.
var ErrClosed = errors.New("the worker pool is closed")

// Death says how a worker came to its end over a job. It wraps
// gongkai.ErrTimeout, gongkai.ErrMemory or gongkai.ErrCrash.
//
// Its message holds nothing that differs from run to run (no addresses, no
// process numbers, no sizes but limits), so that a dataset may quote it.
type Death struct {
	// Reason is one of the three sentinels.
	Reason error
	// Cause is one line: the limit, the exit status, the last words of the Go
	// runtime or of the program.
	Cause string
	// Stderr is the end of what the worker printed during the job, at most
	// 8 KiB. It may hold addresses.
	Stderr string
	// Jobs is how many jobs the worker had answered before this one. If it is
	// not 0, the fault may be one of theirs.
	Jobs int

	accepted bool // the worker had read the job
}

func (d *Death) Error() string { return d.Reason.Error() + ": " + d.Cause }

func (d *Death) Unwrap() error { return d.Reason }

// remoteError is an error of a handler as it arrived from its worker.
type remoteError struct {
	reason  error // nil for an error that wraps none of gongkai's sentinels
	message string
}

func (e *remoteError) Error() string { return e.message }

func (e *remoteError) Unwrap() error { return e.reason }

// failureFrame carries err to the pool.
func failureFrame(job uint32, err error) frame {
	return frame{kind: kindFailure, job: job, header: []byte(gongkai.Reason(err)), body: []byte(clip(err.Error(), messageBytes))}
}

// failureError is the inverse of failureFrame.
func failureError(f frame) error {
	return &remoteError{reason: gongkai.ErrorOf(string(f.header)), message: string(f.body)}
}

// messageBytes bounds the message of an error that travels.
const messageBytes = 4 << 10

// memoryExitStatus is what a worker exits with that found itself over its
// limit.
const memoryExitStatus = 97

// deathOf classifies a worker that ended or made no sense. outputErr is why its
// output could not be read on; state is nil when the process did not end by
// itself.
func deathOf(outputErr error, state *os.ProcessState, stderr *transcript, memoryBytes int64) *Death {
	fatal, tail := stderr.read()
	d := &Death{Reason: gongkai.ErrCrash, Stderr: tail}
	switch {
	case errors.Is(outputErr, errNotAFrame):
		d.Cause = "the worker wrote something else than a reply: " + outputErr.Error()
		return d
	case state == nil:
		d.Cause = "the worker closed its output without a reply"
		return d
	case state.ExitCode() == memoryExitStatus || outOfMemory(fatal):
		d.Reason = gongkai.ErrMemory
		d.Cause = memoryCause(memoryBytes)
		return d
	}
	d.Cause = "the worker ended with " + state.String()
	if words := cmp.Or(fatal, lastLines(tail)); words != "" {
		d.Cause += ": " + words
	}
	return d
}

// outOfMemory reports whether the Go runtime's last words are that the system
// gave it no more memory.
func outOfMemory(fatal string) bool {
	return strings.Contains(fatal, "out of memory") || strings.Contains(fatal, "cannot allocate memory")
}

// memoryCause is the same whether the pool, the worker or the kernel noticed.
func memoryCause(memoryBytes int64) string {
	if memoryBytes <= 0 {
		return "the system has no more"
	}
	return fmt.Sprintf("the limit is %d MiB", memoryBytes>>20)
}

// clip cuts s to at most n bytes, at the start of a character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
