package doc

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gongkai"
	"gongkai/extract/readertest"
)

// with changes bytes of a document.
func with(data []byte, at int, change ...byte) []byte {
	data = bytes.Clone(data)
	copy(data[at:], change)
	return data
}

// old is a container whose WordDocument begins so.
func old(magic, version int) []byte {
	return ole2(map[string][]byte{"WordDocument": join(le16(magic), le16(version), make([]byte, 600))})
}

func holding(stream string) []byte {
	return ole2(map[string][]byte{stream: []byte("x"), "Other": []byte("y")})
}

// deep is a paragraph in too many tables.
func deep() file {
	return file{body: []para{{papx: inside(maxNesting + 1), runs: []run{{text: "deep"}}}}}
}

// manySprms is a document whose paragraphs each name one long group.
func manySprms() []byte {
	group := bytes.Repeat(sprm(sprmPFTtp, 0), 20_000)
	stored, names := elsewhere(sprmPHugePapx, 0, group)
	return file{data: stored, body: slices.Repeat([]para{{papx: names, runs: []run{{text: "x"}}}}, 600)}.bytes()
}

// fcOf moves a part of the table stream out of it.
func fcOf(f file, part int) []byte {
	main, table := f.streams()
	copy(main[fibPairs+8*part:], le32(1<<30))
	copy(main[fibPairs+8*part+4:], le32(100))
	return ole2(map[string][]byte{"WordDocument": main, "1Table": table})
}

func withoutTable(f file) []byte {
	main, _ := f.streams()
	return ole2(map[string][]byte{"WordDocument": main})
}

// textLength sets the number of characters of the body.
func textLength(n int) []byte {
	main, table := file{body: []para{p("text")}}.streams()
	copy(main[fibRgLw+12:], le32(n))
	return ole2(map[string][]byte{"WordDocument": main, "1Table": table})
}

func TestRefused(t *testing.T) {
	plain := file{body: []para{p("text")}}
	limits := gongkai.DefaultLimits()
	for _, c := range []struct {
		name   string
		data   []byte
		limits gongkai.Limits
		want   error
		says   string
	}{
		{"no bytes", nil, limits, gongkai.ErrEmpty, "no bytes"},
		{"not OLE2", []byte("PK\x03\x04"), limits, gongkai.ErrFormat, "OLE2"},
		{"Word 95", old(0xA5DC, 0x68), limits, gongkai.ErrFormat, "Word 95"},
		{"Word 6.0", old(0xA5DC, 0x65), limits, gongkai.ErrFormat, "Word 6.0"},
		{"Word 6.0 with the mark of Word 97", old(fibMagic, 0x65), limits, gongkai.ErrFormat, "Word 6.0"},
		{"Word 2.0", old(0xA5DB, 0x2D), limits, gongkai.ErrFormat, "Word 2.0"},
		{"no Word document in the stream", old(0x1234, 0xC1), limits, gongkai.ErrDamaged, "does not begin as a Word document"},
		{"XOR obfuscation", file{body: plain.body, flags: fibEncrypted | fibObscured}.bytes(), limits, gongkai.ErrEncrypted, "XOR"},
		{"RC4 encryption", file{body: plain.body, flags: fibEncrypted}.bytes(), limits, gongkai.ErrEncrypted, "RC4"},
		{"an encrypted package", holding("EncryptedPackage"), limits, gongkai.ErrEncrypted, "password"},
		{"Excel", holding("Workbook"), limits, gongkai.ErrFormat, "Excel 97-2003"},
		{"Excel 5", holding("Book"), limits, gongkai.ErrFormat, "Excel 5.0/95"},
		{"PowerPoint", holding("PowerPoint Document"), limits, gongkai.ErrFormat, "PowerPoint"},
		{"Works", holding("MatOST"), limits, gongkai.ErrFormat, "Works"},
		{"Works 2000", holding("CONTENTS"), limits, gongkai.ErrFormat, "Works"},
		{"Outlook", holding("__properties_version1.0"), limits, gongkai.ErrFormat, "Outlook"},
		{"something else", holding("Contents"), limits, gongkai.ErrFormat, "no Word document"},
		{"no text", file{body: []para{p(" "), p("")}}.bytes(), limits, gongkai.ErrEmpty, "no text"},
		{"pictures only", file{body: []para{ps(run{text: "\x01", chpx: special})}}.bytes(), limits, gongkai.ErrNoText, "pictures"},
		{"no table stream", withoutTable(plain), limits, gongkai.ErrDamaged, "1Table"},
		{"no piece table", file{body: plain.body, without: []int{partClx}}.bytes(), limits, gongkai.ErrDamaged, "piece table"},
		{"a piece table outside", fcOf(plain, partClx), limits, gongkai.ErrDamaged, "piece table"},
		{"formatting outside", fcOf(plain, partCharacters), limits, gongkai.ErrDamaged, "formatting"},
		{"more text than pieces", textLength(1000), limits, gongkai.ErrDamaged, "ends before"},
		{"a negative number of characters", textLength(-1), limits, gongkai.ErrDamaged, "negative"},
		{"tables too deep", deep().bytes(), limits, gongkai.ErrLimit, "tables inside each other"},
		{"too many bytes", plain.bytes(), gongkai.Limits{Bytes: 100}, gongkai.ErrLimit, "100 bytes"},
		{"too much text", plain.bytes(), gongkai.Limits{ExpandedBytes: 4}, gongkai.ErrLimit, "bytes of text"},
		{"too many paragraphs", file{body: slices.Repeat([]para{p("x")}, 20)}.bytes(), gongkai.Limits{ExpandedBytes: 4000}, gongkai.ErrLimit, "paragraphs"},
		{"too many changes of formatting", manySprms(), limits, gongkai.ErrLimit, "changes of formatting"},
		{"too many places", file{body: tbl(row(texts("1", "2"), define(even(2))), row(texts("1", "2"), define(even(2))))}.bytes(), gongkai.Limits{Cells: 4 - 1}, gongkai.ErrLimit, "cells"},
		{"too many cells", file{body: row(texts("1", "2"), define(even(2)))}.bytes(), gongkai.Limits{Cells: 1}, gongkai.ErrLimit, "cells"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Read(c.data, c.limits)
			if d != nil {
				t.Error("a document beside an error")
			}
			readertest.CheckError(t, err, c.want, c.says)
		})
	}
}

