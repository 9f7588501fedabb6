package agencies

import (
	"cmp"
	"embed"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"gongkai"
)

//go:embed data/*.json
var data embed.FS

// Registry knows the agencies: those that can be told from their names by the
// table of divisions and the list of functions, and those that files name. It
// is safe for use by several goroutines.
type Registry struct {
	table   *gazetteer
	offices *offices
	// parents are the divisions that have others in them.
	parents map[*division]bool
	aliases map[string][]Alias
	hosts   map[string]*division
	given   map[string]gongkai.Agency
}

// Load returns the registry of the built-in data and of further files in the
// format of docs/AGENCIES.md, which go before it. Errors say the place and the
// reason; that of a further file begins with its number, from 1, if there are
// several.
func Load(extra ...io.Reader) (*Registry, error) {
	table, err := embedded()
	if err != nil {
		return nil, err
	}
	r := &Registry{table: table.clone(), offices: newOffices(), parents: map[*division]bool{},
		aliases: map[string][]Alias{}, hosts: map[string]*division{}, given: map[string]gongkai.Agency{}}
	for _, d := range r.table.ordered {
		if d.parent != nil && !d.zone {
			r.parents[d.parent] = true
		}
	}
	for _, name := range []string{"functions.json", "places.json", "hosts.json"} {
		text, err := data.ReadFile("data/" + name)
		if err != nil {
			return nil, err
		}
		if err := r.add(text); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for i, file := range extra {
		text, err := io.ReadAll(file)
		if err == nil {
			err = r.add(text)
		}
		if err != nil && len(extra) > 1 {
			err = fmt.Errorf("file %d: %w", i+1, err)
		}
		if err != nil {
			return nil, err
		}
	}
	return r, nil
}

// add takes in a file.
func (r *Registry) add(text []byte) error {
	f, err := ParseFile(text)
	if err != nil {
		return err
	}
	return locate(text, r.take(f))
}

func (r *Registry) take(f File) error {
	if err := r.offices.add(f); err != nil {
		return err
	}
	for i, p := range f.Places {
		if err := r.addPlace(p); err != nil {
			return wrong("places", i, "%w", err)
		}
	}
	for i, h := range f.Hosts {
		d := r.table.divisions[h.Division]
		if d == nil {
			return wrong("hosts", i, "there is no division %q", h.Division)
		}
		r.hosts[strings.TrimPrefix(h.Host, "www.")] = d
	}
	for i, a := range f.Agencies {
		if err := r.correct(a); err != nil {
			return wrong("agencies", i, "%w", err)
		}
	}
	for i, a := range f.Aliases {
		if _, ok := r.Agency(a.ID); !ok {
			return wrong("aliases", i, "there is no agency %q", a.ID)
		}
		name := clean(a.Name)
		// Later files go before earlier ones.
		r.aliases[name] = slices.Insert(slices.Clone(r.aliases[name]), 0, a)
	}
	return nil
}

// addPlace adds a zone, or names.
func (r *Registry) addPlace(p Place) error {
	d := r.table.divisions[p.Key]
	if p.Key == "" {
		in := r.table.divisions[p.In]
		if in == nil {
			return fmt.Errorf("there is no division %q", p.In)
		}
		key := in.code() + "." + clean(p.Name)
		if !placeKey.MatchString(key) {
			return fmt.Errorf("name %q: wanted Chinese characters", p.Name)
		}
		if d = r.table.divisions[key]; d == nil {
			d = &division{key: key, name: clean(p.Name), level: p.Level, parent: in, zone: true}
			r.table.divisions[key] = d
		}
		r.table.name(d.name, naming{division: d})
	}
	if d == nil {
		return fmt.Errorf("there is no place %q", p.Key)
	}
	for _, s := range p.Aliases {
		r.table.name(clean(s), naming{division: d, form: commonName})
	}
	for _, s := range p.Former {
		r.table.succeed(clean(s), d, p.Until)
	}
	return nil
}

// correct adds an agency, or replaces what is known of one.
func (r *Registry) correct(a gongkai.Agency) error {
	have, ok := r.Agency(a.ID)
	if !ok {
		if a.Name == "" || a.Division == "" || a.Function == "" {
			return fmt.Errorf("%s is not known otherwise, so that name, division and function are needed", a.ID)
		}
		have = gongkai.Agency{ID: a.ID}
	}
	for _, v := range []struct{ to, from *string }{{&have.Name, &a.Name}, {&have.Short, &a.Short}, {&have.Division, &a.Division},
		{&have.Function, &a.Function}, {&have.Parent, &a.Parent}, {&have.Successor, &a.Successor}} {
		if *v.from != "" {
			*v.to = *v.from
		}
	}
	if a.Level != gongkai.LevelUnknown {
		have.Level = a.Level
	}
	for _, id := range []string{have.Parent, have.Successor} {
		if _, ok := r.Agency(id); id != "" && !ok {
			return fmt.Errorf("%s: there is no agency %q", a.ID, id)
		}
	}
	have.Aliases = append(slices.Clone(have.Aliases), a.Aliases...)
	r.given[a.ID] = have
	for _, s := range append([]string{a.Name, a.Short}, a.Aliases...) {
		if s != "" {
			r.aliases[clean(s)] = append(r.aliases[clean(s)], Alias{Name: s, ID: a.ID})
		}
	}
	return nil
}

func (r *Registry) hasCounties(d *division) bool { return r.parents[d] }

// central is the country as a place.
var central = &division{key: "000000", level: gongkai.Central}

// Agency returns the agency with an ID; ok is false if the ID is none: no such
// place, no such function. It does not say that the agency ever reported.
func (r *Registry) Agency(id string) (a gongkai.Agency, ok bool) {
	if a, ok := r.given[id]; ok {
		return a, true
	}
	m := agencyID.FindStringSubmatch(id)
	if m == nil {
		return gongkai.Agency{}, false
	}
	p, ok := r.placeOf(m[1])
	if !ok {
		return gongkai.Agency{}, false
	}
	read := reading{place: p, fn: r.offices.functions[m[2]], called: m[3]}
	if named[m[2]] {
		read.fn, read.kind = nil, m[2]
	}
	if read.fn == nil && (read.kind == "" || read.called == "") || p.division == central && read.fn != nil && len(read.fn.Central) == 0 {
		return gongkai.Agency{}, false
	}
	return r.agency(read), true
}

// Ended is the last year of the agency with the ID, as far as its office or its place
// is known to have ended; 0 when it is not, and for an unknown ID.
func (r *Registry) Ended(id string) int {
	m := agencyID.FindStringSubmatch(id)
	if m == nil {
		return 0
	}
	ended := 0
	if fn := r.offices.functions[m[2]]; fn != nil {
		ended = fn.Until
	}
	if p, ok := r.placeOf(m[1]); ok && p.until != 0 && (ended == 0 || p.until < ended) {
		ended = p.until
	}
	return ended
}

// placeOf is the place with a key.
func (r *Registry) placeOf(key string) (place, bool) {
	if key == central.key {
		return place{division: central}, true
	}
	if d := r.table.divisions[key]; d != nil {
		return place{division: d}, true
	}
	code, zone, isZone := strings.Cut(key, ".")
	if isZone {
		d := r.table.divisions[code]
		return place{division: d, zone: zone}, d != nil
	}
	t, ok := r.table.township(code)
	return place{division: t.county, town: &t}, ok
}

// Ancestors lists the agencies above one, its parent first, the central
// government last; nil for an unknown ID and for the central government.
func (r *Registry) Ancestors(id string) []gongkai.Agency {
	var list []gongkai.Agency
	seen := map[string]bool{id: true}
	for a, ok := r.Agency(id); ok && a.Parent != "" && !seen[a.Parent]; {
		seen[a.Parent] = true
		if a, ok = r.Agency(a.Parent); ok {
			list = append(list, a)
		}
	}
	return list
}

// Below lists the governments right below the government with the ID, by code: of
// divisions that exist, and of the townships of a county. Nil for an ID that is no
// government's.
func (r *Registry) Below(id string) []gongkai.Agency {
	above, ok := r.Agency(id)
	if !ok || above.Function != "government" {
		return nil
	}
	var list []gongkai.Agency
	add := func(key string) {
		if a, ok := r.Agency(key + "-government"); ok && a.Parent == id {
			list = append(list, a)
		}
	}
	for _, d := range r.table.ordered {
		if d.until != 0 || d.zone {
			continue
		}
		switch {
		case above.Level == gongkai.Central:
			if d.parent == nil {
				add(d.key)
			}
		case d.parent != nil && d.parent.key == above.Division:
			add(d.key)
		case d.key == above.Division && above.Level == gongkai.County:
			for _, t := range r.table.townshipsOf(d) {
				add(t.code)
			}
		}
	}
	return list
}

var townEnd = regexp.MustCompile(`(?:镇|乡|街道|苏木)$`)

// levelAt is the level of agencies at a place.
func levelAt(p place) gongkai.Level {
	switch {
	case p.town != nil, townEnd.MatchString(p.zone):
		return gongkai.Township
	case p.zone != "", p.division.zone && len(p.key) == 6:
		return gongkai.LevelUnknown
	}
	return p.level
}

// agency says what is known of an agency.
func (r *Registry) agency(read reading) gongkai.Agency {
	p := read.place
	a := gongkai.Agency{ID: read.id(), Division: p.code(), Level: levelAt(p), Parent: r.parent(read)}
	if p.town != nil {
		a.Division = p.town.code
	}
	here := p.name + p.zone
	if p.town != nil || townEnd.MatchString(p.zone) {
		here = p.zone
		if p.town != nil {
			here = p.town.name
		}
	}
	if read.fn == nil {
		a.Function, a.Name = read.kind, here+read.called
		if p.division == central {
			a.Name = read.called
		}
		return a
	}
	fn := read.fn
	a.Function = fn.Code
	if fn.NoLevel && p.division != central || read.called != "" {
		a.Level = gongkai.LevelUnknown
	}
	if fn.Successor != "" && read.called == "" && p.until == 0 {
		if next := r.offices.functions[fn.Successor]; p.division != central || len(next.Central) > 0 {
			a.Successor = reading{place: p, fn: next}.id()
		}
	}
	a.Name, a.Short, a.Aliases = r.namesOf(p, here, fn)
	if read.called != "" {
		a.Name, a.Short, a.Aliases = a.Name+read.called, "", nil
	}
	return a
}

// namesOf are the official name, a short one and others.
func (r *Registry) namesOf(p place, here string, fn *Function) (name, short string, aliases []string) {
	offices := fn.Names
	switch {
	case p.division == central:
		offices = fn.Central
	case p.level == gongkai.Province && p.town == nil && p.zone == "" && len(fn.Province) > 0 && !strings.HasSuffix(p.name, "市"):
		offices = slices.Concat(fn.Province, fn.Names)
	case fn.Code == "government" && strings.HasSuffix(here, "街道"):
		offices = []string{"办事处"}
	case fn.Code == "government" && !strings.HasSuffix(here, "地区") && !strings.HasSuffix(here, "盟"):
		offices = []string{"人民政府", "政府"}
	case fn.Code == "government":
		offices = []string{"行政公署", "行署"}
	case fn.NoLevel && shortOf(p.name) != "":
		here = shortOf(p.name)
	}
	var names []string
	for _, prefix := range r.offices.prefixes {
		if v := r.offices.verticals[prefix][0]; v.Function == fn.Code && !fn.NoLevel && p.division != central {
			names = append(names, v.Prefix+here+v.Suffix)
		}
	}
	for _, s := range offices {
		if !fn.VerticalOnly || p.division == central {
			names = append(names, here+s)
		}
	}
	if len(names) == 0 {
		return here + fn.Code, "", nil
	}
	name = names[0]
	for _, s := range names[1:] {
		if len(s) < len(cmp.Or(short, name)) {
			short = s
		}
	}
	for _, s := range names[1:] {
		if s != short {
			aliases = append(aliases, s)
		}
	}
	switch up := p.parent; {
	case p.town != nil || townEnd.MatchString(p.zone):
		aliases = append(aliases, p.name+name)
	case p.zone == "" && up != nil && up.level == gongkai.Prefecture:
		aliases = append(aliases, up.name+name)
	}
	return name, short, aliases
}

// parent is the ID of the agency above.
func (r *Registry) parent(read reading) string {
	p, fn := read.place, read.fn
	at := func(p place, code string) string { return reading{place: p, fn: r.offices.functions[code]}.id() }
	beside := "government"
	if p.zoned() && !townEnd.MatchString(p.zone) {
		beside = "management_committee"
	}
	switch {
	case fn == nil:
		return at(p, beside)
	case read.called != "":
		return at(p, fn.Code)
	case fn.Code == "management_committee":
		up, ok := r.up(p)
		if !ok || !p.zoned() {
			up = p
		}
		return at(up, "government")
	case fn.Line:
		if p.division == central {
			return ""
		}
		if up, _ := r.up(p); up.division != central || len(fn.Central) > 0 {
			return at(up, fn.Code)
		}
	case fn.Party:
		return at(p, "party_committee")
	}
	return at(p, beside)
}

// up is the place above.
func (r *Registry) up(p place) (place, bool) {
	switch {
	case p.town != nil, p.zone != "":
		return place{division: p.division}, true
	case p.division.parent != nil:
		return place{division: p.division.parent}, true
	}
	return place{division: central}, false
}
