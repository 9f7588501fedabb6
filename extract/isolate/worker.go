package isolate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"gongkai"
)

// grace is what a process gets to end by itself.
const grace = time.Second

// worker is the pool's end of one process. It does one job at a time.
type worker struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stderr transcript
	limits limits

	frames    chan frame // closed at the end of the output
	outputErr error      // why it ended; set before frames is closed
	discarded chan struct{}
	discard   func()
	exited    chan struct{} // closed when the process is reaped

	started   uint32 // jobs sent
	jobs      int    // jobs answered
	baseBytes int64  // resident memory before the first job
	tainted   bool   // a job panicked: what it left behind is unknown
}

// bounds are what ends a wait for a worker.
type bounds struct {
	ctx     context.Context
	closing <-chan struct{}
	late    <-chan time.Time // nil: never
	after   time.Duration    // of late, for the message
}

// renew begins the deadline anew.
func (b *bounds) renew() {
	if b.late != nil {
		b.late = time.After(b.after)
	}
}

// spawn starts a process on the starter's thread.
func spawn(s *starter, c *Config) (*worker, error) {
	stdout, childOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	w := &worker{
		cmd:       exec.Command(c.Command[0], c.Command[1:]...),
		limits:    limits{memoryBytes: c.MemoryBytes, frameBytes: int64(c.FrameBytes)},
		frames:    make(chan frame, 1),
		discarded: make(chan struct{}),
		exited:    make(chan struct{}),
	}
	w.discard = sync.OnceFunc(func() { close(w.discarded) })
	w.cmd.Env, w.cmd.Stdout, w.cmd.Stderr = c.Env, childOut, &w.stderr
	w.cmd.SysProcAttr = processAttributes()
	w.cmd.WaitDelay = grace
	w.stdin, err = w.cmd.StdinPipe()
	if err == nil {
		err = s.run(w.cmd.Start)
	}
	childOut.Close()
	if err != nil {
		stdout.Close()
		return nil, err
	}
	ended := make(chan struct{})
	go func() { defer close(ended); w.read(stdout) }()
	go func() { defer close(w.exited); w.reap(stdout, ended) }()
	return w, nil
}

// read turns the worker's output into frames.
func (w *worker) read(stdout io.Reader) {
	defer close(w.frames)
	for {
		f, err := readFrame(stdout, int(w.limits.frameBytes))
		if err != nil {
			w.outputErr = err
			return
		}
		select {
		case w.frames <- f:
		case <-w.discarded:
			w.outputErr = io.EOF
			return
		}
	}
}

// reap waits for the process, ends what it started, and ends read even if
// something still holds the pipe.
func (w *worker) reap(stdout io.Closer, ended <-chan struct{}) {
	_ = w.cmd.Wait() // how it ended is in cmd.ProcessState
	killGroup(w.cmd.Process.Pid)
	select {
	case <-ended:
	case <-w.discarded:
	case <-time.After(grace):
	}
	stdout.Close()
	<-ended
}

// greet tells a new worker its limits and waits for its hello.
func (w *worker) greet(b bounds) error {
	// The frame is smaller than any pipe's buffer. That nobody reads it shows
	// in the answer.
	_ = writeFrame(w.stdin, w.limits.frame())
	f, err := w.await(b)
	if err != nil {
		return err
	}
	if f.kind != kindHello || string(f.header) != protocol {
		return w.babble(f)
	}
	w.baseBytes = residentBytes(w.cmd.Process.Pid)
	return nil
}

