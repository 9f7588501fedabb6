package across

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai"
)

// What is kept of a copy.
const (
	// copiedShare is the share of a section's pieces that the other one has too, in
	// hundredths of a per cent, from which it is a copy: as in normalize.Successive.
	copiedShare = 8000
	// minPassage is the least length in letters of a passage worth showing: longer
	// than any phrase of office.
	minPassage = 20
	// maxPassages and maxShown bound what is shown of a pair.
	maxPassages = 5
	maxShown    = 200
)

// Copied compares a section of two reports exactly, and reports whether it is a
// copy. The names of the agencies and of their places, digits and punctuation do
// not count: a text with another name in it is the same. Similarity is the share
// of the later section's pieces; Shared is in the later report's words.
func Copied(later, earlier *gongkai.Report, section, earlierID string) (gongkai.Copy, bool) {
	text := sectionText(later, section)
	now, places := neutralText(text, later.Agency)
	old, _ := neutralText(sectionText(earlier, section), earlier.Agency)
	if len(now) < minLetters || len(old) < minLetters {
		return gongkai.Copy{}, false
	}
	c := gongkai.Copy{Section: section, OtherReport: earlierID, OtherAgency: earlier.Agency, OtherYear: earlier.Year, Similarity: shared(old, now)}
	if c.Similarity < copiedShare {
		return c, false
	}
	var shown []string
	for _, p := range passages(old, now) {
		from, to := places[p.start], places[p.start+p.length-1]
		passage := []rune(strings.Join(strings.Fields(text[from:to]+string(now[p.start+p.length-1])), ""))
		if len(passage) > maxShown {
			passage = append(passage[:maxShown], '…')
		}
		shown = append(shown, string(passage))
	}
	c.Shared = strings.Join(shown, "\n")
	return c, true
}

// Finding is copied-elsewhere about the report, given what Copied found of the
// reports in To; false where none of them is a copy.
func (a Alike) Finding(copies []gongkai.Copy) (gongkai.Finding, bool) {
	n := 0
	for _, c := range copies {
		if c.Section == a.Section {
			n++
		}
	}
	f := gongkai.Finding{Code: gongkai.CopiedElsewhere, Found: strconv.Itoa(n), Detail: a.Section}
	if a.More > 0 {
		f.Detail = fmt.Sprintf("%s; +%d", a.Section, a.More)
	}
	return f, n > 0
}

// shared is the share of now's pieces that old has too, in hundredths of a per
// cent.
func shared(old, now []rune) int {
	seen := map[string]bool{}
	for i := 0; i+shingle <= len(old); i++ {
		seen[string(old[i:i+shingle])] = true
	}
	n := 0
	for i := 0; i+shingle <= len(now); i++ {
		if seen[string(now[i:i+shingle])] {
			n++
		}
	}
	return n * 10000 / max(1, len(now)-shingle+1)
}

type passage struct{ start, length int }

// maxPlaces bounds how many places of the old text a passage is tried at: a text
// that repeats itself is no reason to be slow.
const maxPlaces = 8

// passages are the longest runs of now that old has too, from minPassage letters
// on, longest first, none in another.
func passages(old, now []rune) []passage {
	places := map[string][]int{}
	for i := 0; i+minPassage <= len(old); i++ {
		key := string(old[i : i+minPassage])
		if len(places[key]) < maxPlaces {
			places[key] = append(places[key], i)
		}
	}
	var found []passage
	for i := 0; i+minPassage <= len(now); {
		longest := 0
		for _, j := range places[string(now[i:i+minPassage])] {
			n := minPassage
			for i+n < len(now) && j+n < len(old) && now[i+n] == old[j+n] {
				n++
			}
			longest = max(longest, n)
		}
		if longest == 0 {
			i++
			continue
		}
		found = append(found, passage{i, longest})
		i += longest
	}
	slices.SortStableFunc(found, func(a, b passage) int { return cmp.Compare(b.length, a.length) })
	return found[:min(len(found), maxPassages)]
}

var (
	// placeNames are the places that a name begins with.
	placeNames = regexp.MustCompile(`^(?:\p{Han}{1,7}?(?:自治区|自治州|自治县|实验区|开发区|地区|新区|街道|省|市|州|盟|县|区|旗|镇|乡))+`)
	placeName  = regexp.MustCompile(`\p{Han}{1,7}?(?:自治区|自治州|自治县|实验区|开发区|地区|新区|街道|省|市|州|盟|县|区|旗|镇|乡)`)
	// selves are words for oneself.
	selves = regexp.MustCompile(`[我本全该](?:省|市|州|盟|县|区|旗|镇|乡|街道|局|委|办|厅|院|中心|机关|单位|部门)`)
)

// names are what a text may call the agency and its places, longest first.
func names(agency string) []string {
	agency = gongkai.Simplify(agency)
	var list []string
	add := func(name string) {
		if len([]rune(name)) >= 2 && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	add(agency)
	place := placeNames.FindString(agency)
	add(place)
	add(strings.TrimPrefix(agency, place))
	for _, p := range placeName.FindAllString(place, -1) {
		add(p)
		add(strings.TrimRight(p, "省市州盟县区旗镇乡"))
	}
	slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}

// neutralText is the letters of a text without the names of the agency, and where
// they stand in it.
func neutralText(text, agency string) ([]rune, []int) {
	hidden := make([]bool, len(text))
	hide := func(from, to int) {
		for i := from; i < to; i++ {
			hidden[i] = true
		}
	}
	for _, name := range names(agency) {
		for from := 0; ; {
			i := strings.Index(text[from:], name)
			if i < 0 {
				break
			}
			hide(from+i, from+i+len(name))
			from += i + len(name)
		}
	}
	for _, m := range selves.FindAllStringIndex(text, -1) {
		hide(m[0], m[1])
	}
	runes, places := letters(text)
	kept := 0
	for i, at := range places {
		if !hidden[at] {
			runes[kept], places[kept] = runes[i], at
			kept++
		}
	}
	return runes[:kept], places[:kept]
}

func neutral(text, agency string) []rune {
	runes, _ := neutralText(text, agency)
	return runes
}
