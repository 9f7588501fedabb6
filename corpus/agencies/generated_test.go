package agencies

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// sample is a place of testdata/places.tsv.
type sample struct {
	code                         string
	province, prefecture, county string
	// repeated: the name alone fits several places.
	repeated bool
}

func samples(t testing.TB) (list []sample) {
	for _, f := range readTSV(t, "testdata/places.tsv", 5) {
		list = append(list, sample{f[0], f[1], f[2], f[3], f[4] != "1"})
	}
	return list
}

func (s sample) name() string {
	if s.county != "" {
		return s.county
	}
	return s.prefecture
}

// long is the name with those above it.
func (s sample) long() string { return s.province + s.prefecture + s.county }

// short is the county without its last character, "" where nobody says that.
func (s sample) short() string {
	r := []rune(s.county)
	if len(r) < 3 || strings.Contains(s.county, "自治") || strings.ContainsAny(string(r[len(r)-2:]), "新城矿郊林旗中特") || strings.HasSuffix(s.county, "族区") {
		return ""
	}
	return string(r[:len(r)-1])
}

// works are offices that the generator prints, by function; they are written
// here and not taken from the data.
var works = []struct{ printed, function string }{
	{"人民政府", "government"}, {"人民政府办公室", "government_office"}, {"政府办公室", "government_office"},
	{"教育局", "education"}, {"公安局", "public_security"}, {"民政局", "civil_affairs"}, {"司法局", "justice"}, {"财政局", "finance"},
	{"人力资源和社会保障局", "human_resources_social_security"}, {"人力资源社会保障局", "human_resources_social_security"},
	{"自然资源和规划局", "natural_resources"}, {"自然资源局", "natural_resources"}, {"国土资源局", "land_resources"},
	{"生态环境局", "ecology_environment"}, {"环境保护局", "environmental_protection"}, {"住房和城乡建设局", "housing_construction"},
	{"交通运输局", "transport"}, {"水利局", "water"}, {"水务局", "water"}, {"农业农村局", "agriculture_rural_affairs"}, {"农业局", "agriculture"},
	{"商务局", "commerce"}, {"文化广电和旅游局", "culture_tourism"}, {"文化和旅游局", "culture_tourism"}, {"卫生健康委员会", "health_commission"},
	{"卫生健康局", "health_commission"}, {"卫生和计划生育局", "health_family_planning"}, {"卫生局", "health"}, {"退役军人事务局", "veterans"},
	{"应急管理局", "emergency_management"}, {"安全生产监督管理局", "work_safety"}, {"审计局", "audit"}, {"统计局", "statistics"},
	{"市场监督管理局", "market_regulation"}, {"工商行政管理局", "industry_commerce"}, {"食品药品监督管理局", "food_drug"},
	{"医疗保障局", "medical_insurance"}, {"信访局", "petitions"}, {"城市管理局", "urban_management"}, {"林业局", "forestry"},
	{"发展和改革委员会", "development_reform"}, {"发改局", "development_reform"}, {"工业和信息化局", "industry_information"},
	{"科学技术局", "science_technology"}, {"综合行政执法局", "comprehensive_law_enforcement"}, {"行政审批局", "government_services"},
	{"審計局", "audit"}, {"財政局", "finance"}, {"環境保護局", "environmental_protection"}, {"農業農村局", "agriculture_rural_affairs"},
}

var (
	inventedPlaces  = []string{"青梧县", "栖岚县", "砚溪县", "霜林县", "泠泉区", "岫云区", "槐隐县", "叠翠区", "云澜市", "霁州市", "砚江市"}
	inventedTowns   = []string{"松溪口镇", "白鹭滩镇", "石磨坪乡", "柳荫渡镇", "九曲垄乡", "雁鸣坞镇"}
	inventedZones   = []string{"青梧湖生态旅游度假区", "砚溪现代农业示范区", "泠泉化工产业园区"}
	inventedOffices = []string{"砚溪水库管理处", "渔政监督大队", "种子质量检验站", "水土保持监测站", "河道堤防管理处", "房屋征收办公室"}
	advertisements  = []string{"澳门金沙", "188博金宝", "投注官网平台", "IM体育", "puroview.com", "真人棋牌"}
)

