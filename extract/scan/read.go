package scan

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"unicode"

	"gongkai"
	"gongkai/extract/page"
)

// recogniser reads each picture as one line of text.
type recogniser func(m mode, pictures []*image.Gray, dpi float64) ([]string, error)

// recognise reads everything on the page that is read by a program: numbers
// twice, the rest once.
func (l *layout) recognise(read recogniser) error {
	crops := l.crops(numberCell)
	first, err := l.numbers(read, crops, numbers, asItIs, smaller)
	if err != nil {
		return err
	}
	second, err := l.numbers(read, crops, numbers, blackWhite, larger)
	if err != nil {
		return err
	}
	for _, c := range l.cells {
		if c.kind != numberCell {
			continue
		}
		n := len(c.lines)
		c.first, c.second, first, second = first[:n], second[:n], first[n:], second[n:]
		if !slices.ContainsFunc(slices.Concat(c.first, c.second), func(s string) bool { return s != "" }) || c.misfits() {
			// No number, whatever its shape: a label of narrow characters.
			c.kind = wordCell
		}
	}
	labels := l.crops(wordCell)
	for _, t := range l.prose {
		labels = append(labels, cropped(l.Raster, l.lines, t.box, padPixels))
	}
	texts, err := read(words, labels, l.DPI)
	if err != nil {
		return err
	}
	for _, c := range l.cells {
		if c.kind != wordCell {
			continue
		}
		c.first = nil
		for range c.lines {
			c.first, texts = append(c.first, wordText(texts[0])), texts[1:]
		}
	}
	for i := range l.prose {
		l.prose[i].text, texts = wordText(texts[0]), texts[1:]
	}
	return nil
}

// misfits says whether neither reading has as many characters as there are pieces of
// ink.
func (c *cellInk) misfits() bool {
	for i, t := range c.lines {
		if len(t.segments) == len(c.first[i]) || len(t.segments) == len(c.second[i]) {
			return false
		}
	}
	return true
}

// numbers reads crops in one mode; those in which nothing is found, once more as
// otherwise makes them. To find nothing is no reading.
func (l *layout) numbers(read recogniser, crops []*image.Gray, m mode, prepare, otherwise preparation) ([]string, error) {
	prepared := make([]*image.Gray, len(crops))
	for i, c := range crops {
		prepared[i] = prepare(c)
	}
	texts, err := read(m, prepared, l.DPI)
	if err != nil {
		return nil, err
	}
	var empty []int
	var again []*image.Gray
	for i, t := range texts {
		if texts[i] = numberText(t); texts[i] == "" {
			empty, again = append(empty, i), append(again, otherwise(crops[i]))
		}
	}
	more, err := read(m, again, l.DPI)
	if err != nil {
		return nil, err
	}
	for j, i := range empty {
		texts[i] = numberText(more[j])
	}
	return texts, nil
}

// numberText is a number without the blanks that tesseract puts between digits.
func numberText(s string) string { return strings.ReplaceAll(s, " ", "") }

// wordText drops the blanks that tesseract puts between ideographs.
func wordText(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		if r == ' ' && i > 0 && i+1 < len(runes) && !(western(runes[i-1]) && western(runes[i+1])) {
			continue
		}
		b.WriteRune(r)
	}
	return pairBrackets(strings.TrimSpace(b.String()))
}

// pairBrackets makes of a bracket that opens otherwise than it closes a round one:
// the engine takes （ for 〈 or 《, and not the one that closes it.
func pairBrackets(s string) string {
	runes := []rune(s)
	open := -1
	for i, r := range runes {
		switch r {
		case '(', '（', '〈', '《', '【', '〔', '[', '<':
			open = i
		case ')', '）':
			if open >= 0 {
				runes[open] = '('
			}
			open = -1
		case '〉', '》', '】', '〕', ']', '>':
			if open >= 0 && (runes[open] == '(' || runes[open] == '（') {
				runes[i] = ')'
			}
			open = -1
		}
	}
	return string(runes)
}

