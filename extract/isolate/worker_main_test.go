package isolate_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai"
	"gongkai/extract/isolate"
)

// modeVariable makes the test binary a worker.
const modeVariable = "ISOLATE_TEST_MODE"

func TestMain(m *testing.M) {
	mode, argument, _ := strings.Cut(os.Getenv(modeVariable), "=")
	if mode == "" {
		os.Exit(m.Run())
	}
	if err := work(mode, argument); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
}

// work is the main function of a worker.
func work(mode, argument string) error {
	switch mode {
	case "serve":
	case "raw": // its handlers may write to the pipe of the frames
		return isolate.Serve(os.Stdin, struct{ io.Writer }{os.Stdout}, handle)
	case "slow start":
		time.Sleep(300 * time.Millisecond)
	case "mute":
		time.Sleep(time.Hour)
	case "exit":
		return errors.New("no such command")
	case "cat":
		_, err := io.Copy(os.Stdout, os.Stdin)
		return err
	case "old":
		fmt.Print("gkwH\x00\x00\x00\x00\x19\x00\x00\x00\x00\x00\x00\x00gongkai worker protocol 0")
		time.Sleep(time.Hour)
	case "fails twice":
		if countTo(argument) <= 2 {
			return errors.New("not yet")
		}
	case "dies twice before it reads a job":
		if countTo(argument) <= 2 {
			fmt.Print("gkwH\x00\x00\x00\x00\x19\x00\x00\x00\x00\x00\x00\x00gongkai worker protocol 1")
			return nil
		}
	case "deaf twice":
		if countTo(argument) <= 2 {
			fmt.Print("gkwH\x00\x00\x00\x00\x19\x00\x00\x00\x00\x00\x00\x00gongkai worker protocol 1")
			time.Sleep(time.Hour)
		}
	case "grows before hello":
		allocate()
	case "pool": // a pool in a process that will be killed
		return poolUntilKilled()
	}
	return isolate.Serve(os.Stdin, os.Stdout, handle)
}

// countTo counts the processes that ran with the same file.
func countTo(file string) int {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	f.WriteString("x")
	info, _ := f.Stat()
	return int(info.Size())
}

var (
	kept    []byte
	trigger = make(chan struct{})
)

// handle does what the header says.
func handle(header, body []byte) ([]byte, error) {
	switch string(header) {
	case "echo":
		return body, nil
	case "header":
		return header, nil
	case "pid":
		return strconv.AppendInt(nil, int64(os.Getpid()), 10), nil
	case "print":
		fmt.Println("a library prints")
		return body, nil
	case "read stdin":
		return io.ReadAll(os.Stdin)
	case "encrypted":
		return nil, &gongkai.ReadError{Format: gongkai.FormatPDF, Part: "page 2", Offset: -1, Err: fmt.Errorf("AES: %w", gongkai.ErrEncrypted)}
	case "other error":
		return nil, errors.New("something else")
	case "reply": // of as many bytes as the body says
		n, _ := strconv.Atoi(string(body))
		return make([]byte, n), nil
	case "keep":
		n, _ := strconv.Atoi(string(body))
		kept = make([]byte, n)
		for i := 0; i < n; i += 4096 {
			kept[i] = 1
		}
		return nil, nil
	case "leave a bomb":
		go func() { <-trigger; panic("late") }()
		return nil, nil
	case "step on the bomb":
		select {
		case trigger <- struct{}{}:
			select {}
		default:
			return []byte("no bomb"), nil
		}
	case "child":
		command := exec.Command(os.Args[0])
		command.Env = []string{modeVariable + "=mute"}
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		if err := command.Start(); err != nil {
			return nil, err
		}
		return strconv.AppendInt(nil, int64(command.Process.Pid), 10), nil
	}
	return nil, misbehave(string(header))
}

// misbehave does not return from what it is asked to do, but for the errors.
func misbehave(how string) error {
	switch how {
	case "loop":
		for {
		}
	case "block":
		select {}
	case "allocate":
		allocate()
	case "allocate at once":
		kept = make([]byte, 1<<40)
	case "exit":
		fmt.Fprint(os.Stderr, "first words\n\nlast words\n")
		os.Exit(3)
	case "exit silently":
		os.Exit(0)
	case "panic":
		none := []int{}
		none[len(none)+2]++
	case "nil pointer":
		var d *gongkai.Document
		d.Pages++
	case "goexit":
		runtime.Goexit()
	case "panic elsewhere":
		go func() { map[string]int(nil)["x"]++ }()
		select {}
	case "verbose panic":
		for range 10_000 {
			fmt.Fprintln(os.Stderr, "warning: a library complains")
		}
		go func() { panic("after many words") }()
		select {}
	case "concurrent map writes":
		shared := map[int]int{}
		for range 8 {
			go func() {
				for i := 0; ; i++ {
					shared[i%10]++
				}
			}()
		}
		select {}
	case "stack":
		return recurse(0)
	case "kill":
		self, _ := os.FindProcess(os.Getpid())
		self.Kill()
		select {}
	case "garbage":
		fmt.Println("hello world")
	case "hello again":
		fmt.Print("gkwH\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	case "huge claim":
		fmt.Print("gkwR\x01\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff")
	case "half a reply":
		fmt.Print("gkwR\x01\x00\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00half")
		os.Exit(4)
	case "close":
		os.Stdout.Close()
	}
	time.Sleep(time.Hour)
	return nil
}

func allocate() {
	var all [][]byte
	for {
		block := make([]byte, 1<<20)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1
		}
		all = append(all, block)
	}
}

func recurse(n int) error {
	var frame [1024]byte
	binary.LittleEndian.PutUint64(frame[:], uint64(n))
	if err := recurse(n + 1); err != nil {
		return fmt.Errorf("%d: %w", frame[0], err)
	}
	return nil
}
