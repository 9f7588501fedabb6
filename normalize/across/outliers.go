package across

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gongkai"
	"gongkai/normalize/series"
)

// What makes a number an outlier. Counts of agencies differ by factors, so
// distances are taken between logarithms, of 1 + n because of zeros.
const (
	// outlierScore is how many deviations from the median are too many: the
	// modified z-score that Iglewicz and Hoaglin recommend (How to Detect and
	// Handle Outliers, 1993).
	outlierScore = 3.5
	// madScale makes a median absolute deviation comparable with a standard
	// deviation: 1 / Φ⁻¹(3/4).
	madScale = 1.4826
	// outlierRatio and outlierStep are what may always happen: three times as
	// many or a third, ten more or less. Agencies whose numbers hardly move would
	// otherwise be outliers at the first change.
	outlierRatio = 3
	outlierStep  = 10
	// minHistory is the number of an agency's other years, minPeers that of other
	// agencies, below which a median says nothing.
	minHistory = 4
	minPeers   = 8
	// manyPeers is the size of a set whose median and deviation no single number
	// moves: below it a number is left out of the set that it is compared with.
	manyPeers = 50
)

// Outlier is a number that is far from others that it should be like.
type Outlier struct {
	ReportID string
	// Code is gongkai.OutlierHistory or gongkai.OutlierPeers.
	Code      gongkai.Code
	Indicator string
	Found     int64
	// Low and High are what was to be expected, Median is of the Of numbers
	// compared with.
	Low, High, Median int64
	Of                int
}

// Outliers compares the watched indicators of every report with the agency's own
// other years, and with other agencies of the same level and function in the
// same year. Only numbers that mean the same (series.Note) are compared, and none
// that is doubtful. Principals are digests of principal documents, their order
// that of the result.
//
// An outlier is worth a look and nothing more: a new airport brings requests.
func Outliers(principals []*Digest) []Outlier {
	var outliers []Outlier
	for _, by := range []struct {
		code gongkai.Code
		key  func(*Digest) string
		min  int
	}{{gongkai.OutlierHistory, history, minHistory}, {gongkai.OutlierPeers, peers, minPeers}} {
		keys := make([]string, len(principals))
		for j, d := range principals {
			keys[j] = by.key(d)
		}
		for i, indicator := range watched {
			type kind struct{ key, note string }
			sets := map[kind][]*Digest{}
			for j, d := range principals {
				if c := d.Counts[i]; keys[j] != "" && c.N >= 0 {
					sets[kind{keys[j], c.Note}] = append(sets[kind{keys[j], c.Note}], d)
				}
			}
			for _, set := range sets {
				if len(set) > by.min {
					outliers = append(outliers, farFrom(set, i, by.code, indicator)...)
				}
			}
		}
	}
	position := map[string]int{}
	for i, d := range principals {
		position[d.ReportID] = i
	}
	slices.SortStableFunc(outliers, func(a, b Outlier) int {
		if c := position[a.ReportID] - position[b.ReportID]; c != 0 {
			return c
		}
		return slices.Index(watched[:], a.Indicator)*2 + order(a.Code == gongkai.OutlierPeers) -
			slices.Index(watched[:], b.Indicator)*2 - order(b.Code == gongkai.OutlierPeers)
	})
	return outliers
}

// history is the key of an agency's years, peers that of the agencies like it.
func history(d *Digest) string {
	if d.Year == 0 {
		return ""
	}
	return d.key()
}

func peers(d *Digest) string {
	if d.Agency == nil || d.Agency.Level == gongkai.LevelUnknown || d.Agency.Function == "" || d.Year == 0 {
		return ""
	}
	return fmt.Sprintf("%s %s %d", d.Agency.Level, d.Agency.Function, d.Year)
}

// farFrom lists the reports whose number is far from those of the others.
func farFrom(set []*Digest, i int, code gongkai.Code, indicator string) []Outlier {
	sorted := make([]float64, len(set))
	for j, d := range set {
		sorted[j] = float64(d.Counts[i].N)
	}
	slices.Sort(sorted)
	if sorted[len(sorted)-1]-sorted[0] <= outlierStep {
		return nil
	}
	var outliers []Outlier
	middle, low, high := expected(sorted)
	others := make([]float64, 0, len(set)-1)
	for _, d := range set {
		n := float64(d.Counts[i].N)
		if len(set) < manyPeers {
			at, _ := slices.BinarySearch(sorted, n)
			others = append(append(others[:0], sorted[:at]...), sorted[at+1:]...)
			middle, low, high = expected(others)
		}
		if n < low || n > high {
			outliers = append(outliers, Outlier{d.ReportID, code, indicator, d.Counts[i].N, int64(math.Ceil(low)), int64(math.Floor(high)), int64(middle), len(set) - 1})
		}
	}
	return outliers
}

