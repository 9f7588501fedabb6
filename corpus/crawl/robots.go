package crawl

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/robots"
	"gongkai/corpus/sites"
)

// robotsHold is how long a robots.txt file is believed, as RFC 9309 has it.
const robotsHold = 24 * time.Hour

// Reasons for which robots.txt keeps the crawler from asking.
const (
	reasonRobots      = "robots.txt: "
	reasonUnreachable = "robots.txt cannot be had, the site is left alone: "
)

// robotsCache are the robots.txt files of origins.
type robotsCache struct {
	mu    sync.Mutex
	files map[string]*robotsFile
}

type robotsFile struct {
	// token is held by who reads or fills in the file: it may take long.
	token       chan struct{}
	rules       *robots.Rules // nil when there is no file, or none could be had
	unreachable string
	until       time.Time
}

// allowed says why an address may not be asked for; empty when it may. The error is
// polite's when the file could not be asked for now.
func (c *crawler) allowed(ctx context.Context, s *sites.Source, address string) (reason string, err error) {
	o := origin(address)
	c.robots.mu.Lock()
	f := c.robots.files[o]
	if f == nil {
		f = &robotsFile{token: make(chan struct{}, 1)}
		c.robots.files[o] = f
	}
	c.robots.mu.Unlock()
	select {
	case f.token <- struct{}{}:
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	defer func() { <-f.token }()
	if !c.Clock.Now().Before(f.until) {
		if err := c.readRobots(ctx, s, o, f); err != nil {
			return "", err
		}
	}
	if f.unreachable != "" {
		return reasonUnreachable + f.unreachable, nil
	}
	u, err := url.Parse(address)
	if err != nil || f.rules == nil {
		return "", nil
	}
	if allowed, line := f.rules.Allowed(u); !allowed {
		return reasonRobots + line, nil
	}
	return "", nil
}

// readRobots fills in the file of an origin.
func (c *crawler) readRobots(ctx context.Context, s *sites.Source, origin string, f *robotsFile) error {
	address := sites.Canonical(origin + "/robots.txt")
	a, err := c.ask(ctx, question{source: s, request: sites.Request{URL: address, Kind: "robots"}, isRobots: true})
	if err != nil {
		return err
	}
	if a.keep != nil {
		if err := a.keep(""); err != nil {
			return err
		}
	}
	if a.left != nil {
		return a.left
	}
	f.rules, f.unreachable = nil, ""
	// What was had before is believed for a day from when it was had.
	f.until = c.Clock.Now().Add(robotsHold)
	if u, ok, err := c.ledger.Get(address); err != nil {
		return err
	} else if ok && !u.Changed.IsZero() && u.State != archive.Queued {
		f.until = u.Changed.Add(robotsHold)
	}
	switch {
	case a.page == nil && strings.HasPrefix(a.reason, "redirect: "):
		// RFC 9309: as if there were no file.
	case a.page == nil:
		f.unreachable = a.reason
	case a.page.Status == 429, a.page.Status >= 500:
		f.unreachable = statusText(a.page.Status)
	case a.page.Status/100 == 2:
		f.rules = robots.Parse(a.page.Body, c.Agent)
	}
	if f.rules != nil {
		return c.lanes.Delay(ctx, archive.HostOf(address), f.rules.Delay)
	}
	return nil
}
