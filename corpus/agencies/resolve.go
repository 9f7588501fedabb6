package agencies

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai"
)

// Query is a name to resolve and what is known of the page beside it. Only
// Name is needed.
type Query struct {
	// Name is as printed.
	Name string
	// Host is that of the page's address, without port: gaj.example.gov.cn.
	Host string
	// Publisher are the site's labelled facts about who published the page
	// (发布机构, 来源), and the site's own name (SiteName).
	Publisher []string
	// Others are other names that the document prints for its agency: the
	// signature, the name completed from the text.
	Others []string
	// Year is the year reported on, 0 if unknown.
	Year int
}

// Resolve says which agency the name means, if that is proven. It is a pure
// function of the query and the registry.
func (r *Registry) Resolve(q Query) gongkai.Resolution {
	s := resolving{registry: r, Query: q, name: clean(q.Name)}
	s.Printed = q.Name
	s.resolve()
	slices.Sort(s.Candidates)
	s.Candidates = slices.Compact(s.Candidates)
	return s.Resolution
}

// resolving is a running Resolve.
type resolving struct {
	registry *Registry
	Query
	gongkai.Resolution
	name     string
	evidence []support
	weighed  bool
}

var (
	brackets = regexp.MustCompile(`[（(]([^（）()]*)[)）]$`)
	edges    = "　 \t\r\n:：,，。.、-_—·\"“”'《》"
)

// clean is the form of a name that is read: simplified, without white space.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1 // white space, and characters without width
		}
		return r
	}, s)
	s = strings.Trim(gongkai.Simplify(s), edges)
	return s
}

// maxName is the longest name that is read, in characters.
const maxName = 60

func (s *resolving) resolve() {
	if n := utf8.RuneCountInString(s.name); n < 2 || n > maxName {
		s.Reason = "no-name"
		return
	}
	if s.alias() {
		return
	}
	if fn := s.registry.central(s.name); fn != nil {
		s.found(reading{place: place{division: central}, fn: fn}, gongkai.ByName)
		return
	}
	readings := s.registry.read(s.name)
	if len(readings) == 0 {
		readings = s.firstPlate()
	}
	if len(readings) == 0 {
		s.withoutPlace()
		return
	}
	s.choose(readings)
}

// firstPlate reads a name without the second one of the same office that stands
// in brackets behind it: 发展和改革委员会（粮食局）, 上海市水务局（上海市海洋局）. What else
// is in brackets may be another office.
func (s *resolving) firstPlate() []reading {
	m := brackets.FindStringSubmatchIndex(s.name)
	if m == nil {
		return nil
	}
	readings, second := s.registry.read(s.name[:m[0]]), s.name[m[2]:m[3]]
	if plate.MatchString(second) && s.registry.offices.known(second) != nil {
		return readings
	}
	for _, r := range s.registry.read(second) {
		if len(readings) == 1 && r.fn != nil && r.place.id() == readings[0].place.id() {
			return readings
		}
	}
	return nil
}

// plate is how names end that an office has beside its own; 公安局（交警支队） is a
// part of it.
var plate = regexp.MustCompile(`(?:局|办公室|办|委员会|委|厅)$`)

// alias looks the name up in the files of aliases.
func (s *resolving) alias() bool {
	for _, a := range s.registry.aliases[s.name] {
		if a.Host != "" && a.Host != s.Host || a.From > 0 && s.Year < a.From || a.Until > 0 && (s.Year == 0 || s.Year > a.Until) {
			continue
		}
		if found, ok := s.registry.Agency(a.ID); ok {
			s.Resolution.Agency, s.How = &found, gongkai.ByAlias
			return true
		}
	}
	return false
}

// central finds the central body of a name.
func (r *Registry) central(name string) *Function {
	if fn := r.offices.central[fold(name)]; fn != nil {
		return fn
	}
	return r.offices.central[fold(strings.TrimPrefix(name, "中华人民共和国"))]
}

