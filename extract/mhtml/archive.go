package mhtml

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/url"
	"path"
	"strings"

	"gongkai"
	"gongkai/extract/charset"
)

const (
	// maxParts bounds the parts of a message; a page of a portal has some hundred
	// pictures.
	maxParts = 10_000
	// maxDepth bounds multiparts inside multiparts.
	maxDepth = 10
)

// Archive is a message taken apart.
type Archive struct {
	// Parts are those that hold no other parts, in their order.
	Parts []*Part
	// Subject is the title that browsers keep there.
	Subject string

	start  string // Content-ID of the main part, as multipart/related has it
	budget int    // bytes that may still be decoded
	limits gongkai.Limits
}

// Part is a part, decoded.
type Part struct {
	// Type is the media type in lower case, "text/html".
	Type string
	// Charset is what the head says, in lower case.
	Charset string
	// Location is Content-Location, resolved where it is relative; ID is
	// Content-ID without brackets. Either may be empty.
	Location, ID string
	Data         []byte
}

func (p *Part) isHTML() bool { return p.Type == "text/html" || p.Type == "application/xhtml+xml" }

// name is what the part is called.
func (p *Part) name() string {
	if p.Location == "" {
		return "cid:" + p.ID
	}
	return p.Location
}

// Open takes a message apart. Errors are *gongkai.ReadError: ErrEmpty, ErrFormat (no
// head of a message) or ErrLimit (Bytes, ExpandedBytes, parts, depth of parts).
func Open(data []byte, limits gongkai.Limits) (*Archive, error) {
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, failure("", err)
	}
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if len(data) == 0 {
		return nil, failure("", gongkai.ErrEmpty)
	}
	head, body := readHead(data)
	if head["content-type"] == "" {
		return nil, failure("", fmt.Errorf("%w: not a MIME message", gongkai.ErrFormat))
	}
	a := &Archive{limits: limits, budget: limits.ExpandedBytes, Subject: words(head["subject"])}
	if err := a.take(head, body, head["content-location"], 0); err != nil {
		return nil, failure("", err)
	}
	return a, nil
}

// head holds fields by their names in lower case, the first of each name.
type head map[string]string

// maxHead bounds the lines of a head, maxField the bytes of a field.
const (
	maxHead  = 1000
	maxField = 10_000
)

// readHead reads fields up to an empty line. Folded lines are joined; lines that are
// no fields are passed over, but the body begins where one looks like a boundary.
func readHead(data []byte) (head, []byte) {
	h := head{}
	last := ""
	for range maxHead {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if bytes.HasPrefix(line, []byte("--")) {
			break
		}
		data = rest
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			if last != "" && len(h[last])+len(line) <= maxField {
				h[last] += " " + string(bytes.TrimSpace(line))
			}
			continue
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		last = strings.ToLower(string(bytes.TrimSpace(name)))
		if _, twice := h[last]; !found || twice {
			last = ""
			continue
		}
		if value = bytes.TrimSpace(value); len(value) <= maxField {
			h[last] = string(value)
		}
	}
	return h, data
}

