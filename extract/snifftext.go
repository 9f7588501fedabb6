package extract

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"gongkai"
)

var (
	page  = kind{says: "a web page", format: gongkai.FormatHTML}
	plain = kind{says: "a text", format: gongkai.FormatText}
)

// ofText tells the formats that are text apart.
func ofText(data []byte) kind {
	body := decoded(data)
	trimmed := strings.TrimLeftFunc(body, isBlank)
	if trimmed == "" {
		switch {
		case utf16Unmarked(data):
			return kind{says: "a text in UTF-16 without its byte order mark"}
		case startsPage.Match(bytes.TrimLeft(data[:min(len(data), junkBytes)], " \t\r\n\x00\ufeff")):
			return page // with bytes of no meaning in it: its reader says so
		}
		return kind{}
	}
	if strings.HasPrefix(trimmed, `{\rtf`) {
		return kind{says: "an RTF document", format: gongkai.FormatRTF}
	}
	whole := len(data) <= sniffBytes
	for _, look := range []func(string) kind{ofMail, ofMarkup, ofBase64, ofPercent} {
		if k := look(trimmed); k.known() {
			return k
		}
	}
	switch {
	case isJSON(trimmed, whole):
		return kind{says: "a JSON answer of a server"}
	case script.MatchString(trimmed):
		return kind{says: "a JavaScript answer of a server"}
	case strings.Contains(trimmed[:min(len(trimmed), junkBytes)], "%PDF-"), bytes.Contains(data[:min(len(data), junkBytes)], []byte("PK\x03\x04")):
		return kind{} // left to behindJunk
	case isCSV(body, whole):
		return kind{says: "a table of separated values (CSV)", format: gongkai.FormatCSV}
	}
	return plain
}

func isBlank(r rune) bool {
	return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' || r == 0
}

// utf16Unmarked: every second byte of ASCII in UTF-16 is NUL.
func utf16Unmarked(data []byte) bool {
	head := data[:min(len(data), 512)&^1]
	var nul [2]int
	for i, b := range head {
		if b == 0 {
			nul[i&1]++
		}
	}
	return len(head) >= 16 && min(nul[0], nul[1]) == 0 && max(nul[0], nul[1])*8 >= len(head)
}

// Mail and MHTML.

