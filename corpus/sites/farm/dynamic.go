package farm

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"strconv"
	"strings"
)

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
		var params struct {
			CategoryNum, SiteGUID string
			PageIndex, PageSize   int
		}
		question := epointQuestion(s, r)
		if json.Unmarshal(question, &params) != nil || params.SiteGUID != epointGUID || params.CategoryNum != "001002003" {
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

func epointQuestion(s *Site, r *http.Request) []byte {
	if s.number%3 == 0 {
		r.ParseForm()
		return []byte(r.PostForm.Get("params"))
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, 1<<16))
	if err != nil || r.Header.Get("Content-Type") != "application/json" {
		return nil
	}
	if s.number%3 == 1 {
		return body
	}
	var wrapped struct{ Params json.RawMessage }
	if json.Unmarshal(body, &wrapped) != nil {
		return nil
	}
	return wrapped.Params
}
