package rtf

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"gongkai"
	"gongkai/extract/doubt"
	"gongkai/extract/numerals"
	"gongkai/extract/story"
	"gongkai/extract/symbols"
)

// destination is where the text of a group goes.
type destination uint8

const (
	toText    destination = iota
	toNothing             // skipped with all that is in it
	toShapes              // skipped but for the text boxes in it
	toLabel               // the printed number of a list
	toTitle
	toFonts
	toColours
	toRows // \nesttableprops
	toInfo // skipped but for the title in it
)

// state is what a group inherits and what ends with it.
type state struct {
	to        destination
	fallback  int // \uc: characters that stand in for one of \u
	font      int
	hidden    bool // \v
	deleted   bool
	struck    bool
	script    bool // \super, \sub
	raised    bool // \up, \dn
	size      int  // in half-points
	colour    int  // of the text, in the colour table
	behind    bool // there is a colour behind the run
	inTable   bool // \intbl
	nesting   int  // \itap, 0 when not given
	paragraph bool // there is a colour behind the paragraph
	story     bool // the group is a text box, and ends it
	field     bool // the group is a field
	list      bool // the group is a \listtext, and ends the label
	ansi      bool // the group is the ANSI part of \upr
}

// font is an entry of the font table.
type font struct {
	name    string
	charset int // -1 when not given
	page    int // \cpg, 0 when not given
}

// paragraph is the paragraph being read.
type paragraph struct {
	text  []byte // line feeds are line breaks
	label []byte
	doubt string
	shows string
	after []story.Item
	boxes int
}

// container is a story being read: the body, a text box.
type container struct {
	path               string
	items              []story.Item
	paragraphs, tables int
	p                  paragraph
	levels             []*level // tables open, the outermost first
	rowOpen            bool     // \trowd was met, and \row not
}

// reader is the state of reading one document.
type reader struct {
	limits gongkai.Limits
	doc    *gongkai.Document
	lex    *lexer
	err    error

	groups  []state
	starred bool // \* was the last token
	first   bool // the group has just begun
	skip    int  // characters to pass over behind \u
	high    rune // a surrogate that waits for its other half

	page    int // \ansicpg, 0 when not given
	fonts   map[int]*font
	entry   *font  // of the font table, being read
	colours []bool // whether they are white
	rgb     [3]int
	rgbSet  bool
	basic   int    // \deff
	pending []byte // bytes not yet decoded
	symbolF string // their symbol font, if that is what they are in
	pageOf  int    // the code page of pending
	guessed bool   // pageOf is but what a Western font says
	title   []byte

	results []bool // fields open: whether a result was met
	stories []*container
	body    *container
	cells   int
	places  int
	shows   bool
}

func newReader(limits gongkai.Limits) *reader {
	body := &container{path: "/body"}
	return &reader{
		limits: limits,
		doc:    &gongkai.Document{Format: gongkai.FormatRTF, Method: "rtf/rtf"},
		fonts:  map[int]*font{}, body: body, stories: []*container{body},
	}
}

func (r *reader) state() *state { return &r.groups[len(r.groups)-1] }

func (r *reader) in() *container { return r.stories[len(r.stories)-1] }

// take takes in a token.
func (r *reader) take(t token) {
	first, starred := r.first, r.starred
	if t.kind != text || len(bytes.TrimSpace(t.name)) > 0 {
		r.first, r.starred = false, false
	}
	switch t.kind {
	case open:
		r.open()
	case closed:
		r.close()
	case hexByte:
		if r.passed() || t.param < 0 {
			return
		}
		r.bytes([]byte{byte(t.param)})
	case text:
		data := t.name
		for r.skip > 0 && len(data) > 0 {
			r.skip--
			data = data[1:]
		}
		r.bytes(data)
	case symbol:
		r.symbol(t.name[0], first)
	case word:
		r.flush(false)
		if !r.destination(string(t.name), first, starred) {
			r.word(string(t.name), t)
		}
	}
}

// passed takes a character off those that stand in for one of \u.
func (r *reader) passed() bool {
	if r.skip > 0 {
		r.skip--
		return true
	}
	return false
}

