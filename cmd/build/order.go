package build

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"gongkai/extract/isolate"
)

// aheadOf is how many results, for each that is worked on, may wait for an
// earlier one: a slow PDF must not leave the other workers idle.
const aheadOf = 16

// InOrder does every item, n at a time, and yields the results in the order of
// the items. At most n × aheadOf results wait for an earlier one.
func InOrder[T, R any](ctx context.Context, n int, items []T, do func(T) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		pending := make(chan chan R, n*aheadOf)
		slots := make(chan struct{}, n)
		go func() {
			defer close(pending)
			for _, item := range items {
				select {
				case slots <- struct{}{}:
				case <-ctx.Done():
					return
				}
				done := make(chan R, 1)
				go func() {
					done <- do(item)
					<-slots
				}()
				select {
				case pending <- done:
				case <-ctx.Done():
					return
				}
			}
		}()
		for done := range pending {
			if !yield(<-done) {
				return
			}
		}
	}
}

// StopError says that a build cannot go on, through no document's fault: what was
// read cannot be kept, or no worker starts.
type StopError struct{ Err error }

func (e StopError) Error() string { return e.Err.Error() }
func (e StopError) Unwrap() error { return e.Err }

// Fatal reports whether an error is not the document's but the program's: no
// worker starts, what was read cannot be kept, or the user interrupted.
func Fatal(err error) bool {
	return errors.As(err, new(StopError)) || errors.Is(err, isolate.ErrStart) || errors.Is(err, isolate.ErrClosed) || errors.Is(err, context.Canceled)
}

// Sorted are the keys, in order.
func Sorted[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
