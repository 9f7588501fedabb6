package isolate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/extract/isolate"
)

// testPool is a pool of workers of the given mode. When the test ends, no
// process and no goroutine may be left of it.
func testPool(t testing.TB, mode string, c isolate.Config) *isolate.Pool {
	t.Helper()
	goroutines := runtime.NumGoroutine()
	command, err := isolate.Self()
	if err != nil {
		t.Fatal(err)
	}
	if c.Command == nil {
		c.Command = command
	}
	c.Env = append(os.Environ(), modeVariable+"="+mode)
	if c.Workers == 0 {
		c.Workers = 1
	}
	pool := isolate.NewPool(c)
	t.Cleanup(func() {
		pool.Close()
		if left := children(t); len(left) > 0 {
			t.Errorf("processes left: %v", left)
		}
		for wait := time.Now(); runtime.NumGoroutine() > goroutines; time.Sleep(time.Millisecond) {
			if time.Since(wait) > 2*time.Second {
				stacks := make([]byte, 1<<16)
				t.Fatalf("goroutines left:\n%s", stacks[:runtime.Stack(stacks, true)])
			}
		}
	})
	return pool
}

func do(pool *isolate.Pool, header, body string) (string, error) {
	reply, err := pool.Do(context.Background(), []byte(header), []byte(body))
	return string(reply), err
}

// mustWork does a job that must succeed.
func mustWork(t testing.TB, pool *isolate.Pool, header, body string) string {
	t.Helper()
	reply, err := do(pool, header, body)
	if err != nil {
		t.Fatalf("job %q: %v", header, err)
	}
	return reply
}

func TestDo(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{MemoryBytes: 512 << 20, Deadline: time.Minute})
	big := strings.Repeat("公开", 1<<20)
	for _, c := range []struct{ header, body, want string }{
		{"echo", "", ""},
		{"echo", "body", "body"},
		{"header", "body", "header"},
		{"echo", big, big},
		{"print", "printed", "printed"},
		{"read stdin", "", ""},
	} {
		if got := mustWork(t, pool, c.header, c.body); got != c.want {
			t.Errorf("job %q: got %.80q, want %.80q", c.header, got, c.want)
		}
	}
}

