package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"gongkai/explore"
	"gongkai/normalize/series"
)

func serveCommand() *cobra.Command {
	var addr string
	var hosts []string
	var folder, reviewed string
	var reading workers
	c := &cobra.Command{
		Use:   "serve DATASET",
		Short: "show a dataset as a website, to this machine",
		Long: "serve opens a website over a dataset that was built with --sinks sqlite: who reports what, how it changes,\n" +
			"and the page behind every number. It changes nothing, and answers this machine only unless --addr says otherwise.",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := reading.check(); err != nil {
				return err
			}
			pool, err := reading.crew()
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
			config.Hosts = hosts
			if reviewed != "" {
				if config.Reviews, err = openReviews(reviewed); err != nil {
					return err
				}
			}
			site, err := explore.Open(c.Context(), config)
			if err != nil {
				return err
			}
			defer site.Close()
			// Pages are answered meanwhile; those that show a PDF wait. A failure shows
			// again where a document is asked for.
			go func() { _ = pool.Warm(c.Context(), c.ErrOrStderr()) }()
			return listen(c, addr, site.Handler())
		},
	}
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8130", "address to listen at; one that others reach shows a warning")
	c.Flags().StringSliceVar(&hosts, "host", nil, "host names to answer for beside localhost")
	c.Flags().StringVar(&folder, "documents", ".", "folder that the paths of the documents begin in: that in which build was started")
	c.Flags().StringVar(&reviewed, "reviews", "", "file to which readers' reviews of reports are added, for build --reviews; without it nothing can be written")
	reading.flags(c.Flags())
	return c
}

// siteConfig is what serve and site have in common.
func siteConfig(dataset string, sources explore.Documents) explore.Config {
	c := explore.Config{Dataset: dataset, Documents: sources, Indicators: indicators()}
	for _, n := range series.Notes() {
		c.Notes = append(c.Notes, explore.Note{Code: n.Code, Chinese: n.Chinese, English: n.English})
	}
	return c
}

// indicators are those of the series, as the explorer shows them.
func indicators() []explore.Indicator {
	var list []explore.Indicator
	for _, i := range series.Indicators() {
		list = append(list, explore.Indicator{Code: i.Code, Parent: i.Parent, Unit: i.Unit, Chinese: i.Chinese, English: i.English,
			ChineseDefinition: i.ChineseDefinition, EnglishDefinition: i.EnglishDefinition, Share: i.Denominator != nil})
	}
	return list
}

// Times that a reader's connection may take.
const (
	headerTime = 10 * time.Second
	answerTime = 2 * time.Minute
	idleTime   = 2 * time.Minute
	// endTime is what running answers get when the server is told to end.
	endTime = 5 * time.Second
)

// listen serves until the command is interrupted.
func listen(c *cobra.Command, addr string, handler http.Handler) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	if at, ok := l.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
		fmt.Fprintf(c.ErrOrStderr(), "gongkai: warning: everybody who reaches %s can read the dataset and its documents\n", l.Addr())
	}
	fmt.Fprintf(c.OutOrStdout(), "http://%s/\n", l.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTime, WriteTimeout: answerTime, IdleTimeout: idleTime}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-c.Context().Done():
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(c.Context()), endTime)
	defer stop()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
