package polite

import (
	"context"
	"math"
	"time"
)

// Wall is the clock on the wall, or for tests one that runs faster.
type Wall struct {
	began time.Time
	speed float64
}

// NewWall makes a clock that was right when it began and runs speed times as fast as
// time does. With 1 it is the clock on the wall.
func NewWall(began time.Time, speed float64) *Wall { return &Wall{began.Round(0), speed} }

// Now is the time.
func (w *Wall) Now() time.Time {
	if w.speed == 1 {
		return time.Now()
	}
	return w.began.Add(time.Duration(float64(time.Since(w.began)) * w.speed))
}

// Sleep waits until the time.
func (w *Wall) Sleep(ctx context.Context, until time.Time) error {
	for {
		d := until.Sub(w.Now())
		if d <= 0 {
			return context.Cause(ctx)
		}
		// Rounded up: a sleep that ends early is begun again.
		t := time.NewTimer(time.Duration(math.Ceil(float64(d) / w.speed)))
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return context.Cause(ctx)
		}
	}
}
