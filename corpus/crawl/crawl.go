// Package crawl collects the annual reports of agencies from their web sites into an
// archive: it brings together what to ask for (package sites), when (polite, robots),
// how (fetch) and what to keep (archive). docs/CRAWL.md describes what it does for
// users.
//
// # Resuming
//
// A site is always walked from its beginning. What the archive holds already, and is
// not too old, is read from there and not asked for again; the same answers lead to
// the same next requests ([sites.Walk]). So a crawl that was killed goes on where it
// was, one that is complete asks nothing, and one a year later asks for everything
// again, with conditions, and finds what has changed.
//
// # What is never done
//
// Nothing is asked that robots.txt does not allow, or when it cannot be had; no
// challenge is solved, no form is sent but those of the families, no cookie is kept.
// A redirect is a request of its own, under the same rules.
package crawl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"sync"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/fetch"
	"gongkai/corpus/polite"
	"gongkai/corpus/robots"
	"gongkai/corpus/sites"
)

// Asker asks a web server one thing: a *fetch.Client.
type Asker interface {
	Do(context.Context, fetch.Request) (*fetch.Exchange, error)
}

// Options say how to crawl. Zero fields take the defaults.
type Options struct {
	// Agent is the product token that robots.txt files know the crawler by, the part
	// of the client's User-Agent before "/".
	Agent  string
	Client Asker
	Rules  polite.Rules
	Shard  polite.Shard
	// Parallel is how many sites are walked at once: 64.
	Parallel int
	// Refresh is the age from which what was fetched is asked for again: 30 days.
	// Retry is that of what could not be had, or was not allowed: 24 hours.
	Refresh, Retry time.Duration
	// MaxPages and MaxBytes are the most that is asked for in all; 0 means no limit.
	MaxPages, MaxBytes int64
	// Attempts are made for an address in a row until it has failed: 3.
	Attempts int
	Limits   sites.Limits
	// Resolve names the addresses of a host; nil asks the system.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	// Clock is the one on the wall when nil.
	Clock polite.Clock
	// Seed is of the chance in back-off.
	Seed uint64
	// Log is told of everything that happens, by several goroutines at once; nil for
	// nobody.
	Log func(Event)
	// Report is told of every report that is found, also of those found before; by
	// several goroutines at once; nil for nobody.
	Report func(sites.Source, sites.Report)
}

