package pdfcheck

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"

	"github.com/ledongthuc/pdf"

	"gongkai"
)

// Method names the engine.
const Method = "ledongthuc"

// Cell is a cell as the first reading has it.
type Cell struct {
	Ref     gongkai.CellRef
	Printed string
	// Page is 1-based; Box is left, top, right, bottom in points from the top
	// left corner of the page as displayed.
	Page int
	Box  [4]float64
}

// Check compares every cell with what the second engine sees in its place. The
// result has the cells in the order given. An error wraps ErrDamaged or
// ErrLimit and means that the engine cannot read the file; it has no deadline.
func Check(data []byte, cells []Cell, limits gongkai.Limits) (gongkai.SecondReading, error) {
	second := gongkai.SecondReading{Method: Method, Cells: make([]gongkai.ComparedCell, len(cells))}
	byPage := map[int][]int{}
	for i, c := range cells {
		byPage[c.Page] = append(byPage[c.Page], i)
		second.Cells[i] = gongkai.ComparedCell{Cell: c.Ref, First: c.Printed}
	}
	pages, err := pagesOf(data, limits)
	if err != nil {
		return gongkai.SecondReading{Method: Method}, err
	}
	for number, indices := range byPage {
		pieces, err := piecesOf(pages, number, limits)
		on := make([]Cell, len(indices))
		for i, index := range indices {
			on[i] = cells[index]
		}
		for i, result := range compare(on, pieces) {
			if err != nil {
				result = gongkai.ComparedCell{Reason: err.Error()}
			}
			c := &second.Cells[indices[i]]
			c.Second, c.Agreement, c.Reason = result.Second, result.Agreement, result.Reason
		}
	}
	return second, nil
}

// pagesOf opens the file and lists its pages.
func pagesOf(data []byte, limits gongkai.Limits) (pages []page, err error) {
	defer recovered(&err)
	data = framed(data)
	file, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", gongkai.ErrDamaged, err)
	}
	t := tree{maxPages: limits.Pages}
	if err := t.walk(file.Trailer().Key("Root").Key("Pages"), inherited{}, 0); err != nil {
		return nil, err
	}
	return t.pages, nil
}

// framed returns a file as the engine wants it framed: nothing before a header
// of version 1 on a line of its own, nothing behind the end mark. Neither
// carries meaning; servers append comments and blank lines.
func framed(data []byte) []byte {
	const header, mark = "%PDF-1.7\n", "%%EOF"
	data = data[max(0, bytes.Index(data, []byte("%PDF-"))):]
	if end := bytes.LastIndex(data, []byte(mark)); end >= 0 {
		data = data[:end+len(mark)]
	}
	if len(data) < len(header) || !bytes.HasPrefix(data, []byte("%PDF-")) {
		return data
	}
	return append([]byte(header), data[len(header):]...)
}

// piecesOf reads the text of one page, 1-based.
func piecesOf(pages []page, number int, limits gongkai.Limits) (pieces []piece, err error) {
	defer recovered(&err)
	if number < 1 || number > len(pages) {
		return nil, errors.New("the page is not found")
	}
	p := pages[number-1]
	in := interpreter{page: p, maxPieces: limits.ExpandedBytes / pieceBytes}
	in.run(p.Key("Contents"), p.resources, newState())
	return in.pieces, nil
}

// recovered turns a panic of the engine, which is how it reports what it cannot
// parse, into an error. The panics of the Go runtime differ in nothing: its
// index errors come from the same input.
func recovered(err *error) {
	switch r := recover().(type) {
	case nil:
	case runtime.Error:
		*err = fmt.Errorf("%w: the engine fails on it", gongkai.ErrDamaged)
	case error:
		if errors.Is(r, gongkai.ErrLimit) {
			*err = r
			return
		}
		*err = fmt.Errorf("%w: %v", gongkai.ErrDamaged, r)
	default:
		*err = fmt.Errorf("%w: %v", gongkai.ErrDamaged, r)
	}
}
