package html

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai"
)

// page is a parsed page.
type page struct {
	query *goquery.Document
	root  *html.Node
}

func newPage(q *goquery.Document) *page { return &page{q, q.Get(0)} }

// document reads the page.
func (p *page) document(limits gongkai.Limits) (*gongkai.Document, error) {
	s := paint(p.root)
	w := newWalker(limits, s, false)
	if err := w.walk(p.root); err != nil {
		return nil, err
	}
	a := w.findArticle()
	if w.hidden && a.reports == 0 {
		// The report may be in a tab that a script shows.
		all := newWalker(limits, s, true)
		if all.walk(p.root) == nil {
			b := all.findArticle()
			if b.reports > 0 || a.headings == 0 && b.headings > 0 || len(w.items) == 0 {
				w, a = all, b
			}
		}
	}
	metadata, used := w.metadata(a)
	d := &gongkai.Document{
		Format:    gongkai.FormatHTML,
		Method:    Method,
		HeadTitle: collapse(p.query.Find("title").First().Text()),
		PageTitle: w.pageTitle(a),
		Metadata:  append(metaFields(p.query), metadata...),
		Findings:  w.findings,
	}
	if d.PageTitle == "" {
		d.PageTitle = articleTitle(d.Metadata)
	}
	kept := w.inArticle(a)
	for i := range kept {
		if kept[i] = kept[i] && !used[a.first+i]; kept[i] {
			d.Blocks = append(d.Blocks, w.items[a.first+i].Block)
		}
	}
	d.Pictures = p.pictures(w, a, kept)
	return d, nil
}

// factsAfter is the number of items after the article in which lines of facts
// are looked for, and narrativeFacts the number at the beginning of an article
// without tables and headings.
const (
	factsAfter     = 5
	narrativeFacts = 3
)

// metadata collects the facts of the page in its order, and says which items
// they were: lines before the article's first table or heading, or just after
// the article, and metadata tables anywhere but among the report's tables.
func (w *walker) metadata(a article) (fields []gongkai.MetadataField, used map[int]bool) {
	used = map[int]bool{}
	head := a.from
	if a.reports+a.headings == 0 {
		head = min(a.first+narrativeFacts, a.last)
	}
	placed := w.fields
	for i := range w.items {
		for len(placed) > 0 && placed[0].at <= i {
			fields, placed = append(fields, placed[0].MetadataField), placed[1:]
		}
		it := &w.items[i]
		var facts []gongkai.MetadataField
		ok := false
		switch {
		case it.Grid != nil && it.reports == 0:
			facts, ok = gridFacts(it.Grid)
		case it.Paragraph != nil && (i < head || i >= a.last && i < a.last+factsAfter) && it.link*2 <= it.bytes:
			facts, ok = w.lineFacts(i)
		}
		if ok {
			fields, used[i] = append(fields, facts...), true
			used[i+1] = used[i+1] || w.isDefinition(i, facts)
		}
	}
	for _, f := range placed {
		fields = append(fields, f.MetadataField)
	}
	return fields, used
}

// lineFacts reads a paragraph of facts. In a definition list the value is in
// the next paragraph.
func (w *walker) lineFacts(i int) ([]gongkai.MetadataField, bool) {
	text := w.items[i].Paragraph.Text
	facts, ok := parseFacts(text)
	if label, known := isLabel(text); !ok && known && w.termValue(i) != "" {
		return []gongkai.MetadataField{{Label: label, Value: w.termValue(i)}}, true
	}
	if w.isDefinition(i, facts) {
		facts[0].Value = w.termValue(i)
	}
	return facts, ok
}

// isDefinition reports whether the facts of item i are one whose value is the
// next item.
func (w *walker) isDefinition(i int, facts []gongkai.MetadataField) bool {
	value := w.termValue(i)
	return value != "" && len(facts) == 1 && (facts[0].Value == "" || facts[0].Value == value)
}

// termValue is the text of the <dd> that follows item i when that is a <dt>.
func (w *walker) termValue(i int) string {
	if i+1 >= len(w.items) || !isTag(w.items[i].node, atom.Dt) || !isTag(w.items[i+1].node, atom.Dd) || w.items[i+1].Paragraph == nil {
		return ""
	}
	return w.items[i+1].Paragraph.Text
}

// articleTitle is the title that the site states in the head.
func articleTitle(metadata []gongkai.MetadataField) string {
	for _, f := range metadata {
		if strings.EqualFold(f.Label, "ArticleTitle") {
			return f.Value
		}
	}
	return ""
}

// titleDistance is how many items before the article its title may stand:
// share bars, metadata and tabs are between them.
const titleDistance = 40

// pageTitle returns the heading above the article: of the headings by element
// or class near its beginning the best, and of equals the nearest.
func (w *walker) pageTitle(a article) string {
	best, title := 0, ""
	consider := func(i int) {
		it := &w.items[i]
		if it.Paragraph == nil {
			return
		}
		if rank := w.titleRank(it); rank > best {
			best, title = rank, it.Paragraph.Text
		}
	}
	for i := a.first - 1; i >= max(0, a.first-titleDistance); i-- {
		consider(i)
	}
	last := a.from
	if a.reports+a.headings == 0 {
		last = a.first + narrativeFacts
	}
	for i := a.first; i < min(last, a.last); i++ {
		consider(i)
	}
	return title
}

// titleRank says how much the item looks like the title of an article; 0 when
// it is not marked up as one.
func (w *walker) titleRank(it *item) int {
	const longest = 300 // bytes: 100 characters
	if it.link*2 > it.bytes || it.bytes > longest || it.bytes < len("年报") {
		return 0
	}
	rank := 0
	switch region := w.regions[it.box].node; {
	case isTag(it.node, atom.H1):
		rank = 3
	case it.node != nil && hasName(it.node, titleClasses), hasName(region, titleClasses):
		rank = 2
	case isTag(it.node, atom.H2, atom.H3):
		rank = 1
	default:
		return 0
	}
	for _, word := range []string{"报告", "年报", "公开", "年度"} {
		if strings.Contains(it.Paragraph.Text, word) {
			return rank + 3
		}
	}
	return rank
}
