package explore

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"gongkai/explore/store"
)

// searchData is what a search found.
type searchData struct {
	Query    string
	Places   []place
	Agencies []store.Agency
	Passages []store.Passage
	// Short: the words are too few characters to look for in texts.
	Short bool
}

const (
	// maxFound is how many agencies a search lists, maxPassages how many texts.
	maxFound    = 50
	maxPassages = 30
	// minSearched is how many characters a text is looked for by.
	minSearched = 2
	// maxSearched bounds what is looked for.
	maxSearched = 100
)

// search looks for agencies and texts.
func (s *Site) search(r *request) (*view, error) {
	ctx := r.Context()
	q := strings.TrimSpace(printable(strings.ToValidUTF8(r.FormValue("q"), "�"))) // the index takes no NUL
	if utf8.RuneCountInString(q) > maxSearched {
		q = string([]rune(q)[:maxSearched])
	}
	v := &view{template: "search", Title: r.Language.T("查找：", "Find: ") + q}
	d := searchData{Query: q, Short: utf8.RuneCountInString(q) < minSearched}
	if q == "" {
		v.Data = d
		return v, nil
	}
	for _, code := range placesNamed(q) {
		d.Places = append(d.Places, place{Code: code, Name: placeName(r.Language, code), Address: placeAddress(code)})
	}
	var err error
	if d.Agencies, err = s.store.FindAgencies(ctx, q, maxFound); err != nil {
		return nil, err
	}
	if !d.Short {
		if d.Passages, err = s.store.Search(ctx, q, maxPassages); err != nil {
			return nil, err
		}
	}
	v.Data = d
	return v, nil
}

// agenciesJSON lists all agencies that have reports, for a site of files to look in:
// key, name and number of reports.
func (s *Site) agenciesJSON(w http.ResponseWriter, r *http.Request) {
	agencies, err := s.store.FindAgencies(r.Context(), "", maxIndexed)
	if err != nil {
		http.Error(w, "the list could not be made", http.StatusInternalServerError)
		return
	}
	list := make([][3]any, 0, len(agencies))
	for _, a := range agencies {
		if a.Reports > 0 {
			list = append(list, [3]any{a.Key, a.Name, a.Reports})
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(list) // an error means that the reader is gone
}

// maxIndexed bounds the list of agencies.
const maxIndexed = 200_000
