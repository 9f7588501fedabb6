package crawl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"gongkai/corpus/archive"
	"gongkai/corpus/polite"
	"gongkai/corpus/sites"
)

// mark is what is kept of a source that was walked to its end.
type mark struct {
	Done time.Time `json:"done"`
	// Start are the addresses that the walk began at.
	Start []string `json:"start"`
}

// markName is where it is kept: among the hosts, of which none has such a name.
func markName(s sites.Source) string { return "source " + s.ID }

// walked reports whether the source was walked to its end, and nothing of it is to
// be asked for again.
func (c *crawler) walked(s sites.Source, queued map[string]bool) (bool, error) {
	for host := range s.Scope().Hosts {
		if queued[host] {
			return false, nil
		}
	}
	h, err := c.ledger.Host(markName(s))
	if err != nil || h.Note == "" {
		return false, err
	}
	var m mark
	if json.Unmarshal([]byte(h.Note), &m) != nil {
		return false, nil
	}
	return slices.Equal(m.Start, startsOf(s)) && c.Clock.Now().Sub(m.Done) < min(c.Retry, c.Refresh), nil
}

func (c *crawler) setWalked(s sites.Source) error {
	text, err := json.Marshal(mark{c.Clock.Now(), startsOf(s)})
	if err != nil {
		return err
	}
	return c.ledger.SetHost(archive.Host{Host: markName(s), Note: string(text)})
}

func startsOf(s sites.Source) []string { return append(slices.Clone(s.Start), s.Home) }

func (c *crawler) queuedHosts() (map[string]bool, error) {
	hosts, err := c.ledger.Hosts()
	queued := map[string]bool{}
	for _, h := range hosts {
		queued[h.Host] = true
	}
	return queued, err
}

// goThrough walks through a source.
func (c *crawler) goThrough(ctx context.Context, s sites.Source, queued map[string]bool, sum *Summary) error {
	done, err := c.walked(s, queued)
	if err != nil || done {
		return err
	}
	c.Log(Event{Time: c.Clock.Now(), What: "source begins", Source: s.ID})
	w := walker{crawler: c, source: s, summary: sum}
	starts := s.Start
	if len(starts) == 0 {
		if starts, err = w.discover(ctx); err != nil {
			return err
		}
	}
	if err := w.walk(ctx, sites.NewWalk(s.Scope(), c.Limits, s.Family, starts...)); err != nil {
		return err
	}
	c.Log(Event{Time: c.Clock.Now(), What: "source ends", Source: s.ID, Queued: w.left})
	if w.left > 0 {
		return nil
	}
	return c.setWalked(s)
}

// walker walks through one source.
type walker struct {
	*crawler
	source  sites.Source
	summary *Summary
	// left counts what was not asked for and is for another run.
	left int
}

// columns is how many report columns of a home page are walked through.
const columns = 3

// discover finds the report columns from the home page.
func (w *walker) discover(ctx context.Context) ([]string, error) {
	found, err := w.candidates(ctx, w.source.Home)
	if err != nil {
		return nil, err
	}
	var starts []string
	for _, c := range found[:min(len(found), columns)] {
		starts = append(starts, c.URL)
	}
	if len(starts) == 0 && w.left == 0 {
		w.summary.problem(w.source.ID, w.source.Home, "no report column was found from the home page")
	}
	return starts, nil
}

func (w *walker) candidates(ctx context.Context, home string) ([]sites.Candidate, error) {
	d, first := sites.NewDiscovery(home)
	queue := []sites.Request{first}
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		a, err := w.ask(ctx, question{source: &w.source, request: r, queued: len(queue)})
		if err != nil {
			return nil, err
		}
		if a.left != nil {
			w.postpone(a.left)
		}
		if a.page != nil {
			queue = append(queue, d.Read(a.page)...)
		}
		if a.keep != nil {
			if err := a.keep("on the way to the report column"); err != nil {
				return nil, err
			}
		}
	}
	return d.Columns, nil
}

func (w *walker) postpone(why error) {
	w.left++
	w.summary.postponed(errors.Is(why, polite.ErrBudget))
}

// walk asks what the walk wants to know until it wants nothing more.
func (w *walker) walk(ctx context.Context, walk *sites.Walk) error {
	queue := walk.Start()
	if err := w.add(queue, nil); err != nil {
		return err
	}
	for len(queue) > 0 {
		r := queue[0]
		queue[0] = sites.Request{} // what was asked need not be kept
		queue = queue[1:]
		a, err := w.ask(ctx, question{source: &w.source, request: r, queued: len(queue)})
		if err != nil {
			return err
		}
		if a.left != nil {
			w.postpone(a.left)
			continue
		}
		var step sites.Step
		if a.page != nil {
			step = walk.Read(a.page)
		} else {
			step = walk.Fail(r)
		}
		// Links first: what is stored is not asked for again.
		if err := w.add(step.Next, step.Skipped); err != nil {
			return err
		}
		if a.keep != nil {
			if err := a.keep(made(r, a.page, step)); err != nil {
				return err
			}
		}
		if step.Report != nil {
			w.summary.report(w.source.ID)
			w.Report(w.source, *step.Report)
		}
		queue = append(queue, step.Next...)
	}
	return nil
}

