package gongkai

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The binary form of a Report carries it between processes of one program and
// keeps it between runs of one version. It holds all that the JSON form does, and
// Headings; it costs a tenth, and is no contract: nobody else reads it.

// errBinary says that bytes are no report in binary form.
var errBinary = errors.New("not a report in binary form")

// AppendBinary appends the report in binary form. The error is nil.
func (r *Report) AppendBinary(b []byte) ([]byte, error) {
	c := &codec{out: b, number: map[string]uint64{}}
	c.report(r)
	return c.out, nil
}

// MarshalBinary is AppendBinary to nothing.
func (r *Report) MarshalBinary() ([]byte, error) { return r.AppendBinary(nil) }

// UnmarshalBinary is the inverse. The report shares no memory with b.
func (r *Report) UnmarshalBinary(b []byte) error {
	c := &codec{reading: true, in: string(b)}
	*r = Report{}
	c.report(r)
	if c.err == nil && c.in != "" {
		c.err = fmt.Errorf("%w: %d bytes too many", errBinary, len(c.in))
	}
	return c.err
}

// codec reads or writes: one description of the form serves both directions, so
// that they cannot differ. Integers are variable-length; a text is written once
// and then named by its number, counting from 1.
type codec struct {
	reading bool
	err     error

	out    []byte
	number map[string]uint64

	in    string
	texts []string
}

func (c *codec) report(r *Report) {
	c.text(&r.Source.Path, &r.Source.URL, &r.Source.SHA256, (*string)(&r.Source.Format))
	c.integer(&r.Source.Bytes)
	c.text(&r.Method, &r.Title, &r.Agency, (*string)(&r.Layout), &r.Published)
	c.integer(&r.Pages, &r.Year)
	c.small((*uint8)(&r.Status))
	list(c, &r.Metadata, func(m *MetadataField) { c.text(&m.Label, &m.Value) })
	list(c, &r.Headings, func(h *Heading) { c.text(&h.From, &h.Text) })
	list(c, &r.Sections, func(s *Section) { c.text(&s.Code, &s.Heading, &s.Text) })
	list(c, &r.Evidence, func(e *Evidence) { c.text(&e.Field, &e.Value, &e.From, &e.Text) })
	list(c, &r.Findings, c.finding)
	list(c, &r.Wants, func(ref *string) { c.text(ref) })
	list(c, &r.Crops, func(crop *Crop) {
		c.text(&crop.Cell.Table, &crop.Cell.Row, &crop.Cell.Column, &crop.First, &crop.Second)
		png := string(crop.PNG)
		c.text(&png)
		crop.PNG = []byte(png)
	})
	if optional(c, &r.Proactive) {
		for row := range r.Proactive {
			c.cells(r.Proactive[row][:])
		}
	}
	if optional(c, &r.Requests) {
		for row := range r.Requests {
			c.cells(r.Requests[row][:])
		}
	}
	if optional(c, &r.Disputes) {
		for row := range r.Disputes {
			c.cells(r.Disputes[row][:])
		}
	}
	if optional(c, &r.Statistics2014) {
		for row := range r.Statistics2014 {
			c.cells(r.Statistics2014[row][:])
		}
	}
	if optional(c, &r.Local) {
		c.local(r.Local)
	}
}

func (c *codec) finding(f *Finding) {
	c.text((*string)(&f.Code), &f.Expected, &f.Found, &f.Detail)
	list(c, &f.Cells, func(ref *CellRef) { c.text(&ref.Table, &ref.Row, &ref.Column) })
	c.location(&f.Location)
}

func (c *codec) local(l *Local) {
	c.text(&l.List)
	list(c, &l.Columns, func(column *LocalColumn) { c.text(&column.Code, &column.Heading) })
	list(c, &l.Rows, func(row *LocalRow) {
		c.text(&row.Code, &row.Label, &row.Unit)
		if c.reading {
			row.Values = map[string]*Value{}
		}
		for _, column := range l.Columns {
			v := row.Values[column.Code]
			if optional(c, &v); v != nil {
				c.value(v)
				row.Values[column.Code] = v
			}
		}
	})
	list(c, &l.Sums, func(s *Sum) {
		c.text(&s.Total)
		list(c, &s.Parts, func(part *string) { c.text(part) })
	})
	list(c, &l.Bounds, func(b *Bound) {
		c.text(&b.Part)
		list(c, &b.Whole, func(whole *string) { c.text(whole) })
		c.flag(&b.Loose)
	})
}

