package isolate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"gongkai"
)

// Config says how a Pool works. Only Command must be set.
type Config struct {
	// Command is the worker: a program that calls Serve, and its arguments.
	// Self makes one that is the running program.
	Command []string
	// Env is the worker's whole environment, as in exec.Cmd; nil means that
	// of this process.
	Env []string
	// Workers is how many processes there are at most; 0 means GOMAXPROCS.
	// They are started when they are needed.
	Workers int
	// Deadline is how long a job, or a part of it after which its handler calls
	// Progress, may take; 0 means for ever.
	Deadline time.Duration
	// MemoryBytes is how much memory a worker may have; 0 means no limit.
	MemoryBytes int64
	// JobsPerWorker is after how many jobs a worker is replaced; 0 means
	// never.
	JobsPerWorker int
	// StartTimeout is how long a worker may take to say hello; 0 means 30 s.
	StartTimeout time.Duration
	// FrameBytes bounds a job and a reply; 0 means 256 MiB.
	FrameBytes int
	// SecondTry does a job once more, on a fresh worker, that crashed a
	// worker which had done others before or made it exceed its memory: what
	// they left behind may be the cause. With it, whether a document is read
	// does not depend on what was read before it.
	SecondTry bool
}

const (
	defaultStartTimeout = 30 * time.Second
	defaultFrameBytes   = 256 << 20
	// startAttempts is how often a worker is started for one job.
	startAttempts = 3
	// startPause follows a failed start, growing by itself each time.
	startPause = 100 * time.Millisecond
)

// Pool is a set of worker processes. Its methods may be called from several
// goroutines.
type Pool struct {
	config  Config
	starter *starter
	slots   chan struct{} // one element for each worker that is in use
	closing chan struct{}
	close   func()
	retired sync.WaitGroup

	mu   sync.Mutex
	idle []*worker // the last one used is at the end
}

// NewPool returns a pool. It starts no worker yet. Close must be called.
func NewPool(c Config) *Pool {
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.StartTimeout <= 0 {
		c.StartTimeout = defaultStartTimeout
	}
	if c.FrameBytes <= 0 {
		c.FrameBytes = defaultFrameBytes
	}
	c.FrameBytes = min(c.FrameBytes, math.MaxInt32)
	p := &Pool{config: c, starter: newStarter(), slots: make(chan struct{}, c.Workers), closing: make(chan struct{})}
	p.close = sync.OnceFunc(p.shut)
	return p
}

// Self is the Command of a worker that is the running program with other
// arguments. On Linux it is the same program even if its file was replaced
// since.
func Self(args ...string) ([]string, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if runtime.GOOS == "linux" {
		program = "/proc/self/exe"
	}
	return append([]string{program}, args...), nil
}

// Do waits for a free worker, has it do one job and returns its reply.
//
// An error of the worker's handler comes back with its message and with the
// sentinel of package gongkai that it wraps. A job that ended its worker
// returns a *Death, which wraps gongkai.ErrTimeout, ErrMemory or ErrCrash; a
// job that is larger than FrameBytes one that wraps gongkai.ErrLimit. These
// are about the job. ErrStart, ErrClosed and the error of ctx are not.
//
// When ctx is done, the job's worker is killed. Time spent waiting for a
// worker does not count for the deadline.
func (p *Pool) Do(ctx context.Context, header, body []byte) (reply []byte, err error) {
	if err := gongkai.Exceeds(len(header)+len(body), p.config.FrameBytes, "bytes in a job"); err != nil {
		return nil, err
	}
	select {
	case <-p.closing:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	case p.slots <- struct{}{}:
	}
	defer func() { <-p.slots }()
	fresh, again := false, p.config.SecondTry
	for attempt := 1; ; attempt++ {
		w, err := p.worker(ctx, fresh)
		if err != nil {
			return nil, err
		}
		reply, err := w.do(p.bounds(ctx, p.config.Deadline), header, body)
		p.release(w)
		var death *Death
		switch {
		case !errors.As(err, &death):
			return reply, err
		case !death.accepted && attempt < startAttempts: // not this job's fault
			fresh = true
		case death.Jobs > 0 && again && death.Reason != gongkai.ErrTimeout:
			fresh, again = true, false
		default:
			return nil, err
		}
	}
}

// bounds makes the bounds of something that begins now; 0 is for ever.
func (p *Pool) bounds(ctx context.Context, after time.Duration) bounds {
	b := bounds{ctx: ctx, closing: p.closing, after: after}
	if after > 0 {
		b.late = time.After(after)
	}
	return b
}

// worker returns an idle worker, or else a new one.
func (p *Pool) worker(ctx context.Context, fresh bool) (*worker, error) {
	for !fresh {
		w := p.pop()
		if w == nil {
			break
		}
		if !w.gone() {
			return w, nil
		}
		w.end()
	}
	p.trim()
	var err error
	for attempt := range startAttempts {
		var w *worker
		if w, err = p.start(ctx); err == nil {
			return w, nil
		}
		if isFinal(err) {
			break
		}
		pause := p.bounds(ctx, startPause*time.Duration(attempt+1))
		select {
		case <-pause.late:
		case <-pause.closing:
			return nil, ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if errors.Is(err, ErrClosed) || ctx.Err() != nil {
		return nil, err
	}
	return nil, fmt.Errorf("%w: %s: %v", ErrStart, strings.Join(p.config.Command, " "), err)
}

// isFinal reports whether another attempt to start a worker would end alike.
func isFinal(err error) bool {
	return errors.Is(err, ErrClosed) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)
}

// start starts a worker and waits until it is ready.
func (p *Pool) start(ctx context.Context) (*worker, error) {
	select {
	case <-p.closing:
		return nil, ErrClosed
	default:
	}
	if len(p.config.Command) == 0 {
		return nil, fmt.Errorf("the command is empty: %w", fs.ErrNotExist)
	}
	w, err := spawn(p.starter, &p.config)
	if err != nil {
		return nil, err
	}
	if err := w.greet(p.bounds(ctx, p.config.StartTimeout)); err != nil {
		return nil, err
	}
	return w, nil
}

// release puts a worker back, or ends it if it is spent.
func (p *Pool) release(w *worker) {
	if w.spent(&p.config) {
		p.retired.Go(w.retire)
		return
	}
	p.mu.Lock()
	p.idle = append(p.idle, w)
	p.mu.Unlock()
}

// pop takes the idle worker that was used last, nil if there is none.
func (p *Pool) pop() *worker {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return nil
	}
	w := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return w
}

// trim makes room for a new worker: a fresh one may be wanted while others are
// idle.
func (p *Pool) trim() {
	if p.config.Workers-len(p.slots) >= p.idleCount() {
		return
	}
	if w := p.pop(); w != nil {
		p.retired.Go(w.retire)
	}
}

func (p *Pool) idleCount() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.idle)
}

// Close ends all workers; jobs that are under way return ErrClosed. It returns
// when nothing is left of them. It may be called more than once.
func (p *Pool) Close() { p.close() }

func (p *Pool) shut() {
	close(p.closing)
	for range p.config.Workers {
		p.slots <- struct{}{} // each Do gives its own back
	}
	for w := p.pop(); w != nil; w = p.pop() {
		p.retired.Go(w.retire)
	}
	p.retired.Wait()
	p.starter.close()
}
