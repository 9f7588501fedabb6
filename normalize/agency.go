package normalize

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai"
)

// publishers are the metadata labels that name who published a page, the most
// exact first. The last two often name a newspaper or a person.
var publishers = []string{"发布机构", "发文机关", "公开机构", "发布单位", "发文单位", "公开单位", "信息来源", "来源", "ContentSource"}

// titleLabels are the metadata labels that repeat the page's title.
var titleLabels = []string{"ArticleTitle", "标题", "信息名称", "名称", "题名"}

// columnLabels are the metadata labels that name the site's column.
var columnLabels = []string{"ColumnName", "栏目", "所属栏目", "栏目名称"}

// maxAgency is the length in characters of the longest name considered.
const maxAgency = 40

// agencies collects what a document says of who it is from.
type agencies struct {
	*gongkai.Report
	// names are in the order of their weight: titles, signature, metadata.
	names []gongkai.Evidence
	// spam are names that somebody else wrote into.
	spam []gongkai.Evidence
}

// findAgency takes the agency's name from the title; a title that names only
// the office ("生态环境局") is completed by the one longer name that the text
// prints for it. Without a name in the title, the signature counts, then the
// publisher that the page names.
//
// A title with an advertisement in place of a name is a hijacked page: nothing
// but another title or the signature then proves an agency.
func findAgency(r *gongkai.Report) {
	a := &agencies{Report: r}
	a.titles()
	a.signature()
	if len(a.spam) == 0 {
		a.metadata()
	}
	for _, e := range a.spam {
		find(r, gongkai.Finding{Code: gongkai.SpamInName, Found: e.Value, Detail: e.From})
	}
	r.Evidence = append(r.Evidence, a.spam...)
	if len(a.names) == 0 {
		find(r, gongkai.Finding{Code: gongkai.AgencyMissing})
		return
	}
	r.Agency = a.names[0].Value
	a.reportConflicts()
	if full := completed(r, a.names); full != "" {
		a.names = append(a.names, gongkai.Evidence{Field: "agency", Value: full, From: "completed", Text: "…" + full + "…"})
		r.Agency = full
	}
	r.Evidence = append(r.Evidence, a.names...)
}

// note keeps a statement, if it can be one.
func (a *agencies) note(value, from, text string) {
	value = gongkai.Simplify(strings.Join(strings.Fields(value), ""))
	e := gongkai.Evidence{Field: "agency", Value: value, From: from, Text: text}
	switch {
	case value != "" && isSpam(value):
		a.spam = append(a.spam, e)
	case plausible(value):
		a.names = append(a.names, e)
	}
}

// titles reads the headings, or the title in the metadata where no heading is
// one. Some pages print nothing but the agency's name above the article and the
// report's name in the column.
func (a *agencies) titles() {
	named := false
	read := func(text, from string) {
		t, ok := takeApart(text)
		if !ok {
			return
		}
		named = true
		if a.Title == "" {
			a.Title = t.text
		}
		a.note(t.agency, from, text)
	}
	for _, h := range a.Headings {
		read(h.Text, "title-"+h.From)
	}
	if !named {
		for _, m := range labelled(a.Report, titleLabels) {
			read(m.Value, "title-metadata")
		}
	}
	for _, m := range labelled(a.Report, columnLabels) {
		_, ok := takeApart(m.Value)
		named = named || ok
	}
	if len(a.names)+len(a.spam) > 0 || !named && a.Proactive == nil && a.Requests == nil && a.Disputes == nil {
		return
	}
	for _, h := range a.Headings {
		// The head of a page may be the site's name on every page.
		plain := gongkai.Simplify(strings.Join(strings.Fields(h.Text), ""))
		if h.From == "page" && organisation.MatchString(plain) && !strings.HasSuffix(plain, "网站") {
			a.note(plain, "heading-page", h.Text)
		}
	}
}

// metadata reads who published the page.
func (a *agencies) metadata() {
	for _, m := range labelled(a.Report, publishers) {
		loose := strings.HasSuffix(m.Label, "来源") || m.Label == "ContentSource"
		if !loose || organisation.MatchString(gongkai.Simplify(strings.TrimSpace(m.Value))) {
			a.note(m.Value, "metadata", m.Label+"："+m.Value)
		}
	}
}

