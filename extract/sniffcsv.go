package extract

import "strings"

// isCSV tells separated values (RFC 4180) from text: lines of equally many
// values, quotation marks respected. Programs write every line of a sheet with
// the same number of separators; in prose they come as they come. A line that
// begins with a tab is of another kind of table: see package text.
func isCSV(body string, whole bool) bool {
	for _, separator := range []byte{',', ';', '\t'} {
		counts, clean := recordSizes(body, separator)
		if !whole && len(counts) > 0 {
			counts = counts[:len(counts)-1] // cut off
		}
		if !clean || len(counts) < 2 || separator == '\t' && strings.HasPrefix(strings.TrimLeft(body, "\r\n"), "\t") {
			continue
		}
		most, all := 0, map[int]int{}
		for _, n := range counts {
			all[n]++
			most = max(most, n)
		}
		switch {
		case all[most] == len(counts) && most >= 2:
			return true
		case separator == ',' && most >= 3 && len(counts) >= 4 && all[most]*4 >= len(counts)*3:
			return true // written by hand, or a title above it
		}
	}
	return false
}

// recordSizes counts the values of every record that is not blank. Clean is
// false when quotation marks do not stand as they should.
func recordSizes(body string, separator byte) (sizes []int, clean bool) {
	values, empty, start, quoted := 1, true, true, false
	for i := 0; i < len(body); i++ {
		c := body[i]
		switch {
		case quoted && c == '"' && i+1 < len(body) && body[i+1] == '"':
			i++
		case c == '"' && (start || quoted):
			quoted, start, empty = !quoted, false, false
		case quoted:
		case c == separator:
			values, start, empty = values+1, true, false
		case c == '\n' || c == '\r':
			if !empty {
				sizes = append(sizes, values)
			}
			values, empty, start = 1, true, true
		case c != ' ' || !start:
			start = false
			empty = empty && c == ' '
		}
	}
	if !empty {
		sizes = append(sizes, values)
	}
	return sizes, !quoted
}
