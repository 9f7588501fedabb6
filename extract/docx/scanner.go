package docx

import (
	"bytes"
	"io"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/xml"

	"gongkai"
)

// namespaces are the ones the reader understands, under the prefix it knows
// them by: transitional and strict OOXML have one name here.
var namespaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":             "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":   "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":               "m",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":  "mc",
	"http://schemas.openxmlformats.org/package/2006/relationships": "rel",
	"http://purl.org/dc/elements/1.1/":                             "dc",
	"http://schemas.openxmlformats.org/drawingml/2006/main":        "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                    "a",
	"urn:schemas-microsoft-com:office:office":                      "o",
	"urn:schemas-microsoft-com:vml":                                "v",
}

// understood begins the namespaces of which a mc:Choice may make use: the
// text boxes of Word 2010 and later live there.
var understood = []string{
	"http://schemas.microsoft.com/office/word/",
	"http://schemas.microsoft.com/office/drawing/",
	"http://schemas.openxmlformats.org/",
	"http://purl.oclc.org/ooxml/",
}

// Bounds against files that make up names. Word declares some 30 namespaces
// and uses some 200 names.
const (
	maxNames    = 512 // in the cache of resolved names
	maxBindings = 1000
)

// scanner walks the elements of one part. It resolves namespaces, checks that
// tags match, reads mc:AlternateContent once (its elements never show), and
// expands no entities but the five of XML itself. The first error ends the
// walk and stays in err.
type scanner struct {
	part     string
	in       *parse.Input
	lex      *xml.Lexer
	maxDepth int

	// name is that of the start tag just met, with the prefix of namespaces;
	// "" in other namespaces.
	name  string
	attrs []attribute // of the start tag just met
	err   error

	open     []element
	void     bool // the start tag just met is its own end
	bindings []binding
	names    map[string]string // qualified name → name, under bindings
}

// element was opened and not yet closed.
type element struct {
	qualified []byte
	bindings  int  // in force outside it
	preserve  bool // xml:space
	invites   bool // w:sdt that shows a placeholder, and what is in it
	chosen    bool // mc:AlternateContent: one of its alternatives was read
}

type attribute struct{ qualified, value []byte }

type binding struct{ prefix, uri string }

// token is what advance met.
type token uint8

const (
	tokenEnd token = iota
	tokenStart
	tokenText
	tokenCDATA
	tokenNone // the end of the part, or an error
)

// newScanner scans text, which it may change. A maxDepth of 0 means no limit.
func newScanner(part string, text []byte, maxDepth int) *scanner {
	in := parse.NewInputBytes(text)
	return &scanner{part: part, in: in, lex: xml.NewLexer(in), maxDepth: maxDepth, names: map[string]string{}}
}

func (s *scanner) fail(sentinel error, format string, args ...any) {
	if s.err == nil {
		s.err = failure(s.part, int64(s.in.Offset()), sentinel, format, args...)
	}
}

// depth is the number of open elements; right after a start tag, what inside
// wants in order to stay within that element.
func (s *scanner) depth() int { return len(s.open) }

// inside moves on to the next start tag inside the element of that depth (0:
// the part as a whole). It is false when the element has ended, or at an
// error.
func (s *scanner) inside(depth int) bool {
	for s.err == nil {
		switch s.advance() {
		case tokenStart:
			s.name = s.resolve(s.open[len(s.open)-1].qualified)
			switch s.name {
			case "mc:AlternateContent":
			case "mc:Choice", "mc:Fallback":
				if !s.chooses() {
					s.skip()
				}
			default:
				return true
			}
		case tokenEnd:
			if len(s.open) < depth {
				return false
			}
		case tokenNone:
			return false
		}
	}
	return false
}

// chooses decides on the alternative just met.
func (s *scanner) chooses() bool {
	if len(s.open) < 2 {
		return false
	}
	if parent := &s.open[len(s.open)-2]; !parent.chosen && (s.name == "mc:Fallback" || s.understands(s.attr("Requires"))) {
		parent.chosen = true
		return true
	}
	return false
}

func (s *scanner) understands(requires string) bool {
	for _, prefix := range strings.Fields(requires) {
		uri := s.uri([]byte(prefix))
		known := false
		for _, beginning := range understood {
			known = known || strings.HasPrefix(uri, beginning)
		}
		if !known {
			return false
		}
	}
	return requires != ""
}

// skip moves past the end of the element just met.
func (s *scanner) skip() {
	for depth := len(s.open); s.err == nil; {
		if t := s.advance(); t == tokenNone || t == tokenEnd && len(s.open) < depth {
			return
		}
	}
}

// content moves past the end of the element just met and appends its own text
// to dst, without that of elements inside it.
func (s *scanner) content(dst []byte) []byte {
	for depth := len(s.open); s.err == nil; {
		switch s.advance() {
		case tokenStart:
			s.skip()
		case tokenText:
			var ok bool
			if dst, ok = unescape(dst, s.lex.Text()); !ok {
				s.fail(gongkai.ErrDamaged, "an ampersand that begins no character or predefined entity")
			}
		case tokenCDATA:
			dst = append(dst, s.lex.Text()...)
		case tokenEnd:
			if len(s.open) < depth {
				return dst
			}
		case tokenNone:
			return dst
		}
	}
	return dst
}

// preserves reports whether white space counts in the element just met.
func (s *scanner) preserves() bool { return s.open[len(s.open)-1].preserve }

// placeholder reports whether what stands in the element just met invites to
// fill in a content control.
func (s *scanner) placeholder() bool { return s.open[len(s.open)-1].invites }

