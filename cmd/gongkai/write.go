package main

import (
	"context"
	"runtime"

	"gongkai"
	"gongkai/sinks"
)

// composed is a document with all that the dataset says of it.
type composed struct {
	sinks.Record
	passing int // 1 when it may read otherwise the next time
	err     error
}

// writeAll takes every report from the store and writes it.
func writeAll(ctx context.Context, s *surveyor, documents []surveyed, writers []sinks.Sink) (*summary, error) {
	counts := newSummary()
	var last sinks.Document
	for c := range inOrder(ctx, runtime.GOMAXPROCS(0), documents, func(d surveyed) composed { return s.compose(ctx, d) }) {
		if c.err != nil {
			return nil, c.err
		}
		if c.Document.Status == sinks.StatusDuplicate {
			// The document that it repeats came just before: the order is that
			// of the digests.
			c.Document.ReportID = last.ReportID
		}
		last = *c.Document
		counts.passing += c.passing
		role := gongkai.Principal
		if c.Standing != nil {
			role = c.Standing.Role
		}
		counts.add(*c.Document, c.Report, role)
		for _, w := range writers {
			if err := w.Write(c.Record); err != nil {
				return nil, err
			}
		}
	}
	return counts, ctx.Err()
}

// compose makes the record of a document.
func (s *surveyor) compose(ctx context.Context, d surveyed) composed {
	row := d.document()
	c := composed{Record: sinks.Record{Document: &row}}
	if d.Passing || d.err != nil {
		c.passing = 1
	}
	if row.Status != sinks.StatusReport {
		return c
	}
	c.Report, c.err = s.load(ctx, d.item)
	if c.err == nil {
		row.Source = c.Report.Source
	}
	return c
}
