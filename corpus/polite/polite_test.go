package polite

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var start = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

// TestPause: when a host may be asked after each of a row of answers, counted from
// that answer.
func TestPause(t *testing.T) {
	good := func(took time.Duration) Answer { return Answer{Status: 200, Took: took} }
	bad, gone := Answer{Status: 503}, Answer{Status: 404}
	const s, m = time.Second, time.Minute
	for name, test := range map[string]struct {
		delay   time.Duration
		answers []Answer
		want    []time.Duration
	}{
		"fast":                            {0, []Answer{good(0), good(s / 10)}, []time.Duration{3 * s, 3 * s}},
		"five times":                      {0, []Answer{good(2 * s), good(s)}, []time.Duration{10 * s, 5 * s}},
		"slow":                            {0, []Answer{good(m)}, []time.Duration{30 * s}},
		"Crawl-delay":                     {20 * s, []Answer{good(s), good(6 * s)}, []time.Duration{20 * s, 30 * s}},
		"not found":                       {0, []Answer{gone, gone}, []time.Duration{3 * s, 3 * s}},
		"back-off, then the breaker":      {0, []Answer{bad, bad, bad, bad, bad, bad, bad}, []time.Duration{15 * s, 30 * s, m, 2 * m, 15 * m, 30 * m, 60 * m}},
		"never faster after an error":     {0, []Answer{good(0), bad, good(0), good(0), good(0), good(0), good(0)}, []time.Duration{3 * s, 15 * s, 4800 * time.Millisecond, 3840 * time.Millisecond, 3072 * time.Millisecond, 3 * s, 3 * s}},
		"no answer":                       {0, []Answer{{Failed: true, Took: m}}, []time.Duration{30 * s}},
		"too many requests":               {0, []Answer{{Status: 429}}, []time.Duration{15 * s}},
		"Retry-After, seconds":            {0, []Answer{{Status: 503, RetryAfter: "120"}}, []time.Duration{2 * m}},
		"Retry-After, date":               {0, []Answer{{Status: 429, RetryAfter: "Mon, 02 Mar 2026 04:10:00 GMT"}}, []time.Duration{10 * m}},
		"Retry-After, shorter":            {0, []Answer{{Status: 503, RetryAfter: "1"}}, []time.Duration{15 * s}},
		"Retry-After, past":               {0, []Answer{{Status: 503, RetryAfter: "Mon, 02 Mar 2020 04:10:00 GMT"}}, []time.Duration{15 * s}},
		"Retry-After, nonsense":           {0, []Answer{{Status: 503, RetryAfter: "soon"}}, []time.Duration{15 * s}},
		"Retry-After of a page":           {0, []Answer{{Status: 200, RetryAfter: "120"}}, []time.Duration{3 * s}},
		"Retry-After of a redirect":       {0, []Answer{{Status: 302, RetryAfter: "120"}}, []time.Duration{2 * m}},
		"Retry-After, more than for ever": {0, []Answer{{Status: 503, RetryAfter: "99999999999999999999999"}}, []time.Duration{MaxRetryAfter}},
	} {
		r, state, now := DefaultRules(), State{Delay: test.delay}, start
		for i, a := range test.answers {
			state = r.After(state, a, now, 0)
			if got := state.Next.Sub(now); got.Round(time.Millisecond) != test.want[i] {
				t.Errorf("%s: %v after answer %d, want %v", name, got, i+1, test.want[i])
			}
			state = roundTrip(t, state)
			now = state.Next
		}
	}
}

// roundTrip keeps a state as the ledger does.
func roundTrip(t *testing.T, s State) State {
	t.Helper()
	kept := ParseNote(s.Note())
	kept.Next, kept.Failures = s.Next, s.Failures
	return kept
}

// TestRetryAfterHolds: whatever is answered before it ends.
func TestRetryAfterHolds(t *testing.T) {
	r := DefaultRules()
	s := r.After(State{}, Answer{Status: 503, RetryAfter: "3600"}, start, 0)
	s = roundTrip(t, s)
	s = r.After(r.Sent(s, start), Answer{Status: 200}, start.Add(time.Second), 0)
	if got := s.Next.Sub(start); got != time.Hour {
		t.Errorf("asked again after %v", got)
	}
}

