// Package form recognises the standard tables of the annual disclosure report
// by what their labels say, and maps their cells to fields.
//
// [Find] takes a document of any format and returns a report whose values are
// still printed text. It knows where a field is, never what its value means:
// numbers, agency and year are the work of package normalize.
//
// # Layouts are data
//
// Each official layout is one file of data (cn2019.go, cn2021.go) in the list
// [layouts]. Recognition works block by block and row by row over the labels of
// all layouts at once, never by the year: a 2021 report may carry the tables of
// 2019, and one table may mix both.
//
// The form of 2014 and the lists of provinces are indicator lists: label, unit,
// one or more numbers a row. Each is a [gongkai.List]: cn2014.go, and the files
// in lists/. An indicator list that is not known is kept row by row as printed.
//
// # What is tolerated, and what is a finding
//
// White space, width, punctuation, numbering style, notes in brackets and
// labels wrapped or set vertically do not count. A label with one wrong or
// missing character, or a long one with up to three in ten, is recognised when
// no other label is nearly as close, and reported as misprinted-label. Any
// other label is a finding with the row as printed: never a default.
//
// # Not handled
//
// Tables whose cells were lost or run together (label and number in one cell):
// they are reported as unknown rows or tables, or as flattened-list.
//
// Source of the labels: 国办发〔2014〕32号, 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号.
package form
