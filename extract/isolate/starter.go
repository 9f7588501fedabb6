package isolate

import "runtime"

// starter runs functions one after the other on one OS thread, which lives as
// long as the starter. Linux sends a child its parent-death signal when the
// thread that started it ends, not the process; Go ends a thread when a
// goroutine ends that had locked it, so that a child started on any thread
// might be killed for nothing.
type starter struct {
	calls chan func()
	done  chan struct{}
}

func newStarter() *starter {
	s := &starter{calls: make(chan func()), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		for call := range s.calls {
			call()
		}
	}()
	return s
}

// run calls f on the starter's thread and returns its error.
func (s *starter) run(f func() error) error {
	result := make(chan error, 1)
	s.calls <- func() { result <- f() }
	return <-result
}

// close ends the thread's duty; run must not be called any more.
func (s *starter) close() {
	close(s.calls)
	<-s.done
}
