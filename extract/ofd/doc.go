// Package ofd reads OFD (GB/T 33190-2016, 电子文件存储与交换格式 版式文档), the fixed
// layout of Chinese offices, into a gongkai.Document.
//
// # What it accepts
//
// Packages of one or several documents, of the standard and of its drafts (names
// with any prefix or none, paths with backslashes or in other case, relative to the
// file, the document or the package). Read are text objects with their glyph maps,
// paths, composite objects, templates, and annotations that were typed or drawn.
// Draw parameters and colours say which lines are seen. Seals, stamps, watermarks,
// links and highlights are kept out; signatures are not checked.
//
// # How
//
// The XML of each page is drawn: glyphs with their boxes, paths and the places of
// pictures, in points. Package page does the rest. Where the file tells how far it is
// to the next glyph, no glyph is wider than that; else Chinese characters are as wide
// as they are high, and others half of it.
//
// # Doubt
//
// Beside what package page doubts: characters that a program wrote for want of a
// better one (¤, private use), glyphs without text, a glyph that stands for a digit in
// one place and for something else in another, text outside of its object's boundary
// or clip, which not every viewer shows. A page that has text without a place counts
// as damaged.
//
// Text that is not drawn (Visible="false", Alpha="0") is read on pages with a picture
// only, where it is the text layer of a scan, and where there is no other: as invisible.
//
// # What is not handled
//
// Scans (the error wraps gongkai.ErrNoText; see [Pictures]), what embedded fonts say
// of their glyphs (the text in the file is believed), clips of paths, patterns, text
// that a picture or a white shape covers (it is read), encryption (GM/T 0099:
// ErrEncrypted), and attachments (a finding names them).
package ofd
