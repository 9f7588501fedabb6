package isolate

import (
	"bytes"
	"strings"
	"sync"
)

const (
	// tailBytes of a worker's standard error are kept.
	tailBytes = 8 << 10
	// lineBytes of one line are looked at.
	lineBytes = 512
)

// transcript keeps the end of what a worker prints, and the line in which the
// Go runtime says why it dies: the stack traces that follow it may be longer
// than any buffer.
type transcript struct {
	mu    sync.Mutex
	tail  []byte
	line  []byte // the line so far, at most lineBytes
	fatal string
}

func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tail = append(t.tail, b[max(0, len(b)-tailBytes):]...)
	if over := len(t.tail) - tailBytes; over > 0 {
		t.tail = t.tail[:copy(t.tail, t.tail[over:])]
	}
	for line := range bytes.Lines(b) {
		t.line = append(t.line, line[:min(len(line), lineBytes-len(t.line))]...)
		if line[len(line)-1] == '\n' {
			t.endLine()
		}
	}
	return len(b), nil
}

// endLine looks at a whole line. The last fatal one counts: a panic is
// printed before the fatal error that it led to.
func (t *transcript) endLine() {
	for _, prefix := range []string{"fatal error: ", "panic: ", "SIG"} {
		if bytes.HasPrefix(t.line, []byte(prefix)) {
			t.fatal = strings.TrimSpace(strings.ToValidUTF8(string(t.line), "�"))
		}
	}
	t.line = t.line[:0]
}

// reset forgets what earlier jobs printed.
func (t *transcript) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tail, t.line, t.fatal = t.tail[:0], t.line[:0], ""
}

func (t *transcript) read() (fatal, tail string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.fatal, strings.ToValidUTF8(string(t.tail), "�")
}

// lastLines joins the last three lines of s that are not blank.
func lastLines(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, clip(line, lineBytes))
		}
	}
	return strings.Join(lines[max(0, len(lines)-3):], "; ")
}
