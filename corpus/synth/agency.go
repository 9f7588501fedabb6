package synth

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Kind is a kind of agency. The zero value lets the seed choose.
type Kind uint8

const (
	AnyKind Kind = iota
	PrefectureGovernment
	CountyGovernment
	PrefectureBureau
	CountyBureau
	TownGovernment
	kindCount
)

// agency is who reports.
type agency struct {
	kind Kind
	name string // as printed on the report
	slug string // for file names: ASCII
	self string // how its prose calls itself: 我县, 我局
	site place  // the government whose portal publishes the report
	// office answers questions about the report.
	office, street string
	number         int
}

func newAgency(rng *rand.Rand, kind Kind) agency {
	if kind == AnyKind {
		kind = Kind(1 + rng.IntN(int(kindCount)-1))
	}
	prefecture, county, town, bureau := pick(rng, prefectures), pick(rng, counties), pick(rng, towns), pick(rng, bureaus)
	a := agency{kind: kind, site: county, office: "办公室", street: pick(rng, streets), number: 1 + rng.IntN(288)}
	switch kind {
	case PrefectureGovernment:
		a.site = prefecture
		a.name, a.slug, a.self, a.office = prefecture.name+"人民政府", prefecture.pinyin+"-city", "我市", "政务公开办公室"
	case CountyGovernment:
		a.name, a.slug, a.self, a.office = county.name+"人民政府", county.pinyin+"-county", "我"+unit(county.name), "政务公开办公室"
	case PrefectureBureau:
		a.site = prefecture
		a.name, a.slug, a.self = prefecture.name+bureau.name, prefecture.pinyin+"-"+bureau.pinyin, "我局"
	case CountyBureau:
		a.name, a.slug, a.self = county.name+bureau.name, county.pinyin+"-"+bureau.pinyin, "我局"
	case TownGovernment:
		a.name, a.slug, a.self = county.name+town.name+"人民政府", county.pinyin+"-"+town.pinyin, "我"+unit(town.name)
		if strings.HasSuffix(town.name, "街道") {
			a.name = county.name + town.name + "办事处"
		}
	}
	if a.site != prefecture && rng.IntN(6) == 0 {
		a.name = prefecture.name + a.name
	}
	return a
}

// unit is the kind of division that a place name ends in: 县, 镇, 街道.
func unit(name string) string {
	if strings.HasSuffix(name, "街道") {
		return "街道"
	}
	runes := []rune(name)
	return string(runes[len(runes)-1:])
}

// titleOrders are the usual orders of agency and year, the majority's thrice.
var titleOrders = []string{
	"%[1]s%[2]d年政府信息公开工作年度报告",
	"%[1]s%[2]d年政府信息公开工作年度报告",
	"%[1]s%[2]d年政府信息公开工作年度报告",
	"%[2]d年%[1]s政府信息公开工作年度报告",
	"%[1]s%[2]d年度政府信息公开工作年度报告",
	"%[1]s政府信息公开工作%[2]d年度报告",
	"%[1]s政府信息公开工作年度报告（%[2]d年）",
	"%[1]s%[2]d年政府信息公开年度报告",
}

func title(rng *rand.Rand, agency string, year int) string {
	return fmt.Sprintf(pick(rng, titleOrders), agency, year)
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }
