package excel

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"gongkai/sinks"
)

const workbookName = "dataset.xlsx"

// Sheets that are no table.
const (
	readmeSheet   = "README"
	codebookSheet = "codebook"
)

// tables are those that have a sheet, in the order of the sheets.
var tables = []string{"reports", "requests", "disputes", "proactive", "statistics2014", "series", "findings", "agencies", "coverage"}

// maxLines is Excel's bound of a sheet.
const maxLines = 1_048_576

// madeAt stands where Excel wants a time: the dataset has none.
const madeAt = "2000-01-01T00:00:00Z"

// New begins a Sink of one workbook.
func New(create sinks.Create) (sinks.Sink, error) { return newSink(create, maxLines) }

func newSink(create sinks.Create, maxLines int) (sinks.Sink, error) {
	return sinks.OneFile(create, workbookName, func(file io.WriteCloser) (sinks.Book, error) { return open(file, maxLines) })
}

// book is the sinks.Book of a workbook.
type book struct {
	file     io.Writer
	maxLines int
	// scratch is the folder of temporary files; empty for the system's.
	scratch  string
	workbook *excelize.File
	styles   styles
	sheets   map[string]*sheet
}

// styles are the numbers of cell styles in the workbook.
type styles struct{ header, text int }

func open(file io.Writer, maxLines int) (*book, error) {
	b := &book{file: file, maxLines: maxLines, sheets: map[string]*sheet{}}
	if named, ok := file.(sinks.NamedFile); ok {
		b.scratch = filepath.Dir(named.Name())
	}
	b.workbook = excelize.NewFile(excelize.Options{TmpDir: b.scratch})
	if err := b.prepare(); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// prepare makes styles and empty sheets, so that these are in their order.
func (b *book) prepare() (err error) {
	if b.styles.header, err = b.workbook.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: textFormat}); err != nil {
		return err
	}
	if b.styles.text, err = b.workbook.NewStyle(&excelize.Style{NumFmt: textFormat}); err != nil {
		return err
	}
	if err := b.workbook.SetSheetName(b.workbook.GetSheetName(0), readmeSheet); err != nil {
		return err
	}
	for _, name := range append(slices.Clone(tables), codebookSheet) {
		if _, err := b.workbook.NewSheet(name); err != nil {
			return err
		}
	}
	return b.workbook.SetDocProps(&excelize.DocProperties{Title: "Disclosure reports of Chinese agencies", Creator: "gongkai", Created: madeAt, Modified: madeAt})
}

// textFormat is the number of Excel's number format Text.
const textFormat = 49

func (b *book) Table(t sinks.Table) (sinks.TableWriter, error) {
	if !slices.Contains(tables, t.Name) {
		return nil, nil
	}
	s, err := b.begin(t.Name)
	if err != nil {
		return nil, err
	}
	b.sheets[t.Name] = s
	header := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = c.Name
	}
	return &tableWriter{s, t.Columns, make([]any, len(t.Columns))}, s.header(header)
}

func (b *book) begin(name string) (*sheet, error) {
	stream, err := b.workbook.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	return &sheet{name: name, stream: stream, styles: b.styles, maxLines: b.maxLines}, nil
}

// Finish writes the sheets that are no table, and the file.
func (b *book) Finish() error {
	for _, write := range []func() error{b.writeCodebook, b.writeReadme, b.save} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// save writes the workbook's parts in the order of their names. The library has
// them in the order of a map, and would build the file in memory; so it builds
// it in a temporary file, from which the parts are copied as they are.
func (b *book) save() (err error) {
	unsorted, err := os.CreateTemp(b.scratch, "gongkai-*.zip")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unsorted.Close(), os.Remove(unsorted.Name())) }()
	b.workbook.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(unsorted) })
	if _, err := b.workbook.WriteToBuffer(); err != nil {
		return err
	}
	info, err := unsorted.Stat()
	if err != nil {
		return err
	}
	parts, err := zip.NewReader(unsorted, info.Size())
	if err != nil {
		return err
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	sorted := zip.NewWriter(b.file)
	for _, part := range parts.File {
		if err := sorted.Copy(part); err != nil {
			return fmt.Errorf("%s: %w", part.Name, err)
		}
	}
	return sorted.Close()
}

// Close removes the temporary files.
func (b *book) Close() error { return b.workbook.Close() }

func (b *book) writeCodebook() error {
	s, err := b.begin(codebookSheet)
	if err != nil {
		return err
	}
	if err := s.header([]string{"table", "column", "type", "nullable", "unit", "meaning"}); err != nil {
		return err
	}
	for _, t := range sinks.Tables() {
		if err := s.texts(t.Name, "", "", "", "", t.Description+" Sorted by "+strings.Join(t.SortedBy, ", ")+"."); err != nil {
			return err
		}
		for _, c := range t.Columns {
			nullable := "no"
			if c.Nullable {
				nullable = "yes"
			}
			if err := s.texts(t.Name, c.Name, c.Type.String(), nullable, c.Unit, c.Description); err != nil {
				return err
			}
		}
	}
	return s.stream.Flush()
}