func (c *codec) cells(cells []Value) {
	for i := range cells {
		c.value(&cells[i])
	}
}

// value of a cell that the report does not have is its state alone.
func (c *codec) value(v *Value) {
	c.small((*uint8)(&v.State))
	zero := *v == (Value{State: v.State})
	c.flag(&zero)
	if zero {
		return
	}
	c.text(&v.Printed, &v.Unit, &v.Uncertain)
	c.small((*uint8)(&v.Proof), &v.Number.scale)
	coefficient := uint64(v.Number.coefficient)
	c.unsigned(&coefficient)
	v.Number.coefficient = int64(coefficient)
	c.location(&v.Location)
}

func (c *codec) location(l *Location) {
	c.integer(&l.Page, &l.Line)
	c.text(&l.Path, &l.Method)
	boxed := l.HasBox()
	if c.flag(&boxed); !boxed {
		return
	}
	for i := range l.Box {
		bits := math.Float64bits(l.Box[i])
		c.unsigned(&bits)
		l.Box[i] = math.Float64frombits(bits)
	}
}

// list exchanges a slice. Nil and empty are one.
func list[T any](c *codec, items *[]T, item func(*T)) {
	n := uint64(len(*items))
	c.unsigned(&n)
	if c.reading {
		if n > uint64(len(c.in)) { // every item takes a byte
			c.fail()
			return
		}
		if n > 0 {
			*items = make([]T, n)
		}
	}
	for i := range *items {
		if item(&(*items)[i]); c.err != nil {
			return
		}
	}
}

// optional exchanges whether there is one, and reports it.
func optional[T any](c *codec, p **T) bool {
	there := *p != nil
	c.flag(&there)
	if c.reading && there {
		*p = new(T)
	}
	return there
}

func (c *codec) fail() {
	if c.err == nil {
		c.err = errBinary
	}
	c.in = ""
}

func (c *codec) unsigned(n *uint64) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, *n)
		return
	}
	var value, shift uint64
	for i := range len(c.in) {
		b := c.in[i]
		if i == binary.MaxVarintLen64 {
			break
		}
		if value |= uint64(b&0x7f) << shift; b < 0x80 {
			*n, c.in = value, c.in[i+1:]
			return
		}
		shift += 7
	}
	c.fail()
	*n = 0
}

func (c *codec) integer(to ...*int) {
	for _, p := range to {
		n := uint64(int64(*p))
		c.unsigned(&n)
		*p = int(int64(n))
	}
}

func (c *codec) small(to ...*uint8) {
	for _, p := range to {
		n := uint64(*p)
		if c.unsigned(&n); n > math.MaxUint8 {
			c.fail()
		}
		*p = uint8(n)
	}
}

func (c *codec) flag(to *bool) {
	var n uint64
	if *to {
		n = 1
	}
	c.unsigned(&n)
	*to = n != 0
}

// text exchanges texts. The number 0 says that a new one follows.
func (c *codec) text(to ...*string) {
	for _, p := range to {
		if c.reading {
			*p = c.readText()
			continue
		}
		n := c.number[*p]
		if c.unsigned(&n); n > 0 {
			continue
		}
		c.number[*p] = uint64(len(c.number)) + 1
		length := uint64(len(*p))
		c.unsigned(&length)
		c.out = append(c.out, *p...)
	}
}

func (c *codec) readText() string {
	var n uint64
	if c.unsigned(&n); n > uint64(len(c.texts)) {
		c.fail()
		return ""
	}
	if n > 0 {
		return c.texts[n-1]
	}
	var length uint64
	if c.unsigned(&length); length > uint64(len(c.in)) || c.err != nil {
		c.fail()
		return ""
	}
	text := c.in[:length]
	c.in = c.in[length:]
	c.texts = append(c.texts, text)
	return text
}
