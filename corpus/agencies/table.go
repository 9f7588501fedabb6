package agencies

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"gongkai"
)

//go:generate go run ./internal/table -o division.txt.gz

//go:embed division.txt.gz
var packed []byte

// division is a place of six digits, or one that a file of data names.
type division struct {
	// key is the code, or the code of the division it lies in, a point and its
	// name.
	key   string
	name  string
	level gongkai.Level
	// parent is nil for provinces.
	parent *division
	// since is the first year of the code, 0 if it is older than 2003; until
	// the last one, 0 if it exists.
	since, until int
	// zone: it is no administrative division but a zone that the statistics or a
	// file of data names.
	zone bool
}

// code is the GB/T 2260 code.
func (d *division) code() string { return d.key[:6] }

// within reports whether d is p or lies in it.
func (d *division) within(p *division) bool {
	for ; d != nil; d = d.parent {
		if d == p {
			return true
		}
	}
	return false
}

// township is a place of nine digits.
type township struct {
	code, name string
	// read is the name as gongkai.Simplify folds it: 洩湖镇 is read as 泄湖镇.
	read   string
	county *division
}

// form says how a name names a division.
type form uint8

const (
	fullName form = iota
	// commonName: 海南州, 峨山县: as good as the full one.
	commonName
	formerName
	shortName
	// relativeName stands only behind the name of a place above: 高新区.
	relativeName
	// relativeShort is both.
	relativeShort
)

// naming is a name of a division. under is a place above it that is none any
// more: 庐江县 lay in the former city of 巢湖; usually nil.
type naming struct {
	*division
	form  form
	under *division
	// until is the year in which the name ended, for former names.
	until int
}

// gazetteer is the table of places.
type gazetteer struct {
	divisions map[string]*division // by key
	ordered   []*division          // by key
	names     map[string][]naming
	townships []township // by code
	// called are the townships by name; made when the first one is asked for.
	called func() map[string][]*township
	// longest is the length of the longest name, in bytes.
	longest int
}

// embedded is the built-in table, decoded once.
var embedded = sync.OnceValues(func() (*gazetteer, error) {
	text, err := embeddedText()
	if err != nil {
		return nil, err
	}
	return decode(text)
})

func embeddedText() (string, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", fmt.Errorf("table of divisions: %w", err)
	}
	var text strings.Builder
	text.Grow(1 << 20)
	if _, err := io.Copy(&text, z); err != nil {
		return "", fmt.Errorf("table of divisions: %w", err)
	}
	return text.String(), nil
}

// decode reads the table; internal/table/former.go says what its lines are.
func decode(text string) (*gazetteer, error) {
	g := &gazetteer{divisions: map[string]*division{}, names: map[string][]naming{}}
	g.townships = make([]township, 0, 42_000)
	var at *division
	var gone [][]string
	for n := 1; text != ""; n++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if n == 1 {
			continue // the header
		}
		if rest, ok := strings.CutPrefix(line, "\t"); ok && at != nil {
			digits, name, ok := strings.Cut(rest, " ")
			if !ok {
				return nil, fmt.Errorf("table of divisions: line %d: %q", n, line)
			}
			name, read, folded := strings.Cut(name, " ")
			if !folded {
				read = name
			}
			g.townships = append(g.townships, township{at.key + digits, name, read, at})
			continue
		}
		fields := strings.Fields(line)
		if len(fields) < 2 {
			return nil, fmt.Errorf("table of divisions: line %d: %q", n, line)
		}
		if fields[0][0] == '-' {
			gone = append(gone, fields)
			continue
		}
		at = &division{key: fields[0], name: fields[1], level: levelOf(fields[0])}
		at.zone = at.key[4] == '7' // the statistics number zones from 71 on
		if len(fields) > 2 {
			at.since, _ = strconv.Atoi(fields[2])
		}
		g.divisions[at.key] = at
	}
	for _, d := range g.divisions {
		d.parent = g.above(d.key)
	}
	for _, d := range g.divisions {
		g.ordered = append(g.ordered, d)
	}
	slices.SortFunc(g.ordered, byKey)
	for _, d := range g.ordered {
		g.index(d)
	}
	g.addFormer(gone)
	g.called = sync.OnceValue(func() map[string][]*township {
		called := make(map[string][]*township, len(g.townships))
		for i := range g.townships {
			t := &g.townships[i]
			called[t.read] = append(called[t.read], t)
		}
		return called
	})
	return g, nil
}

// townshipsCalled are the townships of a name, by code.
func (g *gazetteer) townshipsCalled(name string) []*township { return g.called()[name] }

func byKey(a, b *division) int { return strings.Compare(a.key, b.key) }

