package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/cmd/readings"
	"gongkai/corpus"
	"gongkai/sinks"
)

// buildOptions are the flags of build.
type buildOptions struct {
	workers
	sinkFlags
	folder  string
	cache   string
	noCache bool
	// agencies are files for the registry.
	agencies []string
	// reviews is a file of what people say of documents; empty for none.
	reviews string
	expectation
	about
	// counts are set when it is done.
	counts *build.Summary
}

func buildCommand() *cobra.Command { return buildCommandOf(&buildOptions{}) }

func buildCommandOf(o *buildOptions) *cobra.Command {
	c := &cobra.Command{
		Use:   "build -o DIR PATH...",
		Short: "make a dataset from files, folders and globs",
		Long: `build reads every document below the given paths and writes a dataset, by default of Parquet files.

The folder appears whole or not at all; a dataset that is there already is replaced, anything else
is not. Every input is a row of table documents, also those that could not be read, with the
reason; they make the exit code 3 and do not disturb the others. Web archives (WARC, WACZ, the
folder that a crawl writes) are read like folders, and so are archives of files (zip, 7z, rar,
tar, gz, bz2, xz): what is in them has the path ARCHIVE!/MEMBER.

What was read of a document is kept in a cache and not read again by the same code: a build that
was killed goes on where it was, and one over the same documents leaves the dataset as it is.

What --sinks can write:
` + sinkHelp(),
		Example: `  gongkai build -o dataset reports/
  gongkai build -o dataset --csv 'downloads/**/*.html' extra/report.pdf
  gongkai build -o dataset --sinks parquet,sqlite,excel reports/
  gongkai build -o dataset archive/ crawl.wacz
  duckdb -c "select agency, year, status from 'dataset/reports.parquet'"`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := errors.Join(o.workers.check(), o.sinkFlags.check(), o.expectation.check(), o.about.read()); err != nil {
				return err
			}
			if o.folder == "" {
				return usageError{errors.New("--output must name a folder")}
			}
			return buildDataset(cmd, args, o)
		},
	}
	o.workers.flags(c.Flags())
	c.Flags().StringVarP(&o.folder, "output", "o", "", "folder of the dataset (required)")
	o.sinkFlags.flags(c.Flags())
	c.Flags().StringVar(&o.cache, "cache", "", "folder in which readings are kept between builds (default: the user's cache folder)")
	c.Flags().BoolVar(&o.noCache, "no-cache", false, "read every document anew, and keep nothing")
	c.Flags().StringArrayVar(&o.agencies, "agencies", nil, "file of agencies, aliases and corrections, before the built-in ones; may be repeated; see docs/AGENCIES.md")
	c.Flags().StringVar(&o.reviews, "reviews", "", "file of what people say of documents, as serve --reviews writes it: table reviews")
	o.expectation.flags(c.Flags())
	o.about.flags(c.Flags())
	c.MarkFlagRequired("output")
	return c
}

// memoryGoal is from where on this process collects garbage more often than when
// its memory has doubled: sinks hold tens of megabytes each, and what is garbage
// beside them is most of what it would take. It is no limit.
const memoryGoal = 192 << 20

func buildDataset(cmd *cobra.Command, paths []string, o *buildOptions) (err error) {
	debug.SetMemoryLimit(memoryGoal)
	store, discard, err := openStore(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, discard()) }()
	bounded, err := o.workers.bounded()
	if err != nil {
		return err
	}
	s := build.NewSurveyor(bounded, cmd.ErrOrStderr(), store)
	defer s.Close()
	spool := newSpool(cmd.Context(), s.Crew, store)
	defer func() { err = errors.Join(err, spool.Close()) }()
	entries, err := corpus.Files(paths, corpus.Options{Spool: spool})
	if err != nil {
		return pathError(err)
	}
	entries = withoutDataset(entries, o.folder)
	if len(entries) == 0 {
		return hintedError{errors.New("there is no document below the given paths"), "hidden files and folders are left out; name a file to read it"}
	}
	dataset, err := sinks.NewDataset(o.folder)
	if errors.Is(err, sinks.ErrForeign) {
		return hintedError{err, "name a folder that does not exist, or one that gongkai wrote"}
	} else if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dataset.Abort()) }()
	items, err := corpus.Manifest(cmd.Context(), entries, o.count, gongkai.DefaultLimits())
	if err != nil {
		return err
	}
	build.SortForSinks(items)
	state, err := newBuildState(o, items)
	if err != nil {
		return err
	}
	counts, unchanged := state.unchanged(cmd.Context(), store, o.folder, items)
	if !unchanged {
		if counts, err = compose(cmd.Context(), cmd.ErrOrStderr(), s, items, o, store, dataset); err != nil {
			return err
		}
		state.Wanted = s.Wanted()
		if err := state.keep(cmd.Context(), store, o.folder, counts); err != nil {
			return err
		}
	}
	o.counts = counts
	if err := writeSummary(counts, cmd.OutOrStdout(), o.folder); err != nil {
		return err
	}
	if counts.Unreadable() > 0 {
		return unreadableError{}
	}
	return nil
}