// compose makes the n-th kind of name. The truth follows from the parts.
func compose(rng *rand.Rand, s sample, kind int) (c nameCase, ok bool) {
	work := works[rng.IntN(len(works))]
	id := s.code + "-" + work.function
	alone := id
	if s.repeated {
		alone = "ambiguous"
	}
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	query := func(name string, publisher ...string) Query { return Query{Name: name, Publisher: publisher} }
	county := s.county != ""
	switch kind {
	case 0:
		return nameCase{query(s.long() + work.printed), id, "long"}, true
	case 1:
		return nameCase{query(s.name() + work.printed), alone, "alone"}, true
	case 2:
		return nameCase{query(s.prefecture + s.county + work.printed), id, "with-prefecture"}, county && s.prefecture != ""
	case 3:
		return nameCase{query(s.province + s.county + work.printed), id, "with-province"}, county && !s.repeated
	case 4:
		return nameCase{query(s.prefecture + s.short() + work.printed), id, "short-county"}, county && s.prefecture != "" && s.short() != ""
	case 5:
		return nameCase{query("国家税务总局" + s.long() + "税务局"), s.code + "-tax", "tax"}, true
	case 6:
		return nameCase{query(s.prefecture + "公安局" + s.short() + "分局"), s.code + "-public_security", "branch"}, s.prefecture != "" && s.short() != ""
	case 7:
		if county {
			return nameCase{query(work.printed, s.long()+"人民政府"), id, "bare"}, true
		}
		return nameCase{query(work.printed, s.long()+"人民政府"), "unresolved", "bare"}, work.function != "government"
	case 8:
		last, _ := utf8.DecodeLastRuneInString(s.name())
		return nameCase{query(string(last)+work.printed, s.long()+"人民政府门户网站"), id, "relative"}, true
	case 9:
		return nameCase{query(s.name()+work.printed, s.province+s.prefecture+"人民政府"), id, "publisher"}, county && s.prefecture != ""
	case 10:
		return nameCase{query(pick(inventedPlaces) + work.printed), "unresolved", "invented-place"}, true
	case 11:
		return nameCase{query(s.name() + pick(advertisements) + work.printed), "unresolved", "advertisement"}, true
	case 12:
		return nameCase{query(pick(advertisements) + work.printed), "unresolved", "advertisement"}, true
	case 13:
		office := pick(inventedOffices)
		return nameCase{query(s.long() + office), s.code + "-other-" + office, "invented-office"}, true
	case 14:
		town := pick(inventedTowns)
		return nameCase{query(s.long() + town + "人民政府"), s.code + "." + town + "-government", "invented-town"}, county
	case 15:
		zone := pick(inventedZones)
		return nameCase{query(s.long() + zone + "管委会"), s.code + "." + zone + "-management_committee", "invented-zone"}, true
	case 16:
		// A county that lies elsewhere, or nowhere.
		return nameCase{query(s.province + s.prefecture + pick(inventedPlaces) + work.printed), "unresolved", "invented-county"}, true
	}
	return nameCase{}, false
}

// kinds is how many kinds of names compose makes.
const kinds = 17

// TestGenerated resolves names put together from known parts.
func TestGenerated(t *testing.T) {
	r := registry(t)
	places := samples(t)
	rng := rand.New(rand.NewPCG(2026, 1125))
	var c tally
	for c.names < 6000 {
		if q, ok := compose(rng, places[rng.IntN(len(places))], rng.IntN(kinds)); ok {
			c.add(q, r.Resolve(q.Query))
		}
	}
	c.check(t, 1500)
}

func BenchmarkResolve(b *testing.B) {
	r := registry(b)
	places := samples(b)
	rng := rand.New(rand.NewPCG(1, 1))
	var queries []Query
	for len(queries) < 5000 {
		if q, ok := compose(rng, places[rng.IntN(len(places))], rng.IntN(kinds)); ok {
			queries = append(queries, q.Query)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.Resolve(queries[i%len(queries)])
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
