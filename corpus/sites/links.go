package sites

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

var (
	attachmentName = regexp.MustCompile(`(?i)\.(?:docx?|wps|et|rtf|pdf|ofd|ceb|xlsx?|csv|zip|rar|7z)$`)
	imageName      = regexp.MustCompile(`(?i)\.(?:jpe?g|png|gif|bmp|tiff?|webp)$`)
	articleName    = regexp.MustCompile(`(?i)(?:/t20\d{6}_\d+|/art_|/[0-9a-f]{24,}\.|/\d{16,}\.|/c01_\d+|/m?post_\d+|content_?\d+|/\d{4,}\.(?:s?html?|jhtml)$|` +
		`/info/\d+/\d+|/page\.(?:htm|psp)$|/show/|-show-|articleKey=|/doc_|xxgkAnnualReport\.jsp|/public/\d+/\d+\.|[?&](?:id|infoid|aid|articleid|newsid|docid|code)=[^&]+` +
		`|/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\.)`)
	listName  = regexp.MustCompile(`(?i)(?:/|/index(?:_\d+)?\.s?html?|/list\d*(?:_\d+)?\.(?:s?html?|jsp|aspx)|/[a-z_]*lists?\.s?html?|/default\.aspx?|/col/col\d+.*)$`)
	printDate = regexp.MustCompile(`(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})`)
)

// kindOf says what an address is by its form. The zero value is "cannot say".
func kindOf(address string) Kind {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch name := path.Base(u.Path); {
	case attachmentName.MatchString(name) || attachmentName.MatchString(u.Query().Get("filename")):
		return Attachment
	case imageName.MatchString(name):
		return Image
	case strings.HasPrefix(u.Path, "/download/") || strings.Contains(strings.ToLower(u.Path), "downfile") || strings.Contains(strings.ToLower(u.Path), "download.jsp"):
		return Attachment
	}
	if _, mobile := Desktop(address); mobile {
		return Mobile
	}
	switch whole := u.EscapedPath() + "?" + u.RawQuery; {
	case articleName.MatchString(strings.TrimSuffix(whole, "?")):
		return Article
	case listName.MatchString(u.Path):
		return List
	}
	return ""
}

// newLink judges an address by its text.
func newLink(address, text, date string) Link {
	text = strings.Join(strings.Fields(text), " ")
	l := Link{URL: address, Text: text, Date: date, Kind: kindOf(address)}
	t := ReadTitle(text)
	l.Score, l.Year, l.Reasons = t.Score, t.Year, t.Reasons
	if m := fbtime.FindStringSubmatch(address); m != nil {
		l.Kind, l.Year, l.Score = Article, atoi(m[1]), max(l.Score, Strong)
		l.Reasons = append(l.Reasons, "address names the year reported on: fbtime="+m[1])
	}
	return l
}

// linksIn are the links of a part of the page, in order, each address once;
// the one with the longest text stands for those with the same address.
func linksIn(p *Page, root *goquery.Selection) (links []Link) {
	at := map[string]int{}
	root.Find("a[href], area[href]").Each(func(_ int, a *goquery.Selection) {
		href := a.AttrOr("href", "")
		address := p.resolve(href)
		if address == "" {
			address = p.resolve(scripted(href, a.AttrOr("onclick", "")))
		}
		if address == "" {
			return
		}
		text, date := anchorText(a)
		if i, seen := at[address]; seen {
			if len(text) > len(links[i].Text) {
				links[i] = newLink(address, text, firstOf(date, links[i].Date))
			}
			return
		}
		at[address] = len(links)
		links = append(links, newLink(address, text, date))
	})
	return links
}

// opened is the address that a script opens: javascript:window.open('/a.html').
var opened = regexp.MustCompile(`(?:window\.open|location(?:\.href)?\s*=|location\.replace|openWin|toUrl)\s*\(?\s*['"]([^'"]+)['"]`)

func scripted(codes ...string) string {
	for _, code := range codes {
		if m := opened.FindStringSubmatch(code); m != nil {
			return m[1]
		}
	}
	return ""
}

// anchorText is what a link says, and the date beside it. A title attribute
// wins over a text that is shorter or cut off.
func anchorText(a *goquery.Selection) (text, date string) {
	text = strings.TrimSpace(a.Text())
	date = dateIn(text)
	if date != "" {
		text = strings.TrimSpace(strings.Trim(printDate.ReplaceAllString(text, ""), " []()（）【】"))
	}
	if title := strings.TrimSpace(a.AttrOr("title", "")); len([]rune(title)) >= len([]rune(text)) || strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...") {
		if title != "" {
			text = title
		}
	}
	if text == "" {
		text = a.Find("img").AttrOr("alt", "")
	}
	if date == "" {
		if row := a.Closest("li, tr, dd, p"); row.Length() > 0 && row.Find("a[href]").Length() <= 3 {
			date = dateIn(strings.Replace(row.Text(), a.Text(), " ", 1))
		}
	}
	return text, date
}

func dateIn(s string) string {
	m := printDate.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	month, day := atoi(m[2]), atoi(m[3])
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return ""
	}
	return m[1] + "-" + twoDigits(month) + "-" + twoDigits(day)
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// notContent are frames of counters, advertisements and players.
var notContent = regexp.MustCompile(`(?i)(?:conac|bszs|dcs\.|cnzz|baidu|weather|tianqi|player|video|share|comment|about:blank|jiathis)`)

// framesIn are the pages that the page shows inside itself.
func framesIn(p *Page) (frames []string) {
	p.Doc().Find("iframe[src], frame[src]").Each(func(_ int, f *goquery.Selection) {
		src := f.AttrOr("src", "")
		if u := p.resolve(src); u != "" && !notContent.MatchString(src) {
			frames = append(frames, u)
		}
	})
	return frames
}

// refresh is where the page sends the reader: a meta refresh or a script that
// is all there is, as report columns that are only a shell have.
func refresh(p *Page) string {
	content := ""
	p.Doc().Find("meta[http-equiv]").Each(func(_ int, m *goquery.Selection) {
		if strings.EqualFold(m.AttrOr("http-equiv", ""), "refresh") {
			content = m.AttrOr("content", "")
		}
	})
	if _, target, ok := strings.Cut(content, "="); ok {
		return p.resolve(strings.Trim(target, `'" `))
	}
	if len(p.Body) < 2000 && p.Doc().Find("a[href]").Length() == 0 {
		return p.resolve(scripted(p.Text()))
	}
	return ""
}
