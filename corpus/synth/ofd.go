package synth

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// OFD renders the page as an OFD package (GB/T 33190-2016), laid out like a drawn
// PDF. How it is written is as the page's Look says. The same page gives the same
// bytes.
func OFD(p *Page) ([]byte, error) {
	s := &ofdSurface{look: p.Look}
	draw(p, s)
	return s.pack(p.title())
}

// ofdSurface draws with the elements of OFD, which measures in millimetres from the
// top left corner.
type ofdSurface struct {
	look          Look
	width, height float64 // of the page as stored, in points
	pages         []ofdPage
	body, lines   strings.Builder
	// letterhead is the content of the template.
	letterhead strings.Builder
	units      strings.Builder // composite units of the resources
	id         int
}

type ofdPage struct{ content, annotations string }

// millimetre is a length of points as it is written.
func millimetre(points float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.3f", points*25.4/72), "0"), ".")
}

func (s *ofdSurface) next() int { s.id++; return s.id + 100 }

func (s *ofdSurface) startPage(width, height float64) {
	s.body.Reset()
	s.lines.Reset()
	if s.width, s.height = width, height; s.look.Turned != Upright {
		s.width, s.height = height, width
	}
}

// corner is where a point is from the top left corner of the page as stored.
func (s *ofdSurface) corner(x, y float64) (float64, float64) {
	if s.look.Turned != Upright {
		return s.width - y, s.height - x
	}
	return x, s.height - y
}

func (s *ofdSurface) title(x, y, size float64, text string) {
	if s.look.OFD.Template && len(s.pages) == 0 {
		s.write(&s.letterhead, x, y, size, text)
		return
	}
	s.text(x, y, size, text)
}

func (s *ofdSurface) text(x, y, size float64, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if !s.look.SplitRuns {
		s.write(&s.body, x, y, size, text)
		return
	}
	for _, r := range text {
		if r != ' ' && r != '　' {
			s.write(&s.body, x, y, size, string(r))
		}
		x += runeWidth(r, size)
	}
}

// ascent is the part of a glyph's height above the line, in ems.
const ascent = 0.86

// write appends a text object whose line begins at x, y.
func (s *ofdSurface) write(b *strings.Builder, x, y, size float64, text string) {
	width, height := textWidth(text, size), size*1.1
	left, top := s.corner(x, y+ascent*size)
	unit, stated := 25.4/72, millimetre(size)
	var m [6]float64
	matrix := ""
	scale := 1.0
	if s.look.OFD.PointSizes {
		scale, unit, stated = 25.4/72, 1, fmt.Sprintf("%.3g", size)
		m = [6]float64{scale, 0, 0, scale, 0, 0}
	}
	boundary := [4]float64{left, top, width, height}
	if s.look.Turned != Upright {
		boundary = [4]float64{left, top - width, height, width}
		m = [6]float64{0, -scale, scale, 0, 0, width * 25.4 / 72}
	}
	if m != [6]float64{} {
		matrix = fmt.Sprintf(` CTM="%.5g %.5g %.5g %.5g %.5g %.5g"`, m[0], m[1], m[2], m[3], m[4], m[5])
	}
	hidden := ""
	if s.look.InvisibleText {
		hidden = ` Alpha="0"`
	}
	fmt.Fprintf(b, `<ofd:TextObject ID="%d" Boundary="%s" Font="1" Size="%s"%s%s>`, s.next(), ofdBox(boundary), stated, matrix, hidden)
	if s.look.OFD.GlyphMaps {
		text = s.glyphs(b, text)
	}
	fmt.Fprintf(b, `<ofd:TextCode X="0" Y="%.4g"%s>%s</ofd:TextCode></ofd:TextObject>`+"\n", ascent*size*unit, s.deltas(text, size*unit), escapeXML(text))
}

// glyphs writes the map of a text to glyphs, and returns the text to write with it.
func (s *ofdSurface) glyphs(b *strings.Builder, text string) string {
	runes := []rune(text)
	fmt.Fprintf(b, `<ofd:CGTransform CodePosition="0" CodeCount="%d" GlyphCount="%d"><ofd:Glyphs>`, len(runes), len(runes))
	for i, r := range runes {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprint(b, int(r)%60000+3)
	}
	b.WriteString(`</ofd:Glyphs></ofd:CGTransform>`)
	if s.look.OFD.Placeholders {
		for i := range runes {
			runes[i] = '¤'
		}
	}
	return string(runes)
}

// deltas is the attribute of a text's advances.
func (s *ofdSurface) deltas(text string, size float64) string {
	var list []string
	for _, r := range text {
		for range utf16.RuneLen(r) {
			list = append(list, fmt.Sprintf("%.4g", runeWidth(r, size)))
		}
	}
	if list = list[:len(list)-1]; len(list) == 0 || s.look.OFD.NoDeltas {
		return ""
	}
	if !s.look.OFD.DeltaRuns {
		return ` DeltaX="` + strings.Join(list, " ") + `"`
	}
	var runs []string
	for begin, end := 0, 0; begin < len(list); begin = end {
		for end = begin; end < len(list) && list[end] == list[begin]; end++ {
		}
		if end-begin > 1 {
			runs = append(runs, "g", fmt.Sprint(end-begin))
		}
		runs = append(runs, list[begin])
	}
	return ` DeltaX="` + strings.Join(runs, " ") + `"`
}

func ofdBox(b [4]float64) string {
	return millimetre(b[0]) + " " + millimetre(b[1]) + " " + millimetre(b[2]) + " " + millimetre(b[3])
}

func escapeXML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// frame draws the edges of a cell: as objects of their own, or into the page's
// one path.
func (s *ofdSurface) frame(left, bottom, right, top float64) {
	if s.look.Rulings == NoRulings {
		return
	}
	together := s.look.OFD.OnePath || s.look.OFD.Composite
	for _, l := range s.look.edges(left, bottom, right, top) {
		x1, y1 := s.corner(l[0], l[1])
		x2, y2 := s.corner(l[2], l[3])
		x1, x2, y1, y2 = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
		if s.look.Rulings == FilledRulings {
			x1, y1, x2, y2 = x1-0.24, y1-0.24, x2+0.24, y2+0.24
		}
		if together {
			s.lines.WriteString(s.outline(x1, y1, x2, y2))
			continue
		}
		s.body.WriteString(s.path([4]float64{x1, y1, x2 - x1, y2 - y1}, s.outline(0, 0, x2-x1, y2-y1)))
	}
}

// outline is one edge in the notation of AbbreviatedData.
func (s *ofdSurface) outline(x1, y1, x2, y2 float64) string {
	at := func(x, y float64) string { return millimetre(x) + " " + millimetre(y) + " " }
	if s.look.Rulings == FilledRulings {
		return "M " + at(x1, y1) + "L " + at(x2, y1) + "L " + at(x2, y2) + "L " + at(x1, y2) + "C "
	}
	return "M " + at(x1, y1) + "L " + at(x2, y2)
}

func (s *ofdSurface) path(boundary [4]float64, data string) string {
	paint, colour := `LineWidth="0.176"`, ""
	switch s.look.Rulings {
	case FilledRulings:
		paint, colour = `Stroke="false" Fill="true"`, `<ofd:FillColor Value="0 0 0"/>`
	case WhiteRulings:
		colour = `<ofd:StrokeColor Value="255 255 255"/>`
	}
	return fmt.Sprintf(`<ofd:PathObject ID="%d" Boundary="%s" %s>%s<ofd:AbbreviatedData>%s</ofd:AbbreviatedData></ofd:PathObject>`+"\n",
		s.next(), ofdBox(boundary), paint, colour, strings.TrimSpace(data))
}

func (s *ofdSurface) watermark(text string) {
	fmt.Fprintf(&s.body, `<ofd:TextObject ID="%d" Boundary="%s" Font="1" Size="19" CTM="0.7071 -0.7071 0.7071 0.7071 40 160"><ofd:FillColor Value="217 217 217"/>`+
		`<ofd:TextCode X="0" Y="19"%s>%s</ofd:TextCode></ofd:TextObject>`+"\n", s.next(), ofdBox([4]float64{0, 0, s.width, s.height}), s.deltas(text, 19), text)
}

func (s *ofdSurface) endPage() {
	all := [4]float64{0, 0, s.width, s.height}
	if s.lines.Len() > 0 {
		path := s.path(all, s.lines.String())
		if s.look.OFD.Composite {
			unit := s.next()
			fmt.Fprintf(&s.units, `<ofd:CompositeGraphicUnit ID="%d" Width="%s" Height="%s"><ofd:Content>%s</ofd:Content></ofd:CompositeGraphicUnit>`,
				unit, millimetre(s.width), millimetre(s.height), path)
			path = fmt.Sprintf(`<ofd:CompositeObject ID="%d" Boundary="%s" ResourceID="%d"/>`, s.next(), ofdBox(all), unit)
		}
		s.body.WriteString(path)
	}
	page := ofdPage{content: s.body.String()}
	if s.look.InvisibleText {
		page.content = fmt.Sprintf(`<ofd:ImageObject ID="%d" Boundary="%s" ResourceID="2"/>`, s.next(), ofdBox(all)) + page.content
	}
	if s.look.OFD.Seal {
		seal := *s
		seal.look, seal.body = Look{}, strings.Builder{}
		seal.write(&seal.body, 250, s.height-350, 12, "2024年1月8日公开专用章")
		seal.frame(230, 300, 360, 420)
		page.annotations = fmt.Sprintf(`<ofd:Annot ID="%d" Type="Stamp" Creator="synth" LastModDate="2024-01-08"><ofd:Appearance Boundary="%s">%s</ofd:Appearance></ofd:Annot>`,
			s.next(), ofdBox(all), seal.body.String())
	}
	s.pages = append(s.pages, page)
}

