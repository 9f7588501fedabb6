package synth

import (
	"math/rand/v2"
	"slices"

	"gongkai"
)

// Layouts that orders name besides the official ones. The truth of an
// UnknownList is narrative, as a reader must call it.
const (
	Fujian2009  gongkai.Layout = "cn-fujian-2009"
	Coded2008   gongkai.Layout = "cn-coded-2008"
	UnknownList gongkai.Layout = "unknown-list"
)

// LayoutShare is a layout and how many of a hundred documents of a corpus
// follow it.
type LayoutShare struct {
	Layout gongkai.Layout
	Share  int
	// What says what the documents look like.
	What string
}

// Layouts are all that can be ordered. The shares weigh the official tables
// most, and give every other layout enough documents to be measured.
func Layouts() []LayoutShare { return slices.Clone(layoutShares) }

var layoutShares = []LayoutShare{
	{gongkai.Layout2021, 30, "the tables of 2021, and hybrids"},
	{gongkai.Layout2019, 18, "the tables of 2019, and hybrids"},
	{gongkai.Layout2014, 24, "政府信息公开情况统计表 of 2014-2018, an annex after the prose"},
	{Fujian2009, 12, "the local list of Fujian, forms A, B and C"},
	{Coded2008, 5, "the list of 35 rows with codes, before 2014"},
	{UnknownList, 5, "an indicator list that no file describes"},
	{gongkai.LayoutNarrative, 6, "prose without tables"},
}

// The layouts that deviations apply to, as they say in Deviation.Layouts.
var (
	official   = []gongkai.Layout{gongkai.Layout2019, gongkai.Layout2021}
	only2019   = []gongkai.Layout{gongkai.Layout2019}
	only2021   = []gongkai.Layout{gongkai.Layout2021}
	only2014   = []gongkai.Layout{gongkai.Layout2014}
	onlyFujian = []gongkai.Layout{Fujian2009}
	knownLists = []gongkai.Layout{gongkai.Layout2014, Fujian2009, Coded2008}
	lists      = []gongkai.Layout{gongkai.Layout2014, Fujian2009, Coded2008, UnknownList}
	summed     = slices.Concat(official, knownLists) // tables that state sums
	tabled     = slices.Concat(official, lists)
)

// drawLayout chooses one of the layouts by their shares.
func drawLayout(rng *rand.Rand, from []LayoutShare) gongkai.Layout {
	sum := 0
	for _, l := range from {
		sum += l.Share
	}
	at := rng.IntN(sum)
	for _, l := range from {
		if at -= l.Share; at < 0 {
			return l.Layout
		}
	}
	panic("synth: shares do not add up") // our own bug
}
