package page

import "testing"

// FuzzTables: whatever the lines are, the cells tile the tables.
func FuzzTables(f *testing.F) {
	f.Add([]byte("\x00\x0a\x0a\x32\x01\x0a\x0a\x32\x00\x32\x0a\x32\x01\x32\x0a\x32\x01\x14\x0a\x32"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var drawn []Ruling
		for ; len(data) >= 4; data = data[4:] {
			drawn = append(drawn, Ruling{Vertical: data[0]&1 == 1, At: float64(data[1]) * 0.7,
				From: float64(data[2]), To: float64(data[2]) + float64(data[3])})
		}
		groups, err := components(merge(drawn))
		if err != nil {
			t.Fatal(err)
		}
		found, err := tables(groups, 1, 100_000)
		if err != nil {
			return
		}
		for _, table := range found {
			grid, findings := table.grid([]*Page{{Number: 1}})
			if err := grid.Check(); err != nil || len(findings) > 0 {
				t.Errorf("%v, findings %v", err, findings)
			}
		}
	})
}
