package normalize

import (
	"regexp"
	"strings"

	"gongkai"
)

// title is a report's title taken apart.
type title struct {
	text   string // as printed, without white space
	agency string // "" when the title names none; folded as gongkai.Simplify does
	year   int    // 0 when the title names none, or a school year
	school string // "2017-2018学年", when the title names one
}

var (
	titleYear  = regexp.MustCompile(`[(（]?((?:19|20)[0-9]{2})(?:年度|年)?[)）]?`)
	schoolYear = regexp.MustCompile(`[(（]?(?:19|20)[0-9]{2}年?[-—－~～至]+(?:19|20)?[0-9]{2}(?:学年度?)?[)）]?|(?:19|20)[0-9]{2}学年度?`)
	titleNoise = regexp.MustCompile(`^(?:[^《》]*?门户网站[-_—|]?|关于|发布|公布|印发)+`)
	// reportPhrase is where the report's own name begins, the agency before it.
	reportPhrase = regexp.MustCompile(`(?:政府|政务)?(?:信息|政务)公开(?:信息)?(?:工作)?(?:任务)?(?:情况)?`)
	reportKind   = regexp.MustCompile(`报告|年报`)
	// notice is the beginning of a notice that publishes the report.
	notice = regexp.MustCompile(`^(.*?)关于(?:印发|发布|公布|报送|上报|公开|做好)(.*)$`)
	// office goes on from 政务公开 and the like to the name of an agency:
	// 青梧县政务公开办公室.
	office = regexp.MustCompile(`^(?:领导小组)?(?:办公室|领导小组|中心|处|科|办(?:[^理]|$)|网|专栏)`)
)

// takeApart reads a title in any of its usual word orders: agency first, year
// first, year in the middle or at the end, in brackets or not, inside a notice.
// A text that does not name an annual disclosure report gives false.
func takeApart(text string) (title, bool) {
	t := title{text: headPart(strings.Join(strings.Fields(text), ""))}
	rest := gongkai.Simplify(t.text)
	t.school = schoolYear.FindString(rest)
	rest = schoolYear.ReplaceAllString(rest, "")
	if m := titleYear.FindStringSubmatch(rest); m != nil && t.school == "" {
		t.year = atoi(m[1])
	}
	rest = titleYear.ReplaceAllString(rest, "")
	publisher := ""
	if m := notice.FindStringSubmatch(rest); m != nil && reportKind.MatchString(m[2]) {
		publisher, rest = m[1], m[2]
	}
	rest = titleNoise.ReplaceAllString(rest, "")
	at := phraseIn(rest)
	if at == nil || !reportKind.MatchString(rest[at[0]:]) {
		return title{}, false
	}
	agency := rest[:at[0]]
	// 兴县人民政府信息公开: the two names share 政府.
	if strings.HasSuffix(agency, "人民") && strings.HasPrefix(rest[at[0]:], "政府") {
		agency += "政府"
	}
	t.agency = trimName(agency)
	if t.agency == "" {
		t.agency = trimName(publisher)
	}
	return t, true
}

// headPart is the part of a page head that names the report; the head goes on
// with the names of the site and the column, and may begin with them.
func headPart(s string) string {
	best := ""
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("_|｜", r) }) {
		plain := gongkai.Simplify(part)
		if !reportPhrase.MatchString(plain) || !reportKind.MatchString(plain) {
			continue
		}
		if best == "" || !titleYear.MatchString(best) && titleYear.MatchString(part) {
			best = part
		}
	}
	if best == "" {
		return s
	}
	return best
}

// phraseIn finds the report's own name, past the names of offices that have
// 信息公开 in theirs.
func phraseIn(s string) []int {
	for _, at := range reportPhrase.FindAllStringIndex(s, -1) {
		if !office.MatchString(s[at[1]:]) {
			return at
		}
	}
	return nil
}

// trimName removes what joins a name to the words around it. A bracket that has
// its partner is the name's own.
func trimName(s string) string {
	const marks = "-—_·:：、,，《》〈〉<>“”\""
	s = strings.Trim(s, marks)
	if strings.Count(s, "(")+strings.Count(s, "（") != strings.Count(s, ")")+strings.Count(s, "）") {
		s = strings.Trim(s, "（(）)")
	}
	for _, word := range []string{"关于", "的", "年度", "度"} {
		s = strings.TrimSuffix(s, word)
	}
	return strings.Trim(s, marks)
}

func atoi(digits string) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}
