package form

import (
	"strings"
	"unicode"

	"gongkai"
)

// key is a label as it is compared: its numbering apart, and its text without
// white space, punctuation and notes in brackets.
type key struct {
	number string // "一", "(一)", "1", "第一" …; empty when none
	core   string // the text with the notes' words
	bare   string // the text without the notes
}

// keyOf normalises a printed label.
func keyOf(printed string) key {
	if isDigits(printed) && len(printed) > 2 {
		// Most cells are numbers, and have nothing to fold.
		return key{core: printed, bare: printed}
	}
	text := fold(printed)
	number, rest := cutNumber(text)
	return key{number: number, core: letters(rest), bare: letters(cutNotes(rest))}
}

// fold removes white space, makes full-width forms and look-alike brackets
// half-width, and folds what mirror pages do to characters.
func fold(s string) string {
	if graphic(s) {
		return s
	}
	return gongkai.Simplify(strings.Map(func(r rune) rune {
		switch {
		case han(r): // most are, and need no tables
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
			return -1
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '〔' || r == '【' || r == '﹙' || r == '［':
			return '('
		case r == '〕' || r == '】' || r == '﹚' || r == '］':
			return ')'
		}
		return r
	}, s))
}

// graphic reports whether the text is ASCII without white space: most cells are
// a number, in which there is nothing to fold.
func graphic(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7F {
			return false
		}
	}
	return true
}

