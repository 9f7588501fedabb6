package diff

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// place is what reports without a pair are matched by.
type place struct{ agency, year string }

// only are the reports of one dataset that the other does not have, by place.
// Those of one place are in the order of their ids.
func only(of, other *dataset) map[place][]*report {
	found := map[place][]*report{}
	for _, id := range slices.Sorted(maps.Keys(of.reports)) {
		if r := of.reports[id]; other.reports[id] == nil {
			key := place{r.agency(), r.year()}
			found[key] = append(found[key], r)
		}
	}
	return found
}

func union(a, b map[place][]*report) map[place]bool {
	keys := map[place]bool{}
	for key := range a {
		keys[key] = true
	}
	for key := range b {
		keys[key] = true
	}
	return keys
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.agency, b.agency), cmp.Compare(a.year, b.year))
}

// cells are those of one report, in order. The zero value has none.
type cells struct {
	report string
	order  []cellName
	of     map[cellName]cell
}

type cellName struct{ table, row, column string }

type cell struct{ printed, state string }

// cells yields the cells of the dataset, report by report, in the order of their
// ids, as the file has them.
func (d *dataset) cells() iter.Seq2[cells, error] {
	return func(yield func(cells, error) bool) {
		var at cells
		for row, err := range d.rows("cells", "report_id", "table", "row", "column", "printed", "state", "proof") {
			if err != nil {
				yield(cells{}, err)
				return
			}
			if row[0] != at.report {
				if at.report != "" && !yield(at, nil) {
					return
				}
				at = cells{report: row[0], of: map[cellName]cell{}}
			}
			name := cellName{row[1], row[2], row[3]}
			at.order = append(at.order, name)
			at.of[name] = cell{row[4], fmt.Sprintf("%s, %s", row[5], row[6])}
		}
		if at.report != "" {
			yield(at, nil)
		}
	}
}

// both compares the cells of a report that both have; false says that no more
// changes are wanted.
func (c *comparison) both(id string, a, b cells) bool {
	return c.compareCells(changeOf(c.before.reports[id], c.after.reports[id], c.why()), a, b)
}

// pair compares two reports, of which one may be nil.
func (c *comparison) pair(old, now *report, a, b cells, why Why) bool {
	base := changeOf(old, now, why)
	if old != nil && now != nil {
		return c.compareFacts(base, old, now) && c.compareCells(base, a, b)
	}
	if len(a.order)+len(b.order) == 0 {
		// A report without cells is a value too.
		base.Table, base.Column = "reports", "report_id"
		base.Old, base.New = base.OldReport, base.NewReport
		return c.yield(base, nil)
	}
	return c.compareCells(base, a, b)
}

// changeOf is a change without its value.
func changeOf(old, now *report, why Why) Change {
	base := Change{Kind: "changed", Why: why}
	named := cmp.Or(now, old)
	base.Agency, base.Year = named.agency(), named.year()
	switch {
	case old == nil:
		base.Kind, base.NewReport = "appeared", now.id
	case now == nil:
		base.Kind, base.OldReport = "vanished", old.id
	default:
		base.OldReport, base.NewReport = old.id, now.id
	}
	return base
}

func (c *comparison) compareCells(base Change, a, b cells) bool {
	for _, name := range a.order {
		if !c.compareCell(base, name, a, b) {
			return false
		}
	}
	for _, name := range b.order {
		if _, both := a.of[name]; !both && !c.compareCell(base, name, a, b) {
			return false
		}
	}
	return true
}

func (c *comparison) compareFacts(base Change, old, now *report) bool {
	for i, fact := range facts {
		if old.facts[i] == now.facts[i] {
			continue
		}
		change := base
		if fact == "role" && change.Why == CodeChanged && !maps.Equal(c.before.documents, c.after.documents) {
			change.Why = ContextChanged
		}
		change.Table, change.Column, change.Old, change.New = "reports", fact, old.facts[i], now.facts[i]
		if !c.yield(change, nil) {
			return false
		}
	}
	return true
}

// absent is the state of a cell that a report does not have.
const absent = "absent"

func (c *comparison) compareCell(base Change, name cellName, a, b cells) bool {
	old, had := a.of[name]
	now, has := b.of[name]
	if old == now {
		return true
	}
	base.Table, base.Row, base.Column = name.table, name.row, name.column
	base.Old, base.New, base.OldState, base.NewState = old.printed, now.printed, cmp.Or(old.state, absent), cmp.Or(now.state, absent)
	switch {
	case !had:
		base.Kind = "appeared"
	case !has:
		base.Kind = "vanished"
	}
	return c.yield(base, nil)
}
