package series_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/normalize"
	"gongkai/normalize/series"
)

// report makes a report of cells given as "table.row.column=printed"; "-" is a
// dash, "?" a word.
func report(layout gongkai.Layout, cells ...string) *gongkai.Report {
	r := &gongkai.Report{Layout: layout}
	for _, c := range cells {
		name, printed, _ := strings.Cut(c, "=")
		part := strings.Split(name, ".")
		v := gongkai.Value{Printed: printed, State: gongkai.Number, Proof: gongkai.Proven}
		if i := strings.IndexFunc(printed, func(c rune) bool { return c > 127 }); i > 0 {
			printed, v.Unit = printed[:i], printed[i:]
		}
		switch printed {
		case "":
			v.State = gongkai.Blank
		case "-":
			v.State = gongkai.Dash
		case "?":
			v.State = gongkai.Text
		default:
			v.Number, _ = gongkai.ParseDecimal(printed)
		}
		if !r.Set(gongkai.CellRef{Table: part[0], Row: part[1], Column: part[2]}, v) {
			panic(c)
		}
	}
	if r.Local != nil {
		r.Local.List = string(layout)
	}
	return r
}

// line is what an observation says.
func line(o gongkai.Observation) string {
	s := o.Value.String() + o.Unit
	if o.Missing != "" {
		s = o.Missing
	}
	if o.Numerator != nil {
		s += fmt.Sprintf(" (%s/%s)", o.Numerator, o.Denominator)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", s, o.Proof, o.Comparability))
}

// denials are the eight rows of 不予公开, n of them 1.
func denials(n int) []string {
	var cells []string
	for row := gongkai.DeniedStateSecret; row <= gongkai.DeniedAdministrativeQuery; row++ {
		one := 0
		if int(row-gongkai.DeniedStateSecret) < n {
			one = 1
		}
		cells = append(cells, fmt.Sprintf("requests.%s.total=%d", row, one))
	}
	return cells
}

func TestOf(t *testing.T) {
	const fujian, coded = gongkai.Layout("cn-fujian-2009"), gongkai.Layout("cn-coded-2008")
	for _, c := range []struct {
		name      string
		layout    gongkai.Layout
		cells     []string
		indicator string
		want      string // "" for no observation
	}{
		{"a printed total", gongkai.Layout2021, []string{"requests.processed_total.total=9", "requests.granted.total=3"}, "requests_processed", "9件 proven"},
		{"a blank total over printed parts", gongkai.Layout2021, []string{"requests.new_requests.total=", "requests.new_requests.natural_person=3"}, "requests_received", "blank proven"},
		{"a total in words", gongkai.Layout2021, []string{"requests.new_requests.total=?"}, "requests_received", "text proven"},
		{"a dash", gongkai.Layout2021, []string{"requests.new_requests.total=-"}, "requests_received", "dash proven"},
		{"a row that is not there", gongkai.Layout2021, []string{"requests.granted.total=1"}, "requests_received", "absent unchecked"},
		{"a table that is not there", gongkai.Layout2021, []string{"requests.granted.total=1"}, "reviews", "absent unchecked"},
		{"with a unit", gongkai.Layout2019, []string{"requests.granted.total=12宗"}, "granted", "12件 proven"},
		{"in thousands", gongkai.Layout2019, []string{"requests.granted.total=1.2千件"}, "granted", "unit proven"},
		{"a sum", gongkai.Layout2021, denials(3), "denied", "3件 proven"},
		{"a sum with a blank", gongkai.Layout2021, append(denials(3), "requests.denied_by_law.total="), "denied", "blank proven"},
		{"a sum with a row missing", gongkai.Layout2021, denials(3)[1:], "denied", "absent unchecked"},
		{"two rows", gongkai.Layout2021, denials(8), "denied_internal_process", "2件 proven"},

		{"other of 2019", gongkai.Layout2019, []string{"requests.other.total=4"}, "other_outcome", "4件 proven"},
		{"other of 2021", gongkai.Layout2021, []string{"requests.other_not_corrected.total=1", "requests.other_fee_unpaid.total=2", "requests.other_remaining.total=3"}, "other_outcome", "6件 proven"},
		{"other of 2019 in 2021", gongkai.Layout2021, []string{"requests.other.total=4"}, "other_outcome", "4件 proven"},
		{"other printed both ways", gongkai.Layout2021, []string{"requests.other.total=7", "requests.other_not_corrected.total=1", "requests.other_fee_unpaid.total=2", "requests.other_remaining.total=3"}, "other_outcome", "7件 proven"},
		{"other: a blank group over its rows", gongkai.Layout2021, []string{"requests.other.total=", "requests.other_not_corrected.total=1", "requests.other_fee_unpaid.total=2", "requests.other_remaining.total=3"}, "other_outcome", "6件 proven"},
		{"other: one of its rows", gongkai.Layout2021, []string{"requests.other_not_corrected.total=1"}, "other_outcome", "absent unchecked"},
		{"other: blank rows", gongkai.Layout2021, []string{"requests.other_not_corrected.total=1", "requests.other_fee_unpaid.total=", "requests.other_remaining.total=-"}, "other_outcome", "blank proven"},
		{"a block of 2019 in 2021", gongkai.Layout2021, []string{"proactive.normative_documents.made=3"}, "normative_issued", "3件 proven made-2019"},
		{"a block of 2021", gongkai.Layout2021, []string{"proactive.normative_documents.issued=3"}, "normative_issued", "3件 proven"},
		{"decisions of 2019", gongkai.Layout2019, []string{"proactive.licensing.decisions=3"}, "licensing_decisions", "3件 proven"},

		{"a row of 2019 that is not there", gongkai.Layout2019, []string{"proactive.licensing.decisions=3"}, "normative_issued", "absent unchecked made-2019"},

		{"reviews, all", gongkai.Layout2021, []string{"disputes.review.total=5", "disputes.review.upheld=1", "disputes.review.corrected=1", "disputes.review.other=1", "disputes.review.pending=2"}, "reviews", "5件 proven"},
		{"reviews, closed", gongkai.Layout2021, []string{"disputes.review.total=5", "disputes.review.upheld=1", "disputes.review.corrected=1", "disputes.review.other=1", "disputes.review.pending=2"}, "reviews_closed", "3件 proven"},
		{"suits of both routes", gongkai.Layout2021, []string{"disputes.suit_direct.total=5", "disputes.suit_after_review.total=2"}, "suits", "7件 proven"},
		{"corrected rate", gongkai.Layout2021, []string{"disputes.review.upheld=2", "disputes.review.corrected=1", "disputes.review.other=0"}, "reviews_corrected_rate", "0.333333 (1/3) proven"},
		{"corrected rate of nothing", gongkai.Layout2021, []string{"disputes.review.upheld=0", "disputes.review.corrected=0", "disputes.review.other=0"}, "reviews_corrected_rate", "zero-denominator (0/0) proven"},
		{"a rounded share", gongkai.Layout2021, []string{"requests.granted.total=2", "requests.processed_total.total=3"}, "share_granted", "0.666667 (2/3) proven"},
		{"a share of a sum", gongkai.Layout2021, []string{"requests.granted.total=2", "requests.partly_granted.total=1", "requests.processed_total.total=4"}, "share_disclosed", "0.750000 (3/4) proven"},
		{"a share without its part", gongkai.Layout2021, []string{"requests.granted.total=", "requests.processed_total.total=3"}, "share_granted", "blank proven"},
		{"a share above one", gongkai.Layout2021, []string{"requests.granted.total=4", "requests.processed_total.total=3"}, "share_granted", "1.333333 (4/3) proven"},
		{"a share too large to write", gongkai.Layout2021, []string{"requests.granted.total=999999999999999999", "requests.processed_total.total=0.00000001"}, "share_granted", "text (999999999999999999/0.00000001) proven"},

		{"2014", gongkai.Layout2014, []string{"statistics2014.requests_received.value=8"}, "requests_received", "8件 proven"},
		{"2014: answers", gongkai.Layout2014, []string{"statistics2014.requests_answered.value=8", "statistics2014.requests_closed.value=7"}, "requests_processed", "8件 proven answers"},
		{"2014: not held", gongkai.Layout2014, []string{"statistics2014.answered_not_this_organ.value=8", "statistics2014.answered_nonexistent.value=7"}, "not_held", "15件 proven not-held-2014"},
		{"2014: share", gongkai.Layout2014, []string{"statistics2014.answered_granted.value=1", "statistics2014.requests_answered.value=8"}, "share_granted", "0.125000 (1/8) proven granted-2014;answers"},
		{"2014: closed reviews", gongkai.Layout2014, []string{"statistics2014.reviews.value=8"}, "reviews_closed", "8件 proven closed-2014"},
		{"2014 has no open reviews", gongkai.Layout2014, []string{"statistics2014.reviews.value=8"}, "reviews", ""},
		{"2014 has no petitions", gongkai.Layout2014, []string{"statistics2014.reviews.value=8"}, "petitions", ""},
		{"2014: Anhui's columns are no total", gongkai.Layout2014, []string{"statistics2014.requests_received.government=8"}, "requests_received", "absent unchecked"},
		{"2014 in thousands of yuan", gongkai.Layout2014, []string{"statistics2014.requests_received.value=8万元"}, "requests_received", "unit proven"},
		{"Fujian", fujian, []string{"local.requests_received.year=8条", "local.requests_received.cumulative=80条"}, "requests_received", "8件 proven accepted-local"},
		{"Fujian: denied beside other answers", fujian, []string{"local.answered_denied.year=2", "local.answered_other.year=1"}, "denied", "2件 proven denied-2014"},
		{"Fujian: denied with all that failed", fujian, []string{"local.answered_denied.year=2"}, "denied", ""},
		{"coded", coded, []string{"local.requests_answered.year=8", "local.requests_answered.period=4"}, "requests_processed", "8件 proven answers"},
		{"coded: denied", coded, []string{"local.answered_denied.year=9", "local.denied_nonexistent.year=2", "local.denied_not_held.year=3", "local.denied_unclear.year=1"}, "denied", "3件 proven denied-coded"},
		{"coded: not held", coded, []string{"local.answered_denied.year=9", "local.denied_nonexistent.year=2", "local.denied_not_held.year=3"}, "not_held", "5件 proven not-held-2014"},
		{"a list that nobody knows", gongkai.LayoutNarrative, []string{"local.requests_received.year=8"}, "requests_received", ""},
		{"prose", gongkai.LayoutNarrative, nil, "requests_received", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, o := range series.Of(report(c.layout, c.cells...)) {
				if o.Indicator == c.indicator {
					got = line(o)
				}
			}
			if got != c.want {
				t.Errorf("%s is %q, want %q", c.indicator, got, c.want)
			}
		})
	}
}

