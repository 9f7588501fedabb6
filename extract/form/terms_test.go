package form

import (
	"slices"
	"strings"
	"testing"

	"gongkai"
)

// TestTerms: the domain's terms are the labels that the layouts recognise, and
// its parts are the layouts' blocks.
func TestTerms(t *testing.T) {
	for _, l := range layouts() {
		var requests []label
		for _, r := range l.requests {
			requests = append(requests, r.label)
		}
		hasPart(t, l.id, gongkai.TableRequests, "", requests, applicants())
		hasPart(t, l.id, gongkai.TableDisputes, "", routes(), outcomes())
		for _, b := range l.proactive {
			hasPart(t, l.id, gongkai.TableProactive, b.item, b.rows, b.columns)
		}
	}
	national := cn2014()
	rows, columns := make([]label, len(national.Rows)), make([]label, len(national.Columns))
	for i, r := range national.Rows {
		rows[i] = label{r.Code, "", r.Labels}
	}
	for i, c := range national.Columns {
		columns[i] = label{c.Code, "", c.Labels}
	}
	hasPart(t, gongkai.Layout2014, gongkai.TableStatistics2014, "", rows, columns[:1])
}

func hasPart(t *testing.T, layout gongkai.Layout, table, item string, rows, columns []label) {
	t.Helper()
	rowTerms, columnTerms := gongkai.Terms(table)
	part := func(p gongkai.Part) bool {
		return p.Layout == layout && p.Table == table && p.Item == item &&
			slices.Equal(p.Rows, labelCodes(rows)) && slices.Equal(p.Columns, labelCodes(columns))
	}
	if !slices.ContainsFunc(gongkai.Parts(), part) {
		t.Errorf("%s %s %s: no such part: %v × %v", layout, table, item, labelCodes(rows), labelCodes(columns))
	}
	areTerms(t, rows, rowTerms)
	areTerms(t, columns, columnTerms)
}

func labelCodes(labels []label) []string {
	var codes []string
	for _, l := range labels {
		codes = append(codes, l.code)
	}
	return codes
}

// areTerms: the last part of the term is one of the label's texts, or has the
// official one where forms have two.
func areTerms(t *testing.T, labels []label, terms []gongkai.Term) {
	t.Helper()
	for _, l := range labels {
		at := slices.IndexFunc(terms, func(term gongkai.Term) bool { return term.Code == l.code })
		if at < 0 {
			t.Errorf("%s has no term", l.code)
			continue
		}
		_, own, under := strings.Cut(terms[at].Chinese, "：")
		if !under {
			own = terms[at].Chinese
		}
		if !slices.Contains(l.texts, own) && !strings.Contains(own, l.texts[0]) {
			t.Errorf("%s: the term is %q, the labels are %q", l.code, own, l.texts)
		}
	}
}
