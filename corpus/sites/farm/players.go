package farm

import (
	"crypto/md5"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// player plays a family: where its column is, where an item's page is, and what
// its lists look like. serve answers for lists; false leaves it to the site.
type player struct {
	name   string
	column func(*Site) string
	place  func(*Site, *item)
	serve  func(*Site, http.ResponseWriter, *http.Request) bool
}

var players = []player{
	{"jpage", func(*Site) string { return "/col/col1234/index.html" }, placeHanweb, serveJpage},
	{"xxgk", columnXxgk, placeXxgk, serveXxgk},
	{"jpaas", func(*Site) string { return "/zfxxgk/zfxxgknb/index.html" }, placeHash("/art/%d/art_%s.html"), serveJpaas},
	{"pagediv", func(*Site) string { return "/xxgk/zfxxgknb/list.shtml" }, placeHash("/xxgk/zfxxgknb/%d/%s.shtml"), servePagediv},
	{"trs", func(*Site) string { return "/zwgk/zfxxgknb/index.html" }, placeTRS("/zwgk/zfxxgknb/"), serveTRS},
	{"gkmlpt", func(*Site) string { return "/gkmlpt/index" }, placeGkmlpt, serveGkmlpt},
	{"epoint", func(*Site) string { return "/zwgk/001002/001002003/list.html" }, placeEpoint, serveEpoint},
	{"ucap", func(*Site) string { return "/site/c100226/xxgk_list.shtml" }, placeHash("/site/c100226/%d/%s.shtml"), serveUcap},
	{"boda", func(*Site) string { return "/zfxxgk/zfxxgknb.htm" }, placeBoda, serveBoda},
	{"webplus", func(*Site) string { return "/nb/list.htm" }, placeWebplus, serveWebplus},
	{"anhui", func(*Site) string { return "/public/column/6596481?type=3&action=list" }, placeAnhui, serveAnhui},
	{"generic", columnGeneric, placeTRS("/zwgk/ndbg/"), serveGeneric},
}

func placeHanweb(s *Site, it *item) {
	it.path = fmt.Sprintf("/art/%d/art_1234_%d.html", it.date.Year(), it.id)
	s.attach(it, "/attach/0/")
	if s.linkFile(it) {
		return
	}
	if it.year%3 == 0 && it.year != 0 && s.farm.config.Traps {
		it.others = []string{fmt.Sprintf("/art/%d/art_99_%d.html", it.date.Year(), it.id)}
	}
}

func placeHash(pattern string) func(*Site, *item) {
	return func(s *Site, it *item) {
		hash := fmt.Sprintf("%x", md5.Sum([]byte(s.Host+strconv.Itoa(it.id))))
		it.path = fmt.Sprintf(pattern, it.date.Year(), hash)
		s.attach(it, "/files/"+hash[:6]+"/")
		s.linkFile(it)
	}
}

func placeTRS(folder string) func(*Site, *item) {
	return func(s *Site, it *item) {
		month := folder + it.date.Format("200601") + "/"
		name := fmt.Sprintf("t%s_%d", it.date.Format("20060102"), it.id)
		it.path = month + name + ".html"
		s.attach(it, month)
		if s.linkFile(it) {
			return
		}
		if s.farm.config.Traps && it.year != 0 {
			it.others = []string{month + name + "_wap.html"}
		}
	}
}

func placeGkmlpt(s *Site, it *item) {
	it.path = fmt.Sprintf("/gkmlpt/content/1/%d/post_%d.html", it.id/1000, it.id)
	s.attach(it, "/attachment/0/")
	if s.farm.config.Traps && it.year != 0 {
		it.others = []string{fmt.Sprintf("/gkmlpt/content/1/%d/mpost_%d.html", it.id/1000, it.id)}
	}
}

func placeEpoint(s *Site, it *item) {
	h := fmt.Sprintf("%x", md5.Sum([]byte(s.Host+strconv.Itoa(it.id))))
	it.path = fmt.Sprintf("/zwgk/001002/001002003/%s/%s-%s-%s-%s-%s.html", it.date.Format("20060102"), h[:8], h[8:12], h[12:16], h[16:20], h[20:])
	s.attach(it, "/uploadfile/")
	s.linkFile(it)
}

func placeBoda(s *Site, it *item) {
	it.path = fmt.Sprintf("/info/1042/%d.htm", it.id)
	s.attach(it, "/__local/")
	s.linkFile(it)
}

func placeWebplus(s *Site, it *item) {
	it.path = fmt.Sprintf("/%d/%s/c12a%d/page.htm", it.date.Year(), it.date.Format("0102"), it.id)
	s.attach(it, "/_upload/article/files/")
	s.linkFile(it)
}

func placeAnhui(s *Site, it *item) {
	it.path = fmt.Sprintf("/public/6596481/%d.html", it.id)
	if it.year != 0 && s.number%2 == 1 {
		it.path = fmt.Sprintf("/XxgkAnnualReport/show/%d.html", it.id)
	}
	if it.year != 0 && it.isFile() {
		it.files = []string{fmt.Sprintf("/download/%d.html", it.id)}
	}
}

// The page of a unit's year is the report; there are no other articles.
const unitArea = "11340000MB0X12345Y"

func columnXxgk(s *Site) string {
	if s.number%3 == 2 {
		return "/col/col77/index.html"
	}
	return fmt.Sprintf("/module/xxgk/xxgkAnnualReport.jsp?area=%s&fbtime=%d", unitArea, s.farm.config.LastYear)
}

func placeXxgk(s *Site, it *item) {
	if s.number%3 == 2 {
		it.path = fmt.Sprintf("/art/%d/art_77_%d.html", it.date.Year(), it.id)
		s.attach(it, "/attach/0/")
		return
	}
	if it.year == 0 {
		it.path = fmt.Sprintf("/art/%d/art_5_%d.html", it.date.Year(), it.id)
		return
	}
	it.path = fmt.Sprintf("/module/xxgk/xxgkAnnualReport.jsp?area=%s&fbtime=%d", unitArea, it.year)
	if it.isFile() {
		it.writer = "html-portal"
	}
}

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
func records(s *Site, first, last int, trailer bool) string {
	var b strings.Builder
	n := 0
	for _, it := range s.items {
		for _, path := range append([]string{it.path}, it.others...) {
			if n++; first <= n && n <= last {
				b.WriteString("<record><![CDATA[\n" + s.row(it, path) + "\n]]></record>\n")
			}
		}
	}
	if trailer {
		b.WriteString("<record><![CDATA[<div class='clear'></div>]]></record>\n")
	}
	return b.String()
}

func serveJpage(s *Site, w http.ResponseWriter, r *http.Request) bool {
	c := s.farm.config
	switch r.URL.Path {
	case "/col/col1234/index.html":
		group := ""
		if s.number%3 == 1 {
			group = `<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=2&webid=1&columnid=enc0de%2Bd%3D%3D&unitid=77"></a>]]></nextgroup>`
		}
		pager := fmt.Sprintf(`<div id="77"><script type="text/xml"><datastore>%s<recordset>%s</recordset></datastore></script></div>
<script>$('#77').jpage({dataStore: '#77', totalRecord: %d, perPage: %d, proxyUrl: '/module/web/jpage/dataproxy.jsp', columnid: '1234', unitid: '77', webid: '1'});</script>`,
			group, records(s, 1, c.PerPage, s.number%2 == 0), s.count(), c.PerPage)
		page(w, s.shell("", pager))
		return true
	case "/module/web/jpage/dataproxy.jsp":
		if r.Header.Get("Referer") == "" {
			return false
		}
		r.ParseForm()
		first, last := atoi(r.Form.Get("startrecord")), atoi(r.Form.Get("endrecord"))
		switch {
		case s.number%3 == 2 && r.Method != http.MethodPost:
			return false
		case s.number%3 == 1: // startrecord is ignored
			n := max(atoi(r.Form.Get("page")), 1)
			first, last = (n-1)*c.PerPage+1, n*c.PerPage
		case first == 0:
			first, last = 1, c.PerPage
		}
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, "<datastore><totalrecord>%d</totalrecord><recordset>%s</recordset></datastore>", s.count(), records(s, first, last, false))
		return true
	}
	return false
}

