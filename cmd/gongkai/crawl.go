package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gongkai/cmd/build"
	"gongkai/corpus/archive"
	"gongkai/corpus/crawl"
	"gongkai/corpus/fetch"
	"gongkai/corpus/polite"
	"gongkai/corpus/robots"
	"gongkai/corpus/sites"
	"gongkai/corpus/warc"
)

// crawlOptions are the flags of crawl.
type crawlOptions struct {
	folder string
	asJSON bool
	visitorOptions
	shard, night         string
	pages, bytes         int64
	totalPages           int64
	totalBytes           int64
	parallel             int
	refresh, retryFailed time.Duration
	// summary is set when it is done.
	summary *crawl.Summary
}

// visitorOptions are the flags of everything that asks web servers.
type visitorOptions struct {
	agent, contact string
	// For tests.
	allowPrivate bool
	connectTo    string
	speed        float64
}

func (o *visitorOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.contact, "contact", "", "page or mailbox at which the operators of sites reach you (required)")
	f.StringVar(&o.agent, "user-agent", "gongkai", "name by which robots.txt files know the crawler")
	f.BoolVar(&o.allowPrivate, "allow-private", false, "ask private addresses, too")
	f.StringVar(&o.connectTo, "connect-to", "", "connect to this address, whatever the host")
	f.Float64Var(&o.speed, "speed", 1, "how fast the clock runs")
	for _, name := range []string{"allow-private", "connect-to", "speed"} {
		f.MarkHidden(name)
	}
}

// options are what the flags mean for package crawl.
func (o *visitorOptions) options() (crawl.Options, error) {
	if o.contact == "" {
		return crawl.Options{}, hintedUsage(errors.New("--contact must say where the operators of sites can reach you"),
			"e.g. --contact https://www.example.org/crawler or --contact you@example.org; it is sent with every request. 须注明联系方式，随每次请求发送")
	}
	agent, err := crawl.UserAgent(o.agent, o.contact)
	if err != nil {
		return crawl.Options{}, usageError{err}
	}
	if !o.allowPrivate && (o.connectTo != "" || o.speed != 1) {
		return crawl.Options{}, usageError{errors.New("--connect-to and --speed are for tests: they need --allow-private")}
	}
	client := &fetch.Client{UserAgent: agent}
	c := crawl.Options{Agent: robots.Token(o.agent), Client: client, Rules: polite.DefaultRules(), Seed: uint64(time.Now().UnixNano()), Clock: polite.NewWall(time.Now(), 1)}
	if o.allowPrivate {
		client.Allowed = func(netip.AddrPort) error { return nil }
		// One clock for all runs of a day.
		c.Clock = polite.NewWall(time.Now().Truncate(24*time.Hour), o.speed)
	}
	if o.connectTo != "" {
		client.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, o.connectTo)
		}
		c.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}
	}
	return c, nil
}

func crawlCommand() *cobra.Command { return crawlCommandOf(&crawlOptions{}) }

