package crawl

import (
	"sync"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/sites"
)

// Summary is what a crawl came to.
type Summary struct {
	// Sources were to be walked through.
	Sources int
	// Reports were found, or found again; of sources that were walked before, none.
	Reports int
	// Left is what was not asked for and is for another run; OverBudget says that a
	// budget was the reason for some of it.
	Left       int
	OverBudget bool
	// Problems are of sources, not of URLs.
	Problems []Problem
	// Hosts are those of the sources, with what the ledger says of them now.
	Hosts []HostOutcome
	// Took is how long it took.
	Took time.Duration

	began   time.Time
	sources int
	mu      sync.Mutex
}

// Problem is why a source brought nothing.
type Problem struct{ Source, URL, Reason string }

// HostOutcome is what became of the URLs of a host.
type HostOutcome struct {
	archive.HostCounts
	// Note is why the host is not asked at the moment.
	Note string
}

// Failures are how many URLs could not be had.
func (s *Summary) Failures() (n int) {
	for _, h := range s.Hosts {
		n += h.States[archive.Failed] + h.States[archive.Blocked]
	}
	return n + len(s.Problems)
}

func (s *Summary) problem(source, address, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Problems = append(s.Problems, Problem{source, address, reason})
}

func (s *Summary) postponed(budget bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Left++
	s.OverBudget = s.OverBudget || budget
}

func (s *Summary) report(string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Reports++
}

// close fills in what the ledger says.
func (s *Summary) close(c *crawler, list []sites.Source) error {
	s.Sources, s.Took = s.sources, c.Clock.Now().Sub(s.began)
	ours := map[string]bool{}
	for _, source := range list {
		for host := range source.Scope().Hosts {
			ours[site("http://"+host)] = true
		}
	}
	counts, err := c.ledger.CountsByHost()
	if err != nil {
		return err
	}
	for _, h := range counts {
		if !ours[site("http://"+h.Host)] {
			continue
		}
		kept, err := c.ledger.Host(h.Host)
		if err != nil {
			return err
		}
		note := ""
		if state := (memory{c.ledger}); kept.Next.After(c.Clock.Now()) {
			known, err := state.Load(h.Host)
			if err != nil {
				return err
			}
			note = known.Why
		}
		s.Hosts = append(s.Hosts, HostOutcome{h, note})
	}
	return nil
}
