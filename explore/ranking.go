package explore

import (
	"slices"
	"strconv"

	"gongkai/explore/store"
)

// rankingData is what a ranking shows.
type rankingData struct {
	Indicator  Indicator
	Indicators []Indicator
	Year       int
	Years      []int
	Place      string
	Provinces  []place
	Least      int
	Ascending  bool
	List       listPage
	First      int // the place of the first row
	Points     []store.Point
	Bands      []store.Band
	CSV        string
}

// table is the ranking as a file.
func (d rankingData) table() table {
	t := table{{"rank", "agency", "agency_key", "year", "indicator", "value", "numerator", "denominator", "unit", "proof", "status", "layout", "comparability", "report_id", "cells"}}
	for i, p := range d.Points {
		t = append(t, []string{strconv.Itoa(d.Rank(i)), p.Agency, p.Key, strconv.Itoa(p.Year), p.Indicator, p.Value, p.Numerator, p.Denominator, p.Unit, p.Proof, p.Status, p.Layout, p.Comparability, p.ReportID, p.Cells})
	}
	return t
}

// Rank is the place of row i.
func (d rankingData) Rank(i int) int { return d.First + i }

// Text writes a value, Shown a quantile.
func (d rankingData) Text(value string) string { return shown(value, d.Indicator.Share) }

func (d rankingData) Shown(v float64) string {
	return shown(strconv.FormatFloat(v, 'f', -1, 64), d.Indicator.Share)
}

// rankable is an indicator and the newest year that has values of it.
type rankable struct {
	Indicator
	Year int
}

// rankings lists what can be ranked.
func (s *Site) rankings(r *request) (*view, error) {
	last, err := s.store.LastYears(r.Context())
	if err != nil {
		return nil, err
	}
	var list []rankable
	for _, i := range s.config.Indicators {
		if year, ok := last[i.Code]; ok {
			list = append(list, rankable{i, year})
		}
	}
	return &view{template: "rankings", Title: r.Language.T("排名", "Rankings"), Data: list}, nil
}

// ranking ranks the agencies by an indicator in a year.
func (s *Site) ranking(r *request) (*view, error) {
	ctx := r.Context()
	indicator, ok := s.indicator(r.PathValue("indicator"))
	year, err := strconv.Atoi(r.PathValue("year"))
	if !ok || err != nil {
		return nil, errNotFound
	}
	d := rankingData{Indicator: indicator, Indicators: s.config.Indicators, Year: year, Place: r.FormValue("place"), Ascending: r.FormValue("order") == "lowest"}
	if _, ok := placeOf(d.Place); !ok && d.Place != "" {
		return nil, errNotFound
	}
	if indicator.Share {
		d.Least = minDenominator
		if least, err := strconv.Atoi(r.FormValue("least")); err == nil {
			d.Least = max(least, 1)
		}
	}
	if d.Years, err = s.store.Years(ctx, indicator.Code); err != nil {
		return nil, err
	}
	if !slices.Contains(d.Years, year) {
		return nil, errNotFound
	}
	for _, p := range provinces {
		d.Provinces = append(d.Provinces, place{Code: p.Code, Name: r.Language.T(p.Chinese, p.English)})
	}
	var offset int
	d.List, offset = listed(r)
	d.First = offset + 1
	rank := store.Ranking{Indicator: indicator.Code, Year: year, Province: d.Place, MinDenominator: d.Least, Ascending: d.Ascending, Limit: pageLength + 1, Offset: offset}
	if d.Points, err = s.store.Rank(ctx, rank); err != nil {
		return nil, err
	}
	d.Points = more(r, &d.List, d.Points)
	if d.Bands, err = s.store.Bands(ctx, d.Place, indicator.Code); err != nil {
		return nil, err
	}
	d.Bands = slices.DeleteFunc(d.Bands, func(b store.Band) bool { return b.Year != year })
	d.CSV = addressCSV(r)
	return &view{template: "ranking", Table: d.table(), Title: indicator.Name(r.Language) + r.Language.T("，", ", ") + strconv.Itoa(year), Data: d}, nil
}
