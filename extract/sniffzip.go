package extract

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"

	"gongkai"
)

const (
	// maxEntries bounds the zip directory that is read to name a zip.
	maxEntries = 20_000
	// maxPart is how much of a part is inflated to name a zip.
	maxPart = 1 << 20
)

var word = kind{says: "a Word document (DOCX)", format: gongkai.FormatDOCX}

// mainTypes are media types of the main parts of Office packages (ECMA-376
// part 1, [MS-OFFMACRO]), without what differs between documents, templates
// and files with macros.
var mainTypes = []struct {
	in   *regexp.Regexp
	kind kind
}{
	{regexp.MustCompile(`wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled\w*\.main\+xml`), word},
	{regexp.MustCompile(`ms-excel\.sheet\.binary\.macroEnabled\.main`), kind{says: "an Excel workbook (.xlsb)"}},
	{regexp.MustCompile(`spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template)\.macroEnabled\.main\+xml`), kind{says: "an Excel workbook (XLSX)", format: gongkai.FormatXLSX}},
	{regexp.MustCompile(`presentationml\.|ms-powerpoint\.`), kind{says: "a presentation (PPTX)"}},
	{regexp.MustCompile(`xps-fixeddocumentsequence|oxps`), kind{says: "an XPS document"}},
	{regexp.MustCompile(`ms-visio\.`), kind{says: "a Visio drawing"}},
}

// mediaTypes are those that a "mimetype" member or a manifest states.
var mediaTypes = []struct {
	in   string
	kind kind
}{
	{"application/vnd.oasis.opendocument.text", kind{says: "an OpenDocument text (ODT)", format: gongkai.FormatODT}},
	{"application/vnd.oasis.opendocument.spreadsheet", kind{says: "an OpenDocument spreadsheet (.ods)"}},
	{"application/vnd.oasis.opendocument.", kind{says: "an OpenDocument file that is no text"}},
	{"application/vnd.sun.xml.writer", kind{says: "an OpenOffice 1 text (.sxw)"}},
	{"application/epub+zip", kind{says: "an EPUB book"}},
}

// members name a package by a part that only its kind has, where what should
// state it is not there or cannot be read. Names are folded.
var members = []struct {
	name string
	kind kind
}{
	{"ofd.xml", kind{says: "an OFD document", format: gongkai.FormatOFD}},
	{"word/document.xml", word},
	{"xl/workbook.xml", mainTypes[2].kind},
	{"xl/workbook.bin", mainTypes[1].kind},
	{"ppt/presentation.xml", mainTypes[3].kind},
	{"meta-inf/container.xml", kind{says: "an EPUB book"}},
	{"index/document.iwa", kind{says: "a document of Apple's Pages, Numbers or Keynote"}},
	{"androidmanifest.xml", kind{says: "an Android application"}},
	{"meta-inf/manifest.mf", kind{says: "a Java archive"}},
	{"content.xml", kind{says: "an OpenDocument file", format: gongkai.FormatODT}},
}

// ofZip names a zip by what is in it: the main part of an Office package, the
// media type of OpenDocument and EPUB, the entry document of OFD. Only the
// directory and one or two small parts are read.
func ofZip(data []byte) kind {
	if !hasAny(data, "PK\x03\x04", "PK\x05\x06", "PK00PK\x03\x04") {
		return kind{}
	}
	if bytes.Count(data, []byte("PK\x01\x02")) > maxEntries {
		return kind{says: "a zip archive of very many members"}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return ofBrokenZip(data)
	}
	p := pack{}
	for _, f := range z.File {
		if name := fold(f.Name); p[name] == nil {
			p[name] = f
		}
	}
	return p.kind()
}

// pack are the members of a zip by folded name.
type pack map[string]*zip.File

