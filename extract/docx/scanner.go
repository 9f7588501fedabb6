package docx

import (
	"gongkai/extract/xmlscan"
)

// namespaces are the ones the reader understands, under the prefix it knows
// them by: transitional and strict OOXML have one name here.
var namespaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":        "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                    "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":          "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":                      "m",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":         "mc",
	"http://schemas.openxmlformats.org/package/2006/relationships":        "rel",
	"http://purl.org/dc/elements/1.1/":                                    "dc",
	"http://schemas.openxmlformats.org/drawingml/2006/main":               "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                           "a",
	"urn:schemas-microsoft-com:office:office":                             "o",
	"urn:schemas-microsoft-com:vml":                                       "v",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":             "r",
}

// understood begins the namespaces of which a mc:Choice may make use: the
// text boxes of Word 2010 and later live there.
var understood = []string{
	"http://schemas.microsoft.com/office/word/",
	"http://schemas.microsoft.com/office/drawing/",
	"http://schemas.openxmlformats.org/",
	"http://purl.oclc.org/ooxml/",
}

var vocabulary = &xmlscan.Vocabulary{Namespaces: namespaces, Understood: understood}

// scanner walks a part.
type scanner struct{ *xmlscan.Scanner }

// attr is the value of the attribute just met that has no namespace or that of
// WordprocessingML; "" when there is none.
func (s *scanner) attr(local string) string { return s.Attr("w", local) }

// placeholder reports whether what stands in the element just met invites to
// fill in a content control.
func (s *scanner) placeholder() bool { return s.Marked() }

// controlProperties reads the w:sdtPr just met, for its w:sdt.
func (s *scanner) controlProperties() {
	depth := s.Depth()
	for s.Inside(depth) {
		if s.Name == "w:showingPlcHdr" && depth > 1 {
			s.Mark(depth-2, s.toggle() == on)
		}
	}
}
