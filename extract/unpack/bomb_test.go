package unpack

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"strings"
	"testing"
	"time"

	"gongkai"
)

// TestBombs: small archives that ask for much get an error, soon and for little
// memory, and what is good in them is read.
func TestBombs(t *testing.T) {
	zeros := string(make([]byte, 40<<20))
	report := file{"年报.txt", "good"}
	for _, c := range []struct {
		name string
		data []byte
		want string // the lines that must be there
		most int    // how many lines there may be
	}{
		{"zip of zeros", writeZip(t, file{"zeros", zeros}, report), "zeros: limit\n年报.txt = good\n", 2},
		{"zip of a zip of zeros", writeZip(t, file{"a.zip", string(writeZip(t, file{"zeros", zeros}))}, report), "a.zip: limit\n年报.txt = good\n", 2},
		{"overlapping members in a zip", writeZip(t, file{"a.zip", string(overlapping(t))}, report), "a.zip: limit\n年报.txt = good\n", 2},
		{"gz of zeros", writeGzip(t, "zeros", []byte(zeros)), "(limit)\n", 1},
		{"gz of a gz of zeros", writeGzip(t, "a", writeGzip(t, "b", []byte(zeros))), "a: limit\n", 1},
		{"tar.gz of zeros", writeGzip(t, "", writeTar(t, report, file{"zeros", zeros})), "年报.txt = good\n(limit)\n", 2},
		{"tar.gz of many empty files", writeGzip(t, "", writeTar(t, many(maxMembers+1, "")...)), "(limit)\n", maxMembers + 1},
		{"42.zip", fortyTwo(t), "lib 0.zip: limit\nlib f.zip: limit\n", 200},
		{"quine: archives in one another without end", russianDolls(t, 40), "r.zip: limit\n", 1},
		{"tar.gz of a quine", writeGzip(t, "", writeTar(t, file{"r.zip", string(russianDolls(t, 40))}, report)), "r.zip: limit\n年报.txt = good\n", 2},
		{"overlapping members", overlapping(t), "(limit)\n", 1},
		{"sparse tar", sparse(1 << 40), "hole: limit\n", 1},
		{"sparse tar of one document's size", sparse(90 << 20), "(limit)\n", 1},
		{"zip of too many members", writeZip(t, many(maxMembers+1, "x")...), "0 = x\n", maxMembers + 1},
		{"zip of too many entries", writeZip(t, many(maxEntries+1, "")...), "(limit)\n", 1},
		{"zip with a long name", writeZip(t, report, file{strings.Repeat("年", 1000), "x"}), ": limit\n", 2},
		{"zip that lies about a size", lying(t), "a: damaged\n", 1},
		{"7z with a large LZMA dictionary", writeSevenZip(coder{id: "\x03\x01\x01", properties: "\x5d\xff\xff\xff\xff", size: 1 << 33}, "a", []byte("x")), "(limit)\n", 1},
		{"7z with an LZMA dictionary as large as its member", writeSevenZip(coder{id: "\x03\x01\x01", properties: "\x5d\xff\xff\xff\xff", size: 90 << 20}, "a", []byte("x")), "a: damaged\n", 1},
		{"7z with a dictionary of a document's size", writeSevenZip(coder{id: "\x21", properties: "\x28", size: 90 << 20}, "a", []byte("x")), "a: damaged\n", 1},
		{"7z with a large LZMA2 dictionary, member of 300 MB", writeSevenZip(coder{id: "\x21", properties: "\x28", size: 300 << 20}, "a", []byte("x")), "", 1},
		{"7z with a large PPMd model", writeSevenZip(coder{id: "\x03\x04\x01", properties: "\x06\xff\xff\xff\x7f", size: 10}, "a", []byte("x")), "a: limit\n", 1},
		{"7z of 2^62 bytes", writeSevenZip(coder{id: "\x00", size: 1 << 62}, "a", []byte("x")), "(limit)\n", 1},
		{"rar with a large window", writeRAR5(0, nil, rarFile{file: report}, rarFile{file: file{"b", "x"}, window: 15, size: 1 << 33}), "年报.txt = good\n(limit)\n", 2},
		{"xz with a large dictionary", xzDictionaryOf(t, 40), "(limit)\n", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			got := list(c.data, gongkai.DefaultLimits())
			runtime.ReadMemStats(&after)
			for line := range strings.Lines(c.want) {
				if !strings.Contains(got, line) {
					t.Errorf("no %q in\n%.300s", line, got)
				}
			}
			if n := strings.Count(got, "\n"); n > c.most {
				t.Errorf("%d lines:\n%.300s", n, got)
			}
			if took, bytes := time.Since(start), after.TotalAlloc-before.TotalAlloc; took > time.Minute || bytes > 3<<30 {
				t.Errorf("%v and %d MB", took, bytes>>20)
			}
		})
	}
}

