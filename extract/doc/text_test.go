package doc

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/extract/readertest"
)

var (
	hide    = sprm(sprmCFVanish, 1)
	deleted = sprm(sprmCFRMarkDel, 1)
	special = sprm(sprmCFSpec, 1)
)

// field is a field with a code and a result.
func field(code, result string) run {
	return run{text: "\x13" + code + "\x14" + result + "\x15"}
}

var textCases = []struct {
	name     string
	file     file
	want     string
	findings string
	// differs is why LibreOffice reads it otherwise, empty when it does not.
	differs string
}{
	{
		name: "pieces in UTF-16 and in Latin letters",
		file: file{body: []para{ps(run{text: "二〇二〇年 🙂"}, run{text: "“a” – 12.5 café", as: inLatin}, run{text: "完"})}},
		want: "二〇二〇年 🙂“a” – 12.5 café完\n",
	}, {
		name:    "pieces in code page 936, by the character set",
		file:    file{charset: charsetGB2312, body: []para{ps(run{text: "公开12件", as: inGBK}), ps(run{text: "一、", as: inGBK}, run{text: "总体"})}},
		want:    "公开12件\n一、总体\n",
		differs: "it knows no code page 936",
	}, {
		name:    "pieces in code page 936, by the language and many characters",
		file:    file{language: languageChina, body: []para{ps(run{text: "政府信息公开工作年度报告2020喆", as: inGBK})}},
		want:    "政府信息公开工作年度报告2020喆\n",
		differs: "it knows no code page 936",
	}, {
		name: "a Chinese program's signs are not characters",
		file: file{language: languageChina, body: []para{ps(run{text: "×× “a” 12° ·", as: inLatin})}},
		want: "×× “a” 12° ·\n",
	}, {
		name: "without a Chinese program, 8-bit text is Latin",
		file: file{body: []para{ps(run{text: "政府信息公开工作年度报告", as: inGBK})}},
		want: "Õþ¸®ÐÅÏ¢¹«¿ª¹¤×÷Äê¶È±¨¸æ\n",
	}, {
		name: "fast-saved: many pieces, scattered",
		file: file{cut: 2, scattered: true, body: []para{p("政府信息公开"), ps(run{text: "received 120", as: inLatin}, run{text: "件"}), p("完")}},
		want: "政府信息公开\nreceived 120件\n完\n",
	}, {
		name:     "fast-saved: pieces that delete and hide",
		file:     file{body: []para{ps(run{text: "12"}, run{text: "3", prm: prmOf{short: 0x41<<1 | 1<<8}}, run{text: "4", prm: prmOf{group: hide}}, run{text: "5"})}},
		want:     "125\n",
		findings: "tracked-changes",
	}, {
		name: "fast-saved: a piece that shows what its run hides",
		file: file{body: []para{ps(run{text: "1"}, run{text: "2", chpx: hide, prm: prmOf{short: 0x5C << 1}}, run{text: "3", chpx: hide})}},
		want: "12\n",
	}, {
		name:     "deletions go, insertions stay",
		file:     file{body: []para{ps(run{text: "12", chpx: deleted}, run{text: "13", chpx: sprm(sprmCFRMarkIns, 1)}, run{text: "件"})}},
		want:     "13件\n",
		findings: "tracked-changes",
	}, {
		name: "a deleted or hidden end joins paragraphs",
		file: file{body: []para{{runs: []run{{text: "政府"}}, chpx: deleted}, p("信息"), {runs: []run{{text: "公"}}, chpx: hide}, p("开")}},
		want: "政府信息\n公开\n", findings: "tracked-changes",
		differs: "hidden ends do not join there, deleted ones only once accepted",
	}, {
		name: "hidden by a style, by one it is based on, by a character style; shown again",
		file: file{
			styles: []testStyle{{kind: kindParagraph, base: 0, chpx: hide}, {kind: kindParagraph, base: 15}, {kind: kindCharacter, base: noStyle, chpx: hide}, {kind: kindParagraph, base: 18}},
			body: []para{
				{style: 15, runs: []run{{text: "1"}, {text: "2", chpx: sprm(sprmCFVanish, 0)}, {text: "3", chpx: sprm(sprmCFVanish, 0x80)}, {text: "4", chpx: sprm(sprmCFVanish, 0x81)}}, chpx: sprm(sprmCFVanish, 0)},
				{style: 16, runs: []run{{text: "5"}}, chpx: sprm(sprmCFVanish, 0)},
				ps(run{text: "6", chpx: sprm(sprmCIstd, 17, 0)}, run{text: "7", chpx: join(sprm(sprmCIstd, 17, 0), sprm(sprmCFVanish, 0))}),
				{style: 18, runs: []run{{text: "based on itself"}}},
			},
		},
		want: "24\n7\nbased on itself\n",
	}, {
		name: "sprmPIstd changes the style",
		file: file{
			styles: []testStyle{{kind: kindParagraph, base: 0, chpx: hide}},
			body:   []para{{papx: sprm(sprmPIstd, 15, 0), runs: []run{{text: "hidden"}}}, p("shown")},
		},
		want: "shown\n",
	}, {
		name: "fields: results, not codes; codes in results and results in codes",
		file: file{body: []para{
			ps(run{text: "第"}, field(" PAGE ", "3"), run{text: "页"}),
			ps(field(` HYPERLINK "`+"\x13 A \x14x\x15"+`" `, "www.\x13 B \x14gov\x15.cn")),
		}},
		want:    "第3页\nwww.gov.cn\n",
		differs: "it has page numbers of its own",
	}, {
		name:    "fields that do not end",
		file:    file{body: []para{p("\x13 broken code"), p("next\x15\x14")}},
		want:    "next\n",
		differs: "damage",
	}, {
		name: "lines, tabs, hyphens; marks of notes and comments are dropped",
		file: file{body: []para{
			p("a\x0Bb\x0Cc\x0Ed"), p("1\x1E2\x1F3\tx "),
			ps(run{text: "12"}, run{text: "\x02", chpx: special}, run{text: "\x05", chpx: special}, run{text: "件"}),
			{runs: []run{{text: "end of a section"}}, mark: charPage}, p("next"),
		}},
		want:    "a\nb\nc\nd\n1-23\tx\n12件\nend of a section\nnext\n",
		differs: "other characters for hyphens",
	}, {
		name:    "marks of notes that an author chose",
		file:    file{body: []para{p("12*件12"), p("*)")}, marks: []int{2, 7}},
		want:    "12件12\n)\n",
		differs: "the notes are missing",
	}, {
		name: "notes and headers are not read",
		file: file{body: []para{p("body")}, notes: "a note", header: "a header"},
		want: "body\n",
	}, {
		name: "text boxes follow their paragraph, those without anchor the body",
		file: file{
			body:  []para{ps(run{text: "before"}, run{text: "\x08", chpx: special}, run{text: "after"}), p("last")},
			notes: "a note", header: "a header",
			boxes: []box{{text: "anchored", at: "before", shape: 1025}, {text: "stray", shape: 1026}, {text: "no more", shape: 1027, free: true}},
		},
		want:    "beforeafter\nanchored\nlast\nstray\n",
		differs: "the drawings are missing",
	}, {
		name:     "pictures and objects",
		file:     file{body: []para{p("text"), ps(run{text: "\x01", chpx: special}), ps(field(" EMBED Excel.Sheet.8 ", ""), run{text: "\x01", chpx: join(special, sprm(sprmCFOle2, 1))})}},
		want:     "text\n",
		findings: "embedded-content",
	}, {
		name:    "symbols by their font",
		file:    file{body: []para{ps(run{text: "(", chpx: sprm(sprmCSymbol, 1, 0, 0xFE, 0xF0)}, run{text: "(", chpx: sprm(sprmCSymbol, 1, 0, 0xA8, 0)}, run{text: "(", chpx: sprm(sprmCSymbol, 0, 0, 0x00, 0x4E)}, run{text: "(\uF0FC", chpx: sprm(sprmCRgFtc0, 1, 0)})}},
		want:    "☑□一(✓\n",
		differs: "it shows characters of symbol fonts as private-use ones",
	}, {
		name:     "symbols that have no character, and lost ones",
		file:     file{body: []para{ps(run{text: "a"}, run{text: "(", chpx: sprm(sprmCSymbol, 0, 0, 0xB7, 0xF0)}), p("b\uFFFD")}},
		want:     "a\uF0B7\nb\uFFFD\n",
		findings: "unmapped-glyphs replacement-characters",
	}, {
		name: "modifiers of odd sizes are stepped over",
		file: file{body: []para{
			{papx: join(sprm(sprmPChgTabs, 255, 1, 0, 0, 0, 0, 1, 0, 0, 0), sprm(0xC60D, 3, 0, 0, 0), sprm(0x6424, 1, 2, 3, 4), sprm(sprmPFInTable, 1)), runs: []run{{text: "in a cell"}}, mark: charCellEnd},
			row(nil, define([]int{0, 100}))[0],
		}},
		want: "| in a cell |\n",
	}, {
		name:     "halves of characters",
		file:     file{body: []para{p("a1b1c1")}, halves: true},
		want:     "a\uFFFDb\uFFFDc\uFFFD\n",
		findings: "replacement-characters",
		differs:  "damage",
	}, {
		name: "many pages of formatting",
		file: file{characterPages: 2, body: []para{ps(run{text: "1"}, run{text: "2", chpx: hide}, run{text: "3"}, run{text: "4", chpx: hide}, run{text: "5"})}},
		want: "135\n",
	},
}

