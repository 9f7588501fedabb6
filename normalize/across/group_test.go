package across

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/normalize"
)

var (
	qingwu = &gongkai.Agency{ID: "990001-government", Name: "青梧市人民政府", Level: gongkai.Prefecture, Function: "government"}
	lanjia = &gongkai.Agency{ID: "990002-government", Name: "岚嘉县人民政府", Level: gongkai.County, Function: "government", Parent: qingwu.ID}
)

// digest is of a report on 2022 of qingwu on a government host.
func digest(id string, change ...func(*Digest)) Digest {
	d := Digest{ReportID: id, Agency: qingwu, Name: qingwu.Name, Year: 2022, Status: gongkai.Verified, Format: gongkai.FormatHTML,
		Address: "https://www.qingwu.gov.cn/" + id + ".html", Stated: 280, Telling: 60, Content: 1}
	for i := range d.Counts {
		d.Counts[i].N = -1
	}
	for _, f := range change {
		f(&d)
	}
	return d
}

func content(n uint64) func(*Digest)         { return func(d *Digest) { d.Content = n } }
func published(date string) func(*Digest)    { return func(d *Digest) { d.Published = date } }
func status(s gongkai.Status) func(*Digest)  { return func(d *Digest) { d.Status = s } }
func format(f gongkai.Format) func(*Digest)  { return func(d *Digest) { d.Format = f } }
func year(n int) func(*Digest)               { return func(d *Digest) { d.Year = n } }
func unproven(name string) func(*Digest)     { return func(d *Digest) { d.Agency, d.Name = nil, name } }
func address(a string) func(*Digest)         { return func(d *Digest) { d.Address = a } }
func attachmentOf(page string) func(*Digest) { return func(d *Digest) { d.PageOf = page } }
func mirror(d *Digest)                       { d.Mirror, d.Address = true, "https://www.example.com/a.html" }
func empty(d *Digest)                        { d.Stated, d.Telling = 0, 0 }
func named(name string) func(*Digest)        { return func(d *Digest) { d.Name = name } }
func ofAgency(a *gongkai.Agency) func(*Digest) {
	return func(d *Digest) { d.Agency, d.Name = a, a.Name }
}
func counted(i int, n int64) func(*Digest)   { return func(d *Digest) { d.Counts[i].N = n } }
func noted(i int, note string) func(*Digest) { return func(d *Digest) { d.Counts[i].Note = note } }

// words are the groups, like "a b:twin c:mirror | d".
func words(groups []Group) string {
	var list []string
	for _, g := range groups {
		s := g.Principal.ReportID
		for _, m := range g.Others {
			s += " " + m.ReportID + ":" + m.Role.String()
		}
		list = append(list, s)
	}
	return strings.Join(list, " | ")
}

