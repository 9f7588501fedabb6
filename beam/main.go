package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"gongkai/cmd/build"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "worker" { // of a build.Crew
		if err := build.Serve(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	r := Run{}
	flags(flag.CommandLine, &r)
	attempts := flag.Int("attempts", 3, "how often the pipeline is tried; what was read is not read again")
	flag.Parse()
	beam.Init() // a worker of a runner does not return from it
	if err := r.check(); err != nil {
		fmt.Fprintln(os.Stderr, "beam:", err)
		os.Exit(2)
	}
	if err := execute(context.Background(), r, *attempts); err != nil {
		fmt.Fprintln(os.Stderr, "beam:", err)
		os.Exit(1)
	}
}

func flags(f *flag.FlagSet, r *Run) {
	f.StringVar(&r.Documents, "documents", "", "bucket of the documents: file:///FOLDER, s3://BUCKET, gs://BUCKET, azblob://CONTAINER")
	f.StringVar(&r.Below, "below", "", "only documents whose name begins so, like 2025/")
	f.StringVar(&r.Work, "work", "", "bucket of what is read and of parts; kept from run to run")
	f.StringVar(&r.Output, "output", "", "bucket of the dataset")
	f.IntVar(&r.Partitions, "partitions", 16, "parts in which the dataset is written")
	f.IntVar(&r.Workers, "read-workers", runtime.NumCPU(), "processes that read documents, for each Beam worker")
	f.IntVar(&r.Seconds, "timeout", 60, "seconds that one document may take before its process is killed")
	f.IntVar(&r.MemoryMB, "memory", 512, "memory in MiB that one process may take before it is killed")
}

func (r *Run) check() error {
	if r.Documents == "" || r.Work == "" || r.Output == "" {
		return errors.New("--documents, --work and --output must name buckets")
	}
	if r.Partitions < 1 || r.Workers < 1 || r.Seconds < 1 || r.MemoryMB < 128 {
		return errors.New("--partitions, --read-workers and --timeout must be positive, and --memory at least 128")
	}
	return nil
}

// execute runs the pipeline by the runner that Beam's flags name. A runner that gives up
// when it loses a worker, as Prism does, is asked again.
func execute(ctx context.Context, r Run, attempts int) error {
	defer endWorkers()
	for attempt := 1; ; attempt++ {
		r.ID = time.Now().UTC().Format("20060102T150405Z") + "-" + rand.Text()[:8]
		p, s := beam.NewPipelineWithRoot()
		addSteps(s, r)
		err := beamx.Run(ctx, p)
		if err == nil || attempt >= attempts || ctx.Err() != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "beam: attempt %d of %d: %v\n", attempt, attempts, err)
	}
}
