package html

import (
	"strconv"

	"golang.org/x/net/html"
)

// frame is an element on the way from the root to where the walk is.
type frame struct {
	node  *html.Node
	index int // 1-based among the siblings of the same name
}

// tally counts the children of one element by name.
type tally struct {
	names  [8]string
	counts [8]int
	rest   map[string]int // names beyond the first eight
}

// next counts one more child of the name and returns its 1-based index.
func (t *tally) next(name string) int {
	for i := range t.names {
		if t.names[i] == "" {
			t.names[i] = name
		}
		if t.names[i] == name {
			t.counts[i]++
			return t.counts[i]
		}
	}
	if t.rest == nil {
		t.rest = map[string]int{}
	}
	t.rest[name]++
	return t.rest[name]
}

// appendPath writes the element path of the frames. The elements that a page
// has once get no index.
func appendPath(b []byte, frames []frame) []byte {
	for _, f := range frames {
		b = append(b, '/')
		b = append(b, f.node.Data...)
		if f.node.Data != "html" && f.node.Data != "body" {
			b = append(b, '[')
			b = strconv.AppendInt(b, int64(f.index), 10)
			b = append(b, ']')
		}
	}
	return b
}
