package synth

import "gongkai"

// Writer renders a page in one format.
type Writer struct {
	// Name is unique; Extension, without dot, is the file name's.
	Name, Extension string
	Format          gongkai.Format
	Write           func(*Page) ([]byte, error)
}

// Writers are all there are. The writer pdf-office returns ErrNoLibreOffice
// where that is not installed, and its bytes differ from run to run; the others
// need no other program and write the same bytes for the same page.
func Writers() []Writer { return writers }

var writers = []Writer{
	{"docx", "docx", gongkai.FormatDOCX, DOCX},
	{"html-portal", "html", gongkai.FormatHTML, func(p *Page) ([]byte, error) { return HTML(p, Portal, UTF8) }},
	{"html-word", "html", gongkai.FormatHTML, func(p *Page) ([]byte, error) { return HTML(p, WordExport, UTF8) }},
	{"html-gb18030", "html", gongkai.FormatHTML, func(p *Page) ([]byte, error) { return HTML(p, WordExport, GB18030) }},
	{"text", "txt", gongkai.FormatText, Text},
	{"pdf-drawn", "pdf", gongkai.FormatPDF, DrawnPDF},
	{"ofd", "ofd", gongkai.FormatOFD, OFD},
	{"pdf-office", "pdf", gongkai.FormatPDF, func(p *Page) ([]byte, error) {
		docx, err := DOCX(p)
		if err != nil {
			return nil, err
		}
		return PDF(docx)
	}},
}