var (
	headerLine = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:[ \t]?`)
	mimeHeader = regexp.MustCompile(`(?i)^(?:mime-version|content-type|content-transfer-encoding|snapshot-content-location|message-id|received|return-path|x-mailer|x-mimeole|content-location|content-class)$`)
)

// ofMail reads the block of header lines that mail and MHTML begin with, in
// whatever order, and the status line of HTTP before them.
func ofMail(body string) kind {
	headers, http := map[string]string{}, false
	name := ""
	for number, line := range strings.Split(body[:min(len(body), 16<<10)], "\n") {
		line = strings.TrimSuffix(line, "\r")
		switch {
		case number == 0 && strings.HasPrefix(line, "HTTP/"):
			http = true
			continue
		case number == 0 && strings.HasPrefix(line, "From "):
			continue // of an mbox
		case name != "" && line != "" && (line[0] == ' ' || line[0] == '\t'):
			headers[name] += line
			continue
		}
		colon := headerLine.FindString(line)
		if colon == "" {
			break
		}
		name = strings.ToLower(strings.TrimRight(colon, ": \t"))
		headers[name] = line[len(colon):]
	}
	mime := 0
	for name := range headers {
		if mimeHeader.MatchString(name) {
			mime++
		}
	}
	kindOf := strings.ToLower(headers["content-type"])
	switch {
	case http || mime == 0:
	case strings.Contains(kindOf, "multipart/related"), headers["snapshot-content-location"] != "",
		strings.Contains(kindOf, "multipart/alternative") && headers["from"] == "", strings.Contains(kindOf, "text/html") && headers["mime-version"] != "" && headers["to"] == "":
		return kind{says: "a web page in one file (MHTML)", format: gongkai.FormatMHTML}
	case headers["mime-version"] != "" || headers["message-id"] != "" || headers["received"] != "":
		return kind{says: "an e-mail message"}
	}
	return kind{}
}

// HTML and XML.

var (
	// startsPage: what only a web page begins with.
	startsPage = regexp.MustCompile(`(?i)^<(?:!doctype\s+html|html|head|body|meta|title)[\s>/]`)
	// startsMarkup: tags with which pages and fragments of pages begin.
	startsMarkup = regexp.MustCompile(`(?i)^<(?:!doctype|html|head|meta|title|body|table|tbody|tr|td|div|span|p|script|style|link|base|center|font|h[1-6]|section|article|main|header|nav|ul|ol|li|br|hr|a|b|strong|em|img|form|iframe|frameset|noscript|input|o:p|st1:\w+)[\s>/]`)
	// pageTag: what no text, no Markdown either, has anywhere.
	pageTag = regexp.MustCompile(`(?i)<(?:html|head|body|!doctype\s+html)[\s>]`)
	// proseTag: tags around prose, which Markdown has no need of.
	proseTag = regexp.MustCompile(`(?i)<(?:p|span|font|script|style|h[1-6]|ul|ol|section|article|center|a|strong)(?:\s[^<>]*)?>`)
	// anyTag: tags of a fragment.
	anyTag = regexp.MustCompile(`(?i)<(?:/?(?:table|tr|td|div|p|span|font|h[1-6]|section|center)|br\s*/?)(?:\s[^<>]*)?>`)
	// tables of HTML, the last one perhaps cut off.
	tables = regexp.MustCompile(`(?is)<table[\s>].*?(?:</table\s*>|\z)`)
	// pipeTable: the line below the head of a table of Markdown.
	pipeTable = regexp.MustCompile(`(?m)^[ ]{0,3}\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*\r?$`)
	// markdown: a heading or the line below the head of a table.
	markdown = regexp.MustCompile(`(?m)^[ ]{0,3}(?:#{1,6}[ \t]+\S|\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*$|!\[[^\]]*\]\()`)
	// prologue: what may stand before the first element.
	prologue = regexp.MustCompile(`(?s)^(?:<!--.*?-->|<\?[^>]*>|<!\[CDATA\[|<!(?:ENTITY|ELEMENT|\[if)[^>]*>)`)
	rootName = regexp.MustCompile(`^<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)`)
)

// roots are the root elements of XML formats, local name and what must stand
// near.
var roots = []struct {
	local, near string
	kind        kind
}{
	{"workbook", "", kind{says: "an Excel 2003 XML workbook (SpreadsheetML)"}},
	{"worddocument", "", kind{says: "a Word 2003 XML document (WordprocessingML)"}},
	{"package", "schemas.microsoft.com/office/2006/xmlPackage", kind{says: "a Word document as one XML file (Flat OPC)"}},
	{"document", "urn:oasis:names:tc:opendocument", kind{says: "an OpenDocument file as one XML file (flat ODT)", format: gongkai.FormatODT}},
	{"document", "schemas.openxmlformats.org/wordprocessingml", kind{says: "the main part of a Word document, without its package"}},
	{"uof", "", kind{says: "a UOF document (标文通)"}},
	{"svg", "", kind{says: "an SVG drawing"}},
	{"rss", "", kind{says: "a news feed"}},
	{"feed", "", kind{says: "a news feed"}},
	{"urlset", "", kind{says: "a site map"}},
	{"sitemapindex", "", kind{says: "a site map"}},
}

func ofMarkup(body string) kind {
	rest, xml := body, false
	for {
		m := prologue.FindString(rest)
		if m == "" {
			break
		}
		xml = xml || strings.HasPrefix(strings.ToLower(m), "<?xml ") || strings.HasPrefix(m, "<?mso-application")
		rest = strings.TrimLeftFunc(rest[len(m):], isBlank)
	}
	if startsPage.MatchString(rest) {
		return page
	}
	if name := rootName.FindStringSubmatch(rest); name != nil {
		head := rest[:min(len(rest), 8<<10)]
		for _, r := range roots {
			if strings.EqualFold(name[2], r.local) && (xml || name[1] != "" || strings.Contains(head, "xmlns")) && strings.Contains(head, r.near) {
				return r.kind
			}
		}
		if xml && !startsMarkup.MatchString(rest) && !pageTag.MatchString(rest) {
			return kind{says: "an XML document"}
		}
	}
	switch {
	case pageTag.MatchString(rest):
		return page
	case isMarkdown(rest):
		return kind{} // a text
	case startsMarkup.MatchString(rest), strings.HasPrefix(body, "<!--"), anyTag.MatchString(rest):
		return page
	}
	return kind{}
}

// isMarkdown tells a text with tables in HTML, as OCR programs write it, from
// a fragment of a page: lines outside its tables are text.
func isMarkdown(body string) bool {
	outside := tables.ReplaceAllString(body, "\n")
	if pipeTable.MatchString(outside) {
		return true // also where a converter left tags that Markdown has no marks for
	}
	if proseTag.MatchString(outside) {
		return false
	}
	if markdown.MatchString(outside) {
		return true
	}
	lines := 0
	for line := range strings.Lines(outside) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "<") {
			lines++
			if strings.Contains(line, "<") && anyTag.MatchString(line) && !strings.HasPrefix(line, "|") {
				return false
			}
		}
	}
	return lines > 0
}

