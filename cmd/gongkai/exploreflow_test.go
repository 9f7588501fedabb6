package main

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestExplorerInBrowser walks through the explorer as a journalist does, in a real
// browser: in both languages, on a desk and on a telephone.
func TestExplorerInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser and a dataset")
	}
	newTab(t, "") // skips before the dataset is made
	e := newExplored(t, exploredReports)
	for _, c := range []struct {
		language, scheme string
		width, height    int
	}{{"zh", "light", 1280, 900}, {"en", "dark", 390, 844}, {"en", "light", 1280, 900}, {"zh", "dark", 390, 844}} {
		t.Run(fmt.Sprint(c.language, c.width), func(t *testing.T) {
			b := newTab(t, e.URL)
			b.size(c.width, c.height)
			b.scheme(c.scheme, "screen")
			flow(b, e, c.language, fmt.Sprintf("%s-%d-%s-", c.language, c.width, c.scheme))
			b.quiet()
		})
	}
	t.Run("axe", func(t *testing.T) {
		b := newTab(t, e.URL)
		for _, c := range []struct {
			language, scheme string
			width            int
		}{{"zh", "light", 1280}, {"en", "dark", 390}} {
			b.size(c.width, 900)
			b.scheme(c.scheme, "screen")
			for _, address := range e.kinds(t) {
				b.open("/" + c.language + address)
				b.axe()
			}
		}
		b.quiet("404")
	})
	t.Run("questions", func(t *testing.T) { questions(newTab(t, e.URL), e) })
	t.Run("keyboard", func(t *testing.T) { keyboard(newTab(t, e.URL), e) })
	t.Run("print", func(t *testing.T) { onPaper(newTab(t, e.URL), e) })
	t.Run("review", func(t *testing.T) { reviewed(newTab(t, e.URL), e) })
}

// kinds are addresses of every kind of page, without the language.
func (e *explored) kinds(t testing.TB) []string {
	cell := func(format string) string {
		return e.one(t, "select report_id || '/cells/' || \"table\" || '.' || row || '.' || \"column\" || '/' from cells join current_reports using (report_id) where format = '"+format+"' and row = 'new_requests' and \"column\" = 'total' limit 1")
	}
	agency := e.one(t, "select key from _agencies where parent_key is not null and reports > 1 order by reports desc limit 1")
	report := e.one(t, "select report_id from current_reports where status = 'source-inconsistent' limit 1")
	other := e.one(t, "select report_id from current_reports where status = 'verified' limit 1")
	return []string{"/", "/search?q=" + url.QueryEscape("青梧"), "/places/", "/places/32/", "/agencies/" + agency + "/", "/reports/" + report + "/", "/reports/" + cell("pdf"), "/reports/" + cell("docx"),
		"/reports/" + cell("text"), "/reports/" + report + "/source/", "/reports/" + report + "/against/" + other + "/", "/rankings/", "/rankings/share_denied/2021/", "/compare?i=denied&a=" + agency,
		"/findings/", "/findings/identity-fails/", "/copies/", "/sql?q=" + url.QueryEscape("select status, count(*) from current_reports group by status"), "/nothing"}
}

