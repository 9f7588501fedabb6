package main

import (
	"strings"
	"testing"
)

// TestFormer: a place that kept its code or its name goes on; one whose
// territory went to several, or whose code another place got, does not.
func TestFormer(t *testing.T) {
	divisions := []division{
		{"320000", "江苏省"}, {"320800", "淮安市"}, {"320803", "淮安区"}, {"320812", "清江浦区"}, {"320813", "洪泽区"},
		{"500000", "重庆市"}, {"500110", "綦江区"}, {"340000", "安徽省"}, {"340422", "寿县"}, {"340711", "郊区"},
	}
	timeline := map[string][]period{
		"320803": {{"楚州区", 2000, 2010}, {"淮安区", 2011, 0}},
		"320812": {{"清江浦区", 2016, 0}},
		"320813": {{"洪泽区", 2016, 0}},
		"320802": {{"清河区", 1983, 2015}},
		"320829": {{"洪泽县", 1983, 2015}},
		"500110": {{"万盛区", 1997, 2010}, {"綦江区", 2011, 0}},
		"341521": {{"寿县", 1999, 2014}},
		"340422": {{"寿县", 2015, 0}},
		"340811": {{"郊区", 0, 2004}},
		"340711": {{"郊区", 2004, 0}},
		"321199": {{"从前县", 1980, 1990}},
	}
	want := map[string]string{"320803 楚州区": "320803", "320802 清河区": "", "320829 洪泽县": "320813", "500110 万盛区": "", "341521 寿县": "340422", "340811 郊区": ""}
	for _, n := range former(divisions, timeline) {
		to, ok := want[n.code+" "+n.name]
		if !ok || to != n.successor {
			t.Errorf("%s %s until %d: successor %q, want %q (%v)", n.code, n.name, n.end, n.successor, to, ok)
		}
		delete(want, n.code+" "+n.name)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

func TestWrite(t *testing.T) {
	got := string(write([]division{{"610000", "陕西省"}, {"610100", "西安市"}, {"610122", "蓝田县"}},
		[]division{{"610122100", "蓝关街道"}, {"610122101", "洩湖镇"}},
		[]named{{division{"610125", "户县"}, 1983, 2015, ""}}, map[string][]period{"610122": {{"蓝田县", 0, 0}}}))
	_, rows, _ := strings.Cut(got, "\n")
	if want := "610000 陕西省\n610100 西安市\n610122 蓝田县\n\t100 蓝关街道\n\t101 洩湖镇 泄湖镇\n-610125 户县 2015\n"; rows != want {
		t.Errorf("got\n%s\nwant\n%s", rows, want)
	}
}
