package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/cmd/pipeline"
	"gongkai/corpus"
)

func inspectCommand() *cobra.Command {
	w := &workers{}
	page, png := 0, ""
	c := &cobra.Command{
		Use:   "inspect FILE",
		Short: "show what the reader saw: paragraphs, grids, findings",
		Long: `inspect prints a document as the reader saw it, block by block, with grids drawn as text
("←" continues the cell on the left, "↑" the cell above), then what was made of it.

With --page and --png it draws a page of a PDF with the rulings and cells that were found.`,
		Example: `  gongkai inspect report.html
  gongkai inspect 'reports.zip!/2023/report.docx'
  gongkai inspect report.pdf --page 3 --png page3.png`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("page") != (png != "") {
				return usageError{errors.New("--page and --png go together")}
			}
			if cmd.Flags().Changed("page") && page < 1 {
				return usageError{errors.New("--page counts from 1")}
			}
			if err := w.check(); err != nil {
				return err
			}
			return inspectFile(cmd, args[0], w, page, png)
		},
	}
	w.flags(c.Flags())
	c.Flags().IntVar(&page, "page", 0, "page of a PDF to draw, counted from 1")
	c.Flags().StringVar(&png, "png", "", "file that the drawn page is written to")
	return c
}

func inspectFile(cmd *cobra.Command, path string, w *workers, page int, png string) (err error) {
	w.count = 1
	pool, err := w.start(cmd.Context(), cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer pool.Close()
	spool := newSpool(cmd.Context(), pool.Start, nil)
	defer func() { err = errors.Join(err, spool.Close()) }()
	items, err := findDocuments(cmd.Context(), []string{path}, spool, w.count)
	if err != nil {
		return err
	}
	if len(items) != 1 {
		return usageError{hintedError{fmt.Errorf("%s: inspect shows one document, this is %d", path, len(items)), severalHint(items)}}
	}
	limits := gongkai.DefaultLimits()
	data, err := corpus.ReadAll(items[0].Entry, limits.Bytes)
	if err != nil {
		return unreadableError{err.Error()}
	}
	job := pipeline.Job{Task: pipeline.TaskInspect, Limits: limits, Page: page, Lists: pool.Lists}
	if page > 0 {
		job.Task = pipeline.TaskPage
	}
	reply, err := pool.Do(cmd.Context(), data, job)
	switch {
	case build.Fatal(err):
		return err
	case err != nil:
		return unreadableError{fmt.Sprintf("%s: %v", path, err)}
	case page > 0:
		return os.WriteFile(png, reply, 0o644)
	}
	_, err = cmd.OutOrStdout().Write(reply)
	return err
}

// severalHint names the first of several documents.
func severalHint(items []corpus.Item) string {
	if len(items) == 0 {
		return "name a file"
	}
	return "name one of them, such as " + items[0].Display()
}