// han reports whether r is in the block CJK Unified Ideographs.
func han(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

const numerals = "一二三四五六七八九十"

// cutNumber separates the numbering from folded text: "一、", "(一)", "1.",
// "1、", "1", "⑴" is not numbering that the forms use. A numeral counts only
// when a mark follows it, so that "一稳定" and "三类" stay words.
func cutNumber(s string) (number, rest string) {
	open := strings.HasPrefix(s, "(")
	body := strings.TrimPrefix(s, "(")
	end := strings.IndexFunc(body, func(r rune) bool {
		return !strings.ContainsRune(numerals, r) && (r < '0' || r > '9')
	})
	if end <= 0 {
		return "", s
	}
	number, rest = body[:end], body[end:]
	if len(number) > len("二十一") || isDigits(number) && len(number) > 2 {
		return "", s
	}
	marks := strings.IndexFunc(rest, func(r rune) bool { return !strings.ContainsRune("、.,:)·．。", r) })
	switch {
	case marks < 0:
		marks = len(rest)
	case marks == 0 && !(isDigits(number) && rest != ""):
		return "", s
	}
	if open || strings.HasPrefix(rest, ")") {
		number = "(" + number + ")"
	}
	return number, rest[marks:]
}

func isDigits(s string) bool {
	for _, b := range []byte(s) {
		if b < '0' || b > '9' {
			return false
		}
	}
	return s != ""
}

// cutNotes removes what stands in brackets, closed or not.
func cutNotes(s string) string {
	if !strings.ContainsAny(s, "()") {
		return s
	}
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth = max(depth-1, 0)
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// letters keeps letters and digits only.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if han(r) || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// vocabulary is a set of labels that may stand in one kind of place.
type vocabulary struct {
	entries []entry
	exact   map[string]int // core → the only code's entry, -1 when several codes share it
}

type entry struct {
	code   string
	number string
	group  string
	text   string // official text, for findings
	core   []rune
}

// newVocabulary indexes labels that stand in no group.
func newVocabulary(lists ...[]label) *vocabulary {
	v := &vocabulary{exact: map[string]int{}}
	for _, list := range lists {
		for _, l := range list {
			v.add(l, "")
		}
	}
	return v
}

func (v *vocabulary) add(l label, group string) {
	for _, text := range l.texts {
		core := letters(fold(text))
		e := entry{code: l.code, number: l.number, group: group, text: text, core: []rune(core)}
		if at, ok := v.exact[core]; !ok {
			v.exact[core] = len(v.entries)
		} else if at >= 0 && v.entries[at].code != l.code {
			v.exact[core] = -1
		} else {
			continue
		}
		v.entries = append(v.entries, e)
	}
}

// match is the best label for a printed text.
type match struct {
	*entry
	exact bool // nothing but what is tolerated differs
}

// Tolerances of label matching. TestMisprintedLabels holds the misprints of
// real reports that they must let through, and the near misses that they must
// not.
const (
	// minSimilarity is the least share of a label that must be right:
	// "其他法律行政止公开" keeps 9 of the 12 characters of its label.
	minSimilarity = 0.7
	// minMargin is how much better than the next label it must be:
	// "予公开" is as near to 予以公开 as to 不予公开, and neither.
	minMargin = 0.08
	// minPrefix is the least number of characters at which the beginning of
	// one label stands for it: 处理决定 for 处理决定数量.
	minPrefix = 4
)

// find returns the label that the printed text is, if any. Group restricts
// labels that exist in groups to that group when it is known; number decides
// between labels that are equally near.
func (v *vocabulary) find(k key, group string) (match, bool) {
	for _, core := range []string{k.bare, k.core} {
		if at, ok := v.exact[core]; ok && core != "" {
			if at >= 0 {
				return match{&v.entries[at], true}, !anotherYear(k, &v.entries[at])
			}
			return v.among(core, k.number, group)
		}
	}
	if k.bare == "" {
		return match{}, false
	}
	return v.nearest(k, group)
}

// among chooses between codes that print the same text, by group, then by
// number.
func (v *vocabulary) among(core, number, group string) (match, bool) {
	var found []*entry
	for i := range v.entries {
		if e := &v.entries[i]; string(e.core) == core && e.group == group {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		found = found[:0]
		for i := range v.entries {
			if e := &v.entries[i]; string(e.core) == core && e.number == number {
				found = append(found, e)
			}
		}
	}
	if len(found) != 1 {
		return match{}, false
	}
	return match{found[0], true}, true
}

// nearest finds the label with the highest similarity above the tolerances.
func (v *vocabulary) nearest(k key, group string) (match, bool) {
	if strings.ContainsAny(k.bare, "0123456789") {
		// A number that ran into its label: 行政许可53.
		return match{}, false
	}
	var best, next *entry
	var bestScore, nextScore float64
	bare, core := []rune(k.bare), []rune(k.core)
	for i := range v.entries {
		e := &v.entries[i]
		score := similarity(bare, e.core)
		if k.core != k.bare {
			score = max(score, similarity(core, e.core))
		}
		if score < minSimilarity || changesMeaning(k, e) {
			continue
		}
		// Number and group speak for a label only where its text already does.
		if e.number != "" && e.number == k.number {
			score += minMargin
		}
		if e.group != "" && e.group == group {
			score += minMargin
		}
		switch {
		case best != nil && e.code == best.code:
			bestScore = max(bestScore, score)
		case best == nil || score > bestScore:
			best, next, bestScore, nextScore = e, best, score, bestScore
		case next == nil || score > nextScore:
			next, nextScore = e, score
		}
	}
	if best == nil || next != nil && bestScore-nextScore < minMargin-1e-9 {
		return match{}, false
	}
	return match{entry: best}, true
}

// meaning are the words that make a label say something else. A label may lose
// one of them in print; one that its official text does not have makes it
// another label, however alike the rest is: 上年收费金额 is not 本年收费金额.
var meaning = []string{"上年", "本年", "下年", "累计", "历年", "有效", "失效", "新收", "结转", "废止", "制发", "执行", "非", "不", "未", "无", "党", "其他"}

// sameWord replaces other ways to say a word of meaning.
var sameWord = strings.NewReplacer("上一年度", "上年", "上一年", "上年", "上年度", "上年", "去年", "上年", "今年", "本年", "本年度", "本年", "下一年", "下年", "无效", "失效", "其它", "其他")

// changesMeaning reports whether the printed label has a word of meaning that
// the entry's text does not have.
func changesMeaning(k key, e *entry) bool {
	text, official := sameWord.Replace(k.bare), sameWord.Replace(string(e.core))
	for _, word := range meaning {
		if strings.Contains(text, word) && !strings.Contains(official, word) {
			return true
		}
	}
	return false
}

// anotherYear reports whether the label's notes say that it is about another
// time than the official label: 现行有效件数（上年）.
func anotherYear(k key, e *entry) bool {
	if k.core == string(e.core) {
		return false
	}
	text, official := sameWord.Replace(k.core), sameWord.Replace(string(e.core))
	for _, word := range []string{"上年", "下年", "累计", "历年"} {
		if strings.Contains(text, word) && !strings.Contains(official, word) {
			return true
		}
	}
	return false
}

// similarity is the share of the label that is right, in [0, 1]. One missing
// character is tolerated in labels of two or three characters too, one wrong
// character in labels of three: 其中 is not 其他.
func similarity(text, label []rune) float64 {
	n := max(len(text), len(label))
	if n == 0 || len(text) == 0 {
		return 0
	}
	if short := min(len(text), len(label)); short >= minPrefix && string(text[:short]) == string(label[:short]) {
		return max(minSimilarity, 1-float64(n-short)/float64(n))
	}
	if n <= 3 {
		if d := distance(text, label); d == 1 && (len(label) == 3 || len(label) == 2 && len(text) == 1) {
			return minSimilarity
		}
		return 0
	}
	// Lengths alone can rule a label out before the distance is computed.
	if float64(abs(len(text)-len(label))) > (1-minSimilarity)*float64(n) {
		return 0
	}
	d := distance(text, label)
	return 1 - float64(d)/float64(n)
}

func abs(n int) int { return max(n, -n) }

// distance is the Levenshtein distance in characters.
func distance(a, b []rune) int {
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	current := make([]int, len(b)+1)
	for i := range a {
		current[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			current[j+1] = min(previous[j]+cost, previous[j+1]+1, current[j]+1)
		}
		previous, current = current, previous
	}
	return previous[len(b)]
}
