package pdfcheck

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

var (
	here  = gongkai.CellRef{Table: "t", Row: "r", Column: "here"}
	there = gongkai.CellRef{Table: "t", Row: "r", Column: "there"}
)

// one is the cell from 10,40 to 60,60 of the page as displayed. Text on its
// line is 45 points from the page's bottom.
func one(printed string) []Cell {
	return []Cell{{Ref: here, Printed: printed, Page: 1, Box: [4]float64{10, 40, 60, 60}}}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, extra, content, form string
		cells                      []Cell
		want                       string // agreement, second text or reason
	}{
		{name: "the same", content: "BT /F1 10 Tf 20 45 Td (123) Tj ET", cells: one("123"), want: "agrees 123"},
		{name: "another number", content: "BT /F1 10 Tf 20 45 Td (128) Tj ET", cells: one("123"), want: "differs 128"},
		{name: "blank", cells: one(""), want: "agrees "},
		{name: "blank, and yet something is there", content: "BT /F1 10 Tf 20 45 Td (7) Tj ET", cells: one(""), want: "differs 7"},
		{name: "nothing seen", content: "BT /F1 10 Tf 120 45 Td (7) Tj ET", cells: one("7"), want: "cannot-say " + noText},
		{name: "glyph by glyph, out of order", content: "BT /F1 10 Tf 25 45 Td (2) Tj -5 0 Td (1) Tj ET", cells: one("12"), want: "agrees 12"},
		{name: "white space and full width", content: "BT /F1 10 Tf 20 45 Td (1 2) Tj ET", cells: one("１２"), want: "agrees 12"},
		{name: "kerned", content: "BT /F1 10 Tf 1 0 0 1 20 45 Tm [(1) -50 (2) 30 (3)] TJ ET", cells: one("123"), want: "agrees 123"},
		{name: "composite font", content: "BT /F3 10 Tf 45 45 Td <010101020103> Tj ET", cells: one("123"), want: "agrees 123"},
		{name: "a glyph without a character", content: "BT /F3 10 Tf 20 45 Td <01010200> Tj ET", cells: one("1"), want: "cannot-say " + unknown},
		{name: "an unknown encoding", content: "BT /F5 10 Tf 20 45 Td <0101> Tj ET", cells: one("1"), want: "cannot-say " + unknown},
		{name: "an unknown encoding that may run into the cell", content: "BT /F5 10 Tf 2 45 Td <0101> Tj /F1 10 Tf 1 0 0 1 20 45 Tm (1) Tj ET", cells: one("1"), want: "cannot-say " + roughPlace},
		{name: "UCS-2", content: "BT /F6 10 Tf 20 45 Td <003100324EF6> Tj ET", cells: one("12件"), want: "agrees 12件"},
		{name: "vertical writing", content: "BT /F4 10 Tf 20 70 Td <0101> Tj /F1 10 Tf 1 0 0 1 40 45 Tm (1) Tj ET", cells: one("1"), want: "cannot-say " + turned},
		{name: "no widths, inside", content: "BT /F2 10 Tf 20 45 Td (123) Tj ET", cells: one("123"), want: "agrees 123"},
		{name: "no widths, may reach out", content: "BT /F2 10 Tf 20 45 Td (12345) Tj ET", cells: one("12345"), want: "cannot-say " + roughPlace},
		{name: "two lines", content: "BT /F1 8 Tf 20 52 Td 9 TL (12) Tj (34) ' ET", cells: one("1234"), want: "agrees 1234"},
		{name: "bold by printing twice", content: "BT /F1 10 Tf 20 45 Td (1) Tj 0.3 0 Td (1) Tj ET", cells: one("1"), want: "agrees 1"},
		{name: "in a form", content: "q /X1 Do Q", form: "BT /F1 10 Tf 10 45 Td (5) Tj ET", cells: one("5"), want: "agrees 5"},
		{name: "a form without end", content: "/X2 Do", cells: one(""), want: "cannot-say the document exceeds a limit: forms within forms"},
		{name: "scaled and flipped", content: "1 0 0 -1 0 100 cm BT /F1 1 Tf 10 0 0 -10 20 55 Tm (12) Tj ET", cells: one("12"), want: "agrees 12"},
		{name: "rotated page", extra: "/Rotate 90/MediaBox[0 0 100 200]", content: "BT /F1 10 Tf 0 1 -1 0 55 20 Tm (12) Tj ET", cells: one("12"), want: "agrees 12"},
		{name: "cropped page", extra: "/MediaBox[-50 -50 300 300]/CropBox[5 0 205 100]", content: "BT /F1 10 Tf 25 45 Td (12) Tj ET", cells: one("12"), want: "agrees 12"},
		{name: "watermark", content: "BT /F1 30 Tf 0.7 0.7 -0.7 0.7 20 35 Tm (9) Tj ET BT /F1 10 Tf 20 45 Td (12) Tj ET", cells: one("12"), want: "agrees 12"},
		{name: "unbalanced operators", content: "Q Q 1 cm BT /F1 10 Tf Td 20 45 Td (12) Tj ET", cells: one("12"), want: "agrees 12"},
		{name: "no box", content: "", cells: []Cell{{Ref: here, Printed: "1", Page: 1}}, want: "cannot-say " + noPlace},
		{name: "no such page", content: "", cells: []Cell{{Ref: here, Printed: "1", Page: 9, Box: [4]float64{1, 1, 2, 2}}}, want: "cannot-say the page is not found"},
		{name: "a digit between the cells", content: "BT /F1 10 Tf 20 45 Td (1) Tj 60 0 Td (8) Tj 60 0 Td (1) Tj ET",
			cells: append(one("1"), Cell{Ref: there, Printed: "1", Page: 1, Box: [4]float64{120, 40, 180, 60}}), want: "cannot-say " + between},
		{name: "cells over each other", content: "BT /F1 10 Tf 20 45 Td (1) Tj ET",
			cells: append([]Cell{{Ref: there, Printed: "1", Page: 1, Box: [4]float64{10, 40, 50, 60}}}, one("1")...), want: "cannot-say " + shared},
	} {
		t.Run(c.name, func(t *testing.T) {
			second, err := Check(onePage(c.extra, c.content, c.form), c.cells, gongkai.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			got := second.Cells[0]
			if c.cells[0].Ref != here {
				got = second.Cells[1]
			}
			text := got.Agreement.String() + " " + got.Second
			if got.Agreement == gongkai.CannotSay {
				text += got.Reason
			}
			if text != c.want {
				t.Errorf("%s, want %s", text, c.want)
			}
		})
	}
}

