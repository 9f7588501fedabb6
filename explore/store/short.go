package store

// maxShown is how many characters of a printed text pages get, and maxName of a name: what is longer
// is no name, and browsers stand still over words of that length. The dataset has all of it.
const (
	maxShown = 1000
	maxName  = 200
)

// short is a name as pages show it.
func short(name string) string { return clip(name, maxName) }

// shorten cuts printed texts in their places.
func shorten(texts ...*string) {
	for _, t := range texts {
		*t = clip(*t, maxShown)
	}
}
