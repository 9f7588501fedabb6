package synth

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"gongkai"
	"gongkai/internal/optional"
)

// samples holds real reports; it lies beside the repository and may be absent.
const samples = "../../../shared/samples"

func realSample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		optional.Skip(t, "the real samples are not beside this checkout: "+err.Error())
	}
	return data
}

// grid draws a table as text: each row's cells, spans rows×columns in braces,
// "^" for a cell from above, and 0 for what the form leaves to fill in.
func (t *Table) grid() string {
	var b strings.Builder
	for _, row := range t.places() {
		for _, cell := range row {
			text := strings.ReplaceAll(cell.Text, "\n", "⏎")
			switch {
			case cell.below:
				text = "^"
			case cell.rows() > 1 || cell.columns() > 1:
				text = fmt.Sprintf("{%d×%d}%s", cell.rows(), cell.columns(), text)
			}
			b.WriteString("|" + text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestForms(t *testing.T) {
	tests := []struct {
		layout gongkai.Layout
		part   Part
		want   string
	}{
		{gongkai.Layout2021, Item1, `
|{1×4}第二十条第（一）项
|信息内容|本年制发件数|本年废止件数|现行有效件数
|规章|||
|行政规范性文件|||
|{1×4}第二十条第（五）项
|信息内容|{1×3}本年处理决定数量
|行政许可|{1×3}
|{1×4}第二十条第（六）项
|信息内容|{1×3}本年处理决定数量
|行政处罚|{1×3}
|行政强制|{1×3}
|{1×4}第二十条第（八）项
|信息内容|{1×3}本年收费金额（单位：万元）
|行政事业性收费|{1×3}
`},
		{gongkai.Layout2019, Item1, `
|{1×4}第二十条第（一）项
|信息内容|本年新制作数量|本年新公开数量|对外公开总数量
|规章|||
|规范性文件|||
|{1×4}第二十条第（五）项
|信息内容|上一年项目数量|本年增/减|处理决定数量
|行政许可|||
|其他对外管理服务事项|||
|{1×4}第二十条第（六）项
|信息内容|上一年项目数量|本年增/减|处理决定数量
|行政处罚|||
|行政强制|||
|{1×4}第二十条第（八）项
|信息内容|上一年项目数量|{1×2}本年增/减
|行政事业性收费||{1×2}
|{1×4}第二十条第（九）项
|信息内容|采购项目数量|{1×2}采购总金额
|政府集中采购||{1×2}
`},
	}
	for _, test := range tests {
		t.Run(string(test.layout), func(t *testing.T) {
			got := "\n" + BlankForm(test.layout).tables()[0].grid()
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("proactive table (-want +got):\n%s", diff)
			}
		})
	}
}

// Every table of every form is a rectangle that its cells tile.
func TestTablesTile(t *testing.T) {
	for seed := range uint64(seeds / 10) {
		for i, table := range newSample(t, order(seed)).Page.tables() {
			var cells []gongkai.Cell
			for row, placed := range table.places() {
				for _, c := range placed {
					if !c.below {
						cells = append(cells, gongkai.Cell{Row: row, Column: c.column, RowSpan: c.rows(), ColumnSpan: c.columns()})
					}
				}
			}
			g, overlaps, lost := gongkai.NewGrid(len(table.Rows), len(table.Widths), cells)
			if overlaps > 0 || len(lost) > 0 || len(g.Cells) != len(cells) {
				t.Errorf("seed %d, table %d: %d overlaps, %d lost, %d fillers", seed, i+1, overlaps, len(lost), len(g.Cells)-len(cells))
			}
			if err := g.Check(); err != nil {
				t.Errorf("seed %d, table %d: %v", seed, i+1, err)
			}
		}
	}
}

var digits = regexp.MustCompile(`[\d.]*\d(万元)?`)

// wordTables reads the tables of a document.xml, merges as Word states them.
func wordTables(t *testing.T, document string) []string {
	t.Helper()
	type value struct {
		Val string `xml:"val,attr"`
	}
	var doc struct {
		Tables []struct {
			Rows []struct {
				Cells []struct {
					Span  value    `xml:"tcPr>gridSpan"`
					Merge *value   `xml:"tcPr>vMerge"`
					Texts []string `xml:"p>r>t"`
				} `xml:"tc"`
			} `xml:"tr"`
		} `xml:"body>tbl"`
	}
	if err := xml.Unmarshal([]byte(document), &doc); err != nil {
		t.Fatal(err)
	}
	var tables []string
	for _, table := range doc.Tables {
		var b strings.Builder
		for _, row := range table.Rows {
			for _, cell := range row.Cells {
				merge := ""
				if cell.Merge != nil {
					merge = "{" + strings.TrimSuffix(cell.Merge.Val, "continue") + "}"
				}
				b.WriteString("|" + cell.Span.Val + merge + strings.TrimSpace(strings.Join(cell.Texts, "")))
			}
			b.WriteByte('\n')
		}
		tables = append(tables, b.String())
	}
	return tables
}

func document(t *testing.T, docx []byte) string {
	t.Helper()
	for _, p := range unzipped(t, docx) {
		if p.name == "word/document.xml" {
			return p.content
		}
	}
	t.Fatal("no word/document.xml")
	return ""
}

func TestFormOf2021IsTheOfficialOne(t *testing.T) {
	official := realSample(t, "official-template-2021.docx")
	ours, err := DOCX(BlankForm(gongkai.Layout2021))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wordTables(t, document(t, official)), wordTables(t, document(t, ours))); diff != "" {
		t.Errorf("tables (-official +ours):\n%s", diff)
	}
}

// tabbed is the lines of a converter's text that belong to tables, with
// numbers blanked.
func tabbed(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if cell, ok := strings.CutPrefix(line, "\t"); ok || line == "\n" {
			if n := strings.TrimSuffix(cell, "\n"); n != "" && digits.FindString(n) == n {
				line = "\t0\n"
			}
			b.WriteString(line)
		}
	}
	return strings.Trim(b.String(), "\n")
}

func TestTextIsAsConvertersWriteIt(t *testing.T) {
	real := string(realSample(t, "fuyuan-ecology-2020.txt"))
	real = strings.Replace(real, "只记这一情形", "只计这一情形", 1) // that agency's own spelling
	ours, err := Text(newSample(t, Order{Seed: 5, Kind: TownGovernment, Form: PureForm(gongkai.Layout2019)}).Page)
	if err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`\t-\d`).ReplaceAllString(string(ours), "\t0")
	if diff := cmp.Diff(tabbed(real), tabbed(got)); diff != "" {
		t.Errorf("tables (-real +ours):\n%s", diff)
	}
}