// fold makes names comparable: they ignore case, and some writers use
// backslashes or a leading slash.
func fold(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func (p pack) kind() kind {
	if k := p.office(); k.known() {
		return k
	}
	stated := strings.TrimSpace(p.read("mimetype"))
	if stated == "" && p["content.xml"] != nil {
		stated = p.read("meta-inf/manifest.xml")
	}
	for _, m := range mediaTypes {
		if strings.Contains(stated, m.in) {
			return m.kind
		}
	}
	for _, m := range members {
		if p[m.name] != nil {
			return m.kind
		}
	}
	return kind{says: "a zip archive"}
}

// override is a part and its media type in [Content_Types].xml.
var override = regexp.MustCompile(`<(?:\w+:)?Override\s[^>]*>`)

// attribute matches one attribute.
var attribute = regexp.MustCompile(`([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// relation is a relationship in _rels/.rels.
var relation = regexp.MustCompile(`<(?:\w+:)?Relationship\s[^>]*>`)

// office names an Office package: by the media type of the part that its
// officeDocument relationship leads to, else by any main part that it states.
func (p pack) office() kind {
	types := p.read("[content_types].xml")
	if types == "" {
		return kind{}
	}
	main := ""
	for _, tag := range relation.FindAllString(p.read("_rels/.rels"), -1) {
		if a := attributes(tag); strings.HasSuffix(a["Type"], "/officeDocument") {
			main = fold(path.Clean("/" + a["Target"]))
			break
		}
	}
	for _, tag := range override.FindAllString(types, -1) {
		if a := attributes(tag); main != "" && fold(a["PartName"]) == main {
			types = a["ContentType"]
			break
		}
	}
	for _, m := range mainTypes {
		if m.in.MatchString(types) {
			return m.kind
		}
	}
	return kind{}
}

func attributes(tag string) map[string]string {
	found := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
		found[m[1]] = m[2] + m[3]
	}
	return found
}

// read inflates the beginning of a member as UTF-8; "" when it is not there or
// cannot be read: whoever reads the document says so.
func (p pack) read(name string) string {
	f := p[name]
	if f == nil || f.Flags&1 != 0 {
		return ""
	}
	in, err := f.Open()
	if err != nil {
		return ""
	}
	defer in.Close()
	part, _ := io.ReadAll(io.LimitReader(in, maxPart))
	return decoded(part)
}

// ofBrokenZip names a zip whose directory is lost, by the names in the headers
// of its members.
func ofBrokenZip(data []byte) kind {
	p := pack{}
	for at := 0; len(p) < maxEntries; {
		next := bytes.Index(data[at:], []byte("PK\x03\x04"))
		if next < 0 {
			break
		}
		at += next
		if len(data) < at+30 {
			break
		}
		from := at + 30
		to := from + int(binary.LittleEndian.Uint16(data[at+26:]))
		if to > len(data) {
			break
		}
		p[fold(string(data[from:to]))] = new(zip.File)
		at = from
	}
	for name := range p {
		p[name] = nil
		if folder, _, in := strings.Cut(name, "/"); in {
			p[folder+"/"] = nil
		}
	}
	has := func(name string) bool { _, ok := p[name]; return ok }
	for _, m := range members {
		if has(m.name) {
			return m.kind
		}
	}
	switch {
	case has("[content_types].xml") && has("word/"):
		return word
	case has("[content_types].xml") && has("xl/"):
		return mainTypes[2].kind
	case has("[content_types].xml") && has("ppt/"):
		return mainTypes[3].kind
	case has("doc_0/"):
		return members[0].kind
	case has("mimetype"):
		// The member is stored, not deflated, and the first: it can be read.
		for _, m := range mediaTypes {
			if bytes.Contains(data[:min(len(data), 256)], []byte(m.in)) {
				return m.kind
			}
		}
	}
	return kind{says: "a zip archive that was cut off", err: gongkai.ErrDamaged}
}

func hasAny(data []byte, marks ...string) bool {
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m)) {
			return true
		}
	}
	return false
}
