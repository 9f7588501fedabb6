package main

import (
	"context"
	"fmt"
	"gongkai/cmd/build"
	"io"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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

// bounded are the workers with the lists that they are to know.
func (w *workers) bounded() (build.Workers, error) {
	lists, err := readLists(w.lists)
	return build.Workers{Count: w.count, Timeout: w.timeout, MemoryMB: w.memoryMB, Lists: lists}, err
}

// start makes the workers, with the PDF engine ready.
func (w *workers) start(ctx context.Context, log io.Writer) (*build.Crew, error) {
	bounded, err := w.bounded()
	if err != nil {
		return nil, err
	}
	return bounded.Start(ctx, log)
}

// crew makes the workers; none is started yet.
func (w *workers) crew() (*build.Crew, error) {
	bounded, err := w.bounded()
	if err != nil {
		return nil, err
	}
	return bounded.Crew()
}

func workerCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "worker",
		Short:  "read documents for a gongkai process; not for people",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE:   func(*cobra.Command, []string) error { return build.Serve() },
	}
}
