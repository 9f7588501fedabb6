package sites

import (
	"bytes"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// State is what became of a request.
type State string

const (
	OK       State = "ok"
	Blocked  State = "blocked"    // a challenge, a captcha, a firewall: left alone
	Login    State = "login"      // a login page where a page was asked for
	NotFound State = "not-found"  // 404, 410
	Soft404  State = "soft-404"   // 200, and the page says that there is none
	Later    State = "later"      // 429, 5xx: may be asked again, later
	Failed   State = "failed"     // any other status
	Mismatch State = "mismatched" // a page where a file was asked for
	Empty    State = "empty"      // 200 without content
)

// Verdict is a state and what it rests on.
type Verdict struct {
	State   State
	Reasons []string
}

const (
	// maxNotice is the longest visible text, in characters, of a page that may
	// be a mere notice: a longer one has content besides.
	maxNotice = 500
	// maxNoticeLinks is the same for its links.
	maxNoticeLinks = 40
)

var (
	challengeMarks = regexp.MustCompile(`(?i)__jsl_clearance|acw_sc__v[23]|\$_ts\s*=|_\$[a-z]{2}\(|aliyun_waf|aliyunwaf|yunsuo_session|safedog|createWebdriverCheck|geetest|hcaptcha|g-recaptcha|cf-chl|cf_chl|yidun\.|nc_login_|slidecaptcha|tcaptcha|/\.well-known/captcha|challenge-platform|wzwschallenge|wzws-waf`)
	challengeWords = regexp.MustCompile(`安全验证|滑动验证|人机验证|请完成(?:安全)?验证|请输入验证码|访问过于频繁|访问被拦截|请求被拦截|请求存在威胁|可能存在威胁|网站防火墙|创宇盾|云防护|Web应用防火墙|拒绝访问|(?i)checking your browser|access denied|request blocked`)
	cookieScript   = regexp.MustCompile(`document\.cookie\s*=`)
	notFoundTitle  = regexp.MustCompile(`(?i)^\W*(?:404|not found|页面不存在|找不到页面|页面没有找到|您访问的页面|出错|错误提示|页面找不到)|404\s*(?:not found|错误|页面|-)`)
	notFoundWords  = regexp.MustCompile(`(?:页面|网页|文章|信息|内容|栏目|文件|资源|地址)[^。，]{0,12}(?:不存在|没有找到|未找到|找不到|无法找到|已(?:被)?删除|已下线|已移除|走丢)|(?:找不到|无法找到)[^。]{0,12}(?:页面|网页|文件)|(?i)page not found|404 not found`)
	notFoundURL    = regexp.MustCompile(`(?i)/(?:404|error|notfound|err404|error404)(?:\.\w+)?$`)
	loginTitle     = regexp.MustCompile(`登录|登陆|统一身份认证|统一认证|(?i)\blogin\b|sign in`)
	loginURL       = regexp.MustCompile(`(?i)/(?:login|signin|cas/login|sso|uaa|oauth2?/authorize)\b`)
)

// Classify says whether an answer is the page that was asked for. It never
// looks at how the answer could be had after all.
func Classify(p *Page) Verdict {
	switch {
	case p.Status == 412 || p.Status == 521 || p.Status == 468 || p.Status == 493:
		return Verdict{Blocked, []string{"status " + strconv.Itoa(p.Status) + " is a challenge"}}
	case p.Status == 404 || p.Status == 410:
		return Verdict{NotFound, []string{"status " + strconv.Itoa(p.Status)}}
	case p.Status == 429 || p.Status >= 500:
		if reason := challenge(p); reason != "" {
			return Verdict{Blocked, []string{"status " + strconv.Itoa(p.Status), reason}}
		}
		return Verdict{Later, []string{"status " + strconv.Itoa(p.Status)}}
	case p.Status == 401 || p.Status == 403 || p.Status == 405 || p.Status == 418:
		if reason := challenge(p); reason != "" || p.Status != 405 {
			return Verdict{Blocked, nonEmpty("status "+strconv.Itoa(p.Status), reason)}
		}
		return Verdict{Failed, []string{"status 405"}}
	case p.Status != 0 && (p.Status < 200 || p.Status > 299):
		return Verdict{Failed, []string{"status " + strconv.Itoa(p.Status)}}
	}
	if len(bytes.TrimSpace(p.Body)) == 0 {
		return Verdict{Empty, []string{"the body is empty"}}
	}
	if !looksHTML(p.Body) {
		return Verdict{State: OK}
	}
	if reason := challenge(p); reason != "" {
		return Verdict{Blocked, []string{reason}}
	}
	if reason := login(p); reason != "" {
		return Verdict{Login, []string{reason}}
	}
	if reason := missing(p); reason != "" {
		return Verdict{Soft404, []string{reason}}
	}
	if k := p.Request.Kind; k == Attachment && attachmentName.MatchString(pathOf(p.Request.URL)) || k == Image {
		return Verdict{Mismatch, []string{"a file was asked for, a web page came"}}
	}
	return Verdict{State: OK}
}

func nonEmpty(values ...string) (kept []string) {
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

func pathOf(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Path
	}
	return address
}

func looksHTML(body []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(body[:min(len(body), 1024)], []byte("\xEF\xBB\xBF"))))
	for _, start := range []string{"<!doctype", "<html", "<head", "<body", "<script", "<title", "<meta", "<div", "<!--"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return bytes.Contains(head, []byte("<html")) && !bytes.HasPrefix(head, []byte("%PDF"))
}

