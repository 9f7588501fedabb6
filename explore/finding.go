package explore

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"gongkai/explore/store"
)

// findingsData is what a list of findings shows.
type findingsData struct {
	Filter    store.FindingFilter
	Counts    []store.FindingCount
	Rule      *store.FindingCount
	Years     []int
	Provinces []place
	Findings  []store.Finding
	Shown     []shownFinding
	List      listPage
}

// Rest is the query of the filters beside the code.
func (d findingsData) Rest() string {
	q := url.Values{}
	if d.Filter.Year != 0 {
		q.Set("year", strconv.Itoa(d.Filter.Year))
	}
	if d.Filter.Province != "" {
		q.Set("place", d.Filter.Province)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// Severities are those to filter by.
func (findingsData) Severities() []string { return []string{"error", "warning", "info"} }

// findings lists what is odd: first what there is of each kind, then, for one kind,
// every one.
func (s *Site) findings(r *request) (*view, error) {
	ctx := r.Context()
	l := r.Language
	year, _ := strconv.Atoi(r.FormValue("year"))
	d := findingsData{Filter: store.FindingFilter{Code: r.PathValue("code"), Severity: r.FormValue("severity"), Year: year, Province: r.FormValue("place"), Limit: pageLength + 1}}
	if _, ok := placeOf(d.Filter.Province); !ok && d.Filter.Province != "" {
		return nil, errNotFound
	}
	var err error
	if d.Counts, err = s.store.FindingCounts(ctx, year, d.Filter.Province); err != nil {
		return nil, err
	}
	if d.Filter.Severity != "" {
		d.Counts = slices.DeleteFunc(d.Counts, func(c store.FindingCount) bool { return c.Severity != d.Filter.Severity })
	}
	counted, err := s.store.Places(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range counted {
		if c.Year > 0 && !slices.Contains(d.Years, c.Year) {
			d.Years = append(d.Years, c.Year)
		}
	}
	slices.Sort(d.Years)
	for _, p := range provinces {
		d.Provinces = append(d.Provinces, place{Code: p.Code, Name: l.T(p.Chinese, p.English)})
	}
	v := &view{template: "findings", Title: l.T("报告里的问题", "What is odd in the reports")}
	if code := r.FormValue("code"); code != "" && d.Filter.Code == "" {
		d.Filter.Code = code
	}
	if d.Filter.Code != "" {
		if at := slices.IndexFunc(d.Counts, func(c store.FindingCount) bool { return c.Code == d.Filter.Code }); at >= 0 {
			d.Rule = &d.Counts[at]
			v.Title = l.T(d.Rule.Chinese, d.Rule.English)
		}
		d.List, d.Filter.Offset = listed(r)
		if d.Findings, err = s.store.Findings(ctx, d.Filter); err != nil {
			return nil, err
		}
		d.Findings = more(r, &d.List, d.Findings)
		if d.Shown, err = s.withRows(r, d.Findings); err != nil {
			return nil, err
		}
		v.Table = findingsTable(d.Findings)
	}
	v.Question = findingsQuestion(d.Filter)
	v.Data = d
	return v, nil
}

// copiesData is what a list of copies shows.
type copiesData struct {
	Copies []store.Copy
	List   listPage
}

// copies lists narratives that are nearly those of other reports.
func (s *Site) copies(r *request) (*view, error) {
	var d copiesData
	var offset int
	d.List, offset = listed(r)
	copies, err := s.store.Copies(r.Context(), "", pageLength+1, offset)
	if err != nil {
		return nil, err
	}
	d.Copies = more(r, &d.List, copies)
	t := table{{"report_id", "agency", "year", "section", "other_report_id", "other_agency", "other_year", "similarity", "shared"}}
	for _, c := range d.Copies {
		t = append(t, []string{c.ReportID, c.Agency, notZero(c.Year), c.Section, c.OtherID, c.OtherAgency, notZero(c.OtherYear), fmt.Sprint(c.Similarity), c.Shared})
	}
	return &view{template: "copies", Title: r.Language.T("文字雷同的报告", "Copied narratives"), Data: d, Table: t, Question: "SELECT * FROM {copies}"}, nil
}
