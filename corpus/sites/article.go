package sites

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Judgement says whether a page is an annual report, or carries one.
type Judgement struct {
	Report bool
	// Title is the page's title that says most.
	Title   string
	Year    int
	Score   int
	Reasons []string
}

// enough is the score from which a page is taken for a report.
const enough = 50

// parts are what the reports of all years have: the sections that the form
// prescribes, and the sentences of the preface.
var parts = regexp.MustCompile(`总体情况|概述|主动公开政府信息|收到和处理政府信息公开申请|依申请公开|行政复议|行政诉讼|主要问题|改进(?:措施|情况)|其他需要报告|本年度?报告|统计期限|收费及?减免`)

// minParts of them make a text a report's. A notice on how reports are written
// names some of them too; it is told apart by its title.
const minParts = 4

// Judge looks at a page that a link led to: its titles, its path of columns,
// the words of its body. The title of a report can be the agency's name alone,
// and a page can be a shell around a file.
func Judge(p *Page, from Link) Judgement {
	j := Judgement{Year: from.Year}
	best := ReadTitle(from.Text)
	j.Title = from.Text
	j.Reasons = append(j.Reasons, best.Reasons...)
	for _, title := range titles(p) {
		if t := ReadTitle(title); t.Score > best.Score || j.Title == "" {
			best, j.Title, j.Reasons = t, title, t.Reasons
		}
		if j.Year == 0 {
			j.Year = YearOf(title)
		}
	}
	j.Score = best.Score
	if j.Score < 0 {
		return j
	}
	if t := columnScore(breadcrumb(p), ""); t.Score >= minColumn {
		j.Score += 20
		j.Reasons = append(j.Reasons, "path of columns: "+clip(breadcrumb(p)))
	}
	text, _ := visible(p)
	if n := len(distinct(parts.FindAllString(text, -1))); n >= minParts {
		j.Score += 40
		j.Reasons = append(j.Reasons, "text names "+strconv.Itoa(n)+" parts of a report")
	} else if m := aboutReports.FindString(squeeze(j.Title)); m != "" && n < minParts {
		j.Score = min(j.Score, enough-1)
	}
	j.Report = j.Score >= enough
	return j
}

// HasReportText says whether the text of a page has the parts of a report, whatever it
// is called.
func HasReportText(p *Page) bool {
	text, _ := visible(p)
	return len(distinct(parts.FindAllString(text, -1))) >= minParts
}

func distinct(values []string) map[string]bool {
	set := map[string]bool{}
	for _, v := range values {
		set[v] = true
	}
	return set
}

// titles are what a page calls itself, most trustworthy first.
func titles(p *Page) (titles []string) {
	add := func(s string) {
		if s = strings.Join(strings.Fields(s), " "); s != "" && len(s) < 600 {
			titles = append(titles, s)
		}
	}
	p.Doc().Find("meta[name]").Each(func(_ int, m *goquery.Selection) {
		if strings.EqualFold(m.AttrOr("name", ""), "ArticleTitle") {
			add(m.AttrOr("content", ""))
		}
	})
	p.Doc().Find(`h1, h2, [class*="title"], [class*="Title"], [id*="title"], ucaptitle`).EachWithBreak(func(i int, s *goquery.Selection) bool {
		add(s.Text())
		return i < 12
	})
	add(titleText(p))
	return titles
}

func pageTitle(p *Page) string {
	best := ""
	score := -1
	for _, t := range titles(p) {
		if s := ReadTitle(t).Score; s > score {
			best, score = t, s
		}
	}
	return best
}

// breadcrumb is the path of columns: 首页 > 政府信息公开 > 年报.
func breadcrumb(p *Page) string {
	found := ""
	p.Doc().Find(`[class*="crumb"], [class*="position"], [class*="location"], [class*="dqwz"], [class*="weizhi"], [id*="position"], .path, .wz`).EachWithBreak(func(_ int, s *goquery.Selection) bool {
		found = strings.Join(strings.Fields(s.Text()), " ")
		return found == "" || len(found) > 300
	})
	if len(found) > 300 {
		return ""
	}
	if found == "" {
		p.Doc().Find(`meta[name="ColumnName"], meta[name="ColumnKeywords"]`).Each(func(_ int, m *goquery.Selection) { found += " " + m.AttrOr("content", "") })
	}
	return strings.TrimSpace(found)
}

