package synth

import (
	"bytes"
	"embed"
	"fmt"
	"html"
	"html/template"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Charset is what a web page's bytes are in.
type Charset string

const (
	UTF8 Charset = "utf-8"
	// GB18030 pages declare themselves gb2312, as the real ones do.
	GB18030 Charset = "gb2312"
)

// Skin is how a portal dresses an article: the template skins/NAME.html and the
// markup that skinMarkup has for it.
type Skin string

const (
	// Portal is the page of a content management system: bare cells.
	Portal Skin = "portal"
	// WordExport is what an editor pastes from Word: every run of text in
	// spans of inline style, cut where Chinese meets ASCII.
	WordExport Skin = "word"
	// WordPage is what Word itself saves: no portal around it, and below tables the
	// row that Word adds for browsers that cannot place cells.
	WordPage Skin = "wordpage"
)

// markup renders text. Paragraphs of a cell are separated by line feeds;
// attributes are its spans and width.
type markup struct {
	paragraph func(Style, string) string
	cell      func(text, attributes string) string
	foot      func(widths []int) string // below the rows of a table; nil for nothing
}

var skinMarkup = map[Skin]markup{
	Portal:     {portalParagraph, portalCell, nil},
	WordExport: {wordParagraph, wordCell, nil},
	WordPage:   {wordParagraph, wordCell, wordFoot},
}

//go:embed skins/*.html
var skinFiles embed.FS

// HTML renders the page as a web page. It returns an error when the charset
// lacks a character of the page.
func HTML(p *Page, skin Skin, charset Charset) ([]byte, error) {
	t, err := template.ParseFS(skinFiles, "skins/"+string(skin)+".html")
	if err != nil {
		return nil, fmt.Errorf("skin %s: %w", skin, err)
	}
	markup := skinMarkup[skin]
	if p.Look.SplitRuns {
		markup.paragraph, markup.cell = splitParagraph, splitCell
	}
	var article strings.Builder
	for _, block := range p.Blocks {
		if block.Table != nil {
			article.WriteString(htmlTable(block.Table, markup))
			continue
		}
		article.WriteString(markup.paragraph(block.Style, block.Text) + "\n")
	}
	var b bytes.Buffer
	err = t.Execute(&b, struct {
		Charset Charset
		Title   string
		Lines   []string
		Site    Site
		Article template.HTML
	}{charset, p.title(), p.Title, p.Site, template.HTML(article.String())})
	if err != nil {
		return nil, fmt.Errorf("skin %s: %w", skin, err)
	}
	if charset == GB18030 {
		return simplifiedchinese.GB18030.NewEncoder().Bytes(b.Bytes())
	}
	return b.Bytes(), nil
}

// htmlTable writes the table, every cell with its width in percent.
func htmlTable(t *Table, markup markup) string {
	total := 0
	for _, w := range t.Widths {
		total += w
	}
	var b strings.Builder
	b.WriteString(`<table border="1" cellspacing="0" cellpadding="0" width="100%"><tbody>` + "\n")
	for _, row := range t.places() {
		b.WriteString("<tr>")
		for _, cell := range row {
			if cell.below {
				continue
			}
			width := 0
			for _, w := range t.Widths[min(cell.column, len(t.Widths)):min(cell.column+cell.columns(), len(t.Widths))] {
				width += w
			}
			attributes := fmt.Sprintf(` width="%d%%"`, width*100/total)
			if cell.rows() > 1 {
				attributes += fmt.Sprintf(` rowspan="%d"`, cell.rows())
			}
			if cell.columns() > 1 {
				attributes += fmt.Sprintf(` colspan="%d"`, cell.columns())
			}
			b.WriteString(markup.cell(cell.Text, attributes))
		}
		b.WriteString("</tr>\n")
	}
	if markup.foot != nil {
		b.WriteString(markup.foot(t.Widths))
	}
	b.WriteString("</tbody></table>\n")
	return b.String()
}

func portalParagraph(style Style, text string) string {
	text = html.EscapeString(text)
	switch style {
	case Heading:
		return "<p><strong>" + text + "</strong></p>"
	case Signature:
		return `<p style="text-align: right;">` + text + "</p>"
	}
	return "<p>　　" + text + "</p>"
}

func portalCell(text, attributes string) string {
	return "<td" + attributes + ">" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") + "</td>"
}

const (
	wordBody = "font-size:16.0pt;font-family:仿宋_GB2312"
	wordHead = "font-size:16.0pt;font-family:黑体"
	wordFine = "font-size:9.0pt;font-family:宋体;mso-bidi-font-family:宋体;mso-font-kerning:0pt"
)

func wordParagraph(style Style, text string) string {
	switch style {
	case Heading:
		return `<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly">` + wordRuns(text, wordHead) + "</p>"
	case Signature:
		return `<p class="MsoNormal" align="right" style="text-align:right;line-height:28.0pt">` + wordRuns(text, wordBody) + "</p>"
	}
	return `<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly">` + wordRuns(text, wordBody) + "</p>"
}

func wordCell(text, attributes string) string {
	var b strings.Builder
	b.WriteString("<td" + attributes + ` valign="center" style="border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt">`)
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(`<p class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan">` + wordRuns(line, wordFine) + "</p>")
	}
	b.WriteString("</td>")
	return b.String()
}

func wordFoot(widths []int) string {
	var b strings.Builder
	b.WriteString("<![if !supportMisalignedColumns]>\n<tr height=0>")
	for _, w := range widths {
		fmt.Fprintf(&b, `<td width=%d style="border:none"></td>`, w/15)
	}
	b.WriteString("</tr>\n<![endif]>\n")
	return b.String()
}

// wordRuns cuts the text where Chinese meets ASCII, as Word does, and in a
// number of four digits or more once more, as careless editing does. An empty
// text is a run of one no-break space.
func wordRuns(text, style string) string {
	if text == "" {
		return `<span lang="EN-US" style="` + style + `">&nbsp;</span>`
	}
	var b strings.Builder
	runes := []rune(text)
	for start := 0; start < len(runes); {
		end, ascii := start+1, runes[start] < 0x80
		for end < len(runes) && (runes[end] < 0x80) == ascii {
			end++
		}
		lang := ""
		if ascii {
			lang = ` lang="EN-US"`
			if end-start >= 4 {
				end -= 2
			}
		}
		fmt.Fprintf(&b, `<span%s style="%s">%s</span>`, lang, style, html.EscapeString(string(runes[start:end])))
		start = end
	}
	return b.String() + `<span lang="EN-US" style="` + style + `"><o:p></o:p></span>`
}

// splitParagraph and splitCell put every character into a span of its own.
func splitParagraph(_ Style, text string) string { return "<p>" + splitSpans(text) + "</p>" }

func splitCell(text, attributes string) string {
	return "<td" + attributes + "><p>" + strings.ReplaceAll(splitSpans(text), "<span>\n</span>", "</p><p>") + "</p></td>"
}

func splitSpans(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString("<span>" + html.EscapeString(string(r)) + "</span>")
	}
	return b.String()
}
