package sites

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Walk goes through the columns of one site: requests out, answers in. It does
// no I/O and keeps no clock; the same answers in the same order give the same
// steps, so that a walk is resumed by reading the archive's answers again. Its
// memory is bounded by its limits.
type Walk struct {
	scope  Scope
	limits Limits
	starts []Request
	asked  map[string]bool
	linked map[string]bool   // links of lists that were counted
	first  map[string]string // identity and title → key of the address that stands for it
	other  map[string][]Request
	pages  map[string]int // list pages of a column
	barren map[string]int
	// folders are those of a column's reports, where they are not its own.
	folders map[string][]string
	reads   int // articles asked for
	blanks  int // of these, unnamed ones
	below   int // columns and frames below the starts
}

// NewWalk prepares a walk through the columns at the start addresses. Scope
// zero means the hosts of the starts. Family "" lets the pages show it.
func NewWalk(scope Scope, limits Limits, family string, starts ...string) *Walk {
	if len(scope.Hosts) == 0 {
		scope = ScopeOf(starts...)
	}
	w := &Walk{
		scope: Scope{Hosts: maps.Clone(scope.Hosts)}, limits: limits.orDefault(), asked: map[string]bool{}, linked: map[string]bool{},
		first: map[string]string{}, other: map[string][]Request{}, pages: map[string]int{}, barren: map[string]int{}, folders: map[string][]string{},
	}
	for _, s := range starts {
		_, fragment, _ := strings.Cut(s, "#")
		s = Canonical(s)
		r := Request{URL: s, Kind: List, Column: s, Page: 1, Family: family, Reasons: []string{"start"}}
		if fragment != "" {
			r.Carry = map[string]string{"fragment": fragment}
		}
		w.starts = append(w.starts, r)
	}
	return w
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits
	for _, f := range []struct{ have, fallback *int }{
		{&l.ListPages, &d.ListPages}, {&l.Barren, &d.Barren}, {&l.Articles, &d.Articles}, {&l.Unnamed, &d.Unnamed}, {&l.Columns, &d.Columns}, {&l.Depth, &d.Depth},
	} {
		if *f.have == 0 {
			*f.have = *f.fallback
		}
	}
	return l
}

// Start is what to ask first.
func (w *Walk) Start() []Request {
	var s Step
	for _, r := range w.starts {
		w.ask(&s, r)
	}
	return s.Next
}

// Fail tells the walk that no answer came, or none that could be read. What
// comes back are other ways to the same thing.
func (w *Walk) Fail(r Request) (s Step) {
	w.otherWays(&s, r)
	return s
}

// Read takes the answer to a request. It makes the page's address canonical.
func (w *Walk) Read(p *Page) (s Step) {
	p.URL = Canonical(p.URL) // redirects add session ids
	s.Verdict = Classify(p)
	if s.Verdict.State != OK {
		w.otherWays(&s, p.Request)
		return s
	}
	if !w.scope.Contains(p.URL) && !sameSite(p.URL, p.Request.URL) {
		s.Skipped = append(s.Skipped, Skip{p.Request.URL, "redirected-out-of-scope", p.URL})
		w.otherWays(&s, p.Request)
		return s
	}
	switch p.Request.Kind {
	case Attachment, Image:
		if p.Request.Carry["article"] == "" {
			w.file(&s, p)
		}
	case Article, Mobile:
		w.article(&s, p)
	case Frame:
		if p.Request.Carry["article"] != "" {
			w.attachments(&s, p)
			return s
		}
		w.list(&s, p)
	default:
		w.list(&s, p)
	}
	return s
}

func (w *Walk) otherWays(s *Step, r Request) {
	if len(r.Else) > 0 {
		next := r.Else[0]
		next.Else = r.Else[1:]
		if !w.ask(s, next) {
			w.otherWays(s, next)
		}
		return
	}
	aliases := w.other[r.Key()]
	if len(aliases) == 0 {
		return
	}
	delete(w.other, r.Key())
	aliases[0].Else = aliases[1:]
	w.ask(s, aliases[0])
}

// ask puts a request among the next, unless there is a reason not to.
func (w *Walk) ask(s *Step, r Request) bool {
	skip := func(reason, detail string) bool {
		s.Skipped = append(s.Skipped, Skip{r.URL, reason, detail})
		return false
	}
	if w.asked[r.Key()] {
		return false
	}
	if reason, trapped := Trap(r.URL); trapped {
		return skip(reason, "")
	}
	near := (r.Kind == Attachment || r.Kind == Image) && sameSite(r.URL, firstOf(r.Referer, r.Column))
	if !w.scope.Contains(r.URL) && !near {
		return skip("out-of-scope", "")
	}
	w.asked[r.Key()] = true
	s.Next = append(s.Next, r)
	return true
}

