package synth

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"

	"gongkai"
	"gongkai/corpus/eval"
)

// Corpus says which documents to make: number i is a function of Seed and i
// alone, so that they can be made in any order.
type Corpus struct {
	Seed uint64
	// MaxDeviations is the most that one document has; how many it has is
	// drawn evenly from 0 to that.
	MaxDeviations int
	// Formats are names of writers or of formats; nil for DOCX, HTML, PDF and
	// text, by the writers that need no other program.
	Formats []string
	// Layouts are names of Layouts, nil for all: one is drawn by its share.
	Layouts []string
	// Deviations to choose from; nil for all.
	Deviations []string
	// Only gives every document all of Deviations, whatever MaxDeviations says.
	Only bool
}

// Document is one document of a corpus.
type Document struct {
	// Name is an ASCII file name, unique in the corpus.
	Name   string
	Data   []byte
	Writer Writer
	Sample *Sample
}

// Check returns an error for unknown names of formats and deviations.
func (c Corpus) Check() error {
	if len(c.writers()) == 0 {
		return fmt.Errorf("no writer or format is called any of %q", c.Formats)
	}
	for _, name := range c.Deviations {
		if _, ok := deviation(name); !ok {
			return fmt.Errorf("no deviation is called %q", name)
		}
	}
	for _, name := range c.Layouts {
		if !slices.ContainsFunc(layoutShares, func(l LayoutShare) bool { return string(l.Layout) == name }) {
			return fmt.Errorf("no layout is called %q", name)
		}
	}
	if len(c.layouts()) == 0 {
		return fmt.Errorf("no layout has all of the deviations %q", c.Deviations)
	}
	return nil
}

// layouts are those to draw from: the chosen ones, of those that all deviations
// apply to which every document has.
func (c Corpus) layouts() []LayoutShare {
	return slices.DeleteFunc(Layouts(), func(l LayoutShare) bool {
		if c.Layouts != nil && !slices.Contains(c.Layouts, string(l.Layout)) {
			return true
		}
		return c.Only && slices.ContainsFunc(c.Deviations, func(name string) bool {
			d, _ := deviation(name)
			return !d.applies(l.Layout)
		})
	})
}

func (c Corpus) writers() []Writer {
	var chosen []Writer
	for _, w := range writers {
		named := slices.Contains(c.Formats, w.Name)
		if named || w.Name != officeWriter && (c.Formats == nil && !w.OnRequest || slices.Contains(c.Formats, string(w.Format))) {
			chosen = append(chosen, w)
		}
	}
	return chosen
}

// Document makes document i.
func (c Corpus) Document(i int) (Document, error) {
	rng := stream(c.Seed, fmt.Sprintf("document %d", i))
	writer := c.draw(rng)
	layout := drawLayout(rng, c.layouts())
	order := Order{Seed: rng.Uint64(), Layout: layout, Deviations: c.drawDeviations(rng, layout, writer.Format)}
	sample, err := New(order)
	if err != nil {
		return Document{}, err
	}
	data, err := writer.Write(sample.Page)
	if err != nil {
		return Document{}, fmt.Errorf("document %d: %w", i, err)
	}
	name := fmt.Sprintf("%06d-%s.%s", i, sample.Name, writer.Extension)
	return Document{Name: name, Data: data, Writer: writer, Sample: sample}, nil
}

// draw chooses a format evenly, then one of its writers.
func (c Corpus) draw(rng *rand.Rand) Writer {
	of := map[gongkai.Format][]Writer{}
	var formats []gongkai.Format
	for _, w := range c.writers() {
		if of[w.Format] == nil {
			formats = append(formats, w.Format)
		}
		of[w.Format] = append(of[w.Format], w)
	}
	return pick(rng, of[pick(rng, formats)])
}

// drawDeviations chooses deviations of the layout that the format can show and
// that do not undo each other, in the order of the list.
func (c Corpus) drawDeviations(rng *rand.Rand, layout gongkai.Layout, format gongkai.Format) []string {
	if c.Only {
		return c.Deviations
	}
	var eligible []Deviation
	for _, d := range deviations {
		if d.applies(layout) && (d.Formats == nil || slices.Contains(d.Formats, format)) && (c.Deviations == nil || slices.Contains(c.Deviations, d.Name)) {
			eligible = append(eligible, d)
		}
	}
	n := rng.IntN(c.MaxDeviations + 1)
	kinds, names := map[string]bool{}, []string{}
	for _, at := range rng.Perm(len(eligible)) {
		if d := eligible[at]; len(names) < n && (d.kind == "" || !kinds[d.kind]) {
			kinds[d.kind] = true
			names = append(names, d.Name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return placeOf(a) - placeOf(b) })
	return names
}

// officeWriter needs LibreOffice.
const officeWriter = "pdf-office"

// placeOf is the deviation's place in the list.
func placeOf(name string) int {
	return slices.IndexFunc(deviations, func(d Deviation) bool { return d.Name == name })
}

// Truth is what is true of the document, for package eval. File is its name.
func (d Document) Truth() eval.Truth {
	sum := sha256.Sum256(d.Data)
	r := d.Sample.Truth
	return eval.Truth{
		File: d.Name, SHA256: hex.EncodeToString(sum[:]), Format: d.Writer.Format,
		Layout: r.Layout, Deviations: d.Sample.Deviations, Readable: d.Sample.Readable(d.Writer.Format),
		Agency: r.Agency, Year: r.Year, Allowed: d.Sample.Allowed(d.Writer.Format), Cells: eval.Cells(r),
	}
}
