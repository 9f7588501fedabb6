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
	weightMention = 1
)

// The years in which such reports can exist: the regulation is of 2008, and its
// forerunners in cities of 2004.
const (
	minYear = 2003
	maxYear = 2099
)

// period is "2023年1月1日起至2023年12月31日止", with 年 and 月 sometimes lost.
var (
	period  = regexp.MustCompile(`((?:19|20)[0-9]{2})年?0?1月?0?1日?(?:起|开始)?(?:至|到|—|－|-|~|～)+((?:19|20)[0-9]{2})?年?12月?31日?`)
	mention = regexp.MustCompile(`((?:19|20)[0-9]{2})年度?`)
)

// findYear weighs title, reporting period and the opening of the text. The
// year of publication is never evidence.
func findYear(r *gongkai.Report) {
	votes := map[int]int{}
	vote := func(year, weight int, from, text string) {
		if year < minYear || year > maxYear {
			return
		}
		votes[year] += weight
		r.Evidence = append(r.Evidence, gongkai.Evidence{Field: "year", Value: strconv.Itoa(year), From: from, Text: text})
	}
	for _, h := range r.Headings {
		if t, ok := takeApart(h.Text); ok {
			vote(t.year, map[string]int{"page": weightTitle, "body": weightTitle, "head": weightHead}[h.From], "title-"+h.From, h.Text)
		}
	}
	for _, s := range r.Sections {
		text := strings.Join(strings.Fields(s.Text), "")
		if m := period.FindStringSubmatch(text); m != nil && (m[2] == "" || m[2] == m[1]) {
			vote(atoi(m[1]), weightPeriod, "period", m[0])
		}
		if s.Code != "preface" && s.Code != "overview" {
			continue
		}
		if m := mention.FindStringSubmatch(text); m != nil {
			vote(atoi(m[1]), weightMention, s.Code, m[0])
		}
	}
	if len(votes) == 0 {
		find(r, gongkai.Finding{Code: gongkai.YearMissing})
		return
	}
	years := make([]int, 0, len(votes))
	for year := range votes {
		years = append(years, year)
	}
	slices.SortFunc(years, func(a, b int) int { return cmp.Or(votes[b]-votes[a], b-a) })
	r.Year = years[0]
	for _, year := range years[1:] {
		if votes[year] > weightMention {
			find(r, gongkai.Finding{Code: gongkai.YearConflict, Expected: strconv.Itoa(r.Year), Found: strconv.Itoa(year)})
		}
	}
}
