package across

import (
	"cmp"
	"math"
	"slices"
	"unicode"

	"gongkai"
)

// NarrativeSections are the sections that are about the year in words, and that
// are compared between reports.
var NarrativeSections = [2]string{"overview", "problems"}

// What makes sections alike.
const (
	// shingle is the length in characters of the pieces of text that are compared,
	// as in normalize.Successive.
	shingle = 8
	// minLetters is the least length of a section that can be a copy: everybody
	// writes "无其他需要报告的事项".
	minLetters = 60
	// hashes is the length of a signature. Their agreement estimates the share of
	// pieces that two texts share, within 0.06 (one standard deviation at 0.5).
	hashes = 64
	// bandRows hashes in a row must agree for two reports to be compared at all: of
	// texts that share 2/3 of their pieces 97 % meet in one of the 16 bands, of
	// those that share 1/5 3 %.
	bandRows = 4
	bands    = hashes / bandRows
	// candidateShare is the least estimate for a candidate: a copy whose sections
	// are of one length and share copiedShare of the later's pieces shares 2/3 of
	// all, less twice the error of the estimate.
	candidateShare = 0.5
	// commonShare of the reports, at least minCommon and at most maxCommon, have a
	// piece that is nobody's: official phrases, a county's template.
	commonShare = 0.05
	minCommon   = 20
	maxCommon   = 100
	// minOwn is how many hashes of a signature must not be common for the section to
	// have a text of its own.
	minOwn = 16
	// maxCopies is how many reports are named that a section is like.
	maxCopies = 5
)

// Narrative is the signature of a section: for each of 64 hash functions the
// least hash of the section's pieces (MinHash: Broder, On the resemblance and
// containment of documents, 1997). The zero value is a section that is not there
// or too short to be a copy.
type Narrative struct {
	Letters   int32
	Signature [hashes]uint32
}

// narrativeOf signs a text.
func narrativeOf(text []rune) Narrative {
	var n Narrative
	if len(text) < minLetters {
		return n
	}
	n.Letters = int32(len(text))
	for i := range n.Signature {
		n.Signature[i] = math.MaxUint32
	}
	for i := 0; i+shingle <= len(text); i++ {
		h := uint64(14695981039346656037)
		for _, c := range text[i : i+shingle] {
			h = (h ^ uint64(c)) * 1099511628211
		}
		for j, f := range families {
			n.Signature[j] = min(n.Signature[j], uint32((f.a*h+f.b)>>32))
		}
	}
	return n
}

// families are the multiply-shift hash functions (Dietzfelbinger and others, 1997)
// that are applied to the FNV-1a hash of a piece.
var families = func() (list [hashes]struct{ a, b uint64 }) {
	var state uint64
	next := func() uint64 { // SplitMix64
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
	for i := range list {
		list[i].a, list[i].b = next()|1, next()
	}
	return list
}()

// Alike is a section of a report that others' are like.
type Alike struct {
	*Digest
	Section string
	// To are the reports, the most similar first, at most 5; they are earlier than
	// the report, or nothing says which is. More is the number of others.
	To   []*Digest
	More int
}

// Copies looks for sections that are like those of other reports, by their
// signatures: it is for Copied to say how far they are. Pieces that many reports
// have do not count, so that official phrases and templates make no copies.
//
// Principals are digests of principal documents; the result is in their order,
// then that of NarrativeSections.
func Copies(principals []*Digest) []Alike {
	position := map[*Digest]int{}
	for i, d := range principals {
		position[d] = i
	}
	var alike []Alike
	for section, name := range NarrativeSections {
		for later, to := range similar(principals, section) {
			slices.SortFunc(to, func(a, b match) int {
				return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.with.ReportID, b.with.ReportID))
			})
			a := Alike{Digest: later, Section: name, More: max(0, len(to)-maxCopies)}
			for _, m := range to[:len(to)-a.More] {
				a.To = append(a.To, m.with)
			}
			alike = append(alike, a)
		}
	}
	slices.SortFunc(alike, func(a, b Alike) int {
		return cmp.Or(cmp.Compare(position[a.Digest], position[b.Digest]),
			cmp.Compare(slices.Index(NarrativeSections[:], a.Section), slices.Index(NarrativeSections[:], b.Section)))
	})
	return alike
}

type match struct {
	with  *Digest
	share float64
}

