package agencies

import (
	"slices"
	"testing"

	"gongkai"
)

func TestBelow(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]struct {
		n      int
		member string
		level  gongkai.Level
	}{
		"000000-government": {31, "320000-government", gongkai.Province},
		"320000-government": {13, "320800-government", gongkai.Prefecture},
		"320800-government": {7, "320813-government", gongkai.County},
		"110000-government": {16, "110105-government", gongkai.County},
	} {
		got := r.Below(id)
		if len(got) != want.n || !slices.ContainsFunc(got, func(a gongkai.Agency) bool { return a.ID == want.member && a.Level == want.level }) {
			t.Errorf("below %s are %d, want %d with %s: %v", id, len(got), want.n, want.member, got)
		}
	}
	if towns := r.Below("320813-government"); len(towns) < 5 || towns[0].Level != gongkai.Township || towns[0].Parent != "320813-government" {
		t.Errorf("below a county: %v", towns)
	}
	for _, id := range []string{"", "320813-public_security", "320813", "no such"} {
		if got := r.Below(id); got != nil {
			t.Errorf("below %q: %v", id, got)
		}
	}
}

func BenchmarkBelow(b *testing.B) {
	r, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r.Below("320800-government")
	}
}
