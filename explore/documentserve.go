package explore

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// servePage answers with the picture of a page: pages/3.png.
func (s *Site) servePage(w http.ResponseWriter, r *http.Request) {
	number, isPNG := strings.CutSuffix(r.PathValue("page"), ".png")
	page, err := strconv.Atoi(number)
	if err != nil || !isPNG || page < 1 {
		http.NotFound(w, r)
		return
	}
	rep, ok := s.documentOf(w, r)
	if !ok {
		return
	}
	image, err := s.config.Documents.Page(r.Context(), rep.Source(), page)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "max-age=86400")
	_, _ = w.Write(image.PNG) // an error means that the reader is gone
}

// serveOriginal answers with the document as it was fetched. It is never shown: a page
// that a stranger wrote would be one of this site's.
func (s *Site) serveOriginal(w http.ResponseWriter, r *http.Request) {
	rep, ok := s.documentOf(w, r)
	if !ok {
		return
	}
	data, err := s.config.Documents.Original(r.Context(), rep.Source())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.%s"`, rep.ID, rep.Extension()))
	_, _ = w.Write(data) // an error means that the reader is gone
}

// documentOf finds the report whose document is asked for.
func (s *Site) documentOf(w http.ResponseWriter, r *http.Request) (store.Report, bool) {
	if s.config.Documents == nil {
		http.NotFound(w, r)
		return store.Report{}, false
	}
	rep, err := s.store.Report(r.Context(), r.PathValue("report"))
	if err != nil {
		s.refuse(w, r, err)
		return rep, false
	}
	return rep, true
}

// refuse says in words why a document cannot be had, in the language that the browser
// asks for.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, err error) {
	l := preferred(r)
	switch {
	case r.Context().Err() != nil:
	case errors.Is(err, store.ErrNotFound):
		http.Error(w, l.T("数据集里没有这份报告", "the dataset has no such report"), http.StatusNotFound)
	case errors.Is(err, gongkai.ErrAccess), errors.Is(err, gongkai.ErrLimit):
		http.Error(w, unreadable(l, err), http.StatusNotFound)
	default:
		s.log.Printf("%s: %v", printable(r.URL.Path), err)
		http.Error(w, unreadable(l, err), http.StatusInternalServerError)
	}
}