// similar finds, for every report, the earlier ones that it is like, by locality
// sensitive hashing: reports meet if a band of their signatures is equal.
func similar(principals []*Digest, section int) map[*Digest][]match {
	var texts []*Digest
	for _, d := range principals {
		if d.Narratives[section].Letters > 0 {
			texts = append(texts, d)
		}
	}
	limit := min(maxCommon, max(minCommon, int(commonShare*float64(len(texts)))))
	common := commonHashes(texts, section, limit)
	found := map[*Digest][]match{}
	type entry struct {
		key uint64
		i   int
	}
	entries := make([]entry, 0, len(texts))
	for band := range bands {
		entries = entries[:0]
		mask := uint64(1<<bandRows-1) << (band * bandRows)
		for i, d := range texts {
			if common[i]&mask == mask {
				continue
			}
			entries = append(entries, entry{bandKey(d, section, band), i})
		}
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.key, b.key), a.i-b.i) })
		for len(entries) > 0 {
			n := 1
			for n < len(entries) && entries[n].key == entries[0].key {
				n++
			}
			for x := range n {
				for y := range x {
					i, j := entries[x].i, entries[y].i
					if metBefore(texts[i], texts[j], section, band, common[i]|common[j]) {
						continue
					}
					if share := estimate(texts[i], texts[j], section, common[i]|common[j]); share >= candidateShare {
						later, earlier := texts[i], texts[j]
						if before(later, earlier) {
							later, earlier = earlier, later
						}
						found[later] = append(found[later], match{earlier, share})
					}
				}
			}
			entries = entries[n:]
		}
	}
	return found
}

// commonHashes says of each text which hashes of its signature, as bits, more
// than limit texts have.
func commonHashes(texts []*Digest, section, limit int) []uint64 {
	common := make([]uint64, len(texts))
	sorted := make([]uint64, len(texts)) // the hash, then whose it is
	for h := range hashes {
		for i, d := range texts {
			sorted[i] = uint64(d.Narratives[section].Signature[h])<<32 | uint64(i)
		}
		slices.Sort(sorted)
		for start := 0; start < len(sorted); {
			end := start + 1
			for end < len(sorted) && sorted[end]>>32 == sorted[start]>>32 {
				end++
			}
			if end-start > limit {
				for _, s := range sorted[start:end] {
					common[uint32(s)] |= 1 << h
				}
			}
			start = end
		}
	}
	return common
}

func bandKey(d *Digest, section, band int) uint64 {
	key := uint64(14695981039346656037)
	for _, h := range d.Narratives[section].Signature[band*bandRows : (band+1)*bandRows] {
		key = (key ^ uint64(h)) * 1099511628211
	}
	return key
}

// metBefore reports whether two texts met in an earlier band.
func metBefore(a, b *Digest, section, band int, common uint64) bool {
	for earlier := range band {
		mask := uint64(1<<bandRows-1) << (earlier * bandRows)
		if common&mask != mask && bandKey(a, section, earlier) == bandKey(b, section, earlier) {
			return true
		}
	}
	return false
}

// estimate is the share of the pieces of two texts that both have, those left out
// that are common; 0 where too few are left.
func estimate(a, b *Digest, section int, common uint64) float64 {
	own, equal := 0, 0
	for h := range hashes {
		if common>>h&1 == 0 {
			own++
			if a.Narratives[section].Signature[h] == b.Narratives[section].Signature[h] {
				equal++
			}
		}
	}
	if own < minOwn {
		return 0
	}
	return float64(equal) / float64(own)
}

// before orders reports by the year reported on, then by the date of publication
// where both have one, then by report_id, which says nothing.
func before(a, b *Digest) bool {
	if a.Year != b.Year {
		return a.Year < b.Year
	}
	if a.Published != "" && b.Published != "" && a.Published != b.Published {
		return a.Published < b.Published
	}
	return a.ReportID < b.ReportID
}

// sectionText is the text of the sections of a code, in simplified characters.
func sectionText(r *gongkai.Report, code string) string {
	var text string
	for _, s := range r.Sections {
		if s.Code == code {
			text += s.Text + "\n"
		}
	}
	return gongkai.Simplify(text)
}

// letters are the letters of a text and where they stand in it: digits do not
// count, for a copy has another year.
func letters(text string) (runes []rune, places []int) {
	for at, c := range text {
		if unicode.IsLetter(c) {
			runes, places = append(runes, c), append(places, at)
		}
	}
	return runes, places
}
