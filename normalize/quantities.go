package normalize

import (
	"regexp"
	"strconv"
	"strings"

	"gongkai"
)

// quantity is something that prose and tables both count.
type quantity struct {
	code gongkai.Code
	// cells whose sum it is; those that the report does not have are left out.
	cells func(*gongkai.Report) []gongkai.CellRef
	// about must be in the sentence, unless it is nil; with lead, the first
	// sentence of the paragraph may say it instead.
	about *regexp.Regexp
	lead  bool
	// never must not be in the sentence; nil excludes nothing.
	never *regexp.Regexp
	// says are patterns for one clause; "n" is the number, "verb" the word that
	// counts. A pattern without "n" says 0.
	says []*regexp.Regexp
	// not must not be in the clause that says it; nil excludes nothing.
	not *regexp.Regexp
}

const (
	countUnit = `(?:件次|件|份|宗|条|例|起|个|次|封|项|笔)`
	countOf   = `(?P<n>[0-9]{1,9})` + countUnit
)

var (
	aboutRequests = regexp.MustCompile(`信息公开的?申请|依申请公开|申请公开(?:政府)?信息|公开政府信息的申请`)
	leads         = regexp.MustCompile(`^.{0,8}依申请公开`)
	// Counters, hotlines and complaints have applications too.
	notRequests = regexp.MustCompile(`审批|许可|办件|政务服务|行政服务|服务中心|信访件|工单|12345|提案|议案|建议|留言|咨询|来信|来访|延期|逾期|不动产|资金`)
	// A part of the requests: by channel, by office, by applicant, by topic.
	partOfRequests = regexp.MustCompile(`其中|网|信函|邮|传真|当面|现场|书面|线上|线下|口头|电话|办公[室厅]|分局|支队|大队|部门|单位|乡镇|街道|村|社区|窗口|平台|系统|渠道|自然人|法人|公民|企业|律师|个人|组织|复议|诉讼|投诉|举报|信访|涉及|关于|申请人|补正`)
	aboutDisputes  = regexp.MustCompile(`信息公开|依申请公开`)
	// A legal department's caseload is not about its own disclosure.
	notDisputes     = regexp.MustCompile(`审理|应诉|承办|代理|办理行政复议|受理行政复议|办理复议|败诉|纠正|纠错|撤销|责任|避免|减少|防止|不当|不力|不及时|失误|申请人`)
	notItems        = regexp.MustCompile(`牵头|参与|审查|备案|清理|解读|公示|公布|公开|转发|类`)
	noDispute       = `(?:未|没有|无)(?:发生|收到|出现|产生|存在|有|被|接到|引发|引起|因|涉及)?[^0-9]{0,30}?`
	adverbs         = `^(?:年底|年末|全年|本年度?|当年|年内|[0-9]{4}年度?|我[局委办厅市区县镇乡院队处街道府]{1,3}|已|均|共|全部|依法|其中)*`
	decisionsClause = `(?:作出|做出)(?:了|各类|的|行政(?:许可|处罚|强制)(?:处理)?(?:决定|措施)?[0-9]+` + countUnit + `|、|和|及)*`
)

func pattern(expressions ...string) []*regexp.Regexp {
	compiled := make([]*regexp.Regexp, len(expressions))
	for i, e := range expressions {
		compiled[i] = regexp.MustCompile(e)
	}
	return compiled
}

// requestTotal is the total of one row of the requests table.
func requestTotal(row gongkai.RequestRow) func(*gongkai.Report) []gongkai.CellRef {
	return only(requestCell(row, gongkai.ApplicantTotal))
}

func only(refs ...gongkai.CellRef) func(*gongkai.Report) []gongkai.CellRef {
	return func(*gongkai.Report) []gongkai.CellRef { return refs }
}

func proactiveCells(row gongkai.ProactiveRow, columns ...gongkai.ProactiveColumn) func(*gongkai.Report) []gongkai.CellRef {
	var refs []gongkai.CellRef
	for _, column := range columns {
		refs = append(refs, gongkai.CellRef{Table: gongkai.TableProactive, Row: row.String(), Column: column.String()})
	}
	return only(refs...)
}

func disputeTotal(route gongkai.DisputeRoute) gongkai.CellRef {
	return gongkai.CellRef{Table: gongkai.TableDisputes, Row: route.String(), Column: gongkai.OutcomeTotal.String()}
}

// requestQuantity is what the total of one row of the requests table counts.
func requestQuantity(code gongkai.Code, row gongkai.RequestRow, expressions ...string) quantity {
	return quantity{code: code, cells: requestTotal(row), about: aboutRequests, lead: true, never: notRequests, says: pattern(expressions...)}
}