// add notes in the ledger what is to be asked for and what is not.
func (w *walker) add(next []sites.Request, skipped []sites.Skip) error {
	now := w.Clock.Now()
	links := make([]archive.Link, len(next))
	for i, r := range next {
		links[i] = archive.Link{URL: ledgerAddress(r), FoundOn: r.Referer, Text: r.Link.Text, Kind: string(r.Kind)}
	}
	if len(links) > 0 {
		if _, err := w.ledger.Add(now, links...); err != nil {
			return err
		}
	}
	for _, s := range skipped {
		reason := strings.TrimSuffix("not asked for: "+s.Reason+", "+s.Detail, ", ")
		if _, err := w.ledger.Skip(now, reason, archive.Link{URL: s.URL}); err != nil {
			return err
		}
	}
	return nil
}

// made is what a walk made of a page, for the ledger.
func made(r sites.Request, p *sites.Page, s sites.Step) string {
	switch {
	case s.Report != nil:
		return fmt.Sprintf("report of %d", s.Report.Year)
	case r.Kind == sites.Attachment || r.Kind == sites.Image:
		return "file"
	case len(s.Links) > 0 && len(s.Evidence) > 0 && !sites.HasReportText(p):
		return fmt.Sprintf(archive.ReasonList+"%s, %d links", s.Evidence[0].Family, len(s.Links))
	case r.Kind == sites.Article:
		return "not a report"
	}
	return "page"
}

// sweep asks for what the archive holds and no list names any more: it may have
// vanished.
func (c *crawler) sweep(ctx context.Context, list []sites.Source, sum *Summary) error {
	ours := map[string]*sites.Source{}
	for i := range list {
		for host := range list[i].Scope().Hosts {
			ours[site("http://"+host)] = &list[i]
		}
	}
	hosts, err := c.ledger.Hosts()
	if err != nil {
		return err
	}
	hosts = slices.DeleteFunc(hosts, func(h archive.Host) bool { return ours[site("http://"+h.Host)] == nil })
	return c.each(ctx, len(hosts), func(ctx context.Context, i int) error {
		var addresses []string
		for u, err := range c.ledger.URLs(archive.Query{State: archive.Queued, Host: hosts[i].Host}) {
			if err != nil {
				return err
			}
			// Others are what a walk has left for another run.
			if u.Reason == "refresh" {
				addresses = append(addresses, u.Link.URL)
			}
		}
		w := walker{crawler: c, source: *ours[site("http://"+hosts[i].Host)], summary: sum}
		for n, address := range addresses {
			if err := w.revisit(ctx, address, len(addresses)-n-1); err != nil {
				return err
			}
		}
		return nil
	})
}

// revisit asks for something that no list names any more.
func (w *walker) revisit(ctx context.Context, address string, queued int) error {
	if strings.HasSuffix(address, "/robots.txt") || strings.Contains(address, postMark) {
		return w.ledger.Set(w.Clock.Now(), address, archive.Skipped, "not asked for: nothing needs it any more")
	}
	a, err := w.ask(ctx, question{source: &w.source, request: sites.Request{URL: address}, queued: queued})
	if err != nil {
		return err
	}
	if a.left != nil {
		w.postpone(a.left)
	}
	if a.keep != nil {
		return a.keep("no list names it any more")
	}
	return nil
}

// mine are the sources of the shard. Sources that share a site are of one shard, so
// that no site is asked by two machines.
func mine(list []sites.Source, shard polite.Shard) []sites.Source {
	group := map[string]string{} // a site and the one that stands for its group
	var first func(string) string
	first = func(s string) string {
		if g, ok := group[s]; ok && g != s {
			return first(g)
		}
		return s
	}
	sitesOf := func(s sites.Source) (names []string) {
		for host := range s.Scope().Hosts {
			names = append(names, site("http://"+host))
		}
		sort.Strings(names)
		return names
	}
	for _, s := range list {
		names := sitesOf(s)
		for _, n := range names {
			a, b := first(names[0]), first(n)
			group[max(a, b)] = min(a, b)
		}
	}
	return slices.DeleteFunc(slices.Clone(list), func(s sites.Source) bool { return !shard.Has(first(sitesOf(s)[0])) })
}

// site is the registered name that an address belongs to.
func site(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	name, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname()))
	if err != nil {
		return strings.ToLower(u.Hostname())
	}
	return name
}

// Discover finds the report columns of a site from its home page, the best first.
func Discover(ctx context.Context, a *archive.Archive, home string, o Options) ([]sites.Candidate, error) {
	w := walker{crawler: newCrawler(a, o), source: sites.Source{ID: "discover", Home: home}, summary: &Summary{}}
	return w.candidates(ctx, home)
}
