package synth

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/internal/optional"
)

func TestSameSeedSameBytes(t *testing.T) {
	for seed := range uint64(20) {
		for _, w := range Writers() {
			if w.Name == "pdf-office" {
				continue // stamped by LibreOffice
			}
			first, err := w.Write(newSample(t, order(seed)).Page)
			if err != nil {
				t.Fatal(err)
			}
			second, err := w.Write(newSample(t, order(seed)).Page)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, second) {
				t.Errorf("seed %d: %s differs from run to run", seed, w.Name)
			}
		}
	}
}

func TestDOCXConverts(t *testing.T) {
	s := newSample(t, Order{Seed: 14, Kind: CountyGovernment, Deviations: []string{"split-title", "split-heads"}})
	docx, err := DOCX(s.Page)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := PDF(docx)
	if errors.Is(err, ErrNoLibreOffice) {
		optional.Skip(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 10_000 {
		t.Errorf("%d bytes beginning %.20q are no report", len(pdf), pdf)
	}
}

func TestPDFWithoutLibreOffice(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := PDF(nil); !errors.Is(err, ErrNoLibreOffice) {
		t.Errorf("error is %v, want ErrNoLibreOffice", err)
	}
}

// The document holds the page's texts and cells, in order.
func TestDOCXHoldsThePage(t *testing.T) {
	page := newSample(t, Order{Seed: 3, Deviations: []string{"split-title", "split-heads"}}).Page
	page.Blocks = append(page.Blocks, Block{Text: `a <b> & "c" {{body}}`})
	docx, err := DOCX(page)
	if err != nil {
		t.Fatal(err)
	}
	content := document(t, docx)
	var want []string
	for _, table := range page.tables() {
		var b strings.Builder
		for _, row := range table.places() {
			for _, cell := range row {
				span, merge, text := "", "", strings.ReplaceAll(cell.Text, "\n", "")
				if cell.columns() > 1 {
					span = string(rune('0' + cell.columns()))
				}
				if cell.columns() == 10 {
					span = "10"
				}
				if cell.rows() > 1 {
					merge = "{restart}"
				}
				if cell.below {
					merge, text = "{}", ""
				}
				b.WriteString("|" + span + merge + text)
			}
			b.WriteByte('\n')
		}
		want = append(want, b.String())
	}
	if diff := cmp.Diff(want, wordTables(t, content)); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
	at := 0
	texts := append([]string{}, page.Title...)
	for _, b := range page.Blocks {
		if b.Table == nil {
			texts = append(texts, html.EscapeString(b.Text))
		}
	}
	for _, text := range texts {
		found := strings.Index(content[at:], ">"+text+"<")
		if found < 0 {
			t.Fatalf("%q is not in the document, or not in its place", text)
		}
		at += found + len(text)
	}
	if strings.Contains(content, "{{slot") || strings.Contains(content, "{{report}}") || strings.Contains(content, "{{heading}}") {
		t.Error("a placeholder is left over")
	}
}

func TestHTMLHoldsThePage(t *testing.T) {
	page := newSample(t, Order{Seed: 11, Deviations: []string{"split-heads", "block-tables", "blank-zeros"}}).Page
	for _, skin := range []Skin{Portal, WordExport} {
		data, err := HTML(page, skin, UTF8)
		if err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, table := range page.tables() {
			for _, row := range table.Rows {
				for _, cell := range row {
					want = append(want, strings.ReplaceAll(cell.Text, "\n", ""))
				}
			}
		}
		for n := range root.Descendants() {
			if n.Data != "td" || attribute(n.Parent.Parent.Parent, "class") == "metadata" {
				continue
			}
			var text strings.Builder
			for c := range n.Descendants() {
				if c.Type == html.TextNode {
					text.WriteString(c.Data)
				}
			}
			got = append(got, strings.TrimSpace(text.String()))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("skin %s: cells (-want +got):\n%s", skin, diff)
		}
	}
}

func TestGB18030(t *testing.T) {
	page := newSample(t, Order{Seed: 11}).Page
	page.Blocks = append(page.Blocks, Block{Text: "㵲溪𠮷"}) // four bytes each but the second
	want, err := HTML(page, WordExport, UTF8)
	if err != nil {
		t.Fatal(err)
	}
	data, err := HTML(page, WordExport, GB18030)
	if err != nil {
		t.Fatal(err)
	}
	got, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Replace(string(want), "charset=utf-8", "charset=gb2312", 1), string(got)); diff != "" {
		t.Errorf("(-utf-8 +gb18030):\n%s", diff)
	}
	if _, err := HTML(page, "no-such", UTF8); err == nil {
		t.Error("an unknown skin is no error")
	}
}

func BenchmarkDOCX(b *testing.B) { benchmark(b, DOCX) }
func BenchmarkHTML(b *testing.B) {
	benchmark(b, func(p *Page) ([]byte, error) { return HTML(p, WordExport, UTF8) })
}

func benchmark(b *testing.B, write func(*Page) ([]byte, error)) {
	s, err := New(Order{Seed: 14, Kind: CountyGovernment})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		out, err := write(s.Page)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}
