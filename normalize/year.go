package normalize

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai"
)

// Weights of what says which year is reported on. The period sentence states
// it; titles are copied from last year's more often, prose more often still.
const (
	weightPeriod  = 4
	weightTitle   = 3
	weightHead    = 2
	weightHalf    = 2 // a period with one end
	weightMention = 1
)

// The years in which such reports can exist: the regulation is of 2008, and its
// forerunners in cities of 2004.
const (
	minYear = 2003
	maxYear = 2099
)

// The period is "2023年1月1日起至2023年12月31日止", with 年 and 月 sometimes lost,
// sometimes only its one end.
var (
	period   = regexp.MustCompile(`((?:19|20)[0-9]{2})年?0?1月?0?1日?(?:起|开始)?(?:至|到|—|－|-|~|～)+((?:19|20)[0-9]{2})?年?12月?[0-9]{1,2}日?`)
	monthly  = regexp.MustCompile(`((?:19|20)[0-9]{2})年0?1月?(?:份)?(?:至|到|—|－|-|~|～)+12月`)
	begins   = regexp.MustCompile(`(?:期限|时间|数据|统计)[^。；]{0,12}?((?:19|20)[0-9]{2})年?0?1月?0?1日?(?:起|开始|至|到|—|－|-|~|～)`)
	ends     = regexp.MustCompile(`(?:截至|截止|截止到|截止至)((?:19|20)[0-9]{2})年?12月?3[01]日?`)
	mention  = regexp.MustCompile(`((?:19|20)[0-9]{2})年度?([0-9]{1,2}月|[^0-9]{0,2})`)
	cited    = regexp.MustCompile(`《[^》]*》|〔[^〕]*〕|（[^）]*号[^）]*）`)
	otherAct = regexp.MustCompile(`^(?:修订|修正|颁布|印发|出台|公布|施行|实施|发布|新|以来|起|底|[0-9])`)
)

// yearVotes weighs statements about the year.
type yearVotes struct {
	*gongkai.Report
	weight map[int]int
	last   int    // the year of publication: no report is about a later one
	school string // a school year, as the title prints it
}

func (v *yearVotes) add(year, weight int, from, text string) {
	if year < minYear || year > v.last {
		return
	}
	v.weight[year] += weight
	v.Evidence = append(v.Evidence, gongkai.Evidence{Field: "year", Value: strconv.Itoa(year), From: from, Text: text})
}

// findYear weighs title, reporting period and the opening of the text. The
// year of publication is never evidence.
func findYear(r *gongkai.Report) {
	v := &yearVotes{Report: r, weight: map[int]int{}, last: maxYear}
	if len(r.Published) >= 4 {
		v.last = atoi(r.Published[:4])
	}
	v.titles()
	v.text()
	if v.school != "" || len(v.weight) == 0 {
		// A school year is two years: neither is the report's.
		find(r, gongkai.Finding{Code: gongkai.YearMissing, Detail: v.school})
		return
	}
	years := make([]int, 0, len(v.weight))
	for year := range v.weight {
		years = append(years, year)
	}
	slices.SortFunc(years, func(a, b int) int { return cmp.Or(v.weight[b]-v.weight[a], b-a) })
	r.Year = years[0]
	for _, year := range years[1:] {
		if v.weight[year] > weightMention {
			find(r, gongkai.Finding{Code: gongkai.YearConflict, Expected: strconv.Itoa(r.Year), Found: strconv.Itoa(year)})
		}
	}
}

// titles reads the headings, or the title in the metadata where no heading is
// one.
func (v *yearVotes) titles() {
	named := false
	read := func(text, from string, weight int) {
		t, ok := takeApart(text)
		named = named || ok
		v.school = cmp.Or(v.school, t.school)
		v.add(t.year, weight, from, text)
	}
	for _, h := range v.Headings {
		weight := weightTitle
		if h.From == "head" {
			weight = weightHead
		}
		read(h.Text, "title-"+h.From, weight)
	}
	if !named {
		for _, m := range labelled(v.Report, titleLabels) {
			read(m.Value, "title-metadata", weightHead)
		}
	}
}

// text reads the period and the first mention of a year.
func (v *yearVotes) text() {
	for _, s := range v.Sections {
		text := gongkai.Simplify(strings.Join(strings.Fields(squeeze(s.Text)), ""))
		opening := s.Code == "preface" || s.Code == "overview"
		if m := period.FindStringSubmatch(text); m != nil && (m[2] == "" || m[2] == m[1]) {
			v.add(atoi(m[1]), weightPeriod, "period", m[0])
		} else if opening {
			v.halfPeriod(text)
		}
		if !opening {
			continue
		}
		for _, m := range mention.FindAllStringSubmatch(cited.ReplaceAllString(text, ""), -1) {
			// Past the years of laws that it cites.
			if !otherAct.MatchString(m[2]) {
				v.add(atoi(m[1]), weightMention, s.Code, m[0])
				break
			}
		}
	}
}

// halfPeriod reads a period of which one end is stated or legible.
func (v *yearVotes) halfPeriod(text string) {
	for _, half := range []*regexp.Regexp{monthly, begins, ends} {
		if m := half.FindStringSubmatch(text); m != nil {
			v.add(atoi(m[1]), weightHalf, "half-period", m[0])
			return
		}
	}
}