// TestProof: an observation vouches for no more than its weakest cell.
func TestProof(t *testing.T) {
	r := report(gongkai.Layout2021, append(denials(3), "requests.processed_total.total=9")...)
	for _, c := range []struct {
		proof gongkai.Proof
		want  string
	}{
		{gongkai.Proven, "proven"}, {gongkai.Unchecked, "unchecked"}, {gongkai.Contradicted, "contradicted"}, {gongkai.Doubtful, "doubtful"},
	} {
		r.Requests[gongkai.DeniedByLaw][gongkai.ApplicantTotal].Proof = c.proof
		for _, o := range series.Of(r) {
			if (o.Indicator == "denied" || o.Indicator == "share_denied") && o.Proof.String() != c.want {
				t.Errorf("%s with a cell that is %s: %s", o.Indicator, c.proof, o.Proof)
			}
			if o.Indicator == "requests_processed" && o.Proof != gongkai.Proven {
				t.Errorf("%s is %s", o.Indicator, o.Proof)
			}
		}
	}
}

// TestIndicators: the mapping holds together, and its codes are those of the
// forms.
func TestIndicators(t *testing.T) {
	by := map[string]series.Indicator{}
	cells := map[gongkai.CellRef]bool{}
	for _, s := range gongkai.Schemas() {
		for _, row := range s.Rows {
			for _, column := range s.Columns {
				cells[gongkai.CellRef{Table: s.Table, Row: row, Column: column}] = true
			}
		}
	}
	notes := map[string]bool{}
	for _, n := range series.Notes() {
		notes[n.Code] = false
	}
	for _, in := range series.Indicators() {
		if _, twice := by[in.Code]; twice || in.English == "" || in.Chinese == "" || in.EnglishDefinition == "" || in.ChineseDefinition == "" {
			t.Errorf("%s is there twice or lacks words", in.Code)
		}
		if _, known := by[in.Parent]; in.Parent != "" && !known {
			t.Errorf("%s: its parent %s does not stand before it", in.Code, in.Parent)
		}
		for _, code := range append(slices.Clone(in.Numerator), in.Denominator...) {
			if _, known := by[code]; !known {
				t.Errorf("%s: its part %s does not stand before it", in.Code, code)
			}
		}
		if share := in.Denominator != nil; share == (len(in.Readings) > 0) || share != (in.Unit == "") || share != (in.Numerator != nil) {
			t.Errorf("%s is neither a count nor a share", in.Code)
		}
		for _, re := range in.Readings {
			for _, term := range re.Cells {
				if term.Table != gongkai.TableLocal && !cells[term.CellRef] {
					t.Errorf("%s: there is no cell %s", in.Code, term.CellRef)
				}
				if term.Table != re.Cells[0].Table {
					t.Errorf("%s adds up cells of two tables", in.Code)
				}
			}
			if _, known := notes[re.Note]; re.Note != "" && !known {
				t.Errorf("%s: there is no note %s", in.Code, re.Note)
			}
			notes[re.Note] = true
		}
		by[in.Code] = in
	}
	for code, used := range notes {
		if !used {
			t.Errorf("nothing has the note %s", code)
		}
	}
}

