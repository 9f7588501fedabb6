package sites

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// What the fields of a record are called, in the interfaces of ucap, gkmlpt,
// WebPlus, Epoint, jpaas and their like, best name first.
var (
	titleFields = strings.Fields("title infotitle titlecnt showTitle vc_title name subject docTitle articleTitle channelTitle")
	urlFields   = strings.Fields("url infourl visiturl visitUrl articleUrl link href docpuburl docPubUrl pcUrl wapUrl linkUrl puburl")
	dateFields  = strings.Fields("publishedTimeStr publishTime display_publish_time infodate publishDate pubDate date createDate createTime displayTime")
	totalFields = strings.Fields("total totalCount totalcount post_count recordCount totalRecord count")
	pagesFields = strings.Fields("pageCount totalPages totalPage pages page_count")
)

// records are the links in an answer made for a script: JSON, JSONP, XML or HTML
// wrapped in any of them, to any depth.
type records struct {
	links        []Link
	total, pages int
}

var (
	jsonp     = regexp.MustCompile(`(?s)^\s*[\w.$]+\s*\((.*)\)\s*;?\s*$`)
	xmlTitle  = regexp.MustCompile(`(?is)<(?:title|infotitle)>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</(?:title|infotitle)>`)
	xmlURL    = regexp.MustCompile(`(?is)<(?:url|infourl|link)>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</(?:url|infourl|link)>`)
	xmlRecord = regexp.MustCompile(`(?is)<(record|item|row|message)\b[^>]*>(.*?)</(?:record|item|row|message)>`)
	xmlTotal  = regexp.MustCompile(`(?is)<(?:total|totalrecord|count|totalcount)>\s*(\d+)\s*<`)
)

// maxNesting bounds the recursion into strings that hold JSON or HTML.
const maxNesting = 6

func readRecords(p *Page) (r records, ok bool) {
	ok = r.read(p, p.Text(), 0)
	r.links = unique(r.links)
	return r, ok
}

// read says whether the text was of a known form.
func (r *records) read(p *Page, text string, nesting int) bool {
	text = strings.TrimSpace(text)
	if text == "" || nesting > maxNesting {
		return false
	}
	if m := jsonp.FindStringSubmatch(text); m != nil {
		text = strings.TrimSpace(m[1])
	}
	var v any
	if d := json.NewDecoder(strings.NewReader(text)); strings.ContainsAny(text[:1], `{["`) && d.Decode(&v) == nil {
		r.value(p, v, nesting)
		return true
	}
	if !strings.Contains(text, "<") {
		return false
	}
	found := false
	for _, m := range xmlRecord.FindAllStringSubmatch(text, -1) {
		title, address := xmlTitle.FindStringSubmatch(m[2]), xmlURL.FindStringSubmatch(m[2])
		if title != nil && address != nil {
			found = true
			r.add(p, address[1], title[1], dateIn(m[2]))
		} else if strings.Contains(m[2], "<![CDATA[") {
			if l, is := recordLink(p, strings.NewReplacer("<![CDATA[", "", "]]>", "").Replace(m[2])); is {
				found = true
				r.links = append(r.links, l)
			}
		}
	}
	if m := xmlTotal.FindStringSubmatch(text); m != nil {
		r.total = max(r.total, atoi(m[1]))
	}
	if !found {
		r.html(p, text)
	}
	return true
}

func (r *records) html(p *Page, text string) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		return
	}
	r.links = append(r.links, linksIn(p, doc.Selection)...)
	r.pages = max(r.pages, pagesIn(text))
	if m := regexp.MustCompile(`(?i)\b(?:count|totalrecord|data-total)\s*=\s*["'](\d+)["']`).FindStringSubmatch(text); m != nil {
		r.total = max(r.total, atoi(m[1]))
	}
	if m := regexp.MustCompile(`(?i)\b(?:totalpage|pagecount|data-pages)\s*=\s*["'](\d+)["']`).FindStringSubmatch(text); m != nil {
		r.pages = max(r.pages, atoi(m[1]))
	}
}

// value looks for records in decoded JSON. Fields are read in a fixed order.
func (r *records) value(p *Page, v any, nesting int) {
	if nesting > maxNesting*2 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			r.value(p, item, nesting+1)
		}
	case string:
		if t := strings.TrimSpace(v); strings.HasPrefix(t, "<") || strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
			r.read(p, t, nesting+1)
		}
	case map[string]any:
		title, address := field(v, titleFields), field(v, urlFields)
		if title != "" && address != "" {
			r.add(p, address, title, dateIn(field(v, dateFields)))
		}
		r.total = max(r.total, number(v, totalFields))
		r.pages = max(r.pages, number(v, pagesFields))
		for _, key := range sortedKeys(v) {
			r.value(p, v[key], nesting+1)
		}
	}
}

func (r *records) add(p *Page, address, title, date string) {
	if u := p.resolve(address); u != "" {
		r.links = append(r.links, newLink(u, stripTags(title), date))
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

func stripTags(s string) string { return tag.ReplaceAllString(s, "") }

func field(v map[string]any, names []string) string {
	for _, name := range names {
		if s, ok := v[name].(string); ok && strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

func number(v map[string]any, names []string) int {
	for _, name := range names {
		switch n := v[name].(type) {
		case float64:
			if n > 0 && n < 1e7 {
				return int(n)
			}
		case string:
			if atoi(n) > 0 {
				return atoi(n)
			}
		}
	}
	return 0
}
