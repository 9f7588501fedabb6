package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/extract/form"
	"gongkai/extract/text"
	"gongkai/normalize"
)

// TestLinear: what reading a document takes grows like the document, in every
// format: one of twice as many rows, tables or paragraphs takes about twice the
// processor time, nowhere near four times.
func TestLinear(t *testing.T) {
	shapes := []struct {
		name string
		n    int // of the larger document
		make func(n int) *synth.Page
	}{
		{"rows", 2000, pageOfRows},
		{"tables", 500, pageOfTables},
		{"paragraphs", 4000, pageOfParagraphs},
	}
	// The other formats are built on these.
	formats := []string{"html-portal", "docx", "pdf-drawn", "text", "rtf-word", "xlsx"}
	reader := newReader(t)
	if err := reader.PDF.Warm(); err != nil {
		t.Fatal(err)
	}
	for _, w := range synth.Writers() {
		if !slices.Contains(formats, w.Name) {
			continue
		}
		for _, s := range shapes {
			t.Run(w.Name+"/"+s.name, func(t *testing.T) {
				linear(t, writtenBy(t, w, s.make(s.n/2)), writtenBy(t, w, s.make(s.n)), func(data []byte) error {
					_, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
					return err
				})
			})
		}
	}
}

// linear fails when the whole, which is twice the half, takes far more than twice
// the processor time. Whatever else the machine does only adds time, so the least
// of some tries counts, and one fair pair is enough.
func linear(t *testing.T, half, whole []byte, read func([]byte) error) {
	t.Helper()
	of := func(data []byte) time.Duration {
		before := processorTime(t)
		if err := read(data); err != nil {
			t.Fatal(err)
		}
		return max(processorTime(t)-before, leastTime)
	}
	ofHalf, ofWhole := of(half), of(whole)
	for range 5 {
		if ratio := float64(ofWhole) / float64(ofHalf); ratio < maxRatio {
			t.Logf("%v, twice that %v: %.1f times as long", ofHalf, ofWhole, ratio)
			return
		}
		ofHalf, ofWhole = min(ofHalf, of(half)), min(ofWhole, of(whole))
	}
	t.Errorf("%v, twice that %v: more than %d times as long", ofHalf, ofWhole, maxRatio)
}

// leastTime is what less counts as: garbage collection makes short times differ.
const leastTime = 25 * time.Millisecond

// maxRatio is between 2, linear, and 4, quadratic.
const maxRatio = 3

func writtenBy(t *testing.T, w synth.Writer, p *synth.Page) []byte {
	t.Helper()
	data, err := w.Write(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// pageOfRows has one table of requests whose rows come again and again.
func pageOfRows(n int) *synth.Page {
	table := requestsTable()
	for i := range n {
		row := []synth.Cell{{Text: requestLabels[i%len(requestLabels)]}}
		for column := range 7 {
			row = append(row, synth.Cell{Text: fmt.Sprint((i + column) % 100)})
		}
		table.Rows = append(table.Rows, row)
	}
	return pageOf(synth.Block{Table: table})
}

var requestLabels = []string{"一、本年新收政府信息公开申请数量", "（一）予以公开", "1.属于国家秘密", "2.重复申请", "（七）总计", "没有列入的项目", "四、结转下年度继续办理"}

func requestsTable() *synth.Table {
	heads := []synth.Cell{{Text: "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"}}
	table := &synth.Table{HeadRows: 1, Widths: []int{3000}}
	for _, head := range []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"} {
		heads = append(heads, synth.Cell{Text: head})
		table.Widths = append(table.Widths, 900)
	}
	table.Rows = [][]synth.Cell{heads}
	return table
}

// pageOfTables has many small tables, each below a paragraph.
func pageOfTables(n int) *synth.Page {
	var blocks []synth.Block
	for i := range n {
		table := requestsTable()
		for r := range 3 {
			row := []synth.Cell{{Text: requestLabels[(i+r)%len(requestLabels)]}}
			for column := range 7 {
				row = append(row, synth.Cell{Text: fmt.Sprint((i + column) % 100)})
			}
			table.Rows = append(table.Rows, row)
		}
		blocks = append(blocks, synth.Block{Text: fmt.Sprintf("第%d张表", i)}, synth.Block{Table: table})
	}
	return pageOf(blocks...)
}

// pageOfParagraphs is prose, a third of it headings.
func pageOfParagraphs(n int) *synth.Page {
	var blocks []synth.Block
	for i := range n {
		text := fmt.Sprintf("本年新收政府信息公开申请%d件，办结%d件，其中予以公开%d件。", i+3, i+2, i)
		if i%3 == 0 {
			text = fmt.Sprintf("%s、第%d部分", []string{"一", "二", "三", "四", "五", "六"}[i/3%6], i)
		}
		blocks = append(blocks, synth.Block{Text: text})
	}
	return pageOf(blocks...)
}

func pageOf(blocks ...synth.Block) *synth.Page {
	return &synth.Page{
		Title:  []string{"青梧县人民政府2022年政府信息公开工作年度报告"},
		Blocks: append([]synth.Block{{Text: "本报告依据《中华人民共和国政府信息公开条例》编制。"}}, blocks...),
		Site:   synth.Site{Name: "青梧县人民政府", Host: "www.qingwu.gov.cn", Published: "2023-01-20"},
	}
}

// TestLinearText: texts that are no report, a line without end, and marks of
// converters in one line.
func TestLinearText(t *testing.T) {
	for name, unit := range map[string]string{
		"lines":    `{"file":"documents/000000.docx","agency":"槐隐县人民政府","year":2025,"cells":[{"table":"requests","printed":"0"}]}` + "\n",
		"one line": "本年新收政府信息公开申请3件，",
		"marks":    "[image: x]概述",
		"cells":    "\t概述\t12\t本年增/减\n",
		"blanks":   " \t \n\n",
	} {
		t.Run(name, func(t *testing.T) {
			const bytes = 1 << 18
			half := []byte(strings.Repeat(unit, bytes/len(unit)) + "。")
			linear(t, half, slices.Concat(half, half), func(data []byte) error {
				doc, err := text.Read(data, gongkai.DefaultLimits())
				if err == nil {
					normalize.Report(form.Find(doc))
				}
				return err
			})
		})
	}
}