// levelOf is the level of a code of six digits. Cities and counties directly
// under a province are counties, whose code begins as no prefecture's does.
func levelOf(code string) gongkai.Level {
	switch {
	case code[2:] == "0000":
		return gongkai.Province
	case code[4:] == "00":
		return gongkai.Prefecture
	}
	return gongkai.County
}

// above is the division that code lies in.
func (g *gazetteer) above(code string) *division {
	if code[2:] == "0000" {
		return nil
	}
	if p := g.divisions[code[:4]+"00"]; p != nil && p.key != code {
		return p
	}
	return g.divisions[code[:2]+"0000"]
}

// name adds a name.
func (g *gazetteer) name(s string, n naming) {
	for _, have := range g.names[s] {
		if have.division == n.division && have.under == n.under {
			return
		}
	}
	g.names[s] = append(g.names[s], n)
	g.longest = max(g.longest, len(s))
}

// index adds the names of a division.
func (g *gazetteer) index(d *division) {
	g.name(d.name, naming{division: d})
	if d.zone {
		for _, s := range g.zoneNames(d) {
			g.name(s, naming{division: d, form: relativeName})
		}
		return
	}
	for _, s := range commonNames(d.name) {
		g.name(s, naming{division: d, form: commonName})
	}
	g.short(d.name, naming{division: d})
}

// short adds the short form of a name.
func (g *gazetteer) short(name string, n naming) {
	s := shortOf(name)
	if s == "" {
		return
	}
	n.form = shortName
	if n.level == gongkai.County && direction.MatchString(s) {
		n.form = relativeShort
	}
	g.name(s, n)
}

// addFormer adds the names that are no more. A name whose place goes on is a
// name of that; the others are divisions with an end.
func (g *gazetteer) addFormer(lines [][]string) {
	was := map[string]*division{} // by the former code
	slices.SortStableFunc(lines, func(a, b []string) int { return int(levelOf(a[0][1:])) - int(levelOf(b[0][1:])) })
	for _, f := range lines {
		code, name := f[0][1:], f[1]
		until, _ := strconv.Atoi(f[2])
		under := was[code[:4]+"00"]
		if levelOf(code) == gongkai.Prefecture {
			under = nil
		}
		if len(f) > 3 {
			d := g.divisions[f[3]]
			was[code] = d
			if name == d.name {
				d.since = 0 // the code is new, the name is not
			}
			if under == nil && levelOf(code) == gongkai.County {
				under = g.divisions[code[:4]+"00"] // 寿县 went from one city to another
			}
			if under != nil && d.within(under) {
				under = nil
			}
			g.name(name, naming{d, formerName, under, until})
			g.short(name, naming{d, shortName, under, until})
			continue
		}
		// A code that was given to another place: 500110 is 綦江区 today.
		key := code
		if g.divisions[code] != nil {
			key = code + "." + name
		}
		d := &division{key: key, name: name, level: levelOf(code), parent: g.above(code), until: until}
		if under != nil {
			d.parent = under
		}
		was[code] = d
		g.divisions[key] = d
		g.index(d)
	}
}

// succeed makes a former name, until now that of a division that is gone, one
// of the division that took its place.
func (g *gazetteer) succeed(name string, d *division, until int) {
	for _, s := range []string{name, shortOf(name)} {
		g.names[s] = slices.DeleteFunc(slices.Clone(g.names[s]), func(n naming) bool {
			return n.division.until != 0 && n.name == name && n.code()[:2] == d.code()[:2]
		})
	}
	g.name(name, naming{division: d, form: formerName, until: until})
	g.short(name, naming{division: d, until: until})
}

// townshipsOf are the townships in d.
func (g *gazetteer) townshipsOf(d *division) []township {
	prefix := d.key
	if len(prefix) != 6 {
		return nil
	}
	prefix = strings.TrimSuffix(strings.TrimSuffix(prefix, "00"), "00")
	if d.level == gongkai.County {
		prefix = d.key
	}
	from := sort.Search(len(g.townships), func(i int) bool { return g.townships[i].code >= prefix })
	to := sort.Search(len(g.townships), func(i int) bool { return g.townships[i].code >= prefix+":" })
	return g.townships[from:to]
}

// township finds one by its code of nine digits.
func (g *gazetteer) township(code string) (township, bool) {
	i := sort.Search(len(g.townships), func(i int) bool { return g.townships[i].code >= code })
	if i < len(g.townships) && g.townships[i].code == code {
		return g.townships[i], true
	}
	return township{}, false
}

// clone is a copy to which a registry adds its own places and names.
func (g *gazetteer) clone() *gazetteer {
	c := *g
	c.divisions = make(map[string]*division, len(g.divisions))
	for k, d := range g.divisions {
		c.divisions[k] = d
	}
	c.names = make(map[string][]naming, len(g.names))
	for s, n := range g.names {
		c.names[s] = slices.Clip(n) // so that adding copies
	}
	return &c
}