func crawlCommandOf(o *crawlOptions) *cobra.Command {
	c := &cobra.Command{
		Use:   "crawl -o ARCHIVE --contact CONTACT SITES.yaml|URL...",
		Short: "collect annual reports from agencies' websites, politely, into an archive",
		Long: `crawl walks through report columns of agencies' websites and keeps every request and answer in an
archive (WARC), from which "gongkai build" makes datasets. Sites are named by files (docs/SITES.md) or by the
address of a report column; of a home page the column is found. The word "known" names the columns that come
with gongkai.

It keeps to robots.txt and Crawl-delay, asks a host and an address one thing at a time with pauses of 3 to 30
seconds, honours Retry-After, slows down when a site has trouble, and leaves challenges alone; docs/CRAWL.md
says all of it. Start a crawl that was stopped or killed again with the same command: it goes on where it
was. Months later the same command asks for what is new or changed, and notes what has vanished.

Exit codes: 0 done; 1 failed; 2 used wrongly; 3 done, but some pages could not be had; 4 interrupted; 5 something
is left for another run: a budget was used up, or a host asks for more patience.`,
		Example: `  gongkai crawl -o archive --contact you@example.org sites.yaml
  gongkai crawl -o archive --contact https://www.example.org/bot https://www.example.gov.cn/zwgk/zfxxgknb/
  gongkai crawl -o archive --contact you@example.org --shard 1/4 --night 22:00-06:00 known
  gongkai build -o dataset archive`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			options, err := o.options()
			if err != nil {
				return err
			}
			list, err := crawlSources(args)
			if err != nil {
				return err
			}
			s, err := o.crawl(cmd, list, options)
			if o.summary = s; s != nil {
				if err := printCrawl(cmd.OutOrStdout(), s, o); err != nil {
					return err
				}
			}
			return crawlError(cmd.Context(), s, err, o.folder)
		},
	}
	f := c.Flags()
	f.StringVarP(&o.folder, "output", "o", "", "folder of the archive (required)")
	f.BoolVar(&o.asJSON, "json", false, "print everything that happens, and the report, as JSON objects, one a line")
	o.visitorOptions.flags(f)
	f.StringVar(&o.shard, "shard", "", "of several machines with the same list of sites, which this is: 2/5")
	f.StringVar(&o.night, "night", "", "ask only in these hours, in China: 22:00-06:00")
	f.Int64Var(&o.pages, "max-pages", 5000, "most pages to ask of a host in this run; 0 means no limit")
	f.Int64Var(&o.bytes, "max-bytes", 5<<30, "most bytes to fetch from a host in this run; 0 means no limit")
	f.Int64Var(&o.totalPages, "total-pages", 0, "most pages to ask in all in this run; 0 means no limit")
	f.Int64Var(&o.totalBytes, "total-bytes", 0, "most bytes to fetch in all in this run; 0 means no limit")
	f.IntVar(&o.parallel, "parallel", 64, "sites to walk through at once")
	f.DurationVar(&o.refresh, "refresh", 30*24*time.Hour, "age from which what was fetched is asked for again")
	f.DurationVar(&o.retryFailed, "retry", 24*time.Hour, "age from which what could not be had is asked for again")
	c.MarkFlagRequired("output")
	return c
}

// hintedUsage is a mistake in the call with more to say than how it is used.
func hintedUsage(err error, hint string) error { return usageError{hintedError{err, hint}} }

// interruptedError says that the program was told to stop, and stopped in order.
type interruptedError struct{ error }

// leftError says that something is left for another run.
type leftError struct{ error }

func crawlError(ctx context.Context, s *crawl.Summary, err error, folder string) error {
	switch {
	case ctx.Err() != nil:
		return interruptedError{errors.New("interrupted; start it again with the same command to go on")}
	case errors.Is(err, archive.ErrForeign):
		return hintedError{err, "name a folder that does not exist, or one that a crawl wrote"}
	case err != nil:
		return err
	case s.Left > 0:
		return leftError{fmt.Errorf("%s left for another run", plural(s.Left, "page"))}
	case s.Failures() > 0:
		return unreadableError{fmt.Sprintf("%s could not be had; gongkai archive list --state failed %s lists them", plural(s.Failures(), "page"), folder)}
	}
	return nil
}

// crawlSources are the sources that the arguments name.
func crawlSources(args []string) (list []sites.Source, err error) {
	var files []string
	for _, arg := range args {
		switch {
		case arg == "known":
			known, err := sites.Known()
			if err != nil {
				return nil, err
			}
			list = append(list, known...)
		case strings.HasPrefix(arg, "http://"), strings.HasPrefix(arg, "https://"):
			s, err := addressSource(arg)
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		default:
			files = append(files, arg)
		}
	}
	if len(files) > 0 {
		loaded, err := sites.Load(files...)
		if err != nil {
			return nil, usageError{err}
		}
		list = append(list, loaded...)
	}
	return list, nil
}

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

// addressSource is a source that is nothing but an address: of a home page when it has
// no path.
func addressSource(address string) (sites.Source, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return sites.Source{}, usageError{fmt.Errorf("%q is no address of a web page", address)}
	}
	s := sites.Source{ID: strings.Trim(notInID.ReplaceAllString(strings.ToLower(u.Host+u.Path), "-"), "-")}
	if strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		s.Home = address
	} else {
		s.Start = []string{address}
	}
	return s, nil
}

