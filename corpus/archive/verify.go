package archive

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/corpus/warc"
)

// Problem is something that is wrong in an archive.
type Problem struct {
	// Where is a file, with "!/" and a byte if it is one of its records; or a URL.
	Where string
	What  string
}

func (p Problem) String() string { return p.Where + ": " + p.What }

// Verify checks an archive, a WARC file or a WACZ file: every record, its length, its
// gzip member, its digests and the fields that it must have; of an archive also that
// the records which belong together are there, that index and ledger agree with the
// files. It changes nothing, and returns all that is wrong in the order of the files. The
// error says that it could not be checked.
func Verify(path string) ([]Problem, error) {
	list, err := sources(path)
	if err != nil {
		return nil, err
	}
	v := &verification{folder: path}
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.IsDir() {
		if v.ledger, err = openLedger(path, true); errors.Is(err, os.ErrNotExist) {
			v.problem(ledgerName, "there is none: the next crawl makes it of the records")
		} else if err != nil {
			v.problem(ledgerName, "%v", err)
		} else {
			defer v.ledger.close()
		}
		v.ours = true
	}
	for _, s := range list {
		if err := v.file(s); err != nil {
			return nil, err
		}
	}
	if !v.ours {
		return v.problems, nil
	}
	if err := v.lostFiles(list); err != nil {
		return nil, err
	}
	return v.problems, v.index()
}

// verification is a running Verify.
type verification struct {
	folder   string
	ours     bool // an archive of this project
	ledger   *Ledger
	problems []Problem
}

func (v *verification) problem(where, format string, args ...any) {
	v.problems = append(v.problems, Problem{where, fmt.Sprintf(format, args...)})
}

// capture is what is checked of a record by the ledger.
type capture struct {
	length      int64
	url, digest string
}

func (v *verification) file(s *source) error {
	captures := map[int64]capture{}
	group := "" // the ID of the record whose metadata record must follow
	begun := len(v.problems)
	if v.ours && s.size == 0 {
		v.problem(s.name, "the file is empty")
	}
	err := s.scan(func() { v.problems = v.problems[:begun] }, func(r *warc.Record, err error) error {
		if err != nil {
			v.wrong(s, err)
			return nil
		}
		where := fmt.Sprintf("%s!/%d", s.name, r.Offset)
		digest := v.record(where, r)
		if !v.ours {
			return nil
		}
		if s.unpacked == nil && r.Offset == 0 && r.Type() != "warcinfo" {
			v.problem(where, "the file does not begin with a warcinfo record")
		}
		switch r.Type() {
		case "response", "revisit":
			if group != "" {
				v.problem(where, "the record before it has no metadata record")
			}
			group = r.ID()
			captures[r.Offset] = capture{r.Length, r.TargetURI(), digest}
		case "metadata":
			if about := strings.Trim(r.Fields.Get("WARC-Concurrent-To"), "<>"); about == group {
				group = ""
			}
		}
		return nil
	})
	if err != nil {
		v.problem(s.name, "%v", err)
	}
	if v.ours && s.unpacked != nil {
		v.problem(s.name, "%v", warc.ErrShared)
	}
	isOpen := strings.HasSuffix(s.name, openSuffix)
	if v.ours && group != "" && !isOpen {
		v.problem(s.name, "the last record has no metadata record")
	}
	if v.ours && isOpen {
		v.problem(s.name, "the file is open: a crawl is running, or was killed; the next one goes on with it")
	}
	if v.ledger == nil {
		return nil
	}
	return v.byLedger(s, captures)
}

// wrong notes an error of reading records.
func (v *verification) wrong(s *source, err error) {
	where := s.name
	var at *warc.Error
	if errors.As(err, &at) {
		where, err = fmt.Sprintf("%s!/%d", s.name, at.Offset), at.Err
	}
	v.problem(where, "%v", err)
}

// record checks a record and returns its payload digest, if it has one.
func (v *verification) record(where string, r *warc.Record) string {
	for _, name := range []string{"WARC-Type", "WARC-Record-ID", "WARC-Date"} {
		if r.Fields.Get(name) == "" {
			v.problem(where, "%s is missing", name)
		}
	}
	block := warc.NewChecker(r.Fields.Get("WARC-Block-Digest"))
	field := r.Fields.Get("WARC-Payload-Digest")
	payload, joined := warc.NewChecker(field), warc.NewChecker(field)
	if v.ours && block == nil {
		v.problem(where, "WARC-Block-Digest is missing")
	}
	var sinks []io.Writer
	if block != nil {
		sinks = append(sinks, block)
	}
	body := io.TeeReader(r.Block, io.MultiWriter(sinks...))
	if payload != nil && r.Type() != "revisit" {
		v.payload(where, r, body, payload, joined)
	}
	io.Copy(io.Discard, body)
	if err := r.Finish(); err != nil {
		var at *warc.Error
		errors.As(err, &at)
		v.problem(where, "%v", at.Err)
		return field
	}
	if err := block.Err("WARC-Block-Digest"); err != nil {
		v.problem(where, "%v", err)
	}
	return field
}