// do has the worker do one job. The error is what the handler returned, or a
// *Death, or the reason in b; after the last two nothing is left of the worker.
func (w *worker) do(b bounds, header, body []byte) (reply []byte, err error) {
	w.started++
	w.stderr.reset()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		// A worker that does not read its job shows in what it answers.
		_ = writeFrame(w.stdin, frame{kind: kindJob, job: w.started, header: header, body: body})
	}()
	defer func() { <-sent }()
	f, err := w.await(b)
	if err != nil {
		return nil, err
	}
	if f.kind != kindAccepted || f.job != w.started {
		return nil, w.babble(f)
	}
	select {
	case <-sent:
	case <-time.After(grace):
		return nil, w.babble(f)
	}
	for {
		if f, err = w.await(b); err != nil || f.kind != kindProgress || f.job != w.started {
			break
		}
		b.renew()
	}
	switch {
	case err != nil:
		if d, ok := err.(*Death); ok {
			d.accepted = true
		}
		return nil, err
	case f.job != w.started || f.kind != kindReply && f.kind != kindFailure:
		return nil, w.babble(f)
	}
	w.jobs++
	if f.kind == kindFailure {
		err := failureError(f)
		w.tainted = gongkai.Reason(err) == gongkai.Reason(gongkai.ErrCrash)
		return nil, err
	}
	return f.body, nil
}

// await returns the worker's next frame, or ends the worker when one of the
// bounds is reached.
func (w *worker) await(b bounds) (frame, error) {
	var watch <-chan time.Time
	if w.limits.memoryBytes > 0 {
		ticker := time.NewTicker(watchInterval)
		defer ticker.Stop()
		watch = ticker.C
	}
	for {
		select {
		case f, ok := <-w.frames:
			if !ok {
				return frame{}, w.autopsy()
			}
			return f, nil
		case <-watch:
			if residentBytes(w.cmd.Process.Pid) > w.limits.memoryBytes {
				return frame{}, w.killed(gongkai.ErrMemory, memoryCause(w.limits.memoryBytes))
			}
		case <-b.late:
			return frame{}, w.killed(gongkai.ErrTimeout, fmt.Sprintf("the limit is %v", b.after))
		case <-b.ctx.Done():
			w.end()
			return frame{}, b.ctx.Err()
		case <-b.closing:
			w.end()
			return frame{}, ErrClosed
		}
	}
}

// killed ends the worker for a reason of ours.
func (w *worker) killed(reason error, cause string) *Death {
	w.end()
	_, tail := w.stderr.read()
	return &Death{Reason: reason, Cause: cause, Stderr: tail, Jobs: w.jobs}
}

// babble ends a worker that sent a frame out of turn.
func (w *worker) babble(f frame) *Death {
	return w.killed(gongkai.ErrCrash, fmt.Sprintf("the worker sent a frame %q out of turn", f.kind))
}

// autopsy finds out why the output of the worker has ended. A process that is
// dying closes its output a moment before it is dead.
func (w *worker) autopsy() *Death {
	var state *os.ProcessState
	if !errors.Is(w.outputErr, errNotAFrame) && w.endsWithin(grace) {
		state = w.cmd.ProcessState
	}
	w.end()
	d := deathOf(w.outputErr, state, &w.stderr, w.limits.memoryBytes)
	d.Jobs = w.jobs
	return d
}

// retire lets an idle worker end by itself; what it has to save at its end, it
// saves.
func (w *worker) retire() {
	w.stdin.Close()
	w.endsWithin(grace)
	w.end()
}

// end kills the process with its children, if it has not ended, and returns
// when nothing is left of it.
func (w *worker) end() {
	w.discard()
	if !w.gone() {
		killGroup(w.cmd.Process.Pid)
		_ = w.cmd.Process.Kill() // an error says that it has ended
	}
	<-w.exited
}

// endsWithin waits for the process and reports whether it has ended.
func (w *worker) endsWithin(wait time.Duration) bool {
	select {
	case <-w.exited:
		return true
	case <-time.After(wait):
		return false
	}
}

// gone reports whether the process has ended.
func (w *worker) gone() bool {
	select {
	case <-w.exited:
		return true
	default:
		return false
	}
}

// spent reports whether the worker should not get another job: it did its
// share, panicked, or holds on to more than half of the memory that a job may
// take, so that the next document would be blamed for the last.
func (w *worker) spent(c *Config) bool {
	if w.tainted || w.gone() || c.JobsPerWorker > 0 && w.jobs >= c.JobsPerWorker {
		return true
	}
	if w.limits.memoryBytes <= 0 {
		return false
	}
	return residentBytes(w.cmd.Process.Pid) > (w.baseBytes+w.limits.memoryBytes)/2
}
