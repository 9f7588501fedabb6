// Package readertest is how tests of readers look at documents, and what holds for
// every reader whatever the bytes.
package readertest

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// Show writes blocks as text: a paragraph a line, a row of a grid a line
// beginning with "|". A cell is shown where it begins, with its spans
// (rows×columns) unless 1×1; ‹ is a place of a cell that begins further left,
// ^ of one that begins above, ~ a filler, ↵ a line feed, ?…? a doubt, […] a
// grid inside.
func Show(d *gongkai.Document) string {
	var out strings.Builder
	for _, b := range d.Blocks {
		if b.Paragraph != nil {
			out.WriteString(b.Paragraph.Text + "\n")
			continue
		}
		out.WriteString(showGrid(b.Grid))
	}
	return out.String()
}

func showGrid(g *gongkai.Grid) string {
	var out strings.Builder
	for row := range g.Rows {
		out.WriteString("|")
		for column := range g.Columns {
			switch c := g.At(row, column); {
			case c.Row < row:
				out.WriteString(" ^ |")
			case c.Column < column:
				out.WriteString(" ‹ |")
			case c.Filler:
				out.WriteString(" ~ |")
			default:
				out.WriteString(strings.TrimRight(" "+showCell(c), " ") + " |")
			}
		}
		out.WriteString("\n")
	}
	return out.String()
}

func showCell(c *gongkai.Cell) string {
	s := strings.ReplaceAll(c.Text, "\n", "↵")
	if c.RowSpan*c.ColumnSpan > 1 {
		s = fmt.Sprintf("%d×%d %s", c.RowSpan, c.ColumnSpan, s)
	}
	if c.Uncertain != "" {
		s += "?" + c.Uncertain + "?"
	}
	for _, inner := range c.Grids {
		s += "[" + strings.TrimSuffix(strings.ReplaceAll(showGrid(inner), "\n", "/"), "/") + "]"
	}
	return s
}

// Codes are the findings of a document.
func Codes(d *gongkai.Document) string {
	var out []string
	for _, f := range d.Findings {
		out = append(out, string(f.Code))
	}
	return strings.Join(out, " ")
}

// Limits keep one input of a fuzzer cheap.
var Limits = gongkai.Limits{Bytes: 1 << 20, ExpandedBytes: 4 << 20, Cells: 10_000, Depth: 200}

// Reader is what a reader's package exports.
type Reader func([]byte, gongkai.Limits) (*gongkai.Document, error)

// Check is what holds for all bytes: an error with a reason, or a sound document,
// the same in two readings, and the bytes untouched.
func Check(t *testing.T, read Reader, data []byte) {
	t.Helper()
	before := string(data)
	d, err := read(data, Limits)
	if string(data) != before {
		t.Fatal("the reader changed its bytes")
	}
	if err != nil {
		var damage *gongkai.ReadError
		if reason := gongkai.Reason(err); !errors.As(err, &damage) || reason == "other" {
			t.Fatalf("error without a reason: %v", err)
		}
		return
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	again, err := read(data, Limits)
	if err != nil {
		t.Fatal(err)
	}
	// cmp takes time exponential in the depth of tables inside each other.
	if !reflect.DeepEqual(d, again) {
		t.Errorf("two readings differ (-first +second):\n%s", cmp.Diff(Show(d), Show(again)))
	}
}

// Read reads a document that must be readable and sound.
func Read(t *testing.T, read Reader, data []byte) *gongkai.Document {
	t.Helper()
	d, err := read(data, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	return d
}

// CheckError checks the contract of errors: a ReadError around exactly one
// sentinel, which says what is asked for.
func CheckError(t *testing.T, err, want error, says string) {
	t.Helper()
	var read *gongkai.ReadError
	if !errors.As(err, &read) || !errors.Is(err, want) || !strings.Contains(err.Error(), says) {
		t.Fatalf("error %v; want a ReadError wrapping %v that says %q", err, want, says)
	}
	if errors.As(read.Err, new(*gongkai.ReadError)) {
		t.Errorf("%v is wrapped twice", err)
	}
}
