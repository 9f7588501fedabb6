package doc

import (
	"encoding/binary"

	"gongkai/extract/story"
)

const (
	shapeSize = 26 // bytes of a Spa, the shape's number first
	boxSize   = 22 // bytes of an FTXBXS
	boxFree   = 8  // where it is said that the box is no more
	boxShape  = 14 // where the shape's number is in it
)

// boxes are the text boxes of the body. Their text stands behind the body's.
type boxes struct {
	start  int
	ranges []boxRange
	anchor map[int][]int // character of the body → boxes
}

type boxRange struct {
	from, to int
	read     bool
}

// readBoxes reads the anchors of shapes (PlcSpaMom) and the text of shapes
// (PlcftxbxTxt); size is the number of characters that all boxes have.
func readBoxes(shapes, texts []byte, start, size int) boxes {
	b := boxes{start: start, anchor: map[int][]int{}}
	u32 := func(b []byte) int { return int(binary.LittleEndian.Uint32(b)) }
	ofShape := map[int][]int{}
	n := max((len(texts)-4)/(4+boxSize), 0)
	for i := range n {
		from, to, box := u32(texts[4*i:]), u32(texts[4*i+4:]), texts[4*(n+1)+boxSize*i:]
		if from >= to || to > size || box[boxFree] != 0 {
			continue
		}
		shape := u32(box[boxShape:])
		if shape != 0 {
			ofShape[shape] = append(ofShape[shape], len(b.ranges))
		}
		b.ranges = append(b.ranges, boxRange{from: start + from, to: start + to})
	}
	n = max((len(shapes)-4)/(4+shapeSize), 0)
	for i := range n {
		if of := ofShape[u32(shapes[4*(n+1)+shapeSize*i:])]; of != nil {
			at := u32(shapes[4*i:])
			b.anchor[at] = append(b.anchor[at], of...)
		}
	}
	return b
}

// at is the boxes that the character anchors.
func (b *boxes) at(cp int) []int { return b.anchor[cp] }

// readBox reads a box that was not read yet.
func (r *reader) readBox(i int, path string) []story.Item {
	box := &r.boxes.ranges[i]
	if box.read {
		return nil
	}
	box.read = true
	return r.story(path, box.from, min(box.to, len(r.text)), true)
}

// strayBoxes reads the boxes that no character of the body anchors: those of
// grouped shapes.
func (r *reader) strayBoxes() []story.Item {
	var items []story.Item
	for i := range r.boxes.ranges {
		items = append(items, r.readBox(i, story.Child("", "txbxContent", i+1))...)
	}
	return items
}
