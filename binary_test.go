package gongkai_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// full is a report with something in every field.
func full(t testing.TB) *gongkai.Report {
	t.Helper()
	r := &gongkai.Report{
		Source: gongkai.Source{Path: "a.pdf", URL: "http://x.gov.cn/a.pdf", SHA256: "00ff", Format: gongkai.FormatPDF, Bytes: 9},
		Method: "pdf/pdfium", Pages: 5, Title: "青梧县2022年政府信息公开工作年度报告", Agency: "青梧县", Year: 2022,
		Layout: gongkai.Layout2021, Status: gongkai.DoubtfulReport, Published: "2023-01-30",
		Metadata: []gongkai.MetadataField{{Label: "索引号"}, {Label: "文号", Value: "〔2022〕1号"}},
		Headings: []gongkai.Heading{{From: "page", Text: "标题"}},
		Sections: []gongkai.Section{{Code: "overview", Heading: "一、总体情况", Text: "……"}, {}},
		Evidence: []gongkai.Evidence{{Field: "year", Value: "2022", From: "title-page", Text: "…"}},
		Findings: []gongkai.Finding{{Code: gongkai.IdentityFails, Cells: []gongkai.CellRef{{Table: "disputes", Row: "review", Column: "total"}},
			Expected: "11", Found: "0", Detail: "10 + 1 = 11 ≠ 0", Location: gongkai.Location{Page: 4, Box: [4]float64{1, 2, 3, 4.5}}}, {Code: "x"}},
	}
	n := int64(-3)
	for _, schema := range gongkai.Schemas() {
		for _, row := range schema.Rows {
			for _, column := range schema.Columns {
				if n++; n%3 == 0 {
					continue
				}
				r.Set(gongkai.CellRef{Table: schema.Table, Row: row, Column: column}, gongkai.Value{Printed: "0", Number: gongkai.Int(n * 1e15), State: gongkai.State(1 + n&3),
					Unit: "件", Proof: gongkai.Proof(n & 3), Uncertain: column, Location: gongkai.Location{Path: "/body/tbl[2]", Method: "other", Line: int(n), Page: 1, Box: [4]float64{0, 0, 0, float64(n)}}})
			}
		}
	}
	d, err := gongkai.ParseDecimal("-18.8710")
	if err != nil {
		t.Fatal(err)
	}
	r.Set(gongkai.CellRef{Table: "local", Row: "row_002", Column: "value"}, gongkai.Value{Printed: "-18.8710", Number: d, State: gongkai.Number})
	r.Set(gongkai.CellRef{Table: "local", Row: "row_001", Column: "value_2"}, gongkai.Value{State: gongkai.Blank})
	r.Local.List, r.Local.Rows[0].Label, r.Local.Rows[0].Unit, r.Local.Columns[1].Heading = "cn-test-2010", "甲数", "件", "上年"
	r.Local.Sums = []gongkai.Sum{{Total: "row_001", Parts: []string{"row_002", "row_003"}}}
	r.Local.Bounds = []gongkai.Bound{{Part: "row_002", Whole: []string{"row_001"}, Loose: true}}
	return r
}

func TestReportBinary(t *testing.T) {
	for name, r := range map[string]*gongkai.Report{"full": full(t), "zero": {}, "tables without cells": {Requests: new(gongkai.Requests), Local: new(gongkai.Local)}} {
		b, err := r.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		back := new(gongkai.Report)
		if err := back.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, back, cmp.AllowUnexported(gongkai.Decimal{})); diff != "" {
			t.Errorf("%s: read back (-want +got):\n%s", name, diff)
		}
		// The two forms say the same, but for Headings.
		want, _ := json.Marshal(r)
		if got, _ := json.Marshal(back); string(got) != string(want) {
			t.Errorf("%s: the JSON of what was read back differs", name)
		}
	}
}

// TestDamagedBinary: bytes that are no report are an error or another report, and
// take no more memory than they are worth.
func TestDamagedBinary(t *testing.T) {
	b, _ := full(t).MarshalBinary()
	for i := range len(b) {
		if new(gongkai.Report).UnmarshalBinary(b[:i]) == nil {
			t.Fatalf("the first %d of %d bytes are a report", i, len(b))
		}
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		damaged := append([]byte{}, b...)
		for range 1 + rng.IntN(3) {
			damaged[rng.IntN(len(b))] = byte(rng.Uint32())
		}
		_ = new(gongkai.Report).UnmarshalBinary(damaged)
	}
	if new(gongkai.Report).UnmarshalBinary(append(b, 0)) == nil {
		t.Error("a byte too many is no error")
	}
}

func BenchmarkReportBinary(b *testing.B) {
	r := full(b)
	for b.Loop() {
		data, _ := r.MarshalBinary()
		if err := new(gongkai.Report).UnmarshalBinary(data); err != nil {
			b.Fatal(err)
		}
	}
}
