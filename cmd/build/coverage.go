package build

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"gongkai"
	"gongkai/corpus/agencies"
	"gongkai/sinks"
)

// Expectation says which reports are expected to be among the documents.
type Expectation struct {
	// Expect are agencies, one a line: an id, or a name that proves one; File is the
	// name of the file that they are from, for messages.
	Expect []string
	File   string
	// Years are "FROM-TO"; empty for those of which the dataset has reports.
	Years string
	// AsOf is the day of the collection, YYYY-MM-DD: what need not be published by
	// then is not missing yet. Empty for the latest date that a page of the dataset
	// gives, so that the same documents give the same dataset on any day.
	AsOf string
}

// Span is the years asked for; 0 where nothing is.
func (e *Expectation) Span() (from, to int, err error) {
	if e.Years == "" {
		return 0, 0, nil
	}
	first, last, found := strings.Cut(e.Years, "-")
	if !found {
		last = first
	}
	from, errFrom := strconv.Atoi(first)
	to, errTo := strconv.Atoi(last)
	if errors.Join(errFrom, errTo) != nil || from < firstYear || to < from || to > lastYear {
		return 0, 0, fmt.Errorf("--years %q is not a span of years like 2019-2025", e.Years)
	}
	return from, to, nil
}

// The Regulations are in force since 2008; four digits are enough for a while.
const (
	firstYear = 2007
	lastYear  = 9999
)

// Coverage lists every agency and year that is expected, and what became of it,
// in the order of ids and years.
func (p *Plan) Coverage(e Expectation) ([]gongkai.Coverage, error) {
	held, latestYear, latest := map[string]map[int]string{}, 0, ""
	for _, g := range p.groups {
		d := g.Principal
		latest = max(latest, d.Published)
		if d.Agency == nil || d.Year == 0 {
			continue
		}
		if held[d.Agency.ID] == nil {
			held[d.Agency.ID] = map[int]string{}
		}
		held[d.Agency.ID][d.Year] = d.ReportID
		latestYear = max(latestYear, d.Year)
	}
	if err := e.readExpected(p.registry, held); err != nil {
		return nil, err
	}
	unreadable := p.unreadable()
	from, to, _ := e.Span() // checked before
	var list []gongkai.Coverage
	for _, id := range Sorted(held) {
		first, last := from, to
		if e.Years == "" {
			first, last = latestYear, latestYear
			for year := range held[id] {
				first = min(first, year)
			}
		}
		// What is no more reports no more: 卫生和计划生育局 has no report on 2020.
		if ended := p.registry.Ended(id); ended != 0 {
			last = min(last, ended)
		}
		expected := map[int]bool{}
		for year := first; year <= last && year > 0; year++ {
			expected[year] = true
		}
		for year := range held[id] {
			expected[year] = true
		}
		for _, year := range Sorted(expected) {
			list = append(list, p.cover(id, year, held[id][year], unreadable, cmp.Or(e.AsOf, latest)))
		}
	}
	return list, nil
}

// cover says what became of one report.
func (p *Plan) cover(id string, year int, reportID string, unreadable map[expected]string, asOf string) gongkai.Coverage {
	c := gongkai.Coverage{AgencyID: id, Year: year, ReportID: reportID}
	agency, _ := p.registry.Agency(id)
	due := dueDay(agency, year)
	switch detail := unreadable[expected{id, year}]; {
	case reportID != "":
	case detail != "":
		c.State, c.Detail = gongkai.UnreadableReport, detail
	case asOf != "" && asOf < due:
		c.State, c.Detail = gongkai.NotPublishedYet, due
	default:
		c.State = gongkai.NotFound
	}
	return c
}

// expected is a report that is looked for.
type expected struct {
	agency string
	year   int
}

// dueDay is the day after which a report on the year must be public: 31 March
// for governments, 31 January for others (政府信息公开条例, articles 49 and 50).
func dueDay(a gongkai.Agency, year int) string {
	if a.Function == "government" {
		return fmt.Sprintf("%04d-03-31", year+1)
	}
	return fmt.Sprintf("%04d-01-31", year+1)
}

// readExpected adds the agencies of the file.
func (e *Expectation) readExpected(registry *agencies.Registry, held map[string]map[int]string) error {
	for i, line := range e.Expect {
		n, name := i+1, strings.TrimSpace(line)
		if name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		a, ok := registry.Agency(name)
		if !ok {
			resolution := registry.Resolve(agencies.Query{Name: name})
			if resolution.Agency == nil {
				hint := "write the full name, with province and prefecture, or the id"
				if len(resolution.Candidates) > 0 {
					hint = "it may be " + strings.Join(resolution.Candidates[:min(len(resolution.Candidates), 5)], ", ")
				}
				return UnprovenAgency{fmt.Errorf("%s: line %d: %q proves no agency (%s)", e.File, n, name, resolution.Reason), hint}
			}
			a = *resolution.Agency
		}
		if held[a.ID] == nil {
			held[a.ID] = map[int]string{}
		}
	}
	return nil
}

// UnprovenAgency says that a line of Expect names no agency, and what to write.
type UnprovenAgency struct {
	Err  error
	Hint string
}

func (e UnprovenAgency) Error() string { return e.Err.Error() }
func (e UnprovenAgency) Unwrap() error { return e.Err }

// namedReport is the name of a file that says whose report on which year it is.
var namedReport = regexp.MustCompile(`^(.*?)(20[0-2][0-9])年?度?(.*)$`)

// reportWords follow the agency in the name of a file.
var reportWords = regexp.MustCompile(`(?:关于)?(?:政府|政务)?信息公开.*$`)

// unreadable are the documents that could not be read and whose file name proves
// which report they seem to be, with their path.
func (p *Plan) unreadable() map[expected]string {
	found := map[expected]string{}
	for _, d := range p.share.Documents {
		row := d.Document()
		if row.Status != sinks.StatusUnreadable {
			continue
		}
		base := strings.TrimSuffix(path.Base(d.Item.Display()), path.Ext(d.Item.Path))
		m := namedReport.FindStringSubmatch(base)
		if m == nil {
			continue
		}
		name := strings.Trim(reportWords.ReplaceAllString(m[1]+m[3], ""), "年度 _-")
		resolution := p.registry.Resolve(agencies.Query{Name: name})
		if resolution.Agency == nil {
			continue
		}
		year, _ := strconv.Atoi(m[2]) // four digits
		key := expected{resolution.Agency.ID, year}
		if detail := row.Source.Path + ": " + row.Message; found[key] == "" {
			found[key] = detail
		}
	}
	return found
}
