package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"gongkai/cmd/build"
	"gongkai/corpus"
	"gongkai/normalize"
)

func extractCommand() *cobra.Command {
	w := &workers{}
	indent := false
	c := &cobra.Command{
		Use:   "extract FILE...",
		Short: "print reports as JSON, one object a line",
		Long: `extract reads documents and prints one JSON object a report on standard output. Of an archive
it prints every document; ARCHIVE!/MEMBER names one, or those below a folder. Pictures that lie
beside a page which shows them are read with it, if what it says is not all there.

The keys under "tables" are the codes of table, row and column. A cell that the report does not
have is absent; one that is printed empty is there with state "blank". Values are strings that
hold exact decimals. Documents that cannot be read are named on standard error (exit code 3).`,
		Example: `  gongkai extract report.pdf
  gongkai extract reports/*.html | jq -r '[.agency, .year, .status] | @csv'
  gongkai extract 'reports.zip!/2023/report.docx'
  gongkai extract report.docx | jq '.tables.requests.new_requests.total.value'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := w.check(); err != nil {
				return err
			}
			return extractFiles(cmd, args, w, indent)
		},
	}
	w.flags(c.Flags())
	c.Flags().BoolVar(&indent, "indent", false, "indent the JSON, several lines a report")
	return c
}

func extractFiles(cmd *cobra.Command, paths []string, w *workers, indent bool) (err error) {
	pool, err := w.start(cmd.Context(), cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer pool.Close()
	spool := newSpool(cmd.Context(), pool.Start, nil)
	defer func() { err = errors.Join(err, spool.Close()) }()
	items, err := findDocuments(cmd.Context(), paths, spool, w.count)
	if err != nil {
		return err
	}
	out := json.NewEncoder(cmd.OutOrStdout())
	out.SetEscapeHTML(false)
	if indent {
		out.SetIndent("", "  ")
	}
	unreadable := 0
	// Pictures last: they may be parts of pages.
	slices.SortStableFunc(items, func(a, b corpus.Item) int {
		switch x, y := build.IsPictureName(a.Entry), build.IsPictureName(b.Entry); {
		case x == y:
			return 0
		case x:
			return 1
		}
		return -1
	})
	first := slices.IndexFunc(items, func(i corpus.Item) bool { return build.IsPictureName(i.Entry) })
	if first < 0 {
		first = len(items)
	}
	var shown build.Shown
	for _, part := range [][]corpus.Item{items[:first], items[first:]} {
		part = slices.DeleteFunc(part, func(i corpus.Item) bool { return shown.Page(i.SHA256) != "" })
		for r := range build.InOrder(cmd.Context(), perWorker*w.count, part, func(i corpus.Item) result { return readEntry(cmd.Context(), pool, i.Entry) }) {
			switch {
			case build.Fatal(r.err):
				return r.err
			case r.err != nil:
				fmt.Fprintf(cmd.ErrOrStderr(), "gongkai: %s: %v\n", r.item.Display(), r.err)
				unreadable++
				continue
			}
			if normalize.IsReport(r.report) {
				shown.Add(r.item.Display(), r.pictures())
			}
			if err := out.Encode(r.report); err != nil {
				return err
			}
		}
	}
	if unreadable > 0 {
		return unreadableError{fmt.Sprintf("%d of %d documents could not be read", unreadable, len(items))}
	}
	return nil
}