// askBelow asks for a column or frame below the starts.
func (w *Walk) askBelow(s *Step, r Request) {
	if w.below >= w.limits.Columns {
		s.Skipped = append(s.Skipped, Skip{r.URL, "too-many-columns", strconv.Itoa(w.limits.Columns)})
		return
	}
	if w.ask(s, r) {
		w.below++
	}
}

func (w *Walk) list(s *Step, p *Page) {
	w.moved(s, p)
	if p.Request.Page <= 1 && Key(p.URL) != Key(p.Request.URL) && w.scope.Contains(p.URL) {
		p.Request.Column = Canonical(p.URL) // further pages and articles are where it is now
	}
	r := p.Request
	column := firstOf(r.Column, r.URL)
	family, evidence := reader(p)
	s.Evidence = evidence
	listing, err := family.List(p)
	if err != nil {
		// The family's marks are there and its list is not: read what any page has.
		s.Err = err
		if more, genericErr := (generic{}).List(p); genericErr == nil && family.Name() != "generic" && r.Template == "" {
			listing.Links = unique(append(listing.Links, more.Links...))
			listing.Next = append(listing.Next, more.Next...)
		}
	}
	s.Links = listing.Links
	ours := r.Reasons != nil && r.Reasons[0] == "start" || r.Carry["column"] == "report" || w.isReportColumn(p)
	promising := w.take(s, p, listing, ours)
	w.self(s, p, listing)

	if w.pages[column]++; w.pages[column] > w.limits.ListPages {
		s.Skipped = append(s.Skipped, Skip{column, "too-many-pages", strconv.Itoa(w.limits.ListPages)})
		return
	}
	if w.barren[column]++; promising {
		w.barren[column] = 0
	}
	if w.barren[column] > w.limits.Barren {
		s.Skipped = append(s.Skipped, Skip{column, "barren", strconv.Itoa(w.limits.Barren) + " pages without a report"})
		return
	}
	goesOn := r.Page > 1 && len(listing.Next) > 0 && r.Template != "fbtime"
	if s.Fresh == 0 && (goesOn || len(r.Else) > 0) {
		s.Skipped = append(s.Skipped, Skip{r.URL, "nothing-new", r.Template})
		w.otherWays(s, r)
		return
	}
	for _, next := range listing.Next {
		if ours {
			next.Carry = carry(next.Carry, "column", "report")
			for i := range next.Else {
				next.Else[i].Carry = carry(next.Else[i].Carry, "column", "report")
			}
		}
		if !w.ask(s, next) {
			w.otherWays(s, next)
		}
	}
	w.shells(s, p, ours)
}

// moved lets a walk go on where its start page has moved to: from a.gov.cn to
// www.a.gov.cn, which old addresses often do.
func (w *Walk) moved(s *Step, p *Page) {
	if len(p.Request.Reasons) == 0 || p.Request.Reasons[0] != "start" || w.scope.Contains(p.URL) || !sameSite(p.URL, p.Request.URL) {
		return
	}
	from, err := url.Parse(p.Request.URL)
	if err != nil {
		return
	}
	to, err := url.Parse(Canonical(p.URL))
	if err != nil {
		return
	}
	if _, known := w.scope.Hosts[to.Host]; !known {
		w.scope.Hosts[to.Host] = w.scope.Hosts[from.Host]
		s.Moved = to.Host
	}
}

// take judges the links of a list and asks for those that are or may be
// reports. It says whether any looks like one.
func (w *Walk) take(s *Step, p *Page, listing Listing, ours bool) (promising bool) {
	column := firstOf(p.Request.Column, p.URL)
	desktops := map[string]bool{}
	for _, l := range listing.Links {
		desktops[Key(l.URL)] = true
		w.learn(column, l)
	}
	for _, l := range listing.Links {
		belongs := listing.Structured || sameFolder(column, l.URL) || w.known(column, l.URL)
		if l.Kind == Mobile {
			if d, _ := Desktop(l.URL); desktops[Key(d)] || w.linked[Key(d)] {
				s.Skipped = append(s.Skipped, Skip{l.URL, "mobile-copy", d})
				continue
			}
		}
		counts := belongs && l.Kind != List || l.Score >= Strong
		if key := Key(l.URL); counts && !w.linked[key] {
			w.linked[key] = true
			s.Fresh++
		}
		promising = promising || l.Score > 0
		w.consider(s, p, l, belongs, ours)
	}
	return promising
}

