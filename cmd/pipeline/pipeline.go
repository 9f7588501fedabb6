// Package pipeline is one document's whole way from bytes to a judged report:
// extract, form, normalize. It wires packages that do not know each other, and
// is all that a batch, a distributed run or a test needs of them.
//
// [Read] is a pure function of its arguments. [Confirm] has another engine read a
// doubtful PDF. [Job] and [Handler] carry both into a worker process and back.
package pipeline

import (
	"encoding/json"
	"fmt"

	"gongkai"
	"gongkai/extract"
	"gongkai/extract/form"
	"gongkai/extract/pdfcheck"
	"gongkai/normalize"
)

// Read reads one document. Source is completed with the format and the size.
// The report says by its finding not-a-report when it is none; that of a document
// whose text is lost on some pages cannot be said. Lists are
// indicator lists to know besides the built-in ones.
//
// Errors wrap one of the sentinels of package gongkai.
func Read(reader *extract.Reader, data []byte, source gongkai.Source, limits gongkai.Limits, lists ...gongkai.List) (*gongkai.Report, error) {
	doc, err := reader.Read(data, limits)
	if err != nil {
		return nil, err
	}
	r := form.Find(doc, lists...)
	source.Format, source.Bytes = r.Source.Format, len(data)
	r.Source = source
	normalize.Report(r)
	if !normalize.IsReport(r) && normalize.TextLost(r) {
		return nil, &gongkai.ReadError{Format: doc.Format, Offset: -1, Err: fmt.Errorf("%w: what text it has does not say what it is", gongkai.ErrNoText)}
	}
	return r, nil
}

// Job is what a worker is asked to do with the bytes that come with it.
type Job struct {
	// Task is what to reply: one of the constants.
	Task   string
	Source gongkai.Source
	Limits gongkai.Limits
	// Lists are indicator lists to know besides the built-in ones.
	Lists []gongkai.List `json:",omitempty"`
	// Page is for TaskPage, 1-based.
	Page int
	// Cells are for TaskSecond.
	Cells []pdfcheck.Cell
	// Folder is for TaskUnpack.
	Folder string `json:",omitempty"`
}

const (
	TaskReport  = "report"  // the report, in its binary form
	TaskSecond  = "second"  // a second reading of the cells, as JSON
	TaskInspect = "inspect" // the document as the reader saw it, as text
	TaskPage    = "page"    // a page of a PDF with rulings and cells, as PNG
	TaskUnpack  = "unpack"  // what is in an archive, as UnmarshalContents reads it; the members go to files in Folder
	TaskWarm    = "warm"    // nothing; the engines are started
)

// Handler does jobs in a worker process.
func Handler(reader *extract.Reader) func(header, body []byte) ([]byte, error) {
	return func(header, body []byte) ([]byte, error) {
		var job Job
		if err := json.Unmarshal(header, &job); err != nil {
			return nil, fmt.Errorf("job: %w", err)
		}
		switch job.Task {
		case TaskReport:
			r, err := Read(reader, body, job.Source, job.Limits, job.Lists...)
			if err != nil {
				return nil, err
			}
			return r.MarshalBinary()
		case TaskSecond:
			second, err := pdfcheck.Check(body, job.Cells, job.Limits)
			if err != nil {
				return nil, err
			}
			return json.Marshal(second)
		case TaskInspect:
			return inspect(reader, body, job)
		case TaskPage:
			return drawPage(reader, body, job)
		case TaskUnpack:
			return unpackTo(job.Folder, body, job.Limits)
		case TaskWarm:
			return nil, reader.PDF.Warm()
		}
		return nil, fmt.Errorf("unknown task %q", job.Task)
	}
}
