package isolate

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFrames(t *testing.T) {
	frames := []frame{
		{kind: kindLimits, header: []byte(protocol), body: []byte{0, 1, 2}},
		{kind: kindJob, job: 7, header: []byte{}, body: []byte{}},
		{kind: kindReply, job: 1<<32 - 1, header: []byte("h"), body: bytes.Repeat([]byte("公"), chunkBytes)},
	}
	var pipe bytes.Buffer
	for _, f := range frames {
		if err := writeFrame(&pipe, f); err != nil {
			t.Fatal(err)
		}
	}
	var got []frame
	for {
		f, err := readFrame(&pipe, 4*chunkBytes)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, f)
	}
	if diff := cmp.Diff(frames, got, cmp.AllowUnexported(frame{}), cmp.Comparer(bytes.Equal)); diff != "" {
		t.Errorf("frames (-want +got):\n%s", diff)
	}
}

func TestReadFrameErrors(t *testing.T) {
	const head = "gkwR\x01\x00\x00\x00"
	for _, c := range []struct {
		name, input string
		want        error
	}{
		{"nothing", "", io.EOF},
		{"half a head", "gkwR\x01", io.ErrUnexpectedEOF},
		{"half a magic", "gk", io.ErrUnexpectedEOF},
		{"half a header", head + "\x02\x00\x00\x00\x00\x00\x00\x00x", io.ErrUnexpectedEOF},
		{"no body", head + "\x00\x00\x00\x00\x02\x00\x00\x00", io.ErrUnexpectedEOF},
		{"other magic", "panic: something went wrong", errNotAFrame},
		{"short other", "ok\n", errNotAFrame},
		{"over the limit", head + "\x00\x00\x00\x00\x65\x00\x00\x00", errNotAFrame},
		{"overflow", head + "\xff\xff\xff\xff\xff\xff\xff\xff", errNotAFrame},
	} {
		if _, err := readFrame(strings.NewReader(c.input), 100); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

// TestClaimedLength: what is claimed is not allocated before it comes.
func TestClaimedLength(t *testing.T) {
	input := "gkwR\x01\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\x3f"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := readFrame(strings.NewReader(input), 1<<30); err != io.ErrUnexpectedEOF {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 2*chunkBytes {
		t.Errorf("an empty frame that claims 1 GiB took %d bytes", got)
	}
}

func FuzzReadFrame(f *testing.F) {
	for _, seed := range []frame{{kind: kindJob, job: 1, header: []byte("h"), body: []byte("body")}, limits{1, 2}.frame(), {}} {
		var b bytes.Buffer
		writeFrame(&b, seed)
		f.Add(b.Bytes())
	}
	f.Add([]byte("gkwR\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, input []byte) {
		first, err := readFrame(bytes.NewReader(input), 1000)
		if err != nil {
			return
		}
		parseLimits(first)
		var b bytes.Buffer
		if err := writeFrame(&b, first); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(input, b.Bytes()) {
			t.Errorf("read %q, wrote %q", input, b.Bytes())
		}
	})
}
