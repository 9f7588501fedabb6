package normalize

import (
	"regexp"
	"strconv"

	"gongkai"
)

// listRules are what an indicator list states about its rows, in every column.
type listRules struct {
	table   string
	columns []string
	sums    []gongkai.Sum
	bounds  []gongkai.Bound
}

// rulesOfLists are the rules of the lists that the report has.
func rulesOfLists(r *gongkai.Report) []listRules {
	var rules []listRules
	if r.Statistics2014 != nil {
		rules = append(rules, statistics2014())
	}
	if r.Local != nil {
		l := listRules{table: gongkai.TableLocal, sums: r.Local.Sums, bounds: r.Local.Bounds}
		for _, c := range r.Local.Columns {
			l.columns = append(l.columns, c.Code)
		}
		rules = append(rules, l)
	}
	return rules
}

func statistics2014() listRules {
	l := listRules{table: gongkai.TableStatistics2014, sums: gongkai.StatisticsSums(), bounds: gongkai.StatisticsBounds()}
	for column := range gongkai.StatisticsColumnCount {
		l.columns = append(l.columns, column.String())
	}
	return l
}

// listIdentities are the sums of the report's lists, over the rows that it
// prints: a local list has other rows in other years. A sum without its total or
// without any part is none.
func listIdentities(r *gongkai.Report) []gongkai.Identity {
	var list []gongkai.Identity
	for _, rules := range rulesOfLists(r) {
		for _, column := range rules.columns {
			for _, s := range rules.sums {
				total := present(r, rules.cells(column, s.Total))
				parts := present(r, rules.cells(column, s.Parts...))
				if len(total) == 1 && len(parts) > 0 {
					list = append(list, gongkai.Identity{Left: parts, Right: total})
				}
			}
		}
	}
	return list
}

func (l listRules) cells(column string, rows ...string) []gongkai.CellRef {
	refs := make([]gongkai.CellRef, len(rows))
	for i, row := range rows {
		refs[i] = gongkai.CellRef{Table: l.table, Row: row, Column: column}
	}
	return refs
}

// evaluateBounds returns the bounds that do not hold. One that holds proves
// nothing, and one whose cells are not all numbers says nothing.
func evaluateBounds(r *gongkai.Report) []result {
	var broken []result
	for _, rules := range rulesOfLists(r) {
		for _, column := range rules.columns {
			for _, b := range rules.bounds {
				part, whole := rules.cells(column, b.Part), rules.cells(column, b.Whole...)
				if len(present(r, part)) == 0 || len(present(r, whole)) < len(whole) || !exceeds(sum(r, part), sum(r, whole)) {
					continue
				}
				res := result{gongkai.Identity{Left: part, Right: whole}, fails, true}
				if b.Loose {
					res.outcome = unusual
				}
				broken = append(broken, res)
			}
		}
	}
	return broken
}

// exceeds reports whether part is larger than whole, for certain.
func exceeds(part, whole side) bool {
	return !part.unclear && !whole.unclear && part.blanks+whole.blanks == 0 && part.total.Cmp(whole.total) > 0
}

var headingYear = regexp.MustCompile(`20[0-9]{2}`)

// checkHeadingYears reports columns of local lists that are headed with another
// year than the report's: headers are copied from last year's report. The
// report's own year decides.
func checkHeadingYears(r *gongkai.Report) {
	if r.Local == nil || r.Year == 0 || r.Local.List == "" {
		return
	}
	for _, c := range r.Local.Columns {
		if year := headingYear.FindString(c.Heading); year != "" && year != strconv.Itoa(r.Year) {
			find(r, gongkai.Finding{Code: gongkai.HeadingYear, Cells: []gongkai.CellRef{{Table: gongkai.TableLocal, Column: c.Code}},
				Expected: strconv.Itoa(r.Year), Found: c.Heading})
		}
	}
}

// money are the units whose numbers may have decimals.
var money = map[string]bool{"元": true, "千元": true, "万元": true, "亿元": true}

// unprovable reports whether the report's tables are lists that state nothing
// about their numbers, or have none of the rows that they state it of.
func unprovable(r *gongkai.Report, results []result) bool {
	return r.Requests == nil && r.Disputes == nil && r.Proactive == nil && r.Statistics2014 == nil && len(results) == 0
}