func many(n int, body string) []file {
	files := make([]file, n)
	for i := range files {
		files[i] = file{fmt.Sprint(i), body}
	}
	return files
}

// fortyTwo is built as 42.zip is: six levels of 16 archives each, and zeros within.
func fortyTwo(t testing.TB) []byte {
	data := writeZip(t, file{"zeros", string(make([]byte, 8<<20))})
	for range 5 {
		files := make([]file, 16)
		for i := range files {
			files[i] = file{fmt.Sprintf("lib %x.zip", i), string(data)}
		}
		data = writeZip(t, files...)
	}
	return data
}

// russianDolls is what a zip that holds itself looks like to who opens it.
func russianDolls(t testing.TB, n int) []byte {
	data := writeZip(t, file{"r.zip", "end"})
	for range n {
		data = writeZip(t, file{"r.zip", string(data)})
	}
	return data
}

// overlapping has a directory in which the one member is a thousand.
func overlapping(t testing.TB) []byte {
	data := writeZip(t, file{"a", string(make([]byte, 1<<20))})
	from, end := bytes.Index(data, []byte("PK\x01\x02")), bytes.LastIndex(data, []byte("PK\x05\x06"))
	entry := data[from:end]
	out := append(bytes.Clone(data[:from]), bytes.Repeat(entry, 1000)...)
	tail := bytes.Clone(data[end:])
	binary.LittleEndian.PutUint16(tail[8:], 1000)
	binary.LittleEndian.PutUint16(tail[10:], 1000)
	binary.LittleEndian.PutUint32(tail[12:], uint32(1000*len(entry)))
	return append(out, tail...)
}

// lying has a member that states 2^32-2 bytes and has a few.
func lying(t testing.TB) []byte {
	data := writeZip(t, file{"a", "x"})
	from := bytes.Index(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[from+20:], 1<<31)
	return data
}

// sparse is a tar of a file that is one hole, as GNU tar wrote it at first.
func sparse(size int64) []byte {
	h := make([]byte, 512)
	copy(h, "hole")
	copy(h[100:], "0000644\x000000000\x000000000\x0000000000000\x0000000000000\x00        S")
	copy(h[257:], "ustar  \x00")
	copy(h[386:], fmt.Sprintf("%011o\x00%011o\x00", 0, 0)) // an empty piece at 0
	h[483] = 0x80                                          // the real size, in base 256
	binary.BigEndian.PutUint64(h[487:], uint64(size))
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return append(h, make([]byte, 1024)...)
}

// xzDictionaryOf changes the dictionary of page.xz.
func xzDictionaryOf(t testing.TB, code byte) []byte {
	data := read(t, "page.xz")
	size := (int(data[12]) + 1) * 4
	data[12+4] = code // after size, flags, filter and the length of its properties
	binary.LittleEndian.PutUint32(data[12+size-4:], crc32.ChecksumIEEE(data[12:12+size-4]))
	return data
}

// TestSparse holds that the tars are what they should be.
func TestSparse(t *testing.T) {
	h, err := tar.NewReader(bytes.NewReader(sparse(1 << 40))).Next()
	if err != nil || h.Typeflag != tar.TypeGNUSparse || h.Size != 1<<40 {
		t.Fatal(h, err)
	}
	if z, err := zip.NewReader(bytes.NewReader(overlapping(t)), int64(len(overlapping(t)))); err != nil || len(z.File) != 1000 {
		t.Fatal(err)
	}
}

// TestManyReports: memory stays flat over an archive of 2,000 reports.
func TestManyReports(t *testing.T) {
	body := strings.Repeat("政府信息公开工作年度报告\n", 1500) // 54 KB
	files := make([]file, 2000)
	for i := range files {
		files[i] = file{fmt.Sprintf("年报/%d.txt", i), fmt.Sprint(i, body)}
	}
	data := writeZip(t, files...)
	limits := gongkai.DefaultLimits()
	limits.ExpandedBytes = 1 << 30
	clear(files)
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	n := 0
	var most uint64
	err := Unpack(data, limits, nil, func(m Member) error {
		if n++; n%100 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
		return m.Err
	})
	if err != nil || n != 2000 || most > before.HeapAlloc+(16<<20) {
		t.Errorf("%v, %d members, %d MB more", err, n, (int64(most)-int64(before.HeapAlloc))>>20)
	}
}
