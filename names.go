package gongkai

import "fmt"

// name returns the name of an enumeration's value.
func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return fmt.Sprintf("unknown(%d)", i)
	}
	return names[i]
}

// parseName is the inverse of name.
func parseName[T ~uint8](to *T, names []string, text []byte, what string) error {
	for i, n := range names {
		if n == string(text) {
			*to = T(i)
			return nil
		}
	}
	return fmt.Errorf("unknown %s %q", what, text)
}

// index returns the position of code in codes.
func index[T ~int](codes []string, code string) (T, bool) {
	for i, c := range codes {
		if c == code {
			return T(i), true
		}
	}
	return 0, false
}
