package agencies

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// named are the functions of bodies that are known by their names, which are
// the third part of their ID.
var named = map[string]bool{"school": true, "hospital": true, "other": true}

// folding makes one of the spellings of an office's name.
var folding = strings.NewReplacer(
	"和", "", "与", "", "及", "", "、", "", "·", "", "（", "", "）", "", "(", "", ")", "",
	"人民政府", "政府", "委员会", "委", "办公室", "办", "监督管理", "监管", "管理委员会", "管委", "管委会", "管委",
)

// fold is the key that names of offices are compared by.
func fold(s string) string { return folding.Replace(s) }

// offices knows the names of functions.
type offices struct {
	functions map[string]*Function
	// local are by the folded name.
	local map[string]*Function
	// central are by the name as printed, folded.
	central   map[string]*Function
	verticals map[string][]Vertical // by prefix
	prefixes  []string
	// pairs are the pairs of characters that stand side by side in local names.
	pairs map[[2]rune]bool
	// near is lacking, made when the first unknown name is read.
	near func() map[string]*Function
}

func newOffices() *offices {
	o := &offices{functions: map[string]*Function{}, local: map[string]*Function{}, central: map[string]*Function{},
		verticals: map[string][]Vertical{}, pairs: map[[2]rune]bool{}}
	o.near = sync.OnceValue(o.lacking)
	return o
}

// add takes in the functions and verticals of a file.
func (o *offices) add(f File) error {
	for i, fn := range f.Functions {
		have := o.functions[fn.Code]
		if have == nil {
			have = &Function{Code: fn.Code, Successor: fn.Successor, From: fn.From, Until: fn.Until,
				Line: fn.Line, Party: fn.Party, NoLevel: fn.NoLevel, VerticalOnly: fn.VerticalOnly}
			o.functions[fn.Code] = have
		}
		have.Names = append(have.Names, fn.Names...)
		have.Province = append(have.Province, fn.Province...)
		have.Central = append(have.Central, fn.Central...)
		local := o.local
		if have.VerticalOnly {
			local = map[string]*Function{}
		}
		for _, names := range []struct {
			to   map[string]*Function
			list []string
		}{{local, fn.Names}, {local, fn.Province}, {o.central, fn.Central}} {
			for _, s := range names.list {
				key := fold(s)
				if other := names.to[key]; other != nil && other.Code != fn.Code {
					return wrong("functions", i, "%s: the name %q is one of %s", fn.Code, s, other.Code)
				}
				names.to[key] = have
				runes := []rune(s)
				for j := 1; j < len(runes); j++ {
					o.pairs[[2]rune{runes[j-1], runes[j]}] = true
				}
			}
		}
	}
	for i, fn := range f.Functions {
		if fn.Successor != "" && o.functions[fn.Successor] == nil {
			return wrong("functions", i, "%s: there is no function %q to succeed it", fn.Code, fn.Successor)
		}
	}
	for i, v := range f.Verticals {
		if o.functions[v.Function] == nil {
			return wrong("verticals", i, "there is no function %q", v.Function)
		}
		if o.verticals[v.Prefix] == nil {
			o.prefixes = append(o.prefixes, v.Prefix)
		}
		o.verticals[v.Prefix] = append(o.verticals[v.Prefix], v)
	}
	return nil
}

// beside are what some offices print in front of their name: the government
// or the party committee that they belong to.
var beside = []string{"政府", "中共"}

// known finds the function that the text behind a place names.
func (o *offices) known(rest string) *Function {
	key := fold(rest)
	if f := o.local[key]; f != nil {
		return f
	}
	for _, b := range beside {
		if cut, ok := strings.CutPrefix(key, b); ok && cut != "" {
			if f := o.local[cut]; f != nil && f.Code != "government" {
				return f
			}
		}
	}
	return nil
}

// provinceOnly reports whether no place below a province has such an office: a
// 厅 is one of provinces.
func provinceOnly(rest string) bool { return strings.HasSuffix(rest, "厅") }

