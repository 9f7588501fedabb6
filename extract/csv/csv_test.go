package csv

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai"
)

// table is a small report: title, heading, a table with a merged head.
const table = "报告,,\n一、情况,,\n信息内容,本年,总计\n规章,1,2\n文件,\"1,204\",\"a\nb\"\n"

const want = "¶报告\n¶一、情况\n信息内容|本年|总计\n规章|1|2\n文件|1,204|a/b\n"

func TestRead(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, want string }{
		{"UTF-8", table, want},
		{"with a mark and CR LF", "\uFEFF" + strings.ReplaceAll(table, "\n", "\r\n"), want},
		{"GB18030", gb, want},
		{"UTF-16", wide, want},
		{"semicolons", strings.ReplaceAll(strings.ReplaceAll(table, "1,204", "1204"), ",", ";"), strings.Replace(want, "1,204", "1204", 1)},
		{"tabs", strings.ReplaceAll(strings.ReplaceAll(table, "1,204", "1204"), ",", "\t"), strings.Replace(want, "1,204", "1204", 1)},
		{"declared", "sep=;\n" + strings.ReplaceAll(table, ",", ";"), strings.Replace(want, "1,204", "1;204", 1)},
		{"an empty line between two tables", "a,b,c\n1,2,3\n\nd,e,f\n4,5,6\n", "a|b|c\n1|2|3\n\nd|e|f\n4|5|6\n"},
		{"a blank row in a table", "a,b,c\n,,\n", "a|b|c\n||\n"},
		{"a number for two rows or one", "组,甲,1,2\n,乙,,\n组,丙,3,4\n,丁,5,6\n", "组|甲|?1|?2\n|乙|?|?\n组|丙|3|4\n|丁|5|6\n"},
		{"a heading inside a table", "a,b,c\n1,2,3\n小计,,\n4,5,6\n", "a|b|c\n1|2|3\n小计|?|?\n4|5|6\n"},
		{"two values a line, and a title", "年报\n项目,数量\n规章,0\n", "¶年报\n项目|数量\n规章|0\n"},
	} {
		if !Is([]byte(c.text)) && !strings.HasPrefix(c.name, "two values") && c.name != "a blank row in a table" {
			t.Errorf("%s: not recognised", c.name)
		}
		text := c.text
		if c.name == "a blank row in a table" {
			text = "sep=,\n" + text
		}
		d, err := Read([]byte(text), gongkai.DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, draw(d)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// draw writes paragraphs and the rows of grids; an empty line parts two grids.
func draw(d *gongkai.Document) string {
	var b strings.Builder
	for i, block := range d.Blocks {
		if block.Paragraph != nil {
			b.WriteString("¶" + block.Paragraph.Text + "\n")
			continue
		}
		if i > 0 && d.Blocks[i-1].Grid != nil {
			b.WriteString("\n")
		}
		for row := range block.Grid.Rows {
			for i, c := range block.Grid.Row(row) {
				if i > 0 {
					b.WriteByte('|')
				}
				if c.Uncertain != "" {
					b.WriteByte('?')
				}
				b.WriteString(strings.ReplaceAll(c.Text, "\n", "/"))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// What looks like separated values and is prose, or another kind of table.
func TestIsNot(t *testing.T) {
	for _, text := range []string{
		"一、总体情况\n2020年，本机关主动公开政府信息12条，其中规章0件，规范性文件3件。\n二、主动公开情况\n",
		"First, a letter.\nSecond, there is, as we know, more.\nThird, nothing.\n",
		"a,b\n1,2\n3,4\n",
		"\t信息内容\n\t本年\n\n\t规章\n\t1\n\n",
		"\ta\tb\tc\n\t1\t2\t3\n\t4\t5\t6\n",
		"x,y,z\n",
		"\x00,\x00,\x00\n\x00,\x00,\x00\n\x00,\x00,\x00\n",
		"",
	} {
		if Is([]byte(text)) {
			t.Errorf("%q is taken for separated values", text)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		text   string
		limits gongkai.Limits
		want   error
	}{
		{"", gongkai.Limits{}, gongkai.ErrEmpty},
		{" \n", gongkai.Limits{}, gongkai.ErrEmpty},
		{",,\n,,\n,,\n", gongkai.Limits{}, gongkai.ErrEmpty},
		{"prose", gongkai.Limits{}, gongkai.ErrFormat},
		{table, gongkai.Limits{Bytes: 5}, gongkai.ErrLimit},
		{table, gongkai.Limits{Cells: 5}, gongkai.ErrLimit},
	} {
		_, err := Read([]byte(c.text), c.limits)
		var read *gongkai.ReadError
		if !errors.Is(err, c.want) || !errors.As(err, &read) {
			t.Errorf("%q: %v, want %v", c.text, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(table))
	f.Add([]byte("sep=;\na;b\n\"c\n;d"))
	f.Add([]byte("a,b,c\n\n\n1,2,\"3\"\"\n,,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		Is(data)
		limits := gongkai.Limits{Bytes: 1 << 20, Cells: 10_000}
		d, err := Read(data, limits)
		if err != nil {
			if gongkai.Reason(err) == "other" {
				t.Fatalf("error without a reason: %v", err)
			}
			return
		}
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		again, err := Read(data, limits)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, again, cmpopts.IgnoreUnexported(gongkai.Grid{})); diff != "" {
			t.Errorf("two readings differ (-first +second):\n%s", diff)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	data := []byte(strings.Repeat(table, 20))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, gongkai.DefaultLimits()); err != nil {
			b.Fatal(err)
		}
	}
}
