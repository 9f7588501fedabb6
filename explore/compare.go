package explore

import (
	"net/url"
	"strconv"
	"strings"

	"gongkai/explore/store"
)

// maxCompared is how many agencies one chart can tell apart.
const maxCompared = 6

// compareData is what a comparison shows.
type compareData struct {
	Indicator  Indicator
	Indicators []Indicator
	Agencies   []store.Agency
	Chart      *Chart
	// Query is what was looked for, Found the agencies to choose from.
	Query string
	Found []choice
}

// choice is an agency with the address of the comparison that it is added to.
type choice struct {
	store.Agency
	Address string
}

// Without is the address of the comparison without the agency.
func (d compareData) Without(key string) string {
	q := url.Values{"i": {d.Indicator.Code}}
	for _, a := range d.Agencies {
		if a.Key != key {
			q.Add("a", a.Key)
		}
	}
	return "?" + q.Encode()
}

// compare compares agencies over the years.
func (s *Site) compare(r *request) (*view, error) {
	d, lines, bands, err := s.compared(r)
	if err != nil {
		return nil, err
	}
	l := r.Language
	v := &view{template: "compare", Title: l.T("比较：", "Compare: ") + d.Indicator.Name(l), Charts: true}
	if len(lines) > 0 {
		chart := s.trend(l, d.Indicator, lines, []median{{l.T("全部报告的中位数", "median of all reports"), bands}})
		chart.CSV = addressCSV(r)
		d.Chart, v.Table = &chart, pointsTable(lines)
	}
	if d.Query = r.FormValue("find"); d.Query != "" {
		found, err := s.store.FindAgencies(r.Context(), d.Query, maxFound)
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			q := url.Values{"i": {d.Indicator.Code}, "a": append(r.URL.Query()["a"], a.Key)}
			d.Found = append(d.Found, choice{a, "?" + q.Encode()})
		}
	}
	keys := make([]string, len(d.Agencies))
	for i, a := range d.Agencies {
		where, value := "agency_id = ", a.ID
		if a.ID == "" {
			where, value = "agency = ", a.Name
		}
		keys[i] = where + quoteSQL(value)
	}
	if v.Data = d; len(keys) > 0 {
		v.Question = question("SELECT * FROM {series} WHERE indicator = %s", d.Indicator.Code) + " AND (" + strings.Join(keys, " OR ") + ") ORDER BY agency, year"
	}
	return v, nil
}

// seriesQuestion asks for all that an agency states.
func seriesQuestion(a store.Agency) string {
	if a.ID == "" {
		return question("SELECT * FROM {series} WHERE agency = %s AND agency_id IS NULL ORDER BY indicator, year", a.Name)
	}
	return question("SELECT * FROM {series} WHERE agency_id = %s ORDER BY indicator, year", a.ID)
}

// pointsTable is what lines are drawn from, as a file.
func pointsTable(lines []line) table {
	t := table{{"agency", "agency_key", "year", "indicator", "value", "missing", "numerator", "denominator", "unit", "proof", "status", "layout", "comparability", "report_id", "cells"}}
	for _, ln := range lines {
		for _, p := range ln.points {
			t = append(t, []string{ln.name, p.Key, strconv.Itoa(p.Year), p.Indicator, p.Value, p.Missing, p.Numerator, p.Denominator, p.Unit, p.Proof, p.Status, p.Layout, p.Comparability, p.ReportID, p.Cells})
		}
	}
	return t
}

// compared reads what an address asks to compare: ?i=indicator&a=agency&a=agency.
func (s *Site) compared(r *request) (d compareData, lines []line, bands []store.Band, err error) {
	ctx := r.Context()
	d.Indicators = s.config.Indicators
	code := r.FormValue("i")
	if code == "" {
		code = headline[0]
	}
	var ok bool
	if d.Indicator, ok = s.indicator(code); !ok {
		return d, nil, nil, errNotFound
	}
	keys := r.URL.Query()["a"]
	for _, key := range keys[:min(len(keys), maxCompared)] {
		a, err := s.store.Agency(ctx, key)
		if err != nil {
			return d, nil, nil, err
		}
		points, err := s.store.Series(ctx, a, d.Indicator.Code)
		if err != nil {
			return d, nil, nil, err
		}
		d.Agencies = append(d.Agencies, a)
		lines = append(lines, line{a.Name, only(points, d.Indicator.Code), nil})
	}
	bands, err = s.store.Bands(ctx, "", d.Indicator.Code)
	return d, lines, bands, err
}
