package normalize

import (
	"regexp"
	"strings"
)

// title is a report's title taken apart.
type title struct {
	text   string // without white space
	agency string // "" when the title names none
	year   int    // 0 when the title names none
}

var (
	titleYear  = regexp.MustCompile(`[(（]?((?:19|20)[0-9]{2})(?:年度|年)?[)）]?`)
	titleNoise = regexp.MustCompile(`^(?:关于|发布|公布|印发|.*?门户网站[-_—|]?)+`)
	// reportPhrase is where the report's own name begins, the agency before it.
	reportPhrase = regexp.MustCompile(`(?:政府|政务)?(?:信息|政务)公开(?:信息)?(?:工作)?(?:任务)?(?:情况)?`)
	reportKind   = regexp.MustCompile(`报告|年报`)
)

// takeApart reads a title in any of its usual word orders: agency first, year
// first, year in the middle or at the end, in brackets or not. A text that does
// not name an annual disclosure report gives false.
func takeApart(text string) (title, bool) {
	t := title{text: strings.Join(strings.Fields(text), "")}
	// A page head goes on with the site's and the column's names.
	for _, part := range strings.FieldsFunc(t.text, func(r rune) bool { return strings.ContainsRune("_|｜", r) }) {
		if reportPhrase.MatchString(part) && reportKind.MatchString(part) {
			t.text = part
			break
		}
	}
	years := titleYear.FindAllStringSubmatch(t.text, -1)
	if len(years) > 0 {
		t.year = atoi(years[0][1])
	}
	rest := titleYear.ReplaceAllString(t.text, "")
	rest = titleNoise.ReplaceAllString(rest, "")
	at := reportPhrase.FindStringIndex(rest)
	if at == nil || !reportKind.MatchString(rest[at[0]:]) {
		return title{}, false
	}
	agency := rest[:at[0]]
	// 兴县人民政府信息公开: the two names share 政府.
	if strings.HasSuffix(agency, "人民") && strings.HasPrefix(rest[at[0]:], "政府") {
		agency += "政府"
	}
	t.agency = strings.Trim(agency, "的年度-—_·:：、,，《》“”\"")
	return t, true
}

func atoi(digits string) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}
