package agencies

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"gongkai"
)

// place is where an agency is: a division, a township of the table, or a zone
// or township that is known by its name and what it lies in.
type place struct {
	*division
	town *township
	// zone is a name behind the division's that the table does not have.
	zone string
}

func (p place) id() string {
	switch {
	case p.town != nil:
		return p.town.code
	case p.zone != "":
		return p.code() + "." + p.zone
	}
	return p.key
}

// rank orders readings of one name; a better one makes the worse ones void.
type rank uint8

const (
	// whole: every place by a full name, and a known function.
	whole rank = iota
	// shortened: a known function, some place by its short name.
	shortened
	// unlisted: the zone or township is not in the table, its place is.
	unlisted
	// unnamed: the office is none that is known.
	unnamed
)

// reading is one way to take a name apart.
type reading struct {
	place
	fn *Function
	// kind and called say what body it is, if fn is nil; called is also the name
	// of a branch of fn.
	kind, called string
	rank         rank
	// used is how many bytes known places took.
	used int
	how  gongkai.How
	// until is the last year of the names used, 0 if they are in use.
	until int
	// chained: a place above is printed.
	chained bool
	// loose: nothing but a name like 河西 says which place it is. Such a reading
	// makes others doubtful and proves nothing itself.
	loose bool
	// misprint: the office is called nearly as fn is.
	misprint bool
}

func (r reading) id() string {
	switch {
	case r.fn == nil:
		return r.place.id() + "-" + r.kind + "-" + r.called
	case r.called != "":
		return r.place.id() + "-" + r.fn.Code + "-" + r.called
	}
	return r.place.id() + "-" + r.fn.Code
}

// parser takes one name apart.
type parser struct {
	*Registry
	// vertical is the pattern whose prefix was taken off, all with one prefix.
	vertical []Vertical
	readings []reading
}

// step is what was read so far.
type step struct {
	place
	rest    string
	used    int
	places  int
	form    form   // the weakest of the names
	certain bool   // a full name stands before the last one
	loose   bool   // the last name means a place only behind another
	word    string // the last name
	sole    bool   // it means one place only
	until   int
}

// read returns the readings of the best rank that use most of the name for
// places.
func (r *Registry) read(s string) []reading {
	p := parser{Registry: r}
	for _, prefix := range r.offices.prefixes {
		if rest, ok := strings.CutPrefix(s, prefix); ok && rest != "" {
			q := parser{Registry: r, vertical: r.offices.verticals[prefix]}
			q.walk(step{rest: rest})
			p.readings = append(p.readings, q.readings...)
		}
	}
	if len(p.readings) == 0 {
		p.walk(step{rest: s})
	}
	return best(p.readings)
}

func best(all []reading) []reading {
	var kept []reading
	for _, r := range all {
		switch {
		case len(kept) > 0 && (r.rank > kept[0].rank || r.rank == kept[0].rank && r.used < kept[0].used):
			continue
		case len(kept) > 0 && (r.rank < kept[0].rank || r.used > kept[0].used):
			kept = kept[:0]
		}
		kept = append(kept, r)
	}
	return kept
}

// maxPlaces is how many places one name has at most: 江苏省淮安市洪泽区高良涧街道.
const maxPlaces = 4

// walk reads places, one after the other, and an office behind each. Where a
// name goes on with a place, what follows is no office of the place above.
func (p *parser) walk(at step) {
	deeper := p.deeper(at)
	if at.division != nil {
		p.office(at, deeper || p.township(at))
	}
}

// deeper reads the divisions behind a place; it reports whether one stands
// there by a name that is no short one.
func (p *parser) deeper(at step) (found bool) {
	if at.places == maxPlaces {
		return false
	}
	for end := 0; end < len(at.rest) && end < p.table.longest; {
		_, size := utf8.DecodeRuneInString(at.rest[end:])
		end += size
		for _, n := range p.table.names[at.rest[:end]] {
			if at.division == nil && n.form == relativeName {
				continue
			}
			if at.division != nil && (n.division == at.division || !n.within(at.division) && (n.under == nil || n.under != at.division)) {
				continue
			}
			next := at
			next.place, next.rest, next.used, next.places = place{division: n.division}, at.rest[end:], at.used+end, at.places+1
			next.certain = at.division != nil && at.form < shortName
			next.form = max(at.form, weakness(n.form))
			next.loose = at.division == nil && n.form == relativeShort
			next.word, next.sole = at.rest[:end], len(p.table.names[at.rest[:end]]) == 1
			if n.until != 0 && (next.until == 0 || n.until < next.until) {
				next.until = n.until
			}
			found = found || n.form < shortName
			p.walk(next)
		}
	}
	return found
}

