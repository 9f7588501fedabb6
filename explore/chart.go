package explore

// Chart is a table that a script draws: what it shows can be read without.
type Chart struct {
	// ID is unique on the page.
	ID, Caption string
	// Kind is "line" (years along the axis, gaps stay gaps) or "bar".
	Kind string
	// Share: values are shares, shown as per cent.
	Share bool
	// Head names the first column, Columns the others.
	Head    string
	Columns []string
	Rows    []ChartRow
	// Folded: the table is closed at first, as the page shows the same elsewhere.
	Folded bool
	// CSV is the address of the same as a file; empty for none.
	CSV string
}

// ChartRow is a row of the table.
type ChartRow struct {
	// Label is what the first column says; Link is an address, empty for none.
	Label, Link string
	// Break is a short name of the form whose values cannot be compared with those before;
	// empty where they can. Why says what differs.
	Break, Why string
	Cells      []ChartCell
}

// ChartCell is a value. One without Value is a gap, and Text says why.
type ChartCell struct {
	// Value is a plain number.
	Value string
	Text  string
	Link  string
	// Proof is why to believe it; empty for sums of many reports.
	Proof string
}
