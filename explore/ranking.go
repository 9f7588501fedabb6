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
	Chart      Chart
}

// table is the ranking as a file.
func (d rankingData) table() table {
	t := table{{"rank", "agency", "agency_key", "year", "indicator", "value", "numerator", "denominator", "unit", "proof", "status", "layout", "comparability", "report_id", "cells"}}
	for i, p := range d.Points {
		t = append(t, []string{strconv.Itoa(d.Rank(i)), p.Agency, p.Key, strconv.Itoa(p.Year), p.Indicator, p.Value, p.Numerator, p.Denominator, p.Unit, p.Proof, p.Status, p.Layout, p.Comparability, p.ReportID, p.Cells})
	}
	return t
}

// maxBars is how many of a ranking are drawn.
const maxBars = 20

// bars draws the first of the ranking.
func (s *Site) bars(l Language, title string, d rankingData) Chart {
	c := Chart{ID: "ranking", Caption: title, Kind: "bar", Folded: true, Share: d.Indicator.Share, Head: l.T("机关", "agency"), Columns: []string{d.Indicator.Name(l)}}
	for _, p := range d.Points[:min(len(d.Points), maxBars)] {
		name := p.Agency
		if name == "" {
			name = p.ReportID
		}
		c.Rows = append(c.Rows, ChartRow{Label: name, Cells: []ChartCell{{Value: p.Value, Text: shown(p.Value, d.Indicator.Share)}}})
	}
	return c
}

// where is the ranking's condition in SQL.
func (d rankingData) where() string {
	q := ""
	if d.Place != "" {
		q = " JOIN {agencies} a ON a.agency_id = s.agency_id"
	}
	q += question(" WHERE s.indicator = %s", d.Indicator.Code) + " AND s.year = " + strconv.Itoa(d.Year) + " AND s.value IS NOT NULL AND s.status <> 'doubtful'"
	if d.Place != "" {
		q += question(" AND a.division LIKE %s", d.Place+"%")
	}
	if d.Least > 0 {
		q += " AND CAST(s.denominator AS REAL) >= " + strconv.Itoa(d.Least)
	}
	return q + " ORDER BY CAST(s.value AS REAL)" + map[bool]string{false: " DESC"}[d.Ascending]
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
	title := indicator.Name(r.Language) + r.Language.T("，", ", ") + strconv.Itoa(year)
	d.Chart = s.bars(r.Language, title, d)
	q := "SELECT s.* FROM {series} s" + d.where()
	return &view{template: "ranking", Table: d.table(), Title: title, Data: d, Charts: true, Question: q}, nil
}
