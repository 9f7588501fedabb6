package explore

import "gongkai/explore/store"

// front is the front page.
func (s *Site) front(r *request) (*view, error) {
	totals, err := s.store.Totals(r.Context())
	if err != nil {
		return nil, err
	}
	return &view{template: "front", Data: totals}, nil
}

// found is what a search found.
type found struct {
	Query    string
	Agencies []store.Agency
}

// maxFound is how many agencies a search lists.
const maxFound = 50

// search looks for agencies and texts.
func (s *Site) search(r *request) (*view, error) {
	q := r.FormValue("q")
	v := &view{template: "search", Title: r.Language.T("查找：", "Find: ") + q}
	agencies, err := s.store.FindAgencies(r.Context(), q, maxFound)
	v.Data = found{q, agencies}
	return v, err
}

// agency is an agency's page.
func (s *Site) agency(r *request) (*view, error) {
	a, err := s.store.Agency(r.Context(), r.PathValue("agency"))
	if err != nil {
		return nil, err
	}
	return &view{template: "agency", Title: a.Name, Data: a}, nil
}
