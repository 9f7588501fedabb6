package sites

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// gkmlpt is Guangdong's disclosure platform: /gkmlpt/index holds
// window._CONFIG with the site's number SID and the TREE of categories; a
// category's articles are JSON at /gkmlpt/api/all/<category>?page=n&sid=SID. A town's
// catalogue lies below its folder: /dghlz/gkmlpt/. The fragment of a catalogue's
// address, /gkmlpt/index#2629, names the category.
type gkmlpt struct{}

func (gkmlpt) Name() string { return "gkmlpt" }

var (
	gkmlptConfig = regexp.MustCompile(`window\._CONFIG\s*=`)
	gkmlptSID    = regexp.MustCompile(`['"]?SID['"]?\s*:\s*['"]?([\w-]+)`)
	gkmlptTree   = regexp.MustCompile(`['"]?TREE['"]?\s*:\s*\[`)
	gkmlptBase   = regexp.MustCompile(`^(.*?)/gkmlpt(?:/|$)`)
)

func (f gkmlpt) Match(p *Page) (Evidence, bool) {
	if !strings.Contains(p.Text()+p.URL, "gkmlpt") {
		return Evidence{}, false
	}
	if m := gkmlptConfig.FindString(p.Text()); m != "" {
		return Evidence{f.Name(), m + " and gkmlpt"}, true
	}
	return Evidence{}, false
}

// category of the tree.
type category struct {
	ID       int
	Name     string
	Children []category
}

func (f gkmlpt) List(p *Page) (Listing, error) {
	if p.Request.Template == "api" {
		return f.articles(p)
	}
	l := Listing{Links: linksIn(p, p.Doc().Selection)}
	sid := gkmlptSID.FindStringSubmatch(p.Text())
	if sid == nil {
		return l, notFamily(f, "_CONFIG names no SID")
	}
	base := ""
	if m := gkmlptBase.FindStringSubmatch(pathOf(p.URL)); m != nil {
		base = m[1]
	}
	add := func(id string, reasons ...string) {
		r := follow(p, f.Name(), p.resolve(base+"/gkmlpt/api/all/"+id+"?page=1&sid="+sid[1]), "api")
		r.Page, r.Accept, r.Reasons = 1, "application/json, */*", reasons
		l.Next = append(l.Next, r)
	}
	if named := p.Request.Carry["fragment"]; atoi(named) > 0 {
		add(named, "category "+named+" is named by the start address")
		return l, nil
	}
	tree, err := f.tree(p)
	if err != nil {
		return l, err
	}
	for _, c := range tree {
		if t := columnScore(c.Name, ""); t.Score >= minColumn {
			add(strconv.Itoa(c.ID), append([]string{"category " + c.Name}, t.Reasons...)...)
		}
	}
	if len(l.Next) == 0 {
		return l, notFamily(f, "no category of annual reports in the TREE")
	}
	return l, nil
}

// tree is the list of all categories, parents first.
func (f gkmlpt) tree(p *Page) (all []category, err error) {
	text := p.Text()
	at := gkmlptTree.FindStringIndex(text)
	if at == nil {
		return nil, notFamily(f, "_CONFIG has no TREE")
	}
	var tree []category
	if err := json.NewDecoder(strings.NewReader(text[at[1]-1:])).Decode(&tree); err != nil {
		return nil, notFamily(f, "the TREE is no JSON: "+err.Error())
	}
	var walk func([]category, int)
	walk = func(list []category, depth int) {
		for _, c := range list {
			all = append(all, c)
			if depth < 12 {
				walk(c.Children, depth+1)
			}
		}
	}
	walk(tree, 0)
	return all, nil
}

func (f gkmlpt) articles(p *Page) (Listing, error) {
	r, ok := readRecords(p)
	if !ok {
		return Listing{}, notFamily(f, "the answer is no JSON")
	}
	l := Listing{Links: r.links, Total: r.total, Structured: true}
	so := atoi(p.Request.Carry["records"]) + len(r.links)
	if len(r.links) == 0 || r.total > 0 && so >= r.total {
		return l, nil
	}
	next := follow(p, f.Name(), setQuery(p.URL, "page="+strconv.Itoa(pageNumber(p)+1)), "api")
	next.Accept, next.Carry = "application/json, */*", carry(p.Request.Carry, "records", strconv.Itoa(so))
	l.Next = []Request{next}
	return l, nil
}
