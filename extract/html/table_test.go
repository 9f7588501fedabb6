package html

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

func TestTables(t *testing.T) {
	prose := strings.Repeat("严格落实条例，", 30)
	tests := []struct{ name, page, want string }{
		{"cells", "<table><tr><td>规章</td><td>0</td></tr><tr><td>规范性文件</td><td>2</td></tr></table>", "|规章|0|\n|规范性文件|2|\n"},
		{"missing end tags", "<table><tr><td>规章<td>0<tr><td>规范性文件<td>2</table>", "|规章|0|\n|规范性文件|2|\n"},
		{"spans", "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>1<td>2</table>", "|a|b(2)|\n|^|1|2|\n"},
		{"the later cell moves right of a row span", "<table><tr><td>a<td rowspan=2>b<td>c<tr><td>1<td>2</table>", "|a|b|c|\n|1|^|2|\n"},
		{"a row span ends with its rows", "<table><tr><td rowspan=99>a<td>1<tr><td>2</table>", "|a|1|\n|^|2|\n"},
		{"a row span ends with its row group", "<table><tbody><tr><td rowspan=9>a<td>1<tbody><tr><td>2<td>3</table>", "|a|1|\n|2|3|\n"},
		{"rowspan=0 reaches to the end of the group", "<table><tbody><tr><td rowspan=0>a<td>1<tr><td>2<tr><td>3<tbody><tr><td>4<td>5</table>", "|a|1|\n|^|2|\n|^|3|\n|4|5|\n"},
		{"spans that are no numbers", "<table><tr><td colspan=x rowspan=-2>a<td colspan=0>b<td colspan=' 2px'>c<tr><td>1<td>2<td>3<td>4</table>", "|a|b|c(2)|\n|1|2|3|4|\n"},
		{"colspan above 1000", "<table><tr><td colspan=99999>a<tr><td>1</table>", "|a(1000)|\n|1|" + strings.Repeat("~|", 999) + "\n"},
		{"short rows are filled up", "<table><tr><td>a<td>b<td>c<tr><td>1</table>", "|a|b|c|\n|1|~|~|\n"},
		{"empty rows are rows", "<table><tr><td>a<td>1<tr><tr><td><td>&nbsp;<tr><td>b<td>2</table>", "|a|1|\n|~|~|\n|||\n|b|2|\n"},
		{"an empty row counts for spans", "<table><tr><td rowspan=2>a<td>1<tr><tr><td>b<td>2</table>", "|a|1|\n|^|~|\n|b|2|\n"},
		{"tfoot comes last", "<table><thead><tr><th>h<th>i<tfoot><tr><td>f<td>9<tbody><tr><td>b<td>1</table>", "|h|i|\n|b|1|\n|f|9|\n"},
		{"caption", "<table><caption>统计表<br>2014</caption><tr><td>a<td>1</table>", "统计表\n2014\n|a|1|\n"},
		{"a title row stays a row", "<table><tr><td colspan=2>统计表<tr><td>a<td>1</table>", "|统计表(2)|\n|a|1|\n"},
		{"text among the rows stands before the table", "<table>甲<tr>乙<td>a<td>1</table>", "甲乙\n|a|1|\n"},
		{"hidden rows and cells", "<table><tr style='display:none'><td>x<td>y<tr><td>a<td hidden>z<td>1</table>", "|a|1|\n"},
		{"lines in a cell", "<table><tr><td>结果<br>纠正<td><p>本年</p><p>制发</p><div>件数</div><td><p>0</p><p>&nbsp;</p></table>", "|结果⏎纠正|本年⏎制发⏎件数|0|\n"},
		{"runs in a cell", "<table><tr><td>累计<td><p><span>78</span><span>967</span><o:p></o:p></p></table>", "|累计|78967|\n"},
		{"a form inside the table", "<table><form><tr><td>a<td>1</tr></form></table>", "|a|1|\n"},
		{"an empty table is dropped", "<p>甲</p><table>" + strings.Repeat("<tr><td><p>&nbsp;</p><td>", 200) + "</table><p>乙</p>", "甲\n乙\n"},
		{"a blank form is kept", "<table><tr><td>规章<td><td><tr><td>规范性文件<td><td></table>", "|规章|||\n|规范性文件|||\n"},

		{"a frame of one cell", "<table><tr><td><p>甲</p><p>乙</p></table>", "甲\n乙\n"},
		{"a frame around prose", "<table><tr><td>通知<td><tr><td><p>" + prose + "</p><td>&nbsp;</table>", "通知\n" + prose + "\n"},
		{"a frame around tables", "<table><tr><td>首页<td>行政许可<td>行政处罚<tr><td colspan=3><table><tr><td>规章<td>0<tr><td>规范性文件<td>2</table></table>",
			"首页\n行政许可\n行政处罚\n|规章|0|\n|规范性文件|2|\n"},
		{"frames in frames", strings.Repeat("<table><tr><td>", 60) + "<table><tr><td>a<td>1</table>" + strings.Repeat("</table>", 60), "|a|1|\n"},
		{"a data table in a data table", "<table><tr><td>规章<td>0<tr><td>规范性文件<td>2<table><tr><td>市级<td>1<tr><td>县级<td>1</table></table>",
			"|规章|0|\n|规范性文件|2{|市级|1| |县级|1|}|\n"},
		{"a single cell in a cell is its text", "<table><tr><td>规章<td><table><tr><td>5</table><tr><td>规范性文件<td>2</table>", "|规章|5|\n|规范性文件|2|\n"},
		{"a long note in a data table", "<table><tr><td>规章<td>0<tr><td colspan=2>" + prose + "</table>", "|规章|0|\n|" + prose + "(2)|\n"},
		{"characters stacked in a head", "<table><tr><td>自<p>然<p>人<p>数<td>总<p>计<tr><td><td></table>", "|自⏎然⏎人⏎数|总⏎计|\n|||\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := mustRead(t, tt.page)
			if diff := cmp.Diff(tt.want, outline(doc.Blocks)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(doc.Findings) > 0 {
				t.Errorf("findings: %v", doc.Findings)
			}
		})
	}
}

func TestOverlappingCells(t *testing.T) {
	doc := mustRead(t, "<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=2>1<td>2</table>")
	if diff := cmp.Diff("|a|b|c|\n|1|^|2|\n", outline(doc.Blocks)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := []gongkai.Finding{{Code: gongkai.OverlappingCells, Found: "1", Location: gongkai.Location{Path: "/html/body/table[1]"}}}
	if diff := cmp.Diff(want, doc.Findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
