package synth

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// listedLayouts are the layouts whose tables are indicator lists.
var listedLayouts = []gongkai.Layout{gongkai.Layout2014, Fujian2009, Coded2008, UnknownList}

// statedSums are the sums that lists state, as the specifications have them: the
// total first.
var statedSums = map[gongkai.Layout][]string{
	gongkai.Layout2014: {
		"requests_received requests_in_person requests_by_fax requests_online requests_by_mail",
		"requests_closed closed_on_time closed_extended",
		"requests_answered answered_already_public answered_granted answered_partly_granted answered_denied answered_not_this_organ answered_nonexistent answered_asked_to_amend answered_other_route",
		"answered_denied denied_state_secret denied_trade_secret denied_privacy denied_safety_stability denied_not_government_information denied_other_law",
		"reviews reviews_upheld reviews_corrected reviews_other", "suits suits_upheld suits_corrected suits_other", "staff staff_full_time staff_part_time",
	},
	Fujian2009: {
		"requests_received requests_in_person requests_by_fax requests_by_email requests_online requests_by_mail requests_by_mail_or_fax requests_other_form",
		"requests_answered answered_granted answered_partly_granted answered_denied answered_other",
	},
	Coded2008: {
		"requests_received requests_in_person requests_by_fax requests_by_email requests_online requests_by_mail requests_other_form",
		"requests_answered answered_granted answered_partly_granted answered_denied",
		"answered_denied denied_not_government_information denied_nonexistent denied_not_held denied_unclear denied_exempt_1 denied_exempt_2 denied_exempt_3 denied_exempt_4 denied_exempt_5 denied_exempt_6 denied_other_reason",
	},
}

// TestListsObeyTheirSums checks the numbers by sums of its own, in all columns,
// and that a part is never more than its whole.
func TestListsObeyTheirSums(t *testing.T) {
	bounds := map[string]string{"disclosed_normative": "disclosed_total", "press_conferences_by_head": "press_conferences",
		"online_interviews_by_head": "online_interviews", "disclosed_electronic": "disclosed_total", "appeals_against_first_handling": "appeals"}
	for layout, sums := range statedSums {
		idle := 0
		for seed := range uint64(seeds / 5) {
			o := Order{Seed: seed, Layout: layout}
			if layout == gongkai.Layout2014 {
				o.Deviations = [][]string{nil, {"cumulative-column"}, {"three-columns"}}[seed%3]
			}
			s := newSample(t, o)
			n := map[[2]string]int{}
			columns := map[string]bool{}
			for ref, v := range s.Truth.Cells() {
				if v.Unit != "万元" && v.Unit != "元" {
					n[[2]string{ref.Row, ref.Column}] = number(t, *v)
				}
				columns[ref.Column] = true
			}
			for column := range columns {
				at := func(row string) int { return n[[2]string{row, column}] }
				for _, sum := range sums {
					rows, parts := strings.Fields(sum), 0
					for _, row := range rows[1:] {
						parts += at(row)
					}
					if at(rows[0]) != parts {
						t.Errorf("%s, seed %d: %s.%s is %d, its parts %d", layout, seed, rows[0], column, at(rows[0]), parts)
					}
				}
				for part, whole := range bounds {
					if at(part) > at(whole) {
						t.Errorf("%s, seed %d: %s.%s is more than %s", layout, seed, part, column, whole)
					}
				}
			}
			if n[[2]string{"requests_received", s.list.columns[0].code}] == 0 {
				idle++
			}
		}
		if idle < seeds/50 || idle > seeds/5*4/5 {
			t.Errorf("%s: %d of %d reports are without requests", layout, idle, seeds/5)
		}
	}
}

// TestListPages: the page of a list prints its truth, each cell once, and its
// prose is that of the sections; its table is a rectangle.
func TestListPages(t *testing.T) {
	for _, layout := range append(slices.Clone(listedLayouts), gongkai.LayoutNarrative) {
		for seed := range uint64(30) {
			s := newSample(t, Order{Seed: seed, Layout: layout})
			checkProse(t, s)
			checkPrinted(t, s)
			if layout == gongkai.LayoutNarrative && len(s.Page.tables()) > 0 {
				t.Errorf("seed %d: prose has a table", seed)
			}
		}
	}
	for _, d := range listDeviations {
		if d.Destroys || d.Name == "figures-in-prose" {
			continue
		}
		for _, layout := range d.Layouts {
			for seed := range uint64(10) {
				checkPrinted(t, newSample(t, Order{Seed: seed, Layout: layout, Deviations: []string{d.Name}}))
				mixed := []string{"caption-row", "empty-last-row", "section-rows-merged", "extra-rows", "foot-in-table", "code-column", "note-column"}
				mixed = slices.DeleteFunc(mixed, func(name string) bool { of, _ := deviation(name); return name == d.Name || !of.applies(layout) })
				checkPrinted(t, newSample(t, Order{Seed: seed, Layout: layout, Deviations: append(mixed, d.Name)}))
			}
		}
	}
}

