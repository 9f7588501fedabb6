// Package xmlscan walks the XML parts of zip packages (OOXML, ODF) whose makers
// are not trusted: names by namespace and not by prefix, mc:AlternateContent read
// once, depth and names bounded, no DTD and no entity but XML's own.
//
// Not handled: encodings other than UTF-8, UTF-16 and those of China.
//
// The standards are XML 1.0 and Namespaces in XML 1.0 (W3C), and ECMA-376
// part 3 for mc:AlternateContent.
package xmlscan

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/xml"

	"gongkai"
)

// Bounds against files that make up names. Word declares some 30 namespaces
// and uses some 200 names.
const (
	maxNames    = 512 // in the cache of resolved names
	maxBindings = 1000
)

// Vocabulary is what a format calls its elements.
type Vocabulary struct {
	// Namespaces that the reader understands, under the prefix it knows them
	// by. Elements of others have no name.
	Namespaces map[string]string
	// Other is the prefix for all other namespaces; "" leaves their elements
	// without a name.
	Other string
	// Understood begins the namespaces of which an mc:Choice may make use.
	Understood []string
}

// Scanner walks the elements of one part. It resolves namespaces, checks that
// tags match, reads mc:AlternateContent once (its elements never show), and
// expands no entities but the five of XML itself. The first error ends the
// walk and stays in Err.
type Scanner struct {
	// Name is that of the start tag just met, with the prefix of the
	// vocabulary; "" in other namespaces.
	Name string
	Void bool  // the start tag just met is its own end
	Err  error // a *gongkai.ReadError

	format   gongkai.Format
	part     string
	words    *Vocabulary
	in       *parse.Input
	lex      *xml.Lexer
	maxDepth int
	attrs    []attribute // of the start tag just met
	open     []element
	bindings []binding
	names    map[string]string // qualified name → name, under bindings
}

