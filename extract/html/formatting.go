package html

import (
	"strings"

	"golang.org/x/net/html"
)

const (
	// nodeBytes is the memory that a node of the parse tree takes, roughly.
	nodeBytes = 200
	// maxOpen is the number of open elements that the parser allows.
	maxOpen = 512
	// maxAlike is how many equal elements the parser reopens ("Noah's Ark
	// clause", HTML Living Standard, section 13.2.4.3).
	maxAlike = 3
)

// growsBeyond bounds, before anything is parsed, the tree that unclosed
// formatting elements can grow: 500 of them and a hundred thousand <p> are
// half a megabyte of text and fifty million nodes. Limit is in bytes, 0 for
// none.
func growsBeyond(limit int, text string) bool {
	if limit <= 0 {
		return false
	}
	var open []string // start tags as written, without "<"
	reopened := 0
	for tag := range tags(text) {
		name := tagName(strings.TrimPrefix(tag, "/"))
		closing := strings.HasPrefix(tag, "/")
		switch {
		case !isFormatting(name):
			if !closing && isRun(name) {
				continue
			}
			if reopened += len(open); reopened*nodeBytes > limit {
				return true
			}
		case closing:
			open = closeLast(open, name)
		default:
			if strings.EqualFold(name, "a") {
				open = closeLast(open, name) // the parser closes an open <a> first
			}
			if len(open) < maxOpen && !full(open, tag) {
				open = append(open, tag)
			}
		}
	}
	return false
}

// withoutFormatting drops the tags of formatting elements, which say nothing
// about tables and little about text. Ok is false when one of them hides
// something or puts it in doubt; what is struck out stays so, up to the end of
// its paragraph.
func withoutFormatting(text string) (without string, ok bool) {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	for z.Next() != html.ErrorToken {
		raw := string(z.Raw()) // TagName changes it
		name, _ := z.TagName()
		switch tag := string(name); {
		case !isFormatting(tag):
			b.WriteString(raw)
		case tag == "s" || tag == "strike":
			slash, _, _ := strings.Cut(strings.ToLower(raw[1:]), tag)
			b.WriteString("<" + slash + "del>")
		case indexFold(raw, "display") >= 0 || indexFold(raw, "hidden") >= 0 || inDoubt(z):
			return "", false
		}
	}
	return b.String(), true
}

// inDoubt reports whether the attributes of the tag hide its text or say
// something else that may change a number.
func inDoubt(z *html.Tokenizer) bool {
	for {
		key, value, more := z.TagAttr()
		var l look
		switch string(key) {
		case "style":
			l.read(string(value))
		case "color":
			l.declare("color", string(value))
		}
		if max(l.visibility, l.opacity, l.size, l.color) > shows || l.apart || l.doubt != "" {
			return true
		}
		if !more {
			return false
		}
	}
}

// tags yields what stands between "<" and ">", of start and end tags.
func tags(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for {
			start := strings.IndexByte(text, '<')
			if start < 0 {
				return
			}
			text = text[start+1:]
			if strings.HasPrefix(text, "!--") {
				_, text, _ = strings.Cut(text, "-->")
				continue
			}
			tag, _, _ := strings.Cut(text, ">")
			if tag != "" && !yield(tag) {
				return
			}
			text = text[len(tag):]
		}
	}
}

func tagName(tag string) string {
	if end := strings.IndexAny(tag, " \t\r\n\f/"); end >= 0 {
		return tag[:end]
	}
	return tag
}

// isFormatting reports whether the parser reopens the element in every
// following block when it is not closed (HTML Living Standard, section
// 13.2.6.1).
func isFormatting(name string) bool {
	var lower [len("strike")]byte
	if len(name) > len(lower) {
		return false
	}
	for i := range len(name) {
		lower[i] = name[i] | 0x20
	}
	switch string(lower[:len(name)]) {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}

// isRun reports whether the start tag closes nothing, so that nothing needs to
// be reopened after it.
func isRun(name string) bool {
	for _, run := range []string{"span", "br", "img", "o:p"} {
		if strings.EqualFold(name, run) {
			return true
		}
	}
	return false
}

func closeLast(open []string, name string) []string {
	for i := len(open) - 1; i >= 0; i-- {
		if strings.EqualFold(tagName(open[i]), name) {
			return append(open[:i], open[i+1:]...)
		}
	}
	return open
}

func full(open []string, tag string) bool {
	alike := 0
	for _, o := range open {
		if o == tag {
			alike++
		}
	}
	return alike >= maxAlike
}
