// Command gongkai turns the annual disclosure reports of Chinese agencies
// (政府信息公开工作年度报告) into datasets. Run it with --help.
//
// Exit codes: 0 done; 1 failed; 2 used wrongly; 3 done, but some documents
// could not be read or had; 4 interrupted; 5 something is left for another run.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

const (
	exitOK         = 0
	exitFailed     = 1
	exitUsage      = 2
	exitUnreadable = 3
	exitInterrupt  = 4 // of crawl, discover and run: in order, and may be started again
	exitLeft       = 5
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run runs the program and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	root := rootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var interrupted interruptedError
	if errors.As(err, &interrupted) {
		fmt.Fprintf(stderr, "gongkai: %v\n", err)
		return exitInterrupt
	}
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "gongkai: interrupted")
		return exitFailed
	}
	var unreadable unreadableError
	if !errors.As(err, &unreadable) || err.Error() != "" {
		fmt.Fprintf(stderr, "gongkai: %v\n", err)
	}
	var usage usageError
	var hinted hintedError
	var left leftError
	switch {
	case errors.As(err, &unreadable):
		return exitUnreadable
	case errors.As(err, &left):
		return exitLeft
	case errors.As(err, &usage) && errors.As(err, &hinted):
		fmt.Fprintf(stderr, "  hint: %s\n", hinted.hint)
		return exitUsage
	case errors.As(err, &usage), isCobraUsage(err):
		fmt.Fprintf(stderr, "  hint: %s --help shows how it is used\n", commandPath(root, args))
		return exitUsage
	case errors.As(err, &hinted):
		fmt.Fprintf(stderr, "  hint: %s\n", hinted.hint)
	}
	return exitFailed
}

// usageError says that the command was called wrongly.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// hintedError carries what the user can do about an error.
type hintedError struct {
	error
	hint string
}

func (e hintedError) Unwrap() error { return e.error }

// unreadableError says that everything was done, but documents could not be
// read. An empty text means that they were reported already.
type unreadableError struct{ text string }

func (e unreadableError) Error() string { return e.text }

// isCobraUsage recognises the errors that cobra makes itself for unknown
// commands and flags.
func isCobraUsage(err error) bool {
	for _, prefix := range []string{"unknown command", "unknown flag", "unknown shorthand", "required flag", "invalid argument", "flag needs an argument", "accepts ", "requires at least"} {
		if strings.HasPrefix(err.Error(), prefix) {
			return true
		}
	}
	return false
}

// commandPath is the command that the arguments name, for hints.
func commandPath(root *cobra.Command, args []string) string {
	if c, _, err := root.Find(args); err == nil {
		return c.CommandPath()
	}
	return root.CommandPath()
}

// version is the module's version and the commit that it was built from, as far
// as the build knows them.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v += " " + s.Value
		}
	}
	return v
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "gongkai",
		Short: "annual disclosure reports → datasets, with proof",
		Long: `gongkai reads the annual disclosure reports of Chinese agencies
(政府信息公开工作年度报告) in DOCX, PDF, HTML and text, and writes datasets in which every
number says where it was printed and whether its table adds up.

Exit codes: 0 done; 1 failed; 2 used wrongly; 3 done, but some documents could not be read.`,
		Example: `  gongkai build -o dataset reports/        every report below a folder, as Parquet
  gongkai extract report.pdf | jq .status  one report as JSON
  gongkai inspect report.html              what the reader saw`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(archiveCommand(), buildCommand(), compareCommand(), crawlCommand(), diffCommand(), discoverCommand(), extractCommand(), inspectCommand(), projectCommand(), synthCommand(), evalCommand(), serveCommand(), siteCommand(), sqlCommand(), workerCommand())
	return root
}
