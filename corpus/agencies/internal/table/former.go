package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai"
)

// first is the first year whose divisions matter: reports begin in 2008, and
// the regulation they follow was prepared from 2003 on.
const first = 2003

// last is the year of the current table; names that the timeline, which ends
// in 2020, does not see end are over by then.
const last = 2023

// named is a name of a code in a span of years, the unit that succession is
// about.
type named struct {
	division
	start, end int // 0: before the lists begin; not over
	successor  string
}

// reused are codes that were given to another place, and misprints of the
// source (two cities of Jilin exchanged for a year, a county of Sichuan that
// never was a district).
var reused = map[string]bool{"500110 万盛区": true, "500111 双桥区": true, "220281 桦甸市": true, "220282 蛟河市": true, "513201 马尔康区": true}

// former lists the names that divisions had and have no more. A name's
// successor is the current code of the same place: the code kept and its name
// changed, or the name kept, but for its last word (洪泽县, 洪泽区), under a new
// code of the same province that begins when it ends. Any other division that
// is gone has none: its territory went to several, or is called otherwise.
func former(divisions []division, timeline map[string][]period) []named {
	current := map[string]string{}
	for _, d := range divisions {
		current[d.code] = d.name
	}
	var all []named
	for code, periods := range timeline {
		for _, p := range periods {
			if end := int(p.End); end == 0 || end >= first {
				all = append(all, named{division{code, p.Address}, int(p.Start), end, ""})
			}
		}
	}
	for _, d := range divisions {
		if !slices.ContainsFunc(timeline[d.code], func(p period) bool { return p.Address == d.name }) {
			all = append(all, named{d, last - 2, 0, ""})
		}
	}
	slices.SortFunc(all, func(a, b named) int { return strings.Compare(a.code+a.name, b.code+b.name) })
	gone := func(n named) bool { return current[n.code] != n.name }
	for i, n := range all {
		if n.end == 0 && gone(n) {
			all[i].end = last
		}
	}
	var list []named
	for _, n := range all {
		if !gone(n) || strings.HasPrefix(n.code, "8") || reused[n.code+" "+n.name] && n.code[:2] != "50" {
			continue
		}
		at, steps := n, 0
		for ; gone(at) && steps < 5; steps++ {
			next, ok := follow(at, all)
			if !ok {
				break
			}
			at = next
		}
		if !gone(at) {
			n.successor = at.code
		}
		list = append(list, n)
	}
	return list
}

// follow finds what one name became.
func follow(n named, all []named) (named, bool) {
	var same, moved []named
	for _, m := range all {
		begins := m.start != 0 && m.start >= n.end-1 && m.start <= n.end+2 || n.end == last && m.start >= last-2
		switch {
		case m == n || m.end != 0 && m.end < n.end || !begins:
		case m.code == n.code && !reused[n.code+" "+n.name]:
			same = append(same, m)
		case m.code[:2] == n.code[:2] && level(m.code) == level(n.code) && m.code != n.code &&
			(stem(m.name) == stem(n.name) || stem(m.name) == n.name):
			moved = append(moved, m)
		}
	}
	switch {
	case len(same) == 1:
		return same[0], true
	case len(moved) == 1 && !generic[n.name]:
		return moved[0], true
	}
	return named{}, false
}

// generic are names that many cities use for a part of theirs.
var generic = map[string]bool{"郊区": true, "城区": true, "矿区": true, "市中区": true, "新市区": true, "新城区": true, "桥东区": true, "桥西区": true}

func level(code string) int {
	return len(strings.TrimRight(code[:2]+"|"+code[2:4]+"|"+code[4:], "0|")) / 3
}

// stem is a name without its last word.
func stem(name string) string {
	for _, s := range []string{"地区", "市", "县", "区", "旗"} {
		if short := strings.TrimSuffix(name, s); short != name && utf8.RuneCountInString(short) > 1 {
			return short
		}
	}
	return name
}

// write renders the table: a line for each division, its townships under it,
// then the former names.
//
//	code name[ since]
//	<tab>three digits, name[ name as gongkai.Simplify folds it]
//	-code name end[ successor]
func write(divisions, townships []division, gone []named, timeline map[string][]period) []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, header)
	known := map[string]bool{}
	for _, d := range divisions {
		known[d.code] = true
	}
	at := 0
	for _, d := range divisions {
		fmt.Fprintf(&b, "%s %s", d.code, d.name)
		for _, p := range timeline[d.code] {
			if p.Address == d.name && p.Start >= first {
				fmt.Fprintf(&b, " %d", p.Start)
			}
		}
		b.WriteByte('\n')
		for ; at < len(townships) && (townships[at].code[:6] == d.code || !known[townships[at].code[:6]] && townships[at].code[:4] == d.code[:4]); at++ {
			t := townships[at]
			fmt.Fprintf(&b, "\t%s %s", t.code[6:], t.name)
			if read := gongkai.Simplify(t.name); read != t.name {
				fmt.Fprintf(&b, " %s", read)
			}
			b.WriteByte('\n')
		}
	}
	if at != len(townships) {
		panic("a township without a division: " + townships[at].code)
	}
	for _, n := range gone {
		fmt.Fprintf(&b, "-%s %s %d", n.code, n.name, n.end)
		if n.successor != "" {
			fmt.Fprintf(&b, " %s", n.successor)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}
