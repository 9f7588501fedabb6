// Package readertest is the conformance suite of readers: a reader is done when [Run]
// passes, and its fuzzer finds nothing in ten minutes.
package readertest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gongkai"
	"gongkai/extract/form"
)

// Suite is a reader, and what it can do.
type Suite struct {
	Format gongkai.Format
	Read   func([]byte, gongkai.Limits) (*gongkai.Document, error)
	// Renditions are the folders of testdata/formats with documents of the format.
	Renditions []string
	// Packed, Nested, Paged: the format is compressed, a tree of elements, has
	// pages; so that limits on expanded bytes, depth and pages mean something.
	Packed, Nested, Paged bool
	// Slow is a reader that takes a tenth of a second or more: it is tried on a
	// tenth of the damage.
	Slow bool
	// Unsure is a reader by recognition, of which cells are not compared.
	Unsure bool
}

// formats is where the samples are, seen from package extract.
const formats = "../testdata/formats"

const (
	truncations = 20
	flips       = 200
	slowShare   = 10
	// readTime is what a damaged report may take: it is a hundred times what one
	// takes that is whole, on a busy machine.
	readTime     = 2 * time.Second
	slowReadTime = 30 * time.Second
)

// Run reads the reports of testdata/formats,
// whole, under limits that they exceed, and damaged.
func Run(t *testing.T, s Suite) {
	samples := s.samples(t)
	for name, data := range samples {
		t.Run(name, func(t *testing.T) {
			t.Run("whole", func(t *testing.T) { s.whole(t, name, data) })
			t.Run("limits", func(t *testing.T) { s.limits(t, data) })
		})
	}
	one := slices.Sorted(keys(samples))[0]
	t.Run("nothing", func(t *testing.T) {
		for _, data := range []string{"", " ", "\r\n\t\n", "\x00"} {
			if doc, err := s.Read([]byte(data), gongkai.DefaultLimits()); err == nil {
				t.Errorf("%q is read as %d blocks", data, len(doc.Blocks))
			} else {
				s.refused(t, fmt.Sprintf("%q", data), err)
			}
		}
	})
	t.Run("damage", func(t *testing.T) { s.damage(t, samples[one]) })
	t.Run("others", func(t *testing.T) { s.others(t) })
}

