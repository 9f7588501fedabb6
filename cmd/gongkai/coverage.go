package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"gongkai"
	"gongkai/cmd/build"
)

// expectation are the flags that say which reports are expected to be among the
// documents.
type expectation struct {
	build.Expectation
}

func (e *expectation) flags(f *pflag.FlagSet) {
	f.StringVar(&e.File, "expect", "", "file of agencies whose reports are expected, an id or full name a line; those with a report always are")
	f.StringVar(&e.Years, "years", "", "years on which reports are expected, like 2019-2025 (default: from an agency's first report to the dataset's last year, or its own)")
	f.StringVar(&e.AsOf, "as-of", "", "day of the collection, YYYY-MM-DD: reports not due by then are not missing yet (default: the latest date of publication among the documents)")
}

func (e *expectation) check() error {
	if _, _, err := e.Span(); err != nil {
		return usageError{err}
	}
	if _, err := time.Parse(time.DateOnly, e.AsOf); e.AsOf != "" && err != nil {
		return usageError{fmt.Errorf("--as-of %q is not a day like 2026-04-01", e.AsOf)}
	}
	return nil
}

func (e *expectation) coverage(plan *build.Plan) ([]gongkai.Coverage, error) {
	var err error
	if e.Expect, err = e.lines(); err != nil {
		return nil, err
	}
	list, err := plan.Coverage(e.Expectation)
	var unproven build.UnprovenAgency
	if errors.As(err, &unproven) {
		return nil, hintedError{err, unproven.Hint}
	}
	return list, err
}

// lines are those of the file; nil without one.
func (e *expectation) lines() ([]string, error) {
	if e.File == "" {
		return nil, nil
	}
	text, err := os.ReadFile(e.File)
	if err != nil {
		return nil, usageError{fmt.Errorf("--expect: %w", err)}
	}
	return strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n"), nil
}
