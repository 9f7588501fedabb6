// Package story holds what a word processor's document is made of, whatever its
// format: items in reading order, an item being a line of text or a grid. A story
// is a container of them: the body, a cell, a text box.
package story

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"
	"unicode"

	"gongkai"
	"gongkai/extract/doubt"
)

// Item is a line of text, a grid or a picture.
type Item struct {
	Text  string // empty: nothing that can be read, and Doubt says what is there
	Doubt string // about Text
	Grid  *gongkai.Grid
	// Picture is one that stands there; it is no line.
	Picture *gongkai.Picture
	// Story is the path of the container, Number the paragraph's there.
	Story  string
	Number int
}

// Path is where the line stands.
func (it Item) Path() string { return Child(it.Story, "p", it.Number) }

// Child is the path of the nth element of its name, from 1.
func Child(parent, name string, n int) string {
	return parent + "/" + name + "[" + strconv.Itoa(n) + "]"
}

// Paragraph is a paragraph that was read.
type Paragraph struct {
	Text  []byte // line feeds are line breaks
	Label string // the automatic number printed in front, "" for none
	Doubt string // about Text
	Shows string // what stands there beside text, like doubt.Picture
	// Story and Number are those of its items.
	Story  string
	Number int
}

// Append adds the paragraph's lines to the items. Note is told of characters that
// no one can read, and where.
func (p Paragraph) Append(items []Item, note func(code gongkai.Code, path string)) []Item {
	if p.Label != "" {
		if bytes.IndexFunc(p.Text, unicode.IsLetter) < 0 {
			// The number would stand on our counting.
			p.Doubt = doubt.AutomaticNumber
		}
		p.Text = append([]byte(p.Label), p.Text...)
	}
	if what := cmp.Or(p.Doubt, p.Shows); what != "" && len(bytes.TrimSpace(p.Text)) == 0 {
		items = append(items, Item{Doubt: what})
	}
	for line := range bytes.SplitSeq(p.Text, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		it := Item{Text: string(line), Doubt: p.Doubt, Story: p.Story, Number: p.Number}
		if code, odd := doubt.OddCharacters(it.Text); code != "" {
			it.Doubt = odd
			note(code, it.Path())
		}
		items = append(items, it)
	}
	return items
}

// Fill sets text, grids and doubt of a cell that holds the items.
func Fill(c *gongkai.Cell, items []Item) {
	var lines []string
	for _, it := range items {
		if it.Grid != nil {
			c.Grids = append(c.Grids, it.Grid)
			continue
		}
		if it.Text != "" {
			lines = append(lines, it.Text)
		}
		c.Uncertain = cmp.Or(c.Uncertain, it.Doubt)
	}
	c.Text = strings.Join(lines, "\n")
	if len(c.Grids) > 0 {
		c.Uncertain = cmp.Or(c.Uncertain, doubt.TableInCell)
	}
}

// Blocks are those of a document whose body holds the items.
func Blocks(items []Item) []gongkai.Block {
	var blocks []gongkai.Block
	for _, it := range items {
		switch {
		case it.Grid != nil:
			blocks = append(blocks, gongkai.Block{Grid: it.Grid})
		case it.Text != "":
			blocks = append(blocks, gongkai.Block{Paragraph: &gongkai.Paragraph{Text: it.Text, Location: gongkai.Location{Path: it.Path()}}})
		}
	}
	return blocks
}

// Put appends to the document what the items of its body are.
func Put(doc *gongkai.Document, items []Item) {
	at := len(doc.Blocks)
	doc.Blocks = append(doc.Blocks, Blocks(items)...)
	for _, it := range items {
		switch {
		case it.Picture != nil:
			p := *it.Picture
			p.Block = at
			doc.Pictures = append(doc.Pictures, p)
		case it.Grid != nil, it.Text != "":
			at++
		}
	}
}

// Album gathers the pictures of a document until they can be put among its items:
// those in cells follow their table.
type Album struct {
	items []Item
	bytes int
	known map[string][]byte
}

// maxAlbumBytes bounds the pictures that one document hands out.
const maxAlbumBytes = 64 << 20

// Add adds the picture that stands at the path. Read gives its bytes, by a name; it is
// called once for each name. It returns false when there are too many.
func (a *Album) Add(path, name string, read func() []byte) bool {
	data, known := a.known[name]
	if !known {
		if a.bytes > maxAlbumBytes {
			return false
		}
		data = read()
		a.bytes += len(data)
		if a.known == nil {
			a.known = map[string][]byte{}
		}
		a.known[name] = data
	}
	if len(data) > 0 {
		a.items = append(a.items, Item{Picture: &gongkai.Picture{Data: data, Location: gongkai.Location{Path: path}}})
	}
	return true
}

// Full ends the album: nothing more is read.
func (a *Album) Full() { a.bytes = maxAlbumBytes + 1 }

// Mark is the state of the album, Back goes back to it: what stood in a deleted row is
// not shown.
func (a *Album) Mark() int { return len(a.items) }

// Back drops what was added since the mark.
func (a *Album) Back(mark int) { a.items = a.items[:min(mark, len(a.items))] }

// Take returns what was added since, to follow an item of the body.
func (a *Album) Take() []Item {
	items := a.items
	a.items = nil
	return items
}
