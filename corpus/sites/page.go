package sites

import (
	"bytes"
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Kind says what an address is taken for. The zero value is "cannot say".
type Kind string

const (
	List       Kind = "list"
	Article    Kind = "article"
	Attachment Kind = "attachment"
	Image      Kind = "image"
	Frame      Kind = "frame"
	Mobile     Kind = "mobile" // a copy of an article for small screens
)

// Link is an address found in a page, with what the page says of it.
type Link struct {
	// URL is absolute and canonical.
	URL string
	// Text is the title attribute or the text, whichever says more.
	Text string
	// Date is YYYY-MM-DD as printed beside the link; empty when there is none.
	Date string
	Kind Kind
	// Year is the one reported on, by the text; 0 when the text names none. An
	// address never names it, but for the fbtime of Hanweb's annual reports.
	Year int
	// Score is above 0 for what looks like an annual report, at least [Strong]
	// for what can hardly be anything else, below 0 for what is something else.
	Score   int
	Reasons []string
}

// Page is an answer to a request: what an adapter reads.
type Page struct {
	// URL is where the answer came from, after redirects.
	URL    string
	Status int
	// ContentType is the header, which may lie.
	ContentType string
	Body        []byte
	// Request is what was asked; the zero value for a page that nobody asked for.
	Request Request

	once sync.Once
	text string
	doc  *goquery.Document
	base *url.URL

	seeOnce sync.Once
	seen    string
	notice  bool
}

// Text is the body in UTF-8. The bytes decide: a byte order mark, else UTF-8 if
// they are valid UTF-8, else what is declared, else GB18030.
func (p *Page) Text() string {
	p.once.Do(p.parse)
	return p.text
}

// Doc is the body as HTML; never nil, whatever the body is.
func (p *Page) Doc() *goquery.Document {
	p.once.Do(p.parse)
	return p.doc
}

func (p *Page) parse() {
	p.text = decode(p.Body, p.ContentType)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.text))
	if err != nil { // too deeply nested: a page without elements
		doc, _ = goquery.NewDocumentFromReader(strings.NewReader(""))
	}
	p.doc = doc
	p.base, err = url.Parse(p.URL)
	if err != nil {
		p.base = &url.URL{}
	}
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if u, err := p.base.Parse(strings.TrimSpace(href)); err == nil {
			p.base = u
		}
	}
}

// resolve makes an address of the page absolute and canonical; "" for what is
// none (javascript:, mailto:, #top).
func (p *Page) resolve(href string) string {
	p.once.Do(p.parse)
	href = strings.TrimSpace(strings.Map(dropControl, href))
	if href == "" || strings.HasPrefix(href, "#") {
		return ""
	}
	u, err := p.base.Parse(strings.ReplaceAll(href, `\`, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return Canonical(u.String())
}

func dropControl(r rune) rune {
	if r < ' ' || r == 0x7F || r == utf8.RuneError {
		return -1
	}
	return r
}

func decode(body []byte, contentType string) string {
	if text, ok := bytes.CutPrefix(body, []byte("\xEF\xBB\xBF")); ok {
		return strings.ToValidUTF8(string(text), "\uFFFD")
	}
	if utf8.Valid(body) {
		return string(body)
	}
	if enc, name, _ := charset.DetermineEncoding(body, contentType); name == "big5" || strings.HasPrefix(name, "utf-16") {
		if text, err := enc.NewDecoder().Bytes(body); err == nil {
			return strings.ToValidUTF8(string(text), "\uFFFD")
		}
	}
	if damage, foreign := damaged(body); damage < foreign/4 {
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(body)
	if err != nil {
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	return strings.ToValidUTF8(string(text), "\uFFFD")
}

// damaged counts the bytes that are not UTF-8, and all that are not ASCII. A
// page cut in the middle of a character has one or two of the former, a page in
// GB18030 two thirds of the latter.
func damaged(body []byte) (damage, foreign int) {
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		switch {
		case r == utf8.RuneError && size == 1:
			damage++
			foreign++
		case size > 1:
			foreign += size
		}
		body = body[size:]
	}
	return damage, foreign
}

// Request is what to ask next.
type Request struct {
	// URL is absolute and canonical.
	URL string
	// Form is posted if it is not nil, JSON (as application/json) if it is not
	// empty; only families whose sites list by POST set one of them. Everything
	// else is a GET.
	Form url.Values
	JSON string
	// Referer is sent when not empty: some endpoints answer 404 without it.
	Referer string
	// Accept is a media type; empty for a web page.
	Accept string
	Kind   Kind
	// Family reads the answer; empty lets the evidence in the page choose.
	// Answers in JSON or of a proxy carry none.
	Family string
	// Page is the number of the list page, from 1; 0 for what is not one.
	Page int
	// Template says how the address was made, for the log: "{stem}_{n-1}".
	Template string
	// Column is the address of the list that this belongs to.
	Column string
	// Carry is what the adapter wants to know again when it reads the answer.
	Carry map[string]string
	// Else are other ways to the same thing, in order of hope: tried if this
	// one fails or yields nothing new.
	Else []Request
	// Depth counts frames, sub-columns and pages of an article away from the start.
	Depth int
	// Reasons say why this is asked.
	Reasons []string
	// Link is what led here, for articles and attachments.
	Link Link
}

// Method is GET or POST.
func (r Request) Method() string {
	if r.Form != nil || r.JSON != "" {
		return "POST"
	}
	return "GET"
}

// Key identifies the request: two with one key ask the same.
func (r Request) Key() string {
	if r.Method() == "POST" {
		return Key(r.URL) + " " + r.Form.Encode() + r.JSON
	}
	return Key(r.URL)
}
