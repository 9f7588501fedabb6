package farm

import (
	"fmt"
	"html"
	"net/http"
	"path"
	"strings"
)

// serve answers a request to the site; false if there is nothing.
func (s *Site) serve(w http.ResponseWriter, r *http.Request) bool {
	r.URL.Path, _, _ = strings.Cut(r.URL.Path, ";") // session ids in the path
	switch {
	case r.URL.Path == "/" || r.URL.Path == "/index.html":
		page(w, s.home())
		return true
	case r.URL.Path == "/zfxxgk/index.html":
		page(w, s.portal())
		return true
	case s.farm.config.Traps && strings.HasPrefix(r.URL.Path, "/calendar"):
		page(w, s.calendar(r))
		return true
	}
	if s.player.serve(s, w, r) {
		return true
	}
	for _, it := range s.items {
		if it.path == r.URL.RequestURI() || it.path == r.URL.Path || contains(it.others, r.URL.Path) {
			if it.direct {
				s.file(w, it)
				return true
			}
			s.article(w, it)
			return true
		}
		if contains(it.files, r.URL.Path) {
			s.file(w, it)
			return true
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func page(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, body)
}

func (s *Site) home() string {
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>` + s.Agency + `门户网站</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/xwzx/">新闻中心</a> <a href="/zfxxgk/index.html">政府信息公开</a> <a href="/hdjl/">互动交流</a></div>
<ul><li><a href="/xwzx/202401/t20240103_1.html">` + s.Agency + `召开年度工作会议</a></li></ul></body></html>`
}

// portal is the page between the home page and the column.
func (s *Site) portal() string {
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开</title></head><body><ul class="menu">
<li><a href="/zfxxgk/zn/">政府信息公开指南</a></li><li><a href="/zfxxgk/zd/">政府信息公开制度</a></li>
<li><a href="/zfxxgk/wznb/">政府网站工作年度报表</a></li>
<li><a href="` + html.EscapeString(strings.TrimPrefix(s.Column, "http://"+s.Host)) + `">政府信息公开年报</a></li></ul></body></html>`
}

// calendar is a trap: every month leads to the months beside it.
func (s *Site) calendar(r *http.Request) string {
	month := r.URL.Query().Get("month")
	return fmt.Sprintf(`<html><body><a rel="prev" href="/calendar?month=%[1]s0">上月</a> <a rel="next" href="/calendar?month=%[1]s1">下月</a></body></html>`, html.EscapeString(month))
}

// article is the page of an item: the report itself, or a page around its file.
func (s *Site) article(w http.ResponseWriter, it *item) {
	if it.year != 0 && !it.isFile() {
		if it.writer == "html-gb18030" {
			w.Header().Set("Content-Type", "text/html")
		} else {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		w.Write(s.document(it))
		return
	}
	body := "<p>全文见附件。</p>"
	if it.year == 0 {
		body = "<p>各单位：现将有关事项公布如下，请遵照执行。</p>"
	}
	for i, f := range it.files {
		switch {
		case path.Ext(f) == ".pdf" && i == 0 && s.number%2 == 0:
			body += `<iframe src="/pdfjs/web/viewer.html?file=` + f + `" width="100%"></iframe>`
		default:
			body += `<p>附件：<a href="` + f + `">` + html.EscapeString(it.title) + path.Ext(f) + `</a></p>`
		}
	}
	page(w, `<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="ArticleTitle" content="`+html.EscapeString(it.title)+`"><title>`+html.EscapeString(it.title)+
		`</title></head><body><div class="crumbs">首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div><h1>`+html.EscapeString(it.title)+`</h1><div id="zoom">`+body+`</div></body></html>`)
}

func (s *Site) file(w http.ResponseWriter, it *item) {
	types := map[string]string{"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}
	w.Header().Set("Content-Type", types[extension(it.writer)])
	w.Write(s.document(it))
}

// column of a list page, from 1; ok is false beyond the last page.
func (s *Site) slice(n int) (items []*item, pages int, ok bool) {
	per := s.farm.config.PerPage
	pages = (len(s.items) + per - 1) / per
	if n < 1 || n > pages {
		return nil, pages, false
	}
	return s.items[(n-1)*per : min(n*per, len(s.items))], pages, true
}

// between are items from the first to the last, counted from 1, inclusive.
func (s *Site) between(first, last int) []*item {
	first, last = max(first, 1), min(last, len(s.items))
	if first > last {
		return nil
	}
	return s.items[first-1 : last]
}

// row is an item as a list prints it. Styles differ: quotes, order, titles cut
// off, dates in span, b or i.
func (s *Site) row(it *item, href string) string {
	title, date := html.EscapeString(it.title), it.date.Format("2006-01-02")
	cut := title
	if r := []rune(it.title); len(r) > 18 {
		cut = string(r[:18]) + "…"
	}
	if s.farm.config.Traps && s.number%2 == 1 {
		if strings.Contains(href, "?") {
			href += fmt.Sprintf("&PHPSESSID=%x", it.id*7919)
		} else {
			href += fmt.Sprintf(";jsessionid=%X", it.id*7919)
		}
	}
	switch it.id % 4 {
	case 0:
		return fmt.Sprintf(`<li><a href="%s" title="%s" target="_blank">%s</a><span>%s</span></li>`, href, title, cut, date)
	case 1:
		return fmt.Sprintf(`<li><b>%s</b><a target='_blank' title='%s' href='%s'>%s</a></li>`, date, title, href, cut)
	case 2:
		return fmt.Sprintf(`<li><a href="%s">%s</a><i>[%s]</i></li>`, href, title, date)
	default:
		return fmt.Sprintf(`<li><a href='%s'>%s<span>%s</span></a></li>`, href, title, date)
	}
}

func (s *Site) rows(items []*item) string {
	var b strings.Builder
	for i, it := range items {
		b.WriteString(s.row(it, it.path) + "\n")
		if len(it.others) > 0 && s.farm.config.Traps && i == 0 {
			b.WriteString(s.row(it, it.others[0]) + "\n")
		}
	}
	return b.String()
}

// shell is a list page: the site's menu around a list and its pager.
func (s *Site) shell(list, pager string) string {
	trap := ""
	if s.farm.config.Traps {
		trap = `<div class="cal"><a href="/calendar?month=202401">上月</a> <a href="/calendar?month=202403">下月</a></div>`
	}
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开年报_` + s.Agency + `</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/xwzx/">新闻中心</a></div>` + trap + `
<div class="position">当前位置：首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div><ul class="list">
` + list + `</ul><div class="pager">` + pager + `</div></body></html>`
}

// attach gives an item its file beside its page.
func (s *Site) attach(it *item, folder string) {
	if it.year != 0 && it.isFile() {
		it.files = []string{fmt.Sprintf("%sP0%d.%s", folder, it.id, extension(it.writer))}
	}
}

// link makes the list link the file itself.
func (s *Site) linkFile(it *item) bool {
	if it.year != 0 && it.isFile() && s.number%3 == 1 {
		it.direct, it.path = true, it.files[0]
		return true
	}
	return false
}
