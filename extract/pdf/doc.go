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
// PDFium gives glyphs with their boxes and the paths that are drawn, the page is turned
// as it is displayed, and package page does the rest.
//
// # What is not handled
//
// What package page does not, scans (the error wraps gongkai.ErrNoText), optional
// content that is switched off (it is read), and text that a white shape or a picture
// hides (it is read). What a file states for its glyphs (ToUnicode, ActualText) is
// believed of digits: only a font that also writes words can be caught at it.
package pdf
