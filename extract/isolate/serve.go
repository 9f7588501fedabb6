package isolate

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"runtime"
	"runtime/debug"
	"strings"

	"gongkai"
)

// Handler does one job in a worker. Its header and body are its own to keep.
type Handler func(header, body []byte) (reply []byte, err error)

// ErrAbandoned is returned by Serve when its input ends during a job: the pool
// is gone, and nobody waits for the reply. The program should end.
var ErrAbandoned = errors.New("the worker's pool is gone")

// maxStackBytes of a goroutine in a worker. Go's own limit of 1 GB would make
// an endless recursion end as memory used up, many seconds later.
const maxStackBytes = 64 << 20

// Serve is the worker's side: it does jobs from in with handle, one after the
// other, and writes their replies to out, until in ends. The program should
// then end, at once if the error is ErrAbandoned: the handler still runs.
//
// If in and out are os.Stdin and os.Stdout, they are taken away from the program: from
// then on os.Stdout is standard error, and os.Stdin is empty.
//
// Serve sets the memory limits that the pool asks for. They hold for the whole
// process.
//
// A panic of handle becomes a failure that wraps gongkai.ErrCrash; its stack
// goes to standard error. An error becomes one with the same gongkai.Reason and
// the same message.
func Serve(in io.Reader, out io.Writer, handle Handler) error {
	if in == io.Reader(os.Stdin) && out == io.Writer(os.Stdout) {
		var err error
		if in, out, err = claimStdio(); err != nil {
			return err
		}
	}
	first, err := readFrame(in, chunkBytes)
	if err != nil {
		return fmt.Errorf("the input of a worker: %w", err)
	}
	l, err := parseLimits(first)
	if err != nil {
		return fmt.Errorf("the input of a worker: %w", err)
	}
	if err := confine(l); err != nil {
		return fmt.Errorf("the limits of a worker: %w", err)
	}
	if err := writeFrame(out, frame{kind: kindHello, header: []byte(protocol)}); err != nil {
		return err
	}
	s := &server{out: out, handle: handle, limits: l, jobs: make(chan frame), stopped: make(chan struct{})}
	defer close(s.stopped)
	go s.read(in)
	return s.run()
}

// confine sets the limits of this process.
func confine(l limits) error {
	preferWhenOutOfMemory()
	debug.SetMaxStack(maxStackBytes)
	if l.memoryBytes <= 0 {
		return nil
	}
	// Near its limit the garbage collector should work harder. A quarter is
	// left for what the Go runtime does not count: the program itself,
	// machine code of a WebAssembly engine.
	debug.SetMemoryLimit(l.memoryBytes / 4 * 3)
	if !memoryIsVisible() {
		go watchMemory(l.memoryBytes)
	}
	if raceDetector {
		return nil
	}
	return capMemory(l.memoryBytes)
}

// server is a running Serve.
type server struct {
	out     io.Writer
	handle  Handler
	limits  limits
	jobs    chan frame // closed at the end of the input
	readErr error      // set before jobs is closed
	stopped chan struct{}
}

// read reads ahead during a job, so that the end of the input is noticed then
// too.
func (s *server) read(in io.Reader) {
	defer close(s.jobs)
	for {
		f, err := readFrame(in, int(s.limits.frameBytes))
		if err != nil {
			s.readErr = err
			return
		}
		select {
		case s.jobs <- f:
		case <-s.stopped:
			return
		}
	}
}

// run does the jobs.
func (s *server) run() error {
	for {
		job, ok := <-s.jobs
		if !ok {
			return s.inputErr(nil)
		}
		if job.kind != kindJob {
			return fmt.Errorf("the input of a worker: %w: %q", errNotAFrame, job.kind)
		}
		if err := writeFrame(s.out, frame{kind: kindAccepted, job: job.job}); err != nil {
			return err
		}
		done := make(chan frame, 1)
		go answer(s.handle, job, s.limits, done)
		if err := s.wait(job.job, done); err != nil {
			return err
		}
	}
}

// wait writes what comes of the job, and before it that parts of it are done.
func (s *server) wait(job uint32, done <-chan frame) error {
	for {
		select {
		case <-progress:
			if err := writeFrame(s.out, frame{kind: kindProgress, job: job}); err != nil {
				return err
			}
		case reply := <-done:
			return writeFrame(s.out, reply)
		case _, ok := <-s.jobs:
			if !ok {
				return s.inputErr(ErrAbandoned)
			}
			return fmt.Errorf("the input of a worker: %w: a job during a job", errNotAFrame)
		}
	}
}

// progress is what Progress tells the running server.
var progress = make(chan struct{}, 1)

// Progress says that a part of the job that this process does is done: the deadline
// of the pool begins anew. Handlers call it whose jobs are of parts, each of which takes
// long, and bound how many there are. Outside Serve it does nothing.
func Progress() {
	select {
	case progress <- struct{}{}:
	default:
	}
}

// inputErr is why the input ended; atEOF is what a regular end means.
func (s *server) inputErr(atEOF error) error {
	if errors.Is(s.readErr, io.EOF) {
		return atEOF
	}
	return fmt.Errorf("the input of a worker: %w", s.readErr)
}

// answer does one job and sends exactly one frame to done, also if the handler
// panics or ends its goroutine.
func answer(handle Handler, job frame, l limits, done chan<- frame) {
	result := failureFrame(job.job, fmt.Errorf("%w: it ended its goroutine", gongkai.ErrCrash))
	defer func() {
		if v := recover(); v != nil {
			fmt.Fprintf(os.Stderr, "panic: %v\n%s", v, debug.Stack())
			result = failureFrame(job.job, fmt.Errorf("%w: panic: %s", gongkai.ErrCrash, clip(fmt.Sprint(v), lineBytes)+panicSite()))
		}
		done <- result
	}()
	reply, err := handle(job.header, job.body)
	if err == nil {
		err = gongkai.Exceeds(len(reply), int(l.frameBytes), "bytes in a reply")
	}
	if err != nil {
		result = failureFrame(job.job, err)
		return
	}
	result = frame{kind: kindReply, job: job.job, body: reply}
}

// panicSite names the functions that a panic went through, innermost first,
// without the addresses and folders of a stack trace, which differ between
// machines. It must be called by the deferred function itself.
func panicSite() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var site strings.Builder
	for named := 0; named < 5; {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "gongkai/extract/isolate.answer") {
			break
		}
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			fmt.Fprintf(&site, "; %s (%s:%d)", f.Function, path.Base(f.File), f.Line)
			named++
		}
		if !more {
			break
		}
	}
	return site.String()
}
