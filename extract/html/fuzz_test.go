package html

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		menu + crumbs + "<div class='TRS_Editor'>" + prefacePar + report + tail + "</div>" + foot,
		"<table><tr><td rowspan=0>a<td colspan=3>b<tr><td rowspan=9>1<tfoot><tr><td>2<table><tr><td>3<td>4</table></table>",
		"<table><tr><td>索引号<td>0001<td>发布机构<td>某局<tr><td colspan=4>" + report + "</table>",
		"<!--content.begin--><p>a<!--content.end--></p><table><form><caption>x<td>1<!--content.begin-->",
		"<meta charset=gb2312>\xd5\xfe\xb8\xae<p style='display:none;white-space:pre'>\n1\n<br>2</pre>",
		"<b id=1><b id=2></p><p>x<font><svg><td>1</svg><math><table><dt>来源：<dd>x",
	} {
		f.Add([]byte(seed))
	}
	limits := gongkai.Limits{Bytes: 1 << 16, ExpandedBytes: 1 << 22, Cells: 5_000, Depth: 400}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Read(data, limits)
		again, errAgain := Read(data, limits)
		if (err == nil) != (errAgain == nil) {
			t.Fatalf("two reads differ: %v, %v", err, errAgain)
		}
		if err != nil {
			if gongkai.Reason(err) == "other" {
				t.Fatalf("error without a reason: %v", err)
			}
			return
		}
		if err := doc.Check(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(outline(doc.Blocks), outline(again.Blocks)); diff != "" {
			t.Fatalf("blocks of two reads differ (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(doc.Metadata, again.Metadata); diff != "" {
			t.Fatalf("metadata of two reads differ (-first +second):\n%s", diff)
		}
	})
}
