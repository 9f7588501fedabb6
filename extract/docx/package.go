package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math"
	"net/url"
	"path"
	"strings"

	"gongkai"
)

const (
	// maxParts bounds the zip directory, which is read whole. A report has
	// about a dozen parts, one more for each picture.
	maxParts = 10_000
	// initialPart is how much is set aside for a part before inflating it:
	// enough for a long report, little enough to be wasted.
	initialPart = 1 << 20
)

// archive is an Open Packaging Conventions package.
type archive struct {
	// parts by folded name. Two entries of one name leave nil: readers
	// disagree about which one counts, so neither does.
	parts map[string]*zip.File
	// budget is how many bytes may still be inflated.
	budget int64
}

func open(data []byte, limits gongkai.Limits) (*archive, error) {
	if len(data) == 0 {
		return nil, failure("", -1, gongkai.ErrEmpty, "no bytes")
	}
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, &gongkai.ReadError{Format: gongkai.FormatDOCX, Offset: -1, Err: err}
	}
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts {
		return nil, failure("", -1, gongkai.ErrLimit, "more than %d parts", maxParts)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	switch {
	case errors.Is(err, zip.ErrInsecurePath):
		// Nothing is ever unpacked to a path.
	case err != nil && bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, failure("", -1, gongkai.ErrDamaged, "a zip archive without a directory: it was cut off (%v)", err)
	case err != nil:
		return nil, failure("", -1, gongkai.ErrFormat, "not a zip archive")
	}
	a := &archive{parts: make(map[string]*zip.File, len(z.File)), budget: math.MaxInt64 - 1}
	if limits.ExpandedBytes > 0 {
		a.budget = int64(limits.ExpandedBytes)
	}
	for _, f := range z.File {
		name := fold(f.Name)
		if _, twice := a.parts[name]; twice {
			f = nil
		}
		a.parts[name] = f
	}
	return a, nil
}

// fold makes part names comparable: they ignore case, and some writers use
// backslashes or a leading slash.
func fold(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func (a *archive) has(part string) bool {
	_, ok := a.parts[fold(part)]
	return ok
}

// mainPart finds the text by the officeDocument relationship. What an archive
// without one is, package extract has said before.
func (a *archive) mainPart() (string, error) {
	related, err := a.relationships("")
	if gongkai.Reason(err) == "limit" {
		return "", err
	}
	main := target(related, "officeDocument")
	if main == "" && a.has("word/document.xml") {
		// The text stands where every writer puts it: only the way is lost.
		main = "word/document.xml"
	}
	switch {
	case main == "" && err != nil:
		return "", err
	case main == "":
		return "", failure("", -1, gongkai.ErrFormat, "a zip archive without a Word document in it")
	case !a.has(main):
		return "", failure(main, -1, gongkai.ErrDamaged, "the main part is missing")
	}
	return main, nil
}

// relationship leads from one part to another.
type relationship struct {
	kind   string // last segment of the type, the same in strict and transitional
	target string // part name without leading slash
}

// target is the part that the first relationship of the kind leads to, "" when
// there is none.
func target(related []relationship, kind string) string {
	for _, r := range related {
		if r.kind == kind {
			return r.target
		}
	}
	return ""
}

// relationships of a part, of the package as a whole for "". A part without
// any has none: that is no error.
func (a *archive) relationships(part string) ([]relationship, error) {
	folder, file := path.Split(part)
	name := folder + "_rels/" + file + ".rels"
	if !a.has(name) {
		return nil, nil
	}
	var related []relationship
	err := a.visit(name, gongkai.Limits{Depth: 10}, func(s *scanner) {
		for s.inside(0) {
			if s.name != "rel:Relationship" || s.attr("TargetMode") == "External" {
				continue
			}
			to := s.attr("Target")
			if plain, err := url.PathUnescape(to); err == nil {
				to = plain
			}
			if to = strings.ReplaceAll(to, `\`, "/"); !strings.HasPrefix(to, "/") {
				to = "/" + folder + to
			}
			related = append(related, relationship{
				kind:   path.Base(s.attr("Type")),
				target: strings.TrimPrefix(path.Clean(to), "/"),
			})
		}
	})
	return related, err
}

// visit scans a part from beginning to end. A name of "" is no part.
func (a *archive) visit(part string, limits gongkai.Limits, read func(*scanner)) error {
	if part == "" {
		return nil
	}
	s, err := a.scan(part, limits)
	if err != nil {
		return err
	}
	read(s)
	s.finish()
	return s.err
}

func (a *archive) scan(part string, limits gongkai.Limits) (*scanner, error) {
	data, err := a.inflate(part)
	if err != nil {
		return nil, err
	}
	text, err := toUTF8(data)
	if err != nil {
		return nil, failure(part, 0, gongkai.ErrDamaged, "%v", err)
	}
	return newScanner(part, text, limits.Depth), nil
}

// inflate reads a part. The sizes that the directory states are not believed.
func (a *archive) inflate(part string) ([]byte, error) {
	f, ok := a.parts[fold(part)]
	switch {
	case !ok:
		return nil, failure(part, -1, gongkai.ErrDamaged, "the part is missing")
	case f == nil:
		return nil, failure(part, -1, gongkai.ErrDamaged, "the part is there more than once")
	case f.Flags&1 != 0:
		return nil, failure(part, -1, gongkai.ErrEncrypted, "a password is needed to unzip it")
	}
	in, err := f.Open()
	if err != nil {
		return nil, failure(part, -1, gongkai.ErrDamaged, "%v", err)
	}
	defer in.Close()
	var out bytes.Buffer
	// The scanner wants one byte more than the text, ReadFrom room to look
	// for the end.
	out.Grow(int(min(f.UncompressedSize64, initialPart, uint64(a.budget))) + bytes.MinRead + 1)
	n, err := out.ReadFrom(io.LimitReader(in, a.budget+1))
	if n > a.budget {
		return nil, failure(part, -1, gongkai.ErrLimit, "its parts expand to more bytes than allowed")
	}
	a.budget -= n
	if err != nil {
		return nil, failure(part, n, gongkai.ErrDamaged, "%v", err)
	}
	return out.Bytes(), nil
}