// count is the number of records, copies of articles included.
func (s *Site) count() int {
	n := len(s.items)
	for _, it := range s.items {
		n += len(it.others)
	}
	return n
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func serveXxgk(s *Site, w http.ResponseWriter, r *http.Request) bool {
	c := s.farm.config
	switch r.URL.Path {
	case "/module/xxgk/xxgkAnnualReport.jsp":
		options := ""
		if s.number%3 == 0 {
			for y := c.LastYear; y >= c.FirstYear; y-- {
				options += fmt.Sprintf(`<option value="%d">%d年</option>`, y, y)
			}
			options = `<select id="fbtime">` + options + `</select>`
		}
		for _, it := range s.items {
			if it.year != 0 && strconv.Itoa(it.year) == r.URL.Query().Get("fbtime") && r.URL.Query().Get("area") == unitArea {
				body := string(s.document(it))
				if it.writer != "html-gb18030" {
					body = strings.Replace(body, "</body>", options+"</body>", 1)
					w.Header().Set("Content-Type", "text/html; charset=utf-8")
				} else {
					body = strings.Replace(body, "</body>", strings.ReplaceAll(options, "年", "")+"</body>", 1)
					w.Header().Set("Content-Type", "text/html")
				}
				fmt.Fprint(w, body)
				return true
			}
		}
		page(w, `<html><head><title>政府信息公开年报</title></head><body><p>该年度暂无数据</p>`+options+`</body></html>`)
		return true
	case "/col/col77/index.html":
		if s.number%3 != 2 {
			return false
		}
		page(w, s.shell("", `<script>var url = '/module/xxgk/search.jsp'; var infotypeId = '0103'; var area = '`+unitArea+`'; $.post(url, {infotypeId: infotypeId, area: area, currpage: 1});</script>`))
		return true
	case "/module/xxgk/search.jsp":
		r.ParseForm()
		if r.Method != http.MethodPost || r.PostForm.Get("infotypeId") != "0103" {
			return false
		}
		items, pages, ok := s.slice(atoi(r.PostForm.Get("currpage")))
		if !ok {
			return false
		}
		page(w, `<div class="zfxxgk_list"><ul>`+s.rows(items)+fmt.Sprintf(`<li><a href='/art/2019/art_5_99.html'>别的栏目的一篇文章</a></li></ul><div>共%d页</div></div>`, pages))
		return true
	}
	return false
}

func serveJpaas(s *Site, w http.ResponseWriter, r *http.Request) bool {
	const endpoint = "/api-gateway/jpaas-publish-server/front/page/build/unit"
	switch r.URL.Path {
	case "/zfxxgk/zfxxgknb/index.html":
		unit := `<div id="unit" url="` + endpoint + `" querydata="{'parseType':'bulidstatic','webId':'w1','tplSetId':'t1','pageType':'column','tagId':'信息列表','editType':'null','pageId':'p1'}"></div>`
		if s.number%2 == 1 {
			unit = `<script>$.get("` + endpoint + `?parseType=bulidstatic&webId=w1&tplSetId=t1&pageType=column&tagId=list&editType=null&pageId=p1", show);</script>`
		}
		page(w, s.shell("", unit))
		return true
	case endpoint:
		var param struct{ PageNo, PageSize int }
		if json.Unmarshal([]byte(r.URL.Query().Get("paramJson")), &param) != nil || r.URL.Query().Get("parseType") != "bulidstatic" {
			param.PageNo, param.PageSize = 1, s.farm.config.PerPage
		}
		first := (param.PageNo-1)*param.PageSize + 1
		list := `<ul count="` + strconv.Itoa(len(s.items)) + `">` + s.rows(s.between(first, first+param.PageSize-1)) + "</ul>"
		writeJSON(w, map[string]any{"success": true, "code": "200", "data": map[string]any{"html": list}})
		return true
	}
	return false
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		panic("farm: " + err.Error())
	}
}

