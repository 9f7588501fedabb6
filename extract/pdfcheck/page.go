package pdfcheck

import (
	"fmt"

	"github.com/ledongthuc/pdf"

	"gongkai"
)

// inherited are the attributes that a page may have from its ancestors.
type inherited struct {
	resources, mediaBox, cropBox, rotate pdf.Value
}

// of returns the attributes below a node of the page tree.
func (i inherited) of(node pdf.Value) inherited {
	for key, to := range map[string]*pdf.Value{
		"Resources": &i.resources, "MediaBox": &i.mediaBox, "CropBox": &i.cropBox, "Rotate": &i.rotate,
	} {
		if v := node.Key(key); !v.IsNull() {
			*to = v
		}
	}
	return i
}

// page is a page of the file.
type page struct {
	pdf.Value
	inherited
}

// maxTreeDepth is far deeper than page trees are; cyclic ones have no end.
const maxTreeDepth = 50

// tree lists the pages of a page tree.
type tree struct {
	pages    []page
	maxPages int
}

func (t *tree) walk(node pdf.Value, above inherited, depth int) error {
	if depth > maxTreeDepth {
		return fmt.Errorf("%w: the page tree has no end", gongkai.ErrDamaged)
	}
	at := above.of(node)
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		t.pages = append(t.pages, page{node, at})
		return gongkai.Exceeds(len(t.pages), t.maxPages, "pages")
	}
	for i := range kids.Len() {
		if err := t.walk(kids.Index(i), at, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// displayed returns the transformation from the page's own space to points from
// the top left corner of the page as displayed.
func (p page) displayed() matrix {
	box := rectangle(p.mediaBox, [4]float64{0, 0, 612, 792})
	crop := rectangle(p.cropBox, box)
	left, bottom := max(box[0], crop[0]), max(box[1], crop[1])
	right, top := min(box[2], crop[2]), min(box[3], crop[3])
	switch ((p.rotate.Int64()/90)%4 + 4) % 4 {
	case 1:
		return matrix{0, 1, 1, 0, -bottom, -left}
	case 2:
		return matrix{-1, 0, 0, 1, right, -bottom}
	case 3:
		return matrix{0, -1, -1, 0, top, right}
	}
	return matrix{1, 0, 0, -1, -left, top}
}

// rectangle reads a PDF rectangle as left, bottom, right, top.
func rectangle(v pdf.Value, otherwise [4]float64) [4]float64 {
	if v.Len() != 4 {
		return otherwise
	}
	x0, y0, x1, y1 := v.Index(0).Float64(), v.Index(1).Float64(), v.Index(2).Float64(), v.Index(3).Float64()
	return [4]float64{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
}

// matrix is a PDF transformation: x' = ax + cy + e, y' = bx + dy + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times applies m first and n second.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// matrixOf reads an array of six numbers; ok is false for anything else.
func matrixOf(values []pdf.Value) (m matrix, ok bool) {
	if len(values) != len(m) {
		return identity, false
	}
	for i, v := range values {
		m[i] = v.Float64()
	}
	return m, true
}
