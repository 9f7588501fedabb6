package normalize

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai"
)

// publishers are the metadata labels that name who published a page.
var publishers = []string{"发布机构", "发文机关", "公开机构", "发布单位", "发文单位", "公开单位", "信息来源", "来源", "ContentSource"}

// maxAgency is the length in characters of the longest name considered.
const maxAgency = 40

// findAgency takes the agency's name from the title; a title that names only
// the office ("生态环境局") is completed by the one longer name that the text
// prints for it. Without a title, the publisher named by the page is taken.
func findAgency(r *gongkai.Report) {
	var names []gongkai.Evidence
	note := func(value, from, text string) {
		if value = strings.Join(strings.Fields(value), ""); plausible(value) {
			names = append(names, gongkai.Evidence{Field: "agency", Value: value, From: from, Text: text})
		}
	}
	for _, h := range r.Headings {
		t, ok := takeApart(h.Text)
		if !ok {
			continue
		}
		if r.Title == "" {
			r.Title = t.text
		}
		note(t.agency, "title-"+h.From, h.Text)
	}
	for _, label := range publishers {
		for _, m := range r.Metadata {
			if m.Label == label {
				note(m.Value, "metadata", m.Label+"："+m.Value)
			}
		}
	}
	if len(names) == 0 {
		find(r, gongkai.Finding{Code: gongkai.AgencyMissing})
		return
	}
	r.Agency = names[0].Value
	for _, e := range names[1:] {
		// The site's name for its owner may be the place's full name, or the
		// column's: only titles contradict titles.
		if e.Value != r.Agency && strings.HasPrefix(e.From, "title-") && strings.HasPrefix(names[0].From, "title-") {
			find(r, gongkai.Finding{Code: gongkai.AgencyConflict, Expected: r.Agency, Found: e.Value, Detail: e.From})
		}
	}
	if full := completed(r, names); full != "" {
		names = append(names, gongkai.Evidence{Field: "agency", Value: full, From: "completed", Text: "…" + full + "…"})
		r.Agency = full
	}
	r.Evidence = append(r.Evidence, names...)
}

// plausible rejects what cannot be an agency's name.
func plausible(name string) bool {
	n := utf8.RuneCountInString(name)
	if n < 2 || n > maxAgency || strings.ContainsAny(name, "。；，,") {
		return false
	}
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

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
