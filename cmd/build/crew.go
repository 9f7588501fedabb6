package build

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"gongkai"
	"gongkai/cmd/pipeline"
	"gongkai/extract"
	"gongkai/extract/isolate"
)

// Workers bounds the worker processes.
type Workers struct {
	Count    int
	Timeout  time.Duration // of one document, or one page of it that needs OCR
	MemoryMB int           // of one worker
	// Lists are known besides the built-in ones.
	Lists []gongkai.List
}

// Crew are the worker processes and the lists that they are to know.
type Crew struct {
	*isolate.Pool
	Lists []gongkai.List
}

// Start is the crew itself, for those who start one when they need it.
func (c *Crew) Start(context.Context) (*Crew, error) { return c, nil }

// Start makes the workers, with the PDF engine ready.
func (w Workers) Start(ctx context.Context, log io.Writer) (*Crew, error) {
	pool, err := w.Crew()
	if err != nil {
		return nil, err
	}
	if err := pool.Warm(ctx, log); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// Crew makes the workers: this program, executed again. None is started yet.
func (w Workers) Crew() (*Crew, error) {
	command, err := isolate.Self("worker")
	if err != nil {
		return nil, err
	}
	return &Crew{Lists: w.Lists, Pool: isolate.NewPool(isolate.Config{
		Command: command, Workers: w.Count, Deadline: w.Timeout, MemoryBytes: int64(w.MemoryMB) << 20,
		JobsPerWorker: jobsPerWorker, SecondTry: true,
	})}, nil
}

// Warm compiles the PDF engine if this machine has not yet. The error is one that stops
// all work.
func (c *Crew) Warm(ctx context.Context, log io.Writer) error {
	dir, err := CacheDir()
	if err != nil {
		fmt.Fprintf(log, "gongkai: the PDF engine is compiled anew each time, because its cache cannot be kept: %v\n", err)
	} else if !compiled(dir) {
		fmt.Fprintln(log, "gongkai: compiling the PDF engine (once on this machine, some seconds)")
		// A failure shows again, with its document, when a PDF is read.
		if _, err := c.Do(ctx, nil, pipeline.Job{Task: pipeline.TaskWarm}); Fatal(err) {
			return err
		}
	}
	return nil
}

// compiled reports whether the PDF engine was compiled on this machine before.
// Compiling takes seconds and hundreds of megabytes, so that one worker does it
// alone, outside of any document's deadline. A cache of another version is not
// told apart: then the first PDFs take longer.
func compiled(dir string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "wazero-*", "*"))
	return err == nil && len(files) > 0
}

// jobsPerWorker bounds what a leak in an engine can add up to.
const jobsPerWorker = 2000

// readJob has a worker do a job that makes a report of a document, and reads a doubtful
// one a second time.
func (c *Crew) readJob(ctx context.Context, data []byte, job pipeline.Job) (*gongkai.Report, error) {
	reply, err := c.Do(ctx, data, job)
	if err != nil {
		return nil, err
	}
	r := new(gongkai.Report)
	if err := r.UnmarshalBinary(reply); err != nil {
		return nil, fmt.Errorf("%w: its reply: %v", gongkai.ErrCrash, err)
	}
	var stop error
	pipeline.Confirm(r, gongkai.DefaultLimits(), func(job pipeline.Job) (gongkai.SecondReading, error) {
		second, err := c.readAgain(ctx, data, job)
		if Fatal(err) {
			stop = err
		}
		return second, err
	})
	return r, stop
}

// secondReadingTime is what the second engine may take before its worker is
// killed: it takes about 20 ms a page, and loops for ever on some files.
const secondReadingTime = 20 * time.Second

// readAgain is a job of its own, so that a document which hangs the second
// engine does not lose what the first one read.
func (c *Crew) readAgain(ctx context.Context, data []byte, job pipeline.Job) (second gongkai.SecondReading, err error) {
	limited, stop := context.WithTimeout(ctx, secondReadingTime)
	defer stop()
	reply, err := c.Do(limited, data, job)
	switch {
	case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		return second, gongkai.ErrTimeout
	case err != nil:
		return second, err
	}
	if err := json.Unmarshal(reply, &second); err != nil {
		return second, fmt.Errorf("%w: its reply: %v", gongkai.ErrCrash, err)
	}
	return second, nil
}

// Do has a worker do a job on the data.
func (c *Crew) Do(ctx context.Context, data []byte, job pipeline.Job) ([]byte, error) {
	header, err := json.Marshal(job)
	if err != nil {
		return nil, err
	}
	return c.Pool.Do(ctx, header, data)
}

// workerMemoryGoal is as memoryGoal; a worker lives on about 60 MiB.
const workerMemoryGoal = 96 << 20

// Serve is what a worker does: the program that calls Start has to call it when its
// only argument is "worker".
func Serve() error {
	// The engines end with the process: one may still be busy with a document when the
	// parent is gone.
	debug.SetMemoryLimit(workerMemoryGoal)
	dir, _ := CacheDir() // the parent has said why there is none
	reader := extract.NewReader(dir)
	reader.Scan.Progress = isolate.Progress
	return isolate.Serve(os.Stdin, os.Stdout, pipeline.Handler(reader))
}

// CacheDir is where the compiled PDF engine is kept between runs. It returns an
// error and no folder when the system has no such place, or it cannot be
// written.
func CacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "gongkai")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	probe, err := os.CreateTemp(dir, "probe-*")
	if err != nil {
		return "", err
	}
	return dir, errors.Join(probe.Close(), os.Remove(probe.Name()))
}
