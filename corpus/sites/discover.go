package sites

import (
	"regexp"
	"sort"
	"strings"
)

// Candidate is a link of a page that may lead to the column of annual reports.
type Candidate struct {
	Link
	// Column says that it looks like the column itself; otherwise it looks
	// like a page on the way there.
	Column bool
}

// minColumn is the score from which a link is taken for the report column.
const minColumn = 40

var columnTexts = []struct {
	words string
	score int
}{
	{"政府信息公开工作年度报告 政府信息公开年度报告 政府信息公开年报 政府信息公开工作年报 政务公开年报 政务公开年度报告", 70},
	{"信息公开工作年度报告 信息公开年度报告 信息公开年报 信息公开工作年报 公开年报 公开年度报告 年度公开报告", 60},
	{"年度报告 年报", 40},
}

// columnFolders are names of folders, whole or with a number behind them.
var columnFolders = regexp.MustCompile(`(?i)/(zfxxgkgznb|zfxxgknb|zfxxgkgzndbg|zfxxgkndbg|xxgkgznb|xxgkndbg|xxgknb|zwgknb|gkndbg|gknb|ndbg|nb|ndxxgkbg|annualreport|xxgknrbg)[_-]?\d*(?:/|\.|$)`)

var strongFolder = regexp.MustCompile(`(?i)gk`)

// wayTexts and wayFolders mark pages on the way: the disclosure portal.
var (
	wayTexts   = regexp.MustCompile(`^(?:政府信息公开|信息公开|政务公开|政府信息公开专栏|政府信息公开平台|信息公开专栏|政府信息主动公开|法定主动公开内容|公开专栏|政务信息公开|公开)$`)
	wayFolders = regexp.MustCompile(`(?i)/(zfxxgk|xxgk|zwgk|zfxxgkpt|gkmlpt|zwxxgk|openness|public)[\w-]*(?:/|\.|$)`)
	gkmlptHome = regexp.MustCompile(`/gkmlpt/(?:index|guide|policy|annual\w*)`)
)

// columnScore judges the text and the address of a link as those of a column.
func columnScore(text, address string) Title {
	t := Title{}
	add := func(n int, reason string) { t.Score += n; t.Reasons = append(t.Reasons, reason) }
	s := squeeze(text)
	for _, o := range others {
		for _, word := range strings.Fields(o.words) {
			if strings.Contains(s, word) {
				add(-100, o.reason+": "+word)
				return t
			}
		}
	}
texts:
	for _, c := range columnTexts {
		for _, word := range strings.Fields(c.words) {
			if strings.Contains(s, word) {
				add(c.score, "text names "+word)
				break texts
			}
		}
	}
	if m := columnFolders.FindStringSubmatch(pathOf(address)); m != nil {
		score := 20
		if strongFolder.MatchString(m[1]) {
			score = 40
		}
		add(score, "address has "+m[1])
	}
	if strings.Contains(address, "xxgkAnnualReport.jsp") || strings.Contains(address, "AnnualReport/") {
		add(40, "address of annual reports")
	}
	return t
}

// Candidates are the links of a page that may lead to the report column, best
// first, with their reasons: columns before pages on the way. Links to other
// sites are left out.
func Candidates(p *Page) (found []Candidate) {
	scope := ScopeOf(p.URL)
	links := linksIn(p, p.Doc().Selection)
	for _, f := range framesIn(p) {
		links = append(links, newLink(f, "", ""))
	}
	for _, l := range links {
		if !scope.Contains(l.URL) && !sameSite(l.URL, p.URL) || l.Kind == Attachment || l.Kind == Image || Key(l.URL) == Key(p.URL) {
			continue
		}
		t := columnScore(l.Text, l.URL)
		c := Candidate{Link: l}
		c.Score, c.Reasons = t.Score, t.Reasons
		switch {
		case t.Score < 0:
			continue
		case t.Score >= minColumn:
			c.Column = true
			if l.Year != 0 && l.Kind == Article { // a report itself, not the column
				c.Score -= 30
				c.Reasons = append(c.Reasons, "names a year: may be a report itself")
			}
			if !scope.Contains(l.URL) {
				c.Score -= 10
				c.Reasons = append(c.Reasons, "another host of the site")
			}
		default:
			c.way()
		}
		if c.Score > 0 {
			found = append(found, c)
		}
	}
	sort.SliceStable(found, func(i, j int) bool {
		if found[i].Column != found[j].Column {
			return found[i].Column
		}
		return found[i].Score > found[j].Score
	})
	return found
}

