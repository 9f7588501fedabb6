package gongkai

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// List describes an indicator list (统计指标) as data: which rows and columns it
// has, what they are printed as, and what it states about them. Its JSON is the
// format of the files that users write; docs/LISTS.md describes it.
type List struct {
	// ID becomes the layout of reports, like "cn-fujian-2009".
	ID string `json:"id"`
	// Name and Source are for people: what the list is called, and which
	// document prescribes it.
	Name   string `json:"name,omitempty"`
	Source string `json:"source,omitempty"`
	// Columns are the columns of numbers, in the order of the page.
	Columns []ListColumn `json:"columns"`
	Rows    []ListRow    `json:"rows"`
	// Headings are labels of rows that state no number.
	Headings []string `json:"headings,omitempty"`
	Sums     []Sum    `json:"sums,omitempty"`
	Bounds   []Bound  `json:"bounds,omitempty"`
}

// ListColumn is a column of a List. In labels "{year}" stands for a year of
// four digits.
type ListColumn struct {
	Code   string   `json:"code"`
	Labels []string `json:"labels"`
}

// ListRow is a row of a List.
type ListRow struct {
	Code   string   `json:"code"`
	Labels []string `json:"labels"`
	// Under is the code of the row that it belongs to; needed only where two
	// rows have the same label.
	Under string `json:"under,omitempty"`
	// Required: a report without the row is incomplete.
	Required bool `json:"required,omitempty"`
}

// Sum says that the printed parts add up to the total, in every column. Parts
// that a report does not print do not count.
type Sum struct {
	Total string   `json:"total"`
	Parts []string `json:"parts"`
}

// Bound says that a row is at most as large as other rows together, in every
// column. A Loose bound is only usual: breaking it is worth a finding and
// contradicts nothing.
type Bound struct {
	Part  string   `json:"part"`
	Whole []string `json:"whole"`
	Loose bool     `json:"loose,omitempty"`
}

// ParseList reads a list from JSON and checks it. Errors name the place and
// the reason, not the file.
func ParseList(data []byte) (List, error) {
	var l List
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return List{}, fmt.Errorf("%s%w", jsonLine(data, err), err)
	}
	if _, err := d.Token(); err != io.EOF {
		return List{}, errors.New("there is text behind the end of the list")
	}
	return l, l.Check()
}

// jsonLine says the line of an error of encoding/json, if the error knows it.
func jsonLine(data []byte, err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	offset := 0
	switch {
	case errors.As(err, &syntax):
		offset = int(syntax.Offset)
	case errors.As(err, &kind):
		offset = int(kind.Offset)
	default:
		return ""
	}
	return fmt.Sprintf("line %d: ", 1+bytes.Count(data[:min(offset, len(data))], []byte("\n")))
}

var listCode = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
var listID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
var generatedCode = regexp.MustCompile(`^(row_[0-9]+|value_[0-9]+)$`)

// Check returns an error that names the first place where the list is not one.
func (l List) Check() error {
	if !listID.MatchString(l.ID) {
		return fmt.Errorf("id %q: wanted two or more words of a-z and 0-9 joined by -, like cn-fujian-2009", l.ID)
	}
	if len(l.Columns) == 0 {
		return fmt.Errorf("columns: there is none")
	}
	if len(l.Rows) < MinListRows {
		return fmt.Errorf("rows: %d, wanted at least %d to know the list by", len(l.Rows), MinListRows)
	}
	columns, rows := map[string]bool{}, map[string]bool{}
	for i, c := range l.Columns {
		if err := checkCode(c.Code, columns, c.Labels); err != nil {
			return fmt.Errorf("columns[%d]: %w", i, err)
		}
	}
	for i, r := range l.Rows {
		if err := checkCode(r.Code, rows, r.Labels); err != nil {
			return fmt.Errorf("rows[%d]: %w", i, err)
		}
	}
	if err := l.checkLabels(); err != nil {
		return err
	}
	return l.checkArithmetic(rows)
}

// MinListRows is how many rows a list has at least, and how many of them a table
// must print to be taken for it.
const MinListRows = 4

func checkCode(code string, seen map[string]bool, labels []string) error {
	switch {
	case !listCode.MatchString(code):
		return fmt.Errorf("code %q: wanted words of a-z and 0-9 joined by _", code)
	case generatedCode.MatchString(code):
		return fmt.Errorf("code %q: row_N and value_N are for rows and columns that no list names", code)
	case seen[code]:
		return fmt.Errorf("code %q is there twice", code)
	case len(labels) == 0 || slices.Contains(labels, ""):
		return fmt.Errorf("%s: a label is missing", code)
	}
	seen[code] = true
	return nil
}

// checkLabels: two rows that print the same label stand under different rows.
func (l List) checkLabels() error {
	type place struct{ label, under string }
	owner := map[place]string{}
	under := map[string]string{}
	codes := map[string]bool{}
	for _, r := range l.Rows {
		codes[r.Code] = true
	}
	for i, r := range l.Rows {
		if r.Under != "" && (!codes[r.Under] || r.Under == r.Code) {
			return fmt.Errorf("rows[%d]: %s is under %q, which is no other row", i, r.Code, r.Under)
		}
		for _, label := range r.Labels {
			p := place{label, r.Under}
			if other, ok := owner[p]; ok {
				return fmt.Errorf("rows[%d]: %s has the label %q of %s; say with \"under\" what tells them apart", i, r.Code, label, other)
			}
			if other, ok := under[label]; ok && (other == "") != (r.Under == "") {
				return fmt.Errorf("rows[%d]: %s: every row with the label %q needs \"under\"", i, r.Code, label)
			}
			owner[p], under[label] = r.Code, r.Under
		}
	}
	return nil
}

func (l List) checkArithmetic(rows map[string]bool) error {
	check := func(what string, i int, one string, many []string) error {
		if len(many) == 0 {
			return fmt.Errorf("%s[%d]: %s: rows are missing", what, i, one)
		}
		for at, code := range append([]string{one}, many...) {
			if !rows[code] {
				return fmt.Errorf("%s[%d]: there is no row %q", what, i, code)
			}
			if at > 0 && (code == one || slices.Contains(many[:at-1], code)) {
				return fmt.Errorf("%s[%d]: row %q is there twice", what, i, code)
			}
		}
		return nil
	}
	for i, s := range l.Sums {
		if err := check("sums", i, s.Total, s.Parts); err != nil {
			return err
		}
	}
	for i, b := range l.Bounds {
		if err := check("bounds", i, b.Part, b.Whole); err != nil {
			return err
		}
	}
	return nil
}
