package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gongkai"
	"gongkai/cmd/pipeline"
	"gongkai/extract"
	"gongkai/extract/isolate"
)

// workers are the flags that bound the worker processes.
type workers struct {
	count    int
	timeout  time.Duration
	memoryMB int
	lists    string
}

func (w *workers) flags(f *pflag.FlagSet) {
	f.IntVar(&w.count, "workers", 0, "worker processes; 0 means one for each core")
	f.DurationVar(&w.timeout, "timeout", time.Minute, "time that one document, or one page of it that needs OCR, may take before its worker is killed")
	f.IntVar(&w.memoryMB, "memory", 512, "memory in MiB that one worker may take before it is killed")
	f.StringVar(&w.lists, "lists", "", "folder of indicator lists (*.json) to know besides the built-in ones; see docs/LISTS.md")
}

// crew are the worker processes and the lists that they are to know.
type crew struct {
	*isolate.Pool
	lists []gongkai.List
}

// start is the crew itself, for those who start one when they need it.
func (c *crew) start(context.Context) (*crew, error) { return c, nil }

func (w *workers) check() error {
	if w.count < 0 || w.timeout <= 0 || w.memoryMB < minMemoryMB {
		return usageError{fmt.Errorf("--workers must not be negative, --timeout must be positive, and --memory at least %d", minMemoryMB)}
	}
	if w.count == 0 {
		w.count = runtime.GOMAXPROCS(0)
	}
	return nil
}

// minMemoryMB leaves a worker with the PDF engine, 50 to 80 MiB, room to read.
const minMemoryMB = 128

// start makes the workers, with the PDF engine ready.
func (w *workers) start(ctx context.Context, log io.Writer) (*crew, error) {
	pool, err := w.crew()
	if err != nil {
		return nil, err
	}
	if err := pool.warm(ctx, log); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// crew makes the workers: this program, executed again. None is started yet.
func (w *workers) crew() (*crew, error) {
	lists, err := readLists(w.lists)
	if err != nil {
		return nil, err
	}
	command, err := isolate.Self("worker")
	if err != nil {
		return nil, err
	}
	return &crew{lists: lists, Pool: isolate.NewPool(isolate.Config{
		Command: command, Workers: w.count, Deadline: w.timeout, MemoryBytes: int64(w.memoryMB) << 20,
		JobsPerWorker: jobsPerWorker, SecondTry: true,
	})}, nil
}

// warm compiles the PDF engine if this machine has not yet. The error is one that stops
// all work.
func (pool *crew) warm(ctx context.Context, log io.Writer) error {
	dir, err := cacheDir()
	if err != nil {
		fmt.Fprintf(log, "gongkai: the PDF engine is compiled anew each time, because its cache cannot be kept: %v\n", err)
	} else if !compiled(dir) {
		fmt.Fprintln(log, "gongkai: compiling the PDF engine (once on this machine, some seconds)")
		// A failure shows again, with its document, when a PDF is read.
		if _, err := do(ctx, pool, nil, pipeline.Job{Task: pipeline.TaskWarm}); fatal(err) {
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
func readJob(ctx context.Context, pool *crew, data []byte, job pipeline.Job) (*gongkai.Report, error) {
	reply, err := do(ctx, pool, data, job)
	if err != nil {
		return nil, err
	}
	r := new(gongkai.Report)
	if err := r.UnmarshalBinary(reply); err != nil {
		return nil, fmt.Errorf("%w: its reply: %v", gongkai.ErrCrash, err)
	}
	var stop error
	pipeline.Confirm(r, gongkai.DefaultLimits(), func(job pipeline.Job) (gongkai.SecondReading, error) {
		second, err := readAgain(ctx, pool, data, job)
		if fatal(err) {
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
func readAgain(ctx context.Context, pool *crew, data []byte, job pipeline.Job) (second gongkai.SecondReading, err error) {
	limited, stop := context.WithTimeout(ctx, secondReadingTime)
	defer stop()
	reply, err := do(limited, pool, data, job)
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

func do(ctx context.Context, pool *crew, data []byte, job pipeline.Job) ([]byte, error) {
	header, err := json.Marshal(job)
	if err != nil {
		return nil, err
	}
	return pool.Do(ctx, header, data)
}

// workerMemoryGoal is as memoryGoal; a worker lives on about 60 MiB.
const workerMemoryGoal = 96 << 20

func workerCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "worker",
		Short:  "read documents for a gongkai process; not for people",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			// The engines end with the process: one may still be busy with a
			// document when the parent is gone.
			debug.SetMemoryLimit(workerMemoryGoal)
			dir, _ := cacheDir() // the parent has said why there is none
			reader := extract.NewReader(dir)
			reader.Scan.Progress = isolate.Progress
			return isolate.Serve(os.Stdin, os.Stdout, pipeline.Handler(reader))
		},
	}
}

// cacheDir is where the compiled PDF engine is kept between runs. It returns an
// error and no folder when the system has no such place, or it cannot be
// written.
func cacheDir() (string, error) {
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
