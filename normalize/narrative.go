package normalize

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai"
)

// claim is a number that a sentence gives for a quantity of the tables.
type claim struct {
	*quantity
	number  int64
	passage string // the sentence as printed, white space removed
	verb    string // the word that counts: 收到 may hold what 新收 does not
}

// compareNarrative reports where the prose gives another number than the
// tables for one and the same quantity.
//
// It prefers silence to a false alarm: a sentence counts only if it names the
// quantity in words that mean nothing else, for this agency (not for a whole
// area or system) and this year; and the prose must speak with one voice: when
// it gives two numbers, one of them may have another scope.
func compareNarrative(r *gongkai.Report) {
	said := map[*quantity][]claim{}
	sentences := maxSentences
	for _, s := range r.Sections {
		// Section five is about the next year.
		if s.Code == "problems" {
			continue
		}
		for paragraph := range strings.Lines(s.Text) {
			for _, m := range claims(paragraph, r.Year, &sentences) {
				said[m.quantity] = append(said[m.quantity], m)
			}
		}
	}
	for i := range quantities {
		q := &quantities[i]
		ms := said[q]
		if len(ms) == 0 || slices.ContainsFunc(ms, func(m claim) bool { return m.number != ms[0].number }) {
			continue
		}
		compareClaim(r, ms[0])
	}
}

// compareClaim reports a claim that contradicts the cells it is about.
func compareClaim(r *gongkai.Report, m claim) {
	cells := present(r, m.cells(r))
	table, ok := total(r, cells)
	if !ok || table == m.number {
		return
	}
	code := m.code
	if code == gongkai.NarrativeReceived && includesCarriedIn(r, m) {
		code = gongkai.NarrativeWithCarriedIn
		cells = append(cells, requestCell(gongkai.CarriedIn, gongkai.ApplicantTotal))
	}
	find(r, gongkai.Finding{
		Code: code, Cells: cells, Expected: strconv.FormatInt(table, 10), Found: strconv.FormatInt(m.number, 10),
		Detail: m.passage, Location: r.At(cells[0]).Location,
	})
}

// includesCarriedIn reports whether the requests that the prose says were
// received are those of the year and those carried in together. 新收 excludes
// that, and so do six columns that add up to the prose's number without them.
func includesCarriedIn(r *gongkai.Report, m claim) bool {
	var columns []gongkai.CellRef
	for column := range gongkai.ApplicantTotal {
		columns = append(columns, requestCell(gongkai.NewRequests, column))
	}
	if parts, ok := total(r, columns); ok && parts == m.number || strings.HasPrefix(m.verb, "新") {
		return false
	}
	both, ok := total(r, requestCells(gongkai.ApplicantTotal, gongkai.NewRequests, gongkai.CarriedIn))
	return ok && both == m.number
}

// total adds cells up; ok is false unless each of them states a whole number
// beyond doubt, and there is one.
func total(r *gongkai.Report, cells []gongkai.CellRef) (sum int64, ok bool) {
	for _, ref := range cells {
		v := r.At(ref)
		if v == nil || v.State != gongkai.Number || v.Uncertain != "" {
			return 0, false
		}
		n, whole := v.Number.Int64()
		if !whole {
			return 0, false
		}
		sum += n
	}
	return sum, len(cells) > 0
}

// What a sentence must not speak of, for its numbers to be this agency's and
// this year's.
var (
	otherScope = regexp.MustCompile(`全(?:省|市|区|县|州|旗|盟|镇|乡|系统|行业|域)|各(?:级|单位|部门|乡|镇|街道|区|县|市|地|处|科|股|直属|成员)|下属|所属|直属|系统|辖区|本级|名义|起草|代拟`)
	otherTime  = regexp.MustCompile(`去年|上年|上一年|同比|相比|较|以来|累计|历年|历史|上半年|下半年|季度|[0-9]月份|[0-9]月?[-—~～至到]+[0-9]{1,2}月|截[至止][^，,]{0,8}(?:[^0-9][1-9]|1[01])月|将|计划|拟|预计|如果|若|明年|下一年`)
	anyYear    = regexp.MustCompile(`((?:19|20)[0-9]{2})年`)
	comma      = regexp.MustCompile(`([0-9])[,，]([0-9]{3})`)
	sentence   = regexp.MustCompile(`[^。；;！？!?]+`)
	clauseMark = regexp.MustCompile(`[，,：:（）()]+`)
)