func TestGroups(t *testing.T) {
	for _, c := range []struct {
		name    string
		digests []Digest
		want    string
	}{
		{"two agencies, two years", []Digest{digest("a"), digest("b", year(2021)), digest("c", ofAgency(lanjia))}, "a | b | c"},
		{"a twin", []Digest{digest("a", format(gongkai.FormatPDF)), digest("b", format(gongkai.FormatDOCX))}, "b a:twin"},
		{"a doubtful PDF and its page", []Digest{digest("a", format(gongkai.FormatPDF), status(gongkai.DoubtfulReport)), digest("b", status(gongkai.SourceInconsistent))}, "b a:twin"},
		{"a page without tables and its attachment", []Digest{digest("a", status(gongkai.Narrative), content(9), empty), digest("b", format(gongkai.FormatPDF), attachmentOf("a"))}, "b a:twin"},
		{"an attachment that names nobody", []Digest{digest("a"), digest("b", unproven(""), year(0), attachmentOf("a"))}, "a b:twin"},
		{"an attachment on another year", []Digest{digest("a"), digest("b", year(2021), attachmentOf("a"))}, "a | b"},
		{"an attachment of another agency", []Digest{digest("a"), digest("b", ofAgency(lanjia), attachmentOf("a"))}, "a | b"},
		{"an attachment with another name", []Digest{digest("a"), digest("b", unproven("岚嘉县民政局"), attachmentOf("a"))}, "a | b"},
		{"a page for telephones", []Digest{digest("a", address("https://www.qingwu.gov.cn/t20230131_1_wap.html")), digest("b")}, "b a:mobile"},
		{"a page for telephones in Guangdong", []Digest{digest("a", address("https://www.qingwu.gov.cn/mpost_1.html")), digest("b")}, "b a:mobile"},
		{"a host for telephones", []Digest{digest("a", address("https://m.qingwu.gov.cn/1.html")), digest("b")}, "b a:mobile"},
		{"a mirror", []Digest{digest("a", mirror), digest("b")}, "b a:mirror"},
		{"a mirror that says more", []Digest{digest("a", mirror, content(2), func(d *Digest) { d.Stated = 281 }), digest("b")}, "b a:mirror"},
		{"nothing but mirrors", []Digest{digest("b", mirror), digest("a", mirror)}, "a b:twin"},
		{"a mirror beyond doubt and a doubtful page", []Digest{digest("a", mirror), digest("b", format(gongkai.FormatPDF), status(gongkai.DoubtfulReport), content(2))}, "a b:variant"},
		{"a correction", []Digest{digest("a", published("2023-01-20")), digest("b", published("2023-03-01"), content(2))}, "b a:superseded"},
		{"a correction whose sums fail", []Digest{digest("a", published("2023-01-20")), digest("b", published("2023-03-01"), content(2), status(gongkai.SourceInconsistent))}, "b a:superseded"},
		{"a later document that is doubtful", []Digest{digest("a", published("2023-01-20")), digest("b", published("2023-03-01"), content(2), status(gongkai.DoubtfulReport), format(gongkai.FormatPDF))}, "a b:variant"},
		{"a correction and a mirror of what it corrects, made later", []Digest{digest("a", published("2023-01-20")), digest("b", published("2023-03-01"), content(2)), digest("c", published("2024-01-01"), mirror)}, "b a:superseded c:mirror"},
		{"the first edition again, later", []Digest{digest("a", published("2023-01-20")), digest("b", published("2023-03-01"), content(2)), digest("c", published("2023-05-01"))}, "b a:superseded c:superseded"},
		{"three editions", []Digest{digest("a", published("2023-01-20")), digest("b", published("2023-03-01"), content(2)), digest("c", published("2023-02-01"), content(3))}, "b a:superseded c:superseded"},
		{"nothing says which is newer", []Digest{digest("b"), digest("a", content(2))}, "a b:variant"},
		{"one has a date", []Digest{digest("b", published("2023-03-01")), digest("a", content(2))}, "a b:variant"},
		{"the other has one", []Digest{digest("a", published("2023-03-01")), digest("b", content(2))}, "a b:variant"},
		{"a mirror that says something else, later", []Digest{digest("a", published("2023-01-20")), digest("b", published("2023-05-01"), content(2), mirror)}, "a b:mirror"},
		{"a mirror with an older date does not make the page older", []Digest{digest("a", published("2023-04-01")), digest("b", published("2023-03-01"), content(2)),
			digest("c", published("2023-02-01"), mirror)}, "a b:superseded c:mirror"},
		{"one day, two statements", []Digest{digest("a", published("2023-03-01"), status(gongkai.SourceInconsistent)), digest("b", published("2023-03-01"), content(2))}, "b a:variant"},
		{"the fuller of two", []Digest{digest("a"), digest("b", content(2), func(d *Digest) { d.Stated = 281 })}, "b a:variant"},
		{"a name with a place", []Digest{digest("a", unproven("青梧市民政局")), digest("b", unproven("青梧市民政局"), content(2))}, "a b:variant"},
		{"a name that is proven and one that is not", []Digest{digest("a"), digest("b", unproven(qingwu.Name), content(2))}, "a | b"},
		{"one that is not, and states the same", []Digest{digest("a"), digest("b", unproven("人民政府"), address("b.docx")), digest("c", unproven(qingwu.Name), address("c.docx"))}, "a b:twin c:twin"},
		{"another name that states the same", []Digest{digest("a"), digest("b", unproven("民政局"))}, "a | b"},
		{"one that may be either of two", []Digest{digest("a", named("民政局")), digest("b", ofAgency(lanjia), named("民政局")), digest("c", unproven("民政局"))}, "a | b | c"},
		{"a copy on another host that prints another name and other numbers", []Digest{digest("a", address("https://www.qingwu.gov.cn/20230131/1.html")),
			digest("b", mirror, unproven("公安局"), address("https://www.example.com/20230131/1.html"), content(2))}, "a | b"},
		{"one that counts the same", []Digest{digest("a", address("https://www.qingwu.gov.cn/20230131/1.html"), counted(5, 7)),
			digest("b", mirror, unproven("威廉希尔 人民政府"), address("https://www.example.com/20230131/1.html"), content(2), counted(5, 7))}, "a b:mirror"},
		{"an office without a place", []Digest{digest("a", unproven("民政局")), digest("b", unproven("民政局"), content(2))}, "a | b"},
		{"an office that sounds like a place", []Digest{digest("a", unproven("住房保障和城市管理局")), digest("b", unproven("住房保障和城市管理局"), content(2))}, "a | b"},
		{"a market is no city", []Digest{digest("a", unproven("青梧市场监督管理局")), digest("b", unproven("青梧市场监督管理局"), content(2))}, "a | b"},
		{"districts have namesakes", []Digest{digest("a", unproven("鼓楼区人民政府")), digest("b", unproven("鼓楼区人民政府"), content(2))}, "a | b"},
		{"namesakes that state the same", []Digest{digest("a", unproven("鼓楼区人民政府")), digest("b", unproven("鼓楼区人民政府"))}, "a b:twin"},
		{"namesakes that state nothing", []Digest{digest("a", unproven("鼓楼区人民政府"), func(d *Digest) { d.Telling = 2 }), digest("b", unproven("鼓楼区人民政府"), func(d *Digest) { d.Telling = 2 })}, "a | b"},
		{"no year", []Digest{digest("a", year(0)), digest("b", year(0))}, "a | b"},
		{"no name", []Digest{digest("a", unproven("")), digest("b", unproven(""))}, "a | b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := words(Groups(c.digests)); got != c.want {
				t.Errorf("groups %s, want %s", got, c.want)
			}
			slices.Reverse(c.digests)
			if got := words(Groups(c.digests)); got != c.want {
				t.Errorf("in reverse order: groups %s, want %s", got, c.want)
			}
		})
	}
}

