// Package excel writes a workbook, dataset.xlsx, for people who work in a
// spreadsheet program.
//
// # Sheets
//
// README first: what each sheet holds, what was left out and where it is. Then
// the tables reports, requests, disputes, proactive, statistics2014, series,
// findings, agencies and coverage, a header and one line a row; then codebook,
// every column of every table. The long tables (cells, sections and the rest) are
// in the other files of the dataset: a sheet has too few rows for them.
//
// # Cells
//
//	text, code           text, always: a cell is never a formula, whatever it
//	                     begins with. Those that begin like one (= + - @, tab,
//	                     return) have the number format Text too, so that editing
//	                     them does not make them one
//	integer, decimal,    number when it has up to 15 digits, which is what a
//	hundredths           spreadsheet computes with; text when it has more
//	date                 text, YYYY-MM-DD: dates of a spreadsheet begin in 1900
//	null                 no cell
//
// A number does not keep how many decimals were printed; column printed of cells
// does. A character that XML cannot hold is written as \xHH or \uHHHH. A text of
// more than 32,767 characters, Excel's bound, ends in a note that says how many
// are left out. So does a sheet of more than 1,048,576 lines, in its last one.
//
// # Reproducible
//
// The same rows give the same bytes: times in the file are fixed, and its parts
// are in the order of their names.
//
// # Memory
//
// A sheet is kept in memory up to 16 MB and then in a temporary file beside the
// workbook, or where the system keeps such files if the workbook is no
// sinks.NamedFile.
//
// # Not handled
//
// Sheets of more than 4 GB as XML. Charts, pivot tables.
package excel
