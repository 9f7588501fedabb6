package explore

import (
	"slices"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// cellData is what a cell's page shows: the number, what vouches for it, and where it
// is printed.
type cellData struct {
	Report store.Report
	store.Cell
	// Checks are the sums that it takes part in.
	Checks []check
	// Findings name the cell.
	Findings []store.Finding
	// Others is the same cell in the agency's other reports, oldest first.
	Others []otherCell
	// Sources is where it is printed.
	Sources []*source
}

// check is a sum with its numbers filled in.
type check struct {
	Left, Right []term
	// Holds is "holds", "fails", or "unknown" where a cell has no number.
	Holds string
}

// term is a cell in a sum.
type term struct {
	gongkai.CellRef
	// Printed is empty for a blank cell and for one that the report does not have.
	Printed string
}

// otherCell is the cell in another year.
type otherCell struct {
	Report  store.Report
	Printed string
	State   string
}

// cell is a cell's page.
func (s *Site) cell(r *request) (*view, error) {
	ctx := r.Context()
	rep, err := s.store.Report(ctx, r.PathValue("report"))
	if err != nil {
		return nil, err
	}
	cells, err := s.store.CellsOf(ctx, rep.ID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(cells, func(c store.Cell) bool { return c.CellRef.String() == r.PathValue("cell") })
	d := cellData{Report: rep}
	switch ref, ok := parseRef(r.PathValue("cell")); {
	case at >= 0:
		d.Cell = cells[at]
	case ok:
		d.Cell = store.Cell{CellRef: ref, State: gongkai.Absent.String()}
	default:
		return nil, errNotFound
	}
	d.Checks = checksOf(d.CellRef, cells)
	findings, err := s.store.FindingsOf(ctx, rep.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range findings {
		if slices.Contains(f.Cells, d.CellRef) {
			d.Findings = append(d.Findings, f)
		}
	}
	if rep.Key != "" {
		if d.Others, err = s.otherYears(r, rep, d.CellRef); err != nil {
			return nil, err
		}
	}
	if at >= 0 {
		d.Sources = s.sources(r, rep, cells, &d.Cell)
	}
	v := &view{template: "cell", Title: reportTitle(r.Language, rep) + r.Language.T("：", ": ") + cellName(r.Language, d.CellRef), Data: d,
		Question: question(`SELECT * FROM {cells} WHERE report_id = %s AND "table" = %s AND row = %s AND "column" = %s`, rep.ID, d.Table, d.Row, d.Column)}
	return v, nil
}

// parseRef parses the name of a cell that an official form has, which a report may lack.
func parseRef(name string) (gongkai.CellRef, bool) {
	parts := strings.Split(name, ".")
	if len(parts) != 3 {
		return gongkai.CellRef{}, false
	}
	rows, columns := gongkai.Terms(parts[0])
	has := func(terms []gongkai.Term, code string) bool {
		return slices.ContainsFunc(terms, func(t gongkai.Term) bool { return t.Code == code })
	}
	return gongkai.CellRef{Table: parts[0], Row: parts[1], Column: parts[2]}, has(rows, parts[1]) && has(columns, parts[2])
}

// otherYears reads the cell in the agency's other principal reports.
func (s *Site) otherYears(r *request, rep store.Report, ref gongkai.CellRef) ([]otherCell, error) {
	reports, err := s.store.Reports(r.Context(), rep.By())
	if err != nil {
		return nil, err
	}
	var others []otherCell
	for _, o := range slices.Backward(reports) {
		cells, err := s.store.CellsOf(r.Context(), o.ID)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(cells, func(c store.Cell) bool { return c.CellRef == ref })
		if at < 0 {
			others = append(others, otherCell{Report: o, State: gongkai.Absent.String()})
			continue
		}
		others = append(others, otherCell{Report: o, Printed: cells[at].Printed, State: cells[at].State})
	}
	return others, nil
}

// checksOf are the sums of the form that the cell takes part in, with what is printed.
func checksOf(ref gongkai.CellRef, cells []store.Cell) []check {
	by := map[gongkai.CellRef]*store.Cell{}
	for i := range cells {
		by[cells[i].CellRef] = &cells[i]
	}
	var checks []check
	for _, identity := range identities(ref, by) {
		if !slices.Contains(identity.Left, ref) && !slices.Contains(identity.Right, ref) {
			continue
		}
		var c check
		left, known := terms(&c.Left, identity.Left, by)
		right, knownToo := terms(&c.Right, identity.Right, by)
		switch {
		case !known || !knownToo:
			c.Holds = "unknown"
		case left.Cmp(right) == 0:
			c.Holds = "holds"
		default:
			c.Holds = "fails"
		}
		checks = append(checks, c)
	}
	return checks
}

// identities are the sums that the form of the cell's table states. Local lists state
// their own, which their checks are listed for in findings only.
func identities(ref gongkai.CellRef, by map[gongkai.CellRef]*store.Cell) []gongkai.Identity {
	switch ref.Table {
	case gongkai.TableRequests:
		split := false
		for _, row := range []gongkai.RequestRow{gongkai.OtherNotCorrected, gongkai.OtherFeeUnpaid, gongkai.OtherRemaining} {
			for column := range gongkai.ApplicantCount {
				c := by[gongkai.CellRef{Table: ref.Table, Row: row.String(), Column: column.String()}]
				split = split || c != nil && c.State == gongkai.Number.String()
			}
		}
		return gongkai.RequestIdentities(split)
	case gongkai.TableDisputes:
		return gongkai.DisputeIdentities()
	case gongkai.TableStatistics2014:
		var list []gongkai.Identity
		for _, sum := range gongkai.StatisticsSums() {
			i := gongkai.Identity{Right: []gongkai.CellRef{{Table: ref.Table, Row: sum.Total, Column: ref.Column}}}
			for _, row := range sum.Parts {
				i.Left = append(i.Left, gongkai.CellRef{Table: ref.Table, Row: row, Column: ref.Column})
			}
			list = append(list, i)
		}
		return list
	}
	return nil
}

// terms fills in one side of a sum; known is false when a cell states no number.
func terms(to *[]term, refs []gongkai.CellRef, by map[gongkai.CellRef]*store.Cell) (sum gongkai.Decimal, known bool) {
	known = true
	for _, ref := range refs {
		c := by[ref]
		if c == nil {
			*to, known = append(*to, term{CellRef: ref}), false
			continue
		}
		*to = append(*to, term{CellRef: ref, Printed: strings.TrimSpace(c.Printed)})
		n, err := gongkai.ParseDecimal(c.Value)
		if err != nil {
			known = false
			continue
		}
		var ok bool
		if sum, ok = sum.Add(n); !ok {
			known = false
		}
	}
	return sum, known
}
