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
	Findings []shownFinding
	// Siblings compares with the agencies under the same parent; nil for none.
	Siblings *siblings
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
	findings, err := s.store.AgencyFindings(ctx, a, maxAgencyFindings)
	if err != nil {
		return nil, err
	}
	if d.Findings, err = s.withRows(r, findings); err != nil {
		return nil, err
	}
	own, err := s.store.Series(ctx, a)
	if err != nil {
		return nil, err
	}
	if d.Charts, err = s.trends(r, d, own); err != nil {
		return nil, err
	}
	if d.Siblings, err = s.siblingsOf(r, d, own); err != nil {
		return nil, err
	}
	v := &view{template: "agency", Table: pointsTable([]line{{a.Name, own, nil}}), Title: a.Name, Data: d, Charts: true, Question: seriesQuestion(a)}
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
		if above := only(parents, code); len(above) > 0 {
			lines = append(lines, line{d.Parent.Name, above, nil})
		}
		medians := []median{{r.Language.T("全部报告的中位数", "median of all reports"), bands}}
		if d.ParentKey != "" {
			beside, err := s.store.SiblingBands(ctx, d.ParentKey, code)
			if err != nil {
				return nil, err
			}
			medians = append([]median{{r.Language.T("同级机关的中位数", "median of its siblings"), beside}}, medians...)
		}
		if chart := s.trend(r.Language, indicator, lines, medians); len(chart.Rows) > 0 {
			chart.CSV = fmt.Sprintf("/%s/agencies/%s/table.csv", r.Language, d.Key)
			charts = append(charts, chart)
		}
	}
	return charts, nil
}

// siblings are the agencies under one parent, ranked.
type siblings struct {
	Indicator Indicator
	Year      int
	Points    []store.Point
}

// Text writes a value.
func (d siblings) Text(value string) string { return shown(value, d.Indicator.Share) }

// maxSiblings is how many are listed.
const maxSiblings = 40

// siblingsOf ranks the agency among those under its parent, by the chosen indicator or
// the share denied, in the newest year that it states it for.
func (s *Site) siblingsOf(r *request, d agencyData, own []store.Point) (*siblings, error) {
	if d.ParentKey == "" {
		return nil, nil
	}
	for _, code := range []string{d.Chosen, "share_denied", headline[0]} {
		indicator, ok := s.indicator(code)
		points := slices.DeleteFunc(only(own, code), func(p store.Point) bool { return p.Value == "" || p.Year == 0 })
		if !ok || len(points) == 0 {
			continue
		}
		of := siblings{Indicator: indicator, Year: points[len(points)-1].Year}
		var err error
		if of.Points, err = s.store.Rank(r.Context(), store.Ranking{Indicator: code, Year: of.Year, Parent: d.ParentKey, Limit: maxSiblings}); err != nil {
			return nil, err
		}
		if len(of.Points) > 1 {
			return &of, nil
		}
	}
	return nil, nil
}

// median is a line of medians in a chart.
type median struct {
	name  string
	bands []store.Band
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

// trend draws lines over the years, medians last. Years without a value are gaps, and it
// is marked where the first line's values begin to mean something else.
func (s *Site) trend(l Language, indicator Indicator, lines []line, medians []median) Chart {
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
	medians = slices.DeleteFunc(medians, func(m median) bool { return len(m.bands) == 0 })
	for _, m := range medians {
		chart.Columns = append(chart.Columns, m.name)
	}
	var before *store.Point
	for year := first; year <= last && first > 0; year++ {
		row := ChartRow{Label: strconv.Itoa(year)}
		for i, ln := range lines {
			at := slices.IndexFunc(ln.points, func(p store.Point) bool { return p.Year == year })
			if at < 0 {
				row.Cells = append(row.Cells, ChartCell{Text: l.T("没有", "none")})
				continue
			}
			p := ln.points[at]
			if i == 0 {
				if before != nil && p.Comparability != before.Comparability {
					row.Break, row.Why = layoutShort(l, p.Layout), s.differs(l, before.Comparability, p.Comparability)
				}
				before = &ln.points[at]
			}
			row.Cells = append(row.Cells, s.pointCell(l, p, indicator.Share))
		}
		for _, m := range medians {
			cell := ChartCell{Text: l.T("没有", "none")}
			if at := slices.IndexFunc(m.bands, func(b store.Band) bool { return b.Year == year }); at >= 0 {
				v := strconv.FormatFloat(m.bands[at].Median, 'f', -1, 64)
				cell = ChartCell{Value: v, Text: shown(v, indicator.Share)}
			}
			row.Cells = append(row.Cells, cell)
		}
		chart.Rows = append(chart.Rows, row)
	}
	return chart
}

// differs says why values are not comparable across a break: what the notes of either side
// say.
func (s *Site) differs(l Language, before, after string) string {
	var words []string
	for _, side := range []struct{ word, codes string }{{l.T("此前：", "before: "), before}, {l.T("此后：", "after: "), after}} {
		var texts []string
		for code := range strings.SplitSeq(side.codes, ";") {
			if code == "" {
				continue
			}
			text := code
			for _, n := range s.config.Notes {
				if n.Code == code {
					text = l.T(n.Chinese, n.English)
				}
			}
			texts = append(texts, text)
		}
		if len(texts) > 0 {
			words = append(words, side.word+strings.Join(texts, l.T("；", "; ")))
		}
	}
	return strings.Join(words, l.T("。", ". "))
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
