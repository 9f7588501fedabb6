package pipeline

import (
	"errors"

	"gongkai"
	"gongkai/extract/pdfcheck"
	"gongkai/normalize"
)

// Confirm has a doubtful report read a second time, and judges it by that. Do
// carries the job out, in a process of its own where a document may hang it; its
// error, whatever it is, leaves the first reading as it was, with a finding.
func Confirm(r *gongkai.Report, limits gongkai.Limits, do func(Job) (gongkai.SecondReading, error)) {
	if !normalize.NeedsSecondReading(r) || r.Source.Format != gongkai.FormatPDF {
		return
	}
	cells := cellsOf(r)
	if len(cells) == 0 {
		return
	}
	second, err := do(Job{Task: TaskSecond, Limits: limits, Cells: cells})
	if err != nil {
		second = gongkai.SecondReading{Method: pdfcheck.Method, Unavailable: reason(err)}
	}
	normalize.Confirm(r, second)
}

// reason words an error without what differs from run to run.
func reason(err error) string {
	if sentinel := gongkai.ErrorOf(gongkai.Reason(err)); sentinel != nil && !errors.Is(err, gongkai.ErrDamaged) {
		return sentinel.Error()
	}
	return err.Error()
}

// cellsOf lists the cells that another engine may find in the file. What was read from
// pixels is not there, and an OCR layer under it is nobody's second reading.
func cellsOf(r *gongkai.Report) []pdfcheck.Cell {
	var cells []pdfcheck.Cell
	for ref, v := range r.Cells() {
		if r.ByOCR(v) {
			continue
		}
		cells = append(cells, pdfcheck.Cell{Ref: ref, Printed: v.Printed, Page: v.Page, Box: v.Box})
	}
	return cells
}
