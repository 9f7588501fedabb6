package docx

import (
	"bytes"
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
	if gongkai.Exceeds(len(data), limits.Bytes, "bytes") == nil && bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
		return nil, refuseCompound(data)
	}
	z, err := zipfile.Open(data, gongkai.FormatDOCX, limits)
	if err != nil {
		return nil, err
	}
	return &archive{z}, nil
}

// refuseCompound says what an OLE2 compound file is: its directory holds the
// names of its streams in UTF-16.
func refuseCompound(data []byte) error {
	has := func(stream string) bool {
		return bytes.Contains(data, []byte(strings.Join(strings.Split(stream, ""), "\x00")+"\x00"))
	}
	switch {
	case has("EncryptedPackage"):
		return failure("", -1, gongkai.ErrEncrypted, "a password is needed to open it")
	case has("WordDocument"):
		return failure("", -1, gongkai.ErrFormat, "Word 97-2003 (.doc)")
	case has("Workbook"):
		return failure("", -1, gongkai.ErrFormat, "Excel 97-2003 (.xls)")
	}
	return failure("", -1, gongkai.ErrFormat, "an OLE2 compound file that is no Word document")
}

// mainPart finds the text by the officeDocument relationship, and says what
// the archive is when it is no Word document.
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
	for _, other := range []struct{ part, what string }{
		{"OFD.xml", "an OFD document"},
		{"xl/workbook.xml", "a spreadsheet (.xlsx)"},
		{"xl/workbook.bin", "a spreadsheet (.xlsb)"},
		{"ppt/presentation.xml", "a presentation (.pptx)"},
		{"content.xml", "an OpenDocument file (.odt)"},
		{"META-INF/container.xml", "an EPUB book"},
	} {
		if zipfile.Fold(main) == zipfile.Fold(other.part) || main == "" && a.Has(other.part) {
			return "", failure("", -1, gongkai.ErrFormat, "%s", other.what)
		}
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