// centralBranch takes a body that is named after a central one for one of the
// whole country: 公安部第三研究所. Its offices in places that are not known
// (国家税务总局青梧县税务局, 国家能源局华东监管局) are not.
func (s *resolving) centralBranch() bool {
	if !allHan.MatchString(s.name) || spam.MatchString(s.name) || !body.MatchString(s.name) {
		return false
	}
	for end := range s.name {
		if end < len("教育部") {
			continue
		}
		head, rest := s.name[:end], s.name[end:]
		if s.localOffice(head, rest) {
			continue
		}
		if (strings.HasSuffix(head, "部") || strings.HasSuffix(head, "署") || strings.HasPrefix(head, "国家") || strings.HasPrefix(head, "中国")) && s.registry.central(head) != nil {
			s.found(reading{place: place{division: central}, kind: "other", called: s.name}, gongkai.ByGrammar)
			return true
		}
	}
	return false
}

// localOffice reports whether what stands behind the name of a central body is
// an office like those that it has in many places.
func (s *resolving) localOffice(head, rest string) bool {
	if placeLike.MatchString(rest) || s.registry.offices.foreign(rest) || s.registry.offices.known(rest) != nil {
		return true
	}
	for _, v := range s.registry.offices.verticals[head] {
		if strings.HasSuffix(rest, v.Suffix) {
			return true
		}
	}
	return false
}

func (s *resolving) found(r reading, how gongkai.How) {
	a := s.registry.agency(r)
	if given, ok := s.registry.given[a.ID]; ok {
		a = given
	}
	s.Resolution.Agency, s.How, s.Reason, s.Candidates = &a, how, "", nil
}

// choose decides between readings.
func (s *resolving) choose(readings []reading) {
	readings = distinct(readings)
	if len(readings) == 1 {
		if r := readings[0]; r.loose && s.supports(r.place, false) == gongkai.NotResolved {
			s.Reason, s.Candidates = "no-place", []string{r.id()}
			return
		}
		if readings[0].misprint {
			s.Reason, s.Candidates = "unknown-office", []string{readings[0].id()}
			return
		}
		if s.contradicted(readings[0]) {
			s.Reason, s.Candidates = "contradicted", []string{readings[0].id()}
			return
		}
		s.found(readings[0], readings[0].how)
		return
	}
	if left := inYear(readings, s.Year); len(left) == 1 && !left[0].loose && !left[0].misprint && !s.contradicted(left[0]) {
		s.found(left[0], gongkai.ByYear)
		return
	} else if len(left) > 0 {
		readings = left
	}
	for _, exact := range []bool{true, false} {
		var left []reading
		var how gongkai.How
		for _, r := range readings {
			if h := s.supports(r.place, exact); h != gongkai.NotResolved {
				left = append(left, r)
				how = h
			}
		}
		if len(left) == 1 && !left[0].misprint {
			s.found(left[0], how)
			return
		}
	}
	s.Reason = "ambiguous"
	for _, r := range readings {
		s.Candidates = append(s.Candidates, r.id())
	}
}

// distinct keeps one reading, the best, of every agency.
func distinct(readings []reading) []reading {
	slices.SortStableFunc(readings, func(a, b reading) int {
		return cmp.Or(strings.Compare(a.id(), b.id()), cmp.Compare(a.how, b.how))
	})
	return slices.CompactFunc(readings, func(a, b reading) bool { return a.id() == b.id() })
}

// inYear keeps the readings whose places had their name in the year; a year
// before and after, because lists of divisions are of some day of the year and
// names outlive their end.
func inYear(readings []reading, year int) []reading {
	if year == 0 {
		return readings
	}
	var left []reading
	for _, r := range readings {
		until := r.until
		if d := r.division.until; d != 0 && (until == 0 || d < until) {
			until = d
		}
		if until != 0 && year > until+1 || r.since != 0 && year < r.since-1 {
			continue
		}
		left = append(left, r)
	}
	return left
}