// Event is something that happened.
type Event struct {
	Time time.Time `json:"time"`
	// What is the state that the URL has now, or "wait", "robots", "source begins",
	// "source ends".
	What   string `json:"what"`
	Source string `json:"source,omitempty"`
	Host   string `json:"host,omitempty"`
	URL    string `json:"url,omitempty"`
	Status int    `json:"status,omitempty"`
	Bytes  int    `json:"bytes,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Took is how long the server took, in milliseconds.
	Took int64 `json:"took_ms,omitempty"`
	// Queued is how much the source has still to ask for, as far as is known.
	Queued int `json:"queued"`
}

// MemoryLimit is for debug.SetMemoryLimit: a crawl at full width lives below it.
const MemoryLimit = 150 << 20

// maxBody is how much of a payload is read, decoded.
const maxBody = 64 << 20

func (o Options) orDefault() Options {
	if o.Parallel <= 0 {
		o.Parallel = 64
	}
	if o.Refresh <= 0 {
		o.Refresh = 30 * 24 * time.Hour
	}
	if o.Retry <= 0 {
		o.Retry = 24 * time.Hour
	}
	if o.Attempts <= 0 {
		o.Attempts = 3
	}
	if o.Clock == nil {
		o.Clock = polite.NewWall(time.Now(), 1)
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if o.Log == nil {
		o.Log = func(Event) {}
	}
	if o.Report == nil {
		o.Report = func(sites.Source, sites.Report) {}
	}
	return o
}

// ErrAgent says that the crawler has no name of its own, or says not whom to write
// to.
var ErrAgent = errors.New("a crawler says who it is and whom to write to")

// contact is an address that somebody reads: of a page or of a mailbox.
var contact = regexp.MustCompile(`^(?:https?://[^\s/()]+\.[^\s()]+|(?:mailto:)?[^\s@()]+@[^\s@()]+\.[^\s@()]+)$`)

// UserAgent makes the User-Agent of a name ("gongkai", "mybot/2.0") and a contact, the
// address of a page or a mailbox. The error wraps ErrAgent.
func UserAgent(name, address string) (string, error) {
	switch {
	case !contact.MatchString(address):
		return "", fmt.Errorf("%w: %q is no address of a page or a mailbox", ErrAgent, address)
	case robots.Token(name) == "" || !agentName.MatchString(name):
		return "", fmt.Errorf("%w: %q is no name of a program", ErrAgent, name)
	}
	return name + " (+" + address + ")", nil
}

var agentName = regexp.MustCompile(`^[A-Za-z][A-Za-z_-]*(?:/[\w.-]+)?$`)

// crawler is a running crawl.
type crawler struct {
	Options
	archive *archive.Archive
	ledger  *archive.Ledger
	lanes   *polite.Lanes
	robots  robotsCache
	names   names
	total   budget
}

// Run crawls the sources into the archive. The error is that of the archive or of the
// context; what could not be had is in the summary.
func Run(ctx context.Context, a *archive.Archive, list []sites.Source, o Options) (*Summary, error) {
	c := newCrawler(a, o)
	now := c.Clock.Now()
	list = mine(list, c.Shard)
	s := &Summary{began: now, sources: len(list)}
	if _, err := c.ledger.Refresh(now, now.Add(-c.Refresh)); err != nil {
		return nil, err
	}
	queued, err := c.queuedHosts()
	if err != nil {
		return nil, err
	}
	err = c.each(ctx, len(list), func(ctx context.Context, i int) error {
		return c.goThrough(ctx, list[i], queued, s)
	})
	if err == nil {
		err = c.sweep(ctx, list, s)
	}
	return s, errors.Join(err, s.close(c, list))
}

func newCrawler(a *archive.Archive, o Options) *crawler {
	o = o.orDefault()
	c := &crawler{Options: o, archive: a, ledger: a.Ledger()}
	c.lanes = polite.NewLanes(o.Rules, o.Clock, memory{c.ledger}, o.Seed)
	c.robots.files = map[string]*robotsFile{}
	c.names.found = map[string]*name{}
	c.total = budget{pages: o.MaxPages, bytes: o.MaxBytes}
	return c
}

// each does n things, some at a time, until one of them fails.
func (c *crawler) each(ctx context.Context, n int, do func(context.Context, int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(c.Parallel, n) {
		wait.Go(func() {
			for i := range next {
				if err := do(ctx, i); err != nil {
					stop(err)
				}
			}
		})
	}
feed:
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wait.Wait()
	return context.Cause(ctx)
}

// memory keeps what polite knows of hosts in the ledger.
type memory struct{ ledger *archive.Ledger }

func (m memory) Load(host string) (polite.State, error) {
	h, err := m.ledger.Host(host)
	s := polite.ParseNote(h.Note)
	s.Next, s.Failures = h.Next, h.Failures
	return s, err
}

func (m memory) Save(host string, s polite.State) error {
	return m.ledger.SetHost(archive.Host{Host: host, Next: s.Next, Failures: s.Failures, Note: s.Note()})
}

// budget is what may be asked for in all.
type budget struct {
	mu                     sync.Mutex
	pages, bytes           int64 // 0 means no limit
	pagesAsked, bytesAsked int64
}

func (b *budget) take() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pages > 0 && b.pagesAsked >= b.pages || b.bytes > 0 && b.bytesAsked >= b.bytes {
		return errAllBudget
	}
	b.pagesAsked++
	return nil
}

func (b *budget) add(bytes int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bytesAsked += bytes
}

// errAllBudget is polite.ErrBudget for all hosts together.
var errAllBudget = fmt.Errorf("%w: that of the whole crawl", polite.ErrBudget)

// names are the addresses of hosts, kept for a while.
type names struct {
	mu    sync.Mutex
	found map[string]*name
}

type name struct {
	addresses []netip.Addr
	err       error
	until     time.Time
}

// namesHold is how long an address is believed: a host that moves is found again.
const namesHold = 10 * time.Minute

// addresses are those of the host of a URL.
func (c *crawler) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	now := c.Clock.Now()
	c.names.mu.Lock()
	n := c.names.found[host]
	c.names.mu.Unlock()
	if n == nil || now.After(n.until) {
		addresses, err := c.Resolve(ctx, host)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		n = &name{addresses, err, now.Add(namesHold)}
		c.names.mu.Lock()
		c.names.found[host] = n
		c.names.mu.Unlock()
	}
	return n.addresses, n.err
}
