package ofd

import (
	"errors"
	"strings"
	"testing"

	"gongkai"

	"github.com/google/go-cmp/cmp"
)

// fuzzLimits keep one input cheap.
var fuzzLimits = gongkai.Limits{Bytes: 1 << 20, ExpandedBytes: 4 << 20, Pages: 20, Cells: 10_000, Depth: 50}

// checkRead is what holds for all bytes: no panic, no error without a reason, a
// document that keeps its invariants, the same one twice.
func checkRead(t *testing.T, data []byte) {
	t.Helper()
	d, err := Read(data, fuzzLimits)
	if err != nil {
		var read *gongkai.ReadError
		if reason := gongkai.Reason(err); !errors.As(err, &read) || reason == "other" {
			t.Fatalf("error without a reason: %v", err)
		}
		return
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	again, err := Read(data, fuzzLimits)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, again, cmp.AllowUnexported(gongkai.Grid{})); diff != "" {
		t.Errorf("two readings differ (-first +second):\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(pack(pages(lines("", "") + texts)))
	f.Add(pack(pages(scan, plain(10, 20, "甲"))))
	f.Fuzz(checkRead)
}

// FuzzPage fuzzes what is inside the zip: a page, the resources, a template and the
// annotations.
func FuzzPage(f *testing.F) {
	unit := `<CompositeGraphicUnit ID="u"><Content>` + lines("", "") + `<CompositeObject ResourceID="u" Boundary="0 0 9 9"/></Content></CompositeGraphicUnit>`
	f.Add(onePage(lines("", "")+texts), `<Res xmlns:ofd="o"/>`, onePage(""), `<PageAnnot/>`)
	f.Add(`<Page><Template TemplateID="t"/><Content><Layer>`+texts+`<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="u"/></Layer></Content></Page>`,
		`<Res xmlns:ofd="o">`+unit+`<DrawParam ID="a" Relative="a"/></Res>`, onePage(lines("", "")), `<PageAnnot xmlns:ofd="o"><Annot Type="Path"><Appearance Boundary="1 1 9 9">`+plain(4, 4, "戊")+`</Appearance></Annot></PageAnnot>`)
	f.Add(onePage(says(10, 20, `CTM="0 1 -1 0 0 0" HScale="0.5" CharDirection="90" ReadDirection="270"`, `<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform>`, `DeltaX="g 99 4" DeltaY="1"`, "年报12")),
		`<Res/>`, onePage(""), `<PageAnnot/>`)
	f.Fuzz(func(t *testing.T, content, resources, template, annotations string) {
		all := pages("", plain(10, 20, "甲"))
		all["Doc_0/P0/Content.xml"], all["Doc_0/Res.xml"], all["Doc_0/T/Content.xml"], all["Doc_0/A0.xml"] = content, resources, template, annotations
		all["Doc_0/Document.xml"] = strings.Replace(all["Doc_0/Document.xml"], "<ofd:Pages>", "<ofd:Annotations>A.xml</ofd:Annotations><ofd:Pages>", 1)
		all["Doc_0/A.xml"] = `<Annotations><Page PageID="1"><FileLoc>A0.xml</FileLoc></Page></Annotations>`
		checkRead(t, pack(all))
	})
}
