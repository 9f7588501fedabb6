package gongkai

import "slices"

// TableLocal is the code of indicator lists that are no national form.
const TableLocal = "local"

// Local is what a document prints as indicator lists of its province, city or
// own making: rows of label, unit and one or more numbers.
type Local struct {
	// List is the ID of the List that the rows follow; empty when it is none
	// that is known, and the rows are kept as printed.
	List string `json:"list,omitempty"`
	// Columns are the columns of numbers, in the order in which they are met.
	Columns []LocalColumn `json:"columns"`
	// Rows are in the order of the page.
	Rows []LocalRow `json:"rows"`
	// Sums and Bounds are what the list states about its rows.
	Sums   []Sum   `json:"sums,omitempty"`
	Bounds []Bound `json:"bounds,omitempty"`
}

// LocalColumn is a column of Local. Code is the list's; value, value_2, … where
// no list names the column. Heading is as printed, empty when it has none.
type LocalColumn struct {
	Code    string `json:"code"`
	Heading string `json:"heading"`
}

// LocalRow is a row of Local. Code is the list's; row_001, row_002, … where no
// list names the row. Label and Unit are as printed.
type LocalRow struct {
	Code  string `json:"code"`
	Label string `json:"label"`
	Unit  string `json:"unit,omitempty"`
	// Values are by the code of their column; a column that is not there is a
	// cell that the report does not have.
	Values map[string]*Value `json:"-"`
}

// Row returns the row of the code, nil when there is none. It points into
// Rows: adding a row moves it.
func (l *Local) Row(code string) *LocalRow {
	if at := slices.IndexFunc(l.Rows, func(r LocalRow) bool { return r.Code == code }); at >= 0 {
		return &l.Rows[at]
	}
	return nil
}

// at returns the cell, the zero Value when it is not there, nil when the list has no such row or column.
func (l *Local) at(row, column string) *Value {
	r := l.Row(row)
	if r == nil || !slices.ContainsFunc(l.Columns, func(c LocalColumn) bool { return c.Code == column }) {
		return nil
	}
	if v := r.Values[column]; v != nil {
		return v
	}
	return new(Value)
}

// set stores v, making the row and the column where they are not there yet.
func (l *Local) set(row, column string, v Value) {
	if l.Row(row) == nil {
		l.Rows = append(l.Rows, LocalRow{Code: row, Values: map[string]*Value{}})
	}
	if !slices.ContainsFunc(l.Columns, func(c LocalColumn) bool { return c.Code == column }) {
		l.Columns = append(l.Columns, LocalColumn{Code: column})
	}
	l.Row(row).Values[column] = &v
}

// adopt takes the values of the same rows from another reading of the list:
// its JSON keeps rows and values apart.
func (l *Local) adopt(from *Local) {
	for i := range l.Rows {
		l.Rows[i].Values = map[string]*Value{}
		if from == nil {
			continue
		}
		if r := from.Row(l.Rows[i].Code); r != nil {
			l.Rows[i].Values = r.Values
		}
	}
}

// Label is the printed label of the row that ref names, if it is one of a
// local list; the rows of national forms are known by their codes.
func (r *Report) Label(ref CellRef) string {
	if ref.Table != TableLocal || r.Local == nil {
		return ""
	}
	if row := r.Local.Row(ref.Row); row != nil {
		return row.Label
	}
	return ""
}
