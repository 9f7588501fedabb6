package docx

import (
	"archive/zip"
	"bytes"
	"runtime"
	"strings"
	"testing"

	"gongkai"
	"gongkai/extract/zipfile"
)

func TestLimits(t *testing.T) {
	nested := p("x")
	for range 31 {
		nested = tbl(tr(`<w:tc>` + nested + `</w:tc>`))
	}
	deep := strings.Repeat("<w:x>", 10_000) + strings.Repeat("</w:x>", 10_000)
	manyRows := tbl(strings.Repeat(tr(`<w:tc/>`), 50), tr(tcWith(`<w:gridSpan w:val="50"/>`, "x")))
	for _, c := range []struct {
		name   string
		data   []byte
		limits gongkai.Limits
	}{
		{"bytes", pack(parts(p("x"))), gongkai.Limits{Bytes: 100}},
		{"expanded bytes, all parts together", pack(with(parts(p("x")), "word/styles.xml", `<w:styles xmlns:w="x">`+strings.Repeat(" ", 5000)+`</w:styles>`)), gongkai.Limits{ExpandedBytes: 5500}},
		{"cells", pack(parts(tbl(tr(strings.Repeat(tc("1"), 101))))), gongkai.Limits{Cells: 100}},
		{"places of a grid", pack(parts(manyRows)), gongkai.Limits{Cells: 2000}},
		{"places of all grids", pack(parts(manyRows + manyRows)), gongkai.Limits{Cells: 5000}},
		{"columns, without limits", pack(parts(tbl(tr(tcWith(`<w:gridSpan w:val="2000000000"/>`, "x"))))), gongkai.Limits{}},
		{"columns added up, without limits", pack(parts(tbl(tr(strings.Repeat(tcWith(`<w:gridSpan w:val="16384"/>`, "x"), 2))))), gongkai.Limits{}},
		{"columns left out, without limits", pack(parts(tbl(tr(`<w:trPr><w:gridAfter w:val="16384"/></w:trPr>`, tc("x"))))), gongkai.Limits{}},
		{"depth", pack(parts(deep)), gongkai.DefaultLimits()},
		{"depth in skipped elements", pack(parts(`<w:sectPr>` + deep + `</w:sectPr>`)), gongkai.DefaultLimits()},
		{"tables in tables, without limits", pack(parts(nested)), gongkai.Limits{}},
		{"text boxes in text boxes, without limits", pack(parts(strings.Repeat(`<w:p><w:r><w:txbxContent>`, 40) + strings.Repeat(`</w:txbxContent></w:r></w:p>`, 40))), gongkai.Limits{}},
		{"runs in runs, without limits", pack(parts(`<w:p>` + strings.Repeat(`<w:r>`, 5000) + strings.Repeat(`</w:r>`, 5000) + `</w:p>`)), gongkai.Limits{}},
		{"namespaces", pack(parts(strings.Repeat(`<w:x xmlns:a="b">`, 2000) + strings.Repeat(`</w:x>`, 2000))), gongkai.Limits{}},
		{"parts", manyParts(t), gongkai.Limits{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(c.data, c.limits)
			checkError(t, err, gongkai.ErrLimit, "")
		})
	}
}

func TestDepthWithoutLimit(t *testing.T) {
	deep := strings.Repeat("<w:x>", 10_000) + p("x") + strings.Repeat("</w:x>", 10_000)
	d, err := Read(pack(parts(deep)), gongkai.Limits{})
	if err != nil || show(d) != "x\n" {
		t.Errorf("got %v, %v", d, err)
	}
}

func manyParts(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for range zipfile.MaxParts + 1 {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: "a"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestBomb reads a main part of 1 GB that fits into 1 MB, whose size the
// directory gives as it is.
func TestBomb(t *testing.T) {
	const size, chunk = 1 << 30, 1 << 20
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	blank := bytes.Repeat([]byte(" "), chunk)
	for range size / chunk {
		if _, err := w.Write(blank); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	limits := gongkai.DefaultLimits()
	limits.ExpandedBytes = 8 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = Read(out.Bytes(), limits)
	runtime.ReadMemStats(&after)
	checkError(t, err, gongkai.ErrLimit, "")
	if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20 {
		t.Errorf("it took %d MB to notice", took>>20)
	}
}
