package doc

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"

	"gongkai/extract/numerals"
)

const (
	// levelCount is the number of levels of a list, fixed by the standard.
	levelCount = 9

	listSize     = 28 // bytes of an LSTF
	overrideSize = 16 // of an LFO
	levelSize    = 28 // of an LVLF
	noStyleLink  = 0x0FFF
)

// lists are the definitions of automatic numbering, and how far counting has
// come.
type lists struct {
	all       map[uint32]*list
	overrides []override // by sprmPIlfo, less 1
}

// list is an LSTF. Its overrides count on together.
type list struct {
	levels [levelCount]*level
	styles [levelCount]int // paragraph styles that stand for levels
	value  [levelCount]int
	used   [levelCount]bool
}

// level is an LVL.
type level struct {
	start, format int
	legal         bool
	restart       int    // the first level that does not restart this one, -1 for the rule: every level above does
	suffix        string // as numerals.Separate has it
	text          []uint16
	places        [levelCount]byte // where numbers go in text, from 1
}

// override is an LFO with its data: a list, with changes.
type override struct {
	list   *list
	levels [levelCount]*level
	starts [levelCount]*int // where to start anew, until used
}

// readLists reads the lists (PlfLst and the levels behind it) and overrides
// (PlfLfo); ok is false when one is damaged.
func readLists(definitions, behind, overrides []byte) (l *lists, ok bool) {
	l = &lists{all: map[uint32]*list{}}
	return l, l.readDefinitions(definitions, behind) && l.readOverrides(overrides)
}

func (l *lists) readDefinitions(definitions, levels []byte) bool {
	if len(definitions) < 2 {
		return len(definitions) == 0
	}
	n := int(binary.LittleEndian.Uint16(definitions))
	if len(definitions) < 2+listSize*n {
		return false
	}
	for i := range n {
		b := definitions[2+listSize*i:]
		a := &list{}
		for at := range a.styles {
			a.styles[at] = int(binary.LittleEndian.Uint16(b[8+2*at:]))
		}
		count := levelCount
		if b[26]&1 != 0 { // fSimpleList
			count = 1
		}
		for at := range count {
			var ok bool
			if a.levels[at], levels, ok = readLevel(levels); !ok {
				return false
			}
		}
		l.all[binary.LittleEndian.Uint32(b)] = a
	}
	return true
}

// readLevel takes a level off the bytes.
func readLevel(b []byte) (l *level, rest []byte, ok bool) {
	if len(b) < levelSize {
		return nil, nil, false
	}
	flags := b[5]
	l = &level{start: int(int32(binary.LittleEndian.Uint32(b))), format: int(b[4]), legal: flags&4 != 0, restart: -1}
	copy(l.places[:], b[6:15])
	l.suffix = []string{"tab", "space", "nothing"}[min(b[15], 2)]
	if flags&8 != 0 { // fNoRestart
		l.restart = int(b[26])
	}
	formatting := int(b[24]) + int(b[25])
	if len(b) < levelSize+formatting+2 {
		return nil, nil, false
	}
	b = b[levelSize+formatting:]
	n := int(binary.LittleEndian.Uint16(b))
	if b = b[2:]; len(b) < 2*n {
		return nil, nil, false
	}
	for i := range n {
		l.text = append(l.text, binary.LittleEndian.Uint16(b[2*i:]))
	}
	return l, b[2*n:], true
}

func (l *lists) readOverrides(b []byte) bool {
	if len(b) < 4 {
		return len(b) == 0
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n < 0 || (len(b)-4)/overrideSize < n {
		return false
	}
	data := b[4+overrideSize*n:]
	for i := range n {
		lfo := b[4+overrideSize*i:]
		o := override{list: l.all[binary.LittleEndian.Uint32(lfo)]}
		ok := len(data) >= 4
		if ok {
			data = data[4:]
		}
		for range lfo[12] {
			if ok {
				data, ok = o.readLevel(data)
			}
		}
		l.overrides = append(l.overrides, o)
		if !ok {
			return false
		}
	}
	return true
}

// readLevel takes an LFOLVL off the bytes.
func (o *override) readLevel(b []byte) (rest []byte, ok bool) {
	if len(b) < 8 {
		return nil, false
	}
	start, flags := int(int32(binary.LittleEndian.Uint32(b))), b[4]
	at := int(flags & 0xF)
	if at >= levelCount {
		return nil, false
	}
	b = b[8:]
	if flags&0x20 != 0 { // fFormatting
		if o.levels[at], b, ok = readLevel(b); !ok {
			return nil, false
		}
		start = o.levels[at].start
	}
	if flags&0x10 != 0 { // fStartAt
		o.starts[at] = &start
	}
	return b, true
}

// label counts one more paragraph of its list and is what is printed in front
// of it, "" when it cannot be told or nothing is.
func (l *lists) label(f paragraphFormat) string {
	if f.list < 1 || f.list > len(l.overrides) {
		return ""
	}
	o := &l.overrides[f.list-1]
	if o.list == nil {
		return ""
	}
	at := f.level
	if at < 0 {
		at = max(slices.Index(o.list.styles[:], f.style), 0)
	}
	levels := o.list.levels
	for i, own := range o.levels {
		if own != nil {
			levels[i] = own
		}
	}
	if at >= levelCount || levels[at] == nil {
		return ""
	}
	o.list.advance(at, levels, o)
	return o.list.print(at, levels)
}

// advance counts one more paragraph at the level.
func (a *list) advance(at int, levels [levelCount]*level, o *override) {
	switch {
	case o.starts[at] != nil:
		a.value[at], o.starts[at] = *o.starts[at], nil
	case a.used[at]:
		a.value[at]++
	default:
		a.value[at] = levels[at].start
	}
	a.used[at] = true
	for i := at + 1; i < levelCount; i++ {
		if levels[i] == nil || levels[i].restart < 0 || at < levels[i].restart {
			a.used[i] = false
		}
	}
}

// print fills in the text of the level.
func (a *list) print(at int, levels [levelCount]*level) string {
	l := levels[at]
	if formats[l.format] == "bullet" {
		return ""
	}
	var out strings.Builder
	for i, unit := range l.text {
		if unit >= levelCount || !slices.Contains(l.places[:], byte(i+1)) {
			out.WriteString(string(utf16.Decode([]uint16{unit})))
			continue
		}
		of := int(unit)
		if of > at || levels[of] == nil || !a.used[of] {
			// Word processors differ on a level that has not been counted.
			return ""
		}
		format := formats[levels[of].format]
		if l.legal {
			format = "decimal"
		}
		text, ok := numerals.Count(format, a.value[of])
		if !ok {
			return ""
		}
		out.WriteString(text)
	}
	return numerals.Separate(out.String(), l.suffix)
}

// formats are the number formats (MSONFC, MS-OSHARED 2.2.1.3) that package
// numerals may know.
var formats = map[int]string{
	0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
	10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle", 19: "decimalFullWidth",
	22: "decimalZero", 23: "bullet", 28: "decimalEnclosedCircleChinese", 30: "ideographTraditional",
	33: "taiwaneseCounting", 35: "taiwaneseCountingThousand", 37: "chineseCounting", 39: "chineseCountingThousand", 255: "none",
}
