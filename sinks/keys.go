package sinks

// Reference says that a column names a row of another table.
type Reference struct {
	// Column holds the Target column of one row of Table, or null.
	Column, Table, Target string
}

// keys are the columns that together tell the rows of a table apart. Documents
// have none: two files that could not be read may have neither digest nor path.
var keys = map[string][]string{
	"reports":        {"report_id"},
	"cells":          {"report_id", "table", "row", "column"},
	"requests":       {"report_id", "row"},
	"disputes":       {"report_id", "row"},
	"proactive":      {"report_id", "row"},
	"statistics2014": {"report_id", "row"},
	"series":         {"report_id", "indicator"},
	"sections":       {"report_id", "position"},
	"findings":       {"report_id", "position"},
	"evidence":       {"report_id", "position"},
	"crops":          {"report_id", "table", "row", "column"},
	"conflicts":      {"report_id", "table", "row", "column", "other_report_id"},
	"copies":         {"report_id", "section", "other_report_id"},
	"reviews":        {"report_id", "position"},
	"agencies":       {"agency_id"},
	"coverage":       {"agency_id", "year"},
}

// targets are the columns that name a row elsewhere, by name, wherever they
// stand. A successor need not have reports, so that it need not be there.
var targets = map[string]Reference{
	"report_id":       {Table: "reports", Target: "report_id"},
	"other_report_id": {Table: "reports", Target: "report_id"},
	"principal_id":    {Table: "reports", Target: "report_id"},
	"agency_id":       {Table: "agencies", Target: "agency_id"},
	"parent_id":       {Table: "agencies", Target: "agency_id"},
}

// withKeys sets Key and References.
func (t Table) withKeys() Table {
	t.Key = keys[t.Name]
	for _, c := range t.Columns {
		r, ok := targets[c.Name]
		if ok && (r.Table != t.Name || r.Target != c.Name) {
			r.Column = c.Name
			t.References = append(t.References, r)
		}
	}
	return t
}