// checkPrinted compares the cells of the page with those of the truth, and sees
// that each table is tiled.
func checkPrinted(t *testing.T, s *Sample) {
	t.Helper()
	want, got := map[gongkai.CellRef]string{}, map[gongkai.CellRef]string{}
	for ref, v := range s.Truth.Cells() {
		want[ref] = v.Printed
	}
	for _, table := range s.Page.tables() {
		for i, row := range table.places() {
			width := 0
			for _, cell := range row {
				width += cell.columns()
				if cell.Value.Table != "" {
					got[cell.Value] = cell.Text
				}
			}
			if width != len(table.Widths) {
				t.Errorf("%s with %v: row %d spans %d of %d columns", s.Name, s.Deviations, i, width, len(table.Widths))
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s with %v: cells (-want +got):\n%s", s.Name, s.Deviations, diff)
	}
}

// TestListsAllowed: what may be said of a list follows from what is printed.
func TestListsAllowed(t *testing.T) {
	status := func(s ...gongkai.Status) []gongkai.Status { return s }
	for _, test := range []struct {
		layout     gongkai.Layout
		deviations []string
		html, text []gongkai.Status
	}{
		{gongkai.Layout2014, nil, status(gongkai.Verified), status(gongkai.Verified)},
		{gongkai.Layout2014, []string{"wrong-total"}, status(gongkai.SourceInconsistent), status(gongkai.DoubtfulReport)},
		{gongkai.Layout2014, []string{"part-exceeds"}, status(gongkai.SourceInconsistent), status(gongkai.DoubtfulReport)},
		{gongkai.Layout2014, []string{"channels-below-total"}, status(gongkai.Verified), status(gongkai.Verified)},
		{gongkai.Layout2014, []string{"wrong-total", "extra-rows"}, status(gongkai.DoubtfulReport), status(gongkai.DoubtfulReport)},
		{gongkai.Layout2014, []string{"blank-zeros"}, status(gongkai.Verified), status(gongkai.Verified)},
		{Fujian2009, []string{"blank-totals"}, status(gongkai.Incomplete), status(gongkai.DoubtfulReport, gongkai.Incomplete)},
		{Fujian2009, []string{"extra-rows"}, status(gongkai.Verified), status(gongkai.Verified)},
		{UnknownList, nil, status(gongkai.Narrative), status(gongkai.Narrative)},
		{gongkai.LayoutNarrative, []string{"figures-in-prose"}, status(gongkai.Narrative), status(gongkai.Narrative)},
	} {
		s := newSample(t, Order{Seed: 3, Layout: test.layout, Kind: PrefectureGovernment, Deviations: test.deviations})
		if diff := cmp.Diff([][]gongkai.Status{test.html, test.text}, [][]gongkai.Status{s.Allowed(gongkai.FormatHTML), s.Allowed(gongkai.FormatText)}); diff != "" {
			t.Errorf("%s with %v: allowed in HTML, text (-want +got):\n%s", test.layout, test.deviations, diff)
		}
	}
}

// TestLayouts: layouts are drawn in their shares, and those that were chosen
// alone.
func TestLayouts(t *testing.T) {
	sum, drawn := 0, map[gongkai.Layout]int{}
	rng := stream(1, "layouts")
	const draws = 10_000
	for range draws {
		drawn[drawLayout(rng, Layouts())]++
	}
	for _, l := range Layouts() {
		sum += l.Share
		if n := drawn[l.Layout] * 100 / draws; n < l.Share-2 || n > l.Share+2 {
			t.Errorf("%s is drawn in %d of 100, its share is %d", l.Layout, n, l.Share)
		}
	}
	if sum != 100 {
		t.Errorf("the shares add up to %d", sum)
	}
	c := Corpus{Seed: 1, MaxDeviations: 2, Layouts: []string{"cn-2014", "unknown-list"}}
	for i := range 20 {
		d, err := c.Document(i)
		if err != nil {
			t.Fatal(err)
		}
		if l := d.Sample.Truth.Layout; l != gongkai.Layout2014 && l != gongkai.LayoutNarrative {
			t.Errorf("document %d is %s", i, l)
		}
	}
	for _, wrong := range []Corpus{{Layouts: []string{"cn-2030"}}, {Only: true, Layouts: []string{"narrative"}, Deviations: []string{"wrong-total"}}} {
		if wrong.Check() == nil {
			t.Errorf("%+v is accepted", wrong)
		}
	}
}

func TestExpectedOfLists(t *testing.T) {
	for _, layout := range append(slices.Clone(listedLayouts), gongkai.LayoutNarrative) {
		s := newSample(t, Order{Seed: 9, Layout: layout, Deviations: []string{"split-title"}})
		var got struct {
			Layout         string
			Local          map[string]map[string]any
			Statistics2014 map[string]map[string]any
		}
		if err := json.Unmarshal(s.Expected(), &got); err != nil {
			t.Fatalf("%s: %v\n%s", layout, err, s.Expected())
		}
		n, want := 0, 0
		for range s.Truth.Cells() {
			want++
		}
		for _, table := range []map[string]map[string]any{got.Local, got.Statistics2014} {
			for _, row := range table {
				n += len(row)
			}
		}
		if n != want || got.Layout != string(s.Truth.Layout) {
			t.Errorf("%s: %s, %d cells of %d", layout, got.Layout, n, want)
		}
	}
}
