package scan

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongkai"
	"gongkai/extract/page"
)

// recogniser reads each picture as one line of text.
type recogniser func(m mode, pictures []*image.Gray, dpi float64) ([]string, error)

// words reads the labels of the page and the lines outside its tables, once.
func (l *layout) words(read recogniser) error {
	var crops []*image.Gray
	for _, c := range l.cells {
		if c.kind == wordCell {
			for _, g := range l.crops(c) {
				crops = append(crops, l.wordPicture(g))
			}
		}
	}
	for _, t := range l.prose {
		crops = append(crops, l.wordPicture(cropped(l.Raster, l.lines, t.box, padPixels)))
	}
	texts, err := read(words, crops, l.DPI)
	if err != nil {
		return err
	}
	for _, c := range l.cells {
		if c.kind == wordCell {
			for range c.lines {
				c.first, texts = append(c.first, wordText(texts[0])), texts[1:]
			}
			if len(c.lines) == 1 && numeric.MatchString(c.first[0]) {
				c.kind = numberCell // whose digits touch
			} else if len(c.lines) == 1 {
				c.cutUnit()
			}
		}
	}
	for i := range l.prose {
		l.prose[i].text, texts = wordText(texts[0]), texts[1:]
	}
	return nil
}

const (
	// wordHeight is the height of ideographs, in pixels, at which words are read best,
	// and wordPad the white around them.
	wordHeight, wordPad = 36, 5
	// ideographHeight is that of ideographs by the height of digits.
	ideographHeight = 1.3
)

// wordPicture scales the crop of a line of words for reading. A line of low characters
// alone, like 一, is scaled as its neighbours are.
func (l *layout) wordPicture(crop *image.Gray) *image.Gray {
	ink := float64(crop.Rect.Dy() - 2*padPixels)
	return scaledTo(crop, wordHeight*ink/max(ink, ideographHeight*float64(l.digit)), wordPad, false)
}

// cutUnit makes a number of a line of words that is one with its unit behind: the
// unit begins with the first piece that is too wide for a digit.
func (c *cellInk) cutUnit() {
	m := united.FindStringSubmatch(c.first[0])
	if m == nil {
		return
	}
	segments := c.lines[0].segments
	digits := len(segments)
	for i, s := range segments {
		// The line is as high as the unit's characters, a quarter higher than digits.
		if float64(s.box.Dx()) > 0.66*float64(c.lines[0].box.Dy()) || s.parts > maxParts {
			digits = i
			break
		}
	}
	if digits == 0 || digits == len(segments) {
		return
	}
	var list []blob
	for _, s := range segments[:digits] {
		list = append(list, blob{s.box, s.area})
	}
	// Digits that touch are as wide as a character of the unit.
	rest := float64(c.lines[0].box.Max.X-segments[digits].box.Min.X) / float64(c.lines[0].box.Dy())
	if n := float64(len([]rune(m[2]))); rest < minUnitWidth*n || rest > maxUnitWidth*n {
		return
	}
	c.kind, c.unit, c.expected, c.lines = numberCell, m[2], numberText(m[1]), []textLine{newTextLine(list)}
}

// The width of a unit for each of its characters, by the height of the line.
const (
	minUnitWidth = 0.7
	maxUnitWidth = 1.2
)

// united is a number with a unit.
var united = regexp.MustCompile(`^([0-9][0-9., ]*)(\p{Han}{1,3})$`)

// numeric is a text that is a number and nothing else.
var numeric = regexp.MustCompile(`^[0-9][0-9., ]*$`)

// reading is a way to read numbers: how the picture is prepared, and by which model.
type reading struct {
	mode
	prepare func(crop *image.Gray) *image.Gray
}

// readings are tried in order until the shapes bear one out. No one of them is right
// in every font: see RATIONALE.md.
var readings = []reading{
	{numbers, func(g *image.Gray) *image.Gray { return scaledTo(g, float64(g.Rect.Dy()-2*padPixels), 5, false) }},
	{numbers, func(g *image.Gray) *image.Gray { return scaledTo(g, 36, 6, true) }},
	{otherNumbers, func(g *image.Gray) *image.Gray { return scaledTo(g, 36, 4, false) }},
	{numbers, func(g *image.Gray) *image.Gray { return scaledTo(g, 24, 4, false) }},
}

