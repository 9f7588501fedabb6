package sheet

import (
	"strings"
	"unicode/utf8"

	"gongkai"
)

// proseLength is the length, in characters, of a text that is prose and no
// label. The longest label of the official forms has 42.
const proseLength = 60

// band is rows that belong together because merged cells span them; mostly one.
type band struct {
	top, bottom int // rows [top, bottom)
	cells       []pinned
	texts       int  // cells with text
	ruled       int  // cells with borders
	gap         bool // an empty row stands above
	single      *pinned
	role        role
}

// role is what a band is.
type role uint8

const (
	line   role = iota // a paragraph, or nothing
	inGrid             // rows of a grid
)

// parting makes blocks of one sheet.
type parting struct {
	sheet  *Sheet
	doc    *gongkai.Document
	cells  []pinned
	places int // of all grids so far
	limit  int
}

func (p *parting) part() error {
	bands := p.bands()
	ruled := false
	for _, b := range bands {
		ruled = ruled || b.ruled > 0
	}
	if ruled {
		roleByRules(bands)
	} else {
		roleByNeighbours(bands)
	}
	first := len(p.doc.Blocks)
	for i := 0; i < len(bands); {
		if bands[i].role == line {
			p.paragraphs(&bands[i])
			i++
			continue
		}
		end := i + 1
		for end < len(bands) && bands[end].role == inGrid && !bands[end].gap {
			end++
		}
		if err := p.grid(bands[i:end]); err != nil {
			return err
		}
		i = end
	}
	p.name(first)
	return nil
}

// bands groups the cells into rows that belong together.
func (p *parting) bands() []band {
	var bands []band
	for i := 0; i < len(p.cells); {
		b := band{top: p.cells[i].Row, bottom: p.cells[i].Row + 1}
		start := i
		for i < len(p.cells) && p.cells[i].Row < b.bottom {
			c := &p.cells[i]
			if c.Text != "" || c.Uncertain != "" {
				b.texts++
				b.single = c
			}
			if c.Ruled {
				b.ruled++
			}
			if c.Text != "" || c.Uncertain != "" || c.Ruled {
				b.bottom = max(b.bottom, c.Row+c.rows)
			}
			i++
		}
		b.cells = p.cells[start:i]
		if last := len(bands) - 1; last >= 0 {
			b.gap = b.top > bands[last].bottom || bands[last].texts == 0 && bands[last].ruled == 0
		}
		if b.texts == 0 && b.ruled == 0 && !p.blankRecord(bands, b) {
			continue
		}
		bands = append(bands, b)
	}
	return bands
}

// blankRecord reports whether the band is the blank row right below rows of
// several cells, in a source that writes its blank cells: it may be a row of
// the table that nobody filled in.
func (p *parting) blankRecord(before []band, b band) bool {
	last := len(before) - 1
	return p.sheet.Whole && last >= 0 && !b.gap && before[last].texts > 1 && len(b.cells) > 1
}

// roleByRules parts a sheet that draws borders.
func roleByRules(bands []band) {
	boxed := func(b *band) bool { return b.texts == 1 && b.ruled == 1 && !prose(b.single.Text) }
	for i := range bands {
		if b := &bands[i]; b.ruled > 1 || b.texts > 1 {
			b.role = inGrid
		}
	}
	// A box alone belongs to the table that it touches.
	for i := 1; i < len(bands); i++ {
		if b := &bands[i]; b.role == line && boxed(b) && !b.gap && bands[i-1].role == inGrid {
			b.role = inGrid
		}
	}
	for i := len(bands) - 2; i >= 0; i-- {
		if b := &bands[i]; b.role == line && boxed(b) && !bands[i+1].gap && bands[i+1].role == inGrid {
			b.role = inGrid
		}
	}
	// A row of words outside of all borders, by itself, is a line.
	for i := range bands {
		b := &bands[i]
		alone := (i == 0 || b.gap || bands[i-1].role == line) && (i == len(bands)-1 || bands[i+1].gap || bands[i+1].role == line)
		if b.role == inGrid && b.ruled == 0 && alone {
			b.role = line
		}
	}
}

// roleByNeighbours parts a sheet without borders.
func roleByNeighbours(bands []band) {
	for i := range bands {
		if b := &bands[i]; b.texts != 1 {
			b.role = inGrid
		}
	}
	for i := 0; i < len(bands); i++ {
		if bands[i].texts != 1 {
			continue
		}
		end := i
		for end+1 < len(bands) && bands[end+1].texts == 1 && !bands[end+1].gap {
			end++
		}
		inside := i > 0 && !bands[i].gap && bands[i-1].role == inGrid
		last := end
		if inside && end+1 < len(bands) && !bands[end+1].gap && begins(bands, i-1, end+1) {
			last-- // its heading; those above may be rows without numbers
		}
		for ; inside && i <= last && !prose(bands[i].single.Text); i++ {
			bands[i].role = inGrid
		}
		i = end
	}
}

// begins reports whether another table than that which ends with the band above
// begins with the band below: it is of another width and begins with heads.
func begins(bands []band, above, below int) bool {
	if numbers(&bands[below]) > 0 {
		return false
	}
	up, down := 0, 0
	for i := above; i >= 0 && bands[i].texts != 1; i-- {
		up = max(up, bands[i].width())
		if bands[i].gap {
			break
		}
	}
	for i := below; i < len(bands) && bands[i].texts != 1 && (i == below || !bands[i].gap); i++ {
		down = max(down, bands[i].width())
	}
	return up != down
}