// TestNoCellTwice: under every form, no cell counts twice among the parts of
// one total, nor among all indicators that have no parts.
func TestNoCellTwice(t *testing.T) {
	parents := map[string]bool{}
	for _, in := range series.Indicators() {
		parents[in.Parent] = true
	}
	for _, layout := range []gongkai.Layout{gongkai.Layout2021, gongkai.Layout2019, gongkai.Layout2014, "cn-fujian-2009", "cn-coded-2008"} {
		counted := map[string]int{}
		for _, in := range series.Indicators() {
			for _, re := range in.Readings {
				if !slices.Contains(re.Layouts, layout) {
					continue
				}
				for _, term := range re.Cells {
					n := 1
					if term.Minus {
						n = -1
					}
					counted["parts of "+in.Parent+": "+term.String()] += n
					if !parents[in.Code] {
						counted["leaves: "+term.String()] += n
					}
				}
			}
		}
		for what, n := range counted {
			if n > 1 {
				t.Errorf("%s: %s counts %d times", layout, what, n)
			}
		}
	}
}

// complete are totals whose parts, under the forms since 2019, are all there is.
var complete = []string{"requests_received", "requests_processed", "denied", "unavailable", "rejected", "reviews", "reviews_closed", "suits", "suits_closed"}

// TestTree: of 400 synthetic reports in every mixture of forms, the parts of a
// total add up to no more than it, and to exactly it where the forms print all
// of them.
func TestTree(t *testing.T) {
	forms := []synth.Form{synth.PureForm(gongkai.Layout2019), synth.PureForm(gongkai.Layout2021)}
	mixed := synth.PureForm(gongkai.Layout2021)
	mixed[synth.OtherRows], mixed[synth.Item1] = gongkai.Layout2019, gongkai.Layout2019
	forms = append(forms, mixed)
	checked := 0
	for seed := range uint64(400) {
		s, err := synth.New(synth.Order{Seed: seed, Year: 2022, Kind: synth.Kind(seed % 5), Form: forms[seed%3]})
		if err != nil {
			t.Fatal(err)
		}
		r := s.Truth
		normalize.Report(r)
		value := map[string]int64{}
		for _, o := range series.Of(r) {
			if n, whole := o.Value.Int64(); whole && o.Missing == "" && o.Denominator == nil {
				value[o.Indicator] = n
			}
		}
		sums := map[string]int64{}
		for _, in := range series.Indicators() {
			if in.Parent != "" {
				sums[in.Parent] += value[in.Code]
			}
		}
		for parent, sum := range sums {
			total, known := value[parent]
			if !known {
				t.Fatalf("seed %d: %s has no value", seed, parent)
			}
			if sum > total || slices.Contains(complete, parent) && sum != total {
				t.Errorf("seed %d: the parts of %s add up to %d of %d", seed, parent, sum, total)
			}
			checked++
		}
	}
	if checked < 400*len(complete) {
		t.Errorf("only %d totals were checked", checked)
	}
}

// TestOrder: observations are in the order of the list, each indicator once.
func TestOrder(t *testing.T) {
	s, err := synth.New(synth.Order{Seed: 7, Year: 2022})
	if err != nil {
		t.Fatal(err)
	}
	got := series.Of(s.Truth)
	if len(got) < 40 {
		t.Errorf("only %d observations", len(got))
	}
	last := -1
	for _, o := range got {
		at := slices.IndexFunc(series.Indicators(), func(in series.Indicator) bool { return in.Code == o.Indicator })
		if at <= last {
			t.Errorf("%s is out of order", o.Indicator)
		}
		last = at
	}
}

func BenchmarkOf(b *testing.B) {
	s, err := synth.New(synth.Order{Seed: 7, Year: 2022})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		series.Of(s.Truth)
	}
}
