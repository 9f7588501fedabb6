package form

import (
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"gongkai"
)

//go:embed lists/*.json
var listFiles embed.FS

// Lists returns the local lists that are known without being told. They are
// data files; docs/LISTS.md describes their format.
func Lists() []gongkai.List { return builtinLists() }

var builtinLists = sync.OnceValue(func() []gongkai.List {
	files, err := listFiles.ReadDir("lists")
	if err != nil {
		panic(err) // the program was built wrongly
	}
	var lists []gongkai.List
	for _, f := range files {
		data, err := listFiles.ReadFile("lists/" + f.Name())
		if err != nil {
			panic(err)
		}
		l, err := gongkai.ParseList(data)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", f.Name(), err))
		}
		lists = append(lists, l)
	}
	return lists
})

// indexedList is a list made ready for comparing labels.
type indexedList struct {
	gongkai.List
	// table is the code of the table that its rows go into.
	table    string
	rows     *indicators
	headings *indicators
	columns  map[string]string // core → code
}

// builtin are the national form of 2014 and the known local lists, indexed
// once.
var builtin = sync.OnceValue(func() []*indexedList {
	list := []*indexedList{indexList(cn2014(), gongkai.TableStatistics2014)}
	for _, l := range Lists() {
		list = append(list, indexList(l, gongkai.TableLocal))
	}
	return list
})

func indexList(l gongkai.List, table string) *indexedList {
	x := &indexedList{List: l, table: table, rows: newIndicators(), headings: newIndicators(), columns: map[string]string{}}
	for _, r := range l.Rows {
		for _, label := range r.Labels {
			x.rows.add(indicator{code: r.Code, under: r.Under, text: label})
		}
	}
	for _, label := range l.Headings {
		x.headings.add(indicator{text: label})
	}
	for _, c := range l.Columns {
		for _, label := range c.Labels {
			x.columns[columnCore(label)] = c.Code
		}
	}
	return x
}

// column returns the code of the column that the heading names, empty when it
// names none. A heading may say the year before its name.
func (l *indexedList) column(heading string) string {
	core := columnCore(heading)
	for _, c := range []string{core, strings.TrimPrefix(core, "YEAR年度"), strings.TrimPrefix(core, "YEAR年")} {
		if code := l.columns[c]; code != "" {
			return code
		}
	}
	return ""
}

// parent reports whether rows of the list stand under the row.
func (l *indexedList) parent(code string) bool {
	for _, r := range l.Rows {
		if r.Under == code {
			return true
		}
	}
	return false
}

// indicators is a set of row labels.
type indicators struct {
	entries []indicator
	exact   map[string][]int // core → entries
}

// indicator is one label of a row.
type indicator struct {
	code, under string
	text        string // as the list has it
	core        []rune // without its notes, unless it is nothing else
}

func newIndicators() *indicators { return &indicators{exact: map[string][]int{}} }

func (x *indicators) add(i indicator) {
	bare, core := indicatorCores(i.text)
	i.core = []rune(cmp.Or(bare, core))
	x.exact[core] = append(x.exact[core], len(x.entries))
	if bare != core && bare != "" {
		x.exact[bare] = append(x.exact[bare], len(x.entries))
	}
	x.entries = append(x.entries, i)
}

// indicatorMatch is the row that a printed label names.
type indicatorMatch struct {
	indicator
	exact bool
}

// find returns the row that the label names, if any. Where rows share a label,
// the row that they stand under decides.
func (x *indicators) find(text, under string) (indicatorMatch, bool) {
	bare, core := indicatorCores(text)
	if at := x.printed(bare, core); len(at) > 0 {
		i, ok := x.among(at, under)
		return indicatorMatch{i, true}, ok
	}
	i, ok := x.among(x.nearest([]rune(bare)), under)
	return indicatorMatch{i, false}, ok
}

// exactly is find without tolerance for misprints.
func (x *indicators) exactly(text, under string) (indicator, bool) {
	return x.among(x.printed(indicatorCores(text)), under)
}

// printed returns the entries that are the label, with its notes or without.
func (x *indicators) printed(bare, core string) []int {
	if at := x.exact[core]; len(at) > 0 && core != "" || bare == "" {
		return at
	}
	return x.exact[bare]
}

// among chooses between entries of different rows by the row that they stand
// under.
func (x *indicators) among(at []int, under string) (indicator, bool) {
	var all, beneath []int // entries of different rows
	for _, i := range at {
		same := func(j int) bool { return x.entries[j].code == x.entries[i].code }
		if !slices.ContainsFunc(all, same) {
			all = append(all, i)
		}
		if x.entries[i].under == under && !slices.ContainsFunc(beneath, same) {
			beneath = append(beneath, i)
		}
	}
	switch {
	case len(all) == 1:
		return x.entries[all[0]], true
	case len(beneath) == 1:
		return x.entries[beneath[0]], true
	}
	return indicator{}, false
}

// Tolerances of misprinted indicator labels. They are stricter than those of
// the official forms: local lists have rows that no one has listed, and a row
// must not be taken for its neighbour.
const (
	minIndicator = 5  // characters below which a label must be exact
	perMisprint  = 12 // characters for each misprint beyond the first
)

// nearest returns the entries within the tolerance of the text, when those of
// any other label are further away by one character at least.
func (x *indicators) nearest(text []rune) []int {
	var at []int
	best := 1 + len(text)/perMisprint
	if len(text) < minIndicator-1 {
		return nil
	}
	for i, e := range x.entries {
		// A text with more characters than the label says more than the label.
		if len(e.core) < minIndicator || len(text) > len(e.core) || len(e.core)-len(text) > best {
			continue
		}
		d := distance(text, e.core)
		if d > best || sense(text) != sense(e.core) {
			continue
		}
		if d < best {
			at = nil
		}
		best = d
		at = append(at, i)
	}
	return at
}

// sense keeps the characters that turn a label into its opposite, its
// neighbour or another year's.
func sense(text []rune) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || strings.ContainsRune("不未非否无免上下本去前新增减一二三四五六七八九十", r) {
			return r
		}
		return -1
	}, string(text))
}

// indicatorCores is the label as it is compared, without and with its notes:
// numbering and 其中 go, as often as they are printed.
func indicatorCores(text string) (bare, core string) {
	t := fold(text)
	for {
		number, rest := cutNumber(t)
		if rest == "" {
			break
		}
		t = rest
		after, ok := strings.CutPrefix(t, "其中")
		if ok && after != "" {
			t = strings.TrimLeft(after, ":,、;")
		} else if number == "" {
			break
		}
	}
	return letters(cutNotes(t)), letters(t)
}

// columnCore is a column's heading as it is compared: a year is any year.
func columnCore(text string) string {
	t := strings.ReplaceAll(text, "{year}", "2000")
	core := []rune(letters(cutNotes(fold(t))))
	for i := 0; i+4 <= len(core); i++ {
		if isDigits(string(core[i:i+4])) && (core[i] == '2' && core[i+1] == '0') {
			return string(core[:i]) + "YEAR" + string(core[i+4:])
		}
	}
	return string(core)
}
