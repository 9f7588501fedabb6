package synth

import "gongkai"

// Writer renders a page in one format.
type Writer struct {
	// Name is unique; Extension, without dot, is the file name's.
	Name, Extension string
	Format          gongkai.Format
	Write           func(*Page) ([]byte, error)
	// OnRequest says that a corpus has it only if it is asked for.
	OnRequest bool
}

// Writers are all there are. The writer pdf-office returns ErrNoLibreOffice
// where that is not installed, and its bytes differ from run to run; the others
// need no other program and write the same bytes for the same page.
func Writers() []Writer { return writers }

var writers = []Writer{
	{"docx", "docx", gongkai.FormatDOCX, DOCX, false},
	{"html-portal", "html", gongkai.FormatHTML, func(p *Page) ([]byte, error) { return HTML(p, Portal, UTF8) }, false},
	{"html-word", "html", gongkai.FormatHTML, func(p *Page) ([]byte, error) { return HTML(p, WordExport, UTF8) }, false},
	{"html-gb18030", "html", gongkai.FormatHTML, func(p *Page) ([]byte, error) { return HTML(p, WordExport, GB18030) }, false},
	{"text", "txt", gongkai.FormatText, Text, false},
	{"pdf-drawn", "pdf", gongkai.FormatPDF, DrawnPDF, false},
	{"pdf-office", "pdf", gongkai.FormatPDF, func(p *Page) ([]byte, error) {
		docx, err := DOCX(p)
		if err != nil {
			return nil, err
		}
		return PDF(docx)
	}, false},
	{"ofd", "ofd", gongkai.FormatOFD, OFD, true},
	{"rtf-word", "rtf", gongkai.FormatRTF, WordRTF, true},
	{"mhtml-word", "mht", gongkai.FormatMHTML, WordMHTML, true},
	{"mhtml-chrome", "mhtml", gongkai.FormatMHTML, ChromeMHTML, true},
	{"xlsx", "xlsx", gongkai.FormatXLSX, func(p *Page) ([]byte, error) { return XLSX(p, OneSheet) }, true},
	{"xlsx-sheets", "xlsx", gongkai.FormatXLSX, func(p *Page) ([]byte, error) { return XLSX(p, ManySheets) }, true},
	{"csv", "csv", gongkai.FormatCSV, func(p *Page) ([]byte, error) { return CSV(p, OneSheet, UTF8) }, true},
	{"csv-gb18030", "csv", gongkai.FormatCSV, func(p *Page) ([]byte, error) { return CSV(p, ManySheets, GB18030) }, true},
}
