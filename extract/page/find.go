package page

import "gongkai"

// Find runs the stages that look at one page on what its reader gave: Number,
// Width, Height, Chars, Lost, and the paths and pictures that it draws, all turned
// upright. It lowers the limit on cells by what the tables took. The error wraps
// ErrLimit.
func (p *Page) Find(paths []Path, images []Rect, limits *gongkai.Limits) error {
	p.Pictured = p.pictured(images)
	distrust(p.Chars)
	p.Rulings = rulings(paths)
	p.Merged = merge(p.Rulings)
	groups, err := components(p.Merged)
	if err != nil {
		return err
	}
	found, err := tables(groups, p.Number, limits.Cells)
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
