package isolate

import (
	"errors"
	"io"
	"strings"
	"testing"

	"gongkai"
)

// conversation is a pool's side of a Serve in this process.
type conversation struct {
	toWorker   *io.PipeWriter
	fromWorker *io.PipeReader
	result     chan error
}

// converse starts Serve with no memory limit and hears its hello.
func converse(t *testing.T, handle Handler) *conversation {
	t.Helper()
	in, toWorker := io.Pipe()
	fromWorker, out := io.Pipe()
	c := &conversation{toWorker, fromWorker, make(chan error, 1)}
	go func() {
		c.result <- Serve(in, out, handle)
		out.Close()
		in.CloseWithError(errors.New("the worker has ended"))
	}()
	c.send(t, limits{frameBytes: 1000}.frame())
	c.expect(t, kindHello)
	return c
}

func (c *conversation) send(t *testing.T, f frame) {
	t.Helper()
	if err := writeFrame(c.toWorker, f); err != nil {
		t.Fatal(err)
	}
}

func (c *conversation) expect(t *testing.T, want kind) frame {
	t.Helper()
	f, err := readFrame(c.fromWorker, 1000)
	if err != nil || f.kind != want {
		t.Fatalf("got frame %q, %v; want %q", f.kind, err, want)
	}
	return f
}

func echo(header, body []byte) ([]byte, error) { return append(header, body...), nil }

func TestServeUntilEnd(t *testing.T) {
	c := converse(t, echo)
	for i := range uint32(3) {
		c.send(t, frame{kind: kindJob, job: i, header: []byte("a"), body: []byte("b")})
		c.expect(t, kindAccepted)
		if f := c.expect(t, kindReply); f.job != i || string(f.body) != "ab" {
			t.Errorf("job %d: reply %d, %q", i, f.job, f.body)
		}
	}
	c.toWorker.Close()
	if err := <-c.result; err != nil {
		t.Error(err)
	}
}

// TestServeAbandoned: a worker whose pool is gone does not finish its job.
func TestServeAbandoned(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	c := converse(t, func(header, body []byte) ([]byte, error) { <-forever; return nil, nil })
	c.send(t, frame{kind: kindJob, job: 1})
	c.expect(t, kindAccepted)
	c.toWorker.Close()
	if err := <-c.result; err != ErrAbandoned {
		t.Errorf("got %v", err)
	}
}

func TestServeErrors(t *testing.T) {
	t.Run("a job during a job", func(t *testing.T) {
		forever := make(chan struct{})
		defer close(forever)
		c := converse(t, func(header, body []byte) ([]byte, error) { <-forever; return nil, nil })
		c.send(t, frame{kind: kindJob, job: 1})
		c.expect(t, kindAccepted)
		c.send(t, frame{kind: kindJob, job: 2})
		if err := <-c.result; !errors.Is(err, errNotAFrame) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("not a job", func(t *testing.T) {
		c := converse(t, echo)
		c.send(t, frame{kind: kindReply, job: 1})
		if err := <-c.result; !errors.Is(err, errNotAFrame) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("half a job", func(t *testing.T) {
		c := converse(t, echo)
		io.WriteString(c.toWorker, "gkwJ")
		c.toWorker.Close()
		if err := <-c.result; !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no pool", func(t *testing.T) {
		for input, want := range map[string]error{"": io.EOF, "reports/*.docx\n": errNotAFrame, "gkwJ" + strings.Repeat("\x00", 12): errNotAFrame} {
			if err := Serve(strings.NewReader(input), io.Discard, echo); !errors.Is(err, want) {
				t.Errorf("%q: got %v, want %v", input, err, want)
			}
		}
	})
	t.Run("nobody reads", func(t *testing.T) {
		c := converse(t, echo)
		c.fromWorker.Close()
		c.send(t, frame{kind: kindJob, job: 1})
		if err := <-c.result; !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("got %v", err)
		}
	})
}

// TestFailureTravels: each reason of the root package survives the pipe.
func TestFailureTravels(t *testing.T) {
	for _, reason := range []string{"format", "empty", "damaged", "encrypted", "limit", "no-text", "access", "timeout", "memory", "crash"} {
		want := &gongkai.ReadError{Format: gongkai.FormatDOCX, Part: "word/document.xml", Offset: 7, Err: gongkai.ErrorOf(reason)}
		got := failureError(failureFrame(1, want))
		if !errors.Is(got, gongkai.ErrorOf(reason)) || got.Error() != want.Error() {
			t.Errorf("%s: got %v", reason, got)
		}
	}
	long := failureError(failureFrame(1, errors.New(strings.Repeat("公", messageBytes))))
	if n := len(long.Error()); n > messageBytes+len("…") || !strings.HasSuffix(long.Error(), "公…") {
		t.Errorf("a long message has %d bytes", n)
	}
}
