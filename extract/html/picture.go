package html

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"gongkai"
)

// placedPicture is a picture of the page, before it is known which items are of the
// article. Its Block is the item before which it stands.
type placedPicture struct {
	gongkai.Picture
	region int
}

// maxPictures bounds the pictures of one page that are looked at; the portals' own
// are a few dozen.
const maxPictures = 500

// sourceAttributes are where pages have the address of a picture, the likeliest
// first: those that a script puts into src when the picture comes into view, then
// src, then what editors keep beside it.
var sourceAttributes = []string{"data-original", "data-src", "data-lazy-src", "data-echo", "src", "_src", "oldsrc"}

// picture notes the img element.
func (w *walker) picture(n *html.Node, index int) {
	if len(w.shown) >= maxPictures || doubtOf(n) == "" {
		return
	}
	p := placedPicture{region: w.region}
	for _, name := range sourceAttributes {
		ref := strings.TrimSpace(attribute(n, name))
		if data, isData := dataURI(ref); isData {
			if len(data) > len(p.Data) {
				p.Data = data
			}
		} else if ref != "" && !slices.Contains(p.Refs, ref) {
			p.Refs = append(p.Refs, ref)
		}
	}
	// Beside an address, bytes are what is shown until the picture has come.
	switch {
	case len(p.Refs) > 0:
		p.Data = nil
	case len(p.Data) == 0:
		return
	}
	p.Block = len(w.items)
	if w.cell != nil || len(w.line.text) > 0 {
		p.Block++ // behind what is being read
	}
	p.Location = w.location(append(slices.Clip(w.frames), frame{n, index}))
	w.shown = append(w.shown, p)
}

// dataURI decodes an address that is itself the data (RFC 2397), if they are base64.
func dataURI(ref string) (data []byte, is bool) {
	if len(ref) < 5 || !strings.EqualFold(ref[:5], "data:") {
		return nil, false
	}
	head, body, _ := strings.Cut(ref[5:], ",")
	if !strings.HasSuffix(strings.ToLower(strings.TrimSpace(head)), ";base64") {
		return nil, true
	}
	if plain, err := url.PathUnescape(body); err == nil {
		body = plain
	}
	body = strings.Join(strings.Fields(body), "")
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(body, "="))
	if err != nil {
		return nil, true
	}
	return data, true
}

// pictures are those of the article; where the page shows no report, all that are not
// in its furniture. Kept says which items of the article are blocks.
func (p *page) pictures(w *walker, a article, kept []bool) []gongkai.Picture {
	chrome := w.chrome(w.sum(), a)
	base := p.base()
	var list []gongkai.Picture
	for _, shown := range w.shown {
		inside := shown.Block >= a.first && shown.Block <= a.last
		if chrome[shown.region] || a.reports+a.headings > 0 && !inside {
			continue
		}
		picture := shown.Picture
		picture.Block = 0
		for i, keep := range kept {
			if keep && a.first+i < shown.Block {
				picture.Block++
			}
		}
		for i, ref := range picture.Refs {
			picture.Refs[i] = resolved(base, ref)
		}
		list = append(list, picture)
	}
	// A table that was not kept leaves its pictures one place too far.
	slices.SortStableFunc(list, func(a, b gongkai.Picture) int { return a.Block - b.Block })
	return list
}

// base is the address that the page says its others are relative to, nil for none.
func (p *page) base() *url.URL {
	for _, n := range p.query.Find("base").Nodes {
		if href := strings.TrimSpace(attribute(n, "href")); href != "" {
			if base, err := url.Parse(href); err == nil {
				return base
			}
		}
	}
	return nil
}

func resolved(base *url.URL, ref string) string {
	to, err := url.Parse(ref)
	if base == nil || err != nil {
		return ref
	}
	return base.ResolveReference(to).String()
}
