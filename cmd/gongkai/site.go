package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"gongkai/explore"
)

// siteGarbage is how much garbage may lie about while a site is written, in per cent of
// what is in use, which is little: pages are made and forgotten.
const siteGarbage = 400

func siteCommand() *cobra.Command {
	var out, folder string
	var reading workers
	c := &cobra.Command{
		Use:   "site DATASET -o DIR",
		Short: "write a dataset as a website of files",
		Long: "site writes what serve shows as files, for any web host: every page, with relative addresses, the pages of documents\n" +
			"as pictures and the documents themselves. What needs a server is left out: filters, comparisons of one's own, SQL,\n" +
			"search in texts. Until all is written, it lies in a hidden folder beside DIR; a run that is killed leaves that one.",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if out == "" {
				return usageError{errors.New("-o names the folder to write to")}
			}
			if err := reading.check(); err != nil {
				return err
			}
			pool, err := reading.start(c.Context(), c.ErrOrStderr())
			if err != nil {
				return err
			}
			sources, err := newDocuments(folder, pool)
			if err != nil {
				pool.Close()
				return usageError{fmt.Errorf("--documents: %w", err)}
			}
			defer sources.Close()
			config := siteConfig(args[0], sources)
			config.Static = true
			site, err := explore.Open(c.Context(), config)
			if err != nil {
				return err
			}
			defer site.Close()
			debug.SetGCPercent(siteGarbage)
			n, err := site.Write(c.Context(), out, runtime.GOMAXPROCS(0)*2)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%d files → %s\n", n, out)
			return nil
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "folder to write to; must be empty or not there")
	c.Flags().StringVar(&folder, "documents", ".", "folder that the paths of the documents begin in: that in which build was started")
	reading.flags(c.Flags())
	return c
}
