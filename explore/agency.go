package explore

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// agencyData is what an agency's page shows.
type agencyData struct {
	store.Agency
	Parent   *store.Agency
	Children []store.Agency
	Reports  []store.Report
	// Years are all from the first report to the last, newest first, with the report
	// or without.
	Years    []yearReport
	Charts   []Chart
	Findings []store.Finding
	// Indicators can be chosen; Chosen is the code of one, empty for the usual ones.
	Indicators []Indicator
	Chosen     string
}

// Before is the report of the next earlier year that has one, for place i of Years; nil
// when there is none.
func (d agencyData) Before(i int) *store.Report {
	for _, y := range d.Years[i+1:] {
		if y.Report != nil {
			return y.Report
		}
	}
	return nil
}

// yearReport is a year and its report; nil where there is none.
type yearReport struct {
	Year   int
	Report *store.Report
}

const (
	maxChildren       = 60
	maxAgencyFindings = 100
)

// headline are the indicators that an agency's page draws before any is chosen.
var headline = []string{"requests_received", "share_denied", "share_disclosed", "reviews", "suits"}

// agency is an agency's page.
func (s *Site) agency(r *request) (*view, error) {
	ctx := r.Context()
	a, err := s.store.Agency(ctx, r.PathValue("agency"))
	if err != nil {
		return nil, err
	}
	if r.CSV {
		own, err := s.store.Series(ctx, a)
		return &view{Table: pointsTable([]line{{a.Name, own, nil}})}, err
	}
	d := agencyData{Agency: a, Indicators: s.config.Indicators, Chosen: r.FormValue("indicator")}
	if d.Reports, err = s.store.Reports(ctx, a); err != nil {
		return nil, err
	}
	d.Years = perYear(d.Reports)
	if a.ParentKey != "" {
		if parent, err := s.store.Agency(ctx, a.ParentKey); err == nil {
			d.Parent = &parent
		}
	}
	if a.ID != "" {
		if d.Children, err = s.store.Children(ctx, a.Key, maxChildren); err != nil {
			return nil, err
		}
	}
	if d.Findings, err = s.store.AgencyFindings(ctx, a, maxAgencyFindings); err != nil {
		return nil, err
	}
	own, err := s.store.Series(ctx, a)
	if err != nil {
		return nil, err
	}
	if d.Charts, err = s.trends(r, d, own); err != nil {
		return nil, err
	}
	v := &view{template: "agency", Table: pointsTable([]line{{a.Name, own, nil}}), Title: a.Name, Data: d, Charts: true}
	v.Cite = s.cite(r, a.Name)
	return v, nil
}

// perYear lists the years from the first report to the last, gaps and all.
func perYear(reports []store.Report) []yearReport {
	var years []yearReport
	for i := range reports {
		if n := len(years); n > 0 {
			for year := years[n-1].Year - 1; year > reports[i].Year && reports[i].Year > 0; year-- {
				years = append(years, yearReport{Year: year})
			}
		}
		years = append(years, yearReport{Year: reports[i].Year, Report: &reports[i]})
	}
	return years
}

// trends are the charts of an agency: the chosen indicator, or the usual ones.
func (s *Site) trends(r *request, d agencyData, own []store.Point) ([]Chart, error) {
	ctx := r.Context()
	codes := headline
	if _, ok := s.indicator(d.Chosen); ok {
		codes = []string{d.Chosen}
	}
	var parents []store.Point
	var err error
	if d.Parent != nil {
		if parents, err = s.store.Series(ctx, *d.Parent, codes...); err != nil {
			return nil, err
		}
	}
	var charts []Chart
	for _, code := range codes {
		indicator, ok := s.indicator(code)
		if !ok {
			continue
		}
		bands, err := s.store.Bands(ctx, "", code)
		if err != nil {
			return nil, err
		}
		lines := []line{{d.Name, only(own, code), d.Reports}}
		if d.Parent != nil {
			lines = append(lines, line{d.Parent.Name, only(parents, code), nil})
		}
		if chart := s.trend(r.Language, indicator, lines, bands); len(chart.Rows) > 0 {
			chart.CSV = fmt.Sprintf("/%s/agencies/%s/table.csv", r.Language, d.Key)
			charts = append(charts, chart)
		}
	}
	return charts, nil
}

// line is an agency's points in a chart, with its reports where a gap should say why.
type line struct {
	name    string
	points  []store.Point
	reports []store.Report
}

func only(points []store.Point, indicator string) []store.Point {
	return slices.DeleteFunc(slices.Clone(points), func(p store.Point) bool { return p.Indicator != indicator })
}

// trend draws lines over the years, the median of all reports last. Years without a
// value are gaps, and what differs between forms is marked.
func (s *Site) trend(l Language, indicator Indicator, lines []line, bands []store.Band) Chart {
	chart := Chart{ID: "trend-" + indicator.Code, Caption: indicator.Name(l), Kind: "line", Share: indicator.Share, Head: l.T("年度", "year")}
	if indicator.Unit != "" {
		chart.Caption += l.T("（"+indicator.Unit+"）", "")
	}
	first, last := 0, 0
	for _, ln := range lines {
		chart.Columns = append(chart.Columns, ln.name)
		for _, p := range ln.points {
			if p.Year > 0 && (first == 0 || p.Year < first) {
				first = p.Year
			}
			last = max(last, p.Year)
		}
	}
	if len(bands) > 0 {
		chart.Columns = append(chart.Columns, l.T("全部报告的中位数", "median of all reports"))
	}
	layout := ""
	for year := first; year <= last && first > 0; year++ {
		row := ChartRow{Label: strconv.Itoa(year)}
		for i, ln := range lines {
			at := slices.IndexFunc(ln.points, func(p store.Point) bool { return p.Year == year })
			if at < 0 {
				row.Cells = append(row.Cells, ChartCell{Text: l.T("没有", "none")})
				continue
			}
			p := ln.points[at]
			if i == 0 && layout != "" && p.Layout != layout {
				row.Break = layoutName(l, p.Layout)
			}
			if i == 0 {
				layout = p.Layout
			}
			row.Cells = append(row.Cells, s.pointCell(l, p, indicator.Share))
		}
		for _, b := range bands {
			if b.Year == year {
				v := strconv.FormatFloat(b.Median, 'f', -1, 64)
				row.Cells = append(row.Cells, ChartCell{Value: v, Text: shown(v, indicator.Share)})
			}
		}
		chart.Rows = append(chart.Rows, row)
	}
	return chart
}

// pointCell is a point that leads to what it is made of.
func (s *Site) pointCell(l Language, p store.Point, share bool) ChartCell {
	c := ChartCell{Value: p.Value, Text: shown(p.Value, share), Proof: p.Proof, Link: fmt.Sprintf("/%s/reports/%s/", l, p.ReportID)}
	if first, _, _ := strings.Cut(p.Cells, ";"); first != "" && !strings.Contains(p.Missing, gongkai.Absent.String()) {
		c.Link = cellAddress(l, s.config.Static, p.ReportID, strings.TrimLeft(first, "-"))
	}
	if p.Value == "" {
		c.Text, c.Proof = why(l, p.Missing), ""
	}
	return c
}

// cite says how to cite a page: what it is, of which dataset, and where.
func (s *Site) cite(r *request, what string) string {
	return fmt.Sprintf("%s. %s. %s", what, s.about, r.URL.RequestURI())
}
