package crawl

import (
	"bytes"

	"gongkai/corpus/archive"
	"gongkai/corpus/fetch"
	"gongkai/corpus/warc"
)

const reasonNoEnd = archive.ReasonDamaged + "it has no end, although the server says that it is whole"

// payload is the body out of its encodings, and what is wrong with it.
func payload(e *fetch.Exchange) (_ []byte, broken string) {
	r, err := warc.ReadResponse(bytes.NewReader(e.ResponseHeader))
	if err != nil {
		return nil, "answer: " + err.Error()
	}
	if len(e.Body) == 0 || e.Truncated != "" {
		return nil, ""
	}
	r.Body = bytes.NewReader(e.Body)
	b, err := r.Payload(maxBody)
	if err != nil {
		return nil, archive.ReasonDamaged + err.Error()
	}
	return b, ""
}

// looksCut reports whether a document has no end: some servers state a length that
// is too short.
func looksCut(b []byte) bool {
	start, end := bytes.ToLower(b[:min(len(b), 512)]), bytes.ToLower(b[len(b)-min(len(b), 2048):])
	switch {
	case bytes.HasPrefix(start, []byte("%pdf-")):
		return !bytes.Contains(end, []byte("%%eof"))
	case bytes.HasPrefix(start, []byte("pk\x03\x04")):
		return !bytes.Contains(b[len(b)-min(len(b), 66<<10):], []byte("PK\x05\x06"))
	case bytes.Contains(start, []byte("<html")):
		return !bytes.Contains(end, []byte("</html"))
	}
	// Parts of pages and data end as they begin.
	start, end = bytes.TrimSpace(start), bytes.TrimSpace(end)
	for _, ends := range []string{"<>", "{}", "[]"} {
		if bytes.HasPrefix(start, []byte(ends[:1])) {
			return !bytes.HasSuffix(end, []byte(ends[1:]))
		}
	}
	return false
}

// truncated is why a body is not whole, in the words of WARC.
func truncated(e *fetch.Exchange) string {
	switch e.Truncated {
	case "":
		return ""
	case "limit":
		return "length"
	case "timeout", "slow":
		return "time"
	}
	return "disconnect"
}
