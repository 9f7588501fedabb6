package across

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gongkai"
)

// Group is the documents of one report.
type Group struct {
	// Principal is the reading to use.
	Principal *Digest
	// Others are in the order in which they would be used.
	Others []Member
}

// Member is a document of a group beside the principal.
type Member struct {
	*Digest
	Role gongkai.Role
}

// telling is how many digits different numbers must have (Digest.Telling) for
// their being the same in two documents to prove that they are one report.
const telling = 8

// Groups puts the documents of one agency and year together. Groups are in the
// order of their principals' report_id; every digest is in one group, and the
// result points into digests.
//
// The principal is of the edition (documents that state the same are one) that is
// best by this order:
//
//  1. readings beyond doubt (verified, source-inconsistent) before incomplete,
//     doubtful, and those without tables
//  2. on a government host before mirrors
//  3. published later, where all the editions left have a date: a correction
//     holds, though its sums may not
//  4. by status, by format (DOCX and HTML state their tables), by the number of
//     cells that state something, by report_id
//
// and within it the best by 1, 2 and 4, pages for telephones last.
func Groups(digests []Digest) []Group {
	sets := newSets(len(digests))
	first := map[string]int{}
	byID := map[string]int{}
	for i := range digests {
		byID[digests[i].ReportID] = i
	}
	join := func(i int, key string) {
		if j, ok := first[key]; ok {
			sets.join(i, j)
			return
		}
		first[key] = i
	}
	for i := range digests {
		d := &digests[i]
		if d.Year == 0 {
			continue
		}
		if key := d.key(); key != "" {
			join(i, fmt.Sprintf("%s %d", key, d.Year))
		}
	}
	joinContents(digests, sets)
	for i := range digests {
		if page, ok := byID[digests[i].PageOf]; ok && attached(&digests[i], &digests[page]) {
			sets.join(i, page)
		}
	}
	originals := originalsOf(digests, sets)
	for i := range digests {
		if j, ok := originals[digests[i].path()]; ok && digests[i].Mirror && copied(&digests[i], &digests[j]) {
			sets.join(i, j)
		}
	}
	members := map[int][]*Digest{}
	for i := range digests {
		root := sets.root(i)
		members[root] = append(members[root], &digests[i])
	}
	groups := make([]Group, 0, len(members))
	for _, documents := range members {
		groups = append(groups, newGroup(documents))
	}
	slices.SortFunc(groups, func(a, b Group) int { return strings.Compare(a.Principal.ReportID, b.Principal.ReportID) })
	return groups
}

// joinContents joins documents whose agency is not proven with those that print the
// same name, or one of which it is the end (民政局, 洪泽区民政局), and state the same.
// What may be the report of two proven agencies is joined with neither.
func joinContents(digests []Digest, s sets) {
	type statement struct {
		year    int
		content uint64
	}
	alike := map[statement][]int{}
	for i := range digests {
		if d := &digests[i]; d.Year != 0 && d.Name != "" && d.Telling >= telling {
			key := statement{d.Year, d.Content}
			alike[key] = append(alike[key], i)
		}
	}
	for _, list := range alike {
		for _, i := range list {
			d, proven, agencies := &digests[i], -1, map[string]bool{}
			if d.Agency != nil {
				continue
			}
			for _, j := range list {
				switch other := &digests[j]; {
				case other.Agency == nil && other.Name == d.Name:
					s.join(i, j)
				case other.Agency != nil && compatible(d.Name, other.Name):
					proven, agencies[other.Agency.ID] = j, true
				}
			}
			if len(agencies) == 1 {
				s.join(i, proven)
			}
		}
	}
}

// compatible reports whether two printed names may be one agency's: one is the
// other without the places in front.
func compatible(a, b string) bool {
	return strings.HasSuffix(a, b) || strings.HasSuffix(b, a)
}

// copied reports whether a mirror may be a copy of the original at its path:
// programs name folders by the day, so that several sites have a path. It must
// print a name that fits, or the same numbers.
func copied(mirror, original *Digest) bool {
	return sameReport(mirror, original) &&
		(mirror.Content == original.Content || mirror.Name == "" || compatible(mirror.Name, original.Name) || sameCounts(mirror, original))
}

// sameCounts reports whether two documents count the same wherever both have a
// number, and do count something.
func sameCounts(a, b *Digest) bool {
	counted := false
	for i := range a.Counts {
		x, y := a.Counts[i].N, b.Counts[i].N
		if x >= 0 && y >= 0 && x != y {
			return false
		}
		counted = counted || x > 0 && x == y
	}
	return counted
}

// originalsOf are the documents on government hosts by their path, which copies
// keep. A path at which different reports are is nobody's.
func originalsOf(digests []Digest, s sets) map[string]int {
	originals, shared := map[string]int{}, map[string]bool{}
	for i := range digests {
		path := digests[i].path()
		if digests[i].Mirror || path == "" {
			continue
		}
		if j, ok := originals[path]; ok && s.root(i) != s.root(j) {
			shared[path] = true
		}
		originals[path] = i
	}
	for path := range shared {
		delete(originals, path)
	}
	return originals
}

// attached reports whether an attachment may be the report of its page: a page
// can carry last year's, or another agency's.
func attached(d, page *Digest) bool {
	switch {
	case !sameReport(d, page):
		return false
	case d.Agency != nil && page.Agency != nil:
		return true
	}
	return d.Name == "" || page.Name == "" || compatible(d.Name, page.Name)
}