func TestText(t *testing.T) {
	for _, c := range textCases {
		t.Run(c.name, func(t *testing.T) {
			d := readFile(t, c.file)
			if diff := cmp.Diff(c.want, readertest.Show(d)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.findings, readertest.Codes(d)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestManyPages: formatting over many pages, with a paragraph and a run each.
func TestManyPages(t *testing.T) {
	var f file
	var want bytes.Buffer
	for range 300 {
		f.body = append(f.body, ps(run{text: "政"}, run{text: "hidden", chpx: hide, as: inLatin}, run{text: "府"}))
		want.WriteString("政府\n")
	}
	for _, f.cut = range []int{0, 3} {
		f.scattered = f.cut > 0
		if diff := cmp.Diff(want.String(), readertest.Show(readFile(t, f))); diff != "" {
			t.Errorf("cut to %d (-want +got):\n%s", f.cut, diff)
		}
	}
}

func TestTitle(t *testing.T) {
	for page, text := range map[uint16]string{936: "政府信息公开", 1200: "政府信息公开", 65001: "政府信息公开", 1252: "Report"} {
		d := readFile(t, file{body: []para{p("x")}, title: " " + text + "  2020 ", titlePage: page})
		if d.HeadTitle != text+" 2020" {
			t.Errorf("code page %d: %q", page, d.HeadTitle)
		}
	}
	if d := readFile(t, file{body: []para{p("x")}, title: "\x81\x40", titlePage: 20000}); d.HeadTitle != "" {
		t.Errorf("unknown code page: %q", d.HeadTitle)
	}
}

func TestPaths(t *testing.T) {
	inner := para{mark: charParagraph, papx: join(inside(2), sprm(sprmPFInnerTableCell, 1)), runs: []run{{text: "3"}}}
	innerEnd := para{papx: join(inside(2), sprm(sprmPFInnerTableCell, 1), sprm(sprmPFInnerTtp, 1), define(even(1)))}
	f := file{body: []para{p("a"), p(""), p("b")}}
	f.body = append(f.body, row(texts("1"), define(even(1)))...)
	f.body = append(f.body, cell("2"), inner, innerEnd)
	f.body = append(f.body, row(texts(""), define(even(2)))...)
	d := readFile(t, f)
	g := d.Blocks[2].Grid
	var got []string
	got = append(got, d.Blocks[0].Paragraph.Path, d.Blocks[1].Paragraph.Path, g.Path, g.At(1, 0).Path,
		g.At(1, 1).Grids[0].Path, g.At(1, 1).Grids[0].At(0, 0).Path)
	want := "/body/p[1] /body/p[3] /body/tbl[1] /body/tbl[1]/tr[2]/tc[1] /body/tbl[1]/tr[2]/tc[2]/tbl[1] /body/tbl[1]/tr[2]/tc[2]/tbl[1]/tr[1]/tc[1]"
	if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}
