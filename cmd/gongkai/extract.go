package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"gongkai/corpus"
)

func extractCommand() *cobra.Command {
	w := &workers{}
	indent := false
	c := &cobra.Command{
		Use:   "extract FILE...",
		Short: "print reports as JSON, one object a line",
		Long: `extract reads documents and prints one JSON object a report on standard output.

The keys under "tables" are the codes of table, row and column. A cell that the report does not
have is absent; one that is printed empty is there with state "blank". Values are strings that
hold exact decimals. Documents that cannot be read are named on standard error (exit code 3).`,
		Example: `  gongkai extract report.pdf
  gongkai extract reports/*.html | jq -r '[.agency, .year, .status] | @csv'
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

func extractFiles(cmd *cobra.Command, paths []string, w *workers, indent bool) error {
	entries, err := corpus.Files(paths, corpus.Options{})
	if err != nil {
		return pathError(err)
	}
	w.count = min(w.count, max(len(entries), 1))
	pool, err := w.start(cmd.Context(), cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer pool.Close()
	out := json.NewEncoder(cmd.OutOrStdout())
	out.SetEscapeHTML(false)
	if indent {
		out.SetIndent("", "  ")
	}
	unreadable := 0
	for r := range inOrder(cmd.Context(), perWorker*w.count, entries, func(e corpus.Entry) result { return readEntry(cmd.Context(), pool, e) }) {
		switch {
		case fatal(r.err):
			return r.err
		case r.err != nil:
			fmt.Fprintf(cmd.ErrOrStderr(), "gongkai: %s: %v\n", r.item.Display(), r.err)
			unreadable++
			continue
		}
		if err := out.Encode(r.report); err != nil {
			return err
		}
	}
	if unreadable > 0 {
		return unreadableError{fmt.Sprintf("%d of %d documents could not be read", unreadable, len(entries))}
	}
	return nil
}