const (
	// MaxAttachments of one article are followed; the most seen is 9.
	MaxAttachments = 50
	// shortText is the length, in characters, below which the pictures of an
	// article are taken for its text.
	shortText = 400
)

var (
	// notTheReport are files that every page of a site links: tools.
	notTheReport = regexp.MustCompile(`(?i)浏览器|阅读器下载|插件|辅助|无障碍|客户端|\.(?:exe|apk)$`)
	quotedFile   = regexp.MustCompile(`(?i)["']([^"'\s<>]+\.(?:docx?|wps|pdf|ofd|xlsx?|zip|rar|7z))["']`)
	content      = `#zoom, .TRS_Editor, #content, .content, .article, .view, #UCAP-CONTENT, ucapcontent, .Custom_UnionStyle, .article_content, .wp_articlecontent, .v_news_content`
	unescape     = strings.NewReplacer(`\/`, "/", `\"`, `"`, `\n`, " ", `\t`, " ", `\u003c`, "<", `\u003e`, ">", `\u0022`, `"`)
)

// Attachments are the files of an article: linked, shown in a frame or an
// object, named in its scripts, or its pictures where there is hardly any text.
func Attachments(p *Page) (links []Link) {
	at := map[string]bool{}
	add := func(l Link) {
		k := Key(l.URL)
		if l.URL == "" || at[k] || len(links) >= MaxAttachments {
			return
		}
		at[k] = true
		if !notTheReport.MatchString(l.Text + l.URL) {
			links = append(links, l)
		}
	}
	for _, l := range linksIn(p, p.Doc().Selection) {
		// The text or title of a link may be the file's name while its address is a program's.
		if (l.Kind == "" || l.Kind == Article) && attachmentName.MatchString(l.Text) && !strings.Contains(pathOf(l.URL), ".htm") {
			l.Kind = Attachment
		}
		if l.Kind == Attachment {
			add(l)
		}
	}
	p.Doc().Find("iframe[src], embed[src], object[data]").Each(func(_ int, s *goquery.Selection) {
		src := p.resolve(firstOf(s.AttrOr("src", ""), s.AttrOr("data", "")))
		if file := shown(p, src); file != "" {
			src = file
		}
		if kindOf(src) == Attachment {
			add(newLink(src, "", ""))
		}
	})
	text := p.Text()
	if strings.Contains(text, "_CONFIG") {
		text = unescape.Replace(text)
		if doc, err := goquery.NewDocumentFromReader(strings.NewReader(text)); err == nil {
			for _, l := range linksIn(p, doc.Selection) {
				if l.Kind == Attachment {
					add(l)
				}
			}
		}
	}
	for _, m := range quotedFile.FindAllStringSubmatch(text, -1) {
		if u := p.resolve(m[1]); kindOf(u) == Attachment {
			add(newLink(u, "", ""))
		}
	}
	if body := p.Doc().Find(content); len([]rune(strings.TrimSpace(body.Text()))) < shortText {
		body.Find("img").Each(func(_ int, i *goquery.Selection) {
			// Where pictures come when they are scrolled to, src is a placeholder.
			src := firstOf(i.AttrOr("data-original", ""), i.AttrOr("data-src", ""), i.AttrOr("src", ""))
			if u := p.resolve(src); kindOf(u) == Image {
				add(newLink(u, i.AttrOr("alt", ""), ""))
			}
		})
	}
	return links
}

// shown is the file that a viewer shows: viewer.html?file=/a.pdf.
func shown(p *Page, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	for _, key := range []string{"file", "url", "src", "fileUrl", "path"} {
		if v := u.Query().Get(key); v != "" && kindOf(p.resolve(v)) == Attachment {
			return p.resolve(v)
		}
	}
	return ""
}