// quantities are what is compared. The order is that of the findings.
var quantities = []quantity{
	{code: gongkai.NarrativeReceived, cells: requestTotal(gongkai.NewRequests), about: aboutRequests, lead: true, never: notRequests, not: partOfRequests,
		says: pattern(
			`(?P<verb>新收到?|新受理|收到|接收|接到|受理)[^0-9]{0,24}?申请[^0-9]{0,6}?`+countOf,
			`申请[^0-9]{0,6}?(?P<verb>新收到?|新受理|收到|接收|接到|受理)[^0-9]{0,4}?`+countOf,
			`(?P<verb>新收到?|新受理|收到|接收|接到|受理)(?:的|了)?`+countOf+`(?:政府)?(?:信息公开|依申请公开|公开信息)`,
			`(?P<verb>未|没有)(?:收到|受理|接到)[^0-9]{0,12}?(?:信息公开的?申请|依申请公开)`,
		)},
	requestQuantity(gongkai.NarrativeCarriedIn, gongkai.CarriedIn, carriedInWord+`[^0-9]{0,15}?`+countOf),
	requestQuantity(gongkai.NarrativeProcessed, gongkai.ProcessedTotal,
		adverbs+`(?:办结|答复|处理完毕|办理完毕|办理完结|办理答复)(?:完毕)?(?:政府)?(?:信息公开|依申请公开)?(?:信息)?(?:申请)?(?:共|计|总计)?`+countOf+`$`),
	requestQuantity(gongkai.NarrativeCarriedOut, gongkai.CarriedOut,
		carriedOutWord+`[^0-9]{0,8}?`+countOf, `^(?:其中|尚有|剩余|有|另有|未办结)*`+countOf+`(?:申请)?`+carriedOutWord+`(?:继续)?(?:办理|答复|处理)?$`),
	requestQuantity(gongkai.NarrativeOutcome, gongkai.Granted, `^(?:其中|已|均)*(?:予以|同意)公开(?:的|申请|答复)*`+countOf+`$`),
	requestQuantity(gongkai.NarrativeOutcome, gongkai.PartlyGranted, `^(?:其中|已|均)*(?:予以|同意)?部分公开(?:的|申请|答复)*`+countOf+`$`),

	{code: gongkai.NarrativeDisputes, cells: only(disputeTotal(gongkai.Review)), about: aboutDisputes, never: notDisputes, not: regexp.MustCompile(`诉讼[、和及或]+(?:被)?(?:申请)?行政复议|未经`),
		says: pattern(`行政复议(?:案件|申请|的)?(?:共|计|为)?`+countOf, noDispute+`行政复议`, `行政复议[、和及或]+(?:被)?(?:提起)?(?:行政)?诉讼(?:案件|情况)?均?为?0`+countUnit)},
	{code: gongkai.NarrativeDisputes, cells: only(disputeTotal(gongkai.SuitDirect), disputeTotal(gongkai.SuitAfterReview)), about: aboutDisputes, never: notDisputes, not: regexp.MustCompile(`复议[、和及或]+(?:被)?(?:提起)?(?:行政)?诉讼[^0-9]*[1-9]|未经`),
		says: pattern(`行政诉讼(?:案件|的)?(?:共|计|为)?`+countOf, noDispute+`行政诉讼`)},

	{code: gongkai.NarrativeDocuments, cells: proactiveCells(gongkai.NormativeDocuments, gongkai.Issued, gongkai.Made), not: notItems,
		says: pattern(`(?:制发|制定|出台|新制作)(?:了|的)?(?:行政)?规范性文件(?:共|计)?`+countOf, `(?:未|没有)(?:制发|制定|出台|新制作)(?:行政)?规范性文件`)},
	{code: gongkai.NarrativeDocuments, cells: proactiveCells(gongkai.NormativeDocuments, gongkai.Repealed), not: notItems,
		says: pattern(`废止(?:了|的)?(?:行政)?规范性文件(?:共|计)?` + countOf)},
	{code: gongkai.NarrativeDocuments, cells: proactiveCells(gongkai.NormativeDocuments, gongkai.InForce), not: notItems,
		says: pattern(`现行有效(?:的)?(?:行政)?规范性文件(?:共|共有|计|为|有)?`+countOf, `规范性文件现行有效(?:的)?(?:共|共有)?`+countOf)},
	decisions(gongkai.Licensing, "许可"),
	decisions(gongkai.Penalties, "处罚"),
	decisions(gongkai.CoerciveMeasures, "强制"),
}

func decisions(row gongkai.ProactiveRow, word string) quantity {
	return quantity{code: gongkai.NarrativeDecisions, cells: proactiveCells(row, gongkai.Decisions), not: regexp.MustCompile(`公示|公布|信息|程序|类`),
		says: pattern(decisionsClause + `行政` + word + `(?:处理)?(?:决定|措施)?` + countOf)}
}

// isAbout reports whether a sentence, in a paragraph that begins with lead,
// speaks of the quantity. Matches are those of this sentence.
func (q *quantity) isAbout(sentence, lead string, matches memo) bool {
	if q.never != nil && matches.of(q.never, sentence) {
		return false
	}
	return q.about == nil || matches.of(q.about, sentence) || q.lead && matches.of(leads, lead)
}

// memo remembers what matched in one sentence: quantities share expressions.
type memo map[*regexp.Regexp]bool

func (m memo) of(e *regexp.Regexp, s string) bool {
	matched, ok := m[e]
	if !ok {
		matched = e.MatchString(s)
		m[e] = matched
	}
	return matched
}

// read returns the number that a clause gives for the quantity.
func (q *quantity) read(clause string) (number int64, verb string, ok bool) {
	if q.not != nil && q.not.MatchString(clause) {
		return 0, "", false
	}
	for _, p := range q.says {
		m := p.FindStringSubmatch(clause)
		if m == nil {
			continue
		}
		if at := p.SubexpIndex("verb"); at >= 0 {
			verb = m[at]
		}
		at := p.SubexpIndex("n")
		if at < 0 {
			return 0, verb, true
		}
		// 12万件 and 12.5件 have no count where the pattern ends; a number that
		// goes on before the match is another one.
		before, _, _ := strings.Cut(clause, m[at])
		n, err := strconv.ParseInt(m[at], 10, 64)
		if err != nil || strings.HasSuffix(before, ".") {
			return 0, "", false
		}
		return n, verb, true
	}
	return 0, "", false
}