func (r *reader) open() {
	r.flush(false)
	r.skip = 0
	s := state{fallback: 1, size: 24, font: r.basic}
	if len(r.groups) > 0 {
		s = *r.state()
		s.story, s.field, s.list, s.ansi = false, false, false, false
		if r.state().ansi {
			s.to = toNothing
		}
	}
	r.groups = append(r.groups, s)
	r.first = true
	if err := gongkai.Exceeds(len(r.groups), cmp.Or(r.limits.Depth, maxGroups), "nested groups"); err != nil {
		r.fail(err)
	}
}

func (r *reader) close() {
	r.flush(false)
	r.skip = 0
	s := *r.state()
	if s.story {
		r.flush(true)
		r.endStory()
		inner := r.in()
		r.stories = r.stories[:len(r.stories)-1]
		p := &r.in().p
		p.after = append(p.after, inner.items...)
	}
	if s.field {
		last := len(r.results) - 1
		if !r.results[last] && !s.hidden && !s.deleted {
			// Word shows equations, check boxes and choices nonetheless.
			r.doubt(doubt.NoResult)
		}
		r.results = r.results[:last]
	}
	if s.list {
		r.flush(true)
	}
	r.groups = r.groups[:len(r.groups)-1]
	if len(r.groups) > 0 {
		r.pairs()
	}
}

// doubt casts a doubt on the paragraph, unless there is one.
func (r *reader) doubt(why string) {
	p := &r.in().p
	p.doubt = cmp.Or(p.doubt, why)
}

// symbol takes in a control symbol.
func (r *reader) symbol(c byte, first bool) {
	switch c {
	case '*':
		r.starred, r.first = true, first
		return
	case '\n', '\r':
		r.word("par", token{})
		return
	case '\t':
		r.word("tab", token{})
		return
	}
	if r.passed() {
		return
	}
	switch c {
	case '\\', '{', '}':
		r.bytes([]byte{c})
	case '~':
		r.put("\u00A0")
	case '_':
		r.put("-")
	}
}

// destinations are words that say where the text of their group goes.
var destinations = map[string]destination{
	"fonttbl": toFonts, "colortbl": toColours, "title": toTitle, "listtext": toLabel, "pntext": toLabel,
	"nesttableprops": toRows, "shpinst": toShapes, "do": toShapes, "background": toNothing,
	"info": toInfo,
}

// nothing are destinations that need no \* before them to be passed over.
var nothing = strings.Fields(`stylesheet listtable listoverridetable revtbl rsidtbl filetbl generator userprops xmlnstbl themedata
	colorschememapping datastore latentstyles header headerl headerr headerf footer footerl footerr footerf footnote ftnsep ftnsepc
	ftncn aftnsep aftnsepc aftncn annotation atnauthor atnid atndate atnref atnicn atntime atnparent atrfstart atrfend
	nonshppict nonesttables fldinst datafield formfield ffname objdata objclass objname objalias objsect objtime
	bkmkstart bkmkend tc tcn xe rxe txe subject author manager company operator category keywords comment doccomm hlinkbase
	creatim revtim printim buptim template private falt panose fontemb fontfile sp sn sv pn pnlvl pnseclvl pntxta pntxtb
	fchars lchars pgdsctbl mmathPr mmathPict picprop blipuid wgrffmtfilter docvar oldcprops oldpprops oldtprops oldsprops
	protusertbl writereservhash passwordhash ftnalt propname staticval linkval factoidname gridtbl pgptbl password`)

func init() {
	for _, name := range nothing {
		destinations[name] = toNothing
	}
}

// destination takes in a word that says where text goes, or that is unknown behind
// \*; it is false for others.
func (r *reader) destination(name string, first, starred bool) bool {
	s := r.state()
	if name == "ud" {
		// The Unicode part of \upr: what its group inherited was to be skipped.
		if n := len(r.groups); n > 1 && r.groups[n-2].ansi {
			s.to = r.groups[n-2].to
		}
		return true
	}
	if s.to == toNothing {
		return true
	}
	switch name {
	case "shptxt", "dptxbxtext":
		r.textBox()
		return true
	case "field":
		if s.to == toText || s.to == toLabel {
			s.field = true
			r.results = append(r.results, false)
		}
		return true
	case "fldrslt", "result":
		return true
	case "object":
		r.show(doubt.EmbeddedObject)
		r.note(gongkai.EmbeddedContent, story.Child(r.in().path, "p", r.in().paragraphs+1), "")
		return true
	case "pict":
		r.show(doubt.Picture)
		s.to = toNothing
		return true
	case "shppict":
		return true // the picture is in it
	case "upr":
		s.ansi = true
		return true
	case "moMath", "moMathPara", "mmath":
		r.doubt(doubt.Formula)
		return true
	case "shprslt": // the same for old readers
		s.to = toNothing
		return true
	case "shp", "shpgrp":
		return true
	}
	to, known := destinations[name]
	switch {
	case known && (first || starred):
		r.enter(to)
		return true
	case starred:
		s.to = toNothing
		return true
	}
	return false
}

