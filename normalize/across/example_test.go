package across_test

import (
	"fmt"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/normalize/across"
)

// What a build does: digests while documents are read, then the few pairs that
// must be loaded in full.
func Example() {
	stored := map[string]*gongkai.Report{} // on disk
	var digests []across.Digest
	agency := &gongkai.Agency{ID: "990001-government", Level: gongkai.County, Function: "government"}
	for id, deviation := range map[string]string{"page": "wrong-total", "attachment": ""} {
		order := synth.Order{Seed: 1, Year: 2022, Kind: synth.CountyGovernment}
		if deviation != "" {
			order.Deviations = []string{deviation}
		}
		s, err := synth.New(order)
		if err != nil {
			panic(err)
		}
		s.Truth.Status, s.Truth.Source.Format = gongkai.Verified, gongkai.FormatHTML
		stored[id] = s.Truth
		d := across.DigestOf(id, s.Truth, agency)
		if id == "attachment" {
			d.PageOf = "page"
		}
		digests = append(digests, d)
	}
	for _, g := range across.Groups(digests) {
		for _, m := range g.Others {
			fmt.Println(m.ReportID, "is a", m.Role, "of", g.Principal.ReportID)
		}
		for _, p := range g.Differing() {
			for _, c := range across.Compare(stored[p.First], stored[p.Second], p.Second) {
				fmt.Printf("%s: %s has %q, %s has %q\n", c.Cell, p.First, c.Printed, c.OtherReport, c.Other)
			}
		}
	}
	// Output:
	// page is a twin of attachment
	// requests.other_remaining.total: attachment has "1", page has "2"
}
