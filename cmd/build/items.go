package build

import (
	"cmp"
	"slices"

	"gongkai/corpus"
	"gongkai/normalize"
)

// SortForSinks sorts by digest and path as it is printed, those without a digest
// first. Names that are not UTF-8 sort differently when they are printed. Of equal
// documents one is read, if possible one on a government host: where it was
// published says whose it is. The others repeat it.
func SortForSinks(items []corpus.Item) {
	slices.SortStableFunc(items, func(a, b corpus.Item) int {
		return cmp.Or(cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Display(), b.Display()))
	})
	for first := 0; first < len(items); {
		next := first + 1
		for next < len(items) && items[first].SHA256 != "" && items[next].SHA256 == items[first].SHA256 {
			next++
		}
		equal := items[first:next]
		best := slices.MinFunc(equal, func(a, b corpus.Item) int { return cmp.Compare(origin(a), origin(b)) })
		for i := range equal {
			equal[i].DuplicateOf = ""
			if equal[i].Path != best.Path {
				equal[i].DuplicateOf = best.Display()
			}
		}
		first = next
	}
}

// origin orders where a document was published: a government host, nowhere that is
// known, another host.
func origin(i corpus.Item) int {
	switch address := i.URL(); {
	case address == "":
		return 1
	case normalize.Official(address):
		return 0
	}
	return 2
}