// payload checks the payload digest: of the body as it is in the record, or, as some
// programs compute it, of the body without its chunks.
func (v *verification) payload(where string, r *warc.Record, block io.Reader, payload, joined *warc.Checker) {
	switch r.Type() {
	case "request":
		return
	case "response":
		response, err := warc.ReadResponse(block)
		if err != nil {
			if strings.HasPrefix(r.TargetURI(), "http") {
				v.problem(where, "%v", err)
			}
			return
		}
		block = response.Body
		if strings.Contains(strings.ToLower(response.Fields.Get("Transfer-Encoding")), "chunked") {
			io.Copy(joined, warc.Unchunked(io.TeeReader(block, payload)))
			if joined.Agrees() {
				return
			}
		}
	}
	io.Copy(payload, block)
	if err := payload.Err("WARC-Payload-Digest"); err != nil && r.Fields.Get("WARC-Segment-Number") == "" {
		if r.Finish() == nil { // else the payload is not all there
			v.problem(where, "%v", err)
		}
	}
}

// byLedger compares the records of a file with what the ledger says of them.
func (v *verification) byLedger(s *source, captures map[int64]capture) error {
	name := strings.TrimSuffix(filepath.Base(s.path), openSuffix)
	events, err := v.ledger.recorded(name)
	if err != nil {
		return err
	}
	for _, e := range events {
		c, ok := captures[e.Offset]
		where := fmt.Sprintf("%s!/%d", s.name, e.Offset)
		switch {
		case !ok:
			v.problem(where, "the ledger has %s here, and there is no record", e.URL)
		case c.url != e.URL:
			v.problem(where, "the ledger has %s here, the record is of %s", e.URL, c.url)
		case c.length != e.Length:
			v.problem(where, "the ledger says that the record has %d bytes, it has %d", e.Length, c.length)
		case e.Digest != "" && c.digest != "" && c.digest != e.Digest:
			v.problem(where, "the ledger says %s, the record %s", e.Digest, c.digest)
		}
		delete(captures, e.Offset)
	}
	for _, offset := range slices.Sorted(maps.Keys(captures)) {
		v.problem(fmt.Sprintf("%s!/%d", s.name, offset), "%s is not in the ledger; the next crawl adds it", captures[offset].url)
	}
	return nil
}

// recorded are the events whose records should be in the file, in its order.
func (l *Ledger) recorded(name string) ([]Event, error) {
	rows, err := l.db.Query(`SELECT u.url, e.reason, e.offset, e.length, e.digest FROM events e JOIN urls u ON u.id = e.url WHERE e.file <> '' AND e.file = ? ORDER BY e.seq`, name)
	if err != nil {
		return nil, l.failed(err)
	}
	defer rows.Close()
	at := map[int64]Event{}
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.URL, &e.Reason, &e.Offset, &e.Length, &e.Digest); err != nil {
			return nil, l.failed(err)
		}
		if e.Reason == reasonLost {
			delete(at, e.Offset)
		} else {
			at[e.Offset] = e
		}
	}
	events := slices.Collect(maps.Values(at))
	slices.SortFunc(events, func(a, b Event) int { return cmp.Compare(a.Offset, b.Offset) })
	return events, l.failed(rows.Err())
}

// lostFiles finds files that the ledger has records in and that are not there.
func (v *verification) lostFiles(list []*source) error {
	if v.ledger == nil {
		return nil
	}
	known, err := v.ledger.files()
	if err != nil {
		return err
	}
	for _, s := range list {
		delete(known, strings.TrimSuffix(filepath.Base(s.path), openSuffix))
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		v.problem(filepath.Join(v.folder, warcFolder, name), "the file is gone; the ledger has records in it")
	}
	return nil
}

// index compares the index with the files.
func (v *verification) index() error {
	where := filepath.Join(v.folder, indexName)
	files, err := closedFiles(v.folder)
	if err != nil {
		return err
	}
	status, err := readStatus(v.folder)
	switch {
	case len(files) == 0:
		return nil
	case err != nil:
		v.problem(where, "the index cannot be used, the next crawl makes it anew: %v", err)
		return nil
	case !maps.Equal(status.Files, files):
		v.problem(where, "the index is of other files; the next crawl brings it up to date")
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := v.indexed(where, name); err != nil {
			return err
		}
	}
	return nil
}

// indexed makes sure that every line of a WARC file is in the index.
func (v *verification) indexed(where, name string) error {
	text, err := os.ReadFile(where)
	if err != nil {
		return err
	}
	missing := 0
	err = eachLine(filepath.Join(v.folder, warcFolder, name), name, func(line string) error {
		if !containsLine(text, line) {
			missing++
		}
		return nil
	})
	if missing > 0 {
		v.problem(where, "%d records of %s are not in the index, or others than they are", missing, name)
	}
	return err
}

// containsLine finds a line in sorted text.
func containsLine(text []byte, line string) bool {
	low, high := 0, len(text)
	for low < high {
		middle := (low + high) / 2
		begin := bytes.LastIndexByte(text[:middle], '\n') + 1
		end := begin + bytes.IndexByte(text[begin:], '\n')
		if end < begin {
			end = len(text)
		}
		switch found := string(text[begin:end]); {
		case found == line:
			return true
		case found < line:
			low = end + 1
		default:
			high = begin
		}
	}
	return false
}
