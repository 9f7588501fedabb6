package store

import (
	"context"
	"strings"
	"unicode/utf8"
)

// Passage is a section that has the words, with some of what stands around them.
type Passage struct {
	ReportID, Key, Agency string
	Year                  int
	Heading               string
	// Before, Words and After are what stands there.
	Before, Words, After string
}

const (
	// contextRunes is how much of the text around the words is given.
	contextRunes = 40
	// maxTerms is how many terms of the index two characters may begin.
	maxTerms = 300
)

// Search returns sections of principal reports with the words in them. The index is of
// three characters in a row: words of two are looked for as all terms that begin with
// them, so that those at the very end of a section are missed.
func (s *Store) Search(ctx context.Context, words string, limit int) ([]Passage, error) {
	match := phrase(words)
	if utf8.RuneCountInString(words) < 3 {
		terms, err := all(ctx, s, func(row scanner) (t string, err error) { return t, row.Scan(&t) },
			"SELECT term FROM sections_terms WHERE term >= ? AND term < ? LIMIT ?", strings.ToLower(words), strings.ToLower(words)+"\U0010FFFF", maxTerms)
		if err != nil || len(terms) == 0 {
			return nil, err
		}
		for i, t := range terms {
			terms[i] = phrase(t)
		}
		match = strings.Join(terms, " OR ")
	}
	return all(ctx, s, func(row scanner) (p Passage, err error) {
		var id, text string
		err = row.Scan(&p.ReportID, &id, &p.Agency, &p.Year, &p.Heading, &text)
		p.Key = key(id, p.Agency)
		p.Before, p.Words, p.After = around(p.Heading+"\n"+text, words)
		p.Agency, p.Heading = short(p.Agency), short(p.Heading)
		return p, err
	}, `SELECT s.report_id, ifnull(s.agency_id, ''), ifnull(s.agency, ''), ifnull(s.year, 0), ifnull(s.heading, ''), s.text
		FROM sections_search JOIN sections s ON s.rowid = sections_search.rowid WHERE sections_search MATCH ? AND s.role = 'principal' LIMIT ?`, match, limit)
}

// phrase makes text one phrase of FTS5.
func phrase(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// around cuts the text to what stands around the words.
func around(text, words string) (before, found, after string) {
	at := strings.Index(lower(text), lower(words))
	if at < 0 {
		return "", "", clip(text, contextRunes)
	}
	before, found, after = text[:at], text[at:at+len(words)], text[at+len(words):]
	if runes := []rune(before); len(runes) > contextRunes {
		before = "…" + string(runes[len(runes)-contextRunes:])
	}
	return before, found, clip(after, contextRunes)
}

// lower is strings.ToLower for ASCII, which keeps every byte in its place.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

func clip(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n]) + "…"
	}
	return text
}