// contradicted reports whether all that is known of the page speaks for other
// places. A name that prints the place above, and what is at least a
// prefecture, stands for itself: sites host pages of others.
func (s *resolving) contradicted(r reading) bool {
	if r.chained || r.level != gongkai.County && r.how != gongkai.ByShortName {
		return false
	}
	return len(s.weigh()) > 0 && s.supports(r.place, false) == gongkai.NotResolved
}

// support is a place that a statement beside the name speaks for.
type support struct {
	place
	how gongkai.How
	// fn is the function of the agency that the statement names, if it does.
	fn *Function
	// own: the place is that of the site or of the publisher, not one around it.
	own bool
}

// supports says what speaks for an agency at the place: statements about it,
// or about a place in it or around it. With exact only what the page prints of
// the place itself counts: 吉林市 lies in 吉林省, and speaks for the city.
func (s *resolving) supports(p place, exact bool) gongkai.How {
	for _, e := range s.weigh() {
		if e.division == p.division && (e.town == nil || p.town == nil || e.town.code == p.town.code) && (!exact || e.how == gongkai.ByMetadata) ||
			!exact && (e.within(p.division) && p.town == nil || p.within(e.division)) {
			return e.how
		}
	}
	return gongkai.NotResolved
}

// weigh reads what stands beside the name, once.
func (s *resolving) weigh() []support {
	if s.weighed {
		return s.evidence
	}
	s.weighed = true
	for _, list := range []struct {
		from  string
		texts []string
	}{{"publisher", s.Publisher}, {"other", s.Others}} {
		for _, text := range list.texts {
			if e, ok := s.statement(text); ok {
				s.note(e, list.from, text)
			}
		}
	}
	host := strings.TrimPrefix(strings.ToLower(s.Host), "www.")
	for h := host; h != ""; {
		if d := s.registry.hosts[h]; d != nil {
			s.note(support{place: place{division: d}, how: gongkai.ByHost, own: h == host}, "host", s.Host)
			break
		}
		_, h, _ = strings.Cut(h, ".")
	}
	return s.evidence
}

func (s *resolving) note(e support, from, text string) {
	s.evidence = append(s.evidence, e)
	s.Resolution.Evidence = append(s.Resolution.Evidence, gongkai.Evidence{Field: "agency", Value: e.place.id(), From: from, Text: text})
}

// site is what a site's name has behind its owner's.
var site = regexp.MustCompile(`(?:门户网站群?|官方网站|政务网站?|信息公开网|政务公开网|信息网|官网|网站|网|(?:政府信息公开|政务公开|信息公开)(?:专栏|平台|目录|网)?|门户)$`)

// statement is the place that a text beside the name speaks for: it must name
// one, by a full name.
func (s *resolving) statement(text string) (support, bool) {
	name := clean(text)
	if name == s.name || utf8.RuneCountInString(name) > maxName {
		return support{}, false
	}
	name = strings.TrimLeft(strings.TrimPrefix(name, "中国"), "·•・.- ")
	for {
		shorter := site.ReplaceAllString(name, "")
		if shorter == name || shorter == "" {
			break
		}
		name = shorter
	}
	if name == s.name {
		return support{}, false
	}
	readings := distinct(s.registry.read(name))
	readings = inYear(readings, s.Year)
	if len(readings) != 1 || readings[0].rank == shortened {
		return support{}, false
	}
	r := readings[0]
	return support{place: r.place, how: gongkai.ByMetadata, fn: r.fn, own: true}, true
}

// relative is the kind of place that a name without a place may begin with:
// 市信访局.
var relative = regexp.MustCompile(`^(省|自治区|自治州|市|州|盟|县|区|旗|镇|乡|街道)?(.+)$`)

