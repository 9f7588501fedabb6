// Package pdfcheck reads the cells of a PDF a second time, with an engine that
// shares no code with package pdf: github.com/ledongthuc/pdf opens the file and
// decodes its strings, and this package places them on the page (ISO 32000-1,
// 9.4).
//
// [Check] finds no tables. It is given the cells that the first reading found
// and says of each whether the same text stands there. It says so only when it
// knows: a character that the engine cannot decode, a string whose width is
// unknown and that may reach out of the cell, text that runs sideways or is not
// seen at all make it "cannot say", and so does a digit that stands between the
// cells, because the first reading may have dropped it.
//
// # What is not handled
//
// Where the first reading found its cells is not questioned. Both engines
// believe what the file says its glyphs mean (ToUnicode): a font that draws a 3
// and calls it an 8 deceives both. The engine does not know composite fonts
// other than Identity-H with ToUnicode and UniGB-UCS2-H, AES-256, form fields, and files without
// a cross-reference table.
//
// The engine panics on odd input, which is recovered, and loops for ever on
// some: callers run it in a process that they can kill.
package pdfcheck
