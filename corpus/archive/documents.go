package archive

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai"
	"gongkai/corpus/warc"
)

// Document is a payload that may be a report.
type Document struct {
	// Path says where it is: the WARC file, "!/", and the byte at which its record
	// begins (in the unpacked file if records share gzip members).
	Path string
	// URL is where it was published, Fetched when it was there; empty and zero when
	// the record does not say so.
	URL     string
	Fetched time.Time
	// Via are addresses that redirect to URL in this archive, the nearest first.
	Via []string
	// FoundOn is the page that links to it and LinkText what the link says, if the
	// crawler kept that.
	FoundOn, LinkText string
	// MIME is the type that the server states.
	MIME string
	// Err says that there is nothing to read: a damaged record, a repetition of what
	// is not in the archive. It wraps gongkai.ErrDamaged or gongkai.ErrAccess.
	Err error

	source *source
	offset int64
	shelf  *shelf
}

// Picture returns the picture that was at the address, by what lies in the same
// archives: of several the one that was fetched nearest to the document in time. Nil
// when there is none.
func (d *Document) Picture(address string) *Document {
	if d.shelf == nil {
		return nil
	}
	var best *Document
	for _, p := range d.shelf.pictures[shelfKey(address)] {
		if best == nil || p.Fetched.Sub(d.Fetched).Abs() < best.Fetched.Sub(d.Fetched).Abs() {
			best = p
		}
	}
	return best
}

// shelf holds the pictures of a collection, which are no documents, by address.
type shelf struct{ pictures map[string][]*Document }

// shelfKey is an address without what does not say where: http and https are one.
func shelfKey(address string) string {
	address = withoutFragment(address)
	_, rest, _ := strings.Cut(address, "://")
	return rest
}

// pictureMagic is what pictures begin with.
var pictureMagic = []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF8", "II*\x00", "MM\x00*", "BM", "RIFF"}

// add notes the picture.
func (s *shelf) add(d Document, start []byte) {
	if d.URL == "" || !slices.ContainsFunc(pictureMagic, func(m string) bool { return strings.HasPrefix(string(start), m) }) {
		return
	}
	key := shelfKey(d.URL)
	s.pictures[key] = append(s.pictures[key], &d)
}

// Documents lists what may be a report in WARC files, WACZ files and archives of
// this project, taken together: what one of them repeats may be in another. They are
// in the order of the paths and the files.
//
// A document is a response with the status 200, a resource or a conversion, unless
// the crawler found that it is a challenge, says that there is no page or only lists
// others, or its type
// says that it is no report: pictures, styles, scripts, fonts, sound, film,
// data. A revisit is one if the original was at another address. A redirect is none;
// where it leads to has its address in Via.
//
// An input that cannot be read is a Document with an error: every input is accounted
// for.
func Documents(paths []string) []Document {
	c := collection{redirects: map[string]string{}, left: map[string]bool{}, shelf: &shelf{map[string][]*Document{}}}
	seen := map[string]bool{} // a file may be named beside the archive that it is in
	for _, path := range paths {
		list, err := sources(path)
		if err != nil {
			c.documents = append(c.documents, collected{Document: Document{Path: slashed(path), Err: accessError(err)}})
		}
		for _, s := range list {
			if !seen[s.name] {
				seen[s.name] = true
				c.add(s)
			}
		}
	}
	c.resolve()
	c.follow()
	documents := make([]Document, len(c.documents))
	for i := range c.documents {
		documents[i] = c.documents[i].Document
		documents[i].shelf = c.shelf
	}
	return documents
}

