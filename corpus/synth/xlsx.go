package synth

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"
)

// madeAt stands in every workbook, so that the same page gives the same bytes.
const madeAt = "2000-01-01T00:00:00Z"

// XLSX renders the page as a workbook: numbers are numbers in the format that
// prints them as the page does, all else is text.
func XLSX(p *Page, skin SheetSkin) (data []byte, err error) {
	book := &workbook{File: excelize.NewFile(), styles: map[string]int{}, ruled: skin == OneSheet}
	defer func() { err = cmp.Or(err, book.Close()) }()
	tabs, _ := p.tabs(skin)
	for i, t := range tabs {
		if i > 0 {
			if _, err := book.NewSheet(t.name); err != nil {
				return nil, fmt.Errorf("xlsx: sheet %q: %w", t.name, err)
			}
		}
		if err := book.sheet(t); err != nil {
			return nil, fmt.Errorf("xlsx: sheet %q: %w", t.name, err)
		}
	}
	if err := book.SetDocProps(&excelize.DocProperties{Title: p.title(), Created: madeAt, Modified: madeAt}); err != nil {
		return nil, fmt.Errorf("xlsx: %w", err)
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("xlsx: %w", err)
	}
	return sortedParts(out.Bytes())
}

// workbook is a workbook that is being written.
type workbook struct {
	*excelize.File
	styles map[string]int // by number format, with "r" before it where there are borders
	ruled  bool
}

func (b *workbook) sheet(t tab) error {
	for i, row := range t.rows {
		for _, c := range row {
			if err := b.cell(t.name, i+1, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *workbook) cell(sheet string, row int, c tabCell) error {
	from, err := excelize.CoordinatesToCellName(c.column+1, row)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(c.column+c.columns(), row+c.rows()-1)
	if err != nil {
		return err
	}
	if from != to {
		if err := b.MergeCell(sheet, from, to); err != nil {
			return err
		}
	}
	format := ""
	if value, code, ok := asNumber(c.Text); ok && c.Value.Table != "" {
		format, err = code, b.SetCellFloat(sheet, from, value, -1, 64)
	} else if c.Text != "" {
		err = b.SetCellStr(sheet, from, c.Text)
	}
	if err != nil {
		return err
	}
	style, err := b.style(format, c.isTable && b.ruled)
	if err != nil {
		return err
	}
	return b.SetCellStyle(sheet, from, to, style)
}

func (b *workbook) style(format string, ruled bool) (int, error) {
	key := fmt.Sprint(ruled, format)
	if id, ok := b.styles[key]; ok {
		return id, nil
	}
	style := &excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}}
	if format != "" {
		style.CustomNumFmt = &format
	}
	if ruled {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	id, err := b.NewStyle(style)
	b.styles[key] = id
	return id, err
}

// sortedParts writes the parts of a zip file in the order of their names: the
// library has them in the order of a map.
func sortedParts(data []byte) ([]byte, error) {
	parts, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("xlsx: %w", err)
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range parts.File {
		if err := out.Copy(part); err != nil {
			return nil, fmt.Errorf("xlsx: %s: %w", part.Name, err)
		}
	}
	err = out.Close()
	return b.Bytes(), err
}