// width is the column behind the last text.
func (b *band) width() int {
	n := 0
	for _, c := range b.cells {
		if c.Text != "" {
			n = max(n, c.Column+c.columns)
		}
	}
	return n
}

// numbers counts the cells that begin with a digit and have no words.
func numbers(b *band) int {
	n := 0
	for _, c := range b.cells {
		if isNumber(c.Text) {
			n++
		}
	}
	return n
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789０１２３４５６７８９.,+-%") == "" || text == "/" || text == "—"
}

// prose tells running text from a label.
func prose(text string) bool {
	return utf8.RuneCountInString(text) >= proseLength || strings.Contains(text, "。")
}

// paragraphs adds the lines of a band; texts side by side are one line.
func (p *parting) paragraphs(b *band) {
	text, at := "", ""
	for _, c := range b.cells {
		if c.Text == "" {
			continue
		}
		if text != "" {
			text += " "
		} else {
			at = c.path
		}
		text += c.Text
	}
	for part := range strings.SplitSeq(text, "\n") {
		if part = strings.TrimSpace(part); part != "" {
			p.doc.Blocks = append(p.doc.Blocks, gongkai.Block{
				Paragraph: &gongkai.Paragraph{Text: part, Location: gongkai.Location{Path: at}},
			})
		}
	}
}

// grid adds the grid of the bands.
func (p *parting) grid(bands []band) error {
	for len(bands) > 1 && bands[len(bands)-1].texts == 0 && bands[len(bands)-2].texts == 0 {
		bands = bands[:len(bands)-1] // one blank row at the end is enough
	}
	top, bottom := bands[0].top, bands[len(bands)-1].bottom
	left, right, texts := MaxColumns, 0, 0
	for _, b := range bands {
		texts += b.texts
		for _, c := range b.cells {
			if c.Text != "" || c.Ruled || c.Uncertain != "" {
				left, right = min(left, c.Column), max(right, min(c.Column+c.columns, MaxColumns))
			}
		}
	}
	if texts == 0 {
		return nil
	}
	p.places += (bottom - top) * (right - left)
	if err := gongkai.Exceeds(p.places, p.limit, "places in tables"); err != nil {
		return err
	}
	var cells []gongkai.Cell
	for i := range bands {
		cells = bands[i].appendCells(cells, top, left, right)
	}
	cells = p.appendBlanks(cells, bands, stretch{top, bottom}, stretch{left, right})
	g, overlaps, lost := gongkai.NewGrid(bottom-top, right-left, cells)
	if overlaps > 0 || len(lost) > 0 {
		// Merged cells were parted before: were they to meet, the dataset must say so.
		p.doc.Findings = append(p.doc.Findings, gongkai.Finding{Code: gongkai.OverlappingCells, Location: gongkai.Location{Path: g.Path}})
	}
	g.Path = g.Cells[0].Path
	for _, c := range g.Cells {
		if c.Text != "" && g.Path == "" {
			g.Path = c.Path
		}
	}
	p.doc.Blocks = append(p.doc.Blocks, gongkai.Block{Grid: g})
	return nil
}

func (b *band) appendCells(cells []gongkai.Cell, top, left, right int) []gongkai.Cell {
	for _, c := range b.cells {
		if c.Column < left || c.Column >= right {
			continue
		}
		cells = append(cells, gongkai.Cell{
			Row: c.Row - top, Column: c.Column - left, RowSpan: c.rows, ColumnSpan: c.columns,
			Text: c.Text, Uncertain: c.Uncertain, Location: gongkai.Location{Path: c.path},
		})
	}
	return cells
}

// appendBlanks adds the blank cells that the source does not write: all places
// that are free, or in a grid with borders those between the first and the last
// cell of their row.
func (p *parting) appendBlanks(cells []gongkai.Cell, bands []band, rows, columns stretch) []gongkai.Cell {
	if p.sheet.Whole {
		return cells
	}
	ruled := false
	for _, b := range bands {
		ruled = ruled || b.ruled > 0
	}
	width := columns.to - columns.from
	taken := make([]bool, (rows.to-rows.from)*width)
	ends := make([]stretch, rows.to-rows.from)
	for _, c := range cells {
		for row := c.Row; row < min(c.Row+c.RowSpan, len(ends)); row++ {
			to := min(c.Column+c.ColumnSpan, width)
			if ends[row].to == 0 {
				ends[row].from = c.Column
			}
			ends[row] = stretch{min(ends[row].from, c.Column), max(ends[row].to, to)}
			for column := c.Column; column < to; column++ {
				taken[row*width+column] = true
			}
		}
	}
	for row, end := range ends {
		if !ruled {
			end = stretch{0, width}
		}
		for column := end.from; column < end.to; column++ {
			if !taken[row*width+column] {
				cells = append(cells, gongkai.Cell{Row: row, Column: column, RowSpan: 1, ColumnSpan: 1})
			}
		}
	}
	return cells
}

// name puts the sheet's name before its blocks if it is a heading that the
// sheet does not print.
func (p *parting) name(first int) {
	name := Tidy(p.sheet.Name)
	if !numbered.MatchString(name) || first == len(p.doc.Blocks) {
		return
	}
	for _, b := range p.doc.Blocks[first:] {
		if b.Paragraph != nil && strings.HasPrefix(b.Paragraph.Text, name) {
			return
		}
	}
	blocks := append([]gongkai.Block{{Paragraph: &gongkai.Paragraph{Text: name, Location: gongkai.Location{Path: "/" + p.sheet.Name}}}}, p.doc.Blocks[first:]...)
	p.doc.Blocks = append(p.doc.Blocks[:first], blocks...)
}