// sameReport reports whether neither year nor proven agency says that two
// documents are different reports.
func sameReport(a, b *Digest) bool {
	return (a.Year == 0 || b.Year == 0 || a.Year == b.Year) && (a.Agency == nil || b.Agency == nil || a.Agency.ID == b.Agency.ID)
}

// newGroup orders the documents and says what they are.
func newGroup(documents []*Digest) Group {
	slices.SortFunc(documents, better)
	best := bestEdition(documents)
	published := edition(documents, best.Content)
	g := Group{Principal: best}
	for _, d := range documents {
		if d != best {
			g.Others = append(g.Others, Member{d, role(d, best, edition(documents, d.Content), published)})
		}
	}
	return g
}

// class of a reading: lower is better.
func class(s gongkai.Status) int {
	switch s {
	case gongkai.Verified, gongkai.SourceInconsistent:
		return 0
	case gongkai.Incomplete:
		return 1
	case gongkai.DoubtfulReport:
		return 2
	}
	return 3
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// better orders readings of one edition.
func better(a, b *Digest) int {
	return cmp.Or(
		cmp.Compare(class(a.Status), class(b.Status)),
		cmp.Compare(order(a.Mirror), order(b.Mirror)),
		cmp.Compare(order(a.mobile()), order(b.mobile())),
		cmp.Compare(a.Status, b.Status),
		cmp.Compare(order(b.structural()), order(a.structural())),
		cmp.Compare(b.Stated, a.Stated),
		strings.Compare(a.ReportID, b.ReportID),
	)
}

// edition is the earliest date on which documents of that content were
// published, on a government host if any was; empty when no date is known.
func edition(documents []*Digest, content uint64) string {
	dates := [2]string{}
	for _, d := range documents {
		at := &dates[order(d.Mirror)]
		if d.Content == content && d.Published != "" && (*at == "" || d.Published < *at) {
			*at = d.Published
		}
	}
	return cmp.Or(dates[0], dates[1])
}

// bestEdition is the best reading of the edition that holds; documents are in
// the order of better.
func bestEdition(documents []*Digest) *Digest {
	best := documents[0]
	latest := edition(documents, best.Content)
	for _, d := range documents[1:] {
		date := edition(documents, d.Content)
		if class(d.Status) != class(documents[0].Status) || d.Mirror != documents[0].Mirror || d.Content == best.Content {
			continue
		}
		if date == "" || latest == "" {
			return documents[0]
		}
		if date > latest {
			best, latest = d, date
		}
	}
	return best
}

// role says what d is beside the principal, by what the addresses say and the
// dates of their editions.
func role(d, principal *Digest, date, principalDate string) gongkai.Role {
	same := d.Content == principal.Content
	switch {
	case d.Mirror && !principal.Mirror:
		return gongkai.Mirror
	case same && d.mobile():
		return gongkai.Mobile
	case same, d.PageOf != "" && (d.PageOf == principal.ReportID || d.PageOf == principal.PageOf), principal.PageOf == d.ReportID:
		return gongkai.Twin
	case date != "" && date < principalDate:
		return gongkai.Superseded
	}
	return gongkai.Variant
}

// Pair are the report_ids of two reports to load.
type Pair struct{ First, Second string }

// Differing are the documents that do not state what the principal does: pairs of
// the principal and another for Compare.
func (g Group) Differing() []Pair {
	var pairs []Pair
	for _, m := range g.Others {
		if m.Content != g.Principal.Content && m.Stated > 0 && g.Principal.Stated > 0 {
			pairs = append(pairs, Pair{g.Principal.ReportID, m.ReportID})
		}
	}
	return pairs
}

// Confirmations are the doubtful documents that another can confirm: pairs for
// Confirm, the doubtful one first. Of several the one is taken that states the
// same, if any does.
func (g Group) Confirmations() []Pair {
	var pairs []Pair
	documents := []*Digest{g.Principal}
	for _, m := range g.Others {
		documents = append(documents, m.Digest)
	}
	for _, d := range documents {
		if !d.doubtful() {
			continue
		}
		var by *Digest
		for _, other := range documents {
			if other.structural() && other.Stated > 0 && (by == nil || by.Content != d.Content && other.Content == d.Content) {
				by = other
			}
		}
		if by != nil {
			pairs = append(pairs, Pair{d.ReportID, by.ReportID})
		}
	}
	return pairs
}

// Successions are the principals of one agency on two years, one after the other:
// pairs for normalize.Successive, the earlier first, in the order of the later.
func Successions(groups []Group) []Pair {
	type report struct {
		key  string
		year int
	}
	by := map[report]*Digest{}
	for _, g := range groups {
		if key := g.Principal.key(); key != "" && g.Principal.Year != 0 {
			by[report{key, g.Principal.Year}] = g.Principal
		}
	}
	var pairs []Pair
	for _, g := range groups {
		if key := g.Principal.key(); key != "" {
			if previous := by[report{key, g.Principal.Year - 1}]; previous != nil {
				pairs = append(pairs, Pair{previous.ReportID, g.Principal.ReportID})
			}
		}
	}
	return pairs
}

// sets are disjoint sets of integers.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) root(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s sets) join(i, j int) { s[s.root(i)] = s.root(j) }