// TestFailures: every job that fails does so with the right error and the
// same message each time, and the next job on the pool works.
func TestFailures(t *testing.T) {
	const limit = 192 << 20
	for _, c := range []struct {
		mode, job string
		deadline  time.Duration
		want      error
		message   string // a * stands for anything
	}{
		{"serve", "loop", 500 * time.Millisecond, gongkai.ErrTimeout, "reading took too long and was stopped: the limit is 500ms"},
		{"serve", "block", 500 * time.Millisecond, gongkai.ErrTimeout, "reading took too long and was stopped: the limit is 500ms"},
		{"serve", "allocate", 0, gongkai.ErrMemory, "reading took too much memory and was stopped: the limit is 192 MiB"},
		{"serve", "allocate at once", 0, gongkai.ErrMemory, "reading took too much memory and was stopped: the limit is 192 MiB"},
		{"serve", "exit", 0, gongkai.ErrCrash, "the reader crashed: the worker ended with exit status 3: first words; last words"},
		{"serve", "exit silently", 0, gongkai.ErrCrash, "the reader crashed: the worker ended with exit status 0"},
		{"serve", "panic", 0, gongkai.ErrCrash, "the reader crashed: panic: runtime error: index out of range [2] with length 0; gongkai/extract/isolate_test.misbehave (worker_main_test.go:*); gongkai/extract/isolate_test.handle (worker_main_test.go:*)"},
		{"serve", "nil pointer", 0, gongkai.ErrCrash, "the reader crashed: panic: runtime error: invalid memory address or nil pointer dereference; gongkai/extract/isolate_test.misbehave (worker_main_test.go:*); gongkai/extract/isolate_test.handle (worker_main_test.go:*)"},
		{"serve", "goexit", 0, gongkai.ErrCrash, "the reader crashed: it ended its goroutine"},
		{"serve", "panic elsewhere", 0, gongkai.ErrCrash, "the reader crashed: the worker ended with exit status 2: panic: assignment to entry in nil map"},
		{"serve", "verbose panic", 0, gongkai.ErrCrash, "the reader crashed: the worker ended with exit status 2: panic: after many words"},
		{"serve", "stack", 0, gongkai.ErrCrash, "the reader crashed: the worker ended with exit status 2: fatal error: stack overflow"},
		{"serve", "kill", 0, gongkai.ErrCrash, "the reader crashed: the worker ended with signal: killed"},
		{"serve", "encrypted", 0, gongkai.ErrEncrypted, "pdf: page 2: AES: the document is encrypted"},
		{"serve", "reply", 0, gongkai.ErrLimit, "the document exceeds a limit: more than 1048576 bytes in a reply"},
		{"raw", "garbage", 0, gongkai.ErrCrash, `the reader crashed: the worker wrote something else than a reply: not a frame of gongkai worker protocol 1: "hello world\n"`},
		{"raw", "hello again", 0, gongkai.ErrCrash, "the reader crashed: the worker sent a frame 'H' out of turn"},
		{"raw", "huge claim", 0, gongkai.ErrCrash, "the reader crashed: the worker wrote something else than a reply: not a frame of gongkai worker protocol 1: it claims 4294967295 bytes, the limit is 1048576"},
		{"raw", "half a reply", 0, gongkai.ErrCrash, "the reader crashed: the worker ended with exit status 4"},
		{"raw", "close", 0, gongkai.ErrCrash, "the reader crashed: the worker closed its output without a reply"},
	} {
		t.Run(c.job, func(t *testing.T) {
			if c.job == "stack" && isolate.RaceDetector {
				t.Skip("the race detector's copy of the stack exceeds the memory first")
			}
			pool := testPool(t, c.mode, isolate.Config{Deadline: c.deadline, MemoryBytes: limit, FrameBytes: 1 << 20})
			mustWork(t, pool, "echo", "before")
			reply, err := do(pool, c.job, "2097152")
			if !errors.Is(err, c.want) || reply != "" {
				t.Fatalf("got %q, %v; want an error that is %q", reply, err, c.want)
			}
			if ok, _ := filepath.Match(escape(c.message), strings.ReplaceAll(err.Error(), "/", "|")); !ok {
				t.Errorf("message (-want +got):\n%s", cmp.Diff(c.message, err.Error()))
			}
			if got := mustWork(t, pool, "echo", "after"); got != "after" {
				t.Errorf("the next job replied %q", got)
			}
		})
	}
}

