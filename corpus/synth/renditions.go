package synth

import (
	"context"
	"fmt"
	"os/exec"
	"slices"

	"gongkai"
)

// Rendition is one way of storing reports in files, so that the same reports can
// be had in every format that agencies publish. A writer's name is a rendition of
// it; the others are converted from those, by LibreOffice (Word, spreadsheets),
// poppler and ImageMagick (scans), or packed into archives.
type Rendition struct {
	// Name is unique, and a folder's.
	Name, Extension string
	// Format is what is read in the end: that of the members of an archive.
	Format gongkai.Format
	// Made says how, of what.
	Made string
	// Programs that must be installed.
	Programs []string

	write func(*Page) ([]byte, error) // nil for what is converted
	of    string                      // the rendition that it is made from
	batch int                         // files that one conversion takes
	// convert makes files of the same base names in the folder, or one archive of
	// them all.
	convert func(ctx context.Context, to string, files []string) error
	// archive: the files are packed into one for each batch.
	archive bool
}

// Missing names a program that the rendition needs and this machine lacks; empty
// when there is none.
func (r Rendition) Missing() string {
	for _, p := range r.Programs {
		if _, err := exec.LookPath(p); err != nil {
			return p
		}
	}
	if base, ok := rendition(r.of); ok {
		return base.Missing()
	}
	return ""
}

// Writer is what writes the rendition, if nothing else is needed.
func (r Rendition) Writer() (Writer, bool) {
	return Writer{Name: r.Name, Extension: r.Extension, Format: r.Format, Write: r.write}, r.write != nil
}

const (
	officeBatch  = 100 // a start of LibreOffice is as long as some ten conversions
	archiveBatch = 50
)

// Renditions are all there are, in the order of tables of figures.
func Renditions() []Rendition {
	var list []Rendition
	for _, w := range writers {
		if w.Name != officeWriter {
			list = append(list, Rendition{Name: w.Name, Extension: w.Extension, Format: w.Format, Made: "written", write: w.Write})
		}
	}
	converted := []Rendition{
		byOffice("doc", "doc:MS Word 97", gongkai.FormatDOC, "docx"),
		byOffice("rtf", "rtf:Rich Text Format", gongkai.FormatRTF, "docx"),
		byOffice("odt", "odt:writer8", gongkai.FormatODT, "docx"),
		byOffice("docx-office", "docx:MS Word 2007 XML", gongkai.FormatDOCX, "odt"),
		byOffice("html-office", "html:HTML (StarWriter)", gongkai.FormatHTML, "docx"),
		byOffice(officeWriter, "pdf:writer_pdf_Export", gongkai.FormatPDF, "docx"),
		byOffice("xls", "xls:MS Excel 97", gongkai.FormatXLS, "xlsx"),
		byOffice("xlsx-office", "xlsx:Calc MS Excel 2007 XML", gongkai.FormatXLSX, "xlsx"),
		textLayout("pdf-office"),
		scanned("scan-300", "pdf", "at 300 dpi", 300, "-quality", "92"),
		scanned("scan-300-noise", "pdf", "at 300 dpi, 1° askew, with noise, as a poor JPEG", 300,
			"-background", "white", "-rotate", "1", "-seed", "1", "-attenuate", "0.6", "+noise", "Gaussian", "-quality", "40"),
		scanned("scan-200", "pdf", "at 200 dpi", 200, "-quality", "85"),
		scanned("tiff-300", "tif", "at 300 dpi in black and white", 300, "-threshold", "60%", "-compress", "Group4"),
		{Name: "zip", Extension: "zip", Made: "50 of a zip, names in GBK", of: "docx", convert: zipGBK},
		{Name: "targz", Extension: "tar.gz", Made: "50 of a tar.gz", of: "html-portal", convert: tarGzip},
		{Name: "7z", Extension: "7z", Made: "50 of a 7z", of: "doc", convert: sevenZip, Programs: []string{"7z"}},
	}
	for _, r := range converted {
		at := slices.IndexFunc(list, func(base Rendition) bool { return base.Name == r.of })
		if at < 0 {
			continue // nothing writes what it is made of
		}
		if r.batch == 0 {
			r.batch, r.archive, r.Format = archiveBatch, true, list[at].Format
		}
		r.Made += " of " + r.of
		list = append(list, r)
	}
	return list
}

func rendition(name string) (Rendition, bool) {
	list := Renditions()
	at := slices.IndexFunc(list, func(r Rendition) bool { return r.Name == name })
	if at < 0 {
		return Rendition{}, false
	}
	return list[at], true
}

// byOffice is what LibreOffice makes; filter is as office takes it.
func byOffice(name, filter string, format gongkai.Format, of string) Rendition {
	extension := filter
	for i, r := range filter {
		if r == ':' {
			extension = filter[:i]
			break
		}
	}
	return Rendition{
		Name: name, Extension: extension, Format: format, Made: "LibreOffice", Programs: []string{"soffice"}, of: of, batch: officeBatch,
		convert: func(ctx context.Context, to string, files []string) error {
			return office(ctx, filter, to, files...)
		},
	}
}

// CheckRenditions returns an error that names what is no rendition, or what this
// machine lacks for one.
func CheckRenditions(names []string) error {
	for _, name := range names {
		r, ok := rendition(name)
		if !ok {
			return fmt.Errorf("no rendition is called %q", name)
		}
		if program := r.Missing(); program != "" {
			return fmt.Errorf("%s needs the program %s, which is not installed", name, program)
		}
	}
	return nil
}