func slashed(path string) string { return strings.ReplaceAll(path, `\`, "/") }

func accessError(err error) error {
	if errors.Is(err, gongkai.ErrDamaged) || errors.Is(err, gongkai.ErrFormat) {
		return err
	}
	return fmt.Errorf("%w: %w", gongkai.ErrAccess, err)
}

// collected is a document with what revisits name it by.
type collected struct {
	Document
	id, digest string
	cut        bool // the record says that it is truncated
}

// revisit is a record that repeats another.
type revisit struct {
	collected
	original, originalURL string
}

// collection is a running Documents.
type collection struct {
	documents []collected
	revisits  []revisit
	redirects map[string]string // where to, from where
	left      map[string]bool   // digests and names of records that were left out
	shelf     *shelf
}

// add adds the documents of a WARC file.
func (c *collection) add(s *source) {
	documents, revisits := len(c.documents), len(c.revisits)
	// What ends the file of an archive that is being written is under way.
	underWay := func(err error) bool {
		return strings.HasSuffix(s.name, openSuffix) && errors.Is(err, warc.ErrTruncated)
	}
	begin := func() { c.documents, c.revisits = c.documents[:documents], c.revisits[:revisits] }
	err := s.scan(begin, func(r *warc.Record, err error) error {
		if err != nil {
			if !underWay(err) {
				c.damaged(s, err)
			}
			return nil
		}
		before := len(c.documents)
		beside := c.record(s, r)
		// What a damaged record says of itself may be wrong: it may be anything.
		if err := r.Finish(); underWay(err) {
			c.documents = c.documents[:before]
		} else if err != nil && !beside && len(c.documents) == before && !errors.Is(err, warc.ErrLength) {
			c.damaged(s, err)
		}
		return nil
	})
	if err != nil {
		c.documents = append(c.documents, collected{Document: Document{Path: s.name, Err: accessError(err)}})
	}
}

// damaged adds a place where no record could be made out.
func (c *collection) damaged(s *source, err error) {
	path := s.name
	var at *warc.Error
	if errors.As(err, &at) {
		path, err = fmt.Sprintf("%s!/%d", s.name, at.Offset), at.Err
	}
	c.documents = append(c.documents, collected{Document: Document{Path: path, Err: fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)}})
}

// record adds what is in a record; beside says that it goes with another, and is no
// document itself.
func (c *collection) record(s *source, r *warc.Record) (beside bool) {
	d := collected{Document: Document{Path: fmt.Sprintf("%s!/%d", s.name, r.Offset), URL: r.TargetURI(), Fetched: r.Date(), source: s, offset: r.Offset},
		id: r.ID(), digest: r.Fields.Get("WARC-Payload-Digest"), cut: r.Fields.Get("WARC-Truncated") != ""}
	switch r.Type() {
	case "response":
		c.response(d, r)
	case "resource", "conversion":
		d.MIME, _, _ = strings.Cut(strings.ToLower(r.Fields.Get("Content-Type")), ";")
		c.document(d, bufio.NewReader(r.Block))
	case "revisit":
		c.revisit(d, r)
	case "metadata":
		c.metadata(r)
	case "continuation":
		d.Err = fmt.Errorf("%w: a part of a segmented record; segments are not joined", gongkai.ErrFormat)
		c.documents = append(c.documents, d)
	}
	return r.Type() == "warcinfo" || r.Type() == "request" || r.Type() == "metadata"
}

func (c *collection) response(d collected, r *warc.Record) {
	response, err := warc.ReadResponse(r.Block)
	if err != nil {
		// dns: and the like have blocks of their own.
		if strings.HasPrefix(d.URL, "http") {
			d.Err = fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
			c.documents = append(c.documents, d)
		}
		return
	}
	if response.Status >= 300 && response.Status < 400 {
		c.redirect(d.URL, response.Fields.Get("Location"))
	}
	if response.Status != 200 {
		return
	}
	d.MIME = response.MIME()
	c.document(d, bufio.NewReader(response.Body))
}

// document adds a document unless it is no report.
func (c *collection) document(d collected, body *bufio.Reader) {
	start, _ := body.Peek(512)
	c.shelf.add(d.Document, start)
	if mayBeReport(d.URL, d.MIME, start) {
		c.documents = append(c.documents, d)
		return
	}
	c.left[d.id] = true
	if d.digest != "" {
		c.left[d.digest] = true
	}
}

// noReport are beginnings of types that are no documents.
var noReport = []string{"image/", "audio/", "video/", "font/", "text/css", "text/javascript", "text/xml", "application/xml", "application/javascript", "application/x-javascript",
	"application/ecmascript", "application/json", "application/ld+json", "application/manifest+json", "application/rss", "application/atom", "application/font", "application/x-font",
	"application/vnd.ms-fontobject", "application/wasm", "application/warc-fields", "application/x-shockwave-flash"}

// mayBeReport reports whether a payload may be a report: unless its type says that
// it is none, and its first bytes do not say otherwise.
func mayBeReport(address, mime string, start []byte) bool {
	if u, err := url.Parse(address); err != nil || address != "" && u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ftp" && u.Scheme != "file" {
		return err != nil // names for what a browser noted of itself: urn:pageinfo
	} else if u.Path == "/robots.txt" || u.Path == "/favicon.ico" {
		return false
	}
	if !slices.ContainsFunc(noReport, func(t string) bool { return strings.HasPrefix(mime, t) }) {
		return true
	}
	text := strings.ToLower(strings.TrimLeft(string(start), "\ufeff \t\r\n"))
	for _, magic := range []string{"%pdf-", "pk\x03\x04", "\xd0\xcf\x11\xe0", "<!doctype html", "<html"} {
		if strings.HasPrefix(text, magic) {
			return true
		}
	}
	return false
}

func (c *collection) redirect(from, location string) {
	base, err := url.Parse(from)
	if err != nil || location == "" {
		return
	}
	if to, err := base.Parse(location); err == nil {
		c.redirects[from] = withoutFragment(to.String())
	}
}

func withoutFragment(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}

func (c *collection) revisit(d collected, r *warc.Record) {
	v := revisit{collected: d, original: strings.Trim(r.Fields.Get("WARC-Refers-To"), "<>"),
		originalURL: strings.Trim(r.Fields.Get("WARC-Refers-To-Target-URI"), "<>")}
	if response, err := warc.ReadResponse(r.Block); err == nil {
		if response.Status >= 300 && response.Status != 304 {
			return
		}
		if v.MIME = response.MIME(); !mayBeReport(v.URL, v.MIME, nil) {
			return
		}
	}
	c.revisits = append(c.revisits, v)
}

// Beginnings of the reason of an Exchange by which Documents knows what it is.
const (
	// ReasonList: a page that only lists others.
	ReasonList = "list: "
	// ReasonDamaged: a payload that cannot be taken out of its encodings, or has no end.
	// It is a document, and cannot be read.
	ReasonDamaged = "encoding: "
)

// recent is how many documents back the one is looked for that a metadata record is
// about.
const recent = 8

func (c *collection) metadata(r *warc.Record) {
	about := strings.Trim(r.Fields.Get("WARC-Concurrent-To"), "<>")
	if about == "" || !strings.HasPrefix(r.Fields.Get("Content-Type"), "application/warc-fields") {
		return
	}
	for i := len(c.documents) - 1; i >= max(0, len(c.documents)-recent); i-- {
		d := &c.documents[i]
		if d.id != about {
			continue
		}
		fields, err := readText(r.Block)
		if err != nil {
			return
		}
		d.FoundOn, d.LinkText = fields.Get("via"), fields.Get("linkText")
		reason := fields.Get("gongkai-reason")
		leave := strings.HasPrefix(reason, ReasonList)
		switch State(fields.Get("gongkai-state")) {
		case Blocked, Vanished, Failed: // a challenge, a page that says that there is none
			leave = !d.cut && !strings.HasPrefix(reason, ReasonDamaged)
		}
		if leave {
			c.left[d.id] = true
			c.documents = slices.Delete(c.documents, i, i+1)
		}
		return
	}
}

// resolve makes documents of the revisits that repeat what was at another address.
func (c *collection) resolve() {
	if len(c.revisits) == 0 {
		return
	}
	byID, byURL, byDigest := map[string]int{}, map[string]int{}, map[string]int{}
	for i, d := range c.documents {
		byID[d.id], byURL[d.URL] = i, i
		if d.digest != "" {
			byDigest[d.digest] = i
		}
	}
	find := func(v revisit) (i int, ok bool) {
		if i, ok = byID[v.original]; ok && v.original != "" {
			return i, true
		}
		if i, ok = byDigest[v.digest]; ok && v.digest != "" {
			return i, true
		}
		address := v.originalURL
		if address == "" {
			address = v.URL
		}
		// A record of that address that has another digest is not what is repeated.
		if i, ok = byURL[address]; ok && (v.digest == "" || c.documents[i].digest == "") {
			return i, true
		}
		return 0, false
	}
	var more []collected
	added := map[string]bool{}
	for _, v := range c.revisits {
		i, ok := find(v)
		switch {
		case ok:
			original := c.documents[i]
			// A page that is asked for every year is one document, not many.
			if key := v.URL + " " + original.Path; original.URL != v.URL && !added[key] {
				added[key] = true
				v.source, v.offset, v.MIME = original.source, original.offset, original.MIME
				more = append(more, v.collected)
			}
		case c.left[v.original] && v.original != "", c.left[v.digest] && v.digest != "":
		default:
			v.Err = fmt.Errorf("%w: a revisit record; what it repeats is not here", gongkai.ErrAccess)
			more = append(more, v.collected)
		}
	}
	c.documents = append(c.documents, more...)
}

// maxVia is how many redirects are followed back.
const maxVia = 10

// follow sets Via.
func (c *collection) follow() {
	from := map[string][]string{}
	for a, b := range c.redirects {
		from[b] = append(from[b], a)
	}
	for _, list := range from {
		slices.Sort(list)
	}
	for i := range c.documents {
		d := &c.documents[i]
		next := from[d.URL]
		for len(next) > 0 && len(d.Via) < maxVia {
			a := next[0]
			next = next[1:]
			if a != d.URL && !slices.Contains(d.Via, a) {
				d.Via = append(d.Via, a)
				next = append(next, from[a]...)
			}
		}
	}
}

// Read returns the payload, taken out of its encodings, of at most maxBytes (which
// must be positive). Errors wrap gongkai.ErrLimit, gongkai.ErrAccess or
// gongkai.ErrDamaged: a payload that is cut off is never returned as if it were
// whole.
func (d *Document) Read(maxBytes int) ([]byte, error) {
	if d.Err != nil {
		return nil, d.Err
	}
	r, size, closing, err := d.source.open()
	if err != nil {
		return nil, accessError(err)
	}
	defer closing()
	payload, whole, err := readRecord(r, size, d.offset, maxBytes, false)
	if errors.Is(err, warc.ErrLength) && !whole {
		// The record's own length is wrong; the server's may be right.
		payload, whole, err = readRecord(r, size, d.offset, maxBytes, true)
	}
	switch {
	case whole:
		return payload, nil
	case err == nil, errors.Is(err, gongkai.ErrLimit), errors.Is(err, gongkai.ErrDamaged):
		return nil, err
	case isWrong(err):
		return nil, fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
	}
	return nil, accessError(err)
}

// readRecord reads the payload of a record. It is whole if nothing is wrong, or if
// its digest or the length in its HTTP head says so although the record is damaged;
// byHead reads up to that length.
func readRecord(r io.ReaderAt, size, offset int64, maxBytes int, byHead bool) (payload []byte, whole bool, err error) {
	record, err := warc.NewReader(r, size, offset).Next()
	if err != nil {
		return nil, false, err
	}
	if record.Fields.Get("WARC-Truncated") != "" {
		return nil, false, fmt.Errorf("%w: %w: %s, says the record", gongkai.ErrDamaged, warc.ErrCut, record.Fields.Get("WARC-Truncated"))
	}
	if record.Fields.Get("WARC-Segment-Number") != "" {
		return nil, false, fmt.Errorf("%w: a part of a segmented record; segments are not joined", gongkai.ErrFormat)
	}
	response := &warc.Response{Body: record.Block}
	if record.Type() == "response" {
		if response, err = warc.ReadResponse(record.Block); err != nil {
			return nil, false, fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
		}
	}
	stated, lengthErr := strconv.ParseInt(response.Fields.Get("Content-Length"), 10, 64)
	hasLength := lengthErr == nil && stated >= 0
	if byHead && hasLength {
		response.Body = io.LimitReader(response.Body, stated)
	}
	digest := warc.NewChecker(record.Fields.Get("WARC-Payload-Digest"))
	if digest != nil {
		response.Body = io.TeeReader(response.Body, digest)
	}
	payload, err = response.Payload(maxBytes)
	wrong := record.Finish()
	proven := digest != nil && digest.Agrees() || byHead && hasLength
	switch {
	case err != nil && wrong != nil && !errors.Is(err, gongkai.ErrLimit):
		return nil, false, wrong
	case err != nil:
		return nil, false, err
	case wrong == nil || errors.Is(wrong, warc.ErrLength) && proven:
		return payload, true, nil
	}
	return nil, false, wrong
}
