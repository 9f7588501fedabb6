package synth

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"gongkai"
)

// Order says what to make. Zero fields let the seed choose.
type Order struct {
	Seed uint64
	Kind Kind
	// Year reported on.
	Year int
	// Layout is one of Layouts; empty for that of Form, or the official one that
	// was in force in Year.
	Layout gongkai.Layout
	// Form of the official tables since 2019. The pure one of Layout if zero.
	Form Form
	// Deviations are names from Deviations, applied in order.
	Deviations []string
	// variant changes the list that is printed; nil for the usual one.
	variant func(*listForm)
}

// Sample is a report that is true and the page that prints it.
type Sample struct {
	// Name is an ASCII base name for files: place, agency, year. Seeds may
	// share it.
	Name  string
	Truth *gongkai.Report
	Page  *Page
	// Deviations are the names of those applied, in order.
	Deviations []string
	// Arithmetic says which identities the printed numbers break; empty when
	// all hold.
	Arithmetic string
	// Destroyed names the deviation that took information away, so that the
	// document does not tell the truth any more; empty while it does.
	Destroyed string
	form      Form      // what should be there, of the official tables
	list      *listForm // and of an indicator list; nil for none
	merged    bool      // （六）其他处理 has one number for its three rows
	caption   string    // the line with which an annex begins
	seed      uint64
}

// New makes the sample that the order describes. It returns an error for an
// unknown deviation.
func New(o Order) (*Sample, error) {
	if err := o.prepare(); err != nil {
		return nil, err
	}
	rng := stream(o.Seed, "order")
	a := newAgency(rng, o.Kind)
	if o.Year == 0 {
		o.Year = drawYear(rng, o.Layout, o.Form)
	}
	if o.Layout == gongkai.LayoutNone && o.Form == (Form{}) {
		o.Layout = inForce(o.Year)
	}
	if o.Form == (Form{}) {
		o.Form = PureForm(o.Layout)
	}
	r := &gongkai.Report{Agency: a.name, Year: o.Year}
	page := &Page{Site: newSite(stream(o.Seed, "site"), a, o.Year)}
	r.Title = title(stream(o.Seed, "title"), a.name, o.Year)
	page.Title = []string{r.Title}
	r.Published, r.Metadata = page.Site.Published, page.Site.Metadata
	s := &Sample{Name: fmt.Sprintf("%s-%d", a.slug, o.Year), Truth: r, Page: page, form: o.Form, seed: o.Seed}
	if o.Form != (Form{}) {
		s.official(a)
	} else {
		s.listed(a, o)
	}
	for _, name := range o.Deviations {
		s.deviate(name)
	}
	s.numberRows()
	return s, nil
}

// official fills the sample with the tables since 2019 and the prose around them.
func (s *Sample) official(a agency) {
	r := s.Truth
	r.Layout = s.form.Layout()
	numbers := stream(s.seed, "numbers")
	size := newScale(numbers, a.kind)
	r.Proactive = newProactive(numbers, s.form, size)
	r.Requests = newRequests(numbers, s.form, size)
	r.Disputes = newDisputes(numbers, size)
	prose := stream(s.seed, "prose")
	facts := newFacts(prose, a, r)
	facts.tableFacts(r)
	sections, signature := write(prose, outlines, facts, a, r)
	r.Sections = sections
	s.Page.Blocks = compose(s.form, r, signature)
}

// listed fills the sample with an indicator list, an annex behind the prose, or
// with the prose alone.
func (s *Sample) listed(a agency, o Order) {
	r := s.Truth
	r.Layout = o.Layout
	rng := stream(s.seed, "list")
	s.list = newList(rng, o.Layout, r.Year)
	if o.variant != nil {
		o.variant(s.list)
	}
	numbers := stream(s.seed, "numbers")
	s.list.fill(numbers, a.kind, newScale(numbers, a.kind).requests > 0, r)
	s.list.fillProvincial(numbers, a.kind, r)
	prose := stream(s.seed, "prose")
	facts := newFacts(prose, a, r)
	facts.listFacts(s.list, r)
	sections, signature := write(prose, outlines2014, facts, a, r)
	r.Sections = sections
	s.Page.Blocks = compose(Form{}, r, signature)
	switch o.Layout {
	case gongkai.LayoutNarrative: // the numbers were for the prose
		s.list, r.Statistics2014 = nil, nil
		return
	case UnknownList:
		r.Layout = gongkai.LayoutNarrative
	}
	above, below := annex(rng, s.list, a, r.Year)
	last := &r.Sections[len(r.Sections)-1]
	for _, line := range append(slices.Clone(above), below...) {
		last.Text += "\n" + line
	}
	s.caption = above[0]
	s.appendLines(above)
	s.Page.Blocks = append(s.Page.Blocks, Block{Table: s.list.print(r)})
	s.appendLines(below)
}

func (s *Sample) appendLines(lines []string) {
	for _, line := range lines {
		s.Page.Blocks = append(s.Page.Blocks, Block{Text: line})
	}
}

// newList draws the list of a layout; a narrative has the numbers of 2014, to
// speak of.
func newList(rng *rand.Rand, layout gongkai.Layout, year int) *listForm {
	switch layout {
	case Fujian2009:
		return fujian(rng, year)
	case Coded2008:
		return coded2008()
	case UnknownList:
		return unknownList(rng)
	}
	return statistics2014()
}

// stream is the random source of one concern, so that a change to one does not
// reshuffle the others.
func stream(seed uint64, concern string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(concern))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

func drawYear(rng *rand.Rand, layout gongkai.Layout, form Form) int {
	if layout == gongkai.LayoutNone || form != (Form{}) {
		layout = form.Layout()
	} else {
		form = PureForm(layout)
	}
	switch layout {
	case gongkai.Layout2014:
		return 2014 + rng.IntN(5)
	case Fujian2009:
		return 2009 + rng.IntN(10)
	case Coded2008:
		return 2008 + rng.IntN(6)
	case UnknownList, gongkai.LayoutNarrative:
		return 2008 + rng.IntN(16)
	case gongkai.Layout2019:
		return 2019 + rng.IntN(2)
	default:
		if form == (Form{}) {
			return 2019 + rng.IntN(7)
		}
		return 2021 + rng.IntN(5)
	}
}

// inForce is the layout that the year's reports were to follow.
func inForce(year int) gongkai.Layout {
	if year < 2021 {
		return gongkai.Layout2019
	}
	return gongkai.Layout2021
}

// newSite draws the portal: the report appears by the end of March.
func newSite(rng *rand.Rand, a agency, year int) Site {
	published := time.Date(year+1, time.January, 8+rng.IntN(75), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	return Site{
		Name:      a.site.name + "人民政府门户网站",
		Host:      "www." + a.site.pinyin + ".example",
		Published: published,
		Metadata: []gongkai.MetadataField{
			{Label: "索引号", Value: fmt.Sprintf("%09d/%d-%05d", rng.IntN(1e9), year+1, 1+rng.IntN(300))},
			{Label: "发布机构", Value: a.name},
			{Label: "主题分类", Value: "政府信息公开年报"},
			{Label: "发文日期", Value: published},
			{Label: "文号", Value: ""},
			{Label: "时效", Value: "有效"},
		},
	}
}

// print makes the page print v where ref is, and the truth say so.
func (s *Sample) print(ref gongkai.CellRef, v gongkai.Value) {
	s.Truth.Set(ref, v)
	if cell := s.Page.cell(ref); cell != nil {
		cell.Text = v.Printed
	}
}
