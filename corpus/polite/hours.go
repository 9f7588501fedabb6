package polite

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"
)

// China is the time of the clocks there.
var China = time.FixedZone("China", 8*60*60)

// Hours are hours of every day in China, over midnight when From is after To. The
// zero value is all day.
type Hours struct{ From, To time.Duration }

// ErrHours says that a text states no hours.
var ErrHours = errors.New("hours are stated as 22:00-06:00")

// ParseHours reads "22:00-06:00".
func ParseHours(text string) (Hours, error) {
	from, to, ok := strings.Cut(text, "-")
	var h Hours
	for d, s := range map[*time.Duration]string{&h.From: from, &h.To: to} {
		t, err := time.Parse("15:04", strings.TrimSpace(s))
		if err != nil || !ok {
			return Hours{}, fmt.Errorf("%q: %w", text, ErrHours)
		}
		*d = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	if h.From == h.To {
		return Hours{}, fmt.Errorf("%q: %w; these are none", text, ErrHours)
	}
	return h, nil
}

// Next is t if it is within the hours, and their next beginning otherwise.
func (h Hours) Next(t time.Time) time.Time {
	if h.From == h.To {
		return t
	}
	local := t.In(China)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, China)
	at := local.Sub(midnight)
	within := at >= h.From && at < h.To
	if h.From > h.To {
		within = at >= h.From || at < h.To
	}
	switch {
	case within:
		return t
	case at < h.From:
		return midnight.Add(h.From)
	}
	return midnight.Add(24*time.Hour + h.From)
}

// Shard is one of several machines that share the hosts out; the zero value is the
// only one.
type Shard struct{ Number, Of int } // from 1

// ErrShard says that a text names no shard.
var ErrShard = errors.New("a shard is stated as 1/4, the first of four")

// ParseShard reads "2/5".
func ParseShard(text string) (Shard, error) {
	number, of, _ := strings.Cut(text, "/")
	n, err1 := strconv.Atoi(number)
	m, err2 := strconv.Atoi(of)
	if err1 != nil || err2 != nil || n < 1 || n > m {
		return Shard{}, fmt.Errorf("%q: %w", text, ErrShard)
	}
	return Shard{n, m}, nil
}

// Has reports whether the name of a site is of this shard. Every name is of one.
func (s Shard) Has(site string) bool {
	if s.Of <= 1 {
		return true
	}
	h := fnv.New64a()
	h.Write([]byte(strings.ToLower(site)))
	return h.Sum64()%uint64(s.Of) == uint64(s.Number-1)
}