// controlProperties reads the w:sdtPr just met, for its w:sdt.
func (s *scanner) controlProperties() {
	depth := s.depth()
	for s.inside(depth) {
		if s.name == "w:showingPlcHdr" && depth > 1 {
			s.open[depth-2].invites = s.toggle() == on
		}
	}
}

// finish makes sure that nothing follows the root element.
func (s *scanner) finish() {
	for s.err == nil {
		switch s.advance() {
		case tokenStart:
			s.fail(gongkai.ErrDamaged, "an element follows the root element")
		case tokenNone:
			return
		}
	}
}

// attr is the value of the attribute just met that has no namespace or that of
// WordprocessingML; "" when there is none.
func (s *scanner) attr(local string) string {
	for _, a := range s.attrs {
		prefix, name := split(a.qualified)
		if string(name) != local || len(prefix) > 0 && namespaces[s.uri(prefix)] != "w" {
			continue
		}
		value, ok := unescape(nil, a.value)
		if !ok {
			s.fail(gongkai.ErrDamaged, "an ampersand that begins no character or predefined entity")
		}
		return string(value)
	}
	return ""
}

// advance moves to the next token.
func (s *scanner) advance() token {
	if s.void {
		s.void = false
		s.close()
		return tokenEnd
	}
	for s.err == nil {
		switch kind, _ := s.lex.Next(); kind {
		case xml.StartTagToken:
			return s.start()
		case xml.EndTagToken:
			return s.end()
		case xml.TextToken:
			return tokenText
		case xml.CDATAToken:
			return tokenCDATA
		case xml.ErrorToken:
			if s.lex.Err() != io.EOF {
				s.fail(gongkai.ErrDamaged, "a NUL byte")
			} else if len(s.open) > 0 {
				s.fail(gongkai.ErrDamaged, "it ends inside <%s>", s.open[len(s.open)-1].qualified)
			}
			return tokenNone
		}
	}
	return tokenNone
}

// start takes in a start tag with its attributes.
func (s *scanner) start() token {
	e := element{qualified: s.lex.Text(), bindings: len(s.bindings)}
	if len(s.open) > 0 {
		e.preserve, e.invites = s.open[len(s.open)-1].preserve, s.open[len(s.open)-1].invites
	}
	s.attrs = s.attrs[:0]
	for {
		switch kind, _ := s.lex.Next(); kind {
		case xml.AttributeToken:
			s.addAttribute(&e)
		case xml.StartTagCloseToken, xml.StartTagCloseVoidToken:
			s.void = kind == xml.StartTagCloseVoidToken
			s.open = append(s.open, e)
			if len(e.qualified) == 0 {
				s.fail(gongkai.ErrDamaged, "a tag without a name")
			}
			if s.maxDepth > 0 && len(s.open) > s.maxDepth {
				s.fail(gongkai.ErrLimit, "elements nested more than %d deep", s.maxDepth)
			}
			if s.err != nil {
				return tokenNone
			}
			return tokenStart
		default:
			s.fail(gongkai.ErrDamaged, "the tag <%s> does not end", e.qualified)
			return tokenNone
		}
	}
}

func (s *scanner) addAttribute(e *element) {
	a := attribute{s.lex.Text(), s.lex.AttrVal()}
	n := len(a.value)
	// A lost quotation mark would swallow the text up to the next one.
	if n < 2 || a.value[0] != '"' && a.value[0] != '\'' || a.value[n-1] != a.value[0] || bytes.IndexByte(a.value, '<') >= 0 {
		s.fail(gongkai.ErrDamaged, "attribute %q has no proper value", a.qualified)
		return
	}
	a.value = a.value[1 : n-1]
	declared, isPrefix := bytes.CutPrefix(a.qualified, []byte("xmlns:"))
	switch {
	case isPrefix:
		s.bind(string(declared), string(a.value))
	case string(a.qualified) == "xmlns":
		s.bind("", string(a.value))
	case string(a.qualified) == "xml:space":
		e.preserve = string(a.value) == "preserve"
	default:
		s.attrs = append(s.attrs, a)
	}
}

func (s *scanner) bind(prefix, uri string) {
	s.bindings = append(s.bindings, binding{prefix, uri})
	clear(s.names)
	if len(s.bindings) > maxBindings {
		s.fail(gongkai.ErrLimit, "more than %d namespaces in force", maxBindings)
	}
}

// end takes in an end tag.
func (s *scanner) end() token {
	tag := s.lex.Text()
	if len(s.open) == 0 {
		s.fail(gongkai.ErrDamaged, "</%s> closes nothing", tag)
		return tokenNone
	}
	if open := s.open[len(s.open)-1].qualified; !bytes.Equal(open, tag) {
		s.fail(gongkai.ErrDamaged, "</%s> closes <%s>", tag, open)
		return tokenNone
	}
	s.close()
	return tokenEnd
}

func (s *scanner) close() {
	e := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if len(s.bindings) > e.bindings {
		s.bindings = s.bindings[:e.bindings]
		clear(s.names)
	}
}

func (s *scanner) resolve(qualified []byte) string {
	if name, ok := s.names[string(qualified)]; ok {
		return name
	}
	prefix, local := split(qualified)
	name := ""
	if known, ok := namespaces[s.uri(prefix)]; ok {
		name = known + ":" + string(local)
	}
	if len(s.names) >= maxNames {
		clear(s.names)
	}
	s.names[string(qualified)] = name
	return name
}

// uri is the namespace that the prefix is bound to, "" for none.
func (s *scanner) uri(prefix []byte) string {
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if s.bindings[i].prefix == string(prefix) {
			return s.bindings[i].uri
		}
	}
	return ""
}

// split cuts a qualified name at its colon; the prefix may be empty.
func split(qualified []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(qualified, ':'); i >= 0 {
		return qualified[:i], qualified[i+1:]
	}
	return nil, qualified
}