// readNumbers reads the numbers of a page. A reading is accepted when every digit has
// the shape of that digit; where shapes are not clear, two readings that are alike
// and not contradicted by them are. The rest is doubted.
func (l *layout) readNumbers(read recogniser, w *witness) error {
	open := l.numbers
	for at, r := range readings {
		if len(open) == 0 {
			break
		}
		var crops []*image.Gray
		for _, n := range open {
			crops = append(crops, r.prepare(n.crop))
		}
		texts, err := read(r.mode, crops, l.DPI)
		if err != nil {
			return err
		}
		var still []*number
		for i, n := range open {
			text := numberText(texts[i])
			n.tried = append(n.tried, text)
			bearing := w.bearsOut(n, text)
			if text != "" && (bearing == convinced || bearing == plausible && slices.Contains(n.tried[:at], text)) {
				n.text = text
				continue
			}
			still = append(still, n)
		}
		open = still
	}
	return l.notNumbers(read, open)
}

// notNumbers reads what no reading of numbers fits as words: labels of narrow
// characters.
func (l *layout) notNumbers(read recogniser, open []*number) error {
	var crops []*image.Gray
	for _, n := range open {
		crops = append(crops, scaledTo(n.crop, wordHeight, wordPad, false))
	}
	texts, err := read(words, crops, l.DPI)
	if err != nil {
		return err
	}
	for i, n := range open {
		text := wordText(texts[i])
		han := 0
		for _, r := range text {
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
		if han >= 2 && 2*han > len([]rune(text)) {
			n.words = text
		}
	}
	return nil
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
	doubtLines    = "two numbers in one cell"
)

// fill writes into cells and lines what was read; numbers come later.
func (l *layout) fill() {
	for _, c := range l.cells {
		l.fillCell(c)
	}
	em := l.points(float64(l.proseEm()))
	for _, t := range l.prose {
		if t.text != "" {
			l.Page.Lines = append(l.Page.Lines, l.newLine(t, em))
		}
	}
	sortLines(l.Page.Lines)
}

// fillNumberCells writes the numbers, and drops tables that hold nothing.
func (l *layout) fillNumberCells() {
	for _, c := range l.cells {
		if c.kind == numberCell {
			c.fillNumbers()
		}
	}
	for _, t := range l.tables {
		if slices.ContainsFunc(t.Cells, func(c *page.TableCell) bool { return c.Text != "" || c.Doubt != "" }) {
			l.Page.Tables = append(l.Page.Tables, t)
		}
	}
}

func (l *layout) fillCell(c *cellInk) {
	cell := c.cell
	switch c.kind {
	case blankCell, numberCell:
		return
	case barCell:
		cell.Text = barText(c.lines[0].box, l.digit)
		if cell.Text == "" {
			cell.Text, cell.Doubt = "—", doubtStroke
		}
	case slashCell:
		cell.Text = "/"
	case wordCell:
		l.fillWords(c)
	}
	if c.kind != wordCell || cell.Doubt != "" {
		cell.Crop = &gongkai.Crop{PNG: l.picture(c.union()), First: cell.Text}
	}
}

// fillNumbers writes into a cell what its lines were read as.
func (c *cellInk) fillNumbers() {
	cell := c.cell
	var texts, seconds []string
	for _, n := range c.numbers {
		text := n.text
		switch {
		case n.words != "":
			text = n.words
		case text == "":
			text = n.guess()
			if cell.Doubt = fmt.Sprintf(doubtReadings, text, n.shapes); text == "" {
				cell.Doubt = doubtNothing
			}
		}
		texts, seconds = append(texts, text), append(seconds, n.shapes)
	}
	cell.Text = strings.Join(texts, "\n") + c.unit
	// The number has its two readings; this one says that no digit was taken for the unit.
	if c.unit != "" && len(texts[0]) != len(c.expected) && cell.Doubt == "" {
		cell.Doubt = fmt.Sprintf(doubtReadings, cell.Text, c.expected+c.unit)
	}
	if len(c.numbers) > 1 && c.numbers[0].words == "" && cell.Doubt == "" {
		cell.Doubt = doubtLines
	}
	cell.Crop = &gongkai.Crop{PNG: c.png, First: cell.Text, Second: strings.Join(seconds, "\n")}
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
	switch label := numbering.ReplaceAllString(c.cell.Text, ""); {
	case c.cell.Text == "":
		c.cell.Doubt = doubtNothing
	case strings.ContainsFunc(label, unicode.IsDigit):
		c.cell.Doubt = doubtWords
	}
}

// numbering is what labels begin with.
var numbering = regexp.MustCompile(`^[0-9]{1,2}[.、．,，:)）]`)

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
