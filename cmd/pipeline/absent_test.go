package pipeline

import (
	"fmt"
	"slices"
	"testing"

	"gongkai"
	"gongkai/corpus/synth"
)

// absences are the ways in which the first row of a block of the proactive table is
// lost: at is its number, above it stand the block's heads, and above them its
// heading.
var absences = []struct {
	name string
	lose func(t *synth.Table, at int)
	same bool // without rulings nothing is lost: the page looks the same
}{
	{"the row", func(t *synth.Table, at int) { t.Rows = slices.Delete(t.Rows, at, at+1) }, false},
	{"the row and the heads above it", func(t *synth.Table, at int) { t.Rows = slices.Delete(t.Rows, at-1, at+1) }, false},
	{"the row, the heads and the heading above them", func(t *synth.Table, at int) { t.Rows = slices.Delete(t.Rows, at-2, at+1) }, false},
	{"the heading and the row", func(t *synth.Table, at int) {
		t.Rows = slices.Delete(t.Rows, at, at+1)
		t.Rows = slices.Delete(t.Rows, at-2, at-1)
	}, false},
	{"the row, which runs into the heads", func(t *synth.Table, at int) {
		for i := range t.Rows[at] {
			t.Rows[at-1][i].Text += "\n" + t.Rows[at][i].Text
		}
		t.Rows = slices.Delete(t.Rows, at, at+1)
	}, true},
	{"the row, whose words run into the heads", func(t *synth.Table, at int) {
		for i := range t.Rows[at] {
			t.Rows[at-1][i].Text += "\n见附件"
		}
		t.Rows = slices.Delete(t.Rows, at, at+1)
	}, false},
	{"the heads, so that the row stands under the heading", func(t *synth.Table, at int) { t.Rows = slices.Delete(t.Rows, at-1, at) }, false},
	{"the heads and the heading", func(t *synth.Table, at int) { t.Rows = slices.Delete(t.Rows, at-2, at) }, false},
	{"the label", func(t *synth.Table, at int) { t.Rows[at][0].Text = "" }, false},
	{"the label, for another", func(t *synth.Table, at int) { t.Rows[at][0].Text = "见附件" }, false},
	{"the label, for that of the heads", func(t *synth.Table, at int) { t.Rows[at][0].Text = "信息内容" }, false},
}

// TestAbsentProactiveRow: a row of the proactive table is read right or missed,
// whatever of its block is lost. Its numbers never stand under the heads of another
// block.
func TestAbsentProactiveRow(t *testing.T) {
	reader := newReader(t)
	for _, layout := range []gongkai.Layout{gongkai.Layout2019, gongkai.Layout2021} {
		for _, writer := range synth.Writers() {
			if !slices.Contains([]string{"docx", "html-portal", "text", "pdf-drawn", "xlsx"}, writer.Name) {
				continue
			}
			for _, rulings := range []synth.Rulings{synth.StrokedRulings, synth.NoRulings} {
				if rulings != synth.StrokedRulings && writer.Format != gongkai.FormatPDF {
					continue
				}
				for row := range gongkai.ProactiveRowCount {
					for _, absence := range absences {
						sample, err := synth.New(synth.Order{Seed: 7, Layout: layout})
						if err != nil {
							t.Fatal(err)
						}
						table, at := proactiveRow(sample.Page, row.String())
						if at < 2 || len(table.Rows[at-2]) != 1 {
							continue // the form does not have it, or not as the first of its block
						}
						if absence.same && rulings == synth.NoRulings {
							continue
						}
						absence.lose(table, at)
						sample.Page.Look.Rulings = rulings
						data, err := writer.Write(sample.Page)
						if err != nil {
							t.Fatal(err)
						}
						r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
						if err != nil {
							t.Fatal(err)
						}
						if problem := absenceProblem(r, sample.Page, row); problem != "" {
							t.Errorf("%s as %s, rulings %d, without %s of %s: %s", layout, writer.Name, rulings, absence.name, row, problem)
						}
					}
				}
			}
		}
	}
}

// absenceProblem says how the report is wrong about the row: what is read of it must
// be what is printed, and what is not read must be missed.
func absenceProblem(r *gongkai.Report, page *synth.Page, row gongkai.ProactiveRow) string {
	claims := r.Status == gongkai.Verified || r.Status == gongkai.SourceInconsistent
	for ref := range r.Cells() {
		if ref.Table == gongkai.TableProactive && ref.Row == row.String() {
			if problem := misread(page, r); claims && problem != "" {
				return fmt.Sprintf("%s although %s", r.Status, problem)
			}
			return ""
		}
	}
	missed := slices.ContainsFunc(r.Findings, func(f gongkai.Finding) bool {
		return f.Code == gongkai.MissingRow && f.Cells[0].Row == row.String() || f.Code == gongkai.MissingTable && f.Cells[0].Table == gongkai.TableProactive
	})
	if claims || !missed {
		return fmt.Sprintf("%s, and the row is missed: %v", r.Status, missed)
	}
	return ""
}

// proactiveRow is where the page prints the row of the proactive table; at is -1
// when it does not.
func proactiveRow(page *synth.Page, row string) (table *synth.Table, at int) {
	for _, b := range page.Blocks {
		if b.Table == nil {
			continue
		}
		for i, cells := range b.Table.Rows {
			if slices.ContainsFunc(cells, func(c synth.Cell) bool { return c.Value.Table == gongkai.TableProactive && c.Value.Row == row }) {
				return b.Table, i
			}
		}
	}
	return nil, -1
}
