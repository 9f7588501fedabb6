package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/cmd/build"
	"gongkai/cmd/diff"
)

func diffCommand() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "list every value that differs between two datasets, and why",
		Long: `diff compares two datasets and prints a line for every value that changed, appeared or vanished:
the report's agency, year, layout, status and role, and of every cell what is printed, its state
and its proof.

Why is one of: "source changed" (the agency's report is another document now), "code changed" (the
same document is read or judged otherwise), "context changed" (the same document and the same code,
but other documents, lists or agencies beside it), "document added", "document removed". The last
line, on standard error, counts them. The exit code is 0 also where they differ.

Both datasets must hold Parquet files. Which version number goes up says gongkai compare.`,
		Example: `  gongkai diff dataset-2025 dataset-2026
  gongkai diff --json old new | jq -r 'select(.why == "source changed") | [.agency, .year, .old, .new] | @csv'`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return printDiff(cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], args[1], asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	return c
}

func printDiff(out, log io.Writer, before, after string, asJSON bool) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	counts := map[string]int{}
	for change, err := range diff.Datasets(before, after) {
		switch {
		case errors.Is(err, diff.ErrNoDataset):
			return usageError{err}
		case err != nil:
			return err
		}
		counts[change.Kind+" ("+string(change.Why)+")"]++
		if asJSON {
			err = encoder.Encode(change)
		} else {
			_, err = fmt.Fprintln(out, sentence(change))
		}
		if err != nil {
			return err
		}
	}
	if len(counts) == 0 {
		fmt.Fprintln(log, "gongkai: no value differs")
		return nil
	}
	var parts []string
	for _, kind := range build.Sorted(counts) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[kind], kind))
	}
	slices.Sort(parts)
	fmt.Fprintf(log, "gongkai: %s\n", strings.Join(parts, ", "))
	return nil
}

// sentence is a change as a line of text.
func sentence(c diff.Change) string {
	name := c.Table + "." + c.Column
	if c.Row != "" {
		name = c.Table + "." + c.Row + "." + c.Column
	}
	value := func(text, state string) string {
		if state == "" {
			return fmt.Sprintf("%q", text)
		}
		return fmt.Sprintf("%q (%s)", text, state)
	}
	agency := c.Agency
	if agency == "" {
		agency = "?"
	}
	year := c.Year
	if year == "" {
		year = "?"
	}
	line := fmt.Sprintf("%-8s %s %s %s: ", c.Kind, agency, year, name)
	switch c.Kind {
	case "appeared":
		line += value(c.New, c.NewState)
	case "vanished":
		line += value(c.Old, c.OldState)
	default:
		line += value(c.Old, c.OldState) + " → " + value(c.New, c.NewState)
	}
	return line + " [" + string(c.Why) + "]"
}
