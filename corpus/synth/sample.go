package synth

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"gongkai"
)

// Order says what to make. Zero fields let the seed choose.
type Order struct {
	Seed uint64
	Kind Kind
	// Year reported on.
	Year int
	// Form of the tables. The seed chooses a pure one that was in force in
	// Year.
	Form Form
	// Deviations are names from Deviations, applied in order.
	Deviations []string
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
	form      Form // what should be there
	merged    bool // （六）其他处理 has one number for its three rows
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
	year, form := o.Year, o.Form
	if year == 0 {
		year = drawYear(rng, form)
	}
	if form == (Form{}) {
		form = PureForm(inForce(year))
	}
	r := &gongkai.Report{Agency: a.name, Year: year, Layout: form.Layout()}
	page := &Page{Site: newSite(stream(o.Seed, "site"), a, year)}
	r.Title = title(stream(o.Seed, "title"), a.name, year)
	page.Title = []string{r.Title}
	r.Published, r.Metadata = page.Site.Published, page.Site.Metadata
	numbers := stream(o.Seed, "numbers")
	size := newScale(numbers, a.kind)
	r.Proactive = newProactive(numbers, form, size)
	r.Requests = newRequests(numbers, form, size)
	r.Disputes = newDisputes(numbers, size)
	sections, signature := write(stream(o.Seed, "prose"), a, r)
	r.Sections = sections
	page.Blocks = compose(form, r, signature)
	s := &Sample{Name: fmt.Sprintf("%s-%d", a.slug, year), Truth: r, Page: page, form: form, seed: o.Seed}
	for _, name := range o.Deviations {
		s.deviate(name)
	}
	return s, nil
}

// stream is the random source of one concern, so that a change to one does not
// reshuffle the others.
func stream(seed uint64, concern string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(concern))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

func drawYear(rng *rand.Rand, form Form) int {
	switch form.Layout() {
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
