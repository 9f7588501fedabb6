package polite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Clock is what time it is, and waits.
type Clock interface {
	Now() time.Time
	// Sleep waits until the time, or returns the context's error.
	Sleep(ctx context.Context, until time.Time) error
}

// The reasons why a host is asked nothing more in this run.
var (
	// ErrDown: it has not answered well for too long.
	ErrDown = errors.New("the host is given up: it does not answer well")
	// ErrLater: it asks for more patience than there is.
	ErrLater = errors.New("the host is left for later")
	// ErrBudget: as much as may be was asked of it.
	ErrBudget = errors.New("the host's budget is used up")
)

// Memory keeps what is known of hosts over restarts.
type Memory interface {
	Load(host string) (State, error)
	Save(host string, s State) error
}

// Lanes are ways to hosts and to addresses, one request wide. They may be used by
// several goroutines.
type Lanes struct {
	rules  Rules
	clock  Clock
	memory Memory

	mu     sync.Mutex
	chance *rand.Rand
	lanes  map[string]*lane
}

// lane is what is known of a host or an address, and who is in it: whoever holds its
// token.
type lane struct {
	token        chan struct{}
	state        State
	loaded       bool
	pages, bytes int64
}

// NewLanes makes lanes; the seed is of the chance in back-off.
func NewLanes(r Rules, c Clock, m Memory, seed uint64) *Lanes {
	return &Lanes{rules: r, clock: c, memory: m, chance: rand.New(rand.NewPCG(seed, 0)), lanes: map[string]*lane{}}
}

func (l *Lanes) lane(name string) *lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lanes[name] == nil {
		l.lanes[name] = &lane{token: make(chan struct{}, 1)}
	}
	return l.lanes[name]
}

// Visit is the right to ask a host one thing.
type Visit struct {
	lanes     *Lanes
	host      string
	lane      *lane
	addresses []*lane
}

// Enter waits until the host may be asked, and all of its addresses. The visit must
// be ended with Leave. The error is ErrDown, ErrLater or ErrBudget, of the memory or
// of the context.
func (l *Lanes) Enter(ctx context.Context, host string, addresses []netip.Addr) (_ *Visit, err error) {
	v := &Visit{lanes: l, host: host, lane: l.lane("host " + host)}
	if err := take(ctx, v.lane); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			v.release()
		}
	}()
	if !v.lane.loaded {
		s, err := l.memory.Load(host)
		if err != nil {
			return nil, err
		}
		v.lane.state, v.lane.loaded = l.rules.Resume(s, l.clock.Now()), true
	}
	if err := l.wait(ctx, host, v.lane); err != nil {
		return nil, err
	}
	// Whoever waits for an address holds a host, never the other way round, and
	// addresses are taken in order: nobody waits for each other.
	names := make([]string, len(addresses))
	for i, a := range addresses {
		names[i] = "address " + a.Unmap().String()
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		a := l.lane(name)
		if err := take(ctx, a); err != nil {
			return nil, err
		}
		v.addresses = append(v.addresses, a)
		if err := l.clock.Sleep(ctx, a.state.Next); err != nil {
			return nil, err
		}
	}
	if err := l.clock.Sleep(ctx, l.rules.Night.Next(l.clock.Now())); err != nil {
		return nil, err
	}
	now := l.clock.Now()
	v.lane.state = l.rules.Sent(v.lane.state, now)
	v.lane.pages++
	return v, l.memory.Save(host, v.lane.state)
}

// wait waits for the host's time, unless that is too far away.
func (l *Lanes) wait(ctx context.Context, host string, h *lane) error {
	now := l.clock.Now()
	switch {
	case l.rules.GiveUp > 0 && h.state.Opened >= l.rules.GiveUp:
		return fmt.Errorf("%s: %w: %s", host, ErrDown, h.state.Why)
	case h.state.Next.Sub(now) > l.rules.Patience && l.rules.Patience > 0:
		return fmt.Errorf("%s: %w: nothing before %s, %s", host, ErrLater, h.state.Next.In(China).Format("2006-01-02 15:04"), h.state.Why)
	case l.rules.Pages > 0 && h.pages >= l.rules.Pages:
		return fmt.Errorf("%s: %w: %d pages", host, ErrBudget, h.pages)
	case l.rules.Bytes > 0 && h.bytes >= l.rules.Bytes:
		return fmt.Errorf("%s: %w: %d bytes", host, ErrBudget, h.bytes)
	}
	return l.clock.Sleep(ctx, h.state.Next)
}

func take(ctx context.Context, a *lane) error {
	select {
	case a.token <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Leave ends a visit.
func (v *Visit) Leave(a Answer) error {
	l := v.lanes
	l.mu.Lock()
	chance := l.chance.Float64()
	l.mu.Unlock()
	now := l.clock.Now()
	v.lane.bytes += a.Bytes
	v.lane.state = l.rules.After(v.lane.state, a, now, chance)
	for _, address := range v.addresses {
		// A machine that serves many hosts is not to be left alone because one of them is
		// broken; but the pauses are its own, and limits of rate.
		pause := Answer{Took: a.Took}
		if a.Status == 429 || a.Status == 0 {
			pause = a
		}
		s := l.rules.After(address.state, pause, now, chance)
		if s.Opened > 0 || s.Next.Sub(now) > l.rules.BackoffMost {
			s.Next = now.Add(l.rules.BackoffMost)
		}
		address.state = s
	}
	err := l.memory.Save(v.host, v.lane.state)
	v.release()
	return err
}

// Cancel ends a visit in which nothing was asked.
func (v *Visit) Cancel() { v.release() }

func (v *Visit) release() {
	for _, a := range v.addresses {
		<-a.token
	}
	<-v.lane.token
}

// Delay sets the Crawl-delay of a host.
func (l *Lanes) Delay(ctx context.Context, host string, d time.Duration) error {
	h := l.lane("host " + host)
	if err := take(ctx, h); err != nil {
		return err
	}
	defer func() { <-h.token }()
	if d > h.state.Delay {
		h.state.Next = later(h.state.Next, l.clock.Now().Add(d))
	}
	h.state.Delay = d
	return nil
}

// State is what is known of a host now; it waits for a visit to end.
func (l *Lanes) State(ctx context.Context, host string) (s State, pages, bytes int64, err error) {
	h := l.lane("host " + host)
	if err := take(ctx, h); err != nil {
		return State{}, 0, 0, err
	}
	defer func() { <-h.token }()
	return h.state, h.pages, h.bytes, nil
}
