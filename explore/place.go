package explore

import (
	"slices"
	"strconv"

	"gongkai/explore/store"
)

// pageLength is how many rows a list shows at once.
const pageLength = 100

// listPage is a list of which a part is shown.
type listPage struct {
	// Number is 1-based; Previous and Next are addresses, empty where there is none.
	Number         int
	Previous, Next string
}

// listed reads the number of the page and says where it begins. The list is asked for
// one row more than is shown, which says that there is another page.
func listed(r *request) (p listPage, offset int) {
	p.Number, _ = strconv.Atoi(r.FormValue("page"))
	p.Number = min(max(p.Number, 1), maxPage)
	return p, (p.Number - 1) * pageLength
}

// maxPage bounds how far a list can be leafed through: farther than that, a filter is of
// more use.
const maxPage = 1000

// more sets the neighbours of the page and cuts the row too many.
func more[T any](r *request, p *listPage, rows []T) []T {
	address := func(number int) string {
		q := r.URL.Query()
		q.Set("page", strconv.Itoa(number))
		return r.URL.Path + "?" + q.Encode()
	}
	if p.Number > 1 {
		p.Previous = address(p.Number - 1)
	}
	if len(rows) > pageLength {
		p.Next = address(p.Number + 1)
		rows = rows[:pageLength]
	}
	return rows
}

// places is the coverage of the whole country.
func (s *Site) places(r *request) (*view, error) {
	counted, err := s.store.Places(r.Context())
	if err != nil {
		return nil, err
	}
	d := placesData{Places: byPlace(r.Language, counted), Coverage: coverage(r.Language, counted)}
	return &view{template: "places", Title: r.Language.T("各地的报告", "Reports by place"), Data: d, Table: d.Coverage.table(), Question: coverageQuestion}, nil
}

// placesData is the coverage of the whole country.
type placesData struct {
	Places   []place
	Coverage Chart
}

// coverageQuestion counts reports by place, year and status.
const coverageQuestion = "SELECT substr(a.division, 1, 2) AS province, r.year, r.status, count(*) AS reports FROM {reports} r LEFT JOIN {agencies} a ON a.agency_id = r.agency_id WHERE r.role = 'principal' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"

// coverage counts reports by place and year: a row a place, of those that have any.
func coverage(l Language, counted []store.PlaceYear) Chart {
	chart := Chart{ID: "coverage", Caption: l.T("各地各年度的报告数", "Reports by place and year"), Head: l.T("地区", "place")}
	_, first, last := sum(counted)
	if first == 0 {
		return chart
	}
	for year := first; year <= last; year++ {
		chart.Columns = append(chart.Columns, strconv.Itoa(year))
	}
	for _, p := range byPlace(l, counted) {
		if p.Reports == 0 {
			continue
		}
		row := ChartRow{Label: p.Name, Link: "/" + string(l) + "/places/" + p.Address + "/"}
		for year := first; year <= last; year++ {
			n := 0
			for _, c := range counted {
				if c.Province == p.Code && c.Year == year {
					n += c.Reports
				}
			}
			cell := ChartCell{Text: l.T("没有", "none")}
			if n > 0 {
				cell = ChartCell{Value: strconv.Itoa(n), Text: grouped(n)}
			}
			row.Cells = append(row.Cells, cell)
		}
		chart.Rows = append(chart.Rows, row)
	}
	return chart
}

// placeData is what a province's page shows.
type placeData struct {
	place
	Agencies []store.Agency
	List     listPage
	Years    Chart
	Denials  []store.Point
	Denial   int
	Least    int
	Findings []store.FindingCount
}

// place is the page of one province.
func (s *Site) place(r *request) (*view, error) {
	ctx := r.Context()
	code, ok := placeOf(r.PathValue("place"))
	if !ok {
		return nil, errNotFound
	}
	counted, err := s.store.Places(ctx)
	if err != nil {
		return nil, err
	}
	counted = slices.DeleteFunc(counted, func(p store.PlaceYear) bool { return p.Province != code })
	d := placeData{place: place{Code: code, Name: placeName(r.Language, code), Address: placeAddress(code)}, Years: yearsChart(r.Language, counted), Least: minDenominator}
	d.Count, _, _ = sum(counted)
	var offset int
	d.List, offset = listed(r)
	if d.Agencies, err = s.store.AgenciesIn(ctx, code, pageLength+1, offset); err != nil {
		return nil, err
	}
	d.Agencies = more(r, &d.List, d.Agencies)
	if code != "" {
		if d.Findings, err = s.store.FindingCounts(ctx, 0, code); err != nil {
			return nil, err
		}
		for _, c := range slices.Backward(counted) {
			d.Denial = c.Year
			d.Denials, err = s.store.Rank(ctx, store.Ranking{Indicator: "share_denied", Year: c.Year, Province: code, MinDenominator: minDenominator, Limit: 10})
			if err != nil {
				return nil, err
			}
			if len(d.Denials) > 0 {
				break
			}
		}
	}
	d.Years.CSV = addressCSV(r)
	return &view{template: "place", Title: d.Name, Data: d, Charts: true, Table: d.Years.table(),
		Question: question("SELECT r.* FROM {reports} r JOIN {agencies} a ON a.agency_id = r.agency_id WHERE r.role = 'principal' AND a.division LIKE %s ORDER BY r.year", code+"%")}, nil
}
