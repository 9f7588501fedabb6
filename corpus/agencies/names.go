package agencies

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// peoples are the names of nationalities that names of places have before 自治.
var peoples = []string{
	"蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎",
	"傈僳", "佤", "畲", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南",
	"仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "独龙", "鄂伦春",
	"赫哲", "门巴", "珞巴", "基诺",
}

// bare are the nationalities that are written without 族 before 自治.
var bare = map[string]bool{"蒙古": true, "哈萨克": true, "柯尔克孜": true, "塔吉克": true, "锡伯": true, "达斡尔": true}

// placeOf splits the name of an autonomous place: 峨山彝族自治县 is 峨山 and 县.
// It returns "" for other names and where nothing would be left.
func placeOf(name string) (place, kind string) {
	i := strings.Index(name, "自治")
	if i < 0 {
		return "", ""
	}
	place, kind = name[:i], name[i+len("自治"):]
	for {
		shorter := place
		for _, p := range peoples {
			for _, s := range []string{p + "族", p} {
				if s == p && !bare[p] {
					continue
				}
				if rest, ok := strings.CutSuffix(place, s); ok && utf8.RuneCountInString(rest) > 1 && len(rest) < len(shorter) {
					shorter = rest
				}
			}
		}
		if shorter == place {
			break
		}
		place = shorter
	}
	// 东乡族自治县, 鄂伦春自治旗: the people gave the place its name.
	return strings.TrimSuffix(place, "族"), kind
}

// regions are the short names of the autonomous regions.
var regions = map[string]string{"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏", "新疆维吾尔自治区": "新疆"}

// commonNames are names that say as much as the full one: 海南州, 湘西自治州, 峨山县.
func commonNames(name string) []string {
	if regions[name] != "" {
		return []string{regions[name] + "自治区"}
	}
	if place, kind := placeOf(name); place != "" {
		return []string{place + kind, place + "自治" + kind}
	}
	return nil
}

var (
	// notShort ends names that nobody shortens: 滨海新区 is not 滨海新, 城区 not 城.
	notShort = regexp.MustCompile(`(?:新|林|特|左|右|前|后|中|城|郊|矿)$`)
	// direction ends short names that mean a district only behind its city: 城西,
	// 站前, 沙市.
	direction = regexp.MustCompile(`^\p{Han}[东西南北中前后市]$`)
)

// shortOf is the name without what kind of place it is, "" where that is not
// used.
func shortOf(name string) string {
	if s := regions[name]; s != "" {
		return s
	}
	if place, _ := placeOf(name); place != "" {
		if utf8.RuneCountInString(place) < 2 {
			return ""
		}
		return place
	}
	for _, kind := range []string{"地区", "林区", "特区", "新区", "省", "市", "县", "区", "旗", "盟"} {
		s, ok := strings.CutSuffix(name, kind)
		if !ok {
			continue
		}
		if utf8.RuneCountInString(s) < 2 || utf8.RuneCountInString(s) == 2 && notShort.MatchString(s) && !direction.MatchString(s) && kind == "区" || kind != "区" && strings.HasSuffix(s, "市") || kind == "旗" && notShort.MatchString(s) {
			return ""
		}
		return s
	}
	return ""
}

// zoneWords are the usual contractions of the names of zones.
var zoneWords = strings.NewReplacer("经济技术开发区", "经开区", "高新技术产业开发区", "高新区", "高新技术开发区", "高新区", "高新技术产业园区", "高新区", "火炬高技术产业开发区", "高新区")

// zoneNames are the names that a zone has within its city: without the names
// of the places above, and contracted.
func (g *gazetteer) zoneNames(d *division) (names []string) {
	rest := d.name
	for _, p := range []*division{d.parent.parent, d.parent} {
		if p == nil {
			continue
		}
		for _, s := range []string{p.name, shortOf(p.name)} {
			if s != "" {
				if cut, ok := strings.CutPrefix(rest, s); ok && utf8.RuneCountInString(cut) > 2 {
					rest = cut
				}
			}
		}
	}
	for _, s := range []string{rest, zoneWords.Replace(rest)} {
		if s != d.name {
			names = append(names, s)
		}
	}
	return names
}
