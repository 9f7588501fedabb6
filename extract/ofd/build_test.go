package ofd

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"gongkai"
)

// parts are the files of a package.
type parts map[string]string

func pack(all parts) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(all[name]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

const xmlns = `xmlns:ofd="http://www.ofdspec.org/2016"`

// pages is a package with a page of 100 × 100 mm for each content.
func pages(contents ...string) parts {
	all := parts{
		"OFD.xml": `<ofd:OFD ` + xmlns + `><ofd:DocBody><ofd:DocInfo><ofd:Title>T</ofd:Title></ofd:DocInfo>` +
			`<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
		"Doc_0/Res.xml": `<ofd:Res ` + xmlns + `/>`,
	}
	list := ""
	for i, content := range contents {
		all[fmt.Sprintf("Doc_0/P%d/Content.xml", i)] = onePage(content)
		list += fmt.Sprintf(`<ofd:Page ID="%d" BaseLoc="P%d/Content.xml"/>`, i+1, i)
	}
	all["Doc_0/Document.xml"] = `<ofd:Document ` + xmlns + `><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 100</ofd:PhysicalBox></ofd:PageArea>` +
		`<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:TemplatePage ID="t" BaseLoc="T/Content.xml"/></ofd:CommonData><ofd:Pages>` + list + `</ofd:Pages></ofd:Document>`
	return all
}

func onePage(content string) string {
	return `<ofd:Page ` + xmlns + `><ofd:Content><ofd:Layer>` + content + `</ofd:Layer></ofd:Content></ofd:Page>`
}

// with is the package with a part replaced or added.
func (p parts) with(name, content string) parts {
	p = maps.Clone(p)
	p[name] = content
	return p
}

// res is a resource file.
func (p parts) res(content string) parts {
	return p.with("Doc_0/Res.xml", `<ofd:Res `+xmlns+` BaseLoc="R">`+content+`</ofd:Res>`)
}

// says is a text object of 4 mm that begins at x and stands on y.
func says(x, y float64, attributes, inside, code, text string) string {
	return fmt.Sprintf(`<ofd:TextObject Boundary="%g %g 60 5" Size="4" Font="f" %s>%s<ofd:TextCode X="0" Y="4" %s>%s</ofd:TextCode></ofd:TextObject>`,
		x, y-4, attributes, inside, code, text)
}

func plain(x, y float64, text string) string { return says(x, y, "", "", "", text) }

// draws is a line from one point to another.
func draws(attributes, inside string, x1, y1, x2, y2 float64) string {
	return fmt.Sprintf(`<ofd:PathObject Boundary="%g %g %g %g" %s>%s<ofd:AbbreviatedData>M 0 0 L %g %g</ofd:AbbreviatedData></ofd:PathObject>`,
		x1, y1, x2-x1, y2-y1, attributes, inside, x2-x1, y2-y1)
}

// lines are the rulings of two rows and two columns, from 10 to 90 mm.
func lines(attributes, inside string) string {
	s := ""
	for _, at := range []float64{10, 50, 90} {
		s += draws(attributes, inside, 10, at, 90, at) + draws(attributes, inside, at, 10, at, 90)
	}
	return s
}

// texts is what stands in them.
var texts = plain(15, 30, "甲") + plain(55, 30, "乙") + plain(15, 70, "丙") + plain(55, 70, "12")

func read(t *testing.T, all parts) *gongkai.Document {
	t.Helper()
	d, err := Read(pack(all), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	return d
}

// show is a document as text: paragraphs and rows, "?" after a doubtful cell.
func show(d *gongkai.Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		if block.Paragraph != nil {
			fmt.Fprintln(&b, block.Paragraph.Text)
			continue
		}
		for row := range block.Grid.Rows {
			var cells []string
			for _, c := range block.Grid.Row(row) {
				text := strings.ReplaceAll(c.Text, "\n", "/")
				if c.Uncertain != "" {
					text += "?"
				}
				cells = append(cells, text)
			}
			fmt.Fprintln(&b, strings.Join(cells, " | "))
		}
	}
	for _, f := range d.Findings {
		fmt.Fprintln(&b, strings.TrimSpace(string(f.Code)+" "+f.Detail))
	}
	return b.String()
}