// enter sends the text of the group to another place.
func (r *reader) enter(to destination) {
	s := r.state()
	switch {
	case to == toTitle && s.to != toInfo:
		to = toNothing // a \title elsewhere is none
	case to == toLabel:
		s.list = true
	case to == toShapes:
		r.showDrawing()
	}
	s.to = to
}

// showDrawing notes a shape, which may turn out to be a text box.
func (r *reader) showDrawing() {
	if s := r.state(); !s.hidden && !s.deleted {
		p := &r.in().p
		p.shows = cmp.Or(p.shows, doubt.Drawing)
		r.shows = true
	}
}

// show notes what stands there beside text.
func (r *reader) show(what string) {
	s := r.state()
	if s.hidden || s.deleted || s.to != toText && s.to != toLabel {
		return
	}
	r.shows = true
	r.in().p.shows = what
	r.result()
}

// result notes that the fields open have one.
func (r *reader) result() {
	for i := len(r.results) - 1; i >= 0 && !r.results[i]; i-- {
		r.results[i] = true // those around one that has a result have one
	}
}

// textBox begins a text box, which the group's end ends.
func (r *reader) textBox() {
	s := r.state()
	if s.hidden || s.deleted || s.to != toShapes && s.to != toText {
		s.to = toNothing
		return
	}
	if len(r.stories) > maxNesting {
		r.fail(fmt.Errorf("%w: text boxes nested more than %d deep", gongkai.ErrLimit, maxNesting))
		return
	}
	around := r.in()
	around.p.boxes++
	if around.p.shows == doubt.Drawing {
		around.p.shows = ""
	}
	path := story.Child(story.Child(around.path, "p", around.paragraphs+1), "text-box", around.p.boxes)
	r.stories = append(r.stories, &container{path: path})
	s.story, s.to, s.inTable, s.nesting = true, toText, false, 0
}

// bytes takes in text in the code page in force.
func (r *reader) bytes(data []byte) {
	s := r.state()
	switch {
	case s.to == toNothing || s.to == toShapes || s.to == toRows || s.to == toInfo || len(data) == 0:
		return
	case s.to == toColours:
		for range min(bytes.Count(data, []byte(";")), maxColours-len(r.colours)) {
			r.colours = append(r.colours, r.rgbSet && r.rgb == [3]int{255, 255, 255})
			r.rgb, r.rgbSet = [3]int{}, false
		}
		return
	case s.to == toFonts:
		name, _, ended := bytes.Cut(data, []byte(";"))
		if r.entry != nil {
			if len(r.entry.name) < maxName {
				r.entry.name += string(name)
			}
			if ended {
				r.entry = nil
			}
		}
		return
	}
	if len(r.pending) == 0 {
		r.pageOf, r.guessed, r.symbolF = r.pageOfFont(s.font)
	}
	r.pending = append(r.pending, data...)
}

// pageOfFont is the code page of a font, whether it is but what a Western font
// says of itself, and the font's name when it has symbols.
func (r *reader) pageOfFont(n int) (page int, guessed bool, symbolFont string) {
	document := cmp.Or(r.page, latin)
	f := r.fonts[n]
	switch {
	case f == nil:
		return document, document == latin, ""
	case f.page != 0:
		return f.page, f.page == latin, ""
	case f.charset == 2:
		return latin, false, f.name
	case f.charset == 0:
		return latin, true, ""
	}
	if page, ok := charsets[f.charset]; ok {
		return page, false, ""
	}
	return document, document == latin, ""
}

// pairs tells the lexer in what kind of code page text is.
func (r *reader) pairs() {
	page, _, _ := r.pageOfFont(r.state().font)
	r.lex.pairs = doubleByte(page)
}

