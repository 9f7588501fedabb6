package across

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongkai"
)

// received is the place of requests_received among the watched indicators.
var received = slices.Index(watched[:], "requests_received")

// years are reports of one agency with these numbers of requests.
func years(numbers ...int64) []*Digest {
	var list []*Digest
	for i, n := range numbers {
		d := digest(fmt.Sprint(2010+i), year(2010+i), counted(received, n))
		list = append(list, &d)
	}
	return list
}

func TestOutliersOfHistory(t *testing.T) {
	for _, c := range []struct {
		name string
		list []*Digest
		want string
	}{
		{"even years", years(100, 110, 95, 105, 100, 98), ""},
		{"one too many", years(100, 110, 95, 1050, 100, 98), "2013: 1050, not 34–300 (median 100 of 5)"},
		{"one that lost a digit", years(100, 110, 95, 10, 100, 98), "2013: 10, not 34–300 (median 100 of 5)"},
		{"the same, then none", years(100, 100, 100, 100, 100, 0), "2015: 0, not 34–300 (median 100 of 5)"},
		{"growth", years(100, 150, 220, 330, 500, 750), ""},
		{"few years", years(100, 110, 95, 1050), ""},
		{"small numbers", years(0, 1, 0, 2, 9, 0), ""},
		{"small numbers and a large one", years(0, 1, 0, 2, 90, 0), "2014: 90, not 0–32 (median 0 of 5)"},
		{"numbers all over", years(10, 1000, 50, 5000, 200, 9000), ""},
		{"numbers that are not there", append(years(100, 110, 95, 1050), years(-1, -1, -1)...), ""},
	} {
		var got []string
		for _, o := range Outliers(c.list) {
			if o.Code != gongkai.OutlierHistory || o.Indicator != "requests_received" {
				t.Errorf("%s: %v", c.name, o)
			}
			got = append(got, fmt.Sprintf("%s: %d, not %d–%d (median %d of %d)", o.ReportID, o.Found, o.Low, o.High, o.Median, o.Of))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

// TestOutliersCompareLikeWithLike: numbers of another definition, of other years,
// levels and functions are not compared.
func TestOutliersCompareLikeWithLike(t *testing.T) {
	peer := func(i int, a gongkai.Agency, n int64, change ...func(*Digest)) *Digest {
		a.ID = fmt.Sprint(a.ID, i)
		d := digest(a.ID, append([]func(*Digest){ofAgency(&a), counted(received, n)}, change...)...)
		return &d
	}
	for _, c := range []struct {
		name string
		odd  *Digest
		want int
	}{
		{"a peer", peer(99, *lanjia, 5000), 1},
		{"a number of another definition", peer(99, *lanjia, 5000, noted(received, "answers")), 0},
		{"another year", peer(99, *lanjia, 5000, year(2021)), 0},
		{"another level", peer(99, *qingwu, 5000), 0},
		{"another function", peer(99, gongkai.Agency{ID: "x", Level: gongkai.County, Function: "police"}, 5000), 0},
		{"no function", peer(99, gongkai.Agency{ID: "x", Level: gongkai.County}, 5000), 0},
		{"an agency that is not proven", func() *Digest { d := digest("x", unproven("岚嘉县民政局"), counted(received, 5000)); return &d }(), 0},
	} {
		var list []*Digest
		for i := range 10 {
			list = append(list, peer(i, *lanjia, int64(40+5*i)))
		}
		if got := Outliers(append(list, c.odd)); len(got) != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if got := Outliers(append(list[:7:7], c.odd)); len(got) != 0 {
			t.Errorf("%s among 7: %v", c.name, got)
		}
	}
}

// TestOutliersAreFew: agencies whose numbers scatter as counts do, around a
// level that drifts, have hardly any outliers, and a number ten times as large is
// one nearly always.
func TestOutliersAreFew(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var list []*Digest
	odd := map[string]bool{}
	for i := range 300 {
		agency := &gongkai.Agency{ID: fmt.Sprintf("%06d", i), Level: gongkai.Level(1 + i%4), Function: "government"}
		level := 1 + rng.ExpFloat64()*100
		for y := range 8 {
			level *= 0.8 + 0.45*rng.Float64()
			n := int64(max(0, level+rng.NormFloat64()*level/4))
			d := digest(fmt.Sprintf("%s-%d", agency.ID, y), ofAgency(agency), year(2014+y), counted(received, n))
			if i%20 == 0 && y == 5 && n >= 20 {
				d.Counts[received].N *= 10
				odd[d.ReportID] = true
			}
			list = append(list, &d)
		}
	}
	seen, wrong := 0, 0
	for _, o := range Outliers(list) {
		if o.Code == gongkai.OutlierHistory && odd[o.ReportID] {
			seen++
		} else {
			wrong++
		}
	}
	t.Logf("%d of %d seen, %d of %d numbers said to be far off that are not", seen, len(odd), wrong, len(list))
	if seen*10 < len(odd)*8 || wrong*50 > len(list) {
		t.Errorf("%d of %d seen, %d others of %d", seen, len(odd), wrong, len(list))
	}
}

func TestOutlierFinding(t *testing.T) {
	r := sample(t, 2, gongkai.FormatHTML)
	f := Outlier{Code: gongkai.OutlierPeers, Indicator: "reviews_closed", Found: 900, Low: 3, High: 40, Median: 12, Of: 30}.Finding(r)
	if f.Expected != "3–40" || f.Found != "900" || f.Detail != "reviews_closed; median 12; n = 30" || f.Severity() != gongkai.Info || len(f.Cells) != 3 {
		t.Errorf("%+v", f)
	}
}

func TestSums(t *testing.T) {
	agencies := []gongkai.Agency{*qingwu}
	var list []*Digest
	parent := digest("p", counted(received, 100))
	for i := range 5 {
		a := *lanjia
		a.ID = fmt.Sprintf("99000%d-government", i+2)
		if i == 4 {
			a.Successor = "990002-government"
		}
		agencies = append(agencies, a)
		n := int64(30)
		if i == 3 {
			n = -1
		}
		d := digest(fmt.Sprint(i), ofAgency(&a), counted(received, n))
		if i < 4 {
			list = append(list, &d)
		}
	}
	bureau := gongkai.Agency{ID: "990001-police", Level: gongkai.County, Function: "police", Parent: qingwu.ID}
	department := digest("d", ofAgency(&bureau), counted(received, 1000))
	city := gongkai.Agency{ID: "990000-police", Level: gongkai.Prefecture, Function: "police"}
	bureau2 := gongkai.Agency{ID: "990002-police", Level: gongkai.County, Function: "police", Parent: city.ID}
	police := digest("e", ofAgency(&city), counted(received, 1))
	below := digest("f", ofAgency(&bureau2), counted(received, 1000))
	agencies = append(agencies, bureau, city, bureau2)
	list = append(list, &police, &below)
	list = append(list, &parent, &department)

	sums := Sums(list, agencies)
	if len(sums) != 1 || sums[0] != (Sum{ReportID: "p", Indicator: "requests_received", Value: 100, Total: 90, With: 3, Of: 4}) {
		t.Fatalf("%+v", sums)
	}
	r := sample(t, 2, gongkai.FormatHTML)
	for _, c := range []struct {
		value int64
		area  bool
		want  bool
	}{{100, true, false}, {90, true, false}, {89, true, true}, {89, false, false}} {
		parent.Counts[received].N, parent.Area = c.value, c.area
		s := Sums(list, agencies)[0]
		f, ok := s.Finding(r)
		if ok != c.want || ok && (f.Expected != "≥ 90" || f.Found != "89" || f.Detail != "requests_received; 3/4" || f.Severity() != gongkai.Info || len(f.Cells) != 1) {
			t.Errorf("%+v: %t, %+v", c, ok, f)
		}
	}
}

func TestCountsArea(t *testing.T) {
	for text, want := range map[string]bool{
		"2022年，全市各级行政机关共收到政府信息公开申请300件。": true,
		"全縣共受理申請12件。":              true,
		"我局收到申请3件。":                false,
		"全市召开会议3次。我局收到申请3件。":       false,
		"全市公开信息3000条，其中收到12345来电。": false,
	} {
		r := &gongkai.Report{Sections: []gongkai.Section{{Code: "overview", Text: text}}}
		if got := DigestOf("a", r, nil).Area; got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
