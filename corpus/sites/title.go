package sites

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Strong is the score from which a title can hardly be anything but an annual
// report's; Weak that of a link in a report column whose text says nothing.
const (
	Strong = 60
	Weak   = 10
)

// A title is judged with its white space, brackets and marks taken out:
// reports are called "工 作 年 度 报 告（2016年）" as well.
var (
	subject = regexp.MustCompile(`(?:政府|政务|党务政务)?信息公开|(?:政务|政府)公开|信息公开`)
	report  = regexp.MustCompile(`年度(?:的)?(?:工作)?(?:情况)?(?:的)?报告|年度报告|年报|工作报告|情况报告|总结报告`)
	// bare is a title cut down to its end: 工作年度报告, 2019年度报告.
	bare = regexp.MustCompile(`^(?:20\d\d年?度?)?(?:工作)?年度(?:工作)?报告(?:20\d\d年?度?)?$|^(?:20\d\d年?度?)年报$`)

	yearDigits  = regexp.MustCompile(`(20[0-3]\d)`)
	yearHan     = regexp.MustCompile(`二[〇○零ＯO0][〇○零ＯO0一二三][〇○零ＯO0一二三四五六七八九]`)
	bothYears   = regexp.MustCompile(`20[0-3]\d年?[-—–~～至到]+20[0-3]\d`)
	yearSpan    = regexp.MustCompile(`(20[0-3]\d)学?年`)
	hanDigitsOf = strings.NewReplacer("〇", "0", "○", "0", "零", "0", "Ｏ", "0", "O", "0", "一", "1", "二", "2", "三", "3",
		"四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")
)

// others are what else is published every year, or about the report. A title
// that has one of them is something else, whatever it has besides.
var others = []struct{ words, reason string }{
	{"网站工作年度报表 网站年度报表 网站年度工作报表 网站监管年度报表 政府网站年报 网站工作报表 新媒体年报", "report of the web site"},
	{"法治政府 依法行政 行政执法 行政许可实施 双公示", "report on the rule of law"},
	{"部门预算 部门决算 财政预决算 三公经费", "budget"},
	{"信用信息 上市公司 企业年度报告公示 企业年报公示 社会责任 统计年报 统计公报 审计年报", "another yearly report"},
	{"公开指南 公开目录 公开制度 公开条例 公开规定 申请表 公开年报格式 年度报告格式 保密审查 考核办法 要点分工", "other duty of disclosure"},
	{"图解 一图读懂 图读 解读", "explanation of a report"},
}

// aboutReports are notices on reports. A report may be inside one, so it is
// looked at when it stands in a report column, and not trusted.
var aboutReports = regexp.MustCompile(`通知|编制|报送|做好|开展|通报|征求|检查`)

// Title is what a title says.
type Title struct {
	Score   int
	Year    int
	Reasons []string
}

// ReadTitle judges a title or the text of a link, in the many word orders that
// reports have. Year is 0 if it names none, or two different ones.
func ReadTitle(text string) Title {
	s := squeeze(text)
	t := Title{Year: YearOf(s)}
	add := func(n int, reason string) { t.Score += n; t.Reasons = append(t.Reasons, reason) }
	for _, o := range others {
		for _, word := range strings.Fields(o.words) {
			if strings.Contains(s, word) {
				add(-100, o.reason+": "+word)
				return t
			}
		}
	}
	hasSubject, hasReport := subject.FindString(s), report.FindString(s)
	switch {
	case hasSubject != "" && hasReport != "":
		add(60, "title names "+hasSubject+" and "+hasReport)
	case bare.MatchString(s):
		add(35, "title is the end of a report's: "+s)
	case hasReport == "年报" || hasReport == "年度报告":
		add(20, "title names "+hasReport+" of something")
	}
	if t.Score > 0 && t.Year != 0 {
		add(20, "title names the year "+strconv.Itoa(t.Year))
	}
	if m := aboutReports.FindString(s); m != "" && t.Score > 0 {
		add(-50, "title is of a notice: "+m)
	}
	return t
}

// YearOf is the year that a text names: 2022年, 2022, 二〇二二年. 0 for none, and
// for two different ones.
func YearOf(text string) int {
	if bothYears.MatchString(text) {
		return 0
	}
	found := 0
	note := func(s string) bool {
		y, err := strconv.Atoi(s)
		if err != nil || y < 2003 || y > 2039 {
			return true
		}
		same := found == 0 || found == y
		found = y
		return same
	}
	for _, m := range yearSpan.FindAllStringSubmatch(text, -1) {
		if !note(m[1]) {
			return 0
		}
	}
	if found != 0 {
		return found
	}
	for _, m := range yearHan.FindAllString(text, -1) {
		if !note(hanDigitsOf.Replace(m)) {
			return 0
		}
	}
	if found != 0 {
		return found
	}
	// Digits without 年: not those of a longer number.
	for _, m := range yearDigits.FindAllStringIndex(text, -1) {
		if m[0] > 0 && isDigit(text[m[0]-1]) || m[1] < len(text) && isDigit(text[m[1]]) {
			continue
		}
		if !note(text[m[0]:m[1]]) {
			return 0
		}
	}
	return found
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// squeeze leaves letters, digits and 〇.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case '０' <= r && r <= '９':
			return r - '０' + '0'
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '〇' || r == '○' || strings.ContainsRune("-—–~～", r):
			return r
		}
		return -1
	}, s)
}
