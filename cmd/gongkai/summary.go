package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"

	"gongkai"
	"gongkai/sinks"
)

// summary counts what became of the documents of a batch.
type summary struct {
	documents map[sinks.DocumentStatus]int
	reports   map[gongkai.Status]int
	reasons   map[string]int
}

func newSummary() *summary {
	return &summary{map[sinks.DocumentStatus]int{}, map[gongkai.Status]int{}, map[string]int{}}
}

func (s *summary) add(d sinks.Document, r *gongkai.Report) {
	s.documents[d.Status]++
	if r != nil {
		s.reports[r.Status]++
	}
	if d.Status == sinks.StatusUnreadable {
		s.reasons[d.Reason]++
	}
}

func (s *summary) unreadable() int { return s.documents[sinks.StatusUnreadable] }

// write prints the summary, every kind that occurred.
func (s *summary) write(w io.Writer, folder string) error {
	out := new(bytes.Buffer)
	total := 0
	for _, n := range s.documents {
		total += n
	}
	fmt.Fprintf(out, "%s → %s\n", plural(total, "document"), folder)
	fmt.Fprintf(out, "  %5d %s\n", s.documents[sinks.StatusReport], "annual disclosure reports")
	for _, status := range sorted(s.reports) {
		fmt.Fprintf(out, "    %5d %-20s %s\n", s.reports[status], status, meanings[status])
	}
	for _, kind := range []struct {
		status sinks.DocumentStatus
		text   string
	}{
		{sinks.StatusDuplicate, "duplicates of other documents"},
		{sinks.StatusNotAReport, "other documents, not annual disclosure reports"},
		{sinks.StatusUnreadable, "could not be read"},
	} {
		if n := s.documents[kind.status]; n > 0 {
			fmt.Fprintf(out, "  %5d %s\n", n, kind.text)
		}
	}
	for _, reason := range sorted(s.reasons) {
		fmt.Fprintf(out, "    %5d %s\n", s.reasons[reason], reason)
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

func sorted[K cmp.Ordered](m map[K]int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
