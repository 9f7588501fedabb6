package rtf

import "bytes"

// kind of a token. The zero value is the end of the file.
type kind uint8

const (
	end     kind = iota
	open         // {
	closed       // }
	word         // a control word: name and parameter
	symbol       // a control symbol: one character that is no letter, in name
	hexByte      // \'hh: one byte in param
	text         // bytes as they stand, no line breaks among them
)

// token is one of RTF's. Its bytes are those of the file.
type token struct {
	kind  kind
	name  []byte // of a control word or symbol; the bytes of a text
	param int
	given bool // a control word has its parameter
}

// maxName bounds the names of control words; the specification has 32.
const maxName = 64

// lexer cuts a file into tokens. It never fails: what is no control word is text.
type lexer struct {
	data []byte
	at   int
	// pairs says that text is in a code page in which a byte of 0x81 and more
	// takes the next one with it, though that may look like a brace.
	pairs bool
}

func (l *lexer) next() token {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; c {
		case '\r', '\n', 0:
			l.at++
		case '{':
			l.at++
			return token{kind: open}
		case '}':
			l.at++
			return token{kind: closed}
		case '\\':
			l.at++
			return l.control()
		default:
			return l.text()
		}
	}
	return token{}
}

// text takes bytes up to the next that means something.
func (l *lexer) text() token {
	start := l.at
	for l.at < len(l.data) {
		c := l.data[l.at]
		if c == '\\' || c == '{' || c == '}' || c == '\r' || c == '\n' || c == 0 {
			break
		}
		l.at++
		if c > 0x80 && l.pairs && l.at < len(l.data) && l.data[l.at] >= 0x40 {
			l.at++
		}
	}
	return token{kind: text, name: l.data[start:l.at]}
}

// control reads what follows a backslash.
func (l *lexer) control() token {
	if l.at >= len(l.data) {
		return token{}
	}
	c := l.data[l.at]
	if !isLetter(c) {
		l.at++
		if c == '\'' {
			return l.hex()
		}
		return token{kind: symbol, name: l.data[l.at-1 : l.at]}
	}
	start := l.at
	for l.at < len(l.data) && isLetter(l.data[l.at]) && l.at-start < maxName {
		l.at++
	}
	t := token{kind: word, name: l.data[start:l.at]}
	sign := 1
	if l.at+1 < len(l.data) && l.data[l.at] == '-' && isDigit(l.data[l.at+1]) {
		sign = -1
		l.at++
	}
	for l.at < len(l.data) && isDigit(l.data[l.at]) {
		t.given = true
		if t.param < 1<<30/10 {
			t.param = t.param*10 + int(l.data[l.at]-'0')
		}
		l.at++
	}
	t.param *= sign
	if l.at < len(l.data) && l.data[l.at] == ' ' {
		l.at++
	}
	if bytes.Equal(t.name, []byte("bin")) {
		l.at += min(max(t.param, 0), len(l.data)-l.at)
	}
	return t
}

// hex reads the digits of \'hh. Without them it is nothing.
func (l *lexer) hex() token {
	t := token{kind: hexByte, param: -1}
	if l.at+1 < len(l.data) {
		high, low := digit(l.data[l.at]), digit(l.data[l.at+1])
		if high >= 0 && low >= 0 {
			t.param = high<<4 | low
			l.at += 2
		}
	}
	return t
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digit is the value of a hexadecimal digit, -1 for none.
func digit(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