// weakness is what a form is worth behind the place above.
func weakness(f form) form {
	switch f {
	case relativeName:
		return commonName
	case relativeShort:
		return shortName
	}
	return f
}

// township reads a township behind a place, and reports whether there is one.
func (p *parser) township(at step) (found bool) {
	if at.form >= shortName && !at.certain || at.zoned() || !hasAny(at.rest, "镇", "乡", "街道", "办事处", "苏木", "团", "场") {
		return false
	}
	// 静安区人民政府大宁路街道办事处
	at.rest = strings.TrimPrefix(at.rest, "人民政府")
	towns := p.table.townshipsOf(at.division)
	for i := range towns {
		t := &towns[i]
		rest, ok := strings.CutPrefix(at.rest, t.read)
		if !ok {
			short, street := strings.CutSuffix(t.read, "街道")
			if !street {
				continue
			}
			if rest, ok = strings.CutPrefix(at.rest, short); !ok || rest != "办事处" {
				continue
			}
		}
		next := at
		next.place, next.rest, next.used, next.places = place{division: t.county, town: t}, rest, at.used+len(at.rest)-len(rest), at.places+1
		found = true
		p.office(next, false)
	}
	return found
}

// hasAny reports whether one of the words is in s; most names are told apart
// so, without a search by pattern.
func hasAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func (p *parser) add(at step, r reading) {
	r.used, r.until, r.chained, r.loose = at.used, at.until, at.places > 1, at.loose
	if r.division == nil {
		r.place = at.place
	}
	if r.how == gongkai.NotResolved {
		switch at.form {
		case formerName:
			r.how = gongkai.ByFormerName
		case shortName:
			r.how = gongkai.ByShortName
		default:
			r.how = gongkai.ByName
		}
	}
	p.readings = append(p.readings, r)
}

// zoned reports whether the place is a zone.
func (p place) zoned() bool { return p.zone != "" || p.division.zone }

// office reads what stands behind the places as the name of an office; with
// deeper only as one that is known, because a place may stand there.
func (p *parser) office(at step, deeper bool) {
	if p.vertical != nil {
		p.verticalOffice(at)
		return
	}
	short := at.form >= shortName
	good := whole
	if short {
		good = shortened
	}
	if fn := p.functionAt(at, short); fn != nil {
		p.add(at, reading{fn: fn, rank: good})
		return
	}
	before := len(p.readings)
	p.branch(at, good)
	if deeper {
		return
	}
	p.zoneAt(at, short)
	if short || len(p.readings) > before {
		return
	}
	p.townAt(at)
	// 矿区管理局 need not be one of a district called 矿区.
	if at.places == 1 && at.town == nil && utf8.RuneCountInString(at.name) == 2 && strings.HasSuffix(at.name, "区") {
		return
	}
	kind := p.offices.unknownOffice(at.rest)
	if kind == "" {
		return
	}
	// 人民医院 is no misprint of 人民法院.
	if fn := p.offices.misprinted(at.rest); fn != nil && kind == "other" {
		p.add(at, reading{fn: fn, rank: unnamed, misprint: true})
	} else {
		p.add(at, reading{kind: kind, called: at.rest, rank: unnamed, how: gongkai.ByGrammar})
	}
}

// functionAt is the function that the rest of the name is, at this place.
func (p *parser) functionAt(at step, short bool) *Function {
	government := p.offices.functions["government"]
	if at.zoned() {
		government = p.offices.functions["management_committee"]
	}
	switch {
	case at.rest == "":
		if short {
			return nil
		}
		return government
	case at.town != nil && (at.rest == "办事处" || at.rest == "街道办事处"):
		return government
	}
	fn := p.offices.known(at.rest)
	switch {
	case fn == nil:
		return nil
	case short && (provinceOnly(at.rest) && at.level != gongkai.Province || len(fold(at.rest)) < len("某局")):
		return nil
	case fn.Code == "management_committee" && !at.zoned() && !strings.HasSuffix(at.name, "新区"):
		return nil
	}
	return fn
}

