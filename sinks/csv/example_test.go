package csv_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/csv"
)

// A dataset of one document: the folder appears when all of it is written.
func Example() {
	folder, err := os.MkdirTemp("", "gongkai")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	if err := write(filepath.Join(folder, "dataset")); err != nil {
		fmt.Println(err)
		return
	}
	text, err := os.ReadFile(filepath.Join(folder, "dataset", "disputes.csv"))
	fmt.Print(string(text))
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// report_id,agency,agency_id,year,role,row,upheld,corrected,other,pending,total,status
	// abababababababab,洪泽区人民政府,,2023,principal,review,2,,,,2,verified
}

func write(folder string) error {
	report := &gongkai.Report{Agency: "洪泽区人民政府", Year: 2023, Status: gongkai.Verified,
		Source: gongkai.Source{Path: "hongze.pdf", SHA256: strings.Repeat("ab", 32), Format: gongkai.FormatPDF}}
	for _, column := range []string{"upheld", "total"} {
		report.Set(gongkai.CellRef{Table: gongkai.TableDisputes, Row: "review", Column: column},
			gongkai.Value{State: gongkai.Number, Printed: "2", Number: gongkai.Int(2)})
	}

	dataset, err := sinks.NewDataset(folder)
	if err != nil {
		return err
	}
	defer dataset.Abort()
	sink, err := csv.New(dataset.Create)
	if err != nil {
		return err
	}
	document := sinks.Document{Source: report.Source, Status: sinks.StatusReport, ReportID: sinks.ReportID(report.Source.SHA256)}
	if err := sink.Write(sinks.Record{Document: &document, Report: report}); err != nil {
		return err
	}
	if err := sink.Close(); err != nil {
		return err
	}
	return dataset.Commit()
}
