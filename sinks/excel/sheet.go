package excel

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"gongkai/sinks"
)

// sheet is a sheet that is written line by line.
type sheet struct {
	name     string
	stream   *excelize.StreamWriter
	styles   styles
	maxLines int
	// lines counts those that are written, with the header; left the rows that
	// did not fit.
	lines, left int
}

// columnWidth is that of every column, in characters.
const columnWidth = 14

// header writes the first line, which stays in sight.
func (s *sheet) header(names []string) error {
	if err := s.stream.SetColWidth(1, len(names), columnWidth); err != nil {
		return err
	}
	if err := s.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(names))
	for i, name := range names {
		cells[i] = excelize.Cell{StyleID: s.styles.header, Value: name}
	}
	return s.line(cells)
}

func (s *sheet) line(cells []any) error {
	s.lines++
	return s.stream.SetRow("A"+strconv.Itoa(s.lines), cells)
}

// texts writes a line of texts.
func (s *sheet) texts(texts ...string) error {
	cells := make([]any, len(texts))
	for i, text := range texts {
		cells[i] = s.text(text)
	}
	return s.line(cells)
}

// note says in the last line what did not fit. The line is kept free for it.
func (s *sheet) note() error {
	if s.left == 0 {
		return nil
	}
	return s.texts(fmt.Sprintf("… %d rows more do not fit into a sheet of Excel; all are in the other files of the dataset, such as %s.parquet. "+
		"另有 %[1]d 行超出 Excel 工作表的行数上限，全部数据见数据集的其他文件，如 %[2]s.parquet。", s.left, s.name))
}

// text is the cell of a text. The library writes a string as an inline string,
// never as a formula.
func (s *sheet) text(text string) any {
	text = cut(legible(text))
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return excelize.Cell{StyleID: s.styles.text, Value: text}
	}
	return text
}

// tableWriter is the sinks.TableWriter of a sheet.
type tableWriter struct {
	*sheet
	columns []sinks.Column
	cells   []any
}

func (w *tableWriter) WriteRow(values []sinks.Value) error {
	if w.lines == w.maxLines-1 {
		w.left++
		return nil
	}
	for i, v := range values {
		w.cells[i] = w.cell(w.columns[i], v)
	}
	return w.line(w.cells)
}

func (w *tableWriter) Close() error {
	if err := w.note(); err != nil {
		return err
	}
	return w.stream.Flush()
}

func (w *tableWriter) cell(c sinks.Column, v sinks.Value) any {
	if v.Null {
		return nil
	}
	text := c.Format(v)
	switch c.Type {
	case sinks.Integer, sinks.Decimal, sinks.Hundredths:
		if number, exact := double(text); exact {
			return number
		}
	}
	return w.text(text)
}

// exactDigits is how many digits of a number every double keeps.
const exactDigits = 15

// double is the number as a spreadsheet has it, unless that is not exact.
func double(number string) (float64, bool) {
	digits := 0
	for _, c := range strings.TrimLeft(number, "-0.") {
		if c != '.' {
			digits++
		}
	}
	if digits > exactDigits {
		return 0, false
	}
	f, err := strconv.ParseFloat(number, 64)
	return f, err == nil
}

// legible writes the characters that XML 1.0 cannot hold as \xHH or \uHHHH.
func legible(s string) string {
	if !strings.ContainsFunc(s, illegal) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !illegal(r):
			b.WriteRune(r)
		case r < ' ':
			fmt.Fprintf(&b, `\x%02X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	return b.String()
}

// illegal reports what is no Char of XML 1.0; surrogates are no runes.
func illegal(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF'
}

// cut ends a text that is longer than Excel's bound with a note of what is
// left out.
func cut(s string) string {
	const room = excelize.TotalCellChars - 200 // for the note
	units := 0
	for _, r := range s {
		units += utf16.RuneLen(r)
	}
	if units <= excelize.TotalCellChars {
		return s
	}
	kept, end := 0, 0
	for i, r := range s {
		if kept+utf16.RuneLen(r) > room {
			end = i
			break
		}
		kept += utf16.RuneLen(r)
	}
	return s[:end] + fmt.Sprintf("… [%d characters more do not fit into a cell of Excel; the whole text is in the other files of the dataset. 单元格容纳不下，尚有 %[1]d 个字符，全文见数据集的其他文件。]",
		len([]rune(s[end:])))
}