func TestPairs(t *testing.T) {
	digests := []Digest{
		digest("a"), digest("b", format(gongkai.FormatPDF), status(gongkai.DoubtfulReport), content(2)),
		digest("c", format(gongkai.FormatPDF), status(gongkai.DoubtfulReport)), digest("d", format(gongkai.FormatDOCX), content(2)),
		digest("e", year(2021)), digest("f", year(2020)), digest("g", year(2018)), digest("h", year(2021), ofAgency(lanjia)),
	}
	groups := Groups(digests)
	if diff := cmp.Diff([]Pair{{"e", "a"}, {"f", "e"}}, Successions(groups)); diff != "" {
		t.Errorf("successions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Pair{{"b", "d"}, {"c", "a"}}, groups[0].Confirmations()); diff != "" {
		t.Errorf("confirmations (-want +got):\n%s", diff)
	}
	tables := Groups([]Digest{digest("a", status(gongkai.Narrative), content(9), empty), digest("b", attachmentOf("a"))})
	if got := tables[0].Differing(); got != nil {
		t.Errorf("a page without tables differs from its attachment: %v", got)
	}
	if diff := cmp.Diff([]Pair{{"a", "d"}, {"a", "b"}}, groups[0].Differing()); diff != "" {
		t.Errorf("differing (-want +got):\n%s", diff)
	}
}

// sample is a judged report of the seed, read as format, with cells printed
// otherwise: "requests.granted.total=7".
func sample(t testing.TB, seed uint64, format gongkai.Format, cells ...string) *gongkai.Report {
	t.Helper()
	s, err := synth.New(synth.Order{Seed: seed, Year: 2022, Kind: synth.CountyGovernment})
	if err != nil {
		t.Fatal(err)
	}
	r := s.Truth
	r.Source = gongkai.Source{Path: "a." + string(format), SHA256: fmt.Sprintf("%s %d", format, seed), Format: format}
	r.Method = string(format) + "/test"
	for _, c := range cells {
		name, printed, _ := strings.Cut(c, "=")
		part := strings.Split(name, ".")
		if v := r.At(gongkai.CellRef{Table: part[0], Row: part[1], Column: part[2]}); printed == "absent" {
			*v = gongkai.Value{}
		} else {
			v.Printed, v.State, v.Unit, v.Number = printed, gongkai.Text, "", gongkai.Decimal{}
		}
	}
	r.Headings = []gongkai.Heading{{From: "body", Text: r.Title}}
	agency, year := r.Agency, r.Year
	normalize.Report(r)
	r.Agency, r.Year = agency, year
	return r
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []string
		want  string
	}{
		{"the same", nil, ""},
		{"a unit", []string{"disputes.review.pending=90件"}, ""},
		{"another number", []string{"disputes.review.pending=91"}, "disputes.review.pending: 90 number, 91 number"},
		{"blank", []string{"disputes.review.pending="}, "disputes.review.pending: 90 number,  blank"},
		{"a dash", []string{"disputes.review.pending=/"}, "disputes.review.pending: 90 number, / dash"},
		{"absent", []string{"disputes.review.pending=absent"}, "disputes.review.pending: 90 number,  absent"},
	} {
		a := sample(t, 1, gongkai.FormatHTML, "disputes.review.pending=90")
		b := sample(t, 1, gongkai.FormatDOCX, append([]string{"disputes.review.pending=90"}, c.cells...)...)
		one := func(a, b *gongkai.Report) string {
			var got []string
			for _, x := range Compare(a, b, "b") {
				got = append(got, fmt.Sprintf("%s: %s %s, %s %s", x.Cell, x.Printed, x.State, x.Other, x.OtherState))
				if x.OtherReport != "b" || x.OtherPath != b.Source.Path {
					t.Errorf("%s: the other is %s, %s", c.name, x.OtherReport, x.OtherPath)
				}
			}
			return strings.Join(got, "; ")
		}
		if got := one(a, b); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if n := len(Compare(b, a, "b")); (n > 0) != (c.want != "") {
			t.Errorf("%s, the other way round: %q", c.name, one(b, a))
		}
		b.Disputes = nil
		if got := one(a, b); got != "" {
			t.Errorf("%s: a table that is not there differs: %s", c.name, got)
		}
	}
}

