package sinks

import (
	"errors"
	"fmt"

	"gongkai"
)

// cropsFolder is where the pictures of cells lie in the dataset's folder.
const cropsFolder = "crops"

// cropName is the file of the picture of one cell.
func cropName(reportID string, cell gongkai.CellRef) string {
	return cropsFolder + "/" + reportID + "/" + cell.String() + ".png"
}

func crops() Table {
	return Table{
		Name: "crops",
		Description: "Cells that were read by OCR and that a human should look at, with what two readings made of them: one row a cell, " +
			"whose picture is the file of column picture.",
		SortedBy: []string{"report_id"},
		rows:     each(func(at *row) []gongkai.Crop { return at.report.Crops }, func(at *row, c gongkai.Crop) { at.crop = c }),
		Columns: []Column{
			reportID(),
			code("table", "code of the table", func(at *row) string { return at.crop.Cell.Table }),
			code("row", "code of the row", func(at *row) string { return at.crop.Cell.Row }),
			code("column", "code of the column", func(at *row) string { return at.crop.Cell.Column }),
			text("first", "the first reading; empty when it found nothing", func(at *row) string { return at.crop.First }),
			text("second", "the second reading; empty when it found nothing, and for cells of words, which are read once", func(at *row) string { return at.crop.Second }),
			text("picture", "file of the picture (PNG) in the dataset's folder", func(at *row) string { return cropName(at.ReportID, at.crop.Cell) }),
		},
	}
}

// Crops is a Sink that writes the pictures of table crops, a file each.
func Crops(create Create) Sink { return &cropSink{create: create} }

type cropSink struct {
	create Create
	err    error
}

func (s *cropSink) Write(r Record) error {
	if s.err != nil || r.Report == nil || r.Document == nil {
		return s.err
	}
	for _, c := range r.Report.Crops {
		name := cropName(r.Document.ReportID, c.Cell)
		if err := s.picture(name, c.PNG); err != nil {
			s.err = fmt.Errorf("%s: %w", name, err)
			return s.err
		}
	}
	return nil
}

func (s *cropSink) picture(name string, png []byte) error {
	file, err := s.create(name)
	if err != nil {
		return err
	}
	_, err = file.Write(png)
	return errors.Join(err, file.Close())
}

func (s *cropSink) Close() error { return s.err }