// expected is the median of sorted numbers and the range that others like them
// should be in.
func expected(sorted []float64) (middle, low, high float64) {
	logs := make([]float64, len(sorted))
	for i, n := range sorted {
		logs[i] = math.Log1p(n)
	}
	m := median(logs)
	for i, l := range logs {
		logs[i] = math.Abs(l - m)
	}
	slices.Sort(logs)
	middle = median(sorted)
	// What arrives at random scatters by its square root, however even the
	// agency's years look.
	deviation := max(madScale*median(logs), 1/math.Sqrt(1+middle))
	low = min(math.Expm1(m-outlierScore*deviation), middle/outlierRatio, middle-outlierStep)
	high = max(math.Expm1(m+outlierScore*deviation), middle*outlierRatio, middle+outlierStep)
	return middle, max(0, low), high
}

// median of sorted numbers.
func median(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// Finding is about the report r of the outlier, its cells those of the indicator.
func (o Outlier) Finding(r *gongkai.Report) gongkai.Finding {
	f := gongkai.Finding{Code: o.Code, Expected: fmt.Sprintf("%d–%d", o.Low, o.High), Found: strconv.FormatInt(o.Found, 10),
		Detail: fmt.Sprintf("%s; median %d; n = %d", o.Indicator, o.Median, o.Of)}
	at(&f, r, o.Indicator)
	return f
}

// at gives the finding the cells of an indicator.
func at(f *gongkai.Finding, r *gongkai.Report, indicator string) {
	for _, observed := range series.Of(r) {
		if observed.Indicator == indicator {
			f.Cells = observed.Cells
			if v := r.At(f.Cells[0]); v != nil {
				f.Location = v.Location
			}
		}
	}
}

// Sum is a government's number beside the sum of those below it.
type Sum struct {
	ReportID  string
	Indicator string
	// Area: the report says that it counts the whole area.
	Area bool
	// Value is the report's own number, Total the sum of its children's.
	Value, Total int64
	// With children have a report on the year with the number, Of there are.
	With, Of int
}

// summed are the indicators that a government may count of its whole area.
var summed = []string{"requests_received", "requests_processed", "reviews", "suits"}

// Sums adds up, for every government, what the governments right below it state,
// by Agency.Parent. Departments are left out: no form says whether a government's
// number holds theirs, and districts' numbers hold their departments' or not in
// the same way. Agencies are all that are known, so that the coverage is; those
// that have a successor count only if they report.
func Sums(principals []*Digest, agencies []gongkai.Agency) []Sum {
	children := map[string][]*gongkai.Agency{}
	byID := map[string]*gongkai.Agency{}
	for i := range agencies {
		byID[agencies[i].ID] = &agencies[i]
	}
	for i := range agencies {
		a := &agencies[i]
		if parent := byID[a.Parent]; parent != nil && parent.Function == government && a.Function == government && a.Level > parent.Level {
			children[parent.ID] = append(children[parent.ID], a)
		}
	}
	type place struct {
		id   string
		year int
	}
	reports := map[place]*Digest{}
	for _, d := range principals {
		if d.Agency != nil {
			reports[place{d.Agency.ID, d.Year}] = d
		}
	}
	var sums []Sum
	for _, d := range principals {
		if d.Agency == nil || d.Year == 0 || len(children[d.Agency.ID]) == 0 {
			continue
		}
		for _, indicator := range summed {
			i := slices.Index(watched[:], indicator)
			s := Sum{ReportID: d.ReportID, Indicator: indicator, Area: d.Area, Value: d.Counts[i].N}
			for _, child := range children[d.Agency.ID] {
				report := reports[place{child.ID, d.Year}]
				if report != nil || child.Successor == "" {
					s.Of++
				}
				if report != nil && report.Counts[i].N >= 0 {
					s.With++
					s.Total += report.Counts[i].N
				}
			}
			if s.Value >= 0 && s.With > 0 {
				sums = append(sums, s)
			}
		}
	}
	return sums
}

// government is the function of governments in gongkai.Agency.
const government = "government"

// Finding is children-exceed-parent about the government's report r. There is none
// unless the report says that it counts the whole area: a government may count
// its own offices alone, and then the sum below it means nothing. That the sum
// is smaller never is a finding: the government has requests of its own.
func (s Sum) Finding(r *gongkai.Report) (gongkai.Finding, bool) {
	if !s.Area || s.Total <= s.Value {
		return gongkai.Finding{}, false
	}
	f := gongkai.Finding{Code: gongkai.ChildrenExceedParent, Expected: fmt.Sprintf("≥ %d", s.Total), Found: strconv.FormatInt(s.Value, 10),
		Detail: fmt.Sprintf("%s; %d/%d", s.Indicator, s.With, s.Of)}
	at(&f, r, s.Indicator)
	return f, true
}
