package main

import (
	"gongkai"
	"gongkai/corpus"
	"gongkai/corpus/agencies"
	"gongkai/normalize/across"
	"gongkai/sinks"
)

// plan is what the survey's digests say of the reports: whose each is, which of
// several documents it is, and with which others it is to be compared.
type plan struct {
	registry  *agencies.Registry
	documents []surveyed
	digests   []across.Digest
	groups    []across.Group
	// reports are by report_id.
	reports map[string]*planned
	// reviews are by SHA-256, oldest first.
	reviews map[string][]gongkai.HumanReview
}

// planned is what is planned for one report.
type planned struct {
	item       corpus.Item
	resolution gongkai.Resolution
	role       gongkai.Role
	principal  string
	// confirmedBy is a document that can confirm this doubtful one; previous the
	// principal report on the year before. Empty when there is none.
	confirmedBy, previous string
	// differing are documents of the group that state something else.
	differing []string
	outliers  []across.Outlier
	sums      []across.Sum
	alike     []across.Alike
}

func newPlan(registry *agencies.Registry, documents []surveyed) *plan {
	p := &plan{registry: registry, documents: documents, reports: map[string]*planned{}}
	for i, d := range documents {
		if d.Across == nil || d.err != nil {
			continue
		}
		resolution := registry.Resolve(*d.Printed)
		digest := *d.Across
		// Once is enough: it is most of what the survey holds in memory.
		documents[i].Across, documents[i].Printed = nil, nil
		digest.Agency = resolution.Agency
		// It was kept when the document may have lain elsewhere.
		digest.Address = d.item.URL()
		if digest.Address == "" {
			digest.Address = d.item.Display()
		}
		p.digests = append(p.digests, digest)
		p.reports[digest.ReportID] = &planned{item: d.item, resolution: resolution}
	}
	p.group()
	p.compare()
	return p
}

// group finds the documents of each report.
func (p *plan) group() {
	p.groups = across.Groups(p.digests)
	for _, g := range p.groups {
		id := g.Principal.ReportID
		p.reports[id].principal = id
		for _, m := range g.Others {
			p.reports[m.ReportID].role, p.reports[m.ReportID].principal = m.Role, id
		}
		for _, pair := range g.Confirmations() {
			p.reports[pair.First].confirmedBy = pair.Second
		}
		for _, pair := range g.Differing() {
			p.reports[pair.First].differing = append(p.reports[pair.First].differing, pair.Second)
		}
	}
	for _, pair := range across.Successions(p.groups) {
		p.reports[pair.Second].previous = pair.First
	}
}

// compare finds what the numbers and texts of all reports say of each.
func (p *plan) compare() {
	principals := make([]*across.Digest, len(p.groups))
	for i, g := range p.groups {
		principals[i] = g.Principal
	}
	for _, o := range across.Outliers(principals) {
		p.reports[o.ReportID].outliers = append(p.reports[o.ReportID].outliers, o)
	}
	for _, s := range across.Sums(principals, p.withChildren()) {
		p.reports[s.ReportID].sums = append(p.reports[s.ReportID].sums, s)
	}
	for _, a := range across.Copies(principals) {
		p.reports[a.ReportID].alike = append(p.reports[a.ReportID].alike, a)
	}
}

// agencies are those that report, those expected to, and those above them, in the
// order of their ids.
func (p *plan) agencies(expected ...gongkai.Coverage) []gongkai.Agency {
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
	for _, id := range sorted(byID) {
		list = append(list, byID[id])
	}
	return list
}

// withChildren are the agencies and all governments right below those that report,
// so that a sum over children says how many are missing.
func (p *plan) withChildren() []gongkai.Agency {
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
func (r *planned) standing() *gongkai.Standing {
	s := &gongkai.Standing{Role: r.role, PrincipalOf: r.principal}
	if r.resolution.Agency != nil {
		s.AgencyID = r.resolution.Agency.ID
	}
	return s
}

// records are what the dataset holds beside documents: agencies, then coverage.
func (p *plan) records(c []gongkai.Coverage) []sinks.Record {
	var records []sinks.Record
	for _, a := range p.agencies(c...) {
		records = append(records, sinks.Record{Agency: &a})
	}
	for _, line := range c {
		records = append(records, sinks.Record{Coverage: &line})
	}
	return records
}