// TestCompareLists: rows of local lists are the same under one known list only.
func TestCompareLists(t *testing.T) {
	list := func(id, printed string) *gongkai.Report {
		r := &gongkai.Report{Source: gongkai.Source{Format: gongkai.FormatHTML}}
		r.Set(gongkai.CellRef{Table: gongkai.TableLocal, Row: "row_001", Column: "value"}, gongkai.Value{Printed: printed, State: gongkai.Text})
		r.Local.List = id
		normalize.Report(r)
		return r
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"cn-fujian-2009", "cn-fujian-2009", 1}, {"cn-fujian-2009", "cn-coded-2008", 0}, {"", "", 0}} {
		if got := Compare(list(c.a, "3"), list(c.b, "4"), "b"); len(got) != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

// TestDigest: a number counts as a number however it is printed, a doubtful one
// is not compared with others.
func TestDigest(t *testing.T) {
	total := "requests.new_requests.total="
	a, b := sample(t, 3, gongkai.FormatHTML, total+"1200"), sample(t, 3, gongkai.FormatHTML, total+"1,200.0件")
	one, other := DigestOf("a", a, nil), DigestOf("b", b, nil)
	if one.Content != other.Content {
		t.Error("1200 and 1,200.0件 have different digests")
	}
	if n := one.Counts[received].N; n != 1200 {
		t.Errorf("%d requests", n)
	}
	c := sample(t, 3, gongkai.FormatHTML, total+"1200")
	c.At(gongkai.CellRef{Table: "requests", Row: "new_requests", Column: "total"}).Proof = gongkai.Doubtful
	if n := DigestOf("c", c, nil).Counts[received].N; n != -1 {
		t.Errorf("a doubtful number counts as %d", n)
	}
	if one.Stated < 200 || one.Telling < 10 || one.Telling > one.Stated || one.Mirror {
		t.Errorf("%d cells stated, %d telling, mirror: %t", one.Stated, one.Telling, one.Mirror)
	}
	prose := func(text string) uint64 {
		return DigestOf("p", &gongkai.Report{Sections: []gongkai.Section{{Text: text}}}, nil).Content
	}
	if prose("2013年公开信息。") != prose("2013年 公开信息！") || prose("公开信息。") == prose("公开资料。") {
		t.Error("prose is not known by its letters")
	}
}

// TestMutations: of two documents that differ in one cell, the digests say so and
// Compare names that cell and no other, whichever it is.
func TestMutations(t *testing.T) {
	a := sample(t, 3, gongkai.FormatHTML)
	plain := DigestOf("a", a, nil)
	n := 0
	for ref, v := range a.Cells() {
		for _, printed := range []string{"987654", "", "/", "absent"} {
			if printed == v.Printed {
				continue
			}
			n++
			b := sample(t, 3, gongkai.FormatDOCX, ref.String()+"="+printed)
			if d := DigestOf("b", b, nil); d.Content == plain.Content {
				t.Errorf("%s = %q: the digests are the same", ref, printed)
			}
			got := Compare(a, b, "b")
			if len(got) != 1 || got[0].Cell != ref {
				t.Errorf("%s = %q: %v", ref, printed, got)
			}
		}
		if n > 400 {
			break
		}
	}
	if d := DigestOf("b", sample(t, 3, gongkai.FormatPDF), nil); d.Content != plain.Content {
		t.Error("the same report in another format has another digest")
	}
}

// TestConfirm: a doubtful PDF with its page.
func TestConfirm(t *testing.T) {
	wrong := "disputes.review.total=99"
	for _, c := range []struct {
		name   string
		cells  []string // of the page, beside wrong
		format gongkai.Format
		want   gongkai.Status
		done   bool
		detail string
	}{
		{"the page says the same", nil, gongkai.FormatHTML, gongkai.SourceInconsistent, true, "html/test"},
		{"so does the DOCX", nil, gongkai.FormatDOCX, gongkai.SourceInconsistent, true, "docx/test"},
		{"another PDF is no second reading", nil, "pdf", gongkai.DoubtfulReport, false, ""},
		{"nor is a converter's text", nil, gongkai.FormatText, gongkai.DoubtfulReport, false, ""},
		{"the page has another total", []string{"disputes.review.total=98"}, gongkai.FormatHTML, gongkai.DoubtfulReport, true, `pdf/test: "99"; html/test: "98"`},
		{"the page has no such cell", []string{"disputes.review.total=absent"}, gongkai.FormatHTML, gongkai.DoubtfulReport, true, "html/test: the other document has no such cell"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := sample(t, 5, gongkai.FormatPDF, wrong)
			if r.Status != gongkai.DoubtfulReport {
				t.Fatalf("the PDF is %s", r.Status)
			}
			page := sample(t, 5, c.format, append([]string{wrong}, c.cells...)...)
			page.Source.SHA256 = "page"
			before, total := page.Status, *page.At(gongkai.CellRef{Table: "disputes", Row: "review", Column: "total"})
			if done := Confirm(r, page); done != c.done || r.Status != c.want {
				t.Errorf("%t, the PDF is %s, want %t, %s", done, r.Status, c.done, c.want)
			}
			if v := r.Disputes[gongkai.Review][gongkai.OutcomeTotal]; v.Printed != "99" || page.Disputes[gongkai.Review][gongkai.OutcomeTotal] != total || page.Status != before {
				t.Errorf("a document lost its own value: %q, page %v", v.Printed, page.Disputes[gongkai.Review])
			}
			if c.done && r.Method != "pdf/test+"+page.Method {
				t.Errorf("method %s", r.Method)
			}
			if c.detail != "" && !slices.ContainsFunc(r.Findings, func(f gongkai.Finding) bool { return f.Detail == c.detail }) {
				t.Errorf("no finding says %q: %v", c.detail, r.Findings[len(r.Findings)-1])
			}
		})
	}
}

