package extract

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gongkai"
	"gongkai/extract/readertest"
)

// suites say what each reader is tried on. A reader that is in the list of NewReader
// and not here fails TestConformance.
var suites = []readertest.Suite{
	{Format: gongkai.FormatDOCX, Renditions: []string{"docx", "docx-office"}, Packed: true, Nested: true},
	{Format: gongkai.FormatDOC, Renditions: []string{"doc"}},
	{Format: gongkai.FormatRTF, Renditions: []string{"rtf", "rtf-word"}, Nested: true},
	{Format: gongkai.FormatODT, Renditions: []string{"odt"}, Packed: true, Nested: true},
	{Format: gongkai.FormatHTML, Renditions: []string{"html-portal", "html-office"}, Nested: true},
	{Format: gongkai.FormatMHTML, Renditions: []string{"mhtml-word", "mhtml-chrome"}, Nested: true},
	{Format: gongkai.FormatXLSX, Renditions: []string{"xlsx", "xlsx-sheets", "xlsx-office"}, Packed: true},
	{Format: gongkai.FormatXLS, Renditions: []string{"xls"}},
	{Format: gongkai.FormatCSV, Renditions: []string{"csv", "csv-gb18030"}},
	{Format: gongkai.FormatPDF, Renditions: []string{"pdf-drawn", "pdf-office"}, Paged: true, Slow: true},
	{Format: gongkai.FormatOFD, Renditions: []string{"ofd"}, Packed: true, Paged: true},
	{Format: gongkai.FormatImage, Renditions: []string{"tiff-300"}, Paged: true, Slow: true, Unsure: true},
	{Format: gongkai.FormatText, Renditions: []string{"text"}},
}

// TestConformance: every reader keeps the contract of readers.
func TestConformance(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	r := NewReader(filepath.Join(cache, "gongkai"))
	defer r.Close()
	for _, f := range r.formats {
		t.Run(string(f.name), func(t *testing.T) {
			at := slices.IndexFunc(suites, func(s readertest.Suite) bool { return s.Format == f.name })
			if at < 0 {
				t.Fatal("the reader has no suite")
			}
			s := suites[at]
			s.Read = f.read
			readertest.Run(t, s)
		})
	}
}
