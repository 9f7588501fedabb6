package parquet

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// Change is what became of a dataset's data from one version to the next. It
// says which number of the version goes up.
type Change uint8

const (
	// Patch: every table has the same columns and rows.
	Patch Change = iota
	// Minor: tables, columns or rows were added; all that was there still is.
	Minor
	// Major: something that was there was changed or removed.
	Major
)

var changeNames = []string{"patch", "minor", "major"}

func (c Change) String() string { return changeNames[c] }

// Difference is what became of one table.
type Difference struct {
	Table string
	Change
	// What says it in words.
	What string
}

// Compare says what became of the tables of the dataset in folder old in the
// one in folder new, by table; nothing for those that are the same. Tables are
// the Parquet files, by whatever version of the program; the order of rows with
// the same sorting key does not matter, nor does anything but columns and rows.
//
// Rows of coverage that say that a report is not there are no data that could
// be removed: it may have been found.
func Compare(old, new fs.FS) ([]Difference, error) {
	names, err := fs.Glob(old, "*.parquet")
	if err != nil {
		return nil, err
	}
	added, err := fs.Glob(new, "*.parquet")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 || len(added) == 0 {
		return nil, errors.New("a folder has no Parquet file")
	}
	var list []Difference
	for _, name := range slices.Compact(slices.Sorted(slices.Values(append(names, added...)))) {
		d := Difference{Table: strings.TrimSuffix(name, path.Ext(name))}
		switch {
		case !slices.Contains(added, name):
			d.Change, d.What = Major, "removed"
		case !slices.Contains(names, name):
			d.Change, d.What = Minor, "added"
		default:
			if err := d.compare(old, new, name); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		if d.Change != Patch {
			list = append(list, d)
		}
	}
	return list, nil
}

// compare compares the table's columns, and its rows over the columns that it
// had.
func (d *Difference) compare(old, new fs.FS, name string) error {
	was, err := openTable(old, name)
	if err != nil {
		return err
	}
	defer was.close()
	is, err := openTable(new, name)
	if err != nil {
		return err
	}
	defer is.close()
	for column, kind := range was.kinds {
		switch now, ok := is.kinds[column]; {
		case !ok:
			d.add(Major, "column "+column+" removed")
		case now != kind:
			d.add(Major, fmt.Sprintf("column %s was %s, is %s", column, kind, now))
		}
	}
	for column := range is.kinds {
		if _, ok := was.kinds[column]; !ok {
			d.add(Minor, "column "+column+" added")
		}
	}
	if d.Change == Major {
		return nil
	}
	gone, come, err := compareRows(was, is, d.Table == "coverage")
	if err != nil {
		return err
	}
	if gone > 0 {
		d.add(Major, fmt.Sprintf("%d rows changed or removed", gone))
	}
	if come > 0 {
		d.add(Minor, fmt.Sprintf("%d rows added", come))
	}
	return nil
}

func (d *Difference) add(c Change, what string) {
	d.Change = max(d.Change, c)
	parts := append(strings.Split(d.What, "; "), what)
	slices.Sort(parts)
	d.What = strings.TrimPrefix(strings.Join(parts, "; "), "; ")
}

// compareRows counts the rows that are in one table only. Both ascend by key,
// so that one key's rows at a time are in memory.
func compareRows(was, is *tableReader, coverage bool) (gone, come int, err error) {
	old, new := was.groups(was.names), is.groups(was.names)
	hasOld, hasNew := old.next(), new.next()
	for hasOld || hasNew {
		switch {
		case !hasOld || hasNew && new.key < old.key:
			come += len(new.rows)
			hasNew = new.next()
		case !hasNew || old.key < new.key:
			gone += lost(old.rows, nil, coverage)
			hasOld = old.next()
		default:
			counts := map[string]int{}
			for _, row := range new.rows {
				counts[row.text]++
			}
			gone += lost(old.rows, counts, coverage)
			for _, n := range counts {
				come += n
			}
			hasOld, hasNew = old.next(), new.next()
		}
	}
	return gone, come, errors.Join(old.err, new.err)
}

// lost takes the rows out of counts and says how many were not there.
func lost(rows []projected, counts map[string]int, coverage bool) int {
	n := 0
	for _, row := range rows {
		if counts[row.text] > 0 {
			counts[row.text]--
		} else if !coverage || row.held {
			n++
		}
	}
	return n
}

// tableReader reads one Parquet file.
type tableReader struct {
	file   fs.File
	lib    *parquet.File
	reader *parquet.GenericReader[any]
	names  []string
	// kinds are what the columns are: type, whether they may be null, unit.
	kinds map[string]string
}

func openTable(folder fs.FS, name string) (*tableReader, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	t := &tableReader{file: file, kinds: map[string]string{}}
	at, ok := file.(io.ReaderAt)
	info, err := file.Stat()
	if err == nil && !ok {
		err = errors.New("cannot be read from the middle")
	}
	if err == nil {
		t.lib, err = parquet.OpenFile(at, info.Size())
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	var described []struct{ Name, Unit string }
	if text, ok := t.lib.Lookup(columnsKey); ok {
		if err := json.Unmarshal([]byte(text), &described); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", columnsKey, err), file.Close())
		}
	}
	for _, c := range t.lib.Root().Columns() {
		kind := fmt.Sprint(c.Type().Kind(), " ", c.Type().LogicalType())
		if c.Optional() {
			kind += " nullable"
		}
		for _, d := range described {
			if d.Name == c.Name() && d.Unit != "" {
				kind += " " + d.Unit
			}
		}
		t.names, t.kinds[c.Name()] = append(t.names, c.Name()), kind
	}
	t.reader = parquet.NewGenericReader[any](t.lib)
	return t, nil
}

func (t *tableReader) close() {
	_ = t.reader.Close() // they were only read
	_ = t.file.Close()
}

// projected is a row over some columns. Held is that of a report that is there,
// in coverage.
type projected struct {
	text string
	held bool
}

// groups reads the rows of one sorting key at a time.
type groups struct {
	*tableReader
	columns    []int // of the projection
	key        string
	rows       []projected
	keyColumn  int
	heldColumn int // -1: there is none
	ahead      []parquet.Row
	done       bool
	err        error
}

func (t *tableReader) groups(names []string) *groups {
	g := &groups{tableReader: t, heldColumn: slices.Index(t.names, "state"), ahead: make([]parquet.Row, 0, batchRows)}
	for _, name := range names {
		g.columns = append(g.columns, slices.Index(t.names, name))
	}
	for _, group := range t.lib.RowGroups() {
		if sorted := group.SortingColumns(); len(sorted) > 0 {
			g.keyColumn = slices.Index(t.names, sorted[0].Path()[0])
		}
	}
	return g
}

// next reads the rows of the next key, if there is one.
func (g *groups) next() bool {
	g.rows = nil
	for g.fill() {
		row := g.ahead[0]
		key := string(row[g.keyColumn].Bytes())
		if g.rows != nil && key != g.key {
			break
		}
		if key < g.key {
			g.err = fmt.Errorf("the rows do not ascend by %s: %q comes after %q", g.names[g.keyColumn], key, g.key)
			return false
		}
		g.key, g.rows = key, append(g.rows, g.project(row))
		g.ahead = g.ahead[1:]
	}
	return g.err == nil && g.rows != nil
}

// fill makes sure that a row is ahead, if there is one.
func (g *groups) fill() bool {
	if len(g.ahead) > 0 || g.done {
		return len(g.ahead) > 0
	}
	buffer := make([]parquet.Row, batchRows)
	n, err := g.reader.ReadRows(buffer)
	for _, row := range buffer[:n] {
		g.ahead = append(g.ahead, row.Clone())
	}
	if g.done = err != nil; g.done && !errors.Is(err, io.EOF) {
		g.err = err
	}
	return len(g.ahead) > 0
}

func (g *groups) project(row parquet.Row) projected {
	var text []byte
	for _, c := range g.columns {
		v := row[c]
		if v.IsNull() {
			text = append(text, 0)
			continue
		}
		b := v.Bytes()
		text = binary.AppendUvarint(append(text, 1), uint64(len(b)))
		text = append(text, b...)
	}
	return projected{string(text), g.heldColumn >= 0 && row[g.heldColumn].String() == "held"}
}
