package build

import (
	"context"
	"runtime"
	"sync"

	"gongkai"
	"gongkai/normalize"
	"gongkai/normalize/across"
	"gongkai/normalize/series"
	"gongkai/sinks"
)

// composed is a document with all that the dataset says of it.
type composed struct {
	sinks.Record
	passing bool // it may read otherwise the next time
	err     error
}

// WriteAll takes every report of the share from the store and writes it, then the
// other records: who reports and what is missing.
func (s *Surveyor) WriteAll(ctx context.Context, part Share, rest []sinks.Record, writers []sinks.Sink) (counts *Summary, err error) {
	counts = NewSummary()
	out := newFan(writers)
	defer func() {
		if failed := out.close(); err == nil {
			err = failed
		}
	}()
	for c := range InOrder(ctx, runtime.GOMAXPROCS(0), part.Documents, func(d Surveyed) composed { return s.compose(ctx, part, d) }) {
		if c.err != nil {
			return nil, c.err
		}
		if c.Document.Status == sinks.StatusDuplicate {
			if id := sinks.ReportID(c.Document.Source.SHA256); part.Reports[id] != nil {
				c.Document.ReportID = id
			}
		}
		counts.add(c)
		if err := out.write(c.Record); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, r := range rest {
		if err := out.write(r); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// fan hands records to every sink, each of which writes at its own pace: the
// slowest takes as long as all others together.
type fan struct {
	to     []chan sinks.Record
	failed chan struct{} // closed by the first error
	once   sync.Once
	err    error
	done   sync.WaitGroup
}

// fanAhead is how many records may wait for a sink.
const fanAhead = 16

func newFan(writers []sinks.Sink) *fan {
	f := &fan{failed: make(chan struct{})}
	for _, w := range writers {
		records := make(chan sinks.Record, fanAhead)
		f.to = append(f.to, records)
		f.done.Go(func() {
			for r := range records {
				if err := w.Write(r); err != nil {
					f.once.Do(func() {
						f.err = err
						close(f.failed)
					})
					return
				}
			}
		})
	}
	return f
}

// write returns the first error of any sink, of this record or an earlier one.
func (f *fan) write(r sinks.Record) error {
	for _, records := range f.to {
		select {
		case records <- r:
		case <-f.failed:
			return f.err
		}
	}
	return nil
}

// close waits until everything is written.
func (f *fan) close() error {
	for _, records := range f.to {
		close(records)
	}
	f.done.Wait()
	return f.err
}

// compose makes the record of a document.
func (s *Surveyor) compose(ctx context.Context, part Share, d Surveyed) composed {
	row := d.Document()
	c := composed{Record: sinks.Record{Document: &row}, passing: d.Passing || mayPass(d.Err)}
	planned := part.Reports[row.ReportID]
	if row.Status != sinks.StatusReport || planned == nil {
		return c
	}
	if c.Report, c.err = s.load(ctx, d.Item); c.err != nil {
		return c
	}
	row.Source = c.Report.Source
	c.Standing = planned.standing()
	c.Standing.Reviews = planned.Reviews
	comparison := &comparison{Surveyor: s, Share: part, Planned: planned, report: c.Report, standing: c.Standing}
	c.err = comparison.run(ctx)
	return c
}

// comparison compares one report with the others that the plan names.
type comparison struct {
	*Surveyor
	Share
	*Planned
	report   *gongkai.Report
	standing *gongkai.Standing
}

func (c *comparison) find(f gongkai.Finding) { c.report.Findings = append(c.report.Findings, f) }

func (c *comparison) run(ctx context.Context) error {
	c.report.Evidence = append(c.report.Evidence, c.Resolution.Evidence...)
	if f, unproven := c.Resolution.Finding(); unproven && c.report.Agency != "" {
		c.find(f)
	}
	if c.ConfirmedBy != "" {
		other, err := c.other(ctx, c.ConfirmedBy)
		if err != nil {
			return err
		}
		across.Confirm(c.report, other)
	}
	if c.Role != gongkai.Principal {
		return nil
	}
	c.standing.Series = series.Of(c.report)
	for _, o := range c.Outliers {
		c.find(o.Finding(c.report))
	}
	for _, sum := range c.Sums {
		if f, ok := sum.Finding(c.report); ok {
			c.find(f)
		}
	}
	for _, step := range []func(context.Context) error{c.conflicts, c.year, c.copies} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// conflicts compares the principal with documents of the same agency and year.
func (c *comparison) conflicts(ctx context.Context) error {
	for _, id := range c.Differing {
		other, err := c.other(ctx, id)
		if err != nil {
			return err
		}
		c.standing.Conflicts = append(c.standing.Conflicts, across.Compare(c.report, other, id)...)
	}
	return nil
}

// year compares the report with the one on the year before.
func (c *comparison) year(ctx context.Context) error {
	if c.Previous == "" {
		return nil
	}
	previous, err := c.other(ctx, c.Previous)
	if err == nil {
		c.report.Findings = append(c.report.Findings, normalize.Successive(previous, c.report)...)
	}
	return err
}

// copies compares sections with those of reports that they are like.
func (c *comparison) copies(ctx context.Context) error {
	for _, a := range c.Alike {
		var copies []gongkai.Copy
		for _, to := range a.To {
			earlier, err := c.other(ctx, to.ReportID)
			if err != nil {
				return err
			}
			if found, ok := across.Copied(c.report, earlier, a.Section, to.ReportID); ok {
				copies = append(copies, found)
			}
		}
		if f, ok := a.Finding(copies); ok {
			c.find(f)
		}
		c.standing.Copies = append(c.standing.Copies, copies...)
	}
	return nil
}

// other loads another report of the plan.
func (c *comparison) other(ctx context.Context, id string) (*gongkai.Report, error) {
	return c.load(ctx, c.Reports[id].Item)
}