func serveUcap(s *Site, w http.ResponseWriter, r *http.Request) bool {
	c := s.farm.config
	if n, ok := fileNumber(r.URL.Path, "/site/c100226/", "xxgk_list", "shtml"); ok {
		if s.number%2 == 1 {
			page(w, s.shell("", fmt.Sprintf(`<script>var api = "/site/searchList/c100226?_isAgg=true&_isJson=true&_pageSize=%d&_template=index&_rangeTimeGte=&_channelName=&page=1";</script>`, c.PerPage)))
			return true
		}
		items, pages, ok := s.slice(max(n, 1))
		if !ok {
			return false
		}
		page(w, s.shell(s.rows(items), fmt.Sprintf(`<span>共<em>%d</em>页</span> <a href="javascript:next()">下一页</a>`, pages)))
		return true
	}
	if r.URL.Path == "/site/searchList/c100226" {
		items, _, _ := s.slice(atoi(r.URL.Query().Get("page")))
		results := []any{}
		for _, it := range items {
			results = append(results, map[string]any{"title": it.title, "url": it.path, "publishedTimeStr": it.date.Format("2006-01-02 15:04:05")})
		}
		writeJSON(w, map[string]any{"data": map[string]any{"total": len(s.items), "results": results}})
		return true
	}
	return false
}

