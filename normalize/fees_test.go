package normalize

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

func TestFees(t *testing.T) {
	for _, c := range []struct {
		name, text string
		cells      []string
		evidence   string
		conflict   bool
	}{
		{name: "none", text: "2022年，我局未收取政府信息公开信息处理费，无其他需要报告的事项。"},
		{name: "zero in numbers", text: "本年度发出信息处理费收费通知的件数为0件，总金额为0元，实际收取总金额为0元。", evidence: "notices 0; amount 0元"},
		{name: "an amount", text: "依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），2022年共发出收费通知2件，收取信息处理费1,250.50元。", evidence: "notices 2; amount 1250.50元"},
		{name: "a condition", text: "本机关依申请提供政府信息，不收取费用。但是，申请人申请公开政府信息的数量明显超过合理范围的，本机关将收取信息处理费100元。"},
		{name: "the standard", text: "按照规定的按件、按量收费标准，十件以上每件收取信息处理费100元。"},
		{name: "both", text: "2022年未收取信息处理费。全年收取信息处理费200元。", evidence: "amount 200元", conflict: true},
		{name: "none, and 0元", text: "2022年未产生信息处理费。全年收取信息处理费0元。", evidence: "amount 0元"},
		{name: "last year's", text: "2021年收取信息处理费200元。"},
		{name: "another fee", text: "全年收取水资源费200元。"},
		{name: "unpaid without notice", text: "本年度发出信息处理费收费通知的件数为0件。", cells: []string{"requests.other_fee_unpaid.total=1"}, evidence: "notices 0", conflict: true},
		{name: "unpaid, the notice may be last year's", text: "本年度发出信息处理费收费通知的件数为0件。", cells: []string{"requests.other_fee_unpaid.total=1", "requests.carried_in.total=1"}, evidence: "notices 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := report(c.cells...)
			r.Year = 2022
			readValues(r)
			r.Sections = []gongkai.Section{{Code: "other_matters", Text: c.text}}
			checkFees(r)
			var evidence []string
			for _, e := range r.Evidence {
				evidence = append(evidence, e.From+" "+e.Value)
			}
			if diff := cmp.Diff(c.evidence, strings.Join(evidence, "; ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if has(r, gongkai.FeesConflict) != c.conflict {
				t.Errorf("findings %+v", r.Findings)
			}
			charged := strings.Contains(c.evidence, "amount") && !strings.Contains(c.evidence, "amount 0元")
			if has(r, gongkai.FeesCharged) != charged {
				t.Errorf("findings %+v, charged %v", r.Findings, charged)
			}
		})
	}
}
