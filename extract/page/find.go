package page

import "gongkai"

// Find runs the stages that look at one page on what its reader gave: Number,
// Width, Height, Chars, Lost, and the paths and pictures that it draws, all turned
// upright. It lowers the limit on cells by what the tables took. The error wraps
// ErrLimit.
func (p *Page) Find(paths []Path, images []Rect, limits *gongkai.Limits) error {
	p.Pictured = p.pictured(images)
	distrust(p.Chars)
	found, err := p.Rule(rulings(paths), limits)
	if err != nil {
		return err
	}
	rest := assign(p.Chars, found)
	for _, t := range found {
		t.fill()
		t.doubtLost(p.Lost)
		if t.holdsText() {
			p.Tables = append(p.Tables, t)
		}
	}
	p.Lines = lines(rest, p.Number)
	p.Slanted = slanted(p.Chars)
	return nil
}

// Rule finds the tables that the lines draw, without text; it sets p.Rulings and
// p.Merged and leaves p.Tables to the caller. The error wraps ErrLimit.
func (p *Page) Rule(lines []Ruling, limits *gongkai.Limits) ([]*Table, error) {
	p.Rulings = lines
	p.Merged = merge(lines)
	groups, err := components(p.Merged)
	if err != nil {
		return nil, err
	}
	return tables(groups, p.Number, limits.Cells)
}

// NeedsOCR says whether what the page shows is in pictures or shapes and not in its
// text: text that is not drawn is somebody's reading of the picture, and no text.
func (p *Page) NeedsOCR() bool {
	seen := 0
	for _, c := range p.Chars {
		if c.Rune != ' ' && !c.Invisible {
			seen++
		}
	}
	return !p.Failed && (p.Pictured && seen < fewChars || seen == 0 && p.Objects > 0)
}

// picturedShare is the share of a page that pictures must cover for the page
// to be one.
const picturedShare = 0.5

func (p *Page) pictured(images []Rect) bool {
	area := 0.0
	for _, r := range images {
		w := min(r.Right, p.Width) - max(r.Left, 0)
		h := min(r.Bottom, p.Height) - max(r.Top, 0)
		area += max(w, 0) * max(h, 0)
	}
	return area > picturedShare*p.Width*p.Height
}