// element was opened and not yet closed.
type element struct {
	qualified []byte
	bindings  int  // in force outside it
	preserve  bool // xml:space
	marked    bool // see Mark
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

// New scans a part in any encoding that ToUTF8 knows; it may change the data. A
// maxDepth of 0 means no limit. Format and part are for errors.
func New(format gongkai.Format, part string, data []byte, words *Vocabulary, maxDepth int) (*Scanner, error) {
	text, err := ToUTF8(data)
	if err != nil {
		return nil, &gongkai.ReadError{Format: format, Part: part, Err: fmt.Errorf("%w: %v", gongkai.ErrDamaged, err)}
	}
	in := parse.NewInputBytes(text)
	return &Scanner{format: format, part: part, words: words, in: in, lex: xml.NewLexer(in), maxDepth: maxDepth, names: map[string]string{}}, nil
}

// Fail ends the walk, unless it has ended.
func (s *Scanner) Fail(sentinel error, format string, args ...any) {
	s.FailWith(fmt.Errorf("%w: %s", sentinel, fmt.Sprintf(format, args...)))
}

// FailWith is Fail with an error that wraps a sentinel.
func (s *Scanner) FailWith(err error) {
	if s.Err == nil {
		s.Err = &gongkai.ReadError{Format: s.format, Part: s.part, Offset: int64(s.in.Offset()), Err: err}
	}
}

// Depth is the number of open elements; right after a start tag, what Inside
// wants in order to stay within that element.
func (s *Scanner) Depth() int { return len(s.open) }

// Inside moves on to the next start tag inside the element of that depth (0:
// the part as a whole). It is false when the element has ended, or at an
// error.
func (s *Scanner) Inside(depth int) bool {
	for s.Err == nil {
		switch s.advance() {
		case tokenStart:
			s.Name = s.resolve(s.open[len(s.open)-1].qualified)
			switch s.Name {
			case "mc:AlternateContent":
			case "mc:Choice", "mc:Fallback":
				if !s.chooses() {
					s.Skip()
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

// Kind is what Next met.
type Kind uint8

const (
	None  Kind = iota // the element has ended, or an error
	Start             // a start tag: Name is set
	Text              // character data, appended to the text
)

// Next moves on inside the element of that depth to the next start tag or
// character data, which it appends to dst. It is for mixed content, where Inside
// would pass over the text.
func (s *Scanner) Next(depth int, dst []byte) (Kind, []byte) {
	for s.Err == nil {
		switch s.advance() {
		case tokenStart:
			s.Name = s.resolve(s.open[len(s.open)-1].qualified)
			return Start, dst
		case tokenText:
			return Text, s.appendText(dst)
		case tokenCDATA:
			return Text, append(dst, s.lex.Text()...)
		case tokenEnd:
			if len(s.open) < depth {
				return None, dst
			}
		case tokenNone:
			return None, dst
		}
	}
	return None, dst
}

func (s *Scanner) appendText(dst []byte) []byte {
	dst, ok := unescape(dst, s.lex.Text())
	if !ok {
		s.Fail(gongkai.ErrDamaged, "an ampersand that begins no character or predefined entity")
	}
	return dst
}

// chooses decides on the alternative just met.
func (s *Scanner) chooses() bool {
	if len(s.open) < 2 {
		return false
	}
	if parent := &s.open[len(s.open)-2]; !parent.chosen && (s.Name == "mc:Fallback" || s.understands(s.Attr("mc", "Requires"))) {
		parent.chosen = true
		return true
	}
	return false
}

func (s *Scanner) understands(requires string) bool {
	for _, prefix := range strings.Fields(requires) {
		uri := s.uri([]byte(prefix))
		known := false
		for _, beginning := range s.words.Understood {
			known = known || strings.HasPrefix(uri, beginning)
		}
		if !known {
			return false
		}
	}
	return requires != ""
}

// Skip moves past the end of the element just met.
func (s *Scanner) Skip() {
	for depth := len(s.open); s.Err == nil; {
		if t := s.advance(); t == tokenNone || t == tokenEnd && len(s.open) < depth {
			return
		}
	}
}

// Content moves past the end of the element just met and appends its own text
// to dst, without that of elements inside it.
func (s *Scanner) Content(dst []byte) []byte {
	for depth := len(s.open); s.Err == nil; {
		switch s.advance() {
		case tokenStart:
			s.Skip()
		case tokenText:
			dst = s.appendText(dst)
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

// Preserves reports whether white space counts in the element just met.
func (s *Scanner) Preserves() bool { return s.open[len(s.open)-1].preserve }

// Marked reports whether the element just met, or one around it, was marked.
func (s *Scanner) Marked() bool { return s.open[len(s.open)-1].marked }

// Mark marks, or unmarks, the nth open element (from 0), and with it what is met
// inside it from now on.
func (s *Scanner) Mark(n int, marked bool) { s.open[n].marked = marked }

// Finish makes sure that nothing follows the root element.
func (s *Scanner) Finish() {
	for s.Err == nil {
		switch s.advance() {
		case tokenStart:
			s.Fail(gongkai.ErrDamaged, "an element follows the root element")
		case tokenNone:
			return
		}
	}
}

// Attr is the value of the attribute of the element just met that has the
// vocabulary's prefix or no namespace; "" when there is none.
func (s *Scanner) Attr(prefix, local string) string {
	value, _ := s.Lookup(prefix, local)
	return value
}

// Lookup is Attr, and whether there is such an attribute.
func (s *Scanner) Lookup(prefix, local string) (string, bool) {
	for _, a := range s.attrs {
		given, name := split(a.qualified)
		if string(name) != local || len(given) > 0 && s.words.Namespaces[s.uri(given)] != prefix {
			continue
		}
		value, ok := unescape(nil, a.value)
		if !ok {
			s.Fail(gongkai.ErrDamaged, "an ampersand that begins no character or predefined entity")
		}
		return string(value), true
	}
	return "", false
}

// advance moves to the next token.
func (s *Scanner) advance() token {
	if s.Void {
		s.Void = false
		s.close()
		return tokenEnd
	}
	for s.Err == nil {
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
				s.Fail(gongkai.ErrDamaged, "a NUL byte")
			} else if len(s.open) > 0 {
				s.Fail(gongkai.ErrDamaged, "it ends inside <%s>", s.open[len(s.open)-1].qualified)
			}
			return tokenNone
		}
	}
	return tokenNone
}

// start takes in a start tag with its attributes.
func (s *Scanner) start() token {
	e := element{qualified: s.lex.Text(), bindings: len(s.bindings)}
	if len(s.open) > 0 {
		e.preserve, e.marked = s.open[len(s.open)-1].preserve, s.open[len(s.open)-1].marked
	}
	s.attrs = s.attrs[:0]
	for {
		switch kind, _ := s.lex.Next(); kind {
		case xml.AttributeToken:
			s.addAttribute(&e)
		case xml.StartTagCloseToken, xml.StartTagCloseVoidToken:
			s.Void = kind == xml.StartTagCloseVoidToken
			s.open = append(s.open, e)
			if len(e.qualified) == 0 {
				s.Fail(gongkai.ErrDamaged, "a tag without a name")
			}
			if s.maxDepth > 0 && len(s.open) > s.maxDepth {
				s.Fail(gongkai.ErrLimit, "elements nested more than %d deep", s.maxDepth)
			}
			if s.Err != nil {
				return tokenNone
			}
			return tokenStart
		default:
			s.Fail(gongkai.ErrDamaged, "the tag <%s> does not end", e.qualified)
			return tokenNone
		}
	}
}

func (s *Scanner) addAttribute(e *element) {
	a := attribute{s.lex.Text(), s.lex.AttrVal()}
	n := len(a.value)
	// A lost quotation mark would swallow the text up to the next one.
	if n < 2 || a.value[0] != '"' && a.value[0] != '\'' || a.value[n-1] != a.value[0] || bytes.IndexByte(a.value, '<') >= 0 {
		s.Fail(gongkai.ErrDamaged, "attribute %q has no proper value", a.qualified)
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

func (s *Scanner) bind(prefix, uri string) {
	s.bindings = append(s.bindings, binding{prefix, uri})
	clear(s.names)
	if len(s.bindings) > maxBindings {
		s.Fail(gongkai.ErrLimit, "more than %d namespaces in force", maxBindings)
	}
}

// end takes in an end tag.
func (s *Scanner) end() token {
	tag := s.lex.Text()
	if len(s.open) == 0 {
		s.Fail(gongkai.ErrDamaged, "</%s> closes nothing", tag)
		return tokenNone
	}
	if open := s.open[len(s.open)-1].qualified; !bytes.Equal(open, tag) {
		s.Fail(gongkai.ErrDamaged, "</%s> closes <%s>", tag, open)
		return tokenNone
	}
	s.close()
	return tokenEnd
}

func (s *Scanner) close() {
	e := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if len(s.bindings) > e.bindings {
		s.bindings = s.bindings[:e.bindings]
		clear(s.names)
	}
}

func (s *Scanner) resolve(qualified []byte) string {
	if name, ok := s.names[string(qualified)]; ok {
		return name
	}
	prefix, local := split(qualified)
	name := ""
	known, ok := s.words.Namespaces[s.uri(prefix)]
	if !ok {
		known = s.words.Other
	}
	if known != "" {
		name = known + ":" + string(local)
	}
	if len(s.names) >= maxNames {
		clear(s.names)
	}
	s.names[string(qualified)] = name
	return name
}

// uri is the namespace that the prefix is bound to, "" for none.
func (s *Scanner) uri(prefix []byte) string {
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if s.bindings[i].prefix == string(prefix) {
			return s.bindings[i].uri
		}
	}
	if string(prefix) == "xml" {
		return "http://www.w3.org/XML/1998/namespace" // bound by definition
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
