package farm

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

func serveTRS(s *Site, w http.ResponseWriter, r *http.Request) bool {
	n, ok := fileNumber(r.URL.Path, "/zwgk/zfxxgknb/", "index", "html")
	if !ok {
		return false
	}
	zeroBased := s.number%4 != 3
	switch {
	case n == 0:
		n = 1
	case zeroBased:
		n++
	case n == 1:
		return false // numbered from 1, and page 1 is index.html
	}
	items, pages, ok := s.slice(n)
	if !ok {
		return false
	}
	page(w, s.shell(s.rows(items), fmt.Sprintf(`<script>createPageHTML(%d, %d, "index", "html");</script>`, pages, n-1)))
	return true
}

// fileNumber reads folder + stem[_n].ext; 0 for no number, and for the folder.
func fileNumber(path, folder, stem, ext string) (n int, ok bool) {
	rest, ok := strings.CutPrefix(path, folder)
	if !ok {
		return 0, false
	}
	if rest == "" || rest == stem+"."+ext {
		return 0, true
	}
	rest, ok = strings.CutSuffix(rest, "."+ext)
	number, found := strings.CutPrefix(rest, stem+"_")
	n, err := strconv.Atoi(number)
	return n, ok && found && err == nil
}

func servePagediv(s *Site, w http.ResponseWriter, r *http.Request) bool {
	n, ok := fileNumber(r.URL.Path, "/xxgk/zfxxgknb/", "list", "shtml")
	if !ok {
		return false
	}
	items, pages, ok := s.slice(max(n, 1))
	if !ok {
		return false
	}
	page(w, s.shell(s.rows(items), fmt.Sprintf(`<div id="page_div"></div><script>createPageHTML('page_div',%d, %d,'list','shtml',%d);</script>`, pages, max(n, 1), len(s.items))))
	return true
}

// records are those from the first to the last, counted from 1: an article
// that stands in two columns is two of them.
// count is the number of records, copies of articles included.
func (s *Site) count() int {
	n := len(s.items)
	for _, it := range s.items {
		n += len(it.others)
	}
	return n
}

func serveBoda(s *Site, w http.ResponseWriter, r *http.Request) bool {
	_, pages, _ := s.slice(1)
	if s.number%2 == 1 { // dynamic
		n := max(atoi(r.URL.Query().Get("PAGENUM")), 1)
		if r.URL.Path != "/zfxxgk/zfxxgknb.htm" && r.URL.Path != "/list.jsp" {
			return false
		}
		items, _, ok := s.slice(n)
		if !ok {
			return false
		}
		page(w, s.shell(s.rows(items), fmt.Sprintf(`<a href="/list.jsp?totalpage=%d&PAGENUM=%d&urltype=tree.TreeTempUrl&wbtreeid=1042">下页</a>`, pages, n+1)))
		return true
	}
	n := 1
	if rest, ok := strings.CutPrefix(r.URL.Path, "/zfxxgk/zfxxgknb/"); ok {
		n = pages - atoi(strings.TrimSuffix(rest, ".htm")) + 1
		if n < 2 {
			return false
		}
	} else if r.URL.Path != "/zfxxgk/zfxxgknb.htm" {
		return false
	}
	items, _, ok := s.slice(n)
	if !ok {
		return false
	}
	prefix := "zfxxgknb/"
	if n > 1 {
		prefix = ""
	}
	pager := ""
	for number := pages - 1; number >= 1; number-- {
		pager += fmt.Sprintf(`<a href="%s%d.htm">%d</a> `, prefix, number, pages-number+1)
	}
	page(w, s.shell(s.rows(items), pager))
	return true
}

// epointQuestion is what was posted, if it was posted as this site has it: a
// form's params, JSON, or JSON below params.
// serveAnhui lists by the year of publication, each year in pages.
func serveAnhui(s *Site, w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path != "/public/column/6596481" {
		return false
	}
	years, frame := map[string][]*item{}, r.URL.Query().Get("timeFrame")
	order := []string{}
	for _, it := range s.items {
		y := strconv.Itoa(it.date.Year())
		if years[y] == nil {
			order = append(order, y)
		}
		years[y] = append(years[y], it)
	}
	if frame == "" {
		frame = order[0]
	}
	n, per := max(atoi(r.URL.Query().Get("pageIndex")), 1), 2
	items := years[frame]
	first, last := min((n-1)*per, len(items)), min(n*per, len(items))
	pager := ""
	for _, y := range order {
		pager += fmt.Sprintf(`<a href="/public/column/6596481?type=3&amp;action=list&amp;timeFrame=%s">%s年</a> `, y, y)
	}
	if last < len(items) {
		pager += fmt.Sprintf(`<a href="/public/column/6596481?type=3&amp;action=list&amp;timeFrame=%s&amp;pageIndex=%d">下一页</a>`, url.QueryEscape(frame), n+1)
	}
	page(w, s.shell(s.rows(items[first:last]), pager))
	return true
}

func columnGeneric(s *Site) string {
	if s.number%4 == 3 {
		return "/zwgk/ndbg/nb.html" // a shell around a frame
	}
	return "/zwgk/ndbg/index.html"
}

// serveGeneric has a pager of links, rel=next, or of scripts; asked for a page
// that there is not, its sites with traps show news.
func serveGeneric(s *Site, w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/zwgk/ndbg/nb.html" && s.number%4 == 3 {
		page(w, `<html><head><title>政府信息公开年报</title></head><body><iframe src="index.html" width="100%"></iframe></body></html>`)
		return true
	}
	n, ok := fileNumber(r.URL.Path, "/zwgk/ndbg/", "index", "html")
	if !ok {
		return false
	}
	items, pages, ok := s.slice(max(n, 1))
	if !ok || n == 1 {
		if s.farm.config.Traps {
			page(w, s.shell(fmt.Sprintf(`<li><a href="/xwzx/202401/t20240103_%d.html">今日要闻第%d条</a></li>`, n, n), fmt.Sprintf(`<a href="index_%d.html">下一页</a>`, n+1)))
			return true
		}
		return false
	}
	n = max(n, 1)
	pager := ""
	switch {
	case n == pages:
	case s.number%4 == 1:
		pager = fmt.Sprintf(`<a rel="next" href="index_%d.html">&gt;</a>`, n+1)
	case s.number%4 == 2:
		pager = `<a href="javascript:void(0)" onclick="turn()">下一页</a>`
	default:
		pager = fmt.Sprintf(`<a href="index_%d.html">%d</a> <a href="index_%d.html">下一页</a>`, n+1, n+1, n+1)
	}
	if s.farm.config.Traps && n == pages {
		pager = fmt.Sprintf(`<a href="index_%d.html">下一页</a>`, n+1)
	}
	page(w, s.shell(s.rows(items), pager))
	return true
}