// TestConfirmNeedsDoubt: a PDF beyond doubt is not judged again, though its page
// says something else.
func TestConfirmNeedsDoubt(t *testing.T) {
	r, page := sample(t, 5, gongkai.FormatPDF), sample(t, 5, gongkai.FormatHTML, "disputes.review.total=99")
	findings := len(r.Findings)
	if Confirm(r, page) || r.Status != gongkai.Verified || len(r.Findings) != findings || r.Method != "pdf/test" {
		t.Errorf("the PDF is %s by %s", r.Status, r.Method)
	}
}

// TestMirrorsByPath: a copy belongs to the page whose path it kept, whatever name
// it bears; it gets no agency from it.
func TestMirrorsByPath(t *testing.T) {
	page := func(id, address, name string, year int, mirror bool) Digest {
		return Digest{ReportID: id, Address: address, Name: name, Year: year, Mirror: mirror, Status: gongkai.Verified, Format: gongkai.FormatHTML}
	}
	const path = "/art/2022/1/14/art_1_2.html"
	for name, test := range map[string]struct {
		documents []Digest
		want      string
	}{
		"same path":      {[]Digest{page("a", "http://x.gov.cn"+path, "抚远市公安局", 2021, false), page("b", "http://spam.example.com"+path, "", 2021, true)}, "a(b mirror)"},
		"another name":   {[]Digest{page("a", "http://x.gov.cn"+path, "抚远市公安局", 2021, false), page("b", "http://y.com"+path, "投注平台公安局", 0, true)}, "a(b mirror)"},
		"another year":   {[]Digest{page("a", "http://x.gov.cn"+path, "抚远市公安局", 2021, false), page("b", "http://y.com"+path, "", 2020, true)}, "a b"},
		"a path of many": {[]Digest{page("a", "http://x.gov.cn/index.html", "抚远市公安局", 2021, false), page("b", "http://y.com/index.html", "", 2021, true)}, "a b"},
		"two originals": {[]Digest{page("a", "http://x.gov.cn"+path, "抚远市公安局", 2021, false), page("c", "http://z.gov.cn"+path, "洪泽区公安局", 2021, false),
			page("b", "http://y.com"+path, "", 2021, true)}, "a b c"},
		"no original": {[]Digest{page("b", "http://y.com"+path, "", 2021, true), page("c", "http://z.com"+path, "", 2021, true)}, "b c"},
	} {
		var got []string
		for _, g := range Groups(test.documents) {
			text := g.Principal.ReportID
			for _, m := range g.Others {
				text += "(" + m.ReportID + " " + m.Role.String() + ")"
			}
			got = append(got, text)
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s: %s, want %s", name, s, test.want)
		}
	}
}

// TestConfirmTakesNoVotes: a cell that two engines read differently stays doubtful
// though the page agrees with one of them.
func TestConfirmTakesNoVotes(t *testing.T) {
	wrong := "disputes.review.total=99"
	r, page := sample(t, 5, gongkai.FormatPDF, wrong), sample(t, 5, gongkai.FormatHTML, wrong)
	normalize.Confirm(r, gongkai.SecondReading{Method: "other", Cells: []gongkai.ComparedCell{{
		Cell: gongkai.CellRef{Table: "disputes", Row: "review", Column: "total"}, First: "99", Second: "9", Agreement: gongkai.Differs}}})
	if !Confirm(r, page) || r.Status != gongkai.DoubtfulReport || r.Method != "pdf/test+other+html/test" {
		t.Errorf("the PDF is %s by %s", r.Status, r.Method)
	}
}