// crawl crawls; the summary is nil if it did not begin.
func (o *crawlOptions) crawl(cmd *cobra.Command, list []sites.Source, c crawl.Options) (_ *crawl.Summary, err error) {
	c.Rules.Pages, c.Rules.Bytes, c.MaxPages, c.MaxBytes = o.pages, o.bytes, o.totalPages, o.totalBytes
	c.Parallel, c.Refresh, c.Retry = o.parallel, o.refresh, o.retryFailed
	if o.shard != "" {
		if c.Shard, err = polite.ParseShard(o.shard); err != nil {
			return nil, usageError{err}
		}
	}
	if o.night != "" {
		if c.Rules.Night, err = polite.ParseHours(o.night); err != nil {
			return nil, usageError{err}
		}
	}
	agent, err := crawl.UserAgent(o.agent, o.contact)
	if err != nil {
		return nil, err
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(crawl.MemoryLimit)
	}
	a, err := archive.Open(o.folder, archive.Options{Now: c.Clock.Now, Info: warc.Fields{{Name: "http-header-user-agent", Value: agent}, {Name: "operator", Value: o.contact}, {Name: "robots", Value: "obey"}}})
	if err != nil {
		return nil, err
	}
	w := &crawlWatch{out: cmd.ErrOrStderr(), sites: map[string]*siteWatch{}, began: time.Now()}
	if o.asJSON {
		w.events = json.NewEncoder(cmd.OutOrStdout())
		w.events.SetEscapeHTML(false)
	}
	c.Log = w.event
	stop := w.every(logEvery)
	s, err := crawl.Run(cmd.Context(), a, list, c)
	stop()
	return s, errors.Join(err, a.Close())
}

// printCrawl prints what a crawl came to.
func printCrawl(out io.Writer, s *crawl.Summary, o *crawlOptions) error {
	if o.asJSON {
		return json.NewEncoder(out).Encode(map[string]any{"what": "summary", "summary": s})
	}
	var b strings.Builder
	counts := map[archive.State]int{}
	for _, h := range s.Hosts {
		fmt.Fprintf(&b, "%s: %s", h.Host, stateCounts(h.States))
		if h.Note != "" {
			fmt.Fprintf(&b, " (%s)", h.Note)
		}
		b.WriteString("\n")
		for state, n := range h.States {
			counts[state] += n
		}
	}
	for _, p := range s.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", p.Source, p.URL, p.Reason)
	}
	fmt.Fprintf(&b, "%s, %s: %s → %s\n", plural(s.Sources, "site"), plural(s.Reports, "report"), stateCounts(counts), filepath.ToSlash(o.folder))
	_, err := io.WriteString(out, b.String())
	return err
}

func stateCounts(counts map[archive.State]int) string {
	var parts []string
	for _, state := range archive.States() {
		if counts[state] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[state], state))
		}
	}
	if len(parts) == 0 {
		return "nothing asked"
	}
	return strings.Join(parts, ", ")
}

// crawlWatch tells how a crawl goes, site by site and in all.
type crawlWatch struct {
	mu     sync.Mutex
	out    io.Writer
	events *json.Encoder // nil unless everything is told
	sites  map[string]*siteWatch
	ended  siteWatch // of sites that are done with
	began  time.Time
}

// siteWatch is how it goes with a site.
type siteWatch struct {
	done, queued, blocked, failed int
	began                         time.Time
}

func (w *crawlWatch) event(e crawl.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.events != nil {
		w.events.Encode(e)
	}
	s := w.sites[e.Source]
	if s == nil {
		s = &siteWatch{began: time.Now()}
		w.sites[e.Source] = s
	}
	s.queued = e.Queued
	switch archive.State(e.What) {
	case archive.Blocked:
		s.blocked++
		s.done++
	case archive.Failed:
		s.failed++
		s.done++
	case archive.Fetched, archive.Unchanged, archive.Vanished, archive.Skipped:
		s.done++
	}
	if e.What == "source ends" {
		s.queued = 0
		w.ended.add(s)
		delete(w.sites, e.Source)
	}
}