// flow is the way of a journalist: from the front page to the number and the page that
// prints it, and away with a chart.
func flow(b *tab, e *explored, language, shot string) {
	t := b.t
	at := func(address string) string { return "/" + language + address }
	b.open(at("/"))
	b.has(".stories section ol li")
	b.has(".drawing svg")
	b.shot(shot + "front")

	// Search an agency, open its page.
	b.fill("#q", "青梧县")
	b.submit("#q")
	b.follow("main a[href*='/agencies/']")
	if !strings.Contains(b.text("h1"), "青梧县") {
		t.Errorf("the agency's page is headed %q", b.text("h1"))
	}
	b.has(".drawing svg path")
	b.top("figure")
	b.shot(shot + "agency")
	agency := b.at()

	// A trend of one indicator; its value leads to the cell.
	if b.count("select[name=indicator] option") < 20 {
		t.Error("few indicators can be chosen")
	}
	b.do(chromedp.SetValue(chromedp.CSS("select[name=indicator]"), "requests_received"))
	b.submit("select[name=indicator]")
	b.has("#trend-requests_received .drawing svg")
	for kind, ending := range map[string]string{"svg": ".svg", "png": ".png"} {
		data := b.download(fmt.Sprintf("#trend-requests_received button[data-save=%s]", kind), ending)
		if !bytes.HasPrefix(data, map[string][]byte{"svg": []byte("<svg"), "png": []byte("\x89PNG")}[kind]) {
			t.Errorf("the %s begins with %q", kind, data[:min(len(data), 20)])
		}
	}
	if data := b.download("#trend-requests_received a[download]", ".csv"); !bytes.HasPrefix(data, []byte("\ufeffagency,")) {
		t.Errorf("the CSV begins with %q", data[:min(len(data), 40)])
	}
	b.follow("#trend-requests_received td[data-value] a[href*='/cells/']")
	b.has(".figures")

	// Where the cell is printed: on a page, in a table, in a line.
	for format, mark := range map[string]string{"pdf": ".sheet svg rect.current", "docx": "table.printed td.current", "html": "table.printed td.current", "text": "pre mark"} {
		id := e.one(t, "select report_id from cells join current_reports using (report_id) where format = '"+format+"' and row = 'new_requests' and \"column\" = 'total' order by path not like '%qingwu-county-2022.pdf' limit 1")
		b.open(at("/reports/" + id + "/cells/requests.new_requests.total/"))
		b.has(mark)
		printed := e.one(t, "select printed from cells where report_id = '"+id+"' and row = 'new_requests' and \"column\" = 'total'")
		if format == "pdf" {
			if !evaluate[bool](b, "(async () => { const i = document.querySelector('.sheet img'); await i.decode(); return i.naturalWidth > 300 })()") {
				t.Error("the page's picture does not show")
			}
			b.middle(mark)
			b.shot(shot + "cell")
		} else if !strings.Contains(b.text(mark), printed) {
			t.Errorf("%s: marked is %q, printed %q", format, b.text(mark), printed)
		}
	}

	// Two years side by side.
	b.open(agency)
	b.follow("a[href*='/against/']")
	if b.count("tbody tr") < 10 || b.count("ins, del") == 0 {
		t.Errorf("two years differ in %d cells and %d places of text", b.count("tbody tr"), b.count("ins, del"))
	}
	b.shot(shot + "against")

	// Findings, filtered.
	b.open(at("/findings/"))
	all := b.count("tbody tr")
	b.do(chromedp.SetValue(chromedp.CSS("select[name=severity]"), "error"), chromedp.SetValue(chromedp.CSS("select[name=place]"), "41"))
	b.submit("select[name=severity]")
	if n := b.count("tbody tr"); n == 0 || n >= all {
		t.Errorf("%d rules of %d are errors", n, all)
	}
	b.follow("a[href*='/findings/identity-fails/']")
	if words := map[string]string{"zh": "表中印的是", "en": "printed"}[language]; !strings.Contains(b.text("tbody"), words) {
		t.Errorf("no arithmetic in words: %q", b.text("tbody"))
	}
	b.has("tbody a[href*='/cells/']")
	b.shot(shot + "findings")

	// The other language, the same page.
	here := b.at()
	b.follow("header nav li:last-child a")
	if other := b.at(); other[:3] == here[:3] || other[3:] != here[3:] {
		t.Errorf("%s in the other language is %s", here, other)
	}

	// SQL.
	b.open(at("/sql"))
	b.fill("#sql", "select status, count(*) as n from current_reports group by status")
	b.submit("#sql")
	if !strings.Contains(b.text("tbody"), "verified") {
		t.Errorf("SQL answers %q", b.text("main"))
	}
	b.shot(shot + "sql")
	b.open(at("/reports/" + e.one(t, "select report_id from current_reports where status = 'source-inconsistent' limit 1") + "/"))
	b.top("h2 ~ h2")
	b.shot(shot + "report")
	b.open(at("/rankings/share_denied/2021/"))
	b.has("tbody tr")
	b.open(at("/places/32/"))
	b.has("tbody tr")
	b.shot(shot + "place")
}

// questions are those of docs/EXPLORE.md, by the clicks that it names.
func questions(b *tab, e *explored) {
	t := b.t
	// Who refuses most in a province?
	b.open("/zh/")
	b.follow(".grid a[href$='/places/32/']")
	if !strings.Contains(b.text("main"), "拒绝最多的机关") || !strings.Contains(b.text("main ol li"), "%") {
		t.Error("the province's page does not say who refuses most")
	}
	b.follow("main ol li a")
	b.follow("tbody th a[href*='/reports/']")
	b.follow("table.form td a[href*='/cells/']")
	b.has(".sheet svg rect.current, table.printed td.current, pre mark")

	// Whose sums are wrong?
	b.open("/zh/")
	b.follow(".more a[href$='/findings/identity-fails/']")
	if n := b.count("tbody tr:not(.shown)"); n < 3 || b.count(".strip .marked") < n {
		t.Errorf("%d findings, %d marked cells", n, b.count(".strip .marked"))
	}
	b.middle(".crop")
	if width := evaluate[int](b, "(async () => { const i = document.querySelector('.crop'); i.loading = 'eager'; await i.decode(); return i.naturalWidth })()"); width < 300 {
		t.Errorf("the place on the page is a picture %d wide", width)
	}
	b.shot("zh-1280-light-crop")

	// Did this city's requests rise?
	b.open("/zh/")
	b.fill("#q", "云澜市人民政府")
	b.submit("#q")
	b.follow("main a[href*='/agencies/']")
	if first := evaluate[string](b, "document.querySelector('figure').id"); first != "trend-requests_received" {
		t.Errorf("the first chart is %s", first)
	}

	// Is this text copied?
	name := e.one(t, "select r.agency from copies c join reports r on r.report_id = c.report_id where r.role = 'principal' order by r.agency limit 1")
	year := e.one(t, "select cast(max(r.year) as text) from copies c join reports r on r.report_id = c.report_id where r.role = 'principal' and r.agency = '"+name+"'")
	b.open("/zh/")
	b.fill("#q", name)
	b.submit("#q")
	b.follow("main a[href*='/agencies/']")
	b.follow("a[href='/zh/reports/" + e.one(t, "select report_id from reports where role = 'principal' and agency = '"+name+"' and year = "+year) + "/']")
	b.follow("h2 + ul a[href*='/against/']")
	b.has("section p.prose")
	b.quiet()
}

