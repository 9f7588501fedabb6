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

// A cell that does not say all a reader of the page sees is in doubt.
func TestCellDoubts(t *testing.T) {
	const sheet = "<style>@media print{.p{display:none}}<!-- /* .c{display:none} */ .x, td.y{display:none}\n#v{visibility:hidden}" +
		" .k{text-decoration:line-through} .o{display:none} .o{display:inline} div .n{display:none}--></style><style media=print>.m{display:none}</style>"
	tests := []struct{ name, cell, want, doubt string }{
		{"struck out", "<del>5390</del>12", "539012", "struck out"},
		{"struck out, old", "<s>5390</s>12", "539012", "struck out"},
		{"struck out, oldest", "<p><strike>-</strike>12</p>", "-12", "struck out"},
		{"struck out by style", "<p>53<span style='Text-Decoration: underline line-through'><b>90</b></span></p>", "5390", "struck out"},
		{"struck out by a class", "53<b class=K>90</b>", "5390", "struck out"},
		{"a unit struck out", "5<del>万</del>元", "5万元", "struck out"},
		{"superscript", "5390<sup>1</sup>", "53901", "superscript or subscript"},
		{"subscript", "5390<sub>①</sub>", "5390①", "superscript or subscript"},
		{"superscript by style", "5390<span style='vertical-align:super'>1</span>", "53901", "superscript or subscript"},
		{"letters raised", "m<sup>x</sup>", "mx", ""},
		{"nothing raised", "12<sup> </sup><del></del>", "12", ""},
		{"reversed", "<bdo dir=rtl>12</bdo>", "12", "reversed"},
		{"ruby", "<ruby>12<rp>(</rp><rt>34</rt><rp>)</rp></ruby>", "12", "ruby"},

		{"visibility", "5390<span style='visibility:hidden'>12</span>", "5390", ""},
		{"visible again", "<p style='visibility:hidden'>12<b style='visibility:visible'>34</b></p>", "34", ""},
		{"size 0", "5390<span style='font-size:0pt'>12</span>", "5390", ""},
		{"size 0 of 0", "5390<span style='font:0/0 a'>1<b style='font-size:2em'>2</b></span>", "5390", ""},
		{"a size again", "<span style='font-size:0'>7<b style='font-size:12pt'>12</b><font size=3>3</font></span>", "123", ""},
		{"a size below 1", "5390<span style='font-size:0.5px'>12</span>", "539012", "text that is hardly seen"},
		{"opacity", "5390<span style='opacity:0.0'><b style='opacity:1'>12</b></span>", "5390", ""},
		{"half transparent", "5390<span style='opacity:0.5'>12</span>", "539012", ""},
		{"transparent", "5390<span style='color: transparent'>12</span>", "539012", "text that is hardly seen"},
		{"white", "5390<font color=#FFFFFF>12</font>", "539012", "text that is hardly seen"},
		{"white again", "5390<span style='color:RGB(255, 255, 255)'>12</span>", "539012", "text that is hardly seen"},
		{"white on a colour", "<p style='background:#c00'><font color=white>12</font></p>", "12", ""},
		{"far to the left", "5390<p style='text-indent:-9999px'>12</p>", "5390\n12", "placed apart"},
		{"a hanging indent", "<p style='text-indent:-18.0pt'>12</p>", "12", ""},
		{"positioned", "5390<span style='position:absolute;left:-999px'>12</span>", "539012", "placed apart"},
		{"hidden", "5390<span style='display:none'>12</span><b hidden>3</b>", "5390", ""},
		{"hidden by a class", "5390<span class='a X'>12</span>", "5390", "hidden by a style sheet"},
		{"hidden by an id", "5390<span id=v>12</span>", "5390", "hidden by a style sheet"},
		{"a rule for another element", "<span class=y>12</span>", "12", ""},
		{"shown by its own style", "<span class=x style='display:inline'>12</span>", "12", ""},
		{"rules that do not hide", "1<b class=p>2</b><b class=c>3</b><b class=o>4</b><b class=m>5</b><b class=n>6</b>", "123456", ""},

		{"a picture", "<p><img src=5390.png></p>", "", "picture"},
		{"a picture beside text", "12<svg><text>3</text></svg>", "12", "picture"},
		{"a picture that keeps room", "<img src=x.gif width=1 height=20>", "", ""},
		{"a picture not shown", "<img src=5390.png style='display:none'>", "", ""},
		{"a form field", "<input value=5390>", "", "form field"},
		{"a form field not shown", "<input type=hidden value=5390>", "", ""},
		{"a choice", "<select><option>5390</select>", "", "form field"},
		{"a text field", "<textarea>5390</textarea>", "", "form field"},
		{"a frame", "<iframe src=x></iframe>", "", "embedded object"},
		{"a canvas", "<canvas></canvas>", "", "picture"},
		{"a script", "<script>document.write(5390)</script>", "", "script"},
		{"for browsers without scripts", "<noscript>5390</noscript>", "", "script"},
		{"a formula", "<math><mn>5</mn></math>", "", "formula"},
		{"a list", "<ol start=5390><li></ol>", "", "automatic number"},
		{"a table", "<table><tr><td>市级<td>1<tr><td>县级<td>2</table>", "", "table in the cell"},
		{"a table of pictures", "<table><tr><td><img src=5.png><td></table>", "", "picture"},

		{"blank", "<p class=MsoNormal><span lang=EN-US style='font-size:10.5pt'><o:p>&nbsp;</o:p></span><a name=_x></a><br></p>\u3000<!-- 5 -->", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := mustRead(t, sheet+"<table><tr><td>规章<td>"+tt.cell+"<tr class=x><td>行政许可<td>9<tr><td class=y>7<td>规范性文件<td class=x>8<td>2<tr><td>行政处罚<td>3</table>")
			g := doc.Blocks[0].Grid
			got := []string{g.At(0, 1).Text, g.At(0, 1).Uncertain, g.At(1, 0).Text, g.At(1, 1).Text}
			if diff := cmp.Diff([]string{tt.want, tt.doubt, "规范性文件", "2"}, got); diff != "" {
				t.Errorf("text and doubt, the row below (-want +got):\n%s", diff)
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
