package pipeline

import (
	"encoding/json"
	"fmt"

	"gongkai"
	"gongkai/extract"
	"gongkai/extract/charset"
)

// Picture is a page as displayed, as a reply to TaskPicture, in JSON.
type Picture struct {
	PNG               []byte
	WidthPt, HeightPt float64
}

// picture draws a page of a document that has pages.
func picture(reader *extract.Reader, data []byte, job Job) ([]byte, error) {
	format, err := reader.Sniff(data)
	if err != nil {
		return nil, err
	}
	if format != gongkai.FormatPDF {
		return nil, fmt.Errorf("%w: only a PDF has pages to draw, this is %s", gongkai.ErrFormat, format)
	}
	var p Picture
	if p.PNG, p.WidthPt, p.HeightPt, err = reader.PDF.Picture(data, job.Page, job.Limits); err != nil {
		return nil, err
	}
	return json.Marshal(p)
}

// decoded decodes a document that is text.
func decoded(data []byte) []byte {
	text, _ := charset.Decode(data, "")
	return []byte(text)
}

// document reads the document, as a reply to TaskDocument.
func document(reader *extract.Reader, data []byte, job Job) ([]byte, error) {
	doc, err := reader.Read(data, job.Limits)
	if err != nil {
		return nil, err
	}
	return json.Marshal(doc)
}

// DecodeDocument decodes the reply to TaskDocument.
func DecodeDocument(reply []byte) (*gongkai.Document, error) {
	doc := new(gongkai.Document)
	if err := json.Unmarshal(reply, doc); err != nil {
		return nil, err
	}
	var index func(g *gongkai.Grid)
	index = func(g *gongkai.Grid) {
		for i := range g.Cells {
			for _, inner := range g.Cells[i].Grids {
				index(inner)
			}
		}
		whole, _, _ := gongkai.NewGrid(g.Rows, g.Columns, g.Cells)
		whole.Ragged, whole.Location = g.Ragged, g.Location
		*g = *whole
	}
	for _, b := range doc.Blocks {
		if b.Grid != nil {
			index(b.Grid)
		}
	}
	return doc, nil
}
