package html

import (
	"bytes"
	"strings"
)

// headBytes is how far the head is searched when its end is not marked.
const headBytes = 64 << 10

// declaredCharset returns the label in the first <meta> of the head, or in the
// XML declaration, that names a character set; "" when there is none. Unlike
// browsers it does not stop at byte 1024: portals put their scripts first.
func declaredCharset(data []byte) string {
	head := data[:min(len(data), headBytes)]
	if bytes.HasPrefix(head, []byte("<?xml")) {
		declaration, _, _ := bytes.Cut(head, []byte("?>"))
		if label := valueAfter(strings.ToLower(string(declaration)), "encoding"); label != "" {
			return label
		}
	}
	for {
		start := bytes.IndexByte(head, '<')
		if start < 0 {
			return ""
		}
		head = head[start+1:]
		if bytes.HasPrefix(head, []byte("!--")) {
			_, head, _ = bytes.Cut(head, []byte("-->"))
			continue
		}
		switch name := strings.ToLower(string(head[:min(len(head), 5)])); {
		case name == "body ", name == "body>", name == "/head":
			return ""
		case strings.HasPrefix(name, "meta"):
			tag, _, _ := bytes.Cut(head, []byte(">"))
			if label := valueAfter(strings.ToLower(string(tag)), "charset"); label != "" {
				return label
			}
		}
	}
}

// valueAfter returns the value in `key = "value"`, quotes optional, of the
// first key that is followed by an equals sign.
func valueAfter(s, key string) string {
	for {
		_, rest, found := strings.Cut(s, key)
		if !found {
			return ""
		}
		value, isValue := strings.CutPrefix(strings.TrimLeft(rest, " \t\r\n"), "=")
		if isValue {
			value = strings.TrimLeft(value, " \t\r\n\"'")
			if end := strings.IndexAny(value, " \t\r\n\"';/>?"); end >= 0 {
				value = value[:end]
			}
			return value
		}
		s = rest
	}
}