// The words that the patterns of quantities know carried requests by.
const (
	carriedInWord  = "承前"
	carriedOutWord = "转后"
)

var (
	carriedInText  = regexp.MustCompile(`(?:上一?年度?|去年)(?:未办结)?结转`)
	carriedOutText = regexp.MustCompile(`结转(?:至|到)?(?:下一?|次|明)年度?`)
)

// topics are words of which every sentence that counts has one.
var topics = []string{"申请", "复议", "诉讼", "规范性文件", "行政许可", "行政处罚", "行政强制"}

func onTopic(s string) bool {
	return slices.ContainsFunc(topics, func(word string) bool { return strings.Contains(s, word) })
}

// maxSentences is how many sentences about requests, disputes and the like are
// read. Real reports have some dozen.
const maxSentences = 2000

// claims reads the sentences of a paragraph, as long as there are sentences
// left to read. A scope that one sentence names goes on through the paragraph.
func claims(paragraph string, year int, left *int) []claim {
	if year == 0 || *left <= 0 {
		return nil
	}
	plain := comma.ReplaceAllString(plainText(paragraph), "$1$2")
	if !onTopic(plain) {
		return nil
	}
	lead, _, _ := strings.Cut(plain, "。")
	var found []claim
	from := 0 // what was not looked at for its scope
	for _, at := range sentence.FindAllStringIndex(plain, -1) {
		passage := plain[at[0]:at[1]]
		if !onTopic(passage) {
			continue
		}
		if *left--; *left < 0 {
			break
		}
		if otherScope.MatchString(plain[from:at[1]]) {
			break
		}
		from = at[1]
		text := unifyCarried(passage, year)
		if otherTime.MatchString(text) || otherYear(text, year) {
			continue
		}
		clauses := countingClauses(text)
		matches := memo{}
		for i := range quantities {
			q := &quantities[i]
			if len(clauses) == 0 || !q.isAbout(text, lead, matches) {
				continue
			}
			for _, clause := range clauses {
				if number, verb, ok := q.read(clause); ok {
					found = append(found, claim{quantity: q, number: number, verb: verb, passage: passage})
				}
			}
		}
	}
	return found
}

// countingClauses are the clauses of a sentence that can give a number: they hold
// a digit, or a word that says there was none.
func countingClauses(sentence string) []string {
	return slices.DeleteFunc(clauseMark.Split(sentence, -1), func(clause string) bool {
		return !strings.ContainsAny(clause, "0123456789未无") && !strings.Contains(clause, "没有")
	})
}

// plainText is prose as patterns compare it: no white space, digits ASCII,
// traditional characters and pinyin glosses folded.
func plainText(s string) string {
	return gongkai.Simplify(strings.Join(strings.Fields(squeeze(s)), ""))
}

// unifyCarried gives the ways to write "carried over" one word each, so that
// the years in them are not taken for the sentence's.
func unifyCarried(s string, year int) string {
	last, next := strconv.Itoa(year-1), strconv.Itoa(year+1)
	for _, y := range []string{"年度", "年"} {
		s = strings.ReplaceAll(s, last+y+"结转", carriedInWord)
		for _, to := range []string{"", "至", "到"} {
			s = strings.ReplaceAll(s, "结转"+to+next+y, carriedOutWord)
		}
	}
	s = carriedInText.ReplaceAllString(s, carriedInWord)
	return carriedOutText.ReplaceAllString(s, carriedOutWord)
}

func otherYear(s string, year int) bool {
	for _, m := range anyYear.FindAllStringSubmatch(s, -1) {
		if atoi(m[1]) != year {
			return true
		}
	}
	return false
}
