// Package diff compares two datasets, value by value, and says why they differ.
//
// # What is compared
//
// Reports are paired by report_id: the same bytes. What then differs, the code has
// changed; or, if both datasets name the same code, what stands beside the document:
// others of the same agency and year, lists, agencies. A role goes by the other
// documents, where those differ. A report that the
// other dataset does not have is paired with the principal report of the same
// agency and year: the source has changed. What has no pair appeared or vanished,
// because a document did, or because it was not read as a report on one side.
//
// Of a report its agency, year, layout, status and role are compared; of a cell
// what is printed, its state and its proof. A cell that is not there has the state
// absent.
//
// # Memory
//
// Cells are read in the order of report_id, both datasets at once. Only reports
// that have no pair by report_id are held in memory.
package diff

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"gongkai/sinks/parquet"
)

// Change is one difference.
type Change struct {
	// Kind is "changed", "appeared" or "vanished".
	Kind string `json:"change"`
	Why  Why    `json:"why"`
	// Agency is agency_id where there is one, else the name as printed.
	Agency string `json:"agency"`
	Year   string `json:"year"`
	// OldReport and NewReport are report_ids; empty where there is no report.
	OldReport string `json:"old_report,omitempty"`
	NewReport string `json:"new_report,omitempty"`
	// Table, Row and Column name a cell; Table "reports" and Column name a fact of
	// the report.
	Table  string `json:"table"`
	Row    string `json:"row,omitempty"`
	Column string `json:"column"`
	// Old and New are what is printed there, or the fact.
	Old string `json:"old"`
	New string `json:"new"`
	// OldState and NewState are the states and proofs of cells, like
	// "number, proven".
	OldState string `json:"old_state,omitempty"`
	NewState string `json:"new_state,omitempty"`
}

// Why a value changed.
type Why string

const (
	// SourceChanged: the agency's report is another document now.
	SourceChanged Why = "source changed"
	// CodeChanged: the same document is read or judged otherwise.
	CodeChanged Why = "code changed"
	// ContextChanged: the same document, read by the same code, stands beside other
	// documents, or lists or agencies are others.
	ContextChanged Why = "context changed"
	// DocumentAdded and DocumentRemoved: an input is there on one side only.
	DocumentAdded   Why = "document added"
	DocumentRemoved Why = "document removed"
)

// ErrNoDataset says that a folder holds no dataset.
var ErrNoDataset = errors.New("there is no gongkai dataset of Parquet files in the folder")

// facts are the columns of reports that are compared.
var facts = []string{"agency", "agency_id", "year", "layout", "status", "role"}

// report is a row of reports.
type report struct {
	id    string
	facts []string // in the order of facts
}

func (r *report) agency() string { return cmp.Or(r.facts[1], r.facts[0]) }
func (r *report) year() string   { return r.facts[2] }

// principal reports whether this is the reading to use; datasets of older
// versions do not say it.
func (r *report) principal() bool { return r.facts[5] == "principal" || r.facts[5] == "" }

// dataset is what is held of one: its reports, and which documents it knows.
type dataset struct {
	folder    string
	reports   map[string]*report
	documents map[string]bool // by the digits of their digest that make a report_id
	program   string          // that made it; empty when it does not say so
}

func open(folder string) (*dataset, error) {
	d := &dataset{folder: folder, reports: map[string]*report{}, documents: map[string]bool{}}
	for row, err := range d.rows("reports", append([]string{"report_id"}, facts...)...) {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", folder, ErrNoDataset)
		} else if err != nil {
			return nil, err
		}
		d.reports[row[0]] = &report{row[0], slices.Clone(row[1:])}
	}
	for row, err := range d.rows("documents", "sha256") {
		if err != nil {
			return nil, err
		}
		d.documents[row[0][:min(len(row[0]), reportIDDigits)]] = true
	}
	var err error
	d.program, err = d.madeBy()
	return d, err
}

// madeBy is the program that made the dataset.
func (d *dataset) madeBy() (string, error) {
	path := filepath.Join(d.folder, "reports.parquet")
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	program, err := parquet.Program(file, info.Size())
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return program, nil
}

