package normalize

import (
	"slices"

	"gongkai"
)

const (
	// maxCrops and maxCropBytes bound the pictures that one report carries.
	maxCrops     = 400
	maxCropBytes = 64 << 10
)

// keepCrops leaves the pictures of the cells that a human should look at: those that
// are doubtful, in a sum that fails or is open, or in words. They are in the order of
// the cells.
func keepCrops(r *gongkai.Report, results []result) {
	if len(r.Crops) == 0 {
		return
	}
	looked := map[gongkai.CellRef]bool{}
	if r.Status != gongkai.Verified {
		for _, res := range results {
			if res.outcome == fails || res.outcome == undecided {
				for _, ref := range append(slices.Clone(res.Left), res.Right...) {
					looked[ref] = true
				}
			}
		}
	}
	crops := map[gongkai.CellRef]gongkai.Crop{}
	for _, c := range r.Crops {
		crops[c.Cell] = c
	}
	var kept []gongkai.Crop
	for ref, v := range r.Cells() {
		c, ok := crops[ref]
		look := looked[ref] || v.Proof == gongkai.Doubtful || v.Uncertain != "" || v.State == gongkai.Text
		if ok && look && len(c.PNG) <= maxCropBytes && len(kept) < maxCrops {
			kept = append(kept, c)
		}
	}
	r.Crops = kept
}