func western(r rune) bool { return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// The reasons for doubt about what was read from pixels.
const (
	doubtReadings = "two readings differ: %q and %q"
	doubtNothing  = "there is ink, and no reading finds a character"
	doubtWords    = "a number among words, read once"
	doubtStroke   = "a stroke: a dash or the number one"
	doubtApart    = "digits stand apart: one number or two"
	doubtLines    = "two numbers in one cell"
)

// fill writes into the cells what was read.
func (l *layout) fill() {
	for _, c := range l.cells {
		l.fillCell(c)
	}
	for _, t := range l.tables {
		for _, c := range t.Cells {
			if c.Text != "" || c.Doubt != "" {
				l.Page.Tables = append(l.Page.Tables, t)
				break
			}
		}
	}
	em := l.points(float64(l.proseEm()))
	for _, t := range l.prose {
		if t.text != "" {
			l.Page.Lines = append(l.Page.Lines, l.newLine(t, em))
		}
	}
	sortLines(l.Page.Lines)
}

func (l *layout) fillCell(c *cellInk) {
	cell := c.cell
	switch c.kind {
	case blankCell:
		return
	case barCell:
		cell.Text = barText(c.lines[0].box, l.digit)
		if cell.Text == "" {
			cell.Text, cell.Doubt = "—", doubtStroke
		}
	case slashCell:
		cell.Text = "/"
	case numberCell:
		cell.Text = strings.Join(c.first, "\n")
		switch second := strings.Join(c.second, "\n"); {
		case cell.Text != second:
			cell.Doubt = fmt.Sprintf(doubtReadings, cell.Text, second)
		case cell.Text == "":
			cell.Doubt = doubtNothing
		case len(c.lines) > 1:
			cell.Doubt = doubtLines
		}
	case wordCell:
		l.fillWords(c)
	}
	if c.kind != wordCell || cell.Doubt != "" {
		cell.Crop = &gongkai.Crop{PNG: l.picture(c.union()), First: cell.Text, Second: strings.Join(c.second, "\n")}
	}
}

// fillWords joins the lines of a cell of words. Lines that wrapped are joined with
// nothing.
func (l *layout) fillWords(c *cellInk) {
	var b strings.Builder
	width := l.pixels(c.cell.Box.Right - c.cell.Box.Left)
	for i, t := range c.first {
		em := float64(c.lines[i].box.Dy())
		full := width-float64(c.lines[i].box.Dx()) < 2.2*max(em, float64(l.digit)*1.3)
		b.WriteString(t)
		if i+1 < len(c.first) && !full && t != "" {
			b.WriteByte('\n')
		}
		c.cell.Fills = full
	}
	c.cell.Text = strings.TrimSpace(b.String())
	digits, runes := 0, 0
	for _, r := range c.cell.Text {
		runes++
		if unicode.IsDigit(r) {
			digits++
		}
	}
	switch {
	case runes == 0:
		c.cell.Doubt = doubtNothing
	case digits > 0 && 3*digits >= runes:
		c.cell.Doubt = doubtWords
	}
}

// barText is the dash that a stroke is, by its width; empty when it may be the
// number 一.
func barText(box image.Rectangle, digit int) string {
	em := float64(digit) / 0.7
	switch w := float64(box.Dx()); {
	case w < 0.55*em:
		return "-"
	case w > 1.3*em:
		return "——"
	case box.Dy()*8 < box.Dx():
		return "—"
	}
	return ""
}

// newLine makes a line of text of the page.
func (l *layout) newLine(t line, em float64) page.Line {
	box := l.rect(t.box)
	if h := box.Bottom - box.Top; h > 1.25*em || h < 0.6*em && len(t.segments) > 3 {
		em = h
	}
	runes := []rune(t.text)
	width := em
	if western(runes[0]) {
		width = em / 2
	}
	return page.Line{Page: l.Number, Text: t.text, Box: box, Baseline: box.CentreY() + 0.35*em, Em: em,
		First: runes[0], Last: runes[len(runes)-1], FirstWidth: width, HeadWidth: width}
}

// cropMargin is what a kept crop shows around the ink, in pixels.
const cropMargin = 6

// picture is the PNG of a part of the page.
func (l *layout) picture(box image.Rectangle) []byte {
	box = box.Inset(-cropMargin).Intersect(image.Rect(0, 0, l.width(), l.height()))
	var out bytes.Buffer
	crop := image.NewGray(image.Rect(0, 0, box.Dx(), box.Dy()))
	for y := range box.Dy() {
		copy(crop.Pix[y*crop.Stride:], l.Pix[(box.Min.Y+y)*l.Stride+box.Min.X:][:box.Dx()])
	}
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, crop); err != nil {
		panic(err) // our own bug: nothing is wrong with a buffer
	}
	return out.Bytes()
}