// maxFolders of a column's articles are remembered.
const maxFolders = 8

// learn remembers the folder of a report that the column lists: on many systems
// articles do not lie below their column, but together.
func (w *Walk) learn(column string, l Link) {
	if l.Score < Strong || l.Kind == List {
		return
	}
	f := articleFolder(l.URL)
	if f != "" && len(w.folders[column]) < maxFolders && !w.known(column, l.URL) {
		w.folders[column] = append(w.folders[column], f)
	}
}

func (w *Walk) known(column, address string) bool {
	f := articleFolder(address)
	return f != "" && slices.Contains(w.folders[column], f)
}

// consider decides on one link of a list.
func (w *Walk) consider(s *Step, p *Page, l Link, belongs, ours bool) {
	r := Request{URL: l.URL, Kind: l.Kind, Referer: p.URL, Column: firstOf(p.Request.Column, p.URL), Depth: p.Request.Depth, Link: l, Reasons: l.Reasons}
	switch {
	case l.Score < 0:
		if belongs {
			s.Skipped = append(s.Skipped, Skip{l.URL, "not-a-report", l.Text})
		}
		return
	case w.subColumn(l, belongs, ours):
		if r.Depth++; r.Depth > w.limits.Depth {
			s.Skipped = append(s.Skipped, Skip{l.URL, "too-deep", ""})
			return
		}
		r.Kind, r.Column, r.Page, r.Carry = List, l.URL, 1, map[string]string{"column": "report"}
		r.Reasons = append([]string{"sub-column: " + l.Text}, l.Reasons...)
		w.askBelow(s, r)
		return
	case l.Kind == List || l.Kind == Image:
		return
	case l.Score >= Strong:
	case l.Score > 0 && ours:
	case l.Score == 0 && ours && belongs && (l.Kind == Article || l.Kind == Mobile) && len([]rune(l.Text)) >= 3:
		if w.asked[r.Key()] {
			return
		}
		if w.blanks++; w.blanks > w.limits.Unnamed {
			s.Skipped = append(s.Skipped, Skip{l.URL, "too-many-unnamed", strconv.Itoa(w.limits.Unnamed)})
			return
		}
		r.Reasons = []string{"stands in a report column"}
	default:
		return
	}
	if r.Kind == "" {
		r.Kind = Article
	}
	if w.reads >= w.limits.Articles {
		s.Skipped = append(s.Skipped, Skip{l.URL, "too-many-articles", strconv.Itoa(w.limits.Articles)})
		return
	}
	if Key(l.URL) == Key(p.URL) {
		return // the page itself: judged in place
	}
	if w.alias(s, r) {
		return
	}
	if w.ask(s, r) {
		w.reads++
	}
}

// alias keeps back an article that has the number and the title of another: it
// is asked for if that one cannot be had.
func (w *Walk) alias(s *Step, r Request) bool {
	id := Identity(r.URL)
	if id == "" || r.Link.Text == "" || w.asked[r.Key()] {
		return false
	}
	id += " " + squeeze(r.Link.Text)
	first, known := w.first[id]
	if !known {
		w.first[id] = r.Key()
		return false
	}
	if first == r.Key() {
		return false
	}
	w.other[first] = append(w.other[first], r)
	s.Skipped = append(s.Skipped, Skip{r.URL, "same-article", first})
	return true
}

// subColumn says whether a link of a list leads to a list of reports below it:
// one of a year, of the towns, or the report column of a page on the way.
func (w *Walk) subColumn(l Link, belongs, ours bool) bool {
	if l.Kind == Article || l.Kind == Attachment || l.Kind == Image || l.Kind == Mobile {
		return false
	}
	if l.Kind == "" && l.Score >= Strong && l.Year != 0 {
		return false
	}
	if columnScore(l.Text, "").Score >= minColumn && (belongs || !ours) {
		return true
	}
	return ours && belongs && l.Kind == List && YearOf(l.Text) != 0 && len([]rune(squeeze(l.Text))) <= 12
}

// isReportColumn says whether a list is one of annual reports, by its address,
// title or path of columns.
func (w *Walk) isReportColumn(p *Page) bool {
	t := columnScore(titleText(p)+" "+breadcrumb(p), firstOf(p.Request.Column, p.URL))
	return t.Score >= minColumn
}

