package explore

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"gongkai"
	"gongkai/explore/store"
)

// front is what the front page shows.
type front struct {
	store.Totals
	store.Count
	// First and Last are the years that the dataset has reports of.
	First, Last    int
	Denials        []store.Point
	DenialYear     int
	MinDenominator int
	Changes        []store.Change
	Failing        []store.Finding
	CarryOvers     []store.Finding
	Copies         []store.Copy
	Stopped        []store.Agency
	Places         []place
	Years          Chart
}

const (
	// storyLength is how many items a story on the front page has.
	storyLength = 5
	// minDenominator is how many cases a share must have to be ranked: fewer make
	// shares that mean nothing.
	minDenominator = 30
)

// front is the front page.
func (s *Site) front(r *request) (*view, error) {
	ctx := r.Context()
	d := front{MinDenominator: minDenominator}
	var err error
	if d.Totals, err = s.store.Totals(ctx); err != nil {
		return nil, err
	}
	counted, err := s.store.Places(ctx)
	if err != nil {
		return nil, err
	}
	d.Count, d.First, d.Last = sum(counted)
	d.Places, d.Years = byPlace(r.Language, counted), yearsChart(r.Language, counted)
	if err := s.stories(r, &d); err != nil {
		return nil, err
	}
	d.Years.CSV = addressCSV(r)
	return &view{template: "front", Data: d, Charts: true, Table: d.Years.table(), Question: coverageQuestion}, nil
}

// stories fills in what the data offers.
func (s *Site) stories(r *request, d *front) (err error) {
	ctx := r.Context()
	years, err := s.store.Years(ctx, "share_denied")
	if err != nil {
		return err
	}
	// The newest year may be only beginning: the newest one with a full list serves.
	for _, year := range slices.Backward(years) {
		d.DenialYear = year
		if d.Denials, err = s.store.Rank(ctx, store.Ranking{Indicator: "share_denied", Year: year, MinDenominator: minDenominator, Limit: storyLength}); err != nil {
			return err
		}
		if len(d.Denials) == storyLength {
			break
		}
	}
	if d.Changes, err = s.store.Changes(ctx, "requests_received", storyLength); err != nil {
		return err
	}
	if d.Failing, err = s.store.Findings(ctx, store.FindingFilter{Code: string(gongkai.IdentityFails), Limit: storyLength}); err != nil {
		return err
	}
	if d.CarryOvers, err = s.store.Findings(ctx, store.FindingFilter{Code: string(gongkai.CarriedOverDiffers), Limit: storyLength}); err != nil {
		return err
	}
	if d.Copies, err = s.store.Copies(ctx, "", storyLength, 0); err != nil {
		return err
	}
	d.Stopped, err = s.store.Stopped(ctx, d.Last, storyLength)
	return err
}

// sum adds up the reports of all places, with the first and last of their years.
func sum(counted []store.PlaceYear) (total store.Count, first, last int) {
	for _, c := range counted {
		total.Add(c.Count)
		if c.Year > 0 {
			last = max(last, c.Year)
			first = min(cmp.Or(first, c.Year), c.Year)
		}
	}
	return total, first, last
}

// place is a province with what it has.
type place struct {
	Code, Name, Address string
	store.Count
}

// VerifiedShare is the share of reports that are verified, in per cent.
func (p place) VerifiedShare() string {
	return fmt.Sprintf("%d%%", 100*p.Verified/max(p.Reports, 1))
}

// byPlace lists all provinces in the order of their codes, also those without
// reports; agencies of no known place come last.
func byPlace(l Language, counted []store.PlaceYear) []place {
	by := map[string]*store.Count{}
	for _, c := range counted {
		if by[c.Province] == nil {
			by[c.Province] = new(store.Count)
		}
		by[c.Province].Add(c.Count)
	}
	var list []place
	for _, p := range provinces {
		entry := place{Code: p.Code, Name: l.T(p.Chinese, p.English), Address: p.Code}
		if c := by[p.Code]; c != nil {
			entry.Count = *c
		}
		list = append(list, entry)
	}
	if c := by[""]; c != nil {
		list = append(list, place{Name: placeName(l, ""), Address: unplaced, Count: *c})
	}
	return list
}

// yearsChart counts reports by year and status.
func yearsChart(l Language, counted []store.PlaceYear) Chart {
	by := map[int]*store.Count{}
	for _, c := range counted {
		if by[c.Year] == nil {
			by[c.Year] = new(store.Count)
		}
		by[c.Year].Add(c.Count)
	}
	_, first, last := sum(counted)
	chart := Chart{ID: "years", Caption: l.T("各年度的报告", "Reports by year"), Kind: "line", Head: l.T("年度", "year")}
	for _, status := range []string{"verified", "source-inconsistent", "doubtful", "incomplete", "narrative"} {
		chart.Columns = append(chart.Columns, l.T(statuses[status][0], statuses[status][1]))
	}
	for year := first; year <= last && first > 0; year++ {
		row := ChartRow{Label: strconv.Itoa(year)}
		c := by[year]
		if c == nil {
			c = new(store.Count)
		}
		for _, n := range []int{c.Verified, c.Inconsistent, c.Doubtful, c.Incomplete, c.Narrative} {
			row.Cells = append(row.Cells, ChartCell{Value: strconv.Itoa(n), Text: grouped(n)})
		}
		chart.Rows = append(chart.Rows, row)
	}
	return chart
}
