package synth

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

const seeds = 1000

func newSample(t *testing.T, o Order) *Sample {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// order varies everything but the tables' form with the seed, and that on
// every third.
func order(seed uint64) Order {
	o := Order{Seed: seed}
	if seed%3 == 0 {
		o.Form = PureForm(gongkai.Layout2021)
		o.Form[Part(seed%uint64(PartCount))] = gongkai.Layout2019
	}
	return o
}

// number reads what a cell prints, blank as 0. It shares nothing with the code
// that drew the number.
func number(t *testing.T, v gongkai.Value) int {
	t.Helper()
	if v.State == gongkai.Blank || v.State == gongkai.Absent {
		return 0
	}
	n, err := strconv.Atoi(v.Printed)
	if err != nil {
		t.Fatalf("cell prints %q: %v", v.Printed, err)
	}
	return n
}

// broken lists the identities that the report's numbers break.
func broken(t *testing.T, r *gongkai.Report) []string {
	t.Helper()
	var fails []string
	var n [26][7]int
	for row := range n {
		for column := range n[row] {
			n[row][column] = number(t, r.Requests[row][column])
		}
		if sum := n[row][0] + n[row][1] + n[row][2] + n[row][3] + n[row][4] + n[row][5]; sum != n[row][6] {
			fails = append(fails, "row "+gongkai.RequestRow(row).String())
		}
	}
	for column := range 7 {
		outcomes := 0
		for row := 2; row <= 23; row++ { // granted to other_remaining
			outcomes += n[row][column]
		}
		if outcomes != n[24][column] {
			fails = append(fails, "outcomes "+gongkai.Applicant(column).String())
		}
		if n[0][column]+n[1][column] != n[24][column]+n[25][column] {
			fails = append(fails, "balance "+gongkai.Applicant(column).String())
		}
	}
	for route, row := range r.Disputes {
		if number(t, row[0])+number(t, row[1])+number(t, row[2])+number(t, row[3]) != number(t, row[4]) {
			fails = append(fails, "disputes "+gongkai.DisputeRoute(route).String())
		}
	}
	return fails
}

func TestTruthObeysTheIdentities(t *testing.T) {
	zero, columns := 0, map[int]int{}
	for seed := range uint64(seeds) {
		s := newSample(t, order(seed))
		if fails := broken(t, s.Truth); len(fails) > 0 {
			t.Errorf("seed %d (%s): %v fail", seed, s.Name, fails)
		}
		if number(t, s.Truth.Requests[gongkai.NewRequests][gongkai.ApplicantTotal]) == 0 {
			zero++
		}
		busy := 0
		for column := range gongkai.ApplicantTotal {
			if number(t, s.Truth.Requests[gongkai.NewRequests][column]) > 0 {
				busy++
			}
		}
		columns[busy]++
	}
	if zero < seeds/10 || zero > seeds/2 || columns[5]+columns[6] < seeds/20 {
		t.Errorf("%d reports without requests, by busy columns: %v; want a mixture", zero, columns)
	}
}

// The page prints every cell of the truth, once, and no other.
func TestPagePrintsTheTruth(t *testing.T) {
	for seed := range uint64(seeds / 10) {
		o := order(seed)
		o.Deviations = []string{"blank-zeros", "block-tables", "change-in-words", "split-heads", "split-title"}[:seed%6]
		s := newSample(t, o)
		want, got := map[gongkai.CellRef]string{}, map[gongkai.CellRef]string{}
		for ref, v := range s.Truth.Cells() {
			want[ref] = v.Printed
		}
		for _, table := range s.Page.tables() {
			for _, row := range table.Rows {
				for _, cell := range row {
					if cell.Value.Table == "" {
						continue
					}
					if _, twice := got[cell.Value]; twice {
						t.Errorf("seed %d: %s is printed twice", seed, cell.Value)
					}
					got[cell.Value] = cell.Text
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("seed %d: cells (-want +got):\n%s", seed, diff)
		}
		if s.Truth.Title != s.Page.title() || !strings.Contains(s.Truth.Title, s.Truth.Agency) || !strings.Contains(s.Truth.Title, strconv.Itoa(s.Truth.Year)) {
			t.Errorf("seed %d: title %q, page %q, of %s in %d", seed, s.Truth.Title, s.Page.Title, s.Truth.Agency, s.Truth.Year)
		}
		checkProse(t, s)
	}
}

// checkProse compares the page's paragraphs with the truth's sections.
func checkProse(t *testing.T, s *Sample) {
	t.Helper()
	var want, got []string
	for _, section := range s.Truth.Sections {
		if section.Heading != "" {
			want = append(want, section.Heading)
		}
		if section.Text != "" {
			want = append(want, strings.Split(section.Text, "\n")...)
		}
	}
	for _, b := range s.Page.Blocks {
		if b.Table == nil {
			got = append(got, b.Text)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: prose (-want +got):\n%s", s.Name, diff)
	}
	for _, text := range got {
		if text == "" || strings.ContainsAny(text, "{}%") {
			t.Errorf("%s: unfinished paragraph %q", s.Name, text)
		}
	}
}

func TestValuesAreTheirPrint(t *testing.T) {
	for seed := range uint64(seeds / 10) {
		o := order(seed)
		o.Deviations = []string{"change-in-words", "blank-zeros"}
		for ref, v := range newSample(t, o).Truth.Cells() {
			if v.State == gongkai.Blank {
				continue
			}
			plain := strings.NewReplacer("增", "", "减", "-", "万元", "").Replace(v.Printed)
			if want, err := gongkai.ParseDecimal(plain); err != nil || v.Number != want || v.State != gongkai.Number {
				t.Errorf("seed %d: %s prints %q, states %v %s (%v)", seed, ref, v.Printed, v.State, v.Number, err)
			}
		}
	}
}

// deviated is how many pages each deviation is tried on.
const deviated = 25

// rare are deviations that find nothing to change in some pages: how many of 50
// they change at least.
var rare = map[string]int{"thousands": 12, "total-one-row-low": 25, "hybrid-blocks": 45, "reordered-rows": 40, "change-in-words": 0, "slash-row": 45, "kangxi-labels": 30,
	"last-years-head": 25, "glued-columns": 25, "renamed-labels": 25, "split-heads": 30, "footnote-mark": 45, "bracketed-note": 45, "dash-zeros": 16, "blank-zeros": 16, "lost-characters": 40, "comma-numbers": 40,
	"wrong-total": 45, "form-of-2019": 45, "reordered-list": 45, "head-row-twice": 45}

// TestDeviations: every deviation changes most pages of the layouts that it
// applies to, and says what it breaks.
func TestDeviations(t *testing.T) {
	for _, d := range Deviations() {
		for _, l := range Layouts() {
			if !d.applies(l.Layout) {
				if _, err := New(Order{Layout: l.Layout, Deviations: []string{d.Name}}); err == nil {
					t.Errorf("%s is accepted for %s", d.Name, l.Layout)
				}
				continue
			}
			t.Run(d.Name+"/"+string(l.Layout), func(t *testing.T) { checkDeviation(t, d, l.Layout) })
		}
	}
	if _, err := New(Order{Deviations: []string{"no-such"}}); err == nil {
		t.Error("an unknown deviation is no error")
	}
	if _, err := New(Order{Layout: "no-such"}); err == nil {
		t.Error("an unknown layout is no error")
	}
}

func checkDeviation(t *testing.T, d Deviation, layout gongkai.Layout) {
	changed := 0
	for seed := range uint64(deviated) {
		plain := newSample(t, Order{Seed: seed, Layout: layout, Kind: CountyGovernment})
		s := newSample(t, Order{Seed: seed, Layout: layout, Kind: CountyGovernment, Deviations: []string{d.Name}})
		if !reflect.DeepEqual(plain.Page, s.Page) {
			changed++
		}
		if fails, _ := s.sums(); (s.Arithmetic != "") != fails && !d.Destroys {
			t.Errorf("seed %d: says %q of its sums, which fail: %v", seed, s.Arithmetic, fails)
		}
		if (s.Destroyed != "") != d.Destroys || !cmp.Equal([]string{d.Name}, s.Deviations) {
			t.Errorf("seed %d: destroyed by %q, deviations %v", seed, s.Destroyed, s.Deviations)
		}
	}
	least, ok := rare[d.Name]
	if !ok {
		least = 48
	}
	if changed < least*deviated/50 {
		t.Errorf("changes %d of %d pages", changed, deviated)
	}
}

// TestAllowed: what may be said follows from what is printed.
func TestAllowed(t *testing.T) {
	verified, inconsistent := []gongkai.Status{gongkai.Verified}, []gongkai.Status{gongkai.SourceInconsistent}
	incomplete, doubtful := []gongkai.Status{gongkai.Incomplete}, []gongkai.Status{gongkai.DoubtfulReport}
	maybeMerged := []gongkai.Status{gongkai.Verified, gongkai.DoubtfulReport, gongkai.Incomplete}
	either := []gongkai.Status{gongkai.DoubtfulReport, gongkai.Incomplete}
	for _, test := range []struct {
		deviation       string
		html, pdf, text []gongkai.Status
	}{
		{"", verified, verified, verified},
		{"blank-zeros", verified, verified, maybeMerged},
		{"merged-other-rows", verified, verified, maybeMerged},
		{"hybrid-blocks", verified, verified, verified},
		{"wrong-total", inconsistent, inconsistent, doubtful},
		{"lost-digit", inconsistent, inconsistent, doubtful},
		{"blank-totals", incomplete, either, either},
		{"missing-disputes", incomplete, incomplete, incomplete},
		{"words-in-cell", verified, []gongkai.Status{gongkai.Verified, gongkai.DoubtfulReport}, either},
	} {
		o := Order{Seed: 5, Kind: PrefectureGovernment}
		if test.deviation != "" {
			o.Deviations = []string{test.deviation}
		}
		s := newSample(t, o)
		got := [][]gongkai.Status{s.Allowed(gongkai.FormatHTML), s.Allowed(gongkai.FormatPDF), s.Allowed(gongkai.FormatText)}
		if diff := cmp.Diff([][]gongkai.Status{test.html, test.pdf, test.text}, got); diff != "" {
			t.Errorf("%s: allowed in HTML, PDF, text (-want +got):\n%s", test.deviation, diff)
		}
	}
}

// TestCorpus: a document depends on the seed and its number only, has deviations
// that its format can show, and none that undo each other.
func TestCorpus(t *testing.T) {
	c := Corpus{Seed: 3, MaxDeviations: 3}
	seen := map[string]bool{}
	for i := range 300 {
		d, err := c.Document(i)
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.Document(i)
		if err != nil || !bytes.Equal(d.Data, again.Data) || d.Name != again.Name {
			t.Errorf("document %d differs when it is made again: %v", i, err)
		}
		kinds := map[string]string{}
		for _, name := range d.Sample.Deviations {
			of, _ := deviation(name)
			if other := kinds[of.kind]; of.kind != "" && other != "" {
				t.Errorf("document %d has %s and %s", i, other, name)
			}
			kinds[of.kind] = name
			if of.Formats != nil && !slices.Contains(of.Formats, d.Writer.Format) {
				t.Errorf("document %d: %s in %s", i, name, d.Writer.Format)
			}
			seen[name] = true
		}
		seen[d.Writer.Name] = true
	}
	for _, name := range []string{"docx", "html-portal", "html-word", "html-gb18030", "text", "pdf-drawn", "wrong-total", "traditional"} {
		if !seen[name] {
			t.Errorf("no document of 300 has %s", name)
		}
	}
	if seen[officeWriter] {
		t.Error("LibreOffice was asked for a PDF")
	}
	for _, wrong := range []Corpus{{Formats: []string{"ods"}}, {Deviations: []string{"no-such"}}} {
		if wrong.Check() == nil {
			t.Errorf("%+v is accepted", wrong)
		}
	}
}

func TestExpected(t *testing.T) {
	s := newSample(t, Order{Seed: 5592, Kind: PrefectureBureau, Year: 2020, Deviations: []string{"change-in-words", "blank-zeros", "wrong-total"}})
	var got struct {
		Agency     string
		Year       int
		Layout     string
		Requests   map[string][]*json.Number
		Disputes   []*json.Number
		Proactive  map[string][]any
		Columns    map[string][]string `json:"proactive_columns"`
		Arithmetic string
	}
	d := json.NewDecoder(bytes.NewReader(s.Expected()))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Agency != s.Truth.Agency || got.Year != 2020 || got.Layout != "cn-2019" || got.Arithmetic == "" {
		t.Errorf("head: %s, %d, %s, %q", got.Agency, got.Year, got.Layout, got.Arithmetic)
	}
	if len(got.Requests) != 23 || len(got.Disputes) != 15 || len(got.Proactive) != 8 {
		t.Errorf("%d request rows, %d disputes, %d proactive rows; want 23, 15, 8", len(got.Requests), len(got.Disputes), len(got.Proactive))
	}
	for row, values := range got.Requests {
		for column, n := range values {
			v := s.Truth.At(gongkai.CellRef{Table: gongkai.TableRequests, Row: row, Column: gongkai.Applicant(column).String()})
			if (n == nil) != (v.State == gongkai.Blank) || n != nil && n.String() != v.Printed {
				t.Errorf("requests.%s[%d] is %v, printed %q", row, column, n, v.Printed)
			}
		}
	}
	for row, values := range got.Proactive {
		for i, value := range values {
			v := s.Truth.At(gongkai.CellRef{Table: gongkai.TableProactive, Row: row, Column: got.Columns[row][i]})
			text, _ := value.(string)
			if n, ok := value.(json.Number); ok {
				text = n.String()
			}
			if text != v.Printed {
				t.Errorf("proactive.%s.%s is %v, printed %q", row, got.Columns[row][i], value, v.Printed)
			}
		}
	}
}
