package build

import (
	"slices"

	"gongkai"
	"gongkai/corpus"
	"gongkai/corpus/agencies"
	"gongkai/normalize/across"
	"gongkai/sinks"
)

// Plan is what the survey's digests say of the reports: whose each is, which of
// several documents it is, and with which others it is to be compared.
type Plan struct {
	registry *agencies.Registry
	digests  []across.Digest
	groups   []across.Group
	share    Share
}

// Share is some of a plan's documents, or all, with what is needed to write them.
// It can be encoded by encoding/gob.
type Share struct {
	Documents []Surveyed
	// Reports are by report_id; those that are only compared with have no more than
	// Item.
	Reports map[string]*Planned
}

// Planned is what is planned for one report.
type Planned struct {
	Item       corpus.Item
	Resolution gongkai.Resolution
	Role       gongkai.Role
	Principal  string
	// ConfirmedBy is a document that can confirm this doubtful one; Previous the
	// principal report on the year before. Empty when there is none.
	ConfirmedBy, Previous string
	// Differing are documents of the group that state something else.
	Differing []string
	Outliers  []across.Outlier
	Sums      []across.Sum
	Alike     []across.Alike
	// Reviews are what people say of the document, oldest first.
	Reviews []gongkai.HumanReview
}

// others are the reports that this one is compared with.
func (r *Planned) others() []string {
	others := slices.Clone(r.Differing)
	for _, id := range []string{r.ConfirmedBy, r.Previous} {
		if id != "" {
			others = append(others, id)
		}
	}
	for _, a := range r.Alike {
		for _, to := range a.To {
			others = append(others, to.ReportID)
		}
	}
	return others
}

// Share is what is planned for documents from the one at index from on, and before
// that at index to.
func (p *Plan) Share(from, to int) Share {
	part := Share{Documents: p.share.Documents[from:to], Reports: map[string]*Planned{}}
	for _, d := range part.Documents {
		id := sinks.ReportID(d.Item.SHA256)
		planned := p.share.Reports[id]
		if d.Item.SHA256 == "" || planned == nil {
			continue
		}
		part.Reports[id] = planned
		for _, other := range planned.others() {
			if part.Reports[other] == nil {
				part.Reports[other] = &Planned{Item: p.share.Reports[other].Item}
			}
		}
	}
	for _, d := range part.Documents {
		if id := sinks.ReportID(d.Item.SHA256); d.Item.SHA256 != "" && p.share.Reports[id] != nil {
			part.Reports[id] = p.share.Reports[id] // and not only what others need of it
		}
	}
	return part
}

// NewPlan makes the plan. It takes Across and Printed out of the documents.
func NewPlan(registry *agencies.Registry, documents []Surveyed) *Plan {
	p := &Plan{registry: registry, share: Share{documents, map[string]*Planned{}}}
	for i, d := range documents {
		if d.Across == nil || d.Err != nil {
			continue
		}
		resolution := registry.Resolve(*d.Printed)
		digest := *d.Across
		// Once is enough: it is most of what the survey holds in memory.
		documents[i].Across, documents[i].Printed = nil, nil
		digest.Agency = resolution.Agency
		// It was kept when the document may have lain elsewhere.
		digest.Address = d.Item.URL()
		if digest.Address == "" {
			digest.Address = d.Item.Display()
		}
		p.digests = append(p.digests, digest)
		p.share.Reports[digest.ReportID] = &Planned{Item: d.Item, Resolution: resolution}
	}
	p.group()
	p.compare()
	return p
}

// AddReviews adds what people say of documents, by SHA-256 and oldest first.
func (p *Plan) AddReviews(reviews map[string][]gongkai.HumanReview) {
	for _, r := range p.share.Reports {
		r.Reviews = reviews[r.Item.SHA256]
	}
}

// group finds the documents of each report.
func (p *Plan) group() {
	p.groups = across.Groups(p.digests)
	for _, g := range p.groups {
		id := g.Principal.ReportID
		p.share.Reports[id].Principal = id
		for _, m := range g.Others {
			p.share.Reports[m.ReportID].Role, p.share.Reports[m.ReportID].Principal = m.Role, id
		}
		for _, pair := range g.Confirmations() {
			p.share.Reports[pair.First].ConfirmedBy = pair.Second
		}
		for _, pair := range g.Differing() {
			p.share.Reports[pair.First].Differing = append(p.share.Reports[pair.First].Differing, pair.Second)
		}
	}
	for _, pair := range across.Successions(p.groups) {
		p.share.Reports[pair.Second].Previous = pair.First
	}
}

// compare finds what the numbers and texts of all reports say of each.
func (p *Plan) compare() {
	principals := make([]*across.Digest, len(p.groups))
	for i, g := range p.groups {
		principals[i] = g.Principal
	}
	for _, o := range across.Outliers(principals) {
		p.share.Reports[o.ReportID].Outliers = append(p.share.Reports[o.ReportID].Outliers, o)
	}
	for _, s := range across.Sums(principals, p.withChildren()) {
		p.share.Reports[s.ReportID].Sums = append(p.share.Reports[s.ReportID].Sums, s)
	}
	for _, a := range across.Copies(principals) {
		p.share.Reports[a.ReportID].Alike = append(p.share.Reports[a.ReportID].Alike, a)
	}
}

// agencies are those that report, those expected to, and those above them, in the
// order of their ids.
func (p *Plan) agencies(expected ...gongkai.Coverage) []gongkai.Agency {
	byID := map[string]gongkai.Agency{}
	add := func(a gongkai.Agency) {
		if byID[a.ID].ID != "" {
			return
		}
		byID[a.ID] = a
		for _, above := range p.registry.Ancestors(a.ID) {
			byID[above.ID] = above
		}
	}
	for _, d := range p.digests {
		if d.Agency != nil {
			add(*d.Agency)
		}
	}
	for _, line := range expected {
		if a, ok := p.registry.Agency(line.AgencyID); ok {
			add(a)
		}
	}
	var list []gongkai.Agency
	for _, id := range Sorted(byID) {
		list = append(list, byID[id])
	}
	return list
}

// withChildren are the agencies and all governments right below those that report,
// so that a sum over children says how many are missing.
func (p *Plan) withChildren() []gongkai.Agency {
	list := p.agencies()
	known := map[string]bool{}
	for _, a := range list {
		known[a.ID] = true
	}
	for _, d := range p.digests {
		if d.Agency == nil || known["below "+d.Agency.ID] {
			continue
		}
		known["below "+d.Agency.ID] = true
		for _, child := range p.registry.Below(d.Agency.ID) {
			if !known[child.ID] {
				known[child.ID] = true
				list = append(list, child)
			}
		}
	}
	return list
}

// standing is what the plan knows of a report; the rest is found by loading
// others.
func (r *Planned) standing() *gongkai.Standing {
	s := &gongkai.Standing{Role: r.Role, PrincipalOf: r.Principal}
	if r.Resolution.Agency != nil {
		s.AgencyID = r.Resolution.Agency.ID
	}
	return s
}

// Records are what the dataset holds beside documents: agencies, then coverage.
func (p *Plan) Records(c []gongkai.Coverage) []sinks.Record {
	var records []sinks.Record
	for _, a := range p.agencies(c...) {
		records = append(records, sinks.Record{Agency: &a})
	}
	for _, line := range c {
		records = append(records, sinks.Record{Coverage: &line})
	}
	return records
}
