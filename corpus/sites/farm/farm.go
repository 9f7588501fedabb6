// Package farm plays web sites of agencies, for tests: the twelve families of
// package sites, with any number of agencies, years and list pages, on one
// handler with a virtual host each. What it publishes are synthetic reports
// (corpus/synth), so that the whole way from a site to a dataset can be checked
// against a truth.
//
// A farm is deterministic by its seed, knows which addresses are reports
// ([Farm.Truth]) and logs every request with its time ([Farm.Log]), so that a
// crawler's manners are judged from the server's side. [Faults] are layers
// around it, by name.
//
// The markup follows what is known of the families; it is written for tests
// and copied from no site.
package farm

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"gongkai/corpus/synth"
)

// Config says what to play. The zero value is one agency of each family with
// the reports of five years.
type Config struct {
	Seed uint64
	// Families to play, by name; nil for all.
	Families []string
	// Agencies of each family; 0 is one.
	Agencies int
	// FirstYear and LastYear of the reports; 0 is 2020 to 2024.
	FirstYear, LastYear int
	// Decoys are articles in each column that are no reports; PerPage articles
	// stand on a list page. 0 is 7 and 5.
	Decoys, PerPage int
	// Traps adds calendars, session ids, mobile copies, second addresses of
	// the same article and answers to pages that there are not.
	Traps bool
}

// Families that the farm plays, in the order of their names in package sites.
func Families() []string {
	names := make([]string, len(players))
	for i, p := range players {
		names[i] = p.name
	}
	return names
}

// Site is one agency's site.
type Site struct {
	Host, Family, Agency string
	// Home and Column are addresses: of the home page, and of the report column.
	Home, Column string

	number int
	seed   uint64
	items  []*item
	farm   *Farm
	player player
}

// Report is the truth on one report.
type Report struct {
	Host, Family, Agency string
	Year                 int
	// URL is the one address that a crawler should report it under; Others are
	// further addresses of the same article, any one of which is as good.
	URL    string
	Others []string
	// Attachments are the addresses of its files; the report is in the first
	// one if there are any, otherwise in the page itself.
	Attachments []string
	// Writer is the name of the synth writer that made the document, and Order
	// what it was made from.
	Writer string
	Order  synth.Order
}

// item is something that a column lists.
type item struct {
	id     int
	title  string
	date   time.Time
	year   int // 0 for a decoy
	path   string
	others []string // second addresses of the same article
	files  []string // paths of attachments
	direct bool     // the list links the file itself
	writer string
	order  synth.Order
}

// Farm is a handler.
type Farm struct {
	config Config
	sites  []*Site
	byHost map[string]*Site

	mu       sync.Mutex
	log      []Entry
	running  map[string]int
	now      func() time.Time
	replaced map[string][]byte
	deleted  map[string]bool
}

// New makes a farm. It panics for a family that it does not play: a mistake in
// a test.
func New(c Config) *Farm {
	c.Agencies, c.Decoys, c.PerPage = orElse(c.Agencies, 1), orElse(c.Decoys, 7), orElse(c.PerPage, 5)
	c.FirstYear, c.LastYear = orElse(c.FirstYear, 2020), orElse(c.LastYear, 2024)
	if c.Families == nil {
		c.Families = Families()
	}
	f := &Farm{config: c, byHost: map[string]*Site{}, running: map[string]int{}, now: time.Now, replaced: map[string][]byte{}, deleted: map[string]bool{}}
	for _, name := range c.Families {
		at := slices.IndexFunc(players, func(p player) bool { return p.name == name })
		if at < 0 {
			panic("farm: no family " + name)
		}
		for n := range c.Agencies {
			f.add(players[at], n)
		}
	}
	return f
}

func orElse(n, fallback int) int {
	if n == 0 {
		return fallback
	}
	return n
}

func (f *Farm) add(p player, n int) {
	host := fmt.Sprintf("%s-%03d.farm.example", p.name, n)
	s := &Site{Host: host, Family: p.name, number: n, farm: f, player: p, seed: f.config.Seed*1_000_003 + uint64(len(f.sites)) + 1}
	s.fill()
	s.Home, s.Column = "http://"+host+"/", "http://"+host+p.column(s)
	f.sites = append(f.sites, s)
	f.byHost[host] = s
}

// Sites are all sites, in order.
func (f *Farm) Sites() []*Site { return f.sites }

// Truth is every report of every site, in order.
func (f *Farm) Truth() (all []Report) {
	for _, s := range f.sites {
		for _, it := range s.items {
			if it.year == 0 {
				continue
			}
			r := Report{Host: s.Host, Family: s.Family, Agency: s.Agency, Year: it.year, URL: s.url(it.path), Writer: it.writer, Order: it.order}
			for _, o := range it.others {
				r.Others = append(r.Others, s.url(o))
			}
			if !it.direct {
				for _, a := range it.files {
					r.Attachments = append(r.Attachments, s.url(a))
				}
			}
			all = append(all, r)
		}
	}
	return all
}