var (
	school   = regexp.MustCompile(`(?:中学|小学|学校|大学|学院|幼儿园|幼儿院|职中|高中|初中|党校|教育中心)$`)
	hospital = regexp.MustCompile(`(?:医院|卫生院|保健院|血站|中心血站|急救中心|保健所|卫生服务中心)$`)
	// body is how the name of a body ends.
	body = regexp.MustCompile(`(?:局|委员会|委|办公室|办|厅|院|中心|馆|会|所|站|处|队|公司|部|署|社|集团|团|台|库|银行|科|总站|指挥部|领导小组|处室|农场|林场|牧场|渔场|园)$`)
	// placeLike is how a name begins that is a place's, whatever the table says.
	placeLike = regexp.MustCompile(`^\p{Han}{1,9}?(?:自治州|自治县|地区|省|市|县|区|旗|盟|州|镇|乡|街道|苏木|办事处)`)
	// notPlace are words that such a name may turn out to be.
	notPlace = regexp.MustCompile(`^(?:市政|城市|区域|社区|地区|乡村|城乡|城镇|县域|园区|校区|景区|市场|小区|老区|库区|军区|矿区|山区|灾区|街道|乡镇|旗舰|州县|辖区|省属|市属|县属|区属)`)
	// notPlaceEnd are words that end as the names of places do.
	notPlaceEnd = regexp.MustCompile(`(?:社区|园区|校区|景区|小区|老区|库区|灌区|牧区|辖区|片区|街区|护区|胜区|假区|城乡|乡镇|城镇)$`)
	// spam are the words of those who hijack pages.
	spam   = regexp.MustCompile(`投注|博彩|娱乐城|赌|真人|棋牌|下注|彩票网|球网|体育网|开户|官网|平台登录|注册|赢|澳门|博金|威廉希尔|金沙城|某`)
	allHan = regexp.MustCompile(`^[\p{Han}（）0-9、·]+$`)
)

// unknownOffice says what kind of body the text behind a certain place names:
// "school", "hospital", "other", or "" if it is no name of a body, or one that
// may begin with a place that the table does not have.
func (o *offices) unknownOffice(rest string) string {
	if !allHan.MatchString(rest) || spam.MatchString(rest) || len(rest) < len("某某局") {
		return ""
	}
	if strings.ContainsAny(rest, "0123456789") && !school.MatchString(rest) && !hospital.MatchString(rest) || o.foreign(rest) {
		return ""
	}
	if m := placeLike.FindString(rest); m != "" && !notPlace.MatchString(rest) && !notPlaceEnd.MatchString(m) {
		return ""
	}
	switch {
	case school.MatchString(rest):
		return "school"
	case hospital.MatchString(rest):
		return "hospital"
	case body.MatchString(rest):
		return "other"
	}
	return ""
}

// minMisprint is the shortest folded name, in characters, that a misprint of it
// is told by: 水产局 is no misprint of 水务局.
const minMisprint = 4

// misprinted finds the function whose name, folded or as it is, differs in one
// character: missing, added, changed or exchanged with its neighbour.
func (o *offices) misprinted(rest string) *Function {
	near := o.near()
	for _, s := range []string{fold(rest), rest} {
		key := []rune(s)
		if len(key) < minMisprint {
			return nil
		}
		if fn := near[s]; fn != nil {
			return fn
		}
		for _, s := range without(key) {
			if fn := o.local[s]; fn != nil && len(key) > minMisprint {
				return fn
			}
			if fn := near[s]; fn != nil {
				return fn
			}
		}
	}
	return nil
}

// without lists the texts that lack one of the characters.
func without(runes []rune) []string {
	list := make([]string, len(runes))
	for i := range runes {
		list[i] = string(runes[:i]) + string(runes[i+1:])
	}
	return list
}

// lacking indexes the names of functions by what is left without one character.
func (o *offices) lacking() map[string]*Function {
	index := make(map[string]*Function, 16*len(o.local))
	for _, code := range slices.Sorted(maps.Keys(o.functions)) {
		fn := o.functions[code]
		for _, name := range slices.Concat(fn.Names, fn.Province) {
			for _, s := range []string{name, fold(name)} {
				if runes := []rune(s); len(runes) >= minMisprint {
					for _, short := range without(runes) {
						if index[short] == nil {
							index[short] = fn
						}
					}
				}
			}
		}
	}
	return index
}

// foreign reports whether a known office stands behind words that are not those
// of offices: 砚溪水务局 may be the office of a place that the table does not have,
// or an advertisement may stand in its place. 文体广电旅游局 has words of offices.
func (o *offices) foreign(rest string) bool {
	runes := []rune(rest)
	for i := 1; i < len(runes)-1; i++ {
		if o.known(string(runes[i:])) == nil {
			continue
		}
		for j := range i {
			if !(j > 0 && o.pairs[[2]rune{runes[j-1], runes[j]}]) && !o.pairs[[2]rune{runes[j], runes[j+1]}] && !strings.ContainsRune("和与、及", runes[j]) {
				return true
			}
		}
	}
	return false
}
