package docx

import (
	"net/url"
	"path"
	"strings"

	"gongkai"
	"gongkai/extract/xmlscan"
	"gongkai/extract/zipfile"
)

// archive is an Open Packaging Conventions package.
type archive struct{ *zipfile.Archive }

func open(data []byte, limits gongkai.Limits) (*archive, error) {
	z, err := zipfile.Open(data, gongkai.FormatDOCX, limits)
	if err != nil {
		return nil, err
	}
	return &archive{z}, nil
}

// mainPart finds the text by the officeDocument relationship. What an archive
// without one is, package extract has said before.
func (a *archive) mainPart() (string, error) {
	related, err := a.relationships("")
	if gongkai.Reason(err) == "limit" {
		return "", err
	}
	main := target(related, "officeDocument")
	if main == "" && a.Has("word/document.xml") {
		// The text stands where every writer puts it: only the way is lost.
		main = "word/document.xml"
	}
	switch {
	case main == "" && err != nil:
		return "", err
	case main == "":
		return "", failure("", -1, gongkai.ErrFormat, "a zip archive without a Word document in it")
	case !a.Has(main):
		return "", failure(main, -1, gongkai.ErrDamaged, "the main part is missing")
	}
	return main, nil
}

// relationship leads from one part to another.
type relationship struct {
	id     string
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
	if !a.Has(name) {
		return nil, nil
	}
	var related []relationship
	err := a.visit(name, gongkai.Limits{Depth: 10}, func(s *scanner) {
		for s.Inside(0) {
			if s.Name != "rel:Relationship" || s.attr("TargetMode") == "External" {
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
				id:     s.attr("Id"),
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
	s.Finish()
	return s.Err
}

func (a *archive) scan(part string, limits gongkai.Limits) (*scanner, error) {
	data, err := a.Read(part)
	if err != nil {
		return nil, err
	}
	s, err := xmlscan.New(gongkai.FormatDOCX, part, data, vocabulary, limits.Depth)
	return &scanner{s}, err
}
