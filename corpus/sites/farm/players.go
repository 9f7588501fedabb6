package farm

import (
	"crypto/md5"
	"fmt"
	"net/http"
	"strconv"
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
