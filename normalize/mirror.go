package normalize

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"gongkai"
)

// checkOrigin looks for what copies of official pages do to them: another host,
// pinyin glosses, traditional characters. Numbers survive all of it; names may
// not.
//
// The host and the parameters of the address are evidence and no more: sites
// move, and serve the pages of other agencies.
func checkOrigin(r *gongkai.Report) {
	checkAddress(r)
	var text strings.Builder
	text.WriteString(r.Title)
	for _, s := range r.Sections {
		text.WriteString("\n" + s.Heading + "\n" + s.Text)
	}
	checkScript(r, text.String())
	if n := len(tonedGloss.FindAllString(text.String(), minGlosses)); n == minGlosses {
		find(r, gongkai.Finding{Code: gongkai.PinyinGlosses, Detail: tonedGloss.FindString(text.String())})
	}
}

// official is the domain of the government's sites, and its mainland registry
// is the only one that gives such names.
const official = ".gov.cn"

// Official reports whether the address is on a host of the government.
func Official(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.HasSuffix(strings.ToLower(u.Hostname()), official)
}

func checkAddress(r *gongkai.Report) {
	u, err := url.Parse(r.Source.URL)
	if err != nil || u.Hostname() == "" {
		return
	}
	host := strings.ToLower(u.Hostname())
	r.Evidence = append(r.Evidence, gongkai.Evidence{Field: "host", Value: host, From: "url", Text: r.Source.URL})
	if year := u.Query().Get("fbtime"); len(year) == 4 && atoi(year) >= minYear {
		r.Evidence = append(r.Evidence, gongkai.Evidence{Field: "year", Value: year, From: "url", Text: "fbtime=" + year})
	}
	if !Official(r.Source.URL) {
		find(r, gongkai.Finding{Code: gongkai.MirrorPage, Expected: "*" + official, Found: host})
	}
}

// Amounts that tell a text from one with a quoted name or a misprint in it.
const (
	minTraditional      = 20 // characters
	minTraditionalShare = 20 // one of so many Han characters
	minGlosses          = 3
)

// tonedGloss is a reading with a tone mark, which no abbreviation has.
var tonedGloss = regexp.MustCompile(`\p{Han}[(（][a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,5}[)）]`)

// converted are characters that a mirror's converter chose wrongly, in words
// that reports have: a person who writes traditional characters does not.
var converted = []string{"製度", "方麵", "體係", "複議", "谘詢", "答複", "製定", "係統", "麵向", "聯係"}

// regional are words of Taiwan for what mainland reports call 信息, 文件, 程序,
// 联系, 宏观.
var regional = []string{"資訊公開", "規範性檔案", "網站程式", "聯絡方式", "巨觀", "視窗"}

// checkScript reports text in traditional characters.
func checkScript(r *gongkai.Report, text string) {
	han, traditional := 0, 0
	for _, c := range text {
		if unicode.Is(unicode.Han, c) {
			han++
			if gongkai.IsTraditional(c) {
				traditional++
			}
		}
	}
	if traditional < minTraditional || traditional*minTraditionalShare < han {
		return
	}
	var signs []string
	for _, word := range append(append([]string{}, converted...), regional...) {
		if n := strings.Count(text, word); n > 0 {
			signs = append(signs, word+"×"+strconv.Itoa(n))
		}
	}
	find(r, gongkai.Finding{Code: gongkai.TraditionalScript, Found: strconv.Itoa(traditional) + "/" + strconv.Itoa(han), Detail: strings.Join(signs, " ")})
}

// Advertisements as they stand in place of names. No agency has such words in
// its name: sports bureaus have 体育局, lottery offices 彩票管理中心.
var (
	spamWords  = regexp.MustCompile(`(?i)投注|博彩|赌场|赌博|老虎机|网投|棋牌|欧洲杯|世界杯|足球网|足彩|官网|娱乐城|国际娱乐|真人|提现|金沙城|金沙娱乐|威廉希尔|英皇|博金宝|立博|德赢|伟德|皇冠|永利|澳门金沙|体育(?:网|平台|投|城|365)|下载|注册|登录|登陆|苹果版|安卓|app`)
	spamDomain = regexp.MustCompile(`(?i)[a-z0-9-]+\.(?:com|net|cn|org|cc|vip|top|xyz|info|tv|app)`)
	// spamLatin is a brand: letters and digits mixed, or letters before 体育.
	spamLatin = regexp.MustCompile(`[A-Za-z]+[0-9]+|[0-9]+[A-Za-z]+|[0-9]{3,}|[A-Za-z]{2,}体育|[A-Za-z]{5,}|【|】|〔|〕|_`)
)

// isSpam reports whether somebody wrote an advertisement into a name.
func isSpam(name string) bool {
	return spamWords.MatchString(name) || spamDomain.MatchString(name) || spamLatin.MatchString(name)
}