// TestChance makes pauses longer only.
func TestChance(t *testing.T) {
	r := DefaultRules()
	for _, chance := range []float64{0, 0.3, 1} {
		got := r.After(State{}, Answer{Status: 500}, start, chance).Next.Sub(start)
		if got < r.Backoff || got > r.Backoff*3/2 || chance > 0 && got == r.Backoff {
			t.Errorf("%v: %v", chance, got)
		}
	}
}

// memory is what a ledger keeps.
type memory struct {
	mu     sync.Mutex
	states map[string]State
}

func (m *memory) Load(host string) (State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := m.states[host]
	s := ParseNote(kept.Note())
	s.Next, s.Failures = kept.Next, kept.Failures
	return s, nil
}

func (m *memory) Save(host string, s State) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.states[host] = s
	return nil
}

func newMemory() *memory { return &memory{states: map[string]State{}} }

// TestLanes: ten hosts at two addresses, asked by many: never two requests at once to
// one of them, never sooner than the pause.
func TestLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLanes(DefaultRules(), NewWall(time.Now(), 1), newMemory(), 1)
		var mu sync.Mutex
		inside, ended := map[string]int{}, map[string]time.Time{}
		var wait sync.WaitGroup
		began := time.Now()
		for i := range 40 {
			wait.Go(func() {
				host, address := fmt.Sprint("h", i%10), fmt.Sprint("10.0.0.", i%2)
				v, err := l.Enter(context.Background(), host, []netip.Addr{netip.MustParseAddr(address), netip.MustParseAddr("::ffff:" + address)})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for _, k := range []string{host, address} {
					if inside[k]++; inside[k] > 1 {
						t.Errorf("%s is asked twice at once", k)
					}
					if last, ok := ended[k]; ok && time.Since(last) < 3*time.Second {
						t.Errorf("%s is asked after %v", k, time.Since(last))
					}
				}
				mu.Unlock()
				time.Sleep(200 * time.Millisecond)
				mu.Lock()
				for _, k := range []string{host, address} {
					inside[k]--
					ended[k] = time.Now()
				}
				mu.Unlock()
				if err := v.Leave(Answer{Status: 200, Took: 200 * time.Millisecond}); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if got := time.Since(began); got != 19*3200*time.Millisecond+200*time.Millisecond {
			t.Errorf("20 requests to an address took %v", got)
		}
	})
}

// TestRestart: a killed program that starts again waits as long as it would have.
func TestRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		enter := func(within time.Duration, a *Answer) {
			t.Helper()
			began := time.Now()
			v, err := NewLanes(DefaultRules(), NewWall(time.Now(), 1), m, 1).Enter(context.Background(), "h", nil)
			if err != nil || time.Since(began) != within {
				t.Fatalf("entered after %v, not %v: %v", time.Since(began), within, err)
			}
			if a != nil {
				v.Leave(*a)
			}
		}
		enter(0, nil)                                                 // killed in flight
		enter(3*time.Second, nil)                                     // and again
		enter(3*time.Second, &Answer{Status: 200})                    //
		enter(3*time.Second, &Answer{Status: 503, RetryAfter: "900"}) //
		enter(900*time.Second, &Answer{Status: 200, Took: 10e9})      // slow
		enter(48*time.Second, &Answer{Status: 200})                   // slower still since the 503
	})
}