// verticalOffice reads the end of a name whose beginning is a central body's.
func (p *parser) verticalOffice(at step) {
	for _, v := range p.vertical {
		if at.rest == v.Suffix {
			good := whole
			if at.form >= shortName {
				good = shortened
			}
			p.add(at, reading{fn: p.offices.functions[v.Function], rank: good})
			return
		}
	}
	// 中共洪泽区委宣传部, 中共青梧县纪律检查委员会
	if fn := p.offices.known(at.rest); fn != nil && (fn.Party || fn.Code == "discipline_inspection" || fn.Line) && fn.Code != "government" && at.form < shortName {
		p.add(at, reading{fn: fn, rank: whole})
	}
}

// branch reads an office of the place above for a part of it:
// 宁波市生态环境局鄞州分局 is the office of 鄞州区. A part that is no division has
// its branch by name.
func (p *parser) branch(at step, good rank) {
	head, ok := strings.CutSuffix(at.rest, "分局")
	if !ok || at.town != nil {
		return
	}
	for end := range head {
		fn := p.offices.known(head[:end])
		if end == 0 || fn == nil || fn.Code == "government" {
			continue
		}
		part, found := head[end:], false
		for _, n := range p.table.names[part] {
			if n.division != at.division && n.within(at.division) {
				found = true
				p.add(at, reading{place: place{division: n.division}, fn: fn, rank: good})
			}
		}
		if !found && at.form < shortName && allHan.MatchString(part) && utf8.RuneCountInString(part) > 1 {
			p.add(at, reading{fn: fn, called: part + "分局", rank: unnamed, how: gongkai.ByGrammar})
		}
	}
}

// zonePattern is a zone and what stands behind it.
var zonePattern = regexp.MustCompile(`^((\p{Han}{0,16}?)(?:开发区|高新区|经开区|新区|工业园区|产业园区|科技园区|物流园区|园区|示范区|试验区|实验区|保税区|保税港区|旅游区|度假区|风景区|名胜区|保护区|管理区|工业区|产业区|合作区|集聚区|功能区|新城|工业园|产业园|科技园|物流园|科技城))(.*)$`)

// zoneAt reads a zone that the table does not have. Its place must be certain:
// a county by its short name is not. 和平工业园区 may be anywhere, and 西湖风景名胜区
// is no zone of 西湖区. A city by a short name that nothing else has is.
func (p *parser) zoneAt(at step, short bool) {
	if at.town != nil || at.zoned() || len(at.key) != len("000000") || short && (at.level == gongkai.County || !at.sole) {
		return
	}
	if !hasAny(at.rest, "区", "城", "园") {
		return
	}
	m := zonePattern.FindStringSubmatch(at.rest)
	if m == nil || spam.MatchString(m[1]) || placeInside(m[1]) {
		return
	}
	next := at
	next.zone, next.rest = m[1], m[3]
	if short && utf8.RuneCountInString(m[2]) == 1 {
		next.zone = at.word + m[1] // 台州湾新区 is named after 台州湾
	}
	if fn := p.functionAt(next, false); fn != nil && fn.Code != "government" {
		p.add(next, reading{fn: fn, rank: unlisted, how: gongkai.ByGrammar})
	}
}

// placeInside reports whether a zone's name holds that of a county or township,
// as the table does not have it.
func placeInside(zone string) bool {
	m := placeLike.FindString(zone)
	return m != "" && len(m) < len(zone) && !notPlace.MatchString(zone) && !notPlaceEnd.MatchString(m)
}

// townPattern is a township's government.
var townPattern = regexp.MustCompile(`^(\p{Han}{1,12}?(?:镇|乡|街道|苏木))(?:人民政府|政府|办事处)$`)

// townAt reads a township that the table does not have: it is not of 2023.
func (p *parser) townAt(at step) {
	if at.town != nil || at.zoned() || len(at.key) != len("000000") || !hasAny(at.rest, "镇", "乡", "街道", "苏木") || at.level != gongkai.County && p.hasCounties(at.division) {
		return
	}
	if m := townPattern.FindStringSubmatch(strings.TrimPrefix(at.rest, "人民政府")); m != nil && !notPlace.MatchString(m[1]) && !spam.MatchString(m[1]) && !placeInside(m[1]) {
		next := at
		next.zone = m[1]
		p.add(next, reading{place: next.place, fn: p.offices.functions["government"], rank: unlisted, how: gongkai.ByGrammar})
	}
}
