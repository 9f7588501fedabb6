package isolate_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongkai/extract/isolate"
)

// children lists the processes that this one started and has not reaped.
func children(t testing.TB) []string {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no processes at all: %v", err)
	}
	var found []string
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // it has just ended
		}
		_, rest, _ := strings.Cut(string(b), ") ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(os.Getpid()) {
			found = append(found, string(b[:40]))
		}
	}
	return found
}

// running reports whether the process exists and is no zombie.
func running(pid string) bool {
	b, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(b), ") Z ")
}

// mustEnd waits until the process is gone.
func mustEnd(t *testing.T, pid string) {
	t.Helper()
	for start := time.Now(); running(pid); time.Sleep(5 * time.Millisecond) {
		if time.Since(start) > 5*time.Second {
			number, _ := strconv.Atoi(pid)
			syscall.Kill(number, syscall.SIGKILL)
			t.Fatalf("process %s lives on", pid)
		}
	}
}

// TestThreadsMayEnd: a worker does not depend on the thread of the goroutine
// that wanted it.
func TestThreadsMayEnd(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{})
	var first string
	var wanted func(done chan struct{})
	wanted = func(done chan struct{}) {
		runtime.LockOSThread() // and never unlock: the thread ends here
		if syscall.Gettid() == syscall.Getpid() {
			go wanted(done) // the main thread never ends: use another
			<-done
			runtime.UnlockOSThread()
			return
		}
		defer close(done)
		first, _ = do(pool, "pid", "")
	}
	done := make(chan struct{})
	go wanted(done)
	<-done
	time.Sleep(100 * time.Millisecond)
	if got := mustWork(t, pool, "pid", ""); got != first {
		t.Errorf("worker %s ended with a thread, %s replaced it", first, got)
	}
}

// TestIdleWorkerDies: the job after it does not notice.
func TestIdleWorkerDies(t *testing.T) {
	pool := testPool(t, "serve", isolate.Config{})
	pid := mustWork(t, pool, "pid", "")
	number, _ := strconv.Atoi(pid)
	if err := syscall.Kill(number, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if got := mustWork(t, pool, "pid", ""); got == pid {
		t.Error("a dead worker replied")
	}
}

// TestChildrenOfWorker: what a worker started does not outlive it.
func TestChildrenOfWorker(t *testing.T) {
	for _, end := range []string{"loop", "exit"} {
		pool := testPool(t, "serve", isolate.Config{Deadline: 300 * time.Millisecond})
		child := mustWork(t, pool, "child", "")
		if !running(child) {
			t.Fatal("the child did not start")
		}
		start := time.Now()
		if _, err := do(pool, end, ""); err == nil {
			t.Fatal("the worker lives")
		}
		if took := time.Since(start); took > 4*time.Second {
			t.Errorf("%s: the child held the pool up for %v", end, took)
		}
		mustEnd(t, child)
	}
}

// poolUntilKilled has a worker of its own busy for ever.
func poolUntilKilled() error {
	pool := isolate.NewPool(isolate.Config{
		Command: []string{os.Args[0]},
		Env:     append(os.Environ(), modeVariable+"=serve"),
		Workers: 1,
	})
	pid, err := do(pool, "pid", "")
	if err != nil {
		return err
	}
	fmt.Println(pid)
	_, err = pool.Do(context.Background(), []byte("loop"), nil)
	return errors.Join(errors.New("the loop ended"), err)
}

// TestPoolIsKilled: a busy worker does not outlive its pool.
func TestPoolIsKilled(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), modeVariable+"=pool")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	pid, err := bufio.NewReader(out).ReadString('\n')
	pid = strings.TrimSpace(pid)
	if err != nil || !running(pid) {
		t.Errorf("no worker: %q, %v", pid, err)
	}
	parent.Process.Kill()
	parent.Wait()
	mustEnd(t, pid)
}