// keyboard goes through pages by Tab: everything is reached, in order, and is seen.
func keyboard(b *tab, e *explored) {
	t := b.t
	agency := e.one(t, "select key from _agencies where reports > 3 limit 1")
	for _, address := range []string{"/zh/", "/en/agencies/" + agency + "/", "/zh/findings/", "/en/sql"} {
		b.open(address)
		const reachable = `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter(e => e.checkVisibility({visibilityProperty: true}))`
		want := evaluate[int](b, "{const all = "+reachable+"; all.forEach(e => e.dataset.reach = ''); all.length}")
		b.do(chromedp.KeyEvent(kb.Tab))
		if address == "/zh/" {
			if !evaluate[bool](b, "document.activeElement.matches('.skip') && document.activeElement.getBoundingClientRect().left >= 0") {
				t.Error("the first Tab does not show the skip link")
			}
		}
		unseen := ""
		for range want + 5 {
			if one := evaluate[string](b, `{const e = document.activeElement; if (e !== document.body) { e.removeAttribute("data-reach"); } e === document.body || getComputedStyle(e).outlineStyle !== "none" ? "" : e.outerHTML.slice(0, 100)}`); one != "" {
				unseen = one
			}
			b.do(chromedp.KeyEvent(kb.Tab))
		}
		if left := evaluate[[]string](b, "[...document.querySelectorAll('[data-reach]')].slice(0, 3).map(e => e.outerHTML.slice(0, 120))"); len(left) > 0 || unseen != "" {
			t.Errorf("%s: not reached by Tab: %q; focus not seen: %q", address, left, unseen)
		}
	}
	b.open("/zh/")
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	if !strings.HasSuffix(b.at(), "#main") {
		t.Errorf("the skip link leads to %s", b.at())
	}
	b.quiet()
}

// onPaper checks what paper gets: no navigation, dark text on white whatever the screen is.
func onPaper(b *tab, e *explored) {
	b.scheme("dark", "print")
	b.open("/zh/reports/" + e.one(b.t, "select report_id from current_reports where status = 'verified' limit 1") + "/")
	for _, selector := range []string{"header nav", "header form", ".take", "#reviews + form"} {
		if shown := evaluate[bool](b, fmt.Sprintf("document.querySelector(%q)?.checkVisibility() ?? false", selector)); shown {
			b.t.Errorf("%s is printed", selector)
		}
	}
	if paper := evaluate[string](b, "getComputedStyle(document.body).backgroundColor"); paper != "rgb(255, 255, 255)" {
		b.t.Errorf("the paper is %s", paper)
	}
	if !strings.Contains(b.text("main"), "已核验") {
		b.t.Error("the status is not printed")
	}
	b.quiet()
}

// reviewed has a reader say of a doubtful report what it prints; the next build keeps it,
// and the machine's reading.
func reviewed(b *tab, e *explored) {
	t := b.t
	id := e.one(t, "select report_id from current_reports where status = 'doubtful' limit 1")
	before := e.one(t, "select status || ' ' || cells_proven from reports where report_id = '"+id+"'")
	b.open("/zh/reports/" + id + "/")
	b.fill("input[name=by]", "王记者")
	b.fill("textarea[name=note]", "看过原页")
	b.fill("textarea[name=readings]", "requests.new_requests.total = 12")
	b.submit("textarea[name=note]")
	if text := b.text("#reviews ~ section"); !strings.Contains(text, "王记者") || !strings.Contains(text, "12") {
		t.Errorf("the review shows as %q", text)
	}
	b.quiet()
	again := filepath.Join(e.Folder, "again")
	e.build(t, again)
	built := &explored{Dataset: again}
	if got := built.one(t, "select reviewer || ' ' || note || ' ' || row || ' ' || reading from reviews where report_id = '"+id+"'"); got != "王记者 看过原页 new_requests 12" {
		t.Errorf("table reviews has %q", got)
	}
	if after := built.one(t, "select status || ' ' || cells_proven from reports where report_id = '"+id+"'"); after != before {
		t.Errorf("the reading was %q and is %q", before, after)
	}
	if err := os.Remove(e.reviews()); err != nil {
		t.Error(err)
	}
}
