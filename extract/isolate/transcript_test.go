package isolate

import (
	"strings"
	"testing"
)

func TestTranscript(t *testing.T) {
	long := strings.Repeat("x", 3*tailBytes)
	for _, c := range []struct {
		name        string
		writes      []string
		fatal, tail string
	}{
		{"nothing", nil, "", ""},
		{"words", []string{"a\n", "b\n"}, "", "a\nb\n"},
		{"panic", []string{"panic: one\n\ngoroutine 1\n"}, "panic: one", "panic: one\n\ngoroutine 1\n"},
		{"in pieces", []string{"fat", "al err", "or: two", "\n"}, "fatal error: two", "fatal error: two\n"},
		{"the last counts", []string{"panic: one\nfatal error: two\nmore\n"}, "fatal error: two", "panic: one\nfatal error: two\nmore\n"},
		{"not at the start of a line", []string{"no panic: here\n"}, "", "no panic: here\n"},
		{"scrolled away", []string{"fatal error: early\n", long}, "fatal error: early", long[:tailBytes]},
		{"long line", []string{"panic: " + long + "\n"}, ("panic: " + long)[:lineBytes], long[:tailBytes-1] + "\n"},
		{"bytes that are no text", []string{"panic: \xff\n"}, "panic: �", "panic: �\n"},
	} {
		var got transcript
		got.Write([]byte("panic: from an earlier job\nhalf a line"))
		got.reset()
		for _, w := range c.writes {
			if n, err := got.Write([]byte(w)); n != len(w) || err != nil {
				t.Fatal(n, err)
			}
		}
		if fatal, tail := got.read(); fatal != c.fatal || tail != c.tail {
			t.Errorf("%s: got %.80q, %.80q", c.name, fatal, tail)
		}
	}
}