func serveGkmlpt(s *Site, w http.ResponseWriter, r *http.Request) bool {
	switch r.URL.Path {
	case "/gkmlpt/index":
		tree := `[{"id":1,"name":"机构职能","children":[]},{"id":2,"name":"政府信息公开","children":[{"id":2628,"name":"政府信息公开指南","children":[]},{"id":2629,"name":"政府信息公开年报","children":[]}]}]`
		page(w, `<html><head><meta charset="utf-8"><title>政府信息公开目录</title></head><body><div id="app"></div><script>window._CONFIG = { SID: '175', NAME: '`+s.Agency+`', TREE: `+tree+`, DETAIL: {} };</script><script src="/gkmlpt/static/app.js"></script></body></html>`)
		return true
	case "/gkmlpt/api/all/2629":
		if r.URL.Query().Get("sid") != "175" {
			return false
		}
		items, _, _ := s.slice(atoi(r.URL.Query().Get("page")))
		articles := []any{}
		for _, it := range items {
			articles = append(articles, map[string]any{"id": it.id, "title": it.title, "url": s.url(it.path), "display_publish_time": it.date.Format("2006-01-02")})
			if len(it.others) > 0 {
				articles = append(articles, map[string]any{"id": it.id, "title": it.title, "url": s.url(it.others[0])})
			}
		}
		writeJSON(w, map[string]any{"articles": articles, "classify": map[string]any{"id": 2629, "post_count": s.count()}})
		return true
	}
	for _, it := range s.items {
		if r.URL.Path == it.path && it.year != 0 && len(it.files) > 0 {
			content, err := json.Marshal(`<p>全文见附件</p><p><a href="` + s.url(it.files[0]) + `">` + it.title + `</a></p>`)
			if err != nil {
				panic("farm: " + err.Error())
			}
			page(w, `<html><head><meta charset="utf-8"><title>`+html.EscapeString(it.title)+`</title></head><body><script>window._CONFIG = { DETAIL: {"title":"`+it.title+`","content":`+
				strings.ReplaceAll(string(content), "/", `\/`)+`} };</script></body></html>`)
			return true
		}
	}
	return false
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

func serveWebplus(s *Site, w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/_wp3services/generalQuery" {
		r.ParseForm()
		if r.Method != http.MethodPost || r.PostForm.Get("columnId") != "12" {
			return false
		}
		rows, n := max(atoi(r.PostForm.Get("rows")), 1), max(atoi(r.PostForm.Get("pageIndex")), 1)
		data := []any{}
		for _, it := range s.between((n-1)*rows+1, n*rows) {
			data = append(data, map[string]any{"title": it.title, "url": it.path, "publishTime": it.date.Format("2006-01-02")})
		}
		writeJSON(w, map[string]any{"total": len(s.items), "pageCount": (len(s.items) + rows - 1) / rows, "pageIndex": n, "data": data})
		return true
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/nb/list")
	number, isPage := strings.CutSuffix(rest, ".htm")
	if !ok || !isPage {
		return false
	}
	if s.number%2 == 1 {
		page(w, s.shell("", `<div id="wp_paging_w6"></div><script>$.post("/_wp3services/generalQuery?queryObj=articles", {siteId: 3, columnId: 12, pageIndex: 1});</script>`))
		return true
	}
	n := 1
	if number != "" {
		n = atoi(number)
	}
	items, pages, ok := s.slice(n)
	if !ok {
		return false
	}
	page(w, s.shell(s.rows(items), fmt.Sprintf(`<div id="wp_paging_w6"><em class="all_count">%d</em> <em class="curr_page">%d</em>/<em class="all_pages">%d</em></div>`, len(s.items), n, pages)))
	return true
}

const epointGUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"

func serveEpoint(s *Site, w http.ResponseWriter, r *http.Request) bool {
	switch r.URL.Path {
	case "/zwgk/001002/001002003/list.html":
		page(w, s.shell("", `<div class="ewb-list" id="govInfoPub"></div><script src="/js/webBuilderCommon.js"></script>`))
		return true
	case "/js/webBuilderCommon.js":
		w.Header().Set("Content-Type", "application/javascript")
		fmt.Fprint(w, `var siteInfo = { siteGuid: '`+epointGUID+`', projectName: '/EpointWebBuilder' };`)
		return true
	case "/EpointWebBuilder/rest/lightfrontaction/getgovinfolist":
		r.ParseForm()
		var params struct {
			CategoryNum, SiteGUID string
			PageIndex, PageSize   int
		}
		if json.Unmarshal([]byte(r.PostForm.Get("params")), &params) != nil || params.SiteGUID != epointGUID || params.CategoryNum != "001002003" {
			return false
		}
		infos := []any{}
		for _, it := range s.between(params.PageIndex*params.PageSize+1, (params.PageIndex+1)*params.PageSize) {
			infos = append(infos, map[string]any{"title": it.title, "infourl": it.path, "infodate": it.date.Format("2006-01-02")})
		}
		writeJSON(w, map[string]any{"controls": []any{}, "custom": map[string]any{"total": len(s.items), "infodata": infos}, "status": map[string]any{"code": 200}})
		return true
	}
	return false
}

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
