package normalize

import (
	"testing"

	"gongkai"
)

func TestReadValue(t *testing.T) {
	for _, c := range []struct {
		printed string
		signed  bool
		state   gongkai.State
		number  string
		unit    string
		doubt   bool
	}{
		{printed: "", state: gongkai.Blank},
		{printed: " \n　", state: gongkai.Blank},
		{printed: "0", state: gongkai.Number, number: "0"},
		{printed: "１２", state: gongkai.Number, number: "12"},
		{printed: "1,234,567", state: gongkai.Number, number: "1234567"},
		{printed: "12,34", state: gongkai.Text},
		{printed: "12件", state: gongkai.Number, number: "12", unit: "件"},
		{printed: "12\n件", state: gongkai.Number, number: "12", unit: "件"},
		{printed: "240万元", state: gongkai.Number, number: "240", unit: "万元"},
		{printed: "75394432.52元", state: gongkai.Number, number: "75394432.52", unit: "元"},
		{printed: "1,690.9913万元", state: gongkai.Number, number: "1690.9913", unit: "万元"},
		{printed: "18.8710", state: gongkai.Number, number: "18.8710"},
		{printed: "260余件", state: gongkai.Text},
		{printed: "28（其中修订16件）", state: gongkai.Number, number: "28"},
		{printed: "28件(其中修\n订1\n6件)", state: gongkai.Number, number: "28", unit: "件"},
		{printed: "3.5（万元）", state: gongkai.Number, number: "3.5", unit: "万元"},
		{printed: "12①", state: gongkai.Number, number: "12"},
		{printed: "12[1]", state: gongkai.Number, number: "12"},
		{printed: "1,204*", state: gongkai.Number, number: "1204"},
		{printed: "减3注", signed: true, state: gongkai.Text},
		{printed: "12(3)", state: gongkai.Text},
		{printed: "约12（估计）", state: gongkai.Text},
		{printed: "1 2（估计）", state: gongkai.Text, doubt: true},
		{printed: "300多", state: gongkai.Text},
		{printed: "/", state: gongkai.Dash},
		{printed: "—", state: gongkai.Dash},
		{printed: "－", state: gongkai.Dash},
		{printed: "无", state: gongkai.Dash},
		{printed: "○", state: gongkai.Dash},
		{printed: "一", state: gongkai.Text, doubt: true},
		{printed: "-18", state: gongkai.Number, number: "-18"},
		{printed: "减3", signed: true, state: gongkai.Number, number: "-3"},
		{printed: "增15", signed: true, state: gongkai.Number, number: "15"},
		{printed: "增加1项", signed: true, state: gongkai.Number, number: "1", unit: "项"},
		{printed: "+5", signed: true, state: gongkai.Number, number: "5"},
		{printed: "增15", state: gongkai.Text},
		{printed: "见附件", state: gongkai.Text},
		{printed: "75 394", state: gongkai.Text, doubt: true},
		{printed: "98436\n1元", state: gongkai.Text, doubt: true},
		{printed: "010", state: gongkai.Text, doubt: true},
		{printed: "0.5", state: gongkai.Number, number: "0.5"},
		{printed: "1.", state: gongkai.Text},
		{printed: "12345678901234567890", state: gongkai.Text, doubt: true},
		{printed: "1.123456789", state: gongkai.Text, doubt: true},
	} {
		v := gongkai.Value{Printed: c.printed, State: gongkai.Text}
		readValue(&v, c.signed)
		number := ""
		if v.State == gongkai.Number {
			number = v.Number.String()
		}
		if v.State != c.state || number != c.number || v.Unit != c.unit || (v.Uncertain != "") != c.doubt {
			t.Errorf("%q reads as %s %q %q, doubt %q; want %s %q %q, doubt %v", c.printed, v.State, number, v.Unit, v.Uncertain, c.state, c.number, c.unit, c.doubt)
		}
	}
}

// TestUncertainStays: a reader's doubt is never overruled by a text that looks
// like a number.
func TestUncertainStays(t *testing.T) {
	v := gongkai.Value{Printed: "12", State: gongkai.Text, Uncertain: "a glyph without Unicode"}
	readValue(&v, false)
	if v.State != gongkai.Text || v.Uncertain == "" {
		t.Errorf("state %s, doubt %q", v.State, v.Uncertain)
	}
}

// TestDoubtGroup: in converter text, a number over two blanks in （六）其他处理 may be
// the group's.
func TestDoubtGroup(t *testing.T) {
	for _, c := range []struct {
		name   string
		format gongkai.Format
		cells  []string
		want   gongkai.Status
	}{
		{"text", gongkai.FormatText, []string{"requests.other_fee_unpaid.total=", "requests.other_remaining.total="}, gongkai.DoubtfulReport},
		{"a zero below", gongkai.FormatText, []string{"requests.other_fee_unpaid.total="}, gongkai.Verified},
		{"a format that states spans", gongkai.FormatHTML, []string{"requests.other_fee_unpaid.total=", "requests.other_remaining.total="}, gongkai.Verified},
	} {
		r := report(c.cells...)
		r.Source.Format = c.format
		if Report(r); r.Status != c.want {
			t.Errorf("%s: %s, want %s: %+v", c.name, r.Status, c.want, r.Findings)
		}
	}
	r := report("requests.other_fee_unpaid.total=", "requests.other_remaining.total=")
	r.Source.Format = gongkai.FormatPDF
	for row := range r.Requests {
		r.Requests[row][gongkai.ApplicantTotal].Page = 2 + row/int(gongkai.OtherRemaining)
	}
	if Report(r); r.Status != gongkai.DoubtfulReport {
		t.Errorf("a page ends in the group: %s, want doubtful", r.Status)
	}
}