// labelled lists the metadata with one of the labels, in the order of labels.
func labelled(r *gongkai.Report, labels []string) []gongkai.MetadataField {
	var list []gongkai.MetadataField
	for _, label := range labels {
		for _, m := range r.Metadata {
			if strings.Join(strings.Fields(gongkai.Simplify(m.Label)), "") == label {
				list = append(list, gongkai.MetadataField{Label: label, Value: m.Value})
			}
		}
	}
	return list
}

// reportConflicts reports names that contradict the one taken. The site's name
// for its owner may be the place's full name, or the column's: only titles and
// the signature contradict a title. A signature may write the name longer or
// shorter.
func (a *agencies) reportConflicts() {
	if !strings.HasPrefix(a.names[0].From, "title-") {
		return
	}
	for _, e := range a.names[1:] {
		switch {
		case e.Value == a.Agency,
			e.From == "signature" && (within(e.Value, a.Agency) || within(a.Agency, e.Value)),
			e.From != "signature" && !strings.HasPrefix(e.From, "title-"):
			continue
		}
		find(a.Report, gongkai.Finding{Code: gongkai.AgencyConflict, Expected: a.Agency, Found: e.Value, Detail: e.From})
	}
}

// within reports whether short is long with characters left out: 青梧公安局 and
// 青梧县公安局.
func within(short, long string) bool {
	rest := []rune(short)
	for _, r := range long {
		if len(rest) > 0 && rest[0] == r {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// nobody are the words that sites fill in for a publisher they do not know.
var nobody = map[string]bool{"机关": true, "本机关": true, "本级": true, "本站": true, "本网": true, "其他": true, "互联网": true, "网络": true, "None": true}

// plausible rejects what cannot be an agency's name.
func plausible(name string) bool {
	n := utf8.RuneCountInString(name)
	if n < 2 || n > maxAgency || nobody[name] || strings.ContainsAny(name, "。；，,") {
		return false
	}
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// organisation is how the name of an agency ends.
var organisation = regexp.MustCompile(`(?:政府|局|委员会|委|办公室|办|厅|院|中心|馆|会|所|站|学校|大学|学院|处|队|街道|公司|部|署|管理系统)$`)

// place is how a name begins that says where the agency is.
var place = regexp.MustCompile(`[\p{Han}]{1,10}?(?:省|市|自治区|自治州|州|盟|地区|县|旗|区|镇|乡|街道|苏木|园区|开发区|新区|实验区)`)

// completed looks for the longer name of an agency whose title lacks its place.
// It returns "" when the name is complete, or when the document prints no
// longer name, or several.
func completed(r *gongkai.Report, names []gongkai.Evidence) string {
	short := r.Agency
	if m := place.FindString(short); m != "" && m != short {
		return ""
	}
	found := map[string]int{}
	for _, e := range names[1:] {
		if strings.HasSuffix(e.Value, short) && e.Value != short {
			found[e.Value]++
		}
	}
	for _, s := range r.Sections {
		for _, name := range longerNames(strings.Join(strings.Fields(s.Text), ""), short) {
			found[name]++
		}
	}
	if len(found) != 1 {
		if len(found) > 1 {
			list := make([]string, 0, len(found))
			for name := range found {
				list = append(list, name)
			}
			slices.Sort(list)
			find(r, gongkai.Finding{Code: gongkai.AgencyConflict, Expected: short, Found: strings.Join(list, "、")})
		}
		return ""
	}
	for name := range found {
		return name
	}
	return ""
}

// nameStart are the words that end before a name begins.
var nameStart = regexp.MustCompile(`.*(?:[^\p{Han}]|本报告由|由|与|和|向|到|至|是|对|在|经|为|即|将|请|及|年)`)

// longerNames finds what the text prints directly before short, back to the
// last mark or joining word, when that begins with a place.
func longerNames(text, short string) []string {
	var names []string
	for {
		at := strings.Index(text, short)
		if at < 0 {
			return names
		}
		before := nameStart.ReplaceAllString(text[:at], "")
		if m := place.FindString(before); m != "" && strings.HasPrefix(before, m) && utf8.RuneCountInString(before) <= maxAgency/2 {
			names = append(names, before+short)
		}
		text = text[at+len(short):]
	}
}
