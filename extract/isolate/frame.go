package isolate

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// protocol names the version; both sides must have the same.
const protocol = "gongkai worker protocol 1"

// kind says what a frame is for.
type kind byte

const (
	kindLimits   kind = 'L' // pool: the first frame; protocol, limits
	kindHello    kind = 'H' // worker: its answer; protocol
	kindJob      kind = 'J' // pool: header, body
	kindAccepted kind = 'A' // worker: the job was read whole and begins now
	kindReply    kind = 'R' // worker: body is the reply
	kindFailure  kind = 'F' // worker: header is the reason, body the message
	kindProgress kind = 'P' // worker: a part of the job is done
)

// frame is what goes over a pipe. Job numbers the jobs of one worker from 1;
// it is 0 before the first.
type frame struct {
	kind         kind
	job          uint32
	header, body []byte
}

const (
	magic     = "gkw"
	headBytes = len(magic) + 1 + 3*4
	// chunkBytes is what a length alone may make us allocate.
	chunkBytes = 1 << 20
)

// errNotAFrame says that the other side speaks something else.
var errNotAFrame = errors.New("not a frame of " + protocol)

func writeFrame(w io.Writer, f frame) error {
	head := make([]byte, 0, headBytes+len(f.header))
	head = append(head, magic...)
	head = append(head, byte(f.kind))
	head = binary.LittleEndian.AppendUint32(head, f.job)
	head = binary.LittleEndian.AppendUint32(head, uint32(len(f.header)))
	head = binary.LittleEndian.AppendUint32(head, uint32(len(f.body)))
	if _, err := w.Write(append(head, f.header...)); err != nil {
		return err
	}
	if len(f.body) == 0 {
		return nil
	}
	_, err := w.Write(f.body)
	return err
}

// readFrame reads one frame of at most maxBytes. It returns io.EOF at the end
// of r, io.ErrUnexpectedEOF inside a frame, and an error that wraps
// errNotAFrame for bytes that are none.
func readFrame(r io.Reader, maxBytes int) (frame, error) {
	head := make([]byte, headBytes)
	// What is no frame may be shorter than a head: do not wait for one.
	n, err := io.ReadAtLeast(r, head, len(magic))
	if n > 0 && !bytes.HasPrefix(head, []byte(magic)[:min(n, len(magic))]) {
		return frame{}, fmt.Errorf("%w: %q", errNotAFrame, head[:n])
	}
	if err != nil {
		return frame{}, err
	}
	if _, err := io.ReadFull(r, head[n:]); err != nil {
		return frame{}, cutShort(err)
	}
	rest := head[len(magic)+1:]
	f := frame{kind: kind(head[len(magic)]), job: binary.LittleEndian.Uint32(rest)}
	headerBytes, bodyBytes := binary.LittleEndian.Uint32(rest[4:]), binary.LittleEndian.Uint32(rest[8:])
	if int64(headerBytes)+int64(bodyBytes) > int64(maxBytes) {
		return frame{}, fmt.Errorf("%w: it claims %d bytes, the limit is %d", errNotAFrame, int64(headerBytes)+int64(bodyBytes), maxBytes)
	}
	if f.header, err = readBytes(r, int(headerBytes)); err != nil {
		return frame{}, err
	}
	if f.body, err = readBytes(r, int(bodyBytes)); err != nil {
		return frame{}, err
	}
	return f, nil
}

// readBytes reads n bytes. A large n is believed only as far as bytes arrive.
func readBytes(r io.Reader, n int) ([]byte, error) {
	b := make([]byte, min(n, chunkBytes))
	filled := 0
	for {
		m, err := io.ReadFull(r, b[filled:])
		filled += m
		if err != nil || filled == n {
			return b, cutShort(err)
		}
		b = append(b, make([]byte, min(n-filled, len(b)))...)
	}
}

// cutShort is err inside a frame.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// limits is what the pool tells a worker.
type limits struct {
	memoryBytes int64 // 0: none
	frameBytes  int64
}

func (l limits) frame() frame {
	body := binary.LittleEndian.AppendUint64(nil, uint64(l.memoryBytes))
	body = binary.LittleEndian.AppendUint64(body, uint64(l.frameBytes))
	return frame{kind: kindLimits, header: []byte(protocol), body: body}
}

// parseLimits reads the pool's first frame.
func parseLimits(f frame) (limits, error) {
	if f.kind != kindLimits || string(f.header) != protocol || len(f.body) != 16 {
		return limits{}, fmt.Errorf("%w: %q", errNotAFrame, string(f.kind)+" "+string(f.header))
	}
	return limits{
		memoryBytes: int64(binary.LittleEndian.Uint64(f.body)),
		frameBytes:  int64(binary.LittleEndian.Uint64(f.body[8:])),
	}, nil
}