// self judges a list page as an article: reports may be the index of a folder,
// and Hanweb's are their own lists.
func (w *Walk) self(s *Step, p *Page, listing Listing) {
	var link Link
	for _, l := range listing.Links {
		if Key(l.URL) == Key(p.URL) && l.Kind == Article {
			link = l
		}
	}
	if link.URL == "" && p.Request.Depth == 0 || p.Request.Page > 1 && link.URL == "" {
		return
	}
	if link.URL == "" {
		link = p.Request.Link
	}
	s.Judgement = Judge(p, link)
	if text, _ := visible(p); s.Judgement.Report && len(distinct(parts.FindAllString(text, -1))) >= minParts {
		w.found(s, p, link)
	}
}

// shells follows the frames and redirects of a page that lists nothing itself.
func (w *Walk) shells(s *Step, p *Page, ours bool) {
	if s.Fresh > 0 || s.Report != nil || p.Request.Page > 1 {
		return
	}
	targets := framesIn(p)
	if u := refresh(p); u != "" {
		targets = append(targets, u)
	}
	for _, u := range targets {
		r := Request{URL: u, Kind: Frame, Referer: p.URL, Column: u, Page: 1, Depth: p.Request.Depth + 1, Reasons: []string{"frame of " + p.URL}}
		if ours {
			r.Carry = map[string]string{"column": "report"}
		}
		if r.Depth > w.limits.Depth {
			s.Skipped = append(s.Skipped, Skip{u, "too-deep", ""})
			continue
		}
		w.askBelow(s, r)
	}
}

func (w *Walk) article(s *Step, p *Page) {
	s.Judgement = Judge(p, p.Request.Link)
	if !s.Judgement.Report {
		s.Skipped = append(s.Skipped, Skip{p.URL, "not-a-report", s.Judgement.Title})
		return
	}
	w.found(s, p, p.Request.Link)
	w.attachments(s, p)
}

func (w *Walk) found(s *Step, p *Page, link Link) {
	w.asked[Key(p.URL)] = true
	s.Report = &Report{
		URL: Canonical(p.URL), Title: s.Judgement.Title, Year: s.Judgement.Year, Date: link.Date,
		Column: firstOf(p.Request.Column, p.URL), Score: s.Judgement.Score, Reasons: s.Judgement.Reasons,
	}
}

// attachments asks for the files and further pages of an article.
func (w *Walk) attachments(s *Step, p *Page) {
	article := firstOf(p.Request.Carry["article"], Canonical(p.URL))
	for _, l := range Attachments(p) {
		if s.Report != nil {
			s.Report.Attachments = append(s.Report.Attachments, l.URL)
		}
		w.ask(s, Request{
			URL: l.URL, Kind: l.Kind, Referer: p.URL, Column: p.Request.Column, Link: l,
			Carry: map[string]string{"article": article}, Reasons: []string{"file of " + article},
		})
	}
	if p.Request.Depth >= w.limits.Depth+1 {
		return
	}
	for _, u := range framesIn(p) {
		if shown(p, u) == "" && kindOf(u) != Attachment {
			w.ask(s, Request{
				URL: u, Kind: Frame, Referer: p.URL, Column: p.Request.Column, Depth: p.Request.Depth + 1,
				Carry: map[string]string{"article": article}, Reasons: []string{"frame of " + article},
			})
		}
	}
	for _, next := range w.morePages(p) {
		next.Kind, next.Family, next.Carry = Frame, "", map[string]string{"article": article}
		next.Depth, next.Column = p.Request.Depth, firstOf(p.Request.Carry["first"], p.URL)
		next.Carry["first"] = next.Column
		w.ask(s, next)
	}
}

// morePages is the next page of an article that is split over several:
// createPageHTML(3, 0, "t20240105_1", "html").
func (w *Walk) morePages(p *Page) []Request {
	call := pagerCall(p)
	if len(call) < 4 || call[0].quoted || !strings.Contains(p.URL, call[2].text) || call[2].text == "index" {
		return nil
	}
	split := Page{URL: p.URL, Request: p.Request}
	split.Request.Column = firstOf(p.Request.Carry["first"], p.URL)
	split.Request.Page = max(p.Request.Page, 1)
	return numbered(&split, "", call[2].text, call[3].text, call[0].number, "{stem}_{n-1}.{ext}")
}

// file is a report that a list links as a file.
func (w *Walk) file(s *Step, p *Page) {
	t := ReadTitle(p.Request.Link.Text)
	s.Judgement = Judgement{Title: p.Request.Link.Text, Year: t.Year, Score: t.Score, Reasons: t.Reasons, Report: t.Score >= enough}
	if s.Judgement.Report {
		w.found(s, p, p.Request.Link)
		return
	}
	s.Skipped = append(s.Skipped, Skip{p.URL, "not-a-report", p.Request.Link.Text})
}
