package html

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/internal/optional"
)

const samples = "../../../shared/samples/"

// expected is what a person read on a sample page.
type expected struct {
	Requests, Proactive map[string][]any
	Disputes            []any
	Local               map[string]struct {
		Label, Unit      string
		Year, Cumulative any
	}
}

// readSample reads a sample page and what is expected of it.
func readSample(t *testing.T, name string) (*gongkai.Document, expected) {
	t.Helper()
	page, err := os.ReadFile(samples + name + ".html")
	if err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	facts, err := os.ReadFile(samples + name + ".expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var want expected
	if err := json.Unmarshal(facts, &want); err != nil {
		t.Fatal(err)
	}
	return mustRead(t, string(page)), want
}

func grids(doc *gongkai.Document) []*gongkai.Grid {
	var grids []*gongkai.Grid
	for _, b := range doc.Blocks {
		if b.Grid != nil {
			grids = append(grids, b.Grid)
		}
	}
	return grids
}

// last returns the texts of the last n places of a row.
func last(g *gongkai.Grid, row, n int) []string {
	var texts []string
	for column := g.Columns - n; column < g.Columns; column++ {
		texts = append(texts, g.At(row, column).Text)
	}
	return texts
}

func printed(values []any) []string {
	var texts []string
	for _, v := range values {
		if v == nil {
			v = ""
		}
		texts = append(texts, fmt.Sprint(v))
	}
	return texts
}

var proactiveOrder = []string{"regulations", "normative_documents", "licensing", "other_services", "penalties", "coercive_measures", "fees", "procurement"}

func TestSamplesWithStandardTables(t *testing.T) {
	for _, name := range []string{"pingtan-zrz-2020", "pingtan-gaj-2021", "pingtan-scj-2022", "pingtan-nyn-2023"} {
		t.Run(name, func(t *testing.T) {
			doc, want := readSample(t, name)
			g := grids(doc)
			if len(g) != 3 {
				t.Fatalf("got %d grids, want 3", len(g))
			}
			checkProactive(t, g[0], want)
			row := 3 // below the head
			for code := range gongkai.RequestRowCount {
				values, ok := want.Requests[code.String()]
				if !ok {
					continue
				}
				if diff := cmp.Diff(printed(values), last(g[1], row, 7)); diff != "" {
					t.Errorf("%v (-want +got):\n%s", code, diff)
				}
				row++
				for g[1].At(row, 9) != nil && g[1].At(row, 9).Row < row {
					row++ // number cells that span rows
				}
			}
			if row != g[1].Rows {
				t.Errorf("the requests table has %d rows, want %d", g[1].Rows, row)
			}
			if diff := cmp.Diff(printed(want.Disputes), last(g[2], 3, 15)); diff != "" {
				t.Errorf("disputes (-want +got):\n%s", diff)
			}
		})
	}
}

func checkProactive(t *testing.T, g *gongkai.Grid, want expected) {
	t.Helper()
	var wantRows, gotRows []string
	for _, code := range proactiveOrder {
		if values, ok := want.Proactive[code]; ok {
			wantRows = append(wantRows, strings.Join(printed(values), " "))
		}
	}
	for row := range g.Rows {
		cells := g.Row(row)
		if first := cells[0].Text; len(cells) == 1 || first == "信息内容" {
			continue
		}
		var texts []string
		for _, c := range cells[1:] {
			texts = append(texts, c.Text)
		}
		gotRows = append(gotRows, strings.Join(texts, " "))
	}
	if diff := cmp.Diff(wantRows, gotRows); diff != "" {
		t.Errorf("proactive (-want +got):\n%s", diff)
	}
}

func TestSamplesWithLocalTables(t *testing.T) {
	for _, name := range []string{"pingtan-county-2011", "pingtan-zone-2014"} {
		t.Run(name, func(t *testing.T) {
			doc, want := readSample(t, name)
			g := grids(doc)
			if len(g) != 1 || g[0].Rows != len(want.Local)+1 {
				t.Fatalf("got %d grids, want one of %d rows", len(g), len(want.Local)+1)
			}
			rows := map[string]string{}
			for row := range g[0].Rows {
				rows[g[0].At(row, 0).Text] = strings.Join(last(g[0], row, 3), " ")
			}
			for code, w := range want.Local {
				line := w.Unit + " " + strings.Join(printed([]any{w.Year, w.Cumulative}), " ")
				if diff := cmp.Diff(line, rows[w.Label]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", code, diff)
				}
			}
		})
	}
}

func TestSamplePages(t *testing.T) {
	tests := []struct {
		name, title       string
		firstPar, lastPar string // the beginnings of the first and last paragraph
		metadata          []string
	}{
		{"pingtan-zrz-2020", "平潭综合实验区自然资源与生态环境局2020年政府信息公开年度报告", "平潭综合实验区自然资源与生态环境局", "", []string{"来源=", "时间=2021-01-28 09:16"}},
		{"pingtan-gaj-2021", "平潭综合实验区公安局2021年政府信息公开工作年度报告", "根据《中华人民共和国政府信息公开条例》", "2022年1月7日", []string{"来源=", "时间=2022-01-14 17:29"}},
		{"pingtan-scj-2022", "平潭综合实验区市场监督管理局2022年度政府信息公开工作年度报告", "根据新修订的", "2023年1月5日", []string{"来源=", "时间=2023-01-05 16:08"}},
		{"pingtan-zhz-2014", "平潭综合实验区综合执法局 2014年政府信息公开工作年度报告", "平潭综合实验区综合执法局", "在肯定成绩的同时", []string{
			"SiteName=平潭综合实验区党工委管委会", "ColumnName=政府信息公开年报", "ArticleTitle=平潭综合实验区综合执法局 2014年政府信息公开工作年度报告",
			"PubDate=2015-01-23 00:00", "来源=平潭综合实验区综合执法局", "时间=2015-01-23 00:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, _ := readSample(t, tt.name)
			if doc.PageTitle != tt.title || !strings.HasPrefix(doc.HeadTitle, tt.title) {
				t.Errorf("titles %q and %q, want %q", doc.PageTitle, doc.HeadTitle, tt.title)
			}
			var metadata []string
			for _, f := range doc.Metadata {
				metadata = append(metadata, f.Label+"="+f.Value)
			}
			if diff := cmp.Diff(tt.metadata, metadata); diff != "" {
				t.Errorf("metadata (-want +got):\n%s", diff)
			}
			first, last := doc.Blocks[0].Paragraph, doc.Blocks[len(doc.Blocks)-1].Paragraph
			if first == nil || last == nil || !strings.HasPrefix(first.Text, tt.firstPar) || !strings.HasPrefix(last.Text, tt.lastPar) {
				t.Errorf("the article goes from %v to %v", first, last)
			}
			if len(doc.Findings) > 0 {
				t.Errorf("findings: %v", doc.Findings)
			}
		})
	}
}
