package explore

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// view is a page before it is written.
type view struct {
	template string
	// Title is the page's own, without the site's name.
	Title string
	// Data is what the template shows.
	Data any
	// Charts: there is something to draw.
	Charts bool
	// Table is the page as a file; nil when it has none.
	Table table
	// Question gives the same in SQL, with tables as {cells}; empty for none.
	Question string

	// What follows is filled in for every page: how to cite it, where it is as a file, and
	// the question for two programs.
	Cite, CSV, DuckDB, Pandas string

	Language Language
	// Path is the address without the language, Query what follows it.
	Path, Query string
}

// Elsewhere is the page's address in the other language.
func (v *view) Elsewhere() string {
	address := "/" + string(v.Language.Other()) + v.Path
	if v.Query != "" {
		address += "?" + v.Query
	}
	return address
}

// templates are the pages of one language, by name.
type templates map[string]*template.Template

// parse parses the templates: each page with the frame around it and the parts
// that pages share.
func parse(l Language, static bool) (*templates, error) {
	shared := template.New("").Funcs(functions(l, static))
	list := templates{}
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	if shared, err = shared.ParseFS(files, "templates/parts/*.html"); err != nil {
		return nil, err
	}
	for _, name := range names {
		base := strings.TrimSuffix(path.Base(name), ".html")
		one, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if list[base], err = one.ParseFS(files, name); err != nil {
			return nil, err
		}
	}
	return &list, nil
}

// termIn is a term of a sum in a report; Here, the cell that the page is about.
type termIn struct {
	Report store.Report
	Term   term
	Here   bool
}

// sideOf is a cell of one of two reports.
type sideOf struct {
	Report store.Report
	Cell   *store.Cell
}

func cellAddress(l Language, static bool, report, ref string) string {
	if static {
		return fmt.Sprintf("/%s/reports/%s/source/#%s", l, report, ref)
	}
	return fmt.Sprintf("/%s/reports/%s/cells/%s/", l, report, ref)
}

// web reports whether the text is an address that a browser may be sent to: never
// javascript: or the like, whatever an archive says.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// functions are what templates may call.
func functions(l Language, static bool) template.FuncMap {
	return template.FuncMap{
		// t is the text in the page's language.
		"t": l.T,
		// at is an address on this site, in the page's language.
		"at": func(format string, args ...any) string { return "/" + string(l) + fmt.Sprintf(format, args...) },
		// cellAt is where a cell is shown: on a page of its own, or on that of its
		// document where there are no pages of cells.
		"cellAt": func(report string, ref gongkai.CellRef) string {
			return cellAddress(l, static, report, ref.String())
		},
		"static": func() bool { return static },
		// number writes an integer with its thousands apart.
		"number":     grouped,
		"percent":    func(share string) string { return shown(share, true) },
		"statusName": func(status string) string { w := statuses[status]; return l.T(w[0], w[1]) },
		"statusText": func(status string) string { w := statuses[status]; return l.T(w[2], w[3]) },
		"proofName":  func(proof string) string { w := proofs[proof]; return l.T(w[0], w[1]) },
		"proofText":  func(proof string) string { w := proofs[proof]; return l.T(w[2], w[3]) },
		"roleName":   func(role string) string { w := roles[role]; return l.T(w[0], w[1]) },
		"tableName":  func(table string) string { w := tableNames[table]; return l.T(w[0], w[1]) },
		"layoutName": func(layout string) string { return layoutName(l, layout) },
		"cellName":   func(ref gongkai.CellRef) string { return cellName(l, ref) },
		"arithmetic": func(f store.Finding) string { return arithmetic(l, f) },
		"message":    func(f store.Finding) string { return l.T(f.Chinese, f.English) },
		"place":      func(code string) string { return placeName(l, code) },
		"stateName":  func(state string) string { return stateName(l, state) },
		"lines":      func(text string) []string { return strings.Split(text, "\n") },
		"web":        web,
		"pair":       func(d cellData, t term) termIn { return termIn{d.Report, t, t.CellRef == d.CellRef} },
		"side":       func(r store.Report, c *store.Cell) sideOf { return sideOf{r, c} },
		"why":        func(missing string) string { return why(l, missing) },
		// clipped is a value as a cell of a table shows it.
		"clipped":   func(v any) string { return clipRunes(fmt.Sprint(v), maxClipped) },
		"severity":  func(code string) string { w := severities[code]; return cmp.Or(l.T(w[0], w[1]), code) },
		"sectionOf": func(code string) string { return sectionCode(l, code) },
	}
}

// maxClipped is how many characters of a value the answer to a question shows.
const maxClipped = 2000

func clipRunes(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// write answers with the page, whole or not at all.
func (t *templates) write(w http.ResponseWriter, status int, v *view) error {
	one, ok := (*t)[v.template]
	if !ok {
		panic("no template is called " + v.template) // our own bug
	}
	var b bytes.Buffer
	if err := one.ExecuteTemplate(&b, "frame", v); err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return fmt.Errorf("template %s: %w", v.template, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// grouped writes a number with a thin space between thousands.
func grouped(n any) string {
	s, fraction, _ := strings.Cut(fmt.Sprint(n), ".")
	if fraction != "" {
		fraction = "." + fraction
	}
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u2009" + s[i:]
	}
	return sign + s + fraction
}
