// Package page makes a document of what its pages draw: characters with their places,
// and lines. Readers of formats that state no tables (PDF, OFD, pictures of pages) give
// both, for each page turned upright, to [Page.Find], and all pages to [Assemble].
//
// # How
//
// Every stage is a function on plain structs, in the file of its name, and
// Trace keeps what each one made:
//
//	rulings    horizontal and vertical lines, then merged where they continue
//	           each other, then grouped where they touch
//	grid       edges of columns and rows; places whose border is missing unite
//	cells      glyphs into cells by their centre; glyphs into text
//	lines      the other glyphs into lines
//	furniture  page numbers and running heads, kept out
//	words      lines cut where gaps are as wide as between columns
//	unruled    lines of values, their columns and the heads above, on the
//	           strip of all pages; rows, labels that wrap, labels that span
//	           rows; a table of them
//	join       tables continued on the next page
//	paragraphs lines into paragraphs, across pages
//
// # Doubt
//
// A cell is marked Uncertain rather than guessed at: two numbers in it, digits
// that stand apart, text that crosses its border, glyphs without a character,
// text that is not drawn, text in a font whose characters make no sense on the
// page, an incomplete border, a number beside the middle of several labels.
//
// Where nothing is drawn, evidence must be exact: every value stands under one
// head and under no other, every row has one label, what spans rows or columns
// is centred over exactly those, and no other text stands between. If one of
// that fails, there is no table: its lines stay paragraphs, and
// Trace.Unruled says why.
//
// # What is not handled
//
// Tables without rulings on a page that has a table with rulings, tables that
// draw some of their rulings (vertical lines between a top and a bottom one make
// one row; horizontal ones alone, and an outer frame, are left aside), unruled
// tables with words among their values, with spanning labels that are not
// centred, with labels aligned to the bottom of their rows, or whose only values are
// blank, slanted text (taken for a watermark), and text in columns side by side.
package page