func (c *Candidate) way() {
	if m := wayTexts.FindString(squeeze(c.Text)); m != "" {
		c.Score += 25
		c.Reasons = append(c.Reasons, "on the way: text is "+m)
	}
	if m := gkmlptHome.FindString(c.URL); m != "" {
		c.Score += 30
		c.Reasons = append(c.Reasons, "on the way: address has "+m)
	} else if m := wayFolders.FindStringSubmatch(pathOf(c.URL)); m != nil && c.Kind != Article {
		c.Score += 10
		c.Reasons = append(c.Reasons, "on the way: address has "+m[1])
	}
}

const (
	// DiscoveryDepth is how many pages the column may be away from the home page.
	DiscoveryDepth = 2
	// DiscoveryWays is how many pages on the way are asked for on each level.
	DiscoveryWays = 5
)

// Discovery finds the report column of a site, page by page; what it asks for
// and why it believes what it found is in the open.
type Discovery struct {
	asked map[string]bool
	// Columns are what was found so far, each once, best first.
	Columns []Candidate
}

// NewDiscovery starts at a home page.
func NewDiscovery(home string) (*Discovery, Request) {
	home = Canonical(home)
	return &Discovery{asked: map[string]bool{Key(home): true}}, Request{URL: home, Kind: List}
}

// Read takes an answer and says what to ask next; nothing when it is done, or
// when the page on that level is no use.
func (d *Discovery) Read(p *Page) (next []Request) {
	p.URL = Canonical(p.URL)
	if Classify(p).State != OK {
		return nil
	}
	candidates := Candidates(p)
	if e := Sniff(p)[0]; e.Family == "gkmlpt" {
		if l, err := (gkmlpt{}).List(p); err == nil && len(l.Next) > 0 {
			self := newLink(Canonical(p.URL), titleText(p), "")
			self.Score, self.Reasons = minColumn+10, append([]string{"catalogue with a category of annual reports"}, l.Next[0].Reasons...)
			candidates = append(candidates, Candidate{Link: self, Column: true})
		}
	}
	ways := 0
	for _, c := range candidates {
		switch {
		case c.Column:
			d.add(c)
		case p.Request.Depth < DiscoveryDepth && ways < DiscoveryWays && !d.asked[Key(c.URL)]:
			ways++
			d.asked[Key(c.URL)] = true
			next = append(next, Request{URL: c.URL, Kind: List, Depth: p.Request.Depth + 1, Referer: p.URL, Reasons: c.Reasons})
		}
	}
	if u := refresh(p); u != "" && !d.asked[Key(u)] && p.Request.Depth < DiscoveryDepth {
		d.asked[Key(u)] = true
		next = append(next, Request{URL: u, Kind: List, Depth: p.Request.Depth + 1, Reasons: []string{"the page sends there"}})
	}
	return next
}

func (d *Discovery) add(c Candidate) {
	for i, old := range d.Columns {
		if Key(old.URL) == Key(c.URL) {
			if c.Score > old.Score {
				d.Columns[i] = c
			}
			return
		}
	}
	d.Columns = append(d.Columns, c)
	sort.SliceStable(d.Columns, func(i, j int) bool { return d.Columns[i].Score > d.Columns[j].Score })
}
