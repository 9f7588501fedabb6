package explore

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net/http"
	"path/filepath"
	"strings"

	"gongkai/explore/store"
)

//go:embed templates assets
var files embed.FS

// Config says what a Site shows and how.
type Config struct {
	// Dataset is the folder that build wrote, with dataset.sqlite in it.
	Dataset string
	// Hosts that the server answers for beside the loopback names, without port.
	Hosts []string
	// Documents gives and reads the documents behind the reports; nil shows none.
	Documents Documents
	// Reviews are what readers say of documents; nil lets nobody say anything.
	Reviews Reviews
	// Indicators name what series holds, in the order to show.
	Indicators []Indicator
	// Notes say what makes values of an indicator differ between forms.
	Notes []Note
	// Static: the pages are to be files, which nobody answers questions for.
	Static bool
	// Log gets what goes wrong; nil is the standard logger.
	Log *log.Logger
}

// Note says in words what a code of comparability means.
type Note struct{ Code, Chinese, English string }

// Indicator is what an indicator of the series is called.
type Indicator struct {
	Code, Parent, Unit string
	// Chinese and English are the name, then the definition.
	Chinese, English                     string
	ChineseDefinition, EnglishDefinition string
	// Share: a share of a denominator, from 0 to 1.
	Share bool
}

// Site is an open dataset. It is safe for concurrent use.
type Site struct {
	config    Config
	store     *store.Store
	templates map[Language]*templates
	about     string
	examples  []example
	log       *log.Logger
}

// Open opens the dataset. The error says what is missing and what to do.
func Open(ctx context.Context, config Config) (*Site, error) {
	db, err := store.Open(ctx, filepath.Join(config.Dataset, "dataset.sqlite"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s has no dataset.sqlite, which the pages are made from: build it with --sinks parquet,sqlite", config.Dataset)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", config.Dataset, err)
	}
	s := &Site{config: config, store: db, templates: map[Language]*templates{}, about: about(config.Dataset), examples: examples(config.Dataset), log: config.Log}
	if s.log == nil {
		s.log = log.Default()
	}
	for _, l := range Languages() {
		if s.templates[l], err = parse(l, config.Static); err != nil {
			panic(err) // our own bug: they are part of the program
		}
	}
	return s, nil
}

// Close closes the dataset.
func (s *Site) Close() error { return s.store.Close() }

// page makes what one address shows.
type page func(*Site, *request) (*view, error)

// pages are the addresses below a language, one a line.
var pages = []struct {
	pattern string
	page    page
}{
	{"{$}", (*Site).front},
	{"search", (*Site).search},
	{"places/{$}", (*Site).places},
	{"places/{place}/{$}", (*Site).place},
	{"agencies/{agency}/{$}", (*Site).agency},
	{"reports/{report}/{$}", (*Site).report},
	{"reports/{report}/cells/{cell}/{$}", (*Site).cell},
	{"reports/{report}/source/{$}", (*Site).source},
	{"reports/{report}/against/{other}/{$}", (*Site).against},
	{"rankings/{$}", (*Site).rankings},
	{"rankings/{indicator}/{year}/{$}", (*Site).ranking},
	{"compare", (*Site).compare},
	{"findings/{$}", (*Site).findings},
	{"findings/{code}/{$}", (*Site).findings},
	{"copies/{$}", (*Site).copies},
	{"sql", (*Site).sql},
}

// Handler serves the site.
func (s *Site) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Language")
		http.Redirect(w, r, "/"+string(preferred(r))+"/", http.StatusFound)
	})
	assets, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // our own bug
	}
	mux.HandleFunc("GET /agencies.json", s.agenciesJSON)
	mux.HandleFunc("GET /reports/{report}/pages/{page}", s.servePage)
	mux.HandleFunc("GET /reports/{report}/original", s.serveOriginal)
	mux.Handle("GET /assets/", http.StripPrefix("/assets/", cached(http.FileServerFS(assets))))
	for _, l := range Languages() {
		for _, p := range pages {
			mux.HandleFunc("GET /"+string(l)+"/"+p.pattern, s.serve(l, p.page))
			mux.HandleFunc("GET /"+string(l)+"/"+patternCSV(p.pattern), s.serveCSV(l, p.page))
		}
		mux.HandleFunc("POST /"+string(l)+"/reports/{report}/review", s.addReview(l))
		mux.HandleFunc("GET /"+string(l)+"/sql.json", s.sqlJSON)
		mux.HandleFunc("GET /"+string(l)+"/reports/{report}/crops/{crop}", s.serveCrop)
		mux.HandleFunc("/"+string(l)+"/", s.serve(l, func(*Site, *request) (*view, error) { return nil, errNotFound }))
	}
	return guard(s.config.Hosts, mux)
}

// cached lets browsers keep what only changes with the program.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		next.ServeHTTP(w, r)
	})
}

// request is a request with what pages need of it.
type request struct {
	*http.Request
	Language Language
	// CSV: only the page's table is asked for.
	CSV bool
}

// errNotFound says that there is no such page.
var errNotFound = errors.New("there is no such page")

// serve answers with a page.
func (s *Site) serve(l Language, p page) http.HandlerFunc { return s.answer(l, p, false) }

func (s *Site) answer(l Language, p page, asCSV bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		asked := &request{Request: r, Language: l, CSV: asCSV}
		v, err := p(s, asked)
		if asCSV && err == nil && v.Table == nil {
			err = errNotFound
		}
		status := http.StatusOK
		switch {
		case errors.Is(err, errNotFound), errors.Is(err, store.ErrNotFound):
			status, v = http.StatusNotFound, &view{template: "missing", Title: l.T("没有这一页", "No such page")}
		case err != nil && r.Context().Err() != nil:
			return // the reader is gone
		case err != nil:
			s.log.Printf("%s: %v", printable(r.URL.Path), err)
			status, v = http.StatusInternalServerError, &view{template: "failed", Title: l.T("出错了", "Something went wrong")}
		}
		v.Language, v.Path, v.Query = l, strings.TrimPrefix(r.URL.Path, "/"+string(l)), r.URL.RawQuery
		if status == http.StatusOK {
			s.takeAway(v, asked)
		}
		write := func() error { return s.templates[l].write(w, status, v) }
		if asCSV && status == http.StatusOK {
			write = func() error { return v.Table.write(w) }
		}
		if err := write(); err != nil && r.Context().Err() == nil {
			s.log.Printf("%s: %v", printable(r.URL.Path), err)
		}
	}
}
