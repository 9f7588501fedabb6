// Package pdf reads PDF (ISO 32000) into a gongkai.Document, with PDFium
// compiled to WebAssembly.
//
// # What it accepts
//
// PDF of any version that PDFium opens, among it files encrypted with an empty
// user password, and files that lost their trailer. A table is what rulings
// draw: stroked lines, thin filled rectangles and the edges of stroked
// rectangles, also inside form XObjects. Text that is in no table becomes
// paragraphs. The values of form fields are read as they are displayed.
//
// # How
//
// Every stage is a function on plain structs, in the file of its name, and
// Trace keeps what each one made:
//
//	chars      glyphs with their boxes, the page turned as it is displayed
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
// centred, with labels aligned to the bottom of their rows, or whose only values are blank, scans (the
// error wraps gongkai.ErrNoText), slanted text (taken for a watermark), text
// in columns side by side, optional content that is switched off (it is read),
// and text that a white shape or a picture hides (it is read). What a file states
// for its glyphs (ToUnicode, ActualText) is believed of digits: only a font that
// also writes words can be caught at it.
package pdf
