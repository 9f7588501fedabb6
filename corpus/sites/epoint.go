package sites

import (
	"encoding/json"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// epoint is Epoint's EWB: a shell whose list is posted for at
// <project>/rest/lightfrontaction/getgovinfolist. The siteGuid of the question
// stands in a script, webBuilderCommon.js or ajaxReq.js, which is read first; the
// category in the page's address or folder. Public crawlers post the question
// as a form's "params", as JSON, and as JSON below "params": all three are tried.
type epoint struct{}

func (epoint) Name() string { return "epoint" }

var (
	epointMark    = regexp.MustCompile(`EWB-FRONT|govInfoPub|lightfrontaction/\w+|ewb-\w+`)
	epointScript  = regexp.MustCompile(`["']([^"']*(?:webBuilderCommon|ajaxReq)\.js[^"']*)["']`)
	epointGUID    = regexp.MustCompile(`(?i)siteGuid['"]?\s*[:=]\s*['"]([0-9a-fA-F-]{8,})['"]`)
	epointProject = regexp.MustCompile(`(?i)projectName['"]?\s*[:=]\s*['"]([\w/.-]+)['"]`)
	epointDept    = regexp.MustCompile(`(?i)deptcode['"]?\s*[:=]\s*['"]([\w-]*)['"]`)
	epointNumber  = regexp.MustCompile(`(?i)categorynum['"]?\s*[:=]\s*['"](\d{3,})['"]`)
	epointFolder  = regexp.MustCompile(`^\d{6,}$`)
)

const epointPageSize = 20

func (f epoint) Match(p *Page) (Evidence, bool) { return mark(f, p, epointMark) }

func (f epoint) List(p *Page) (Listing, error) {
	switch p.Request.Template {
	case "form", "json", "json params":
		return f.infos(p)
	case "script":
		return f.script(p)
	}
	l := Listing{Links: linksIn(p, p.Doc().Selection)}
	text := p.Text()
	number := ""
	if number = query(p.URL, "categorynum"); number != "" {
	} else if m := epointNumber.FindStringSubmatch(text); m != nil {
		number = m[1]
	} else if name := path.Base(strings.TrimSuffix(folder(p.URL), "/")); epointFolder.MatchString(name) {
		number = name
	}
	if number == "" {
		return l, nil
	}
	carried := carry(p.Request.Carry, "categorynum", number)
	if carried["deptcode"] = query(p.URL, "deptcode"); carried["deptcode"] == "" {
		if m := epointDept.FindStringSubmatch(text); m != nil {
			carried["deptcode"] = m[1]
		}
	}
	if guid := epointGUID.FindStringSubmatch(text); guid != nil {
		l.Next = f.post(p, carried, guid[1], projectOf(text), 0)
		return l, nil
	}
	address := "/js/webBuilderCommon.js"
	if m := epointScript.FindStringSubmatch(text); m != nil {
		address = m[1]
	}
	r := follow(p, f.Name(), p.resolve(address), "script")
	r.Page, r.Accept, r.Carry = 1, "*/*", carried
	l.Next = []Request{r}
	return l, nil
}

func projectOf(text string) string {
	if m := epointProject.FindStringSubmatch(text); m != nil {
		return "/" + strings.Trim(m[1], "/")
	}
	return "/EpointWebBuilder"
}

func (f epoint) script(p *Page) (Listing, error) {
	guid := epointGUID.FindStringSubmatch(p.Text())
	if guid == nil {
		return Listing{}, notFamily(f, "the script names no siteGuid")
	}
	next := f.post(p, p.Request.Carry, guid[1], projectOf(p.Text()), 0)
	return Listing{Next: next, Structured: true}, nil
}

func (f epoint) post(p *Page, carried map[string]string, guid, project string, index int) []Request {
	params, err := json.Marshal(map[string]any{
		"deptcode": carried["deptcode"], "categorynum": carried["categorynum"], "siteGuid": guid, "pageIndex": index, "pageSize": epointPageSize,
	})
	if err != nil {
		return nil
	}
	ways := map[string]func(*Request){
		"form":        func(r *Request) { r.Form = url.Values{"params": {string(params)}} },
		"json":        func(r *Request) { r.JSON = string(params) },
		"json params": func(r *Request) { r.JSON = `{"params":` + string(params) + `}` },
	}
	order := []string{"form", "json", "json params"}
	if t := p.Request.Template; ways[t] != nil {
		order = []string{t}
	}
	var requests []Request
	for _, way := range order {
		r := follow(p, f.Name(), p.resolve(project+"/rest/lightfrontaction/getgovinfolist"), way)
		ways[way](&r)
		r.Page, r.Accept, r.Referer = index+1, "application/json, */*", firstOf(p.Request.Column, p.URL)
		r.Carry = carry(carried, "siteGuid", guid, "project", project, "index", strconv.Itoa(index))
		requests = append(requests, r)
	}
	return alternatives(requests...)
}

func (f epoint) infos(p *Page) (Listing, error) {
	r, ok := readRecords(p)
	if !ok {
		return Listing{}, notFamily(f, "the answer is no JSON")
	}
	l := Listing{Links: r.links, Total: r.total, Structured: true}
	index := atoi(p.Request.Carry["index"]) + 1
	if len(r.links) == 0 || r.total > 0 && index*epointPageSize >= r.total {
		return l, nil
	}
	l.Next = f.post(p, p.Request.Carry, p.Request.Carry["siteGuid"], p.Request.Carry["project"], index)
	return l, nil
}