// take adds the parts of a body.
func (a *Archive) take(h head, body []byte, base string, depth int) error {
	kind, parameters := mediaType(h["content-type"])
	if !strings.HasPrefix(kind, "multipart/") {
		return a.add(h, kind, parameters["charset"], body, base)
	}
	if depth >= maxDepth {
		return fmt.Errorf("%w: parts nested more than %d deep", gongkai.ErrLimit, maxDepth)
	}
	if a.start == "" && kind == "multipart/related" {
		a.start = strings.Trim(parameters["start"], "<> ")
	}
	for _, part := range split(body, parameters["boundary"]) {
		inner, rest := readHead(bytes.TrimLeft(part, "\r\n"))
		if len(inner) == 0 && len(bytes.TrimSpace(rest)) == 0 {
			continue
		}
		if err := a.take(inner, rest, base, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// mediaType reads a Content-Type. Without one a part is text.
func mediaType(field string) (kind string, parameters map[string]string) {
	kind, parameters, err := mime.ParseMediaType(field)
	if err == nil {
		return strings.ToLower(kind), parameters
	}
	// Some writers quote nothing, or leave a semicolon too many.
	parameters = map[string]string{}
	for i, item := range strings.Split(field, ";") {
		name, value, _ := strings.Cut(item, "=")
		if name = strings.ToLower(strings.TrimSpace(name)); i == 0 {
			kind = name
		} else {
			parameters[name] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return kind, parameters
}

// split cuts a body at its boundary, or at the first line that looks like one. What
// stands before it is no part; the last part may lack its end.
func split(body []byte, boundary string) [][]byte {
	var parts [][]byte
	start := -1 // of the part
	for at := 0; at < len(body); {
		end := len(body)
		if n := bytes.IndexByte(body[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		line := bytes.TrimRight(body[at:end], " \t\r\n")
		if boundary == "" && start < 0 && len(line) > 4 && bytes.HasPrefix(line, []byte("--")) {
			boundary = string(line[2:])
		}
		rest, isBoundary := bytes.CutPrefix(line, []byte("--"+boundary))
		if closes := string(rest) == "--"; boundary != "" && isBoundary && (len(rest) == 0 || closes) {
			if start >= 0 {
				parts = append(parts, bytes.TrimSuffix(bytes.TrimSuffix(body[start:at], []byte("\n")), []byte("\r")))
			}
			start = end
			if closes {
				return parts
			}
		}
		at = end
	}
	if start >= 0 && start < len(body) {
		parts = append(parts, body[start:])
	}
	return parts
}

// add decodes a part.
func (a *Archive) add(h head, kind, charset string, body []byte, base string) error {
	if len(a.Parts) >= maxParts {
		return fmt.Errorf("%w: more than %d parts", gongkai.ErrLimit, maxParts)
	}
	p := &Part{Type: kind, Charset: strings.ToLower(charset), ID: strings.Trim(h["content-id"], "<> "), Location: absolute(base, h["content-location"])}
	switch strings.ToLower(strings.TrimSpace(h["content-transfer-encoding"])) {
	case "quoted-printable":
		p.Data = quoted(body)
	case "base64":
		p.Data = base64Bytes(body)
	default:
		p.Data = body
	}
	a.budget -= len(p.Data)
	if a.limits.ExpandedBytes > 0 && a.budget < 0 {
		return fmt.Errorf("%w: its parts expand to more bytes than allowed", gongkai.ErrLimit)
	}
	a.Parts = append(a.Parts, p)
	return nil
}

// quoted decodes quoted-printable. Where it breaks the rules, the bytes stand for
// themselves.
func quoted(body []byte) []byte {
	out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
	if err != nil {
		return lenient(body)
	}
	return out
}

// lenient decodes quoted-printable that the standard library refuses.
func lenient(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for len(body) > 0 {
		line, rest, found := bytes.Cut(body, []byte("\n"))
		body = rest
		line = bytes.TrimRight(line, " \t\r")
		soft := bytes.HasSuffix(line, []byte("="))
		line = bytes.TrimSuffix(line, []byte("="))
		for i := 0; i < len(line); i++ {
			if line[i] == '=' && i+2 < len(line) && isHex(line[i+1]) && isHex(line[i+2]) {
				out = append(out, unhex(line[i+1])<<4|unhex(line[i+2]))
				i += 2
				continue
			}
			out = append(out, line[i])
		}
		if found && !soft {
			out = append(out, '\n')
		}
	}
	return out
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

// base64Bytes decodes as far as it goes, passing over what is none of its letters.
func base64Bytes(body []byte) []byte {
	letters := make([]byte, 0, len(body))
	for _, c := range body {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
			letters = append(letters, c)
		}
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(letters)))
	n, _ := base64.RawStdEncoding.Decode(out, letters)
	return out[:n]
}

// words decodes an encoded header field, in any character set that package charset
// knows.
func words(field string) string {
	decoder := mime.WordDecoder{CharsetReader: func(label string, in io.Reader) (io.Reader, error) {
		data, err := io.ReadAll(in)
		text, _ := charset.Decode(data, label)
		return strings.NewReader(text), err
	}}
	text, err := decoder.DecodeHeader(field)
	if err != nil {
		text = field
	}
	if strings.Contains(text, "=?") {
		return "" // not to be decoded: no title
	}
	text, _ = charset.Decode([]byte(text), "")
	return strings.Join(strings.Fields(text), " ")
}

// absolute is a location as seen from base.
func absolute(base, location string) string {
	location = strings.Join(strings.Fields(location), "")
	from, err := url.Parse(base)
	if base == "" || location == "" || err != nil {
		return location
	}
	to, err := url.Parse(location)
	if err != nil {
		return location
	}
	return from.ResolveReference(to).String()
}

// Root is the main part: the one that multipart/related names, when it is HTML; else
// the first that is; nil when there is none.
func (a *Archive) Root() *Part {
	var first *Part
	for _, p := range a.Parts {
		if !p.isHTML() {
			continue
		}
		if a.start != "" && p.ID == a.start {
			return p
		}
		if first == nil && len(bytes.TrimSpace(p.Data)) > 0 {
			first = p
		}
	}
	return first
}

// Find is the part that a reference in the main part means: "cid:ID", an address, or
// one relative to the main part's; nil when it is not there.
func (a *Archive) Find(reference string) *Part { return a.resolve(reference, a.Root()) }

// resolve is Find, seen from a part.
func (a *Archive) resolve(reference string, from *Part) *Part {
	reference = strings.TrimSpace(reference)
	if id, isID := strings.CutPrefix(reference, "cid:"); isID {
		if plain, err := url.PathUnescape(id); err == nil {
			id = plain
		}
		for _, p := range a.Parts {
			if p.ID == id {
				return p
			}
		}
		return nil
	}
	if reference == "" {
		return nil
	}
	whole := reference
	if from != nil {
		whole = absolute(from.Location, reference)
	}
	for _, name := range []string{whole, reference} {
		for _, p := range a.Parts {
			if p.Location != "" && (p.Location == name || path.Clean(p.Location) == path.Clean(name)) {
				return p
			}
		}
	}
	return nil
}
