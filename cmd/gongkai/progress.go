package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress tells a person how far a batch is: a bar with rate and remaining
// time on a terminal, a line now and then elsewhere.
type progress struct {
	out     io.Writer
	total   int
	done    int
	started time.Time
	logged  time.Time
	bar     *progressbar.ProgressBar
}

// logEvery is how often a line is written where there is no terminal.
const logEvery = 10 * time.Second

func newProgress(out io.Writer, total int) *progress {
	now := time.Now()
	p := &progress{out: out, total: total, started: now, logged: now}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) && total > 0 {
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(out), progressbar.OptionSetDescription("reading"),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("documents"),
			progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth())
	}
	return p
}

// step says that one more document is done.
func (p *progress) step() {
	p.done++
	if p.bar != nil {
		p.bar.Add(1)
		return
	}
	if now := time.Now(); now.Sub(p.logged) >= logEvery {
		p.logged = now
		rate := float64(p.done) / now.Sub(p.started).Seconds()
		left := time.Duration(float64(p.total-p.done) / rate * float64(time.Second))
		fmt.Fprintf(p.out, "gongkai: %d of %d documents, %.1f/s, %s left\n", p.done, p.total, rate, left.Round(time.Second))
	}
}

// message writes a line without spoiling the bar.
func (p *progress) message(format string, args ...any) {
	if p.bar != nil {
		p.bar.Clear()
	}
	fmt.Fprintf(p.out, "gongkai: "+format+"\n", args...)
}

// finish removes the bar.
func (p *progress) finish() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