// TestGivenUp: a host that does not answer is asked seven times in all, and left.
func TestGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		l := NewLanes(DefaultRules(), NewWall(time.Now(), 1), m, 1)
		began, n := time.Now(), 0
		for ; ; n++ {
			v, err := l.Enter(context.Background(), "h", nil)
			if errors.Is(err, ErrDown) {
				break
			} else if err != nil || n > 20 {
				t.Fatal(err)
			}
			v.Leave(Answer{Failed: true})
		}
		if n != 7 || time.Since(began) < 45*time.Minute {
			t.Errorf("asked %d times in %v", n, time.Since(began))
		}
		if _, err := NewLanes(DefaultRules(), NewWall(time.Now(), 1), m, 1).Enter(context.Background(), "h", nil); !errors.Is(err, ErrDown) {
			t.Errorf("after a restart: %v", err)
		}
		time.Sleep(25 * time.Hour)
		v, err := NewLanes(DefaultRules(), NewWall(time.Now(), 1), m, 1).Enter(context.Background(), "h", nil)
		if err != nil {
			t.Fatalf("the next day: %v", err)
		}
		v.Leave(Answer{Status: 503, RetryAfter: "86400"})
		if _, err := NewLanes(DefaultRules(), NewWall(time.Now(), 1), m, 1).Enter(context.Background(), "h", nil); !errors.Is(err, ErrLater) {
			t.Errorf("a day's patience: %v", err)
		}
		for range challenges {
			v, err := l.Enter(context.Background(), "waf", nil)
			if err != nil {
				t.Fatal(err)
			}
			v.Leave(Answer{Status: 412, Challenged: true})
		}
		if _, err := l.Enter(context.Background(), "waf", nil); !errors.Is(err, ErrDown) {
			t.Errorf("challenges: %v", err)
		}
	})
}

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := DefaultRules()
		r.Pages, r.Bytes = 3, 1000
		l := NewLanes(r, NewWall(time.Now(), 1), newMemory(), 1)
		for host, want := range map[string]int{"small": 3, "large": 2} {
			n := 0
			for ; ; n++ {
				v, err := l.Enter(context.Background(), host, nil)
				if errors.Is(err, ErrBudget) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				v.Leave(Answer{Status: 200, Bytes: map[string]int64{"small": 1, "large": 600}[host]})
			}
			if n != want {
				t.Errorf("%s: asked %d times, want %d", host, n, want)
			}
		}
	})
}

func TestCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLanes(DefaultRules(), NewWall(time.Now(), 1), newMemory(), 1)
		v, err := l.Enter(context.Background(), "h", nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(context.Background(), time.Second)
		defer stop()
		if _, err := l.Enter(ctx, "h", nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		v.Leave(Answer{Status: 200})
		if v, err = l.Enter(context.Background(), "h", nil); err != nil {
			t.Error(err)
		}
		v.Cancel()
	})
}

func TestHours(t *testing.T) {
	for _, test := range []struct{ hours, at, want string }{
		{"22:00-06:00", "2026-03-02 23:00", "2026-03-02 23:00"},
		{"22:00-06:00", "2026-03-02 05:59", "2026-03-02 05:59"},
		{"22:00-06:00", "2026-03-02 06:00", "2026-03-02 22:00"},
		{"01:30-05:00", "2026-03-02 23:00", "2026-03-03 01:30"},
		{"01:30-05:00", "2026-03-02 01:30", "2026-03-02 01:30"},
		{"01:30-05:00", "2026-12-31 05:00", "2027-01-01 01:30"},
	} {
		h, err := ParseHours(test.hours)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := time.ParseInLocation("2006-01-02 15:04", test.at, China)
		if got := h.Next(at.UTC()).In(China).Format("2006-01-02 15:04"); got != test.want {
			t.Errorf("%s at %s: %s, want %s", test.hours, test.at, got, test.want)
		}
	}
	for _, text := range []string{"", "22:00", "22-6", "22:00-22:00", "25:00-06:00", "a-b"} {
		if _, err := ParseHours(text); !errors.Is(err, ErrHours) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestShard: every name is of one shard, and each has about as many.
func TestShard(t *testing.T) {
	counts := make([]int, 4)
	for i := range 1000 {
		has := 0
		for n := range counts {
			s, err := ParseShard(fmt.Sprintf("%d/4", n+1))
			if err != nil {
				t.Fatal(err)
			}
			if s.Has(fmt.Sprintf("city%d.gov.cn", i)) {
				has++
				counts[n]++
			}
		}
		if has != 1 {
			t.Fatalf("of %d shards", has)
		}
	}
	for n, count := range counts {
		if count < 180 || count > 320 {
			t.Errorf("shard %d has %d of 1000", n+1, count)
		}
	}
	for _, text := range []string{"", "0/4", "5/4", "1", "a/b", "1/4/2"} {
		if _, err := ParseShard(text); !errors.Is(err, ErrShard) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