// reportIDDigits of a document's digest are its report_id.
const reportIDDigits = 16

// rows yields columns of a table's file. Errors name the file.
func (d *dataset) rows(table string, columns ...string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		path := filepath.Join(d.folder, table+".parquet")
		file, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			yield(nil, err)
			return
		}
		for row, err := range parquet.Texts(file, info.Size(), columns...) {
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w", path, err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Datasets yields every difference between the datasets in two folders: facts,
// then cells, of reports that both have, in the order of their report_id, then the
// others by agency and year. An error wraps ErrNoDataset, or names the file.
func Datasets(oldFolder, newFolder string) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		before, err := open(oldFolder)
		if err != nil {
			yield(Change{}, err)
			return
		}
		after, err := open(newFolder)
		if err != nil {
			yield(Change{}, err)
			return
		}
		c := &comparison{before: before, after: after, yield: yield, lost: map[string]cells{}, found: map[string]cells{}}
		if c.common() {
			c.others()
		}
	}
}

// comparison is one under way.
type comparison struct {
	before, after *dataset
	yield         func(Change, error) bool
	// lost and found are the cells of reports that only one side has.
	lost, found map[string]cells
}

// common compares the reports that both have, and keeps the cells of the others.
func (c *comparison) common() bool {
	for _, id := range slices.Sorted(maps.Keys(c.before.reports)) {
		if now := c.after.reports[id]; now != nil && !c.compareFacts(changeOf(c.before.reports[id], now, c.why()), c.before.reports[id], now) {
			return false
		}
	}
	old, stopOld := iter.Pull2(c.before.cells())
	defer stopOld()
	now, stopNow := iter.Pull2(c.after.cells())
	defer stopNow()
	a, errA, okA := old()
	b, errB, okB := now()
	for okA || okB {
		if err := errors.Join(errA, errB); err != nil {
			return c.yield(Change{}, err) && false
		}
		switch {
		case !okB || okA && a.report < b.report:
			if c.after.reports[a.report] == nil {
				c.lost[a.report] = a
			} else if !c.both(a.report, a, cells{}) {
				return false
			}
			a, errA, okA = old()
		case !okA || b.report < a.report:
			if c.before.reports[b.report] == nil {
				c.found[b.report] = b
			} else if !c.both(b.report, cells{}, b) {
				return false
			}
			b, errB, okB = now()
		default:
			if !c.both(a.report, a, b) {
				return false
			}
			a, errA, okA = old()
			b, errB, okB = now()
		}
	}
	return true
}

// others compares the reports that only one side has: by agency and year if both
// have one.
func (c *comparison) others() {
	old, now := only(c.before, c.after), only(c.after, c.before)
	for _, key := range slices.SortedFunc(maps.Keys(union(old, now)), comparePlaces) {
		a, b := old[key], now[key]
		// Only principal reports have counterparts, and only if they say whose
		// they are.
		if key.agency != "" && key.year != "" && len(a) == 1 && len(b) == 1 && a[0].principal() && b[0].principal() {
			if !c.pair(a[0], b[0], c.lost[a[0].id], c.found[b[0].id], SourceChanged) {
				return
			}
			continue
		}
		for _, r := range a {
			if !c.pair(r, nil, c.lost[r.id], cells{}, c.reason(c.after, r, DocumentRemoved)) {
				return
			}
		}
		for _, r := range b {
			if !c.pair(nil, r, cells{}, c.found[r.id], c.reason(c.before, r, DocumentAdded)) {
				return
			}
		}
	}
}

// reason is why a report is on one side only: its document is, or it was read
// otherwise.
func (c *comparison) reason(other *dataset, r *report, why Why) Why {
	if other.documents[r.id] {
		return c.why()
	}
	return why
}

// why is why the same document is not the same report.
func (c *comparison) why() Why {
	if c.before.program != "" && c.before.program == c.after.program {
		return ContextChanged
	}
	return CodeChanged
}
