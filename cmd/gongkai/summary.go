package main

import (
	"bytes"
	"fmt"
	"io"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/sinks"
)

// writeSummary prints the summary, every kind that occurred.
func writeSummary(s *build.Summary, w io.Writer, folder string) error {
	out := new(bytes.Buffer)
	total := 0
	for _, n := range s.Documents {
		total += n
	}
	fmt.Fprintf(out, "%s → %s", plural(total, "document"), folder)
	if s.Unchanged {
		fmt.Fprint(out, ", which is as they are already")
	}
	fmt.Fprintln(out)
	fmt.Fprintf(out, "  %5d %s\n", s.Documents[sinks.StatusReport], "annual disclosure reports")
	for _, status := range build.Sorted(s.Reports) {
		fmt.Fprintf(out, "    %5d %-20s %s\n", s.Reports[status], status, meanings[status])
	}
	if n := s.Documents[sinks.StatusReport] - s.Roles[gongkai.Principal]; n > 0 {
		fmt.Fprintf(out, "    %5d %-20s %s\n", n, "of these not counted", "another document of the same report is the one to use (role principal)")
	}
	for _, kind := range []struct {
		status sinks.DocumentStatus
		text   string
	}{
		{sinks.StatusDuplicate, "duplicates of other documents"},
		{sinks.StatusNotAReport, "other documents, not annual disclosure reports"},
		{sinks.StatusUnreadable, "could not be read"},
	} {
		if n := s.Documents[kind.status]; n > 0 {
			fmt.Fprintf(out, "  %5d %s\n", n, kind.text)
		}
	}
	for _, reason := range build.Sorted(s.Reasons) {
		fmt.Fprintf(out, "    %5d %s\n", s.Reasons[reason], reason)
	}
	_, err := out.WriteTo(w)
	return err
}

// plural is "1 report", "2 reports".
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// meanings say what a status lets the reader believe.
var meanings = map[gongkai.Status]string{
	gongkai.Verified:           "every sum of the form holds",
	gongkai.SourceInconsistent: "sums do not add up: the agency printed it so",
	gongkai.DoubtfulReport:     "sums do not add up or cells are uncertain: look at the page",
	gongkai.Incomplete:         "a table, a row or its numbers are missing",
	gongkai.Narrative:          "prose, or a list that states no sum",
}