// TestOrder: the result has the cells in the order given, on whichever page.
func TestOrder(t *testing.T) {
	data := onePage("", "BT /F1 10 Tf 20 45 Td (1) Tj ET", "")
	cells := append([]Cell{{Ref: there, Printed: "2", Page: 2, Box: [4]float64{1, 1, 2, 2}}}, one("1")...)
	second, err := Check(data, cells, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := gongkai.SecondReading{Method: Method, Cells: []gongkai.ComparedCell{
		{Cell: there, First: "2", Reason: "the page is not found"},
		{Cell: here, First: "1", Second: "1", Agreement: gongkai.Agrees},
	}}
	if diff := cmp.Diff(want, second); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFrame: what stands around the file, and its version, do not matter.
func TestFrame(t *testing.T) {
	good := string(onePage("", "BT /F1 10 Tf 20 45 Td (1) Tj ET", ""))
	for name, data := range map[string]string{
		"as it is": good, "behind it": good + "<!-- served by -->\n", "before it": "\n" + good,
		"version 2": strings.Replace(good, "%PDF-1.7\n", "%PDF-2.0\n", 1), "no line end": strings.Replace(good, "%PDF-1.7\n", "%PDF-1.7 ", 1),
	} {
		second, err := Check([]byte(data), one("1"), gongkai.DefaultLimits())
		if err != nil || second.Cells[0].Agreement != gongkai.Agrees {
			t.Errorf("%s: %v, %v", name, second.Cells, err)
		}
	}
}

// TestUnreadable: files that the engine cannot read are errors with a reason,
// however it fails on them.
func TestUnreadable(t *testing.T) {
	good := onePage("", "BT /F1 10 Tf 20 45 Td (1) Tj ET", "")
	broken := filepath.Join("..", "..", "testdata", "broken")
	cyclic, err := os.ReadFile(filepath.Join(broken, "cyclic-pages.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"empty": nil, "truncated": good[:len(good)/2], "not a PDF": []byte("<html>"), "no cross-reference": good[:len(good)-40], "cyclic": cyclic,
	} {
		_, err := Check(data, one("1"), gongkai.DefaultLimits())
		if !errors.Is(err, gongkai.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	two := gongkai.Limits{Pages: 1}
	data := write("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", "<</Type/Page/Parent 2 0 R>>")
	if _, err := Check(data, one("1"), two); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("too many pages: %v", err)
	}
}

// TestDamage: the panics of the engine do not escape, whichever byte of a file
// is changed.
func TestDamage(t *testing.T) {
	good := onePage("", "q 1 0 0 1 5 5 cm /X1 Do Q BT /F3 10 Tf 20 45 Td [<0101> 5 <0102>] TJ ET", "BT /F1 10 Tf 10 45 Td (5) Tj ET")
	for i := range good {
		data := append([]byte(nil), good...)
		data[i] ^= 0x15
		if _, err := Check(data, one("12"), gongkai.DefaultLimits()); err != nil && gongkai.Reason(err) != "damaged" && gongkai.Reason(err) != "limit" {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
}