// withoutPlace resolves a name that names no place by what stands beside it.
func (s *resolving) withoutPlace() {
	m := relative.FindStringSubmatch(s.name)
	kind, fn := m[1], s.registry.offices.known(m[2])
	if whole := s.registry.offices.known(s.name); whole != nil {
		kind, fn = "", whole
	}
	if fn == nil || fn.Code == "management_committee" {
		for _, end := range townName.FindAllStringIndex(s.name, -1) {
			if s.townAlone(s.name[:end[1]], s.name[end[1]:]) {
				return
			}
		}
		if !s.centralBranch() {
			s.Reason = s.whyNot()
		}
		return
	}
	s.Reason = "no-place"
	var proven []reading
	how := gongkai.NotResolved
	for _, e := range s.weigh() {
		r := reading{place: e.place, fn: fn}
		same := e.fn != nil && e.fn.Code == fn.Code
		if s.fits(e, kind, same) {
			proven = append(proven, r)
			how = cmp.Or(how, e.how)
		} else if e.town == nil && !e.zoned() {
			s.Candidates = append(s.Candidates, r.id())
		}
	}
	switch proven = distinct(proven); len(proven) {
	case 0:
		if len(s.Candidates) > 1 {
			s.Reason = "ambiguous"
		}
	case 1:
		s.found(proven[0], how)
	default:
		s.Reason = "ambiguous"
		for _, r := range proven {
			s.Candidates = append(s.Candidates, r.id())
		}
	}
}

// fits reports whether a bare name means an agency of the place that the
// statement speaks for. The page of a county names its own; that of a city may
// name a county's, unless the name says 市.
func (s *resolving) fits(e support, kind string, same bool) bool {
	switch {
	case kind != "" && !strings.HasSuffix(e.name, kind) && !(kind == "州" && strings.HasSuffix(e.name, "自治州")):
		return false
	case same:
		return true
	case e.town != nil || e.zone != "":
		return false
	case e.level == gongkai.County || e.division.zone:
		return true
	}
	return kind != "" && e.own
}

// whyNot says why a name without a known place and function means nothing.
func (s *resolving) whyNot() string {
	switch {
	case !allHan.MatchString(s.name) || spam.MatchString(s.name):
		return "not-a-name"
	case placeLike.MatchString(s.name) && body.MatchString(s.name):
		return "unknown-place"
	}
	return "unknown-office"
}

var townName = regexp.MustCompile(`镇|乡|街道|苏木`)

// townAlone resolves a township's name that prints no place above it, and what
// stands behind it; false if they are none.
func (s *resolving) townAlone(name, rest string) bool {
	if !allHan.MatchString(name) || utf8.RuneCountInString(name) < 2 || name == "街道" {
		return false
	}
	fn := s.registry.offices.known(rest)
	if rest == "" || rest == "办事处" {
		fn = s.registry.offices.functions["government"]
	}
	if fn == nil || fn.Code == "management_committee" {
		return false
	}
	var near, all []reading
	for _, t := range s.registry.table.townshipsCalled(name) {
		r := reading{place: place{division: t.county, town: t}, fn: fn}
		all = append(all, r)
		if how := s.supports(r.place, false); how != gongkai.NotResolved {
			r.how = how
			near = append(near, r)
		}
	}
	if len(near) == 1 {
		s.found(near[0], near[0].how)
		return true
	}
	if len(all) == 0 && placeInside(name) {
		return false
	}
	if len(near) > 1 {
		all = near
	}
	s.Reason = "ambiguous"
	if len(all) < 2 {
		s.Reason = "township-without-place"
	}
	for _, r := range all {
		s.Candidates = append(s.Candidates, r.id())
	}
	if len(near) == 0 {
		s.townNear(name, fn)
	}
	return true
}

// townNear takes a township that the table does not have for one of the county
// that the page is of.
func (s *resolving) townNear(name string, fn *Function) {
	if fn.Code != "government" || notPlace.MatchString(name) || spam.MatchString(name) || placeInside(name) {
		return
	}
	var counties []support
	for _, e := range s.weigh() {
		if e.own && e.zone == "" && !e.division.zone && (e.level == gongkai.County || e.level == gongkai.Prefecture && !s.registry.hasCounties(e.division)) {
			counties = append(counties, e)
		}
	}
	if len(counties) == 0 || slices.ContainsFunc(counties, func(e support) bool { return e.division != counties[0].division }) {
		return
	}
	s.found(reading{place: place{division: counties[0].division, zone: name}, fn: fn}, counties[0].how)
}
