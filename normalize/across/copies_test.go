package across

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"gongkai"
	"gongkai/corpus/synth"
)

// prose writes sentences of the words that reports are made of, at random.
func prose(rng *rand.Rand, sentences int) string {
	words := strings.Fields("信息 公开 工作 机制 制度 落实 完善 推进 解读 政策 回应 社会 关切 平台 建设 培训 人员 队伍 业务 水平 提升 监督 保障 考核 评议 群众 需求 主动 及时 准确 渠道 栏目 网站 新媒体 目录 清单 流程 规范 答复 申请 审查 保密 责任 领导 小组 会议 部署 服务 企业 民生 领域 项目 资金 预算 决算 重点 教育 医疗 就业 环境 安全")
	var b strings.Builder
	for range sentences {
		for range 4 + rng.IntN(8) {
			b.WriteString(words[rng.IntN(len(words))])
		}
		b.WriteString("。")
	}
	return b.String()
}

// told is a report with a section of problems.
func told(id, agency string, year int, text string) (*gongkai.Report, Digest) {
	r := &gongkai.Report{Agency: agency, Year: year, Sections: []gongkai.Section{{Code: "problems", Text: text}}}
	d := DigestOf(id, r, &gongkai.Agency{ID: agency})
	return r, d
}

func TestCopies(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	text := prose(rng, 12)
	from := func(agency string, year int) string {
		return fmt.Sprintf("%d年，%s认真查找问题。%s", year, agency, text)
	}
	half := text[:len(text)/2/3*3] + prose(rng, 6)
	_, original := told("a", "青梧县公安局", 2020, from("青梧县公安局", 2020))
	for _, c := range []struct {
		name, agency string
		year         int
		text, want   string
	}{
		{"the year after", "青梧县公安局", 2021, from("青梧县公安局", 2021), "b problems: a +0"},
		{"another agency's, with its name", "岚嘉市生态环境局", 2020, from("岚嘉市生态环境局", 2020), "b problems: a +0"},
		{"the year before", "岚嘉市生态环境局", 2019, from("岚嘉市生态环境局", 2019), "a problems: b +0"},
		{"in traditional characters", "岚嘉市生态环境局", 2021, strings.NewReplacer("信息", "信息", "会议", "會議", "业务", "業務").Replace(from("岚嘉市生态环境局", 2021)), "b problems: a +0"},
		{"with a sentence more", "岚嘉市生态环境局", 2021, from("岚嘉市生态环境局", 2021) + prose(rng, 1), "b problems: a +0"},
		{"half of it", "岚嘉市生态环境局", 2021, half, ""},
		{"another text", "岚嘉市生态环境局", 2021, prose(rng, 12), ""},
		{"hardly a text", "岚嘉市生态环境局", 2021, "无。", ""},
	} {
		_, d := told("b", c.agency, c.year, c.text)
		var got []string
		for _, a := range Copies([]*Digest{&original, &d}) {
			s := fmt.Sprintf("%s %s:", a.ReportID, a.Section)
			for _, to := range a.To {
				s += " " + to.ReportID
			}
			got = append(got, fmt.Sprintf("%s +%d", s, a.More))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

func TestCopied(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	text := prose(rng, 10)
	now, _ := told("b", "岚嘉市生态环境局", 2021, "2021年，岚嘉市生态环境局查找问题。"+text+"我局将改进。")
	for _, c := range []struct {
		name, agency, text string
		least, most        int
		shown              string
	}{
		{"the same under another name", "青梧县公安局", "2020年，青梧县公安局查找问题。" + text + "我局将改进。", 10000, 10000, "年，岚嘉市生态环境局查找问题。"},
		{"in another order", "青梧县公安局", strings.Join(reversed(strings.SplitAfter(text, "。")), ""), 4000, 7000, ""},
		{"half of it", "青梧县公安局", text[:len(text)/2/3*3], 3500, 6000, ""},
		{"another text", "青梧县公安局", prose(rng, 10), 0, 500, ""},
		{"none", "青梧县公安局", "", 0, 0, ""},
	} {
		old, _ := told("a", c.agency, 2020, c.text)
		got, ok := Copied(now, old, "problems", "a")
		if got.Similarity < c.least || got.Similarity > c.most || ok != (got.Similarity >= copiedShare) {
			t.Errorf("%s: %d, %t, want %d to %d", c.name, got.Similarity, ok, c.least, c.most)
		}
		if ok && (got.OtherReport != "a" || got.OtherAgency != c.agency || got.OtherYear != 2020 || got.Section != "problems") {
			t.Errorf("%s: %+v", c.name, got)
		}
		if !strings.HasPrefix(got.Shared, c.shown) || ok && got.Shared == "" {
			t.Errorf("%s: shared %q", c.name, got.Shared)
		}
		for passage := range strings.Lines(got.Shared) {
			passage = strings.TrimRight(passage, "…\n")
			if !strings.Contains(now.Sections[0].Text, passage) || len([]rune(passage)) > maxShown {
				t.Errorf("%s: the later report does not say %q", c.name, passage)
			}
		}
	}
}

func reversed(list []string) []string {
	var out []string
	for i := range list {
		out = append(out, list[len(list)-1-i])
	}
	return out
}

// TestBoilerplate: what many reports say makes no copies, and does not hide those
// that are.
func TestBoilerplate(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	official := prose(rng, 8)
	var list []*Digest
	for i := range 200 {
		_, d := told(fmt.Sprintf("%03d", i), fmt.Sprintf("第%d局", i), 2020, official+prose(rng, 6))
		list = append(list, &d)
	}
	if got := Copies(list); len(got) != 0 {
		t.Errorf("%d of 200 reports with the same phrases are copies", len(got))
	}
	own := prose(rng, 6)
	for _, id := range []string{"x", "y"} {
		_, d := told(id, "甲局"+id, 2020, official+own)
		list = append(list, &d)
	}
	if got := Copies(list); len(got) != 1 || got[0].ReportID != "y" || got[0].To[0].ReportID != "x" {
		t.Errorf("the copy among them: %+v", got)
	}
	for i := range 200 {
		_, d := told(fmt.Sprintf("t%03d", i), fmt.Sprintf("第%d镇", i), 2020, own)
		list = append(list, &d)
	}
	if got := Copies(list); len(got) != 0 {
		t.Errorf("a template of 200 townships makes %d copies", len(got))
	}
}

// TestCopiesAreBounded: of nine reports like it the five most similar are named.
func TestCopiesAreBounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	text := prose(rng, 14)
	var list []*Digest
	for i := range 10 {
		more := ""
		if i < 4 {
			more = prose(rng, 1)
		}
		_, d := told(fmt.Sprint(i), fmt.Sprintf("青梧县第%d局", i), 2010+i, text+more)
		list = append(list, &d)
	}
	got := Copies(list)
	last := got[len(got)-1]
	if len(got) != 9 || last.ReportID != "9" || len(last.To) != 5 || last.More != 4 {
		t.Fatalf("%+v", got)
	}
	for _, d := range last.To {
		if d.ReportID < "4" {
			t.Errorf("%s is named, which has a sentence of its own", d.ReportID)
		}
	}
	f, ok := last.Finding([]gongkai.Copy{{Section: "problems"}, {Section: "problems"}, {Section: "overview"}})
	if !ok || f.Found != "2" || f.Detail != "problems; +4" || f.Severity() != gongkai.Info {
		t.Errorf("%+v", f)
	}
	if _, ok := last.Finding(nil); ok {
		t.Error("a finding without a copy")
	}
}

// TestEstimate: signatures estimate what two texts share, over 200 pairs of
// synthetic sections.
func TestEstimate(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	off := 0.0
	for range 200 {
		text := []rune(prose(rng, 20))
		cut := 8 + rng.IntN(len(text)-8)
		other := append(text[:cut:cut], []rune(prose(rng, 1+rng.IntN(15)))...)
		a, b := neutral(string(text), ""), neutral(string(other), "")
		_, da := told("a", "", 2020, string(text))
		_, db := told("b", "", 2020, string(other))
		exact := jaccard(a, b)
		if da.Narratives[1].Letters == 0 || db.Narratives[1].Letters == 0 {
			continue
		}
		e := estimate(&da, &db, 1, 0) - exact
		off += e
		if e > 0.27 || e < -0.27 {
			t.Errorf("%.2f estimated as %.2f", exact, e+exact)
		}
	}
	if off /= 200; off > 0.02 || off < -0.02 {
		t.Errorf("the estimate is off by %.3f on average", off)
	}
}

func jaccard(a, b []rune) float64 {
	in := map[string]int{}
	for i := 0; i+shingle <= len(a); i++ {
		in[string(a[i:i+shingle])] |= 1
	}
	for i := 0; i+shingle <= len(b); i++ {
		in[string(b[i:i+shingle])] |= 2
	}
	both := 0
	for _, x := range in {
		if x == 3 {
			both++
		}
	}
	return float64(both) / float64(len(in))
}

// corpus is n digests: agencies with ten years each, one in twenty sections a
// copy, a third of every text official phrases.
func corpus(n int) []Digest {
	rng := rand.New(rand.NewPCG(7, 7))
	digests := make([]Digest, 0, n)
	var old [hashes]uint32
	for i := range n {
		agency := &gongkai.Agency{ID: fmt.Sprintf("%06d-government", i/10), Level: gongkai.Level(1 + i/10%4), Function: "government", Parent: fmt.Sprintf("%06d-government", i/100)}
		d := digest(fmt.Sprintf("%016x", rng.Uint64()), ofAgency(agency), year(2014+i%10), content(rng.Uint64()))
		for j := range d.Counts {
			d.Counts[j].N = int64(rng.ExpFloat64() * 200)
		}
		for j := range d.Narratives {
			d.Narratives[j].Letters = 900
			for h := range d.Narratives[j].Signature {
				d.Narratives[j].Signature[h] = rng.Uint32() | 1<<31
				if rng.IntN(3) == 0 {
					d.Narratives[j].Signature[h] = uint32(h)
				}
			}
			if rng.IntN(20) == 0 {
				d.Narratives[j].Signature = old
			}
			old = d.Narratives[j].Signature
		}
		digests = append(digests, d)
	}
	return digests
}

// BenchmarkAcross is everything that is done with 20,000 digests. MB is what the
// digests and the results take together, at the end and at most.
func BenchmarkAcross(b *testing.B) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	digests := corpus(20_000)
	var agencies []gongkai.Agency
	for i := 0; i < len(digests); i += 10 {
		agencies = append(agencies, *digests[i].Agency)
	}
	for b.Loop() {
		groups := Groups(digests)
		var principals []*Digest
		for _, g := range groups {
			principals = append(principals, g.Principal)
		}
		pairs, outliers, sums, alike := Successions(groups), Outliers(principals), Sums(principals, agencies), Copies(principals)
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc-before)/1e6, "MB")
		b.ReportMetric(float64(len(pairs)+len(outliers)+len(sums)+len(alike)), "results")
	}
}

func BenchmarkDigestOf(b *testing.B) {
	s, err := synth.New(synth.Order{Seed: 7, Year: 2022})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		DigestOf("a", s.Truth, nil)
	}
}