// flush decodes the bytes that wait; half a character goes on waiting unless all
// must go.
func (r *reader) flush(all bool) {
	if all && r.high != 0 {
		r.high = 0
		r.emit(string(utf8.RuneError))
	}
	n := len(r.pending)
	if !all {
		n = whole(r.pending, r.pageOf)
	}
	if n == 0 {
		return
	}
	s := decode(r.pending[:n], r.pageOf, r.guessed)
	if r.symbolF != "" {
		s = strings.Map(func(c rune) rune { return symbolRune(r.symbolF, c) }, s)
	}
	r.pending = append(r.pending[:0], r.pending[n:]...)
	r.emit(s)
}

// symbolRune is what a character of a symbol font shows; one that is not known
// stays a private-use character.
func symbolRune(font string, c rune) rune {
	if known := symbols.Rune(font, c); known != c || c <= ' ' || c >= 0x100 {
		return known
	}
	if symbols.Known(font, c) {
		return c
	}
	return 0xF000 + c
}

// put adds text that is no bytes.
func (r *reader) put(s string) {
	r.flush(true)
	r.emit(s)
}

// emit adds decoded text where the group's text goes.
func (r *reader) emit(text string) {
	if r.high != 0 {
		r.high = 0
		text = string(utf8.RuneError) + text
	}
	if text = strings.Map(printed, text); len(r.groups) == 0 || text == "" {
		return
	}
	s := r.state()
	switch s.to {
	case toTitle:
		r.title = append(r.title, text...)
	case toLabel:
		if !s.hidden && !s.deleted {
			p := &r.in().p
			p.label = append(p.label, text...)
		}
	case toText:
		if s.hidden || s.deleted {
			return
		}
		p := &r.in().p
		p.text = append(p.text, text...)
		if why := r.runDoubt(); why != "" && strings.IndexFunc(text, doubt.ChangesNumber) >= 0 {
			p.doubt = why
		}
		r.result()
	}
}

// printed is what a character shows, -1 for nothing: the breaks of text that is said
// to be characters break lines, other controls do not show.
func printed(c rune) rune {
	switch {
	case c == '\t' || c >= ' ':
		return c
	case c >= '\n' && c <= '\r':
		return '\n'
	}
	return -1
}

// runDoubt is what the formatting in force casts on digits.
func (r *reader) runDoubt() string {
	s := r.state()
	switch {
	case s.struck:
		return doubt.StruckOut
	case s.script:
		return doubt.Script
	case s.raised:
		return doubt.Raised
	case r.white(s.colour) && !s.behind && !s.paragraph && !r.inShade():
		return doubt.White
	case s.size <= 2:
		return doubt.Tiny
	}
	return ""
}

func (r *reader) white(colour int) bool {
	return colour > 0 && colour < len(r.colours) && r.colours[colour]
}

// shade reports whether a colour behind text is another than white.
func (r *reader) shade(colour int) bool { return colour > 0 && !r.white(colour) }

// unicode takes in a \u.
func (r *reader) unicode(n int) {
	if n < 0 {
		n += 1 << 16
	}
	r.skip = r.state().fallback
	c := rune(n)
	r.flushBytes()
	switch {
	case utf16.IsSurrogate(c) && c < 0xDC00:
		if r.high != 0 {
			r.emit("")
		}
		r.high = c
		return
	case utf16.IsSurrogate(c) && r.high != 0:
		c, r.high = utf16.DecodeRune(r.high, c), 0
	case !utf8.ValidRune(c) || c == 0:
		c = utf8.RuneError
	}
	if _, _, name := r.pageOfFont(r.state().font); name != "" {
		c = symbols.Rune(name, c)
	}
	r.emit(string(c))
}

// flushBytes decodes all bytes that wait, and leaves a surrogate waiting.
func (r *reader) flushBytes() {
	if high := r.high; len(r.pending) > 0 {
		r.high = 0
		if high != 0 {
			r.emit(string(utf8.RuneError))
		}
		r.flush(true)
	}
}

// label is the printed number of a list as the DOCX reader has it; a bullet is
// none.
func label(text []byte) string {
	s := string(text)
	number := strings.TrimSpace(s)
	if strings.IndexFunc(number, isNumeral) < 0 || number == "o" { // Word's second bullet
		return ""
	}
	suffix := "nothing"
	if strings.TrimRight(s, " \t\u00A0\u3000") != s {
		suffix = "tab"
	}
	return numerals.Separate(number, suffix)
}

func isNumeral(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }
