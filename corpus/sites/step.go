package sites

// Limits bound a walk, so that no site can keep it busy for ever. A zero field
// is the default's.
type Limits struct {
	// ListPages of one column, and Barren pages of it in a row without a link
	// that looks like a report.
	ListPages, Barren int
	// Articles in all, and Unnamed ones among them: those whose titles say
	// nothing, looked at because they stand in a report column.
	Articles, Unnamed int
	// Columns below the start pages, frames included, and their Depth.
	Columns, Depth int
}

// DefaultLimits are far above what report columns have.
var DefaultLimits = Limits{ListPages: 300, Barren: 40, Articles: 20_000, Unnamed: 400, Columns: 1000, Depth: 2}

// Report is an annual report that was found.
type Report struct {
	// URL of the article, or of the file where a list links files.
	URL, Title string
	// Year reported on, 0 if unknown; Column is the list that led to it.
	Year    int
	Date    string
	Column  string
	Score   int
	Reasons []string
	// Attachments belong to it, as far as they were linked from its pages.
	Attachments []string
}

// Skip is an address that is not asked for, and why: a code.
type Skip struct {
	URL, Reason, Detail string
}

// Step is what one answer brought.
type Step struct {
	Verdict Verdict
	// Evidence is why the page was read as it was; the first one counts.
	Evidence []Evidence
	// Moved is the host to which a start page has moved within its registered
	// name; it belongs to the walk from now on. Empty otherwise.
	Moved string
	// Err says that the family could not read the page.
	Err error
	// Links are all that a list page lists, judged.
	Links []Link
	// Fresh counts those that no page listed before.
	Fresh int
	// Report is set when the answer is an annual report.
	Report *Report
	// Judgement of an article, also of one that is no report.
	Judgement Judgement
	// Next is what to ask now.
	Next    []Request
	Skipped []Skip
}