const ofdNamespace = `xmlns:ofd="http://www.ofdspec.org/2016"`

// pack makes the package.
func (s *ofdSurface) pack(title string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	var failed error
	add := func(name, content string) {
		if s.look.OFD.NoPrefix {
			content = strings.NewReplacer("<ofd:", "<", "</ofd:", "</", " "+ofdNamespace, "").Replace(content)
			name = strings.Replace(name, "Content.xml", "CONTENT.xml", 1)
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + content))
		}
		if failed == nil {
			failed = err
		}
	}
	folder := func(path string) string {
		if s.look.OFD.NoPrefix {
			return strings.ReplaceAll(path, "/", `\`)
		}
		return path
	}
	add("OFD.xml", `<ofd:OFD `+ofdNamespace+` DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID><ofd:Title>`+
		escapeXML(title)+`</ofd:Title></ofd:DocInfo><ofd:DocRoot>`+folder("Doc_0/Document.xml")+`</ofd:DocRoot></ofd:DocBody></ofd:OFD>`)
	var list, annotated strings.Builder
	for i, p := range s.pages {
		at := fmt.Sprintf("Pages/Page_%d/", i)
		fmt.Fprintf(&list, `<ofd:Page ID="%d" BaseLoc="%s"/>`, 10_000+i, folder(at+"Content.xml"))
		template := ""
		if s.look.OFD.Template && i == 0 {
			template = `<ofd:Template TemplateID="3" ZOrder="Background"/>`
		}
		add("Doc_0/"+at+"Content.xml", `<ofd:Page `+ofdNamespace+`>`+template+`<ofd:Content><ofd:Layer ID="4" Type="Body"><ofd:PageBlock ID="5">`+
			p.content+`</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>`)
		if p.annotations != "" {
			fmt.Fprintf(&annotated, `<ofd:Page PageID="%d"><ofd:FileLoc>%s</ofd:FileLoc></ofd:Page>`, 10_000+i, folder(at+"Annotation.xml"))
			add("Doc_0/"+at+"Annotation.xml", `<ofd:PageAnnot `+ofdNamespace+`>`+p.annotations+`</ofd:PageAnnot>`)
		}
	}
	add("Doc_0/Document.xml", `<ofd:Document `+ofdNamespace+`><ofd:CommonData><ofd:MaxUnitID>20000</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>`+
		ofdBox([4]float64{0, 0, s.width, s.height})+`</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>`+
		`<ofd:TemplatePage ID="3" BaseLoc="`+folder("Tpls/Tpl_0/Content.xml")+`"/></ofd:CommonData><ofd:Pages>`+list.String()+
		`</ofd:Pages><ofd:Annotations>Annotations.xml</ofd:Annotations></ofd:Document>`)
	add("Doc_0/Annotations.xml", `<ofd:Annotations `+ofdNamespace+`>`+annotated.String()+`</ofd:Annotations>`)
	add("Doc_0/PublicRes.xml", `<ofd:Res `+ofdNamespace+` BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts><ofd:MultiMedias><ofd:MultiMedia ID="2" Type="Image" Format="PNG">`+
		`<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias><ofd:CompositeGraphicUnits>`+s.units.String()+`</ofd:CompositeGraphicUnits></ofd:Res>`)
	red := `<ofd:PathObject ID="6" Boundary="20 20 170 1" LineWidth="0.7"><ofd:StrokeColor Value="255 0 0"/><ofd:AbbreviatedData>M 0 0.5 L 170 0.5</ofd:AbbreviatedData></ofd:PathObject>`
	add("Doc_0/Tpls/Tpl_0/Content.xml", `<ofd:Page `+ofdNamespace+`><ofd:Content><ofd:Layer ID="7" Type="Background">`+red+s.letterhead.String()+`</ofd:Layer></ofd:Content></ofd:Page>`)
	if err := z.Close(); failed == nil {
		failed = err
	}
	if failed != nil {
		return nil, fmt.Errorf("ofd: %w", failed)
	}
	return out.Bytes(), nil
}
