package gongkai_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"gongkai"
)

// TestResolutionJSON: nothing of a resolution is lost in its JSON.
func TestResolutionJSON(t *testing.T) {
	for _, want := range []gongkai.Resolution{
		{},
		{Printed: "公安局", Reason: "no-place", Candidates: []string{"320813-public_security"}},
		{Printed: "洪泽区政府", How: gongkai.ByName, Agency: &gongkai.Agency{ID: "320813-government", Name: "洪泽区人民政府", Short: "洪泽区政府",
			Aliases: []string{"淮安市洪泽区人民政府"}, Division: "320813", Level: gongkai.County, Function: "government", Parent: "320800-government", Successor: "x"},
			Evidence: []gongkai.Evidence{{Field: "agency", Value: "320813", From: "host", Text: "www.hongze.gov.cn"}}},
	} {
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got gongkai.Resolution
		if err := json.Unmarshal(data, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v, %v", data, got, want, err)
		}
	}
	var level gongkai.Level
	if err := level.UnmarshalText([]byte("planet")); err == nil {
		t.Error("planet is a level")
	}
}

// TestResolutionFinding: a finding lists candidates, but not 200 of them.
func TestResolutionFinding(t *testing.T) {
	many := gongkai.Resolution{Printed: "城关镇人民政府", Reason: "ambiguous", Candidates: strings.Fields(strings.Repeat("id ", 200))}
	f, ok := many.Finding()
	if !ok || f.Code != gongkai.AgencyAmbiguous || strings.Count(f.Detail, "id") != 20 || !strings.HasSuffix(f.Detail, " …") {
		t.Errorf("%v %+v", ok, f)
	}
	one := gongkai.Resolution{Printed: "高良涧街道", Reason: "township-without-place", Candidates: []string{"a"}}
	if f, ok := one.Finding(); !ok || f.Code != gongkai.AgencyUnresolved || f.Detail != "township-without-place: a" {
		t.Errorf("%v %+v", ok, f)
	}
	if _, ok := (gongkai.Resolution{Agency: &gongkai.Agency{}}).Finding(); ok {
		t.Error("a finding for a resolved name")
	}
}
