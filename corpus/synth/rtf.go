package synth

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// WordRTF renders the page as the Chinese edition of Word writes RTF: text in GBK,
// fonts for Chinese and for ASCII taking turns, the properties of a row before its
// cells and once more behind them.
func WordRTF(p *Page) ([]byte, error) {
	var b strings.Builder
	b.WriteString(rtfHead)
	paragraph := func(format, text string) {
		b.WriteString(`\pard\plain \ltrpar` + format + `\widctlpar\wrapdefault\aspalpha\aspnum\faauto\adjustright\rin0\lin0\itap0 ` + rtfRuns(text, p.Look) + `{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid1 ` + "\r\n" + `\par }`)
	}
	for _, line := range p.Title {
		paragraph(`\qc\sb120\sa240`, line)
	}
	for _, block := range p.Blocks {
		switch {
		case block.Table != nil:
			rtfTable(&b, block.Table, p.Look)
			paragraph(`\qj`, "")
		case block.Style == Signature:
			paragraph(`\qr`, block.Text)
		default:
			paragraph(`\qj\fi640`, block.Text)
		}
	}
	b.WriteString("}\r\n")
	return []byte(b.String()), nil
}

const rtfHead = `{\rtf1\adeflang1025\ansi\ansicpg936\uc2\adeff0\deff0\stshfdbch13\stshfloch0\stshfhich0\stshfbi0\deflang1033\deflangfe2052\themelang1033` + "\r\n" +
	`{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}` + "\r\n" +
	`{\f13\fbidi \fnil\fcharset134\fprq2{\*\panose 02010600030101010101}\'cb\'ce\'cc\'e5{\*\falt SimSun};}}` + "\r\n" +
	`{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}{\stylesheet{\qj \li0\ri0\widctlpar \fs21 \snext0 Normal;}}` + "\r\n" +
	`{\*\rsidtbl \rsid1}{\*\generator Microsoft Word 11.0.0000;}{\info{\author x}{\version1}}\paperw11906\paperh16838` + "\r\n" +
	`{\footer \ltrpar \pard\plain \qc {\field{\*\fldinst { PAGE }}{\fldrslt {1}}}\par }\pard `

// rtfTable writes the rows of a table.
func rtfTable(b *strings.Builder, t *Table, look Look) {
	for i, row := range t.places() {
		var props strings.Builder
		fmt.Fprintf(&props, `\trowd \irow%d\irowband%d\ltrrow\ts11\trqc\trgaph60\trrh397\trleft0`, i, i)
		if look.RepeatHeads && i < t.HeadRows {
			props.WriteString(`\trhdr`)
		}
		props.WriteString(`\trbrdrt\brdrs\brdrw10 \trbrdrl\brdrs\brdrw10 \trftsWidth1\trautofit1\tblrsid1\tblind0\tblindtype3 `)
		for _, cell := range row {
			switch {
			case cell.below:
				props.WriteString(`\clvmrg`)
			case cell.rows() > 1:
				props.WriteString(`\clvmgf`)
			}
			right := 0
			for _, w := range t.Widths[:min(cell.column+cell.columns(), len(t.Widths))] {
				right += w
			}
			fmt.Fprintf(&props, `\clvertalc\clbrdrt\brdrs\brdrw10 \clbrdrl\brdrs\brdrw10 \cltxlrtb\clftsWidth3\clshdrawnil \cellx%d`, right)
		}
		b.WriteString(`\ltrrow` + props.String() + `\pard\plain \ltrpar\qc \li0\ri0\widctlpar\intbl\wrapdefault\faauto\rin0\lin0\pararsid1 \rtlch\fcs1 \af0\afs24\alang1025 \ltrch\fcs0 \fs18\lang1033\langfe2052 `)
		for _, cell := range row {
			if text := cell.Text; !cell.below {
				for n, line := range strings.Split(text, "\n") {
					if n > 0 {
						b.WriteString(`{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid1 \par }`)
					}
					b.WriteString(rtfRuns(line, look))
				}
			}
			b.WriteString(`{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid1 \cell }`)
		}
		b.WriteString(`\pard \ltrpar\ql \li0\ri0\widctlpar\intbl\wrapdefault\faauto\rin0\lin0 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid1 ` + props.String() + `\row }` + "\r\n")
	}
}

// rtfRuns writes a line in runs of Chinese and of ASCII.
func rtfRuns(line string, look Look) string {
	var b strings.Builder
	for _, piece := range runs(line, look) {
		for start, rest := 0, []rune(piece); start < len(rest); {
			end := start + 1
			for end < len(rest) && (rest[end] < 0x80) == (rest[start] < 0x80) {
				end++
			}
			b.WriteString(`{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid1 `)
			if rest[start] < 0x80 {
				b.WriteString(`\hich\af0\dbch\af13\loch\f0 `)
			} else {
				b.WriteString(`\loch\af0\hich\af0\dbch\f13 `)
			}
			for _, c := range rest[start:end] {
				rtfCharacter(&b, c)
			}
			b.WriteString("}")
			start = end
		}
	}
	return b.String()
}

// rtfCharacter writes a character: ASCII as it is, what GBK has as bytes of which
// the second stands for itself when it is ASCII, anything else as \u.
func rtfCharacter(b *strings.Builder, c rune) {
	if c < 0x80 {
		rtfByte(b, byte(c))
		return
	}
	bytes, err := simplifiedchinese.GBK.NewEncoder().String(string(c))
	if err != nil || len(bytes) != 2 {
		for _, unit := range utf16.Encode([]rune{c}) {
			fmt.Fprintf(b, `\u%d\'a1\'f5`, int16(unit))
		}
		return
	}
	rtfByte(b, bytes[0])
	rtfByte(b, bytes[1])
}

func rtfByte(b *strings.Builder, c byte) {
	switch {
	case c == '\\' || c == '{' || c == '}':
		b.WriteByte('\\')
		b.WriteByte(c)
	case c < 0x80:
		b.WriteByte(c)
	default:
		fmt.Fprintf(b, `\'%02x`, c)
	}
}
