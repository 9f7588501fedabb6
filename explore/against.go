package explore

import (
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"gongkai"
	"gongkai/explore/store"
)

// againstData is two reports side by side, the older one left.
type againstData struct {
	Left, Right store.Report
	// Cells are those that differ; Same counts the others.
	Cells []cellPair
	Same  int
	Texts []textPair
}

// cellPair is a cell in both; nil where one has none.
type cellPair struct {
	gongkai.CellRef
	Label       string
	Left, Right *store.Cell
	// Change is the difference of the numbers; empty when one is no number.
	Change string
}

// textPair is a section in both, cut into what is the same and what is not.
type textPair struct {
	Heading string
	Pieces  []piece
}

// piece is text that both have, or only the left or the right one.
type piece struct {
	Text        string
	Left, Right bool
}

// against compares two reports, cell by cell and word by word.
func (s *Site) against(r *request) (*view, error) {
	ctx := r.Context()
	left, err := s.store.Report(ctx, r.PathValue("report"))
	if err != nil {
		return nil, err
	}
	right, err := s.store.Report(ctx, r.PathValue("other"))
	if err != nil {
		return nil, err
	}
	if right.Year < left.Year {
		left, right = right, left
	}
	d := againstData{Left: left, Right: right}
	cells := [2][]store.Cell{}
	texts := [2][]store.Section{}
	for i, rep := range []store.Report{left, right} {
		if cells[i], err = s.store.CellsOf(ctx, rep.ID); err != nil {
			return nil, err
		}
		if r.CSV {
			continue
		}
		if texts[i], err = s.store.SectionsOf(ctx, rep.ID); err != nil {
			return nil, err
		}
	}
	d.Cells, d.Same = pairs(cells[0], cells[1])
	d.Texts = textPairs(r.Language, texts[0], texts[1])
	l := r.Language
	return &view{template: "against", Title: reportTitle(l, left) + l.T(" 对照 ", " against ") + reportTitle(l, right), Data: d, Table: d.table(),
		Question: question(`SELECT * FROM {cells} WHERE report_id IN (%s, %s) ORDER BY "table", row, "column"`, left.ID, right.ID)}, nil
}

// pairs lists the cells that differ, in the order of the left report, those that only
// the right one has last.
func pairs(left, right []store.Cell) (differ []cellPair, same int) {
	by := map[gongkai.CellRef]*store.Cell{}
	for i := range right {
		by[right[i].CellRef] = &right[i]
	}
	for i := range left {
		l, r := &left[i], by[left[i].CellRef]
		delete(by, l.CellRef)
		if r != nil && l.Value == r.Value && l.State == r.State && (l.State == "number" || l.Printed == r.Printed) {
			same++
			continue
		}
		differ = append(differ, cellPair{l.CellRef, l.Label, l, r, change(l, r)})
	}
	for i := range right {
		if r := by[right[i].CellRef]; r != nil {
			differ = append(differ, cellPair{r.CellRef, r.Label, nil, r, ""})
		}
	}
	return differ, same
}

// change is how much more the right cell states.
func change(left, right *store.Cell) string {
	if left == nil || right == nil {
		return ""
	}
	a, err := gongkai.ParseDecimal(left.Value)
	b, errToo := gongkai.ParseDecimal(right.Value)
	sum, ok := b.Add(a.Neg())
	switch {
	case err != nil || errToo != nil || !ok:
		return ""
	case sum.Sign() > 0:
		return "+" + sum.String()
	}
	return sum.String()
}

// maxComparedText characters of a section are compared: a longer one takes too long.
const maxComparedText = 20_000

// maxComparedPiece characters of two passages that stand for one another are compared
// character by character; of longer ones, one is struck out and the other added. That is
// what bounds the time: a clock would make pages differ from run to run.
const maxComparedPiece = 600

// textPairs compares sections of the same heading, or code, in the order of the left
// report.
func textPairs(l Language, left, right []store.Section) []textPair {
	var list []textPair
	used := make([]bool, len(right))
	for _, a := range left {
		at := slices.IndexFunc(right, func(b store.Section) bool {
			return a.Code != "" && a.Code == b.Code || a.Code == "" && a.Heading == b.Heading
		})
		b := store.Section{}
		if at >= 0 && !used[at] {
			b, used[at] = right[at], true
		}
		list = append(list, textPair{sectionName(l, a), differences(a.Text, b.Text)})
	}
	for i, b := range right {
		if !used[i] {
			list = append(list, textPair{sectionName(l, b), differences("", b.Text)})
		}
	}
	return list
}

func sectionName(l Language, s store.Section) string {
	if s.Heading == "" {
		return l.T("前言", "Preface")
	}
	return s.Heading
}

// differences compares two texts: which sentences are the same, then, in those that are not,
// which characters, cleaned up so that what is marked makes sense to a reader.
func differences(left, right string) []piece {
	d := diffmatchpatch.New()
	d.DiffTimeout = 0
	a, b, sentences := coded(head(left), head(right))
	var diffs []diffmatchpatch.Diff
	for _, one := range d.DiffMainRunes(a, b, false) {
		var text strings.Builder
		for _, r := range one.Text {
			text.WriteString(sentences[r-firstCode])
		}
		n := len(diffs)
		if one.Text = text.String(); n > 0 && one.Type == diffmatchpatch.DiffInsert && diffs[n-1].Type == diffmatchpatch.DiffDelete {
			was, is := []rune(diffs[n-1].Text), []rune(one.Text)
			if len(was) <= maxComparedPiece && len(is) <= maxComparedPiece {
				diffs = append(diffs[:n-1], d.DiffMainRunes(was, is, false)...)
				continue
			}
		}
		diffs = append(diffs, one)
	}
	var pieces []piece
	for _, one := range d.DiffCleanupSemantic(diffs) {
		pieces = append(pieces, piece{one.Text, one.Type != diffmatchpatch.DiffInsert, one.Type != diffmatchpatch.DiffDelete})
	}
	return pieces
}

// firstCode is where characters for private use begin, which stand for sentences: there
// are more of them than maxComparedText.
const firstCode = 0xF0000

// coded replaces each sentence by a character.
func coded(left, right []rune) (a, b []rune, sentences []string) {
	codes := map[string]rune{}
	code := func(text []rune) (list []rune) {
		for len(text) > 0 {
			end := slices.IndexFunc(text, func(r rune) bool { return strings.ContainsRune("。；，！？;,\n", r) }) + 1
			if end == 0 {
				end = len(text)
			}
			sentence := string(text[:end])
			if _, ok := codes[sentence]; !ok {
				codes[sentence] = firstCode + rune(len(sentences))
				sentences = append(sentences, sentence)
			}
			list, text = append(list, codes[sentence]), text[end:]
		}
		return list
	}
	a, b = code(left), code(right)
	return a, b, sentences
}

func head(text string) []rune {
	runes := []rune(strings.TrimSpace(text))
	return runes[:min(len(runes), maxComparedText)]
}

// table is the cells that differ, as a file.
func (d againstData) table() table {
	t := table{{"table", "row", "column", "label", d.Left.ID, d.Right.ID, "change"}}
	printed := func(c *store.Cell) string {
		if c == nil {
			return ""
		}
		return c.Printed
	}
	for _, p := range d.Cells {
		t = append(t, []string{p.Table, p.Row, p.Column, p.Label, printed(p.Left), printed(p.Right), p.Change})
	}
	return t
}