// webTables reads the tables of a web page: spans and text of each cell,
// numbers blanked.
func webTables(t *testing.T, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for table := range root.Descendants() {
		if table.Data != "table" || attribute(table, "class") == "metadata" {
			continue
		}
		var b strings.Builder
		for n := range table.Descendants() {
			switch n.Data {
			case "tr":
				b.WriteByte('\n')
			case "td":
				var text strings.Builder
				for c := range n.Descendants() {
					if c.Type == html.TextNode {
						text.WriteString(c.Data)
					}
				}
				printed := strings.TrimSpace(text.String())
				if digits.FindString(printed) == printed {
					printed = ""
				}
				fmt.Fprintf(&b, "|%s×%s %s", attribute(n, "rowspan"), attribute(n, "colspan"), printed)
			}
		}
		tables = append(tables, b.String())
	}
	return tables
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestFormOf2019IsTheOfficialOne(t *testing.T) {
	real := string(realSample(t, "pingtan-zrz-2020.html"))
	real = strings.Replace(real, "<span>本年</span><span><br></span><span>公开数量</span>", "本年新公开数量", 1) // lost a character there
	for _, skin := range []Skin{Portal, WordExport} {
		ours, err := HTML(BlankForm(gongkai.Layout2019), skin, UTF8)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(webTables(t, real), webTables(t, string(ours))); diff != "" {
			t.Errorf("skin %s: tables (-real +ours):\n%s", skin, diff)
		}
	}
}
