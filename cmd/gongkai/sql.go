package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"gongkai/explore"
	"gongkai/explore/store"
)

// answerFormats are how answers are written.
var answerFormats = map[string]func(io.Writer, store.Answer) error{"table": explore.WriteText, "csv": explore.WriteCSV, "json": explore.WriteJSON}

func sqlCommand() *cobra.Command {
	format, bounds := "table", store.Bounds{}
	c := &cobra.Command{
		Use:   "sql DATASET QUERY",
		Short: "ask a dataset a question in SQL",
		Long: "sql answers a question in SQLite's SQL about a dataset that was built with --sinks sqlite. It reads only:\n" +
			"nothing is written and no other file opened. codebook.md in the dataset describes the tables.",
		Example: `  gongkai sql dataset "select status, count(*) from current_reports group by status"`,
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			write, ok := answerFormats[format]
			if !ok || bounds.Time <= 0 || bounds.Rows < 0 {
				return usageError{errors.New("--format must be table, csv or json, --time positive, and --rows not negative")}
			}
			db, err := store.Open(c.Context(), filepath.Join(args[0], "dataset.sqlite"))
			if errors.Is(err, fs.ErrNotExist) {
				return hintedError{fmt.Errorf("%s has no dataset.sqlite", args[0]), "build it with --sinks parquet,sqlite"}
			}
			if err != nil {
				return err
			}
			defer db.Close()
			answer, err := db.Query(c.Context(), args[1], bounds)
			if err != nil {
				return err
			}
			if answer.More {
				fmt.Fprintf(c.ErrOrStderr(), "gongkai: there are more than %d rows: --rows 0 gives all\n", bounds.Rows)
			}
			return write(c.OutOrStdout(), answer)
		},
	}
	c.Flags().StringVar(&format, "format", format, "table, csv or json")
	c.Flags().DurationVar(&bounds.Time, "time", time.Minute, "time after which the question is stopped")
	c.Flags().IntVar(&bounds.Rows, "rows", 10_000, "the most rows to give; 0 for all")
	return c
}