// TestDamagedBeside: what a document may do without is left out, and that is
// said.
func TestDamagedBeside(t *testing.T) {
	f := file{body: []para{p("text")}}
	for _, part := range []int{partStyles, partLists, partOverrides, partShapes, partBoxes} {
		d, err := Read(fcOf(f, part), gongkai.DefaultLimits())
		if err != nil {
			t.Errorf("part %d: %v", part, err)
			continue
		}
		if readertest.Show(d) != "text\n" || readertest.Codes(d) != string(gongkai.DamagedSource) {
			t.Errorf("part %d: %q, %s", part, readertest.Show(d), readertest.Codes(d))
		}
	}
}

// TestHostileContainers: circles, and numbers that promise more than there is.
func TestHostileContainers(t *testing.T) {
	plain := file{body: []para{p("text")}}.bytes()
	u32 := func(at int) int { return int(binary.LittleEndian.Uint32(plain[at:])) }
	directory, fat := 512*(u32(48)+1), 512*(u32(76)+1)
	for name, data := range map[string][]byte{
		"cut in the header":             plain[:300],
		"cut in the directory":          plain[:directory+100],
		"cut in the text":               plain[:2000],
		"directory in circles":          with(plain, fat+4*u32(48), le32(u32(48))...),
		"text in circles":               with(plain, fat, le32(0)...),
		"text longer than the file":     with(plain, directory+128+120, le32(1<<30)...),
		"sibling of itself":             with(plain, directory+128+68, le32(1)...),
		"child of itself":               with(plain, directory+76, le32(0)...),
		"more DIFAT sectors than bytes": with(plain, 72, le32(0x02040811)...),
		"more FAT sectors than bytes":   with(plain, 44, le32(1<<31)...),
		"mini FAT without sectors":      with(plain, 60, join(le32(0), le32(2))...),
		"DIFAT in circles":              with(plain, 68, join(le32(u32(48)), le32(1))...),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			readertest.Check(t, Read, data)
			if took := time.Since(start); took > time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// TestManyReads: one stretch of text named by every piece is still bounded.
func TestManyReads(t *testing.T) {
	main, table := file{body: []para{p("12345678901234567890")}, cut: 1}.streams()
	at := binary.LittleEndian.Uint32(main[fibPairs+8*partClx:])
	plc := table[at+5:]
	for i := range 22 { // each piece as long as the text, at its beginning
		copy(plc[4*i:], le32(20*i))
	}
	for i := range 21 {
		copy(plc[4*22+8*i+2:], le32(textStart))
	}
	copy(main[fibRgLw+12:], le32(20*21))
	data := ole2(map[string][]byte{"WordDocument": main, "1Table": table})
	if _, err := Read(data, gongkai.Limits{ExpandedBytes: 400}); gongkai.Reason(err) != "limit" {
		t.Errorf("error %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range textCases {
		f.Add(c.file.bytes())
	}
	for _, c := range tableCases {
		f.Add(c.file.bytes())
	}
	paths, err := filepath.Glob("testdata/*.doc")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no documents in testdata: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { readertest.Check(t, Read, data) })
}

// FuzzStreams fuzzes what is inside the container.
func FuzzStreams(f *testing.F) {
	for _, c := range textCases {
		main, table := c.file.streams()
		f.Add(main, table, c.file.data)
	}
	for _, c := range tableCases {
		main, table := c.file.streams()
		f.Add(main, table, c.file.data)
	}
	f.Fuzz(func(t *testing.T, main, table, data []byte) {
		if len(main)+len(table)+len(data) > 1<<20 {
			return
		}
		readertest.Check(t, Read, ole2(map[string][]byte{"WordDocument": main, "1Table": table, "Data": data}))
	})
}