func (s *siteWatch) add(other *siteWatch) {
	s.done, s.queued, s.blocked, s.failed = s.done+other.done, s.queued+other.queued, s.blocked+other.blocked, s.failed+other.failed
}

// text is how it goes; more may be queued than is known yet.
func (s *siteWatch) text() string {
	text := fmt.Sprintf("%d done, %d queued, %d blocked, %d failed", s.done, s.queued, s.blocked, s.failed)
	if rate := float64(s.done) / time.Since(s.began).Seconds(); rate > 0 {
		text += fmt.Sprintf(", %.2f/s, at least %s left", rate, time.Duration(float64(s.queued)/rate*float64(time.Second)).Round(time.Second))
	}
	return text
}

// every writes a line now and then, until it is stopped.
func (w *crawlWatch) every(interval time.Duration) (stop func()) {
	end := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fmt.Fprint(w.out, w.text())
			case <-end:
				return
			}
		}
	})
	return func() { close(end); wait.Wait() }
}

// busiest is how many sites are told of one by one.
const busiest = 5

func (w *crawlWatch) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := siteWatch{began: w.began}
	all.add(&w.ended)
	for _, s := range w.sites {
		all.add(s)
	}
	names := build.Sorted(w.sites)
	slices.SortStableFunc(names, func(a, b string) int { return w.sites[b].queued - w.sites[a].queued })
	var b strings.Builder
	fmt.Fprintf(&b, "gongkai: %s\n", all.text())
	for _, name := range names[:min(len(names), busiest)] {
		fmt.Fprintf(&b, "  %s: %s\n", name, w.sites[name].text())
	}
	return b.String()
}

func discoverCommand() *cobra.Command {
	o := &visitorOptions{}
	asJSON := false
	c := &cobra.Command{
		Use:   "discover --contact CONTACT URL",
		Short: "find the column of annual reports from the home page of a site",
		Long: `discover asks for a home page and a few pages on the way, as politely as crawl does, and prints the links
that may lead to the column of annual reports (政府信息公开年报), the best first, each with its score and the
reasons. Nothing is kept.

Exit codes: 0 found; 1 failed, or nothing was found; 2 used wrongly; 4 interrupted.`,
		Example: `  gongkai discover --contact you@example.org https://www.example.gov.cn`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			options, err := o.options()
			if err != nil {
				return err
			}
			if _, err := addressSource(args[0]); err != nil || !strings.HasPrefix(args[0], "http") {
				return usageError{fmt.Errorf("%q is no address of a web page", args[0])}
			}
			folder, err := os.MkdirTemp("", "gongkai-discover-*")
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
			a, err := archive.Open(filepath.Join(folder, "archive"), archive.Options{Now: options.Clock.Now})
			if err != nil {
				return err
			}
			problems := []string{}
			options.Log = func(e crawl.Event) {
				if s := archive.State(e.What); s == archive.Failed || s == archive.Blocked || s == archive.Skipped {
					problems = append(problems, e.URL+": "+e.Reason)
				}
			}
			found, err := crawl.Discover(cmd.Context(), a, args[0], options)
			if err = errors.Join(err, a.Close()); err != nil {
				if cmd.Context().Err() != nil {
					return interruptedError{errors.New("interrupted")}
				}
				return err
			}
			for _, p := range problems {
				fmt.Fprintf(cmd.ErrOrStderr(), "gongkai: %s\n", p)
			}
			if len(found) == 0 {
				return errors.New("no column of annual reports was found")
			}
			return printCandidates(cmd.OutOrStdout(), found, asJSON)
		},
	}
	o.flags(c.Flags())
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	return c
}

func printCandidates(out io.Writer, found []sites.Candidate, asJSON bool) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for _, c := range found {
		if asJSON {
			if err := e.Encode(map[string]any{"url": c.URL, "text": c.Text, "score": c.Score, "reasons": c.Reasons}); err != nil {
				return err
			}
			continue
		}
		if _, err := fmt.Fprintf(out, "%3d  %s  %s\n     %s\n", c.Score, c.URL, c.Text, strings.Join(c.Reasons, "; ")); err != nil {
			return err
		}
	}
	return nil
}
