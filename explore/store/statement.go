package store

import (
	"fmt"
	"strings"
)

// readsOnly checks that a question is one statement that asks: it begins like one, nothing
// follows it, and it calls no pragma. The database refuses to write whatever it is asked; but a
// pragma would change how it answers everybody else, or say where the file is.
func readsOnly(statement string) error {
	words := words(statement)
	if len(words) == 0 {
		return fmt.Errorf("%w: no question", ErrSQL)
	}
	switch words[0] {
	case "select", "with", "values", "explain", "(":
	default:
		return fmt.Errorf("%w: a question begins with SELECT, WITH, VALUES or EXPLAIN", ErrSQL)
	}
	for i, w := range words {
		switch {
		case w == ";" && i < len(words)-1:
			return fmt.Errorf("%w: one question at a time", ErrSQL)
		case strings.HasPrefix(w, "pragma"):
			return fmt.Errorf("%w: pragmas are not for questions", ErrSQL)
		}
	}
	return nil
}

// words are the words of a statement in small letters, also those in quotes for names, and its other signs one by one.
// Texts, white space and comments are left out.
func words(s string) []string {
	var list []string
	for i := 0; i < len(s); {
		rest := s[i:]
		c := s[i]
		switch {
		case strings.HasPrefix(rest, "--"):
			i += until(rest, "\n", 2)
		case strings.HasPrefix(rest, "/*"):
			i += until(rest, "*/", 2)
		case c == '\'':
			i += until(rest, "'", 1)
		case c == '"' || c == '`' || c == '[':
			end := map[byte]string{'"': `"`, '`': "`", '[': "]"}[c]
			n := until(rest, end, 1)
			list = append(list, strings.ToLower(strings.Trim(rest[:n], "\"`[]")))
			i += n
		case isWord(c):
			n := 1
			for n < len(rest) && isWord(rest[n]) {
				n++
			}
			list = append(list, strings.ToLower(rest[:n]))
			i += n
		default:
			if !strings.ContainsRune(" \t\r\n\f", rune(c)) {
				list = append(list, string(c))
			}
			i++
		}
	}
	return list
}

// until is the length of what begins a text and goes on to the end of the sign, or of all. A
// doubled quote ends a word and begins another, which is all the same here.
func until(s, sign string, from int) int {
	if at := strings.Index(s[from:], sign); at >= 0 {
		return from + at + len(sign)
	}
	return len(s)
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
