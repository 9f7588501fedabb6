// Package scan reads pictures of pages: scanned PDFs, page by page, and PNG, JPEG, GIF,
// TIFF, BMP and WebP files. It needs tesseract (5, with the models eng and chi_sim) and
// is the only reader that starts another program.
//
// # How
//
// Every stage is a function on plain structs:
//
//	decode     bytes to grey pixels, under limits; pages of a TIFF, EXIF orientation
//	raster     paper made white, ink found (Otsu), pages turned
//	deskew     the angle at which rows of pixels differ most, up to 5 degrees
//	rulings    straight runs of ink; package page makes tables of them
//	ink        connected pieces of ink, and lines of them; what a cell holds by its
//	           shape: nothing, a dash, a slash, a number, words
//	crop       the picture of one line, without the rulings
//	tesseract  all pictures of a page through one process, by its standard input
//	witness    digits by their shapes, from fonts and from the document itself
//
// Numbers are read twice, by tesseract and by shapes, which share nothing. A reading of
// tesseract stands when every digit has the shape of that digit; where shapes are not
// clear, when two of its readings are alike and the shapes do not speak against them.
// Everything else is Uncertain, and the cell keeps its picture. Words and prose are read
// once.
//
// # What is not handled
//
// Pages upside down, tables without rulings, text on pictures, handwriting, seals over
// numbers (they are doubted), JPEG inside TIFF (refused), more than 100 pages.
package scan