func keys(m map[string][]byte) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// samples are the files of the renditions.
func (s Suite) samples(t *testing.T) map[string][]byte {
	t.Helper()
	samples := map[string][]byte{}
	for _, rendition := range s.Renditions {
		files, err := filepath.Glob(filepath.Join(formats, rendition, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("testdata/formats/%s: %d files, %v", rendition, len(files), err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			samples[rendition+"/"+filepath.Base(file)] = data
		}
	}
	if len(samples) == 0 {
		t.Fatal("no rendition to try the reader on")
	}
	return samples
}

// whole: the report is read, twice the same, every cell says where it stands, and
// the standard tables print what the report prints.
func (s Suite) whole(t *testing.T, name string, data []byte) {
	doc := s.sound(t, name, data, gongkai.DefaultLimits(), true)
	if doc == nil {
		t.Fatal("the report is not read")
	}
	if _, engine, ok := strings.Cut(doc.Method, "/"); doc.Format != s.Format || !ok || engine == "" {
		t.Errorf("format %q, method %q; want %s, and an engine", doc.Format, doc.Method, s.Format)
	}
	if s.Paged && doc.Pages == 0 {
		t.Error("the document has no pages")
	}
	for i, b := range doc.Blocks {
		if b.Grid != nil {
			located(t, fmt.Sprintf("block %d", i+1), b.Grid)
		} else if !stands(b.Paragraph.Location) {
			t.Errorf("block %d: %q does not say where it stands", i+1, b.Paragraph.Text)
		}
	}
	if unlimited, err := s.Read(data, gongkai.Limits{}); err != nil || !same(doc, unlimited) {
		t.Errorf("without limits the document is another: %v", err)
	}
	if !s.Unsure {
		compare(t, doc, strings.SplitN(filepath.Base(name), ".", 2)[0])
	}
}

// located: every cell of the source says where it stands.
func located(t *testing.T, where string, g *gongkai.Grid) {
	t.Helper()
	if !stands(g.Location) {
		t.Errorf("%s: the grid does not say where it stands", where)
	}
	for _, c := range g.Cells {
		if !c.Filler && !stands(c.Location) {
			t.Errorf("%s: row %d, column %d, %q, does not say where it stands", where, c.Row+1, c.Column+1, c.Text)
		}
		for _, inner := range c.Grids {
			located(t, where+", inside", inner)
		}
	}
}

func stands(l gongkai.Location) bool { return l.Page > 0 || l.Path != "" || l.Line > 0 }

// limits: what exceeds a limit is refused as that.
func (s Suite) limits(t *testing.T, data []byte) {
	for _, c := range []struct {
		name    string
		applies bool
		limits  gongkai.Limits
	}{
		{"bytes", true, gongkai.Limits{Bytes: len(data) - 1}},
		{"cells", !s.Unsure, gongkai.Limits{Cells: 3}},
		{"expanded bytes", s.Packed, gongkai.Limits{ExpandedBytes: 1000}},
		{"depth", s.Nested, gongkai.Limits{Depth: 2}},
		{"pages", s.Paged, gongkai.Limits{Pages: 1}},
	} {
		if !c.applies {
			continue
		}
		doc, err := s.Read(data, c.limits)
		if doc != nil || !errors.Is(err, gongkai.ErrLimit) {
			t.Errorf("%s: %v, want %v", c.name, err, gongkai.ErrLimit)
			continue
		}
		s.refused(t, c.name, err)
	}
}

// damage: a report cut short, or with a byte changed, and noise that begins as one.
func (s Suite) damage(t *testing.T, whole []byte) {
	n := 1
	if s.Slow {
		n = slowShare
	}
	for i := range truncations / n {
		s.sound(t, fmt.Sprintf("cut at %d/%d", i*n, truncations), whole[:len(whole)*i*n/truncations], gongkai.DefaultLimits(), i%4 == 0)
	}
	random := rand.New(rand.NewPCG(20, 200))
	for i := range flips / n {
		data := bytes.Clone(whole)
		at := random.IntN(len(data))
		if i%2 == 0 { // where a format keeps its structure
			at = random.IntN(min(len(data), 1<<10))
		}
		data[at] = byte(random.IntN(256))
		s.sound(t, fmt.Sprintf("byte %d is %#x", at, data[at]), data, gongkai.DefaultLimits(), i%10 == 0)
	}
	for i := range 40 / n {
		noise := bytes.Clone(whole[:min(8<<i, len(whole))%(1<<16)])
		for range random.IntN(1 << 14) {
			noise = append(noise, byte(random.IntN(256)))
		}
		s.sound(t, fmt.Sprintf("noise %d", i), noise, gongkai.DefaultLimits(), false)
	}
}

// others: documents of other formats are refused, or read as what a reader of text
// sees in them.
func (s Suite) others(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(formats, "*", "qingwu-county-2022.*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		rendition := filepath.Base(filepath.Dir(file))
		if slices.Contains(s.Renditions, rendition) {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s.sound(t, rendition, data, gongkai.DefaultLimits(), false)
	}
}

// sound holds for all bytes: the reader returns in time, leaves them alone, and
// gives an error with a reason or a document that keeps its invariants; the same
// again, if that is to be tried. It returns the document, nil for an error.
func (s Suite) sound(t *testing.T, what string, data []byte, limits gongkai.Limits, again bool) *gongkai.Document {
	t.Helper()
	before, start := string(data), time.Now()
	doc, err := s.Read(data, limits)
	if most := s.readTime(); time.Since(start) > most {
		t.Errorf("%s: reading took %v, at most %v are allowed", what, time.Since(start), most)
	}
	if string(data) != before {
		t.Errorf("%s: the reader changed its bytes", what)
	}
	if err != nil {
		if doc != nil {
			t.Errorf("%s: a document and an error: %v", what, err)
		}
		s.refused(t, what, err)
		return nil
	}
	if err := doc.Check(); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if again {
		if second, err := s.Read(data, limits); err != nil || !same(doc, second) {
			t.Errorf("%s: a second reading is another: %v", what, err)
		}
	}
	return doc
}

func (s Suite) readTime() time.Duration {
	if s.Slow {
		return slowReadTime
	}
	return readTime
}

// refused: the error is a ReadError of the format, around exactly one sentinel.
func (s Suite) refused(t *testing.T, what string, err error) {
	t.Helper()
	var read *gongkai.ReadError
	if !errors.As(err, &read) || read.Format != s.Format {
		t.Errorf("%s: %v is no ReadError of %s", what, err, s.Format)
		return
	}
	if errors.As(read.Err, new(*gongkai.ReadError)) {
		t.Errorf("%s: %v is wrapped twice", what, err)
	}
	var wrapped []error
	for _, sentinel := range []error{gongkai.ErrFormat, gongkai.ErrEmpty, gongkai.ErrDamaged, gongkai.ErrEncrypted, gongkai.ErrLimit, gongkai.ErrNoText} {
		if errors.Is(err, sentinel) {
			wrapped = append(wrapped, sentinel)
		}
	}
	if len(wrapped) != 1 {
		t.Errorf("%s: %v wraps %v", what, err, wrapped)
	}
}

func same(a, b *gongkai.Document) bool {
	return cmp.Equal(a, b, cmpopts.IgnoreUnexported(gongkai.Grid{}), cmpopts.EquateEmpty())
}

// compare finds the standard tables and compares what they print with what
// testdata/formats/expected says.
func compare(t *testing.T, doc *gongkai.Document, report string) {
	t.Helper()
	want := expected(t, report)
	for ref, v := range form.Find(doc).Cells() {
		printed, ok := want[ref]
		delete(want, ref)
		if !ok || v.Printed != printed || v.Uncertain != "" {
			t.Errorf("%s is %q %s, the report prints %q", ref, v.Printed, v.Uncertain, printed)
		}
	}
	for ref, printed := range want {
		t.Errorf("%s is absent, the report prints %q", ref, printed)
	}
}

// expected is what the cells of a report print.
func expected(t *testing.T, report string) map[gongkai.CellRef]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(formats, "expected", report+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var e struct {
		Requests, Proactive map[string][]json.RawMessage
		Disputes            []json.RawMessage
		ProactiveColumns    map[string][]string `json:"proactive_columns"`
		Statistics2014      map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	cells := map[gongkai.CellRef]string{}
	set := func(table, row, column string, value json.RawMessage) {
		text := string(value)
		if text == "null" {
			text = ""
		}
		json.Unmarshal(value, &text) // a number is no text, and stays as it is
		cells[gongkai.CellRef{Table: table, Row: row, Column: column}] = text
	}
	for _, schema := range gongkai.Schemas() {
		for at, row := range schema.Rows {
			for i, column := range schema.Columns {
				switch values := e.Requests[row]; {
				case schema.Table == gongkai.TableRequests && i < len(values):
					set(schema.Table, row, column, values[i])
				case schema.Table == gongkai.TableDisputes && e.Disputes != nil:
					set(schema.Table, row, column, e.Disputes[at*len(schema.Columns)+i])
				}
			}
		}
	}
	for row, values := range e.Proactive {
		for i, value := range values {
			set(gongkai.TableProactive, row, e.ProactiveColumns[row][i], value)
		}
	}
	for row, values := range e.Statistics2014 {
		for column, value := range values {
			set(gongkai.TableStatistics2014, row, column, value)
		}
	}
	return cells
}
