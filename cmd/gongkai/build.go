package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai"
	"gongkai/corpus"
	"gongkai/normalize"
	"gongkai/sinks"
	"gongkai/sinks/codebook"
	"gongkai/sinks/csv"
	"gongkai/sinks/parquet"
)

func buildCommand() *cobra.Command {
	w, about := &workers{}, &about{}
	folder, withCSV := "", false
	c := &cobra.Command{
		Use:   "build -o DIR PATH...",
		Short: "make a dataset from files, folders and globs",
		Long: `build reads every document below the given paths and writes a dataset of Parquet files.

The folder appears whole or not at all; a dataset that is there already is replaced, anything else
is not. Every input is a row of documents.parquet, also those that could not be read, with the
reason; they make the exit code 3 and do not disturb the others.`,
		Example: `  gongkai build -o dataset reports/
  gongkai build -o dataset --csv 'downloads/**/*.html' extra/report.pdf
  duckdb -c "select agency, year, status from 'dataset/reports.parquet'"`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := w.check(); err != nil {
				return err
			}
			if folder == "" {
				return usageError{errors.New("--output must name a folder")}
			}
			if err := about.read(); err != nil {
				return err
			}
			return build(cmd, args, folder, withCSV, about.About, w)
		},
	}
	w.flags(c.Flags())
	c.Flags().StringVarP(&folder, "output", "o", "", "folder of the dataset (required)")
	c.Flags().BoolVar(&withCSV, "csv", false, "write CSV files beside the Parquet files")
	about.flags(c.Flags())
	c.MarkFlagRequired("output")
	return c
}

func build(cmd *cobra.Command, paths []string, folder string, withCSV bool, about codebook.About, w *workers) (err error) {
	entries, err := corpus.Files(paths, corpus.Options{})
	if err != nil {
		return pathError(err)
	}
	entries = withoutDataset(entries, folder)
	if len(entries) == 0 {
		return hintedError{errors.New("there is no document below the given paths"), "hidden files and folders are left out; name a file to read it"}
	}
	dataset, err := sinks.NewDataset(folder)
	if errors.Is(err, sinks.ErrForeign) {
		return hintedError{err, "name a folder that does not exist, or one that gongkai wrote"}
	} else if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dataset.Abort()) }()
	inputs := &sinks.Inputs{}
	writers, err := openSinks(dataset, withCSV, inputs)
	if err != nil {
		return err
	}
	counts, err := readAll(cmd.Context(), cmd.ErrOrStderr(), entries, w, writers)
	for _, s := range writers {
		err = errors.Join(err, s.Close())
	}
	if err != nil {
		return err
	}
	if err := writeDocs(dataset, about, inputs); err != nil {
		return err
	}
	if err := dataset.Commit(); err != nil {
		return err
	}
	if err := counts.write(cmd.OutOrStdout(), folder); err != nil {
		return err
	}
	if counts.unreadable() > 0 {
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

// openSinks begins every file of the dataset that is written document by
// document.
func openSinks(dataset *sinks.Dataset, withCSV bool, inputs *sinks.Inputs) ([]sinks.Sink, error) {
	formats := []func(sinks.Create) (sinks.Sink, error){parquet.Recording(provenance(inputs))}
	if withCSV {
		formats = append(formats, csv.New)
	}
	opened := []sinks.Sink{inputs}
	for _, open := range formats {
		s, err := open(dataset.Create)
		if err != nil {
			for _, o := range opened {
				err = errors.Join(err, o.Close())
			}
			return nil, err
		}
		opened = append(opened, s)
	}
	return opened, nil
}

// readAll reads every entry and writes what became of it, in the order of the
// digests, so that the dataset does not depend on how the files are named on
// the command line or how many workers there are.
func readAll(ctx context.Context, log io.Writer, entries []corpus.Entry, w *workers, writers []sinks.Sink) (*summary, error) {
	pool, err := w.start(ctx, log)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	items, err := corpus.Manifest(ctx, entries, w.count, gongkai.DefaultLimits())
	if err != nil {
		return nil, err
	}
	sortForSinks(items)
	counts, bar := newSummary(), newProgress(log, len(items))
	defer bar.finish()
	var last sinks.Document
	for r := range inOrder(ctx, perWorker*w.count, items, func(i corpus.Item) result { return readItem(ctx, pool, i) }) {
		if fatal(r.err) {
			return nil, r.err
		}
		d, report := documentOf(r)
		if d.Status == sinks.StatusDuplicate {
			// The document that it repeats came just before: the order is that
			// of the digests.
			d.ReportID = last.ReportID
		}
		last = d
		if d.Status == sinks.StatusUnreadable {
			bar.message("%s: %s", d.Source.Path, d.Message)
		}
		for _, s := range writers {
			if err := s.Write(sinks.Record{Document: &d, Report: report}); err != nil {
				return nil, err
			}
		}
		counts.add(d, report)
		bar.step()
	}
	return counts, ctx.Err()
}

// sortForSinks sorts by digest and path as it is printed, those without a digest
// first. Names that are not UTF-8 sort differently when they are printed, so
// that another copy may be the first of its kind.
func sortForSinks(items []corpus.Item) {
	slices.SortStableFunc(items, func(a, b corpus.Item) int {
		return cmp.Or(cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Display(), b.Display()))
	})
	first := 0
	for i := range items {
		if items[i].SHA256 == "" || items[i].SHA256 != items[first].SHA256 {
			first = i
		}
		items[i].DuplicateOf = ""
		if i != first {
			items[i].DuplicateOf = items[first].Display()
		}
	}
}

// readItem reads one item of the manifest; duplicates are not read again.
func readItem(ctx context.Context, pool *crew, i corpus.Item) result {
	if i.Err != nil || i.DuplicateOf != "" {
		return result{item: i, err: i.Err}
	}
	data, err := i.ReadAll(gongkai.DefaultLimits().Bytes)
	if err != nil {
		return result{item: i, err: err}
	}
	r, err := read(ctx, pool, data, gongkai.Source{Path: i.Display(), SHA256: i.SHA256})
	return result{item: i, report: r, err: err}
}

// documentOf is the row of documents that a result makes, and its report if it
// is one.
func documentOf(r result) (sinks.Document, *gongkai.Report) {
	d := sinks.Document{Source: gongkai.Source{Path: r.item.Display(), SHA256: r.item.SHA256, Bytes: int(r.item.Size)}}
	switch {
	case r.err != nil:
		d.Status, d.Reason, d.Message = sinks.StatusUnreadable, gongkai.Reason(r.err), r.err.Error()
		return d, nil
	case r.item.DuplicateOf != "":
		d.Status, d.Reason, d.DuplicateOf = sinks.StatusDuplicate, "duplicate", r.item.DuplicateOf
		return d, nil
	}
	d.Source, d.Method, d.Pages = r.report.Source, r.report.Method, r.report.Pages
	if !normalize.IsReport(r.report) {
		d.Status, d.Reason = sinks.StatusNotAReport, string(gongkai.NotAReport)
		return d, nil
	}
	d.Status, d.ReportID = sinks.StatusReport, sinks.ReportID(d.Source.SHA256)
	return d, r.report
}
