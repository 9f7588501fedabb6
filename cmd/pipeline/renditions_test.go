package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/extract"
	"gongkai/extract/readertest"
)

// TestMHTMLLikeHTML: a page that Chrome keeps in one file says what the page says,
// and Word's own page has the tables that Word's export has.
func TestMHTMLLikeHTML(t *testing.T) {
	r := extract.NewReader("")
	defer r.Close()
	read := func(data []byte, err error) *gongkai.Document {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		d, err := r.Read(data, gongkai.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, layout := range []gongkai.Layout{"cn-2014", "cn-2019", "cn-2021"} {
		sample, err := synth.New(synth.Order{Seed: 7, Layout: layout})
		if err != nil {
			t.Fatal(err)
		}
		page := sample.Page
		html, chrome := read(synth.HTML(page, synth.Portal, synth.UTF8)), read(synth.ChromeMHTML(page))
		ignored := cmpopts.IgnoreUnexported(gongkai.Grid{})
		if diff := cmp.Diff(html.Blocks, chrome.Blocks, ignored); diff != "" || chrome.Format != gongkai.FormatMHTML {
			t.Errorf("%s: format %q, blocks (-html +mhtml):\n%s", layout, chrome.Format, diff)
		}
		if diff := cmp.Diff(html.Metadata, chrome.Metadata); diff != "" || html.HeadTitle != chrome.HeadTitle {
			t.Errorf("%s: titles %q and %q, metadata (-html +mhtml):\n%s", layout, html.HeadTitle, chrome.HeadTitle, diff)
		}
		want, got := texts(read(synth.HTML(page, synth.WordExport, synth.GB18030))), texts(read(synth.WordMHTML(page)))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: cells (-html +mhtml):\n%s", layout, diff)
		}
	}
}

// TestRTFLikeDOCX: a report as Word writes RTF has the lines and cells that it has
// as DOCX.
func TestRTFLikeDOCX(t *testing.T) {
	r := extract.NewReader("")
	defer r.Close()
	for _, layout := range []gongkai.Layout{"cn-2014", "cn-2019", "cn-2021"} {
		for _, deviations := range [][]string{nil, {"split-heads", "split-title"}, {"split-runs"}} {
			sample, err := synth.New(synth.Order{Seed: 11, Layout: layout, Deviations: deviations})
			if err != nil {
				continue // not a deviation of the layout
			}
			var shown []string
			for _, write := range []func(*synth.Page) ([]byte, error){synth.DOCX, synth.WordRTF} {
				data, err := write(sample.Page)
				if err != nil {
					t.Fatal(err)
				}
				d, err := r.Read(data, gongkai.DefaultLimits())
				if err != nil {
					t.Fatal(err)
				}
				shown = append(shown, readertest.Show(d))
			}
			if diff := cmp.Diff(shown[0], shown[1]); diff != "" {
				t.Errorf("%s %v (-docx +rtf):\n%s", layout, deviations, diff)
			}
		}
	}
}

// texts are those of all cells that have one, in order.
func texts(d *gongkai.Document) []string {
	var out []string
	for _, b := range d.Blocks {
		if b.Grid == nil {
			continue
		}
		for _, c := range b.Grid.Cells {
			if c.Text != "" {
				out = append(out, c.Text)
			}
		}
	}
	return out
}
