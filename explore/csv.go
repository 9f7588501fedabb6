package explore

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// table is what a page shows, as a file: a head and rows.
type table [][]string

// patternCSV is where the page of a pattern is as CSV.
func patternCSV(pattern string) string {
	if folder, ok := strings.CutSuffix(pattern, "{$}"); ok {
		return folder + "table.csv"
	}
	return pattern + ".csv"
}

// addressCSV is where the page at the address is as CSV.
func addressCSV(r *request) string {
	address := r.URL.Path + ".csv"
	if strings.HasSuffix(r.URL.Path, "/") {
		address = r.URL.Path + "table.csv"
	}
	if r.URL.RawQuery != "" {
		address += "?" + r.URL.RawQuery
	}
	return address
}

// serveCSV answers with the table of a page.
func (s *Site) serveCSV(l Language, p page) http.HandlerFunc {
	return s.answer(l, p, true)
}

// write writes the table as a file that spreadsheets open right: with a mark of UTF-8,
// and no text that they would take for a formula.
func (t table) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="gongkai.csv"`)
	if _, err := fmt.Fprint(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	for _, row := range t {
		safe := make([]string, len(row))
		for i, field := range row {
			safe[i] = inert(field)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// inert is the text with an apostrophe before what would begin a formula.
func inert(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}

// table is what the chart draws.
func (c Chart) table() table {
	t := table{append([]string{c.Head}, c.Columns...)}
	for _, r := range c.Rows {
		row := []string{r.Label}
		for _, cell := range r.Cells {
			row = append(row, cell.Value)
		}
		t = append(t, row)
	}
	return t
}