// Texts that a program wrote for a program.

// script: how JavaScript begins, a callback of JSONP too.
var script = regexp.MustCompile(`^(?:\s|/\*(?s:.*?)\*/|//[^\n]*\n)*(?:(?:var|let|const)\s+[\w$]+\s*=|function\s*[\w$]*\s*\(|[!;+(]*\(?function\s*\(|["']use strict["']|(?:window|document|location|self|top|parent)\s*\.\s*\w+|[A-Za-z_$][\w$.]*\s*\(\s*["'{\[]|try\s*\{)`)

func isJSON(body string, whole bool) bool {
	if body[0] != '{' && body[0] != '[' {
		return false
	}
	d := json.NewDecoder(strings.NewReader(body))
	tokens, depth := 0, 0
	for {
		t, err := d.Token()
		if err != nil {
			// The head of a longer answer ends anywhere, a broken one at its end.
			return tokens > 1 && (errors.Is(err, io.EOF) && depth == 0 || !whole && errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF))
		}
		tokens++
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			if depth--; depth == 0 {
				// One value is the whole of it.
				rest := body[d.InputOffset():]
				return strings.TrimSpace(strings.TrimRight(rest, ";\x00")) == ""
			}
		}
	}
}

var base64Text = regexp.MustCompile(`^(?:data:[\w/+.-]+;base64,)?((?:[A-Za-z0-9+/_-]|\s)+={0,2})\s*$`)

// ofBase64 names what stands in base64: only if that is something known and no
// text, for words are base64 too.
func ofBase64(body string) kind {
	head := body[:min(len(body), 4<<10)]
	m := base64Text.FindStringSubmatch(head)
	if m == nil {
		return kind{}
	}
	packed := strings.NewReplacer("-", "+", "_", "/").Replace(strings.Join(strings.Fields(m[1]), ""))
	packed = strings.TrimRight(packed, "=")
	if len(packed) < 64 {
		return kind{}
	}
	data, err := base64.RawStdEncoding.DecodeString(packed[:len(packed)&^3])
	if err != nil {
		return kind{}
	}
	inner := kind{}
	for _, look := range []func([]byte) kind{ofSignature, ofZip, ofCompound} {
		if !inner.known() {
			inner = look(data)
		}
	}
	if s := decoded(data); !inner.known() && s != "" {
		if inner = ofMarkup(strings.TrimLeftFunc(s, isBlank)); !inner.known() && chinese(s) {
			inner = plain
		}
	}
	if !inner.known() {
		return kind{}
	}
	return kind{says: "base64 text that holds " + inner.says}
}

var percentText = regexp.MustCompile(`^(?:[\w.~!*'()+&=:;/?@,$-]|%[0-9A-Fa-f]{2}|\s)+$`)

// ofPercent names percent-encoded text.
func ofPercent(body string) kind {
	head := strings.TrimSpace(body[:min(len(body), 4<<10)])
	if i := strings.LastIndexByte(head, '%'); i >= 0 && i > len(head)-3 {
		head = head[:i]
	}
	if !percentText.MatchString(head) || strings.Count(head, "%")*3 < len(head)/4 || strings.Count(head, "%") < 8 {
		return kind{}
	}
	if _, err := url.QueryUnescape(head); err != nil {
		return kind{}
	}
	return kind{says: "percent-encoded text"}
}

// chinese reports whether a text has Chinese characters.
func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