// escape makes a pattern for filepath.Match in which only * is special and
// matches across slashes.
func escape(s string) string {
	return strings.NewReplacer("/", "|", "[", `\[`, "?", `\?`, `\`, `\\`).Replace(s)
}

func TestConcurrentMapWrites(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{Deadline: 20 * time.Second})
	_, err := do(pool, "concurrent map writes", "")
	// The race detector slows the writes down; without it the runtime notices.
	if !errors.Is(err, gongkai.ErrCrash) || !strings.Contains(err.Error(), "concurrent map") && !strings.Contains(err.Error(), "DATA RACE") {
		t.Errorf("got %v, want a crash over concurrent map writes", err)
	}
	mustWork(t, pool, "echo", "")
}

func TestOtherError(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{})
	pid := mustWork(t, pool, "pid", "")
	_, err := do(pool, "other error", "")
	if err == nil || err.Error() != "something else" || gongkai.Reason(err) != "other" {
		t.Errorf("got %v with reason %q", err, gongkai.Reason(err))
	}
	if got := mustWork(t, pool, "pid", ""); got != pid {
		t.Error("an ordinary error cost a worker")
	}
}

func TestDeathKeepsStderr(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{})
	mustWork(t, pool, "print", "")
	mustWork(t, pool, "echo", "")
	_, err := do(pool, "exit", "")
	var death *isolate.Death
	if !errors.As(err, &death) {
		t.Fatalf("got %v, want a *Death", err)
	}
	if death.Stderr != "first words\n\nlast words\n" || death.Jobs != 2 {
		t.Errorf("got %q after %d jobs", death.Stderr, death.Jobs)
	}
	_, err = do(pool, "verbose panic", "")
	if !errors.As(err, &death) || len(death.Stderr) == 0 || len(death.Stderr) > 8<<10 {
		t.Errorf("got %v with %d bytes of output", err, len(death.Stderr))
	}
}

func TestStart(t *testing.T) {
	counter := filepath.Join(t.TempDir(), "count")
	for _, c := range []struct {
		name, mode string
		config     isolate.Config
		want       string // in the error; "" for success
	}{
		{"slow start", "slow start", isolate.Config{}, ""},
		{"fails twice", "fails twice=" + counter + "1", isolate.Config{}, ""},
		{"dies twice before it reads a job", "dies twice before it reads a job=" + counter + "2", isolate.Config{}, ""},
		{"deaf twice", "deaf twice=" + counter + "3", isolate.Config{Deadline: 500 * time.Millisecond}, ""},
		{"exit", "exit", isolate.Config{}, "exit status 1: worker: no such command"},
		{"cat", "cat", isolate.Config{}, "a frame 'L' out of turn"},
		{"old", "old", isolate.Config{}, "a frame 'H' out of turn"},
		{"mute", "mute", isolate.Config{StartTimeout: 100 * time.Millisecond}, "the limit is 100ms"},
		{"grows", "grows before hello", isolate.Config{MemoryBytes: 128 << 20}, "the limit is 128 MiB"},
		{"no command", "serve", isolate.Config{Command: []string{}}, "the command is empty"},
		{"no such file", "serve", isolate.Config{Command: []string{filepath.Join(t.TempDir(), "none")}}, "no such file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pool := testPool(t, c.mode, c.config)
			reply, err := do(pool, "echo", "body")
			if c.want == "" {
				if reply != "body" || err != nil {
					t.Errorf("got %q, %v", reply, err)
				}
				return
			}
			if !errors.Is(err, isolate.ErrStart) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want ErrStart with %q", err, c.want)
			}
			if gongkai.Reason(err) != "other" {
				t.Errorf("a bad start is blamed on the document: %q", gongkai.Reason(err))
			}
		})
	}
}

func TestWorkerIsKept(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{Workers: 4, MemoryBytes: 512 << 20})
	first := mustWork(t, pool, "pid", "")
	for range 10 {
		if got := mustWork(t, pool, "pid", ""); got != first {
			t.Fatalf("worker %s was replaced by %s", first, got)
		}
	}
}

func TestJobsPerWorker(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{JobsPerWorker: 2})
	var pids []string
	for range 6 {
		pids = append(pids, mustWork(t, pool, "pid", ""))
	}
	if pids[0] != pids[1] || pids[2] != pids[3] || pids[1] == pids[2] || pids[3] == pids[4] {
		t.Errorf("two jobs a worker gave %v", pids)
	}
}

func TestPanicReplacesWorker(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{})
	first := mustWork(t, pool, "pid", "")
	if _, err := do(pool, "panic", ""); !errors.Is(err, gongkai.ErrCrash) {
		t.Fatal(err)
	}
	if mustWork(t, pool, "pid", "") == first {
		t.Error("a worker was kept after a panic")
	}
}

// TestMemoryIsNotInherited: a document is not blamed for what the one before
// it left in the worker.
func TestMemoryIsNotInherited(t *testing.T) {
	if runtime.GOOS != "linux" || isolate.RaceDetector {
		t.Skip("the pool sees a worker's memory on Linux only, and the race detector multiplies it")
	}
	const mebibyte = 1 << 20
	pool := testPool(t, "serve", isolate.Config{MemoryBytes: 256 * mebibyte})
	mustWork(t, pool, "keep", fmt.Sprint(8*mebibyte))
	first := mustWork(t, pool, "pid", "")
	mustWork(t, pool, "keep", fmt.Sprint(180*mebibyte))
	if mustWork(t, pool, "pid", "") == first {
		t.Error("a worker that holds 180 of 256 MiB got another job")
	}
}

func TestSecondTry(t *testing.T) {
	for _, again := range []bool{false, true} {
		pool := testPool(t, "serve", isolate.Config{SecondTry: again})
		mustWork(t, pool, "leave a bomb", "")
		reply, err := do(pool, "step on the bomb", "")
		switch {
		case again && (reply != "no bomb" || err != nil):
			t.Errorf("with a second try: got %q, %v", reply, err)
		case !again && !errors.Is(err, gongkai.ErrCrash):
			t.Errorf("without a second try: got %q, %v", reply, err)
		}
		if _, err := do(pool, "exit", ""); !errors.Is(err, gongkai.ErrCrash) {
			t.Errorf("a job that always crashes: %v", err)
		}
	}
}

func TestContext(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{})
	mustWork(t, pool, "echo", "")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := pool.Do(ctx, []byte("loop"), nil)
	if !errors.Is(err, context.DeadlineExceeded) || gongkai.Reason(err) != "other" {
		t.Errorf("during a job: %v", err)
	}
	if _, err := pool.Do(ctx, []byte("echo"), nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("before a job: %v", err)
	}
	mustWork(t, pool, "echo", "")
}

func TestClose(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{Workers: 2})
	mustWork(t, pool, "echo", "")
	result := make(chan error)
	go func() {
		_, err := do(pool, "loop", "")
		result <- err
	}()
	time.Sleep(50 * time.Millisecond)
	pool.Close()
	if err := <-result; err != isolate.ErrClosed {
		t.Errorf("a job under way: %v", err)
	}
	if _, err := do(pool, "echo", ""); err != isolate.ErrClosed {
		t.Errorf("a job afterwards: %v", err)
	}
	pool.Close()
}

func TestJobTooLarge(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{FrameBytes: 1000})
	if _, err := do(pool, "echo", strings.Repeat("x", 997)); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("got %v", err)
	}
	mustWork(t, pool, "echo", strings.Repeat("x", 996))
}

func TestConcurrency(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{Workers: 3, Deadline: 10 * time.Second, MemoryBytes: 512 << 20, JobsPerWorker: 20})
	var group sync.WaitGroup
	for i := range 12 {
		group.Go(func() {
			for j := range 20 {
				body := bytes.Repeat([]byte{byte(i), byte(j)}, 1+j*1000)
				if (i*20+j)%30 == 29 {
					if _, err := do(pool, "exit", ""); !errors.Is(err, gongkai.ErrCrash) {
						t.Errorf("exit: %v", err)
					}
					continue
				}
				reply, err := pool.Do(context.Background(), []byte("echo"), body)
				if err != nil || !bytes.Equal(reply, body) {
					t.Errorf("job %d of %d: %d of %d bytes, %v", j, i, len(reply), len(body), err)
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkDo(b *testing.B) {
	body := make([]byte, 300<<10)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			pool := testPool(b, "serve", isolate.Config{Workers: workers, MemoryBytes: 512 << 20, Deadline: time.Minute})
			mustWork(b, pool, "echo", "")
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := pool.Do(context.Background(), []byte("echo"), body); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

func BenchmarkStart(b *testing.B) {
	pool := testPool(b, "serve", isolate.Config{JobsPerWorker: 1})
	for b.Loop() {
		mustWork(b, pool, "echo", "")
	}
}
