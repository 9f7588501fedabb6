package page

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rectangleOf(left, bottom, right, top float64) Subpath {
	return Subpath{Points: []Point{{left, bottom}, {right, bottom}, {right, top}, {left, top}}, Curved: make([]bool, 4), Closed: true}
}

func TestRulings(t *testing.T) {
	line := Subpath{Points: []Point{{10, 10}, {60, 10}}, Curved: make([]bool, 2)}
	tests := []struct {
		name string
		path Path
		want []Ruling
	}{
		{"stroked line", Path{Stroked: true, StrokePt: 1, Subpaths: []Subpath{line}}, []Ruling{{At: 10, From: 10, To: 60}}},
		{"stroke too thick for a line", Path{Stroked: true, StrokePt: 9, Subpaths: []Subpath{line}}, nil},
		{"filled thin rectangle", Path{Filled: true, Subpaths: []Subpath{rectangleOf(10, 80, 11, 20)}},
			[]Ruling{{Vertical: true, At: 10.5, From: 20, To: 80}}},
		{"shading", Path{Filled: true, Subpaths: []Subpath{rectangleOf(10, 80, 50, 20)}}, nil},
		{"dot", Path{Filled: true, Subpaths: []Subpath{rectangleOf(10, 20, 11, 21)}}, nil},
		{"stroked rectangle", Path{Stroked: true, StrokePt: 0.5, Subpaths: []Subpath{rectangleOf(10, 80, 50, 20)}}, []Ruling{
			{At: 80, From: 10, To: 50}, {Vertical: true, At: 50, From: 20, To: 80},
			{At: 20, From: 10, To: 50}, {Vertical: true, At: 10, From: 20, To: 80}}},
		{"slanted line", Path{Stroked: true, Subpaths: []Subpath{{Points: []Point{{10, 20}, {50, 80}}, Curved: make([]bool, 2)}}}, nil},
		{"curve", Path{Stroked: true, Subpaths: []Subpath{{Points: []Point{{10, 20}, {50, 20}}, Curved: []bool{false, true}}}}, nil},
		{"one point", Path{Stroked: true, Filled: true, Subpaths: []Subpath{{Points: []Point{{10, 20}}, Curved: []bool{false}, Closed: true}}}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, rulings([]Path{test.path})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMerge(t *testing.T) {
	tests := []struct {
		name     string
		in, want []Ruling
	}{
		{"pieces that meet", []Ruling{{At: 10, From: 50, To: 90}, {At: 10, From: 0, To: 50}}, []Ruling{{At: 10, From: 0, To: 90}}},
		{"a gap", []Ruling{{At: 10, From: 0, To: 50}, {At: 10, From: 54, To: 90}}, []Ruling{{At: 10, From: 0, To: 50}, {At: 10, From: 54, To: 90}}},
		{"doubled: the longer one gives the place", []Ruling{{At: 10, From: 0, To: 50}, {At: 11, From: 0, To: 51}}, []Ruling{{At: 11, From: 0, To: 51}}},
		{"contained", []Ruling{{At: 10, From: 0, To: 50}, {At: 10, From: 20, To: 30}}, []Ruling{{At: 10, From: 0, To: 50}}},
		{"side by side", []Ruling{{At: 10, From: 0, To: 50}, {At: 13, From: 0, To: 50}}, []Ruling{{At: 10, From: 0, To: 50}, {At: 13, From: 0, To: 50}}},
		{"horizontal and vertical", []Ruling{{Vertical: true, At: 10, From: 0, To: 50}, {At: 10, From: 0, To: 50}},
			[]Ruling{{At: 10, From: 0, To: 50}, {Vertical: true, At: 10, From: 0, To: 50}}},
		{"too short", []Ruling{{At: 10, From: 0, To: 3}}, []Ruling{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, in := range [][]Ruling{test.in, reversed(test.in)} {
				if diff := cmp.Diff(test.want, merge(in)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestComponents(t *testing.T) {
	lines := []Ruling{
		{At: 10, From: 10, To: 50}, {At: 50, From: 11.5, To: 50}, // a corner that misses by 1.5
		{At: 90, From: 10, To: 50},
		{Vertical: true, At: 10, From: 10, To: 50}, {Vertical: true, At: 100, From: 0, To: 100},
	}
	groups, err := components(lines)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]Ruling{{lines[0], lines[1], lines[3]}, {lines[2]}, {lines[4]}}
	if diff := cmp.Diff(want, groups); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