// visible is the text that a reader sees, without white space, and whether the
// page is short enough to be a notice.
func visible(p *Page) (text string, notice bool) {
	p.seeOnce.Do(func() {
		body := p.Doc().Find("body").Clone()
		body.Find("script, style, noscript, template").Remove()
		p.seen = strings.Join(strings.Fields(body.Text()), "")
		p.notice = len([]rune(p.seen)) <= maxNotice && p.Doc().Find("a[href]").Length() <= maxNoticeLinks
	})
	return p.seen, p.notice
}

func titleText(p *Page) string {
	return strings.Join(strings.Fields(p.Doc().Find("title").First().Text()), " ")
}

func challenge(p *Page) string {
	text, notice := visible(p)
	if !notice {
		return ""
	}
	if m := challengeMarks.FindString(p.Text()); m != "" {
		return "script of a challenge: " + clip(m)
	}
	if m := challengeWords.FindString(titleText(p) + " " + text); m != "" {
		return "page of a firewall: " + m
	}
	if cookieScript.MatchString(p.Text()) && len(text) == 0 && p.Doc().Find("a[href], frame, iframe").Length() == 0 {
		return "a script that sets a cookie, and nothing else"
	}
	return ""
}

func login(p *Page) string {
	_, notice := visible(p)
	password := p.Doc().Find(`input[type="password"]`).Length() > 0
	moved := p.Request.URL != "" && loginURL.MatchString(pathOf(p.URL)) && !loginURL.MatchString(pathOf(p.Request.URL))
	switch {
	case moved && password:
		return "redirected to a login page: " + p.URL
	case password && notice && loginTitle.MatchString(titleText(p)):
		return "title of a login page: " + clip(titleText(p))
	case moved && notice && loginTitle.MatchString(titleText(p)):
		return "redirected to a login page: " + p.URL
	}
	return ""
}

func missing(p *Page) string {
	text, notice := visible(p)
	asked, got := pathOf(p.Request.URL), pathOf(p.URL)
	switch {
	case p.Request.URL != "" && notFoundURL.MatchString(got) && !notFoundURL.MatchString(asked):
		return "redirected to " + got
	case p.Request.URL != "" && len(asked) > 1 && (got == "/" || got == "/index.html") && got != asked && asked != "/index.html":
		return "redirected to the home page"
	case notice && notFoundTitle.MatchString(titleText(p)):
		return "title says: " + clip(titleText(p))
	case notice && notFoundWords.MatchString(text) && len([]rune(text)) < 300:
		return "page says: " + notFoundWords.FindString(text)
	}
	return ""
}
