// Package polite decides when a web server may be asked. It knows no network and no
// files: times go in, times come out.
//
// [Rules.After] is the whole policy, a pure function: what is known of a host, how
// its last answer was and when, to when it may be asked next. [Lanes] applies it to
// many hosts at once: one request at a time to a host and to an address, however
// many names lead to it.
//
// # The policy
//
//   - The pause after an answer is five times what the answer took, at least 3 and at
//     most 30 seconds, and never less than the host's Crawl-delay.
//   - Retry-After holds, whatever comes between, and over restarts.
//   - After 429, 5xx, time-outs and broken connections the pause is doubled from one
//     to the next, with some chance in it, and the pauses after stay longer until
//     answers have been good for a while: a host is never asked faster after an error.
//   - After five failures in a row nothing is asked for a quarter of an hour, then one
//     thing; if that fails, nothing for twice as long. At the third time the host is
//     given up for this run ([ErrDown]), as it is when it asks for more patience than
//     there is ([ErrLater]).
package polite

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Rules are how polite to be. The zero value is not: see [DefaultRules].
type Rules struct {
	// The pause after an answer is Factor times what it took, between Least and Most.
	Factor      float64
	Least, Most time.Duration
	// Backoff is the pause after the first failure, doubled with each further one in a
	// row up to BackoffMost.
	Backoff, BackoffMost time.Duration
	// Break is how many failures in a row open the breaker, for BreakFor, doubled each
	// time. GiveUp is how often it opens until the host is given up.
	Break    int
	BreakFor time.Duration
	GiveUp   int
	// Patience is how long to wait for a host that asks for it; one that asks for more
	// is left for another run.
	Patience time.Duration
	// Forget is how long after its last pause a host's failures count.
	Forget time.Duration
	// Night is when hosts may be asked at all; zero means always.
	Night Hours
	// Pages and Bytes are the most that is asked of a host in a run; 0 means no limit.
	Pages, Bytes int64
}

// DefaultRules are those of the package comment.
func DefaultRules() Rules {
	return Rules{
		Factor: 5, Least: 3 * time.Second, Most: 30 * time.Second, Backoff: 15 * time.Second, BackoffMost: 10 * time.Minute,
		Break: 5, BreakFor: 15 * time.Minute, GiveUp: 3, Patience: 2 * time.Hour, Forget: 12 * time.Hour,
	}
}

// State is what is known of a host: it is kept over restarts.
type State struct {
	// Next is before when nothing may be asked.
	Next time.Time `json:"-"`
	// Failures in a row.
	Failures int `json:"-"`
	// RetryAfter is until when the host asked to be left alone.
	RetryAfter time.Time `json:"retry_after,omitzero"`
	// Opened is how often in a row the breaker opened.
	Opened int `json:"opened,omitempty"`
	// Slower is what the pauses are longer since there were failures, by factor.
	Slower float64 `json:"slower,omitempty"`
	// Delay is the Crawl-delay.
	Delay time.Duration `json:"delay,omitempty"`
	// Why Next is far away, for people.
	Why string `json:"why,omitempty"`
}

// Note is the state as text, but for Next and Failures.
func (s State) Note() string {
	text, err := json.Marshal(s)
	if err != nil {
		panic("polite: " + err.Error())
	}
	return string(text)
}

// ParseNote reads what Note wrote. A text that is none is the zero state: waits are
// kept in Next.
func ParseNote(text string) (s State) {
	if json.Unmarshal([]byte(text), &s) != nil {
		return State{}
	}
	return s
}

// Answer is how a request went.
type Answer struct {
	// Took is until the last byte.
	Took time.Duration
	// Status is 0 when there was no answer.
	Status int
	// RetryAfter is the header as it was sent.
	RetryAfter string
	// Failed says that no answer came, or none that was whole.
	Failed bool
	// Challenged says that the answer was a challenge for programs.
	Challenged bool
	// Bytes of the answer.
	Bytes int64
}

// failure is why an answer is one that asks for restraint; empty when it is not.
func (a Answer) failure() string {
	switch {
	case a.Challenged:
		return "challenge"
	case a.Status == http.StatusTooManyRequests, a.Status >= 500:
		return "status " + strconv.Itoa(a.Status)
	case a.Failed:
		return "no answer"
	}
	return ""
}

// challenges in a row mean that a host wants no programs: it is given up.
const challenges = 3

// relax is what a good answer leaves of Slower: after ten of them little is left.
const relax = 0.8

// After is what is known of a host after an answer. Chance is between 0 and 1.
func (r Rules) After(s State, a Answer, now time.Time, chance float64) State {
	pause := min(max(time.Duration(r.Factor*float64(a.Took)), r.Least), r.Most)
	why := a.failure()
	if why == "" {
		s.Failures, s.Opened, s.Why = 0, 0, ""
		if s.Slower *= relax; s.Slower < 1 {
			s.Slower = 0
		}
		pause = max(pause, time.Duration(s.Slower*float64(pause)))
	} else {
		s.Failures++
		s.Why = why
		s.Slower = min(max(s.Slower, 1)*2, float64(r.Most)/float64(max(r.Least, 1)))
		backoff := min(float64(r.Backoff)*math.Pow(2, float64(min(s.Failures, 60)-1)), float64(r.BackoffMost))
		// Chance keeps many programs that failed together from coming back together; it
		// only makes a pause longer.
		pause = max(pause, time.Duration(backoff*(1+chance/2)))
		// Above the threshold the one request that was let through has failed as well.
		if r.Break > 0 && s.Failures >= r.Break {
			s.Opened++
			s.Why = "breaker open after " + strconv.Itoa(s.Failures) + " failures: " + why
			pause = max(pause, r.BreakFor<<min(s.Opened-1, 10))
		}
		if a.Challenged && s.Failures >= challenges {
			s.Opened, s.Why = max(s.Opened, r.GiveUp), "it challenges programs"
		}
	}
	s.Next = later(s.Next, now.Add(max(pause, s.Delay)))
	if until, ok := RetryAfter(a.RetryAfter, now); ok && (why != "" || a.Status/100 == 3) {
		s.RetryAfter = later(s.RetryAfter, until)
	}
	if s.RetryAfter.After(s.Next) {
		s.Next, s.Why = s.RetryAfter, "Retry-After"
	}
	return s
}

// Sent is what is known of a host when a request is on its way to it: if the program
// is killed now, the next one does not ask at once.
func (r Rules) Sent(s State, now time.Time) State {
	s.Next = later(s.Next, now.Add(max(r.Least, s.Delay)))
	return s
}

// Resume is what still counts of a state that was kept.
func (r Rules) Resume(s State, now time.Time) State {
	if now.Sub(s.Next) > r.Forget {
		return State{Delay: s.Delay}
	}
	return s
}

// MaxRetryAfter is the longest time for which a host is left alone because it says
// so.
const MaxRetryAfter = 366 * 24 * time.Hour

// RetryAfter reads the header in both of its forms, seconds and a date.
func RetryAfter(value string, now time.Time) (until time.Time, ok bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return time.Time{}, false
	}
	most := now.Add(MaxRetryAfter)
	if strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(MaxRetryAfter/time.Second) {
			return most, true
		}
		return now.Add(time.Duration(seconds) * time.Second), true
	}
	date, err := http.ParseTime(value)
	if err != nil || !date.After(now) {
		return time.Time{}, false
	}
	if date.After(most) {
		return most, true
	}
	return date, true
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
