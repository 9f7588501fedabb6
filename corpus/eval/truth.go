// Package eval compares reports with what is known to be true of them.
//
// # The truth
//
// A truth file is JSON, one object a line ([Truth]), a line for each document.
// Cells that the document does not have are not listed. It may be written by
// `gongkai synth` or by hand. Keys:
//
//	file        path of the document below the folder of documents
//	sha256      of its bytes, in hexadecimal
//	format      "docx", "html", "pdf" or "text"
//	layout      "cn-2014", "cn-2019", "cn-2021", "narrative", …
//	deviations  names of what deviates from the official form
//	readable    false when the document no longer tells the truth (a stripped
//	            table, lost digits): nobody can be exact, and nobody may claim it
//	agency, year
//	allowed     the statuses that may be said of the report
//	cells       objects of table, row, column, state, printed and, where the
//	            state is "number", value (a string: an exact decimal)
//
// # The figures
//
// They are counted by whole reports, because a report with one wrong cell is a
// wrong report:
//
//   - exact: of the readable reports, those in which every cell is right in
//     state, printed text and number, none is missing and none is too many;
//   - false claims: reports of status verified or source-inconsistent that are
//     not exact, and verified ones that may not be verified, readable or not;
//   - abstentions: of the readable reports, those that say doubtful or incomplete
//     although that is not allowed of them, or could not be read;
//   - cells: the share of the readable reports' cells that are right;
//   - agency, year: the share of the readable reports in which it is right.
//
// A wrong layout makes a report wrong, and counts in no figure. Not measured:
// locations on the page, narrative, and findings.
package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"gongkai"
)

// Truth is what is true of one document.
type Truth struct {
	File       string           `json:"file"`
	SHA256     string           `json:"sha256"`
	Format     gongkai.Format   `json:"format"`
	Layout     gongkai.Layout   `json:"layout"`
	Deviations []string         `json:"deviations,omitempty"`
	Readable   bool             `json:"readable"`
	Agency     string           `json:"agency"`
	Year       int              `json:"year"`
	Allowed    []gongkai.Status `json:"allowed"`
	Cells      []Cell           `json:"cells"`
}

// Cell is one cell that a document prints.
type Cell struct {
	gongkai.CellRef
	State   gongkai.State `json:"state"`
	Printed string        `json:"printed"`
	// Value is empty unless State is Number.
	Value string `json:"value,omitempty"`
}

// Cells lists what the report states, in the order of its tables.
func Cells(r *gongkai.Report) []Cell {
	var cells []Cell
	for ref, v := range r.Cells() {
		c := Cell{CellRef: ref, State: v.State, Printed: v.Printed}
		if v.State == gongkai.Number {
			c.Value = v.Number.String()
		}
		cells = append(cells, c)
	}
	return cells
}

// maxLine bounds a line of a truth file, in bytes.
const maxLine = 4 << 20

// ReadTruth reads a truth file. Errors name the line.
func ReadTruth(r io.Reader) ([]Truth, error) {
	var list []Truth
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	for line := 1; s.Scan(); line++ {
		if len(s.Bytes()) == 0 {
			continue
		}
		var t Truth
		if err := json.Unmarshal(s.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		list = append(list, t)
	}
	return list, s.Err()
}
