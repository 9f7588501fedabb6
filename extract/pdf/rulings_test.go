package pdf

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// upright is a page of 200 × 100 points without rotation.
var upright = frame{right: 200, top: 100}

func rectangleOf(left, bottom, right, top float64) subpath {
	return subpath{points: []point{{left, bottom}, {right, bottom}, {right, top}, {left, top}}, curved: make([]bool, 4), closed: true}
}

func TestRulings(t *testing.T) {
	line := subpath{points: []point{{10, 90}, {60, 90}}, curved: make([]bool, 2)}
	tests := []struct {
		name string
		path path
		want []Ruling
	}{
		{"stroked line", path{stroked: true, strokePt: 1, subpaths: []subpath{line}}, []Ruling{{At: 10, From: 10, To: 60}}},
		{"stroke too thick for a line", path{stroked: true, strokePt: 9, subpaths: []subpath{line}}, nil},
		{"filled thin rectangle", path{filled: true, subpaths: []subpath{rectangleOf(10, 20, 11, 80)}},
			[]Ruling{{Vertical: true, At: 10.5, From: 20, To: 80}}},
		{"shading", path{filled: true, subpaths: []subpath{rectangleOf(10, 20, 50, 80)}}, nil},
		{"dot", path{filled: true, subpaths: []subpath{rectangleOf(10, 20, 11, 21)}}, nil},
		{"stroked rectangle", path{stroked: true, strokePt: 0.5, subpaths: []subpath{rectangleOf(10, 20, 50, 80)}}, []Ruling{
			{At: 80, From: 10, To: 50}, {Vertical: true, At: 50, From: 20, To: 80},
			{At: 20, From: 10, To: 50}, {Vertical: true, At: 10, From: 20, To: 80}}},
		{"slanted line", path{stroked: true, subpaths: []subpath{{points: []point{{10, 20}, {50, 80}}, curved: make([]bool, 2)}}}, nil},
		{"curve", path{stroked: true, subpaths: []subpath{{points: []point{{10, 20}, {50, 20}}, curved: []bool{false, true}}}}, nil},
		{"one point", path{stroked: true, filled: true, subpaths: []subpath{{points: []point{{10, 20}}, curved: []bool{false}, closed: true}}}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, rulings([]path{test.path}, upright)); diff != "" {
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