func (s *Site) url(path string) string { return "http://" + s.Host + path }

// fill draws what the column lists: reports and decoys, newest first.
func (s *Site) fill() {
	c := s.farm.config
	rng := rand.New(rand.NewPCG(s.seed, 0xFA12))
	id := 10_000 + rng.IntN(80_000)
	for year := c.FirstYear; year <= c.LastYear; year++ {
		it := &item{year: year, date: time.Date(year+1, time.January, 5+rng.IntN(80), 0, 0, 0, 0, time.UTC)}
		it.order = synth.Order{Seed: s.seed, Kind: synth.CountyBureau, Year: year}
		it.writer = []string{"html-portal", "docx", "pdf-drawn", "html-gb18030", "text"}[(s.number+year)%5]
		if it.writer == "text" {
			it.writer = "html-word"
		}
		s.items = append(s.items, it)
	}
	sample, err := synth.New(s.items[0].order)
	if err != nil {
		panic("farm: " + err.Error())
	}
	s.Agency = sample.Truth.Agency
	for i := range c.Decoys {
		s.items = append(s.items, &item{date: time.Date(c.FirstYear+i%(c.LastYear-c.FirstYear+1), time.Month(1+rng.IntN(12)), 1+rng.IntN(28), 0, 0, 0, 0, time.UTC)})
	}
	slices.SortStableFunc(s.items, func(a, b *item) int { return b.date.Compare(a.date) })
	decoy := 0
	for _, it := range s.items {
		id += 1 + rng.IntN(40)
		it.id = id
		if it.year != 0 {
			it.title = reportTitle(s, it)
		} else {
			it.title = fmt.Sprintf(decoys[decoy%len(decoys)], s.Agency, it.date.Year())
			decoy++
		}
		s.player.place(s, it)
	}
}

func reportTitle(s *Site, it *item) string {
	sample, err := synth.New(it.order)
	if err != nil {
		panic("farm: " + err.Error())
	}
	return sample.Truth.Title
}

// decoys are what report columns list besides: agency, year of publication.
var decoys = []string{
	"关于做好%[2]d年政府信息公开工作年度报告编制工作的通知",
	"%[1]s政府信息公开指南（%[2]d年版）",
	"%[1]s%[2]d年政府网站工作年度报表",
	"%[1]s政府信息公开制度",
	"%[1]s%[2]d年法治政府建设年度报告",
	"一图读懂%[1]s%[2]d年政府信息公开工作年度报告",
	"%[1]s%[2]d年部门预算",
}

// Document is the document of a report: the bytes that the farm serves for it.
func (s *Site) document(it *item) []byte {
	sample, err := synth.New(it.order)
	if err != nil {
		panic("farm: " + err.Error())
	}
	for _, w := range synth.Writers() {
		if w.Name == it.writer {
			data, err := w.Write(sample.Page)
			if err != nil {
				panic("farm: " + err.Error())
			}
			return data
		}
	}
	panic("farm: no writer " + it.writer)
}

func extension(writer string) string {
	for _, w := range synth.Writers() {
		if w.Name == writer {
			return w.Extension
		}
	}
	return ""
}

// isFile says whether the report is a file, not a page.
func (it *item) isFile() bool { return it.writer == "docx" || it.writer == "pdf-drawn" }

// Replace makes an address serve another body from now on, Delete a 404: pages
// replaced in place, reports that vanish.
func (f *Farm) Replace(address string, body []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.replaced[strings.TrimPrefix(address, "http://")] = body
}

// Delete makes an address answer 404 from now on, and leaves it in its list.
func (f *Farm) Delete(address string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.deleted[strings.TrimPrefix(address, "http://")] = true
}

// Handler is the farm behind faults, the first outermost. Every request is
// logged, those too that a fault answers.
func (f *Farm) Handler(faults ...Fault) http.Handler {
	inner := With(http.HandlerFunc(f.answer), faults...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := strings.Cut(r.Host, ":")
		done := f.begin(host, r)
		logged := &recorder{ResponseWriter: w}
		defer func() { done(logged.status, logged.written, w.Header().Clone()) }()
		inner.ServeHTTP(logged, r)
	})
}

// ServeHTTP answers for the site that the Host header names.
func (f *Farm) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.Handler().ServeHTTP(w, r) }

func (f *Farm) answer(w http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	s := f.byHost[host]
	if s == nil {
		http.Error(w, "no such host", http.StatusMisdirectedRequest)
		return
	}
	f.mu.Lock()
	address := host + r.URL.RequestURI()
	body, deleted := f.replaced[address], f.deleted[address]
	f.mu.Unlock()
	switch {
	case deleted:
		http.NotFound(w, r)
	case body != nil:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(body)
	case r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	case !s.serve(w, r):
		http.NotFound(w, r)
	}
}
