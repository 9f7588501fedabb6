package synth

import (
	"strings"
	"unicode/utf8"
)

// Text renders the page as document converters write plain text: a line per
// paragraph; in a table, a line per cell that begins with a tab, a blank line
// after each row, merged cells empty, and one more blank line after the table.
// The footer's page number ends the file, as the last paragraph: it is no part
// of the truth. Paragraphs inside a cell run together.
func Text(p *Page) ([]byte, error) {
	var b strings.Builder
	b.WriteString("\n")
	for _, line := range p.Title {
		b.WriteString(line + "\n")
	}
	mark := "[bookmark: _GoBack]"
	for _, block := range p.Blocks {
		if block.Table == nil {
			b.WriteString(mark + block.Text + "\n")
			mark = ""
			continue
		}
		for _, row := range block.Table.places() {
			for _, cell := range row {
				b.WriteByte('\t')
				if !cell.below {
					b.WriteString(strings.ReplaceAll(cell.Text, "\n", ""))
				}
				b.WriteByte('\n')
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	b.WriteString("1\n\n")
	return []byte(p.Look.lines(b.String())), nil
}

// lines leaves out what converters and collectors of text lose.
func (l Look) lines(text string) string {
	if !l.UniqueLines && !l.LostRuns {
		return text
	}
	var b strings.Builder
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		content := strings.TrimSpace(line)
		switch {
		case l.UniqueLines && content != "" && seen[content]:
			continue
		case l.LostRuns && utf8.RuneCountInString(content) == 1:
			line = strings.Replace(line, content, "", 1)
		}
		seen[content] = true
		b.WriteString(line)
	}
	return b.String()
}
