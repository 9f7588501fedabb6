package normalize

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// TestNarrative: what prose says against a table with 3 new requests, 1 carried
// in, 2 processed (1 granted), 2 carried out; 5 reviews, 1 suit; 4 documents,
// 20 in force; 50 licences.
func TestNarrative(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // code, table and text
	}{
		{"agrees", "2022年，我局共收到政府信息公开申请3件，上年结转1件，办结2件，结转下年度继续办理2件。", ""},
		{"received", "2022年，我局收到政府信息公开申请7件。", "narrative-received 3≠7"},
		{"received, number first", "全年收到7件政府信息公开申请，均已答复。", "narrative-received 3≠7"},
		{"received, subject first", "全年政府信息公开申请共受理7件。", "narrative-received 3≠7"},
		{"lead of the paragraph", "（二）依申请公开情况。全年共收到申请7件。", "narrative-received 3≠7"},
		{"none received", "2022年，本机关未收到政府信息公开申请。", "narrative-received 3≠0"},
		{"with those carried in", "全年共收到政府信息公开申请4件。", "narrative-received-with-carried-in 3≠4"},
		{"new excludes those carried in", "全年新收政府信息公开申请4件。", "narrative-received 3≠4"},
		{"carried in", "收到政府信息公开申请3件，2021年结转2件。", "narrative-carried-in 1≠2"},
		{"carried out", "收到政府信息公开申请3件，结转至2023年1件。", "narrative-carried-out 2≠1"},
		{"carried out, number first", "收到政府信息公开申请3件，1件结转下年度办理。", "narrative-carried-out 2≠1"},
		{"answered", "收到政府信息公开申请3件，已办结3件。", "narrative-processed 2≠3"},
		{"granted", "收到政府信息公开申请3件，其中：予以公开2件。", "narrative-outcome 1≠2"},
		{"reviews and suits", "因政府信息公开被申请行政复议6件，被提起行政诉讼1件。", "narrative-disputes 5≠6"},
		{"no disputes", "全年未发生因政府信息公开引起的行政复议和行政诉讼。", "narrative-disputes 5≠0; narrative-disputes 1≠0"},
		{"documents", "制发行政规范性文件5件，现行有效行政规范性文件21件。", "narrative-documents 4≠5; narrative-documents 20≠21"},
		{"decisions", "作出行政许可决定51件、行政处罚决定0件。", "narrative-decisions 50≠51"},
		{"traditional, with glosses", "全年收到政府信息公開(kāi)申請(qǐng)7件。", "narrative-received 3≠7"},
		{"digits full-width and grouped", "全年收到政府信息公开申请１，００７件。", "narrative-received 3≠1007"},

		{"two voices", "全年收到政府信息公开申请7件。我局收到政府信息公开申请3件。", ""},
		{"another area", "全区共收到政府信息公开申请100件。", ""},
		{"another area goes on", "全市各单位积极办理。共收到政府信息公开申请100件。", ""},
		{"this level", "区本级收到政府信息公开申请9件。", ""},
		{"another year", "2021年收到政府信息公开申请9件。", ""},
		{"against last year", "收到政府信息公开申请较上年增加9件。", ""},
		{"since the regulation", "条例施行以来收到政府信息公开申请99件。", ""},
		{"a part by channel", "收到网络政府信息公开申请2件、信函申请1件。", ""},
		{"a part by topic", "收到涉及征地的政府信息公开申请2件。", ""},
		{"licences", "政务服务中心共受理申请121510件。", ""},
		{"complaints", "12345热线受理公开类申请88件。", ""},
		{"petitions", "全年收到信访举报申请9件。", ""},
		{"corrections awaited", "收到政府信息公开申请3件，目前未收到该申请人提交的补正。", ""},
		{"about", "全年收到政府信息公开申请近百件，咨询电话5000余次。", ""},
		{"a legal department's caseload", "全年办理行政复议案件88件，政府信息公开类最多。", ""},
		{"no suit lost", "未发生因政府信息公开行政诉讼败诉的情况。", ""},
		{"published items", "主动公开政府信息225条，其中行政处罚类15条，行政许可信息782条，规范性文件类7条。", ""},
		{"documents of others", "审查各部门制发规范性文件9件。", ""},
		{"an office of it", "区政府办公室收到政府信息公开申请9件。", ""},
		{"a channel in words", "没有收到书面政府信息公开申请。", ""},
		{"proposals", "（二）依申请公开。收到代表建议9件，已答复9件。", ""},
		{"until November", "截至11月底，收到政府信息公开申请9件。", ""},
		{"until the end of the year", "截至12月31日，收到政府信息公开申请9件。", "narrative-received 3≠9"},
		{"months", "1-10月收到政府信息公开申请9件。", ""},
		{"carried in among those received", "全年收到政府信息公开申请4件（含上年结转1件）。", "narrative-received-with-carried-in 3≠4"},
		{"no dispute for a reason", "未发生因政府信息公开不当引发的行政复议。", ""},
		{"some applicants", "依申请公开答复后，申请人均未提起行政复议。", ""},
		{"documents of a group", "牵头制定规范性文件9件。", ""},
		{"plans", "2022年计划制定规范性文件9件。", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := report("requests.new_requests.natural_person=3", "requests.new_requests.total=3", "requests.carried_in.natural_person=1", "requests.carried_in.total=1",
				"requests.granted.natural_person=1", "requests.granted.total=1", "requests.denied_by_law.natural_person=1", "requests.denied_by_law.total=1",
				"requests.processed_total.natural_person=2", "requests.processed_total.total=2", "requests.carried_out.natural_person=2", "requests.carried_out.total=2",
				"disputes.review.upheld=5", "disputes.review.total=5", "disputes.suit_direct.upheld=1", "disputes.suit_direct.total=1",
				"proactive.normative_documents.issued=4", "proactive.normative_documents.in_force=20", "proactive.licensing.decisions=50")
			r.Headings = []gongkai.Heading{{From: "page", Text: "青梧县水务局2022年政府信息公开工作年度报告"}}
			r.Sections = []gongkai.Section{{Code: "overview", Text: c.text}}
			Report(r)
			if diff := cmp.Diff(c.want, narrativeFindings(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if r.Status != gongkai.Verified {
				t.Errorf("prose changed the status: %s", r.Status)
			}
		})
	}
}

func narrativeFindings(r *gongkai.Report) string {
	var list []string
	for _, f := range r.Findings {
		if strings.HasPrefix(string(f.Code), "narrative-") {
			list = append(list, string(f.Code)+" "+f.Expected+"≠"+f.Found)
		}
	}
	return strings.Join(list, "; ")
}

// TestNarrativeWithoutTables: prose alone contradicts nothing.
func TestNarrativeWithoutTables(t *testing.T) {
	r := &gongkai.Report{Year: 2022, Sections: []gongkai.Section{{Code: "overview", Text: "全年收到政府信息公开申请7件，制发规范性文件5件。"}}}
	compareNarrative(r)
	if len(r.Findings) != 0 {
		t.Errorf("%+v", r.Findings)
	}
}

// TestLongNarrative: what is read of a hostile text is bounded.
func TestLongNarrative(t *testing.T) {
	text, left := strings.Repeat("收到政府信息公开申请7件。", 3*maxSentences), maxSentences
	if n := len(claims(text, 2022, &left)); n != maxSentences {
		t.Errorf("%d sentences were read, want %d", n, maxSentences)
	}
	if n := len(claims(text, 2022, &left)); n != 0 {
		t.Errorf("%d more sentences were read", n)
	}
}
