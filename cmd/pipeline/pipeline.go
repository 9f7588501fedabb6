// Package pipeline is one document's whole way from bytes to a judged report:
// extract, form, normalize. It wires packages that do not know each other, and
// is all that a batch, a distributed run or a test needs of them.
//
// [Read] is a pure function of its arguments, [ReadWith] one of a page and its pictures. [Confirm] has another engine read a
// doubtful PDF. [Job] and [Handler] carry both into a worker process and back.
package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"

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
	return ReadWith(reader, data, nil, source, limits, lists...)
}

// ReadWith is Read of a document whose pictures are files of their own, by the
// addresses that are in Report.Wants when beside is nil. It is to be called again with
// those that are there, also if none is.
func ReadWith(reader *extract.Reader, data []byte, beside map[string][]byte, source gongkai.Source, limits gongkai.Limits, lists ...gongkai.List) (*gongkai.Report, error) {
	doc, err := reader.ReadWith(data, beside, limits)
	if err != nil {
		return nil, err
	}
	source.Format, source.Bytes = doc.Format, len(data)
	r := judge(doc, source, lists)
	if lacks(doc, r) {
		if beside == nil {
			for _, p := range doc.Pictures {
				r.Wants = append(r.Wants, p.Refs...)
			}
		} else if normalize.IsReport(r) {
			for _, p := range doc.Pictures {
				doc.Findings = append(doc.Findings, gongkai.Finding{Code: gongkai.PageWithoutText, Found: p.Refs[0],
					Detail: "the picture is not among the documents", Location: p.Location})
			}
			r = judge(doc, source, lists)
		}
	}
	if len(r.Wants) == 0 && !normalize.IsReport(r) && normalize.TextLost(r) {
		return nil, &gongkai.ReadError{Format: doc.Format, Offset: -1, Err: fmt.Errorf("%w: what text it has does not say what it is", gongkai.ErrNoText)}
	}
	return r, nil
}

func judge(doc *gongkai.Document, source gongkai.Source, lists []gongkai.List) *gongkai.Report {
	r := form.Find(doc, lists...)
	r.Source = source // where a page was says whose it is
	normalize.Report(r)
	return r
}

// lacks reports whether pictures that are not in the file may hold what the report
// does not have: it lacks tables, or the page has nothing else to say.
func lacks(doc *gongkai.Document, r *gongkai.Report) bool {
	if len(doc.Pictures) == 0 {
		return false
	}
	if !normalize.IsReport(r) {
		return extract.IsBare(doc)
	}
	return r.Layout == gongkai.LayoutNarrative || r.Layout == gongkai.LayoutNone ||
		slices.ContainsFunc(r.Findings, func(f gongkai.Finding) bool { return f.Code == gongkai.MissingTable })
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
	// Beside are pictures that come behind the document, one after the other; nil
	// when nobody looked for them.
	Beside []Beside
}

// Beside is a picture that is a file of its own, by its address in Report.Wants.
type Beside struct {
	Ref   string
	Bytes int
}

// beside takes the pictures from the bytes that came with the job.
func (j *Job) beside(body []byte) (document []byte, pictures map[string][]byte, err error) {
	if j.Beside == nil {
		return body, nil, nil
	}
	at := len(body)
	for _, b := range j.Beside {
		at -= b.Bytes
	}
	if at < 0 {
		return nil, nil, fmt.Errorf("job: %d bytes too few for its pictures", -at)
	}
	document, pictures = body[:at:at], map[string][]byte{}
	for _, b := range j.Beside {
		pictures[b.Ref] = body[at : at+b.Bytes : at+b.Bytes]
		at += b.Bytes
	}
	return document, pictures, nil
}

const (
	TaskReport  = "report"  // the report, in its binary form
	TaskSecond  = "second"  // a second reading of the cells, as JSON
	TaskInspect = "inspect" // the document as the reader saw it, as text
	TaskPage    = "page"    // a page of a PDF with rulings and cells, as PNG
	TaskUnpack  = "unpack"  // what is in an archive, as UnmarshalContents reads it; the members go to files in Folder
	TaskWarm    = "warm"    // nothing; the engines are started
	// What the explorer shows of a document.
	TaskPicture  = "picture"  // a page of a PDF as displayed: a Picture
	TaskText     = "text"     // a text, in UTF-8
	TaskDocument = "document" // the document as the reader saw it, for DecodeDocument
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
			document, pictures, err := job.beside(body)
			if err != nil {
				return nil, err
			}
			r, err := ReadWith(reader, document, pictures, job.Source, job.Limits, job.Lists...)
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
		case TaskPicture:
			return picture(reader, body, job)
		case TaskText:
			return decoded(body), nil
		case TaskDocument:
			return document(reader, body, job)
		case TaskWarm:
			return nil, reader.PDF.Warm()
		}
		return nil, fmt.Errorf("unknown task %q", job.Task)
	}
}
