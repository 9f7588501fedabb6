package normalize

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// The sentences of a section five.
var complaints = []string{
	"存在的主要问题：一是部分信息更新不够及时，二是依申请公开答复的规范性需进一步加强，三是公开渠道有待拓展。",
	"我局政府信息公开工作虽取得一定成效，但仍存在不足：主动公开的内容与群众需求还有差距，政策解读形式较为单一，工作人员业务能力有待提升。",
	"下一步将健全长效机制，压实工作责任，强化督促检查，推动政府信息公开工作再上新台阶。",
	"明年将细化公开目录，扩大主动公开范围，丰富图文、视频等解读形式，加强业务培训，提升队伍专业化水平。",
}

func section(sentences ...int) []gongkai.Section {
	var text strings.Builder
	for _, i := range sentences {
		text.WriteString(complaints[i])
	}
	return []gongkai.Section{{Code: "problems", Text: text.String()}}
}

func TestSuccessive(t *testing.T) {
	for _, c := range []struct {
		name              string
		previous, current []string // cells
		old, now          []gongkai.Section
		years             [2]int
		want              string
	}{
		{name: "nothing to say"},
		{name: "carried over", previous: []string{"requests.carried_out.total=3"}, current: []string{"requests.carried_in.total=3"}},
		{
			name:     "carried over, another number",
			previous: []string{"requests.carried_out.natural_person=2", "requests.carried_out.other_org=1", "requests.carried_out.total=3"},
			current:  []string{"requests.carried_in.natural_person=2", "requests.carried_in.other_org=0", "requests.carried_in.total=2"},
			want:     "carried-over-differs 1, 3→0, 2: other_org 1 ≠ 0; total 3 ≠ 2",
		},
		{name: "carried over, not stated", previous: []string{"requests.carried_out.total=3"}, current: []string{"requests.carried_in.total="}},
		{name: "carried over, uncertain", previous: []string{"requests.carried_out.total=3"}, current: []string{"requests.carried_in.total=1 2"}},
		{
			name:     "in force",
			previous: []string{"proactive.normative_documents.in_force=20"},
			current:  []string{"proactive.normative_documents.issued=4", "proactive.normative_documents.repealed=1", "proactive.normative_documents.in_force=23"},
		},
		{
			name:     "in force, another number",
			previous: []string{"proactive.normative_documents.in_force=20"},
			current:  []string{"proactive.normative_documents.issued=4", "proactive.normative_documents.repealed=1", "proactive.normative_documents.in_force=20"},
			want:     "in-force-differs 23→20: 20 + 4 - 1 = 23 ≠ 20",
		},
		{
			name:     "in force, the columns of 2019",
			previous: []string{"proactive.normative_documents.disclosed_total=20"},
			current:  []string{"proactive.normative_documents.issued=4", "proactive.normative_documents.repealed=1", "proactive.normative_documents.in_force=20"},
		},
		{name: "a copied section", old: section(0, 3), now: section(0, 3), want: "copied-section →100%: problems"},
		{name: "a section half copied", old: section(0, 3), now: section(0, 2)},
		{name: "a section of its own", old: section(0, 3), now: section(1, 2)},
		{name: "a short section", old: []gongkai.Section{{Code: "problems", Text: "无。"}}, now: []gongkai.Section{{Code: "problems", Text: "无。"}}},
		{name: "years apart", years: [2]int{2020, 2022}, old: section(0, 3), now: section(0, 3)},
		{name: "the year unknown", years: [2]int{0, 1}, old: section(0, 3), now: section(0, 3)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.years == [2]int{} {
				c.years = [2]int{2021, 2022}
			}
			previous, current := report(c.previous...), report(c.current...)
			previous.Sections, current.Sections = c.old, c.now
			readValues(previous)
			readValues(current)
			previous.Year, current.Year = c.years[0], c.years[1]
			var got []string
			for _, f := range Successive(previous, current) {
				got = append(got, string(f.Code)+" "+f.Expected+"→"+f.Found+": "+f.Detail)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestCopiedShare measures what copiedShare tells apart.
func TestCopiedShare(t *testing.T) {
	text := func(sentences ...int) []rune {
		return sectionText(&gongkai.Report{Sections: section(sentences...)}, "problems")
	}
	for _, c := range []struct {
		name       string
		old, now   []rune
		least, max float64
	}{
		{"the same", text(0, 3), text(0, 3), 1, 1},
		{"another order", text(0, 3), text(3, 0), 0.85, 0.95},
		{"half of the sentences", text(0, 3), text(0, 2), 0.3, 0.6},
		{"other sentences", text(0, 3), text(1, 2), 0, 0.2},
	} {
		if got := shared(c.old, c.now); got < c.least || got > c.max {
			t.Errorf("%s: %.2f, want %.2f to %.2f", c.name, got, c.least, c.max)
		}
	}
}