// pathError is the error of corpus.Files: a path that names nothing is a
// mistake in the call.
func pathError(err error) error {
	if errors.Is(err, corpus.ErrNotFound) {
		return usageError{err}
	}
	return err
}

// withoutDataset drops the files of the dataset that is to be replaced: it may
// lie among its own documents, and is none of them.
func withoutDataset(entries []corpus.Entry, folder string) []corpus.Entry {
	out, err := filepath.Abs(folder)
	if err != nil {
		return entries
	}
	return slices.DeleteFunc(entries, func(e corpus.Entry) bool {
		path, err := filepath.Abs(e.Path)
		return err == nil && strings.HasPrefix(path, out+string(filepath.Separator))
	})
}

// openStore opens the place where readings are kept. Discard closes it, and
// removes one that is for this build only.
func openStore(o *buildOptions) (store *readings.Store, discard func() error, err error) {
	folder, remove := o.cache, func() error { return nil }
	switch {
	case o.noCache:
		if folder, err = os.MkdirTemp("", "gongkai-readings-*"); err != nil {
			return nil, nil, err
		}
		remove = func() error { return os.RemoveAll(folder) }
	case folder == "":
		folder, err = build.CacheDir()
		if folder = filepath.Join(folder, "readings"); err != nil {
			return nil, nil, hintedError{fmt.Errorf("readings cannot be kept: %w", err), "--cache names another folder, --no-cache keeps nothing"}
		}
	}
	if store, err = readings.Open(folder, gongkai.CodeVersion()[:16]); err != nil {
		return nil, nil, errors.Join(hintedError{fmt.Errorf("readings cannot be kept: %w", err), "--cache names another folder, --no-cache keeps nothing"}, remove())
	}
	return store, func() error { return errors.Join(store.Close(), remove()) }, nil
}

// compose surveys the documents and writes the dataset, in the order of the
// digests, so that it does not depend on how the files are named on the command
// line or how many workers there are.
func compose(ctx context.Context, log io.Writer, s *build.Surveyor, items []corpus.Item, o *buildOptions, store *readings.Store, dataset *sinks.Dataset) (*build.Summary, error) {
	registry, err := loadAgencies(o.agencies)
	if err != nil {
		return nil, err
	}
	documents, err := surveyAll(ctx, log, s, items, o.count)
	if err == nil {
		err = store.Flush(ctx)
	}
	if err != nil {
		return nil, err
	}
	// What is left to do, this process does, with other memory than the survey's.
	s.Close()
	debug.FreeOSMemory()
	plan := build.NewPlan(registry, documents)
	said, err := readReviews(o.reviews)
	if err != nil {
		return nil, err
	}
	plan.AddReviews(said)
	coverage, err := o.coverage(plan)
	if err != nil {
		return nil, err
	}
	inputs := &sinks.Inputs{}
	writers, err := o.sinkFlags.open(dataset, inputs)
	if err != nil {
		return nil, err
	}
	counts, err := s.WriteAll(ctx, plan.Share(0, len(documents)), plan.Records(coverage), writers)
	for _, w := range writers {
		err = errors.Join(err, w.Close())
	}
	if err == nil {
		err = build.WriteDocs(dataset, o.About, inputs)
	}
	if err == nil {
		err = dataset.Commit()
	}
	return counts, err
}

// surveyAll surveys the documents, those of an archive together, and returns them in
// the order of the items.
func surveyAll(ctx context.Context, log io.Writer, s *build.Surveyor, items []corpus.Item, workers int) ([]build.Surveyed, error) {
	bar := newProgress(log, len(items))
	defer bar.finish()
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	// Pictures last: they may be parts of pages.
	pictures := func(i int) int {
		if build.IsPictureName(items[i].Entry) {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(pictures(a)-pictures(b), cmp.Compare(items[a].Archive(), items[b].Archive()))
	})
	first := slices.IndexFunc(order, func(i int) bool { return pictures(i) == 1 })
	if first < 0 {
		first = len(order)
	}
	documents := make([]build.Surveyed, len(items))
	for _, part := range [][]int{order[:first], order[first:]} {
		done := 0
		for d := range build.InOrder(ctx, perWorker*workers, part, func(i int) build.Surveyed { return s.Survey(ctx, items[i]) }) {
			if build.Fatal(d.Err) {
				return nil, d.Err
			}
			if row := d.Document(); row.Status == sinks.StatusUnreadable {
				bar.message("%s: %s", row.Source.Path, row.Message)
			}
			documents[part[done]] = d
			done++
			bar.step()
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return documents, nil
}
